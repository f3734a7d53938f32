"""The author list that a person typed: names, marks after them, and which one is set off."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from pubtool import names, venues
from pubtool.homepage.reading.marked import Look, Marked
from pubtool.publication import Author

EMPHASIS = Look.BOLD | Look.UNDERLINE | Look.CODE
MARKS = "*∗⁎†‡§¶#⋆★☆♢♦♠♣♭♯{}"  # braces too, round those who share something


@dataclass(frozen=True, slots=True)
class Name:
    """One author as typed: `marks` are the signs after the name, superscripts included.

    `emphasis` is the look that sets the name off from the others. `native` is the name in
    another script that stood in parentheses after it.
    """

    author: Author
    marks: str = ""
    emphasis: Look = Look.PLAIN
    native: str | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """The names at the start of a text, and where the text goes on after them."""

    names: tuple[Name, ...]
    et_al: bool
    end: int


_PARTICLES = re.compile(
    r"de|da|di|do|dos|das|del|della|der|den|van|von|zu|zur|la|le|les|du|el|al|bin|ibn|ben|y|e|i"
    r"|ter|ten|af|av|st|san"
)
_NO_NAME = re.compile(
    r"the|for|with|via|from|using|towards?|are|how|what|why|when|under|without|into|beyond"
    r"|between|conference|workshop|journal|proceedings|transactions|university|preprint|arxiv"
    r"|review|submitted|international|symposium|abstract|paper",
    re.I,
)
# In lower case only: "An", "To" and "In" are names too.
_LINKING = re.compile(r"a|an|of|on|to|by|in|is|as|at|or|and")
_NOT_IN_NAME = re.compile(r"[^\w\s.'’‘`´\-‐‑–·•]|\d|_")
_NATIVE = re.compile(r"\s*[(（]([^()（）\x00-\x7f]{1,40})[)）]")
_ELLIPSIS = re.compile(r"\s*(?:\.\s?\.\s?\.|…|⋯)\s*\Z")
_ET_AL = re.compile(r"\s*(?:et\.?\s+al\b\.?|(?:and\s+)?others\b|et\s+alii\b)", re.I)
_INITIALS = re.compile(
    r"\s*(?:(?:[^\W\d_]\.[\s-]{0,2}){1,4}(?<!\s)|[A-Z](?:[\s-]?[A-Z]){0,2}(?![^\W_]))"
)
_SEPARATOR = re.compile(
    rf"[,;&，、；\v\f]|\s+(?:and|und)(?=\s)|(?<=[{re.escape(MARKS)}])(?=\s+[^\W\d_])"
)
_AND = re.compile(r"\s*(?:and|und|&|,)\s+", re.I)
_SENTENCE = re.compile(r"\.(?=\s|[A-Z])")


def take(text: Marked, known: Collection[str] = ()) -> Byline | None:
    """Return the author list that `text` begins with, None where it begins with no name.

    Names are separated by commas, semicolons, `&` or "and", or by a mark (`A* B*`). The list
    ends where something stands that is no name; `known` are names that may stand before a title
    with nothing in between.
    "Family, I." lists are read as such. Initials count as names only after a family name.
    """
    pieces = [span for span in _pieces(text) if text.text[span[0] : span[1]].strip()]
    inverted = _is_inverted(text, pieces)
    found: list[Name] = []
    et_al, end, i = False, 0, 0
    while i < len(pieces):
        start, stop = pieces[i]
        if match := _ET_AL.match(text.text[start:stop]):
            et_al, end = bool(found), start + match.end()
            break
        if _ELLIPSIS.match(text.text[start:stop]):
            found.append(Name(Author(text.text[start:stop].strip())))
            end, i = stop, i + 1
            continue
        if inverted and i + 1 < len(pieces):
            length = _inverted_length(text, pieces[i], pieces[i + 1])
            stop, i = pieces[i + 1][1], i + 1
        else:
            length = _length(text.part(start, stop), known)
        if length is None:
            break
        found.append(_name(text.part(start, start + length)))
        end, i = start + length, i + 1
        if text.text[end:stop].strip(" ." + MARKS):
            break
    return Byline(tuple(found), et_al, end) if found else None


def is_name(text: str) -> bool:
    """Tell whether `text` could be a person's name: a few capitalised words, no digits."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 60 or _NOT_IN_NAME.search(text.strip()):
        return False
    bare = [word.strip(".'’`") for word in words]
    if not all(bare) or any(_LINKING.fullmatch(word) or _NO_NAME.fullmatch(word) for word in bare):
        return False
    if any(len(word) > 3 and word.endswith(".") for word in words[1:-1]):
        return False  # a sentence ends there
    lower = [word for word in bare if word[0].islower() and not _PARTICLES.fullmatch(word)]
    if (bare[0][0].islower() and not _PARTICLES.fullmatch(bare[0])) or len(lower) > 1:
        return False
    return not (sum(map(str.isupper, text)) > 1 and venues.known(text))


