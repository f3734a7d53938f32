"""What a LaTeX macro stands for: pylatexenc's tables, and what they lack."""

import unicodedata
from functools import cache

_SPACES = dict.fromkeys(
    (",", ";", ":", " ", "\n", "\t", "\\", ">", "quad", "qquad", "newline"), " "
)
_NOTHING = dict.fromkeys(
    (
        *("!", "-", "/", "@", "(", ")", "[", "]", "protect", "relax", "xspace", "noindent"),
        *("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "limits"),
        *("displaystyle", "textstyle", "scriptstyle", "nolimits"),
        *("bf", "bfseries", "rm", "sf", "sc", "scshape", "tt", "ttfamily", "normalfont", "upshape"),
    ),
    "",
)
_SYMBOLS = {
    **{char: char for char in "%&#_${}|"},
    **_SPACES,
    **_NOTHING,
    "|": "‖",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textdollar": "$",
    "textnumero": "№",
    "texteuro": "€",
    "euro": "€",
    "copyright": "©",
    "pounds": "£",
    "P": "¶",
    "S": "§",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "slash": "/",
    "hyphen": "-",
    "varprojlim": "lim",
    "varinjlim": "lim",
    "lt": "<",
    "gt": ">",
    "epsilon": "ε",
    "phi": "φ",
    "ast": "*",
    "colon": ":",
    "checkmark": "✓",
    "lbrack": "[",
    "rbrack": "]",
    "lVert": "‖",
    "rVert": "‖",
    "argmax": "arg max",
    "argmin": "arg min",
    "bmod": "mod",
}

# Accents in text, then those in maths, as combining characters; the form that stands alone.
_ACCENTS = {
    "`": ("\u0300", "`"),
    "'": ("\u0301", "´"),
    "^": ("\u0302", "^"),
    "~": ("\u0303", "~"),
    "=": ("\u0304", "¯"),
    "u": ("\u0306", "˘"),
    ".": ("\u0307", "˙"),
    '"': ("\u0308", "¨"),
    "r": ("\u030a", "˚"),
    "H": ("\u030b", "˝"),
    "v": ("\u030c", "ˇ"),
    "d": ("\u0323", ""),
    "c": ("\u0327", "¸"),
    "k": ("\u0328", "˛"),
    "b": ("\u0331", ""),
    "t": ("\u0361", ""),
    "grave": ("\u0300", ""),
    "acute": ("\u0301", ""),
    "hat": ("\u0302", ""),
    "widehat": ("\u0302", ""),
    "tilde": ("\u0303", ""),
    "widetilde": ("\u0303", ""),
    "bar": ("\u0304", ""),
    "overline": ("\u0305", ""),
    "underline": ("\u0332", ""),
    "breve": ("\u0306", ""),
    "dot": ("\u0307", ""),
    "ddot": ("\u0308", ""),
    "mathring": ("\u030a", ""),
    "check": ("\u030c", ""),
    "vec": ("\u20d7", ""),
}
TEXT_ACCENTS = frozenset("`'^~=.\"urHvdckbt")
MATHS_ACCENTS = frozenset(_ACCENTS) - TEXT_ACCENTS


@cache
def _library_symbols() -> dict[str, str]:
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # has no types
        get_default_latex_context_db,
    )

    categories = get_default_latex_context_db().d
    return {
        name: spec.simplify_repl
        for category in ("advanced-symbols", "latex-approximations", "latex-base")
        for name, spec in categories[category]["macros"].items()
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl
    }


def symbol(name: str) -> str | None:
    r"""Return the Unicode text of the macro `\name` that takes no argument, None if unknown.

    `name` has no backslash: `alpha` is `α`, `%` is `%`, `quad` is a space.
    """
    known = _SYMBOLS.get(name)
    if known is None and name.isalpha():
        known = _library_symbols().get(name)
    return known


def accented(accent: str, letters: str) -> str:
    """Return `letters` with the accent macro's mark on the first: `'` and `e` give `é`.

    `accent` is one of `TEXT_ACCENTS` or `MATHS_ACCENTS`.
    """
    mark, alone = _ACCENTS[accent]
    if not letters.strip():
        return alone + letters
    first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
    return unicodedata.normalize("NFC", first + mark + letters[1:])
