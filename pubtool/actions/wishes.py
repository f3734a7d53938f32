"""What the user says of a paper, over what its source says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pubtool import names, venues
from pubtool.bibtex import keys
from pubtool.errors import RefusedError, UsageError
from pubtool.latex import from_text
from pubtool.publication import Author, Publication, Status, with_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user wants of the papers that are added.

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
    def of_one_paper(self) -> str | None:
        """The first option in use that makes sense for one paper only, or None."""
        single = {"--equal": self.equal, "--key": self.key, "--author": self.authors}
        return next((name for name, value in single.items() if value is not None), None)


def fulfil(publication: Publication, wishes: Wishes) -> Publication:
    """Return the paper as the user wants it, with a key that may be taken.

    Raises:
        UsageError: a wish does not fit the paper.
        RefusedError: nobody says who wrote it.
    """
    if wishes.authors is not None:
        publication = _with_authors(publication, parse_people(wishes.authors))
    if not publication.authors:
        raise RefusedError(
            "The source names no authors (double-blind review?), so nothing was added. "
            'Name them: --author "Sihwan Park, Jihun Yun".'
        )
    if wishes.venue is not None:
        publication = _with_new_year(publication, with_venue(publication, wishes.venue))
    if wishes.award is not None:
        publication = replace(publication, award=from_text(wishes.award) or None)
    if wishes.equal is not None:
        publication = replace(publication, authors=mark_equal(publication.authors, wishes.equal))
    return with_hidden(publication, True) if wishes.hidden else publication


def parse_people(text: str) -> tuple[Author, ...]:
    """Return the people of "A. Name, B. Name and C. Name", or of a BibTeX list.

    "Park, Sihwan" is one person: a comma between two full names parts two people, any other
    comma stands in a name.

    Raises:
        UsageError: no name is there.
    """
    people = tuple(names.parse(name) for name in _split_people(text))
    if not people:
        raise UsageError('No author: give the names as "Sihwan Park, Jihun Yun".')
    return people


def mark_equal(authors: Sequence[Author], equal: str) -> tuple[Author, ...]:
    """Return the authors with exactly those marked that `equal` names or counts.

    Raises:
        UsageError: a name or position is not among the authors.
    """
    by_position = re.fullmatch(r"[\d,\s]*", equal, re.ASCII)
    parts = re.findall(r"\d+", equal) if by_position else _split_people(equal)
    chosen = {_position(authors, part) for part in parts}
    return tuple(
        replace(author, equal=number in chosen) for number, author in enumerate(authors, start=1)
    )


def with_venue(publication: Publication, label: str) -> Publication:
    """Return the paper as published at the venue that `label` ("ICLR 2025") names.

    Raises:
        UsageError: the label is empty.
    """
    if not label.strip():
        raise UsageError('The venue is empty; name it with its year, as in "ICLR 2025".')
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


def _with_authors(publication: Publication, people: tuple[Author, ...]) -> Publication:
    if publication.authors:
        raise UsageError("--author is for a paper whose source names no authors; this one has.")
    key = keys.propose(people, publication.year, publication.title)
    return replace(publication, authors=people, key=key)


def _with_new_year(before: Publication, after: Publication) -> Publication:
    """Return `after` with its year in the key, if the key is of pubtool's own making."""
    if before.key != keys.propose(before.authors, before.year, before.title):
        return after
    return replace(after, key=keys.propose(after.authors, after.year, after.title))


def _split_people(text: str) -> list[str]:
    listed, _ = names.split_list(text)
    return [name for part in listed for name in _split_at_commas(part)]


def _split_at_commas(part: str) -> list[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    two_full_names = len(pieces) == 2 and all(" " in piece for piece in pieces)
    if len(pieces) == 2 and (not two_full_names or pieces[0][0].islower()):
        return [part]  # "Park, Sihwan", "van den Berg, Rianne A."
    return pieces


def _position(authors: Sequence[Author], wanted: str) -> int:
    if wanted.isdigit():
        if 1 <= int(wanted) <= len(authors):
            return int(wanted)
        raise UsageError(f"There is no author {wanted}: the paper has {len(authors)}.")
    person = names.parse(wanted)
    found = [number for number, one in enumerate(authors, 1) if names.same(one, person)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{number} {author.name}" for number, author in enumerate(authors, start=1))
    problem = "fits several authors" if found else "is not an author"
    raise UsageError(f"{wanted} {problem} of this paper: {listed}.")
