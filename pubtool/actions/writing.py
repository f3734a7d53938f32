"""The one way in which a command changes files: read, edit, render, write once."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubtool import files, rendered, store
from pubtool.actions import interrupts
from pubtool.bibtex.document import Document
from pubtool.config import Config
from pubtool.errors import NotFoundError
from pubtool.store import Change, Library

# Given the list as it is on disk; returns it edited, or None to write nothing at all.
Edit = Callable[[Library], Document | None]
Waiting = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Mode:
    """How a writing command goes about it.

    `dry_run` shows what would change and writes nothing, the state folder included. `render`
    writes the page too, in the same step. `waiting` is called if another pubtool is writing.
    """

    dry_run: bool = False
    render: bool = False
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a command changed (or, in a dry run, would change); `warnings` are the page's."""

    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that changed."""
        return tuple(change.path for change in self.changes)

    @property
    def differences(self) -> tuple[str, ...]:
        """A unified diff for each of them; takes as long as all the rest for a long list."""
        return tuple(describe(change) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Alongside:
    """What goes with the list in the same step.

    `files` are written too. Of `pages` the list holds from now on all that it can: what their
    items say, and the list too, `render` may write over.
    """

    files: tuple[Change, ...] = ()
    pages: tuple[Path, ...] = ()


_NOTHING = Alongside()


def apply(
    config: Config,
    command: str,
    edit: Edit,
    mode: Mode,
    *,
    begin: bool = False,
    alongside: Alongside = _NOTHING,
) -> Written:
    """Edit the list under its lock, and the page with it where `mode` says so.

    `edit` may raise to stop. Either all files are written, or none. With `begin`, a list that
    is not there is an empty one, and `command` creates it.

    Raises:
        PubtoolError: from `edit`; or a file cannot be read or written; or the page refuses.
    """
    with contextlib.nullcontext() if mode.dry_run else files.lock(config.bib, mode.waiting):
        library, before = _load(config.bib, begin)
        document = edit(library)
        if document is None:
            return Written(dry_run=mode.dry_run)
        changes = [Change(library.path, before, files.encode(library.file, document.text))]
        changes += alongside.files
        warnings: tuple[str, ...] = ()
        if mode.render or alongside.pages:
            edited = Library(library.file, document)
            page_changes, warnings = _pages(config, edited, mode, alongside.pages)
            changes += page_changes
        if not mode.dry_run:
            with interrupts.held_off():
                store.commit(config.bib, command, changes)
    changed = tuple(change for change in changes if change.before != change.after)
    return Written(changed, warnings, mode.dry_run)


def _pages(
    config: Config, edited: Library, mode: Mode, taken_over: Sequence[Path]
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return the change of the page, if `mode` renders it, and its warnings; remember items."""
    from pubtool.actions import render  # late: it takes longer to import than a list to edit

    vouched = {
        page.resolve(): render.vouched(config, page, edited.publications) for page in taken_over
    }
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    if mode.render:
        own = vouched.get(config.page.resolve(), ()) if config.page else ()
        page = render.plan_page(config, edited.contents, vouched=own)
        changes, warnings = (page.change,), page.plan.warnings
        if not mode.dry_run:
            page.remember()
    if not mode.dry_run:
        for path, digests in vouched.items():
            rendered.remember(path, digests)
    return changes, warnings


def describe(change: Change) -> str:
    """Return the change as a unified diff of the file's text."""
    before, after = (
        files.decode(change.path, data or b"") for data in (change.before, change.after)
    )
    return files.difference(before.text, after.text, change.path.name)


def _load(path: Path, begin: bool) -> tuple[Library, bytes | None]:
    """Return the list and its bytes; with `begin`, an empty one and None where there is none."""
    try:
        library = store.load(path)
    except NotFoundError:
        if not begin:
            raise
        return Library(files.decode(path, b""), Document.parse("")), None
    return library, library.file.data
