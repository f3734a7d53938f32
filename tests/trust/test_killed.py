"""Kill -9 at every step of a command: each file is the old or the new one, whole."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable

import pytest

from tests.test_crash import end, killed_at, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

EDIT = ("edit", "park2024mezo", "title=Another Title", "--render")


def outcomes(pubtool, *command: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files without the command and with it; it is taken back again."""
    old = pubtool.contents()
    assert pubtool(*command).code == 0
    new = pubtool.contents()
    assert pubtool("undo").code == 0
    assert pubtool.contents() == old
    assert {name for name in new if new[name] != old[name]} == {"about.md", "publications.bib"}
    return old, new


def die_at_each_step(
    pubtool,
    command: tuple[str, ...],
    old: dict[str, bytes],
    new: dict[str, bytes],
    after: Callable[[dict[str, bytes]], None],
) -> int:
    """Kill the command at each of its steps, do `after` with what is there, return the steps."""
    step = 0
    while True:
        code = end(start(killed_at(step, lambda: sys.exit(pubtool(*command).code))))
        if code != -signal.SIGKILL:
            return step
        found = {name: data for name, data in pubtool.contents().items() if name[0] != "."}
        for name in old | new | found:
            assert found.get(name) in (old.get(name), new.get(name)), f"{name} at step {step}"
        after(found)
        step += 1


def test_after_a_kill_at_any_step_of_an_edit_the_next_command_and_undo_work(pubtool) -> None:
    old, new = outcomes(pubtool, *EDIT)
    old_list = pubtool("list")

    def after(found: dict[str, bytes]) -> None:
        shown = pubtool("list")
        assert (shown.code, shown.err) == (0, "")
        assert (shown == old_list) is (found["publications.bib"] == old["publications.bib"])
        assert pubtool("edit", "park2024mezo", "note=next", "--render").code == 0
        assert not [name for name in pubtool.contents() if name.startswith(".")]
        assert pubtool("undo").code == 0
        assert pubtool.contents() == found
        if found != old:
            assert pubtool("undo").code == 0
            assert pubtool.contents() == old

    assert die_at_each_step(pubtool, EDIT, old, new, after) > 30


def test_after_a_kill_at_any_step_of_undo_it_can_be_repeated(pubtool) -> None:
    old, new = outcomes(pubtool, *EDIT)
    assert pubtool(*EDIT).code == 0

    def after(found: dict[str, bytes]) -> None:
        if found != old:
            assert pubtool("undo").code == 0
            assert pubtool.contents() == old
        assert pubtool(*EDIT).code == 0
        assert pubtool.contents() == new

    assert die_at_each_step(pubtool, ("undo",), old, new, after) > 15


def test_after_a_kill_at_any_step_of_the_start_it_can_be_repeated(desk) -> None:
    desk.page.write_text("# Me\n\n## Published Papers\n\n## Preprints\n")
    old = desk.contents()
    command = ("init", "--me", "Sihwan Park", "--page", "about.md")
    assert desk(*command).code == 0
    new = desk.contents()
    assert set(new) == {"about.md", "publications.bib", "pubtool.toml"}

    def put_back() -> None:
        for name in desk.contents():
            if name not in old:
                (desk.folder / name).unlink()

    def after(found: dict[str, bytes]) -> None:
        again = desk(*command)
        complete = "pubtool.toml" in found
        assert (again.code, "pubtool.toml" in desk.contents()) == (5 if complete else 0, True)
        typed = desk("add", "--title", "A Paper", "--author", "Sihwan Park", "--render")
        assert typed.code == 0, typed
        assert not [name for name in desk.contents() if name.startswith(".")]
        desk.page.write_bytes(old["about.md"])
        put_back()

    put_back()
    assert die_at_each_step(desk, command, old, new, after) > 10


def test_kills_at_random_moments_leave_whole_files_and_no_lock(pubtool) -> None:
    chance = random.Random(7)
    old = pubtool.contents()
    began = time.monotonic()
    _, new = outcomes(pubtool, *EDIT)
    longest = time.monotonic() - began

    def write_on() -> None:
        for number in range(1000):
            pubtool("edit", "park2024mezo", f"title=Title {number}", "--render")

    for _ in range(30):
        child = start(write_on)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        assert end(child) == -signal.SIGKILL
        assert pubtool("list", "--json").code == 0
        page = pubtool.page.read_text()
        assert page.count("\n- ") == old["about.md"].count(b"\n- ")
        assert page.endswith(old["about.md"].decode()[-40:])
    assert pubtool("render").code == 0
    assert pubtool(*EDIT).code == 0
    assert pubtool.contents() == new
