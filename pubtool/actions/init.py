"""A new list: its configuration, and an empty store, beside the page that will show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pubtool import config as configuration
from pubtool import files, store
from pubtool.actions import sites
from pubtool.errors import AlreadyThereError
from pubtool.homepage.sections import Section, Style
from pubtool.store import Change


@dataclass(frozen=True, slots=True)
class Start:
    """What `init` would write: where, for which page, in whose name.

    `kept` is the number of papers in a list that is there already and is used as it is, None
    where a new one begins.
    """

    source: Path
    bib: Path
    site: sites.Site
    page: sites.Page | None
    me: tuple[str, ...]
    kept: int | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the page, or the usual ones."""
        return (self.page.sections if self.page else ()) or configuration.DEFAULT_SECTIONS

    @property
    def style(self) -> Style:
        """The style of the page, in the Markdown of the site."""
        reading = self.page.reading if self.page else None
        style = reading.style if reading and reading.readings else Style(flavor=self.site.flavor)
        # Items without a line break fit both; then it is the site that decides.
        plain = "\\\\\n" not in files.read(self.page.path).text if self.page else True
        if plain and style.flavor == "kramdown":
            return replace(style, flavor=self.site.flavor)
        return style

    @property
    def imports(self) -> bool:
        """Whether the page has papers that an empty list is still to take over."""
        return bool(self.page and self.page.papers and not self.kept)

    @property
    def next(self) -> str:
        """The command that makes sense next."""
        if self.page and self.imports:
            return f"pubtool import {files.shown(self.page.path, self.source.parent)}"
        if not self.kept:
            return "pubtool add REF, with an arXiv id, an OpenReview link or a DOI"
        return "pubtool render --diff" if self.page else "pubtool list"


def plan(
    folder: Path,
    *,
    source: Path | None = None,
    bib: Path | None = None,
    page: Path | None = None,
    me: Sequence[str] = (),
) -> Start:
    """Return what a new list in `folder` would be; nothing is written.

    `source` is the configuration to write (else `pubtool.toml` in the folder), `bib` the list,
    `page` the page (else the one that has the most papers), `me` the owner's name (else the
    one that stands out on the page).

    Raises:
        AlreadyThereError: the folder has a configuration already.
        NotFoundError: there is no such page.
        MalformedError: the page, or a list that is there already, cannot be read.
    """
    source = source or folder / "pubtool.toml"
    _require_new(source)
    kind = sites.site(folder)
    bib = bib or folder / (kind.bib or configuration.DEFAULT_FILE)
    kept = len(store.load(bib).document.entries) if bib.exists() else None
    found = sites.look(page) if page else sites.find_page(folder, kind)
    return Start(source, bib, kind, found, tuple(me) or _inferred(found), kept)


def named(start: Start, me: Sequence[str]) -> Start:
    """Return the start in this name."""
    return replace(start, me=tuple(me))


def placed(start: Start, page: Path | None) -> Start:
    """Return the start for this page, with the name that stands out on it if none is known.

    Raises:
        NotFoundError: there is no such page.
        MalformedError: it cannot be read.
    """
    found = sites.look(page) if page else None
    return replace(start, page=found, me=start.me or _inferred(found))


def write(start: Start) -> None:
    """Write the configuration and, where there is none yet, an empty list.

    Raises:
        AlreadyThereError: a configuration has come into being meanwhile.
        RefusedError: a file cannot be written.
    """
    base = start.source.absolute().parent
    text = configuration.template(
        start.me,
        files.within(start.page.path, base) if start.page else None,
        start.sections,
        start.style,
        file=None
        if start.bib == base / configuration.DEFAULT_FILE
        else files.within(start.bib, base),
    )
    changes = [Change(start.source, None, text.encode())]
    if start.kept is None:
        changes.insert(0, Change(start.bib, None, b""))
    with files.lock(start.bib):
        _require_new(start.source)
        store.commit(start.bib, "init", changes)


def _inferred(page: sites.Page | None) -> tuple[str, ...]:
    return page.reading.me if page and page.reading else ()


def _require_new(source: Path) -> None:
    """Refuse where the folder of `source` has settings already, in whichever of the two files."""
    shared = source.with_name("pyproject.toml")
    for path in (source, shared):
        if path.exists() and (path == source or configuration.has_settings(path)):
            bib = files.shown(configuration.load(None, path, path.parent).bib, path.parent)
            raise AlreadyThereError(
                f"{path}: there is a configuration here already, for {bib}; "
                "nothing was changed. To change it, edit it; to see the list: pubtool list"
            )
