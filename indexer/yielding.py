"""Letting those go first who wait at a page. How a process steps behind others is the one thing here that differs
between systems.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_FILE = "asked"
_TOLD_AGAIN = 0.1
_QUIET = 0.5
"""Seconds after the last word that somebody waits until it is quiet."""
MOST = 3.0
_LOOK = 0.05


def creation_flags(*, last: bool = False) -> int:
    """The flags of `Popen` by which Windows puts a process behind others, `last` behind all; elsewhere 0: there it
    steps behind by itself."""
    if sys.platform != "win32":
        return 0
    return subprocess.IDLE_PRIORITY_CLASS if last else subprocess.BELOW_NORMAL_PRIORITY_CLASS


def step_behind(*, last: bool = False) -> None:
    """Let what others do go before this process and what it starts; `last`: before all that steps behind, too.

    Never into the idle class of the scheduler: on a machine that is busy with something else a process there has no
    moment left even to end, or to give back a lock. Somebody waits for a reader, if not at a page: it keeps a tenth of
    a share, or it would read nothing until its time is over.
    """
    if sys.platform == "win32":
        return
    os.nice(19 if last else 10)
    if sys.platform == "linux":
        # Waking up it takes the processor from nobody.
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class Asked:
    """Whether somebody waits for an answer right now: the time of a file, told by the processes that answer and looked
    at by what can wait. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._told = float("-inf")

    def tell(self) -> None:
        """Somebody waits, now. Costs next to nothing."""
        now = time.monotonic()
        if now - self._told < _TOLD_AGAIN:
            return
        self._told = now
        try:
            os.utime(self._path)
        except FileNotFoundError:
            with suppress(OSError):
                self._path.touch()
        except OSError:
            # Told or not: only what can wait is quicker then.
            pass

    def quiet(self) -> bool:
        """Whether nobody has waited of late."""
        try:
            return abs(time.time() - self._path.stat().st_mtime) > _QUIET
        except OSError:
            return True

    def wait(self, given_up: Callable[[], bool] = lambda: False, most: float = MOST) -> None:
        """Wait until it is quiet or `given_up`, `most` seconds at most: where somebody always waits, what can wait goes
        on slowly."""
        until = time.monotonic() + most
        while not (given_up() or self.quiet() or time.monotonic() >= until):
            time.sleep(_LOOK)
