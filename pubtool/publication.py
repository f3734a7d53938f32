"""The paper as data: frozen values and their rules; no file, no network, no BibTeX."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

HIDDEN = "hidden"  # the keyword that keeps a paper off the page


class Status(Enum):
    """Whether a paper is out (or accepted) at a venue, or stands as a preprint."""

    PUBLISHED = "published"
    PREPRINT = "preprint"


class Order(Enum):
    """The order of a list of papers; each but `file` is by a value of theirs."""

    NEWEST = "newest"
    OLDEST = "oldest"
    FILE = "file"
    TITLE = "title"
    AUTHOR = "author"
    VENUE = "venue"
    KEY = "key"


class Group(Enum):
    """What a list of papers is divided by."""

    YEAR = "year"
    VENUE = "venue"
    STATUS = "status"


class Service(Enum):
    """Who issued an identifier."""

    ARXIV = "arxiv"
    OPENREVIEW = "openreview"
    DOI = "doi"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A paper's id at one service.

    `value` is in canonical form: an arXiv id has no version and keeps its archive in
    old style (`2410.03355`, `math/0309136`), an OpenReview id is the forum's and keeps
    its case, a DOI is bare and lower case (DOIs compare without regard to case).
    """

    service: Service
    value: str

    @property
    def url(self) -> str:
        """The https address of the paper's own page at the service."""
        match self.service:
            case Service.ARXIV:
                return f"https://arxiv.org/abs/{self.value}"
            case Service.OPENREVIEW:
                return f"https://openreview.net/forum?id={self.value}"
            case Service.DOI:
                return f"https://doi.org/{self.value}"

    def __str__(self) -> str:
        """Return the form that `pubtool add` takes: `arXiv:…`, `openreview:…` or `doi:…`."""
        prefix = "arXiv" if self.service is Service.ARXIV else self.service.value
        return f"{prefix}:{self.value}"


@dataclass(frozen=True, slots=True)
class Author:
    """A person or a group, in Unicode.

    A group ("ATLAS Collaboration") or a single-word name has a `family` and nothing else.
    `equal` is the equal-contribution annotation. `me` means that this is the list's owner.
    """

    family: str
    given: str | None = None
    particle: str | None = None  # von, van der, de la
    suffix: str | None = None  # Jr, III
    equal: bool = False
    me: bool = False

    @property
    def name(self) -> str:
        """The name in reading order: `Ludwig van Beethoven`, `Guy L. Steele Jr.`."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One paper. `title`, `venue`, `abbr`, `free_venue`, `award` are TeX source.

    `month` is 1 to 12. `extra` holds the entry's other fields (`pages`, `code`, …) in the
    file's order, names in lower case, values as TeX source.
    """

    key: str
    type: str  # the entry type in lower case, such as "inproceedings"
    title: str
    authors: tuple[Author, ...]
    et_al: bool = False  # the author list ends in "and others"
    year: int | None = None
    month: int | None = None
    status: Status = Status.PREPRINT
    pubstate: str | None = None  # BibLaTeX's publication state, such as "submitted"
    venue: str | None = None  # booktitle, journal, school or institution, in full
    abbr: str | None = None  # the short label, such as "ICLR"
    free_venue: str | None = None  # the `venue` field: printed in place of venue and year
    award: str | None = None
    hidden: bool = False
    url: str | None = None  # as the user wrote it
    arxiv: str | None = None
    arxiv_class: str | None = None  # the primary category, such as "cs.CV"
    openreview: str | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The ids that the paper has, arXiv first; a DOI in lower case, to be compared."""
        pairs = (
            (Service.ARXIV, self.arxiv),
            (Service.OPENREVIEW, self.openreview),
            (Service.DOI, self.doi.lower() if self.doi else None),
        )
        return tuple(Identifier(service, value) for service, value in pairs if value)

    @property
    def link(self) -> str | None:
        """What the title links to: `url`, else the page of the first id, else None."""
        if self.url:
            return self.url
        return next((identifier.url for identifier in self.identifiers), None)

    @property
    def web_link(self) -> str | None:
        """Where a browser finds the paper: `url` where it is http(s), else the first id's page."""
        if self.url and self.url.startswith(("https://", "http://")):
            return self.url
        return next((identifier.url for identifier in self.identifiers), None)

    @property
    def label(self) -> str | None:
        """The venue as the page prints it, without year and award; TeX source."""
        return self.free_venue or self.abbr or self.venue


def with_identifier(publication: Publication, identifier: Identifier) -> Publication:
    """Return the paper with this id in place of any other of its service.

    An arXiv id that is new to the paper comes without a category: that was the other id's.
    """
    match identifier.service:
        case Service.ARXIV if publication.arxiv == identifier.value:
            return publication
        case Service.ARXIV:
            return replace(publication, arxiv=identifier.value, arxiv_class=None)
        case Service.OPENREVIEW:
            return replace(publication, openreview=identifier.value)
        case Service.DOI:
            return replace(publication, doi=identifier.value)


def with_hidden(publication: Publication, hidden: bool) -> Publication:
    """Return the paper kept off the page, or on it, with keywords that say the same."""
    words = [word for word in publication.keywords if hidden or word.casefold() != HIDDEN]
    if hidden and not any(word.casefold() == HIDDEN for word in words):
        words.append(HIDDEN)
    return replace(publication, hidden=hidden, keywords=tuple(words))


def arxiv_date(arxiv: str) -> tuple[int, int] | None:
    """Return the year and month in which arXiv gave out an id, None where it tells neither."""
    digits = arxiv.rpartition("/")[2][:4]
    if len(digits) < 4 or not digits.isascii() or not digits.isdigit():
        return None
    year = int(digits[:2])
    century = 1900 if year >= 91 else 2000  # arXiv began in August 1991
    return century + year, int(digits[2:])


def sort_newest(publications: Iterable[Publication]) -> list[Publication]:
    """Return the papers newest first: year, month, then an arXiv id's own month.

    Ties stay as they stand.
    """
    return sorted(publications, key=_date, reverse=True)


def sort_oldest(publications: Iterable[Publication]) -> list[Publication]:
    """Return the papers oldest first; ties stay as they stand, as in `sort_newest`."""
    return sorted(publications, key=_date)


def _date(publication: Publication) -> tuple[int, int, tuple[int, int]]:
    given_out = arxiv_date(publication.arxiv or "") or (0, 0)
    return (publication.year or 0, publication.month or 0, given_out)
