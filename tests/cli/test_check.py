"""`pubtool check`, as a person runs it."""

import json

import pytest

from tests import services as play
from tests.services import as_json, entry, feed

LANTERN = """\
@misc{lantern,
  title = {LANTERN: Accelerating Visual Autoregressive Models},
  author = {Doohyuk Jang and Sihwan Park},
  year = {2025},
  eprint = {2410.03355},
  archivePrefix = {arXiv},
}
"""
DOWN = play.Reply(503)


@pytest.fixture
def listed(desk):
    """A desk with a list of one healthy preprint, or of the text that is given."""

    def write(text=LANTERN):
        desk.bib.write_text(text, encoding="utf-8")
        return desk

    return write


def of_arxiv(
    title="LANTERN: Accelerating Visual Autoregressive Models",
    authors=("Doohyuk Jang", "Sihwan Park"),
    more="",
):
    one = entry("2410.03355v2", title, authors=authors, more=more)
    return play.Reply(200, feed([one]), play.ATOM)


@pytest.fixture
def nothing_on_openreview(services):
    services.always("openreview", as_json({"notes": [], "count": 0}))
    services.always("openreview_v1", as_json({"notes": [], "count": 0}))


# ---------------------------------------------------------------- without the network


def test_the_list_of_this_repository_with_its_page_is_in_order(pubtool):
    done = pubtool("check")
    assert (done.code, "error:" in done.out) == (0, False)


def test_a_healthy_list_has_nothing_to_mend(listed):
    done = listed()("check")
    assert (done.code, done.out, done.err) == (0, "Nothing to mend.\n", "")


def test_a_finding_says_where_what_and_how_to_mend_it(listed):
    done = listed(LANTERN.replace("  year = {2025},\n", ""))("check")
    assert done.code == 1
    assert done.out == (
        "publications.bib:1: error: lantern: it has no year [missing-year]\n"
        "    pubtool edit lantern 'year=…'\n"
    )
    assert done.err == "1 error, 0 warnings\n"


def test_warnings_alone_leave_the_exit_code_at_0(listed):
    done = listed(LANTERN.replace("03355}", "03355v2}"))("check")
    assert (done.code, done.err) == (0, "0 errors, 1 warning; 1 mended by: pubtool check --fix\n")


def test_json_is_one_document(listed):
    done = listed(LANTERN.replace("03355}", "03355v2}"))("check", "--json")
    assert json.loads(done.out) == {
        "errors": 0,
        "warnings": 1,
        "findings": [
            {
                "code": "eprint-version",
                "severity": "warning",
                "file": "publications.bib",
                "line": 5,
                "key": "lantern",
                "message": "`eprint` is the id without its version: 2410.03355, not 2410.03355v2",
                "mend": "pubtool edit lantern eprint=2410.03355",
                "fixable": True,
            }
        ],
    }
    assert done.err == ""


def test_the_command_that_is_offered_mends(listed):
    desk = listed(LANTERN.replace("03355}", "03355v2}"))
    assert desk("edit", "lantern", "eprint=2410.03355").code == 0
    assert desk.bib.read_text() == LANTERN


def test_of_many_warnings_of_one_kind_a_person_sees_the_first(listed):
    dois = [f"  doi = {{https://doi.org/10.1000/{number}}},\n}}" for number in range(8)]
    papers = [
        LANTERN.replace("lantern", f"p{n}").replace("LANTERN", f"L{n} {'x' * n * 20}")
        .replace("  eprint = {2410.03355},\n", "").replace("\n}", f"\n{doi}")
        for n, doi in enumerate(dois)
    ]  # fmt: skip
    desk = listed("".join(papers))
    done = desk("check")
    assert done.out.count(" warning: ") == 5
    assert done.out.endswith("… and 3 more of [doi-prefix]; --json tells all.\n")
    assert len(json.loads(desk("check", "--json").out)["findings"]) == 8


def test_there_must_be_a_list(desk):
    assert desk("check").code == 5


# ---------------------------------------------------------------- --fix


WRONG = LANTERN.replace("03355}", "03355v2}").replace("Jang and", "Jang*,").replace("Park", "Park*")
MENDED = LANTERN.replace("  year", "  author+an = {1=equal; 2=equal},\n  year")


def test_fix_shows_what_it_mends_and_undo_takes_it_back(listed):
    desk = listed(WRONG)
    done = desk("check", "--fix")
    assert (done.code, desk.bib.read_text()) == (0, MENDED)
    assert "-  eprint = {2410.03355v2},\n+  eprint = {2410.03355},\n" in done.out
    assert done.out.endswith("Mended 3 findings in lantern.\nNothing to mend.\n")
    assert desk("undo").code == 0
    assert desk.bib.read_text() == WRONG


def test_fix_in_a_dry_run_writes_nothing(listed):
    desk = listed(WRONG)
    done = desk("check", "--fix", "--dry-run")
    assert (done.code, desk.bib.read_text()) == (0, WRONG)
    assert "+  eprint = {2410.03355},\n" in done.out
    assert "Would mend 3 findings in lantern.\n" in done.out


def test_fix_says_what_it_leaves(listed):
    done = listed(WRONG.replace("  year = {2025},\n", ""))("check", "--fix", "--json")
    answer = json.loads(done.out)
    assert done.code == 1
    assert [one["code"] for one in answer["findings"]] == ["missing-year"]
    assert [one["code"] for one in answer["fixed"]] == [
        "unsplit-authors",
        "symbol-in-name",
        "eprint-version",
    ]
    assert (answer["dry_run"], len(answer["differences"])) == (False, 1)


