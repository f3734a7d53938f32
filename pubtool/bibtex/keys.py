"""Citation keys: surname, year and the first word of the title, such as `jang2025lantern`."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import count, product
from string import ascii_lowercase

from pubtool.latex import to_text, unaccented
from pubtool.publication import Author

_STOP_WORDS = frozenset(
    """
    a an the on of in for to at by from with and or as is are be do does can how what when
    where which who why via into over under towards toward using
    """.split()
)
_APOSTROPHE = re.compile(r"['’`]")
_WORD = re.compile(r"[a-z0-9]+")


def propose(authors: Sequence[Author], year: int | None, title: str) -> str:
    """Return a key of ASCII letters and digits, never empty; it may be taken, see `free`.

    `title` is TeX source or text. Words such as "the" are no first word, unless there is
    no other.
    """
    surname = "".join(_words(authors[0].family)) if authors else ""
    if authors and authors[0].given is None:  # a group: the first word of its name
        surname = next(iter(_words(authors[0].family)), "")
    words = _words(to_text(title))
    word = next((word for word in words if word not in _STOP_WORDS), "".join(words[:1]))
    key = f"{surname}{year or ''}{word}"
    return key if key[:1].isalpha() else f"paper{key}"


def free(key: str, taken: Collection[str]) -> str:
    """Return `key`, or `key` with the first letter (then letters) that make it new.

    `taken` are the keys in use, case-folded: BibTeX does not tell upper from lower case.
    """
    return next(new for new in _variants(key) if new.casefold() not in taken)


def _variants(key: str) -> Iterator[str]:
    yield key
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            yield key + "".join(letters)


def _words(text: str) -> list[str]:
    return _WORD.findall(unaccented(_APOSTROPHE.sub("", text)).casefold())
