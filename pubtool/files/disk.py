"""Files on the disk: exact bytes, written whole or not at all."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from pubtool.errors import MalformedError, NotFoundError, RefusedError
from pubtool.files.content import digest
from pubtool.files.paths import real
from pubtool.files.text import TextFile, decode


def read(path: Path) -> TextFile:
    """Return the file with its text.

    Raises:
        NotFoundError: there is no such file.
        MalformedError: it is a folder, a device or an empty pipe, or it cannot be read.
    """
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if _may_never_end(file):
                raise MalformedError(f"{path}: this is a device, not a file")
            data = file.read()
            if not data and stat.S_ISFIFO(os.fstat(file.fileno()).st_mode):
                raise MalformedError(f"{path}: this is a pipe, and nothing comes out of it")
        return decode(path, data)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(f"{path}: there is no such file") from error
    except IsADirectoryError as error:
        raise MalformedError(f"{path}: this is a folder, not a file") from error
    except OSError as error:
        raise MalformedError(f"{path}: cannot be read: {reason_of(error)}") from error


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes into ends at once, where it would wait for ever."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(descriptor, True)  # who writes already is waited for
    return descriptor


def _may_never_end(file: BinaryIO) -> bool:
    """Tell whether it is a device (/dev/zero), but for a terminal and for /dev/null."""
    status = os.fstat(file.fileno())
    if not (stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode)):
        return False
    return not file.isatty() and status.st_rdev != os.stat(os.devnull).st_rdev  # noqa: PTH116


def check_writable(path: Path) -> None:
    """Say no before anything is written, where `write` or `remove` would.

    Whether the user may write the file itself decides, although replacing it needs its
    folder alone: a file without a write bit was meant to stay. Root may write all.

    Raises:
        RefusedError: the file or its folder is read-only.
        NotFoundError: the folder is not there.
        MalformedError: the path is a folder or a device.
    """
    with _translated(path):
        _old_status(path, real(path))


def write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Give the file this content, all of it or none of it, and see it safely on the disk.

    A new file is written beside the old one and takes its place. A symbolic link stays a
    link; mode, and owner where permitted, stay. A new file has `mode`, by default what the
    umask leaves. Another hard link to the old file keeps the old content. After an error
    the old file is whole; a process killed half way may leave a hidden file that `sweep`
    removes.

    Raises:
        PubtoolError: as `check_writable` says; RefusedError also for a full disk.
    """
    with prepared(path, data, mode=mode) as put:
        put()


@contextlib.contextmanager
def prepared(path: Path, data: bytes, *, mode: int | None = None) -> Iterator[Callable[[], None]]:
    """Do all of `write` that needs room on the disk, and give what does the rest of it.

    So a full disk is found before the first of several files has changed. What is not put
    in its place inside the block is thrown away.

    Raises:
        PubtoolError: as `write`.
    """
    target = real(path)
    temporary = target.parent / f"{_temporary_prefix(target)}{os.urandom(8).hex()}"

    def put() -> None:
        with _translated(path):
            temporary.replace(target)
        _sync_folder(path, target.parent)

    try:
        with _translated(path):
            _write_new(temporary, data, _old_status(path, target), mode)
        yield put
    finally:  # KeyboardInterrupt too leaves nothing behind
        with contextlib.suppress(OSError):  # gone to its place, or never there
            temporary.unlink()


def remove(path: Path) -> None:
    """Delete the file, and see that safely on the disk; a file that is not there is fine.

    Raises:
        PubtoolError: as `check_writable` says.
    """
    target = real(path)
    with _translated(path):
        _old_status(path, target)
        target.unlink(missing_ok=True)
    _sync_folder(path, target.parent)


def rename(old: Path, new: Path) -> None:
    """Give the file another name in its folder, and see that safely on the disk.

    Raises:
        RefusedError: the folder cannot be written.
    """
    with _translated(old):
        old.rename(new)
    _sync_folder(new, new.parent)


def sweep(path: Path) -> None:
    """Remove what a killed `write` of this file left beside it.

    Only for who holds the lock: a `write` that is under way would fail.
    """
    target = real(path)
    prefix = _temporary_prefix(target)
    with _translated(path):
        for name in os.listdir(target.parent):  # noqa: PTH208 - names are all that is wanted
            if name.startswith(prefix):
                (target.parent / name).unlink(missing_ok=True)


def _temporary_prefix(target: Path) -> str:
    """Return a hidden name of its own for each file, short whatever the file's is."""
    return f".pubtool-{digest(os.fsencode(target.name))[:8]}-"


def _old_status(path: Path, target: Path) -> os.stat_result | None:
    """Return the file's status, None where it is to be created; check both are writable."""
    folder = target.parent
    if not folder.is_dir():
        raise NotFoundError(f"{path}: the folder {folder} does not exist: create it first")
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise MalformedError(f"{path}: this is a folder, not a file")
    if old is not None and not stat.S_ISREG(old.st_mode):
        raise MalformedError(f"{path}: this is not a regular file")
    if old is not None and not os.access(target, os.W_OK):
        raise RefusedError(
            f"{path}: the file is read-only; nothing was written. "
            "Make it writable (`chmod u+w`), then run this again."
        )
    if not os.access(folder, os.W_OK):
        raise RefusedError(
            f"{path}: its folder {folder} is read-only; nothing was written. "
            "Make the folder writable, then run this again."
        )
    return old


def _write_new(temporary: Path, data: bytes, old: os.stat_result | None, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    private = 0o600 if old is not None else mode
    descriptor = os.open(temporary, flags, 0o666 if private is None else private)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if old is not None:
            _copy_owner(temporary, old)
            temporary.chmod(stat.S_IMODE(old.st_mode))  # after chown, which clears bits
        os.fsync(file.fileno())


def _copy_owner(temporary: Path, old: os.stat_result) -> None:
    new = temporary.stat()
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid) and hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # only root may give a file away
            os.chown(temporary, old.st_uid, old.st_gid)


def _sync_folder(path: Path, folder: Path) -> None:
    """Make what happened to `path` survive a power cut (POSIX: a name is its folder's data)."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system without the notion
            raise RefusedError(
                f"{path}: the disk did not confirm that it is written: {reason_of(error)}."
            ) from error


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what the system says about writing `path` into a failure of ours."""
    try:
        yield
    except OSError as error:
        raise RefusedError(
            f"{path}: could not be written: {reason_of(error)}. The old file is as it was."
        ) from error


def reason_of(error: OSError) -> str:
    """Return in a few words why the system could not do it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return (error.strerror or str(error)).lower()
