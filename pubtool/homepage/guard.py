"""What rendering would lose: found before a byte is written, and named with its line."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pubtool import files
from pubtool.errors import RefusedError
from pubtool.homepage.headings import Outline, plain_name
from pubtool.homepage.items import digest, normal, take_apart
from pubtool.homepage.places import Place, section_digest
from pubtool.homepage.recognition import (
    Catalogue,
    holds_title,
    is_one_more,
    names_authors,
    shorten,
    title_of,
)
from pubtool.homepage.sections import Item

_MOST_NAMED = 12
# A heading that says it shows a choice from the list, or news of it, may repeat its papers.
_REPEATS = frozenset(
    ("selected", "featured", "highlights", "highlighted", "recent", "news", "updates")
)


@dataclass(frozen=True, slots=True)
class _Problem:
    line: int  # from 0
    text: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """What is needed to tell whether a page's words are safe to write over."""

    name: str  # the page's
    places: Sequence[Place]
    catalogue: Catalogue
    known: Collection[str] | None

    def check(self, lines: Sequence[str], outline: Outline) -> None:
        """Do nothing, or refuse.

        Raises:
            RefusedError: the page holds a paper or a text that the list does not, a paper
                twice, or an item that was edited since pubtool wrote it; all are named.
        """
        problems = [
            *self._in_places(),
            *self._in_prose(),
            *self._twice(),
            *self._elsewhere(lines, outline),
        ]
        if not problems:
            return
        problems.sort(key=lambda problem: problem.line)
        named = [f"{self.name}:{p.line + 1}: {p.text}" for p in problems[:_MOST_NAMED]]
        if len(problems) > _MOST_NAMED:
            named.append(f"… and {len(problems) - _MOST_NAMED} more.")
        advice = (
            f"Nothing was written. `pubtool import {self.name}` takes over what the page knows; "
            "`pubtool render --force` writes over it."
        )
        difference = "".join(problem.difference for problem in problems)
        raise RefusedError("\n".join([*named, advice]), difference=difference or None)

    def _in_places(self) -> Iterator[_Problem]:
        coming: dict[str, Item] = {}
        for place in self.places:
            for item in place.items:
                coming.setdefault(item.publication.key, item)
        anywhere = {normal(item.text) for place in self.places for item in place.items}
        for place in self.places:
            for block in place.body.blocks:
                if not block.is_item and not block.defines:
                    yield _Problem(
                        block.start,
                        f"“{shorten(block.text)}” stands among the papers and is not pubtool's; "
                        "move it above the first paper, below the last one or out of the "
                        "section, or mark where the list begins and ends by "
                        f"`<!-- pubtool: {place.region.section.show} -->` and "
                        "`<!-- /pubtool -->`.",
                    )
            for line, text in place.papers:
                if normal(text) in anywhere or self._is_own(text):
                    continue
                yield from self._unknown(place, line, text, coming)

    def _unknown(
        self, place: Place, line: int, text: str, coming: Mapping[str, Item]
    ) -> Iterator[_Problem]:
        """Yield what speaks against writing over an item that pubtool did not write."""
        publication = self.catalogue.find(text)
        if publication is None:
            yield _Problem(line, f"“{title_of(text)}” stands on the page, but not in the list.")
            return
        item = coming.get(publication.key)
        new = item.text if item else ""
        if self._was_rendered(place):
            yield _Problem(
                line,
                f"“{title_of(text)}” ({publication.key}) was edited here since the last render.",
                files.difference(f"{text}\n", f"{new}\n" if new else "", self.name),
            )
        elif lost := self.catalogue.only_on_page(text, new, publication):
            yield _Problem(
                line,
                f"“{title_of(text)}” ({publication.key}) says here what the list does not: {lost}.",
            )

    def _in_prose(self) -> Iterator[_Problem]:
        """Yield the papers that come as items and stand in the prose beside them already.

        A list written as paragraphs, a table or HTML is prose to pubtool. A paragraph below the
        items may be one more of them.
        """
        for place in self.places:
            there = {normal(text) for _, text in place.papers}
            coming = [item.publication for item in place.items if normal(item.text) not in there]
            for block in place.body.tail:
                if self.catalogue.find(block.text) is None and is_one_more(block.text):
                    yield _Problem(
                        block.start,
                        f"“{title_of(block.text)}” stands on the page, but not in the list.",
                    )
            for block in (*place.body.lead, *place.body.tail):
                told = [
                    publication
                    for publication in coming
                    if names_authors(block.text, publication.authors)
                    and holds_title(block.text, publication)
                ]
                standing = {self.catalogue.find(text) for _, text in place.papers} if told else ()
                for publication in told:
                    if publication not in standing:
                        yield _Problem(
                            block.start,
                            f"{publication.key} stands here already, but not as a list item; "
                            "pubtool would write it a second time. Remove it here.",
                        )

    def _twice(self) -> Iterator[_Problem]:
        """Yield the papers that stand more often than they will.

        Where pubtool wrote each copy, one to a section, it may take each away.
        """
        wanted: dict[str, int] = defaultdict(int)
        by_text = {normal(i.text): i.publication for place in self.places for i in place.items}
        for place in self.places:
            for item in place.items:
                wanted[by_text[normal(item.text)].key] += 1
        standing: dict[str, list[tuple[int, str]]] = defaultdict(list)
        copied = set[str]()  # papers with a copy that pubtool did not write
        for place in self.places:
            here = set[str]()
            for line, text in place.papers:
                publication = by_text.get(normal(text))
                if publication is None and not self._is_own(text):
                    publication = self.catalogue.find(text)
                if publication is None:
                    continue
                key = publication.key
                standing[key].append((line, text))
                if key in here or not self._is_own(text):
                    copied.add(key)
                here.add(key)
        for key, found in standing.items():
            if key in copied and len(found) > max(1, wanted[key]):
                lines = " and ".join(f"line {line + 1}" for line, _ in found)
                yield _Problem(
                    found[-1][0],
                    f"“{title_of(found[0][1])}” ({key}) stands more than once: {lines}; "
                    "remove all but one.",
                )

    def _elsewhere(self, lines: Sequence[str], outline: Outline) -> Iterator[_Problem]:
        """Yield the papers that also stand, as items, in a section that is not managed."""
        shown = {
            item.publication.key: place.region.section.heading
            for place in self.places
            for item in place.items
            if not item.publication.hidden
        }
        for heading, start, end in _unmanaged(self.places, outline, len(lines)):
            if _REPEATS & set(plain_name(heading).split()):
                continue
            for block in take_apart(lines, start, end).items:
                publication = None if block.hidden else self.catalogue.by_title_of(block.text)
                if publication is None or publication.key not in shown:
                    continue
                if not names_authors(block.text, publication.authors):
                    continue
                where = f" under “{heading}”" if heading else ""
                yield _Problem(
                    block.start,
                    f"“{title_of(block.text)}” ({publication.key}) stands here{where} "
                    f"(lines {block.start + 1} to {block.end}), which pubtool does not manage, "
                    f"and belongs under “{shown[publication.key]}”; remove it here.",
                )

    def _is_own(self, text: str) -> bool:
        return self.known is not None and digest(text) in self.known

    def _was_rendered(self, place: Place) -> bool:
        """Tell whether pubtool ever wrote this section, as far as it remembers."""
        if self.known is None:
            return False
        own = section_digest(place.region.section)
        return own in self.known or any(self._is_own(text) for _, text in place.papers)


def _unmanaged(
    places: Sequence[Place], outline: Outline, last: int
) -> Iterator[tuple[str, int, int]]:
    """Yield heading, start and end of each stretch of the page outside the regions."""
    managed = {line for p in places for line in range(p.region.start, p.region.end)}
    edges = sorted(
        {0, last}
        | {edge for heading in outline.headings for edge in (heading.start, heading.end)}
        | {edge for place in places for edge in (place.region.start, place.region.end)}
    )
    starts = {heading.end: heading.text for heading in outline.headings}
    current = ""
    for start, end in pairwise(edges):
        current = starts.get(start, current)
        if start not in managed and start not in outline.veiled:
            yield current, start, end
