"""`edit` and `remove`: just what was asked for changes, and nothing that was typed is lost."""

import re
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.test_accept import answer, changed


@pytest.fixture
def before(pubtool):
    return pubtool.bib.read_text()


# ---------------------------------------------------------------- FIELD=VALUE


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        pytest.param(
            ["kim2023scale", "award=Oral"],
            ["-   award         = {Spotlighted},", "+   award         = {Oral},"],
            id="a field set",
        ),
        pytest.param(["kim2023scale", "award="], ["-   award         = {Spotlighted},"], id="gone"),
        pytest.param(
            ["kim2023scale", "Note=A {B} = C"], ["+   Note          = {A {B} = C},"], id="new"
        ),
        pytest.param(
            ["kim2023scale", "--award", "50% Oral"],
            ["-   award         = {Spotlighted},", r"+   award         = {50\% Oral},"],
            id="--award is text",
        ),
        pytest.param(
            ["kim2023scale", "--link", ""],
            [
                "-   url           = {https://openreview.net/pdf?id=VZ5EaTI6dqa},",
            ],
            id="--link gone",
        ),
        pytest.param(
            ["park2025lantern", "--link", "https://arxiv.org/abs/2502.06352"],
            [
                "-   eprint        = {2502.99999},",
                "-   url           = {https://arxiv.org/abs/2502.99999},",
                "+   eprint        = {2502.06352},",
                "+   url           = {https://arxiv.org/abs/2502.06352},",
            ],
            id="--link to another arXiv paper",
        ),
        pytest.param(
            ["kim2022bias", "--equal", "1,2"],
            ["+   author+an     = {1=equal; 2=equal},"],
            id="--equal",
        ),
        pytest.param(
            ["park2024mezo", "--equal", ""],
            ["-   author+an     = {1=equal; 2=equal},"],
            id="--equal nobody",
        ),
        pytest.param(
            ["kim2022bias", "kim2023scale", "--hide"],
            ["+   keywords      = {hidden},", "+   keywords      = {hidden},"],
            id="several papers",
        ),
        pytest.param(
            ["park2018scalable", "--show"], ["-   keywords      = {hidden},"], id="--show"
        ),
        pytest.param(
            ["kim2023scale", "--venue", "ICLR 2024"],
            ["-   year          = {2023},", "+   year          = {2024},"],
            id="--venue",
        ),
    ],
)
def test_just_what_was_asked_for_changes(pubtool, before, words, lines):
    done = pubtool("edit", *words)
    assert (done.code, done.err) == (0, "")
    assert changed(pubtool, before) == lines


def test_marks_stay_with_their_people_when_the_order_is_corrected(pubtool, before):
    authors = "Sihwan Park and Sung-Yub Kim and Doo-hyuk Jang and Souvik Kundu and Eunho Yang"
    assert pubtool("edit", "park2025lantern", f"author={authors}").code == 0
    assert [line for line in changed(pubtool, before) if "+an" in line] == [
        "-   author+an     = {1=equal; 2=equal},",
        "+   author+an     = {1=equal; 3=equal},",
    ]


ANNOTATED = """\
@misc{%s,
  author = {Doohyuk Jang and Sihwan Park and June Yong Yang and Eunho Yang},
  author+an = {1=equal, first; 2=equal; 4=corresponding},
  author+an:role = {1=writing;4="advice; funds"}
}
"""


def test_every_annotation_moves_with_its_author_in_each_paper(desk):
    desk.bib.write_text("".join(ANNOTATED % key for key in "ab"))
    authors = "Eunho Yang and Sihwan Park and Doo-hyuk Jang"
    assert desk("edit", "a", "b", f"author={authors}").code == 0
    moved = (
        ANNOTATED.replace("Doohyuk Jang and Sihwan Park and June Yong Yang and Eunho Yang", authors)
        .replace(
            "1=equal, first; 2=equal; 4=corresponding", "1=corresponding; 2=equal; 3=equal, first"
        )
        .replace('1=writing;4="advice; funds"', '1="advice; funds"; 3=writing')
    )
    assert desk.bib.read_text() == "".join(moved % key for key in "ab")


def test_a_name_spelled_right_keeps_what_is_said_of_it(desk):
    desk.bib.write_text(
        "@misc{a,\n  author = {Sihwan Prak and Eunho Yang},\n"
        "  author+an = {1=first},\n  author+an:role = {1=writing}\n}\n"
    )
    before = desk.bib.read_text()
    assert desk("edit", "a", "author=Sihwan Park and Eunho Yang").code == 0
    assert desk.bib.read_text() == before.replace("Prak", "Park")


