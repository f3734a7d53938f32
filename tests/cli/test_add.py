import json

import pytest

from tests import services as play

ADAM = """\
@misc{kingma2014adam,
  title         = {Adam: A Method for Stochastic Optimization},
  author        = {Diederik P. Kingma and Jimmy Ba},
  year          = {2014},
  eprint        = {1412.6980},
  archivePrefix = {arXiv},
  primaryClass  = {cs.LG},
  url           = {https://arxiv.org/abs/1412.6980},
}
"""
ADDED_ADAM = "Added kingma2014adam: Adam: A Method for Stochastic Optimization (preprint, 2014)\n"
NOTE = {
    "id": "98d7DLMGdt",
    "forum": "98d7DLMGdt",
    "pdate": 1737590400000,
    "cdate": 1727400000000,
    "content": {
        "title": {"value": "Adam: A Method for Stochastic Optimization"},
        "authors": {"value": ["Diederik P. Kingma", "Jimmy Ba"]},
        "venue": {"value": "ICLR 2025 Spotlight"},
        "venueid": {"value": "ICLR.cc/2025/Conference"},
    },
}
FORUM = "https://openreview.net/forum?id=98d7DLMGdt"


def with_content(**content):
    kept = {name: value for name, value in NOTE["content"].items() if name not in content}
    new = {name: {"value": value} for name, value in content.items() if value}
    return NOTE | {"content": kept | new}


def json_of(done):
    """The one JSON document on standard output."""
    return json.loads(done.out)


# ---------------------------------------------------------------- the usual way


def test_the_first_paper_begins_the_list_and_undo_takes_it_away_again(desk, services):
    done = desk("add", "1412.6980")
    assert (done.code, done.out, desk.bib.read_text()) == (0, ADDED_ADAM, ADAM)
    assert desk("undo").code == 0
    assert not desk.bib.exists()


@pytest.mark.parametrize(
    "reference",
    [
        "1412.6980",
        "1412.6980v9",
        "arXiv:1412.6980",
        "https://arxiv.org/abs/1412.6980v2",
        "http://www.arxiv.org/pdf/1412.6980.pdf",
        "https://arxiv.org/html/1412.6980v1",
        "10.48550/arXiv.1412.6980",
        "https://doi.org/10.48550/arXiv.1412.6980",
    ],
)
def test_every_form_of_an_arxiv_id_brings_the_same_paper(desk, services, reference):
    assert desk("add", reference).out == ADDED_ADAM
    assert desk.bib.read_text() == ADAM


def test_an_old_style_id_keeps_its_archive(desk, services):
    assert desk("add", "https://arxiv.org/abs/math.DG/0211159v1").code == 0
    assert "eprint        = {math/0211159}" in desk.bib.read_text()


def test_several_papers_come_in_one_request_and_one_write(desk, services):
    done = desk("add", "1412.6980", "arXiv:1706.03762", "2410.03355", "1412.6980v3")
    assert done.code == 0
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "Added kingma2014adam",
        "Added vaswani2017attention",
        "Added jang2024lantern",
    ]
    assert len(services.asked("arxiv")) == 1
    desk("undo")
    assert not desk.bib.exists()


def test_references_come_from_a_file_too(desk, services):
    (desk.folder / "refs.txt").write_bytes(b"\xef\xbb\xbf# read\r\n1412.6980\r\n\r\n2410.03355\r\n")
    assert desk("add", "--from-file", "refs.txt", "1706.03762").code == 0
    assert desk.bib.read_text().count("@misc") == 3
    assert len(services.asked("arxiv")) == 1


def test_all_wishes_go_into_the_entry(desk, services):
    words = ["--equal", "1,2", "--venue", "ICLR 2025", "--award", "Oral & 50%", "--hidden"]
    assert desk("add", "2410.03355", *words).code == 0
    text = desk.bib.read_text()
    assert text.startswith("@inproceedings{jang2025lantern,")
    for line in (
        "author+an     = {1=equal; 2=equal}",
        "booktitle     = {International Conference on Learning Representations}",
        "abbr          = {ICLR}",
        "year          = {2025}",
        r"award         = {Oral \& 50\%}",
        "keywords      = {hidden}",
    ):
        assert f"  {line},\n" in text


