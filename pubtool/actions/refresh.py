"""Ask the sources again: what has changed since, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from pubtool import files, latex, names, seen, sources, store
from pubtool.actions import matching, merging
from pubtool.actions.edit import rewrite, rewritten
from pubtool.actions.reports import Report, report
from pubtool.actions.writing import Mode, Written, apply
from pubtool.config import Config
from pubtool.errors import ServiceError
from pubtool.publication import Publication, Service, Status
from pubtool.seen import Sighting
from pubtool.sources import Found
from pubtool.store import Library

_SERVICES = {
    Service.ARXIV: "arXiv",
    Service.OPENREVIEW: "OpenReview",
    Service.DOI: "the registrar of its DOI",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper as it is and as its sources have it.

    `reasons` say what is new; `difference` is that of the entry. `contested` names what may be
    the user's own words, for list and source have not said the same since they were last
    compared; `safe` is the paper with all but that. `told` is where title and authors come from.
    """

    before: Publication
    after: Publication
    safe: Publication
    reasons: tuple[str, ...]
    difference: str
    contested: tuple[str, ...] = ()
    told: Found | None = None


class Answer(Enum):
    """What becomes of a proposal: all of it, what is not contested, or nothing."""

    ALL = "all"
    SAFE = "safe"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Look:
    """What the sources said of the `asked` papers that they were asked about."""

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

    Raises:
        NotFoundError: there is no such key.
        MalformedError: its entry is broken.
    """
    library = store.load(config.bib)
    chosen = _chosen(library, keys)
    wanted = tuple(dict.fromkeys(i for paper in chosen for i in paper.identifiers))
    fetched = sources.fetch(wanted, progress)
    found = {one.identifier: one for one in fetched.found}
    known = seen.recall(config.bib)
    proposals: list[Proposal] = []
    sightings: dict[str, Sighting] = {}
    for paper in chosen:
        said = [found[i] for i in paper.identifiers if i in found]
        proposal = _proposal(library, paper, said, known)
        if proposal is not None:
            proposals.append(proposal)
        for one in said:
            name = str(one.identifier)
            sightings[name] = merging.agreed(paper, one.publication, known.get(name))
    seen.remember(config.bib, sightings)
    accepted = {one.before.key for one in proposals if one.after.status is Status.PUBLISHED}
    preprints = [p for p in chosen if p.status is Status.PREPRINT and p.key not in accepted]
    return Look(
        len(chosen),
        tuple(proposals),
        report(chosen, preprints, found, fetched.failed),
    )


def apply_answers(
    config: Config, answers: Sequence[tuple[Proposal, Answer]], mode: Mode
) -> Written:
    """Change the entries as a person has answered; titles and authors are not asked for again.

    Raises:
        RefusedError: an entry has changed since it was looked at; nothing is written.
    """
    wanted = [
        (proposal.before, proposal.after if answer is Answer.ALL else proposal.safe)
        for proposal, answer in answers
        if answer is not Answer.NOTHING
    ]
    written = Written(dry_run=mode.dry_run)
    if wanted:
        command = f"refresh {' '.join(before.key for before, _ in wanted)}"
        written = apply(config, command, lambda library: rewritten(library, wanted), mode)
    settled = [one.told for one, answer in answers if one.told and answer is not Answer.SAFE]
    seen.remember(
        config.bib, {str(one.identifier): seen.sighting(one.publication) for one in settled}
    )
    return written


def _chosen(library: Library, keys: Sequence[str]) -> list[Publication]:
    if keys:
        return [library.paper(key).publication for key in dict.fromkeys(keys)]
    return list(library.publications)


def _telling(said: Sequence[Found]) -> Found | None:
    """Return who tells title and authors: the published version, else the first preprint."""
    named = [one for one in said if one.publication.title]
    published = [one for one in named if one.publication.status is Status.PUBLISHED]
    return next(iter((*reversed(published), *named)), None)


def _proposal(
    library: Library, paper: Publication, said: Sequence[Found], known: Mapping[str, Sighting]
) -> Proposal | None:
    after, reasons = paper, []
    for found in said:
        after, reason = _decided(after, found)
        reasons += reason
    doi = next((one.publication.doi for one in said if one.publication.doi), None)
    if after.doi is None and doi is not None:
        after = replace(after, doi=doi)
        reasons.append(f"it has a DOI now: {doi}")
    safe, contested = after, list[str]()
    told = _telling(said)
    if told is not None:
        after, safe, reason, contested = _retold(after, told, known)
        reasons += reason
    if after == paper:
        return None
    old = library.document.entry(paper.key)
    new = rewrite(library.document, paper, after).entry(paper.key)
    shown = files.difference(old.raw + "\n", new.raw + "\n", paper.key)
    return Proposal(paper, after, safe, tuple(reasons), shown, tuple(contested), told)


def _decided(paper: Publication, found: Found) -> tuple[Publication, list[str]]:
    """Return the paper with what its source says has become of it."""
    said = found.publication
    award = latex.to_text(said.award or "")
    if said.status is Status.PUBLISHED and paper.status is Status.PREPRINT:
        where = merging.place_of(said)
        with_award = f" ({award})" if award else ""
        return merging.promoted(paper, said), [f"accepted at {where}{with_award}"]
    if said.status is Status.PUBLISHED and said.award and not paper.award:
        return replace(paper, award=said.award), [f"award: {award}"]
    # OpenReview's own words tell a rejection from an answer that was not understood.
    verdict = next((hint for hint in found.hints if hint.startswith("OpenReview says: ")), None)
    if paper.pubstate == "submitted" and verdict and not said.pubstate:
        return replace(paper, pubstate=None), [f"no longer under review; {verdict}"]
    return paper, []


def _retold(
    paper: Publication, told: Found, known: Mapping[str, Sighting]
) -> tuple[Publication, Publication, list[str], list[str]]:
    """Return the paper with its source's title and authors, and with those that are safe.

    Then what is new, and which of it is contested. What the user has changed while the source
    has not is the user's, and stays. What came from any of the paper's sources is safe to
    change.
    """
    said, service = told.publication, _SERVICES[told.identifier.service]
    last = known.get(str(told.identifier), seen.NEVER)
    heard = [known[str(one)] for one in paper.identifiers if str(one) in known]
    after = safe = paper
    reasons, contested = [], []
    if not matching.same_title(paper, said) and not _is_title(said, last):
        after = replace(after, title=said.title)
        reasons.append(f"{service} has another title")
        if any(_is_title(paper, one) for one in heard):
            safe = replace(safe, title=said.title)
        else:
            contested.append("title")
    if said.authors and not merging.same_people(paper, said) and not _are_people(said, last):
        after = merging.with_people_of(after, said)
        reasons.append(f"{service} has another author list")
        if any(_are_people(paper, one) for one in heard):
            safe = merging.with_people_of(safe, said)
        else:
            contested.append("author list")
    return after, safe, reasons, contested


def _is_title(publication: Publication, last: Sighting) -> bool:
    return last.title is not None and matching.same_title(
        publication, replace(publication, title=last.title)
    )


def _are_people(publication: Publication, last: Sighting) -> bool:
    people = tuple(names.parse(name) for name in last.authors or ())
    return last.authors is not None and names.same_list(publication.authors, people)
