"""Several commands, and an editor, on one list at once: no change is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from pubtool import store
from tests.test_crash import end, start

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
PROCESSES, CHANGES = 8, 25
KEY = "park2024mezo"


@unix_only
def test_all_of_two_hundred_changes_by_eight_processes_take_effect(pubtool) -> None:
    def work(process: int) -> None:
        for number in range(CHANGES):
            name = f"p{process}n{number}"
            if number % 2:
                done = pubtool("edit", KEY, f"{name}=changed")
            else:
                done = pubtool("add", "--title", f"Title {name}", "--author", f"Ada {name}")
            assert done.code == 0, done
            if number % 8 == process:
                assert pubtool("render").code == 0

    before = pubtool.bib.read_text(encoding="utf-8")
    children = [start(lambda process=process: work(process)) for process in range(PROCESSES)]
    assert [end(child) for child in children] == [0] * PROCESSES
    names = [(f"p{p}n{n}", n % 2) for p in range(PROCESSES) for n in range(CHANGES)]
    library = store.load(pubtool.bib)
    assert library.document.broken == ()
    fields = {field.name for field in library.document.entry(KEY).fields}
    assert {name for name, is_edit in names if is_edit} <= fields
    authors = {paper.authors[0].family for paper in library.publications}
    assert {name for name, is_edit in names if not is_edit} <= authors
    assert len(library.papers) == before.count("\n@") + before.startswith("@") + 104
    assert pubtool("render").code == 0
    assert pubtool("render", "--check").code == 0
    assert len(store.past_commands(pubtool.bib)) == 10


def test_commands_of_processes_of_their_own_take_effect_too(pubtool) -> None:
    def command(process: int, number: int) -> tuple[str, ...]:
        if process % 2:
            return ("add", "--title", f"Work {process} {number}", "--author", f"Ada P{process}")
        return ("edit", KEY, f"p{process}n{number}=changed", "--render")

    for number in range(2):
        running = [pubtool.start(*command(process, number)) for process in range(4)]
        for process in running:
            with process:
                assert process.wait(60) == 0
    text = pubtool.bib.read_text(encoding="utf-8")
    assert (text.count("=changed") + text.count("= {changed}"), text.count("Ada P")) == (4, 4)


# ---------------------------------------------------------------- an editor in between


SAVED_BETWEEN = {
    "list": ("publications.bib", ("edit", KEY, "award=Oral")),
    "list, by add": ("publications.bib", ("add", "--title", "T", "--author", "Ada Lovelace")),
    "list, by remove": ("publications.bib", ("remove", KEY)),
    "list, by an edit that renders": ("publications.bib", ("edit", KEY, "title=T", "--render")),
    "page, by an edit that renders": ("about.md", ("edit", KEY, "title=T", "--render")),
    "page, by render": ("about.md", ("render", "--date", "2026-01-01")),
}


@pytest.mark.parametrize("case", SAVED_BETWEEN)
def test_a_file_saved_between_read_and_write_is_not_overwritten(
    pubtool, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    name, command = SAVED_BETWEEN[case]
    if command[0] == "render":
        assert pubtool("edit", KEY, "title=Another").code == 0
    file, commit = pubtool.folder / name, store.commit
    saved = file.read_bytes() + b"\nby hand\n"

    def commit_late(*arguments: object) -> None:
        editor = "import sys; open(sys.argv[1], 'ab').write(b'\\nby hand\\n')"
        subprocess.run([sys.executable, "-c", editor, file], check=True)
        commit(*arguments)  # type: ignore[arg-type]

    before = pubtool.contents()
    monkeypatch.setattr(store, "commit", commit_late)
    done = pubtool(*command)
    assert (done.code, done.out) == (6, "")
    assert "+by hand" in done.err
    assert "was changed by another program since it was read; nothing was written." in done.err
    assert pubtool.contents() == before | {name: saved}


def edit_with(pubtool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str):
    """Open the paper in an editor that is this script; `scratch` is what it was given."""
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import sys\nfrom pathlib import Path\n"
        f"scratch, listed = Path(sys.argv[1]), Path({str(pubtool.bib)!r})\n{script}"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    return pubtool("edit", KEY)


CHANGE = "scratch.write_text(scratch.read_text().replace('title', 'note = {mine}, title', 1))\n"


def test_an_entry_saved_elsewhere_while_it_is_in_the_editor_is_not_overwritten(
    pubtool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = "listed.write_text(listed.read_text().replace('MeZO', 'Mezo'))\n"
    expected = pubtool.bib.read_text().replace("MeZO", "Mezo")
    done = edit_with(pubtool, monkeypatch, tmp_path, CHANGE + elsewhere)
    assert done.code == 6
    assert f"{KEY} was changed by another program meanwhile, so nothing was written." in done.err
    assert "What you typed is kept in" in done.err
    assert pubtool.bib.read_text() == expected


def test_another_entry_saved_while_one_is_in_the_editor_is_kept(
    pubtool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = "listed.write_text(listed.read_text() + '@misc{other, title = {Other}}\\n')\n"
    done = edit_with(pubtool, monkeypatch, tmp_path, CHANGE + elsewhere)
    assert (done.code, done.err) == (0, "")
    text = pubtool.bib.read_text()
    assert ("note = {mine}" in text, text.endswith("@misc{other, title = {Other}}\n")) == (1, 1)
