"""`pubtool show`, `pubtool open` and `pubtool undo`."""

import typer

from pubtool.cli.app import app, session
from pubtool.cli.options import Json, Key
from pubtool.errors import NotFoundError


@app.command()
def show(context: typer.Context, key: Key, json: Json = False) -> None:
    """Show one paper: its fields, its entry, its Markdown.

    \b
    Examples:
      pubtool show jang2025lantern
    """
    from pubtool.actions.show import card
    from pubtool.display import papers

    here = session(context)
    shown = card(here.config(), key)
    if json:
        here.screen.json(papers.json_object(shown.publication) | {"entry": shown.entry.raw})
    else:
        papers.show_card(here.screen, shown)


@app.command("open")
def open_paper(context: typer.Context, key: Key) -> None:
    """Open a paper in the browser.

    \b
    Examples:
      pubtool open jang2025lantern
    """
    import webbrowser

    from pubtool.actions.show import card

    here = session(context)
    publication = card(here.config(), key).publication
    link = publication.web_link
    if link is None:
        raise NotFoundError(
            f"{key} has no link on the web; to give it one: pubtool edit {key} --link URL"
        )
    if not webbrowser.open(link):
        here.screen.note("No browser could be started; this is the link:")
    here.screen.say(link)


@app.command()
def undo(context: typer.Context) -> None:
    """Take back the last command that wrote; again for the one before.

    \b
    Examples:
      pubtool undo
    """
    from pubtool import store

    here = session(context)
    undone = store.undo(here.config().bib)
    if not undone.changes:
        here.screen.note(f"`{undone.command}` was taken back already; nothing had to be changed.")
        return
    names = ", ".join(sorted(change.path.name for change in undone.changes))
    here.screen.say(f"Took back `{undone.command}` ({names}).")
