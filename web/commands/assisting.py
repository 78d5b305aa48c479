"""`cancu mcp`: the archive for an assistant that speaks the Model Context Protocol, as one person."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from archive.documents import Archive
from archive.errors import RefusedInput
from archive.people import Person
from archive.seeing import seeing
from web.commands.speaking import note, settings

TOKEN = "CANCU_TOKEN"


@click.command("mcp")
@click.option("--as", "name", metavar="TÊN", help="Tên đăng nhập của người dùng / the person's sign-in name.")
@click.option("--base", default="", help="Địa chỉ mở Căn Cứ, cho liên kết / address of the application, for links.")
def mcp(name: str | None, base: str) -> None:
    """Cho trợ lý AI trong cơ quan tra cứu, như một người dùng / let an assistant search and cite, as one person.

    Mã truy cập API đặt ở biến CANCU_TOKEN, hoặc --as TÊN. / An API token in CANCU_TOKEN, or --as NAME.
    """
    from web.api.description import program_version
    from web.assisting.protocol import Server
    from web.assisting.tools import INSTRUCTIONS, Assistance
    from web.service import Service

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    # Standard output carries the protocol; whatever else is printed by a library goes where a person may look.
    writing, sys.stdout = sys.stdout.buffer, sys.stderr
    desk = Service(settings())
    try:
        someone = _person(desk.archive, name)

        @contextmanager
        def looking() -> Iterator[None]:
            # Asked for again at each call: a disabled account or an ended token counts at once.
            with seeing(_person(desk.archive, name).viewer):
                yield

        note(f"Căn Cứ MCP: {someone.name} ({someone.role})")
        Server(program_version(), INSTRUCTIONS, Assistance(desk, looking, base).tools()).run(sys.stdin.buffer, writing)
    finally:
        desk.close()


def _person(archive: Archive, name: str | None) -> Person:
    if name is not None:
        found = archive.people.named(name)
        if found is None or found.disabled:
            raise RefusedInput(
                "no_person",
                f"Không có người dùng “{name}” đang hoạt động. Hãy kiểm tra tên đăng nhập.",
                f"There is no active person “{name}”. Check the sign-in name.",
            )
        return found
    secret = os.environ.get(TOKEN, "").strip()
    known = archive.tokens.find(secret) if secret else None
    if known is None:
        raise RefusedInput(
            "no_token",
            f"Cần biết trợ lý hỏi thay cho ai: đặt mã truy cập API vào biến {TOKEN}, hoặc dùng --as TÊN. "
            "Mã có thể đã hết hạn hoặc bị thu hồi.",
            f"Say on whose behalf the assistant asks: put an API token into {TOKEN}, or use --as NAME. "
            "The token may have ended or been revoked.",
        )
    return known[1]
