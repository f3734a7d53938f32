"""Ask the sources again: what has changed since, and what is wrong."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pubtool import files, latex, names, seen, sources, store
from pubtool.actions.edit import rewrite
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.errors import NotFoundError, PubtoolError, ServiceError
from pubtool.publication import Author, Identifier, Publication, Service, Status
from pubtool.seen import Sighting
from pubtool.sources import Found
from pubtool.store import Library

# The hints that tell of a venue; "10 pages, 5 figures" and "submitted to" tell of none.
_SAYS_WHERE = re.compile(
    r"\b(?:accepted|published|appear(?:ed|s|ing)?|camera[- ]ready|proceedings|journal reference"
    r"|oral|spotlight|poster)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper as it is and as its sources have it.

    `reasons` say what is new; `difference` is that of the entry. `yours` names what the user has
    changed by hand since the source last said it: such a proposal is for a person to decide.
    """

    before: Publication
    after: Publication
    reasons: tuple[str, ...]
    difference: str
    yours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of one paper beyond a proposal: `hints` are shown and never applied."""

    key: str
    hints: tuple[str, ...] = ()
    failure: PubtoolError | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What the sources said of the papers that they were asked about."""

    asked: int
    proposals: tuple[Proposal, ...]
    reports: tuple[Report, ...]

    @property
    def exit_code(self) -> int:
        """4 if any service did not answer, else 0."""
        failures = (report.failure for report in self.reports)
        return 4 if any(isinstance(failure, ServiceError) for failure in failures) else 0


def look(config: Config, keys: Sequence[str], *, progress: sources.Progress | None = None) -> Look:
    """Ask the sources about the papers `keys` (all, if none); the list is not changed.

    Each service is asked in as few requests as it allows, with no lock held.
    """
    library = store.load(config.bib)
    chosen = _chosen(library, keys)
    wanted = tuple(dict.fromkeys(i for paper in chosen for i in paper.identifiers))
    fetched = sources.fetch(wanted, progress)
    found = {one.identifier: one for one in fetched.found}
    failed = {one.identifier: one.error for one in fetched.failed}
    before = seen.recall(config.bib)
    proposals: list[Proposal] = []
    reports: list[Report] = []
    undecided: list[Publication] = []
    for paper in chosen:
        said = [found[i] for i in paper.identifiers if i in found]
        proposal = _proposal(library, paper, said, before)
        if proposal is not None:
            proposals.append(proposal)
        if (proposal.after if proposal else paper).status is Status.PREPRINT:
            undecided.append(paper)
        reports += _reports(paper, said, failed)
    reports += _elsewhere([paper for paper in undecided if not paper.openreview])
    seen.remember(config.bib, {str(one.identifier): _sighting(one) for one in fetched.found})
    return Look(len(chosen), tuple(proposals), tuple(reports))


def apply_proposals(config: Config, proposals: Sequence[Proposal], mode: Mode) -> Written:
    """Change the entries as the proposals say; one edited meanwhile is left for the next time."""
    if not proposals:
        return Written(dry_run=mode.dry_run)

    def change(library: Library) -> Document:
        document = library.document
        for proposal in proposals:
            if library.paper(proposal.before.key).publication == proposal.before:
                document = rewrite(document, proposal.before, proposal.after)
        return document

    command = f"refresh {' '.join(proposal.before.key for proposal in proposals)}"
    return apply(config, command, change, mode)


def _chosen(library: Library, keys: Sequence[str]) -> list[Publication]:
    if keys:
        return [library.paper(key).publication for key in dict.fromkeys(keys)]
    return list(library.publications)


def _proposal(
    library: Library,
    paper: Publication,
    said: Sequence[Found],
    before: dict[str, Sighting],
) -> Proposal | None:
    after, reasons, yours = paper, [], []
    for found in said:
        after, reason = _accepted(after, found.publication)
        reasons += reason
    # Title and authors are the published version's where there is one, else the preprint's.
    told = next(
        (one for one in reversed(said) if one.publication.status is Status.PUBLISHED),
        said[0] if said else None,
    )
    if told is not None:
        last = before.get(str(told.identifier))
        after, reason, by_hand = _retold(after, told, last)
        reasons += reason
        yours += by_hand
    if after.doi is None:
        doi = next((one.publication.doi for one in said if one.publication.doi), None)
        if doi is not None:
            after = replace(after, doi=doi)
            reasons.append(f"it has a DOI now: {doi}")
    if after == paper:
        return None
    old = library.document.entry(paper.key)
    new = rewrite(library.document, paper, after).entry(paper.key)
    shown = files.difference(old.raw + "\n", new.raw + "\n", paper.key)
    return Proposal(paper, after, tuple(reasons), shown, tuple(yours))