def test_a_value_in_quotation_marks_stays_in_them(desk):
    desk.bib.write_text('@misc{a,\n  title = "One",\n  year = 2025,\n  month = jun\n}\n')
    assert desk("edit", "a", "title=Two", "year=2026", "month=jul").code == 0
    assert desk.bib.read_text() == (
        '@misc{a,\n  title = "Two",\n  year = 2026,\n  month = jul\n}\n'
    )


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["kim2022bias", "title={A"], 2, "the braces in the value of `title` do not pair"),
        (["kim2022bias", "=x"], 2, "'=x' is not FIELD=VALUE, such as year=2025."),
        (["kim2022bias", "--hide", "--show"], 2, "--hide and --show do not go together."),
        (["kim2022bias", "--equal", "Nobody"], 2, "Nobody is not an author of this paper"),
        (["kim2022bias", "park2024mezo"], 2, "Name one paper to open it in an editor"),
        (["kim2022bias", "nobody", "year=2025"], 5, "there is no entry `nobody`"),
        (["kim2022bais", "year=2025"], 5, "near it: kim2022bias"),
    ],
)
def test_what_does_not_fit_changes_nothing(pubtool, before, words, code, message):
    done = pubtool("edit", *words)
    assert (done.code, pubtool.bib.read_text()) == (code, before)
    assert message in done.err


@pytest.mark.parametrize(
    "words",
    [["edit", "b", "year=2025"], ["edit", "b"], ["remove", "b"], ["accept", "b", "ICLR 2025"]],
    ids=" ".join,
)
def test_a_broken_entry_is_named_with_its_line(desk, words):
    text = "@misc{a,\n  title = {A}\n}\n\n@misc{b,\n  title = {B\n  year = 2024\n}\n"
    desk.bib.write_text(text)
    done = desk(*words)
    assert (done.code, desk.bib.read_text()) == (3, text)
    assert re.search(r"publications\.bib:5: ", done.err), done.err


def test_a_dry_run_shows_the_difference_only(pubtool, before):
    done = pubtool("edit", "kim2022bias", "year=2023", "--diff")
    assert "-  year          = {2022},\n+  year          = {2023},\n" in done.out
    assert pubtool.bib.read_text() == before


