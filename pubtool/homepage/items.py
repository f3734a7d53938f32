"""A region of a page, taken apart: what leads in, the items, what stands between and after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pubtool import files
from pubtool.homepage.headings import item_lines

_BULLET = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])(?=[ \t]+\S)[ \t]+")
_COMMENT_START = re.compile(r" {0,3}<!-")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BREAKS_ITEM = re.compile(r" {0,3}(?:#{1,6}(?:[ \t]|$)|```|~~~)")
_COMMENT = re.compile(r"<!-+\s*(.*?)\s*-+>", re.DOTALL)
# kramdown's attributes for the block before or after: `{: .papers}`.
_ATTRIBUTES = re.compile(r" {0,3}\{:[^{}]*\}\s*$")
_UNSEEN = re.compile(r"(?:</?[A-Za-z][^<>]*>|&nbsp;|&emsp;|\s)*$")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:[ \t]*\S")  # of a reference link, `[label]: address`
_SHOWS = re.compile(r"<(?:img|iframe|video|embed|object|script|style|input)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines of a region: an item (bullet or hidden), or other text.

    `start` and `end` are lines of the page (from 0, half open) without blank ones around;
    `text` has line feeds as line ends. A comment that hides several items is one block.
    """

    start: int
    end: int
    text: str
    is_item: bool

    @property
    def hidden(self) -> bool:
        """Whether the block is a comment."""
        return self.text.lstrip().startswith("<!")

    @property
    def defines(self) -> bool:
        """Whether each line is the definition of a reference link, which shows nothing."""
        return all(_DEFINITION.match(line) for line in self.text.split("\n"))

    @property
    def standing(self) -> tuple[str, ...]:
        """The text of each item: one, or all that a comment hides, each in its own comment."""
        if not self.is_item:
            return ()
        if not self.hidden:
            return (self.text,)
        return tuple(f"<!--\n{inner}\n-->" for inner in _inner_items(self.text))


@dataclass(frozen=True, slots=True)
class Body:
    """A region's blocks: what leads in, from the first item to the last, what follows them.

    Without items, `tail` is what shows nothing: a rule, an anchor, attributes.
    """

    lead: tuple[Block, ...]
    blocks: tuple[Block, ...]
    tail: tuple[Block, ...]

    @property
    def items(self) -> tuple[Block, ...]:
        """The blocks that are items."""
        return tuple(block for block in self.blocks if block.is_item)


def take_apart(lines: Sequence[str], start: int, end: int) -> Body:
    """Return the blocks of the lines `start` to `end` of a page."""
    blocks = _blocks([line.rstrip("\r\n") for line in lines[:end]], start)
    items = [i for i, block in enumerate(blocks) if block.is_item]
    cut = items[-1] + 1 if items else len(blocks)
    while not items and cut and _shows_nothing(blocks[cut - 1].text):
        cut -= 1
    first = items[0] if items else cut
    return Body(tuple(blocks[:first]), tuple(blocks[first:cut]), tuple(blocks[cut:]))


@lru_cache(maxsize=4096)  # each is compared with what is known, remembered and about to stand
def normal(text: str) -> str:
    """Return an item's text reduced for comparing and for digests.

    White space, blank lines, the bullet's kind and the number of a comment's dashes are aside.
    """
    stripped = text.strip()
    if stripped.startswith("<!-"):
        inner = _COMMENT.fullmatch(stripped)
        return f"<!--\n{normal(inner[1] if inner else stripped[3:])}\n-->"
    lines = (" ".join(line.split()) for line in _BULLET.sub("", stripped, count=1).split("\n"))
    return "\n".join(line for line in lines if line)


def digest(text: str) -> str:
    """Return the digest by which an item is known as pubtool's own."""
    return files.digest(normal(text))


def with_bullet(text: str, bullet: str) -> str:
    """Return an item with another bullet (`*`, `1.`), inside its comment for a hidden one."""
    lines = text.split("\n")
    at = 1 if text.startswith("<!") else 0
    lines[at] = _BULLET.sub(lambda match: f"{match[1]}{bullet} ", lines[at], count=1)
    return "\n".join(lines)


