import pytest

from pubtool.actions.add import Outcome
from pubtool.actions.gathering import Failure, gather
from pubtool.actions.wishes import mark_equal, parse_people, with_venue
from pubtool.actions.writing import Written
from pubtool.errors import (
    AlreadyThereError,
    GatedError,
    MalformedError,
    NotFoundError,
    RefusedError,
    ServiceError,
    UsageError,
)
from pubtool.publication import Author, Publication, Status

KNUTH, PLASS = Author("Knuth", "Donald E."), Author("Plass", "Michael F.")
BERG = Author("Berg", "Rianne", particle="van den")

LISTS = {
    "Donald E. Knuth": (KNUTH,),
    "Knuth, Donald E.": (KNUTH,),
    "Donald E. Knuth, Michael F. Plass": (KNUTH, PLASS),
    "Donald E. Knuth and Michael F. Plass": (KNUTH, PLASS),
    "Knuth, Donald E. and Plass, Michael F.": (KNUTH, PLASS),
    "Donald E. Knuth, Michael F. Plass and Rianne van den Berg": (KNUTH, PLASS, BERG),
    "van den Berg, Rianne": (BERG,),
    "Donald E. Knuth, Michael F. Plass, Rianne van den Berg,": (KNUTH, PLASS, BERG),
    "{ATLAS Collaboration}": (Author("ATLAS Collaboration"),),
}


@pytest.mark.parametrize(("text", "people"), LISTS.items(), ids=LISTS)
def test_a_list_of_people_is_read_as_people_write_it(text, people):
    assert parse_people(text) == people


@pytest.mark.parametrize("text", ["", " ", ",", " and "])
def test_a_list_of_nobody_is_wrong_usage(text):
    with pytest.raises(UsageError):
        parse_people(text)


def test_equal_contribution_is_set_for_just_those_named():
    marked = mark_equal((Author("Knuth", "Donald E.", equal=True), PLASS), "2")
    assert [author.equal for author in marked] == [False, True]
    assert not any(author.equal for author in mark_equal(marked, ""))


@pytest.mark.parametrize(
    ("equal", "words"),
    [
        ("0", "There is no author 0: the paper has 2."),
        ("1,3", "There is no author 3: the paper has 2."),
        (
            "Alan Turing",
            "Alan Turing is not an author of this paper: 1 Donald E. Knuth, 2 Michael F. Plass.",
        ),
    ],
)
def test_who_is_no_author_contributes_nothing(equal, words):
    with pytest.raises(UsageError) as caught:
        mark_equal((KNUTH, PLASS), equal)
    assert caught.value.message == words


def test_two_authors_of_one_name_are_told_apart_by_position():
    twins = (Author("Kim", "S."), Author("Kim", "S."))
    with pytest.raises(UsageError, match="fits several authors"):
        mark_equal(twins, "S. Kim")
    assert [author.equal for author in mark_equal(twins, "2")] == [False, True]


def test_a_venue_makes_a_preprint_a_published_paper():
    paper = Publication(
        key="k", type="misc", title="T", authors=(KNUTH,), year=2024, pubstate="submitted",
        free_venue="Under Review", arxiv="2410.03355",
    )  # fmt: skip
    assert with_venue(paper, "ICLR 2025 Workshop on X & Y") == Publication(
        key="k", type="inproceedings", title="T", authors=(KNUTH,), year=2025,
        status=Status.PUBLISHED, venue=r"ICLR 2025 Workshop on X \& Y", arxiv="2410.03355",
    )  # fmt: skip


CODES = {
    "nothing failed": ([], 1, 0),
    "there already": ([AlreadyThereError("")], 1, 5),
    "refused": ([RefusedError("")], 1, 6),
    "a file that is malformed": ([MalformedError("")], 1, 3),
    "several faults in one file": ([MalformedError(""), AlreadyThereError("")], 1, 5),
    "one of several refused": ([RefusedError("")], 2, 5),
    "one of several not found": ([NotFoundError("")], 2, 5),
    "one of several gated": ([NotFoundError(""), GatedError("")], 2, 4),
    "one of several without an answer": ([RefusedError(""), ServiceError("")], 3, 4),
}


@pytest.mark.parametrize(("errors", "references", "code"), CODES.values(), ids=CODES)
def test_the_exit_code_is_the_failure_or_that_of_several(errors, references, code):
    failures = tuple(Failure("r", error) for error in errors)
    assert Outcome((), failures, Written(), references).exit_code == code


def test_papers_and_failures_come_back_in_the_order_given(services, tmp_path):
    bib = tmp_path / "two.bib"
    bib.write_text("@misc{a, title={A}, author={A. B}}\n@misc{b, title={B} author={A. B}}\n")
    services.missing.add("2402.99999")
    given = ["1706.03762", "x", str(bib), "2402.99999", "arXiv:1706.03762v2", "1412.6980"]
    candidates, failures = gather(given, stdin=None, progress=None)
    assert [one.reference for one in candidates] == ["1706.03762", f"{bib}:1", "1412.6980"]
    assert [one.source for one in candidates] == ["1706.03762", None, "1412.6980"]
    assert [one.reference for one in failures] == ["x", f"{bib}:2", "2402.99999"]


def test_progress_is_reported_up_to_the_last_reference(services):
    seen = []
    gather(["1412.6980", "1706.03762"], stdin=None, progress=lambda *counts: seen.append(counts))
    assert seen[-1] == (2, 2)
