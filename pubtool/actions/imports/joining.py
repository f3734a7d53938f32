"""Two entries of one paper, from two lists: one entry."""

from collections.abc import Sequence
from dataclasses import replace

from pubtool import names, references, venues
from pubtool.actions import matching
from pubtool.actions.imports.arrivals import Difference, disagreements, plain
from pubtool.publication import Author, Publication, Service, Status, with_hidden

# What an entry says of the place where a paper is out: it goes with the venue, for a preprint's
# `volume` has no place beside a conference.
_OF_THE_VENUE = frozenset(
    """
    address booktitle chapter date edition editor eventtitle howpublished institution isbn issn
    issue journal journaltitle location number organization pages publisher school series volume
    """.split()
)
# Where a preprint names its server: of no use once the paper is out.
_OF_THE_SERVER = frozenset(("journal", "journaltitle", "howpublished"))
# What a program wrote for itself, not about the paper.
_OF_A_PROGRAM = frozenset(("abstract", "bibsource", "biburl", "file", "timestamp", "urldate"))


def joined(mine: Publication, theirs: Publication) -> Publication:
    """Return my entry with what only theirs has, as far as it fits.

    Where theirs is published and mine is a preprint, type, venue, year and what belongs to them
    are theirs. All else that I have stays.
    """
    promoted = mine.status is Status.PREPRINT and theirs.status is Status.PUBLISHED
    same_place = mine.status is theirs.status
    after = _with_venue(mine, theirs) if promoted else mine
    if same_place:
        after = _with_gaps_filled(mine, theirs)
    after = replace(
        _with_authors(after, theirs),
        title=after.title or theirs.title,
        url=after.url or theirs.url,
        openreview=after.openreview or theirs.openreview,
        doi=_doi(after, theirs),
    )
    if after.arxiv in (None, theirs.arxiv):
        after = replace(
            after, arxiv=theirs.arxiv, arxiv_class=after.arxiv_class or theirs.arxiv_class
        )
    return _with_extra(after, theirs, of_the_venue=promoted or same_place)


def contradictions(mine: Publication, theirs: Publication) -> tuple[Difference, ...]:
    """Return what theirs has otherwise; a preprint's own date and standing are no contradiction."""
    passed_over = set(_OF_A_PROGRAM)
    if matching.same_title(mine, theirs):
        passed_over.add("title")
    if names.same_list(mine.authors, theirs.authors):
        passed_over.add("authors")
    if mine.status is Status.PUBLISHED and theirs.status is Status.PREPRINT:
        passed_over |= {"status", "venue", "venue as printed", "year", "month", "state"}
        passed_over |= _OF_THE_VENUE
    if {venues.known(plain(mine.venue)), venues.known(plain(theirs.venue))} != {None} and (
        mine.abbr == theirs.abbr
    ):
        passed_over.add("venue")
    return tuple(one for one in disagreements(mine, theirs) if one.name not in passed_over)


def _with_venue(mine: Publication, theirs: Publication) -> Publication:
    """Return the preprint as it was published."""
    of_venue = {name: value for name, value in theirs.extra if name in _OF_THE_VENUE}
    kept = {name: value for name, value in mine.extra if name not in _OF_THE_SERVER}
    return replace(
        mine,
        type=theirs.type,
        status=Status.PUBLISHED,
        pubstate=theirs.pubstate,
        venue=theirs.venue,
        abbr=theirs.abbr,
        free_venue=theirs.free_venue,
        year=theirs.year or mine.year,
        month=theirs.month,
        award=mine.award or theirs.award,
        extra=tuple((kept | of_venue).items()),
    )


def _with_gaps_filled(mine: Publication, theirs: Publication) -> Publication:
    return replace(
        mine,
        venue=mine.venue or (theirs.venue if mine.type == theirs.type else None),
        abbr=mine.abbr or theirs.abbr,
        free_venue=mine.free_venue or (None if mine.venue else theirs.free_venue),
        year=mine.year or theirs.year,
        month=mine.month or (theirs.month if mine.year in (None, theirs.year) else None),
        pubstate=mine.pubstate or theirs.pubstate,
        award=mine.award or theirs.award,
    )


def _with_authors(mine: Publication, theirs: Publication) -> Publication:
    """Return my entry with a full author list where mine is cut short, and with their marks."""
    people = mine.authors
    if not people or (mine.et_al and _begins(theirs.authors, people)):
        people = (*people, *theirs.authors[len(people) :])
        mine = replace(mine, authors=people, et_al=theirs.et_al)
    if any(author.equal for author in people) or not names.same_list(people, theirs.authors):
        return mine
    pairs = zip(people, theirs.authors, strict=True)
    return replace(mine, authors=tuple(replace(a, equal=b.equal) for a, b in pairs))


def _begins(longer: Sequence[Author], shorter: Sequence[Author]) -> bool:
    return len(longer) > len(shorter) and names.same_list(longer[: len(shorter)], shorter)


def _doi(mine: Publication, theirs: Publication) -> str | None:
    """Return my DOI, unless it is the one that arXiv gave the preprint."""
    if mine.doi and theirs.doi:
        own = references.find(f"doi:{mine.doi}")
        if own is not None and own.service is Service.ARXIV:
            return theirs.doi
    return mine.doi or theirs.doi


def _with_extra(mine: Publication, theirs: Publication, *, of_the_venue: bool) -> Publication:
    extra = dict(mine.extra)
    for name, value in theirs.extra:
        if of_the_venue or name not in _OF_THE_VENUE:
            extra.setdefault(name, value)
    keywords = mine.keywords or with_hidden(theirs, False).keywords
    return replace(mine, extra=tuple(extra.items()), keywords=keywords)
