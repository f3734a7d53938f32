"""A hand-written page, as it stands, into publications, sections and style."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from pubtool import latex, names
from pubtool.bibtex import keys
from pubtool.errors import NotFoundError
from pubtool.homepage import blocks, byline, legends, markup
from pubtool.homepage.blocks import Block, Kind
from pubtool.homepage.byline import Name
from pubtool.homepage.handwritten import Examined, Setting, examine, read_item
from pubtool.homepage.headings import (
    Heading,
    outline,
    plain_name,
    split_lines,
    without_note,
)
from pubtool.homepage.markup import Look
from pubtool.homepage.sections import Section, Style
from pubtool.latex import Flavor
from pubtool.publication import Author, Publication, Status, sort_newest, sort_oldest

__all__ = ["PageReading", "Reading", "Unread", "read", "read_item"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper that was taken over: `line` is its first on the page, `section` the heading.

    `leftover` is its text on the page that is in no field, None where all of it is.
    """

    publication: Publication
    line: int
    section: str
    notes: tuple[str, ...] = ()
    leftover: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Text among the papers that was not taken over, with the reason."""

    line: int
    text: str
    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page says. `me` are the spellings of the owner's name, empty if none is set off."""

    sections: tuple[Section, ...]
    readings: tuple[Reading, ...]
    unread: tuple[Unread, ...]
    me: tuple[str, ...]
    style: Style
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A section on the page: its lines (from 0, half open) and what its heading says."""

    heading: str
    start: int
    end: int
    dated: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block with the section that it stands in and what was read in it."""

    block: Block
    place: _Place
    examined: Examined


_LISTS = re.compile(
    r"\b(?:publications?|papers?|pre-?prints?|manuscripts?|articles|technical reports?|theses|"
    r"under review|in submission|in review|work in progress)\b",
    re.I,
)
_NO_LISTS = re.compile(
    r"\b(?:reviewers?|reviewing|reading|services?|talks?|awards?|call|citations?|venues?|"
    r"about|news|chairs?|committees?)\b",
    re.I,
)
_UNPUBLISHED = re.compile(
    r"\b(?:pre-?prints?|under review|in (?:submission|review|preparation)|submitted|"
    r"manuscripts?|working papers?|work in progress|unpublished)\b",
    re.I,
)
_DATED = re.compile(r"\([^()]*\b(?:updated?|as of|last)\b[^()]*\d{4}[^()]*\)\s*$", re.I)
_NEAR = 0.75  # a typo or two in a heading of two words


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
    flavor = _flavor(lines)
    places = _places(lines, flavor, sections)
    found = [(place, list(_blocks(lines, place))) for place in places]
    seen = _examine(found, ())
    me, own_name = _owner([item.examined.names for item in seen])
    if me:
        seen = _examine(found, me)
    readings, unread = _told(seen)
    readings = _merged(_with_own_keys(readings))
    style = _style(seen, flavor, own_name)
    return _page_reading(places, readings, unread, me, style)


def _page_reading(
    places: Sequence[_Place],
    readings: Sequence[Reading],
    unread: Sequence[Unread],
    me: tuple[str, ...],
    style: Style,
) -> PageReading:
    sections = []
    notes = []
    for place in places:
        own = [r.publication for r in readings if r.section == place.heading]
        if not own and not any(item.section == place.heading for item in unread):
            continue
        section = Section(
            heading=place.heading,
            show=_show(place.heading, own),
            order=_order(own),
            dated=True if place.dated else None,
        )
        if section.order == "file" and len(own) > 2:
            notes.append(
                f'“{place.heading}” is in no strict order of dates: order = "file" keeps it as it is'
            )
        sections.append(section)
    readings, told_apart = _told_apart(sections, readings)
    return PageReading(tuple(told_apart), tuple(readings), tuple(unread), me, style, tuple(notes))


# --- the sections ------------------------------------------------------------------------


