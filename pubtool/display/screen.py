"""The two streams that a person reads: answers on standard output, all else on standard error."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

from pubtool.errors import PubtoolError

if TYPE_CHECKING:
    from rich.console import Console

    from pubtool.sources import Progress

_DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


class Screen(NamedTuple):
    """Where a command says what it has to say.

    `color` is `auto` (on a terminal, unless NO_COLOR is set), `always` or `never`.
    """

    color: str = "auto"

    @property
    def interactive(self) -> bool:
        """Whether a person is there to answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def rich(self) -> bool:
        """Whether answers go to a terminal (or are to look as if)."""
        return self.color == "always" or sys.stdout.isatty()

    def console(self, *, error: bool = False) -> "Console":
        """Return rich's console for standard output, or for standard error."""
        from rich.console import Console

        return Console(
            stderr=error,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=True,
            force_terminal=True if self.color == "always" else None,
            no_color=True if self.color == "never" else None,
        )

    def say(self, text: str, style: str | None = None) -> None:
        """Print an answer."""
        self._print([(text, style)], sys.stdout)

    def note(self, text: str, style: str | None = None) -> None:
        """Print what is not the answer: a hint, a warning, what happened on the way."""
        self._print([(text, style)], sys.stderr)

    def fail(self, error: PubtoolError) -> None:
        """Print why a command failed, with the difference where one belongs to it."""
        if error.difference:
            self.difference(error.difference, error=True)
        self.note(f"Error: {error.message}", "red")

    def waiting(self) -> None:
        """Say why nothing happens for a while."""
        self.note("Waiting for another pubtool, which is writing this list …")

    def json(self, value: object) -> None:
        """Print one JSON document; what a terminal would obey or not show is escaped."""
        print(_json(value))

    def json_array(self, values: Iterable[object]) -> None:
        """Print an array as `json` does, value by value: a long list is never there as a whole."""
        before = "[\n"
        for value in values:
            print(before, "  ", _json(value).replace("\n", "\n  "), sep="", end="")
            before = ",\n"
        print("[]" if before == "[\n" else "\n]")

    def difference(self, text: str, *, error: bool = False) -> None:
        """Print a unified diff, coloured on a terminal."""
        lines = text.removesuffix("\n").split("\n") if text else []
        self._print(
            [(line, _DIFF_STYLES.get(line[:1])) for line in lines],
            sys.stderr if error else sys.stdout,
        )

    def confirm(self, question: str) -> bool:
        """Ask a person for a yes; anything else is a no."""
        from pubtool.latex import printable

        sys.stderr.write(f"{printable(question)} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().casefold() in {"y", "yes"}

    @contextmanager
    def progress(self, what: str) -> "Iterator[Progress | None]":
        """Show a bar on a terminal while the network works; None elsewhere."""
        if not sys.stderr.isatty():
            yield None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Bar(*columns, console=self.console(error=True), transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    def _print(self, pieces: Sequence[tuple[str, str | None]], stream: TextIO) -> None:
        """Print each text on lines of its own, in its style where there is colour."""
        try:
            self._print_all(pieces, stream)
        except OSError:
            if stream is not sys.stderr:
                raise
            # Nobody can be told that standard error takes nothing; the exit code still tells.

    def _print_all(self, pieces: Sequence[tuple[str, str | None]], stream: TextIO) -> None:
        coloured = self.color == "always" or (self.color == "auto" and stream.isatty())
        console = None
        for text, style in pieces:
            shown = _safe(text)
            if style and coloured:
                console = console or self.console(error=stream is sys.stderr)
                console.print(shown, style=style)
            else:
                print(shown, file=stream)


def _json(value: object) -> str:
    import json  # late: of all commands, few are asked for it

    unicode = sys.stdout.encoding.lower().startswith("utf")
    lines = json.dumps(value, ensure_ascii=not unicode, indent=2).split("\n")
    return "\n".join(line if line.isprintable() else _escaped(line) for line in lines)


def _escaped(line: str) -> str:
    import json

    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in line)


def _safe(text: str) -> str:
    """Return `text` without what steers a terminal; lines and tabs stay."""
    if text.isprintable():
        return text
    from pubtool.latex import printable

    return "\n".join(
        "\t".join(printable(part) for part in line.removesuffix("\r").split("\t"))
        for line in text.split("\n")
    )


def plural(number: int, noun: str, nouns: str | None = None) -> str:
    """Return "1 paper", "3 papers"."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def comma_list(items: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
