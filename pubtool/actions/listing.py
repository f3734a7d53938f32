"""Which papers, in which order: the filters that `list`, `export` and `stats` share."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from pubtool import latex, names, store
from pubtool.config import Config
from pubtool.errors import UsageError
from pubtool.publication import Publication, Status, sort_newest, sort_oldest


class Order(Enum):
    """The order of a list of papers."""

    NEWEST = "newest"
    OLDEST = "oldest"
    FILE = "file"
    TITLE = "title"
    AUTHOR = "author"
    VENUE = "venue"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which papers are wanted; an absent criterion admits all.

    `words` must all be found in the key, title, authors, venue, year or keywords. `years` is
    `2024`, `2023-2025`, `2023-` or `-2020`.
    """

    words: tuple[str, ...] = ()
    status: Status | None = None
    hidden: bool | None = None
    years: str | None = None
    author: str | None = None
    venue: str | None = None


def listing(config: Config, wanted: Filter, order: Order) -> tuple[Publication, ...]:
    """Return the papers that `wanted` admits, with the owner marked among the authors."""
    publications = own(config, store.load(config.bib).publications)
    return sort(choose(publications, wanted), order)


def own(config: Config, publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Return the papers with the list's owner marked among the authors."""
    return tuple(names.mark_me(publication, config.me) for publication in publications)


def choose(publications: Sequence[Publication], wanted: Filter) -> list[Publication]:
    """Return the papers that `wanted` admits, in the order given."""
    years = parse_years(wanted.years) if wanted.years else None
    words = [_fold(word) for word in wanted.words]
    return [
        publication
        for publication in publications
        if (wanted.status is None or publication.status is wanted.status)
        and (wanted.hidden is None or publication.hidden is wanted.hidden)
        and (years is None or (publication.year is not None and publication.year in years))
        and (wanted.author is None or _has_author(publication, wanted.author))
        and (wanted.venue is None or _fold(wanted.venue) in _fold(_venues(publication)))
        and (not words or all(word in _fold(_everything(publication)) for word in words))
    ]


def sort(publications: Sequence[Publication], order: Order) -> tuple[Publication, ...]:
    """Return the papers in `order`; ties stay as they stand."""
    match order:
        case Order.NEWEST:
            return tuple(sort_newest(publications))
        case Order.OLDEST:
            return tuple(sort_oldest(publications))
        case Order.FILE:
            return tuple(publications)
        case _:
            return tuple(sorted(publications, key=_SORT_KEYS[order]))


def parse_years(text: str) -> range:
    """Return the years that `2024`, `2023-2025`, `2023-` or `-2020` means.

    Raises:
        UsageError: it is none of these.
    """
    first, dash, last = (part.strip() for part in text.replace("–", "-").partition("-"))
    numbers = [part for part in (first, last) if part]
    if not numbers or not all(part.isascii() and part.isdigit() for part in numbers):
        raise UsageError(f"--year {text!r} is not a year or a span: 2024, 2023-2025, 2023-, -2020.")
    start = int(first) if first else 0
    end = int(last) if last else (9999 if dash else start)
    if end < start:
        raise UsageError(f"--year {text!r} ends before it begins.")
    return range(start, end + 1)


def _has_author(publication: Publication, wanted: str) -> bool:
    person = names.parse(wanted)
    part = _fold(wanted)
    return any(
        part in _fold(author.name) or names.same(author, person) for author in publication.authors
    )


def _venues(publication: Publication) -> str:
    parts = (publication.free_venue, publication.abbr, publication.venue)
    return " ".join(latex.to_text(part) for part in parts if part)


def _everything(publication: Publication) -> str:
    return " ".join(
        (
            publication.key,
            latex.to_text(publication.title),
            *(author.name for author in publication.authors),
            _venues(publication),
            str(publication.year or ""),
            publication.award or "",
            *publication.keywords,
        )
    )


def _fold(text: str) -> str:
    """Reduce text for searching: case and accents aside."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_SORT_KEYS: dict[Order, Callable[[Publication], str]] = {
    Order.TITLE: lambda publication: _fold(latex.to_text(publication.title)),
    Order.AUTHOR: lambda publication: _fold(
        publication.authors[0].family if publication.authors else ""
    ),
    Order.VENUE: lambda publication: _fold(latex.to_text(publication.label or "")),
    Order.KEY: lambda publication: _fold(publication.key),
}
