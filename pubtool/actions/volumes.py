"""Papers whose venue stands in the entry of the whole volume (`crossref`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pubtool.publication import Publication

# BibTeX hands down every field; these are the ones that are the volume's and the paper's alike.
_SHARED = frozenset(
    "editor publisher address location series isbn issn volume number organization".split()
)


def resolved(publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Return the papers with what they leave to their volume, and without `crossref`.

    The volume may stand anywhere in the list. Once papers are chosen and sorted it may be
    missing or stand before them, which BibTeX refuses.
    """
    volumes = {publication.key.lower(): publication for publication in publications}
    return tuple(
        _resolved(publication, volumes) if "crossref" in dict(publication.extra) else publication
        for publication in publications
    )


def _resolved(publication: Publication, volumes: Mapping[str, Publication]) -> Publication:
    own = dict(publication.extra)
    volume = volumes.get(own.pop("crossref").strip().lower())
    if volume is None:
        return replace(publication, extra=tuple(own.items()))
    shared = {name: value for name, value in volume.extra if name in _SHARED}
    # A paper dated by itself has its own month, or none.
    month = publication.month if publication.year else publication.month or volume.month
    return replace(
        publication,
        venue=publication.venue or volume.venue or volume.title,
        abbr=publication.abbr or volume.abbr,
        year=publication.year or volume.year,
        month=month,
        extra=tuple((shared | own).items()),
    )
