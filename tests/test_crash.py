"""Kill -9 at every step of a write, and eight writers at once: nothing is lost."""

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from pubtool import files, store
from pubtool.bibtex.document import NewEntry
from pubtool.errors import RefusedError
from pubtool.store import Change
from tests.test_store import NEW, OLD, contents, library, rewrite, to_new

__all__ = ["library"]  # the fixture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

# Each call of the system that pubtool's writing makes.
STEPS = ("open", "fdopen", "fsync", "replace", "rename", "unlink", "chmod", "chown", "mkdir")


def start(work: Callable[[], object]) -> int:
    """Run the work in a process of its own, and return that process's id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return child


def end(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step: int, work: Callable[[], object]) -> Callable[[], None]:
    """The same work, which dies just before its n-th call of the system."""

    def doomed() -> None:
        left = step

        def deadly(function: Callable[..., object]) -> Callable[..., object]:
            def call(*args: object, **options: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*args, **options)

            return call

        for name in STEPS:
            setattr(os, name, deadly(getattr(os, name)))
        work()

    return doomed


def is_old_or_new(found: dict[str, bytes]) -> bool:
    """Each visible file is whole, and the one or the other version."""
    visible = {name: data for name, data in found.items() if not name.startswith(".")}
    return all(visible.get(name) in (OLD.get(name), NEW.get(name)) for name in NEW | visible)


def put_back(library: Path) -> None:
    for name in contents(library):
        (library.parent / name).unlink()
    for name, data in OLD.items():
        (library.parent / name).write_bytes(data)


def kills(library: Path, work: Callable[[], object], after: Callable[[], None]) -> int:
    """Kill the work at each step in turn, do `after` each time, and return the steps."""
    step = 0
    while end(start(killed_at(step, work))) == -signal.SIGKILL:
        assert is_old_or_new(contents(library)), f"killed at step {step}"
        after()
        step += 1
    return step


def test_after_a_kill_at_any_step_the_next_command_and_its_undo_work(library: Path) -> None:
    def after() -> None:
        before = library.read_bytes()
        rewrite(library, "next list\n", "next")
        assert contents(library)["publications.bib"] == b"next list\n"
        assert not [name for name in contents(library) if name.startswith(".")]
        assert store.undo(library).command == "next"
        assert library.read_bytes() == before
        if before != OLD["publications.bib"]:
            assert store.undo(library).command == "import about.md"
            assert contents(library) == OLD
        put_back(library)

    steps = kills(library, lambda: store.commit(library, "import about.md", to_new(library)), after)
    assert steps > 20


def test_after_a_kill_at_any_step_undo_takes_back_what_was_written(library: Path) -> None:
    rewrite(library, "old list\n\n", "before")
    rewrite(library, "old list\n", "and back")

    def after() -> None:
        written = any(contents(library).get(name) == data for name, data in NEW.items())
        undone = store.undo(library)
        assert undone.command == ("import about.md" if written else "and back")
        if not written:
            assert library.read_bytes() == b"old list\n\n"
            rewrite(library, "old list\n", "and back")
        assert contents(library) == OLD

    kills(library, lambda: store.commit(library, "import about.md", to_new(library)), after)


def test_after_a_kill_at_any_step_of_undo_it_can_be_repeated(library: Path) -> None:
    def again() -> None:
        store.commit(library, "import about.md", to_new(library))

    def after() -> None:
        if contents(library) != OLD:
            assert store.undo(library).command == "import about.md"
        assert contents(library) == OLD
        again()

    again()
    kills(library, lambda: store.undo(library), after)


def test_two_hundred_kills_at_random_leave_whole_files_and_no_lock(library: Path) -> None:
    chance = random.Random(7)
    rewrite(library, "start\n", "start")  # imports what writing needs
    began = time.monotonic()
    rewrite(library, "0\n" * 1000, "edit 0")
    longest = 1.5 * (time.monotonic() - began)

    def write_on() -> None:
        while True:
            number = int(library.read_text().split("\n")[0]) + 1
            rewrite(library, f"{number}\n" * 1000, f"edit {number}")

    for _ in range(200):
        child = start(write_on)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        assert end(child) == -signal.SIGKILL
        lines = library.read_text().split("\n")
        assert (len(lines), len(set(lines[:-1]))) == (1001, 1)
    last = int(lines[0])
    rewrite(library, "end\n", "end")
    assert [path.name for path in library.parent.iterdir() if path.name.startswith(".")] == []
    assert store.undo(library).command == "end"
    assert store.undo(library).command == f"edit {last}"


def test_all_of_two_hundred_changes_by_eight_processes_at_once_take_effect(library: Path) -> None:
    library.write_text("")

    def append(process: int) -> None:
        for number in range(25):
            with files.lock(library):
                read = store.load(library)
                entry = NewEntry("misc", f"p{process}n{number}", (("title", "T"),))
                document = read.document.append(entry)
                after = files.encode(read.file, document.text)
                store.commit(library, "add", [Change(library, read.file.data, after)])

    children = [start(lambda process=process: append(process)) for process in range(8)]
    assert [end(child) for child in children] == [0] * 8
    assert store.load(library).document.keys == {
        f"p{process}n{number}" for process in range(8) for number in range(25)
    }


def test_an_editor_that_saves_between_read_and_write_is_noticed(library: Path) -> None:
    with files.lock(library):
        read = files.read(library)
        assert end(start(lambda: library.write_bytes(b"by hand\n"))) == 0
        with pytest.raises(RefusedError):
            store.commit(library, "edit", [Change(library, read.data, b"new list\n")])
    assert library.read_bytes() == b"by hand\n"
