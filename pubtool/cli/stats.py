"""`pubtool stats`."""

import typer

from pubtool.cli.app import app, session
from pubtool.cli.filters import AtVenue, ByAuthor, OfStatus, OnlyHidden, Words, Years
from pubtool.cli.options import Json


@app.command()
def stats(
    context: typer.Context,
    text: Words = None,
    status: OfStatus = None,
    hidden: OnlyHidden = False,
    year: Years = None,
    author: ByAuthor = None,
    venue: AtVenue = None,
    json: Json = False,
) -> None:
    """Count the papers: by year, at which venues, with whom.

    \b
    Examples:
      pubtool stats
      pubtool stats --status published --year 2020-
      pubtool stats | grep ^venue
    """
    from pubtool.actions.listing import Filter, listing
    from pubtool.actions.stats import stats as counted
    from pubtool.display import papers
    from pubtool.display.stats import json_object, show_stats
    from pubtool.publication import Order

    here = session(context)
    wanted = Filter(
        words=tuple(text or ()),
        status=status,
        hidden=True if hidden else None,
        years=year,
        author=author,
        venue=venue,
    )
    found = listing(here.config(), wanted, Order.FILE)
    counts = counted(found.papers)
    if json:
        here.screen.json(json_object(counts))
    elif found.papers:
        show_stats(here.screen, counts)
    papers.show_gaps(here.screen, found, filtered=wanted != Filter())
