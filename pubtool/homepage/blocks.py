"""A hand-written section cut into blocks that may each be a paper.

People list papers as bullets, as paragraphs, as rows of a table, as boxes (`<div>`), as a
quotation with numbers, and hide some in comments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

BULLET = re.compile(r"( {0,3})(?:[-*+][ \t]+(?=\S)|\d{1,3}[.)](?=[ \t]*[^\s\d])|<li\b[^<>]*>)")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|(?:=\s*){3,})$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+|$)")
_ITEM_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?:[-*+][ \t]+\S|<a\b|<?[/\\]a>|.*\\\\[ \t]*$)")
_BOX = re.compile(r"\s*<(div|section|article)\b[^<>]*\bpaper", re.I)
_DIV = re.compile(r"<(/?)(div|section|article)\b", re.I)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ROW = re.compile(r"<tr\b", re.I)
_NO_TEXT = re.compile(r"(?:</?[A-Za-z][^<>]*>|\{:[^{}]*\}|&nbsp;|\s)*$")


class Kind(Enum):
    """What a block looks like from outside."""

    ITEM = "item"  # a bullet, a row, a box
    PARAGRAPH = "paragraph"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines; `line` counts from 1. `parts` are a box's own blocks."""

    line: int
    text: str
    kind: Kind
    hidden: bool = False
    parts: tuple["Block", ...] = ()


def is_item_heading(line: str) -> bool:
    """Tell whether a line is an item's although `# ` before it makes it a heading."""
    return _ITEM_HEADING.match(line) is not None


def blocks(lines: Sequence[str], line: int = 1) -> Iterator[Block]:
    """Yield the blocks of the lines, which have no line ends; `line` is the first one's number.

    Headings, rules and lines without text are left out.
    """
    bare = [_QUOTE.sub("", text, count=1) for text in lines]
    number = 0
    while number < len(bare):
        text = bare[number]
        if text.lstrip().startswith("<!--"):
            end = _comment_end(bare, number)
            yield from _hidden("\n".join(bare[number:end]), line + number)
        elif _NO_TEXT.match(text) or _RULE.match(text) and not text.lstrip().startswith("- -"):
            end = number + 1
            if re.match(r"\s*<table\b", text, re.I) or _BOX.match(text):
                end = yield from _element(bare, number, line)
        elif re.match(r"\s*<table\b", text, re.I) or _BOX.match(text):
            end = yield from _element(bare, number, line)
        elif fence := _FENCE.match(text):
            end = _fence_end(bare, number, fence[1])
            yield Block(line + number, "\n".join(bare[number:end]), Kind.CODE)
        elif _HEADING.match(text) and not _in_item_headings(bare, number):
            end = number + 1
        else:
            end = _text_end(bare, number)
            kind = Kind.ITEM if BULLET.match(_without_hashes(text)) else Kind.PARAGRAPH
            yield Block(line + number, "\n".join(bare[number:end]), kind)
        number = end


def _without_hashes(text: str) -> str:
    return _HEADING.sub("", text, count=1)


def _in_item_headings(lines: Sequence[str], number: int) -> bool:
    """Tell whether the heading at `number` is one of consecutive ones that are an item's lines."""
    return is_item_heading(lines[number]) or (
        number > 0
        and bool(_HEADING.match(lines[number - 1]))
        and is_item_heading(lines[number - 1])
    )


def _hidden(comment: str, line: int) -> Iterator[Block]:
    """Yield what a comment hides: its blocks, or all of it where it has no bullet."""
    inner = comment.strip().removeprefix("<!--").removesuffix("-->")
    offset = comment.index("<!--")
    shift = comment[:offset].count("\n")
    if inner.startswith("-") and inner[1:2].isspace():
        inner = inner[1:]  # `<!---`: the third dash is the comment's
    for block in blocks(inner.lstrip("-").split("\n"), line + shift):
        yield replace(block, hidden=True)


def _comment_end(lines: Sequence[str], start: int) -> int:
    for number in range(start, len(lines)):
        if "-->" in (lines[number] if number > start else lines[number].lstrip()[4:]):
            return number + 1
    return len(lines)


def _fence_end(lines: Sequence[str], start: int, fence: str) -> int:
    for number in range(start + 1, len(lines)):
        if lines[number].strip().startswith(fence):
            return number + 1
    return len(lines)


def _text_end(lines: Sequence[str], start: int) -> int:
    """Return where a bullet or paragraph ends: indented paragraphs after a bullet are its own."""
    first = BULLET.match(_without_hashes(lines[start]))
    hashes = bool(_HEADING.match(lines[start]))
    end = number = start + 1
    while number < len(lines):
        text = lines[number]
        if not text.strip():
            number += 1
            continue
        indented = first is not None and re.match(r"(?: {2,}|\t)", text) is not None
        if number > end and not indented:
            break
        bullet = BULLET.match(_without_hashes(text) if hashes else text)
        if bullet and not (indented and len(bullet[1]) > len(first[1] if first else "") + 1):
            break
        if text.lstrip().startswith("<!--") or _FENCE.match(text) or _BOX.match(text):
            break
        if _HEADING.match(text) and not hashes:
            break
        if _RULE.match(text) and number > end:
            break
        number += 1
        end = number
    return end


def _element(lines: Sequence[str], start: int, line: int) -> Iterator[Block]:
    """Yield the papers of the table or box that begins at `start`; return where it ends."""
    if not _BOX.match(lines[start]):
        end = next(
            (i + 1 for i in range(start, len(lines)) if "</table" in lines[i].lower()), len(lines)
        )
        yield from _rows(lines, start, end, line)
        return end
    depth = 0
    for end in range(start, len(lines)):
        depth += sum(-1 if match[1] else 1 for match in _DIV.finditer(lines[end]))
        if depth <= 0:
            break
    text = "\n".join(lines[start : end + 1])
    parts = tuple(
        blocks([_DIV_TAG.sub("", inner) for inner in lines[start + 1 : end]], line + start + 1)
    )
    yield Block(line + start, text, Kind.ITEM, parts=parts)
    return end + 1


_DIV_TAG = re.compile(r"</?(?:div|section|article)\b[^<>]*>", re.I)


def _rows(lines: Sequence[str], start: int, end: int, line: int) -> Iterator[Block]:
    """Yield the papers of a table: a row with a link begins one, a row without goes on."""
    edges = [i for i in range(start, end) if _ROW.search(lines[i])]
    opened: int | None = None
    for here, after in zip(edges, [*edges[1:], end], strict=True):
        row = "\n".join(lines[here:after])
        if "<a" in row.lower() and opened is not None and not _goes_on(row):
            yield Block(line + opened, "\n".join(lines[opened:here]), Kind.ITEM)
            opened = here
        opened = here if opened is None else opened
    if opened is not None:
        yield Block(line + opened, "\n".join(lines[opened:end]), Kind.ITEM)


def _goes_on(row: str) -> bool:
    """Tell whether a row belongs to the one before: its first cell is empty, with no style."""
    return re.search(r"<tr\b[^<>]*>\s*<td>\s*</td>", row, re.I) is not None
