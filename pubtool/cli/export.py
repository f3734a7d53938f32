"""`pubtool export`."""

from typing import Annotated

import typer

from pubtool.cli.app import app, session
from pubtool.cli.filters import AtVenue, ByAuthor, OfStatus, Sort, Words, Years
from pubtool.exports import Format
from pubtool.publication import Order


@app.command()
def export(
    context: typer.Context,
    text: Words = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.BIBTEX,
    status: OfStatus = None,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="The papers kept off the page, too.")
    ] = False,
    year: Years = None,
    author: ByAuthor = None,
    venue: AtVenue = None,
    sort: Sort = Order.NEWEST,
) -> None:
    """Write the papers in another format, for a CV or a colleague.

    Papers kept off the page stay out, unless --hidden is given.

    \b
    Examples:
      pubtool export > references.bib
      pubtool export --format latex --status published > papers.tex
      pubtool export -f csl-json --year 2023- | pandoc -f csljson -t markdown
    """
    from pubtool import exports
    from pubtool.actions.listing import Filter, listing
    from pubtool.display import papers

    here = session(context)
    wanted = Filter(
        words=tuple(text or ()),
        status=status,
        hidden=None if hidden else False,
        years=year,
        author=author,
        venue=venue,
    )
    found = listing(here.config(), wanted, sort)
    # UTF-8 wherever it is redirected to: that is what those who read these formats expect.
    typer.echo(exports.export(found.papers, form).encode("utf-8"), nl=False)
    papers.show_gaps(here.screen, found, filtered=True)
