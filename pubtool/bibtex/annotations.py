"""The data annotation `author+an`: who contributed equally, who is the list's owner.

BibLaTeX's manual, section "Data Annotations": items joined by `;`, each the position of an
author, `=`, and its annotations joined by `,`; what stands in quotation marks is one text.
Only the unnamed form is read here. A named one (`author+an:role`) just stays with its authors.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pubtool.publication import Author

FIELD = "author+an"
EQUAL = "equal"
ME = "me"
NAMED = f"{FIELD}:"  # how the field of a named annotation begins

_ITEM = re.compile(r"\s*(\d+)(\s*(:[^=]*)?=(.*))", re.DOTALL)
_PIECE = re.compile(r'(?:"[^"]*"|[^;])+')
_FLAG = re.compile(r'(?:"[^"]*"|[^,])+')


@dataclass(frozen=True, slots=True)
class _Item:
    """One item; `position` is None for one that annotates no author of the list."""

    position: int | None
    part: str  # ":family" where a part of the name is annotated, else ""
    flags: tuple[str, ...]
    text: str  # what follows the position, or all


def annotation(authors: Sequence[Author]) -> str | None:
    """Return the annotation of these authors, such as `1=equal; 2=me, equal`, or None."""
    items = (_written(number, _flags(author)) for number, author in enumerate(authors, 1))
    return "; ".join(item for item in items if item) or None


def flags_of(text: str) -> dict[int, frozenset[str]]:
    """Return the annotations by the author's position, which counts from 1.

    Items that are malformed, or about a part of the name, are passed over.
    """
    found: dict[int, frozenset[str]] = {}
    for item in _items(text):
        if item.position is not None and not item.part:
            found[item.position] = found.get(item.position, frozenset()) | set(item.flags)
    return found


def rewrite(text: str, moved: Mapping[int, int], authors: Sequence[Author]) -> str | None:
    """Return the annotation for a changed author list, None where nothing is left.

    `moved` tells the new position for the old one of each author who stayed; the items of
    those who left go. Of the annotations, "equal" and "me" become those of `authors`; all
    others, malformed ones included, stay.
    """
    kept: list[tuple[int | None, str]] = []
    others: dict[int, list[str]] = {}
    for item in _items(text):
        if item.position is None:
            kept.append((None, item.text))
        elif item.position in moved and item.part:
            kept.append((moved[item.position], f"{moved[item.position]}{item.text}"))
        elif item.position in moved:
            own = [flag for flag in item.flags if flag not in (EQUAL, ME)]
            others.setdefault(moved[item.position], []).extend(own)
    for number, author in enumerate(authors, 1):
        written = _written(number, [*_flags(author), *others.get(number, ())])
        if written:
            kept.append((number, written))
    return _joined(kept)


def moved_along(text: str, moved: Mapping[int, int]) -> str | None:
    """Return a named annotation for a changed author list, None where nothing is left.

    `moved` is as in `rewrite`. The text stays as it is where no author in it has moved.
    """
    items = _items(text)
    if all(one.position is None or moved.get(one.position) == one.position for one in items):
        return text
    kept: list[tuple[int | None, str]] = []
    for one in items:
        if one.position is None:
            kept.append((None, one.text))
        elif place := moved.get(one.position):
            kept.append((place, f"{place}{one.text}"))
    return _joined(kept)


def _joined(items: Iterable[tuple[int | None, str]]) -> str | None:
    """Return the items by position, those without one last."""
    ordered = sorted(items, key=lambda pair: (pair[0] is None, pair[0] or 0))
    return "; ".join(text.strip() for _, text in ordered) or None


def _items(text: str) -> list[_Item]:
    items = []
    for piece in _PIECE.findall(text):
        if not piece.strip():
            continue
        match = _ITEM.fullmatch(piece)
        if match:
            flags = tuple(flag.strip() for flag in _FLAG.findall(match[4]) if flag.strip())
            items.append(_Item(int(match[1]), (match[3] or "").strip(), flags, match[2]))
        else:
            items.append(_Item(None, "", (), piece))
    return items


def _flags(author: Author) -> list[str]:
    return [flag for flag, is_set in ((ME, author.me), (EQUAL, author.equal)) if is_set]


def _written(position: int, flags: Sequence[str]) -> str:
    return f"{position}={', '.join(flags)}" if flags else ""
