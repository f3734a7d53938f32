"""BibTeX text to blocks: bibtexparser finds the blocks, our scanner says where their parts are.

An entry counts as read only where the two agree on every name and value; where they do not,
one of them has swallowed something (a field after a missing comma), and an edit by either's
spans could destroy it.
"""

import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pubtool.bibtex.blocks import Broken, Entry, Field
from pubtool.bibtex.scanner import Layout, Problem, end_of_value, parts, scan
from pubtool.errors import MalformedError

if TYPE_CHECKING:
    from bibtexparser import model

# A macro whose value grows beyond this stays its own name: nested `@string`s can double at
# each step, and no venue's name is longer.
_LONGEST_MACRO = 10_000
_DELIMITERS = ("{", '"')
_HEAD = re.compile(r'@\s*([\w.:+-]*)\s*[{(]\s*([^\s,{}"=()]+)[ \t]*(?:[,})\r\n]|$)')
_UNSEEN = re.compile(r"^[ \t]*(@[ \t]*[^\W\d][\w.:+-]*\s*[{(])", re.MULTILINE)
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
    found = _split(text)
    if macros is None:
        macros = _macros(found)
    blocks: list[Block] = []
    position = 0
    found.reverse()
    while found:
        block = found.pop()  # so that its memory is free when ours is needed
        raw = block.raw or ""
        start = text.index(raw, position)
        content = _content(block, text, start, macros)
        blocks.append(Block(start, start + len(raw), content))
        # The raw text of a failed block may run into the `@` of the next.
        failed = isinstance(content, Broken)
        position = start + (max(raw.rfind("@"), 1) if failed else len(raw))
    return _mark_doubled(_with_unseen(_trim_broken(blocks, text), text)), macros


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


def _content(
    block: "model.Block", text: str, start: int, macros: Mapping[str, str]
) -> Entry | Broken | None:
    from bibtexparser import model

    if isinstance(block, model.DuplicateBlockKeyBlock):
        inner = block.ignore_error_block
        return _content(inner, text, start, macros) if inner else None
    if isinstance(block, model.Entry):
        return _entry(block, macros)
    if isinstance(block, model.DuplicateFieldKeyBlock):
        doubled = ", ".join(f"`{name}`" for name in sorted(block.duplicate_keys))
        inner = block.ignore_error_block
        key = inner.key if isinstance(inner, model.Entry) else None
        return Broken(key, _line(block), f"the field {doubled} stands twice in it", block.raw or "")
    if isinstance(block, model.ParsingFailedBlock):
        return Broken(
            _key_at(text, start), _line(block), _why_failed(block, text, start), block.raw or ""
        )
    return None


def _entry(block: "model.Entry", macros: Mapping[str, str]) -> Entry | Broken:
    raw, line = block.raw or "", _line(block)
    layout = scan(raw)
    fields = _fields(block, raw, layout, macros)
    if isinstance(fields, str):
        return Broken(block.key or None, line, fields, raw)
    return Entry(block.key, sys.intern(block.entry_type), fields, raw, line)


def _fields(
    block: "model.Entry", raw: str, layout: Layout | Problem, macros: Mapping[str, str]
) -> tuple[Field, ...] | str:
    """Return the fields, or the reason for which the entry is not to be trusted."""
    if isinstance(layout, Problem):
        return _with_line(layout.reason, raw[: layout.offset])
    if layout.close != len(raw) - 1 or raw[layout.key : layout.key_end] != block.key:
        return "readers do not agree on where it ends"
    if len(layout.fields) != len(block.fields):
        return "readers do not agree on how many fields it has"
    fields: dict[str, Field] = {}
    for field, (name, name_end, start, end, _, single) in zip(
        block.fields, layout.fields, strict=True
    ):
        key, value = field.key, field.value
        if raw[name:name_end] != key or raw[start:end] != value:
            return f"readers do not agree on where `{raw[name:name_end]}` ends"
        lower = sys.intern(key.lower())
        if lower in fields:
            return f"the field `{lower}` stands twice in it"
        delimiter = value[0] if single and value[0] in _DELIMITERS else ""
        text = value[1:-1] if delimiter else _resolve(value, single, macros)
        fields[lower] = Field(lower, text, delimiter, _line(field))
    return tuple(fields.values())


