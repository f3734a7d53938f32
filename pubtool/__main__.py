"""The `pubtool` command."""

import sys


def main() -> None:
    """Run the command line; `--version` answers before anything else is imported."""
    if sys.argv[1:] == ["--version"]:
        from pubtool import __version__

        print(f"pubtool {__version__}")
        return
    try:
        from pubtool.cli import app, run

        code = run(app)
    except KeyboardInterrupt:  # before a command began, or when it was over
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
