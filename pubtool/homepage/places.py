"""A section's place on a page: the region taken apart, and what belongs into it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pubtool import files
from pubtool.homepage.headings import plain_name
from pubtool.homepage.items import Block, Body, bullet_of, digest, normal, with_bullet
from pubtool.homepage.reading import legends
from pubtool.homepage.regions import Region
from pubtool.homepage.sections import Item
from pubtool.homepage.style import Section


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the page, its blocks, and the items that belong there.

    `legend` is the line that explains the mark for the whole section, None where none is due.
    """

    region: Region
    body: Body
    items: tuple[Item, ...]
    legend: str | None

    @property
    def papers(self) -> tuple[tuple[int, str], ...]:
        """Line (from 0) and text of each item on the page, as a comment where it is hidden."""
        return tuple((block.start, text) for block in self.body.items for text in block.standing)

    def compose(self, lines: Sequence[str], newline: str, known: frozenset[str]) -> list[str]:
        """Return the region's new lines.

        Items that are there already keep their bytes, and neighbours the gap between them.
        """
        lead = self._lead(lines, newline, known)
        items = self._chosen()
        if not items:
            strays = self._strays(lines, newline, lead)
            return [*lead, *strays, *self._ending(lines, newline, known, bool(lead or strays))]
        composed = [*lead, *self._lead_gap(lines, newline, bool(lead))]
        gaps, usual = self._gaps(lines), self._usual_gap(newline)
        for number, item in enumerate(items):
            if number:
                composed += gaps.get((items[number - 1], item), usual)
            if isinstance(item, Block):
                composed += lines[item.start : item.end]
            else:
                composed += [f"{line}{newline}" for line in item.split("\n")]
        composed += self._strays(lines, newline, composed)
        return [*composed, *self._ending(lines, newline, known, True)]

    def _strays(self, lines: Sequence[str], newline: str, kept: Sequence[str]) -> list[str]:
        """Return the definitions of links that stood among the items and are not `kept`."""
        defining = (block for block in self.body.blocks if block.defines)
        strays = [line for block in defining for line in lines[block.start : block.end]]
        standing = set(kept)
        lost = [line for line in strays if line not in standing]
        return [newline, *lost] if lost else []

    def _chosen(self) -> list[Block | str]:
        """Return for each item the block that shows it already, else its text."""
        standing: dict[str, list[Block]] = {}
        for block in self.body.items:
            standing.setdefault(normal(block.text), []).append(block)
        bullets = (bullet_of(block.text) for block in self.body.items)
        bullet = next((found for found in bullets if found), None)
        chosen: list[Block | str] = []
        for item in self.items:
            blocks = standing.get(normal(item.text))
            if blocks:
                chosen.append(blocks.pop(0))
            else:
                chosen.append(with_bullet(item.text, bullet) if bullet else item.text)
        return chosen

    def _lead(self, lines: Sequence[str], newline: str, known: frozenset[str]) -> list[str]:
        """Return the prose before the items: the page's own, and the legend where one is due."""
        kept = self._kept(self.body.lead, self.region.start, lines, known)
        if self.legend is None or self._explained(self.legend):
            return kept
        return [*(kept or [newline]), *([newline] if kept else []), f"{self.legend}{newline}"]

    def _kept(
        self, prose: Sequence[Block], start: int, lines: Sequence[str], known: frozenset[str]
    ) -> list[str]:
        """Return the lines from `start` to the end of `prose`, a legend of the past aside."""
        kept: list[str] = []
        for block in prose:
            # What is not due any more is taken away where it is pubtool's own.
            if self.legend is not None or digest(block.text) not in known:
                kept += lines[start : block.end]
            start = block.end
        return kept

    def _explained(self, legend: str) -> bool:
        """Tell whether the page's own prose says already what the legend does."""
        due = legends.told(legend)
        seen = (block for block in (*self.body.lead, *self.body.tail) if not block.hidden)
        told = [own for block in seen if (own := legends.told(block.text))]
        return any(due and (due.marks <= own.marks or not own.marks) for own in told)

    def _lead_gap(self, lines: Sequence[str], newline: str, has_lead: bool) -> list[str]:
        """Return the lines between the prose, or the heading, and the first item."""
        if not self.body.items or has_lead != bool(self.body.lead):
            return [newline]
        before = self.body.lead[-1].end if self.body.lead else self.region.start
        return list(lines[before : self.body.items[0].start])

    def _gaps(self, lines: Sequence[str]) -> dict[tuple[Block | str, Block | str], list[str]]:
        """Return the lines between neighbours on the page, definitions of links aside."""
        blocks = [block for block in self.body.blocks if not block.defines]
        return {(one, two): list(lines[one.end : two.start]) for one, two in pairwise(blocks)}

    def _usual_gap(self, newline: str) -> list[str]:
        """Return the blank lines that stand between most of the page's items."""
        gaps = Counter(
            two.start - one.end
            for one, two in pairwise(self.body.blocks)
            if one.is_item and two.is_item
        )
        return [newline] * (gaps.most_common(1)[0][0] if gaps else 1)

    def _ending(
        self, lines: Sequence[str], newline: str, known: frozenset[str], after_text: bool
    ) -> list[str]:
        """Return what follows the last item, up to the region's end."""
        body = self.body
        start = next((some[-1].end for some in (body.blocks, body.lead) if some), self.region.start)
        rest = body.tail[-1].end if body.tail else start
        ending = [*self._kept(body.tail, start, lines, known), *lines[rest : self.region.end]]
        # What follows an item with no gap ends it by itself, as kramdown's attributes do.
        follows = bool(body.items and body.tail) and body.tail[0].start == body.blocks[-1].end
        at_end = self.region.end == len(lines) or follows
        if after_text and not at_end and not (ending and not ending[0].strip()):
            return [newline, *ending]
        return ending


def section_digest(section: Section) -> str:
    """Return what is remembered of a section that pubtool has rendered on a page."""
    return files.digest(f"section {plain_name(section.heading)}")
