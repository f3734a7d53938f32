"""A page as it stands, or another list, into the list."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pubtool import config as configuration
from pubtool import files, sources, store
from pubtool.actions import completing, counterparts, joining, sites, taking_over
from pubtool.actions.arrivals import (
    Arrival,
    Difference,
    Fate,
    OnPage,
    Skipped,
    Taken,
    differences,
    disagreements,
    title_words,
)
from pubtool.actions.edit import rewrite
from pubtool.actions.gathering import Failure
from pubtool.actions.writing import Alongside, Mode, Written, apply
from pubtool.bibtex import entries, keys
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.errors import NotFoundError, PubtoolError
from pubtool.homepage import reader
from pubtool.homepage.headings import goes_by
from pubtool.homepage.items import digest
from pubtool.homepage.reader import PageReading, Reading
from pubtool.homepage.style import Section, Style
from pubtool.publication import Publication
from pubtool.store import Change, Library

BIB_ENDINGS = (".bib", ".bibtex")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    `taken` are the papers of the files in their order, `skipped` what could not be read.
    `notes` are about whole files. `configuration` is the one that was begun, None where there
    was one. `failures` are files that brought nothing and services that did not answer.
    """

    taken: tuple[Taken, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    failures: tuple[Failure, ...]
    written: Written
    configuration: Path | None = None

    @property
    def exit_code(self) -> int:
        """4 if a service failed, else that of the first file that failed, else 3 for nothing.

        What could not be read beside papers that were is told, and is no failure.
        """
        codes = [failure.error.exit_code for failure in self.failures]
        if codes:
            return 4 if 4 in codes else codes[0]
        return 3 if self.skipped and not self.taken else 0


@dataclass(slots=True)
class _Haul:
    """What the files bring, as they are read one after the other."""

    config: Config
    arrivals: list[Arrival] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)


def import_files(
    config: Config,
    given: Sequence[Path],
    folder: Path,
    mode: Mode,
    *,
    headings: Sequence[str] = (),
    fetch: bool = False,
    progress: sources.Progress | None = None,
) -> Imported:
    """Take over the papers of pages and merge those of `.bib` files, in one step.

    A paper that the list has is changed where the page says otherwise, or completed from the
    other list; the rest are appended. `headings` are the page's sections to read, by default
    those of the configuration, else those that look like lists of papers. Where there is no
    configuration, one is begun in `folder` that renders the first page as it stands. With
    `fetch`, gaps are filled from the papers' ids; no lock is held meanwhile.

    A file that cannot be read stops no other; nothing is written if none can be.
    """
    haul = _Haul(config)
    for path in given:
        try:
            if path.suffix.lower() in BIB_ENDINGS:
                _read_bib(haul, path)
            else:
                _read_page(haul, path, folder, headings)
        except PubtoolError as error:
            haul.failures.append(Failure(str(path), error))
    arrivals = tuple(haul.arrivals)
    if fetch:
        completed = completing.complete(arrivals, progress)
        arrivals = completed.arrivals
        haul.failures += [Failure("--fetch", error) for error in completed.failures]
    if not arrivals:
        return _told(haul, (), Written(dry_run=mode.dry_run), None)
    begun = haul.config.source if config.source is None else None
    merger = _Merger(haul.config)
    written = apply(
        haul.config,
        f"import {' '.join(path.name for path in given)}",
        lambda library: merger.merge(library, arrivals),
        mode,
        begin=True,
        alongside=Alongside(
            (_configuration(haul.config),) if begun else (),
            tuple(page for page in haul.pages if store.known_digests(page) is not None),
        ),
    )
    return _told(haul, tuple(merger.taken), written, begun)


def _told(haul: _Haul, taken: tuple[Taken, ...], written: Written, begun: Path | None) -> Imported:
    return Imported(
        taken, tuple(haul.skipped), tuple(haul.notes), tuple(haul.failures), written, begun
    )


# ---------------------------------------------------------------- reading


def _read_bib(haul: _Haul, path: Path) -> None:
    from pubtool.sources import pasted

    text = files.read(path).text
    if not text.strip():
        raise NotFoundError(f"{path}: there is no BibTeX in it.")
    for one in pasted.parse(text):
        where = f"{path}:{one.line}"
        if isinstance(one, pasted.Refused):
            haul.skipped.append(Skipped(where, one.error.message))
        else:
            haul.arrivals.append(Arrival(where, one.publication, one.hints))


