"""`pubtool` alone: the state of the list."""

from pathlib import Path
from typing import TYPE_CHECKING

from pubtool.display.screen import Screen

if TYPE_CHECKING:
    from pubtool.config import Config


def show_status(screen: Screen, config: "Config") -> None:
    """Show the state of the list and the next sensible command, or how to begin."""
    from pubtool.actions.status import state
    from pubtool.display import starting

    found = state(config)
    if found is None:
        starting.show_beginning(screen)
    else:
        starting.show_state(screen, found, Path.cwd())
