"""Pieces of a .bib replaced, their blocks read again, and the rest shown to be as before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pubtool.bibtex.blocks import Broken, Entry
from pubtool.bibtex.reading import Block, read
from pubtool.errors import RefusedError


class Expected(NamedTuple):
    """What an entry must be read as."""

    type: str
    key: str
    fields: tuple[tuple[str, str], ...]


class Splice(NamedTuple):
    """`new` in place of `text[start:end]` and of the blocks from `place` up to `following`.

    It holds the entries `expected`, and no block besides.
    """

    place: int
    following: int
    start: int
    end: int
    new: str
    expected: tuple[Expected, ...] = ()


def pairs(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the names and values of an entry's fields."""
    return tuple((field.name, field.value) for field in entry.fields)


def is_read_as(blocks: Sequence[Block], expected: Sequence[Expected]) -> bool:
    """Tell whether the blocks are just these entries."""
    found = [block.content for block in blocks]
    return len(found) == len(expected) and all(
        isinstance(entry, Entry) and (entry.type, entry.key, pairs(entry)) == wanted
        for entry, wanted in zip(found, expected, strict=True)
    )


def splice(
    text: str, blocks: Sequence[Block], macros: Mapping[str, str], changes: Iterable[Splice]
) -> tuple[str, tuple[Block, ...]]:
    """Return the text with the changes and its blocks, read again where they can differ.

    The changes come in the order of the text, and do not overlap.

    Raises:
        RefusedError: a new entry, or a block beside it, would be read as something else.
    """
    pieces: list[str] = []
    result: list[Block] = []
    done = place = 0  # how much of the text and of the blocks is in `pieces` and `result`
    shift = lines = 0  # how far that has moved what follows
    line, counted = 1, 0
    for change in _apart(text, changes):
        begin, found = _read_again(text, blocks, macros, change)
        line, counted = line + text.count("\n", counted, begin), begin
        result += (_moved(block, shift, lines) for block in blocks[place : change.place])
        result += (_moved(block, begin + shift, line - 1 + lines) for block in found)
        pieces += (text[done : change.start], change.new)
        done, place = change.end, change.following
        shift += len(change.new) - (change.end - change.start)
        lines += change.new.count("\n") - text.count("\n", change.start, change.end)
    result += (_moved(block, shift, lines) for block in blocks[place:])
    return "".join((*pieces, text[done:])), tuple(result)


def _apart(text: str, changes: Iterable[Splice]) -> Iterator[Splice]:
    """Yield the changes, those with no block between them as one: each has neighbours of old."""
    last: Splice | None = None
    for change in changes:
        if last is None:
            last = change
        elif last.following == change.place:
            last = Splice(
                last.place,
                change.following,
                last.start,
                change.end,
                last.new + text[last.end : change.start] + change.new,
                last.expected + change.expected,
            )
        else:
            yield last
            last = change
    if last is not None:
        yield last


def _read_again(
    text: str, blocks: Sequence[Block], macros: Mapping[str, str], change: Splice
) -> tuple[int, Sequence[Block]]:
    """Return the new blocks, with the offset in `text` at which their text begins.

    It is enough to read from the block before to the block after: bibtexparser begins each
    block afresh, whatever came before it.
    """
    place, following, start, end, new, expected = change
    before, after = min(place, 1), min(len(blocks) - following, 1)
    begin = blocks[place - 1].start if before else 0
    stop = blocks[following + 1].start if following + 1 < len(blocks) else len(text)
    old, _ = read(text[begin:stop], macros)
    found, _ = read(text[begin:start] + new + text[end:stop], macros)
    old_after, found_after = old[len(old) - after :], found[len(found) - after :]
    middle = found[before : len(found) - after]
    if not (
        _alike(old[:before], found[:before], 0)
        and _alike(old_after, found_after, len(new) - (end - start))
        and is_read_as(middle, expected)
    ):
        raise refusal(text.count("\n", 0, start) + 1)
    return begin, middle


def refusal(line: int) -> RefusedError:
    """Return the error for an edit at this line that would be read as something else."""
    return RefusedError(
        f"line {line}: this edit would change how the file around it is read, "
        "so nothing was done; repair the block before it first"
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
    if not offset and not lines:
        return block
    content = block.content
    if content and lines:
        content = replace(content, line=content.line + lines)
    return Block(block.start + offset, block.end + offset, content)
