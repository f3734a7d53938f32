"""Papers by DOI: the CSL-JSON that doi.org's registrars (Crossref, DataCite) answer with.

Content negotiation: https://citation.doi.org/docs.html; the fields:
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pubtool import names, venues
from pubtool.bibtex import keys
from pubtool.errors import NotFoundError, ServiceError
from pubtool.publication import Author, Identifier, Publication, Status
from pubtool.sources import http, people
from pubtool.sources.addresses import endpoint
from pubtool.sources.doi_text import plain, to_tex
from pubtool.sources.failures import PassingError
from pubtool.sources.results import LONGEST_TEXT, Failed, Fetched, Found, Progress

CSL_JSON = "application/vnd.citationstyles.csl+json"
_NAME = "doi.org"

# The registrars write CSL's types, or (Crossref) their own.
_TYPES = {
    "article-journal": "article",
    "journal-article": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings",
    "chapter": "incollection",
    "book-chapter": "incollection",
    "reference-entry": "incollection",
    "entry": "incollection",
    "entry-encyclopedia": "incollection",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "thesis": "phdthesis",
    "dissertation": "phdthesis",
    "report": "techreport",
}  # what is not here is `misc`: preprints ("article", "posted-content"), data sets, software
_ENOUGH_SILENCES = 2
_FIELD_OF_VENUE = {"phdthesis", "mastersthesis", "techreport"}  # there the publisher is the venue
_SERIES = re.compile(
    r"^(?:lecture notes in|communications in computer|advances in intelligent)", re.I
)


def fetch(identifiers: Sequence[Identifier], progress: Progress | None = None) -> Fetched:
    """Return what the registrars have for `identifiers` (DOIs), one request each.

    A journal article, a paper in proceedings, a book, a chapter, a thesis and a report are
    published; a preprint (bioRxiv, SSRN) and a data set are not. After two failures in a row
    to reach anybody, the others are not asked for.
    """
    found: list[Found] = []
    failed: list[Failed] = []
    silences: list[PassingError] = []
    for done, identifier in enumerate(identifiers, start=1):
        try:
            if len(silences) == _ENOUGH_SILENCES:
                raise silences[-1]
            found.append(_found(identifier, _record(identifier)))
            silences.clear()
        except PassingError as error:
            silences = [*silences, error][-_ENOUGH_SILENCES:]
            failed.append(Failed(identifier, error))
        except (NotFoundError, ServiceError) as error:
            silences.clear()
            failed.append(Failed(identifier, error))
        if progress:
            progress(done, len(identifiers))
    return Fetched(tuple(found), tuple(failed))


def _record(identifier: Identifier) -> "_Record":
    """Return the registrar's record.

    Raises:
        NotFoundError: nobody has registered this DOI.
        ServiceError: no answer, or none with metadata.
    """
    doi = identifier.value
    url = f"{endpoint('PUBTOOL_DOI_RESOLVER', 'https://doi.org')}/{quote(doi, safe='/:;()._-')}"
    answer = http.get(_NAME, url, headers={"Accept": CSL_JSON})
    if answer.status in (404, 410):
        raise NotFoundError(f"There is no DOI {doi}. Check it at https://doi.org/{doi}.")
    if answer.status in (204, 406) or (answer.status == 200 and answer.is_html):
        raise ServiceError(
            f"The registrar of {doi} has no metadata to give. Copy the BibTeX entry from "
            f"https://doi.org/{doi}, then run `pubtool add -` and paste it."
        )
    if answer.status != 200:
        raise answer.failure()
    record = answer.json()
    if not isinstance(record, dict):
        raise ServiceError(f"doi.org's answer for {doi} is not a record. Try again later.")
    return _Record(record)


@dataclass(frozen=True, slots=True)
class _Record:
    """CSL-JSON, where a field is a string, a list of strings, an object, or absent."""

    fields: Mapping[str, object]

    def all(self, name: str) -> list[str]:
        """Return the texts of a field as they are, without empty and far too long ones."""
        value = self.fields.get(name)
        listed = value if isinstance(value, list) else [value]
        texts = [one.get("name") if isinstance(one, dict) else one for one in listed]
        told = (str(text) for text in texts if isinstance(text, str | int))
        return [text for text in told if len(text) <= LONGEST_TEXT and text.strip()]

    def first(self, name: str) -> str:
        """Return a field's first text, `""` where there is none."""
        return next(iter(self.all(name)), "")

    @property
    def title(self) -> str:
        title, subtitle = self.first("title"), self.first("subtitle")
        if subtitle and subtitle.casefold() not in title.casefold():
            return f"{title}: {subtitle}"
        return title

    @property
    def people(self) -> list[Mapping[str, object]]:
        value = self.fields.get("author")
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    @property
    def date(self) -> tuple[int | None, int | None]:
        """The year and month in which it came out, the earliest that is told for sure."""
        for name in ("issued", "published", "published-print", "published-online", "created"):
            value = self.fields.get(name)
            parts = value.get("date-parts") if isinstance(value, dict) else None
            first = parts[0] if isinstance(parts, list) and parts else None
            numbers = [_number(part) for part in first] if isinstance(first, list) else []
            if numbers and numbers[0]:
                month = numbers[1] if len(numbers) > 1 else None
                return numbers[0], month if month and 1 <= month <= 12 else None
        return None, None


