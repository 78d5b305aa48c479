"""Putting files into the queue, asking after them, and picking up what a crash left."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from huey import SqliteHuey

from archive.access import Access
from archive.documents import Archive
from archive.files import FileStore, Stored, hash_of
from archive.settings import Settings
from indexer.ingest import Outcome, held_outcome
from indexer.queueing.batches import Batches
from indexer.queueing.entries import Entries
from indexer.queueing.model import MOST_ATTEMPTS, Entry
from indexer.queueing.owners import is_gone
from indexer.reading.names import safe_name
from indexer.reading.process import check_file
from indexer.reading.refusals import refusal

log = logging.getLogger("cancu.queue")
_LOCK_SECONDS = 60
_POLL = 0.05


class ReadingQueue:
    """The queue of one archive, in the folder `queue` of CANCU_HOME. Safe to share between threads and processes.

    huey carries the tickets, in order, to whoever reads next; the table of entries is what is true.
    """

    def __init__(self, settings: Settings, hidden: Callable[[], frozenset[int]] = frozenset) -> None:
        """`hidden`: the documents hidden from whoever asks (`Archive.hidden`)."""
        self.settings = settings
        folder = settings.home / "queue"
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.owners = folder / "owners"
        self.bytes = FileStore(folder / "files")
        self.entries = Entries(folder / "entries.sqlite", hidden)
        self.batches = Batches(folder / "batches.sqlite", self.entries)
        self.tickets = SqliteHuey(
            "cancu", filename=str(folder / "tickets.sqlite"), results=False, timeout=_LOCK_SECONDS, fsync=True
        )
        self.task = self.tickets.task(name="read")(_unread)

    def submit(
        self,
        archive: Archive,
        path: Path,
        name: str | None = None,
        *,
        keep: bool = True,
        as_new: bool = False,
        access: Access | None = None,
    ) -> Entry:
        """Let a file be read, or say at once that it is held; the same bytes wait once.

        `keep` copies the bytes into the queue's folder first, synced to disk; otherwise they are read where they are.
        `as_new`: a person decided that it is no copy of a held document; `access`: who may see it. It is filed as by
        whoever submits it. Raises RefusedInput, NotFound.
        """
        name = safe_name(name or path.name)
        check_file(path, name, self.settings)
        if access is not None:
            archive.access.check(access)
        sha256 = hash_of(path)
        held = None if as_new else held_outcome(archive, sha256, name)
        if held is not None:
            return Entry.of(held)
        with self._bytes_lock():
            stored = self.bytes.store(path, self.settings.max_upload) if keep else Stored(sha256, 0, path.resolve())
            entry, new = self.entries.put(name, stored.sha256, stored.path, as_new=as_new, access=access)
        if new:
            self.task(entry.ticket)
        return entry

    def wait(self, ticket: str, seconds: float) -> Entry | None:
        """The entry once it has ended, or as it is after so many seconds."""
        until = time.monotonic() + seconds
        while True:
            entry = self.entries.get(ticket)
            if entry is None or entry.ended or time.monotonic() >= until:
                return entry
            time.sleep(_POLL)

    def finish(self, entry: Entry, outcome: Outcome) -> None:
        """Keep what became of a file, and let go of its bytes. Of a state secret nothing is kept but the refusal."""
        with self._bytes_lock():
            if entry.sha256 not in self.entries.hashes(but=entry.ticket):
                self.bytes.drop(entry.sha256)
            if outcome.code == "state_secret":
                self.entries.forget(entry.ticket, outcome)
            else:
                self.entries.end(entry.ticket, outcome)

    def try_again(self, entry: Entry, cause: str) -> None:
        """A reading that ended in a crash: once more, and refused after the second time."""
        if entry.attempts >= MOST_ATTEMPTS:
            error = refusal("crashed_twice", entry.name)
            log.warning("%s: refused, its reader was lost %d times (%s)", entry.ticket, entry.attempts, cause)
            self.finish(entry, Outcome(entry.name, "refused", None, error.reason, error.vi, error.en, entry.sha256))
            return
        log.warning("%s: will be read again (%s)", entry.ticket, cause)
        self.put_back(entry)

    def put_back(self, entry: Entry, *, uncounted: bool = False) -> None:
        """Let a claimed file wait again; `uncounted` where its reading was only interrupted."""
        self.entries.wait_again(entry.ticket, uncounted=uncounted)
        self.task(entry.ticket)

    def recover(self) -> int:
        """Pick up what processes that are gone were reading, and what waits without a task; how many files wait."""
        for owner, entries in self.entries.running().items():
            if is_gone(self.owners, owner):
                for entry in entries:
                    self.try_again(entry, "the process that read it is gone")
        waiting = self.entries.waiting()
        carried = {task.args[0] for task in self.tickets.pending()}
        for ticket in waiting:
            if ticket not in carried:
                self.task(ticket)
        return len(waiting)

    def sweep(self) -> None:
        """Forget what ended long ago, and bytes that no entry names any more."""
        self.entries.sweep()
        with self._bytes_lock():
            self.bytes.sweep(older=0)
            named = self.entries.hashes()
            for sha256 in self.bytes.held():
                if sha256 not in named:
                    self.bytes.drop(sha256)

    def _bytes_lock(self) -> FileLock:
        """Bytes come and go together with their entry: one process at a time, so that none takes another's away."""
        return FileLock(self._folder / "files.lock", timeout=_LOCK_SECONDS, is_singleton=False, thread_local=True)


def _unread(ticket: str) -> None:
    """What a ticket means without workers: it only waits."""
    raise LookupError(f"ticket {ticket} was taken by a process that does not read")
