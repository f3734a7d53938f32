"""TOML settings, with all that is wrong in them said at once, each with its line."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pubtool.errors import MalformedError
from pubtool.files import TextFile, expand_home

Place = tuple[str | int, ...]  # ("tool", "pubtool", "section", 0, "heading")

_Choice = TypeVar("_Choice", bound=str)

_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_MULTILINE = re.compile(r'"""|' + "'''")


def parse(file: TextFile) -> dict[str, object]:
    """Return the content of a TOML file.

    Raises:
        MalformedError: it is not valid TOML, which is always UTF-8.
    """
    if file.encoding != "utf-8":
        raise MalformedError(f"{file.path}: this is not UTF-8, as TOML must be: save it as that")
    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        reason, _, rest = str(error).partition(" (at ")  # "(at line 3, column 7)"
        number = re.match(r"line (\d+)", rest)
        last = file.text.rstrip("\n").count("\n") + 1  # "(at end of document)"
        line = number[1] if number else last
        raise MalformedError(f"{file.path}:{line}: this is not valid TOML: {reason}") from error
    except RecursionError as error:
        raise MalformedError(f"{file.path}: this TOML is nested too deeply") from error


@dataclass(frozen=True, slots=True)
class Table:
    """A table of settings that notes what is wrong with them, to say all of it at once.

    A getter returns None (or nothing, or the default) where the key is absent or wrong.
    """

    values: Mapping[str, object]
    place: Place
    lines: Mapping[Place, int]
    errors: list[tuple[int, str]] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line on which the table begins."""
        return line_of(self.lines, self.place)

    def wrong(self, key: str, message: str) -> None:
        """Note that something is wrong with this key."""
        self.errors.append((line_of(self.lines, (*self.place, key)), message))

    def raise_errors(self, path: Path) -> None:
        """Raise a MalformedError that says all that was noted, in the order of the lines."""
        if self.errors:
            found = sorted(self.errors)
            raise MalformedError("\n".join(f"{path}:{line}: {text}" for line, text in found))

    def check_keys(self, known: Sequence[str], elsewhere: Sequence[str], hint: str) -> None:
        """Note each key that is not known; for one that is known elsewhere, say the hint."""
        for key in self.values:
            if key in known:
                continue
            if key in elsewhere:
                self.wrong(key, f"`{key}` {hint}")
            else:
                near = _near(key, known) or f"; there are {', '.join(known)}"
                self.wrong(key, f"there is no setting `{key}`{near}")

    def text(self, key: str) -> str | None:
        """Return a text that is not empty."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(key, f'`{key}` must be text, like {key} = "…"')
            return None
        if not value.strip() or "\0" in value:
            self.wrong(key, f"`{key}` is empty: leave the line out for the default")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self.wrong(key, f'`{key}` must be a list of texts, like {key} = ["…"]')
        return ()

    def choice(self, key: str, allowed: tuple[_Choice, ...], default: _Choice) -> _Choice:
        """Return one of the allowed words."""
        value = self.values.get(key, default)
        for one in allowed:
            if value == one:
                return one
        near = _near(value, allowed) if isinstance(value, str) else ""
        import json  # late, for a message: most settings are right

        shown = json.dumps(value, ensure_ascii=False, default=str)
        options = ", ".join(f'"{one}"' for one in allowed)
        self.wrong(key, f"`{key}` is {shown} but must be one of {options}{near}")
        return default

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(key, f"`{key}` must be true or false, without quotes")
        return None

    def count(self, key: str) -> int | None:
        """Return a whole number from 1."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        self.wrong(key, f"`{key}` must be a whole number from 1, without quotes")
        return None

    def path(self, key: str, base: Path) -> Path | None:
        """Return a path, relative ones taken from `base`, `~` being the home folder."""
        value = self.text(key)
        return None if value is None else base / expand_home(Path(value))

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the tables of an array of tables; what is wrong in them is noted here."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(key, f"`{key}` must be tables, each begun with [[{key}]]")
            return ()
        return tuple(
            Table(one, (*self.place, key, index), self.lines, self.errors)
            for index, one in enumerate(value)
        )


def _near(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def find_lines(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each table header and each key; tables in arrays by index.

    What stands in an inline table has no place of its own: see `line_of`.
    """
    lines: dict[Place, int] = {}
    table: Place = ()
    count: dict[Place, int] = {}
    inside: str | None = None  # the quotes of the multi-line string that a line begins in
    for number, line in enumerate(text.split("\n"), start=1):
        if inside is None:
            if header := _HEADER.match(line.rstrip("\r")):
                table = _parts(header[2])
                if header[1] == "[[":
                    count[table] = count.get(table, -1) + 1
                    table = (*table, count[table])
                lines.setdefault(table, number)
            elif assignment := _ASSIGNMENT.match(line):
                lines.setdefault((*table, *_parts(assignment[1])), number)
        for quotes in _MULTILINE.findall(line):
            if inside is None:
                inside = quotes
            elif inside == quotes:
                inside = None
    return lines


def line_of(lines: Mapping[Place, int], place: Place) -> int:
    """Return the line of the place, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _parts(dotted: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, dotted))
