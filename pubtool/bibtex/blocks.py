"""What a .bib is made of: entries with their fields, and blocks that did not parse."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry.

    `name` is in lower case. `value` is TeX source: delimiters removed, `@string` macros and
    `#` resolved (a macro that the file does not define, such as `jun`, stays its own name),
    white space as in the file. `delimiter` is `{` or `"`, or "" for a number, a macro or parts
    joined by `#`. `line` counts from the entry's, which is 0, and so stays when that moves.
    """

    name: str
    value: str
    delimiter: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that parsed, `type` in lower case, `raw` its exact text from `@` to brace."""

    key: str
    type: str
    fields: tuple[Field, ...]
    raw: str
    line: int

    def get(self, name: str) -> str | None:
        """Return the value of the field `name` (in lower case), None where there is none."""
        return next((field.value for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A block that is left alone: it did not parse, or its key or one of its fields is doubled.

    `key` is None where none can be told. `reason` is a clause for a person.
    """

    key: str | None
    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written: values are TeX source without delimiters, in order."""

    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
