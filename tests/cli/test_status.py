"""`pubtool` alone: how the list stands, and what to do next."""

import datetime
import shutil

from pubtool import seen
from pubtool.seen import Sighting
from tests.cli.conftest import CONFIG, ROOT, Desk, Done

TODAY = datetime.date(2025, 2, 3)
PREPRINTS = {
    "openreview:Mvf5zr2qs6",
    "openreview:OBIuFjZzmp",
    "arXiv:2501.19099",
    "arXiv:2502.99999",
}
NEXT = "Next: pubtool {} (all commands: pubtool --help)\n"


def asked(desk: Desk, days_ago: int) -> None:
    """Let all preprints have been asked after so many days ago."""
    date = TODAY - datetime.timedelta(days=days_ago)
    seen.remember(desk.bib, {name: Sighting(date=date) for name in PREPRINTS})


def test_a_folder_without_a_list_is_told_how_to_begin(desk: Desk) -> None:
    assert desk() == Done(
        0,
        "There is no publication list here yet.\n"
        "To begin with the page or the .bib that you have: pubtool init\n"
        "To begin with a paper:                            pubtool add 2410.03355\n",
        "All commands: pubtool --help\n",
    )


def test_a_list_that_is_named_and_not_there_is_an_error(desk: Desk) -> None:
    (desk.folder / "pubtool.toml").write_text(CONFIG, encoding="utf-8")
    done = desk()
    assert (done.code, done.out) == (5, "")


def test_an_up_to_date_list_says_what_it_has(pubtool: Desk) -> None:
    asked(pubtool, days_ago=3)
    assert pubtool() == Done(
        0,
        "publications.bib: 7 papers: 3 published, 4 preprints, 1 of them hidden\n"
        "about.md is up to date\n",
        NEXT.format("add REF"),
    )


def test_preprints_that_nobody_asked_after_are_counted(pubtool: Desk) -> None:
    asked(pubtool, days_ago=31)
    assert pubtool() == Done(
        0,
        "publications.bib: 7 papers: 3 published, 4 preprints, 1 of them hidden\n"
        "about.md is up to date\n"
        "4 preprints not asked after within a month\n",
        NEXT.format("refresh"),
    )


def test_a_stale_page_is_to_be_rendered(pubtool: Desk) -> None:
    pubtool("remove", "kim2022bias")
    done = pubtool()
    assert "about.md is stale\n" in done.out
    assert done.err == NEXT.format("render")


def test_a_page_that_stands_in_the_way_is_named(pubtool: Desk) -> None:
    pubtool.page.write_text("# Me\n", encoding="utf-8")
    done = pubtool()
    assert "about.md cannot be rendered as it stands\n" in done.out
    assert done.err == NEXT.format("render, which says what is in its way")


def test_broken_entries_come_first(pubtool: Desk) -> None:
    text = pubtool.bib.read_text(encoding="utf-8")
    pubtool.bib.write_text("@misc{broken, title = {A}\n\n" + text, encoding="utf-8")
    done = pubtool()
    assert "1 entry that cannot be read (line 1)\n" in done.out
    assert done.err == NEXT.format("check")


def test_an_empty_list_takes_its_page_over(desk: Desk) -> None:
    shutil.copy(ROOT / "tests" / "golden" / "page.md", desk.page)
    (desk.folder / "pubtool.toml").write_text(CONFIG, encoding="utf-8")
    desk.bib.write_bytes(b"")
    assert desk() == Done(0, "publications.bib: no papers yet\n", NEXT.format("import about.md"))


def test_nothing_is_written(pubtool: Desk) -> None:
    before = pubtool.contents()
    pubtool()
    assert pubtool.contents() == before
