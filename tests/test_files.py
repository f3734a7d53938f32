import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool import files
from pubtool.errors import MalformedError, NotFoundError, PubtoolError, RefusedError

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGE = Path("page.md")

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root may give a file away")


def corpus_files() -> list[Path]:
    return [path for path in sorted(CORPUS.rglob("*")) if path.is_file()]


# ---------------------------------------------------------------- bytes and text

ENCODINGS = {
    "nothing": (b"", "", "utf-8"),
    "ascii": (b"title = {A}\n", "title = {A}\n", "utf-8"),
    "utf-8": ("Müller, 박".encode(), "Müller, 박", "utf-8"),
    "utf-8 with a mark": (b"\xef\xbb\xbfM\xc3\xbc", "Mü", "utf-8"),
    "utf-16, little end first": (b"\xff\xfeM\0\xfc\0", "Mü", "utf-16-le"),
    "utf-16, big end first": (b"\xfe\xff\0M\0\xfc", "Mü", "utf-16-be"),
    "utf-16 cut in half is read byte by byte": (b"\xff\xfeM", "ÿþM", "cp1252"),
    "windows-1252": (b"M\xfcller \x96 2", "Müller \u2013 2", "cp1252"),
    "a byte that windows-1252 lacks": (b"M\xfc\x81", "Mü\x81", "latin-1"),
    "a header of jabref": (b"% Encoding: ISO8859_2\n\xb3", "% Encoding: ISO8859_2\nł", "ISO8859_2"),
    "a header of old jabref": (
        b"This file was created with JabRef 2.9.\r\nEncoding: MacRoman\r\n\x9f",
        "This file was created with JabRef 2.9.\r\nEncoding: MacRoman\r\nü",
        "MacRoman",
    ),
    "a header over plain ascii": (b"% Encoding: Cp1250\n@", "% Encoding: Cp1250\n@", "Cp1250"),
    "a header that is out of date": (
        b"% Encoding: Cp1252\nM\xc3\xbc",
        "% Encoding: Cp1252\nMü",
        "utf-8",
    ),
    "a header that is wrong": (b"% Encoding: UTF-8\nM\xfc", "% Encoding: UTF-8\nMü", "cp1252"),
    "a header that names no encoding": (b"% Encoding: none\n\xfc", "% Encoding: none\nü", "cp1252"),
    "a header that names a codec of another kind": (
        b"% Encoding: unicode_escape\n@",
        "% Encoding: unicode_escape\n@",
        "utf-8",
    ),
    "line ends of all kinds": (b"a\r\nb\rc\n\nd", "a\r\nb\rc\n\nd", "utf-8"),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_bytes_are_read_as_the_text_that_they_are(case: str) -> None:
    data, text, encoding = ENCODINGS[case]
    file = files.decode(PAGE, data)
    assert (file.text, file.encoding, files.encode(file, file.text)) == (text, encoding, data)


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "ignore")))
@settings(max_examples=200)
def test_any_bytes_come_back_as_they_were(data: bytes) -> None:
    file = files.decode(PAGE, data)
    assert files.encode(file, file.text) == data


@given(st.binary().filter(lambda data: data[:2] not in (b"\xff\xfe", b"\xfe\xff")))
@settings(max_examples=200)
def test_what_is_appended_leaves_all_bytes_before_it_alone(data: bytes) -> None:
    file = files.decode(PAGE, data)
    assert files.encode(file, file.text + "@misc{key}\n") == data + b"@misc{key}\n"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_file_of_the_corpus_comes_back_as_it_was() -> None:
    changed = [
        path
        for path in corpus_files()
        for file in [files.read(path)]
        if files.encode(file, file.text) != path.read_bytes()
    ]
    assert changed == []


def test_a_character_that_the_encoding_lacks_is_refused_by_name() -> None:
    file = files.decode(Path("old.bib"), b"M\xfcller\n")
    with pytest.raises(RefusedError) as refused:
        files.encode(file, "Müller\nErdős\n")
    assert refused.value.message == (
        "old.bib:2: the file is in cp1252, which has no “ő” U+0151; nothing was written. "
        "Save the file as UTF-8 in your editor, then run this again."
    )


def test_a_difference_is_a_unified_diff() -> None:
    assert files.difference("a\u2028b\r\nc\n", "a\u2028b\nc", "x.bib") == (
        "--- x.bib\n+++ x.bib\n@@ -1,2 +1,2 @@\n"
        "-a\u2028b\r\n-c\n+a\u2028b\n+c\n\\ No newline at end of file\n"
    )
    assert files.difference("a", "a", "x.bib") == ""


# ---------------------------------------------------------------- writing


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o700], ids=oct)
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(b"old")
    path.chmod(mode)
    files.write(path, b"new")
    assert (path.read_bytes(), mode_of(path)) == (b"new", mode)


