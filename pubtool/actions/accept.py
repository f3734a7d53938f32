"""A preprint that was accepted, and a paper that gets one more id.

Each has two steps, with a person's answer between them: look (the network is asked, nothing
is written), then settle.
"""

from dataclasses import dataclass, replace

from pubtool import latex, sources, store, venues
from pubtool.actions import matching, merging
from pubtool.actions.edit import rewritten
from pubtool.actions.gathering import STDIN, Candidate, gather, remember
from pubtool.actions.wishes import with_venue
from pubtool.actions.writing import Mode, Written, apply
from pubtool.config import Config
from pubtool.errors import AlreadyThereError, NotFoundError, RefusedError, ServiceError, UsageError
from pubtool.publication import Publication, Status
from pubtool.sources import Found
from pubtool.store import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What is said of the acceptance; what is None stays or comes from the source."""

    venue: str | None = None
    source: str | None = None
    award: str | None = None
    link: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """A paper as it is, and as it will be.

    `plain` is written in any case, `whole` after a yes to `question` (None: there is nothing to
    ask, and both are the same). Where `refusal` is there, nothing is written without a yes.
    `unasked` is what to tell where nobody was there to ask, `told` what a service said.
    """

    command: str
    before: Publication
    plain: Publication
    whole: Publication
    question: str | None = None
    refusal: str | None = None
    unasked: str | None = None
    notes: tuple[str, ...] = ()
    told: Found | None = None

    @property
    def difference(self) -> str:
        """What a yes changes, as a diff of facts."""
        return merging.compared(self.before, self.whole)


@dataclass(frozen=True, slots=True)
class Settled:
    """The paper as it stands now; `notes` tell what else a person should know."""

    publication: Publication
    written: Written
    notes: tuple[str, ...] = ()


def look_at_acceptance(
    config: Config,
    key: str,
    said: Acceptance,
    *,
    stdin: str | None = None,
    progress: sources.Progress | None = None,
) -> Prospect:
    """Return what becomes of the paper `key` at its venue.

    Key, ids, annotations and the user's own fields are kept; the year is the venue's; a free
    `venue` goes. Title, author list and link are taken from a source after a yes only.

    Raises:
        UsageError: not exactly one of label and source is said, or the label is no venue.
        AlreadyThereError: the source's id belongs to another paper of the list.
        RefusedError: the source is not accepted anywhere, or is another paper altogether.
        ServiceError: the service did not answer.
    """
    if said.venue is None and said.source is None:
        raise UsageError('Say where: pubtool accept KEY "ICLR 2025", or --from REF.')
    if said.venue is not None and said.source is not None:
        raise UsageError(
            f"“{said.venue}” and --from {said.source} both say where, and only one can be "
            "right. Leave the venue out to take it from there, or leave --from out."
        )
    library = store.load(config.bib)
    before = library.paper(key).publication
    if said.source is None:
        plain = whole = _labelled(before, said.venue or "")
        prospect = Prospect(f"accept {key}", before, plain, whole)
    else:
        told = _one(said.source, stdin, progress)
        published = _published(told, said.source)
        _require_other_has_not(library, key, published)
        prospect = replace(_from_source(before, published, said), told=told.found)
    return replace(
        prospect,
        plain=_with_said(_without_old_award(before, prospect.plain), said),
        whole=_with_said(_without_old_award(before, prospect.whole), said),
        notes=_notes(before, prospect.plain, said),
    )


def look_at_attachment(
    config: Config,
    key: str,
    reference: str,
    *,
    move_link: bool = False,
    stdin: str | None = None,
    progress: sources.Progress | None = None,
) -> Prospect:
    """Return the paper `key` with the id that `reference` names; its status stays.

    An id of the same service (a placeholder) is replaced, and a link that led to it moves
    with it; fields that the paper lacks are filled. With `move_link`, the title's link moves too.

    Raises:
        AlreadyThereError: another paper of the list has this id.
        NotFoundError: the reference names neither an id nor a link.
        ServiceError: the service did not answer; an id is never attached unchecked.
    """
    library = store.load(config.bib)
    before = library.paper(key).publication
    told = _one(reference, stdin, progress)
    found = told.publication
    _require_other_has_not(library, key, found)
    if found.link is None:
        raise NotFoundError(f"{reference} names no id and no link, so there is nothing to attach.")
    after = merging.with_ids_of(before, found, move_link=move_link)
    prospect = Prospect(f"attach {key} {reference}", before, after, after, told=told.found)
    if found.status is Status.PUBLISHED and before.status is Status.PREPRINT:
        note = f"It is published there; to move the paper: pubtool accept {key} --from {reference}"
        prospect = replace(prospect, notes=(note,))
    if merging.may_be_same(before, found):
        return prospect
    return replace(
        prospect,
        question=f"This looks like another paper. Attach {reference} to {key}?",
        refusal=(
            f"{reference} looks like another paper than {key}, so nothing was changed.\n"
            f"  {key}: {_named(before)}\n"
            f"  {reference}: {_named(found)}\n"
            "If it is the same, say so with --yes."
        ),
    )


def settle(config: Config, prospect: Prospect, answer: bool | None, mode: Mode) -> Settled:
    """Write what was looked at; `answer` is that to the question, None where nobody gave one.

    Raises:
        RefusedError: there was no yes where one is needed, or the entry has changed since.
    """
    if not answer and prospect.refusal is not None:
        if answer is None:
            raise RefusedError(prospect.refusal, difference=prospect.difference)
        raise RefusedError("Nothing was changed.")
    after = prospect.whole if answer else prospect.plain
    pairs = [(prospect.before, after)]
    written = apply(config, prospect.command, lambda library: rewritten(library, pairs), mode)
    if prospect.told and not mode.dry_run:
        remember(config.bib, [(after, prospect.told)])
    unasked = prospect.unasked if answer is None else None
    return Settled(after, written, (*prospect.notes, *((unasked,) if unasked else ())))


def _labelled(before: Publication, label: str) -> Publication:
    after = with_venue(before, label)
    if not after.venue or venues.is_preprint_server(after.venue):
        raise UsageError(f'{label!r} is no venue that accepts papers; say where: "ICLR 2025".')
    return after if after.year == before.year else replace(after, month=None)


def _published(told: Candidate, reference: str) -> Publication:
    if told.publication.status is Status.PUBLISHED:
        return told.publication
    raise RefusedError(
        f"{reference} is not accepted anywhere, as far as its source says; nothing was changed. "
        'To say it yourself: pubtool accept KEY "ICLR 2025"'
    )


def _one(reference: str, stdin: str | None, progress: sources.Progress | None) -> Candidate:
    candidates, failures = gather([reference], stdin=stdin, progress=progress)
    if failures and isinstance(failures[0].error, ServiceError):
        advice = "" if reference == STDIN else " Its BibTeX on standard input (-) does as well."
        raise ServiceError(f"{failures[0].error.message}\nNothing was changed.{advice}")
    if failures:
        raise failures[0].error
    if len(candidates) != 1:
        raise UsageError(f"{reference} holds {len(candidates)} papers; one is needed.")
    return candidates[0]


def _require_other_has_not(library: Library, key: str, found: Publication) -> None:
    for identifier in found.identifiers:
        holder = matching.with_identifier(library.publications, identifier)
        if holder is not None and holder.key != key:
            raise AlreadyThereError(
                f"{identifier} belongs to {holder.key} already: {latex.to_text(holder.title)}\n"
                f"If both are one paper, take one out: pubtool remove {key}",
                key=holder.key,
            )


def _from_source(before: Publication, published: Publication, said: Acceptance) -> Prospect:
    if merging.have_nothing_in_common(before, published):
        raise RefusedError(
            f"{said.source} is another paper than {before.key}; nothing was changed.\n"
            f"  {before.key}: {_named(before)}\n"
            f"  {said.source}: {_named(published)}"
        )
    plain = whole = merging.promoted(before, published)
    if said.title is None and not matching.same_title(before, published):
        whole = replace(whole, title=published.title)
    if published.authors and not merging.same_people(before, published):
        whole = merging.with_people_of(whole, published)
    needs_yes = whole != plain
    unasked = None
    if said.link is None and published.link not in (None, plain.link):
        whole = replace(whole, url=published.link)
        unasked = f"The title still links to {plain.link}; to move it: --link {published.link}"
    prospect = Prospect(f"accept {before.key}", before, plain, whole, unasked=unasked)
    if needs_yes:
        return replace(
            prospect,
            question=f"Take all this over into {before.key}?",
            refusal=(
                f"{said.source} has another title or author list than {before.key}, so nothing "
                "was changed. To take it over: --yes"
            ),
        )
    question = f"Let the title link to {published.link} from now on?"
    return replace(prospect, question=question if whole != plain else None)


def _without_old_award(before: Publication, after: Publication) -> Publication:
    """Return the paper without an award of the place where it was out before: a workshop's."""
    moved = before.status is Status.PUBLISHED and _place(before) != _place(after)
    return replace(after, award=None) if moved and after.award == before.award else after


