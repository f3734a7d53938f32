"""The options that several commands share."""

from typing import Annotated

import typer

from pubtool.cli import completion

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