def test_fix_with_nothing_to_mend_leaves_nothing_to_undo(listed):
    desk = listed()
    assert desk("check", "--fix").code == 0
    assert desk("undo").code == 5


# ---------------------------------------------------------------- --online


def codes(done):
    return [(one["code"], one["line"]) for one in json.loads(done.out)["findings"]]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (of_arxiv(), []),
        (of_arxiv(title="LANTERN, Faster"), [("title-differs", 2)]),
        (of_arxiv(authors=("Sihwan Park", "Doohyuk Jang")), [("authors-differ", 3)]),
        (
            of_arxiv(more="<arxiv:comment>Accepted at ICLR 2025</arxiv:comment>"),
            [("source-hint", 1)],
        ),
    ],
    ids=["the same", "another title", "another order", "a comment"],
)
def test_what_the_source_has_otherwise_is_a_warning(
    listed, services, nothing_on_openreview, answer, expected
):
    services.script("arxiv", answer)
    done = listed()("check", "--online", "--json")
    assert (done.code, codes(done)) == (0, expected)


def test_looking_takes_no_proposal_away_from_refresh(listed, services, nothing_on_openreview):
    services.always("arxiv", of_arxiv(title="LANTERN, Faster"))
    desk = listed()
    for _ in range(2):
        assert codes(desk("check", "--online", "--json")) == [("title-differs", 2)]


def test_a_dead_id_is_an_error_that_offers_the_likely_one(listed, services, nothing_on_openreview):
    found = entry(
        "2410.03355v1",
        "LANTERN: Accelerating Visual Autoregressive Models",
        authors=("Doohyuk Jang", "Sihwan Park"),
    )
    unknown = play.Reply(200, feed([]), play.ATOM)
    services.script("arxiv", unknown, unknown, play.Reply(200, feed([found]), play.ATOM))
    done = listed(LANTERN.replace("2410.03355", "2502.99999"))("check", "--online")
    assert done.code == 1
    assert "publications.bib:5: error: lantern: " in done.out
    assert "[dead-id]" in done.out
    assert "\n    pubtool attach lantern arXiv:2410.03355\n" in done.out


def test_a_service_that_does_not_answer_is_exit_code_4_and_no_error(
    listed, services, nothing_on_openreview
):
    services.always("arxiv", DOWN)
    done = listed()("check", "--online", "--json")
    assert (done.code, codes(done)) == (4, [("unanswered", 1)])


def test_an_error_outweighs_a_service_that_does_not_answer(listed, services, nothing_on_openreview):
    services.always("arxiv", DOWN)
    done = listed(LANTERN.replace("  year = {2025},\n", ""))("check", "--online", "--json")
    assert (done.code, codes(done)) == (1, [("missing-year", 1), ("unanswered", 1)])


# ---------------------------------------------------------------- links

ADAM = """\
@inproceedings{%s,
  title = {%s},
  author = {Diederik P. Kingma and Jimmy Ba},
  booktitle = {ICLR},
  year = {2015},
  url = {%s},
}
"""


@pytest.mark.parametrize(
    ("answer", "expected", "code"),
    [
        (play.Reply(200, "here"), [], 0),
        (play.html(404), [("dead-link", 6)], 1),
        (play.Reply(410), [("dead-link", 6)], 1),
        (play.Reply(403), [], 0),
        (play.endless(), [], 0),
        (DOWN, [("unanswered", 1)], 4),
        (play.rate_limited(), [("unanswered", 1)], 4),
        (play.reset(), [("unanswered", 1)], 4),
    ],
    ids=["there", "404", "410", "login", "endless", "503", "429", "reset"],
)
def test_a_link_is_dead_only_where_its_host_says_so(listed, services, answer, expected, code):
    services.always("site", answer)
    done = listed(ADAM % ("adam", "Adam", f"{services.url}/site/adam.pdf"))(
        "check", "--online", "--json"
    )
    assert (done.code, codes(done)) == (code, expected)


def test_a_redirect_is_followed_to_its_end(listed, services):
    services.script("site", play.redirect("/site/new.pdf"), play.html(404))
    done = listed(ADAM % ("adam", "Adam", f"{services.url}/site/old.pdf"))("check", "--online")
    assert done.code == 1
    assert [request.path for request in services.asked("site")] == ["/old.pdf", "/new.pdf"]


def test_a_host_that_does_not_answer_is_asked_for_one_link_only(listed, services):
    services.always("site", DOWN)
    text = "".join(
        ADAM % (f"a{number}", f"Title {number}", f"{services.url}/site/{number}")
        for number in range(5)
    )
    done = listed(text)("check", "--online", "--json")
    assert codes(done) == [("unanswered", 1)]
    assert {request.path for request in services.asked("site")} == {"/0"}


def test_configured_links_are_followed_and_ids_are_not_asked_twice(
    listed, services, nothing_on_openreview
):
    services.script("arxiv", of_arxiv())
    services.always("site", play.html(404))
    link = f"  url = {{https://arxiv.org/abs/2410.03355}},\n  code = {{{services.url}/site/x}},\n}}"
    desk = listed(LANTERN.removesuffix("}\n") + link + "\n")
    (desk.folder / "pubtool.toml").write_text('links = ["code"]\n', encoding="utf-8")
    done = desk("check", "--online", "--json")
    assert (done.code, codes(done)) == (1, [("dead-link", 8)])
    assert [request.service for request in services.requests if request.service == "site"] == [
        "site"
    ]
