"""What a check found, for a person and in JSON."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pubtool.actions.check import Finding, Fixed, Severity
from pubtool.display.outcomes import show_written
from pubtool.display.screen import Screen, plural
from pubtool.files import shown

_MOST_ALIKE = 5
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def show_findings(screen: Screen, findings: Sequence[Finding]) -> None:
    """Print each finding with its place, its code and what mends it, then how many there are.

    Of many warnings of one kind only the first are shown: it is a habit, not a slip.
    """
    alike: Counter[str] = Counter()
    for finding in findings:
        alike[finding.code] += not finding.is_error
        if alike[finding.code] <= _MOST_ALIKE or finding.is_error:
            _show(screen, finding)
    for code, count in alike.items():
        if count > _MOST_ALIKE:
            screen.say(f"… and {count - _MOST_ALIKE} more of [{code}]; --json tells all.")
    if not findings:
        screen.say("Nothing to mend.")
        return
    errors = sum(finding.is_error for finding in findings)
    told = f"{plural(errors, 'error')}, {plural(len(findings) - errors, 'warning')}"
    fixable = sum(bool(finding.changes) for finding in findings)
    mends = f"; {fixable} mended by: pubtool check --fix" if fixable else ""
    screen.note(f"{told}{mends}")


def _show(screen: Screen, finding: Finding) -> None:
    key = f"{finding.key}: " if finding.key else ""
    place = f"{shown(finding.path, Path.cwd())}:{finding.line}"
    screen.say(
        f"{place}: {finding.severity.value}: {key}{finding.message} [{finding.code}]",
        _STYLES[finding.severity],
    )
    screen.say(f"    {finding.mend}")


def show_fixed(screen: Screen, fixed: Fixed) -> None:
    """Print the change that the mends made, or would make, and in one line what it was."""
    show_written(screen, fixed.written)
    if not fixed.written.dry_run:
        for difference in fixed.written.differences:
            screen.difference(difference)
    if not fixed.mended:
        return
    verb = "Would mend" if fixed.written.dry_run else "Mended"
    keys = dict.fromkeys(finding.key for finding in fixed.mended if finding.key)
    screen.say(f"{verb} {plural(len(fixed.mended), 'finding')} in {', '.join(keys)}.")
    if fixed.left:
        screen.note("What is left takes you:")


def findings_object(findings: Sequence[Finding], fixed: Fixed | None) -> dict[str, object]:
    """Return what `check --json` prints; with `--fix`, `fixed` tells what it mended."""
    told: dict[str, object] = {
        "errors": sum(finding.is_error for finding in findings),
        "warnings": sum(not finding.is_error for finding in findings),
        "findings": [_object(finding) for finding in findings],
    }
    if fixed is not None:
        told["fixed"] = [_object(finding) for finding in fixed.mended]
        told["differences"] = list(fixed.written.differences)
        told["dry_run"] = fixed.written.dry_run
    return told


def _object(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": shown(finding.path, Path.cwd()),
        "line": finding.line,
        "key": finding.key,
        "message": finding.message,
        "mend": finding.mend,
        "fixable": bool(finding.changes),
    }
