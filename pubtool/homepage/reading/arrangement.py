"""What the sections of a page show, in which order, and how they are told apart."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pubtool.homepage.headings import plain_name
from pubtool.homepage.reading.headed import Place
from pubtool.homepage.reading.results import Reading, Unread
from pubtool.homepage.style import Section
from pubtool.publication import Publication, Status, sort_newest, sort_oldest


def sections_of(
    found: Sequence[Place], readings: Sequence[Reading], unread: Sequence[Unread]
) -> tuple[list[Section], list[str]]:
    """Return the sections that hold anything, and notes about them."""
    sections: list[Section] = []
    notes: list[str] = []
    for place in found:
        own = [reading.publication for reading in readings if reading.section == place.heading]
        if not own and not any(item.section == place.heading for item in unread):
            continue
        if not place.markdown:
            notes.append(_no_heading(place))
        order = _order(own)
        dated = True if place.dated else None
        sections.append(Section(place.heading, _show(place, own), order, dated))
        if order == "file" and len(own) > 2:
            notes.append(
                f"“{place.heading}” is in no strict order of dates, so its order is “file”"
            )
    return sections, notes


def _no_heading(place: Place) -> str:
    name = place.heading
    return (
        f"line {place.start}: “{name}” is no heading for Markdown: to render, write `## {name}` "
        f"there, or put `<!-- pubtool: {name} -->` before the papers and `<!-- /pubtool -->` "
        "after them"
    )


def _show(place: Place, papers: Sequence[Publication]) -> Literal["published", "preprint", "all"]:
    published = [paper.status is Status.PUBLISHED for paper in papers]
    if place.unpublished and not any(published):
        return "preprint"
    if published and all(published):
        return "published"
    return "all" if any(published) or not place.unpublished else "preprint"


def _order(papers: Sequence[Publication]) -> Literal["newest", "oldest", "file"]:
    """Return the order that keeps the papers as they stand."""
    shown = [paper for paper in papers if not paper.hidden]
    if sort_newest(shown) == shown:
        return "newest"
    return "oldest" if sort_oldest(shown) == shown else "file"


def told_apart(
    sections: Sequence[Section], readings: Sequence[Reading]
) -> tuple[list[Reading], list[Section]]:
    """Give sections that would show each other's papers a keyword, and their papers too."""
    shows = [section.show for section in sections]
    overlap = len(set(shows)) < len(shows) or (len(shows) > 1 and "all" in shows)
    if not overlap:
        return list(readings), list(sections)
    keywords = {section.heading: _keyword(section.heading) for section in sections}
    told = []
    for reading in readings:
        paper = reading.publication
        if keyword := keywords.get(reading.section):
            paper = replace(paper, keywords=tuple(dict.fromkeys((*paper.keywords, keyword))))
        told.append(replace(reading, publication=paper))
    return told, [replace(section, keyword=keywords[section.heading]) for section in sections]


def _keyword(heading: str) -> str:
    return " ".join(re.findall(r"\w+", plain_name(heading))) or "papers"
