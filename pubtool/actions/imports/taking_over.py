"""A paper of the list, and the item that shows it on a page: what the page says anew."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from pubtool import latex, names, references, venues
from pubtool.actions import matching
from pubtool.actions.imports.arrivals import Arrival, OnPage, plain
from pubtool.config import Config
from pubtool.errors import MalformedError
from pubtool.homepage import sections
from pubtool.homepage.reading import reader
from pubtool.homepage.reading.byline import is_gap
from pubtool.publication import (
    HIDDEN,
    Author,
    Publication,
    Status,
    with_hidden,
    with_identifier,
)


def taken_over(
    stored: Publication, arrival: Arrival, config: Config, others: Sequence[Publication]
) -> Publication:
    """Return the paper with what its item on the page says otherwise than pubtool would.

    What the page only prints in another way is no change, and neither is what it leaves out,
    unless pubtool has written the page before: then it was taken away by hand. Nothing that the
    page does not show is touched. An accepted paper stays accepted, and an id that belongs to
    one of the `others` is not taken; of these, those that share one with the item are enough.
    """
    place, shown = arrival.on_page, arrival.publication
    if place is None or place.own:
        return stored
    printed = as_printed(stored, config, place) or stored
    after = _title(stored, shown, printed, place)
    after = _authors(after, shown, printed, place)
    if shown.status is Status.PUBLISHED or stored.status is Status.PREPRINT:
        after = _venue(after, shown, printed, place)
        after = _year(after, shown, printed, place)
    if _said(shown.award, printed.award, place):
        after = replace(after, award=shown.award)
    after = _link(after, shown, printed, place, others)
    after = _extra(after, shown, printed, place, config)
    return _keywords(after, shown, place)


def shown_again(stored: Publication, arrival: Arrival) -> Publication:
    """Return a paper that one more item shows, with the keyword of that item's section too."""
    if arrival.on_page is None:
        return stored
    hidden = stored.hidden and arrival.publication.hidden
    return _keywords(stored, replace(arrival.publication, hidden=hidden), arrival.on_page)


@lru_cache(maxsize=1)  # asked twice for each item
def as_printed(stored: Publication, config: Config, place: OnPage) -> Publication | None:
    """Return what a reader of the page would take a paper of the list for, freshly rendered.

    None where nothing shows it, or where the user's own template makes it unreadable.
    """
    own = names.mark_me(stored, config.me)
    section = _showing(own, config, place)
    try:
        items = sections.render([own], section, replace(config.style, hidden="comment"))
    except MalformedError:  # the user's template; rendering says so
        return None
    body = sections.body(items, config.style)
    page = f"## {section.heading}\n\n{body}\n"
    readings = reader.read(page, sections=[section.heading]).readings if body else ()
    return readings[0].publication if len(readings) == 1 else None


def _showing(paper: Publication, config: Config, place: OnPage) -> sections.Section:
    """Return the section that shows the paper, its own where that fits, without its limits."""
    fitting = (
        section
        for section in (place.section, *config.sections)
        if section.show in ("all", paper.status.value)
    )
    section = next(fitting, replace(place.section, show="all"))
    return replace(section, limit=None, venue=None, keyword=None)


def _said(shown: str | None, printed: str | None, place: OnPage) -> bool:
    """Tell whether the page says a thing otherwise; silence speaks only where we wrote before."""
    return plain(shown) != plain(printed) and bool(shown or place.rendered)


def _title(
    stored: Publication, shown: Publication, printed: Publication, place: OnPage
) -> Publication:
    if place.rendered:
        same = plain(shown.title) == plain(printed.title)
    else:
        same = matching.same_title(shown, printed)
    return stored if same else replace(stored, title=shown.title)


def _authors(
    stored: Publication, shown: Publication, printed: Publication, place: OnPage
) -> Publication:
    people = stored.authors
    if not _same_people(shown, printed, place):
        spelled = dict(zip((a.name for a in printed.authors), stored.authors, strict=False))
        people = tuple(
            spelled.get(author.name) or _known(author, people) or author for author in shown.authors
        )
    flags = {author.name: author.equal for author in shown.authors}
    before = {author.name: author.equal for author in printed.authors}
    if flags != before and (any(flags.values()) or place.rendered):
        people = tuple(
            replace(a, equal=twin.equal) if (twin := _twin(a, shown.authors)) else a for a in people
        )
    et_al = stored.et_al if people == stored.authors else shown.et_al
    return replace(stored, authors=people, et_al=et_al)


def _same_people(shown: Publication, printed: Publication, place: OnPage) -> bool:
    """Tell whether a page lists the printed people; "et al." and "…" leave some out."""
    listed, known = shown.authors, printed.authors
    if any(map(is_gap, listed)):
        return all(is_gap(a) or _twin(a, known) is not None for a in listed)
    if shown.et_al:
        known = known[: len(listed)]
    if place.rendered:
        return [author.name for author in listed] == [author.name for author in known]
    return names.same_list(listed, known)


