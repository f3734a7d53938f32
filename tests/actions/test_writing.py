import os
import signal

import pytest

from pubtool import files, store
from pubtool.actions import interrupts
from pubtool.actions.writing import Mode, Written, apply
from pubtool.bibtex.document import NewEntry
from pubtool.config import Config
from pubtool.errors import NotFoundError, RefusedError

TEXT = "% mine\n@misc{a, title={A}, author={Donald E. Knuth}}\n"
EDITED = TEXT.replace("{A}", "{B}")
DIFFERENCE = (
    "--- list.bib\n+++ list.bib\n@@ -1,2 +1,2 @@\n % mine\n"
    "-@misc{a, title={A}, author={Donald E. Knuth}}\n"
    "+@misc{a, title={B}, author={Donald E. Knuth}}\n"
)


@pytest.fixture
def config(tmp_path):
    bib = tmp_path / "list.bib"
    bib.write_text(TEXT)
    page = tmp_path / "page.md"
    page.write_text("## Published Papers\n\n## Preprints\n")
    return Config(bib=bib, page=page)


def retitle(library):
    return library.document.set_fields("a", {"title": "B"})


def test_a_command_writes_the_list_and_tells_the_difference(config):
    written = apply(config, "edit a", retitle, Mode())
    assert written.paths == (config.bib,)
    assert written.differences == (DIFFERENCE,)
    assert config.bib.read_text() == EDITED
    assert store.past_commands(config.bib) == ("edit a",)


def test_a_dry_run_tells_the_same_and_touches_nothing(config, own_home):
    written = apply(config, "edit a", retitle, Mode(dry_run=True, render=True))
    assert written.differences[0] == DIFFERENCE
    assert [path.name for path in written.paths] == ["list.bib", "page.md"]
    assert written.dry_run
    assert config.bib.read_text() == TEXT
    assert list(own_home.rglob("*")) == []


def test_list_and_page_are_written_in_one_step(config):
    written = apply(config, "edit a", retitle, Mode(render=True))
    assert written.paths == (config.bib, config.page)
    assert "**B**" in config.page.read_text()
    store.undo(config.bib)
    assert config.bib.read_text() == TEXT
    assert config.page.read_text() == "## Published Papers\n\n## Preprints\n"


def test_what_changes_nothing_writes_nothing_and_is_not_remembered(config):
    before = config.bib.stat().st_mtime_ns
    assert apply(config, "edit a", lambda library: library.document, Mode()) == Written()
    assert config.bib.stat().st_mtime_ns == before
    assert store.past_commands(config.bib) == ()


def test_an_edit_that_comes_to_nothing_leaves_the_page_alone_too(config):
    assert apply(config, "add x", lambda library: None, Mode(render=True)) == Written()
    assert config.page.read_text() == "## Published Papers\n\n## Preprints\n"


def test_a_list_that_is_not_there_is_begun_only_where_that_is_meant(config):
    config.bib.unlink()

    def append(library):
        return library.document.append(NewEntry("misc", "b", (("title", "B"),)))

    with pytest.raises(NotFoundError):
        apply(config, "edit b", append, Mode())
    apply(config, "add b", append, Mode(), begin=True)
    assert config.bib.read_text() == "@misc{b,\n  title         = {B},\n}\n"
    store.undo(config.bib)
    assert not config.bib.exists()


def test_an_empty_list_is_empty_again_after_undo(config):
    config.bib.write_text("")
    apply(
        config,
        "add b",
        lambda library: library.document.append(NewEntry("misc", "b", (("title", "B"),))),
        Mode(),
        begin=True,
    )
    store.undo(config.bib)
    assert config.bib.read_text() == ""


def test_a_page_that_refuses_stops_the_list_as_well(config):
    config.page.write_text("## Published Papers\n\n## Preprints\n\nNot pubtool's own words.\n")
    apply(config, "edit a", retitle, Mode(dry_run=True))
    config.page.write_text("## Published Papers\n\n## Preprints\n\n- **X** \\\\\nA. B (1990)\n")
    with pytest.raises(RefusedError):
        apply(config, "edit a", retitle, Mode(render=True))
    assert config.bib.read_text() == TEXT


def test_an_error_of_the_edit_lets_go_of_the_lock(config):
    def fail(library):
        raise RefusedError("no")

    with pytest.raises(RefusedError, match="no"):
        apply(config, "x", fail, Mode())
    with files.lock(config.bib, waiting=lambda: pytest.fail("the lock is held")):
        pass


def test_an_interrupt_while_files_are_written_comes_too_late():
    with interrupts.held_off():
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
