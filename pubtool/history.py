"""The journal behind `undo`: for each command that wrote, what it found and what it left.

A record is on the disk before the first file changes (`NUMBER.begun.json`) and is renamed
when the last one has (`NUMBER.json`); undo renames it back before it writes. So a crash
leaves a record to go by. Records hold the user's own files and nothing else, in a folder
of the user's own.
"""

import base64
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pubtool import files
from pubtool.errors import MalformedError

KEPT = 10  # commands that can be taken back

_BEGUN = ".begun.json"
_DONE = ".json"


@dataclass(frozen=True, slots=True)
class Change:
    """One file's content before and after a command; None means that there is no file."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """What one command changed, in the order of writing; `file` is where that stands."""

    file: Path
    command: str
    changes: tuple[Change, ...]


def begin(library_path: Path, command: str, changes: Sequence[Change]) -> Record:
    """Put the record of a command that is about to write safely on the disk.

    Raises:
        RefusedError: the state folder cannot be written, or the disk is full.
    """
    folder = _created_folder(library_path)
    numbers = [int(_number(file)) for file in _records(folder)]
    file = folder / f"{max(numbers, default=0) + 1:06}{_BEGUN}"
    record = Record(file, command, tuple(changes))
    files.write_private(file, _to_json(record))
    return record


def finish(record: Record) -> None:
    """Mark the record as that of a command that is done, and forget the oldest ones.

    Raises:
        RefusedError: the state folder cannot be written.
    """
    finished = record.file.with_name(record.file.name.replace(_BEGUN, _DONE))
    files.rename(record.file, finished)
    for file in _records(finished.parent)[:-KEPT]:
        files.remove(file)


def reopen(record: Record) -> Record:
    """Mark the record of a command that is done as unfinished, for it is being taken back.

    Raises:
        RefusedError: the state folder cannot be written.
    """
    begun = record.file.with_name(record.file.name.replace(_DONE, _BEGUN))
    files.rename(record.file, begun)
    return Record(begun, record.command, record.changes)


def drop(record: Record) -> None:
    """Forget the record."""
    files.remove(record.file)


def unfinished(library_path: Path) -> Record | None:
    """Return the record of a command that died half way, None where there is none.

    One that cannot be read any more counts as finished: it must not block the next command.
    """
    folder = _folder(library_path)
    begun = [file for file in _records(folder) if file.name.endswith(_BEGUN)]
    if not begun:
        return None
    try:
        return _read(begun[-1])
    except MalformedError:
        finish(Record(begun[-1], "", ()))
        return None


def records(library_path: Path) -> tuple[Record, ...]:
    """Return the commands that can be taken back, the last one first.

    Raises:
        MalformedError: a record is damaged.
    """
    return tuple(_read(file) for file in reversed(_records(_folder(library_path))))


def last(library_path: Path) -> Record | None:
    """Return the last command that wrote, None where none is remembered.

    Raises:
        MalformedError: its record is damaged.
    """
    found = _records(_folder(library_path))
    return _read(found[-1]) if found else None


def _folder(library_path: Path) -> Path:
    return files.state_path(library_path) / "history"


def _created_folder(library_path: Path) -> Path:
    return files.private_folder(files.state_folder(library_path) / "history")


def _records(folder: Path) -> list[Path]:
    """Return the record files, oldest first."""
    found = [file for file in folder.glob("*.json") if _number(file).isdecimal()]
    return sorted(found, key=lambda file: int(_number(file)))


def _number(file: Path) -> str:
    return file.name.partition(".")[0]


def _to_json(record: Record) -> bytes:
    changes = [
        {
            "path": os.fspath(change.path),
            "before": _packed(change.before),
            "after": _packed(change.after),
        }
        for change in record.changes
    ]
    return json.dumps({"command": record.command, "changes": changes}).encode("ascii")


def _read(file: Path) -> Record:
    try:
        content = json.loads(files.read(file).data)
        changes = tuple(
            Change(Path(change["path"]), _unpacked(change["before"]), _unpacked(change["after"]))
            for change in content["changes"]
        )
        return Record(file, str(content["command"]), changes)
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
        raise MalformedError(
            f"{file}: this record of the undo history is damaged ({error}). Delete this file; "
            "the command that it belongs to cannot be taken back any more."
        ) from error


def _packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(zlib.compress(data, 1)).decode("ascii")


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else zlib.decompress(base64.b64decode(text, validate=True))
