"""`pubtool accept` and `pubtool attach`."""

from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli.app import Session, app, pasted, session
from pubtool.cli.options import Award, DryRun, Key, Render, Yes

if TYPE_CHECKING:
    from pubtool.actions.accept import Prospect


@app.command()
def accept(
    context: typer.Context,
    key: Key,
    venue: Annotated[
        str | None, typer.Argument(metavar="[VENUE]", help='Where, with its year: "ICLR 2025".')
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="REF", help="Take the venue from the published version."),
    ] = None,
    award: Award = None,
    link: Annotated[
        str | None, typer.Option(metavar="URL", help="What the title links to from now on.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The title from now on.")
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    render: Render = False,
) -> None:
    """Move a preprint to the venue that accepted it.

    \b
    Examples:
      pubtool accept park2024mezo "ICLR 2025" --award Spotlight
      pubtool accept jang2025lantern --from "https://openreview.net/forum?id=98d7DLMGdt"
    """
    from pubtool.actions import accept as action
    from pubtool.display import outcomes

    here = session(context)
    said = action.Acceptance(venue=venue, source=source, award=award, link=link, title=title)
    config = here.config()
    text = pasted(here.screen) if source == "-" else None
    with here.screen.progress("Asking for the published version") as progress:
        prospect = action.look_at_acceptance(config, key, said, stdin=text, progress=progress)
    answer = _answer(here, prospect, yes=yes, dry_run=dry_run)
    mode = here.mode(dry_run=dry_run, render=render)
    outcomes.show_settled(here.screen, action.settle(config, prospect, answer, mode), "Accepted")


@app.command()
def attach(
    context: typer.Context,
    key: Key,
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="The id or link that the paper has by now.")
    ],
    link: Annotated[
        bool, typer.Option("--link", help="The title links to it from now on.")
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    render: Render = False,
) -> None:
    """Give a paper the id that it has by now; its status stays.

    \b
    Examples:
      pubtool attach park2025lantern 2502.06352
      pubtool attach park2024mezo "https://openreview.net/forum?id=OBIuFjZzmp" --link
    """
    from pubtool.actions import accept as action
    from pubtool.display import outcomes

    here = session(context)
    config = here.config()
    text = pasted(here.screen) if reference == "-" else None
    with here.screen.progress("Asking for the paper") as progress:
        prospect = action.look_at_attachment(
            config, key, reference, move_link=link, stdin=text, progress=progress
        )
    answer = _answer(here, prospect, yes=yes, dry_run=dry_run)
    mode = here.mode(dry_run=dry_run, render=render)
    outcomes.show_settled(here.screen, action.settle(config, prospect, answer, mode), "Attached")


def _answer(here: Session, prospect: "Prospect", *, yes: bool, dry_run: bool) -> bool | None:
    """Return the answer to what there is to ask: given already, or at the terminal, else None."""
    if prospect.question is None:
        return None
    if yes:
        return True
    if dry_run:  # nothing is written: show what a yes would do where one is needed
        return prospect.refusal is not None or None
    if not here.screen.interactive:
        return None
    here.screen.difference(prospect.difference, error=True)
    return here.screen.confirm(prospect.question)
