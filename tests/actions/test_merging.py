"""What a list takes over from a source, and what stays the list's own."""

from dataclasses import replace

import pytest

from pubtool.actions import merging
from pubtool.publication import Author, Identifier, Publication, Service, Status

KINGMA, BA = Author("Kingma", "Diederik P."), Author("Ba", "Jimmy")
ADAM = Publication(
    key="adam",
    type="misc",
    title="{Adam}: A Method for Stochastic Optimization",
    authors=(KINGMA, BA),
    year=2014,
    month=12,
)
ABS = "https://arxiv.org/abs/1412.6980"
FORUM = "https://openreview.net/forum?id=8gmWwjFyLj"


@pytest.mark.parametrize(
    ("mine", "found", "moves", "ids", "url"),
    [
        pytest.param(
            {}, {"arxiv": "1412.6980", "url": ABS}, False, ["arXiv:1412.6980"], ABS, id="the first"
        ),
        pytest.param(
            {"arxiv": "1412.9999", "url": "https://arxiv.org/pdf/1412.9999v1"},
            {"arxiv": "1412.6980", "url": ABS},
            False,
            ["arXiv:1412.6980"],
            ABS,
            id="a placeholder",
        ),
        pytest.param(
            {"arxiv": "1412.9999", "url": "../adam.pdf"},
            {"arxiv": "1412.6980", "url": ABS},
            False,
            ["arXiv:1412.6980"],
            "../adam.pdf",
            id="a placeholder, linked elsewhere",
        ),
        pytest.param(
            {"arxiv": "1412.6980", "url": ABS},
            {"openreview": "8gmWwjFyLj", "url": FORUM},
            False,
            ["arXiv:1412.6980", "openreview:8gmWwjFyLj"],
            ABS,
            id="one more",
        ),
        pytest.param(
            {"arxiv": "1412.6980", "url": ABS},
            {"openreview": "8gmWwjFyLj", "url": FORUM},
            True,
            ["arXiv:1412.6980", "openreview:8gmWwjFyLj"],
            FORUM,
            id="one more, with the link",
        ),
        pytest.param(
            {"openreview": "8gmWwjFyLj"},
            {"arxiv": "1412.6980", "url": ABS},
            False,
            ["arXiv:1412.6980", "openreview:8gmWwjFyLj"],
            FORUM,
            id="a link that no field has stays",
        ),
        pytest.param(
            {"arxiv": "1412.6980", "doi": "10.1000/MINE", "url": ABS},
            {"arxiv": "1412.6980", "doi": "10.1000/theirs", "url": ABS},
            False,
            ["arXiv:1412.6980", "doi:10.1000/mine"],
            ABS,
            id="another service's id only fills",
        ),
        pytest.param(
            {"arxiv": "1412.9999", "openreview": "Old"},
            {"arxiv": "1412.6980", "openreview": "New"},
            False,
            ["arXiv:1412.6980", "openreview:New"],
            None,
            id="pasted, without a link",
        ),
    ],
)
def test_ids_are_taken_over_and_links_move_only_with_them(mine, found, moves, ids, url) -> None:
    paper, said = replace(ADAM, **mine), replace(ADAM, **found)
    after = merging.with_ids_of(paper, said, move_link=moves)
    assert ([str(one) for one in after.identifiers], after.url) == (ids, url)


def test_marks_follow_their_people() -> None:
    marked = replace(ADAM, authors=(replace(KINGMA, equal=True), replace(BA, me=True)))
    anew = replace(ADAM, authors=(BA, Author("Kingma", "D. P."), Author("Knuth", "Donald")))
    assert merging.with_marks_of(anew, marked).authors == (
        replace(BA, me=True),
        Author("Kingma", "D. P.", equal=True),
        Author("Knuth", "Donald"),
    )


def test_who_is_spelled_beyond_recognition_keeps_the_marks_of_the_place() -> None:
    marked = replace(ADAM, authors=(replace(KINGMA, equal=True), BA))
    anew = replace(ADAM, authors=(Author("Kingsma", "Durk"), BA))
    assert [one.equal for one in merging.with_marks_of(anew, marked).authors] == [True, False]


def test_a_promoted_paper_has_the_venue_and_keeps_what_is_its_own() -> None:
    mine = replace(ADAM, extra=(("code", "x"), ("pages", "1--2")), hidden=True, free_venue="soon")
    published = replace(
        ADAM,
        key="other",
        type="inproceedings",
        title="Adam",
        status=Status.PUBLISHED,
        venue="International Conference on Learning Representations",
        abbr="ICLR",
        year=2015,
        month=None,
        extra=(("pages", "1--15"), ("volume", "3"), ("note", "n")),
    )
    assert merging.promoted(mine, published) == replace(
        mine,
        type="inproceedings",
        status=Status.PUBLISHED,
        venue="International Conference on Learning Representations",
        abbr="ICLR",
        free_venue=None,
        year=2015,
        month=None,
        extra=(("code", "x"), ("pages", "1--2"), ("volume", "3")),
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (FORUM, ADAM.identifiers),
        ("https://arxiv.org/abs/1412.6981v2", (Identifier(Service.ARXIV, "1412.6981"),)),
    ],
    ids=["of a service that it has no id of", "of one that it has"],
)
def test_a_link_takes_the_id_of_its_service_along(url, expected) -> None:
    paper = ADAM if url == FORUM else replace(ADAM, arxiv="1412.9999")
    after = merging.with_link(paper, url)
    assert (after.url, after.identifiers) == (url, expected)


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ((KINGMA, BA), (Author("Kingma", "D. P."), BA), True),
        ((KINGMA, BA), (BA, KINGMA), False),
        ((KINGMA, BA), (KINGMA,), False),
    ],
    ids=["initials", "order", "fewer"],
)
def test_author_lists_are_compared_by_people_and_order(mine, theirs, same) -> None:
    said = replace(ADAM, authors=theirs)
    assert merging.same_people(replace(ADAM, authors=mine), said) is same
    shortened = replace(ADAM, authors=mine[:1], et_al=True)
    assert merging.same_people(shortened, replace(ADAM, authors=mine)) is True
