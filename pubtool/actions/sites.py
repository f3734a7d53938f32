"""What kind of site a folder is, and which of its pages has the list of papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pubtool import files
from pubtool.errors import MalformedError, NotFoundError
from pubtool.homepage import headings
from pubtool.homepage.reading import headed, reader
from pubtool.homepage.reading.reader import PageReading
from pubtool.homepage.style import Section
from pubtool.latex import Flavor


@dataclass(frozen=True, slots=True)
class Site:
    """A kind of site: any of `marks` in its folder tells it; `pages` are where lists stand.

    `bib` is the list that the site itself shows, None where it shows none.
    """

    name: str
    marks: tuple[str, ...]
    pages: tuple[str, ...]
    flavor: Flavor
    bib: str | None = None


_JEKYLL_PAGES = (
    "_pages/about.md",
    "_pages/publications.md",
    "_pages/papers.md",
    "_pages/research.md",
    "_pages/home.md",
    "_pages/index.md",
    "_pages/cv.md",
    "_tabs/publications.md",
    "publications.md",
    "publications/index.md",
    "index.md",
    "about.md",
    "research.md",
)

# The first whose mark is there.
SITES = (
    Site(
        "al-folio",
        ("_bibliography/papers.bib",),
        ("_pages/publications.md", *_JEKYLL_PAGES),
        "kramdown",
        "_bibliography/papers.bib",
    ),
    Site("academicpages", ("_publications", "_talks"), _JEKYLL_PAGES, "kramdown"),
    Site("minimal-mistakes", ("minimal-mistakes-jekyll.gemspec",), _JEKYLL_PAGES, "kramdown"),
    Site("Jekyll", ("_config.yml", "_config.yaml", "_pages"), _JEKYLL_PAGES, "kramdown"),
    Site(
        "Hugo",
        ("hugo.toml", "hugo.yaml", "hugo.json", "config/_default", "archetypes", "content"),
        (
            "content/publications.md",
            "content/publications/_index.md",
            "content/publications/index.md",
            "content/publication/_index.md",
            "content/papers.md",
            "content/research.md",
            "content/about.md",
            "content/about/index.md",
            "content/about/_index.md",
            "content/_index.md",
        ),
        "commonmark",
    ),
    Site(
        "MkDocs",
        ("mkdocs.yml", "mkdocs.yaml"),
        ("docs/publications.md", "docs/papers.md", "docs/research.md", "docs/index.md"),
        "commonmark",
    ),
)
PLAIN = Site(
    "plain Markdown",
    (),
    ("publications.md", "papers.md", "about.md", "index.md", "cv.md", "README.md"),
    "commonmark",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a site: the headings that tell of papers, and what stands under them.

    `reading` is None where the page has no such heading.
    """

    path: Path
    places: tuple[headed.Place, ...] = ()
    reading: PageReading | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that tell of papers."""
        return tuple(place.heading for place in self.places)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections as they stand; without papers under them, by what the headings say."""
        if self.reading and self.reading.sections:
            return self.reading.sections
        if len(self.places) == 1:
            return (Section(self.places[0].heading, "all"),)
        return tuple(
            Section(place.heading, "preprint" if place.unpublished else "published")
            for place in self.places
        )

    @property
    def papers(self) -> int:
        """How many papers the page lists."""
        return len(self.reading.readings) if self.reading else 0


def site(folder: Path) -> Site:
    """Return what kind of site the folder is."""
    for one in SITES:
        if any((folder / mark).exists() for mark in one.marks):
            return one
    return PLAIN


def find_page(folder: Path, kind: Site) -> Page | None:
    """Return the page with the most papers; else one with a heading for them; else None."""
    pages = list(_pages(folder, kind))
    listing = [page for page in pages if page.papers]
    if listing:
        return max(listing, key=lambda page: page.papers)
    return next((page for page in pages if page.headings), None)


def look(path: Path) -> Page:
    """Return what the page at `path` has of papers.

    Raises:
        NotFoundError: there is no such file.
        MalformedError: it is a folder, cannot be read, or is no text.
    """
    text = files.read(path).text
    lines = [line.rstrip("\r\n") for line in headings.split_lines(text)]
    try:
        places = headed.find(lines, "kramdown", ())
    except NotFoundError:  # the page is there; a list of papers on it is not
        return Page(path)
    return Page(path, tuple(places), reader.read(text))


def _pages(folder: Path, kind: Site) -> Iterator[Page]:
    for name in dict.fromkeys((*kind.pages, *PLAIN.pages)):
        path = folder / name
        if path.is_file():
            try:
                yield look(path)
            except MalformedError:
                continue  # not a text to find a list in; `--page` says more
