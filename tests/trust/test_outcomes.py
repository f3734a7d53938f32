"""What a command says, leaves and returns where files cannot be written, in one table."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pubtool import files
from pubtool.files import disk
from tests.cli.conftest import Desk
from tests.test_files import failing, forbidding

Prepare = Callable[[Desk, pytest.MonkeyPatch], None]
EDIT = ("edit", "park2024mezo", "title=Another Title", "--render")


@dataclass(frozen=True)
class Case:
    """How things stand, and how `command` ends; paths are told without the folder's own.

    With 0 it did its work, with any other code every file is as it was.
    """

    prepare: Prepare
    code: int
    err: str = ""
    command: tuple[str, ...] = field(default=EDIT)


def full_disk(folder: Callable[[Desk], Path]) -> Prepare:
    """New files in a folder get no room; what is there can be read."""

    def prepare(desk: Desk, patch: pytest.MonkeyPatch) -> None:
        full, write = folder(desk), disk._write_new

        def write_new(temporary: Path, *rest: object) -> None:
            if temporary.parent == full:
                temporary.write_bytes(b"hal")
                failing(errno.ENOSPC)()
            write(temporary, *rest)  # type: ignore[arg-type]

        patch.setattr(disk, "_write_new", write_new)

    return prepare


def history_of(desk: Desk) -> Path:
    return files.state_path(desk.bib) / "history"


def read_only(*names: str) -> Prepare:
    return lambda desk, patch: patch.setattr(
        os, "access", forbidding(*(desk.folder / name for name in names))
    )


def link_to(target: str) -> Prepare:
    def prepare(desk: Desk, patch: pytest.MonkeyPatch) -> None:
        (desk.folder / "papers").mkdir()
        if target != "papers/gone.bib":
            desk.bib.rename(desk.folder / target)
        desk.bib.unlink(missing_ok=True)
        desk.bib.symlink_to(target)

    return prepare


def link_in_place_of(name: str, target: str) -> Prepare:
    def prepare(desk: Desk, patch: pytest.MonkeyPatch) -> None:
        (desk.folder / name).unlink()
        (desk.folder / name).symlink_to(target)

    return prepare


def folder_for(name: str) -> Prepare:
    def prepare(desk: Desk, patch: pytest.MonkeyPatch) -> None:
        (desk.folder / name).unlink()
        (desk.folder / name).mkdir()

    return prepare


TYPED = ("add", "--title", "A Title", "--author", "Ada Lovelace")

CASES = {
    "disk full for the list": Case(
        full_disk(lambda desk: desk.folder),
        6,
        "publications.bib: could not be written: the disk is full. The old file is as it was.",
    ),
    "disk full for the undo history": Case(
        full_disk(history_of),
        6,
        "{history}/000002.begun.json: could not be written: the disk is full. "
        "The old file is as it was.",
    ),
    "list read-only": Case(
        read_only("publications.bib"),
        6,
        "publications.bib: the file is read-only; nothing was written. "
        "Make it writable (`chmod u+w`), then run this again.",
    ),
    "page read-only": Case(
        read_only("about.md"),
        6,
        "about.md: the file is read-only; nothing was written. "
        "Make it writable (`chmod u+w`), then run this again.",
    ),
    "folder read-only": Case(
        read_only(""),
        6,
        "publications.bib: its folder {folder} is read-only; nothing was written. "
        "Make the folder writable, then run this again.",
    ),
    "folder read-only, init": Case(
        lambda desk, patch: (
            (desk.folder / "pubtool.toml").unlink(),
            desk.page.unlink(),
            read_only("")(desk, patch),
        )[0],
        6,
        "pubtool.toml: its folder {folder} is read-only; nothing was written. "
        "Make the folder writable, then run this again.",
        ("init", "--me", "Ada Lovelace"),
    ),
    "folder missing": Case(
        lambda desk, patch: None,
        5,
        "gone/x.bib: the folder {folder}/gone does not exist: create it first",
        ("--file", "gone/x.bib", *TYPED),
    ),
    "list missing": Case(
        lambda desk, patch: desk.bib.unlink(),
        5,
        "publications.bib: there is no list here yet. `pubtool init` starts one, and so "
        "does `pubtool add REF`; `--file` names another.",
    ),
    "page missing": Case(
        lambda desk, patch: desk.page.unlink(),
        5,
        "about.md: there is no such page. Name another (`pubtool render PAGE`), or correct "
        '`page = "…"` in the configuration.',
    ),
    "list a folder": Case(
        folder_for("publications.bib"),
        3,
        "publications.bib: this is a folder, not a file",
    ),
    "page a folder": Case(folder_for("about.md"), 3, "about.md: this is a folder, not a file"),
    "settings a folder": Case(
        folder_for("pubtool.toml"),
        3,
        "pubtool.toml: this is a folder, not a file",
        ("--config", "pubtool.toml", *EDIT),
    ),
    "settings a link to itself": Case(
        link_in_place_of("pubtool.toml", "pubtool.toml"),
        3,
        "pubtool.toml: cannot be read: too many levels of symbolic links",
    ),
    "settings a link to nothing": Case(
        link_in_place_of("pubtool.toml", "gone.toml"),
        5,
        "pubtool.toml: there is no such file",
    ),
    "list a pipe that nobody writes into": Case(
        lambda desk, patch: (desk.bib.unlink(), os.mkfifo(desk.bib))[0],
        3,
        "publications.bib: this is a pipe, and nothing comes out of it",
    ),
    "list a link": Case(link_to("papers/x.bib"), 0),
    "list a link to nothing": Case(link_to("papers/gone.bib"), 0, command=TYPED),
    "list a link to itself": Case(
        link_in_place_of("publications.bib", "publications.bib"),
        3,
        "publications.bib: cannot be read: too many levels of symbolic links",
    ),
    "list for the user alone": Case(lambda desk, patch: desk.bib.chmod(0o600), 0),
    "state folder read-only": Case(
        lambda desk, patch: patch.setattr(os, "access", forbidding(files.state_path(desk.bib))),
        6,
        "{state}: pubtool's folder for locks and undo cannot be used: it is read-only; nothing "
        "was written. Make it writable, or name another with the variable XDG_STATE_HOME.",
    ),
}


def everything(folder: Path) -> dict[str, bytes | str | None]:
    """What stands below a folder: bytes, where a link leads, None for a folder."""
    return {
        str(path.relative_to(folder)): (
            str(path.readlink())
            if path.is_symlink()
            else path.read_bytes()
            if path.is_file()
            else None
        )
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("case", CASES)
def test_where_files_are_in_the_way_the_outcome_is_the_tables(
    pubtool: Desk, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    expected = CASES[case]
    with monkeypatch.context() as patch:
        expected.prepare(pubtool, patch)
        before = everything(pubtool.folder)
        done = pubtool(*expected.command)
    places = {
        "folder": pubtool.folder,
        "state": files.state_path(pubtool.bib),
        "history": history_of(pubtool),
    }
    message = f"Error: {expected.err.format_map(places)}\n" if expected.err else ""
    _, error, rest = done.err.partition("Error: ")  # what init has found comes first
    said = f"{error}{rest}".replace(f"{pubtool.folder}/", "")
    assert (done.code, said) == (expected.code, message.replace(f"{pubtool.folder}/", ""))
    after = everything(pubtool.folder)
    if expected.code:
        assert (done.out, after) == ("", before)
        return
    assert done.out
    assert pubtool("undo").code == 0
    assert everything(pubtool.folder) == before


def test_links_and_modes_are_as_they_were(pubtool: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    link_to("papers/x.bib")(pubtool, monkeypatch)
    target = pubtool.folder / "papers" / "x.bib"
    target.chmod(0o600)
    pubtool.page.chmod(0o640)
    assert pubtool(*EDIT).code == 0
    assert (str(pubtool.bib.readlink()), b"Another Title" in target.read_bytes()) == (
        "papers/x.bib",
        True,
    )
    assert [stat.S_IMODE(path.stat().st_mode) for path in (target, pubtool.page)] == [0o600, 0o640]
