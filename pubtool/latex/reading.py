"""LaTeX text as a tree of three kinds of piece; whatever is broken in it stays text."""

import re
from dataclasses import dataclass
from enum import Enum

from pubtool.latex.symbols import TEXT_ACCENTS, accented, symbol


class Style(Enum):
    """A way of setting text that means something in a title."""

    EMPHASIS = "emph"
    RAISED = "textsuperscript"
    LOWERED = "textsubscript"


@dataclass(frozen=True, slots=True)
class Text:
    """Unicode, as the reader sees it."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Pieces in one style."""

    style: Style
    pieces: tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Maths:
    """TeX source between dollars, without these and white space; its braces are balanced."""

    source: str


Piece = Text | Styled | Maths

_STYLES = {
    "emph": Style.EMPHASIS,
    "textit": Style.EMPHASIS,
    "textsl": Style.EMPHASIS,
    "textsuperscript": Style.RAISED,
    "textsubscript": Style.LOWERED,
}
_SWITCHES = frozenset(("em", "it", "sl", "itshape", "slshape"))  # {\em …}: up to the group's end
_UNSTYLED = frozenset(
    (
        *("textbf", "texttt", "textsc", "textrm", "textsf", "textup", "textmd", "textnormal"),
        *("text", "mbox", "hbox", "uppercase", "lowercase", "enquote", "ensuremath"),
    )
)

_PLAIN = re.compile(r"[^\\{}$~]+")
_MACRO = re.compile(r"\\(?:([A-Za-z]+)[ \t\r\n]*|(.)|\Z)", re.DOTALL)
_LIGATURE = re.compile(r"---?|``|''|[!?]`")
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "!`": "¡", "?`": "¿"}
_ESCAPED = re.compile(r"\\(~\{\}|[%&#_~{}$])")
_LONGEST_MATHS = 1000  # characters; so that no text is gone through again and again
_DEEPEST = 40  # groups within groups; deeper ones are hostile, and Python's stack is finite


def read(tex: str) -> tuple[Piece, ...]:
    """Return the pieces of `tex`.

    `%` and `&` are text, as in a title that was pasted and never compiled. Unbalanced
    braces, a dollar without its partner and unknown macros are text too: nothing raises,
    nothing is lost.
    """
    return tuple(Reader(tex).pieces(0, len(tex)))


