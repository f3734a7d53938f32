"""The text of a registrar's record: JATS and HTML markup, entities, MathML; to TeX source."""

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from pubtool import latex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MATHS = re.compile(
    r"<(?P<prefix>mml:)?math\b[^<>]*>(?P<inside>.*?)</(?P=prefix)?math>"
    r"|<mml:math\b[^<>]*>.*?</mml:math>",
    re.S | re.I,
)
_TAG = re.compile(
    r"<(?P<end>/?)(?:jats:)?(?P<name>italic|i|em|bold|b|strong|sub|sup|scp|sc|tt|monospace|u"
    r"|underline|br|p|title|inf|roman|named-content|styled-content|ext-link|xref|span)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_ESCAPED_TAG = re.compile(r"&lt;(/?(?:mml:)?[a-z]+(?: [^<>&]*)?/?)&gt;", re.I)
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_GREEK = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", _GREEK_NAMES.split(), strict=True))
_COMMANDS = {"i": r"\emph", "italic": r"\emph", "em": r"\emph", "scp": r"\textsc", "sc": r"\textsc"}
_SCRIPTS = {"sub": "_", "inf": "_", "sup": "^"}


def to_tex(text: str, *, title: bool = False) -> str:
    r"""Return a record's text as TeX source, with `title` as a title (capitals protected).

    `<i>x</i>` is `\emph{x}`, `<sub>2</sub>` is `$_2$`, MathML is maths; other markup goes and
    what is in it stays. Entities are resolved, doubly escaped ones too.
    """
    text = _ESCAPED_TAG.sub(_unescaped_tag, " ".join(text.split()))
    out = _Output(title)
    start = 0
    for found in _MATHS.finditer(text):
        out.add_marked_up(text[start : found.start()])
        out.pieces.append(_maths(found[0]))
        start = found.end()
    out.add_marked_up(text[start:])
    return " ".join("".join(out.pieces).split())


def plain(text: str) -> str:
    """Return a record's text without markup and entities, as Unicode."""
    return " ".join(html.unescape(html.unescape(_TAG.sub("", text))).split())


def _unescaped_tag(found: re.Match[str]) -> str:
    tag = f"<{found[1]}>"
    return tag if _TAG.fullmatch(tag) or re.match(r"</?mml:|</?math\b", tag) else found[0]


class _Output:
    """TeX source in the making, piece by piece."""

    def __init__(self, title: bool) -> None:
        self.title = title
        self.pieces: list[str] = []

    def add_marked_up(self, text: str) -> None:
        """Add text with inline tags; a tag that is never closed, or opened, goes."""
        opened: list[tuple[str, int]] = []
        start = 0
        for tag in _TAG.finditer(text):
            self._add(text[start : tag.start()])
            start = tag.end()
            name = tag["name"].lower()
            if not tag["end"]:
                opened.append((name, len(self.pieces)))
            elif opened and opened[-1][0] == name:
                _, since = opened.pop()
                self.pieces[since:] = [_wrapped(name, "".join(self.pieces[since:]))]
        self._add(text[start:])

    def _add(self, text: str) -> None:
        text = html.unescape(html.unescape(text)) if "&" in text else text
        words = text.strip()
        if not words:
            self.pieces.append(" " if text else "")
            return
        # Only a title's very first capital needs no protection: let one that comes
        # after markup stand after a word.
        ahead = "a " if self.title and any(self.pieces) else ""
        tex = latex.from_source(ahead + words, title=self.title).removeprefix(ahead)
        before = " " if text[0].isspace() else ""
        after = " " if text[-1].isspace() else ""
        self.pieces.append(f"{before}{tex}{after}")


def _wrapped(name: str, inside: str) -> str:
    if not inside.strip():
        return inside
    if name in _COMMANDS:
        return f"{_COMMANDS[name]}{{{inside}}}"
    if name not in _SCRIPTS:
        return inside
    mark = _SCRIPTS[name]
    if re.fullmatch(r"[+−-]?(?:[A-Za-z]|[0-9]*)(?:[+−-][0-9]*)?", inside):
        short = inside.replace("−", "-")
        return f"${mark}{short}$" if len(short) == 1 else f"${mark}{{{short}}}$"
    return rf"\text{'super' if mark == '^' else 'sub'}script{{{inside}}}"


def _maths(fragment: str) -> str:
    """Return MathML as `$…$`, its text alone where it is not well-formed."""
    from xml.etree import ElementTree

    bare = re.sub(r"(</?)mml:", r"\1", html.unescape(fragment))
    bare = re.sub(r"\s[\w:]+=(?:\"[^\"]*\"|'[^']*')", "", bare)  # attributes: names of namespaces
    try:
        tex = "" if "<!" in bare else _node(ElementTree.fromstring(bare))
    except ElementTree.ParseError:
        tex = ""
    return f"${tex}$" if tex else latex.from_text(re.sub(r"<[^<>]*>", "", bare))


def _node(node: "Element") -> str:
    parts = [_node(child) for child in node]
    match node.tag, parts:
        case "msub" | "munder", [base, script]:
            return f"{base}_{{{script}}}"
        case "msup" | "mover", [base, script]:
            return f"{base}^{{{script}}}"
        case "msubsup" | "munderover", [base, low, high]:
            return f"{base}_{{{low}}}^{{{high}}}"
        case "mfrac", [over, under]:
            return rf"\frac{{{over}}}{{{under}}}"
        case "msqrt", _:
            return rf"\sqrt{{{''.join(parts)}}}"
        case "annotation" | "annotation-xml", _:
            return ""
    return _token(" ".join((node.text or "").split())) + "".join(parts)


def _token(text: str) -> str:
    r"""Return a token in maths mode: `α`, also as a letter of mathematics, is `\alpha`."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(
        f"\\{_GREEK[letter]} " if letter in _GREEK else latex.from_text(letter) for letter in text
    )
