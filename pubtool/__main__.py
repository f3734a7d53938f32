"""The `pubtool` command."""

import contextlib
import gc
import os
import sys


def main() -> None:
    """Run the command line; `--version` answers before anything else is imported."""
    if sys.argv[1:] == ["--version"]:
        from pubtool import __version__

        print(f"pubtool {__version__}")
        return
    gc.disable()  # up to a tenth of a command's time, and hardly anything to collect
    if "_PUBTOOL_COMPLETE" in os.environ:
        # For a Tab, typer would import rich to strip markup from help texts, and wrap them: ours
        # have no markup, and a shell wants one line each.
        sys.modules["rich"] = None  # type: ignore[assignment]  # Python's way to say "not there"
    try:
        from pubtool.cli import app, run

        with _whole_words():
            code = run(app)
    except KeyboardInterrupt:  # before a command began, or when it was over
        code = 130
    gc.freeze()  # nor is there at the end, where Python would look through all once more
    sys.exit(code)


def _whole_words() -> contextlib.AbstractContextManager[None]:
    """Return what a Tab in bash needs, which splits a word at a colon."""
    in_bash = os.environ.get("_PUBTOOL_COMPLETE") == "complete_bash"
    if not in_bash or ":" not in os.environ.get("COMP_WORDS", ""):
        return contextlib.nullcontext()
    from pubtool.cli import colons

    return colons.joined(os.environ)


if __name__ == "__main__":
    main()