class Reader:
    """A place in TeX source where groups and arguments can be asked for."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self._ends = _group_ends(tex)

    def group(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the inside of the group that opens at `start` and closes before `end`."""
        closing = self._ends.get(start)
        return None if closing is None or closing >= end else (start + 1, closing)

    def argument(self, start: int, end: int) -> tuple[int, int, int] | None:
        """Return where the argument at `start` begins and ends and where text goes on.

        A group, a macro or one character, white space before it aside; None at the end.
        """
        while start < end and self.tex[start].isspace():
            start += 1
        if start >= end or self.tex[start] == "}":
            return None
        if self.tex[start] == "{":
            inside = self.group(start, end)
            return None if inside is None else (*inside, inside[1] + 1)
        macro = _MACRO.match(self.tex, start, end)
        after = macro.end() if macro else start + 1
        return start, after, after

    def macro(self, start: int, end: int) -> tuple[str, int]:
        """Return the name of the macro at `start` and where text goes on after it."""
        match = _MACRO.match(self.tex, start, end)
        assert match is not None  # callers stand on a backslash
        return match[1] or match[2] or "", match.end()

    def pieces(self, start: int, end: int, depth: int = 0) -> list[Piece]:
        """Return what stands from `start` up to `end`."""
        found: list[Piece] = []
        while start < end:
            char = self.tex[start]
            if plain := _PLAIN.match(self.tex, start, end):
                found.append(Text(_LIGATURE.sub(lambda run: _LIGATURES[run[0]], plain[0])))
                start = plain.end()
            elif char == "\\":
                start = self._macro_pieces(start, end, depth, found)
            elif char == "$":
                start = self._dollar_pieces(start, end, found)
            elif char == "{" and depth < _DEEPEST and (inside := self.group(start, end)):
                found.extend(self.pieces(*inside, depth + 1))
                start = inside[1] + 1
            else:
                found.append(Text(" " if char == "~" else char))
                start += 1
        return found

    def _dollar_pieces(self, start: int, end: int, found: list[Piece]) -> int:
        sign = "$$" if self.tex.startswith("$$", start, end) else "$"
        inside = start + len(sign)
        closing = _closing_dollar(self.tex, inside, min(end, inside + _LONGEST_MATHS), sign)
        source = _trimmed(self.tex[inside:closing]) if closing is not None else ""
        if closing is None or not is_balanced(source) or _is_money(source, self.tex, closing):
            found.append(Text(sign))
            return inside
        found.append(Maths(source))
        return closing + len(sign)

    def _macro_pieces(self, start: int, end: int, depth: int, found: list[Piece]) -> int:
        name, after = self.macro(start, end)
        if name in ("(", "["):
            limit = min(end, after + _LONGEST_MATHS)
            closing = self.tex.find("\\" + {"(": ")", "[": "]"}[name], after, limit)
            source = _trimmed(self.tex[after:closing]) if closing >= 0 else ""
            if source and is_balanced(source):
                found.append(Maths(source))
                return closing + 2
        if name in _SWITCHES and depth < _DEEPEST:
            found.append(Styled(Style.EMPHASIS, tuple(self.pieces(after, end, depth + 1))))
            return end
        if name in TEXT_ACCENTS or name in _STYLES or name in _UNSTYLED or name in ("url", "href"):
            return self._command_pieces(name, start, end, depth, found)
        known = symbol(name)
        if known is not None:
            found.append(Text(known))
            return after
        if self.tex.startswith("{", after) and self.group(after, end):
            return after  # an unknown command leaves its argument
        found.append(Text(self.tex[start:after]))
        return after

    def _command_pieces(
        self, name: str, start: int, end: int, depth: int, found: list[Piece]
    ) -> int:
        _, after = self.macro(start, end)
        argument = self.argument(after, end)
        if argument is None or depth >= _DEEPEST:
            found.append(Text(self.tex[start:after]))
            return after
        first, last, after = argument
        if name == "url":
            found.append(Text(_ESCAPED.sub(lambda match: match[1][0], self.tex[first:last])))
            return after
        if name == "href":
            return after  # the text, which comes next, is what the reader sees
        inner = self.pieces(first, last, depth + 1)
        if name in TEXT_ACCENTS:
            found.extend(_with_accent(name, inner))
        elif name in _STYLES:
            found.append(Styled(_STYLES[name], tuple(inner)))
        else:
            found.extend(inner)
        return after


def _with_accent(accent: str, pieces: list[Piece]) -> list[Piece]:
    if not pieces:
        return [Text(accented(accent, ""))]
    match pieces[0]:
        case Text(text):
            return [Text(accented(accent, text)), *pieces[1:]]
    return pieces


def _group_ends(tex: str) -> dict[int, int]:
    ends: dict[int, int] = {}
    opened: list[int] = []
    for brace in re.finditer(r"\\.|[{}]", tex, re.DOTALL):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            ends[opened.pop()] = brace.start()
    return ends


def _closing_dollar(tex: str, start: int, end: int, sign: str) -> int | None:
    for match in re.compile(r"\\.|\$\$?", re.DOTALL).finditer(tex, start, end):
        if match[0] == sign or (sign == "$" and match[0] == "$$"):
            return match.start()
    return None


def _trimmed(source: str) -> str:
    r"""Return maths without white space around it, nor the space `\ ` at its end.

    TeX ignores the one; of the other the backslash would be left alone, before a dollar.
    """
    source = source.strip()
    while (len(source) - len(source.rstrip("\\"))) % 2:
        source = source[:-1].rstrip()
    return source


def is_balanced(source: str) -> bool:
    r"""Whether BibTeX, which counts `\{` too, and TeX both find each brace's partner."""
    for pattern in (r"[{}]", r"\\.|[{}]"):
        depth = 0
        for brace in re.findall(pattern, source, re.DOTALL):
            depth += {"{": 1, "}": -1}.get(brace, 0)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _is_money(source: str, tex: str, closing: int) -> bool:
    """Whether these are two sums ("from $5 to $10"), not maths; pandoc's rule for dollars."""
    return not source or (source[:1].isdigit() and tex[closing + 1 : closing + 2].isdigit())
