"""A preprint that was accepted, and a paper that gets one more id."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pubtool import files, latex, names, references, sources, store
from pubtool.actions import matching
from pubtool.actions.edit import rewrite
from pubtool.actions.gathering import gather
from pubtool.actions.wishes import with_venue
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.errors import AlreadyThereError, RefusedError, UsageError
from pubtool.publication import Author, Publication, Service, Status
from pubtool.store import Library

# Shown the difference and why it needs a yes; returns the answer, or None where nobody is there.
Ask = Callable[[str, str], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What is said of the acceptance; what is None stays or comes from the source."""

    venue: str | None = None
    source: str | None = None
    award: str | None = None
    link: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Promoted:
    """The paper as it stands now; `notes` tell what the source says that was not taken."""

    publication: Publication
    written: Written
    notes: tuple[str, ...] = ()


def accept(
    config: Config,
    key: str,
    said: Acceptance,
    mode: Mode,
    ask: Ask,
    *,
    stdin: str | None = None,
    progress: sources.Progress | None = None,
) -> Promoted:
    """Move the paper `key` to its venue, in place in the file.

    Key, ids, annotations and the user's own fields are kept; the year is the venue's; a free
    `venue` goes. A title, author list or link that the source has otherwise is taken after a yes
    only; without one, a link stays, and another title or author list stops the command.

    Raises:
        RefusedError: the source is not accepted, or is another paper, or the answer was no.
    """
    if (said.venue is None) == (said.source is None):
        raise UsageError('Say where: pubtool accept KEY "ICLR 2025", or --from REF.')
    before = store.load(config.bib).paper(key).publication
    notes: tuple[str, ...] = ()
    if said.source is None:
        after = with_venue(before, said.venue or "")
    else:
        published = _published(said.source, stdin, progress)
        after, notes = _from_source(before, published, said, ask)
    after = _with_said(after, said)
    written = apply(config, f"accept {key}", _replacing(before, after), mode)
    return Promoted(after, written, notes)


def attach(
    config: Config,
    key: str,
    reference: str,
    mode: Mode,
    ask: Ask,
    *,
    move_link: bool = False,
    stdin: str | None = None,
    progress: sources.Progress | None = None,
) -> Promoted:
    """Give the paper `key` the id that `reference` names; the status stays.

    An id of the same service (a placeholder) is replaced, and a link that pointed to it moves
    with it; fields that the paper lacks are filled. With `move_link`, the title's link moves too.

    Raises:
        RefusedError: the reference is another paper by title or authors, and nobody said yes.
        AlreadyThereError: another paper of the list has this id.
    """
    library = store.load(config.bib)
    before = library.paper(key).publication
    found = _one(reference, stdin, progress)
    _check_free(library, key, found)
    if not _same_paper(before, found):
        question = f"{reference} looks like another paper. Attach it to {key}?"
        answer = ask(_compared(before, found), question)
        if not answer:
            raise RefusedError(
                f"{reference} looks like another paper than {key}, so nothing was changed.\n"
                f"  {key}: {latex.to_text(before.title)}\n"
                f"  {reference}: {latex.to_text(found.title)}\n"
                "If it is the same, say so with --yes.",
            )
    after = _with_ids(before, found, move_link=move_link)
    written = apply(config, f"attach {key} {reference}", _replacing(before, after), mode)
    return Promoted(after, written)


def _published(reference: str, stdin: str | None, progress: sources.Progress | None) -> Publication:
    published = _one(reference, stdin, progress)
    if published.status is Status.PUBLISHED:
        return published
    standing = f" (it says: {latex.to_text(published.venue)})" if published.venue else ""
    raise RefusedError(
        f"{reference} is not accepted anywhere{standing}, so nothing was changed. "
        'To say it yourself: pubtool accept KEY "ICLR 2025"'
    )


def _one(reference: str, stdin: str | None, progress: sources.Progress | None) -> Publication:
    candidates, failures = gather([reference], stdin=stdin, progress=progress)
    if failures:
        raise failures[0].error
    if len(candidates) != 1:
        raise UsageError(f"{reference} holds {len(candidates)} papers; one is needed.")
    return candidates[0].publication


