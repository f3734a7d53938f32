"""The commands: options in, actions called, display shown."""

from pubtool.cli import (
    accept,
    add,
    check,
    edit,
    export,
    importing,
    init,
    listing,
    refresh,
    render,
    show,
    stats,
)
from pubtool.cli.app import app
from pubtool.cli.ending import INTERRUPTED, run

__all__ = [
    "INTERRUPTED",
    "accept",
    "add",
    "app",
    "check",
    "edit",
    "export",
    "importing",
    "init",
    "listing",
    "refresh",
    "render",
    "run",
    "show",
    "stats",
]
