"""Entries that cannot be read: which papers they most likely hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pubtool import latex, references
from pubtool.publication import Publication

if TYPE_CHECKING:
    from pubtool.bibtex.blocks import Broken

# The title in an entry that does not parse, or how it begins.
_TITLE = re.compile(r"\btitle\s*=\s*(.+?)(?:[}\"]\s*,|$)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in the broken entries of a list.

    `words` are those of their text, and the ids that these are; `titles` come reduced for
    comparing, and may be cut short.
    """

    words: dict[str, "Broken"]
    titles: dict[str, "Broken"]

    @classmethod
    def of(cls, broken: Sequence["Broken"]) -> "Unread":
        """Return what the broken entries of a list hold."""
        words: dict[str, Broken] = {}
        titles: dict[str, Broken] = {}
        for one in broken:
            for word in re.findall(r"[^\s{}\",]+", one.raw):
                words.setdefault(word, one)
                words.setdefault(str(references.find(word)), one)
            for match in _TITLE.finditer(one.raw):
                if title := latex.comparable(match[1]):
                    titles.setdefault(title, one)
        return cls(words, titles)

    def holder(self, publication: Publication) -> "Broken | None":
        """Return the entry that has an id of the paper, else one with its title, or None."""
        for identifier in publication.identifiers:
            if broken := self.words.get(str(identifier)) or self.words.get(identifier.value):
                return broken
        return self.titles.get(latex.comparable(publication.title))

    def titled(self, beginning: str) -> "Broken | None":
        """Return the entry whose title begins as `beginning` does, or is its beginning."""
        wanted = latex.comparable(beginning)
        return next(
            (
                broken
                for title, broken in self.titles.items()
                if title.startswith(wanted) or wanted.startswith(title)
            ),
            None,
        )


def reason(path: Path, broken: "Broken") -> str:
    """Return where a broken entry of the list at `path` stands and what is wrong with it."""
    return (
        f"{path}:{broken.line}: this entry counts as missing until it is repaired: {broken.reason}"
    )
