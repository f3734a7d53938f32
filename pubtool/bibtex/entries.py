"""An entry's fields to a `Publication`, and back."""

from collections.abc import Iterator
from dataclasses import replace

from pubtool.bibtex import annotations, rules
from pubtool.bibtex.annotations import annotation
from pubtool.bibtex.blocks import Entry, NewEntry
from pubtool.bibtex.changes import changes
from pubtool.bibtex.values import MONTHS
from pubtool.names import parse, split_list, to_bibtex
from pubtool.publication import Author, Publication

__all__ = ["annotation", "changes", "fields", "read"]

_EPRINT_FIELDS = ("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass")


def read(entry: Entry) -> Publication:
    """Return the paper that an entry describes; whatever is missing in it is None.

    `extra` has every field that is in no other attribute, in the entry's order: also a
    `journal` that only names a preprint server, and an `author+an` that holds more than
    "equal" and "me". Never raises for an entry that parsed.
    """
    authors, et_al = _authors(entry)
    venue, openreview, doi = rules.venue(entry), rules.openreview(entry), rules.doi(entry)
    arxiv = rules.arxiv(entry)
    year, year_field = rules.year(entry)
    month, month_field = rules.month(entry)
    keywords = _keywords(entry)
    used = {"title", "author", "abbr", "venue", "award", "url", "pubstate", "keywords"}
    used |= {found.field for found in (openreview, doi) if found}
    used |= {name for name in (venue and venue.field, year_field, month_field) if name}
    if arxiv and arxiv.field == "eprint":
        used |= set(_EPRINT_FIELDS)
    if (entry.get(annotations.FIELD) or "") == (annotation(authors) or ""):
        used.add(annotations.FIELD)
    return Publication(
        key=entry.key,
        type=entry.type,
        title=rules.one_line(entry, "title") or "",
        authors=authors,
        et_al=et_al,
        year=year,
        month=month,
        status=rules.status(entry),
        pubstate=rules.one_line(entry, "pubstate"),
        venue=venue.value if venue else None,
        abbr=rules.one_line(entry, "abbr"),
        free_venue=rules.one_line(entry, "venue"),
        award=rules.one_line(entry, "award"),
        hidden=any(keyword.casefold() == "hidden" for keyword in keywords),
        url=rules.address(entry, "url"),
        arxiv=arxiv.value if arxiv else None,
        arxiv_class=rules.arxiv_class(entry) if arxiv else None,
        openreview=openreview.value if openreview else None,
        doi=doi.value if doi else None,
        keywords=keywords,
        extra=tuple(
            (field.name, value)
            for field in entry.fields
            if field.name not in used and (value := rules.one_line(entry, field.name))
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
    keywords = publication.keywords
    if publication.hidden and not any(keyword.casefold() == "hidden" for keyword in keywords):
        keywords = (*keywords, "hidden")
    yield "keywords", ", ".join(keywords)


def _annotation(publication: Publication) -> str | None:
    other = dict(publication.extra).get(annotations.FIELD)
    if other is None:
        return annotation(publication.authors)
    stay = {number: number for number in range(1, len(publication.authors) + 1)}
    return annotations.rewrite(other, stay, publication.authors)


def _authors(entry: Entry) -> tuple[tuple[Author, ...], bool]:
    names, et_al = split_list(entry.get("author") or "")
    flags = annotations.flags_of(entry.get(annotations.FIELD) or "")
    authors = []
    for number, name in enumerate(names, 1):
        author = parse(name)
        if own := flags.get(number):
            author = replace(author, equal=annotations.EQUAL in own, me=annotations.ME in own)
        authors.append(author)
    return tuple(authors), et_al


def _keywords(entry: Entry) -> tuple[str, ...]:
    value = (entry.get("keywords") or "").replace(";", ",")
    return tuple(word for part in value.split(",") if (word := " ".join(part.split())))
