"""pubtool's own folders: for what it remembers, with the lock, and for what it can do without."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from pubtool.errors import PubtoolError, RefusedError
from pubtool.files.content import digest
from pubtool.files.disk import reason_of, sweep, write
from pubtool.files.paths import real

LOCK_SECONDS = 60.0  # longer than any write takes, network and editor being outside the lock


def user_state_path() -> Path:
    """Return pubtool's own folder for state (honours XDG_STATE_HOME); it may not exist yet."""
    from platformdirs import user_state_path as platform_state_path

    return platform_state_path("pubtool", appauthor=False)


def state_path(path: Path) -> Path:
    """Return the state folder of one file, by its real path; it may not exist yet."""
    return user_state_path() / digest(os.fsencode(real(path)))


def cache_path(path: Path) -> Path:
    """Return where something about this file can be cached (honours XDG_CACHE_HOME).

    It goes by the file's real path and is one of 256 places, so that what is kept of files that
    are gone makes room. The folder may not exist yet.
    """
    from platformdirs import user_cache_path

    place = digest(os.fsencode(real(path)))[:2]
    return user_cache_path("pubtool", appauthor=False) / place


def user_state_folder() -> Path:
    """Return pubtool's own folder for state, created for the user alone (0700).

    Raises:
        RefusedError: it cannot be created or written.
    """
    return private_folder(user_state_path())


def state_folder(path: Path) -> Path:
    """Return the state folder of one file, created for the user alone (0700).

    Raises:
        RefusedError: it cannot be created or written.
    """
    user_state_folder()
    return private_folder(state_path(path))


def private_folder(folder: Path) -> Path:
    """Return the folder, created for the user alone (0700) where it is not there.

    Raises:
        RefusedError: it cannot be created or written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError as error:
        raise _no_state(folder, reason_of(error)) from error
    if not writable:
        raise _no_state(folder, "it is read-only")
    return folder


def _no_state(folder: Path, reason: str) -> PubtoolError:
    return RefusedError(
        f"{folder}: pubtool's folder for locks and undo cannot be used: {reason}; nothing was "
        "written. Make it writable, or name another with the variable XDG_STATE_HOME."
    )


def write_private(path: Path, data: bytes) -> None:
    """Write a file of pubtool's own for the user alone (0600); as `write`, and `sweep` before it.

    The caller holds the lock under which the file is written.
    """
    sweep(path)
    write(path, data, mode=0o600)


@contextlib.contextmanager
def lock(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the right to write the file; one process has it at a time, each thread by itself.

    The lock goes with the file's real path, lives in the state folder, and ends with the
    process, however that ends. Taking it again while holding it is fine. `waiting` is called
    once if another process holds it.

    Raises:
        RefusedError: another process held it for a minute, or the state folder is unusable.
    """
    from filelock import FileLock, Timeout

    folder = state_folder(path)
    held = FileLock(folder / "lock", is_singleton=True)
    try:
        try:
            held.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            held.acquire(timeout=LOCK_SECONDS, poll_interval=0.02)
    except Timeout as error:
        raise RefusedError(
            f"{path}: another pubtool has been writing it for {LOCK_SECONDS:.0f} seconds; "
            "nothing was written. Wait for it to end, then run this again."
        ) from error
    except OSError as error:
        raise _no_state(folder, reason_of(error)) from error
    try:
        yield
    finally:
        held.release()
