"""The user's editor on a piece of text, until what comes back is right."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pubtool.display.screen import Screen
from pubtool.errors import MalformedError, NotFoundError, RefusedError

Result = TypeVar("Result")


def edit_text(screen: Screen, text: str, store: Callable[[str], Result], *, name: str) -> Result:
    """Open `text` in $VISUAL or $EDITOR and hand what comes back to `store`.

    Where `store` finds it malformed, the error is shown and the editor opens again on what was
    typed; where a person gives up, what was typed stays in a file that is named.

    Raises:
        RefusedError: nobody is there to edit, or the edit was given up.
    """
    if not screen.interactive and not _editor_is_set():
        raise RefusedError("No terminal to edit in: give FIELD=VALUE, or set $EDITOR.")
    handle, scratch_name = tempfile.mkstemp(prefix=f"{_safe(name)}-", suffix=".bib")
    os.close(handle)
    scratch = Path(scratch_name)
    scratch.write_text(text, encoding="utf-8", newline="")
    kept = f"What you typed is kept in {scratch}."
    while True:
        try:
            _run_editor(scratch)
            typed = scratch.read_text(encoding="utf-8")
            stored = store(typed)
        except MalformedError as error:
            screen.fail(error)
            if not screen.interactive or not screen.confirm("Edit again?"):
                raise RefusedError(f"Nothing was changed. {kept}") from error
        except (RefusedError, NotFoundError) as error:
            raise RefusedError(f"{error.message}\n{kept}") from error
        else:
            scratch.unlink()
            return stored


def _editor_is_set() -> bool:
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


def _run_editor(path: Path) -> None:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
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
