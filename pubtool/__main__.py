"""The `pubtool` command."""

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

        code = run(app)
    except KeyboardInterrupt:  # before a command began, or when it was over
        code = 130
    gc.freeze()  # nor is there at the end, where Python would look through all once more
    sys.exit(code)


if __name__ == "__main__":
    main()
