r"""Hand-written Markdown and HTML as plain text whose every character knows its look.

This reads what people type, not what a standard allows: a tag that is never closed, `<\a>`
for `</a>`, a stray `*` after a name. Nothing here fails, and every step is linear in the
length of the text.
"""

import html
import re
from dataclasses import dataclass

from pubtool.homepage.reading import brackets
from pubtool.homepage.reading.marked import LINE_BREAK, PARAGRAPH_BREAK, Link, Look, Marked

_TAG_LOOKS = {
    "b": Look.BOLD,
    "strong": Look.BOLD,
    "i": Look.ITALIC,
    "em": Look.ITALIC,
    "cite": Look.ITALIC,
    "u": Look.UNDERLINE,
    "ins": Look.UNDERLINE,
    "sup": Look.SUP,
    "sub": Look.SUB,
    "code": Look.CODE,
    "tt": Look.CODE,
    "kbd": Look.CODE,
}
_BLOCK_TAGS = frozenset(
    ("p", "div", "li", "ul", "ol", "dl", "dd", "dt", "center", "section", "article", "table")
) | {"tbody", "thead", "tr"}
_CELL_TAGS = frozenset(("td", "th"))
_PASSED_TAGS = frozenset(
    ("span", "font", "mark", "small", "big", "nobr", "hr", "s", "del", "abbr", "html", "body")
)

# Every repetition is bounded or ends at a character that also ends the token, so that no
# text makes the scan go back over itself.
_TOKEN = re.compile(
    r"""
      (?P<paragraph> [ \t]*\n(?:[ \t]*\n)+ )
    | (?P<hard> [ \t]*\\\\[ \t]*(?:\n|\Z) | \\[ \t]*\n | [ ]{2,}\n )
    | (?P<soft> [ \t]*\n )
    | (?P<double> \\\\(?=[ \t]) )
    | (?P<escaped> \\[!-/:-@\[-`{-~] )
    | (?P<code> `[^`\n]{1,300}` )
    | (?P<maths> \$\$[^$\n]{1,300}\$\$ | \$(?![\s\d])[^$\n]{1,300}(?<![\s\\])\$
                 | \$\d[^$\n ]{0,40}\$ )
    | (?P<autolink> <https?://[^\s<>]{1,2000}> )
    | (?P<halftag> <a\s[^<>\n]{0,3000}(?=\n) )
    | (?P<tag> <[/\\]?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,3000})?/?> )
    | (?P<address> https?://[^\s<>\[\]"'|\\]{1,2000} )
    | (?P<image> !\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\) )
    | (?P<attributes> \{:[^{}\n]{0,500}\} )
    | (?P<entity> &\#?[A-Za-z0-9]{1,32}; )
    | (?P<stars> \*+ | _+ )
    | (?P<bracket> [\[\]] )
    | (?P<plain> [^\\`$<h!{&*_\[\]\n \t]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_TAG_NAME = re.compile(r"<([/\\]?)([A-Za-z][A-Za-z0-9]*)")
_HREF = re.compile(
    r"""\bhref\s{0,5}=\s{0,5}(?:"([^"]{0,2000})"|'([^']{0,2000})'|["']?([^\s"'>]{1,2000}))""", re.I
)
_NO_START = ".,;:!?)]}*_~/|+=&%@#"  # nobody emphasises text that begins so


def read(source: str) -> Marked:
    r"""Return the text of an item's Markdown or HTML, with the look of each character.

    Breaks are characters of their own: "\n" for a line that goes on, `LINE_BREAK`,
    `PARAGRAPH_BREAK`. Comments and images leave no text; they are in `dropped`. Entities
    and escapes are resolved; control characters are white space.
    """
    reader = _Reader()
    source, comments = without_comments(_clean(source))
    reader.dropped.extend(comments)
    reader.scan(source)
    return reader.finish()


def without_comments(source: str) -> tuple[str, list[str]]:
    """Return `source` without its HTML comments, and these. One never closed stays text."""
    kept: list[str] = []
    comments: list[str] = []
    position = 0
    while (start := source.find("<!--", position)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            break
        kept.append(source[position:start])
        comments.append(source[start : end + 3])
        position = end + 3
    kept.append(source[position:])
    return "".join(kept), comments


def _clean(source: str) -> str:
    """Return `source` with one kind of line end, no control characters, no wide gaps."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(" " if (ord(c) < 32 and c not in "\n\t") or c == "\x7f" else c for c in text)
    return re.sub(r"[ \t]{3,}", "  ", text)


@dataclass(slots=True)
class _Piece:
    """A stretch of output: text, or a run of stars that may yet prove to be emphasis."""

    text: str
    look: Look
    link: int | None
    emphasis: Look = Look.PLAIN  # set on from here to the next piece that takes it off
    ends: Look = Look.PLAIN


