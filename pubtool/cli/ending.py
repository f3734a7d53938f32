"""How a command ends: its exit code, and words for whatever went wrong."""

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any  # for a context: typer has its own click inside, which is private

import typer
from typer.core import TyperGroup

from pubtool.display.screen import Screen
from pubtool.errors import PubtoolError

INTERRUPTED = 130
_BUG = 70  # EX_SOFTWARE of sysexits.h
_OUTPUT_FAILED = 74  # EX_IOERR
_NOBODY_READS = 141  # what a shell shows for SIGPIPE


class Ending(TyperGroup):
    """Commands whose deliberate failures end in a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was given."""
        try:
            return super().invoke(ctx)
        except PubtoolError as error:
            _screen(ctx).fail(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _screen(ctx).note("\nInterrupted; nothing was written.")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            raise typer.Exit(_NOBODY_READS) from error


def run(app: Callable[..., object]) -> int:
    """Run the command line and return its exit code; a failure is told in words."""
    _open_streams()
    try:
        app(prog_name="pubtool")
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 0
    except Exception as error:  # a bug: a person gets words, its trace is kept for the report
        code = _failed(error)
    return _flushed(code)


def _screen(ctx: Any) -> Screen:
    screen = getattr(ctx.obj, "screen", None)
    return screen if isinstance(screen, Screen) else Screen()


def _open_streams() -> None:
    """Make sure that there are streams, and that they take any character."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            # Open until the process ends; os.devnull is a name, not a path to join.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif mode == "w" and isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flushed(code: int) -> int:
    """Return the exit code after the last of the output has gone, or could not go."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            if stream is sys.stdout:
                code = _failed(error)
            # The interpreter flushes once more at its end, and would complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return code


def _failed(error: Exception) -> int:
    if isinstance(error, BrokenPipeError):
        return _NOBODY_READS
    screen = Screen()
    if isinstance(error, OSError) and error.filename is None:
        screen.note(f"Error: the output could not be written: {error.strerror}.", "red")
        return _OUTPUT_FAILED
    what = f"this is a bug in pubtool ({type(error).__name__}: {error})"
    screen.note(f"Error: {what}. {_keep_trace(error)}", "red")
    return _BUG


def _keep_trace(error: Exception) -> str:
    """Put the trace of a bug into the state folder and say where it is."""
    import traceback

    from pubtool import files

    try:
        path = files.user_state_folder() / "bug.txt"
        files.write(path, "".join(traceback.format_exception(error)).encode(), mode=0o600)
    except PubtoolError as reason:
        return f"Its trace could not be kept: {reason.message}"
    return f"Its trace is in {path}."
