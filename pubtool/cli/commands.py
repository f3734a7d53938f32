"""The commands by name; each is imported when it is asked for, as a person asks for one."""

from importlib import import_module
from typing import Any  # for contexts and commands: typer's own click is private

from typer.main import get_command_from_info

from pubtool.cli.ending import Ending

# Each command and the module in which it stands, in the order of the help text: the way of a
# paper through the list.
_MODULES = {
    "init": "init",
    "add": "add",
    "list": "listing",
    "show": "show",
    "edit": "edit",
    "accept": "accept",
    "attach": "accept",
    "remove": "edit",
    "undo": "show",
    "refresh": "refresh",
    "import": "importing",
    "render": "render",
    "check": "check",
    "export": "export",
    "open": "show",
    "stats": "stats",
}


class Commands(Ending):
    """All commands of pubtool."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help text."""
        return list(_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of this name, None where there is none."""
        if cmd_name not in _MODULES:
            for name in _MODULES:  # typer looks among all for a name that is near
                self.get_command(ctx, name)
        elif cmd_name not in self.commands:
            module = import_module(f"pubtool.cli.{_MODULES[cmd_name]}")
            for info in module.app.registered_commands:
                if info.callback.__module__ == module.__name__:
                    self.add_command(
                        get_command_from_info(
                            info, pretty_exceptions_short=False, rich_markup_mode=None
                        )
                    )
        return self.commands.get(cmd_name)
