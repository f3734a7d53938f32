"""What an import brings: papers with where they stand, and what became of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from pubtool import latex
from pubtool.homepage.style import Section
from pubtool.publication import Publication, with_hidden


@dataclass(frozen=True, slots=True)
class Arrival:
    """A paper that a file brings; `where` is its `file:line`.

    `leftover` is its text on a page that is in no field.
    """

    where: str
    publication: Publication
    notes: tuple[str, ...] = ()
    leftover: str | None = None
    on_page: "OnPage | None" = None


@dataclass(frozen=True, slots=True)
class OnPage:
    """How a paper stands on its page.

    `section` shows it there. `own` tells that its text is what pubtool wrote, `rendered` that
    pubtool has written the page before: then what is missing was taken away by hand.
    `told_year` is False where the year is only guessed.
    """

    section: Section
    own: bool = False
    rendered: bool = False
    told_year: bool = True


class Fate(Enum):
    """What became of a paper that a file brought."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that two versions of a paper have otherwise; plain text, "" for nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper as the list has it now.

    `changed` are the facts that the import changed in it, `kept` those that the list has and
    the file has otherwise.
    """

    where: str
    publication: Publication
    fate: Fate
    changed: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    leftover: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Text that brought no paper; it stays where it is."""

    where: str
    reason: str
    text: str | None = None


def differences(before: Publication, after: Publication) -> tuple[Difference, ...]:
    """Return the facts in which two versions of a paper differ, in the order of a citation."""
    old, new = dict(_facts(before)), dict(_facts(after))
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    )


def disagreements(mine: Publication, theirs: Publication) -> tuple[Difference, ...]:
    """Return the facts that both versions tell, and tell otherwise; spelling in TeX aside."""
    return tuple(one for one in differences(mine, theirs) if one.before and one.after)


def plain(tex: str | None) -> str:
    """Return TeX source as one line of plain text, "" for None."""
    return latex.to_text(tex) if tex else ""


def _facts(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "title", plain(publication.title)
    names = [author.name for author in publication.authors]
    yield "authors", ", ".join([*names, *(["et al."] if publication.et_al else [])])
    yield "equal contribution", _listed(a.name for a in publication.authors if a.equal)
    yield "status", publication.status.value
    yield "venue", plain(publication.venue)
    yield "venue's label", plain(publication.abbr)
    yield "venue as printed", plain(publication.free_venue)
    yield "year", str(publication.year or "")
    yield "month", str(publication.month or "")
    yield "award", plain(publication.award)
    yield "state", publication.pubstate or ""
    yield "link", publication.url or ""
    yield "arXiv", publication.arxiv or ""
    yield "arXiv's class", publication.arxiv_class or ""
    yield "OpenReview", publication.openreview or ""
    yield "DOI", (publication.doi or "").lower()
    yield "hidden", "yes" if publication.hidden else ""
    yield "keywords", _listed(with_hidden(publication, False).keywords)
    for name, value in publication.extra:
        yield name, plain(value)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
