"""Counting entries in other processes while the caller reads its database: word segmentation takes most of the time.

Small additions are counted where they are. When a session has brought more than a batch, worker processes are started;
a worker that cannot start or dies costs time, never entries: its batches are counted here.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from indexer.engine.base import Entry
from indexer.engine.counting import CountedBatch, count_entries

BATCH_CHARACTERS = 300_000
"""About 65,000 syllables, half a second of one core, 20 MB while it is counted."""

COUNTED_HERE = 3
"""Batches of a session counted before workers are started: starting them takes as long as counting two."""

MOST_WORKERS = 4


def usable_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def can_start_workers() -> bool:
    """A new process loads the program's main file first; where that is no file (typed into Python), it cannot."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    return main is None or os.path.isfile(main)


class Pipeline:
    """Turns entries into counted batches, in their order."""

    def __init__(self, workers: int | None = None) -> None:
        processors = usable_processors()
        usual = min(processors, MOST_WORKERS) if processors > 1 and can_start_workers() else 0
        self._workers = usual if workers is None else workers
        self._pool: ProcessPoolExecutor | None = None
        self._gathered: list[Entry] = []
        self._characters = 0
        self._sent = 0
        self._waiting: deque[tuple[list[Entry], Future[CountedBatch]]] = deque()

    def put(self, entry: Entry) -> Iterator[CountedBatch]:
        """Take one entry; give batches that are ready and due."""
        self._gathered.append(entry)
        self._characters += len(entry.text) + len(entry.title) + len(entry.heading) + 50
        if self._characters >= BATCH_CHARACTERS:
            yield from self._send()

    def drain(self) -> Iterator[CountedBatch]:
        """Give all that is left."""
        if self._gathered:
            if self._pool is None:
                batch = self._gathered
                self._gathered, self._characters = [], 0
                yield count_entries(batch)
            else:
                yield from self._send()
        while self._waiting:
            yield self._next()

    def close(self) -> None:
        """End the workers and forget what is under way."""
        self._gathered, self._characters = [], 0
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _send(self) -> Iterator[CountedBatch]:
        batch = self._gathered
        self._gathered, self._characters = [], 0
        self._sent += 1
        if not self._workers or self._sent <= COUNTED_HERE:
            yield count_entries(batch)
            return
        if self._pool is None:
            # Spawned, not forked: the caller may have threads, and Windows knows nothing else.
            self._pool = ProcessPoolExecutor(
                self._workers, multiprocessing.get_context("spawn"), initializer=_begin_worker
            )
        try:
            self._waiting.append((batch, self._pool.submit(count_entries, batch)))
        except (BrokenProcessPool, RuntimeError):
            while self._waiting:
                yield self._next()
            self._workers = 0
            yield count_entries(batch)
            return
        while len(self._waiting) > 2 * self._workers:
            yield self._next()

    def _next(self) -> CountedBatch:
        batch, future = self._waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._workers = 0
            return count_entries(batch)