def _from_source(
    before: Publication, published: Publication, said: Acceptance, ask: Ask
) -> tuple[Publication, tuple[str, ...]]:
    after = replace(
        _with_ids(before, published, move_link=False),
        type=published.type,
        status=Status.PUBLISHED,
        pubstate=None,
        venue=published.venue,
        abbr=published.abbr,
        free_venue=None,
        year=published.year or before.year,
        month=published.month,
        award=published.award or before.award,
    )
    asked = after
    if said.title is None and _plain(before.title) != _plain(published.title):
        asked = replace(asked, title=published.title)
    if published.authors and not names.same_list(before.authors, published.authors):
        asked = replace(asked, authors=_with_marks(before, published))
    needs_yes = asked != after
    if said.link is None and published.link is not None:
        asked = replace(asked, url=published.link)
    if asked == after:
        return after, ()
    answer = ask(_compared(before, asked), f"Take all this over into {before.key}?")
    if answer:
        return asked, ()
    if answer is None and not needs_yes:
        note = f"The title still links to {before.link}; to move it: --link {published.link}"
        return after, (note,) if before.link != published.link else ()
    if answer is None:
        raise RefusedError(
            f"{said.source} has another title or author list than {before.key}, so nothing was "
            "changed. To take them over: --yes",
            difference=_compared(before, asked),
        )
    raise RefusedError("Nothing was changed.")


def _with_marks(before: Publication, published: Publication) -> tuple[Author, ...]:
    """Return the published author list with the marks that the paper's authors have."""
    marked = []
    for author in published.authors:
        known = next((one for one in before.authors if names.same(one, author)), None)
        marked.append(replace(author, equal=known.equal, me=known.me) if known else author)
    return tuple(marked)


def _with_said(publication: Publication, said: Acceptance) -> Publication:
    if said.title is not None:
        publication = replace(publication, title=latex.from_text(said.title, title=True))
    if said.award is not None:
        publication = replace(publication, award=latex.from_text(said.award) or None)
    if said.link is not None:
        publication = replace(publication, url=said.link)
        identifier = references.find(said.link)
        if identifier is not None and identifier.service is Service.OPENREVIEW:
            publication = replace(publication, openreview=identifier.value)
    return publication


def _with_ids(before: Publication, found: Publication, *, move_link: bool) -> Publication:
    after = replace(
        before,
        arxiv=found.arxiv or before.arxiv,
        arxiv_class=found.arxiv_class or before.arxiv_class,
        openreview=found.openreview or before.openreview,
        doi=found.doi or before.doi,
        year=before.year or found.year,
        authors=before.authors or found.authors,
    )
    pointed = references.find(before.url) if before.url else None
    replaced = pointed is not None and pointed not in after.identifiers
    if move_link or replaced or before.link is None:
        after = replace(after, url=found.link)
    return after


def _check_free(library: Library, key: str, found: Publication) -> None:
    for identifier in found.identifiers:
        holder = matching.with_identifier(library.publications, identifier)
        if holder is not None and holder.key != key:
            raise AlreadyThereError(
                f"{identifier} belongs to {holder.key} already: {latex.to_text(holder.title)}",
                key=holder.key,
            )


def _same_paper(one: Publication, other: Publication) -> bool:
    if not matching.similar_titles(one.title, other.title):
        return False
    return not one.authors or not other.authors or names.same(one.authors[0], other.authors[0])


def _replacing(before: Publication, after: Publication) -> Callable[[Library], Document]:
    def change(library: Library) -> Document:
        current = library.paper(before.key).publication
        if current != before:
            raise RefusedError(f"{before.key} was changed by another program; nothing written.")
        return rewrite(library.document, before, after)

    return change


def _plain(title: str) -> str:
    return " ".join(latex.to_text(title).split()).casefold()


def _compared(before: Publication, after: Publication) -> str:
    """Return what differs between two versions of a paper, as a diff of its facts."""
    return files.difference(_facts(before), _facts(after), before.key)


def _facts(publication: Publication) -> str:
    facts = (
        ("title", latex.to_text(publication.title)),
        ("authors", ", ".join(author.name for author in publication.authors)),
        ("venue", latex.to_text(publication.free_venue or publication.venue or "")),
        ("year", str(publication.year or "")),
        ("award", latex.to_text(publication.award or "")),
        ("link", publication.link or ""),
    )
    return "".join(f"{name}: {value}\n" for name, value in facts if value)
