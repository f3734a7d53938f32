"""The application itself: the options before a command, and how a command ends."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pubtool import __version__
from pubtool.cli.commands import Commands
from pubtool.display.screen import Screen
from pubtool.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from pubtool.actions.writing import Mode
    from pubtool.config import Config

app = typer.Typer(
    name="pubtool",
    cls=Commands,
    rich_markup_mode=None,  # rich takes `[key]` for markup and deletes it from help texts
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Session(NamedTuple):
    """What was given before the command: which list, which configuration, which screen."""

    file: Path | None
    config_file: Path | None
    screen: Screen

    def config(self) -> "Config":
        """Read the configuration that holds here."""
        from pubtool.config import load

        try:
            folder = Path.cwd()
        except FileNotFoundError as error:
            raise NotFoundError(
                "The folder that you are in is not there any more: change to another."
            ) from error
        return load(self.file, self.config_file, folder)

    def mode(self, *, dry_run: bool, render: bool) -> "Mode":
        """Return how a writing command goes about it, with a word if it has to wait."""
        from pubtool.actions.writing import Mode

        return Mode(dry_run, render, self.screen.waiting)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"pubtool {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def pubtool(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            envvar="PUBTOOL_FILE",
            metavar="BIB",
            help="The list to work on.",
            readable=False,  # not checked here: who reads it says what is wrong
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            envvar="PUBTOOL_CONFIG",
            metavar="TOML",
            help="The configuration to use.",
            readable=False,
        ),
    ] = None,
    color: Annotated[
        str,
        typer.Option("--color", metavar="WHEN", help="Colour: auto, always or never."),
    ] = "auto",
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Keep your publication list in one BibTeX file, and your homepage true to it."""
    if color not in {"auto", "always", "never"}:
        raise UsageError(f"--color takes auto, always or never, not {color!r}.")
    context.obj = Session(file, config, Screen(color))
    if context.invoked_subcommand is None:
        from pubtool.cli.status import show_status

        show_status(context.obj.screen, context.obj.config())


def session(context: typer.Context) -> Session:
    """Return what was given before the command."""
    found = context.find_object(Session)
    assert found is not None, "the callback above has made it"
    return found


def pasted(screen: Screen) -> str:
    """Return the text on standard input, in whatever encoding it is."""
    from pubtool import files

    if sys.stdin.isatty():
        screen.note("Paste BibTeX, then end with Ctrl-D on a line of its own:")
    return files.decode(Path("-"), sys.stdin.buffer.read()).text
