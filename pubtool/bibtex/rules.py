"""The rules by which an entry's fields mean a venue, a status, a date or an identifier.

The fields are those of BibTeX's standard styles, of BibLaTeX (`eprinttype`, `date`,
`pubstate`, `journaltitle`), and of arXiv's, Google Scholar's and DBLP's exports.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pubtool import references, venues
from pubtool.bibtex.blocks import Entry
from pubtool.bibtex.values import MONTHS
from pubtool.latex import to_text
from pubtool.publication import Service, Status

THESES = frozenset(("phdthesis", "mastersthesis", "thesis", "bachelorsthesis"))
REPORTS = frozenset(("techreport", "report"))
# Published by a publisher, whatever venue is or is not named.
_BOOKS = frozenset(
    """
    book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection
    proceedings mvproceedings reference mvreference inreference patent periodical
    """.split()
)
_PUBSTATES = {
    "prepublished": Status.PREPRINT,
    "submitted": Status.PREPRINT,
    "inpreparation": Status.PREPRINT,
    "inpress": Status.PUBLISHED,
    "forthcoming": Status.PUBLISHED,
}
VENUE_FIELDS = ("booktitle", "journal", "journaltitle", "school", "institution")
# Where "arXiv" or "Submitted to …" stands in place of a venue.
SERVER_FIELDS = (*VENUE_FIELDS, "publisher", "howpublished")

# `arxiv` is al-folio's field.
_ARXIV_FIELDS = (
    "arxiv",
    "journal",
    "journaltitle",
    "booktitle",
    "volume",
    "howpublished",
    "url",
    "doi",
)

_YEAR = re.compile(r"[1-9][0-9]{2,3}")
_YEAR_AMONG_WORDS = re.compile(r"(?<!\d)(?:1[4-9]|20|21)[0-9]{2}(?!\d)")
_DATE = re.compile(r"\s*([1-9][0-9]{3})(?:-([0-9]{2}))?")
_NUMBER_OF_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_CLASS = re.compile(r"\[\s*([a-zA-Z-]+(?:\.[a-zA-Z-]+)?)\s*\]")
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
_DOI_OR_ACL = re.compile(r"\b10\.[0-9]{4}|doi\.org|aclanthology|aclweb")
_URL_COMMAND = re.compile(r"\\(?:url|href|path)\s*\{([^{}]*)\}.*", re.DOTALL)
_ESCAPED = re.compile(r"\\([%&#_~])")


# The fields of an entry by lower-case name: TeX source in one line, none of it empty.
Lines = Mapping[str, str]


class Found(NamedTuple):
    """A value, and the name of the field it was read from."""

    value: str
    field: str


def lines_of(entry: Entry) -> Lines:
    """Return the fields of an entry that hold anything, white space single."""
    lines = ((field.name, one_line(field.value)) for field in entry.fields)
    return {name: line for name, line in lines if line}


def one_line(value: str) -> str:
    """Return a value with single white space and none around it."""
    line = " ".join(value.split())
    return value if line == value else line  # not a copy: there are thousands of them


def address(lines: Lines, name: str) -> str | None:
    r"""Return the field as an address, without `\url{}` and TeX's escapes; None if absent."""
    value = lines.get(name)
    if value is None or "\\" not in value:
        return value
    command = _URL_COMMAND.fullmatch(value)
    return _ESCAPED.sub(r"\1", command[1] if command else value) or None


def venue_field(kind: str) -> str:
    """Return the field in which an entry of this type names its venue."""
    if kind in THESES:
        return "school"
    if kind in REPORTS:
        return "institution"
    return "journal" if kind == "article" else "booktitle"


def venue(kind: str, lines: Lines) -> Found | None:
    """Return where the paper appeared or was accepted; a preprint server is no venue."""
    publishing = kind in THESES | REPORTS
    for name in (venue_field(kind), *(VENUE_FIELDS if publishing else VENUE_FIELDS[:3])):
        value = lines.get(name)
        if value and not is_server(value):
            return Found(value, name)
    return None


