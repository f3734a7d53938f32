"""Papers into the list: from a service, from BibTeX, or typed in."""

import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pubtool import names, references, sources, store
from pubtool.actions import matching
from pubtool.actions.gathering import Candidate, Failure, gather, remember
from pubtool.actions.unread import Unread, reason
from pubtool.actions.wishes import Wishes, fulfil, parse_people
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex import entries, keys
from pubtool.bibtex.document import Document
from pubtool.bibtex.draft import Draft
from pubtool.config import Config
from pubtool.errors import AlreadyThereError, PubtoolError, RefusedError, ServiceError, UsageError
from pubtool.latex import from_text, to_text
from pubtool.publication import Publication, Status, with_identifier
from pubtool.store import Library


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `add` did: the papers added (with their final keys), and what failed.

    A paper that was there already is a failure with an `AlreadyThereError`.
    """

    added: tuple[Candidate, ...]
    failures: tuple[Failure, ...]
    written: Written
    references: int = 1  # how many were given

    @property
    def exit_code(self) -> int:
        """0; or of several references 4 if a service failed, else 5; or the one's own code."""
        errors = [failure.error for failure in self.failures]
        codes = {error.exit_code for error in errors}
        if any(isinstance(error, ServiceError) for error in errors):
            return ServiceError.exit_code
        if len(codes) == 1 and self.references == 1:
            return codes.pop()
        return AlreadyThereError.exit_code if codes else 0


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
    does not stop the others. All are written at once; a list that is not there yet is begun.
    No lock is held while the network is asked.

    Raises:
        UsageError: an option for one paper was given with several.
    """
    given = tuple(dict.fromkeys(given))
    _check_one(wishes, len(given))
    candidates, failures = gather(given, stdin=stdin, progress=progress)
    _check_one(wishes, len(candidates) + len(failures))
    outcome = _add(config, candidates, _told_by_list(config, failures), wishes, mode)
    if not mode.dry_run:
        remember(config.bib, [(one.publication, one.found) for one in outcome.added if one.found])
    return replace(outcome, references=len(given))


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
    """Add a paper that is nowhere online yet, from its title and authors; asks no network.

    Raises:
        UsageError: the title or the list of authors is empty.
    """
    people = parse_people(authors)
    if not title.strip():
        raise UsageError("The title is empty.")
    publication = Publication(
        key=keys.propose(people, year, from_text(title, title=True)),
        type="misc",
        title=from_text(title, title=True),
        authors=people,
        year=year,
        url=link or None,
    )
    if identifier := references.find(link or ""):
        publication = with_identifier(publication, identifier)
    return _add(config, [Candidate(title, publication)], [], wishes, mode)


def _check_one(wishes: Wishes, papers: int) -> None:
    if wishes.of_one_paper is not None and papers > 1:
        raise UsageError(
            f"{wishes.of_one_paper} goes with one paper, and here are {papers}; nothing was added."
        )


def _told_by_list(config: Config, failures: Sequence[Failure]) -> list[Failure]:
    """Return the failures; for an id that the list has, no service's answer is missed."""
    silent = [failure for failure in failures if isinstance(failure.error, ServiceError)]
    if not silent or not config.bib.exists():
        return list(failures)
    holders = {
        identifier: publication
        for publication in store.load(config.bib).publications
        for identifier in publication.identifiers
    }
    there = {one: holders.get(references.parse(one.reference)) for one in silent}
    return [
        replace(one, error=_already_there(holder)) if (holder := there.get(one)) else one
        for one in failures
    ]


def _add(
    config: Config,
    candidates: Sequence[Candidate],
    failures: Sequence[Failure],
    wishes: Wishes,
    mode: Mode,
) -> Outcome:
    added: list[Candidate] = []
    turned_down: list[Failure] = []

    def edit(library: Library) -> Document | None:
        draft = Draft(library.document)
        known = matching.Known(library.publications)
        unread = Unread.of(library.document.broken)
        for candidate in candidates:
            try:
                publication = fulfil(candidate.publication, wishes)
                _check_new(known, replace(candidate, publication=publication))
                _check_unread(library, unread, publication)
                publication = _with_free_key(publication, draft.taken, wishes.key)
                draft.append(entries.fields(publication))
            except PubtoolError as error:
                turned_down.append(Failure(candidate.reference, error))
                continue
            known.put(publication)
            added.append(replace(candidate, publication=publication))
        return draft.document() if added else None

    if candidates:
        shown = " ".join(candidate.reference for candidate in candidates[:3])
        more = " …" if len(candidates) > 3 else ""
        written = apply(config, f"add {shown}{more}", edit, mode, begin=True)
    else:
        written = Written(dry_run=mode.dry_run)
    marked = [replace(one, publication=names.mark_me(one.publication, config.me)) for one in added]
    return Outcome(tuple(marked), (*failures, *turned_down), written)


def _check_new(known: matching.Known, candidate: Candidate) -> None:
    publication = candidate.publication
    match = matching.find(known.like(publication), publication)
    if match is None:
        return
    there = match.publication
    if match.identifier is not None and not matching.similar_titles(there.title, publication.title):
        raise RefusedError(
            f"{match.identifier} stands under another title in the list, so nothing was added.\n"
            f"  {there.key}: {to_text(there.title)}\n"
            f"  {candidate.reference}: {to_text(publication.title)}\n"
            f"If the title has changed: pubtool refresh {there.key}\n"
            f"If {there.key} has a wrong link: pubtool attach {there.key} REF"
        )
    how = "" if match.identifier else " (by its title and first author)"
    raise _already_there(there, how, _next_step(there, candidate))


def _already_there(there: Publication, how: str = "", advice: str = "") -> AlreadyThereError:
    message = f"Already there as {there.key}{how}: {to_text(there.title)}{advice}"
    return AlreadyThereError(message, key=there.key)


def _check_unread(library: Library, unread: Unread, publication: Publication) -> None:
    """Refuse a paper that an entry which cannot be read most likely holds."""
    if broken := unread.holder(publication):
        raise RefusedError(
            f"“{to_text(publication.title)}” is in the list, most likely, in an entry that cannot "
            f"be read, so nothing was added.\n{reason(library.path, broken)}"
        )


def _next_step(there: Publication, candidate: Candidate) -> str:
    """Return the advice for a paper that is there, where the reference knows more of it."""
    new, key = candidate.publication, there.key
    if new.status is Status.PUBLISHED and there.status is Status.PREPRINT:
        label = f"{to_text(new.label or '')} {new.year or ''}".strip()
        source = f"--from {shlex.quote(candidate.source)}" if candidate.source else f'"{label}"'
        return f"\nThis one is published; to take that over: pubtool accept {key} {source}"
    other = next((one for one in new.identifiers if one not in there.identifiers), None)
    if other is not None:
        reference = shlex.quote(candidate.source or str(other))
        return f"\nTo give it this id as well: pubtool attach {key} {reference}"
    return ""


def _with_free_key(
    publication: Publication, taken: Collection[str], key: str | None
) -> Publication:
    if key is None:
        return replace(publication, key=keys.free(publication.key, taken))
    if key.casefold() in taken:
        raise AlreadyThereError(
            f"The citation key {key} is taken; choose another with --key.", key=key
        )
    return replace(publication, key=key)
