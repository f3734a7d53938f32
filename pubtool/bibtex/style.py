"""How a .bib is laid out, so that what is added looks as if its owner had typed it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from pubtool.bibtex.blocks import Entry, NewEntry
from pubtool.bibtex.scanner import Layout, scan
from pubtool.bibtex.values import MONTHS, enclose, with_newlines

_T = TypeVar("_T")

# A file's habits show in far fewer entries than the largest files have.
_SAMPLE = 50
_NUMBERS = ("year", "volume", "number", "day")  # those that people write without delimiters
# How BibTeX's own documentation writes the types that have a second capital.
_CAPITAL_TYPES = (
    "InProceedings",
    "InCollection",
    "InBook",
    "PhdThesis",
    "MastersThesis",
    "TechReport",
)
_LINE_END = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class Gap:
    """The white space before or after a `=`: always `text`, or up to a `column` of the line.

    `column` counts from 0, tab stops at 8 as editors have them. A line that is longer
    already gets `text`.
    """

    text: str
    column: int | None = None

    def after(self, line: str) -> str:
        """Return the white space that follows `line`, which is the line so far."""
        if self.column is None:
            return self.text
        if self.text != "\t":
            return " " * max(self.column - _width(line), len(self.text))
        gap = "\t"
        while _width(line + gap) < self.column:
            gap += "\t"
        return gap


@dataclass(frozen=True, slots=True)
class Style:
    """The layout of an entry; its white space holds the file's own line ends."""

    opening: str  # between the type and the key: "{"
    first: str  # between the key and the first field: ",\n  "
    between: str  # between two fields: ",\n  "
    tail: str  # between the last value and the closing brace: ",\n"
    before_equals: Gap
    after_equals: Gap
    delimiter: str  # "{" or '"'
    name_case: str  # "lower" (names as they come), "Capital" or "UPPER"
    bare_numbers: bool  # year = 2025
    bare_months: bool  # month = jun

    def name(self, name: str) -> str:
        """Return the field name in this style's case."""
        return _in_case(name, self.name_case)

    def value(self, name: str, value: str) -> str:
        """Return the value with the delimiters that this style gives it."""
        if self.bare_months and name.lower() == "month" and value.lower() in MONTHS:
            return value
        if self.bare_numbers and name.lower() in _NUMBERS and _is_number(value):
            return value
        return enclose(value, self.delimiter)

    def field(self, name: str, value: str, before: str) -> str:
        """Return the text of a field that will follow the text `before`."""
        name = self.name(name)
        line = _last_line(before) + name
        left = self.before_equals.after(line)
        right = self.after_equals.after(f"{line}{left}=")
        return f"{name}{left}={right}{self.value(name, value)}"

    def entry(self, new: NewEntry, spelled_type: str) -> str:
        """Return the text of a whole entry."""
        style = self._wide_enough(name for name, _ in new.fields)
        text = f"@{spelled_type}{self.opening}{new.key}"
        for number, (name, value) in enumerate(new.fields):
            text += self.first if number == 0 else self.between
            text += style.field(name, value, text)
        return f"{text}{self.tail}}}"

    def _wide_enough(self, names: Iterable[str]) -> "Style":
        """Return the style with its column of `=` moved right of the longest name."""
        gap = self.before_equals
        if gap.column is None:
            return self
        indent = _width(_last_line(self.between))
        longest = indent + max(map(len, names), default=0) + len(gap.text)
        return replace(self, before_equals=replace(gap, column=max(gap.column, longest)))


# That of the example in the manual.
_DEFAULT = Style(
    opening="{",
    first=",\n  ",
    between=",\n  ",
    tail=",\n",
    before_equals=Gap(" ", column=16),
    after_equals=Gap(" "),
    delimiter="{",
    name_case="lower",
    bare_numbers=False,
    bare_months=True,
)


class _Shape(NamedTuple):
    opening: str
    first: str
    between: str
    tail: str


class _Sample(NamedTuple):
    """What one entry shows of its owner's habits."""

    shape: _Shape
    entry: Entry
    layout: Layout


def style_of(entries: Sequence[Entry], newline: str) -> Style:
    """Return the style that most of the entries have, the default where there is none."""
    style = style_of_sample(sample_of(entries), newline)
    return replace(style, bare_months=bare_months(entries))


def style_of_sample(entries: Sequence[Entry], newline: str) -> Style:
    """Return the style that most of these entries have: all of them are looked at."""
    samples = [sample for entry in entries if (sample := _sample(entry))]
    if not samples:
        return replace(
            _DEFAULT,
            first=with_newlines(_DEFAULT.first, newline),
            between=with_newlines(_DEFAULT.between, newline),
            tail=with_newlines(_DEFAULT.tail, newline),
        )
    # An entry of one field does not show what stands between two.
    telling = [sample for sample in samples if len(sample.layout.fields) > 1] or samples
    shape = _most_common(sample.shape for sample in telling)
    alike = [sample for sample in telling if sample.shape == shape]
    fields = [field for sample in alike for field in sample.entry.fields]
    names = [
        sample.entry.raw[span.name : span.name_end]
        for sample in alike
        for span in sample.layout.fields
    ]
    numbers = [f.delimiter for f in fields if f.name in _NUMBERS and _is_number(f.value)]
    return Style(
        *shape,
        before_equals=_gap(alike, after=False),
        after_equals=_gap(alike, after=True),
        delimiter=_most_common((f.delimiter for f in fields if f.delimiter), "{"),
        name_case=_most_common(map(_case, names)),
        bare_numbers=_most_common(numbers, "{") == "",
        bare_months=bare_months(entries),
    )


