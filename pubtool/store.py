"""The list on disk: each paper with its entry, writes that are whole, and their undo."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pubtool import contents, files, history
from pubtool.errors import MalformedError, NotFoundError, PubtoolError, RefusedError
from pubtool.history import Change
from pubtool.publication import Publication

if TYPE_CHECKING:  # BibTeX takes longer to import than most pages to render
    from pubtool.bibtex.document import Document, Entry

__all__ = [
    "Change",
    "Library",
    "Paper",
    "Undone",
    "commit",
    "load",
    "past_commands",
    "undo",
]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and the entry that it was read from."""

    publication: Publication
    entry: "Entry"


@dataclass(frozen=True)
class Library:
    """The list as it was on the disk when it was read, in the file's order."""

    file: files.TextFile
    document: "Document"

    @cached_property  # most edits need to know one paper, not all
    def papers(self) -> tuple[Paper, ...]:
        """The papers with their entries."""
        return tuple(map(_paper, self.document.entries))

    @property
    def path(self) -> Path:
        """Where the list stands."""
        return self.file.path

    @property
    def publications(self) -> tuple[Publication, ...]:
        """The papers without their entries."""
        return tuple(paper.publication for paper in self.papers)

    @property
    def contents(self) -> contents.Contents:
        """What commands that only look need of it."""
        return contents.Contents(self.path, self.publications, self.document.broken)

    def paper(self, key: str) -> Paper:
        """Return the paper with this citation key.

        Raises:
            NotFoundError: there is none; the message names the keys that are near.
            MalformedError: its entry is broken, or the key stands twice.
        """
        try:
            entry = self.document.entry(key)
        except MalformedError as error:
            where = error.message.removeprefix("line ")  # `LINE: what is wrong`
            raise MalformedError(f"{self.path}:{where}") from error
        return _paper(entry)


@dataclass(frozen=True, slots=True)
class Undone:
    """A command that was taken back; each change is from what it had left to what is now."""

    command: str
    changes: tuple[Change, ...]


def load(path: Path) -> Library:
    """Return the list; an empty file is an empty list.

    Raises:
        NotFoundError, MalformedError: as `contents.read`.
    """
    from pubtool.bibtex.document import Document

    file = contents.read(path)
    return Library(file, Document.parse(file.text))


def _paper(entry: "Entry") -> Paper:
    from pubtool.bibtex import entries

    return Paper(entries.read(entry), entry)


# ---------------------------------------------------------------- writing and undo


def commit(library_path: Path, command: str, changes: Sequence[Change]) -> None:
    """Write all the changes of a command, or none, so that `undo` can take them back.

    The caller holds `files.lock(library_path)` from before it read the files. A change that
    changes nothing is left out; with none left, nothing is written and nothing remembered.

    Raises:
        RefusedError: a file differs from `before`: another program has written it since.
        PubtoolError: a file cannot be written (`files.write`); all are as they were.
    """
    real = [change for change in changes if change.before != change.after]
    if not real:
        return
    with files.lock(library_path):
        _settle_unfinished(library_path)
        for change in real:
            _require_unchanged(change)
            files.check_writable(change.path)
        record = history.begin(library_path, command, [_absolute(change) for change in real])
        with _settled_where_it_fails(library_path):
            _apply(real)
        with contextlib.suppress(RefusedError):  # all is written: the next command settles it
            history.finish(record)


def undo(library_path: Path) -> Undone:
    """Take back the last command that wrote, in all the files that it wrote.

    Also after a crash in its middle. What is back already is left alone. Calling it again
    takes back the command before, up to ten.

    Raises:
        NotFoundError: no command is remembered.
        RefusedError: a file was changed by hand since; `difference` shows how.
        MalformedError: the record is damaged.
    """
    with files.lock(library_path):
        _settle_unfinished(library_path)
        record = history.last(library_path)
        if record is None:
            raise NotFoundError(f"{library_path}: there is no command to take back")
        backwards = [
            Change(change.path, before=change.after, after=change.before)
            for change in reversed(record.changes)
            if _content(change.path) != change.before
        ]
        for change in backwards:
            _require_no_handwork(change, record.command)
            files.check_writable(change.path)
        record = history.reopen(record)
        with _settled_where_it_fails(library_path):
            _apply(backwards)
        with contextlib.suppress(RefusedError):  # all is back: the next command settles it
            history.drop(record)
        return Undone(record.command, tuple(backwards))


