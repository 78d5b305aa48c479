"""Those who read: threads with a reading process each, one fewer than the machine has cores, behind all who wait."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from archive import audit
from archive.documents import Archive
from archive.errors import ArchiveUnavailable, CancuError
from archive.seeing import seeing
from indexer.engine.base import Engine
from indexer.indexing import index_documents
from indexer.ingest import Outcome, filed_outcome, ingest_file
from indexer.queueing.model import READING, RECOGNISED, Entry
from indexer.queueing.owners import Owner
from indexer.queueing.queue import ReadingQueue
from indexer.reading import Reader

log = logging.getLogger("cancu.queue")
_LOOK = 0.5
_RECOVER = 20.0
_IDLE = 60.0
_TELL = 0.5


class Workers:
    """Reads what waits, until `close`. `archive` and `engine` are asked for when there is something to read.

    `filed` is called after each file that changed the archive.
    """

    def __init__(
        self,
        queue: ReadingQueue,
        archive: Callable[[], Archive],
        engine: Callable[[], Engine],
        *,
        count: int | None = None,
        filed: Callable[[], None] = lambda: None,
    ) -> None:
        self.queue = queue
        self._archive = archive
        self._engine = engine
        self._filed = filed
        self._owner = Owner(queue.owners)
        self._stopping = threading.Event()
        self._waking = threading.Event()
        self._recovered = 0.0
        self._recovering = threading.Lock()
        self._readers: dict[int, Reader] = {}
        self._busy: set[int] = set()
        count = count or queue.settings.readers
        self._threads = [
            threading.Thread(target=self._work, args=(number,), name=f"reader-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once whether something waits."""
        self._waking.set()

    def close(self) -> None:
        """Stop: what is being read is put back and read from its beginning another time."""
        self._stopping.set()
        self._waking.set()
        for reader in list(self._readers.values()):
            reader.interrupt()
        for thread in self._threads:
            thread.join()
        self._owner.close()

    def _work(self, number: int) -> None:
        idle_since = time.monotonic()
        while not self._stopping.is_set():
            try:
                self._recover()
                busy = self._next(number)
            except Exception:
                # The queue's own files cannot be written, say: wait, others may mend it.
                log.exception("the queue cannot be worked on")
                busy = False
                self._stopping.wait(_RECOVER)
            if busy:
                idle_since = time.monotonic()
                continue
            if time.monotonic() - idle_since > _IDLE:
                self._put_down(number)
            self._waking.wait(_LOOK)
            self._waking.clear()
        self._put_down(number)

    def _next(self, number: int) -> bool:
        task = self.queue.tickets.dequeue()
        if task is None:
            return False
        entry = self.queue.entries.claim(task.args[0], self._owner.name)
        if entry is not None:
            self._read(entry, number)
        return True

    def _recover(self) -> None:
        if time.monotonic() - self._recovered < _RECOVER or not self._recovering.acquire(blocking=False):
            return
        try:
            first, self._recovered = not self._recovered, time.monotonic()
            if first:
                self.queue.sweep()
            self.queue.recover()
        finally:
            self._recovering.release()

    def _read(self, entry: Entry, number: int) -> None:
        started = time.monotonic()
        self._busy.add(number)
        try:
            outcome = self._outcome(entry, number)
        except ArchiveUnavailable as error:
            log.warning("%s: put back, %s", entry.ticket, error.reason)
            self.queue.put_back(entry, uncounted=True)
            self._stopping.wait(_LOOK)
            return
        except Exception:
            log.exception("%s: reading failed", entry.ticket)
            self.queue.try_again(entry, "reading failed")
            return
        finally:
            self._busy.discard(number)
        if self._stopping.is_set() and outcome.code in ("reader_crashed", "reader_interrupted"):
            self.queue.put_back(entry, uncounted=True)
        elif outcome.code == "reader_crashed":
            self.queue.try_again(entry, "its reader crashed")
        else:
            self.queue.finish(entry, outcome)
            if outcome.status == "refused":
                self._tell_refused(entry, outcome)
            log.info("%s: %s %s in %.1f s", entry.ticket, outcome.status, outcome.code, time.monotonic() - started)
            if outcome.document is not None:
                self._filed()

    def _tell_refused(self, entry: Entry, outcome: Outcome) -> None:
        """That a file was refused and why: neither its name nor its hash, it may be a state secret."""
        try:
            with seeing(entry.sender):
                audit.write(self._archive(), "refused", details={"reason": outcome.code})
        except CancuError as error:
            log.warning("%s: not told to the audit trail: %s", entry.ticket, error.reason)

    def _outcome(self, entry: Entry, number: int) -> Outcome:
        with seeing(entry.sender):
            return self._filed_as_sender(entry, number)

    def _filed_as_sender(self, entry: Entry, number: int) -> Outcome:
        """Read and file a file as by its sender: what he may not see is no copy of it, and his choice holds."""
        archive, engine = self._archive(), self._engine()
        if entry.attempts > 1:
            filed = filed_outcome(archive, entry.sha256, entry.name)
            if filed is not None and filed.document is not None:
                # The crash came between filing it and saying so.
                index_documents(archive, engine, [filed.document])
                return filed
        reader = self._readers.setdefault(number, Reader(self.queue.settings, behind=True))
        # A scan alone gets every processor; scans that are read side by side share them.
        reader.ocr_workers = max(1, self.queue.settings.ocr_workers // len(self._busy))
        return ingest_file(
            archive,
            engine,
            entry.path,
            entry.name,
            as_new=entry.as_new,
            access=entry.access,
            reader=reader,
            tell=self._teller(entry),
        )

    def _teller(self, entry: Entry) -> Callable[[str, int, int], None]:
        last = 0.0

        def tell(stage: str, done: int, pages: int) -> None:
            nonlocal last
            if stage == READING and done < pages and time.monotonic() - last < _TELL:
                return
            last = time.monotonic()
            self.queue.entries.progress(entry.ticket, RECOGNISED if stage == RECOGNISED else READING, done, pages)

        return tell

    def _put_down(self, number: int) -> None:
        reader = self._readers.pop(number, None)
        if reader is not None:
            reader.close()
