"""Author lists as services and their BibTeX write them, decorations and all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pubtool import names
from pubtool.publication import Author

_SYMBOLS = "*∗†‡§¶"
_MARK = (  # bare, escaped, or raised in LaTeX
    rf"(?:\\?[{_SYMBOLS}]|\$\^?\{{?(?:\\?[{_SYMBOLS}]|\\(?:ast|dagger|ddagger))\}}?\$"
    rf"|\\textsuperscript\{{[{_SYMBOLS}]\}})+"
)
_SPELT = str.maketrans({"∗": "*", "\\": None, "$": None, "^": None, "{": None, "}": None})
_PROFILE = re.compile(r"~(?P<name>\D+?)\d+")
_NOBODY = re.compile(r"anonymous(?: authors?| author\(s\))?|author names? withheld", re.I)


@dataclass(frozen=True, slots=True)
class People:
    """The authors that a list of names tells, in order, and what was made of the list.

    `authors` is empty where the list is, and where it says "Anonymous".
    """

    authors: tuple[Author, ...]
    hints: tuple[str, ...] = ()


def read(listed: Sequence[str]) -> People:
    """Return the people whose names (Unicode) are listed.

    Symbols at a name are no part of it. Where several names carry the same one, it
    means equal contribution, as on the papers themselves. `~Sihwan_Park1` is a profile's id, which
    holds the name.
    """
    written = [" ".join(name.split()) for name in listed if name.strip()]
    if all(is_nobody(name) for name in written):
        return People(())
    hints = []
    bare, equal = without_marks(written)
    authors = [_person(name) for name in bare]
    if any(name.startswith("~") for name in bare):
        hints.append("OpenReview gives a profile's id in place of a name: check the authors")
    if equal:
        authors = [replace(one, equal=n in equal) for n, one in enumerate(authors)]
        hints.append("the names carry symbols: taken as equal contribution")
    elif bare != written:
        hints.append("a symbol at a name was left out")
    return People(tuple(authors), tuple(hints))


def is_nobody(name: str) -> bool:
    """Tell whether `name` is what double-blind review prints for a name."""
    return bool(_NOBODY.fullmatch(name.strip(" {}")))


def without_marks(listed: Sequence[str]) -> tuple[list[str], frozenset[int]]:
    """Return the names without symbols, and the positions (from 0) of equal contributors."""
    marks = [_mark_of(name) for name in listed]
    bare = [
        " ".join(name.replace(mark, " ").split()) if mark else name
        for name, mark in zip(listed, marks, strict=True)
    ]
    meant = [re.sub(r"textsuperscript", "", mark).translate(_SPELT) for mark in marks]
    shared = next((mark for mark in meant if mark and meant.count(mark) > 1), None)
    return bare, frozenset(n for n, mark in enumerate(meant) if mark and mark == shared)


def _mark_of(name: str) -> str:
    """Return the symbols before or after a name, never the whole of it."""
    found = re.match(_MARK, name) or re.search(rf"{_MARK}$", name)
    return found[0] if found and found[0] != name else ""


def _person(name: str) -> Author:
    profile = _PROFILE.fullmatch(name)
    return names.parse(profile["name"].replace("_", " ") if profile else name)
