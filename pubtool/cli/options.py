"""The options that several commands share."""

from typing import Annotated

import typer

from pubtool.cli import completion
from pubtool.publication import Order, Status

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", "--diff", help="Show as a diff what would change; write nothing."),
]
Render = Annotated[bool, typer.Option("--render", help="Render the page right after.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Award = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Spotlight, Oral, Best Paper Award, …")
]
Key = Annotated[
    str,
    typer.Argument(metavar="KEY", help="The paper's citation key.", autocompletion=completion.keys),
]
Keys = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY...", help="The papers' citation keys.", autocompletion=completion.keys
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Take a yes for granted.")]

# Which papers, in which order: the same for `list`, `export` and `stats`.
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
