"""The text of one entry, edited or new, and what it must be read as."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pubtool.bibtex import edits, order
from pubtool.bibtex.blocks import Entry, NewEntry
from pubtool.bibtex.splicing import Expected, pairs
from pubtool.bibtex.style import Style, spell_type
from pubtool.bibtex.values import check_name, check_type, check_value, with_newlines


class Text(NamedTuple):
    """An entry as it is to stand in the file."""

    raw: str
    expected: Expected


def with_fields(
    entry: Entry, changes: Mapping[str, str | None], newline: str, style: Callable[[], Style]
) -> Text:
    """Return the entry with these fields set, or removed where None.

    `style` is asked for the layout of a field that the entry does not have yet.

    Raises:
        UsageError: a field name or a value that BibTeX cannot hold.
    """
    raw, expected = entry.raw, dict(pairs(entry))
    for given, value in changes.items():
        name = given.lower()
        if value is None:
            raw = edits.remove_field(raw, name) if name in expected else raw
            expected.pop(name, None)
            continue
        check_value(given, value)
        value = with_newlines(value, newline)
        if name in expected:
            raw = edits.set_field(raw, name, value)
        else:
            check_name(given)
            at = order.place(name, tuple(expected))
            raw = edits.add_field(raw, given, value, style(), at)
            fields = list(expected.items())
            expected = dict([*fields[:at], (name, value), *fields[at:]])
        expected[name] = value
    return Text(raw, Expected(entry.type, entry.key, tuple(expected.items())))


def with_type(entry: Entry, kind: str) -> Text:
    """Return the entry with another type, in the case that the old one had.

    Raises:
        UsageError: it is no entry type.
    """
    check_type(kind)
    spelled = spell_type(kind.lower(), [edits.spelled_type(entry.raw)])
    raw = edits.set_type(entry.raw, spelled)
    return Text(raw, Expected(kind.lower(), entry.key, pairs(entry)))


def new_entry(new: NewEntry, newline: str, style: Style, sample: Sequence[Entry]) -> Text:
    """Return the new entry in `style`, its type in the case of those in the `sample`.

    Raises:
        UsageError: a type, field name or value that BibTeX cannot hold.
    """
    check_type(new.type)
    fields = tuple((name, with_newlines(value, newline)) for name, value in new.fields)
    for name, value in fields:
        check_name(name)
        check_value(name, value)
    spelled = [edits.spelled_type(entry.raw) for entry in sample]
    raw = style.entry(replace(new, fields=fields), spell_type(new.type.lower(), spelled))
    read_as = tuple((name.lower(), value) for name, value in fields)
    return Text(raw, Expected(new.type.lower(), new.key, read_as))
