"""Which files were sent together, so that whoever comes back to the page finds them as he left them.

A file that waits is kept by its ticket alone; what was answered at once (held already, refused) with that answer. Of a
state secret neither name nor hash is kept here either.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.seeing import viewer
from indexer.ingest import Outcome
from indexer.queueing.entries import Entries
from indexer.queueing.model import Entry

MOST = 2000
"""Files in a batch."""
_LOCK_SECONDS = 60.0
_KEPT = timedelta(days=7)
_TABLE = """
CREATE TABLE IF NOT EXISTS batch_files (
  id INTEGER PRIMARY KEY, batch TEXT NOT NULL, person INTEGER NOT NULL, ticket TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '', added TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS batch_files_batch ON batch_files (batch, person);
"""


class Batches:
    """The batches in `file`, over the entries of a queue. Each person has his own; safe to share between threads."""

    def __init__(self, file: Path, entries: Entries) -> None:
        self._file = file
        self._entries = entries
        with self._open() as connection:
            connection.executescript(_TABLE)

    def put(self, batch: str, entry: Entry) -> Entry:
        """Add a file to a batch of the viewer; the entry as the batch has it."""
        if entry.ticket and any(held.ticket == entry.ticket for held in self.files(batch)):
            vi = f"Tệp này giống hệt tệp “{entry.name}” đã có trong lượt nạp; chỉ đọc một lần."
            en = f"This file is the same as “{entry.name}” in this batch; it is read once."
            entry = Entry.of(Outcome(entry.name, "duplicate", None, "same_in_batch", vi, en, ""))
        answer = "" if entry.ticket else json.dumps(_answer(entry), ensure_ascii=False)
        with self._open() as connection:
            connection.execute(
                "INSERT INTO batch_files (batch, person, ticket, answer, added) VALUES (?, ?, ?, ?, ?)",
                (batch, viewer().person or 0, entry.ticket, answer, datetime.now(UTC).isoformat()),
            )
            connection.execute("DELETE FROM batch_files WHERE added < ?", ((datetime.now(UTC) - _KEPT).isoformat(),))
        return entry

    def files(self, batch: str) -> list[Entry]:
        """The files of a batch of the viewer as they are now, in the order they came; forgotten ones are left out."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT ticket, answer FROM batch_files WHERE batch = ? AND person = ? ORDER BY id LIMIT ?",
                (batch, viewer().person or 0, MOST),
            ).fetchall()
        going = self._entries.many(ticket for ticket, _ in rows if ticket)
        found = (going.get(ticket) if ticket else Entry.of(Outcome(**json.loads(answer))) for ticket, answer in rows)
        return [entry for entry in found if entry is not None]

    def last(self) -> str:
        """The batch that the viewer added to last; "" where there is none."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT batch FROM batch_files WHERE person = ? ORDER BY id DESC LIMIT 1", (viewer().person or 0,)
            ).fetchone()
        return row[0] if row else ""

    def forget(self, batch: str) -> None:
        """Forget a batch of the viewer; its files go their way."""
        with self._open() as connection:
            connection.execute("DELETE FROM batch_files WHERE batch = ? AND person = ?", (batch, viewer().person or 0))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=_LOCK_SECONDS)) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            with connection:
                yield connection


def _answer(entry: Entry) -> dict[str, object]:
    outcome = asdict(entry.outcome())
    if entry.code == "state_secret":
        outcome |= {"name": "", "sha256": ""}
    return outcome


def summary(entries: list[Entry]) -> dict[str, int]:
    """How many files of a batch came to what: total, going, filed, review, question, duplicate, refused, pages."""
    counts = dict.fromkeys(("total", "going", "filed", "review", "question", "duplicate", "refused", "pages"), 0)
    for entry in entries:
        counts["total"] += 1
        counts["pages"] += entry.pages
        counts[_kind(entry)] += 1
    return counts


def _kind(entry: Entry) -> str:
    if not entry.ended:
        return "going"
    if entry.code == "same_key":
        return "question"
    return {"added": "filed", "needs_review": "review", "duplicate": "duplicate"}.get(entry.status, "refused")
