"""The README names what there is, and its two commands are one line each."""

import re
from pathlib import Path

import pytest
import typer.main

from pubtool.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUP = typer.main.get_command(app)
COMMANDS: dict[str, str] = {
    name: command.help or ""
    for name, command in GROUP.commands.items()  # type: ignore[attr-defined]  # it is a group
}

# A help text in the third person, or about itself, is no order to the program.
_NO_IMPERATIVE = re.compile(r"(?:\w+s|this|the|a|an|it|to|command)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"^\| `pubtool {name}\b", README, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_one_imperative_sentence_and_examples(name: str) -> None:
    sentence, *rest = COMMANDS[name].split("\n\n")
    assert re.fullmatch(r"[A-Z][^.!?]*(?:\.[a-z][^.!?]*)*\.", " ".join(sentence.split()))
    assert not _NO_IMPERATIVE.match(sentence) or sentence.split()[0] in {"Pass", "Focus"}
    assert "Examples:" in rest[-1]
    examples = re.findall(r"^ *pubtool .*", rest[-1], re.MULTILINE)
    assert examples
    assert [line for line in examples if not re.match(rf" *pubtool (?:.* )?{name}\b", line)] == []


def test_two_commands_do_everything() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv ")]
    assert lines == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/pubtool render --stdout",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest",
    ]


def test_the_exit_codes_are_those_of_the_errors() -> None:
    from pubtool import errors
    from pubtool.cli import INTERRUPTED

    codes = {
        error.exit_code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.PubtoolError)
    }
    told = {int(code) for code in re.findall(r"^\| (\d+) \| ", README, re.MULTILINE)}
    assert told == codes | {0, INTERRUPTED}
