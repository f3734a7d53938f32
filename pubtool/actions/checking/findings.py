"""What a check finds, and how a rule says it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pubtool.bibtex.document import Entry
from pubtool.publication import Identifier, Publication, Service
from pubtool.store import Paper


class Severity(Enum):
    """An error is wrong as it stands; a warning may be meant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    `code` is stable. `line` counts from 1. `mend` is the command that mends it, or what to do.
    `changes` are the fields that `--fix` sets (or, where None, removes); empty where a person
    must decide.
    """

    code: str
    severity: Severity
    path: Path
    line: int
    key: str | None
    message: str
    mend: str
    changes: tuple[tuple[str, str | None], ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it makes the check fail."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper of the list that a rule looks at, and the file that it stands in."""

    path: Path
    paper: Paper

    @property
    def publication(self) -> Publication:
        """What the entry says."""
        return self.paper.publication

    @property
    def entry(self) -> Entry:
        """How the entry says it."""
        return self.paper.entry

    @property
    def key(self) -> str:
        """The citation key."""
        return self.paper.entry.key

    def error(
        self,
        code: str,
        message: str,
        mend: str,
        *,
        field: str | None = None,
        changes: Mapping[str, str | None] | None = None,
    ) -> Finding:
        """Return an error, at the line of `field` where the entry has it, else of the entry."""
        return self._finding(Severity.ERROR, code, message, mend, field, changes)

    def warning(
        self,
        code: str,
        message: str,
        mend: str,
        *,
        field: str | None = None,
        changes: Mapping[str, str | None] | None = None,
    ) -> Finding:
        """Return a warning; as `error`."""
        return self._finding(Severity.WARNING, code, message, mend, field, changes)

    def edit(self, *assignments: str, equal: str | None = None) -> str:
        """Return the command that sets these fields, `FIELD=VALUE` each."""
        words = ["pubtool", "edit", self.key, *assignments]
        return shlex.join([*words, "--equal", equal] if equal else words)

    def field_of(self, identifier: Identifier) -> str:
        """Return the field that tells this id: its own, or the link."""
        own = "eprint" if identifier.service is Service.ARXIV else identifier.service.value
        return own if self.entry.get(own) else "url"

    def _finding(
        self,
        severity: Severity,
        code: str,
        message: str,
        mend: str,
        field: str | None,
        changes: Mapping[str, str | None] | None,
    ) -> Finding:
        lines = {one.name: one.line for one in self.entry.fields}
        line = self.entry.line + lines.get(field or "", 0)
        fields = tuple((changes or {}).items())
        return Finding(code, severity, self.path, line, self.key, message, mend, fields)
