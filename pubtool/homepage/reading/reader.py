"""A hand-written page, as it stands, into publications, sections and style."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pubtool.bibtex import keys
from pubtool.homepage.headings import split_lines
from pubtool.homepage.reading import (
    arrangement,
    blocks,
    definitions,
    habits,
    headed,
    legends,
    markup,
)
from pubtool.homepage.reading.blocks import Block, Kind
from pubtool.homepage.reading.handwritten import (
    Examined,
    Setting,
    examine,
    is_paper_among_items,
    read_item,
)
from pubtool.homepage.reading.headed import Place
from pubtool.homepage.reading.results import PageReading, Reading, Unread
from pubtool.publication import Publication, with_hidden

__all__ = ["PageReading", "Reading", "Unread", "read", "read_item"]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block with the section that it stands in and what was read in it."""

    block: Block
    place: Place
    setting: Setting
    examined: Examined


# "### 2024", "**2024**", or a year underlined with dashes.
_YEAR_HEADING = re.compile(r"\W*((?:19|20)\d\d)\W*")


def read(page: str, *, sections: Sequence[str] = ()) -> PageReading:
    """Return the papers of a hand-written page, and how it sets them.

    `sections` names the headings to read, case and a typo aside; without it, those that say
    "publications", "papers", "preprints" and the like. Each paper among them is in
    `readings`, or its text in `unread` with a reason: nothing is dropped. Prose before a
    section's first paper is the page's own and in neither.

    Raises:
        NotFoundError: a named heading is not there, or none looks like a list of papers.
    """
    lines = [line.rstrip("\r\n") for line in split_lines(page)]
    flavor = habits.flavor(lines)
    found = [
        (place, list(blocks.blocks(lines[place.start : place.end], place.start + 1)))
        for place in headed.find(lines, flavor, sections)
    ]
    addresses = definitions.definitions(lines)
    seen = [
        item
        for place, inside in found
        for item in _look(place, [_linked(block, addresses) for block in inside])
    ]
    seen = _look_again(seen)
    me, own_name = habits.owner([item.examined.names for item in seen])
    style = habits.style(
        [item.examined for item in seen],
        flavor,
        own_name,
        section_legend=any(map(_is_legend, seen)),
    )
    readings, unread = _told(seen)
    told, notes = arrangement.sections_of([place for place, _ in found], readings, unread)
    readings, told = arrangement.told_apart(told, readings)
    papers = tuple(_with_own_keys(_merged(readings)))
    return PageReading(tuple(told), papers, tuple(unread), me, style, tuple(notes))


def _look(place: Place, inside: Sequence[Block]) -> list[_Seen]:
    """Return what was read in the blocks of one section."""
    prose = (block.text for block in inside if block.kind is Kind.PARAGRAPH)
    legend = next((told for text in prose if (told := legends.told(text))), None)
    listed = any(block.kind is Kind.ITEM and not block.hidden for block in inside)
    setting = Setting(legend=legend, preprints=place.unpublished)
    seen = []
    year: int | None = None
    for block in inside:
        if block.kind in (Kind.HEADING, Kind.PARAGRAPH):
            heading = _YEAR_HEADING.fullmatch(markup.read(block.text[:200]).words)
            year = int(heading[1]) if heading else year
            if heading or block.kind is Kind.HEADING:
                continue
        if block.kind is Kind.PARAGRAPH and definitions.is_definitions(block.text):
            continue
        here = replace(setting, hidden=block.hidden, year=year)
        examined = _examine(block, here)
        if listed and block.kind is Kind.PARAGRAPH and not is_paper_among_items(examined):
            examined = Examined(None, "it is text beside the papers", certain=True)
        seen.append(_Seen(block, place, here, examined))
    return seen


def _linked(block: Block, addresses: Mapping[str, str]) -> Block:
    """Return a block with its reference links written out."""
    parts = tuple(_linked(part, addresses) for part in block.parts)
    return replace(block, text=definitions.resolve(block.text, addresses), parts=parts)


def _look_again(seen: Sequence[_Seen]) -> list[_Seen]:
    """Return the same, with the names that stand on the page as a help where one was needed.

    A name that another paper has shows where an author list ends with no sign of its own.
    """
    found = (name.author.name for item in seen for name in item.examined.names)
    known = frozenset(name for name in found if " " in name)
    again = []
    for item in seen:
        if not item.examined.certain:
            setting = replace(item.setting, known=known)
            item = replace(item, examined=_examine(item.block, setting))
        again.append(item)
    return again


def _examine(block: Block, setting: Setting) -> Examined:
    if block.kind is Kind.CODE:
        return Examined(None, "it is code")
    for i, part in enumerate(block.parts):
        if part.kind is not Kind.ITEM:
            continue
        examined = examine(part.text, setting)
        if examined.publication:
            others = [markup.read(p.text).words for j, p in enumerate(block.parts) if j != i]
            rest = "; ".join(filter(None, [examined.leftover, *others]))
            return replace(examined, leftover=rest or None)
    return examine(block.text, setting)


def _told(seen: Sequence[_Seen]) -> tuple[list[Reading], list[Unread]]:
    readings: list[Reading] = []
    unread: list[Unread] = []
    begun: set[str] = set()
    for item in seen:
        block, heading, examined = item.block, item.place.heading, item.examined
        if examined.publication:
            begun.add(heading)
            readings.append(
                Reading(
                    examined.publication,
                    block.line,
                    heading,
                    examined.notes,
                    examined.leftover,
                    f"<!--\n{block.text}\n-->" if block.hidden else block.text,
                    examined.told_year,
                )
            )
        elif _is_legend(item):
            continue  # what it says is in the papers
        elif block.kind is Kind.ITEM or (heading in begun and not block.hidden):
            begun.add(heading)
            reason = examined.reason or "it is not understood"
            unread.append(Unread(block.line, block.text.strip(), heading, reason))
    return readings, unread


def _with_own_keys(readings: Iterable[Reading]) -> list[Reading]:
    taken: set[str] = set()
    told = []
    for reading in readings:
        key = keys.free(reading.publication.key, taken)
        taken.add(key.casefold())
        told.append(replace(reading, publication=replace(reading.publication, key=key)))
    return told


def _merged(readings: Sequence[Reading]) -> list[Reading]:
    """Return each paper once: one that stands twice, word for word the same, is one paper."""
    first: dict[Publication, int] = {}
    told: list[Reading] = []
    for reading in readings:
        paper = reading.publication
        same = replace(paper, key="", keywords=(), hidden=False)
        index = first.setdefault(same, len(told))
        if index == len(told):
            told.append(reading)
            continue
        kept = told[index]
        keywords = tuple(dict.fromkeys((*kept.publication.keywords, *paper.keywords)))
        hidden = kept.publication.hidden and paper.hidden
        merged = with_hidden(replace(kept.publication, keywords=keywords), hidden)
        notes = (*kept.notes, f"it stands at line {reading.line} too")
        told[index] = replace(kept, publication=merged, notes=notes)
    return told


def _is_legend(item: _Seen) -> bool:
    paragraph = item.block.kind is Kind.PARAGRAPH and not item.examined.publication
    return paragraph and legends.told(item.block.text) is not None
