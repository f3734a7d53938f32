"""Put real runs of pubtool into the documentation: sessions, the command reference, a picture.

    python docs/generate.py            # rewrites what is out of date, and names it
    python docs/generate.py --check    # writes nothing; exit 1 if anything is out of date

Needs the development extras, and no network: the services are those that the tests play.
"""

import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pubtool.cli import app  # noqa: E402 - found through the line above
from tests.services import Services  # noqa: E402 - as above

COLUMNS = 80
DATE = "1740960000"  # 2025-03-03
_SESSION = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
_COMMAND = re.compile(r"^\$ pubtool\b(.*)\n(?:(?!\$ ).*\n)*", re.M)
_NOT_YET_LISTED = re.compile(r"- <a href=\"https://arxiv.org/abs/2410.03355\">.*?\n\n", re.S)


def documents() -> dict[Path, str]:
    """Return each generated file, and its text as it should be."""
    written = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    texts = {path: with_real_output(path) for path in written}
    return texts | {
        ROOT / "docs" / "commands.md": command_reference(),
        ROOT / "docs" / "list.svg": picture(),
    }


# ---------------------------------------------------------------- sessions


def with_real_output(path: Path) -> str:
    """Return the text of a document, with what the commands in its ```console blocks print.

    They run in the order of the document, in a site whose page lists some papers. The README
    begins the list; everywhere else it is there.
    """
    text = path.read_text(encoding="utf-8")
    if not _SESSION.search(text):
        return text
    with desk() as run:
        if path.name != "README.md":
            run("init")
            run("import", "_pages/about.md")
        return _SESSION.sub(
            lambda block: _COMMAND.sub(lambda one: _ran(one[1], run), block[0]), text
        )


def _ran(words: str, run: Callable[..., str]) -> str:
    return f"$ pubtool{words}\n{run(*shlex.split(words))}"


class desk:  # noqa: N801 - used as a function
    """A folder with a home-made site in it; gives the function that runs a command there."""

    def __enter__(self) -> Callable[..., str]:
        self.folder = tempfile.TemporaryDirectory()
        self.services = Services()
        site = Path(self.folder.name) / "site"
        (site / ".git").mkdir(parents=True)  # the search for settings ends here
        (site / "_pages").mkdir()
        page = (ROOT / "tests" / "golden" / "page.md").read_text(encoding="utf-8")
        (site / "_pages" / "about.md").write_text(_NOT_YET_LISTED.sub("", page), encoding="utf-8")
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PUBTOOL_", "OPENREVIEW_", "COLOR", "COLUMNS", "FORCE_"))
        }
        environment |= self.services.environment | {
            "HOME": self.folder.name,
            "NO_COLOR": "1",
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": DATE,
            "TERM": "dumb",
            "XDG_STATE_HOME": f"{self.folder.name}/state",
        }

        def run(*words: str, columns: int = COLUMNS, color: bool = False) -> str:
            told = {"TERM": "xterm-256color", "NO_COLOR": ""} if color else {}
            return on_terminal(words, site, environment | told, columns)

        return run

    def __exit__(self, *_: object) -> None:
        self.services.close()
        self.folder.cleanup()


def on_terminal(
    words: tuple[str, ...], folder: Path, environment: dict[str, str], columns: int
) -> str:
    """Return what a command shows on a terminal of this width, where nobody types."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "pubtool", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b"".join(_read(ours))
    os.close(ours)
    process.wait()
    lines = shown.decode().lstrip("\r\n").splitlines()  # a progress bar leaves an empty line
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            return
        if not piece:
            return
        yield piece


# ---------------------------------------------------------------- commands and picture


def command_reference() -> str:
    """Return the page of all commands: each with its help text."""
    from typer.testing import CliRunner

    def help_of(*words: str) -> str:
        environment = {"COLUMNS": str(COLUMNS), "TERMINAL_WIDTH": str(COLUMNS)}
        told = CliRunner().invoke(app, [*words, "--help"], prog_name="pubtool", env=environment)
        return "".join(f"{line.rstrip()}\n" for line in told.stdout.splitlines())

    parts = [
        "# Commands",
        "What `--help` says. `KEY` is a citation key; a Tab completes it, once\n"
        "`pubtool --install-completion` has been run.",
        f"```text\n{help_of()}```",
    ]
    for name in command_names():
        parts += [f"## {name}", f"```text\n{help_of(name)}```"]
    return "\n\n".join(parts) + "\n"


def command_names() -> list[str]:
    """Return the names of all commands, in the order of the help text."""
    import typer.main

    group = typer.main.get_command(app)
    return list(group.list_commands(None))  # type: ignore[attr-defined]  # it is a group


def picture() -> str:
    """Return `pubtool list` on a terminal, in colour, as SVG."""
    from rich.console import Console
    from rich.text import Text

    with desk() as run:
        run("init")
        run("import", "_pages/about.md")
        shown = run("list", columns=100, color=True)
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ pubtool list\n{shown}"))
    return console.export_svg(title="pubtool", unique_id="list")


def main() -> None:
    """Rewrite what is out of date, or only say so."""
    stale = [
        (path, text)
        for path, text in documents().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    check = sys.argv[1:] == ["--check"]
    for path, text in stale:
        print(f"{path.relative_to(ROOT)} {'is out of date' if check else 'rewritten'}")
        if not check:
            path.write_text(text, encoding="utf-8")
    sys.exit(1 if check and stale else 0)


if __name__ == "__main__":
    main()
