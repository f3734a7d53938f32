"""Where things stand in the text of one entry: type, key, field names and values.

The grammar is BibTeX's own (`bibtex.web`, section "Reading the database file"): braces
count whether or not a backslash precedes them, a quotation mark inside braces does not end
a string. bibtexparser is more lenient; comparing the two is what finds a missing comma.
"""

import re
from typing import NamedTuple


class FieldSpan(NamedTuple):
    """The offsets of one field; `comma` is the one after it, None where there is none."""

    name: int
    name_end: int
    value: int
    value_end: int
    comma: int | None
    single: bool  # the value is one string, number or macro: no `#`


class Layout(NamedTuple):
    """The offsets of an entry's parts in its text; `comma` is the one after the key."""

    type: int
    type_end: int
    key: int
    key_end: int
    comma: int | None
    fields: tuple[FieldSpan, ...]
    close: int


class Problem(NamedTuple):
    """Where, and why, the text is not an entry."""

    offset: int
    reason: str


# The same block start as bibtexparser's: no white space after `@`, none but blanks before `{`.
_HEAD = re.compile(r"@(\w*)[ \t]*([{(])\s*")
_KEY_IN_BRACES = re.compile(r'([^\s,{}"=]+(?:[ \t]+[^\s,{}"=]+)*)\s*')
_KEY_IN_PARENTHESES = re.compile(r'([^\s,{}"=()]+(?:[ \t]+[^\s,{}"=()]+)*)\s*')
# Possessive throughout, so that text without an end costs no backtracking.
_NAME_AND_EQUALS = r'\s*+([^\s,{}"=#()]++)\s*+=\s*+'
_PLAIN = r'\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}|"[^"{}]*+"|[^\s,{}"=#()]++'
_NAME = re.compile(_NAME_AND_EQUALS)
_PLAIN_VALUE = re.compile(_PLAIN)  # most values
_PLAIN_FIELD = re.compile(rf"{_NAME_AND_EQUALS}({_PLAIN})\s*+([,}})])")  # most fields
_COMMA = re.compile(r"\s*,")
_SPACE = re.compile(r"\s*")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_SNIPPET = re.compile(r"\s*(\S{1,30})")


def scan(text: str, start: int = 0) -> Layout | Problem:
    """Return the layout of the entry that begins at `text[start]`, which must be its `@`.

    Offsets are those of `text`. What follows the entry is not looked at.
    """
    head = _HEAD.match(text, start)
    if not head:
        return Problem(start, "no entry begins here")
    if not head[1]:
        return Problem(start, "it has no entry type")
    closing = "}" if head[2] == "{" else ")"
    key = (_KEY_IN_BRACES if closing == "}" else _KEY_IN_PARENTHESES).match(text, head.end())
    if not key:
        return Problem(head.end(), "it has no citation key")
    fields: list[FieldSpan] = []
    position = key.end()
    comma = position if text.startswith(",", position) else None
    separator = comma
    while separator is not None:
        field = _field(text, separator + 1)
        if isinstance(field, Problem):
            return field
        if field is None:  # a comma after the last
            position = _end_of_space(text, separator + 1)
            break
        fields.append(field)
        separator = field.comma
        if separator is None:
            position = _end_of_space(text, field.value_end)
    if not text.startswith(closing, position):
        return Problem(position, _unexpected(text, position, bool(fields), closing))
    return Layout(*head.span(1), *key.span(1), comma, tuple(fields), position)


def _field(text: str, position: int) -> FieldSpan | Problem | None:
    """Return the field that begins at `position`, None where no name with `=` does."""
    plain = _PLAIN_FIELD.match(text, position)
    if plain:
        comma = plain.start(3) if plain[3] == "," else None
        return FieldSpan(*plain.span(1), *plain.span(2), comma, True)
    name = _NAME.match(text, position)
    if not name:
        return None
    end = end_of_value(text, name.end())
    if isinstance(end, Problem):
        return end
    value_end, single = end
    after = _COMMA.match(text, value_end)
    comma = after.end() - 1 if after else None
    return FieldSpan(*name.span(1), name.end(), value_end, comma, single)


def end_of_value(text: str, position: int) -> tuple[int, bool] | Problem:
    """Return the end of the value that begins at `position`, and whether it is a single part."""
    single = True
    while True:
        end = _end_of_part(text, position)
        if isinstance(end, Problem):
            return end
        after = _end_of_space(text, end)
        if not text.startswith("#", after):
            return end, single
        single = False
        position = _end_of_space(text, after + 1)


def parts(value: str) -> tuple[str, ...]:
    """Return the parts of a value that `scan` accepted, those that `#` joins."""
    found = []
    position = 0
    while position < len(value):
        end = _end_of_part(value, position)
        if isinstance(end, Problem):
            break
        found.append(value[position:end])
        position = _end_of_space(value, _end_of_space(value, end) + 1)
    return tuple(found)


def _end_of_part(text: str, position: int) -> int | Problem:
    plain = _PLAIN_VALUE.match(text, position)
    if plain:
        return plain.end()
    if text.startswith("{", position):
        return _closing_brace(text, position)
    if text.startswith('"', position):
        return _closing_quote(text, position)
    return Problem(position, "a value is missing after `=` or `#`")


def _closing_brace(text: str, position: int) -> int | Problem:
    depth = 0
    for brace in _BRACE.finditer(text, position):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return Problem(position, "a brace is never closed")


def _closing_quote(text: str, position: int) -> int | Problem:
    depth = 0
    for mark in _BRACE_OR_QUOTE.finditer(text, position + 1):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
            if depth < 0:
                return Problem(mark.start(), "a brace inside a quoted value was never opened")
        elif depth == 0:
            return mark.end()
    return Problem(position, "a quotation mark is never closed")


def _end_of_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _unexpected(text: str, position: int, after_field: bool, closing: str) -> str:
    snippet = _SNIPPET.match(text, position)
    if not snippet:
        return f"`{closing}` is missing at its end"
    if snippet[1].startswith("%"):
        return "BibTeX knows no `%` comment inside an entry; move it above the entry"
    if after_field and _NAME.match(text, position):
        return f"a comma is missing before `{snippet[1]}`"
    return f"`{snippet[1]}` is not expected there"
