"""BibTeX text to blocks: bibtexparser finds the blocks, our scanner says where their parts are.

An entry counts as read only where the two agree on every name and value; where they do not,
one of them has swallowed something (a field after a missing comma), and an edit by either's
spans could destroy it.
"""

import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pubtool.bibtex.blocks import Broken, Entry, Field
from pubtool.bibtex.macros import DELIMITERS, resolve
from pubtool.bibtex.macros import read as read_macros
from pubtool.bibtex.scanner import Problem, end_of_value, scan
from pubtool.errors import MalformedError

if TYPE_CHECKING:
    from bibtexparser import model

# How far beyond a broken block the reason is looked for.
_LOOK_AHEAD = 2_000
# How much bibtexparser is given at once, in characters.
_PIECE = 50_000
_STRING = re.compile(r"@\s*string", re.IGNORECASE)
_BLOCK_START = re.compile(r"^@\w*[ \t]*[{(]", re.MULTILINE)
_HEAD = re.compile(r'@\s*([\w.:+-]*)\s*[{(]\s*([^\s,{}"=()]+)[ \t]*(?:[,})\r\n]|$)')
_TYPE_AT_END = re.compile(r"@\w*[ \t]*\Z")
_UNSEEN = re.compile(r"^[ \t]*(@[ \t]*[^\W\d][\w.:+-]*\s*[{(])", re.MULTILINE)
# bibtexparser goes by how a type begins: to it, a `@commentary` of BibLaTeX's is a comment.
_MISTAKEN = re.compile(r"@\s*(?:comment|preamble|string)[\w:+-]", re.IGNORECASE)
_MISTAKEN_REASON = (
    "readers do not agree whether this is an entry, since its type begins like another"
)
_UNSEEN_REASON = "readers do not agree that an entry begins here; write it as `@type{key,`"


class Block(NamedTuple):
    """One `@…{…}` of the file and its offsets; `content` is None for what is not an entry."""

    start: int
    end: int
    content: Entry | Broken | None


def read(
    text: str, macros: Mapping[str, str] | None = None
) -> tuple[tuple[Block, ...], Mapping[str, str]]:
    """Return the blocks of `text` in order, and its `@string` macros by lower-case name.

    Text between the blocks is comment. `macros` given are used in place of the text's own.
    Of entries that share a key, each is broken.

    Raises:
        MalformedError: bibtexparser gave up on the text as a whole.
    """
    blocks: list[Block] = []
    line, counted = 1, 0
    for found, begin, end in _pieces(text):
        known = read_macros(found) if macros is None else macros
        for block, (start, limit) in zip(
            found, pairwise([*_starts(found, text, begin), end]), strict=True
        ):
            # bibtexparser miscounts: a line end after a backslash is none for it.
            line, counted = line + text.count("\n", counted, start), start
            blocks.append(_block(block, text, start, limit, line, known))
    return _mark_doubled(_with_unseen(blocks, text)), known


def _pieces(text: str) -> Iterator[tuple[list["model.Block"], int, int]]:
    """Yield bibtexparser's blocks piece by piece, each piece with its start and end in `text`.

    Its blocks take many times the memory of their text, so few are there at a time. A piece ends
    before a line that begins a block, if bibtexparser is between two blocks there: it then goes
    on as it would in the whole text. With `@string`s, which count for all, the text is one piece.
    """
    size = len(text) if _STRING.search(text) else _PIECE
    begin = 0
    while True:
        more = _BLOCK_START.search(text, begin + size)
        end = more.start() if more else len(text)
        blocks = _split(text[begin:end])
        if more and blocks and _has_failed(blocks[-1]):
            size *= 2  # it may only have been cut off
            continue
        yield blocks, begin, end
        if not more:
            return
        begin = end


def _split(text: str) -> list["model.Block"]:
    """Return bibtexparser's blocks, free comments left out."""
    from bibtexparser.exceptions import ParsingException
    from bibtexparser.model import ImplicitComment
    from bibtexparser.splitter import Splitter

    # It warns on the terminal of what it also returns.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)
    try:
        blocks = Splitter(text).split().blocks
    except ParsingException as error:
        raise MalformedError(f"this is not BibTeX that can be read: {error}") from error
    return [block for block in blocks if not isinstance(block, ImplicitComment)]


def _has_failed(block: "model.Block") -> bool:
    from bibtexparser.model import ParsingFailedBlock

    return isinstance(block, ParsingFailedBlock)


def _starts(blocks: Sequence["model.Block"], text: str, position: int) -> Iterator[int]:
    """Yield where each block begins: its raw text is a slice of `text`, without an offset."""
    for block in blocks:
        raw = block.raw or ""
        start = text.index(raw, position)
        yield start
        # The raw text of a block that failed may run into the `@type` of the next.
        next_type = _TYPE_AT_END.search(raw, 1)
        position = start + (next_type.start() if next_type else len(raw))