def _with_line(reason: str, before: str) -> str:
    """Return the reason with the line that it is about, counted from the entry's first."""
    line = before.count("\n") + 1
    return f"{reason} (line {line} of the entry)" if line > 1 else reason


def _why_failed(block: "model.ParsingFailedBlock", text: str, start: int) -> str:
    layout = scan(text, start)
    if isinstance(layout, Problem):
        return _with_line(layout.reason, text[start : layout.offset])
    if "block start" in str(getattr(block.error, "abort_reason", "")):
        return "a line inside it begins with `@`, which starts a new block"
    return "a backslash stands right before one of its delimiters, which hides it from readers"


def _key_at(text: str, start: int) -> str | None:
    """Return the key of an entry that did not parse, None if it has none or is no entry."""
    head = _HEAD.match(text, start)
    is_entry = head and head[1].lower() not in ("string", "preamble", "comment")
    return head[2] if head and is_entry else None


def _line(part: "model.Block | model.Field") -> int:
    return (part.start_line or 0) + 1


def _trim_broken(blocks: Sequence[Block], text: str) -> list[Block]:
    """Give a broken block the text up to its closing brace, or to the next block."""
    trimmed: list[Block] = []
    limits = [*(block.start for block in blocks), len(text)][1:]
    for block, limit in zip(blocks, limits, strict=True):
        content = block.content
        if isinstance(content, Broken):
            end = min(max(_balanced_end(text, block.start, limit), block.end), limit)
            raw = text[block.start : end].rstrip()
            content = Broken(content.key, content.line, content.reason, raw)
            trimmed.append(Block(block.start, block.start + len(raw), content))
        else:
            trimmed.append(block)
    return trimmed


def _balanced_end(text: str, start: int, limit: int) -> int:
    opening = text.find("{", start, limit)
    end = end_of_value(text[:limit], opening) if opening >= 0 else Problem(start, "")
    return limit if isinstance(end, Problem) else end[0]


def _with_unseen(blocks: Sequence[Block], text: str) -> list[Block]:
    """Add what begins like an entry, but not for bibtexparser, as a broken block."""
    seen: list[Block] = []
    position = 0
    for block in (*blocks, Block(len(text), len(text), None)):
        for match in _UNSEEN.finditer(text, position, block.start):
            start = match.start(1)
            raw = text[start : _balanced_end(text, start, block.start)].rstrip()
            line = text.count("\n", 0, start) + 1
            broken = Broken(_key_at(text, start), line, _UNSEEN_REASON, raw)
            seen.append(Block(start, start + len(raw), broken))
        seen.append(block)
        position = block.end
    return seen[:-1]


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


def _macros(blocks: Sequence["model.Block"]) -> Mapping[str, str]:
    """Return the values of the `@string`s; of several with one name, the last, as BibTeX does."""
    from bibtexparser import model

    sources: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, model.DuplicateBlockKeyBlock):
            block = block.ignore_error_block or block
        if isinstance(block, model.String):
            sources[block.key.lower()] = block.value
    return _expand_all(sources)


def _expand_all(sources: Mapping[str, str]) -> dict[str, str]:
    expanded: dict[str, str] = {}
    for name in sources:
        _expand(name, sources, expanded, frozenset())
    return expanded


def _expand(
    name: str, sources: Mapping[str, str], expanded: dict[str, str], above: frozenset[str]
) -> None:
    """Put the value of the macro `name` into `expanded`, those that it uses first."""
    if name in expanded or name not in sources or name in above or len(above) > 50:
        return
    end = end_of_value(sources[name], 0)
    if isinstance(end, Problem):
        return
    source = sources[name][: end[0]]
    for part in parts(source):
        _expand(part.lower(), sources, expanded, above | {name})
    value = _resolve(source, end[1], expanded)
    if len(value) <= _LONGEST_MACRO:
        expanded[name] = value


def _resolve(raw: str, single: bool, macros: Mapping[str, str]) -> str:
    if not single:
        return "".join(_resolve(part, True, macros) for part in parts(raw))
    if raw[0] in _DELIMITERS:
        return raw[1:-1]
    return macros.get(raw.lower(), raw)
