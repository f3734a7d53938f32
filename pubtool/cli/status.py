"""`pubtool` alone: the state of the list."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pubtool.cli.app import Session


def show_status(here: "Session") -> None:
    """Show the state of the list and the next sensible command, or how to begin."""
    from pubtool.actions.status import state
    from pubtool.display import starting

    found = state(here.config())
    if found is None:
        starting.show_beginning(here.screen)
    else:
        starting.show_state(here.screen, found, Path.cwd())