def sample_of(entries: Sequence[_T]) -> Sequence[_T]:
    """Return enough of the entries, from all parts of the file, to see its owner's habits."""
    return entries[:: len(entries) // _SAMPLE + 1]


def bare_months(entries: Iterable[Entry]) -> bool:
    """Tell whether the entries write `month = jun`; where none has a month, BibTeX's way: yes."""
    return are_bare(Counter(chain.from_iterable(map(months_of, entries))))


def months_of(entry: Entry) -> list[str]:
    """Return the delimiter of the entry's month, if it has one."""
    return [field.delimiter for field in entry.fields if field.name == "month"]


def are_bare(months: Counter[str]) -> bool:
    """Tell whether most of the months that were counted have no delimiter."""
    most = (+months).most_common(1)
    return not most or most[0][0] == ""


def with_safe_months(style: Style, macros: Mapping[str, str]) -> Style:
    """Return the style without bare months where a `@string` gives them another meaning."""
    redefined = any(month in macros for month in MONTHS)
    return replace(style, bare_months=style.bare_months and not redefined)


def spell_type(kind: str, spelled: Sequence[str]) -> str:
    """Return the entry type in the case of those that the file has, `spelled` as they stand."""
    same = [other for other in spelled if other.lower() == kind.lower()]
    if same:
        return _most_common(same)
    return _in_case(kind, _most_common(map(_case, spelled), "lower"))


@lru_cache(maxsize=4 * _SAMPLE)  # where many are added, they are asked for again and again
def _sample(entry: Entry) -> _Sample | None:
    raw, layout = entry.raw, scan(entry.raw)
    if not isinstance(layout, Layout) or not layout.fields:
        return None
    fields = layout.fields
    first = _in_order(raw[layout.key_end : fields[0].name])
    gaps = [raw[a.value_end : b.name] for a, b in pairwise(fields)]
    between = _in_order(_most_common([*gaps, first]))
    opening = raw[layout.type_end : layout.key].replace("(", "{")
    both_break = _LINE_END.search(first) and between.startswith(",") and _LINE_END.search(between)
    shape = _Shape(
        opening="{" if _LINE_END.search(opening) else opening,
        first=between if both_break else first,
        between=between,
        tail=raw[fields[-1].value_end : layout.close],
    )
    return _Sample(shape, entry, layout)


def _in_order(separator: str) -> str:
    """Return the separator without blanks before its comma or at a line's end: slips."""
    space, comma, rest = re.sub(r"[ \t]+(?=[\r\n])", "", separator).partition(",")
    return (space if _LINE_END.search(space) else "") + comma + rest


def _gap(samples: Iterable[_Sample], *, after: bool) -> Gap:
    """Return the white space that most fields have before (or after) their `=`."""
    texts: list[str] = []
    columns: list[int] = []
    for sample in samples:
        raw = sample.entry.raw
        for span in sample.layout.fields:
            equals = raw.index("=", span.name_end)
            start, end = (equals + 1, span.value) if after else (span.name_end, equals)
            line = _last_line(raw, start)
            texts.append(raw[start:end])
            columns.append(_width(line + raw[start:end]))
    text, with_text = Counter(texts).most_common(1)[0]
    column, with_column = Counter(columns).most_common(1)[0]
    if with_text >= with_column or _LINE_END.search(text):
        return Gap(text)
    if "\t" in text:
        return Gap("\t", column)
    return Gap(" " if all(texts) else "", column)


def _last_line(text: str, end: int | None = None) -> str:
    stop = len(text) if end is None else end
    return text[max(text.rfind("\n", 0, stop), text.rfind("\r", 0, stop)) + 1 : stop]


def _width(line: str) -> int:
    return len(line.expandtabs(8))


def _case(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "UPPER"
    return "Capital" if word[:1].isupper() else "lower"


def _in_case(word: str, case: str) -> str:
    if case == "UPPER":
        return word.upper()
    if case == "Capital":
        capitals = {name.lower(): name for name in _CAPITAL_TYPES}
        return capitals.get(word.lower(), word[:1].upper() + word[1:])
    return word


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _most_common(values: Iterable[_T], default: _T | None = None) -> _T:
    """Return the value that occurs most often (of several, the first), else the default."""
    counts = Counter(values).most_common(1)
    if counts:
        return counts[0][0]
    if default is None:
        raise ValueError("no values and no default")
    return default
