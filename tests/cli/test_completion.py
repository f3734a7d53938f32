"""What a Tab offers, in three shells."""

import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pubtool.cli import app
from tests.cli.conftest import ROOT, Desk


def asking(line: str, shell: str) -> dict[str, str]:
    """Return what a shell sets when Tab is pressed at the end of the line."""
    return {
        "_PUBTOOL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


def tab(line: str) -> list[str]:
    """Return what a Tab at the end of the line offers in bash."""
    done = CliRunner().invoke(app, env=asking(line, "bash"), prog_name="pubtool")
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.removesuffix("\n").split("\n") if done.stdout.strip() else []


def tab_outside(desk: Desk, line: str, shell: str) -> str:
    """Return what the shell is given, by a process of its own."""
    done = desk.outside(env=asking(line, shell))
    assert (done.code, done.err) == (0, "")
    return done.out


OFFERS = {
    "commands": ("pubtool re", ["remove", "refresh", "render"]),
    "options": ("pubtool list --st", ["--status"]),
    "values of an option": ("pubtool list --status p", ["published", "preprint"]),
    "keys": ("pubtool show pa", [f"park{key}" for key in ("2018scalable", "2024mezo")]),
    "more keys": ("pubtool remove kim2023scale ja", ["jang2025lantern"]),
    "nothing that fits": ("pubtool show zz", []),
    "after an option": ("pubtool show --json ja", ["jang2025lantern"]),
    "keys for accept": ("pubtool accept kim2022", ["kim2022bias"]),
    "keys for refresh": ("pubtool refresh kim2022", ["kim2022bias"]),
    "fields for edit": ("pubtool edit kim2022bias ope", ["openreview="]),
    "a field it lacks": ("pubtool edit kim2022bias pd", ["pdf="]),
    "keys for edit": ("pubtool edit kim2022bias ja", ["jang2025lantern"]),
    "venues": ("pubtool list --venue I", ["ICLR"]),
    "headings": ("pubtool import about.md --section Pub", ["Published Papers"]),
}


@pytest.mark.parametrize("name", OFFERS)
def test_a_tab_offers(pubtool: Desk, name: str) -> None:
    line, offered = OFFERS[name]
    assert tab(line)[: len(offered) or None] == offered


def test_titles_are_the_help_of_keys_one_line_each(pubtool: Desk) -> None:
    assert tab_outside(pubtool, "pubtool show ja", "fish") == (
        "jang2025lantern\tLANTERN: Accelerating Visual Autoregressive Models "
        "with Relaxed Speculative Decoding\n"
    )
    assert tab_outside(pubtool, "pubtool show ja", "zsh") == (
        """_arguments '*: :(("jang2025lantern":"LANTERN\\\\: Accelerating Visual """
        """Autoregressive Models with Relaxed Speculative Decoding"))'\n"""
    )


def test_the_list_that_the_command_names_is_completed_from(pubtool: Desk) -> None:
    (pubtool.folder / "other.bib").write_text("@misc{knuth1984, title={Literate}}")
    assert tab("pubtool --file other.bib show ") == ["knuth1984"]


WITHOUT_OFFERS = {
    "no list": "",
    "no file": "--file gone.bib ",
    "broken settings": "--config broken.toml ",
}


@pytest.mark.parametrize("name", WITHOUT_OFFERS)
def test_a_tab_never_complains(desk: Desk, name: str) -> None:
    (desk.folder / "broken.toml").write_text("me = [", encoding="utf-8")
    assert tab(f"pubtool {WITHOUT_OFFERS[name]}show ") == []


HOSTILE = r"""
@misc{a$(touch stolen), title={A}}
@misc{b`touch stolen`, title={B}}
@misc{c;touch, title={C}}
@misc{d*, title={D}}
@misc{safe, title={\$(touch stolen) `touch stolen` "; touch stolen; ' \\$(touch stolen) [x] $x$}}
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_keys_and_titles_never_reach_a_shell_as_code(desk: Desk, shell: str) -> None:
    desk.bib.write_text(HOSTILE, encoding="utf-8")
    offered = tab_outside(desk, "pubtool show ", shell)
    offered = offered.removeprefix("_arguments '*: :((").removesuffix("))'\n")
    assert "safe" in offered
    assert set(offered) & set("$`*()'\\") == set()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_bash_itself_completes_a_key(pubtool: Desk) -> None:
    source = pubtool.outside(env={"_PUBTOOL_COMPLETE": "source_bash"}).out
    script = f"""
        pubtool() {{ {sys.executable} -m pubtool "$@"; }}
        {source.replace("$1", f"{sys.executable} -m pubtool")}
        COMP_WORDS=(pubtool show ja); COMP_CWORD=2
        _pubtool_completion pubtool; echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=pubtool.folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("jang2025lantern", "")


WITH_COLONS = """
@misc{DBLP:conf/iclr/Park25, title={A}, author={Sihwan Park}, code={https://example.org}}
@misc{foo:2024, title={B}}
@misc{foo:sub:2024, title={C}}
@misc{foot, title={D}}
"""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["show", "foo", ":"], ["2024", "sub:2024"]),
        (["show", "foo", ":", "2"], ["2024"]),
        (["show", "foo", ":", "sub", ":"], ["2024"]),
        (["remove", "foot", "DBLP", ":", "conf/ic"], ["conf/iclr/Park25"]),
        (["edit", "DBLP", ":", "conf/iclr/Park25", "cod"], ["code="]),
        (["show", "foo:2"], ["foo:2024"]),
        (["show", "fo"], ["foo:2024", "foo:sub:2024", "foot"]),
        (["remove", "foo", ":", ""], ["DBLP:conf/iclr/Park25", "foo:2024"]),
        (["show", ":"], []),
    ],
    ids=" ".join,
)
def test_bash_parts_a_key_at_its_colons(desk: Desk, words: list[str], offered: list[str]) -> None:
    desk.bib.write_text(WITH_COLONS, encoding="utf-8")
    line = {"COMP_WORDS": "\n".join(["pubtool", *words]), "COMP_CWORD": str(len(words))}
    done = desk.outside(env={"_PUBTOOL_COMPLETE": "complete_bash", **line})
    assert (done.code, done.err) == (0, "")
    assert done.out.split()[: len(offered) or None] == offered


def test_a_tab_imports_none_of_the_heavy_libraries(pubtool: Desk) -> None:
    script = (
        "import sys\n"
        "from pubtool.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'rich', 'requests', 'jinja2', 'bibtexparser', 'pylatexenc', 'markdown_it'}\n"
        "print(*sorted(heavy & {name for name, module in sys.modules.items() if module}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=pubtool.folder,
        env={
            "PYTHONPATH": str(ROOT),
            "_PUBTOOL_COMPLETE": "complete_bash",
            "COMP_WORDS": "pubtool show ja",
            "COMP_CWORD": "2",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["jang2025lantern", ""]
