"""Unicode to BibTeX values that LaTeX compiles, with the capitals of titles protected."""

import re
from dataclasses import dataclass

from pubtool.latex import maths
from pubtool.latex.capitals import protected_words
from pubtool.latex.characters import one_line
from pubtool.latex.decoding import plain
from pubtool.latex.reading import Maths, Piece, Styled, Text, read

# `\textbraceleft`, not `\{`: BibTeX counts the brace of `\{` as one that opens. A straight
# quote stands in braces because a value may be delimited by quotes.
_SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': '{"}',
}
_LIGATURES = frozenset(("--", "``", "''", "!`", "?`", ",,"))
_DOUBLED = re.compile(r"\\\\(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class _Atom:
    """What the reader sees, and how it is written in TeX; not divisible."""

    seen: str
    source: str


def from_text(text: str, *, title: bool = False, caret: bool = False) -> str:
    r"""Return Unicode text as TeX source: one line, braces balanced for TeX and BibTeX.

    `to_text` gives the text back (in NFC, white space single). TeX's special characters are
    escaped, letters stay UTF-8. In a `title`, words whose capitals BibTeX's sentence case
    would lower are put in braces. `caret` leaves `^` as it is, for a page that says `A^3`:
    printed there as it was, though LaTeX wants `A\textasciicircum{}3`.
    """
    return _encode([_atom(char, caret) for char in one_line(text)], title)


def from_source(text: str, *, title: bool = False) -> str:
    """Return the text of arXiv or OpenReview, which may hold some TeX, as TeX source.

    Maths between balanced dollars stays maths, emphasis and raised or lowered text stay
    so, accents and symbols become letters; all else is text, escaped as in `from_text`.
    The result is balanced, whatever came in, and runs no TeX command that acts.
    """
    return _encode(_atoms(read(one_line(text))), title)


def _atom(char: str, caret: bool = False) -> _Atom:
    return _Atom(char, char if caret and char == "^" else _SPECIALS.get(char, char))


def _atoms(pieces: tuple[Piece, ...]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for piece in pieces:
        seen = plain((piece,))
        match piece:
            case Maths(source) if maths.is_harmless(source):
                kept = one_line(_DOUBLED.sub(r"\\", source))
                atoms.append(_Atom(seen, f"${kept}$"))
            case Styled(style, inner) if seen.strip():
                atoms.append(_Atom(seen, f"\\{style.value}{{{_encode(_atoms(inner), False)}}}"))
            case Text(text) | Maths(text):
                atoms.extend(_atom(char) for char in text)
            case _:
                atoms.extend(_atom(char) for char in seen)
    return atoms


def _encode(atoms: list[_Atom], title: bool) -> str:
    words = _words(atoms)
    if not title:
        return " ".join(map(_joined, words))
    kept = protected_words(["".join(atom.seen for atom in word) for word in words])
    return " ".join(
        _braced(word) if braces else _joined(word) for word, braces in zip(words, kept, strict=True)
    )


def _words(atoms: list[_Atom]) -> list[list[_Atom]]:
    words: list[list[_Atom]] = [[]]
    for atom in atoms:
        if len(atom.seen) == 1 and atom.source.isspace():
            words.append([])
        else:
            words[-1].append(atom)
    return [word for word in words if word]


def _joined(atoms: list[_Atom]) -> str:
    parts: list[str] = []
    before = ""
    for atom in atoms:
        if before + atom.source in _LIGATURES:
            parts.append("{}")
        parts.append(atom.source)
        before = atom.source
    return "".join(parts)


def _braced(word: list[_Atom]) -> str:
    """Return the word with braces round it, punctuation before and after left outside."""
    inner = [i for i, atom in enumerate(word) if len(atom.seen) > 1 or _is_inner(atom.seen)]
    first, last = inner[0], inner[-1] + 1
    core = _joined(word[first:last])
    if core.startswith("\\"):
        core = f"{{{core}}}"  # BibTeX changes the case of `{\…}` all the same
    return f"{_joined(word[:first])}{{{core}}}{_joined(word[last:])}"


def _is_inner(char: str) -> bool:
    return char.isalnum() or char in "+*#^"
