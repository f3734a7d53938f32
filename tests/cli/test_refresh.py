"""`refresh`: what the sources have changed is proposed, what the user has changed is the user's."""

import json
import os
from pathlib import Path

import pytest

from tests import services as play
from tests.cli.test_accept import answer, note

ADAM = """\
@misc{adam,
  title  = {Adam: A Method for Stochastic Optimization},
  author = {Diederik P. Kingma and Jimmy Ba},
  year   = {2014},
  eprint = {1412.6980}
}
"""
PEOPLE = ("Diederik P. Kingma", "Jimmy Ba")
TITLE = "Adam: A Method for Stochastic Optimization"


def arxiv(services, title=TITLE, authors=PEOPLE, more=""):
    services.arxiv["1412.6980"] = play.entry("1412.6980v9", title, authors=authors, more=more)


@pytest.fixture
def adam(desk, services):
    """A list of one preprint, which has been refreshed once, and arXiv, which says the same."""
    desk.bib.write_text(ADAM)
    arxiv(services)
    done = desk("refresh")
    assert (done.code, done.err) == (0, "Asked about 1 paper; nothing to change.\n")
    return desk


# ---------------------------------------------------------------- title and authors


def test_a_title_that_the_source_has_changed_is_taken_over(adam, services):
    arxiv(services, "Adam: Stochastic Optimization at Last")
    done = adam("refresh", "--yes")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "adam: arXiv has another title\n"
        "--- adam\n+++ adam\n@@ -1,5 +1,5 @@\n @misc{adam,\n"
        "-  title  = {Adam: A Method for Stochastic Optimization},\n"
        "+  title  = {Adam: Stochastic Optimization at Last},\n"
        "   author = {Diederik P. Kingma and Jimmy Ba},\n   year   = {2014},\n"
        "   eprint = {1412.6980}\n"
        "Updated adam.\n"
    )
    assert adam.bib.read_text() == ADAM.replace(
        "A Method for Stochastic Optimization", "Stochastic Optimization at Last"
    )


def test_without_a_terminal_and_a_yes_nothing_is_applied_and_it_is_proposed_again(adam, services):
    arxiv(services, "Adam: Stochastic Optimization at Last")
    for _ in range(2):
        done = adam("refresh")
        assert (done.code, done.err) == (
            0,
            "To take over what is new of 1 paper: pubtool refresh --yes\n",
        )
        assert done.out.startswith("adam: arXiv has another title\n")
    assert adam.bib.read_text() == ADAM


def test_what_the_user_has_changed_is_not_proposed_to_be_changed_back(adam):
    mine = ADAM.replace("Adam: A Method", "Adam, a Method for the Rest of Us and")
    adam.bib.write_text(mine)
    assert adam("refresh", "--yes").err == "Asked about 1 paper; nothing to change.\n"
    assert adam.bib.read_text() == mine


@pytest.mark.parametrize("first", [False, True], ids=["both have changed it", "first refresh"])
def test_yes_never_overrules_what_may_be_the_users_own_words(adam, services, first):
    mine = ADAM.replace("Stochastic Optimization", "Optimization")
    adam.bib.write_text(mine)
    if first:
        (memory,) = Path(os.environ["XDG_STATE_HOME"]).rglob("seen.json")
        memory.unlink()
    arxiv(services, "Adam: Stochastic Optimization at Last")
    done = adam("refresh", "--yes")
    assert done.code == 0
    assert adam.bib.read_text() == mine
    assert done.err == (
        "  The title may be as you want: --yes leaves it.\n"
        "The title of adam is yours to decide, at a terminal: pubtool refresh adam\n"
    )


@pytest.mark.parametrize("word", ["y", "n"])
def test_what_a_person_has_decided_is_not_asked_again(adam, services, monkeypatch, word):
    mine = ADAM.replace("Stochastic Optimization", "Optimization")
    adam.bib.write_text(mine)
    arxiv(services, "Adam: Stochastic Optimization at Last")
    questions = answer(monkeypatch, word)
    assert adam("refresh").code == 0
    assert adam("refresh").err == "Asked about 1 paper; nothing to change.\n"
    assert questions == ["Apply this to adam?"]
    assert ("at Last" in adam.bib.read_text()) is (word == "y")


