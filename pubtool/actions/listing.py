"""Which papers, in which order: the filters that `list`, `export` and `stats` share."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pubtool import contents
from pubtool.actions.volumes import shown
from pubtool.config import Config
from pubtool.errors import UsageError
from pubtool.latex import to_text, unaccented
from pubtool.publication import Order, Publication, Status, sort_newest, sort_oldest


class Filter(NamedTuple):
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


class Listing(NamedTuple):
    """The papers that are wanted, and where entries stand (`file:line`) that cannot be read."""

    papers: tuple[Publication, ...]
    broken: tuple[str, ...] = ()


def listing(config: Config, wanted: Filter, order: Order, *, mark: bool = True) -> Listing:
    """Return the papers that `wanted` admits, with the owner marked among the authors.

    A paper has from its volume (`crossref`) what its own entry lacks; the volume itself is none
    of them. Without `mark` the authors are as the entries have them, which is quicker.

    Raises:
        UsageError: `wanted.years` is no year and no span.
        NotFoundError: there is no list yet.
        MalformedError: the list cannot be read at all.
    """
    found = contents.load(config.bib)
    papers = sort(choose(shown(found.publications, config.me), wanted), order)
    broken = tuple(f"{found.path}:{one.line}" for one in found.broken)
    return Listing(own(config, papers) if mark else papers, broken)


def own(config: Config, publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Return the papers with the list's owner marked among the authors."""
    from pubtool import names  # late: lines in a pipe need no names

    return tuple(names.mark_me(publication, config.me) for publication in publications)


def choose(publications: Sequence[Publication], wanted: Filter) -> list[Publication]:
    """Return the papers that `wanted` admits, in the order given; case and accents aside.

    Raises:
        UsageError: `years` is no year and no span.
    """
    years = parse_years(wanted.years) if wanted.years else None
    words = [unaccented(word) for word in wanted.words]
    venue = unaccented(wanted.venue or "")

    def fits(publication: Publication) -> bool:
        return (
            (wanted.status is None or publication.status is wanted.status)
            and (wanted.hidden is None or publication.hidden is wanted.hidden)
            and (years is None or (publication.year is not None and publication.year in years))
            and (wanted.author is None or _has_author(publication, wanted.author))
            and (not venue or venue in unaccented(_venues(publication)))
            and (not words or all(word in unaccented(_all_text(publication)) for word in words))
        )

    return [publication for publication in publications if fits(publication)]


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
    from pubtool import names  # late, as in `own`

    person = names.parse(wanted)
    part = unaccented(wanted)
    return any(
        part in unaccented(author.name) or names.same(author, person)
        for author in publication.authors
    )


def _venues(publication: Publication) -> str:
    parts = (publication.free_venue, publication.abbr, publication.venue)
    return " ".join(to_text(part) for part in parts if part)


def _all_text(publication: Publication) -> str:
    return " ".join(
        (
            publication.key,
            to_text(publication.title),
            *(author.name for author in publication.authors),
            _venues(publication),
            str(publication.year or ""),
            to_text(publication.award or ""),
            *publication.keywords,
        )
    )


_SORT_KEYS: dict[Order, Callable[[Publication], str]] = {
    Order.TITLE: lambda publication: unaccented(to_text(publication.title)),
    Order.AUTHOR: lambda publication: unaccented(
        publication.authors[0].family if publication.authors else ""
    ),
    Order.VENUE: lambda publication: unaccented(to_text(publication.label or "")),
    Order.KEY: lambda publication: unaccented(publication.key),
}
