"""Whether two spellings of a name are one person's."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pubtool.latex import unaccented
from pubtool.publication import Author

_Fold = Callable[[str], str]

# Written with two letters in Germany and Scandinavia where the keyboard lacks them.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_DROPPED = re.compile(r"[\s.'’ʼ`‘\-‐‑–·・]+")
_RUN = re.compile(r"[^.]+\.?")
_MOST_PARTS = 8  # more than any person has; matching grows fast with them
_HYPHENS = re.compile(r"[-‐‑–]")


@dataclass(frozen=True, slots=True)
class _Part:
    """A given name or its initial; `bound` to the one before it by a hyphen."""

    text: str
    initial: bool
    bound: bool


@lru_cache(maxsize=4096)  # the same people write many of a list's papers
def same(one: Author, other: Author) -> bool:
    """Whether two names can be the same person's.

    The family name must agree in full; case, accents, hyphens, spaces and the spelling of
    letters such as `ø` or `ü` aside, and with the particle, wherever it is written (`Beethoven,
    Ludwig van`). Given names must not contradict each other: `S. Park`, `S.-H. Park` and
    `Sihwan K. Park` may be `Sihwan Park`, `Sangwoo Park` and `Joao P.` for `Joao F.` may
    not. A suffix counts where both have one. `Park Sihwan` is not `Sihwan Park`: only a
    comma tells which is the family name. Marks such as `*` are part of a name.
    """
    if one.suffix and other.suffix and _suffix(one.suffix) != _suffix(other.suffix):
        return False
    if not (one.name + other.name).isascii():
        return _same(one, other, unaccented) or _same(one, other, _german)
    last, their_last = one.family[-1:], other.family[-1:]
    if last.isalpha() and their_last.isalpha() and last.lower() != their_last.lower():
        return False  # most pairs, without a closer look
    return _same(one, other, unaccented)


def same_list(one: Sequence[Author], other: Sequence[Author]) -> bool:
    """Whether both lists name the same people in the same order."""
    return len(one) == len(other) and all(map(same, one, other))


def namesake(author: Author, people: Iterable[Author]) -> Author | None:
    """Return the first of the people whom `author` may be (see `same`), or None."""
    return next((person for person in people if same(person, author)), None)


def full_name(author: Author) -> str:
    """Return the name in reading order without what `same` leaves aside, to look it up by."""
    return _squeezed((author.name,), unaccented)


def _same(one: Author, other: Author, fold: _Fold) -> bool:
    if _is_east_asian(one.name) or _is_east_asian(other.name):
        return not _orders(one, fold).isdisjoint(_orders(other, fold))
    family, their_family = _family(one, fold), _family(other, fold)
    if not (family.endswith(their_family) or their_family.endswith(family)):
        return False  # most pairs; below, words before the shorter one make it the longer one
    mine, yours = _words(one.given), _words(other.given)
    if family == their_family:
        return _agree(_readings(mine, one, fold), _readings(yours, other, fold))
    if (split := _split_off(family, yours, their_family, fold)) is not None:
        return _agree(_readings(mine, one, fold), _readings(split, other, fold))
    if (split := _split_off(their_family, mine, family, fold)) is not None:
        return _agree(_readings(split, one, fold), _readings(yours, other, fold))
    return _lacks_particle(one, other, fold) and _squeezed(mine[:1], fold) == _squeezed(
        yours[:1], fold
    )


def _family(author: Author, fold: _Fold) -> str:
    return _squeezed((author.particle or "", author.family), fold)


def _split_off(family: str, given: list[str], rest: str, fold: _Fold) -> list[str] | None:
    """Return `given` without the words that belong to `family`, whose end is `rest`.

    `Garcia Lopez, Maria` and `Maria Garcia Lopez` put them on different sides.
    """
    for start in range(len(given)):
        if _squeezed(given[start:], fold) + rest == family:
            return given[:start]
    return None


def _lacks_particle(one: Author, other: Author, fold: _Fold) -> bool:
    """Whether only one name has a particle, and both a given name that is no initial."""
    full = all(
        len(_words(a.given)[:1]) == 1 < len(_words(a.given)[0].strip(".")) for a in (one, other)
    )
    return (
        full
        and (one.particle is None) != (other.particle is None)
        and _squeezed((one.family,), fold) == _squeezed((other.family,), fold)
    )


def _words(given: str | None) -> list[str]:
    return (given or "").split()


def _readings(words: list[str], author: Author, fold: _Fold) -> list[tuple[_Part, ...]]:
    """Return the given names part by part; capitals such as `SY` also as initials."""
    pieces = [
        (piece.strip("."), bound > 0)
        for word in words
        for run in _RUN.findall(word)
        for bound, piece in enumerate(_HYPHENS.split(run))
        if piece.strip(".")
    ]
    full = tuple(_Part(fold(text), len(text) == 1, bound) for text, bound in pieces)
    spread = tuple(
        part
        for text, bound in pieces
        for part in (
            [_Part(fold(char)[:1], True, bound) for char in text]
            if _are_initials(text, author)
            else [_Part(fold(text), len(text) == 1, bound)]
        )
    )
    return [full] if full == spread else [full, spread]


def _are_initials(text: str, author: Author) -> bool:
    if not 1 < len(text) < 4 or not (text.isalpha() and text.isupper()):
        return False
    return not author.family.isupper() or not set(text) & set("AEIOU")


def _agree(mine: list[tuple[_Part, ...]], yours: list[tuple[_Part, ...]]) -> bool:
    return any(_compatible(one, other) for one in mine for other in yours)


def _compatible(one: tuple[_Part, ...], other: tuple[_Part, ...]) -> bool:
    if not one or not other:
        return one == other
    if "".join(part.text for part in one) == "".join(part.text for part in other):
        return True
    if max(len(one), len(other)) > _MOST_PARTS:
        return False
    return _within(one, other, first=True) or _within(other, one, first=True)


def _within(few: tuple[_Part, ...], many: tuple[_Part, ...], first: bool = False) -> bool:
    """Whether each of `few` is found in `many`, in order; the first must be the first.

    What `many` has besides are middle names. A name bound by a hyphen is none: `Jean` is not
    `Jean-Pierre`.
    """
    if not few:
        return not (many and many[0].bound)
    if not many:
        return False
    if _matches(few[0], many[0]) and _rest_within(few, many):
        return True
    if not few[0].initial and not many[0].initial and _joined_within(few, many):
        return True
    return not first and not many[0].bound and _within(few, many[1:])


def _matches(one: _Part, other: _Part) -> bool:
    if one.initial or other.initial:
        return one.text[0] == other.text[0]
    return one.text == other.text


def _rest_within(few: tuple[_Part, ...], many: tuple[_Part, ...]) -> bool:
    if _within(few[1:], many[1:]):
        return True
    if not few[0].initial:
        return False
    unbound = next((i for i in range(1, len(many)) if not many[i].bound), len(many))
    if _within(few[1:], many[unbound:]):  # S. for Sung-Yub
        return True
    inner = few[1].text if len(few) > 1 and few[1].initial else None
    return inner is not None and inner in many[0].text[1:] and _within(few[2:], many[1:])  # S.-Y.


def _joined_within(few: tuple[_Part, ...], many: tuple[_Part, ...]) -> bool:
    """Whether one writes together what the other writes apart: `Sungyub` and `Sung Yub`."""
    mine, yours = few[0].text, many[0].text
    if len(mine) < len(yours) and yours.startswith(mine):
        return _within(few[1:], (_Part(yours[len(mine) :], False, True), *many[1:]))
    if len(yours) < len(mine) and mine.startswith(yours):
        return _within((_Part(mine[len(yours) :], False, True), *few[1:]), many[1:])
    return False


def _squeezed(words: Sequence[str], fold: _Fold) -> str:
    return _DROPPED.sub("", fold("".join(words)))


def _orders(author: Author, fold: _Fold) -> set[str]:
    given, family = author.given or "", _family(author, fold)
    return {_squeezed((given, family), fold), _squeezed((family, given), fold)}


def _is_east_asian(name: str) -> bool:
    return not name.isascii() and any(
        unicodedata.name(char, "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))
        for char in name
        if char > "\u1000"
    )


def _suffix(suffix: str) -> str:
    return _squeezed((suffix,), unaccented).replace("junior", "jr").replace("senior", "sr")


def _german(text: str) -> str:
    return unaccented(unicodedata.normalize("NFC", text).casefold().translate(_TWO_LETTERS))