@pytest.mark.parametrize(
    ("equal", "annotation"),
    [
        ("1", "{1=equal}"),
        ("2, 1", "{1=equal; 2=equal}"),
        ("Sihwan Park, Doohyuk Jang", "{1=equal; 2=equal}"),
        ("Doohyuk Jang and S. Park", "{1=equal; 2=equal}"),
        ("Park, Sihwan", "{2=equal}"),
    ],
)
def test_equal_contributors_are_named_or_counted(desk, services, equal, annotation):
    assert desk("add", "2410.03355", "--equal", equal).code == 0
    assert f"author+an     = {annotation}" in desk.bib.read_text()


def test_a_key_of_ones_own_is_taken(desk, services):
    assert desk("add", "1412.6980", "--key", "adam").code == 0
    assert desk.bib.read_text() == ADAM.replace("kingma2014adam", "adam")
    done = desk("add", "1706.03762", "--key", "Adam")
    assert (done.code, done.err) == (
        5,
        "1706.03762: The citation key Adam is taken; choose another with --key.\n",
    )


def test_a_paper_that_is_nowhere_online_asks_no_network(desk):
    done = desk(
        *("add", "--title", "A 100% New Method & LLMs", "--year", "2025", "--award", "Draft"),
        *("--author", "Sihwan Park, Jihun Yun and Eunho Yang", "--equal", "1,2"),
    )
    assert (done.code, done.out) == (
        0,
        "Added park2025100: A 100% New Method & LLMs (preprint, 2025, Draft)\n",
    )
    assert desk.bib.read_text() == (
        "@misc{park2025100,\n"
        "  title         = {A 100\\% New Method \\& {LLMs}},\n"
        "  author        = {Sihwan Park and Jihun Yun and Eunho Yang},\n"
        "  author+an     = {1=equal; 2=equal},\n"
        "  year          = {2025},\n"
        "  award         = {Draft},\n"
        "}\n"
    )


def test_a_link_that_holds_an_id_gives_the_paper_that_id(desk):
    words = ["--title", "T", "--author", "Donald E. Knuth", "--link", FORUM]
    assert desk("add", *words).code == 0
    assert "openreview    = {98d7DLMGdt}" in desk.bib.read_text()


# ---------------------------------------------------------------- what is there already


@pytest.mark.parametrize("again", ["1412.6980", "https://arxiv.org/pdf/1412.6980v1"])
def test_what_is_there_is_told_with_its_key_and_not_added(desk, services, again):
    desk("add", "1412.6980")
    done = desk("add", again, "--render")
    assert (done.code, done.out, desk.bib.read_text()) == (5, "", ADAM)
    assert "Already there as kingma2014adam: Adam: A Method" in done.err


def test_a_paper_is_known_by_its_title_and_first_author(desk, services):
    desk("add", "--title", "ADAM: a method for stochastic optimization", "--author", "D. P. Kingma")
    before = desk.bib.read_bytes()
    done = desk("add", "1412.6980")
    assert (done.code, desk.bib.read_bytes()) == (5, before)
    assert done.err.endswith("To give it this id as well: pubtool attach kingmaadam 1412.6980\n")


def test_one_id_under_two_titles_is_refused_with_both(desk, services):
    pasted = ADAM.replace("Adam: A Method for Stochastic Optimization", "Another Paper Entirely")
    desk.bib.write_text(pasted)
    done = desk("add", "1412.6980v1")
    assert (done.code, desk.bib.read_text()) == (6, pasted)
    assert done.err == (
        "1412.6980v1: arXiv:1412.6980 stands under another title in the list, so nothing was "
        "added.\n"
        "  kingma2014adam: Another Paper Entirely\n"
        "  1412.6980v1: Adam: A Method for Stochastic Optimization\n"
        "If the title has changed: pubtool refresh kingma2014adam\n"
        "If kingma2014adam has a wrong link: pubtool attach kingma2014adam REF\n"
    )


UNREADABLE = {
    "its key stands twice": (f"{ADAM}\n{ADAM}", 1),
    "a brace is missing": (ADAM.replace("2014}", "2014"), 1),
}


