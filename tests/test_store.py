import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pubtool import files, history, store
from pubtool.errors import MalformedError, NotFoundError, PubtoolError, RefusedError
from pubtool.store import Change

ENTRY = """\
@misc{vaswani2017attention,
  title = {Attention Is All You Need},
  author = {Ashish Vaswani and Noam Shazeer},
  year = {2017},
  eprint = {1706.03762},
  archivePrefix = {arXiv},
}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "site" / "publications.bib"
    path.parent.mkdir()
    path.write_bytes(b"old list\n")
    (path.parent / "about.md").write_bytes(b"old page\n")
    return path


def contents(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(library.parent.iterdir())}


OLD = {"about.md": b"old page\n", "publications.bib": b"old list\n"}
NEW = {"about.md": b"new page\n", "publications.bib": b"new list\n", "pubtool.toml": b"new\n"}


def to_new(library: Path) -> list[Change]:
    """Changes of all three kinds of file: the list, the page, and a configuration that is new."""
    return [
        Change(library, OLD["publications.bib"], NEW["publications.bib"]),
        Change(library.parent / "about.md", OLD["about.md"], NEW["about.md"]),
        Change(library.parent / "pubtool.toml", None, NEW["pubtool.toml"]),
    ]


def rewrite(library: Path, text: str, command: str) -> None:
    with files.lock(library):
        store.commit(library, command, [Change(library, library.read_bytes(), text.encode())])


# ---------------------------------------------------------------- reading


def test_a_list_is_read_with_the_entry_of_each_paper(library: Path) -> None:
    library.write_text(ENTRY)
    read = store.load(library)
    (paper,) = read.papers
    assert (read.path, read.file.text, read.document.text) == (library, ENTRY, ENTRY)
    assert (paper.publication.arxiv, paper.entry.line) == ("1706.03762", 1)
    assert read.publications == (paper.publication,)
    assert read.paper("vaswani2017attention") == paper


def test_an_empty_file_is_an_empty_list(library: Path) -> None:
    library.write_bytes(b"")
    assert store.load(library).papers == ()


def test_the_list_after_an_edit_is_read_like_one_from_the_disk(library: Path) -> None:
    library.write_text(ENTRY)
    read = store.load(library)
    edited = read.document.set_fields("vaswani2017attention", {"year": "2018"})
    assert store.Library(read.file, edited).publications[0].year == 2018


CANNOT_LOAD: dict[str, tuple[str, type[PubtoolError], str]] = {
    "missing": (
        "gone.bib",
        NotFoundError,
        "{path}: there is no list here yet. `pubtool init` starts one, and so does "
        "`pubtool add REF`; `--file` names another.",
    ),
    "folder": ("", MalformedError, "{path}: this is a folder, not a file"),
    "binary": (
        "binary.bib",
        MalformedError,
        "{path}:2: this is no BibTeX file: there are NUL bytes in it",
    ),
}


@pytest.mark.parametrize("case", CANNOT_LOAD)
def test_what_is_no_list_says_so(library: Path, case: str) -> None:
    name, error, message = CANNOT_LOAD[case]
    (library.parent / "binary.bib").write_bytes(b"SQLite\n\0\1")
    path = library.parent / name
    with pytest.raises(PubtoolError) as failed:
        store.load(path)
    assert (type(failed.value), failed.value.message) == (error, message.format(path=path))


def test_a_key_that_stands_twice_is_named_with_the_file(library: Path) -> None:
    library.write_text(ENTRY + ENTRY)
    with pytest.raises(MalformedError) as failed:
        store.load(library).paper("vaswani2017attention")
    assert failed.value.message.startswith(f"{library}:8: ")


# ---------------------------------------------------------------- writing and undo


def test_a_command_writes_all_its_files_and_undo_puts_all_back(library: Path) -> None:
    library.chmod(0o600)
    store.commit(library, "import about.md", to_new(library))
    assert contents(library) == NEW
    undone = store.undo(library)
    assert undone == store.Undone(
        "import about.md",
        (
            Change(library.parent / "pubtool.toml", NEW["pubtool.toml"], None),
            Change(library.parent / "about.md", NEW["about.md"], OLD["about.md"]),
            Change(library, NEW["publications.bib"], OLD["publications.bib"]),
        ),
    )
    assert contents(library) == OLD
    assert stat.S_IMODE(library.stat().st_mode) == 0o600


def test_undo_goes_back_ten_commands_and_no_further(library: Path) -> None:
    for number in range(12):
        rewrite(library, f"{number}\n", f"edit {number}")
    assert store.past_commands(library) == tuple(f"edit {number}" for number in range(11, 1, -1))
    for number in range(11, 1, -1):
        assert store.undo(library).command == f"edit {number}"
        assert library.read_text() == f"{number - 1}\n"
    with pytest.raises(NotFoundError) as failed:
        store.undo(library)
    assert failed.value.message == f"{library}: there is no command to take back"


def test_undo_works_from_another_folder_and_through_a_link(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    rewrite(Path("publications.bib"), "new list\n", "edit")
    monkeypatch.chdir(tmp_path)
    link = tmp_path / "link.bib"
    link.symlink_to(library)
    store.undo(link)
    assert (library.read_bytes(), link.is_symlink()) == (b"old list\n", True)


def test_what_changes_nothing_is_not_remembered(library: Path) -> None:
    store.commit(library, "edit", [Change(library, b"old list\n", b"old list\n")])
    assert store.past_commands(library) == ()
    assert not files.user_state_path().exists()


def test_undo_leaves_alone_what_is_back_already(library: Path) -> None:
    store.commit(library, "import about.md", to_new(library))
    library.write_bytes(OLD["publications.bib"])  # `git checkout`, say
    assert [change.path.name for change in store.undo(library).changes] == [
        "pubtool.toml",
        "about.md",
    ]
    assert contents(library) == OLD


def test_undo_does_not_delete_a_new_file_that_was_changed_since(library: Path) -> None:
    store.commit(library, "import about.md", to_new(library))
    (library.parent / "pubtool.toml").write_bytes(b"mine\n")
    with pytest.raises(RefusedError) as refused:
        store.undo(library)
    assert refused.value.message == (
        f"{library.parent}/pubtool.toml: was changed since `import about.md`, and taking that "
        "command back would lose it; nothing was written. Take this difference back by hand "
        "first."
    )
    assert refused.value.difference == (
        "--- pubtool.toml\n+++ pubtool.toml\n@@ -1 +1 @@\n-new\n+mine\n"
    )
    assert contents(library) == NEW | {"pubtool.toml": b"mine\n"}


def test_the_history_is_private(library: Path) -> None:
    rewrite(library, "new list\n", "edit")
    folder = files.state_path(library) / "history"
    (record,) = folder.iterdir()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, record)]
    assert modes == [0o700, 0o600]


@pytest.mark.parametrize(
    "damage",
    [
        *(b"", b"{", b"[]", b'{"command": "x", "changes": [{}]}'),
        pytest.param(b"[" * 100_000, id="nested deeply"),
    ],
)
def test_a_damaged_record_is_named_and_blocks_no_writing(library: Path, damage: bytes) -> None:
    rewrite(library, "new list\n", "edit")
    (record,) = (files.state_path(library) / "history").iterdir()
    record.write_bytes(damage)
    with pytest.raises(MalformedError) as failed:
        store.undo(library)
    assert failed.value.message.startswith(f"{record}: this record of the undo history is damaged")
    record.rename(record.with_name("000001.begun.json"))
    rewrite(library, "newer list\n", "edit again")
    assert store.undo(library).command == "edit again"


def test_a_stray_file_in_the_history_is_left_alone(library: Path) -> None:
    rewrite(library, "newer list\n", "edit")
    history = files.state_path(library) / "history"
    stray = [history / "1 copy.json", history / "x.json"]
    for file in stray:
        file.touch()
    assert store.undo(library).command == "edit"
    assert all(file.exists() for file in stray)


# ---------------------------------------------------------------- failures

Prepare = Callable[[Path, pytest.MonkeyPatch], None]


def forbidding(*paths: Path) -> Callable[[Path, int], bool]:
    """Say what the system says to a user who may not write there; root it allows all."""
    return lambda path, mode: Path(path) not in paths and Path(path).exists()


def failing_at(file: str, number: int) -> Prepare:
    """Let the disk fail when the new content of that file is to take its place."""

    def prepare(library: Path, patch: pytest.MonkeyPatch) -> None:
        replace = os.replace

        def fail(source: os.PathLike[str], target: os.PathLike[str]) -> None:
            if Path(target).name == file:
                raise OSError(number, os.strerror(number))
            replace(source, target)

        patch.setattr(os, "replace", fail)

    return prepare


def saved_by_an_editor(library: Path, patch: pytest.MonkeyPatch) -> None:
    library.write_bytes(b"my list\n")


def saved_at_the_last_moment(library: Path, patch: pytest.MonkeyPatch) -> None:
    begin = history.begin

    def slow(*args: object) -> history.Record:
        (library.parent / "about.md").write_bytes(b"my page\n")
        return begin(*args)  # type: ignore[arg-type]  # as they came

    patch.setattr(history, "begin", slow)


FAILURES: dict[str, tuple[Prepare, type[PubtoolError], str, dict[str, bytes]]] = {
    "list saved by an editor": (
        saved_by_an_editor,
        RefusedError,
        "{0}/publications.bib: was changed by another program since it was read; "
        "nothing was written. Run the command again.",
        OLD | {"publications.bib": b"my list\n"},
    ),
    "page saved after the check": (
        saved_at_the_last_moment,
        RefusedError,
        "{0}/about.md: was changed by another program since it was read; "
        "nothing was written. Run the command again.",
        OLD | {"about.md": b"my page\n"},
    ),
    "list deleted": (
        lambda library, patch: library.unlink(),
        RefusedError,
        "{0}/publications.bib: was deleted by another program since it was read; "
        "nothing was written. Run the command again.",
        {"about.md": OLD["about.md"]},
    ),
    "configuration created by another": (
        lambda library, patch: (library.parent / "pubtool.toml").touch(),
        RefusedError,
        "{0}/pubtool.toml: was created by another program since it was read; "
        "nothing was written. Run the command again.",
        OLD | {"pubtool.toml": b""},
    ),
    "read-only page": (
        lambda library, patch: patch.setattr(os, "access", forbidding(library.parent / "about.md")),
        RefusedError,
        "{0}/about.md: the file is read-only; nothing was written. "
        "Make it writable (`chmod u+w`), then run this again.",
        OLD,
    ),
    "read-only folder": (
        lambda library, patch: patch.setattr(os, "access", forbidding(library.parent)),
        RefusedError,
        "{0}/publications.bib: its folder {0} is read-only; nothing was written. "
        "Make the folder writable, then run this again.",
        OLD,
    ),
    "disk full at the record": (
        failing_at("000001.begun.json", errno.ENOSPC),
        RefusedError,
        "{1}/history/000001.begun.json: could not be written: the disk is full. "
        "The old file is as it was.",
        OLD,
    ),
    "disk full at the first file": (
        failing_at("publications.bib", errno.ENOSPC),
        RefusedError,
        "{0}/publications.bib: could not be written: the disk is full. The old file is as it was.",
        OLD,
    ),
    "disk full at the last file": (
        failing_at("pubtool.toml", errno.ENOSPC),
        RefusedError,
        "{0}/pubtool.toml: could not be written: the disk is full. The old file is as it was.",
        OLD,
    ),
}


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    with pytest.raises(NotFoundError) as caught:
        store.commit(Path(library.name), "render", [Change(Path("gone/about.md"), None, b"new")])
    assert str(caught.value).startswith("gone/about.md: the folder ")


@pytest.mark.parametrize("case", FAILURES)
def test_a_command_that_cannot_write_all_its_files_writes_none(
    library: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    prepare, error, message, left = FAILURES[case]
    with monkeypatch.context() as patch:
        prepare(library, patch)
        with pytest.raises(PubtoolError) as failed:
            store.commit(library, "import about.md", to_new(library))
    library.parent.chmod(0o755)
    state = files.state_path(library)
    assert type(failed.value) is error
    assert failed.value.message == message.format(library.parent, state)
    assert contents(library) == left
    assert store.past_commands(library) == ()


def test_what_an_editor_saved_is_shown(library: Path) -> None:
    library.write_bytes(b"my list\n")
    with pytest.raises(RefusedError) as refused:
        store.commit(library, "edit", to_new(library))
    assert refused.value.difference == (
        "--- publications.bib\n+++ publications.bib\n@@ -1 +1 @@\n-old list\n+my list\n"
    )


def test_an_interrupted_command_is_rolled_back(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def interrupt(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        replace(source, target)
        if Path(target).read_bytes() == NEW["about.md"]:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.commit(library, "import about.md", to_new(library))
    assert (contents(library), store.past_commands(library)) == (OLD, ())


def test_an_undo_that_cannot_write_all_files_writes_none_and_can_be_repeated(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.commit(library, "import about.md", to_new(library))
    with monkeypatch.context() as patch:
        failing_at("publications.bib", errno.ENOSPC)(library, patch)
        with pytest.raises(RefusedError):
            store.undo(library)
    assert contents(library) == NEW
    store.undo(library)
    assert contents(library) == OLD


# Each call of the system by which pubtool writes.
STEPS = ("open", "fdopen", "fsync", "replace", "rename", "unlink", "chmod", "mkdir")


def failing_from(step: int, patch: pytest.MonkeyPatch, *, on: bool) -> None:
    """Let the disk be full at the n-th call of the system, or from there on."""
    calls, os_open = 0, os.open

    def full(function: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            nonlocal calls
            if function is os_open and args[1] & (os.O_WRONLY | os.O_CREAT) == 0:
                return function(*args, **options)  # what is there can be read
            calls += 1
            if calls == step or (on and calls > step):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return function(*args, **options)

        return call

    for name in STEPS:
        patch.setattr(os, name, full(getattr(os, name)))


def attempt(work: Callable[[], object], step: int, *, on: bool) -> str | None:
    """Do the work on a disk that fails at that step; return what it says, None where it is done."""
    with pytest.MonkeyPatch.context() as patch:
        failing_from(step, patch, on=on)
        try:
            work()
        except PubtoolError as error:
            return error.message
    return None


ON = pytest.mark.parametrize("on", [False, True], ids=["for a moment", "from there on"])


def is_forgotten(library: Path) -> bool:
    """Whether there is nothing to take back."""
    with pytest.raises(NotFoundError):
        store.undo(library)
    return True


@ON
def test_where_the_disk_fails_at_any_step_all_is_written_or_nothing(
    library: Path, on: bool
) -> None:
    outcomes = set()
    for step in range(1, 80):
        said = attempt(lambda: store.commit(library, "import", to_new(library)), step, on=on)
        left = {name: data for name, data in contents(library).items() if name[0] != "."}
        stuck = said is not None and "written already" in said
        outcomes.add("stuck" if stuck else "failed" if said else "done")
        if stuck:  # the disk took a name, and from there on nothing: it is told, with the file
            assert all(left.get(name) in (OLD.get(name), NEW[name]) for name in NEW), step
            assert any(f"/{name}" in str(said) for name in NEW if left[name] == NEW[name]), step
        else:
            assert left == (OLD if said else NEW), f"step {step}: {said}"
        if left != OLD:
            assert store.undo(library).command == "import"
        assert is_forgotten(library)
        assert contents(library) == OLD
    assert outcomes == ({"failed", "done", "stuck"} if on else {"failed", "done"})


@ON
def test_where_the_disk_fails_at_any_step_of_undo_it_can_be_repeated(
    library: Path, on: bool
) -> None:
    for step in range(1, 50):
        store.commit(library, "import", to_new(library))
        said = attempt(lambda: store.undo(library), step, on=on)
        if said and contents(library) != OLD:
            assert store.undo(library).command == "import"
        assert is_forgotten(library)
        assert contents(library) == OLD, f"step {step}: {said}"


# ---------------------------------------------------------------- what render last wrote
