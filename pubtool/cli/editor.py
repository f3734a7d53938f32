"""The user's editor on a piece of text, until what comes back is right."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pubtool.display.screen import Screen
from pubtool.errors import (
    AlreadyThereError,
    MalformedError,
    PubtoolError,
    RefusedError,
    UsageError,
)

Result = TypeVar("Result")


def edit_text(screen: Screen, text: str, store: Callable[[str], Result], *, name: str) -> Result:
    """Open `text` in $VISUAL or $EDITOR and hand what comes back to `store`.

    Where `store` cannot take it, the error is shown and the editor opens again on what was
    typed; where a person gives up, what was typed stays in a file that is named.

    Raises:
        RefusedError: nobody is there to edit, the editor failed, or the edit was given up.
        PubtoolError: what `store` raises, where nobody is there to mend it.
    """
    if not screen.interactive and not _editor():
        raise RefusedError("No terminal to edit in: give FIELD=VALUE, or set $EDITOR.")
    scratch = _scratch(text, name)
    try:
        stored = _until_stored(screen, scratch, store)
    except (PubtoolError, KeyboardInterrupt):
        if _is_same(scratch, text):
            scratch.unlink(missing_ok=True)
        else:
            screen.note(f"\nWhat you typed is kept in {scratch}.")
        raise
    scratch.unlink()
    return stored


def _until_stored(screen: Screen, scratch: Path, store: Callable[[str], Result]) -> Result:
    while True:
        _run_editor(scratch)
        try:
            return store(_typed(scratch))
        except (MalformedError, UsageError, AlreadyThereError) as error:
            if not screen.interactive:
                raise
            screen.fail(error)
            if not screen.confirm("Edit again?"):
                raise RefusedError("Nothing was changed.") from error


def _is_same(scratch: Path, text: str) -> bool:
    try:
        return scratch.read_bytes() == text.encode()
    except OSError:  # the editor took it away: there is nothing to keep
        return True


def _scratch(text: str, name: str) -> Path:
    handle, path = tempfile.mkstemp(prefix=f"{_safe(name)}-", suffix=".bib")
    os.close(handle)
    scratch = Path(path)
    scratch.write_text(text, encoding="utf-8", newline="")
    return scratch


def _typed(scratch: Path) -> str:
    try:
        return scratch.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError(
            f"{scratch} is not UTF-8 any more: save it as UTF-8 in the editor."
        ) from error
    except OSError as error:
        raise MalformedError(f"{scratch} cannot be read: {error.strerror}.") from error


def _editor() -> str | None:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or None


def _run_editor(path: Path) -> None:
    command = _editor() or "vi"
    try:
        done = subprocess.run([*shlex.split(command), str(path)], check=False)
    except (OSError, ValueError) as error:
        raise RefusedError(
            f"The editor {command!r} did not start ({error}); set $EDITOR."
        ) from error
    if done.returncode:
        raise RefusedError(f"The editor {command!r} ended with {done.returncode}; nothing changed.")


def _safe(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in name)[:40] or "entry"
