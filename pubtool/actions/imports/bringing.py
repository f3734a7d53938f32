"""What pages and lists bring, and the configuration that a first page asks for."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pubtool import config as configuration
from pubtool import files, rendered
from pubtool.actions import sites
from pubtool.actions.gathering import Failure
from pubtool.actions.imports.arrivals import Arrival, OnPage, Skipped
from pubtool.config import Config
from pubtool.errors import NotFoundError, PubtoolError
from pubtool.homepage.headings import goes_by, plain_name
from pubtool.homepage.items import digest
from pubtool.homepage.reading import headed, reader
from pubtool.homepage.reading.reader import PageReading, Reading
from pubtool.homepage.style import Section, Style
from pubtool.publication import Publication
from pubtool.store import Change

BIB_ENDINGS = (".bib", ".bibtex")


@dataclass(slots=True)
class Haul:
    """What the files bring, as they are read one after the other.

    `config` is the one that holds, or, where there was none, that of the first page.
    """

    config: Config
    arrivals: list[Arrival] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)


def bring(config: Config, given: Sequence[Path], folder: Path, headings: Sequence[str]) -> Haul:
    """Return what is in the files; one that cannot be read stops no other.

    Where no configuration holds, the first page's is put together, for `folder`.
    """
    haul = Haul(config)
    for path in given:
        try:
            if path.suffix.lower() in BIB_ENDINGS:
                _read_bib(haul, path)
            else:
                _read_page(haul, path, folder, headings)
        except PubtoolError as error:
            haul.failures.append(Failure(str(path), error))
    return haul


def configuration_change(config: Config) -> Change:
    """Return the change that writes a configuration which is not there yet."""
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


def _read_bib(haul: Haul, path: Path) -> None:
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


def _read_page(haul: Haul, path: Path, folder: Path, headings: Sequence[str]) -> None:
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
    known = rendered.recall(path)
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
        marked = {plain_name(region.heading) for region in headed.regions(text.splitlines())}
        named = [
            section.heading
            for section in config.sections
            if not marked & {plain_name(section.heading), section.show}
        ]
        try:
            return reader.read(text, sections=named)
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
    by_name = [section for section in config.sections if goes_by(heading, section.heading)]
    by_show = [section for section in config.sections if section.show == plain_name(heading)]
    return next(iter(by_name or by_show), None)


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
