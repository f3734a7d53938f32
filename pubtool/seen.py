"""What list and source last agreed on, so that a change of one is told from a change of the other.

A memory in the state folder: where it is lost, whose a difference is can not be told, and a
person has to decide it.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pubtool import files, names
from pubtool.errors import MalformedError, NotFoundError
from pubtool.publication import Publication


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source was last asked for a paper on `date`.

    `title` (TeX source) and `authors` (as BibTeX writes names) are what it said when the list
    last said the same, or when the user last turned it down; None where neither has happened.
    """

    date: datetime.date
    title: str | None = None
    authors: tuple[str, ...] | None = None


NEVER = Sighting(datetime.date.min)  # of a paper that no source was asked for


def sighting(publication: Publication) -> Sighting:
    """Return that title and authors were as in `publication` today."""
    authors = tuple(names.to_bibtex(author) for author in publication.authors)
    return Sighting(datetime.datetime.now(datetime.UTC).date(), publication.title, authors)


def recall(library_path: Path) -> dict[str, Sighting]:
    """Return the last sighting of each paper, by its id (`arXiv:2410.03355`).

    Empty where nothing is remembered, or the memory is damaged.
    """
    try:
        content = json.loads(files.read(_file(library_path)).data)
        return {str(identifier): _from_json(one) for identifier, one in content.items()}
    except (NotFoundError, MalformedError):
        return {}  # a memory that is lost is no failure
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}  # nor is one that is damaged


def remember(library_path: Path, sightings: Mapping[str, Sighting]) -> None:
    """Put these sightings in the place of those remembered for the same ids.

    Raises:
        RefusedError: the state folder cannot be written.
    """
    if not sightings:
        return
    with files.lock(library_path):
        known = recall(library_path) | dict(sightings)
        content = {identifier: _to_json(one) for identifier, one in known.items()}
        files.write_private(_file(library_path), json.dumps(content).encode("ascii"))


def _from_json(one: Mapping[str, object]) -> Sighting:
    title, authors = one["title"], one["authors"]
    return Sighting(
        datetime.date.fromisoformat(str(one["date"])),
        None if title is None else str(title),
        tuple(str(name) for name in authors) if isinstance(authors, list) else None,
    )


def _to_json(one: Sighting) -> dict[str, object]:
    return {"date": one.date.isoformat(), "title": one.title, "authors": one.authors}


def _file(library_path: Path) -> Path:
    return files.state_path(library_path) / "seen.json"