def test_a_later_author_list_keeps_the_spelling_and_the_marks_of_those_known(adam, services):
    adam.bib.write_text(
        ADAM.replace("Diederik P. Kingma", "Kingma, D. P.").replace(
            "  year", "  author+an = {2=equal},\n  year"
        )
    )
    adam("refresh")
    arxiv(services, authors=("Jimmy Ba", "Donald E. Knuth", "Diederik P. Kingma"))
    assert adam("refresh", "--yes").code == 0
    text = adam.bib.read_text()
    assert "author = {Jimmy Ba and Donald E. Knuth and Kingma, D. P.}" in text
    assert "author+an = {1=equal}" in text


def test_an_interrupt_at_the_question_writes_nothing(adam, services, monkeypatch):
    arxiv(services, "Adam: Stochastic Optimization at Last")
    answer(monkeypatch, KeyboardInterrupt)
    done = adam("refresh")
    assert (done.code, adam.bib.read_text()) == (130, ADAM)


def test_a_dry_run_shows_and_never_applies(adam, services):
    arxiv(services, "Adam: Stochastic Optimization at Last")
    done = adam("refresh", "--dry-run", "--yes")
    assert "+  title  = {Adam: Stochastic Optimization at Last}," in done.out
    assert adam.bib.read_text() == ADAM


def test_what_add_brought_is_no_word_of_the_users(desk, services):
    arxiv(services)
    assert desk("add", "1412.6980").code == 0
    arxiv(services, "Adam: Stochastic Optimization at Last")
    assert "Updated kingma2024adam.\n" in desk("refresh", "--yes").out


def test_a_title_that_came_from_another_source_of_the_paper_is_no_word_of_the_users(adam, services):
    adam("edit", "adam", "openreview=X1")
    services.openreview["X1"] = note(
        "X1", "Adam at Last", list(PEOPLE), "ICLR 2015 Oral", "ICLR.cc/2015/Conference"
    )
    assert adam("refresh", "--yes").out.startswith(
        "adam: accepted at ICLR 2015 (Oral); OpenReview has another title\n"
    )
    assert "title  = {Adam at Last}" in adam.bib.read_text()


# ---------------------------------------------------------------- accepted, rejected


def submitted(desk, services, venue, venueid, title=TITLE):
    desk.bib.write_text(
        "@misc{adam,\n"
        f"  title      = {{{TITLE}}},\n"
        "  author     = {Diederik P. Kingma and Jimmy Ba},\n"
        "  year       = {2014},\n"
        "  openreview = {X1},\n"
        "  pubstate   = {submitted}\n}\n"
    )
    services.openreview["X1"] = note("X1", title, list(PEOPLE), venue, venueid)


def test_a_decision_becomes_a_proposal(desk, services):
    submitted(desk, services, "ICLR 2015 Oral", "ICLR.cc/2015/Conference")
    done = desk("refresh", "--yes")
    assert done.out.startswith("adam: accepted at ICLR 2015 (Oral)\n")
    assert desk.bib.read_text() == (
        "@inproceedings{adam,\n"
        "  title      = {Adam: A Method for Stochastic Optimization},\n"
        "  author     = {Diederik P. Kingma and Jimmy Ba},\n"
        "  booktitle  = {International Conference on Learning Representations},\n"
        "  abbr       = {ICLR},\n"
        "  year       = {2015},\n"
        "  award      = {Oral},\n"
        "  openreview = {X1}\n}\n"
    )


def test_yes_takes_the_decision_and_leaves_a_title_that_may_be_the_users(desk, services):
    submitted(desk, services, "ICLR 2015 Oral", "ICLR.cc/2015/Conference", "Adam at Last")
    done = desk("refresh", "--yes")
    assert "Updated adam.\n" in done.out
    assert "The title of adam is yours to decide" in done.err
    text = desk.bib.read_text()
    assert TITLE in text
    assert "award      = {Oral}" in text


@pytest.mark.parametrize(
    ("venue", "venueid", "gone"),
    [
        ("Submitted to ICLR 2015", "ICLR.cc/2015/Conference/Rejected_Submission", True),
        ("ICLR 2015 Conference Submission", "ICLR.cc/2015/Conference/Submission", False),
        ("Something Else Altogether", "OpenReview.net/Archive", False),
    ],
    ids=["rejected", "still under review", "not understood"],
)
def test_under_review_ends_with_a_verdict_only(desk, services, venue, venueid, gone):
    submitted(desk, services, venue, venueid)
    done = desk("refresh", "--yes")
    assert done.code == 0
    assert ("pubstate" not in desk.bib.read_text()) is gone


