"""The two streams that a person reads: answers on standard output, all else on standard error."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from pubtool.errors import PubtoolError
from pubtool.latex import printable
from pubtool.sources import Progress

if TYPE_CHECKING:
    from rich.console import Console

_DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class Screen:
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
        self._print(text, style, sys.stdout)

    def note(self, text: str, style: str | None = None) -> None:
        """Print what is not the answer: a hint, a warning, what happened on the way."""
        self._print(text, style, sys.stderr)

    def fail(self, error: PubtoolError) -> None:
        """Print why a command failed, with the difference where one belongs to it."""
        if error.difference:
            self.difference(error.difference, error=True)
        self._print(f"Error: {error.message}", "red", sys.stderr)

    def json(self, value: object) -> None:
        """Print one JSON document."""
        print(json.dumps(value, ensure_ascii=False, indent=2))

    def difference(self, text: str, *, error: bool = False) -> None:
        """Print a unified diff, coloured on a terminal."""
        stream = sys.stderr if error else sys.stdout
        for line in text.splitlines():
            self._print(line, _DIFF_STYLES.get(line[:1]), stream)

    def confirm(self, question: str) -> bool:
        """Ask a person for a yes; anything else is a no."""
        sys.stderr.write(f"{printable(question)} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().casefold() in {"y", "yes"}

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress | None]:
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

    def _print(self, text: str, style: str | None, stream: TextIO) -> None:
        text = "\n".join(printable(line) for line in text.split("\n"))
        if style and self.color != "never" and (self.color == "always" or stream.isatty()):
            self.console(error=stream is sys.stderr).print(text, style=style)
        else:
            print(text, file=stream)


def plural(number: int, noun: str, nouns: str | None = None) -> str:
    """Return "1 paper", "3 papers"."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def comma_list(items: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
