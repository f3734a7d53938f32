"""The rules by which an entry's fields mean a venue, a status, a date or an identifier.

The fields are those of BibTeX's standard styles, of BibLaTeX (`eprinttype`, `date`,
`pubstate`, `journaltitle`), and of arXiv's, Google Scholar's and DBLP's exports.
"""

import re
from typing import NamedTuple

from pubtool import references, venues
from pubtool.bibtex.blocks import Entry
from pubtool.bibtex.values import MONTHS
from pubtool.latex import to_text
from pubtool.publication import Identifier, Service, Status

THESES = frozenset(("phdthesis", "mastersthesis", "thesis", "bachelorsthesis"))
REPORTS = frozenset(("techreport", "report"))
# Published by a publisher, whatever venue is or is not named.
_BOOKS = frozenset(
    """
    book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection
    proceedings mvproceedings reference mvreference inreference patent periodical
    """.split()  # noqa: SIM905 - a paragraph of words reads better than a list of literals
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

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20|21)\d\d(?!\d)")
_DATE = re.compile(r"\s*(\d{4})(?:-(\d\d))?")
_MONTH_NAME = re.compile(r"[^\W\d_]{3,}")
_CLASS = re.compile(r"\[\s*([a-zA-Z-]+(?:\.[a-zA-Z-]+)?)\s*\]")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_URL_COMMAND = re.compile(r"\\(?:url|href|path)\s*\{([^{}]*)\}.*", re.DOTALL)
_ESCAPED = re.compile(r"\\([%&#_~])")


class Found(NamedTuple):
    """A value, and the name of the field it was read from."""

    value: str
    field: str


def one_line(entry: Entry, name: str) -> str | None:
    """Return the field's TeX source with white space single, None if absent or empty."""
    return " ".join((entry.get(name) or "").split()) or None


def address(entry: Entry, name: str) -> str | None:
    r"""Return the field as an address, without `\url{}` and TeX's escapes; None if absent."""
    value = one_line(entry, name)
    if value is None:
        return None
    command = _URL_COMMAND.fullmatch(value)
    return _ESCAPED.sub(r"\1", command[1] if command else value) or None


def venue_field(kind: str) -> str:
    """Return the field in which an entry of this type names its venue."""
    if kind in THESES:
        return "school"
    if kind in REPORTS:
        return "institution"
    return "journal" if kind == "article" else "booktitle"


def venue(entry: Entry) -> Found | None:
    """Return where the paper appeared or was accepted; a preprint server is no venue."""
    own = venue_field(entry.type)
    publishing = entry.type in THESES | REPORTS
    names = (own, *VENUE_FIELDS) if publishing else (own, *VENUE_FIELDS[:3])
    for name in names:
        value = one_line(entry, name)
        if value and not is_server(value):
            return Found(value, name)
    return None


def is_server(value: str) -> bool:
    """Tell whether a venue's field names a preprint server, or a submission."""
    return venues.is_preprint_server(to_text(value)) or value.lower().startswith("abs/")


def status(entry: Entry) -> Status:
    """Return whether the paper counts as published; `pubstate` decides where it is set."""
    pubstate = (one_line(entry, "pubstate") or "").lower()
    if pubstate in _PUBSTATES:
        return _PUBSTATES[pubstate]
    if venue(entry) or entry.type in THESES:
        return Status.PUBLISHED
    if any(is_server(one_line(entry, name) or "") for name in SERVER_FIELDS):
        return Status.PREPRINT
    if entry.type in _BOOKS:
        return Status.PUBLISHED
    # The venue stands in the entry of the whole volume.
    in_volume = entry.type in ("inproceedings", "conference") and one_line(entry, "crossref")
    return Status.PUBLISHED if in_volume else Status.PREPRINT


def year(entry: Entry) -> tuple[int | None, str | None]:
    """Return the year and the field that tells it; both None for "in press" and the like."""
    found = _YEAR.search(one_line(entry, "year") or "")
    if found:
        return int(found[0]), "year"
    date = _DATE.match(entry.get("date") or "")
    return (int(date[1]), "date") if date else (None, None)


def month(entry: Entry) -> tuple[int | None, str | None]:
    """Return the month, 1 to 12, and the field that tells it: `jun`, `June`, `6`, `2025-06`."""
    value = one_line(entry, "month") or ""
    if value.isdecimal() and 1 <= int(value) <= 12:
        return int(value), "month"
    for word in _MONTH_NAME.findall(value):
        if word[:3].lower() in MONTHS:
            return MONTHS.index(word[:3].lower()) + 1, "month"
    date = _DATE.match(entry.get("date") or "")
    if date and date[2] and 1 <= int(date[2]) <= 12:
        return int(date[2]), "date"
    return None, None


def arxiv(entry: Entry) -> Found | None:
    """Return the arXiv id, without its version, from wherever the entry has it."""
    archive = one_line(entry, "archiveprefix") or one_line(entry, "eprinttype") or "arxiv"
    if archive.lower() == "arxiv":
        value = references.arxiv_id(address(entry, "eprint") or "")
        if value:
            return Found(value, "eprint")
    # `arxiv` is al-folio's field.
    for name in ("arxiv", "journal", "journaltitle", "volume", "howpublished", "url", "doi"):
        value = address(entry, name)
        found = references.arxiv_id(value) if value and _may_name_arxiv(name, value) else None
        if found:
            return Found(found, name)
    return None


def arxiv_class(entry: Entry) -> str | None:
    """Return the primary category, such as `cs.CV`."""
    explicit = one_line(entry, "primaryclass") or one_line(entry, "eprintclass")
    if explicit:
        return explicit
    for name in ("eprint", "journal", "howpublished"):
        found = _CLASS.search(one_line(entry, name) or "")
        if found:
            return found[1]
    return None


def openreview(entry: Entry) -> Found | None:
    """Return the forum's id, from its own field or from a link."""
    explicit = one_line(entry, "openreview")
    if explicit:
        for text in (explicit, f"openreview:{explicit}"):
            found = _identifier(text, Service.OPENREVIEW)
            if found:
                return Found(found, "openreview")
    return _linked(entry, Service.OPENREVIEW, ("url", "howpublished"))


def doi(entry: Entry) -> Found | None:
    """Return the bare DOI, from its own field (which may hold an address) or from `url`."""
    found = _DOI.search(address(entry, "doi") or "")
    return Found(found[0], "doi") if found else _linked(entry, Service.DOI, ("url",))


def _may_name_arxiv(name: str, value: str) -> bool:
    """Tell whether a number in this field can be an arXiv id: a bare volume or page cannot."""
    return name in ("arxiv", "url", "doi") or "arxiv" in value.lower() or "abs/" in value


def _linked(entry: Entry, service: Service, names: tuple[str, ...]) -> Found | None:
    for name in names:
        value = _identifier(address(entry, name) or "", service)
        if value:
            return Found(value, name)
    return None


def _identifier(text: str, service: Service) -> str | None:
    found: Identifier | None = references.find(text)
    return found.value if found and found.service is service else None
