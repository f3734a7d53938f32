"""How a page sets its papers: whose name stands out, by which mark, in which Markdown."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pubtool import names
from pubtool.homepage.reading.byline import MARKS, Name
from pubtool.homepage.reading.handwritten import Examined
from pubtool.homepage.reading.marked import Look
from pubtool.homepage.style import Style
from pubtool.latex import Flavor
from pubtool.publication import Author

_NO_LINKS = frozenset(("pages", "volume", "number"))


def owner(
    lists: Sequence[Sequence[Name]],
) -> tuple[tuple[str, ...], Literal["bold", "underline"]]:
    """Return the spellings of the name that most papers set off, and how they set it off."""
    people: list[tuple[Author, Counter[str], Counter[Look]]] = []
    papers = 0
    for listed in lists:
        set_off = [name for name in listed if name.emphasis]
        if not set_off or len(set_off) == len(listed) > 1:
            continue
        papers += 1
        for name in set_off:
            person = next((p for p in people if names.same(p[0], name.author)), None)
            if person is None:
                person = (name.author, Counter(), Counter())
                people.append(person)
            person[1][name.author.name] += 1
            person[2][name.emphasis] += 1
    people.sort(key=lambda person: -person[1].total())
    if not people or people[0][1].total() * 2 <= papers:
        return (), "bold"
    if len(people) > 1 and people[1][1].total() == people[0][1].total():
        return (), "bold"
    _, spellings, looks = people[0]
    underlined = looks[Look.UNDERLINE] * 2 > looks.total()
    return tuple(name for name, _ in spellings.most_common()), (
        "underline" if underlined else "bold"
    )


def flavor(lines: Sequence[str]) -> Flavor:
    """Return which Markdown the page is in: only CommonMark breaks a line with one backslash."""
    one = sum(bool(re.search(r"(?<!\\)\\[ \t]*$", line)) for line in lines)
    two = sum(bool(re.search(r"\\\\[ \t]*$", line)) for line in lines)
    return "commonmark" if one > two else "kramdown"


def style(
    papers: Sequence[Examined],
    flavor: Flavor,
    own_name: Literal["bold", "underline"],
    *,
    section_legend: bool,
) -> Style:
    """Return the style that writes the papers most like the page does.

    `section_legend` tells that the page explains its marks once, outside the items.
    """
    found = Style(flavor=flavor, own_name=own_name)
    marks: Counter[str] = Counter()
    links: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for examined in papers:
        paper = examined.publication
        if paper is None:
            continue
        if paper.hidden:
            found = replace(found, hidden="comment")
        for name, author in zip(examined.names, paper.authors, strict=True):
            if author.equal:
                marks.update(set(name.marks) & set(MARKS))
        links.update(name for name, _ in paper.extra if name not in _NO_LINKS)
        if examined.submitted:
            states[examined.submitted] += 1
    if marks:
        mark = marks.most_common(1)[0][0]
        each = any(examined.legend for examined in papers)
        found = replace(
            found,
            mark="*" if mark in "∗⁎" else mark,
            legend="item" if each else "section" if section_legend else "none",
        )
    if states:
        found = replace(found, submitted=states.most_common(1)[0][0])
    return replace(found, links=tuple(name for name, _ in links.most_common()))
