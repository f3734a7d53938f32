"""From what the user typed to papers: ids to the services, BibTeX to its reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubtool import files, references, seen, sources
from pubtool.actions import merging
from pubtool.errors import NotFoundError, PubtoolError
from pubtool.publication import Identifier, Publication
from pubtool.sources import Found

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may go into the list.

    `reference` is what the user gave for it; for an entry of a BibTeX text, its line too.
    `source` is what another command takes for this paper alone; None where that is nothing,
    as for one entry of several. `identifier` is what a service was asked for, None where none was.
    """

    reference: str
    publication: Publication
    hints: tuple[str, ...] = ()
    source: str | None = None
    identifier: Identifier | None = None

    @property
    def found(self) -> Found | None:
        """What the service said, None where none was asked."""
        return Found(self.identifier, self.publication) if self.identifier else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A reference that brought no new entry, and why."""

    reference: str
    error: PubtoolError


def gather(
    given: Sequence[str], *, stdin: str | None, progress: sources.Progress | None
) -> tuple[list[Candidate], list[Failure]]:
    """Return the papers that the references mean, and those that failed, in the order given.

    All ids of one service are asked for together. An id that is given twice counts once.
    """
    taken: list[list[Candidate | Failure]] = [[] for _ in given]
    wanted: dict[Identifier, int] = {}
    for place, reference in enumerate(given):
        try:
            if _is_bibtex(reference):
                taken[place] = _from_bibtex(reference, stdin)
            else:
                wanted.setdefault(references.parse(reference), place)
        except PubtoolError as error:
            taken[place] = [Failure(reference, error)]
    if wanted:
        if progress:
            progress(0, len(wanted))
        fetched = sources.fetch(tuple(wanted), progress)
        for one in fetched.found:
            place = wanted[one.identifier]
            reference = given[place]
            taken[place] = [
                Candidate(reference, one.publication, one.hints, reference, one.identifier)
            ]
        for failed in fetched.failed:
            place = wanted[failed.identifier]
            taken[place] = [Failure(given[place], failed.error)]
    everything = [one for group in taken for one in group]
    return (
        [one for one in everything if isinstance(one, Candidate)],
        [one for one in everything if isinstance(one, Failure)],
    )


def remember(bib: Path, told: Iterable[tuple[Publication, Found]]) -> None:
    """Remember of each paper, as the list has it, that a service was asked and what it said.

    So a later change is known to be the source's, or the user's.
    """
    known = seen.recall(bib)
    sightings = {}
    for paper, found in told:
        name = str(references.at_home(found.identifier))
        sightings[name] = merging.agreed(paper, found.publication, known.get(name))
    seen.remember(bib, sightings)


def _is_bibtex(reference: str) -> bool:
    return reference == STDIN or (
        reference.lower().endswith((".bib", ".bibtex")) and "://" not in reference
    )


def _from_bibtex(reference: str, stdin: str | None) -> list[Candidate | Failure]:
    from pubtool.sources import pasted

    text = (stdin or "") if reference == STDIN else files.read(Path(reference)).text
    name = "standard input" if reference == STDIN else reference
    if not text.strip():
        raise NotFoundError(f"{name}: there is no BibTeX in it.")
    papers = pasted.parse(text)
    taken: list[Candidate | Failure] = []
    for paper in papers:
        label = f"{name}:{paper.line}"
        if isinstance(paper, pasted.Refused):
            taken.append(Failure(label, paper.error))
            continue
        alone = reference if len(papers) == 1 and reference != STDIN else None
        taken.append(Candidate(label, paper.publication, paper.hints, alone))
    return taken
