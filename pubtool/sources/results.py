"""What comes back from a source: what was found, and what failed and why."""

from collections.abc import Callable
from dataclasses import dataclass

from pubtool.errors import NotFoundError, ServiceError
from pubtool.publication import Identifier, Publication

LONGEST_TEXT = 20_000  # characters of a title (with MathML), a name, a venue; more is none

Progress = Callable[[int, int], None]
"""Called with how many references are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paper as its source has it.

    `identifier` is the one that was asked for. `hints` are sentences for a person, such as
    `comment: Accepted at ICLR 2025`: worth showing, never proof.
    """

    identifier: Identifier
    publication: Publication
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A reference that brought no paper, and why.

    A `NotFoundError` says that there is no such paper, a `ServiceError` that nobody knows.
    """

    identifier: Identifier
    error: NotFoundError | ServiceError


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that came of one call; each identifier is in `found` or in `failed`, once."""

    found: tuple[Found, ...] = ()
    failed: tuple[Failed, ...] = ()
