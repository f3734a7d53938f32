"""Papers that belong together: by year, by venue, by status."""

from collections.abc import Sequence

from pubtool import venues
from pubtool.latex import to_text, unaccented
from pubtool.publication import Group, Publication, Status

Groups = tuple[tuple[str, tuple[Publication, ...]], ...]

PREPRINTS = "Preprints"
NO_YEAR, NO_VENUE = "No year", "No venue"
_LAST = (PREPRINTS, NO_VENUE, NO_YEAR)


def grouped(
    publications: Sequence[Publication], by: Group, *, oldest_first: bool = False
) -> Groups:
    """Return the papers in groups, each with its heading; within one they keep their order.

    Years descend, unless `oldest_first`; venues are in the order of the alphabet; published
    papers stand before preprints. Preprints are a group among the venues, the last but for
    the papers that have no venue (or no year).
    """
    groups: dict[str, list[Publication]] = {}
    for publication in publications:
        groups.setdefault(_heading(publication, by), []).append(publication)
    headings = sorted(groups, key=unaccented, reverse=by is Group.YEAR and not oldest_first)
    headings.sort(key=lambda heading: _LAST.index(heading) + 1 if heading in _LAST else 0)
    return tuple((heading, tuple(groups[heading])) for heading in headings)


def venue_name(publication: Publication) -> str | None:
    """Return the short name under which papers of one venue are counted together.

    Plain Unicode, without the year: `ICLR` for each spelling that the table of venues knows.
    None for a preprint, and for a paper without a venue.
    """
    if publication.status is Status.PREPRINT:
        return None
    for tex in (publication.abbr, publication.venue, publication.free_venue):
        if label := to_text(tex or ""):
            known = venues.known(label)
            return known.abbr if known else label
    return None


def _heading(publication: Publication, by: Group) -> str:
    if by is Group.YEAR:
        return str(publication.year or NO_YEAR)
    if publication.status is Status.PREPRINT:
        return PREPRINTS
    return "Published" if by is Group.STATUS else venue_name(publication) or NO_VENUE