# ---------------------------------------------------------------- the editor


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Sets an editor that replaces `old` by `new`, the n-th pair when it is opened n times."""
    count = tmp_path / "count"

    def use(*pairs: tuple[str, str], code: int = 0) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import sys, pathlib\n"
            f"count = pathlib.Path({str(count)!r})\n"
            "n = int(count.read_text()) if count.exists() else 0\n"
            "count.write_text(str(n + 1))\n"
            f"old, new = {pairs!r}[n]\n"
            "path = pathlib.Path(sys.argv[1])\n"
            "text = path.read_text(encoding='utf-8').replace(old, new)\n"
            "path.write_text(text, encoding='utf-8')\n"
            f"sys.exit({code})\n"
        )
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return use


def kept(tmp_path: Path) -> list[str]:
    return [path.read_text() for path in tmp_path.glob("*.bib")]


def test_the_editor_changes_the_entry_and_leaves_no_file(pubtool, before, editor, tmp_path):
    editor(("{2022}", "{2023}"))
    done = pubtool("edit", "kim2022bias")
    assert (done.code, done.out) == (0, "Edited kim2022bias.\n")
    assert changed(pubtool, before) == [
        "-   year          = {2022},",
        "+   year          = {2023},",
    ]
    assert kept(tmp_path) == []


def test_the_editor_opens_again_on_what_was_typed(pubtool, before, editor, monkeypatch, tmp_path):
    editor(("{2022}", "{2023"), ("{2023", "{2023}"))
    questions = answer(monkeypatch, "y")
    done = pubtool("edit", "kim2022bias")
    assert (done.code, questions) == (0, ["Edit again?"])
    assert "Error: " in done.err
    assert "year          = {2023}," in pubtool.bib.read_text()
    assert kept(tmp_path) == []


@pytest.mark.parametrize("word", ["n", KeyboardInterrupt], ids=["no", "Ctrl-C"])
def test_what_was_typed_is_kept_where_a_person_gives_up(
    pubtool, before, editor, monkeypatch, tmp_path, word
):
    editor(("{2022}", "{2023"))
    answer(monkeypatch, word)
    done = pubtool("edit", "kim2022bias")
    assert done.code == (130 if word is KeyboardInterrupt else 6)
    assert pubtool.bib.read_text() == before
    (text,) = kept(tmp_path)
    assert "{2023," in text
    assert f"What you typed is kept in {tmp_path}/kim2022bias-" in done.err


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (("kim2022bias", "kim2023bias"), "A citation key is never changed"),
        (("{2022},", "{2022},}} @misc{x, y={z}"), "not exactly one entry"),
        (("@misc", "misc"), "not exactly one entry"),
    ],
    ids=["another key", "two entries", "none"],
)
def test_what_is_not_this_entry_is_refused_and_kept(
    pubtool, before, editor, tmp_path, pair, message
):
    editor(pair)
    done = pubtool("edit", "kim2022bias")
    assert (done.code, pubtool.bib.read_text()) == (3, before)
    assert message in done.err
    assert len(kept(tmp_path)) == 1


def test_an_entry_that_was_changed_meanwhile_is_not_overwritten(
    pubtool, editor, tmp_path, monkeypatch
):
    script = tmp_path / "other.py"
    script.write_text(
        "import pathlib, sys\n"
        f"path = pathlib.Path({str(pubtool.bib)!r})\n"
        "path.write_text(path.read_text().replace('{2022}', '{2021}'))\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('{2022}', '{2023}'))\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    done = pubtool("edit", "kim2022bias")
    assert done.code == 6
    assert "was changed by another program meanwhile" in done.err
    assert "{2021}" in pubtool.bib.read_text()
    assert len(kept(tmp_path)) == 1


def test_an_editor_that_fails_changes_nothing_and_leaves_no_file(pubtool, before, editor, tmp_path):
    editor(("x", "x"), code=1)
    done = pubtool("edit", "kim2022bias")
    assert (done.code, pubtool.bib.read_text()) == (6, before)
    assert kept(tmp_path) == []


def test_nothing_typed_is_nothing_to_change(pubtool, before, editor):
    editor(("x", "x"))
    assert pubtool("edit", "kim2022bias").err == "Nothing to change.\n"


def test_without_terminal_and_editor_there_is_advice(pubtool):
    done = pubtool("edit", "kim2022bias")
    assert (done.code, done.err) == (
        6,
        "Error: No terminal to edit in: give FIELD=VALUE, or set $EDITOR.\n",
    )


def test_what_is_typed_is_for_the_users_eyes_only(pubtool, editor, tmp_path, monkeypatch):
    modes = []
    editor(("x", "x"))
    monkeypatch.setattr(
        "subprocess.run",
        lambda words, check: (
            modes.append(stat.S_IMODE(Path(words[-1]).stat().st_mode))
            or type("Done", (), {"returncode": 0})
        ),
    )
    pubtool("edit", "kim2022bias")
    assert modes == [0o600]


# ---------------------------------------------------------------- remove, undo


def test_remove_takes_entries_out_and_undo_brings_them_back(pubtool, before):
    done = pubtool("remove", "kim2022bias", "park2018scalable")
    assert (done.code, done.out) == (0, "Removed kim2022bias, park2018scalable.\n")
    assert "kim2022bias" not in pubtool.bib.read_text()
    assert pubtool("undo").out == (
        "Took back `remove kim2022bias park2018scalable` (publications.bib).\n"
    )
    assert pubtool.bib.read_text() == before


def test_a_removed_paper_leaves_the_page_with_the_next_render(pubtool):
    assert pubtool("remove", "kim2022bias", "--render").code == 0
    assert "Bias Decay" not in pubtool.page.read_text()
    assert pubtool("undo").out == ("Took back `remove kim2022bias` (about.md, publications.bib).\n")
    assert "Bias Decay" in pubtool.page.read_text()


def test_undo_refuses_to_lose_what_was_typed_since(pubtool):
    pubtool("edit", "kim2022bias", "year=2023")
    pubtool.bib.write_text(pubtool.bib.read_text() + "% mine\n")
    done = pubtool("undo")
    assert done.code == 6
    assert "+% mine" in done.err


def test_undo_says_what_it_found_in_place_already(pubtool, before):
    pubtool("edit", "kim2022bias", "year=2023")
    pubtool.bib.write_text(before)
    done = pubtool("undo")
    assert (done.code, done.err) == (
        0,
        "`edit kim2022bias` was taken back already; nothing had to be changed.\n",
    )


def test_undo_without_a_past_says_so(desk):
    desk.bib.write_text("")
    done = desk("undo")
    assert done.code == 5
    assert "there is no command to take back" in done.err
