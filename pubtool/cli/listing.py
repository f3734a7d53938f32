"""`pubtool list`."""

from typing import Annotated

import typer

from pubtool.cli.app import app, session
from pubtool.cli.options import Json
from pubtool.publication import Order, Status


@app.command("list")
def list_papers(
    context: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT...", help="Words to find in title, authors, venue or key."),
    ] = None,
    status: Annotated[
        Status | None, typer.Option(help="Only published papers, or only preprints.")
    ] = None,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Only the papers kept off the page.")
    ] = False,
    year: Annotated[
        str | None, typer.Option(metavar="YEARS", help="2024, 2023-2025, 2023- or -2020.")
    ] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="One of the authors.")] = None,
    venue: Annotated[str | None, typer.Option(metavar="LABEL", help="Part of the venue.")] = None,
    sort: Annotated[Order, typer.Option(help="The order.")] = Order.NEWEST,
    json: Json = False,
) -> None:
    """Show the papers of the list.

    \b
    Examples:
      pubtool list
      pubtool list speculative decoding --status published
      pubtool list --year 2023-2025 --json
    """
    from pubtool.actions.listing import Filter, listing
    from pubtool.display import papers

    here = session(context)
    wanted = Filter(
        words=tuple(text or ()),
        status=status,
        hidden=True if hidden else None,
        years=year,
        author=author,
        venue=venue,
    )
    found = listing(here.config(), wanted, sort)
    if json:
        here.screen.json([papers.json_object(publication) for publication in found.papers])
    else:
        papers.show_list(here.screen, found.papers)
    papers.show_gaps(here.screen, found, filtered=wanted != Filter())
