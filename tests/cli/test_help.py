import re

import pytest
import typer

from pubtool.cli import app

GROUP = typer.main.get_command(app)
COMMANDS = GROUP.list_commands(None)
# The order of the contract's table: the way of a paper through the list.
ORDER = [
    *("init", "add", "list", "show", "edit", "accept", "attach", "remove", "undo"),
    *("refresh", "import", "render", "check", "export", "open"),
]


def test_the_commands_stand_in_the_order_of_a_papers_way(desk):
    told = [name for name in COMMANDS if name in ORDER]
    assert told == [name for name in ORDER if name in COMMANDS]
    shown = re.findall(r"^  ([a-z]+)  ", desk("-h").out.partition("Commands:")[2], re.MULTILINE)
    assert shown == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_one_imperative_sentence_and_examples(desk, name):
    done = desk(name, "-h")
    assert (done.code, desk(name, "--help")) == (0, done)
    sentence, _, rest = done.out.partition("\n\n")[2].partition("\n\n")
    assert re.fullmatch(r"  [A-Z](?:[^.]|\.(?=\w))*\.", sentence), sentence
    assert "Examples:\n" in rest
    assert f"pubtool {name}" in rest.partition("Examples:\n")[2]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_what_an_option_takes_is_named_in_words(desk, name):
    done = desk(*filter(None, [name]), "-h")
    assert not re.search(r"<(str|int|path|file|text)>", done.out)
    assert max(len(line) for line in done.out.splitlines()) <= 100


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["lst"], "Did you mean 'list'?"),
        (["rendr"], "Did you mean 'render'?"),
        (["add", "--titel", "x"], "--title"),
        (["list", "--authr", "x"], "--author"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_word_mistyped_gets_the_near_one(desk, words, near):
    done = desk(*words)
    assert (done.code, done.out) == (2, "")
    assert near in done.err
