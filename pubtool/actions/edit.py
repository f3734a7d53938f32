"""Changes to papers that are in the list: fields, removal, the entry's own text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pubtool import store
from pubtool.actions import merging
from pubtool.actions.wishes import mark_equal, with_venue
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex import entries, rules
from pubtool.bibtex.document import Document
from pubtool.bibtex.draft import Draft
from pubtool.config import Config
from pubtool.errors import MalformedError, RefusedError, UsageError
from pubtool.latex import from_text
from pubtool.publication import Publication, with_hidden
from pubtool.store import Library

_Editable = TypeVar("_Editable", Document, Draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tweaks:
    """The everyday changes; None leaves a thing as it is, "" takes it away."""

    equal: str | None = None
    hidden: bool | None = None
    award: str | None = None
    venue: str | None = None
    link: str | None = None


def edit(
    config: Config,
    keys: Sequence[str],
    fields: Mapping[str, str | None],
    tweaks: Tweaks,
    mode: Mode,
) -> Written:
    """Change just these fields of each paper.

    `fields` are BibTeX text by field name, None removes one. All papers are changed, or none.

    Raises:
        NotFoundError: there is no such key.
        UsageError: a value's braces do not balance, or a tweak does not fit the paper.
    """

    def change(library: Library) -> Document:
        document = library.document
        for key in keys:
            before = library.paper(key).publication
            after = _tweaked(before, tweaks)
            document = rewrite(document, before, after)
            if fields:
                document = _with_fields(document, after, fields)
        return document

    return apply(config, f"edit {' '.join(keys)}", change, mode)


def remove(config: Config, keys: Sequence[str], mode: Mode) -> Written:
    """Take the entries out of the list; all of them, or none."""

    def change(library: Library) -> Document:
        document = library.document
        for key in dict.fromkeys(keys):
            document = document.remove(library.paper(key).entry.key)
        return document

    return apply(config, f"remove {' '.join(keys)}", change, mode)


def replace_entry(config: Config, key: str, before: str, after: str, mode: Mode) -> Written:
    """Put the text `after` in place of the entry `key`, which was `before` when it was read.

    Raises:
        MalformedError: `after` is not exactly one entry.
        RefusedError: the entry has changed since, or the new text changes its citation key.
    """

    def change(library: Library) -> Document:
        if library.paper(key).entry.raw != before:
            raise RefusedError(
                f"{key} was changed by another program meanwhile, so nothing was written."
            )
        parsed = Document.parse(after).entries
        if len(parsed) == 1 and parsed[0].key != key:
            raise MalformedError(
                f"A citation key is never changed, since papers cite it: keep {key} "
                f"(it says {parsed[0].key})."
            )
        return library.document.replace(key, after)

    return apply(config, f"edit {key}", change, mode)


def rewrite(document: _Editable, before: Publication, after: Publication) -> _Editable:
    """Return the document with the entry of `before` changed so that it reads as `after`."""
    if after.type != before.type:
        document = document.set_type(before.key, after.type)
    changes = entries.changes(before, after, document.entry(before.key))
    return document.set_fields(before.key, changes) if changes else document


def rewritten(library: Library, pairs: Iterable[tuple[Publication, Publication]]) -> Document:
    """Return the list with each paper changed from what it was, as it was looked at.

    Raises:
        RefusedError: an entry has changed since.
    """
    draft = Draft(library.document)
    for before, after in pairs:
        if library.paper(before.key).publication != before:
            raise RefusedError(
                f"{before.key} was changed by another program meanwhile, so nothing was written. "
                "Run the command again."
            )
        rewrite(draft, before, after)
    return draft.document()


def _with_fields(
    document: Document, before: Publication, fields: Mapping[str, str | None]
) -> Document:
    """Return the document with these fields set; annotations stay with the authors they are of."""
    document = document.set_fields(before.key, fields)
    given = {name.lower() for name in fields}
    if "author" not in given:
        return document
    entry = document.entry(before.key)
    now = merging.with_marks_of(entries.read(entry), before)
    moved: dict[int, int] = {}
    for place, person in enumerate(merging.namesakes(now, before), start=1):
        if person:
            moved.setdefault(before.authors.index(person) + 1, place)
    changes = entries.reannotated(rules.lines_of(entry), moved, now.authors)
    return document.set_fields(
        before.key, {name: value for name, value in changes.items() if name not in given}
    )


def entry_text(config: Config, key: str) -> str:
    """Return the entry as it stands in the file."""
    return store.load(config.bib).paper(key).entry.raw


def parse_assignments(words: Sequence[str]) -> dict[str, str | None]:
    """Return the fields that `FIELD=VALUE` words set; `FIELD=` is None: it goes.

    Raises:
        UsageError: a word is not of this form, or names no field.
    """
    fields: dict[str, str | None] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip()
        if not equals or not name or any(char.isspace() or char in '{}(),"#%=@' for char in name):
            raise UsageError(f"{word!r} is not FIELD=VALUE, such as year=2025.")
        fields[name] = value.strip() or None
    return fields


def _tweaked(publication: Publication, tweaks: Tweaks) -> Publication:
    if tweaks.venue:
        publication = with_venue(publication, tweaks.venue)
    elif tweaks.venue == "":
        raise UsageError('--venue takes a label such as "ICLR 2025"; to remove a field: venue=')
    if tweaks.award is not None:
        publication = replace(publication, award=from_text(tweaks.award) or None)
    if tweaks.link is not None:
        publication = (
            merging.with_link(publication, tweaks.link)
            if tweaks.link
            else replace(publication, url=None)
        )
    if tweaks.equal is not None:
        publication = replace(publication, authors=mark_equal(publication.authors, tweaks.equal))
    return publication if tweaks.hidden is None else with_hidden(publication, tweaks.hidden)
