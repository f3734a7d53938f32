"""A page with its sections brought up to date: what to write, or why not to."""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pubtool.homepage import dates
from pubtool.homepage.guard import Guard
from pubtool.homepage.headings import outline, split_lines
from pubtool.homepage.items import digest, normal, take_apart
from pubtool.homepage.places import Place, section_digest
from pubtool.homepage.recognition import Catalogue, title_of
from pubtool.homepage.regions import regions
from pubtool.homepage.sections import Item, legend
from pubtool.homepage.style import Section, Style
from pubtool.publication import Publication

_LINE_END = re.compile(r"\r\n|\r|\n")
# What may follow a heading's text on its line: closing `#`, attributes, the line end.
_HEADING_END = re.compile(r"(?:[ \t]+#+)?(?:[ \t]*\{[:#.][^{}]*\})?[ \t]*[\r\n]*$")


@dataclass(frozen=True, slots=True)
class Plan:
    """A page as it would be, and what changes on it.

    `digests` are those of all that pubtool's rendering vouches for: whoever writes the page
    remembers them, and gives them to the next `plan` as `known`. `added`, `changed` and
    `removed` are the papers that differ, by citation key; one that left the list by its title.
    """

    text: str
    digests: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether papers differ, and not only their order or white space."""
        return bool(self.added or self.changed or self.removed)


def plan(
    page: str,
    name: str,
    rendered: Sequence[tuple[Section, tuple[Item, ...]]],
    style: Style,
    *,
    publications: Sequence[Publication],
    known: Collection[str] | None,
    date: datetime.date,
    force: bool = False,
) -> Plan:
    """Return the page with the rendered sections in it; nothing is written.

    Outside the regions every byte stays, the date in a heading aside. Inside, an item that
    differs from the new one by white space alone keeps its bytes, and so do the prose before
    the items and the gaps between them. The date moves only if an item does. Planning the
    result again changes nothing. `name` is the page's, for messages; `publications` are all
    of the list, for telling what the page holds; `known` are the digests of what pubtool last
    wrote there, None where it never did. `force` writes over all that would be refused.

    Raises:
        MalformedError: a section has no place on the page, or no single one.
        RefusedError: the page holds what the list does not, or was edited by hand since.
    """
    lines = split_lines(page)
    newline = _newline(lines)
    closed = not lines or _LINE_END.search(lines[-1]) is not None
    if not closed:
        lines[-1] += newline
    seen = outline(lines, style.flavor)
    found = regions(lines, seen, name, [section for section, _ in rendered])
    places = [
        Place(region, take_apart(lines, region.start, region.end), items, legend(items, style))
        for region, (_, items) in zip(found, rendered, strict=True)
    ]
    catalogue = Catalogue.of(publications, lines)
    if not force:
        Guard(name, places, catalogue, known).check(lines, seen)
    changes = [_Change.of(place) for place in places]
    warnings = list(_leaving(name, places, changes, catalogue))
    new = list(lines)
    for place, change in sorted(
        zip(places, changes, strict=True), key=lambda pair: pair[0].region.start, reverse=True
    ):
        region, heading = place.region, place.region.heading
        new[region.start : region.end] = place.compose(lines, newline, frozenset(known or ()))
        if heading is not None and change.any and region.section.dated is not False:
            dated = _dated(new[heading.start], date, region.section.dated is True)
            if dated is None:
                warnings.append(
                    f"{name}:{heading.start + 1}: the date in “{heading.text}” is in a shape "
                    "that pubtool does not know, and was left as it is."
                )
            else:
                new[heading.start] = dated
    text = "".join(new)
    if not closed:
        text = text.removesuffix(newline)
    return Plan(text, _digests(places), tuple(warnings), *_told(changes, catalogue))


def taken_over(
    page: str,
    name: str,
    configured: Sequence[Section],
    style: Style,
    publications: Sequence[Publication],
) -> tuple[str, ...]:
    """Return the digests of the items on the page that say nothing which the list does not.

    After an import these may be remembered as pubtool's own, so that the next rendering
    writes them in its own way without asking.

    Raises:
        MalformedError: a section has no place on the page, or no single one.
    """
    lines = split_lines(page)
    catalogue = Catalogue.of(publications, lines)
    texts = (
        text
        for region in regions(lines, outline(lines, style.flavor), name, configured)
        for block in take_apart(lines, region.start, region.end).items
        for text in block.standing
    )
    return tuple(
        digest(text)
        for text in texts
        if (paper := catalogue.find(text)) and catalogue.only_on_page(text, "", paper) is None
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs in one region: new items, and the texts that go."""

    coming: tuple[Item, ...]
    going: tuple[str, ...]

    @classmethod
    def of(cls, place: Place) -> "_Change":
        old = Counter(normal(text) for _, text in place.papers)
        new = Counter(normal(item.text) for item in place.items)
        arriving, leaving = new - old, old - new
        coming = tuple(item for item in place.items if normal(item.text) in arriving)
        return cls(coming, tuple(text for _, text in place.papers if normal(text) in leaving))

    @property
    def any(self) -> bool:
        return bool(self.coming or self.going)


def _told(
    changes: Sequence[_Change], catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the papers added, changed (moved ones too) and removed, in the page's order."""
    coming = dict.fromkeys(item.publication.key for change in changes for item in change.coming)
    going = dict.fromkeys(
        paper.key if (paper := catalogue.find(text)) else title_of(text)
        for change in changes
        for text in change.going
    )
    return (
        tuple(key for key in coming if key not in going),
        tuple(key for key in coming if key in going),
        tuple(key for key in going if key not in coming),
    )


def _leaving(
    name: str, places: Sequence[Place], changes: Sequence[_Change], catalogue: Catalogue
) -> Iterator[str]:
    """Yield a warning for each paper of the list that no section shows any more."""
    shown = {item.publication.key for place in places for item in place.items}
    for change in changes:
        for text in change.going:
            publication = catalogue.find(text)
            if publication is None or publication.key in shown:
                continue
            reason = "it is in the list, but no section shows it."
            if publication.hidden:
                reason = 'it is hidden; `hidden = "comment"` keeps it there as a comment.'
            yield f"{name}: {publication.key} leaves the page: {reason}"


def _digests(places: Sequence[Place]) -> tuple[str, ...]:
    found = [section_digest(place.region.section) for place in places]
    found += [digest(place.legend) for place in places if place.legend]
    found += [digest(item.text) for place in places for item in place.items]
    return tuple(dict.fromkeys(found))


def _newline(lines: Sequence[str]) -> str:
    """Return the page's own line end, its most common one."""
    ends = Counter(match[0] for line in lines if (match := _LINE_END.search(line)))
    if "\r" in ends and len(ends) > 1:
        return "\r\n"  # the only one that does not run together with a lone "\r" or "\n"
    return ends.most_common(1)[0][0] if ends else "\n"


def _dated(line: str, date: datetime.date, wanted: bool) -> str | None:
    """Return the heading's line with the date moved; None where its date is not understood.

    A heading without a date gets one only where it is `wanted`.
    """
    if moved := dates.move(line, date):
        return moved
    if dates.has_note(line):
        return None
    if not wanted:
        return line
    end = _HEADING_END.search(line)
    at = end.start() if end else len(line)
    return f"{line[:at]} {dates.note(date)}{line[at:]}"
