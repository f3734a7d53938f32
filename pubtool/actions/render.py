"""The page's sections, regenerated from the list."""

import contextlib
import datetime
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubtool import contents, files, rendered, store
from pubtool.actions import interrupts
from pubtool.actions.listing import own
from pubtool.actions.unread import Unread, reason
from pubtool.actions.volumes import resolved, shown, supporting
from pubtool.config import Config
from pubtool.contents import Contents
from pubtool.errors import MalformedError, NotFoundError, RefusedError, UsageError
from pubtool.history import Change
from pubtool.homepage import page as homepage
from pubtool.homepage import sections
from pubtool.publication import Publication

_MOST_NAMED = 3  # broken entries that a refusal names; `check` names all


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page as it is, and what rendering makes of it."""

    file: files.TextFile
    plan: homepage.Plan

    @property
    def change(self) -> Change:
        """The change to write; `before` equals `after` where the page is up to date."""
        return Change(self.file.path, self.file.data, files.encode(self.file, self.plan.text))

    @property
    def stale(self) -> bool:
        """Whether rendering changes the page."""
        return self.file.text != self.plan.text

    @property
    def difference(self) -> str:
        """A unified diff, empty where the page is up to date."""
        return files.difference(self.file.text, self.plan.text, self.file.path.name)

    def remember(self) -> None:
        """Remember the items as pubtool's own; done before the page is written."""
        rendered.remember(self.file.path, self.plan.digests)


def plan_page(
    config: Config,
    papers: Contents,
    *,
    page: Path | None = None,
    date: datetime.date | None = None,
    force: bool = False,
    vouched: Collection[str] = (),
) -> PagePlan:
    """Return the page as rendering these papers makes it; nothing is written.

    `vouched` are digests of items that may be written over, besides those remembered.

    Raises:
        UsageError: no page is configured or given.
        NotFoundError: the page is not there.
        MalformedError: the page lacks a section, or has it twice.
        RefusedError: the page holds something that would be lost, or a paper whose entry
            cannot be read.
    """
    path = page or config.page
    if path is None:
        raise UsageError(
            "No page to render: name one (`pubtool render PAGE`), "
            'or set `page = "…"` in the configuration.'
        )
    name = files.shown(path, Path.cwd())
    try:
        file = files.read(path)
    except NotFoundError as error:
        raise NotFoundError(
            f"{name}: there is no such page. Name another (`pubtool render PAGE`), "
            'or correct `page = "…"` in the configuration.'
        ) from error
    publications = own(config, resolved(papers.publications))
    aside = supporting(papers.publications, config.me)
    try:
        planned = homepage.plan(
            file.text,
            name,
            _rendered(config, [one for one in publications if one.key not in aside]),
            config.style,
            publications=publications,
            known=_known(path, vouched),
            date=date or today(),
            force=force,
        )
    except RefusedError as error:
        unread = [reason(papers.path, broken) for broken in papers.broken[:_MOST_NAMED]]
        raise RefusedError(
            "\n".join((error.message, *unread)), difference=error.difference
        ) from error
    if not force:
        _keep_unread(papers, planned)
    return PagePlan(file, planned)


def _keep_unread(papers: Contents, planned: homepage.Plan) -> None:
    """Refuse to take a paper off the page whose entry is there, but cannot be read."""
    unread = Unread.of(papers.broken)
    for name in planned.removed:
        if broken := unread.titled(name.removesuffix("…")):
            raise RefusedError(
                f"“{name}” would leave the page. Nothing was written.\n"
                f"{reason(papers.path, broken)}"
            )


def render(
    config: Config,
    *,
    page: Path | None = None,
    date: datetime.date | None = None,
    force: bool = False,
    write: bool = True,
    waiting: Callable[[], None] | None = None,
) -> PagePlan:
    """Bring the page up to date; with `write` False, only say what would change.

    Raises:
        PubtoolError: as `plan_page`; or the list cannot be read, or the page not written.
    """
    with files.lock(config.bib, waiting) if write else contextlib.nullcontext():
        papers = contents.load(config.bib)
        planned = plan_page(config, papers, page=page, date=date, force=force)
        if write:
            planned.remember()
            command = f"render {planned.file.path.name}"
            with interrupts.held_off():
                store.commit(config.bib, command, [planned.change])
    return planned


def vouched(config: Config, page: Path, publications: Sequence[Publication]) -> tuple[str, ...]:
    """Return the digests of the page's items that say nothing which the list does not."""
    file = files.read(page)
    with contextlib.suppress(MalformedError):  # a section has no place there: rendering says so
        return homepage.taken_over(
            file.text, page.name, config.sections, config.style, publications
        )
    return ()


def _known(page: Path, vouched: Collection[str]) -> frozenset[str] | None:
    known = rendered.recall(page)
    return known if known is None else known | frozenset(vouched)


def sections_text(config: Config) -> str:
    """Return the configured sections, headings included, as Markdown; needs no page."""
    publications = own(config, shown(contents.load(config.bib).publications, config.me))
    parts = []
    for section, items in _rendered(config, publications):
        body = sections.body(items, config.style)
        parts.append(f"## {section.heading}\n\n{body}".rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def today() -> datetime.date:
    """Return the date of a rendering: `SOURCE_DATE_EPOCH` where set, else today's.

    https://reproducible-builds.org/specs/source-date-epoch/ defines the variable.

    Raises:
        UsageError: the variable holds no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a number of seconds since 1970."
        ) from error


def _rendered(
    config: Config, publications: Sequence[Publication]
) -> list[tuple[sections.Section, tuple[sections.Item, ...]]]:
    return [
        (section, sections.render(publications, section, config.style))
        for section in config.sections
    ]
