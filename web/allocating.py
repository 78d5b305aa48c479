"""How the memory of a server with many threads is kept together, where the system has a say in it."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8
_ARENAS = 2


def keep_together() -> None:
    """With glibc: two arenas for all threads instead of one for each.

    Arrays of a search are made and let go of in every thread; each arena keeps what it had at its fullest. Elsewhere
    nothing is done.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
