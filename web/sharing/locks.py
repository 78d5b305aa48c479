"""A lock between processes that the system gives back when one of them ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import threading
import time
import weakref
from types import TracebackType

if sys.platform != "win32":
    import fcntl

_AGAIN = 0.001


def nameless(owner: object) -> int:
    """A file without a name, closed with its owner; -1 where the system has none (Windows, which never forks)."""
    if sys.platform == "win32":
        return -1
    file, path = tempfile.mkstemp(prefix="cancu-")
    os.unlink(path)
    weakref.finalize(owner, os.close, file)
    return file


class ProcessLock:
    """One thread at a time of all processes that were forked after it was made; the same thread may enter again."""

    def __init__(self) -> None:
        self._threads = threading.RLock()
        self._depth = 0
        # Never opened a second time: closing any descriptor of it would give the lock back.
        self._file = nameless(self)

    def __enter__(self) -> None:
        self._threads.acquire()
        if not self._depth:
            try:
                self._take()
            except BaseException:
                self._threads.release()
                raise
        self._depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if sys.platform != "win32" and not self._depth:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def _take(self) -> None:
        if sys.platform == "win32":
            return
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
                return
            except OSError as error:
                # Several threads of two processes with two locks look to the system like a circle. They are none.
                if error.errno != errno.EDEADLK:
                    raise
                time.sleep(_AGAIN)
