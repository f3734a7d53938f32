"""Rules about a paper's facts: what is missing, and what contradicts itself."""

import datetime
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from pubtool import venues
from pubtool.actions.checking.findings import Finding, Subject
from pubtool.bibtex import rules
from pubtool.latex import to_text
from pubtool.publication import Publication, Status, arxiv_date
from pubtool.seen import Sighting

# BibTeX's standard styles, BibLaTeX's types and their aliases, and what tools put into a .bib.
_TYPES = frozenset(
    """
    article artwork audio bachelorsthesis bibnote book bookinbook booklet collection commentary
    conference dataset electronic image inbook incollection inproceedings inreference
    jurisdiction legal legislation letter manual mastersthesis misc movie music mvbook mvcollection
    mvproceedings mvreference newspaper online patent performance periodical phdthesis proceedings
    reference report review software standard suppbook suppcollection suppperiodical techreport
    thesis unpublished video webpage www
    """.split()
)
# Entries for a program or for other entries, which are no papers.
NO_PAPERS = frozenset(("control", "ieeetranbstctl", "set", "xdata"))
_WANT_VENUE = rules.THESES | {"inproceedings", "conference", "article"}
_HAVE_EDITORS = re.compile(r"book|collection|proceedings|periodical|reference")
_ARCHIVE = re.compile(r"xiv\b|\bcorr\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.\-–:/])(?:19|20)\d\d(?![\d.\-–:/])")
_INHERITING = ("crossref", "xdata")
_ONE_YEAR = datetime.timedelta(days=365)


def missing(subject: Subject) -> Iterator[Finding]:
    """Find a title, authors, a year or a venue that is not there."""
    publication, entry = subject.publication, subject.entry
    if any(entry.get(name) for name in _INHERITING):
        return  # what it lacks may stand in the entry that it names
    if not publication.title:
        yield subject.error("missing-title", "it has no title", subject.edit("title=…"))
    editors = _HAVE_EDITORS.search(publication.type) and entry.get("editor")
    if not publication.authors and not editors:
        yield subject.error(
            "missing-author", "it has no author", subject.edit("author=First Author and …")
        )
    if publication.year is None:
        yield from _missing_year(subject)
    if _lacks_venue(publication, entry.get("eprint")):
        what = "school" if publication.type in rules.THESES else "venue"
        label = f"{rules.venue_field(publication.type)}=…" if what == "school" else ""
        yield subject.error(
            "missing-venue",
            f"an @{publication.type} without a {what}",
            subject.edit(label) if label else _accept(subject),
        )


def _accept(subject: Subject) -> str:
    return f'pubtool accept {subject.key} "VENUE YEAR"'


def _missing_year(subject: Subject) -> Iterator[Finding]:
    coming = (subject.publication.pubstate or "").lower() in ("inpress", "forthcoming")
    written = subject.entry.get("year") or subject.entry.get("date")
    if written:
        message = f"the year is no year: {written}"
        yield subject.warning("missing-year", message, subject.edit("year=…"), field="year")
    elif not coming:
        yield subject.error("missing-year", "it has no year", subject.edit("year=…"))


def _lacks_venue(publication: Publication, eprint: str | None) -> bool:
    if publication.type not in _WANT_VENUE or publication.venue or publication.free_venue:
        return False
    extra = dict(publication.extra)
    if any(extra.get(name) for name in rules.SERVER_FIELDS):
        return False  # "arXiv", "Submitted to …": said, and no venue
    unpublished = publication.status is Status.PREPRINT and publication.pubstate
    return not unpublished and not (publication.type == "article" and eprint)


def contradictions(subject: Subject) -> Iterator[Finding]:
    """Find an unknown entry type, and a type, state or year that the venue contradicts."""
    yield from _unknown_type(subject)
    yield from _archive_as_venue(subject)
    yield from _pubstate(subject)
    yield from _year(subject)


def _unknown_type(subject: Subject) -> Iterator[Finding]:
    kind = subject.publication.type
    if kind in _TYPES:
        return
    near = get_close_matches(kind, sorted(_TYPES), 1)
    meant = f"; is @{near[0]} meant?" if near else ""
    yield subject.warning(
        "unknown-type",
        f"BibTeX knows no @{kind}, and prints it as @misc{meant}",
        f"{subject.edit()}, and change @{kind}",
    )


