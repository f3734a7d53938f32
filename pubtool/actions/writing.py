"""The one way in which a command changes files: read, edit, render, write once."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pubtool import files, store
from pubtool.actions import render
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.store import Change, Library

Edit = Callable[[Library], Document]


@dataclass(frozen=True, slots=True)
class Mode:
    """How a writing command goes about it.

    `dry_run` shows what would change and writes nothing. `render` writes the page too, in the
    same step, dated `date`.
    """

    dry_run: bool = False
    render: bool = False
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a command changed (or, in a dry run, would change).

    `differences` are unified diffs, one for each file; `warnings` are the page's.
    """

    paths: tuple[Path, ...] = ()
    differences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    dry_run: bool = False


def apply(config: Config, command: str, edit: Edit, mode: Mode) -> Written:
    """Edit the list under its lock, and the page with it where `mode` says so.

    `edit` is given the list as it is on disk at that moment, and may raise to stop. Either all
    files are written, or none.
    """
    with files.lock(config.bib):
        library = store.load(config.bib)
        document = edit(library)
        changes = [_change_of(library, document)]
        pages: tuple[render.PagePlan, ...] = ()
        if mode.render:
            edited = store.parse(library.file, document)
            pages = (render.plan_page(config, edited.publications, date=mode.date),)
            changes += [page.change for page in pages]
        changes = [change for change in changes if change.before != change.after]
        if not mode.dry_run:
            for page in pages:
                page.remember()
            store.commit(config.bib, command, changes)
    return Written(
        paths=tuple(change.path for change in changes),
        differences=tuple(describe(change) for change in changes),
        warnings=tuple(warning for page in pages for warning in page.plan.warnings),
        dry_run=mode.dry_run,
    )


def describe(change: Change) -> str:
    """Return the change as a unified diff of the file's text."""
    texts = [
        files.decode(change.path, data).text if data is not None else ""
        for data in (change.before, change.after)
    ]
    return files.difference(texts[0], texts[1], change.path.name)


def _change_of(library: Library, document: Document) -> Change:
    after = files.encode(library.file, document.text)
    return Change(library.path, library.file.data, after)
