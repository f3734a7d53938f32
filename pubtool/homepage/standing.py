"""Where and when a paper is out, as TeX source, for the page and for whoever else prints it."""

import re

from pubtool.latex import to_text
from pubtool.publication import Publication

_THESES = {
    "phdthesis": "Ph.D. Thesis",
    "mastersthesis": "Master's Thesis",
    "mathesis": "Master's Thesis",
    "bathesis": "Bachelor's Thesis",
    "candthesis": "Candidate Thesis",
}


def venue_label(publication: Publication) -> str | None:
    """Return where a published paper is out, None where that is not known: `ICLR`.

    A thesis says what it is (`Ph.D. Thesis, KAIST`), a `free_venue` stands alone.
    """
    if publication.free_venue:
        return publication.free_venue
    parts = (_thesis(publication), publication.label)
    return ", ".join(part for part in parts if part) or None


def venue_and_year(publication: Publication) -> str | None:
    """Return where and when a published paper is out: `ICLR 2025`.

    As `venue_label`, with the year where a venue's name (`Proceedings of the 2018 …`) does
    not have it already. None where neither is known.
    """
    label = venue_label(publication)
    year = str(publication.year or "")
    if publication.free_venue or not year or (label and _has_year(label, year)):
        return label
    if label is None:
        return year
    return f"{label}, {year}" if _thesis(publication) else f"{label} {year}"


def _has_year(label: str, year: str) -> bool:
    return year in label and bool(re.search(rf"(?<!\d){year}(?!\d)", to_text(label)))


def _thesis(publication: Publication) -> str | None:
    """Return what kind of thesis the paper is, None where it is none.

    BibLaTeX's `@thesis` says it in the field `type`, by a key of its own or in words.
    """
    if publication.type not in {*_THESES, "thesis"}:
        return None
    kind = dict(publication.extra).get("type", "").strip()
    return _THESES.get(kind.lower(), kind) or _THESES.get(publication.type, "Thesis")
