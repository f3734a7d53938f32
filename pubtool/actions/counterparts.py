"""Which paper of the list a paper from elsewhere is."""

from collections.abc import Iterable

from pubtool import latex, names, references, venues
from pubtool.actions import matching
from pubtool.publication import Identifier, Publication, Service, Status


def on_page(papers: Iterable[Publication], shown: Publication) -> Publication | None:
    """Return the paper that an item of a page is, or None.

    That is the one with an id in common under a title that is alike, else the one with this
    title and first author (or these authors in another order). Of several, it is the one that
    has most in common with the item.
    """
    candidates = [
        paper
        for paper in papers
        if _same_title_and_authors(paper, shown)
        or (_shared(paper, shown) and matching.similar_titles(paper.title, shown.title))
    ]
    return max(candidates, key=lambda paper: _likeness(paper, shown), default=None)


def again(papers: Iterable[Publication], shown: Publication) -> Publication | None:
    """Return the paper that a further item shows once more: under "Selected", say, or None.

    A workshop's version, at another place or of another year, is a paper of its own.
    """
    for paper in papers:
        if _same_title_and_authors(paper, shown):
            places = _places(paper), _places(shown)
            same_place = paper.year == shown.year and not (
                all(places) and places[0].isdisjoint(places[1])
            )
            if same_place and paper.status is shown.status:
                return paper
    return None


def in_list(papers: Iterable[Publication], entry: Publication) -> Publication | None:
    """Return the paper that an entry of another list is, or None.

    A conference paper and its journal version under one title are two.
    """
    candidates = []
    for paper in papers:
        if _shared(paper, entry):
            if matching.similar_titles(paper.title, entry.title):
                return paper
        elif _same_title_and_authors(paper, entry) and not _are_two_versions(paper, entry):
            candidates.append(paper)
    return max(candidates, key=lambda paper: _likeness(paper, entry), default=None)


def _same_title_and_authors(one: Publication, other: Publication) -> bool:
    if not matching.same_title(one, other):
        return False
    if not one.authors or not other.authors:
        return True
    if names.same(one.authors[0], other.authors[0]):
        return True
    return len(one.authors) == len(other.authors) and all(
        any(names.same(author, twin) for twin in other.authors) for author in one.authors
    )


def _shared(one: Publication, other: Publication) -> bool:
    return not _ids(one).isdisjoint(_ids(other))


def _ids(publication: Publication) -> frozenset[Identifier]:
    return frozenset(map(references.at_home, publication.identifiers))


def _are_two_versions(one: Publication, other: Publication) -> bool:
    """Tell whether two papers of one title are out at two places."""
    if not (one.status is other.status is Status.PUBLISHED):
        return False
    dois = [{i for i in _ids(paper) if i.service is Service.DOI} for paper in (one, other)]
    if all(dois):
        return dois[0].isdisjoint(dois[1])
    places = [_places(paper) for paper in (one, other)]
    elsewhere = all(places) and places[0].isdisjoint(places[1])
    return elsewhere and (one.type != other.type or one.year != other.year)


def _places(publication: Publication) -> frozenset[str]:
    told = [latex.to_text(name) for name in (publication.abbr, publication.venue) if name]
    known = [found for name in told if (found := venues.known(name))]
    told += [name for one in known for name in (one.abbr, one.name)]
    return frozenset(latex.comparable(name) for name in told)


def _likeness(paper: Publication, shown: Publication) -> tuple[bool, ...]:
    return (
        matching.same_title(paper, shown),
        _shared(paper, shown),
        paper.status is shown.status,
        paper.year == shown.year,
        not _places(paper).isdisjoint(_places(shown)),
    )