@lru_cache(maxsize=4096)  # a list has few venues, and many papers in each
def is_server(value: str) -> bool:
    """Tell whether a venue's field names a preprint server, or a submission."""
    return venues.is_preprint_server(to_text(value)) or value.lower().startswith("abs/")


def status(kind: str, lines: Lines) -> Status:
    """Return whether the paper counts as published; `pubstate` decides where it is set."""
    pubstate = lines.get("pubstate", "").lower()
    if pubstate in _PUBSTATES:
        return _PUBSTATES[pubstate]
    if kind in THESES or venue(kind, lines):
        return Status.PUBLISHED
    if any(is_server(lines[name]) for name in SERVER_FIELDS if name in lines):
        return Status.PREPRINT
    # The venue of a paper with `crossref` stands in the entry of the whole volume.
    in_volume = kind in ("inproceedings", "conference") and "crossref" in lines
    return Status.PUBLISHED if kind in _BOOKS or in_volume else Status.PREPRINT


def year(lines: Lines) -> Found | None:
    """Return the year; None for "in press" and the like."""
    value = lines.get("year", "")
    found = _YEAR.fullmatch(value) or _YEAR_AMONG_WORDS.search(value)
    if found:
        return Found(found[0], "year")
    date = _DATE.match(lines.get("date", ""))
    return Found(date[1], "date") if date else None


def month(lines: Lines) -> Found | None:
    """Return the month, 1 to 12: of `jun`, `June`, `{6}` or the date `2025-06`."""
    value = lines.get("month", "")
    if _NUMBER_OF_MONTH.fullmatch(value):
        return Found(value, "month")
    for word in _WORD.findall(value):
        if word[:3].lower() in MONTHS:
            return Found(str(MONTHS.index(word[:3].lower()) + 1), "month")
    date = _DATE.match(lines.get("date", ""))
    return Found(date[2], "date") if date and _NUMBER_OF_MONTH.fullmatch(date[2] or "") else None


def arxiv(lines: Lines) -> Found | None:
    """Return the arXiv id, without its version, from wherever the entry has it."""
    archive = lines.get("archiveprefix") or lines.get("eprinttype") or "arXiv"
    if "eprint" in lines and archive.lower() == "arxiv":
        value = references.arxiv_id(address(lines, "eprint") or "")
        if value:
            return Found(value, "eprint")
    for name in _ARXIV_FIELDS:
        text = address(lines, name)
        value = references.arxiv_id(text) if text and _may_name_arxiv(name, text) else None
        if value:
            return Found(value, name)
    return None


def arxiv_class(lines: Lines) -> str | None:
    """Return the primary category, such as `cs.CV`."""
    explicit = lines.get("primaryclass") or lines.get("eprintclass")
    if explicit:
        return explicit
    found = (_CLASS.search(lines.get(name, "")) for name in ("eprint", "journal", "howpublished"))
    return next((match[1] for match in found if match), None)


def openreview(lines: Lines) -> Found | None:
    """Return the forum's id, from its own field (an id or a link) or from a link."""
    explicit = lines.get("openreview")
    for text in (explicit, f"openreview:{explicit}") if explicit else ():
        value = _identifier(text, Service.OPENREVIEW)
        if value:
            return Found(value, "openreview")
    for name in ("url", "howpublished"):
        text = address(lines, name) or ""
        value = _identifier(text, Service.OPENREVIEW) if "openreview" in text.lower() else None
        if value:
            return Found(value, name)
    return None


def doi(lines: Lines) -> Found | None:
    """Return the bare DOI, from its own field (which may hold an address) or from `url`."""
    found = _DOI.search(address(lines, "doi") or "")
    if found:
        return Found(found[0], "doi")
    link = address(lines, "url") or ""
    value = _identifier(link, Service.DOI) if _DOI_OR_ACL.search(link) else None
    return Found(value, "url") if value else None


def _may_name_arxiv(name: str, text: str) -> bool:
    """Tell whether a number in this field can be an arXiv id: a bare volume or page cannot."""
    return name == "arxiv" or "xiv" in text.lower() or "abs/" in text or "/papers/" in text


def _identifier(text: str, service: Service) -> str | None:
    found = references.find(text)
    return found.value if found and found.service is service else None
