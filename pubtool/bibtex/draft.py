"""A .bib that is edited in many places, and put together once."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Self

from pubtool.bibtex import composing
from pubtool.bibtex.blocks import Entry, NewEntry
from pubtool.bibtex.composing import Text
from pubtool.bibtex.document import Document
from pubtool.bibtex.reading import read
from pubtool.bibtex.splicing import is_read_as, refusal
from pubtool.bibtex.style import (
    Style,
    are_bare,
    months_of,
    sample_of,
    style_of,
    style_of_sample,
    with_safe_months,
)
from pubtool.bibtex.values import check_key, newline_of
from pubtool.errors import AlreadyThereError


class Draft:
    """A document while many edits are made, each of which takes as long as its entry is.

    An edit of a `Document` goes through the whole list. These change the draft, which is also
    what they return, and `document` has the bytes that the same edits of a `Document`, one
    after the other, would have brought about.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._newline = newline_of(document.text)
        self._entries = {entry.key: entry for entry in document.entries}  # as they are by now
        self._order = list(self._entries)
        self._taken = {key.casefold(): key for key in document.keys}
        self._months = Counter(month for entry in document.entries for month in months_of(entry))
        self._edited: dict[str, Text] = {}
        self._new: dict[str, Text] = {}
        self._sample: Sequence[Entry] | None = None  # for which `_style` holds
        self._style: Style | None = None

    @property
    def taken(self) -> Collection[str]:
        """All citation keys in use by now, case-folded: BibTeX does not tell case."""
        return self._taken.keys()

    def entry(self, key: str) -> Entry:
        """Return the entry as it is by now, but for its line; raises as `Document.entry`."""
        return self._entries.get(key) or self._document.entry(key)

    def set_fields(self, key: str, changes: Mapping[str, str | None]) -> Self:
        """Set these fields of one entry, or remove them where None; as `Document.set_fields`."""
        entry = self.entry(key)
        return self._edit(
            composing.with_fields(entry, changes, self._newline, lambda: self._style_for(entry))
        )

    def set_type(self, key: str, kind: str) -> Self:
        """Give one entry another type; as `Document.set_type`."""
        return self._edit(composing.with_type(self.entry(key), kind))

    def append(self, new: NewEntry) -> Self:
        """Add an entry at the end; as `Document.append`."""
        sample = [self._entries[key] for key in sample_of(self._order)]
        text = composing.new_entry(new, self._newline, self._style_of(sample), sample)
        self._check_new_key(new.key)
        if not self._new:  # does the file take one at its end?
            self._document.with_texts(new=[text])
        self._put(text, self._new)
        self._taken[new.key.casefold()] = new.key
        self._order.append(new.key)
        return self

    def document(self) -> Document:
        """Return the document with all the edits; itself where there is none.

        Raises:
            RefusedError: a block beside an edited one would be read as something else.
        """
        edited, new = self._edited.values(), tuple(self._new.values())
        return self._document.with_texts(edited, new) if edited or new else self._document

    def _edit(self, text: Text) -> Self:
        return self._put(text, self._new if text.expected.key in self._new else self._edited)

    def _put(self, text: Text, texts: dict[str, Text]) -> Self:
        """Take a text, among these `texts`, for the entry with its key.

        Raises:
            RefusedError: it would be read as something else than it should.
        """
        blocks, _ = read(text.raw, self._document.macros)
        key, before = text.expected.key, self._entries.get(text.expected.key)
        entry = blocks[0].content if blocks else None
        if not is_read_as(blocks, [text.expected]) or not isinstance(entry, Entry):
            raise refusal(before.line if before else self._document.text.count("\n") + 1)
        self._months.subtract(months_of(before) if before else ())
        self._months.update(months_of(entry))
        self._entries[key] = entry
        texts[key] = text
        return self

    def _check_new_key(self, key: str) -> None:
        check_key(key)
        other = self._taken.get(key.casefold())
        if other in self._new:
            raise AlreadyThereError(f"the key `{other}` is in use", key=other)
        if other is not None:
            self._document.check_new_key(key)  # raises, with the line

    def _style_for(self, entry: Entry) -> Style:
        entries = [entry] if entry.fields else list(self._entries.values())
        return self._with_months(style_of(entries, self._newline))

    def _style_of(self, sample: Sequence[Entry]) -> Style:
        """Return the style of the sample, which stays the same while many entries are added."""
        if self._style is None or sample != self._sample:
            self._sample, self._style = sample, style_of_sample(sample, self._newline)
        return self._with_months(self._style)

    def _with_months(self, style: Style) -> Style:
        style = replace(style, bare_months=are_bare(self._months))
        return with_safe_months(style, self._document.macros)
