"""What a page or a list says anew of a paper, and what it leaves alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from pubtool.actions import counterparts, importing
from pubtool.actions.imports import joining, taking_over
from pubtool.actions.imports.arrivals import Arrival, Difference, Fate, OnPage, differences
from pubtool.actions.writing import Mode
from pubtool.bibtex import document
from pubtool.config import Config
from pubtool.homepage import sections
from pubtool.homepage.reading import reader
from pubtool.homepage.style import Section, Style
from pubtool.names import mark_me
from pubtool.publication import Author, Publication, Status
from tests.homepage.papers import PAPERS

KINGMA, WELLING = Author("Kingma", "Diederik P."), Author("Welling", "Max")
BAYES = Publication(
    key="kingma2014auto",
    type="inproceedings",
    title="Auto-Encoding Variational {Bayes}",
    authors=(KINGMA, WELLING),
    year=2014,
    status=Status.PUBLISHED,
    venue="International Conference on Learning Representations",
    abbr="ICLR",
    arxiv="1312.6114",
)
PREPRINT = replace(
    BAYES, type="misc", year=2013, status=Status.PREPRINT, venue=None, abbr=None, key="kingma2013"
)
CONFIG = Config(bib=Path("publications.bib"), me=("Diederik P. Kingma",))
PLACE = OnPage(CONFIG.sections[0], rendered=True)


def taken(stored: Publication, shown: Publication, place: OnPage = PLACE) -> Publication:
    return taking_over.taken_over(stored, Arrival("page.md:1", shown, on_page=place), CONFIG, [])


def printed(paper: Publication) -> Publication:
    found = taking_over.as_printed(paper, CONFIG, PLACE)
    assert found is not None
    return found


STYLES = {
    "default": Style(),
    "commonmark": Style(flavor="commonmark", mark="*"),
    "underlined": Style(own_name="underline", legend="section", mark="*"),
    "no-legend": Style(legend="none", hidden="comment", submitted="Under review"),
    "links": Style(links=("pdf", "code")),
}


@pytest.mark.parametrize("rendered", [True, False], ids=["rendered", "never-rendered"])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_what_pubtool_prints_says_nothing_new(style: Style, rendered: bool) -> None:
    config = replace(CONFIG, style=replace(style, hidden="comment"))
    for paper in PAPERS:
        own = mark_me(paper, config.me)
        for section in config.sections:
            items = sections.render([own], section, config.style)
            page = f"## {section.heading}\n\n{sections.body(items, config.style)}\n"
            readings = reader.read(page, sections=[section.heading]).readings
            for reading in readings:
                place = OnPage(section, rendered=rendered, told_year=reading.told_year)
                arrival = Arrival("page.md:3", reading.publication, on_page=place)
                after = taking_over.taken_over(paper, arrival, config, [])
                assert differences(paper, after) == ()


def test_a_paper_of_the_list_is_not_set_back_to_a_preprint() -> None:
    assert taken(BAYES, printed(PREPRINT)) == BAYES


def test_an_id_that_is_another_papers_is_not_taken() -> None:
    other = replace(BAYES, key="kingma2018glow", title="Glow", arxiv="1807.03039")
    shown = replace(printed(BAYES), url="https://arxiv.org/abs/1807.03039", arxiv="1807.03039")
    arrival = Arrival("page.md:1", shown, on_page=PLACE)

    assert taking_over.taken_over(BAYES, arrival, CONFIG, [other]) == BAYES


def test_authors_that_a_page_leaves_out_stay() -> None:
    cut = replace(printed(BAYES), authors=(KINGMA,), et_al=True)
    gap = replace(printed(BAYES), authors=(KINGMA, Author("...")))

    assert (taken(BAYES, cut), taken(BAYES, gap)) == (BAYES, BAYES)


def test_the_keyword_of_a_section_goes_with_the_item() -> None:
    place = OnPage(Section("Selected", "all", keyword="selected"), rendered=True)

    assert taken(BAYES, printed(BAYES), place).keywords == ("selected",)


JOINED = {
    "a-preprint-is-published": (
        replace(PREPRINT, extra=(("journal", "CoRR"), ("note", "mine"))),
        replace(BAYES, arxiv=None, extra=(("pages", "1--14"),)),
        replace(BAYES, key="kingma2013", extra=(("note", "mine"), ("pages", "1--14"))),
    ),
    "a-published-paper-gets-an-id": (
        replace(BAYES, arxiv=None),
        replace(PREPRINT, extra=(("volume", "1"),)),
        BAYES,
    ),
    "gaps-are-filled": (
        replace(BAYES, year=None, authors=(KINGMA,), et_al=True),
        replace(BAYES, doi="10.5555/3", key="other", award="Oral"),
        replace(BAYES, doi="10.5555/3", award="Oral"),
    ),
    "marks-are-taken": (
        BAYES,
        replace(BAYES, authors=(replace(KINGMA, equal=True), replace(WELLING, equal=True))),
        replace(BAYES, authors=(replace(KINGMA, equal=True), replace(WELLING, equal=True))),
    ),
    "the-preprints-doi-gives-way": (
        replace(PREPRINT, doi="10.48550/arXiv.1312.6114"),
        replace(BAYES, doi="10.1000/1"),
        replace(BAYES, key="kingma2013", doi="10.1000/1"),
    ),
    "what-is-there-stays": (
        replace(BAYES, url="https://a.example", extra=(("code", "https://b.example"),)),
        replace(BAYES, url="https://c.example", year=2015, extra=(("code", "https://d.example"),)),
        replace(BAYES, url="https://a.example", extra=(("code", "https://b.example"),)),
    ),
}


@pytest.mark.parametrize(("mine", "theirs", "one"), JOINED.values(), ids=JOINED.keys())
def test_two_entries_become_one(mine: Publication, theirs: Publication, one: Publication) -> None:
    joined = joining.joined(mine, theirs)

    assert joined == one
    assert joining.joined(joined, theirs) == joined


def test_contradictions_are_told_and_spellings_are_not() -> None:
    theirs = replace(
        BAYES,
        title="Auto-encoding variational Bayes.",
        authors=(Author("Kingma", "D. P."), WELLING),
        award="Oral",
        year=2015,
        extra=(("timestamp", "2"),),
    )
    mine = replace(BAYES, award="Spotlight", extra=(("timestamp", "1"),))

    assert joining.contradictions(mine, theirs) == (
        Difference("year", "2014", "2015"),
        Difference("award", "Spotlight", "Oral"),
    )


FOUND = {
    "by-id-under-a-mended-title": (replace(BAYES, title="Autoencoding Variational Bayes"), True),
    "by-title-and-first-author": (replace(BAYES, arxiv="2502.99999"), True),
    "by-title-and-authors-in-another-order": (
        replace(BAYES, arxiv=None, authors=(WELLING, KINGMA)),
        True,
    ),
    "not-by-id-alone": (
        replace(BAYES, title="Glow: Generative Flow with Invertible 1x1 Convolutions"),
        False,
    ),
    "not-by-title-alone": (
        replace(BAYES, arxiv=None, authors=(Author("Rezende", "Danilo Jimenez"),)),
        False,
    ),
}


@pytest.mark.parametrize(("shown", "there"), FOUND.values(), ids=FOUND.keys())
def test_an_item_is_known_by_id_and_title(shown: Publication, there: bool) -> None:
    assert counterparts.on_page([BAYES], shown) == (BAYES if there else None)
    assert counterparts.in_list([BAYES], shown) == (BAYES if there else None)


def test_of_two_papers_with_one_title_the_likelier_is_meant() -> None:
    journal = replace(BAYES, key="journal", type="article", year=2019, venue="JMLR", abbr=None)
    shown = replace(journal, arxiv=None)

    assert counterparts.on_page([BAYES, journal], shown) == journal


def counted(monkeypatch, module, name):
    """The calls of a function, noted as they come."""
    calls, function = [], getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: calls.append(given) or function(*given))
    return calls


def test_many_papers_are_written_at_once_and_each_is_compared_with_few(tmp_path, monkeypatch):
    config = Config(bib=tmp_path / "publications.bib", source=tmp_path / "pubtool.toml")
    edits = counted(monkeypatch, document, "splice")
    compared = counted(monkeypatch, counterparts, "_shared")
    rounds = (("", Fate.NEW), ("", Fate.SAME), (", award = {Oral}", Fate.CHANGED))
    for more, fate in rounds:
        text = "".join(
            f"@misc{{k{n}, title = {{Paper Number {n}}}, eprint = {{2410.{n:05}}}{more}}}\n"
            for n in range(40)
        )
        (tmp_path / "other.bib").write_text(text, encoding="utf-8")
        told = importing.import_files(config, [tmp_path / "other.bib"], tmp_path, Mode())
        assert [one.fate for one in told.taken] == [fate] * 40
    assert len(edits) <= 3
    assert len(compared) <= 150