def test_a_new_file_has_what_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "a.bib", b"new")
        files.write(tmp_path / "b.bib", b"new", mode=0o600)
    finally:
        os.umask(before)
    assert [mode_of(tmp_path / name) for name in ("a.bib", "b.bib")] == [0o640, 0o600]


@needs_root
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(b"old")
    os.chown(path, 12345, 23456)
    files.write(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


@needs_root
def test_a_file_is_written_though_its_owner_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(b"old")
    os.chown(path, 12345, 23456)
    monkeypatch.setattr(os, "chown", failing(errno.EPERM))
    files.write(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_symbolic_link_stays_one_and_its_target_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "papers" / "a.bib", tmp_path / "link.bib"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to("papers/a.bib")
    files.write(link, b"new")
    assert (str(link.readlink()), target.read_bytes()) == ("papers/a.bib", b"new")
    files.remove(link)
    assert (link.is_symlink(), target.exists()) == (True, False)
    files.write(link, b"again")
    assert (str(link.readlink()), target.read_bytes()) == ("papers/a.bib", b"again")


def test_another_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    path, other = tmp_path / "a.bib", tmp_path / "b.bib"
    path.write_bytes(b"old")
    os.link(path, other)
    files.write(path, b"new")
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")


def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 255)
    files.write(path, b"new")
    assert path.read_bytes() == b"new"


def forbidding(*paths: Path) -> Callable[[Path, int], bool]:
    """Say what the system says to a user who may not write there; root it allows all."""
    return lambda path, mode: Path(path) not in paths and Path(path).exists()


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


Prepare = Callable[[Path, pytest.MonkeyPatch], None]

CANNOT_WRITE: dict[str, tuple[Prepare, type[PubtoolError], str]] = {
    "full disk": (
        lambda path, patch: patch.setattr(os, "fsync", failing(errno.ENOSPC)),
        RefusedError,
        "{path}: could not be written: the disk is full. The old file is as it was.",
    ),
    "full quota": (
        lambda path, patch: patch.setattr(os, "replace", failing(errno.EDQUOT)),
        RefusedError,
        "{path}: could not be written: the disk is full. The old file is as it was.",
    ),
    "broken disk": (
        lambda path, patch: patch.setattr(os, "replace", failing(errno.EIO)),
        RefusedError,
        "{path}: could not be written: input/output error. The old file is as it was.",
    ),
    "read-only file system": (
        lambda path, patch: patch.setattr(os, "open", failing(errno.EROFS)),
        RefusedError,
        "{path}: could not be written: read-only file system. The old file is as it was.",
    ),
    "read-only file": (
        lambda path, patch: patch.setattr(os, "access", forbidding(path)),
        RefusedError,
        "{path}: the file is read-only; nothing was written. "
        "Make it writable (`chmod u+w`), then run this again.",
    ),
    "read-only folder": (
        lambda path, patch: patch.setattr(os, "access", forbidding(path.parent)),
        RefusedError,
        "{path}: its folder {path.parent} is read-only; nothing was written. "
        "Make the folder writable, then run this again.",
    ),
}


@pytest.mark.parametrize("case", CANNOT_WRITE)
def test_where_a_file_cannot_be_written_it_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    prepare, error, message = CANNOT_WRITE[case]
    folder = tmp_path / "papers"
    folder.mkdir()
    path = folder / "a.bib"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        prepare(path, patch)
        with pytest.raises(PubtoolError) as failed:
            files.write(path, b"new")
    folder.chmod(0o755)
    assert type(failed.value) is error
    assert failed.value.message == message.format(path=path)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"a.bib": b"old"}


NO_FILE: dict[str, tuple[str, type[PubtoolError], str]] = {
    "missing folder": (
        "gone/a.bib",
        NotFoundError,
        "{path}: the folder {path.parent} does not exist: create it first",
    ),
    "folder that is a file": (
        "file/a.bib",
        NotFoundError,
        "{path}: the folder {path.parent} does not exist: create it first",
    ),
    "file that is a folder": ("folder", MalformedError, "{path}: this is a folder, not a file"),
    "file that is a pipe": ("pipe", MalformedError, "{path}: this is not a regular file"),
    "link to itself": (
        "circle",
        RefusedError,
        "{path}: could not be written: too many levels of symbolic links. "
        "The old file is as it was.",
    ),
}


@pytest.mark.parametrize("case", NO_FILE)
def test_what_is_no_file_is_not_written(tmp_path: Path, case: str) -> None:
    name, error, message = NO_FILE[case]
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    path = tmp_path / name
    for act in (lambda: files.write(path, b"new"), lambda: files.check_writable(path)):
        with pytest.raises(PubtoolError) as failed:
            act()
        assert (type(failed.value), failed.value.message) == (error, message.format(path=path))
    assert sorted(tmp_path.iterdir()) == before


