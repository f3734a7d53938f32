"""What a paper's sources know of it: gaps filled, contradictions told, nothing overruled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pubtool import names, sources
from pubtool.actions import matching, merging
from pubtool.actions.imports.arrivals import Arrival, plain
from pubtool.errors import NotFoundError, ServiceError
from pubtool.homepage.reading.byline import is_gap
from pubtool.publication import Publication, Service, Status
from pubtool.sources import Found

_SERVICES = {Service.ARXIV: "arXiv", Service.OPENREVIEW: "OpenReview", Service.DOI: "the DOI"}


@dataclass(frozen=True, slots=True)
class Completed:
    """The papers with their gaps filled; `failures` are services that did not answer.

    `found` is what the others said.
    """

    arrivals: tuple[Arrival, ...]
    failures: tuple[ServiceError, ...] = ()
    found: tuple[Found, ...] = ()


def complete(arrivals: Sequence[Arrival], progress: sources.Progress | None) -> Completed:
    """Ask each service once about all the papers, and fill what they lack.

    What a paper says already stays; where a source says otherwise, a note tells so, and an id
    that is unknown too.
    """
    wanted = tuple(dict.fromkeys(i for one in arrivals for i in one.publication.identifiers))
    fetched = sources.fetch(wanted, progress) if wanted else sources.Fetched()
    found = {one.identifier: one for one in fetched.found}
    failed = {one.identifier: one.error for one in fetched.failed}
    completed = []
    for arrival in arrivals:
        ids = arrival.publication.identifiers
        said = [found[identifier] for identifier in ids if identifier in found]
        publication, notes = _filled(arrival.publication, said)
        unknown = [str(failed[i].message) for i in ids if isinstance(failed.get(i), NotFoundError)]
        notes = (*arrival.notes, *unknown, *notes)
        completed.append(replace(arrival, publication=publication, notes=notes))
    services = {
        error.message: error for error in failed.values() if isinstance(error, ServiceError)
    }
    return Completed(tuple(completed), tuple(services.values()), fetched.found)


def _filled(paper: Publication, said: Sequence[Found]) -> tuple[Publication, tuple[str, ...]]:
    notes: list[str] = []
    for found in said:
        theirs = found.publication
        told = list(_contradictions(paper, found))
        notes += told
        if told and not matching.same_title(theirs, paper):
            continue  # a wrong link, as likely as not: nothing of it is this paper's
        paper = replace(
            _with_authors(paper, theirs),
            year=paper.year or theirs.year,
            arxiv=paper.arxiv or theirs.arxiv,
            openreview=paper.openreview or theirs.openreview,
            doi=paper.doi or theirs.doi,
        )
        if paper.arxiv == theirs.arxiv:
            paper = replace(paper, arxiv_class=paper.arxiv_class or theirs.arxiv_class)
    return paper, tuple(notes)


def _with_authors(paper: Publication, theirs: Publication) -> Publication:
    """Return the paper with all its authors, where the page leaves some out."""
    listed = [author for author in paper.authors if not is_gap(author)]
    cut = paper.et_al or len(listed) < len(paper.authors)
    if not theirs.authors or not (cut or not listed):
        return paper
    if not all(names.namesake(author, theirs.authors) for author in listed):
        return paper
    people = tuple(names.namesake(author, listed) or author for author in theirs.authors)
    return replace(paper, authors=people, et_al=theirs.et_al)


def _contradictions(paper: Publication, found: Found) -> Iterator[str]:
    theirs, name = found.publication, _SERVICES[found.identifier.service]
    if theirs.title and not matching.same_title(theirs, paper):
        yield f"{name} has another title for {found.identifier}: {plain(theirs.title)}"
    full = not paper.et_al and not any(map(is_gap, paper.authors))
    full = full and bool(theirs.authors) and not theirs.et_al
    if full and not names.same_list(paper.authors, theirs.authors):
        listed = ", ".join(author.name for author in theirs.authors)
        yield f"{name} has another author list: {listed}"
    if theirs.status is not Status.PUBLISHED:
        return
    where = merging.place_of(theirs)
    award = plain(theirs.award)
    if paper.status is Status.PREPRINT:
        yield f"{name} says that it was accepted: {where}{f' ({award})' if award else ''}"
    elif theirs.year and paper.year and theirs.year != paper.year:
        yield f"{name} has another year: {where}"
    elif award and award.casefold() not in plain(paper.award).casefold():
        yield f"{name} has another award: {award}"
