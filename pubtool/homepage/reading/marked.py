"""Text whose every character knows how it is set and what it links to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Flag, auto
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T")

LINE_BREAK = "\v"  # `\\`, `\` or two spaces at a line's end, or <br>
PARAGRAPH_BREAK = "\f"  # an empty line, or a block element's edge


class Look(Flag):
    """How a character is set."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    UNDERLINE = auto()
    CODE = auto()
    SUP = auto()
    SUB = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One link on the page; two links to the same address are two links."""

    url: str
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one look and one link, `text[start:end]` of its `Marked`."""

    start: int
    end: int
    look: Look
    link: Link | None


@dataclass(frozen=True, slots=True)
class Marked:
    """Text with the look and the link of each character, all three of one length."""

    text: str
    looks: tuple[Look, ...]
    links: tuple[Link | None, ...]
    dropped: tuple[str, ...] = ()  # images and comments: source that has no text

    def part(self, start: int, end: int | None = None) -> "Marked":
        """Return the characters from `start` up to `end`."""
        return Marked(self.text[start:end], self.looks[start:end], self.links[start:end])

    def without(self, start: int, end: int, instead: str = "") -> "Marked":
        """Return all but the characters from `start` up to `end`."""
        size = len(instead)
        return Marked(
            self.text[:start] + instead + self.text[end:],
            (*self.looks[:start], *([Look.PLAIN] * size), *self.looks[end:]),
            (*self.links[:start], *([None] * size), *self.links[end:]),
            self.dropped,
        )

    def without_all(self, spans: Sequence[tuple[int, int]]) -> "Marked":
        """Return all but the spans, which are in order and apart; a space stands for each."""
        pieces, position = [], 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            pieces.append(self.part(position, start))
            position = end
        return Marked(
            " ".join(piece.text for piece in pieces),
            tuple(_joined([piece.looks for piece in pieces], Look.PLAIN)),
            tuple(_joined([piece.links for piece in pieces], None)),
            self.dropped,
        )

    def strip(self, also: str = "") -> "Marked":
        """Return the text without white space, and without the characters of `also`, around it."""
        return self.lstrip(also).rstrip(also)

    def lstrip(self, also: str = "") -> "Marked":
        """Return the text without white space, and the characters of `also`, before it."""
        start = len(self.text) - len(self.text.lstrip(_WHITE + also))
        return self.part(start)

    def rstrip(self, also: str = "") -> "Marked":
        """Return the text without white space, and the characters of `also`, after it."""
        return self.part(0, len(self.text.rstrip(_WHITE + also)))

    def split(self, breaks: str) -> list["Marked"]:
        """Return the pieces between the characters of `breaks`, those with no text left out."""
        edges = [-1, *(i for i, char in enumerate(self.text) if char in breaks), len(self.text)]
        pieces = (self.part(a + 1, b) for a, b in pairwise(edges))
        return [piece for piece in pieces if piece.text.strip()]

    def runs(self) -> Iterator[Run]:
        """Yield the stretches of one look and one link, in order."""
        start = 0
        for i in range(1, len(self.text) + 1):
            if (
                i == len(self.text)
                or self.looks[i] != self.looks[start]
                or self.links[i] is not self.links[start]
            ):
                yield Run(start, i, self.looks[start], self.links[start])
                start = i

    def link_spans(self) -> list[tuple[int, int, Link]]:
        """Return start, end and link of every link that has text, in order."""
        spans: list[tuple[int, int, Link]] = []
        for run in self.runs():
            if run.link is None:
                continue
            if spans and spans[-1][2] is run.link and spans[-1][1] == run.start:
                spans[-1] = (spans[-1][0], run.end, run.link)
            else:
                spans.append((run.start, run.end, run.link))
        return spans

    def share(self, look: Look) -> float:
        """Return which part of the letters and digits is set in any look of `look`, 0 to 1."""
        letters = [i for i, char in enumerate(self.text) if char.isalnum()]
        return sum(bool(self.looks[i] & look) for i in letters) / len(letters) if letters else 0.0

    @property
    def words(self) -> str:
        """The text with each stretch of white space and breaks as one space."""
        return " ".join(self.text.split())


def _joined(pieces: Sequence[Sequence[_T]], between: _T) -> Iterator[_T]:
    for i, piece in enumerate(pieces):
        if i:
            yield between
        yield from piece


_WHITE = " \t\n\v\f\r\xa0"
