"""The command line: `cancu COMMAND --help`.

Every command takes `--json`: one JSON value on standard output, messages on standard error. Exit status 0, 1 for an
input that was refused, 2 for wrong usage.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from archive.errors import CancuError
from web.allocating import loading

_COMMANDS = {
    "init": "filing",
    "reread": "filing",
    "read": "filing",
    "add": "adding",
    "import": "filing",
    "search": "finding",
    "show": "finding",
    "cite": "citing",
    "check": "checking",
    "relations": "relating",
    "validity": "relating",
    "alerts": "relating",
    "wanted": "relating",
    "serve": "serving",
    "index": "indexing",
    "mcp": "assisting",
    "digest": "digesting",
    "evaluate": "measuring",
    "verify": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "people": "people",
}
"""Every command and the room in `web.commands` it stands in; only the one that is called is loaded."""
_NAMED = {"import": "import_", "restore": "restore_"}
"""Functions that cannot bear the name of their command."""


class Commands(click.Group):
    """Loads a command when it is called; turns our errors into a sentence and an exit status, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in _COMMANDS:
            return None
        with loading():
            room = import_module(f"web.commands.{_COMMANDS[cmd_name]}")
        found: click.Command = getattr(room, _NAMED.get(cmd_name, cmd_name))
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a CancuError ends it with status 1."""
        try:
            return super().invoke(ctx)
        except CancuError as error:
            click.echo(f"{error.vi}\n{error.en}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cancu")
def cancu() -> None:
    """Căn Cứ: kho văn bản và tra cứu căn cứ pháp lý / archive of official documents with checked legal bases."""


def main() -> None:
    """Entry of the `cancu` program: UTF-8 in and out, whatever the console's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    cancu()


if __name__ == "__main__":
    main()