def test_an_interrupt_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(path, b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.bib": b"old"}


CANNOT_READ: dict[str, tuple[str, type[PubtoolError], str]] = {
    "missing": ("gone.bib", NotFoundError, "{path}: there is no such file"),
    "in a file": ("file/a.bib", NotFoundError, "{path}: there is no such file"),
    "folder": ("folder", MalformedError, "{path}: this is a folder, not a file"),
    "link to itself": (
        "circle",
        MalformedError,
        "{path}: cannot be read: too many levels of symbolic links",
    ),
    "pipe that nobody writes into": (
        "pipe",
        MalformedError,
        "{path}: this is a pipe, and nothing comes out of it",
    ),
}


@pytest.mark.parametrize("case", CANNOT_READ)
def test_what_cannot_be_read_says_why(tmp_path: Path, case: str) -> None:
    name, error, message = CANNOT_READ[case]
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to("circle")
    if name == "pipe":
        make_pipe(tmp_path / name)
    with pytest.raises(PubtoolError) as failed:
        files.read(tmp_path / name)
    assert type(failed.value) is error
    assert failed.value.message == message.format(path=tmp_path / name)


def make_pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes with a name")
    os.mkfifo(path)


@pytest.mark.parametrize("device", [Path("/dev/zero"), Path("/dev/full")], ids=str)
def test_a_device_that_never_ends_is_not_read(device: Path) -> None:
    if not device.exists():
        pytest.skip(f"there is no {device}")
    with pytest.raises(MalformedError) as failed:
        files.read(device)
    assert failed.value.message == f"{device}: this is a device, not a file"


def test_the_null_device_is_an_empty_file() -> None:
    assert files.read(Path(os.devnull)).data == b""


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    make_pipe(tmp_path / "pipe")
    into = os.open(tmp_path / "pipe", os.O_RDWR)  # open, so that it is no empty one

    def write() -> None:
        time.sleep(0.05)
        os.write(into, b"@misc{a}")
        os.close(into)

    with ThreadPoolExecutor() as pool:
        pool.submit(write)
        assert files.read(tmp_path / "pipe").data == b"@misc{a}"


# ---------------------------------------------------------------- state folder and lock


def test_the_state_folder_goes_with_the_real_path_and_is_private(tmp_path: Path) -> None:
    path, link = tmp_path / "a.bib", tmp_path / "link.bib"
    link.symlink_to(path)
    folder = files.state_folder(path)
    assert files.state_folder(link) == folder
    assert files.state_folder(tmp_path / "b.bib") != folder
    assert {mode_of(folder), mode_of(files.user_state_folder())} == {0o700}


def test_asking_where_state_would_be_creates_nothing(tmp_path: Path) -> None:
    assert files.state_path(tmp_path / "a.bib").is_relative_to(files.user_state_path())
    assert not files.user_state_path().exists()


@pytest.mark.parametrize("what", ["read-only", "a file"])
def test_an_unusable_state_folder_stops_who_would_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    folder = files.user_state_path()
    folder.parent.mkdir(parents=True)
    if what == "a file":
        folder.touch()
        reason = "file exists"
    else:
        folder.mkdir()
        monkeypatch.setattr(os, "access", forbidding(folder))
        reason = "it is read-only"
    with pytest.raises(RefusedError) as refused, files.lock(tmp_path / "a.bib"):
        pass
    assert refused.value.message == (
        f"{folder}: pubtool's folder for locks and undo cannot be used: {reason}; nothing was "
        "written. Make it writable, or name another with the variable XDG_STATE_HOME."
    )


def test_the_lock_can_be_taken_again_by_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    with files.lock(path), files.lock(path):
        pass
    with files.lock(path):
        assert sorted(tmp_path.iterdir()) == []  # nothing beside the file


HOLD = """
import sys, time
from pathlib import Path
from pubtool import files
with files.lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_keeps_another_process_out_until_that_one_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, waits = tmp_path / "a.bib", []
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, path],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        monkeypatch.setattr("pubtool.files.state.LOCK_SECONDS", 0.1)
        with (
            pytest.raises(RefusedError) as refused,
            files.lock(path, waiting=lambda: waits.append("waited")),
        ):
            pass
        holder.send_signal(signal.SIGKILL)
    assert waits == ["waited"]
    assert "another pubtool has been writing it" in refused.value.message
    with files.lock(path):
        pass


def test_what_a_killed_write_left_is_swept_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a.bib", tmp_path / "b.bib"

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", die)
        patch.setattr(Path, "unlink", die)
        for each in (path, other):
            with contextlib.suppress(Killed):
                files.write(each, b"new")
    assert len(list(tmp_path.iterdir())) == 2
    files.sweep(path)
    assert len(list(tmp_path.iterdir())) == 1
    files.sweep(other)
    assert list(tmp_path.iterdir()) == []