def test_an_award_that_came_later_is_proposed(desk, services):
    desk.bib.write_text(
        ADAM.replace("@misc", "@inproceedings").replace(
            "eprint = {1412.6980}", "booktitle = {ICLR},\n  openreview = {X1}"
        )
    )
    services.openreview["X1"] = note(
        "X1", TITLE, list(PEOPLE), "ICLR 2015 Oral", "ICLR.cc/2015/Conference"
    )
    assert desk("refresh", "--yes").out.startswith("adam: award: Oral\n")


def test_a_doi_that_appeared_is_proposed_and_a_comment_is_a_hint(adam, services):
    arxiv(
        services,
        more="<arxiv:doi>10.1000/adam</arxiv:doi>"
        "<arxiv:comment>Accepted at ICLR 2015 (Oral)</arxiv:comment>",
    )
    done = adam("refresh", "--yes")
    assert done.out.startswith("adam: it has a DOI now: 10.1000/adam\n")
    assert done.err == (
        "adam: hint: comment: Accepted at ICLR 2015 (Oral)\n"
        'adam: hint: if it was accepted: pubtool accept adam "VENUE YEAR"\n'
    )
    assert "  eprint = {1412.6980},\n  doi    = {10.1000/adam}\n}" in adam.bib.read_text()


# ---------------------------------------------------------------- ids, hints, silences


def test_an_unknown_id_is_reported_with_the_likely_right_one_and_never_replaced(pubtool, services):
    title = (
        "LANTERN++: Enhanced Relaxed Speculative Decoding with Static Tree Drafting for Visual "
        "Auto-regressive Models"
    )
    authors = ("Sihwan Park", "Doohyuk Jang", "Sungyub Kim", "Souvik Kundu", "Eunho Yang")
    services.arxiv["2502.06352"] = play.entry("2502.06352v2", title, authors=authors)
    services.missing.add("2502.99999")
    before = pubtool.bib.read_text()
    done = pubtool("refresh", "park2025lantern", "--yes")
    assert done.err == (
        "park2025lantern: arXiv has no paper 2502.99999. "
        "Check the id at https://arxiv.org/abs/2502.99999.\n"
        "park2025lantern: hint: probably arXiv:2502.06352, which has the same title and authors; "
        "to take it: pubtool attach park2025lantern arXiv:2502.06352\n"
        "Asked about 1 paper; nothing to change.\n"
    )
    assert (done.code, pubtool.bib.read_text()) == (0, before)


@pytest.mark.parametrize(
    ("title", "authors", "found"),
    [
        ("ADAM: a method for {stochastic} optimization", list(PEOPLE), True),
        ("Adam: A Method for Stochastic Optimization II", list(PEOPLE), False),
        (TITLE, ["Somebody Else", "Jimmy Ba"], False),
    ],
    ids=["the same", "another title", "another author"],
)
def test_a_preprint_is_looked_for_on_openreview(adam, services, title, authors, found):
    services.openreview["X1"] = note(
        "X1", title, authors, "ICLR 2015 Oral", "ICLR.cc/2015/Conference"
    )
    done = adam("refresh", "--yes")
    hint = (
        "adam: hint: OpenReview has this title with the same authors, accepted at ICLR 2015; "
        "to take it: pubtool accept adam --from openreview:X1\n"
    )
    assert done.err == (hint if found else "") + "Asked about 1 paper; nothing to change.\n"
    assert adam.bib.read_text() == ADAM


def test_all_of_arxiv_is_asked_for_in_one_request(pubtool, services):
    services.missing |= {"2502.99999", "VZ5EaTI6dqa", "Mvf5zr2qs6", "OBIuFjZzmp"}
    pubtool("refresh")
    asked = [request.query.get("id_list") for request in services.asked("arxiv")]
    assert asked[0] == "2410.03355,2501.19099,2502.99999"


def test_three_hundred_papers_are_at_most_four_requests_to_arxiv(desk, services):
    ids = [f"2401.{number:05}" for number in range(1, 301)]
    services.arxiv |= {one: play.entry(f"{one}v1") for one in ids}
    entries = (f"@article{{p{one}, journal = {{TMLR}}, eprint = {{{one}}}}}\n" for one in ids)
    desk.bib.write_text("".join(entries))
    assert desk("refresh").code == 0
    assert len(services.asked("arxiv")) <= 4