def _accepted(paper: Publication, said: Publication) -> tuple[Publication, list[str]]:
    """Return the paper as its source says it was decided on: accepted, or not under review."""
    if paper.status is Status.PREPRINT and said.status is Status.PUBLISHED:
        after = replace(
            paper,
            type=said.type,
            status=Status.PUBLISHED,
            pubstate=None,
            venue=said.venue,
            abbr=said.abbr,
            free_venue=None,
            year=said.year or paper.year,
            award=said.award or paper.award,
            doi=paper.doi or said.doi,
        )
        where = latex.to_text(said.abbr or said.venue or "")
        award = f" ({latex.to_text(said.award)})" if said.award else ""
        return after, [f"accepted at {where} {said.year or ''}".rstrip() + award]
    if (
        paper.status is Status.PUBLISHED
        and said.status is Status.PUBLISHED
        and said.award
        and not paper.award
        and said.openreview
    ):
        return replace(paper, award=said.award), [f"award: {latex.to_text(said.award)}"]
    submitted_no_more = paper.pubstate == "submitted" and said.openreview and not said.pubstate
    if submitted_no_more and said.status is Status.PREPRINT:
        return replace(paper, pubstate=None), ["no longer under review"]
    return paper, []


def _retold(
    paper: Publication, told: Found, last: Sighting | None
) -> tuple[Publication, list[str], list[str]]:
    """Return the paper with the title and authors that its source has by now.

    What the user has changed while the source has not is the user's, and stays.
    """
    said, reasons, yours = told.publication, [], []
    now = _sighting(told)
    after = paper
    if said.title and latex.comparable(paper.title) != latex.comparable(said.title):
        mine = latex.to_text(paper.title)
        if last is None or last.title != now.title:
            after = replace(after, title=said.title)
            reasons.append(f"{told.identifier.service.value} has another title")
            if last is not None and last.title != mine:
                yours.append("title")
    if said.authors and not _same_people(paper, said):
        people = tuple(author.name for author in paper.authors)
        if last is None or last.authors != now.authors:
            after = replace(after, authors=_marked(paper, said), et_al=said.et_al)
            reasons.append(f"{told.identifier.service.value} has another author list")
            if last is not None and last.authors != people:
                yours.append("authors")
    return after, reasons, yours


def _same_people(paper: Publication, said: Publication) -> bool:
    if paper.et_al:
        return names.same_list(paper.authors, said.authors[: len(paper.authors)])
    return names.same_list(paper.authors, said.authors)


def _marked(paper: Publication, said: Publication) -> tuple[Author, ...]:
    """Return the source's authors: known ones as the list spells and marks them."""
    return tuple(
        next((known for known in paper.authors if names.same(known, author)), author)
        for author in said.authors
    )


def _reports(
    paper: Publication,
    said: Sequence[Found],
    failed: dict[Identifier, NotFoundError | ServiceError],
) -> Iterator[Report]:
    if paper.status is Status.PREPRINT:
        hints = tuple(hint for one in said for hint in one.hints if _SAYS_WHERE.search(hint))
        if hints:
            yield Report(paper.key, hints)
    for identifier in paper.identifiers:
        error = failed.get(identifier)
        if isinstance(error, NotFoundError):
            yield Report(paper.key, tuple(_likely(paper, identifier)), error)
        elif error is not None:
            yield Report(paper.key, (), error)


def _likely(paper: Publication, identifier: Identifier) -> Iterator[str]:
    """Say which id is probably the right one, where the given one is unknown."""
    if identifier.service is not Service.ARXIV:
        return
    try:
        candidates = sources.search(paper.title)
    except ServiceError as error:
        yield f"a search for the title failed too: {error.message}"
        return
    for one in _exactly(paper, candidates):
        yield (
            f"probably {one.identifier}: the same title and authors; to take it: "
            f"pubtool attach {paper.key} {one.identifier}"
        )


def _elsewhere(preprints: Sequence[Publication]) -> Iterator[Report]:
    """Look on OpenReview for preprints that have no link there; stop when it does not answer."""
    for paper in preprints:
        try:
            candidates = sources.search_openreview(paper.title)
        except ServiceError as error:
            yield Report(paper.key, (), error)
            return
        hints = tuple(_openreview_hint(paper, one) for one in _exactly(paper, candidates))
        if hints:
            yield Report(paper.key, hints)


def _openreview_hint(paper: Publication, one: Found) -> str:
    said = one.publication
    if said.status is Status.PREPRINT:
        return (
            f"OpenReview has this title with the same authors; to take its id: "
            f"pubtool attach {paper.key} {one.identifier}"
        )
    where = f"{latex.to_text(said.abbr or said.venue or '')} {said.year or ''}".strip()
    return (
        f"OpenReview has this title with the same authors, accepted at {where}; to take it: "
        f"pubtool accept {paper.key} --from {one.identifier}"
    )


def _exactly(paper: Publication, candidates: Iterable[Found]) -> Iterator[Found]:
    """Return those with the very title (case, punctuation, LaTeX aside) and the same authors."""
    for one in candidates:
        same_title = latex.comparable(one.publication.title) == latex.comparable(paper.title)
        if same_title and names.same_list(paper.authors, one.publication.authors):
            yield one


def _sighting(found: Found) -> Sighting:
    said = found.publication
    return Sighting(
        latex.to_text(said.title),
        tuple(author.name for author in said.authors),
        datetime.datetime.now(datetime.UTC).date(),
    )
