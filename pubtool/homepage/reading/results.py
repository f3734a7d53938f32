"""What the reading of a page gives."""

from dataclasses import dataclass

from pubtool.homepage.style import Section, Style
from pubtool.publication import Publication


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper that was taken over: `line` is its first on the page, `section` the heading.

    `text` is the item, a whole comment for a hidden one. `leftover` is its text that is in no
    field, None where all of it is. `told_year` is False where the item tells no year, and the
    paper's is that of a heading or of its id.
    """

    publication: Publication
    line: int
    section: str
    notes: tuple[str, ...] = ()
    leftover: str | None = None
    text: str = ""
    told_year: bool = True


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
