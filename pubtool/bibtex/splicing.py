"""One piece of a .bib replaced, its blocks read again, and the rest shown to be as before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pubtool.bibtex.blocks import Broken, Entry
from pubtool.bibtex.reading import Block, read
from pubtool.errors import RefusedError


class Splice(NamedTuple):
    """`new` in place of `text[start:end]` and of the blocks from `place` up to `following`."""

    place: int
    following: int
    start: int
    end: int
    new: str


class Expected(NamedTuple):
    """What the new entry must be read as."""

    type: str
    key: str
    fields: tuple[tuple[str, str], ...]


def pairs(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the names and values of an entry's fields."""
    return tuple((field.name, field.value) for field in entry.fields)


def splice(
    text: str,
    blocks: Sequence[Block],
    macros: Mapping[str, str],
    change: Splice,
    expected: Sequence[Expected],
) -> tuple[str, tuple[Block, ...]]:
    """Return the text with the change and its blocks, read again where they can differ.

    The replaced blocks give way to entries that read as `expected`, or to none. It is
    enough to read from the block before to the block after: bibtexparser begins each block
    afresh, whatever came before it.

    Raises:
        RefusedError: the new entry, or a block beside it, would be read as something else.
    """
    place, following, start, end, new = change
    result = text[:start] + new + text[end:]
    shift = len(new) - (end - start)
    before, after = min(place, 1), min(len(blocks) - following, 1)
    begin = blocks[place - 1].start if before else 0
    stop = blocks[following + 1].start if following + 1 < len(blocks) else len(text)
    old, _ = read(text[begin:stop], macros)
    found, _ = read(result[begin : stop + shift], macros)
    old_after, found_after = old[len(old) - after :], found[len(found) - after :]
    middle = found[before : len(found) - after]
    if not (
        _alike(old[:before], found[:before], 0)
        and _alike(old_after, found_after, shift)
        and _is_expected(middle, expected)
    ):
        raise RefusedError(
            f"line {_line(text, start)}: this edit would change how the file around it is read, "
            "so nothing was done; repair the block before it first"
        )
    lines = new.count("\n") - text.count("\n", start, end)
    return result, (
        *blocks[:place],
        *(_moved(block, begin, _line(text, begin) - 1) for block in middle),
        *(_moved(block, shift, lines) for block in blocks[following:]),
    )


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _is_expected(blocks: Sequence[Block], expected: Sequence[Expected]) -> bool:
    found = [block.content for block in blocks]
    return len(found) == len(expected) and all(
        isinstance(entry, Entry) and (entry.type, entry.key, pairs(entry)) == wanted
        for entry, wanted in zip(found, expected, strict=True)
    )


def _alike(old: Sequence[Block], new: Sequence[Block], shift: int) -> bool:
    """Tell whether blocks whose text is the same are read the same, `shift` further on.

    Where a block that failed ends does not matter.
    """
    return len(old) == len(new) and all(
        type(a.content) is type(b.content)
        and a.start + shift == b.start
        and (isinstance(a.content, Broken) or a.end + shift == b.end)
        for a, b in zip(old, new, strict=True)
    )


def _moved(block: Block, offset: int, lines: int) -> Block:
    content = block.content
    if content and lines:
        content = replace(content, line=content.line + lines)
    return Block(block.start + offset, block.end + offset, content)