def _places(lines: Sequence[str], flavor: Flavor, wanted: Sequence[str]) -> list[_Place]:
    headings = [
        heading
        for heading in outline(lines, flavor).headings
        if not blocks.is_item_heading(lines[heading.start]) and plain_name(heading.text)
    ]
    headings = [h for h in headings if not _continues_item_heading(lines, h)]
    if wanted:
        chosen = [_named(name, headings, lines) for name in wanted]
    else:
        chosen = [h for h in headings if _lists_papers(h.text)] or list(_set_headings(lines))
    if not chosen:
        shown = ", ".join(f"“{h.text}” (line {h.start + 1})" for h in headings[:12]) or "none"
        raise NotFoundError(
            "no heading of the page names a list of papers; name yours with `--section`. "
            f"Its headings: {shown}."
        )
    places: list[_Place] = []
    for heading in sorted(set(chosen), key=lambda h: h.start):
        if places and heading.start < places[-1].end:
            continue  # a heading inside a section that is read already
        end = next(
            (h.start for h in headings if h.start > heading.start and h.level <= heading.level),
            len(lines),
        )
        dated = _DATED.search(heading.text) is not None
        places.append(_Place(without_note(heading.text), heading.end, end, dated))
    return places


def _continues_item_heading(lines: Sequence[str], heading: Heading) -> bool:
    """Tell whether a heading is one of an item's lines, each with `# ` before it."""
    before = heading.start - 1
    return (
        heading.end - heading.start == 1
        and before >= 0
        and lines[before].startswith("#")
        and blocks.is_item_heading(lines[before])
    )


def _lists_papers(heading: str) -> bool:
    name = plain_name(without_note(heading))
    return bool(_LISTS.search(name)) and not _NO_LISTS.search(name) and len(name.split()) < 8


def _set_headings(lines: Sequence[str]) -> Iterator[Heading]:
    """Yield lines that only look like headings: `<span>Papers</span>`, `**Publications**`."""
    for number, line in enumerate(lines):
        if not 0 < len(line) < 400 or line[:1] in "#>-":
            continue
        if not re.match(r"\s*(?:<|\*\*|__)", line):
            continue
        text = markup.read(line).words
        if len(text.split()) < 5 and _lists_papers(text):
            yield Heading(text, 6, number, number + 1)


def _named(name: str, headings: Sequence[Heading], lines: Sequence[str]) -> Heading:
    """Return the heading that `name` means: exactly, without its "(…)", or nearly."""
    wanted = plain_name(name)
    for heading in [*headings, *_set_headings(lines)]:
        if wanted in (plain_name(heading.text), plain_name(without_note(heading.text))):
            return heading
    near = [(_likeness(wanted, heading), -heading.start, heading) for heading in headings]
    best = max(near, default=None, key=lambda entry: entry[:2])
    if best and best[0] >= _NEAR:
        return best[2]
    nearest = f"; the nearest is “{best[2].text}” (line {best[2].start + 1})" if best else ""
    raise NotFoundError(f"the page has no heading “{name}”{nearest}.")


def _likeness(wanted: str, heading: Heading) -> float:
    return SequenceMatcher(None, wanted, plain_name(without_note(heading.text))[:200]).ratio()


def _show(heading: str, papers: Sequence[Publication]) -> Literal["published", "preprint", "all"]:
    published = [paper.status is Status.PUBLISHED for paper in papers]
    if _UNPUBLISHED.search(heading) and not any(published):
        return "preprint"
    if published and all(published):
        return "published"
    return "all" if any(published) or not _UNPUBLISHED.search(heading) else "preprint"


def _order(papers: Sequence[Publication]) -> Literal["newest", "oldest", "file"]:
    """Return the order that keeps the papers as they stand."""
    shown = [paper for paper in papers if not paper.hidden]
    if sort_newest(shown) == shown:
        return "newest"
    return "oldest" if sort_oldest(shown) == shown else "file"