def _block(
    block: "model.Block", text: str, start: int, limit: int, line: int, macros: Mapping[str, str]
) -> Block:
    from bibtexparser import model

    if isinstance(block, model.DuplicateBlockKeyBlock):
        block = block.ignore_error_block or block
    raw = block.raw or ""
    content: Entry | Broken | None = None
    if isinstance(block, model.Entry):
        content = _entry(block, line, macros)
    elif isinstance(block, model.DuplicateFieldKeyBlock):
        doubled = ", ".join(f"`{name}`" for name in sorted(block.duplicate_keys))
        content = Broken(_key_at(raw), line, f"the field {doubled} stands twice in it", raw)
    elif _MISTAKEN.match(raw):
        content = Broken(_key_at(raw), line, _MISTAKEN_REASON, raw)
    elif isinstance(block, model.ParsingFailedBlock):
        reason = _why_failed(block, text[start : limit + _LOOK_AHEAD])
        raw = _whole(text[start:limit], len(raw))
        content = Broken(_key_at(raw), line, reason, raw)
    return Block(start, start + len(raw), content)


def _entry(block: "model.Entry", line: int, macros: Mapping[str, str]) -> Entry | Broken:
    raw = block.raw or ""
    fields = _fields(block, raw, macros)
    if isinstance(fields, str):
        return Broken(block.key or None, line, fields, raw)
    return Entry(block.key, sys.intern(block.entry_type), fields, raw, line)


def _fields(block: "model.Entry", raw: str, macros: Mapping[str, str]) -> tuple[Field, ...] | str:
    """Return the fields, or the reason for which the entry is not to be trusted."""
    layout = scan(raw)
    if isinstance(layout, Problem):
        return _with_line(layout.reason, raw[: layout.offset])
    if layout.close != len(raw) - 1 or raw[layout.key : layout.key_end] != block.key:
        return "readers do not agree on where it ends"
    if len(layout.fields) != len(block.fields):
        return "readers do not agree on how many fields it has"
    fields: dict[str, Field] = {}
    line = counted = 0
    for field, (name, name_end, start, end, _, single) in zip(
        block.fields, layout.fields, strict=True
    ):
        key, value = field.key, field.value
        if raw[name:name_end] != key or raw[start:end] != value:
            return f"readers do not agree on where `{raw[name:name_end]}` ends"
        lower = sys.intern(key.lower())
        if lower in fields:
            return f"the field `{lower}` stands twice in it"
        delimiter = value[0] if single and value[0] in DELIMITERS else ""
        text = value[1:-1] if delimiter else resolve(value, single, macros)
        line, counted = line + raw.count("\n", counted, name), name
        fields[lower] = Field(lower, text, delimiter, line)
    return tuple(fields.values())


def _with_line(reason: str, before: str) -> str:
    """Return the reason with the line that it is about, counted from the entry's first."""
    line = before.count("\n") + 1
    return f"{reason} (line {line} of the entry)" if line > 1 else reason


def _why_failed(block: "model.ParsingFailedBlock", text: str) -> str:
    layout = scan(text)
    if isinstance(layout, Problem):
        return _with_line(layout.reason, text[: layout.offset])
    if "block start" in str(getattr(block.error, "abort_reason", "")):
        return "a line inside it begins with `@`, which starts a new block"
    return "a backslash stands right before one of its delimiters, which hides it from readers"


def _key_at(raw: str) -> str | None:
    """Return the key of an entry that did not parse, None if it has none or is no entry."""
    head = _HEAD.match(raw)
    is_entry = head and head[1].lower() not in ("string", "preamble", "comment")
    return head[2] if head and is_entry else None


def _whole(text: str, at_least: int) -> str:
    """Return the broken block at the start of `text`: up to its closing brace, or all."""
    end = end_of_value(text, text.find("{")) if "{" in text else Problem(0, "")
    length = len(text) if isinstance(end, Problem) else end[0]
    return text[: max(length, at_least)].rstrip()


def _with_unseen(blocks: Sequence[Block], text: str) -> list[Block]:
    """Add what begins like an entry, but not for bibtexparser, as a broken block.

    What bibtexparser takes for blocks inside of it, where no line begins, is its text.
    """
    seen: list[Block] = []
    position, line, counted = 0, 1, 0
    for number, block in enumerate((*blocks, Block(len(text), len(text), None))):
        if block.start < position:
            continue
        for match in _UNSEEN.finditer(text, position, block.start):
            start = match.start(1)
            if start < position:
                continue
            line, counted = line + text.count("\n", counted, start), start
            following = (one.start for one in blocks[number:] if _begins_line(text, one.start))
            raw = _whole(text[start : next(following, len(text))], 0)
            broken = Broken(_key_at(raw), line, _UNSEEN_REASON, raw)
            position = start + len(raw)
            seen.append(Block(start, position, broken))
        if block.start >= position:
            seen.append(block)
            position = block.end
    return seen[:-1]


def _begins_line(text: str, position: int) -> bool:
    return not text[text.rfind("\n", 0, position) + 1 : position].strip()


def _mark_doubled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    counts = Counter(block.content.key for block in blocks if block.content)
    return tuple(
        block._replace(content=_doubled(block.content))
        if isinstance(block.content, Entry) and counts[block.content.key] > 1
        else block
        for block in blocks
    )


def _doubled(entry: Entry) -> Broken:
    return Broken(entry.key, entry.line, "its key stands more than once", entry.raw)
