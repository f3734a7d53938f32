"""The application itself: the options before a command, and how a command ends."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pubtool import __version__
from pubtool.config import Config, load
from pubtool.display.screen import Screen
from pubtool.errors import PubtoolError, UsageError

_INTERRUPTED = 130
_BUG = 70  # EX_SOFTWARE of sysexits.h

app = typer.Typer(
    name="pubtool",
    rich_markup_mode=None,  # rich takes `[key]` for markup and deletes it from help texts
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@dataclass(frozen=True, slots=True)
class Session:
    """What was given before the command: which list, which configuration, which screen."""

    file: Path | None
    config_file: Path | None
    screen: Screen

    def config(self) -> Config:
        """Read the configuration that holds here."""
        return load(self.file, self.config_file, Path.cwd())


def _version(wanted: bool) -> None:
    if wanted:
        print(f"pubtool {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def pubtool(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option("--file", envvar="PUBTOOL_FILE", metavar="BIB", help="The list to work on."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", envvar="PUBTOOL_CONFIG", metavar="TOML", help="The configuration to use."
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
        print(context.get_help())


def session(context: typer.Context) -> Session:
    """Return what was given before the command."""
    found = context.find_object(Session)
    assert found is not None, "the callback above has made it"
    return found


def run() -> None:
    """Run the command line and exit with its code; a failure is told in words."""
    screen = Screen()
    try:
        app(prog_name="pubtool")
    except PubtoolError as error:
        screen.fail(error)
        sys.exit(error.exit_code)
    except SystemExit as ending:
        if ending.code == _INTERRUPTED:
            screen.note("Interrupted; nothing was written.")
        raise
    except Exception as error:  # a bug: a person gets words, its trace is kept for the report
        screen.note(
            f"Error: this is a bug in pubtool ({type(error).__name__}: {error}). "
            f"Its trace is in {_keep_trace(error)}."
        )
        sys.exit(_BUG)


def _keep_trace(error: Exception) -> str:
    """Put the trace of a bug into the state folder and return where it is."""
    import traceback

    from pubtool import files

    path = files.user_state_folder() / "bug.txt"
    files.write(path, "".join(traceback.format_exception(error)).encode(), mode=0o600)
    return str(path)