def _read_page(haul: _Haul, path: Path, folder: Path, headings: Sequence[str]) -> None:
    text = files.read(path).text
    try:
        reading = _reading(text, haul.config, headings)
    except NotFoundError as error:
        raise NotFoundError(f"{path}: {error.message}") from error
    if not reading.readings and not reading.unread:
        raise NotFoundError(f"{path}: there are no papers under its headings.")
    if haul.config.source is None:
        haul.config = _new_config(haul.config, path, folder, text, reading)
        haul.notes += [f"{path}: {note}" for note in reading.notes]
        if not reading.me:
            haul.notes.append(
                f"{path}: no author is set off as the owner; name yourself by `me` in "
                f"{haul.config.source and haul.config.source.name}."
            )
    else:
        haul.notes += _configured_otherwise(haul.config, path, reading)
    known = store.known_digests(path)
    for one in reading.readings:
        section = _section(haul.config, one.section)
        place = OnPage(
            section or Section(one.section, one.publication.status.value),
            own=known is not None and digest(one.text) in known,
            rendered=known is not None,
            told_year=one.told_year,
        )
        paper = _with_keywords(one, reading, haul.config)
        where = f"{path}:{one.line}"
        haul.arrivals.append(Arrival(where, paper, one.notes, one.leftover, place))
    haul.skipped += [Skipped(f"{path}:{one.line}", one.reason, one.text) for one in reading.unread]
    haul.pages.append(path)


def _reading(text: str, config: Config, headings: Sequence[str]) -> PageReading:
    """Return what the page says: under the headings named, else under those configured."""
    if not headings and config.source is not None:
        try:
            return reader.read(text, sections=[section.heading for section in config.sections])
        except NotFoundError:  # a page that is not the configured one
            return reader.read(text)
    return reader.read(text, sections=headings)


def _with_keywords(one: Reading, reading: PageReading, config: Config) -> Publication:
    """Return the paper with the keywords by which the configuration tells sections apart.

    The reader makes up such keywords where sections would show each other's papers.
    """
    chosen = {
        section.keyword: found.keyword if (found := _section(config, section.heading)) else None
        for section in reading.sections
        if section.keyword
    }
    words = [chosen.get(word, word) for word in one.publication.keywords]
    section = _section(config, one.section)
    words.append(section.keyword if section else None)
    keywords = tuple(dict.fromkeys(word for word in words if word))
    return replace(one.publication, keywords=keywords)


def _section(config: Config, heading: str) -> Section | None:
    named = (section for section in config.sections if goes_by(heading, section.heading))
    return next(named, None)


# ---------------------------------------------------------------- configuration


def _new_config(
    config: Config, page: Path, folder: Path, text: str, reading: PageReading
) -> Config:
    """Return the configuration that renders the page as it stands; nothing is written."""
    kind = sites.site(folder)
    style = reading.style
    if kind is not sites.PLAIN and "\\\\" not in text and style.flavor == "kramdown":
        style = replace(style, flavor=kind.flavor)  # no item has a line break that tells
    return replace(
        config,
        source=folder / "pubtool.toml",
        page=page.absolute(),
        me=reading.me,
        style=style,
        sections=reading.sections,
    )


def _configuration(config: Config) -> Change:
    """Return the change that begins the configuration."""
    assert config.source is not None and config.page is not None  # both were just set
    folder = config.source.absolute().parent
    usual = config.bib.absolute() == folder / configuration.DEFAULT_FILE
    text = configuration.template(
        config.me,
        _seen_from(folder, config.page),
        config.sections,
        config.style,
        file=None if usual else _seen_from(folder, config.bib),
    )
    return Change(config.source, None, text.encode())


def _seen_from(folder: Path, path: Path) -> Path:
    return Path(os.path.relpath(path, folder))


