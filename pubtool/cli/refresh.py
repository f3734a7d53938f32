"""`pubtool refresh`."""

from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli.app import app, session
from pubtool.cli.options import DryRun, Render, Yes
from pubtool.display.screen import Screen

if TYPE_CHECKING:
    from pubtool.actions.refresh import Proposal


@app.command()
def refresh(
    context: typer.Context,
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY...]", help="Only these papers.")
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    render: Render = False,
) -> None:
    """Ask the sources what has changed, and apply it after a yes.

    \b
    Examples:
      pubtool refresh
      pubtool refresh park2024mezo --yes
      pubtool refresh --dry-run
    """
    from pubtool.actions import refresh as action
    from pubtool.display import outcomes

    here = session(context)
    screen = here.screen
    config = here.config()
    with screen.progress("Asking the sources") as progress:
        looked = action.look(config, keys or (), progress=progress)
    outcomes.show_reports(screen, looked)
    wanted = []
    for proposal in looked.proposals:
        outcomes.show_proposal(screen, proposal)
        if not dry_run and _is_wanted(screen, proposal, yes=yes):
            wanted.append(proposal)
    written = action.apply_proposals(config, wanted, here.mode(dry_run=False, render=render))
    outcomes.show_refreshed(screen, looked, wanted, written)
    if looked.exit_code:
        raise typer.Exit(looked.exit_code)


def _is_wanted(screen: Screen, proposal: "Proposal", *, yes: bool) -> bool:
    """Tell whether to apply a proposal; --yes never overrules what was edited by hand."""
    if yes and not proposal.yours:
        return True
    return screen.interactive and screen.confirm(f"Apply this to {proposal.before.key}?")
