"""The headings that Markdown sees on a page, and what hides the others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pubtool.latex import Flavor

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
# kramdown's and Hugo's attributes at the end of a heading: `{#id}`, `{: .class}`.
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_VOID = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
# The first line of an item that somebody put `# ` before; an anchor in a heading is none.
_SLIP = re.compile(
    r" {0,3}(#{1,6})[ \t]+(?:[-*+][ \t]+(?:<a\b|\[|\*\*|__|[\"“])"
    r"|<a\b[^<>]*\bhref\b[^<>]*>[ \t]*$|.*\\\\[ \t]*$)",
    re.I,
)
# Jekyll's and kramdown's own comments; Markdown never gets to see what is in them.
_COMMENT_STARTS = {
    re.compile(r"\s*\{%-?\s*comment\s*-?%\}"): re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
    re.compile(r"\s*\{::comment\}"): re.compile(r"\{:/(?:comment)?\}"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `text` without markup; it takes the lines `start` to `end` (from 0, half open)."""

    text: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's headings, and for each line that Markdown does not read as text, what hides it.

    The lines of an item with `# ` before them are no headings, whatever Markdown makes of them.
    """

    headings: tuple[Heading, ...]
    veiled: dict[int, str]  # line -> "a fence", "a comment", "the front matter", …


def split_lines(text: str) -> list[str]:
    """Return the lines of `text`, each with its own line end; joined they are `text` again.

    Unlike `str.splitlines`, only the line ends of Markdown count.
    """
    return _LINE.findall(text)


def plain_name(heading: str) -> str:
    """Return a heading reduced for comparing: case, symbols and white space around it aside."""
    reduced = heading.casefold().strip()
    return re.sub(r"^\W+(?=\w)|(?<=\w)[^\w()]+$", "", " ".join(reduced.split()))


def without_note(heading: str) -> str:
    """Return a heading without a trailing "(…)"."""
    return _NOTE.sub("", heading) or heading


def goes_by(heading: str, name: str) -> bool:
    """Tell whether a heading is meant by `name`, any number of trailing "(…)" aside."""
    while plain_name(heading) != plain_name(name):
        shorter = without_note(heading)
        if shorter == heading:
            return False
        heading = shorter
    return True


def outline(lines: Sequence[str], flavor: Flavor) -> Outline:
    """Return the headings of a page; those in a list or a quotation are not the page's own."""
    from markdown_it import MarkdownIt

    bare = [line.rstrip("\r\n").removeprefix("\ufeff") for line in lines]
    veiled = dict.fromkeys(_front_matter(bare), "the front matter")
    if flavor == "kramdown":
        veiled |= dict.fromkeys(_template_comments(bare), "a comment")
    seen = ["" if number in veiled else line for number, line in enumerate(bare)]
    blocks = MarkdownIt("commonmark").disable(["inline", "text_join"]).parse("\n".join(seen))
    headings: list[Heading] = []
    for index, token in enumerate(blocks):
        if token.level or token.map is None:
            continue
        start, end = token.map
        match token.type:
            case "heading_open":
                content = blocks[index + 1].content
                if flavor == "kramdown" and token.markup in "=-" and "\n" in content:
                    continue  # to kramdown, an underlined heading has one line of text
                headings.append(Heading(_text(content), int(token.tag[1]), start, end))
            case "fence":
                veiled |= dict.fromkeys(range(start, end), "a fence")
            case "code_block":
                veiled |= dict.fromkeys(range(start, end), "indented code")
            case "html_block" if seen[start].lstrip().startswith("<!--"):
                veiled |= dict.fromkeys(range(start + 1, end), "a comment")
            case "html_block" if flavor == "kramdown":
                headings.extend(_after_html(seen, start, end))
    slips = item_lines(seen)
    return Outline(tuple(one for one in headings if one.start not in slips), veiled)


def item_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that are an item's although `# ` before them makes headings of them.

    Such an item goes on as long as each line has just as many `#`.
    """
    found: set[int] = set()
    hashes = ""
    for number, line in enumerate(lines):
        slip = _SLIP.match(line)
        goes_on = bool(hashes) and re.match(rf" {{0,3}}{hashes}(?:[ \t]|$)", line) is not None
        hashes = slip[1] if slip else hashes if goes_on else ""
        if hashes:
            found.add(number)
    return frozenset(found)


def veiled_headings(lines: Sequence[str], outline: Outline) -> Iterator[tuple[Heading, str]]:
    """Yield what looks like a heading but is none, with what hides it."""
    seen = {heading.start for heading in outline.headings}
    for number, line in enumerate(lines):
        match = _ATX.match(line.rstrip("\r\n"))
        if match and number not in seen:
            heading = Heading(_text(match[2] or ""), len(match[1]), number, number + 1)
            yield heading, outline.veiled.get(number, "a list, a quotation or an HTML block")


def _front_matter(lines: Sequence[str]) -> range:
    """Return the lines of YAML (`---`) or TOML (`+++`) at the top of a page."""
    opening = lines[0].rstrip() if lines else ""
    if opening not in ("---", "+++"):
        return range(0)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == opening or (opening == "---" and line.rstrip() == "..."):
            return range(number + 1)
    return range(0)


def _template_comments(lines: Sequence[str]) -> Iterator[int]:
    ending: re.Pattern[str] | None = None
    for number, line in enumerate(lines):
        if ending is None:
            starts = (end for start, end in _COMMENT_STARTS.items() if start.match(line))
            ending = next(starts, None)
        if ending is not None:
            yield number
            if ending.search(line):
                ending = None


def _after_html(lines: Sequence[str], start: int, end: int) -> Iterator[Heading]:
    """Yield the headings that kramdown sees where CommonMark still sees HTML.

    CommonMark's HTML block lasts to the next blank line, kramdown's to the closing tag.
    """
    depth = 0
    for number in range(start, end):
        match = _ATX.match(lines[number])
        if match and depth == 0 and lines[number].startswith("#"):
            yield Heading(_text(match[2] or ""), len(match[1]), number, number + 1)
        for closing, tag, _, empty in _TAG.findall(lines[number]):
            if not empty and tag.lower() not in _VOID:
                depth += -1 if closing else 1


def _text(content: str) -> str:
    """Return a heading's text without attributes, markup and HTML."""
    from markdown_it import MarkdownIt

    content = _ATTRIBUTES.sub("", content)
    (inline,) = MarkdownIt("commonmark").parseInline(content)
    pieces = [
        " " if token.type == "softbreak" else token.content
        for token in inline.children or []
        if token.type in ("text", "text_special", "code_inline", "softbreak")
    ]
    return " ".join("".join(pieces).split())
