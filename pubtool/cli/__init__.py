"""The commands: options in, actions called, display shown."""

from pubtool.cli import add, edit, listing, render, show
from pubtool.cli.app import app, run

__all__ = ["add", "app", "edit", "listing", "render", "run", "show"]