def _known(author: Author, people: Iterable[Author]) -> Author | None:
    return next((one for one in people if one.name == author.name), None)


def _twin(author: Author, people: Sequence[Author]) -> Author | None:
    exact = _known(author, people)
    return exact or names.namesake(author, people)


def _venue(
    stored: Publication, shown: Publication, printed: Publication, place: OnPage
) -> Publication:
    if _same_venue(shown, printed):
        if shown.pubstate != printed.pubstate and (shown.pubstate or place.rendered):
            return replace(stored, pubstate=shown.pubstate)
        return stored
    silent = not (shown.venue or shown.free_venue or shown.pubstate)
    if silent and not place.rendered:
        return stored
    promoted = replace(stored, status=shown.status, pubstate=shown.pubstate)
    if _is_label(shown) and stored.venue and not stored.abbr and not venues.known(stored.venue):
        return replace(promoted, abbr=shown.venue, free_venue=None)
    if shown.free_venue and stored.venue and _mentions(shown, stored):
        return replace(promoted, free_venue=shown.free_venue)
    return replace(
        promoted,
        type=shown.type,
        venue=shown.venue,
        abbr=shown.abbr,
        free_venue=shown.free_venue,
    )


def _same_venue(shown: Publication, printed: Publication) -> bool:
    if shown.status is not printed.status:
        return False
    if shown.free_venue or printed.free_venue:
        return _compared(shown.free_venue) == _compared(printed.free_venue)
    return bool(_names_of(shown) & _names_of(printed)) or shown.label == printed.label


def _names_of(publication: Publication) -> set[str]:
    told = {plain(name) for name in (publication.abbr, publication.venue) if name}
    known = [found for name in told if (found := venues.known(name))]
    told |= {one.abbr for one in known} | {one.name for one in known}
    return {_compared(name) for name in told}


def _compared(tex: str | None) -> str:
    return latex.comparable(tex) if tex else ""


def _is_label(shown: Publication) -> bool:
    """Tell whether the page gives a short label alone, which is in no table."""
    if not shown.venue or shown.abbr or shown.free_venue:
        return False
    return len(shown.venue.split()) < 3 and venues.known(shown.venue) is None


def _mentions(shown: Publication, stored: Publication) -> bool:
    """Tell whether a venue in the page's own words is the one that the list has."""
    words = f" {_compared(shown.free_venue)} "
    return any(name and name in words for name in _names_of(stored))


def _year(
    stored: Publication, shown: Publication, printed: Publication, place: OnPage
) -> Publication:
    if place.told_year and shown.year != printed.year and shown.year:
        stored = replace(stored, year=shown.year)
    return replace(stored, month=stored.month or shown.month)


def _link(
    stored: Publication,
    shown: Publication,
    printed: Publication,
    place: OnPage,
    others: Sequence[Publication],
) -> Publication:
    foreign = {identifier for other in others for identifier in other.identifiers}
    if foreign & set(shown.identifiers):
        return stored
    if shown.url != printed.url and (shown.url or (place.rendered and not stored.identifiers)):
        pointed = references.find(shown.url) if shown.url else None
        default = pointed is not None and replace(stored, url=None).link == shown.url
        stored = replace(stored, url=stored.url if default and not stored.url else shown.url)
    known = {identifier.service for identifier in printed.identifiers}
    for identifier in shown.identifiers:
        if identifier in printed.identifiers or identifier in stored.identifiers:
            continue
        # An id that the page shows elsewhere than the list knows it is a correction.
        if identifier.service in known or identifier.service not in {
            one.service for one in stored.identifiers
        }:
            stored = with_identifier(stored, identifier)
    if stored.arxiv == shown.arxiv:
        stored = replace(stored, arxiv_class=stored.arxiv_class or shown.arxiv_class)
    return stored


def _extra(
    stored: Publication, shown: Publication, printed: Publication, place: OnPage, config: Config
) -> Publication:
    extra, before = dict(stored.extra), dict(printed.extra)
    said = dict(shown.extra)
    for name, value in said.items():
        if plain(value) != plain(before.get(name)):
            extra[name] = value
    if place.rendered:
        for name in before:
            if name in config.style.links and name not in said:
                extra.pop(name, None)
    return replace(stored, extra=tuple(extra.items()))


def _keywords(stored: Publication, shown: Publication, place: OnPage) -> Publication:
    """Return the paper with the keyword of its section, and hidden as on the page."""
    keywords = list(with_hidden(stored, False).keywords)
    wanted = place.section.keyword
    if wanted and wanted.casefold() not in {word.casefold() for word in keywords}:
        keywords.append(wanted)
    if shown.hidden:
        keywords.append(HIDDEN)
    if shown.hidden is stored.hidden and len(keywords) == len(stored.keywords):
        return stored
    return replace(stored, hidden=shown.hidden, keywords=tuple(keywords))
