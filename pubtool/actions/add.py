"""Papers into the list: from a service, from BibTeX, or typed in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pubtool import files, names, references, sources, venues
from pubtool.actions import matching
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex import entries, keys
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.errors import AlreadyThereError, NotFoundError, PubtoolError, RefusedError, UsageError
from pubtool.latex import from_text, to_text
from pubtool.publication import Author, Identifier, Publication, Service, Status
from pubtool.store import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user says of the papers, over what the source says.

    `equal` names the equal contributors or gives their positions from 1 ("1,2"). `authors`
    completes a paper whose source names none (double blind).
    """

    equal: str | None = None
    venue: str | None = None
    award: str | None = None
    hidden: bool = False
    key: str | None = None
    authors: str | None = None

    @property
    def of_one_paper(self) -> tuple[str, ...]:
        """The options in use that make sense for one paper only."""
        single = {
            "--equal": self.equal,
            "--venue": self.venue,
            "--award": self.award,
            "--key": self.key,
            "--author": self.authors,
        }
        return tuple(name for name, value in single.items() if value is not None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may go into the list; `reference` is what the user gave for it."""

    reference: str
    publication: Publication
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A reference that brought no new entry, and why."""

    reference: str
    error: PubtoolError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `add` did: the papers added (with their final keys), and what failed.

    A paper that was there already is a failure with an `AlreadyThereError`.
    """

    added: tuple[Candidate, ...]
    failures: tuple[Failure, ...]
    written: Written

    @property
    def exit_code(self) -> int:
        """0, or 4 if a service failed, else 6 if anything was refused, else the first's code."""
        codes = [failure.error.exit_code for failure in self.failures]
        return next((code for code in (4, 6) if code in codes), codes[0] if codes else 0)


def add(
    config: Config,
    given: Sequence[str],
    wishes: Wishes,
    mode: Mode,
    *,
    stdin: str | None = None,
    progress: sources.Progress | None = None,
) -> Outcome:
    """Add the papers that `given` refers to; each goes in whole or not at all.

    A reference is an id or link, a `.bib` file, or `-` for the BibTeX in `stdin`. One that fails
    does not stop the others. No lock is held while the network is asked.

    Raises:
        UsageError: an option for one paper was given with several.
    """
    candidates, failures = gather(given, stdin=stdin, progress=progress)
    if wishes.of_one_paper and len(candidates) + len(failures) > 1:
        option = wishes.of_one_paper[0]
        raise UsageError(f"{option} goes with one paper; {len(given)} references were given.")
    return _add(config, candidates, failures, wishes, mode)


def add_typed(
    config: Config,
    *,
    title: str,
    authors: str,
    year: int | None,
    link: str | None,
    wishes: Wishes,
    mode: Mode,
) -> Outcome:
    """Add a paper that is nowhere online yet, from its title and authors; asks no network."""
    people = parse_people(authors)
    title = from_text(title, title=True)
    identifier = references.find(link) if link else None
    publication = _with_identifier(
        Publication(
            key=keys.propose(people, year, title),
            type="misc",
            title=title,
            authors=people,
            year=year,
            url=link,
        ),
        identifier,
    )
    return _add(config, [Candidate(to_text(title), publication)], [], wishes, mode)


def gather(
    given: Sequence[str], *, stdin: str | None, progress: sources.Progress | None
) -> tuple[list[Candidate], list[Failure]]:
    """Return the papers that the references mean, in the order given, and those that fail.

    All ids of one service are asked for together. An id that is given twice counts once.
    """
    found: dict[int, list[Candidate]] = {}
    failures: list[Failure] = []
    wanted: dict[Identifier, tuple[int, str]] = {}
    for position, reference in enumerate(given):
        try:
            if reference == "-" or _is_bib_file(reference):
                text = (stdin or "") if reference == "-" else _read_bib(reference)
                pasted, refused = _from_bibtex(reference, text)
                found[position] = pasted
                failures += refused
            else:
                wanted.setdefault(references.parse(reference), (position, reference))
        except PubtoolError as error:
            failures.append(Failure(reference, error))
    if wanted:
        fetched = sources.fetch(tuple(wanted), progress)
        for one in fetched.found:
            position, reference = wanted[one.identifier]
            found[position] = [Candidate(reference, one.publication, one.hints)]
        for failed in fetched.failed:
            failures.append(Failure(wanted[failed.identifier][1], failed.error))
    return [candidate for position in sorted(found) for candidate in found[position]], failures


def parse_people(text: str) -> tuple[Author, ...]:
    """Return the people of "A. Name, B. Name", or of a BibTeX list joined by `and`.

    "Park, Sihwan" alone is one person: a single name each side of one comma.

    Raises:
        UsageError: no name is there.
    """
    listed, _ = names.split_list(text)
    if len(listed) == 1:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        inverted = len(parts) == 2 and all(" " not in part for part in parts)
        listed = [text.strip()] if inverted else parts
    people = tuple(names.parse(name) for name in listed if name.strip())
    if not people:
        raise UsageError('No author: give the names as "Sihwan Park, Jihun Yun".')
    return people


def mark_equal(authors: Sequence[Author], equal: str) -> tuple[Author, ...]:
    """Return the authors with exactly those marked that `equal` names or counts.

    Raises:
        UsageError: a name or position is not among the authors.
    """
    chosen = {_position(authors, part.strip()) for part in equal.split(",") if part.strip()}
    return tuple(
        replace(author, equal=number in chosen) for number, author in enumerate(authors, start=1)
    )


def with_venue(publication: Publication, label: str) -> Publication:
    """Return the paper as published at the venue that `label` ("ICLR 2025") names."""
    venue = venues.parse_label(label)
    return replace(
        publication,
        type=venue.type,
        status=Status.PUBLISHED,
        pubstate=None,
        venue=from_text(venue.name),
        abbr=from_text(venue.abbr) if venue.abbr else None,
        free_venue=None,
        year=venue.year or publication.year,
        award=from_text(venue.award) if venue.award else publication.award,
    )


def _add(
    config: Config,
    candidates: Sequence[Candidate],
    failures: Sequence[Failure],
    wishes: Wishes,
    mode: Mode,
) -> Outcome:
    added: list[Candidate] = []
    late: list[Failure] = []

    def edit(library: Library) -> Document:
        document = library.document
        known = list(library.publications)
        for candidate in candidates:
            try:
                publication = _apply_wishes(candidate.publication, wishes)
                _check_new(known, publication, candidate.reference, wishes)
                publication = _with_free_key(publication, document, wishes.key)
                document = document.append(entries.fields(publication))
            except PubtoolError as error:
                late.append(Failure(candidate.reference, error))
                continue
            known.append(publication)
            added.append(replace(candidate, publication=publication))
        return document

    if candidates:
        shown = ", ".join(candidate.reference for candidate in candidates[:3])
        written = apply(config, f"add {shown}", edit, mode)
    else:
        written = Written(dry_run=mode.dry_run)
    return Outcome(tuple(added), (*failures, *late), written)


def _apply_wishes(publication: Publication, wishes: Wishes) -> Publication:
    if wishes.authors is not None:
        if publication.authors:
            raise UsageError(
                "--author completes a paper whose source names no authors; this one has them."
            )
        people = parse_people(wishes.authors)
        publication = replace(
            publication,
            authors=people,
            key=keys.propose(people, publication.year, publication.title),
        )
    if not publication.authors:
        raise RefusedError(
            "The source names no authors (double-blind review). "
            'Name them with --author "Sihwan Park, Jihun Yun".'
        )
    if wishes.venue is not None:
        publication = with_venue(publication, wishes.venue)
    if wishes.award is not None:
        publication = replace(publication, award=from_text(wishes.award))
    if wishes.equal is not None:
        publication = replace(publication, authors=mark_equal(publication.authors, wishes.equal))
    if wishes.hidden and not publication.hidden:
        keywords = (*publication.keywords, "hidden")
        publication = replace(publication, hidden=True, keywords=keywords)
    return publication


def _check_new(
    known: Sequence[Publication], publication: Publication, reference: str, wishes: Wishes
) -> None:
    match = matching.find(known, publication)
    if match is None:
        return
    there = match.publication
    if match.identifier is not None and not matching.similar_titles(there.title, publication.title):
        raise RefusedError(
            f"{match.identifier} stands under another title in the list, so nothing was added.\n"
            f"  {there.key}: {to_text(there.title)}\n"
            f"  {reference}: {to_text(publication.title)}\n"
            f"If the title has changed: pubtool refresh {there.key}. "
            f"If {there.key} has a wrong link: pubtool attach {there.key} REF."
        )
    raise AlreadyThereError(_already_there(there, publication, match, reference), key=there.key)


def _already_there(
    there: Publication, publication: Publication, match: matching.Match, reference: str
) -> str:
    how = "" if match.identifier else " (the same title and first author)"
    message = f"Already there as {there.key}{how}: {to_text(there.title)}"
    newer = publication.status is Status.PUBLISHED and there.status is Status.PREPRINT
    if newer:
        return f"{message}\nIf it was accepted: pubtool accept {there.key} --from {reference}"
    if match.identifier is None and any(
        identifier not in there.identifiers for identifier in publication.identifiers
    ):
        return f"{message}\nTo give it this id as well: pubtool attach {there.key} {reference}"
    return message


def _with_free_key(publication: Publication, document: Document, key: str | None) -> Publication:
    if key is None:
        return replace(publication, key=keys.free(publication.key, document.keys))
    if key.casefold() in {taken.casefold() for taken in document.keys}:
        raise AlreadyThereError(
            f"The citation key {key} is taken; choose another with --key.", key=key
        )
    return replace(publication, key=key)


def _with_identifier(publication: Publication, identifier: Identifier | None) -> Publication:
    if identifier is None:
        return publication
    match identifier.service:
        case Service.ARXIV:
            return replace(publication, arxiv=identifier.value)
        case Service.OPENREVIEW:
            return replace(publication, openreview=identifier.value)
        case Service.DOI:
            return replace(publication, doi=identifier.value)


def _position(authors: Sequence[Author], wanted: str) -> int:
    if wanted.isascii() and wanted.isdigit():
        if 1 <= int(wanted) <= len(authors):
            return int(wanted)
        raise UsageError(f"There is no author {wanted}: the paper has {len(authors)}.")
    person = names.parse(wanted)
    matching_positions = [
        number for number, author in enumerate(authors, start=1) if names.same(author, person)
    ]
    if len(matching_positions) == 1:
        return matching_positions[0]
    listed = ", ".join(f"{number} {author.name}" for number, author in enumerate(authors, start=1))
    problem = "is not an author" if not matching_positions else "fits several authors"
    raise UsageError(f"{wanted} {problem} of this paper: {listed}.")


def _is_bib_file(reference: str) -> bool:
    return reference.lower().endswith(".bib") and "://" not in reference


def _read_bib(reference: str) -> str:
    return files.read(Path(reference)).text


def _from_bibtex(reference: str, text: str) -> tuple[list[Candidate], list[Failure]]:
    from pubtool.sources import pasted

    source = "standard input" if reference == "-" else reference
    if not text.strip():
        raise NotFoundError(f"{source}: there is no BibTeX in it.")
    taken = pasted.parse(text)
    candidates, failures = [], []
    for one in taken:
        label = f"{source}:{one.line}"
        if isinstance(one, pasted.Refused):
            failures.append(Failure(label, one.error))
        else:
            candidates.append(Candidate(label, one.publication, one.hints))
    return candidates, failures