def _told_apart(
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


# --- the papers --------------------------------------------------------------------------


def _blocks(lines: Sequence[str], place: _Place) -> Iterator[Block]:
    return blocks.blocks(lines[place.start : place.end], place.start + 1)


def _examine(found: Sequence[tuple[_Place, list[Block]]], own: tuple[str, ...]) -> list[_Seen]:
    seen = []
    for place, inside in found:
        prose = [block.text for block in inside if block.kind is Kind.PARAGRAPH]
        legend = next((told for text in prose if (told := _legend(text))), None)
        setting = Setting(own, legend, _UNPUBLISHED.search(place.heading) is not None)
        bullets = any(block.kind is Kind.ITEM and not block.hidden for block in inside)
        for block in inside:
            examined = _examine_block(block, replace(setting, hidden=block.hidden))
            paper = examined.publication
            if bullets and block.kind is Kind.PARAGRAPH and paper and not paper.url:
                examined = Examined(None, "it is text between the papers")
            seen.append(_Seen(block, place, examined))
    return seen


def _legend(text: str) -> legends.Legend | None:
    words = markup.read(text[:1000]).words
    return legends.meaning(words) if len(words.split()) < 40 else None


def _examine_block(block: Block, setting: Setting) -> Examined:
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
                    examined.publication, block.line, heading, examined.notes, examined.leftover
                )
            )
        elif heading in begun or block.kind is Kind.ITEM:
            begun.add(heading)
            reason = examined.reason or "it is not understood"
            unread.append(Unread(block.line, block.text.strip(), heading, reason))
    return readings, unread


def _with_own_keys(readings: Iterable[Reading]) -> list[Reading]:
    taken: set[str] = set()
    told = []
    for reading in readings:
        key = keys.free(reading.publication.key, taken)
        taken.add(key)
        told.append(replace(reading, publication=replace(reading.publication, key=key)))
    return told


def _merged(readings: Sequence[Reading]) -> list[Reading]:
    return list(readings)


# --- the owner and the style -------------------------------------------------------------


def _owner(
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
            for author, spellings, looks in people:
                if names.same(author, name.author):
                    break
            else:
                author, spellings, looks = name.author, Counter(), Counter()
                people.append((author, spellings, looks))
            spellings[name.author.name] += 1
            looks[name.emphasis] += 1
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


def _flavor(lines: Sequence[str]) -> Flavor:
    """Return which Markdown the page is in: only CommonMark breaks a line with one backslash."""
    one = sum(bool(re.search(r"(?<!\\)\\[ \t]*$", line)) for line in lines)
    two = sum(bool(re.search(r"\\\\[ \t]*$", line)) for line in lines)
    return "commonmark" if one > two else "kramdown"


def _style(seen: Sequence[_Seen], flavor: Flavor, own_name: Literal["bold", "underline"]) -> Style:
    style = Style(flavor=flavor, own_name=own_name)
    papers = [item.examined for item in seen if item.examined.publication]
    if any(item.block.hidden for item in seen if item.examined.publication):
        style = replace(style, hidden="comment")
    marks: Counter[str] = Counter()
    links: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for examined in papers:
        paper = examined.publication
        assert paper is not None  # only papers are in the list
        for name, author in zip(examined.names, paper.authors, strict=True):
            if author.equal:
                marks.update(set(name.marks) & set(byline.MARKS))
        links.update(name for name, value in paper.extra if "/" in value)
        if examined.submitted:
            states[examined.submitted] += 1
    if marks:
        mark = marks.most_common(1)[0][0]
        each = any(examined.legend for examined in papers)
        style = replace(
            style,
            mark="*" if mark in "∗⁎" else mark,
            legend="item" if each else "section" if _section_legend(seen) else "none",
        )
    if states:
        style = replace(style, submitted=states.most_common(1)[0][0])
    return replace(style, links=tuple(name for name, _ in links.most_common()))


def _section_legend(seen: Sequence[_Seen]) -> bool:
    return any(
        _legend(item.block.text)
        for item in seen
        if item.block.kind is Kind.PARAGRAPH and not item.examined.publication
    )
