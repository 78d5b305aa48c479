"""How the memory of a server with many threads is kept together, where the system has a say in it."""

from __future__ import annotations

import ctypes
import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_M_ARENA_MAX = -8
_ARENAS = 2
_M_MMAP_THRESHOLD = -3
_LARGE = 2 * 1024 * 1024
"""Bytes; the vectors that a search compares more closely are fewer."""
_M_TRIM_THRESHOLD = -1
_KEPT = 8 * 1024 * 1024
"""Bytes at the end of an arena that stay with the process until `give_back`. With the first of these settings glibc
gives all above 128 kB back at once: a search then had 2,300 pages put in anew, a tenth of its processor time."""
_MADV_DONTNEED = 4
GIVEN_BACK_EVERY = 10.0
"""Seconds."""


def keep_together() -> None:
    """With glibc: two arenas for all threads instead of one for each.

    Arrays of a search are made and let go of in every thread; each arena keeps what it had at its fullest, and large
    arrays go straight back to the system. Elsewhere nothing is done.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, _KEPT)


@contextmanager
def loading() -> Iterator[None]:
    """While this lasts nothing is looked for that can be let go of: what is loaded stays, and looking through all of it
    again and again took a fifth of the time from the start to the first answer."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def look_seldom() -> None:
    """Look for what only refers to itself after ten thousand new objects and not after seven hundred: an answer makes
    a thousand that last, all of which were looked through again with every other one, for up to a tenth of a second."""
    gc.set_threshold(10_000, 20, 20)


def give_back() -> None:
    """Give memory that was let go of back to the system, where it has a say in it (glibc)."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def let_go_of_files() -> None:
    """Take what was only read of mapped files out of this process's memory (Linux); it is read again when it is needed.

    For a process that loaded all for others and from then on hardly does anything itself.
    """
    with suppress(OSError, AttributeError, TypeError, ValueError):
        advise = ctypes.CDLL(None).madvise
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            place, kind, _, _, file, *_ = line.split(maxsplit=5)
            # Not what may have been written to in this process alone: code and shared readings only.
            if file != "0" and kind in ("r-xp", "r--s"):
                begin, end = (int(each, 16) for each in place.split("-"))
                advise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), ctypes.c_int(_MADV_DONTNEED))


def keep_giving_back(stopped: Callable[[float], bool]) -> None:
    """Give memory back now and then, in a thread of its own, until `stopped`, which waits so many seconds."""

    def work() -> None:
        while not stopped(GIVEN_BACK_EVERY):
            give_back()

    threading.Thread(target=work, name="memory", daemon=True).start()
