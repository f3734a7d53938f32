"""Entries that cannot be read: which papers they most likely hold."""

import re
from dataclasses import dataclass

from pubtool import latex, references
from pubtool.bibtex.document import Broken
from pubtool.publication import Publication
from pubtool.store import Library

# The title in an entry that does not parse, or how it begins.
_TITLE = re.compile(r"\btitle\s*=\s*(.+?)(?:[}\"]\s*,|$)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in the broken entries of a list.

    `words` are those of their text, and the ids that these are; `titles` come reduced for
    comparing, and may be cut short.
    """

    words: dict[str, Broken]
    titles: dict[str, Broken]

    @classmethod
    def of(cls, library: Library) -> "Unread":
        """Return what the broken entries of `library` hold."""
        words: dict[str, Broken] = {}
        titles: dict[str, Broken] = {}
        for broken in library.document.broken:
            for word in re.findall(r"[^\s{}\",]+", broken.raw):
                words.setdefault(word, broken)
                words.setdefault(str(references.find(word)), broken)
            for match in _TITLE.finditer(broken.raw):
                if title := latex.comparable(match[1]):
                    titles.setdefault(title, broken)
        return cls(words, titles)

    def holder(self, publication: Publication) -> Broken | None:
        """Return the entry that has an id of the paper, else one with its title, or None."""
        for identifier in publication.identifiers:
            if broken := self.words.get(str(identifier)) or self.words.get(identifier.value):
                return broken
        return self.titles.get(latex.comparable(publication.title))

    def titled(self, beginning: str) -> Broken | None:
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


def reason(library: Library, broken: Broken) -> str:
    """Return where a broken entry stands and what is wrong with it."""
    return (
        f"{library.path}:{broken.line}: this entry counts as missing until it is repaired: "
        f"{broken.reason}"
    )
