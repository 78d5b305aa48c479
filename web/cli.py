"""The command line: `cancu COMMAND --help`.

Every command takes `--json`: one JSON value on standard output, messages on standard error. Exit status 0, 1 for an
input that was refused, 2 for wrong usage.
"""

from __future__ import annotations

import sys

import click

from archive.errors import CancuError
from web.commands.adding import add
from web.commands.assisting import mcp
from web.commands.checking import check
from web.commands.citing import cite
from web.commands.digesting import digest
from web.commands.filing import import_, init, read, reread
from web.commands.finding import search, show
from web.commands.indexing import index
from web.commands.keeping import backup, restore_, verify
from web.commands.measuring import evaluate
from web.commands.people import people
from web.commands.relating import alerts, relations, validity, wanted
from web.commands.serving import serve


class Commands(click.Group):
    """Turns our errors into a sentence and an exit status, never a traceback."""

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


for command in (
    init, reread, read, add, import_, search, show, cite, check, relations, validity, alerts, wanted, serve, index,
    mcp, digest, evaluate, verify, backup, restore_, people,
):  # fmt: skip
    cancu.add_command(command)


def main() -> None:
    """Entry of the `cancu` program: UTF-8 in and out, whatever the console's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    cancu()


if __name__ == "__main__":
    main()
