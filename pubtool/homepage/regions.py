"""Where the configured sections stand on a page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from pubtool.errors import MalformedError
from pubtool.homepage.headings import (
    Heading,
    Outline,
    goes_by,
    plain_name,
    veiled_headings,
    without_note,
)
from pubtool.homepage.style import Section

MARKER = re.compile(r" {0,3}<!--+\s*(/?)\s*pubtool\b\s*:?\s*(.*?)\s*--+>\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """The lines `start` to `end` (from 0, half open) that belong to one section.

    `heading` is the one that the section stands under, None for a marked region elsewhere.
    """

    section: Section
    start: int
    end: int
    heading: Heading | None


@dataclass(frozen=True, slots=True)
class _Marked:
    name: str
    start: int
    end: int


def regions(
    lines: Sequence[str], seen: Outline, name: str, sections: Sequence[Section]
) -> tuple[Region, ...]:
    """Return the region of each section, in the order of `sections`.

    A section runs from its heading to the next heading of its level or above, or to the next
    configured heading; a region marked by `<!-- pubtool: published -->` … `<!-- /pubtool -->`
    (named by what the section shows, or by its heading) wins over a heading. `lines` and `seen`
    are the page and its outline, `name` is the page's, for messages.

    Raises:
        MalformedError: a heading is not there, stands twice or is hidden from Markdown; a
            marker is without its other half, nested or names no section; two sections meet.
    """
    marked = _by_section(list(_marked(lines, seen, name)), sections, name)
    headings = {
        index: _heading(section, lines, seen, name)
        for index, section in enumerate(sections)
        if index not in marked
    }
    _refuse_shared(sections, headings, name)
    found = []
    for index, section in enumerate(sections):
        if index in marked:
            region = marked[index]
            above = [h for h in seen.headings if h.start < region.start]
            own = above[-1] if above and goes_by(above[-1].text, section.heading) else None
            found.append(Region(section, region.start, region.end, own))
        else:
            heading = headings[index]
            end = _end(heading, seen.headings, set(headings.values()), len(lines))
            found.append(Region(section, heading.end, end, heading))
    _refuse_overlap(found, name)
    return tuple(found)


def _marked(lines: Sequence[str], seen: Outline, name: str) -> Iterator[_Marked]:
    opened: tuple[str, int] | None = None
    for number, line in enumerate(lines):
        match = None if number in seen.veiled else MARKER.match(line.rstrip("\r\n"))
        if match is None:
            continue
        closing, label = match[1], match[2]
        where = f"{name}:{number + 1}"
        if closing:
            if opened is None:
                raise MalformedError(
                    f"{where}: `<!-- /pubtool -->` ends a region that never began; "
                    "remove it, or put `<!-- pubtool: NAME -->` before it."
                )
            yield _Marked(opened[0], opened[1] + 1, number)
            opened = None
        elif not label:
            raise MalformedError(
                f"{where}: the region has no name; write `<!-- pubtool: published -->`, "
                "`<!-- pubtool: preprint -->` or the section's heading."
            )
        elif opened is not None:
            raise MalformedError(
                f"{where}: the region “{label}” begins inside the region “{opened[0]}” of line "
                f"{opened[1] + 1}; end that one before with `<!-- /pubtool -->`."
            )
        else:
            opened = (label, number)
    if opened is not None:
        raise MalformedError(
            f"{name}:{opened[1] + 1}: the region “{opened[0]}” never ends; "
            "put `<!-- /pubtool -->` after it."
        )


def _by_section(
    marked: Sequence[_Marked], sections: Sequence[Section], name: str
) -> dict[int, _Marked]:
    """Return the marked region of each section that has one, by the section's index."""
    found: dict[int, _Marked] = {}
    for region in marked:
        wanted = plain_name(region.name)
        by_heading = [i for i, s in enumerate(sections) if plain_name(s.heading) == wanted]
        by_show = [i for i, s in enumerate(sections) if s.show == wanted]
        fitting = by_heading or by_show
        where = f"{name}:{region.start}"
        if len(fitting) != 1:
            headings = ", ".join(f"“{section.heading}”" for section in sections)
            problem = "several sections" if fitting else "no section"
            raise MalformedError(
                f"{where}: the region “{region.name}” fits {problem} of the configuration; "
                f"name it after one of the headings {headings}."
            )
        if fitting[0] in found:
            raise MalformedError(
                f"{where}: the region “{region.name}” stands twice on the page, first at "
                f"{name}:{found[fitting[0]].start}; remove one of them."
            )
        found[fitting[0]] = region
    return found


def _heading(section: Section, lines: Sequence[str], seen: Outline, name: str) -> Heading:
    exact = [h for h in seen.headings if plain_name(h.text) == plain_name(section.heading)]
    fitting = exact or [h for h in seen.headings if goes_by(h.text, section.heading)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        places = " and ".join(f"{name}:{heading.start + 1}" for heading in fitting)
        raise MalformedError(
            f"{places}: the heading “{section.heading}” stands {_times(len(fitting))} on the "
            f"page; rename one, or mark the section's place by "
            f"`<!-- pubtool: {section.show} -->` and `<!-- /pubtool -->`."
        )
    for heading, veil in veiled_headings(lines, seen):
        if goes_by(heading.text, section.heading):
            raise MalformedError(
                f"{name}:{heading.start + 1}: the heading “{section.heading}” stands only in "
                f"{veil}, where Markdown sees no heading; "
                f"put it where it is read, or change {_configured(section)}."
            )
    raise MalformedError(_missing(section, seen, name))


def _missing(section: Section, seen: Outline, name: str) -> str:
    def likeness(heading: Heading) -> float:
        text = plain_name(without_note(heading.text))
        return SequenceMatcher(None, plain_name(section.heading), text).ratio()

    if not seen.headings:
        return (
            f"{name}:1: the page has no heading “{section.heading}”, nor any other; "
            f"add `## {section.heading}` where the list belongs."
        )
    nearest = max(seen.headings, key=likeness)
    return (
        f"{name}:{nearest.start + 1}: the page has no heading “{section.heading}”; the nearest "
        f"is “{nearest.text}”, here. Add `## {section.heading}` where the list belongs, "
        f"or change {_configured(section)}."
    )


def _configured(section: Section) -> str:
    where = f" (line {section.line} of the configuration)" if section.line else ""
    return f'`heading = "{section.heading}"`{where}'


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _end(heading: Heading, headings: Sequence[Heading], managed: set[Heading], last: int) -> int:
    later = (h for h in headings if h.start >= heading.end)
    return next((h.start for h in later if h.level <= heading.level or h in managed), last)


def _refuse_shared(sections: Sequence[Section], headings: dict[int, Heading], name: str) -> None:
    owners: dict[Heading, Section] = {}
    for index, heading in headings.items():
        other = owners.setdefault(heading, sections[index])
        if other is not sections[index]:
            raise MalformedError(
                f"{name}:{heading.start + 1}: two sections of the configuration, "
                f"{_configured(other)} and {_configured(sections[index])}, "
                "fit this one heading; give each its own."
            )


def _refuse_overlap(found: Sequence[Region], name: str) -> None:
    ordered = sorted(found, key=lambda region: region.start)
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise MalformedError(
                f"{name}:{after.start}: the region of “{after.section.heading}” begins inside "
                f"that of “{before.section.heading}”; mark both, or move one out."
            )