def _configured_otherwise(config: Config, page: Path, reading: PageReading) -> Iterator[str]:
    """Yield what the page has otherwise than the configuration, which stays as it is."""
    name = config.source.name if config.source else ""
    if config.page is None or config.page.resolve() != page.resolve():
        yield f"{name} does not name {page} as its page; it stays as it is."
    for section in reading.sections:
        if _section(config, section.heading) is None:
            yield (
                f"{page}: “{section.heading}” is no [[section]] of {name}: "
                "`render` will leave it alone."
            )
    names = [one for one in reading.me if one not in config.me]
    if names and not set(reading.me) & set(config.me):
        yield f"{page}: the name set off is {', '.join(names)}; `me` in {name} says otherwise."
    default = Style()
    for setting in ("flavor", "hidden", "mark", "own_name", "legend"):
        there, here = getattr(reading.style, setting), getattr(config.style, setting)
        if there not in (here, getattr(default, setting)):
            yield f'{page}: `{setting}` is "{there}" on the page and "{here}" in {name}.'


# ---------------------------------------------------------------- merging


class _Merger:
    """Arrivals into a document, one by one; `taken` is filled on the way."""

    def __init__(self, config: Config) -> None:
        self.taken: list[Taken] = []
        self._config = config
        self._known: dict[str, Publication] = {}
        self._where: dict[str, str] = {}
        self._on_page: set[str] = set()  # papers of the list that an item of a page is already

    def merge(self, library: Library, arrivals: Sequence[Arrival]) -> Document:
        document = library.document
        for paper in library.papers:
            self._known[paper.publication.key] = paper.publication
            self._where[paper.publication.key] = f"{library.path.name}:{paper.entry.line}"
        for arrival in arrivals:
            document = self._merge_one(document, arrival)
        return document

    def _merge_one(self, document: Document, arrival: Arrival) -> Document:
        mine = self._find(arrival)
        if mine is None:
            return self._append(document, arrival)
        if arrival.on_page:
            self._on_page.add(mine.key)
            others = [paper for key, paper in self._known.items() if key != mine.key]
            after = taking_over.taken_over(mine, arrival, self._config, others)
        else:
            after = joining.joined(mine, arrival.publication)
        edited = rewrite(document, mine, after) if after != mine else document
        after = entries.read(edited.entry(mine.key))
        self._known[mine.key] = after
        own = arrival.on_page is not None and arrival.on_page.own
        self._tell(
            arrival,
            after,
            Fate.SAME if after == mine else Fate.CHANGED,
            changed=differences(mine, after),
            kept=() if own else self._kept(mine, after, arrival),
        )
        return edited

    def _append(self, document: Document, arrival: Arrival) -> Document:
        paper = arrival.publication
        paper = replace(paper, key=keys.free(paper.key, document.keys))
        notes = tuple(self._conflicts(paper, arrival.where))
        document = document.append(entries.fields(paper))
        paper = entries.read(document.entry(paper.key))
        self._known[paper.key] = paper
        self._where[paper.key] = arrival.where
        if arrival.on_page:
            self._on_page.add(paper.key)
        self._tell(arrival, paper, Fate.NEW, notes=notes)
        return document

    def _find(self, arrival: Arrival) -> Publication | None:
        if arrival.on_page is None:
            return counterparts.in_list(self._known.values(), arrival.publication)
        free = [paper for key, paper in self._known.items() if key not in self._on_page]
        return counterparts.on_page(free, arrival.publication)

    def _conflicts(self, paper: Publication, where: str) -> Iterator[str]:
        """Yield the ids that another paper has too: one of the two has a wrong link."""
        for identifier in paper.identifiers:
            for other in self._known.values():
                if identifier in other.identifiers:
                    yield (
                        f"{identifier} is the id of two papers, so one has a wrong link: "
                        f"{where} “{title_words(paper)}” and {self._where[other.key]} "
                        f"“{title_words(other)}” ({other.key}). Both are kept; to mend it: "
                        "pubtool attach KEY REF"
                    )

    def _kept(
        self, mine: Publication, after: Publication, arrival: Arrival
    ) -> tuple[Difference, ...]:
        """Return what the list keeps although the file says otherwise."""
        printed = mine
        if arrival.on_page is not None:
            printed = taking_over.as_printed(mine, self._config, arrival.on_page) or mine
        said = {one.name for one in disagreements(printed, arrival.publication)}
        return tuple(one for one in disagreements(after, arrival.publication) if one.name in said)

    def _tell(
        self,
        arrival: Arrival,
        paper: Publication,
        fate: Fate,
        *,
        changed: tuple[Difference, ...] = (),
        kept: tuple[Difference, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        self.taken.append(
            Taken(
                arrival.where,
                paper,
                fate,
                changed,
                kept,
                (*arrival.notes, *notes),
                arrival.leftover,
            )
        )
