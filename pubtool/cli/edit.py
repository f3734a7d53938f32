"""`pubtool edit` and `pubtool remove`."""

from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli import completion
from pubtool.cli.app import Session, app, session
from pubtool.cli.options import DryRun, Key, Keys, Render
from pubtool.errors import UsageError

if TYPE_CHECKING:
    from pubtool.actions.writing import Mode, Written


@app.command()
def edit(
    context: typer.Context,
    key: Key,
    changes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY...] [FIELD=VALUE...]",
            help="More keys; fields to set (FIELD= removes).",
            autocompletion=completion.keys_and_fields,
        ),
    ] = None,
    equal: Annotated[
        str | None,
        typer.Option(metavar="NAMES|1,2", help='Who contributed equally; "" for nobody.'),
    ] = None,
    hide: Annotated[bool, typer.Option("--hide", help="Keep it off the page.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show it on the page again.")] = False,
    award: Annotated[
        str | None, typer.Option(metavar="TEXT", help='Its award; "" removes it.')
    ] = None,
    venue: Annotated[
        str | None, typer.Option(metavar="LABEL", help='Its venue: "ICLR 2025".')
    ] = None,
    link: Annotated[
        str | None, typer.Option(metavar="URL", help='What its title links to; "" removes it.')
    ] = None,
    dry_run: DryRun = False,
    render: Render = False,
) -> None:
    """Change fields of papers, or open one in $EDITOR.

    \b
    Examples:
      pubtool edit jang2025lantern award=Oral
      pubtool edit jang2025lantern pages=
      pubtool edit kim2022bias park2024mezo --hide
      pubtool edit jang2025lantern
    """
    from pubtool.actions import edit as action
    from pubtool.display import outcomes

    here = session(context)
    keys = [key, *(word for word in changes or () if "=" not in word)]
    fields = action.parse_assignments([word for word in changes or () if "=" in word])
    if hide and show:
        raise UsageError("--hide and --show do not go together.")
    tweaks = action.Tweaks(
        equal=equal,
        hidden=True if hide else False if show else None,
        award=award,
        venue=venue,
        link=link,
    )
    mode = here.mode(dry_run=dry_run, render=render)
    if fields or tweaks != action.Tweaks():
        written = action.edit(here.config(), keys, fields, tweaks, mode)
    elif len(keys) == 1:
        written = _edit_in_editor(here, key, mode)
    else:
        raise UsageError("Name one paper to open it in an editor, or FIELD=VALUE to set.")
    outcomes.show_change(here.screen, written, f"Edited {', '.join(keys)}.")


@app.command()
def remove(
    context: typer.Context, keys: Keys, dry_run: DryRun = False, render: Render = False
) -> None:
    """Take papers out of the list.

    \b
    Examples:
      pubtool remove kim2022bias
      pubtool remove kim2022bias park2024mezo --dry-run
    """
    from pubtool.actions import edit as action
    from pubtool.display import outcomes

    here = session(context)
    written = action.remove(here.config(), keys, here.mode(dry_run=dry_run, render=render))
    outcomes.show_change(here.screen, written, f"Removed {', '.join(dict.fromkeys(keys))}.")


def _edit_in_editor(here: Session, key: str, mode: "Mode") -> "Written":
    """Open the entry in the user's editor until what comes back can be stored."""
    from pubtool.actions import edit as action
    from pubtool.cli.editor import edit_text

    config = here.config()
    before = action.entry_text(config, key)

    def store(after: str) -> "Written":
        return action.replace_entry(config, key, before, after, mode)

    return edit_text(here.screen, before, store, name=key)
