r"""Signs that people set after names, as TeX writes them: `*`, `$^\dagger$`."""

import re
from collections.abc import Sequence

from pubtool.latex import to_text
from pubtool.names import split_list

_SIGN = r"[*∗⁎⋆✝†‡§¶#]"
_COMMAND = (
    r"\\(?:dag|dagger|ddag|ddagger|ast|star|textdagger|textdaggerdbl|textasteriskcentered"
    r"|textsection|textparagraph|S|P)(?![A-Za-z])\s*(?:\{\})?"
)
_NUMBERS = r"\d+(?:\s*,\s*\d+)*"
_INSIDE = rf"(?:\\?{_SIGN}|{_COMMAND}|{_NUMBERS}|[,\s])+"
MARK = re.compile(
    rf"(?:\{{\}})?\$\s*(?:\{{\}})?\s*\^?\s*\{{?{_INSIDE}\}}?\s*\$"
    rf"|\\textsuperscript\s*\{{{_INSIDE}\}}"
    rf"|\{{\s*{_COMMAND}\s*\}}"
    rf"|{_COMMAND}"
    rf"|\\?{_SIGN}"
    r"|[¹²³⁰⁴-⁹]+"
    rf"|(?<=[^\W\d_]){_NUMBERS}(?=\s|,|\}}|$)"
)
_DECORATION = re.compile(
    r"\\(?:textbf|textit|emph|underline|uline|mathbf|bf|it)(?![A-Za-z])\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_ONE_GROUP = re.compile(r"\{[^{}]*\}")
_ALIKE = str.maketrans({"∗": "*", "⁎": "*", "✝": "†"})


def marks_of(name: str) -> tuple[str, ...]:
    """Return the signs in one name of an author list, as Unicode; a group's name has none."""
    if _ONE_GROUP.fullmatch(name):
        return ()
    texts = (to_text(match[0]).translate(_ALIKE) for match in MARK.finditer(name))
    return tuple(re.sub(r"[\s^()\\]", "", text) for text in texts)


def without_marks(authors: str) -> str:
    """Return an author list (or one name) without the signs, its white space else as it is."""
    text = MARK.sub("", authors)
    text = re.sub(r"(?<=\S)[ \t]+(?=[,}\n]|$)", "", text)
    return re.sub(r"(?<=\S)[ \t]{2,}", " ", text)


def without_decoration(authors: str) -> str:
    r"""Return an author list without `\textbf{…}` and the like round its names."""
    return _DECORATION.sub(r"\1", authors)


def decorated(names: Sequence[str]) -> list[str]:
    r"""Return those of the names that are set in `\textbf` or the like."""
    return [name for name in names if _DECORATION.search(name)]


def equal_positions(authors: str) -> tuple[int, ...] | None:
    """Return who contributed equally, where the signs in an author list leave no doubt.

    That is: one sign (not a number, which may be an affiliation) after the first two or more
    names and no other. A sign on one name, or on the last ones, may mean anything.
    """
    names, _ = split_list(authors)
    found = [marks_of(name) for name in names]
    marked = tuple(number for number, own in enumerate(found, 1) if own)
    kinds = {sign for own in found for sign in own}
    if len(marked) < 2 or marked != tuple(range(1, len(marked) + 1)) or len(kinds) != 1:
        return None
    return None if any(char.isdigit() for char in kinds.pop()) else marked
