"""`pubtool import`."""

from pathlib import Path
from typing import Annotated

import typer

from pubtool.cli import completion
from pubtool.cli.app import app, session
from pubtool.cli.options import DryRun, Render


@app.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="PAGE.md|FILE.bib...", help="Pages as they stand, other lists."),
    ],
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            metavar="HEADING",
            help="Read this section of the page; may be repeated. Typos in it are forgiven.",
            autocompletion=completion.headings,
        ),
    ] = None,
    fetch: Annotated[
        bool,
        typer.Option("--fetch", help="Fill gaps from the papers' ids; show what they contradict."),
    ] = False,
    dry_run: DryRun = False,
    render: Render = False,
) -> None:
    """Take over a hand-written page, or merge another .bib.

    A page's papers are appended, or, where the list has them, changed in what the page says
    otherwise. What cannot be read is named with its line and stays on the page.

    \b
    Examples:
      pubtool import _pages/about.md --dry-run
      pubtool import _pages/about.md --section "Selected Works" --fetch
      pubtool import coauthor.bib dblp.bib
    """
    from pubtool.actions import importing as action
    from pubtool.display import imports

    here = session(context)
    mode = here.mode(dry_run=dry_run, render=render)
    config = here.config()
    with here.screen.progress("Asking about the papers") as progress:
        imported = action.import_files(
            config,
            files,
            Path.cwd(),
            mode,
            headings=tuple(section or ()),
            fetch=fetch,
            progress=progress,
        )
    imports.show_import(here.screen, imported)
    if imported.exit_code:
        raise typer.Exit(imported.exit_code)
