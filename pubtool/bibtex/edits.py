"""Changes to the text of one entry; each is one cut or one insertion, nothing else moves."""

import re

from pubtool.bibtex.scanner import FieldSpan, Layout, scan
from pubtool.bibtex.style import Style
from pubtool.bibtex.values import MONTHS, enclose
from pubtool.errors import RefusedError

_LINE_END = re.compile(r"\r\n|\n|\r")
_TYPE = re.compile(r"@(\w*)")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")


def set_field(raw: str, name: str, value: str) -> str:
    """Return the entry with the value of the field `name` (in lower case) in place of the old.

    It gets the delimiters that the old one has; a macro or `#` gives way to braces.

    Raises:
        RefusedError: the text is not an entry that has this field.
    """
    layout = _layout(raw)
    span = layout.fields[_index(raw, layout, name)]
    new = _in_place_of(raw[span.value : span.value_end], span.single, name, value)
    return raw[: span.value] + new + raw[span.value_end :]


def add_field(raw: str, name: str, value: str, style: Style, place: int) -> str:
    """Return the entry with one more field, in `style`, after the first `place` fields.

    Raises:
        RefusedError: the text is not an entry.
    """
    layout = _layout(raw)
    if not layout.fields:  # only the key, perhaps a comma and white space
        before = raw[: layout.key_end] + style.first
        return before + style.field(name, value, before) + style.tail + raw[layout.close :]
    previous = layout.fields[place - 1]
    comma = previous.comma
    if comma is None or _LINE_END.search(raw, previous.value_end, comma):  # it begins a line
        before = raw[: previous.value_end] + style.between
        return before + style.field(name, value, before) + raw[previous.value_end :]
    following = _following(layout, place - 1)
    gap = raw[comma + 1 : following.name] if following else "\n"
    if _LINE_END.search(gap):
        gap = style.between.partition(",")[2]
    before = raw[: comma + 1] + gap
    return before + style.field(name, value, before) + "," + raw[comma + 1 :]


def remove_field(raw: str, name: str) -> str:
    """Return the entry without the field `name` (in lower case), with its comma and line.

    Raises:
        RefusedError: the text is not an entry that has this field.
    """
    layout = _layout(raw)
    start, end = _cut(raw, layout, _index(raw, layout, name))
    return raw[:start] + raw[end:]


def set_type(raw: str, spelled: str) -> str:
    """Return the entry with another type, written as given.

    Raises:
        RefusedError: the text is not an entry.
    """
    layout = _layout(raw)
    return raw[: layout.type] + spelled + raw[layout.type_end :]


def spelled_type(raw: str) -> str:
    """Return the entry's type as it stands, "" where the text is no entry."""
    head = _TYPE.match(raw)
    return head[1] if head else ""


def _layout(raw: str) -> Layout:
    layout = scan(raw)
    if not isinstance(layout, Layout):
        raise RefusedError(f"this is not an entry that can be edited: {layout.reason}")
    return layout


def _index(raw: str, layout: Layout, name: str) -> int:
    names = [raw[span.name : span.name_end].lower() for span in layout.fields]
    if name not in names:
        raise RefusedError(f"the entry has no field `{name}`")
    return names.index(name)


def _in_place_of(old: str, single: bool, name: str, value: str) -> str:
    """Return the value as it replaces `old`: same delimiters, a macro or number stays bare."""
    if single and old[0] in '{"':
        return enclose(value, old[0])
    is_macro = name == "month" and value.lower() in MONTHS
    is_number = old.isdigit() and value.isascii() and value.isdigit()
    return value if is_macro or is_number else enclose(value, "{")


def _cut(raw: str, layout: Layout, index: int) -> tuple[int, int]:
    """Return the offsets between which a field stands with all that belongs to it."""
    span = layout.fields[index]
    previous = layout.fields[index - 1] if index else None
    previous_end = previous.value_end if previous else layout.key_end
    previous_comma = (previous.comma if previous else layout.comma) or previous_end
    leading_comma = _LINE_END.search(raw, previous_end, previous_comma)
    alone = len(layout.fields) == 1  # then the comma stays: to BibTeX, the key of `@a(b)` is `b)`
    if (leading_comma and not alone) or (span.comma is None and previous):
        return previous_end, span.value_end
    if span.comma is None:
        return previous_comma + 1, span.value_end
    line_starts = [end.end() for end in _LINE_END.finditer(raw, previous_comma + 1, span.name)]
    if not line_starts:  # it shares a line with what is before it
        return previous_comma + 1, span.comma + 1
    rest = _REST_OF_LINE.match(raw, span.comma + 1)
    if rest:
        return line_starts[-1], rest.end()
    following = _following(layout, index)
    return (span.name, following.name) if following else (previous_comma + 1, span.comma + 1)


def _following(layout: Layout, index: int) -> FieldSpan | None:
    return layout.fields[index + 1] if index + 1 < len(layout.fields) else None