def is_gap(author: Author) -> bool:
    """Tell whether an "author" is an ellipsis, by which a page leaves people out."""
    return _ELLIPSIS.match(author.name) is not None


def _pieces(text: Marked) -> Iterator[tuple[int, int]]:
    """Yield the spans between the separators; a comma among superscripts is none."""
    start = 0
    for match in _SEPARATOR.finditer(text.text):
        if match.start() < len(text.text) and text.looks[match.start()] & Look.SUP:
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(text.text)


def _plain(text: Marked) -> str:
    """Return the text without superscripts, marks and names in another script."""
    kept = (
        char
        for char, look in zip(text.text, text.looks, strict=True)
        if not look & Look.SUP and char not in MARKS
    )
    return " ".join(_NATIVE.sub(" ", "".join(kept)).split())


def _is_inverted(text: Marked, pieces: list[tuple[int, int]]) -> bool:
    """Tell whether the list reads "Family, I., Family, I."."""
    if len(pieces) < 2:
        return False
    first, second = (_plain(text.part(*pieces[i])) for i in (0, 1))
    return is_name(first) and len(first) > 1 and "." not in first and bool(_INITIALS.match(second))


def _inverted_length(text: Marked, family: tuple[int, int], rest: tuple[int, int]) -> int | None:
    """Return how long "Family, I." at `family` is, None where there is no such thing."""
    if not is_name(_plain(text.part(*family))):
        return None
    initials = _INITIALS.match(text.text[rest[0] : rest[1]])
    return rest[0] + initials.end() - family[0] if initials else None


def _length(piece: Marked, known: Collection[str]) -> int | None:
    """Return how many characters at the start of `piece` are a name, None for none."""
    limit = _limit(piece)
    if is_name(_plain(piece.part(0, limit))):
        return limit
    for cut in _cuts(piece, limit):
        if is_name(_plain(piece.part(0, cut))):
            return cut
    words = list(re.finditer(r"\S+", piece.text[:200]))
    for size in range(min(4, len(words)), 1, -1):
        end = words[size - 1].end()
        if _plain(piece.part(0, end)).rstrip(".,:") in known:
            return end
    return None


def _limit(piece: Marked) -> int:
    """Return where a name must have ended: at italics, at a bracket, at a quotation."""
    start = len(piece.text) - len(piece.text.lstrip())
    position = start
    while position < len(piece.text):
        if native := _NATIVE.match(piece.text, position):
            position = native.end()
            continue
        italic = piece.looks[position] & Look.ITALIC and not piece.looks[start] & Look.ITALIC
        if italic or piece.text[position] in '(["“”（<':
            break
        position += 1
    return position


def _cuts(piece: Marked, limit: int) -> Iterator[int]:
    """Yield places before `limit` where a name may end and other text begin, likeliest first."""
    text = piece.text[:limit]
    start = len(text) - len(text.lstrip())
    if start < limit and (emphasis := piece.looks[start] & EMPHASIS):
        end = start
        while end < limit and (piece.looks[end] & emphasis or piece.looks[end] & Look.SUP):
            end += 1
        while end < limit and text[end] in MARKS:
            end += 1
        yield end
    if (newline := text.find("\n", start)) >= 0:
        yield newline
    for match in islice(_SENTENCE.finditer(text), 8):
        words = _plain(piece.part(0, match.start())).split()
        if words and len(words[-1]) > 1 and "." not in words[-1][1:2]:
            yield match.start()


def _name(piece: Marked) -> Name:
    """Return the author that `piece` names."""
    emphasis = next(
        (look for look in (Look.UNDERLINE, Look.BOLD, Look.CODE) if piece.share(look) > 0.5),
        Look.PLAIN,
    )
    signs = "".join(
        char
        for char, look in zip(piece.text, piece.looks, strict=True)
        if (look & Look.SUP or char in MARKS) and not char.isspace() and char != ","
    )
    native = _NATIVE.search(piece.text)
    plain = _plain(piece)
    plain = _AND.sub("", plain, count=1) if _AND.match(plain) else plain
    plain = " ".join(plain.split()).strip(",;{}")
    last = plain.split()[-1] if plain.split() else ""
    short = len(last) < 4 and ("," in plain or last in ("Jr.", "Sr.") or len(last) < 3)
    if last.endswith(".") and not short:  # the end of the list, not an initial or "Jr."
        plain = plain[:-1]
    return Name(names.parse(plain), signs, emphasis, native[1] if native else None)
