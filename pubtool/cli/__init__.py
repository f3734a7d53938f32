"""The commands: options in, actions called, display shown."""

from pubtool.cli.app import app
from pubtool.cli.ending import INTERRUPTED, run

__all__ = ["INTERRUPTED", "app", "run"]
