"""LaTeX text to Unicode, for the terminal and for comparing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pubtool.latex import maths
from pubtool.latex.characters import lowered, one_line, raised, unaccented
from pubtool.latex.reading import Maths, Piece, Style, Styled, Text, read

# Only text with one of these, or with braces, can be anything but itself.
_MARKUP = re.compile(r"[\\$~]|--|``|''|[!?]`")
_NOT_COMPARED = re.compile(r"(?:[^\w+]|_)+")
_GROUPS = re.compile(r"(?:[^{}]++|\{[^{}]*+\})*+")  # each brace with its partner


def to_text(tex: str) -> str:
    """Return LaTeX text as one line of Unicode, in NFC, safe to print on a terminal.

    Accents and symbols become characters, maths reads as far as Unicode goes (`A$^3$` is
    `A³`), braces and styles go, `--` is an en dash, `~` a space. What is broken (a brace or
    dollar alone, an unknown macro) stays as it is written; `%` and `&` are text. Characters
    that steer a terminal or reverse the reading direction are left out. Never raises.
    """
    if _MARKUP.search(tex) is None and _GROUPS.fullmatch(tex):
        return one_line(tex.replace("{", "").replace("}", ""))
    return one_line(plain(read(tex)))


def plain(pieces: Iterable[Piece]) -> str:
    """Return the pieces as Unicode; white space stays as it is."""
    return "".join(map(_plain_piece, pieces))


def _plain_piece(piece: Piece) -> str:
    match piece:
        case Text(text):
            return text
        case Maths(source):
            return maths.to_text(source)
        case Styled(style, inner):
            text = plain(inner)
            if style is Style.EMPHASIS or not text.strip():
                return text
            return raised(text) if style is Style.RAISED else lowered(text)


@lru_cache(maxsize=16_384)  # a list is compared with a list, each title with each
def comparable(tex: str) -> str:
    r"""Return a title reduced to what tells it from another title.

    LaTeX, case, accents, punctuation and white space go: `MeZO-A$^3$dam`, `MeZO-A^3dam`
    and `{MeZO-A3dam}` are `mezoa3dam`. Greek letters are spelt out (`$\beta$-VAE` is
    `betavae`); a plus is kept (`LANTERN++` is another paper than `LANTERN`). A title of
    nothing but punctuation is itself.
    """
    text = to_text(tex)
    bare = _NOT_COMPARED.sub("", unaccented(text))
    return (bare if bare.isascii() else "".join(map(_spelt, bare))) or text


def _spelt(char: str) -> str:
    if not "α" <= char <= "ω":
        return char
    return unicodedata.name(char).split()[-1].lower().replace("lamda", "lambda")
