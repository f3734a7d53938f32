"""`pubtool init`: a list begun from the site that is there."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from pubtool import config
from pubtool.homepage.sections import Style
from tests.cli.conftest import ROOT, Desk, Done

PAGE = (ROOT / "tests" / "golden" / "page.md").read_text(encoding="utf-8")
ITEM = (
    "- [**LANTERN**](https://arxiv.org/abs/2410.03355) \\\n"
    "  Doohyuk Jang, **Sihwan Park**, Eunho Yang \\\n"
    "  *ICLR 2025*\n"
)


def put(desk: Desk, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = desk.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def settings(desk: Desk) -> config.Config:
    return config.load(None, None, desk.folder)


def test_a_list_begins_from_the_page_that_is_there(desk: Desk) -> None:
    put(desk, {"_pages/about.md": PAGE})
    assert desk("init") == Done(
        0,
        "Wrote pubtool.toml and an empty publications.bib.\n",
        "Found _pages/about.md (Jekyll): "
        "“Published Papers” (3 papers) and “Preprints” (4 papers).\n"
        "The list is of the papers of Sihwan Park.\n"
        "Next: pubtool import _pages/about.md\n",
    )
    assert desk.bib.read_bytes() == b""
    found = settings(desk)
    assert (found.me, found.page) == (("Sihwan Park",), Path("_pages/about.md"))
    assert found.style == Style(hidden="comment")
    assert [(one.heading, one.show, one.order, one.dated) for one in found.sections] == [
        ("Published Papers", "published", "newest", True),
        ("Preprints", "preprint", "oldest", None),
    ]


SITES = {
    "academicpages": ({"_publications/x.md": "", "_pages/about.md": PAGE}, "_pages/about.md"),
    "minimal-mistakes": (
        {"minimal-mistakes-jekyll.gemspec": "", "_pages/home.md": PAGE},
        "_pages/home.md",
    ),
    "Jekyll": ({"_config.yml": "", "index.md": PAGE}, "index.md"),
    "Hugo": (
        {"hugo.toml": "", "content/publications/_index.md": f"# Publications\n\n{ITEM}"},
        "content/publications/_index.md",
    ),
    "MkDocs": ({"mkdocs.yml": "", "docs/index.md": f"## Papers\n\n{ITEM}"}, "docs/index.md"),
    "plain Markdown": ({"README.md": f"# Me\n\n## Publications\n\n{ITEM}"}, "README.md"),
}


@pytest.mark.parametrize("name", SITES)
def test_the_page_of_each_kind_of_site_is_found(desk: Desk, name: str) -> None:
    files, page = SITES[name]
    put(desk, files)
    done = desk("init")
    assert (done.code, f"Found {page} ({name}): " in done.err) == (0, True)
    assert settings(desk).page == Path(page)


@pytest.mark.parametrize("name", ["Hugo", "MkDocs", "plain Markdown"])
def test_a_site_without_jekyll_is_in_commonmark(desk: Desk, name: str) -> None:
    put(desk, SITES[name][0])
    assert desk("init").code == 0
    assert settings(desk).style.flavor == "commonmark"


def test_the_page_with_the_most_papers_is_taken(desk: Desk) -> None:
    put(desk, {"_pages/about.md": "## Publications\n", "_pages/publications.md": PAGE})
    desk("init")
    assert settings(desk).page == Path("_pages/publications.md")


def test_al_folio_keeps_its_own_bib(desk: Desk) -> None:
    bib = (ROOT / "publications.bib").read_text(encoding="utf-8")
    put(desk, {"_bibliography/papers.bib": f"---\n---\n{bib}"})
    assert desk("init") == Done(
        0,
        "Wrote pubtool.toml; _bibliography/papers.bib stays as it is (7 papers).\n",
        "No page with a list of papers found (al-folio); --page names one.\n"
        'To have your own name stand out, set `me = ["…"]` in pubtool.toml.\n'
        "Next: pubtool list\n",
    )
    assert settings(desk).bib == Path("_bibliography/papers.bib")
    assert len(desk("list", "--json").out) > 2000


def test_an_empty_folder_gets_an_empty_list(desk: Desk) -> None:
    assert desk("init", "--me", "Sihwan Park", "--me", "S. Park") == Done(
        0,
        "Wrote pubtool.toml and an empty publications.bib.\n",
        "No page with a list of papers found (plain Markdown); --page names one.\n"
        "Next: pubtool add REF, with an arXiv id, an OpenReview link or a DOI\n",
    )
    found = settings(desk)
    assert (found.me, found.page) == (("Sihwan Park", "S. Park"), None)
    assert found.style == Style(flavor="commonmark")


def test_a_page_without_a_heading_for_papers_is_told_where_to_have_one(desk: Desk) -> None:
    put(desk, {"me.md": "# Me\n"})
    done = desk("init", "--page", "me.md")
    assert "add `## Published Papers` and `## Preprints` where they belong" in done.err
    assert settings(desk).page == Path("me.md")


def test_one_heading_without_papers_shows_all_of_them(desk: Desk) -> None:
    put(desk, {"index.md": "# Me\n\n## Publications\n"})
    desk("init")
    assert [(one.heading, one.show) for one in settings(desk).sections] == [("Publications", "all")]


def test_headings_without_papers_say_what_they_show(desk: Desk) -> None:
    put(desk, {"index.md": "## Conference Papers\n\n## Papers under Review\n"})
    desk("init")
    assert [(one.heading, one.show) for one in settings(desk).sections] == [
        ("Conference Papers", "published"),
        ("Papers under Review", "preprint"),
    ]


TAKEN = {
    "pubtool.toml": ({"pubtool.toml": 'me = ["Sihwan Park"]\n'}, "pubtool.toml"),
    "pyproject.toml": ({"pyproject.toml": '[tool.pubtool]\nfile = "my.bib"\n'}, "pyproject.toml"),
    "both files": ({"pubtool.toml": "", "publications.bib": "@misc{a, title={B}}"}, "pubtool.toml"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_there_is_never_overwritten(desk: Desk, name: str) -> None:
    files, source = TAKEN[name]
    put(desk, files)
    before = desk.contents()
    done = desk("init", "--me", "Eunho Yang")
    assert (done.code, done.out, desk.contents()) == (5, "", before)
    assert f"{source}: there is a configuration here already" in done.err


def test_a_list_that_is_there_stays_to_the_byte(desk: Desk) -> None:
    desk.bib.write_bytes(b"@misc{a,title={B}}\r\nbroken")
    done = desk("init")
    assert (done.code, desk.bib.read_bytes()) == (0, b"@misc{a,title={B}}\r\nbroken")
    assert "publications.bib stays as it is (1 paper)" in done.out


def test_a_project_that_is_not_about_papers_is_no_configuration(desk: Desk) -> None:
    put(desk, {"pyproject.toml": '[project]\nname = "site"\n'})
    assert desk("init").code == 0


def test_a_page_that_is_not_there_is_not_found(desk: Desk) -> None:
    done = desk("init", "--page", "gone.md")
    assert (done.code, desk.contents()) == (5, {})
    assert "gone.md: there is no such file" in done.err


def test_undo_takes_both_files_back(desk: Desk) -> None:
    put(desk, {"_pages/about.md": PAGE})
    desk("init")
    assert desk("undo").code == 0
    assert desk.contents() == {}


def test_file_and_config_name_what_is_written(desk: Desk) -> None:
    (desk.folder / "lists").mkdir()
    assert desk("--file", "lists/mine.bib", "--config", "mine.toml", "init").code == 0
    found = config.load(None, Path("mine.toml"), desk.folder)
    assert found.bib.resolve() == desk.folder / "lists" / "mine.bib"


def at_terminal(desk: Desk, answers: str, *words: str) -> str:
    """Run a command at a terminal where a person types these answers; return what it shows."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "pubtool", *words],
        cwd=desk.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(timeout=30) == 0
    return shown.decode().replace("\r\n", "\n")


def test_a_person_is_asked_and_the_page_is_taken_over_after_a_yes(desk: Desk) -> None:
    put(desk, {"_pages/about.md": PAGE})
    shown = at_terminal(desk, "\n\ny\n", "init")
    assert "Your name, as your papers have it [Sihwan Park]: " in shown
    assert "The page that shows your papers (- for none) [_pages/about.md]: " in shown
    assert "Take over its papers now? [y/N] " in shown
    assert len(desk("list", "--json").out) > 2000


def test_a_person_may_say_otherwise(desk: Desk) -> None:
    put(desk, {"_pages/about.md": PAGE, "other.md": "## Papers\n"})
    at_terminal(desk, "Eunho Yang, E. Yang\nother.md\n", "init")
    found = settings(desk)
    assert (found.me, found.page) == (("Eunho Yang", "E. Yang"), Path("other.md"))