def _archive_as_venue(subject: Subject) -> Iterator[Finding]:
    """Find a published paper's type or marks on an entry whose venue is a preprint server.

    Plain `@article` with `journal = {arXiv preprint …}` is how Google Scholar writes a
    preprint; it contradicts itself only where something else says that the paper is out.
    """
    publication = subject.publication
    extra = dict(publication.extra)
    name = next(
        (
            name
            for name in rules.VENUE_FIELDS
            if (value := extra.get(name)) and _ARCHIVE.search(value) and rules.is_server(value)
        ),
        None,
    )
    if name is None:
        return
    if publication.venue:
        says = f"it also appeared in {to_text(publication.venue)}"
    elif publication.type in ("inproceedings", "conference"):
        says = f"it is an @{publication.type}"
    elif publication.abbr or publication.award:
        says = f"it has {'an `abbr`' if publication.abbr else 'an `award`'}"
    else:
        return
    mend = subject.edit(f"{name}=")
    if not publication.venue:
        mend = f"{_accept(subject)} if it is out, else {subject.edit()}"
    yield subject.warning(
        "archive-as-venue",
        f"`{name}` is {to_text(extra[name])}, which is no venue, but {says}",
        mend,
        field=name,
    )


def _pubstate(subject: Subject) -> Iterator[Finding]:
    publication = subject.publication
    state = (publication.pubstate or "").lower()
    if publication.venue and state in ("prepublished", "submitted", "inpreparation"):
        yield subject.warning(
            "pubstate-conflict",
            f"`pubstate` is {state}, so it counts as a preprint, but it has a venue: "
            f"{to_text(publication.venue)}",
            subject.edit("pubstate="),
            field="pubstate",
        )
    named = publication.venue or publication.free_venue or publication.type not in ("misc",)
    if state in ("inpress", "forthcoming") and not named:
        yield subject.warning(
            "pubstate-conflict",
            f"`pubstate` is {state}, so it counts as published, but no venue is named",
            _accept(subject),
            field="pubstate",
        )


def _year(subject: Subject) -> Iterator[Finding]:
    """Find a venue that names another year, such as "ICLR 2025" with the year 2024.

    Proceedings often come out in the year after; so for a venue that is not in the table only a
    paper that is out before its venue took place is one.
    """
    year = subject.publication.year
    if subject.publication.status is Status.PREPRINT:
        return  # "ICLR 2026 Under Review" is no year of a preprint
    for name in ("venue", "abbr", "booktitle"):
        text = to_text(subject.entry.get(name) or "")
        told = {int(match) for match in _YEAR.findall(text)}
        if len(told) != 1 or not year or year in told:
            continue
        (other,) = told
        if year < other or venues.parse_label(text).abbr:
            yield subject.warning(
                "year-conflict",
                f"the year is {year}, but `{name}` says {other}: {text}",
                subject.edit(f"year={other}"),
                field=name,
            )
            return


def unrefreshed(
    subject: Subject, last: Mapping[str, Sighting], today: datetime.date
) -> Iterator[Finding]:
    """Find a preprint older than a year whose sources were not asked within the last one."""
    publication = subject.publication
    if publication.status is not Status.PREPRINT or not publication.identifiers:
        return
    appeared = _appeared(publication)
    seen = [last[str(one)].date for one in publication.identifiers if str(one) in last]
    if appeared and max([appeared, *seen]) < today - _ONE_YEAR:
        asked = f"last asked about on {max(seen)}" if seen else "never asked about"
        yield subject.warning(
            "old-preprint",
            f"a preprint of {publication.year or appeared.year}, {asked}",
            f"pubtool refresh {subject.key}",
        )


def _appeared(publication: Publication) -> datetime.date | None:
    """Return the first day on which it can be said to be out; late rather than early."""
    if publication.year is None:
        return None
    given_out = arxiv_date(publication.arxiv or "")
    month = publication.month
    if month is None and given_out and given_out[0] == publication.year:
        month = given_out[1]
    return datetime.date(publication.year, month or 12, 28)
