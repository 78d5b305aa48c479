"""Looking at the processes below this one (Linux, /proc): which there are, and the most memory they held."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from types import TracebackType

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def parents() -> dict[int, int]:
    """The parent of every process of this machine."""
    found: dict[int, int] = {}
    for entry in os.listdir(_PROC):
        if entry.isdigit():
            try:
                stat = (_PROC / entry / "stat").read_text(encoding="ascii", errors="replace")
                found[int(entry)] = int(stat.rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
    return found


def below(process: int | None = None) -> set[int]:
    """The processes that this one (or `process`) started, and that those started."""
    table = parents()
    found = {process or os.getpid()}
    grown = True
    while grown:
        more = {child for child, parent in table.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found - {process or os.getpid()}


def held(process: int) -> int:
    """Bytes of memory a process holds now, 0 where it has ended."""
    try:
        return int((_PROC / str(process) / "statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def name_of(process: int) -> str:
    """The short name of a process, "" where it has ended."""
    try:
        return (_PROC / str(process) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


class Watch:
    """While the block runs: the most memory (bytes) of one process below this one and of all of them together."""

    def __init__(self, interval: float = 0.02) -> None:
        self.one = 0
        self.name = ""
        self.together = 0
        self._interval = interval
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        looked, there = 0.0, set[int]()
        while not self._done.is_set():
            if time.monotonic() - looked > 5 * self._interval:
                there, looked = below(), time.monotonic()
            sizes = {process: held(process) for process in there}
            self.together = max(self.together, sum(sizes.values()))
            most = max(sizes, key=lambda process: sizes[process], default=0)
            if most and sizes[most] > self.one:
                self.one, self.name = sizes[most], name_of(most)
            time.sleep(self._interval)
