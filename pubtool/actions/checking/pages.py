"""What is wrong with the page: stale, not writable as it is, or not there."""

import re
from collections.abc import Iterator
from pathlib import Path

from pubtool import files
from pubtool.actions import render
from pubtool.actions.checking.findings import Finding, Severity
from pubtool.config import Config
from pubtool.errors import MalformedError, NotFoundError, PubtoolError, RefusedError
from pubtool.homepage.page import Plan
from pubtool.store import Library

_CODES = {
    NotFoundError: "page-missing",
    MalformedError: "page-sections",
    RefusedError: "page-refused",
}


def page(config: Config, library: Library) -> Iterator[Finding]:
    """Find what keeps the configured page from being what rendering makes of it."""
    if config.page is None:
        return
    try:
        planned = render.plan_page(config, library.contents)
    except (NotFoundError, MalformedError, RefusedError) as error:
        yield from _failed(config.page, error)
        return
    if planned.difference:
        first = re.search(r"^@@ -(\d+)(?:,\d+)?.*\n((?: .*\n)*)", planned.difference, re.M)
        line = int(first[1]) + first[2].count("\n") if first else 1
        yield _error(
            config.page, max(line, 1), "stale-page", _stale(planned.plan), "pubtool render"
        )


def _stale(plan: Plan) -> str:
    told = (("added", plan.added), ("changed", plan.changed), ("removed", plan.removed))
    parts = [f"{', '.join(papers)} to be {verb}" for verb, papers in told if papers]
    return f"the page is stale: {'; '.join(parts) or 'the order or white space differs'}"


def _failed(path: Path, error: PubtoolError) -> Iterator[Finding]:
    """Yield a finding for each place that the error names, else one for the page."""
    code = next(code for kind, code in _CODES.items() if isinstance(error, kind))
    name = files.shown(path, Path.cwd())
    mend = f"pubtool import {name}" if isinstance(error, RefusedError) else "pubtool render"
    if isinstance(error, MalformedError):
        mend = "see the message; then pubtool render"
    places = re.compile(rf"^{re.escape(name)}:(\d+): (.*)$", re.MULTILINE)
    found = [(int(match[1]), match[2]) for match in places.finditer(error.message)]
    for line, message in found or [(1, " ".join(error.message.split()))]:
        yield _error(path, line, code, message, mend)


def _error(path: Path, line: int, code: str, message: str, mend: str) -> Finding:
    return Finding(code, Severity.ERROR, path, line, None, message, mend)
