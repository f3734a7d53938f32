"""The list's and the page's health: what is wrong, where it stands, and what mends it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pubtool import seen, sources, store
from pubtool.actions import render
from pubtool.actions.checking import facts, links, online, pages, people, twins
from pubtool.actions.checking.findings import Finding, Severity, Subject
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex import entries
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.errors import RefusedError, UsageError
from pubtool.store import Library, Paper

__all__ = ["Finding", "Fixed", "Severity", "ask", "check", "exit_code", "fix", "in_order"]

_MOST_MENDS = 10  # of one entry: a list that is split, and then freed of signs, takes two


@dataclass(frozen=True, slots=True)
class Fixed:
    """What `fix` mended and what it left (or, in a dry run, would), and the files it changed."""

    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]
    written: Written


def check(config: Config) -> tuple[Finding, ...]:
    """Return what is wrong with the list and its page, in order of file and line.

    Raises:
        NotFoundError: there is no list.
        MalformedError: it is no text.
    """
    return _checked(config, store.load(config.bib))


def ask(config: Config, progress: sources.Progress | None = None) -> tuple[Finding, ...]:
    """Return what only the network tells: the sources are asked, the other links followed.

    A service or a host that does not answer is a finding of its own.

    Raises:
        NotFoundError, MalformedError: as `check`.
    """
    subjects = _subjects(store.load(config.bib))
    found = (*online.ask(config, subjects, progress), *online.follow(config, subjects, progress))
    return in_order(found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file and line."""
    return tuple(sorted(findings, key=lambda one: (one.path, one.line, one.code)))


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 if anything is an error, else 4 if a service did not answer, else 0."""
    found = tuple(findings)
    if any(finding.is_error for finding in found):
        return 1
    return 4 if any(finding.code == online.UNANSWERED for finding in found) else 0


def fix(config: Config, mode: Mode) -> Fixed:
    """Mend what can be mended without doubt, in one step that `undo` takes back.

    What takes a person's judgement is left, and so is what takes the network.

    Raises:
        PubtoolError: as `apply`.
    """
    mended: list[Finding] = []
    edited: Library | None = None

    def change(library: Library) -> Document | None:
        nonlocal edited
        document, done = _mended(config, library)
        mended.extend(done)
        edited = Library(library.file, document)
        return document if done else None

    written = apply(config, "check --fix", change, mode)
    assert edited is not None, "apply has called `change`"
    return Fixed(tuple(mended), _checked(config, edited), written)


def _checked(config: Config, library: Library) -> tuple[Finding, ...]:
    subjects = _subjects(library)
    last, today = seen.recall(config.bib), render.today()
    found = [*twins.broken(library), *twins.keys(subjects), *twins.papers(subjects)]
    known = _known_names(subjects)
    for subject in subjects:
        found += _of_paper(config, known, subject)
        found += facts.unrefreshed(subject, last, today)
    found += pages.page(config, library)
    return in_order(found)


def _subjects(library: Library) -> tuple[Subject, ...]:
    return tuple(
        Subject(library.path, paper)
        for paper in library.papers
        if paper.entry.type not in facts.NO_PAPERS
    )


def _known_names(subjects: Sequence[Subject]) -> frozenset[str]:
    return frozenset(a.name for subject in subjects for a in subject.publication.authors)


def _of_paper(config: Config, known: Collection[str], subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with one paper, taken alone."""
    yield from facts.missing(subject)
    yield from facts.contradictions(subject)
    yield from _of_people(config, known, subject)
    yield from links.eprint(subject)
    yield from links.doi(subject)
    yield from links.url(subject)
    yield from links.mismatch(subject)


def _of_people(config: Config, known: Collection[str], subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the authors; what hides the rest, alone."""
    unsplit = tuple(people.author_list(subject, known))
    if unsplit:
        yield from unsplit
        return
    signs = tuple(people.signs(subject))
    yield from signs or people.own_name(subject, config.me)
    yield from people.positions(subject)


def _mended(config: Config, library: Library) -> tuple[Document, list[Finding]]:
    """Return the list with all safe mends made, and what they were for.

    One mend may bring the next to light (a list that is split, then freed of signs), so each
    entry is looked at again. A mend that the entry does not take is left, and found again.
    """
    document, done = library.document, []
    subjects = _subjects(library)
    known = _known_names(subjects)
    for subject in subjects:
        for _ in range(_MOST_MENDS):
            finding = next((f for f in _of_paper(config, known, subject) if f.changes), None)
            if finding is None:
                break
            try:
                document = document.set_fields(subject.key, dict(finding.changes))
            except (RefusedError, UsageError):
                break
            done.append(finding)
            entry = document.entry(subject.key)
            subject = Subject(library.path, Paper(entries.read(entry), entry))
    return document, done
