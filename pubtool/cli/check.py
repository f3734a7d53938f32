"""`pubtool check`."""

from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli.app import app, session
from pubtool.cli.options import DryRun, Json, Render

if TYPE_CHECKING:
    from pubtool.actions.check import Finding


@app.command()
def check(
    context: typer.Context,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the sources too, and follow the links.")
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Make the mends that are safe.")] = False,
    dry_run: DryRun = False,
    render: Render = False,
    json: Json = False,
) -> None:
    """Find what is wrong with the list and the page.

    Each finding has a code, its place, and the command that mends it. The exit code is 1 if
    anything is an error, else 4 if a service did not answer, else 0. --fix mends what leaves no
    doubt (an id with a version, a DOI with its address, signs in names, an author list without
    `and`); `pubtool undo` takes it back.

    \b
    Examples:
      pubtool check
      pubtool check --online
      pubtool check --fix --dry-run
    """
    from pubtool.actions import check as action
    from pubtool.display import findings as display

    here = session(context)
    screen, config = here.screen, here.config()
    fixed = action.fix(config, here.mode(dry_run=dry_run, render=render)) if fix else None
    told: tuple[Finding, ...] = ()
    if online:
        with screen.progress("Asking the sources") as progress:
            told = action.ask(config, progress)
    # Looked for after that, since what was just asked about needs no refresh.
    asked = online and not dry_run
    left = fixed.left if fixed and not asked else action.check(config)
    found = action.in_order((*left, *told))
    if json:
        screen.json(display.findings_object(found, fixed))
    else:
        if fixed is not None:
            display.show_fixed(screen, fixed)
        display.show_findings(screen, found)
    if code := action.exit_code(found):
        raise typer.Exit(code)
