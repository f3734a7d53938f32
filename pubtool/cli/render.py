"""`pubtool render`."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from pubtool.cli.app import app, session
from pubtool.errors import UsageError


@app.command()
def render(
    context: typer.Context,
    page: Annotated[
        Path | None,
        typer.Argument(metavar="PAGE", help="The page; else the configured one.", readable=False),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 with a diff if it is stale.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", "--dry-run", help="Show the change as a diff; write nothing.")
    ] = False,
    stdout: Annotated[
        bool, typer.Option("--stdout", help="Print the sections; needs no page.")
    ] = False,
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help='The "Last Updated" date.')
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite what only the page knows.")
    ] = False,
) -> None:
    """Write the page's sections from the list, in place.

    \b
    Examples:
      pubtool render
      pubtool render _pages/about.md --diff
      pubtool render --check
    """
    from pubtool.actions import render as action
    from pubtool.display import outcomes

    here = session(context)
    config = here.config()
    day = _day(date)
    if stdout and (check or diff or page):
        raise UsageError("--stdout needs no page and writes none; it goes alone.")
    if stdout:
        print(action.sections_text(config), end="")
        return
    writes = not (check or diff)
    planned = action.render(
        config, page=page, date=day, force=force, write=writes, waiting=here.screen.waiting
    )
    for warning in planned.plan.warnings:
        here.screen.note(f"Warning: {warning}", "yellow")
    name = planned.file.path.name
    if not writes:
        here.screen.difference(planned.difference)
    if check and planned.stale:
        here.screen.note(
            f"{name} is stale; to bring it up to date: pubtool render{f' {page}' if page else ''}"
        )
        raise typer.Exit(1)
    if not planned.stale:
        here.screen.note(f"{name} is up to date.")
    elif writes:
        here.screen.say(f"Rendered {name}: {outcomes.page_summary(planned.plan)}.")


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date {text!r} is not a date such as 2025-02-03.") from error
