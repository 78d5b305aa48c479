"""Answering at sockets that were opened before, so that several processes can answer at the same ones.

waitress reads a request and writes its answer in one loop beside the threads that work: a slow client or a large upload
holds up no thread.
"""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

THREADS = 12
"""Those that wait for a turn to search (`web.turns`) leave some for what is answered at once."""
_CONNECTIONS = 400 if sys.platform == "win32" else 1000
"""Kept open at a time: a browser holds six."""
_LOOK = 1.0
GRACE = 10.0
"""Seconds that are left to answers under way when the program is stopped."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Open a port at every address of a host. Raises OSError."""
    held: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            made = socket.socket(family, kind, protocol)
            held.append(made)
            if sys.platform != "win32":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            chosen = held[0].getsockname()[1] if len(held) > 1 else port
            made.bind((address[0], chosen, *address[2:]))
            made.listen(1024)
            made.setblocking(False)
    except OSError:
        close(held)
        raise
    return held


def close(sockets: Sequence[socket.socket]) -> None:
    """Listen no more."""
    for each in sockets:
        each.close()


def answer(
    application: Any, sockets: Sequence[socket.socket], stopped: Callable[[], bool], ready: Callable[[Any], None]
) -> None:
    """Answer requests until `stopped`; answers under way are finished first, for GRACE seconds at most.

    `ready` is given what wakes the loop, to be called by whoever makes `stopped` true.
    """
    # A browser opens six connections at once; that is no news for the person who started us.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    table: dict[int, Any] = {}
    server = create_server(
        application,
        map=table,
        sockets=list(sockets),
        threads=THREADS,
        ident="cancu",
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=sys.platform != "win32",
        clear_untrusted_proxy_headers=False,
    )
    triggers = [each for each in table.values() if hasattr(each, "pull_trigger")]
    ready(triggers[0].pull_trigger)
    turn: Any = wasyncore.poll if sys.platform == "win32" else wasyncore.poll2
    while not stopped():
        turn(_LOOK, table)
    for each in [each for each in table.values() if getattr(each, "accepting", False)]:
        each.del_channel()
        each.socket.close()
    until = time.monotonic() + GRACE
    while time.monotonic() < until and any(_at_work(each) for each in table.values()):
        turn(0.1, table)
    server.task_dispatcher.shutdown(timeout=1)
    wasyncore.close_all(table, ignore_all=True)


def _at_work(channel: Any) -> bool:
    return bool(getattr(channel, "requests", None) or getattr(channel, "total_outbufs_len", 0))