@pytest.mark.parametrize(("text", "line"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_paper_in_an_entry_that_cannot_be_read_is_not_added_again(desk, services, text, line):
    desk.bib.write_text(text)
    done = desk("add", "1412.6980")
    assert (done.code, desk.bib.read_text()) == (6, text)
    assert "is in the list, most likely, in an entry that cannot be read" in done.err
    assert f"publications.bib:{line}: this entry counts as missing until it is" in done.err


def test_the_published_version_of_a_preprint_leads_to_accept(desk, services):
    services.openreview["98d7DLMGdt"] = NOTE
    desk("add", "1412.6980")
    done = desk("add", FORUM)
    assert (done.code, desk.bib.read_text()) == (5, ADAM)
    assert f"pubtool accept kingma2014adam --from '{FORUM}'\n" in done.err


def test_one_more_preprint_link_leads_to_attach(desk, services):
    services.openreview["98d7DLMGdt"] = with_content(
        venue="ICLR 2025 Conference Submission", venueid="ICLR.cc/2025/Conference/Submission"
    )
    desk("add", "1412.6980")
    done = desk("add", "openreview:98d7DLMGdt")
    assert (done.code, desk.bib.read_text()) == (5, ADAM)
    assert done.err.endswith("pubtool attach kingma2014adam openreview:98d7DLMGdt\n")


def test_two_ids_of_one_new_paper_make_one_entry(desk, services):
    services.openreview["98d7DLMGdt"] = NOTE
    done = desk("add", "1412.6980", FORUM)
    assert (done.code, done.out, desk.bib.read_text()) == (5, ADDED_ADAM, ADAM)
    assert "Already there as kingma2014adam (by its title and first author)" in done.err


# ---------------------------------------------------------------- failures

FAILURES = {
    "unknown": (None, 5, "arXiv has no paper 1412.6980."),
    "empty": (play.Reply(200, play.feed([]), play.ATOM), 5, "arXiv has no paper 1412.6980."),
    "no answer": (play.Reply(200, b"", play.ATOM), 4, "empty, broken off or not XML"),
    "429": (play.rate_limited(), 4, "is limiting requests"),
    "503": (play.Reply(503), 4, "not available at the moment (HTTP 503)"),
    "HTML": (play.html(), 4, "a web page instead of data"),
    "50 MB": (play.Reply(200, b" " * 50_000_000, play.ATOM), 4, "more than 4 MB"),
    "bomb": (
        play.Reply(200, '<!DOCTYPE f [<!ENTITY a "b">]><feed>&a;</feed>', play.ATOM),
        4,
        "not one that is safe to read",
    ),
}


@pytest.mark.parametrize(("reply", "code", "words"), FAILURES.values(), ids=FAILURES)
def test_each_failure_has_its_own_words_and_writes_nothing(desk, services, reply, code, words):
    if reply is None:
        services.missing.add("1412.6980")
        services.arxiv.pop("1412.6980")
    else:
        services.always("arxiv", reply)
    done = desk("add", "1412.6980")
    assert (done.code, done.out, desk.contents()) == (code, "", {})
    assert words in done.err


def test_without_a_network_the_error_says_so(desk, monkeypatch):
    monkeypatch.setenv("PUBTOOL_ARXIV_API", "http://127.0.0.1:9/api/query")  # nobody listens
    done = desk("add", "1412.6980")
    assert (done.code, desk.contents()) == (4, {})
    assert "no connection to arXiv" in done.err


def test_what_is_there_is_told_without_a_network_too(desk, monkeypatch):
    desk.bib.write_text(ADAM)
    monkeypatch.setenv("PUBTOOL_ARXIV_API", "http://127.0.0.1:9/api/query")  # nobody listens
    done = desk("add", "https://arxiv.org/abs/1412.6980v2")
    assert (done.code, done.out, desk.bib.read_text()) == (5, "", ADAM)
    assert "Already there as kingma2014adam: Adam: A Method" in done.err
    assert desk("add", "1412.6980", "1706.03762").code == 4


def test_a_gated_service_is_not_not_found(desk, services):
    services.always("openreview", play.challenge())
    services.always("openreview_v1", play.challenge())
    done = desk("add", FORUM)
    assert (done.code, desk.contents()) == (4, {})
    assert "pubtool add -" in done.err


@pytest.mark.parametrize("reference", ["nonsense", "2410.3355", "nowhere.bib", "-"])
def test_a_reference_that_is_none_is_not_found(desk, reference):
    done = desk("add", reference)
    assert (done.code, done.out, desk.contents()) == (5, "", {})
    assert done.err


def test_of_several_references_the_good_ones_are_added(desk, services):
    desk("add", "1706.03762")
    done = desk("add", "nonsense", "1412.6980", "1706.03762")
    assert (done.code, done.out) == (5, ADDED_ADAM)
    assert "nonsense" in done.err and "Already there as vaswani2017attention" in done.err
    services.always("openreview", play.challenge())
    services.always("openreview_v1", play.challenge())
    assert desk("add", "nonsense", FORUM, "2410.03355").code == 4
    assert desk.bib.read_text().count("@misc") == 3


@pytest.mark.parametrize(
    "words",
    [
        ["add"],
        ["add", "--title", "T"],
        ["add", "--title", " ", "--author", "Donald E. Knuth"],
        ["add", "--title", "T", "--author", ","],
        ["add", "1412.6980", "--title", "T", "--author", "Donald E. Knuth"],
        ["add", "1412.6980", "--year", "2014"],
        ["add", "1412.6980", "1706.03762", "--key", "k"],
        ["add", "1412.6980", "--equal", "3"],
        ["add", "1412.6980", "--equal", "Donald E. Knuth"],
        ["add", "1412.6980", "--author", "Donald E. Knuth"],
        ["add", "1412.6980", "--venue", " "],
        ["add", "1412.6980", "--key", "a b"],
    ],
    ids=lambda words: " ".join(words[1:]),
)
def test_wrong_usage_writes_nothing(desk, services, words):
    done = desk(*words)
    assert (done.code, done.out, desk.contents()) == (2, "", {})
    assert done.err


def test_a_double_blind_paper_waits_for_its_authors(desk, services):
    services.openreview["98d7DLMGdt"] = with_content(
        authors=None,
        venue="ICLR 2025 Conference Submission",
        venueid="ICLR.cc/2025/Conference/Submission",
    )
    done = desk("add", FORUM)
    assert (done.code, desk.contents()) == (6, {})
    assert "--author" in done.err
    assert desk("add", FORUM, "--author", "Diederik P. Kingma, Jimmy Ba").code == 0
    text = desk.bib.read_text()
    for line in (
        "title         = {Adam: A Method for Stochastic Optimization}",
        "author        = {Diederik P. Kingma and Jimmy Ba}",
        "openreview    = {98d7DLMGdt}",
        f"url           = {{{FORUM}}}",
        "pubstate      = {submitted}",
    ):
        assert f"  {line},\n" in text


# ---------------------------------------------------------------- BibTeX

PASTED = """\
@inproceedings{he2016deep,
  title={Deep Residual Learning for Image Recognition},
  author={He, Kaiming and Zhang, Xiangyu},
  booktitle={Proceedings of the IEEE conference on computer vision and pattern recognition},
  pages={770--778},
  year={2016}
}
@misc{broken, title = {x} author = {y}}
"""


def test_pasted_bibtex_is_added_entry_by_entry(desk):
    done = desk("add", "-", stdin=PASTED.encode())
    assert (done.code, done.out.partition(":")[0]) == (3, "Added he2016deep")
    assert done.err.startswith("standard input:8: The entry broken cannot be read")
    assert "  pages         = {770--778},\n" in desk.bib.read_text()


def test_a_bib_file_in_another_encoding_is_read(desk):
    file = desk.folder / "other.bib"
    file.write_bytes("@misc{g, title={Über}, author={Kurt Gödel}, year=1931}".encode("latin-1"))
    assert desk("add", "other.bib").code == 0
    assert "author        = {Kurt Gödel}" in desk.bib.read_text(encoding="utf-8")


def test_the_paper_of_a_bib_file_that_is_there_leads_to_accept(desk, services):
    desk("add", "1412.6980")
    (desk.folder / "adam.bib").write_text(
        "@inproceedings{a, title={Adam: A Method for Stochastic Optimization},"
        " author={Kingma, D. P.}, booktitle={ICLR}, year={2015}}"
    )
    done = desk("add", "adam.bib")
    assert (done.code, desk.bib.read_text()) == (5, ADAM)
    assert "pubtool accept kingma2014adam --from adam.bib" in done.err


# ---------------------------------------------------------------- the ways of writing


def test_a_dry_run_writes_nothing_at_all(desk, services, own_home):
    done = desk("add", "1412.6980", "--dry-run")
    assert (done.code, desk.contents(), list(own_home.rglob("*"))) == (0, {}, [])
    assert done.out == (
        "--- publications.bib\n+++ publications.bib\n@@ -0,0 +1,9 @@\n"
        + "".join(f"+{line}\n" for line in ADAM.splitlines())
        + ADDED_ADAM.replace("Added", "Would add")
    )


def test_a_dry_run_with_render_shows_both_files(pubtool, services):
    before = pubtool.contents()
    done = pubtool("add", "1412.6980", "--diff", "--render")
    assert (done.code, pubtool.contents()) == (0, before)
    assert "\n+++ publications.bib\n" in done.out and "\n+++ about.md\n" in done.out


def test_render_writes_the_page_in_the_same_step(pubtool, services):
    before = pubtool.contents()
    done = pubtool("add", "1412.6980", "--render")
    assert (done.code, done.out) == (0, f"{ADDED_ADAM}Rendered about.md.\n")
    assert b"Adam: A Method for Stochastic Optimization" in pubtool.page.read_bytes()
    assert pubtool("render", "--check").code == 0
    assert pubtool("undo").code == 0
    assert pubtool.contents() == before


def test_a_page_that_refuses_stops_the_whole_command(pubtool, services):
    with pubtool.page.open("a", encoding="utf-8") as page:
        page.write("\n- **A Paper That Only the Page Knows** \\\\\nDonald E. Knuth (1990)\n")
    before = pubtool.contents()
    assert pubtool("add", "1412.6980", "--render").code == 6
    assert pubtool.contents() == before


def test_what_stood_in_the_list_stays_to_the_byte(desk, services):
    text = b'\xef\xbb\xbf% mine\r\n@Misc{a,\r\n\ttitle = "x"}\r\n@misc{b, title = {x} author = {y}}'
    desk.bib.write_bytes(text)
    assert desk("add", "1412.6980").code == 0
    assert desk.bib.read_bytes().startswith(text)


# ---------------------------------------------------------------- JSON


def test_json_tells_what_was_added_what_was_there_and_what_failed(desk, services):
    desk("add", "1706.03762")
    done = desk("add", "--json", "1412.6980", "arXiv:1706.03762v5", "nonsense")
    told = json_of(done)
    assert (done.code, done.err) == (5, "")
    assert {name: [one["reference"] for one in told.pop(name)] for name in list(told)[:3]} == {
        "added": ["1412.6980"],
        "already_there": ["arXiv:1706.03762v5"],
        "failed": ["nonsense"],
    }
    assert told == {"dry_run": False}


def test_json_has_the_paper_as_list_has_it(pubtool, services):
    (added,) = json_of(pubtool("add", "1706.03762", "--key", "new", "--json", "--dry-run"))["added"]
    pubtool("add", "1706.03762", "--key", "new")
    extra = {"reference": "1706.03762", "hints": added["hints"]}
    listed = json_of(pubtool("list", "--json"))
    assert added in [one | extra for one in listed]


def test_json_holds_an_error_of_the_whole_command(desk):
    desk.bib.write_bytes(b"a\0b")
    done = desk("add", "--json", "--title", "T", "--author", "Donald E. Knuth")
    assert done.code == 3
    assert json_of(done) == {
        "added": [],
        "already_there": [],
        "failed": [
            {
                "reference": None,
                "exit_code": 3,
                "reason": f"{desk.bib.name}:1: this is no BibTeX file: there are NUL bytes in it",
            }
        ],
        "dry_run": False,
    }