class _Reader:
    """The state of one scan: pieces so far, open tags, open emphasis, open links."""

    def __init__(self) -> None:
        self.dropped: list[str] = []
        self._pieces: list[_Piece] = []
        self._tags: dict[str, int] = {}
        self._stars: dict[str, list[_Piece]] = {"*": [], "_": []}  # the open ones
        self._link: int | None = None
        self._urls: list[str] = []
        self._closed: list[bool] = []
        self._outer: list[int | None] = []

    def scan(self, source: str) -> None:
        closings, addresses = brackets.links(source)
        position = 0
        while position < len(source):
            match = _TOKEN.match(source, position)
            assert match is not None  # the last alternative takes any character
            position = match.end()
            kind = match.lastgroup
            token = match.group()
            if kind == "bracket":
                if match.start() in addresses:
                    self._outer.append(self._link)
                    self._open_link(addresses[match.start()])
                elif match.start() in closings:
                    position = closings[match.start()]
                    self._close_link()
                    self._link = self._outer.pop() if self._outer else None
                else:
                    self._add(token)
            elif kind == "stars":
                before = source[match.start() - 1 : match.start()]
                self._star(token, before, source[position : position + 1])
            else:
                self._take(kind or "plain", token)

    def _take(self, kind: str, token: str) -> None:
        match kind:
            case "paragraph":
                self._break(PARAGRAPH_BREAK)
                for opened in self._stars.values():
                    opened.clear()
            case "hard" | "double":
                self._break(LINE_BREAK)
            case "soft":
                self._add("\n")
            case "escaped":
                self._add(token[1])
            case "code":
                self._add(token[1:-1], Look.CODE)
            case "maths":
                # kramdown writes `$$x$$` where others write `$x$`
                self._add(token[1:-1] if token.startswith("$$") else token)
            case "autolink" | "address":
                self._address(token.strip("<>"))
            case "tag" | "halftag":
                self._tag(token)
            case "image":
                self.dropped.append(token)
            case "attributes":
                pass
            case "entity":
                self._add(html.unescape(token))
            case _:
                self._add(token)

    def finish(self) -> Marked:
        text: list[str] = []
        looks: list[Look] = []
        numbers: list[int | None] = []
        emphasis = Look.PLAIN
        depth = {Look.BOLD: 0, Look.ITALIC: 0}
        for piece in self._pieces:
            if piece.emphasis or piece.ends:  # few do, and a flag's arithmetic is slow
                for look in depth:
                    depth[look] += bool(piece.emphasis & look) - bool(piece.ends & look)
                emphasis = Look.PLAIN
                for look, count in depth.items():
                    if count > 0:
                        emphasis |= look
            text.append(piece.text)
            looks.extend([piece.look | emphasis] * len(piece.text))
            numbers.extend([piece.link] * len(piece.text))
        links = [Link(u, c) for u, c in zip(self._urls, self._closed, strict=True)]
        return Marked(
            "".join(text),
            tuple(looks),
            tuple(None if number is None else links[number] for number in numbers),
            tuple(self.dropped),
        )

    def _look(self) -> Look:
        look = Look.PLAIN
        for name, count in self._tags.items():
            if count > 0:
                look |= _TAG_LOOKS[name]
        return look

    def _add(self, text: str, look: Look = Look.PLAIN) -> None:
        self._pieces.append(_Piece(text, look | self._look(), self._link))

    def _break(self, kind: str) -> None:
        # A link that a line break finds open was never closed: no title is that long.
        self._link = None
        self._add(kind)

    def _open_link(self, url: str) -> None:
        self._urls.append(html.unescape(url.strip()))
        self._closed.append(False)
        self._link = len(self._urls) - 1

    def _close_link(self) -> None:
        if self._link is not None:
            self._closed[self._link] = True
        self._link = None

    def _address(self, url: str) -> None:
        trailing = len(url) - len(url.rstrip(".,;:!?"))
        if url.count(")") > url.count("("):
            trailing = max(trailing, len(url) - len(url.rstrip(".,;:!?)")))
        url, rest = url[: len(url) - trailing], url[len(url) - trailing :]
        if self._link is None:
            self._open_link(url)
            self._add(url)
            self._close_link()
        else:
            self._add(url)
        self._add(rest)

    def _tag(self, token: str) -> None:
        match = _TAG_NAME.match(token)
        assert match is not None  # a tag token begins so
        closing, name = bool(match[1]), match[2].lower()
        if name == "a":
            self._close_link()
            href = _HREF.search(token)
            if not closing and href:
                self._open_link(href[1] or href[2] or href[3] or "")
        elif name == "br":
            self._break(LINE_BREAK)
        elif name == "img":
            self.dropped.append(token)
        elif name in _TAG_LOOKS:
            self._tags[name] = max(0, self._tags.get(name, 0) + (-1 if closing else 1))
        elif name in _BLOCK_TAGS:
            self._break(PARAGRAPH_BREAK)
        elif name in _CELL_TAGS:
            self._break(LINE_BREAK)
        elif name not in _PASSED_TAGS:
            self._add(token)  # not a tag that text is set with: what a title may well hold

    def _star(self, run: str, before: str, after: str) -> None:
        """Open or close emphasis, or leave `run` as text until something closes it."""
        mark = run[0]
        if self._tags.get("sup"):  # a raised star is a mark, not emphasis
            self._add(run)
            return
        opens = bool(after) and not after.isspace() and after not in _NO_START
        opens = opens and (not before or not before.isalnum())
        closes = bool(before) and not before.isspace()
        if mark == "_" and before.isalnum() and after.isalnum():
            opens = closes = False
        while closes and run and self._stars[mark]:
            opening = self._stars[mark][-1]
            size = len(opening.text)
            if size > len(run):
                break
            self._stars[mark].pop()
            look = Look.BOLD if size == 2 else Look.ITALIC
            opening.emphasis |= look
            opening.text = ""
            self._pieces.append(_Piece("", self._look(), self._link, ends=look))
            run = run[size:]
            opens = False
        while opens and run:
            marker = run[:2]
            self._pieces.append(_Piece(marker, self._look(), self._link))
            self._stars[mark].append(self._pieces[-1])
            run = run[len(marker) :]
        if run:
            self._add(run)
