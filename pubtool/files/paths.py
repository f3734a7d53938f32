"""Paths: the file that one leads to, and how a person writes it."""

import os
from pathlib import Path


def real(path: Path) -> Path:
    """Return the path of the file itself, symbolic links followed."""
    return Path(os.path.realpath(path))


def expand_home(path: Path) -> Path:
    """Return the path with a leading `~` replaced, or as it is where no home is known."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - the method raises without a home


def within(path: Path, folder: Path) -> Path:
    """Return the path relative to `folder` where it is inside, else the absolute one."""
    absolute = path.absolute()
    return absolute.relative_to(folder) if absolute.is_relative_to(folder) else absolute


def shown(path: Path, folder: Path) -> str:
    """Return the path as a person in `folder` writes it."""
    return within(path, folder).as_posix()
