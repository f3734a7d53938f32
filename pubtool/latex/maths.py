"""TeX maths as a line of Unicode that reads well in a terminal."""

import re
import unicodedata

from pubtool.latex.characters import lowered, raised
from pubtool.latex.reading import Reader
from pubtool.latex.symbols import MATHS_ACCENTS, accented, symbol

_ALPHABETS = frozenset(
    (
        *("mathcal", "mathrm", "mathbf", "mathsf", "mathtt", "mathit", "mathfrak", "mathscr"),
        *(
            "boldsymbol",
            "bm",
            "pmb",
            "operatorname",
            "text",
            "textrm",
            "textbf",
            "textit",
            "textnormal",
        ),
        *("texttt", "textsc", "textsf", "emph", "mbox", "hbox", "mathop", "mathbin", "mathrel"),
    )
)
_FRACTIONS = frozenset(("frac", "dfrac", "tfrac"))
# Commands that run a program, read a file, redefine TeX, or make links and styles of their
# own in MathJax have no place in a title.
_HARMFUL = re.compile(
    r"""\\(?:input|include\w*|openin|openout|read|write\w*|immediate|special|catcode|csname
    |directlua|[egx]?def|let|(?:re)?newcommand|usepackage|require|loop|verb|begin|end|href|url
    |class|cssId|style|html\w*|toggle|mathtip|texttip|action|mmlToken|unicode|data)(?![A-Za-z])
    |\^\^  # TeX reads `^^5c` as a backslash""",
    re.VERBOSE,
)
_DEEPEST = 40
_LONE = re.compile(r"\s*([\^_])\s*(?:\{([^{}\\^_]*)\}|([^\s{}\\^_])|(\\[A-Za-z]+))\s*")


def to_text(source: str) -> str:
    r"""Return TeX maths in Unicode: `\ell_1` is `ℓ₁`, `\mathcal{O}(n^2)` is `O(n²)`.

    Never raises. An unknown macro stays as it is written.
    """
    return _Writer(source).text(0, len(source), 0)


def lone_script(source: str) -> tuple[str, str] | None:
    """Return sign and content of maths that is only a script: `^3` gives `("^", "3")`."""
    match = _LONE.fullmatch(source)
    if match is None:
        return None
    content = to_text(match[2] or match[3] or match[4] or "")
    return (match[1], content) if content.strip() and "\\" not in content else None


def is_harmless(source: str) -> bool:
    """Whether TeX maths only sets symbols: no command in it acts on files, macros or pages."""
    return _HARMFUL.search(source) is None


class _Writer(Reader):
    def text(self, start: int, end: int, depth: int) -> str:
        parts: list[str] = []
        while start < end:
            part, start = self._next(start, end, depth)
            parts.append(part)
        return "".join(parts)

    def _next(self, start: int, end: int, depth: int) -> tuple[str, int]:
        char = self.tex[start]
        if depth >= _DEEPEST:
            return self.tex[start:end], end
        if char == "\\":
            return self._macro_text(start, end, depth)
        if char in "^_":
            content, after = self._argument_text(start + 1, end, depth)
            shift = raised if char == "^" else lowered
            return (shift(content.strip()) if content.strip() else char + content), after
        if char == "{" and (inside := self.group(start, end)):
            return self.text(*inside, depth + 1), inside[1] + 1
        return {"'": "′", "~": " ", "&": " "}.get(char, char), start + 1

    def _argument_text(self, start: int, end: int, depth: int) -> tuple[str, int]:
        argument = self.argument(start, end)
        if argument is None:
            return "", start
        first, last, after = argument
        if after == last and self.tex[first] == "\\":  # x^\mathrm{T}: the macro has its own
            return self._next(first, end, depth + 1)
        return self.text(first, last, depth + 1), after

    def _macro_text(self, start: int, end: int, depth: int) -> tuple[str, int]:
        name, after = self.macro(start, end)
        if name in _FRACTIONS:
            above, after = self._argument_text(after, end, depth)
            below, after = self._argument_text(after, end, depth)
            return f"{_tied(above)}/{_tied(below)}", after
        if name == "sqrt":
            content, after = self._argument_text(after, end, depth)
            return f"√{_tied(content)}", after
        if name == "mathbb":
            content, after = self._argument_text(after, end, depth)
            return "".join(_double_struck(letter) for letter in content), after
        if name in _ALPHABETS:
            after += self.tex.startswith("*", after)  # \operatorname*
            return self._argument_text(after, end, depth)
        if name in MATHS_ACCENTS:
            content, after = self._argument_text(after, end, depth)
            return accented(name, content), after
        known = symbol(name)
        if known is None:
            return self.tex[start:after], after
        spaced = self.tex[after - 1].isspace() and known.strip()
        return (known + " " if spaced else known), after


def _tied(part: str) -> str:
    return part if len(part) == 1 or part.isalnum() else f"({part})"


def _double_struck(letter: str) -> str:
    for name in (f"DOUBLE-STRUCK CAPITAL {letter}", f"MATHEMATICAL DOUBLE-STRUCK CAPITAL {letter}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return letter
