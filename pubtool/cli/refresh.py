"""`pubtool refresh`."""

from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli import completion
from pubtool.cli.app import app, session
from pubtool.cli.options import DryRun, Json, Render, Yes
from pubtool.display.screen import Screen

if TYPE_CHECKING:
    from pubtool.actions.refresh import Answer, Proposal


@app.command()
def refresh(
    context: typer.Context,
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY...]", help="Only these papers.", autocompletion=completion.keys
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    render: Render = False,
    json: Json = False,
) -> None:
    """Ask the sources what has changed, and apply it after a yes.

    \b
    Examples:
      pubtool refresh
      pubtool refresh park2024mezo --yes
      pubtool refresh --dry-run
      pubtool refresh --yes --json
    """
    from pubtool.actions import refresh as action
    from pubtool.display import refreshing

    here = session(context)
    screen = here.screen
    config = here.config()
    with screen.progress("Asking the sources") as progress:
        looked = action.look(config, keys or (), progress=progress)
    if not json:
        refreshing.show_reports(screen, looked)
    answers = []
    for proposal in looked.proposals:
        if not json:
            refreshing.show_proposal(screen, proposal)
        answer = None if dry_run else _answer(screen, proposal, yes=yes, asks=not json)
        if answer is not None:
            answers.append((proposal, answer))
    mode = here.mode(dry_run=False, render=render)
    written = action.apply_answers(config, answers, mode)
    if json:
        screen.json(refreshing.json_object(looked, answers))
    else:
        refreshing.show_refreshed(screen, looked, answers, written)
    if looked.exit_code:
        raise typer.Exit(looked.exit_code)


def _answer(screen: Screen, proposal: "Proposal", *, yes: bool, asks: bool) -> "Answer | None":
    """Return what to do with a proposal; None where nobody has said.

    --yes never overrules what the user may have written by hand.
    """
    from pubtool.actions.refresh import Answer

    if yes:
        return Answer.SAFE if proposal.contested else Answer.ALL
    if not (asks and screen.interactive):
        return None
    wanted = screen.confirm(f"Apply this to {proposal.before.key}?")
    return Answer.ALL if wanted else Answer.NOTHING
