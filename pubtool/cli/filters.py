"""The options that say which papers, and in which order: of `list`, `export` and `stats`."""

from typing import Annotated

import typer

from pubtool.cli import completion
from pubtool.publication import Order, Status

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="TEXT...", help="Words to find in title, authors, venue or key."),
]
OfStatus = Annotated[Status | None, typer.Option(help="Only published papers, or only preprints.")]
Years = Annotated[
    str | None, typer.Option(metavar="YEARS", help="2024, 2023-2025, 2023- or -2020.")
]
ByAuthor = Annotated[str | None, typer.Option(metavar="NAME", help="One of the authors.")]
AtVenue = Annotated[
    str | None,
    typer.Option(metavar="LABEL", help="Part of the venue.", autocompletion=completion.labels),
]
OnlyHidden = Annotated[bool, typer.Option("--hidden", help="Only the papers kept off the page.")]
Sort = Annotated[Order, typer.Option(help="The order.")]
