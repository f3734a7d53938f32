"""Names as BibTeX reads and writes them."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from pubtool.latex import from_text, to_text
from pubtool.publication import Author

_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV")
# With these a lower-case name begins with a particle (`de Bruijn`); with any other word it
# is a person who writes the given name small (`danah boyd`).
_PARTICLE_WORDS = """
af al da das de degli dei del della den der des di do dos du el het la las le los of op 't te ten
ter van vande vanden vander vom von vor zu zum zur
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_COMMA = re.compile(",")
_SPACE = re.compile(r"(?:\s|(?<!\\)~)+")


@lru_cache(maxsize=4096)  # the same people write many of a list's papers
def parse(text: str) -> Author:
    """Return the name that one item of a BibTeX author list (or a person) writes.

    `Sihwan Park`, `Park, Sihwan`, `van Beethoven, Ludwig`, `Steele, Jr., Guy L.` and
    `{ATLAS Collaboration}` are read by the rules of the BibTeX manual (Patashnik, "BibTeXing",
    section 4). Beyond them `Guy L. Steele Jr.` and `Steele, Jr.` have a suffix, and `danah
    boyd` a given name. `text` may be TeX source, the parts come back in Unicode. Never raises:
    what cannot be taken apart is all `family`.
    """
    first, *rest = (_tokens(part) for part in _split(text, _COMMA))
    rest = [tokens for tokens in rest if tokens]
    if not rest:
        return _first_von_last(first)
    if not _is_suffix(rest[0]) and len(rest) == 1:
        return _von_last(first, rest[0])
    suffix, *others = rest
    given = [token for tokens in others for token in tokens]
    author = _von_last(first, given) if given else _first_von_last(first)
    return replace(author, suffix=_text(suffix))


def split_list(text: str) -> tuple[list[str], bool]:
    """Return the names of a BibTeX `and` list, and whether it ends in `and others`.

    The names are as written, for `parse`, with single white space. An `and` in braces is
    part of a name. Empty names are left out.
    """
    names = [" ".join(name.split()) for name in _split(text, _AND) if name.strip()]
    if names and names[-1] == "others":
        return names[:-1], True
    return names, False


def to_bibtex(author: Author) -> str:
    """Return the name as one item of a BibTeX author list: TeX source that `parse` reads back.

    `Given von Family` where BibTeX, too, takes that apart into the same parts, else `von
    Family, Jr, Given`; a group stands in braces. Letters stay UTF-8, TeX's special
    characters are escaped, and no part can end the name or the list.
    """
    family, given = _protected(author.family), _protected(author.given or "")
    particle, suffix = _protected(author.particle or ""), _protected(author.suffix or "")
    behind = (suffix, given or "{}") if suffix else (given,) if given else ()
    candidates: list[str] = []
    if not _has_inner_lower(family):
        if not suffix and not _has_lower(given):
            candidates.append(_spaced(given, particle, family))
        candidates.append(", ".join((_spaced(particle, family), *behind)))
    candidates.append(", ".join((_spaced(particle, f"{{{family}}}"), *behind)))
    wanted = _parts(author)
    for candidate in candidates:
        if _parts(parse(candidate)) == wanted:
            return candidate
    last = f"{{{_spaced(particle, family)}}}"
    return ", ".join((last, *(f"{{{part}}}" for part in behind)))


def _first_von_last(tokens: list[str]) -> Author:
    if len(tokens) > 2 and _is_suffix(tokens[-1:]):
        return replace(_first_von_last(tokens[:-1]), suffix=_text(tokens[-1:]))
    before, last = tokens[:-1], tokens[-1:]
    small = len(list(takewhile(_is_small_given, before)))
    lower = [i for i in range(small, len(before)) if _is_lower(before[i])]
    if not lower:
        return _author(before, [], last)
    start, end = lower[0], lower[-1] + 1
    return _author(before[:start], before[start:end], before[end:] + last)


def _von_last(tokens: list[str], given: list[str]) -> Author:
    if len(tokens) > 1 and _is_suffix(tokens[-1:]):  # King Jr., Martin Luther
        return replace(_von_last(tokens[:-1], given), suffix=_text(tokens[-1:]))
    particle = list(takewhile(_is_lower, tokens[:-1]))
    return _author(given, particle, tokens[len(particle) :])


def _author(given: list[str], particle: list[str], family: list[str]) -> Author:
    return Author(_text(family) or "", _text(given), _text(particle))


def _text(tokens: list[str]) -> str | None:
    return to_text(" ".join(tokens)) or None


def _is_suffix(tokens: list[str]) -> bool:
    return len(tokens) == 1 and _SUFFIX.fullmatch(tokens[0]) is not None


def _is_small_given(token: str) -> bool:
    return _is_lower(token) and token not in _PARTICLES


def _is_lower(token: str) -> bool:
    """Whether BibTeX takes the word as a particle; one in braces has no case."""
    if token.startswith("{") and not token.startswith("{\\"):
        return False
    if token[:1].isalpha():  # most, and TeX has no say in it
        return token[:1].islower()
    return next((char.islower() for char in to_text(token) if char.isalpha()), False)


def _has_lower(tex: str) -> bool:
    return any(map(_is_lower, _tokens(tex)))


def _has_inner_lower(tex: str) -> bool:
    return any(map(_is_lower, _tokens(tex)[:-1]))


def _protected(text: str) -> str:
    """Return one part of a name as TeX source in which nothing ends the part or the list."""
    tex = from_text(text)
    if "," in tex:
        return f"{{{tex}}}"
    return _AND.sub(r"{\g<0>}", "{others}" if tex == "others" else tex)


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _parts(author: Author) -> tuple[str | None, ...]:
    return author.given, author.particle, author.family, author.suffix


def _tokens(part: str) -> list[str]:
    return [token for token in _split(part, _SPACE) if token]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return the pieces of `text` between the separators that no braces enclose."""
    if "{" not in text:
        return separator.split(text)
    masked = _masked(text)
    edges = [(match.start(), match.end()) for match in separator.finditer(masked)]
    starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _masked(text: str) -> str:
    """Return `text` with every group in braces blackened, position by position."""
    masked = list(text)
    opened: list[int] = []
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            start = opened.pop()
            if not opened:
                masked[start : brace.end()] = "█" * (brace.end() - start)
    return "".join(masked)
