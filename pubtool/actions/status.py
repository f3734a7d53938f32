"""The state of the list in a few numbers, and the command that makes sense next."""

import datetime
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pubtool import contents, files, seen
from pubtool.actions import render, sites
from pubtool.actions.volumes import shown
from pubtool.config import Config
from pubtool.contents import Contents
from pubtool.errors import MalformedError, NotFoundError, RefusedError
from pubtool.publication import Publication, Status

REFRESH_AFTER = datetime.timedelta(days=30)


class PageState(Enum):
    """How the page stands to the list."""

    CURRENT = "current"
    STALE = "stale"
    BLOCKED = "blocked"  # `render` would refuse, or fail
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class State:
    """What there is to know of a list at a glance.

    `waiting` are the preprints with an id whose source was not asked within a month; `broken`
    are the lines of entries that do not parse. `page_state` is None where no page is set,
    or no paper is there to be on it.
    """

    bib: Path
    page: Path | None
    published: int
    preprints: int
    hidden: int
    waiting: tuple[str, ...]
    broken: tuple[int, ...]
    page_state: PageState | None
    next: str

    @property
    def papers(self) -> int:
        """How many papers the list has, hidden ones included."""
        return self.published + self.preprints


def state(config: Config) -> State | None:
    """Return the state of the list, None where there is neither a list nor a configuration.

    Nothing is written, and no network is asked.

    Raises:
        NotFoundError: the list that is named is not there.
        MalformedError: it cannot be read.
    """
    if config.source is None and not config.bib.exists():
        return None
    papers = contents.load(config.bib)
    publications = shown(papers.publications, config.me)
    page_state = _page_state(config, papers)
    waiting = _waiting(config, publications)
    broken = tuple(one.line for one in papers.broken)
    published = sum(one.status is Status.PUBLISHED for one in publications)
    return State(
        bib=config.bib,
        page=config.page,
        published=published,
        preprints=len(publications) - published,
        hidden=sum(one.hidden for one in publications),
        waiting=waiting,
        broken=broken,
        page_state=page_state,
        next=_next(config, papers, page_state, waiting),
    )


def _page_state(config: Config, papers: Contents) -> PageState | None:
    if config.page is None or not papers.publications:
        return None
    try:
        planned = render.plan_page(config, papers)
    except NotFoundError:
        return PageState.MISSING
    except (MalformedError, RefusedError):
        return PageState.BLOCKED
    return PageState.STALE if planned.stale else PageState.CURRENT


def _waiting(config: Config, publications: tuple[Publication, ...]) -> tuple[str, ...]:
    asked = {name: sighting.date for name, sighting in seen.recall(config.bib).items()}
    since = render.today() - REFRESH_AFTER
    return tuple(
        paper.key
        for paper in publications
        if paper.status is Status.PREPRINT
        and paper.identifiers
        and all(asked.get(str(one), datetime.date.min) < since for one in paper.identifiers)
    )


def _next(
    config: Config, papers: Contents, page_state: PageState | None, waiting: tuple[str, ...]
) -> str:
    if papers.broken:
        return "pubtool check"
    if not papers.publications:
        if config.page and config.page.is_file() and sites.look(config.page).papers:
            return f"pubtool import {files.shown(config.page, Path.cwd())}"
        return "pubtool add REF, with an arXiv id, an OpenReview link or a DOI"
    match page_state:
        case PageState.STALE:
            return "pubtool render"
        case PageState.BLOCKED | PageState.MISSING:
            return "pubtool render, which says what is in its way"
    return "pubtool refresh" if waiting else "pubtool add REF"