def past_commands(library_path: Path) -> tuple[str, ...]:
    """Return the commands that `undo` can take back, the last one first.

    Raises:
        MalformedError: a record is damaged.
    """
    return tuple(record.command for record in history.records(library_path))


def _absolute(change: Change) -> Change:
    # absolute, for undo from another folder, but not resolved: a link stays the user's to move
    path = os.path.abspath(change.path)  # noqa: PTH100 - pathlib leaves `..` in
    return Change(Path(path), change.before, change.after)


def _apply(changes: Sequence[Change]) -> None:
    """Write the changes in order; where one fails, put back those already written.

    Room for all of them is found first, so that a full disk fails before any file changes.
    """
    tried: list[Change] = []
    with contextlib.ExitStack() as room:
        puts = [room.enter_context(_prepared(change)) for change in changes]
        try:
            for change, put in zip(changes, puts, strict=True):
                _require_unchanged(change)  # again: the record took a moment
                tried.append(change)
                put()
        except BaseException as error:
            stuck = [change.path for change in reversed(tried) if not _put_back(change)]
            if stuck and isinstance(error, PubtoolError):
                names = ", ".join(map(str, stuck))
                raise RefusedError(
                    f"{error.message}\n{names}: written already, and could not be put back. "
                    "Make room on the disk, look at it, then run this again."
                ) from error
            raise


def _prepared(change: Change) -> contextlib.AbstractContextManager[Callable[[], None]]:
    if change.after is None:
        return contextlib.nullcontext(partial(files.remove, change.path))
    return files.prepared(change.path, change.after)


def _put_back(change: Change) -> bool:
    """Tell whether the file is as it was before, after doing for that what can be done."""
    if not _holds(change.path, change.after):
        return True
    back = Change(change.path, change.after, change.before)
    with contextlib.suppress(PubtoolError), _prepared(back) as put:
        put()  # where it fails, the failure that led here is the one to tell
    return _holds(change.path, change.before)


@contextlib.contextmanager
def _settled_where_it_fails(library_path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:  # an interrupt is rolled back too
        with contextlib.suppress(PubtoolError):  # what has failed first is told
            _settle_unfinished(library_path)
        raise


def _settle_unfinished(library_path: Path) -> None:
    """Bring the record of a command or undo that died or failed in line with the disk.

    Where nothing of the command is on the disk, it is forgotten; else it can be taken back.
    """
    record = history.unfinished(library_path)
    if record is None:
        return
    for change in record.changes:
        with contextlib.suppress(RefusedError):  # litter is no reason to block the next command
            files.sweep(change.path)
    if any(_holds(change.path, change.after) for change in record.changes):
        history.finish(record)
    else:
        history.drop(record)


def _content(path: Path) -> bytes | None:
    try:
        return files.read(path).data
    except NotFoundError:
        return None


def _holds(path: Path, data: bytes | None) -> bool:
    try:
        return _content(path) == data
    except MalformedError:  # a folder by now, or not ours to read
        return False


def _require_unchanged(change: Change) -> None:
    now = _content(change.path)
    if now != change.before:
        raise RefusedError(
            f"{change.path}: {_what_happened(change.before, now)} by another program since it "
            "was read; nothing was written. Run the command again.",
            difference=_difference(change.path, change.before, now),
        )


def _require_no_handwork(change: Change, command: str) -> None:
    now = _content(change.path)
    if now != change.before:
        raise RefusedError(
            f"{change.path}: {_what_happened(change.before, now)} since `{command}`, and taking "
            "that command back would lose it; nothing was written. Take this difference back "
            "by hand first.",
            difference=_difference(change.path, change.before, now),
        )


def _what_happened(before: bytes | None, now: bytes | None) -> str:
    if now is None:
        return "was deleted"
    return "was created" if before is None else "was changed"


def _difference(path: Path, before: bytes | None, now: bytes | None) -> str:
    old, new = (files.decode(path, data or b"").text for data in (before, now))
    return files.difference(old, new, path.name)
