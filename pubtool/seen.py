"""What the sources last said of each paper, so that a change of theirs is told from the user's.

A memory in the state folder: lost, it is rebuilt by the next `refresh`, and until then every
difference is shown as one that may be the user's own.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pubtool import files
from pubtool.errors import MalformedError, NotFoundError


@dataclass(frozen=True, slots=True)
class Sighting:
    """A paper's title and authors (Unicode) as its source had them on `date`."""

    title: str
    authors: tuple[str, ...]
    date: datetime.date


def recall(library_path: Path) -> dict[str, Sighting]:
    """Return the last sighting of each paper, by its id (`arXiv:2410.03355`).

    Empty where nothing is remembered, or the memory is damaged.
    """
    try:
        content = json.loads(files.read(_file(library_path)).data)
        return {
            str(identifier): Sighting(
                str(one["title"]),
                tuple(str(name) for name in one["authors"]),
                datetime.date.fromisoformat(one["date"]),
            )
            for identifier, one in content.items()
        }
    except (NotFoundError, MalformedError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # a memory that is lost is no failure


def remember(library_path: Path, sightings: Mapping[str, Sighting]) -> None:
    """Add these sightings to those remembered.

    Raises:
        RefusedError: the state folder cannot be written.
    """
    if not sightings:
        return
    with files.lock(library_path):
        known = recall(library_path) | dict(sightings)
        content = {
            identifier: {
                "title": one.title,
                "authors": list(one.authors),
                "date": one.date.isoformat(),
            }
            for identifier, one in known.items()
        }
        files.state_folder(library_path)
        files.write(_file(library_path), json.dumps(content).encode("ascii"), mode=0o600)


def _file(library_path: Path) -> Path:
    return files.state_path(library_path) / "seen.json"
