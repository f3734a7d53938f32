"""What a refresh has to tell beyond what it proposes: failures, unknown ids, hints."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pubtool import sources
from pubtool.actions import matching, merging
from pubtool.errors import NotFoundError, PubtoolError, ServiceError
from pubtool.publication import Identifier, Publication, Service, Status
from pubtool.sources import Failed, Found

# The hints that tell of a venue; "10 pages, 5 figures" and "submitted to" tell of none.
_SAYS_WHERE = re.compile(
    r"\b(?:accepted|published|appear(?:ed|s|ing)?|camera[- ]ready|proceedings|journal reference"
    r"|oral|spotlight|poster)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of some papers: `hints` are shown, and never applied."""

    keys: tuple[str, ...]
    hints: tuple[str, ...] = ()
    failure: PubtoolError | None = None


def report(
    papers: Sequence[Publication],
    undecided: Sequence[Publication],
    found: Mapping[Identifier, Found],
    failed: Sequence[Failed],
) -> tuple[Report, ...]:
    """Return what there is to tell of `papers`; those `undecided` may be out by now.

    An unknown id comes with the likely right one; a service's silence is told once. Those
    undecided that have no OpenReview id are looked for there by title.
    """
    search = _Search()
    told = list(_silences(papers, failed))
    told += _unknown_ids(papers, failed, search)
    told += _comments(undecided, found)
    silent = {one.identifier.service for one in failed if isinstance(one.error, ServiceError)}
    if Service.OPENREVIEW not in silent:
        told += _elsewhere([paper for paper in undecided if not paper.openreview], search)
    told += (Report((paper.key,), failure=error) for paper, error in search.silences)
    return tuple(told)


class _Search:
    """Searches by title, which end with a service's first failure."""

    def __init__(self) -> None:
        self.silences: list[tuple[Publication, ServiceError]] = []
        self._silent: set[Service] = set()

    def same_paper(self, service: Service, paper: Publication) -> Iterator[Found]:
        """Return those with the very title (case, punctuation, LaTeX aside) and authors."""
        if service in self._silent:
            return
        ask: Callable[[str], Iterable[Found]] = (
            sources.search if service is Service.ARXIV else sources.search_openreview
        )
        try:
            candidates = ask(paper.title)
        except ServiceError as error:
            self._silent.add(service)
            self.silences.append((paper, error))
            return
        for one in candidates:
            said = one.publication
            if matching.same_title(paper, said) and merging.same_people(paper, said):
                yield one


def _silences(papers: Sequence[Publication], failed: Sequence[Failed]) -> Iterator[Report]:
    by_message: dict[str, tuple[ServiceError, set[Identifier]]] = {}
    for one in failed:
        if isinstance(one.error, ServiceError):
            key = f"{one.identifier.service} {one.error.message.replace(one.identifier.value, '')}"
            by_message.setdefault(key, (one.error, set()))[1].add(one.identifier)
    for error, identifiers in by_message.values():
        keys = tuple(paper.key for paper in papers if identifiers & {*paper.identifiers})
        yield Report(keys, failure=error)


def _unknown_ids(
    papers: Sequence[Publication], failed: Sequence[Failed], search: _Search
) -> Iterator[Report]:
    for one in failed:
        if not isinstance(one.error, NotFoundError):
            continue
        for paper in papers:
            if one.identifier in paper.identifiers:
                hints = tuple(_likely(paper, one.identifier, search))
                yield Report((paper.key,), hints, one.error)


def _likely(paper: Publication, unknown: Identifier, search: _Search) -> Iterator[str]:
    """Say which id is probably the right one, where the one that the paper has is unknown."""
    if unknown.service is Service.DOI:
        return
    for one in search.same_paper(unknown.service, paper):
        yield (
            f"probably {one.identifier}, which has the same title and authors; to take it: "
            f"pubtool attach {paper.key} {one.identifier}"
        )


def _comments(
    undecided: Sequence[Publication], found: Mapping[Identifier, Found]
) -> Iterator[Report]:
    for paper in undecided:
        said = [found[i] for i in paper.identifiers if i in found]
        hints = [hint for one in said for hint in one.hints if _SAYS_WHERE.search(hint)]
        if hints:
            advice = f'if it was accepted: pubtool accept {paper.key} "VENUE YEAR"'
            yield Report((paper.key,), (*hints, advice))


def _elsewhere(preprints: Sequence[Publication], search: _Search) -> Iterator[Report]:
    for paper in preprints:
        hints = tuple(
            _openreview_hint(paper, one) for one in search.same_paper(Service.OPENREVIEW, paper)
        )
        if hints:
            yield Report((paper.key,), hints)


def _openreview_hint(paper: Publication, one: Found) -> str:
    said = one.publication
    if said.status is Status.PREPRINT:
        return (
            "OpenReview has this title with the same authors; to take its id: "
            f"pubtool attach {paper.key} {one.identifier}"
        )
    where = merging.place_of(said)
    return (
        f"OpenReview has this title with the same authors, accepted at {where}; to take it: "
        f"pubtool accept {paper.key} --from {one.identifier}"
    )
