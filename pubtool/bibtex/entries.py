"""An entry's fields to a `Publication`, and back."""

from collections.abc import Iterator
from dataclasses import replace

from pubtool.bibtex import annotations, rules
from pubtool.bibtex.annotations import annotation
from pubtool.bibtex.blocks import Entry, NewEntry
from pubtool.bibtex.changes import changes, reannotated
from pubtool.bibtex.values import MONTHS, is_name
from pubtool.names import parse, split_list, to_bibtex
from pubtool.publication import HIDDEN, Author, Publication, with_hidden

__all__ = ["annotation", "changes", "fields", "read", "reannotated"]

_PLAIN = frozenset(("title", "author", "abbr", "venue", "award", "url", "pubstate", "keywords"))
_EPRINT = frozenset(("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass"))


def read(entry: Entry) -> Publication:
    """Return the paper that an entry describes; whatever is missing in it is None.

    `extra` has every field that is in no other attribute, in the entry's order: also a
    `journal` that only names a preprint server, and an `author+an` that holds more than
    "equal" and "me". Never raises for an entry that parsed.
    """
    lines = rules.lines_of(entry)
    authors, et_al = _authors(lines)
    venue, arxiv = rules.venue(entry.type, lines), rules.arxiv(lines)
    openreview, doi = rules.openreview(lines), rules.doi(lines)
    year, month = rules.year(lines), rules.month(lines)
    keywords = _keywords(lines.get("keywords", ""))
    used = _PLAIN | {found.field for found in (venue, openreview, doi, year, month) if found}
    if arxiv and arxiv.field == "eprint":
        used |= _EPRINT
    if lines.get(annotations.FIELD) == annotation(authors):
        used |= {annotations.FIELD}
    return Publication(
        key=entry.key,
        type=entry.type,
        title=lines.get("title", ""),
        authors=authors,
        et_al=et_al,
        year=int(year.value) if year else None,
        month=int(month.value) if month else None,
        status=rules.status(entry.type, lines),
        pubstate=lines.get("pubstate"),
        venue=venue.value if venue else None,
        abbr=lines.get("abbr"),
        free_venue=lines.get("venue"),
        award=lines.get("award"),
        hidden=any(keyword.casefold() == HIDDEN for keyword in keywords),
        url=rules.address(lines, "url"),
        arxiv=arxiv.value if arxiv else None,
        arxiv_class=rules.arxiv_class(lines) if arxiv else None,
        openreview=openreview.value if openreview else None,
        doi=doi.value if doi else None,
        keywords=keywords,
        extra=tuple(
            (name, line) for name, line in lines.items() if name not in used and is_name(name)
        ),
    )


def fields(publication: Publication) -> NewEntry:
    """Return the paper as a new entry in the store's schema, empty fields left out.

    `read` of what is written gives the paper back.
    """
    written: dict[str, str] = {}
    for name, value in _fields(publication):
        if value and name not in written:
            written[name] = value
    names = {name.lower() for name in written}
    written |= {name: value for name, value in publication.extra if name not in names}
    return NewEntry(publication.type, publication.key, tuple(written.items()))


def _fields(publication: Publication) -> Iterator[tuple[str, str | None]]:
    """Yield the fields of the schema in its order."""
    names = [to_bibtex(author) for author in publication.authors]
    yield "title", publication.title
    yield "author", " and ".join([*names, "others"] if publication.et_al else names)
    yield annotations.FIELD, _annotation(publication)
    yield rules.venue_field(publication.type), publication.venue
    yield "abbr", publication.abbr
    yield "venue", publication.free_venue
    yield "year", str(publication.year) if publication.year else None
    yield "month", MONTHS[publication.month - 1] if publication.month else None
    yield "award", publication.award
    yield "eprint", publication.arxiv
    yield "archivePrefix", "arXiv" if publication.arxiv else None
    yield "primaryClass", publication.arxiv_class if publication.arxiv else None
    yield "openreview", publication.openreview
    yield "doi", publication.doi
    yield "url", publication.url
    yield "pubstate", publication.pubstate
    yield "keywords", ", ".join(with_hidden(publication, publication.hidden).keywords)


def _annotation(publication: Publication) -> str | None:
    other = dict(publication.extra).get(annotations.FIELD)
    if other is None:
        return annotation(publication.authors)
    stay = {number: number for number in range(1, len(publication.authors) + 1)}
    return annotations.rewrite(other, stay, publication.authors)


def _authors(lines: rules.Lines) -> tuple[tuple[Author, ...], bool]:
    names, et_al = split_list(lines.get("author", ""))
    authors = [parse(name) for name in names]
    flags = annotations.flags_of(lines.get(annotations.FIELD, ""))
    for number, own in flags.items():
        if 1 <= number <= len(authors):
            equal, me = annotations.EQUAL in own, annotations.ME in own
            authors[number - 1] = replace(authors[number - 1], equal=equal, me=me)
    return tuple(authors), et_al


def _keywords(line: str) -> tuple[str, ...]:
    words = (" ".join(word.split()) for word in line.replace(";", ",").split(","))
    return tuple(word for word in words if word)