def _number(part: object) -> int | None:
    text = str(part)
    return int(text) if text.isascii() and text.isdigit() else None


def _found(identifier: Identifier, record: _Record) -> Found:
    if not record.title:
        raise ServiceError(
            f"The registrar's record of {identifier.value} has no title. "
            f"Add the paper from its BibTeX entry with `pubtool add -`."
        )
    kind, container, series = _place(record)
    title = to_tex(record.title, title=True)
    authors = tuple(author for one in record.people if (author := _author(one)))
    year, month = record.date
    known = venues.known(container) if container else None
    publication = Publication(
        key=keys.propose(authors, year, title),
        type=kind,
        title=title,
        authors=authors,
        year=year,
        month=month,
        status=Status.PREPRINT if kind == "misc" else Status.PUBLISHED,
        venue=to_tex(container) if container else None,
        abbr=known.abbr if known else None,
        doi=identifier.value,
        extra=tuple(_extra(record, kind, series)),
    )
    hints = () if authors else ("the registrar names no authors",)
    return Found(identifier, publication, hints)


def _place(record: _Record) -> tuple[str, str, str]:
    """Return the entry type, the venue and the series; `""` where there is none."""
    kind = _TYPES.get(record.first("type"), "misc")
    if kind == "phdthesis" and "master" in record.first("genre").casefold():
        kind = "mastersthesis"
    containers = [plain(text) for text in record.all("container-title")]
    event = plain(record.first("event") or record.first("event-title"))
    if kind in _FIELD_OF_VENUE:
        return kind, plain(record.first("publisher") or record.first("institution")), ""
    if kind in ("misc", "book"):
        return kind, "", ""
    if any(venues.is_preprint_server(text) for text in containers):
        return "misc", "", ""
    series = next((text for text in containers if _SERIES.match(text)), "")
    container = next((text for text in containers if text != series), "")
    if series and not container:
        container, series = (event, series) if event else (series, "")
    known = venues.known(container) if container else None
    # AAAI's proceedings are registered as a journal, ECCV's as a book of chapters.
    if known and known.type == "inproceedings" and kind in ("article", "incollection"):
        kind = "inproceedings"
    if kind == "inproceedings" and not container:
        container = event
    return (kind, container, series) if container else ("misc", "", "")


def _extra(record: _Record, kind: str, series: str) -> list[tuple[str, str]]:
    """Return the record's other BibTeX fields, as TeX source."""
    number = record.first("issue") or (record.first("number") if kind == "techreport" else "")
    publisher = "" if kind in ("article", *_FIELD_OF_VENUE) else record.first("publisher")
    fields = (
        ("series", series),
        ("volume", record.first("volume")),
        ("number", number),
        ("pages", record.first("page") or record.first("article-number")),
        ("publisher", publisher),
        ("howpublished", _server(record) if kind == "misc" else ""),
    )
    encoded = [(name, to_tex(text)) for name, text in fields if text.strip()]
    return [
        (name, re.sub(r"\s*[-–—]+\s*", "--", tex) if name == "pages" else tex)
        for name, tex in encoded
    ]


def _server(record: _Record) -> str:
    """Return the preprint server's name where the record tells it apart from the publisher."""
    named = (*record.all("institution"), *record.all("container-title"))
    return next((text for text in named if venues.is_preprint_server(text)), "")


def _author(person: Mapping[str, object]) -> Author | None:
    """Return a person, or a group where the record has one name as a whole (`literal`)."""

    def part(name: str) -> str:
        value = person.get(name)
        return plain(value) if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""

    family, given, suffix = part("family"), part("given"), part("suffix")
    whole = part("literal") or part("name")
    if not family and not given:
        return Author(whole) if whole and not people.is_nobody(whole) else None
    if not family or not given:
        return Author(family or given, suffix=suffix or None)
    particle = part("non-dropping-particle") or part("dropping-particle")
    if particle:
        return Author(family, given, particle, suffix or None)
    return names.parse(", ".join(one for one in (family, suffix, given) if one))
