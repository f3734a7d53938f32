"""`pubtool init`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli.app import Session, app, session

if TYPE_CHECKING:
    from pubtool.actions.init import Start


@app.command()
def init(
    context: typer.Context,
    me: Annotated[
        list[str] | None,
        typer.Option("--me", metavar="NAME", help="Your name as papers have it; may be repeated."),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page", metavar="PATH", help="The page that will show the list.", readable=False
        ),
    ] = None,
) -> None:
    """Begin a list, beside the page that will show it.

    \b
    Examples:
      pubtool init
      pubtool init --me "Sihwan Park" --page _pages/about.md
    """
    from pubtool.actions import init as action
    from pubtool.display import starting

    here = session(context)
    folder = Path.cwd()
    start = action.plan(
        folder, source=here.config_file, bib=here.file, page=page, me=tuple(me or ())
    )
    starting.show_found(here.screen, start, folder)
    if here.screen.interactive:
        start = _asked(here, start, folder, named=bool(me), placed=page is not None)
    action.write(start)
    starting.show_start(here.screen, start, folder)
    if start.imports and here.screen.interactive:
        _offer_import(context, here, start)


def _asked(here: Session, start: "Start", folder: Path, *, named: bool, placed: bool) -> "Start":
    """Return the start with what a person says about it; an empty answer takes what is there."""
    from pubtool import files
    from pubtool.actions import init as action
    from pubtool.display import starting

    if not named:
        told = starting.ask("Your name, as your papers have it", ", ".join(start.me))
        names = tuple(name.strip() for name in told.split(",") if name.strip())
        start = action.named(start, names)
    if not placed:
        default = files.shown(start.page.path, folder) if start.page else ""
        told = starting.ask("The page that shows your papers (- for none)", default)
        if told != default:
            start = action.placed(start, None if told == "-" else folder / told)
    return start


def _offer_import(context: typer.Context, here: Session, start: "Start") -> None:
    """Take the page's papers over, after a yes."""
    if start.page is None or not here.screen.confirm("Take over its papers now?"):
        return
    root = context.find_root()
    command = root.command.get_command(root, "import")  # type: ignore[attr-defined]  # a group
    with command.make_context("import", [str(start.page.path)], parent=root) as importing:
        command.invoke(importing)
