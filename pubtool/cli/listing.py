"""`pubtool list`."""

from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli.app import app, session
from pubtool.cli.filters import (
    AtVenue,
    ByAuthor,
    OfStatus,
    OnlyHidden,
    Sort,
    Words,
    Years,
)
from pubtool.cli.options import Json
from pubtool.publication import Group, Order

if TYPE_CHECKING:
    from pubtool.actions.grouping import Groups


@app.command("list")
def list_papers(
    context: typer.Context,
    text: Words = None,
    status: OfStatus = None,
    hidden: OnlyHidden = False,
    year: Years = None,
    author: ByAuthor = None,
    venue: AtVenue = None,
    by: Annotated[Group | None, typer.Option(help="Under headings.")] = None,
    sort: Sort = Order.NEWEST,
    json: Json = False,
) -> None:
    """Show the papers of the list.

    \b
    Examples:
      pubtool list
      pubtool list speculative decoding --status published
      pubtool list --by venue
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
    # A line in a pipe does not tell whose paper it is.
    found = listing(here.config(), wanted, sort, mark=json or here.screen.rich)
    groups: Groups = (("", found.papers),)
    if by:
        from pubtool.actions.grouping import grouped

        groups = grouped(found.papers, by, oldest_first=sort is Order.OLDEST)
    if json:
        ordered = (paper for _, group in groups for paper in group)
        here.screen.json_array(map(papers.json_object, ordered))
    elif by:
        papers.show_groups(here.screen, groups)
    else:
        papers.show_list(here.screen, found.papers)
    papers.show_gaps(here.screen, found, filtered=wanted != Filter())
