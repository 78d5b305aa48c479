"""So many at a time, in the order in which they came.

What is worked out in Python takes turns within a process anyway: a dozen searches at once change places at every array
they make, and a short answer waits behind all of them.
"""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Turns:
    """To be entered by as many threads at once as there are turns; the others wait in a row."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._lock = threading.Lock()
        self._row: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            gate = threading.Lock()
            gate.acquire()
            self._row.append(gate)
        # Whoever leaves hands his turn on: nobody who comes later gets it.
        gate.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            if self._row:
                self._row.popleft().release()
            else:
                self._free += 1
