"""A .bib as text that can be edited without touching the rest.

A `Document` never changes; each edit returns a new one, whose text differs by that edit
alone, and which was read again to make sure that it says the old library plus the change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pubtool.bibtex import composing
from pubtool.bibtex.blocks import Broken, Entry, Field, NewEntry
from pubtool.bibtex.composing import Text
from pubtool.bibtex.placing import around_new, extent
from pubtool.bibtex.reading import Block, read
from pubtool.bibtex.splicing import Expected, Splice, pairs, splice
from pubtool.bibtex.style import Style, bare_months, sample_of, style_of, with_safe_months
from pubtool.bibtex.values import check_key, newline_of, with_newlines
from pubtool.errors import AlreadyThereError, MalformedError, NotFoundError

__all__ = ["Broken", "Document", "Entry", "Field", "NewEntry"]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The text of a .bib and what stands in it; made by `parse`.

    A broken block stays in the text as it is, and blocks only the edits that name it.
    """

    text: str
    entries: tuple[Entry, ...]  # those that can be read and edited, in the file's order
    broken: tuple[Broken, ...]  # those that cannot
    macros: Mapping[str, str] = field(repr=False)  # `@string` values by lower-case name
    _blocks: tuple[Block, ...] = field(repr=False)
    _places: Mapping[str, int] = field(repr=False)  # key -> index of its last block

    @staticmethod
    def parse(text: str) -> "Document":
        """Return the document of this text, whatever it holds; `text` stays as it is.

        Raises:
            MalformedError: bibtexparser gave up on the text as a whole.
        """
        blocks, macros = read(text)
        return _document(text, blocks, macros)

    @property
    def keys(self) -> frozenset[str]:
        """All citation keys in use, those of broken entries included."""
        return frozenset(self._places)

    def entry(self, key: str) -> Entry:
        """Return the entry with this key.

        Raises:
            NotFoundError: there is none; the message names keys that are near.
            MalformedError: it is broken or stands twice; the message names the line.
        """
        return self._entry_at(self._place(key))

    def set_fields(self, key: str, changes: Mapping[str, str | None]) -> "Document":
        """Return the document with these fields of one entry set, or removed where None.

        A value is TeX source without delimiters; it gets those that the field has. A new
        field goes where a careful person puts it (`order`), in the entry's own layout.

        Raises:
            NotFoundError, MalformedError: as `entry`.
            UsageError: a field name or a value that BibTeX cannot hold.
            RefusedError: the result would not be read as the old library plus this change.
        """
        entry = self.entry(key)
        newline = newline_of(self.text)
        text = composing.with_fields(entry, changes, newline, lambda: self._style_for(entry))
        return self.with_texts([text])

    def set_type(self, key: str, kind: str) -> "Document":
        """Return the document with another type for one entry, in the case the old one had.

        Raises:
            NotFoundError, MalformedError: as `entry`.
            UsageError: it is no entry type.
            RefusedError: as `set_fields`.
        """
        return self.with_texts([composing.with_type(self.entry(key), kind)])

    def append(self, new: NewEntry) -> "Document":
        """Return the document with one more entry at its end, in the layout of the others.

        Raises:
            AlreadyThereError: the key is in use; BibTeX does not tell upper from lower case.
            UsageError: a key, type, field name or value that BibTeX cannot hold.
            RefusedError: as `set_fields`.
        """
        newline = newline_of(self.text)
        style = with_safe_months(style_of(self.entries, newline), self.macros)
        text = composing.new_entry(new, newline, style, sample_of(self.entries))
        self.check_new_key(new.key)
        return self.with_texts(new=[text])

    def with_texts(self, edited: Iterable[Text] = (), new: Sequence[Text] = ()) -> "Document":
        """Return the document with these texts for the entries of their keys, and new ones.

        Raises:
            NotFoundError, MalformedError: as `entry`, for those that are edited.
            RefusedError: as `set_fields`.
        """
        changes = []
        for place, raw, expected in sorted((self._place(t.expected.key), *t) for t in edited):
            block = self._blocks[place]
            changes.append(Splice(place, place + 1, block.start, block.end, raw, (expected,)))
        if new:
            before, between, after = around_new(self.text, self._blocks, newline_of(self.text))
            added = before + between.join(text.raw for text in new) + after
            size, count = len(self.text), len(self._blocks)
            expected_new = tuple(text.expected for text in new)
            changes.append(Splice(count, count, size, size, added, expected_new))
        return self._spliced(changes)

    def replace(self, key: str, raw: str) -> "Document":
        """Return the document with the whole text of one entry replaced; the key may change.

        Raises:
            NotFoundError: as `entry`.
            MalformedError: as `entry`, or the text is not exactly one entry.
            AlreadyThereError, UsageError, RefusedError: as `append`.
        """
        place = self._place(key)
        self._entry_at(place)
        raw, entry = self._one_entry(raw)
        if entry.key != key:
            self.check_new_key(entry.key, besides=key)
        block = self._blocks[place]
        expected = Expected(entry.type, entry.key, pairs(entry))
        return self._spliced([Splice(place, place + 1, block.start, block.end, raw, (expected,))])

    def remove(self, key: str) -> "Document":
        """Return the document without one entry and the blank lines that belonged to it.

        Comments before and after it stay.

        Raises:
            NotFoundError, MalformedError: as `entry`.
            RefusedError: as `set_fields`.
        """
        place = self._place(key)
        self._entry_at(place)
        block = self._blocks[place]
        start, end = extent(self.text, block.start, block.end)
        return self._spliced([Splice(place, place + 1, start, end, "")])

    def check_new_key(self, key: str, besides: str | None = None) -> None:
        """Make sure that an entry can have this key.

        Raises:
            AlreadyThereError: it is in use, and not `besides`, which is to go.
            UsageError: it is no key.
        """
        check_key(key)
        for other, place in self._places.items():
            if other.casefold() == key.casefold() and other != besides:
                content = self._blocks[place].content
                where = f" (line {content.line})" if content else ""
                raise AlreadyThereError(f"the key `{other}` is in use{where}", key=other)

    def _place(self, key: str) -> int:
        place = self._places.get(key)
        if place is None:
            raise NotFoundError(f"there is no entry `{key}`{_near(key, self._places)}")
        return place

    def _entry_at(self, place: int) -> Entry:
        content = self._blocks[place].content
        if isinstance(content, Entry):
            return content
        assert content is not None  # only what has a key has a place
        raise MalformedError(
            f"line {content.line}: the entry `{content.key}` cannot be edited before it is "
            f"repaired: {content.reason}"
        )

    def _style_for(self, entry: Entry) -> Style:
        entries = (entry,) if entry.fields else self.entries
        style = style_of(entries, newline_of(self.text))
        return with_safe_months(replace(style, bare_months=bare_months(self.entries)), self.macros)

    def _one_entry(self, raw: str) -> tuple[str, Entry]:
        raw = with_newlines(raw.strip().strip("\ufeff"), newline_of(self.text))
        blocks, _ = read(raw, self.macros)
        content = blocks[0].content if len(blocks) == 1 else None
        if isinstance(content, Broken):
            raise MalformedError(f"the entry cannot be read: {content.reason}")
        if not isinstance(content, Entry) or content.raw != raw:
            raise MalformedError("this is not exactly one entry, with nothing before or after it")
        return raw, content

    def _spliced(self, changes: Sequence[Splice]) -> "Document":
        text, blocks = splice(self.text, self._blocks, self.macros, changes)
        return _document(text, blocks, self.macros)


def _document(text: str, blocks: tuple[Block, ...], macros: Mapping[str, str]) -> Document:
    contents = [(place, block.content) for place, block in enumerate(blocks)]
    return Document(
        text,
        tuple(content for _, content in contents if isinstance(content, Entry)),
        tuple(content for _, content in contents if isinstance(content, Broken)),
        macros,
        blocks,
        {content.key: place for place, content in contents if content and content.key},
    )


def _near(key: str, keys: Iterable[str]) -> str:
    from difflib import get_close_matches

    by_lower = {other.lower(): other for other in keys}
    near = [by_lower[found] for found in get_close_matches(key.lower(), by_lower)]
    return f"; near it: {', '.join(near)}" if near else "; to see the keys: pubtool list"
