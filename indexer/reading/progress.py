"""How far the reading of a file has come: told by the reading process to whoever waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Called with (pages done, pages in all)."""

_lock = threading.Lock()
_listeners: list[Tell] = []


def listen(tell: Tell) -> None:
    """From now on `tell` hears of every page that is done in this process."""
    with _lock:
        _listeners[:] = [tell]


def tell_pages(done: int, total: int) -> None:
    """Say that `done` of `total` pages have been recognised. May be called from any thread of the reading process."""
    with _lock:
        for tell in _listeners:
            tell(done, total)
