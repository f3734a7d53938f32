"""A hand-written section cut into blocks that may each be a paper.

People list papers as bullets, as paragraphs, as rows of a table, as boxes (`<div>`), as a
quotation with numbers, and hide some in comments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from pubtool.homepage.headings import item_lines
from pubtool.homepage.items import comment_end

BULLET = re.compile(r"( {0,3})(?:[-*+][ \t]+(?=\S)|\d{1,3}[.)](?=[ \t]*[^\s\d])|<li\b[^<>]*>)")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|(?:=\s*){3,})$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+|$)")
_BOX = re.compile(
    r"\s*<(div|section|article)\b[^<>]*[\s\"'](?:paper|pub|publication)"
    r"(?:-(?:box|item|entry|card|row))?[\s\"']",
    re.I,
)
_DIV = re.compile(r"<(/?)(div|section|article)\b", re.I)
_SCRIPT = re.compile(r"\s*<(script|style)\b", re.I)
_TABLE = re.compile(r"\s*<table\b", re.I)
_DIV_TAG = re.compile(r"</?(?:div|section|article)\b[^<>]*>", re.I)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ROW = re.compile(r"<tr\b", re.I)
_NO_TEXT = re.compile(r"(?:</?[A-Za-z][^<>]*>|\{:[^{}]*\}|&nbsp;|\s)*$")


class Kind(Enum):
    """What a block looks like from outside."""

    ITEM = "item"  # a bullet, a row, a box
    PARAGRAPH = "paragraph"
    CODE = "code"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines; `line` counts from 1. `parts` are a box's own blocks."""

    line: int
    text: str
    kind: Kind
    hidden: bool = False
    parts: tuple["Block", ...] = ()


def blocks(lines: Sequence[str], line: int = 1, *, hidden: bool = False) -> Iterator[Block]:
    """Yield the blocks of the lines, which have no line ends; `line` is the first one's number.

    Rules and lines without text are left out.
    """
    bare = [_QUOTE.sub("", text, count=1) for text in lines]
    slips = item_lines(bare)
    number = 0
    while number < len(bare):
        text, here = bare[number], line + number
        if text.lstrip().startswith("<!--") and not hidden:
            end = comment_end(bare, number)
            yield from _hidden("\n".join(bare[number:end]), here)
        elif script := _SCRIPT.match(text):
            end = _end_of_element(bare, number, script[1])
        elif _TABLE.match(text):
            end = _end_of_element(bare, number, "table")
            yield from _rows(bare[number:end], here)
        elif _BOX.match(text):
            end = _box_end(bare, number)
            yield _box(bare[number:end], here)
        elif fence := _FENCE.match(text):
            end = _fence_end(bare, number, fence[1])
            yield Block(here, "\n".join(bare[number:end]), Kind.CODE)
        elif _NO_TEXT.match(text) or _RULE.match(text):
            end = number + 1
        elif _HEADING.match(text) and number not in slips:
            end = number + 1
            yield Block(here, text, Kind.HEADING)
        else:
            end = _text_end(bare, number)
            kind = Kind.ITEM if BULLET.match(_without_hashes(text)) else Kind.PARAGRAPH
            yield Block(here, "\n".join(bare[number:end]), kind)
        number = end


def _without_hashes(text: str) -> str:
    return _HEADING.sub("", text, count=1)


def _hidden(comment: str, line: int) -> Iterator[Block]:
    """Yield what a comment hides: its blocks, or all of it where it has no bullet."""
    inner = comment.strip().removeprefix("<!--").removesuffix("-->")
    offset = comment.index("<!--")
    shift = comment[:offset].count("\n")
    if inner.startswith("-") and inner[1:2].isspace():
        inner = inner[1:]  # `<!---`: the third dash is the comment's
    for block in blocks(inner.lstrip("-").split("\n"), line + shift, hidden=True):
        yield replace(block, hidden=True)


def _end_of_element(lines: Sequence[str], start: int, tag: str) -> int:
    ends = (i + 1 for i in range(start, len(lines)) if f"</{tag.lower()}" in lines[i].lower())
    return next(ends, len(lines))


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


def _box_end(lines: Sequence[str], start: int) -> int:
    depth = 0
    for number in range(start, len(lines)):
        depth += sum(-1 if match[1] else 1 for match in _DIV.finditer(lines[number]))
        if depth <= 0:
            return number + 1
    return len(lines)


def _box(lines: Sequence[str], line: int) -> Block:
    """Return a box with what is in it as its parts."""
    inside = [_DIV_TAG.sub("", text) for text in lines]
    return Block(line, "\n".join(lines), Kind.ITEM, parts=tuple(blocks(inside, line, hidden=True)))


def _rows(lines: Sequence[str], line: int) -> Iterator[Block]:
    """Yield the papers of a table: a row with a link begins one, a row that goes on does not."""
    edges = [i for i, text in enumerate(lines) if _ROW.search(text)]
    starts = [i for i in edges if i == edges[0] or _begins_paper(lines[i : i + 4])]
    for start, end in pairwise([*starts, len(lines)]):
        yield Block(line + start, "\n".join(lines[start:end]), Kind.ITEM)


def _begins_paper(row: Sequence[str]) -> bool:
    """Tell whether a row has a link, and no empty first cell, by which it would go on."""
    text = "\n".join(row)
    return "<a" in text.lower() and not re.match(r"\s*<tr\b[^<>]*>\s*<td>\s*</td>", text, re.I)