def bullet_of(text: str) -> str | None:
    """Return the bullet that an item begins with, None for a comment."""
    match = _BULLET.match(text)
    return match[2] if match else None


def _blocks(lines: Sequence[str], start: int) -> list[Block]:
    depths = [len(match[1]) for line in lines[start:] if (match := _BULLET.match(line))]
    depth = min(depths, default=0)
    slips = item_lines(lines)
    blocks, number = [], start
    while number < len(lines):
        if not lines[number].strip():
            number += 1
            continue
        if _COMMENT_START.match(lines[number]):
            end = comment_end(lines, number)
            text = "\n".join(lines[number:end])
            is_item = _hides_items(text)
        else:
            is_item = _is_bullet(lines[number], depth) or number in slips
            if number in slips:
                end = _slip_end(lines, number, slips)
            elif is_item:
                end = _item_end(lines, number, depth)
            else:
                end = _text_end(lines, number, depth)
            text = "\n".join(lines[number:end])
        blocks.append(Block(number, end, text, is_item))
        number = end
    return blocks


def _is_bullet(line: str, depth: int) -> bool:
    match = _BULLET.match(line)
    return match is not None and len(match[1]) <= depth + 1 and not _RULE.match(line)


def comment_end(lines: Sequence[str], start: int) -> int:
    """Return the line after the end of the comment that begins on line `start`."""
    for number in range(start, len(lines)):
        searched = lines[number] if number > start else lines[number].lstrip()[4:]
        if "-->" in searched:
            return number + 1
    return len(lines)


def _item_end(lines: Sequence[str], start: int, depth: int) -> int:
    """Return where an item ends: its lines, lazy ones too, and what is indented after a blank."""
    end = number = start + 1
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            number += 1
            continue
        indented = len(line) - len(line.lstrip(" ")) >= depth + 2 or line.startswith("\t")
        after_blank = number > end
        if after_blank and not indented:
            break
        if not indented and _ends_paragraph(line, depth):
            break
        number += 1
        end = number
    return end


def _slip_end(lines: Sequence[str], start: int, slips: frozenset[int]) -> int:
    """Return where an item ends that has `# ` before its lines, or before the first alone."""
    for number in range(start + 1, len(lines)):
        line = lines[number]
        begins = number in slips and _BULLET.match(line.lstrip(" #")) is not None
        if begins or not line.strip() or (number not in slips and _ends_paragraph(line, 0)):
            return number
    return len(lines)


def _text_end(lines: Sequence[str], start: int, depth: int) -> int:
    fence = re.match(r" {0,3}(```+|~~~+)", lines[start])
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if fence and line.strip().startswith(fence[1]):
            return number + 1
        if not fence and (not line.strip() or _ends_paragraph(line, depth)):
            return number
    return len(lines)


def _ends_paragraph(line: str, depth: int) -> bool:
    return bool(
        _is_bullet(line, depth)
        or _COMMENT_START.match(line)
        or _RULE.match(line)
        or _ATTRIBUTES.match(line)
        or _BREAKS_ITEM.match(line)
    )


def _hides_items(text: str) -> bool:
    inner = _COMMENT.fullmatch(text.strip())
    return inner is not None and _BULLET.match(inner[1]) is not None


def _inner_items(text: str) -> list[str]:
    inner = _COMMENT.fullmatch(text.strip())
    if inner is None:
        return []
    return [block.text for block in _blocks(inner[1].split("\n"), 0)]


def _shows_nothing(text: str) -> bool:
    """Tell whether nothing in the lines can be read or seen: rules, anchors, definitions."""
    if _SHOWS.search(text):
        return False
    unseen = (_RULE, _ATTRIBUTES, _UNSEEN, _DEFINITION)
    return all(any(kind.match(line) for kind in unseen) for line in text.split("\n"))
