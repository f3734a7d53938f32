"""How many papers: by year, at which venues, with whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pubtool import names
from pubtool.actions.grouping import venue_name
from pubtool.latex import unaccented
from pubtool.publication import Author, Publication, Status

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """Papers counted; `years` newest first, `venues` and `coauthors` most papers first.

    A year without papers between others counts 0. Venues are those of published papers, by
    their short name. The owner is no co-author; names that can be one person's are counted as
    one, under the fullest of them.
    """

    papers: int
    published: int
    preprints: int
    years: Counts
    venues: Counts
    coauthors: Counts


def stats(publications: Sequence[Publication]) -> Stats:
    """Return the counts of papers in which the owner is marked."""
    published = sum(paper.status is Status.PUBLISHED for paper in publications)
    venues = Counter(name for paper in publications if (name := venue_name(paper)))
    return Stats(
        papers=len(publications),
        published=published,
        preprints=len(publications) - published,
        years=_years(publications),
        venues=_ranked(venues),
        coauthors=_coauthors(publications),
    )


def _years(publications: Iterable[Publication]) -> Counts:
    counted = Counter(paper.year for paper in publications if paper.year)
    if not counted:
        return ()
    span = range(max(counted), min(counted) - 1, -1)
    # A mistyped year must not make a thousand lines.
    years = span if len(span) <= 100 else sorted(counted, reverse=True)
    return tuple((str(year), counted[year]) for year in years)


def _coauthors(publications: Iterable[Publication]) -> Counts:
    """Count papers per person; `S. Kundu` is `Souvik Kundu` where no other S. Kundu is known."""
    written = Counter(
        author
        for paper in publications
        for author in dict.fromkeys(_bare(author) for author in paper.authors if not author.me)
    )
    by_family: dict[str, list[Author]] = {}
    for author in sorted(written, key=lambda author: len(author.name), reverse=True):
        by_family.setdefault(unaccented(author.family), []).append(author)
    people: Counter[str] = Counter()
    for family in by_family.values():
        known: list[Author] = []
        for author in family:
            meant = [person for person in known if names.same(author, person)]
            if len(meant) != 1:
                known.append(author)
            people[(meant[0] if len(meant) == 1 else author).name] += written[author]
    return _ranked(people)


def _bare(author: Author) -> Author:
    return Author(author.family, author.given, author.particle, author.suffix)


def _ranked(counted: Counter[str]) -> Counts:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], unaccented(item[0]))))
