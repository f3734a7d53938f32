"""The commands: options in, actions called, display shown."""

from pubtool.cli import accept, add, edit, listing, refresh, render, show
from pubtool.cli.app import app, run

__all__ = ["accept", "add", "app", "edit", "listing", "refresh", "render", "run", "show"]
