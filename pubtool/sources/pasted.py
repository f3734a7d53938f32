"""BibTeX as people paste it: put into the list's own schema, entry by entry.

It comes from OpenReview, Google Scholar, DBLP, arXiv, the ACL Anthology, Zotero. What the
schema has a place for goes there (eprint, venue, `pubstate`); the rest stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pubtool.bibtex import entries, keys
from pubtool.bibtex.document import Broken, Document, Entry
from pubtool.errors import MalformedError
from pubtool.publication import Publication
from pubtool.sources import pasted_fields
from pubtool.sources.people import is_nobody

# What a key may be without harm in BibTeX, biber and on a command line.
_USABLE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.+/-]*")
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|meta|\?xml)\b", re.I)
_KEY = re.compile(r"\A(?P<start>@\s*[A-Za-z]+\s*[{(]\s*)[^,=]*?(?P<end>\s*,)")
_NO_KEY = re.compile(r"\A(?P<start>@\s*[A-Za-z]+\s*[{(])(?=\s*[A-Za-z]+\s*=)")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A paper out of pasted text; `line` is where its entry begins, from 1.

    `publication.authors` is empty where the entry says "Anonymous". `hints` are sentences
    for a person: what was read into the entry, and what is worth a look.
    """

    line: int
    publication: Publication
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that is no paper as it stands; the error says what to mend."""

    line: int
    error: MalformedError


def parse(text: str) -> tuple[Pasted | Refused, ...]:
    """Return the papers in `text`, in its order, and what could not be taken and why.

    Text between the entries is left aside. A volume that other entries name in `crossref`
    gives them what they lack, and is no paper itself. Never empty, never raises for what the
    text holds.
    """
    if _HTML.match(text):
        return (_refused(1, "this is a web page, not BibTeX. Copy the entry itself"),)
    try:
        document = Document.parse(text)
    except MalformedError as error:
        return (Refused(1, error),)
    taken = sorted(_papers(document), key=lambda one: one.line)
    if not taken:
        return (_refused(1, "there is no BibTeX entry in it (@inproceedings{…})"),)
    return tuple(taken)


def _papers(document: Document) -> Iterator[Pasted | Refused]:
    by_key = {entry.key.casefold(): entry for entry in document.entries}
    volumes = {name for entry in document.entries if (name := _volume_key(entry))}
    for entry in document.entries:
        if entry.key.casefold() in volumes and not entry.get("author"):
            continue
        volume = by_key.get(_volume_key(entry) or "")
        yield _taken(pasted_fields.completed(entry, volume))
    for broken in document.broken:
        yield _mended(broken)


def _volume_key(entry: Entry) -> str | None:
    return (entry.get("crossref") or "").strip().casefold() or None


def _mended(broken: Broken) -> Pasted | Refused:
    """Return the paper of a block whose only fault is its key: doubled, unusable or missing."""
    for text, key_stays in (
        (broken.raw, True),
        (_KEY.sub(r"\g<start>pubtool\g<end>", broken.raw), False),
        (_NO_KEY.sub(r"\g<start>pubtool, ", broken.raw), False),
    ):
        alone = Document.parse(text)
        if len(alone.entries) == 1 and not alone.broken:
            entry = replace(alone.entries[0], line=broken.line)
            return _taken(entry if key_stays else replace(entry, key=""))
    name = f"the entry {broken.key}" if broken.key else "the entry"
    return _refused(broken.line, f"{name} cannot be read: {broken.reason}")


def _taken(entry: Entry) -> Pasted | Refused:
    if not (entry.get("title") or "").strip():
        return _refused(entry.line, f"the entry {entry.key} has no title")
    if entry.type in ("proceedings", "collection") and not (entry.get("author") or "").strip():
        return _refused(entry.line, f"{entry.key} is a whole volume, not a paper")
    tidied = pasted_fields.tidied(entry)
    publication = entries.read(tidied.entry)
    hints = tidied.hints
    if len(publication.authors) == 1 and is_nobody(publication.authors[0].name):
        publication = replace(publication, authors=())
    authors = tuple(
        replace(author, equal=True) if place in tidied.equal else author
        for place, author in enumerate(publication.authors)
    )
    publication = replace(publication, authors=authors)
    if not authors:
        hints = (*hints, "the entry names no authors")
    if not _USABLE_KEY.fullmatch(entry.key):
        key = keys.propose(authors, publication.year, publication.title)
        publication = replace(publication, key=key)
        hints = (*hints, f"the citation key is made anew: {key}")
    return Pasted(entry.line, publication, hints)


def _refused(line: int, what: str) -> Refused:
    return Refused(line, MalformedError(f"{what[0].upper()}{what[1:]}."))
