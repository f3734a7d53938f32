"""Titles, names and venues come from strangers; on the page they are text."""

import dataclasses
import re
from html import unescape
from unicodedata import category

import pytest
from markdown_it import MarkdownIt

from pubtool import latex
from pubtool.homepage import sections
from pubtool.homepage.page import plan
from pubtool.homepage.sections import Section, Style
from pubtool.latex import Flavor
from pubtool.publication import Author, Publication, Status
from tests.homepage import kramdown
from tests.homepage.papers import SCALE
from tests.homepage.test_page import DAY
from tests.hostile import HOSTILE, foreign

FLAVORS: tuple[Flavor, ...] = ("kramdown", "commonmark")
SECTION = Section("Publications", "all")
EXPECTED = {"ul", "li", "a", "strong", "br", "em", "sup"}


def papers(text: str) -> dict[str, Publication]:
    """Return a paper for each place in which a stranger's words may stand."""
    tex = latex.from_text(text)
    equal = dataclasses.replace(SCALE.authors[0], equal=True)
    preprint = dataclasses.replace(SCALE, status=Status.PREPRINT, authors=(equal,))
    name = Author(text, equal=True, me=True)
    return {
        "title": dataclasses.replace(SCALE, title=tex),
        "title, no link": dataclasses.replace(SCALE, title=tex, url=None, openreview=None),
        "TeX": dataclasses.replace(SCALE, title=text),
        "name": dataclasses.replace(SCALE, authors=(Author(text), *SCALE.authors, name)),
        "only name": dataclasses.replace(preprint, authors=(Author(text, given=text),)),
        "venue": dataclasses.replace(SCALE, abbr=None, venue=tex),
        "label": dataclasses.replace(SCALE, abbr=text),
        "free venue": dataclasses.replace(preprint, free_venue=text),
        "award": dataclasses.replace(SCALE, award=text),
        "url": dataclasses.replace(SCALE, url=text, extra=(("pdf", text), ("code", "/" + text))),
        "school": dataclasses.replace(SCALE, type="phdthesis", abbr=None, venue=text),
        "kind": dataclasses.replace(SCALE, type="thesis", extra=(("type", text),)),
    }


def written(text: str, flavor: Flavor, hidden: bool = False) -> list[str]:
    style = Style(flavor=flavor, hidden="comment", links=("pdf", "code"))
    found = [dataclasses.replace(paper, hidden=hidden) for paper in papers(text).values()]
    return [item.text for item in sections.render(found, SECTION, style)]


def document(text: str, flavor: Flavor, hidden: bool = False) -> str:
    return "\n\n".join(["# Start", *written(text, flavor, hidden), "# End", ""])


def problems(html: str, hidden: bool = False) -> list[str]:
    """Return what stands in the HTML and is not of pubtool's making."""
    body = html[html.index("</h1>") : html.rindex("<h1")]
    return foreign(body, set() if hidden else EXPECTED | {"p"})


def test_nothing_in_metadata_becomes_an_element_in_kramdown() -> None:
    shown = kramdown.html([document(text, "kramdown") for text in HOSTILE])
    found = {text: problems(html) for text, html in zip(HOSTILE, shown, strict=True)}
    assert {text: problem for text, problem in found.items() if problem} == {}


def test_nothing_in_metadata_becomes_an_element_in_commonmark() -> None:
    # As permissive as a site may be: raw HTML on, and GitHub's own extensions.
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = {text: problems(reader.render(document(text, "commonmark"))) for text in HOSTILE}
    assert {text: problem for text, problem in found.items() if problem} == {}


def visible(html: str) -> str:
    """Return what a reader sees between the first and the last heading, quotes made straight."""
    body = html[html.index("</h1>") : html.rindex("<h1")].removeprefix("</h1>")
    text = unescape(re.sub(r"<[^>]+>", "", body)).translate(_TYPOGRAPHY)
    return " ".join(text.replace("...", "…").split())


def as_text(title: str) -> str:
    """Return the title as a reader should see it; what no page can show is left out."""
    shown = "".join(c for c in title if c.isspace() or category(c) not in ("Cc", "Cf"))
    text = latex.to_text(latex.from_text(shown)).translate(_TYPOGRAPHY)
    return " ".join(text.replace("...", "…").split())


# kramdown sets straight quotes and runs of hyphens as a printer would.
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "--", "—": "---"})


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_hostile_title_is_read_as_it_was_written(flavor: Flavor) -> None:
    style = Style(flavor=flavor)
    pages = []
    for text in HOSTILE:
        bare = dataclasses.replace(SCALE, title=latex.from_text(text), authors=(), award=None)
        (item,) = sections.render([bare], SECTION, style)
        pages.append(f"# Start\n\n{item.text}\n\n# End\n")
    if flavor == "kramdown":
        shown = kramdown.html(pages)
    else:
        reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        shown = [reader.render(page) for page in pages]
    found = {text: visible(html) for text, html in zip(HOSTILE, shown, strict=True)}
    assert found == {text: f"{as_text(text) or 'Untitled'} ICLR 2023" for text in HOSTILE}


def test_nothing_in_a_hidden_paper_ends_its_comment() -> None:
    shown = kramdown.html([document(text, "kramdown", hidden=True) for text in HOSTILE])
    found = {text: problems(html, True) for text, html in zip(HOSTILE, shown, strict=True)}
    assert {text: problem for text, problem in found.items() if problem} == {}
    for text in HOSTILE:
        for comment in written(text, "kramdown", hidden=True):
            assert re.search("--!?>", comment[4:-3]) is None


@pytest.mark.parametrize("flavor", FLAVORS)
def test_no_liquid_reaches_jekyll_and_no_control_character_the_page(flavor: Flavor) -> None:
    for text in HOSTILE:
        for hidden in (False, True):
            shown = document(text, flavor, hidden)
            assert re.search(r"\{\{|\{%", shown) is None, text
            assert re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown) is None


@pytest.mark.parametrize("flavor", FLAVORS)
def test_hostile_items_are_found_again_on_the_page(flavor: Flavor) -> None:
    style = Style(flavor=flavor, hidden="comment")
    for text in HOSTILE:
        items = [
            dataclasses.replace(paper, key=str(number), hidden=number % 3 == 2)
            for number, paper in enumerate(papers(text).values())
        ]
        rendered = [(SECTION, sections.render(items, SECTION, style))]
        page, known = "# Publications\n\n# More\n", None
        for _ in range(2):
            planned = plan(page, "a.md", rendered, style, publications=items, known=known, date=DAY)
            page, known = planned.text, planned.digests
        assert not planned.stale, text
