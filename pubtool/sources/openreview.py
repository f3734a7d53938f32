"""Papers from OpenReview's API: v2 (about 2023 and later), then v1 (what came before).

What its answers look like: https://docs.openreview.net/reference/api-v2/entities/note.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pubtool import latex, references, venues
from pubtool.bibtex import keys
from pubtool.errors import GatedError, NotFoundError, ServiceError
from pubtool.publication import Identifier, Publication, Service, Status
from pubtool.sources import people
from pubtool.sources.openreview_door import Door
from pubtool.sources.results import LONGEST_TEXT, Failed, Fetched, Found, Progress
from pubtool.venues import Meaning, Standing

Note = Mapping[str, object]


def fetch(identifiers: Sequence[Identifier], progress: Progress | None = None) -> Fetched:
    """Return what OpenReview has for `identifiers` (its own), each asked for at v2, then at v1.

    A paper counts as not found only if both hosts say so. An accepted one comes with venue,
    year and tier; one under review has `pubstate` "submitted"; a double-blind one has no
    authors. Words that are not understood stay in `note`, and a hint says so.
    """
    door = Door()
    found, failed = [], []
    for done, identifier in enumerate(identifiers, start=1):
        try:
            found.append(_fetch_one(door, identifier))
        except (NotFoundError, ServiceError) as error:
            failed.append(Failed(identifier, error))
        if progress:
            progress(done, len(identifiers))
    return Fetched(tuple(found), tuple(failed))


def search(title: str) -> tuple[Found, ...]:
    """Return the papers with just this `title` (TeX source), case and punctuation aside.

    v1 is asked only where v2 has none.

    Raises:
        ServiceError: OpenReview did not answer, or wants a login (GatedError).
    """
    door = Door()
    wanted = latex.comparable(title)
    for host in (door.v2, door.v1):
        papers = (_Paper(note, v1=host == door.v1) for note in _search(door, host, title))
        found = tuple(
            _found(door, Identifier(Service.OPENREVIEW, paper.forum), paper)
            for paper in papers
            if paper.title
            and latex.comparable(latex.from_source(paper.title, title=True)) == wanted
        )
        if found:
            return found
    return ()


def _search(door: Door, host: str, title: str) -> Sequence[Note]:
    return door.notes(
        host,
        "notes/search",
        term=latex.to_text(title),
        type="terms",
        content="all",
        group="all",
        source="forum",
        limit="25",
    )


@dataclass(frozen=True, slots=True)
class _Paper:
    """A note, of either host's shape."""

    note: Note
    v1: bool

    def content(self, name: str) -> object:
        """Return a field's value: v2 wraps it in an object, v1 does not."""
        content = self.note.get("content")
        value = content.get(name) if isinstance(content, dict) else None
        return value.get("value") if isinstance(value, dict) else value

    def text(self, name: str) -> str:
        """Return a field's text, `""` where there is none, or far too much; a list's first."""
        value = self.content(name)
        first = value[0] if isinstance(value, list) and value else value
        if not isinstance(first, str) or len(first) > LONGEST_TEXT:
            return ""
        return " ".join(first.split())

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def forum(self) -> str:
        forum = self.note.get("forum") or self.note.get("id")
        return forum if isinstance(forum, str) else ""

    @property
    def names(self) -> list[str]:
        """The authors' names, which come as such or in objects."""
        value = self.content("authors")
        if isinstance(value, str):
            value = re.split(r",\s*|\s+and\s+", value)
        return [name for one in value if (name := _name(one))] if isinstance(value, list) else []


def _name(author: object) -> str | None:
    if isinstance(author, dict):
        author = author.get("fullname") or author.get("name") or author.get("username")
    return author if isinstance(author, str) and len(author) <= LONGEST_TEXT else None


def _fetch_one(door: Door, identifier: Identifier) -> Found:
    paper = _at_either(door, identifier.value)
    if paper.forum and paper.forum != paper.note.get("id"):  # a review, or a comment
        paper = _at_either(door, paper.forum)
    if not paper.title:
        raise ServiceError(
            f"OpenReview's answer for {identifier.value} has no title. Try again later."
        )
    return _found(door, identifier, paper)


def _at_either(door: Door, value: str) -> _Paper:
    """Return the note, from v2 or from v1.

    Raises:
        ServiceError: it is at neither, and one of them did not answer (GatedError first).
        NotFoundError: both say that there is none.
    """
    silences: list[ServiceError] = []
    for host in (door.v2, door.v1):
        try:
            notes = door.notes(host, "notes", id=value)
        except ServiceError as error:
            silences.append(error)
            continue
        if notes:
            return _Paper(notes[0], v1=host == door.v1)
    if silences:
        gated = (silence for silence in silences if isinstance(silence, GatedError))
        raise next(gated, silences[0])
    raise NotFoundError(
        f"OpenReview has no paper {value}. Check it at https://openreview.net/forum?id={value}."
    )


