"""The `pubtool` command."""

import sys


def main() -> None:
    """Run the command line; `--version` answers before anything else is imported."""
    if sys.argv[1:] == ["--version"]:
        from pubtool import __version__

        print(f"pubtool {__version__}")
        return
    from pubtool.cli import run

    run()


if __name__ == "__main__":
    main()
