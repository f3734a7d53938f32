"""What an item is made of: a publication's values as Markdown that is safe on a page.

This is the context that a template gets.
"""

from dataclasses import dataclass
from functools import lru_cache

from pubtool import latex
from pubtool.homepage import links
from pubtool.homepage.standing import venue_and_year
from pubtool.homepage.style import Section, Style
from pubtool.publication import Author, Publication, Status

_LABELS = {"pdf": "PDF", "arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "html": "HTML"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link after the venue: `label` is Markdown, `url` safe in a Markdown link."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """An author: `name` without decoration, `text` as the style writes it, both Markdown."""

    name: str
    text: str
    me: bool
    equal: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The values that a template sees; every text is safe Markdown, None where absent.

    `venue` is what stands in italics (`ICLR 2025 (Oral)`), year and award included;
    `year_note` is `(2025)` for a preprint that has nothing else to say. Of these two at most
    one is set. `legend` is set where the style explains the mark with each item.
    """

    title: str
    url: str | None
    authors: str | None  # the whole list, decorated, joined by ", "
    people: tuple[Person, ...]
    et_al: bool
    legend: str | None
    venue: str | None
    year_note: str | None
    links: tuple[Link, ...]
    label: str | None  # the venue alone, without year and award
    year: int | None
    award: str | None
    preprint: bool
    hidden: bool


def parts(publication: Publication, section: Section, style: Style) -> Parts:
    """Return what the template prints for this paper in this section."""
    people = tuple(_person(author, style) for author in publication.authors)
    names = [person.text for person in people] + (["et al."] if publication.et_al else [])
    venue = _venue(publication, section, style)
    bare_year = venue is None and publication.year is not None
    legend = style.legend == "item" and any(person.equal for person in people)
    return Parts(
        title=_markdown(publication.title, style) or "Untitled",
        url=links.safe(publication.link),
        authors=", ".join(names) or None,
        people=people,
        et_al=publication.et_al,
        legend=legend_text(style) if legend else None,
        venue=venue,
        year_note=f"({publication.year})" if bare_year else None,
        links=_links(publication, style),
        label=_markdown(publication.label, style),
        year=publication.year,
        award=_markdown(publication.award, style),
        preprint=publication.status is Status.PREPRINT,
        hidden=publication.hidden,
    )


def legend_text(style: Style) -> str:
    """Return the line that explains the equal-contribution mark."""
    return f"({_mark(style)}: Equal Contribution)"


def _markdown(tex: str | None, style: Style) -> str | None:
    """Return TeX source as one line of safe Markdown, None where nothing is left."""
    text = latex.to_markdown(" ".join((tex or "").split()), style.flavor)
    return " ".join(text.split()) or None


def _mark(style: Style) -> str:
    mark = latex.escape_markdown(style.mark)
    return f"<sup>{mark}</sup>" if style.flavor == "kramdown" else mark


@lru_cache(maxsize=4096)  # the same people write many of a list's papers
def _person(author: Author, style: Style) -> Person:
    name = latex.escape_markdown(" ".join(author.name.split()))
    text = name + (_mark(style) if author.equal else "")
    if author.me:
        # Where raw HTML is off, nothing underlines: bold stands in.
        underline = style.own_name == "underline" and style.flavor == "kramdown"
        text = f"<u>{text}</u>" if underline else f"**{text}**"
    return Person(name, text, author.me, author.equal)


def _venue(publication: Publication, section: Section, style: Style) -> str | None:
    """Return what stands in italics: venue, year and award, or a preprint's state."""
    if publication.free_venue:
        return _with_award(publication.free_venue, publication, style)
    if publication.status is Status.PREPRINT:
        return _preprint(publication, section, style)
    return _with_award(venue_and_year(publication) or "", publication, style)


def _preprint(publication: Publication, section: Section, style: Style) -> str | None:
    year = f" ({publication.year})" if publication.year else ""
    if publication.pubstate == "submitted" and style.submitted:
        return f"{latex.escape_markdown(style.submitted)}{year}"
    return f"Preprint{year}" if section.show == "all" else None


def _with_award(venue: str, publication: Publication, style: Style) -> str | None:
    text = _markdown(venue, style) or ""
    award = _markdown(publication.award, style)
    if award and not text.endswith((f"({award})", award)):
        text = f"{text} ({award})".strip()
    return text or None


def _links(publication: Publication, style: Style) -> tuple[Link, ...]:
    values = dict(publication.extra)
    values |= {i.service.value: i.url for i in publication.identifiers}
    found = ((name, links.safe(values.get(name.lower()))) for name in style.links)
    return tuple(
        Link(latex.escape_markdown(_LABELS.get(name.lower(), name.capitalize())), url)
        for name, url in found
        if url
    )