def _place(paper: Publication) -> tuple[str, int | None]:
    """Return where and when the paper is out; label and full name of a venue are one."""
    name = latex.to_text(paper.abbr or paper.venue or "")
    known = venues.known(name)
    return (known.abbr if known else name), paper.year


def _with_said(publication: Publication, said: Acceptance) -> Publication:
    if said.title is not None:
        publication = replace(publication, title=latex.from_text(said.title, title=True))
    if said.award is not None:
        publication = replace(publication, award=latex.from_text(said.award) or None)
    if said.link is not None:
        publication = merging.with_link(publication, said.link)
    return publication


def _notes(before: Publication, after: Publication, said: Acceptance) -> tuple[str, ...]:
    notes = []
    if before.free_venue:
        notes.append(f"Took out what this replaces: venue = {{{before.free_venue}}}")
    if before.award and said.award is None and _without_old_award(before, after) != after:
        place, _ = _place(before)
        notes.append(f"Took out the award of {place}: {latex.to_text(before.award)}")
    remark = dict(before.extra).get("note", "")
    if venues.is_preprint_server(remark):
        notes.append(
            f"It still has note = {{{remark}}}; to take that out: pubtool edit {before.key} note="
        )
    if said.venue is not None and venues.parse_label(said.venue).year is None:
        stays = f"the year stays {after.year}" if after.year else "it has no year"
        notes.append(
            f"There is no year in {said.venue!r}, so {stays}; to set it: "
            f"pubtool edit {before.key} year=2025"
        )
    return tuple(notes)


def _named(publication: Publication) -> str:
    people = ", ".join(author.name for author in publication.authors[:3])
    more = ", …" if len(publication.authors) > 3 else ""
    return f"{latex.to_text(publication.title)} ({people or 'no authors named'}{more})"