def test_a_silence_is_told_once_and_the_others_are_still_applied(pubtool, services):
    services.missing |= {"VZ5EaTI6dqa", "Mvf5zr2qs6", "OBIuFjZzmp", "2502.99999"}
    services.always("arxiv", play.Reply(503))
    done = pubtool("refresh")
    assert done.code == 4
    lines = [line for line in done.err.splitlines() if "arXiv is not available" in line]
    assert len(lines) == 1
    assert lines[0].startswith("jang2025lantern, park2025unraveling, park2025lantern: ")


def test_a_service_that_is_silent_is_not_searched_as_well(pubtool, services):
    services.missing.add("2502.99999")
    services.always("openreview", play.challenge())
    services.always("openreview_v1", play.challenge())
    done = pubtool("refresh")
    assert done.code == 4
    assert done.err.count("OpenReview wants a login or a browser") == 1
    assert [r.path for r in services.requests if r.path == "/notes/search"] == []


def test_json_is_one_document_that_says_what_was_applied(adam, services):
    arxiv(services, "Adam: Stochastic Optimization at Last")
    done = adam("refresh", "--yes", "--json")
    told = json.loads(done.out)
    assert [(p["key"], p["applied"], p["contested"]) for p in told["proposals"]] == [
        ("adam", "all", [])
    ]
    assert (done.err, told["asked"], told["reports"]) == ("", 1, [])


def test_render_writes_the_page_with_the_list(pubtool, services):
    services.openreview["OBIuFjZzmp"] = note(
        "OBIuFjZzmp", "Other", ["Sihwan Park"], "ICLR 2025 Poster", "ICLR.cc/2025/Conference"
    )
    assert pubtool("refresh", "park2024mezo", "--yes", "--render").code == 0
    assert "*ICLR 2025*" in pubtool.page.read_text().partition("MeZO")[2]


@pytest.mark.parametrize(("key", "code"), [("nobody", 5), ("broken", 3)])
def test_a_key_that_cannot_be_asked_for_is_said(desk, key, code):
    desk.bib.write_text(ADAM + "\n@misc{broken,\n  title = {x\n}\n")
    done = desk("refresh", key)
    assert done.code == code


# ---------------------------------------------------------------- what other commands asked


OLD = "old-preprint"
PAGE = f"""\
## Publications

- [**{TITLE}**](https://arxiv.org/abs/1412.6980) \\\\
Diederik P. Kingma, Jimmy Ba (2014)
"""


def an_import(desk):
    desk.page.write_text(PAGE)
    return desk("import", "about.md", "--fetch")


def an_attachment(desk):
    desk.bib.write_text(ADAM.replace("  eprint = {1412.6980}", "  month = {dec}"))
    return desk("attach", "adam", "1412.6980")


def a_check(desk):
    desk.bib.write_text(ADAM)
    return desk("check", "--online")


ASKING = {
    "add": lambda desk: desk("add", "1412.6980"),
    "import": an_import,
    "attach": an_attachment,
    "check": a_check,
}


@pytest.mark.parametrize("name", ASKING)
def test_what_a_source_said_to_any_command_is_remembered(desk, services, name):
    arxiv(services)
    done = ASKING[name](desk)
    assert (done.code, OLD in done.out) == (0, False)
    assert OLD not in desk("check").out
    arxiv(services, "Adam: Stochastic Optimization at Last")
    assert desk("refresh", "--yes").code == 0  # no conflict: the list has it from there
    assert "Stochastic Optimization at Last" in desk.bib.read_text()


def test_a_preprint_from_its_doi_is_remembered_as_asked_about(desk, services):
    doi = "10.1101/2021.10.04.463034"
    services.doi[doi] = {
        "type": "posted-content",
        "title": "Protein complex prediction with AlphaFold-Multimer",
        "author": [{"given": "Richard", "family": "Evans"}],
        "issued": {"date-parts": [[2021, 10, 4]]},
        "publisher": "Cold Spring Harbor Laboratory",
        "DOI": doi,
    }
    assert desk("add", doi).code == 0
    assert desk("list", "--status", "preprint").out != ""
    assert OLD not in desk("check").out


def test_a_dry_run_remembers_nothing(desk, services):
    arxiv(services)
    desk.page.write_text(PAGE)
    assert desk("import", "about.md", "--fetch", "--dry-run").code == 0
    assert desk("import", "about.md").code == 0
    assert OLD in desk("check").out