def _found(door: Door, identifier: Identifier, paper: _Paper) -> Found:
    meaning, trouble = _meaning(door, paper)
    authors = people.read(paper.names)
    title = latex.from_source(paper.title, title=True)
    venue = meaning.venue if meaning.standing is Standing.ACCEPTED else None
    year = (venue.year if venue else None) or _year(paper)
    elsewhere = _elsewhere(paper)
    publication = Publication(
        key=keys.propose(authors.authors, year, title),
        type=venue.type if venue else "misc",
        title=title,
        authors=authors.authors,
        year=year,
        status=Status.PUBLISHED if venue else Status.PREPRINT,
        pubstate="submitted" if meaning.standing is Standing.UNDER_REVIEW else None,
        venue=latex.from_text(venue.name) if venue else None,
        abbr=venue.abbr if venue else None,
        award=latex.from_text(venue.award) if venue and venue.award else None,
        url=Identifier(Service.OPENREVIEW, paper.forum).url,
        openreview=paper.forum,
        arxiv=elsewhere.get(Service.ARXIV),
        doi=elsewhere.get(Service.DOI),
        extra=(("note", latex.from_text(meaning.note)),) if meaning.note else (),
    )
    hints = (*trouble, *_hints(paper, meaning), *authors.hints)
    if not authors.authors:
        hints = (*hints, "OpenReview names no authors (double blind)")
    return Found(identifier, publication, hints)


def _hints(paper: _Paper, meaning: Meaning) -> tuple[str, ...]:
    words = meaning.note or paper.text("venue")
    match meaning.standing:
        case Standing.ACCEPTED if meaning.note:
            return (f"not all of OpenReview's words are understood, see `note`: {words}",)
        case Standing.UNDER_REVIEW | Standing.REJECTED if words:
            return (f"OpenReview says: {words}",)
        case Standing.UNKNOWN if words:
            return (f"taken as a preprint: OpenReview's words are not understood: {words}",)
        case Standing.UNKNOWN:
            return ("taken as a preprint: OpenReview does not say what became of it",)
    return ()


def _meaning(door: Door, paper: _Paper) -> tuple[Meaning, tuple[str, ...]]:
    """Return what became of the paper, and a hint where the decision could not be read."""
    meaning = venues.read(paper.text("venue"), paper.text("venueid") or None, paper.v1)
    if not paper.v1 or meaning.standing is not Standing.UNKNOWN or meaning.note:
        return meaning, ()
    trouble: tuple[str, ...] = ()
    try:
        decision = _decision(_replies(door, paper))
    except ServiceError as error:
        decision = None
        trouble = (f"the decision is not known: {error.message.splitlines()[0]}",)
    if decision:
        return venues.read_decision(decision, _group(paper)), ()
    return _meaning_of_bibtex(paper) or meaning, trouble


def _replies(door: Door, paper: _Paper) -> Sequence[Note]:
    """Return the notes of the paper's forum: from the answer itself, else asked for.

    Raises:
        ServiceError: v1 did not answer.
    """
    details = paper.note.get("details")
    for name in ("directReplies", "replies"):
        replies = details.get(name) if isinstance(details, dict) else None
        if isinstance(replies, list):
            return [reply for reply in replies if isinstance(reply, dict)]
    return door.notes(door.v1, "notes", forum=paper.forum)


def _decision(replies: Sequence[Note]) -> str | None:
    """Return the words of the decision note.

    Its invitation's name differs from year to year (`Decision`, `Acceptance_Decision`,
    `acceptance`; in 2019 the meta-review), as does its field's.
    """
    for reply in replies:
        invitation = str(reply.get("invitation", "")).rpartition("/")[2]
        if re.search(r"decision|acceptance|meta_?review", invitation, re.I):
            one = _Paper(reply, v1=True)
            if words := one.text("decision") or one.text("recommendation"):
                return words
    return None


def _group(paper: _Paper) -> str:
    """Return the venue's group, such as `ICLR.cc/2018/Conference`."""
    return paper.text("venueid") or str(paper.note.get("invitation", "")).partition("/-/")[0]


def _meaning_of_bibtex(paper: _Paper) -> Meaning | None:
    """Return what OpenReview's own BibTeX tells: accepted is `@inproceedings` with a venue."""
    bibtex = paper.text("_bibtex")
    booktitle = re.search(r"booktitle\s*=\s*\{([^{}]*)\}", bibtex)
    if not bibtex.lower().startswith("@inproceedings") or not booktitle:
        return None
    meaning = venues.read_decision("Accept", _group(paper))
    if venues.is_preprint_server(booktitle[1]) or not meaning.venue:
        return None
    return meaning


def _year(paper: _Paper) -> int | None:
    """Return the year in OpenReview's own BibTeX, else of publication, else of submission."""
    if match := re.search(r"\byear\s*=\s*\{?((?:19|20)\d\d)\b", paper.text("_bibtex")):
        return int(match[1])
    for name in ("pdate", "odate", "cdate", "tcdate"):
        moment = paper.note.get(name)
        if isinstance(moment, int | float) and 0 < moment < 4_102_444_800_000:  # before 2100
            return datetime.fromtimestamp(moment / 1000, UTC).year
    return None


def _elsewhere(paper: _Paper) -> dict[Service, str]:
    """Return the arXiv id or DOI of a record that OpenReview took from elsewhere."""
    names = (str(paper.note.get("externalId") or ""), paper.text("html"), paper.text("ee"))
    found = [one for name in names if name and (one := references.find(name))]
    return {one.service: one.value for one in reversed(found)}
