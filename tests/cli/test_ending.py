"""How commands end: streams, interrupts, locks, and never a traceback."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pubtool import files
from tests import services as play
from tests.cli.conftest import ROOT, Done


@pytest.fixture
def long_list(desk):
    """A list that is longer than any buffer of a pipe."""
    entries = (
        f"@misc{{k{n}, title={{Title {n} {'x' * 300}}}, author={{A. B}}}}\n" for n in range(900)
    )
    desk.bib.write_text("".join(entries))
    return desk


@pytest.mark.parametrize("papers", [1, 900])
def test_a_reader_that_goes_away_is_no_failure_to_talk_about(long_list, papers):
    if papers == 1:
        long_list.bib.write_text("@misc{k, title={T}, author={A. B}}\n")
    with long_list.start("list") as process:
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("papers", [1, 900])
def test_output_that_cannot_be_written_is_told(long_list, papers):
    if papers == 1:
        long_list.bib.write_text("@misc{k, title={T}, author={A. B}}\n")
    with Path("/dev/full").open("w") as full:
        done = long_list.outside("list", stdout=full)
    assert (done.code, done.err) == (
        74,
        "Error: the output could not be written: No space left on device.\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(("key", "code"), [("no-such-key", 5), ("park2024mezo", 0)])
def test_where_standard_error_takes_nothing_the_exit_code_still_tells(pubtool, key, code):
    command = f'exec "{sys.executable}" -m pubtool edit {key} note=x --diff 2>/dev/full'
    done = subprocess.run(
        command,
        shell=True,
        cwd=pubtool.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    assert done.returncode == code


def test_closed_streams_are_no_failure(pubtool):
    command = f'exec "{sys.executable}" -m pubtool list <&- >&- 2>&-'
    done = subprocess.run(
        command, shell=True, cwd=pubtool.folder, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["list"], "\\xdcber \\u6df1\\u5ea6"),
        (["list", "--json"], "\\u00dcber \\u6df1\\u5ea6"),
        (["render", "--stdout"], "\\xdcber \\u6df1\\u5ea6"),
    ],
    ids=["list", "JSON", "render"],
)
def test_a_stream_without_the_letters_escapes_them(desk, words, title):
    desk.bib.write_text("@misc{k, title={Über 深度}, author={Kurt Gödel}}\n", encoding="utf-8")
    done = desk.outside(*words, env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, done.err) == (0, "")
    assert title in done.out


def test_a_folder_that_is_gone_is_told(desk):
    done = subprocess.run(
        f'mkdir gone; cd gone; rmdir ../gone; exec "{sys.executable}" -m pubtool list',
        shell=True,
        cwd=desk.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 5
    assert "Error: The folder that you are in is not there any more" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_home_folder_a_list_is_still_shown(pubtool, monkeypatch):
    monkeypatch.delenv("HOME")
    done = pubtool.outside("list")
    assert (done.code, done.err) == (0, "")


def test_a_state_folder_that_cannot_be_used_stops_what_would_write(pubtool, services, own_home):
    (own_home / "file").write_text("")
    before = pubtool.contents()
    done = pubtool.outside("add", "1412.6980", env={"XDG_STATE_HOME": str(own_home / "file")})
    assert (done.code, pubtool.contents()) == (6, before)
    assert "XDG_STATE_HOME" in done.err
    assert pubtool("list").code == 0


def test_a_bug_is_told_in_words_and_its_trace_kept(desk, monkeypatch):
    (desk.folder / "sitecustomize.py").write_text(
        "import pubtool.config\n"
        "def load(*_): raise ZeroDivisionError('by design')\n"
        "pubtool.config.load = load\n"
    )
    done = desk.outside("list", env={"PYTHONPATH": f"{desk.folder}{os.pathsep}{ROOT}"})
    trace = files.user_state_folder() / "bug.txt"
    assert done == Done(
        70,
        "",
        f"Error: this is a bug in pubtool (ZeroDivisionError: by design). Its trace is in {trace}."
        "\n",
    )
    assert "ZeroDivisionError: by design" in trace.read_text()


def test_an_interrupt_during_the_network_writes_nothing_and_says_so(pubtool, services):
    before = pubtool.contents()
    services.always("arxiv", play.silence())
    with pubtool.start("add", "1412.6980") as process:
        deadline = time.monotonic() + 20
        while not services.asked("arxiv") and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        out, err = process.communicate(timeout=20)
    assert time.monotonic() - started < 5
    assert (process.returncode, out, err) == (130, "", "\nInterrupted; nothing was written.\n")
    assert pubtool.contents() == before


def test_a_command_that_waits_for_another_says_so(pubtool):
    waiting = threading.Event()
    with files.lock(pubtool.bib):
        process = pubtool.start("edit", "park2024mezo", "note=x")

        def listen() -> None:
            if "Waiting for another pubtool" in process.stderr.readline():
                waiting.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert waiting.wait(20)
        assert b"note" not in pubtool.bib.read_bytes()
    listener.join()
    with process:
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "Edited park2024mezo.\n", "")
    assert b"note" in pubtool.bib.read_bytes()


def test_two_commands_at_once_both_take_effect(desk, services):
    commands = [desk.start("add", reference) for reference in ("1412.6980", "1706.03762")]
    for process in commands:
        with process:
            process.communicate(timeout=30)
        assert process.returncode == 0
    assert desk.bib.read_text().count("@misc") == 2


# ---------------------------------------------------------------- the start


def modules_of(desk, *words: str) -> set[str]:
    """The modules that a command imports."""
    script = (
        "import sys; from pubtool.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=desk.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    return set(done.stderr.split())


def test_the_version_needs_no_library(desk):
    assert "pubtool" in modules_of(desk, "--version")
    assert not {"typer", "rich", "pubtool.config"} & modules_of(desk, "--version")
    assert desk.outside("--version").out == desk("--version").out


def test_a_piped_list_imports_no_library_that_it_does_not_need(pubtool, own_home):
    shutil.rmtree(own_home / "cache", ignore_errors=True)
    first, again = modules_of(pubtool, "list"), modules_of(pubtool, "list")
    heavy = {"rich", "requests", "jinja2", "markdown_it", "filelock", "pydantic"}
    assert not heavy & first
    assert {"bibtexparser", "pubtool.bibtex"} & first == {"bibtexparser", "pubtool.bibtex"}
    assert not {"bibtexparser", "pubtool.bibtex"} & again
