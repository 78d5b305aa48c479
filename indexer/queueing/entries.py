"""The queue's own table, in a file of its own: what waits, what is being read and by whom, what became of it.

A claim is one UPDATE, so that of several processes one gets the file. SQLite overwrites what is deleted
(`secure_delete`) and keeps no write-ahead log here: of a state secret neither name nor hash stays on the disk.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from indexer.ingest import Outcome
from indexer.queueing.model import ENDED, READING, RECOGNISED, WAITING, Entry

_LOCK_SECONDS = 60.0
_KEPT = timedelta(days=7)
_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
  ticket TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT NOT NULL, sha256 TEXT, path TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0,
  document INTEGER, code TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', reason_en TEXT NOT NULL DEFAULT '',
  as_new INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '', added TEXT NOT NULL, ended TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS entries_sha256 ON entries (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX IF NOT EXISTS entries_status ON entries (status);
"""
_COLUMNS = "ticket, name, status, sha256, path, attempts, done, pages, document, code, reason, reason_en, as_new, added"
_RUNNING = (READING, RECOGNISED)


class Entries:
    """The table in `file`. Safe to share between threads and processes: each call is a transaction of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._writing() as connection:
            connection.executescript(_TABLE)

    def put(self, name: str, sha256: str, path: Path, *, as_new: bool = False) -> tuple[Entry, bool]:
        """Let a file wait; True where it is new. The same bytes wait once; those that ended before wait again."""
        with self._writing() as connection:
            held = _entry(connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE sha256 = ?", (sha256,)).fetchone())
            if held is not None and not held.ended:
                return held, False
            connection.execute("DELETE FROM entries WHERE sha256 = ?", (sha256,))
            ticket, now = uuid.uuid4().hex, datetime.now(UTC)
            connection.execute(
                "INSERT INTO entries (ticket, name, status, sha256, path, as_new, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (ticket, name, WAITING, sha256, str(path), int(as_new), now.isoformat()),
            )
            return Entry(ticket, name, WAITING, sha256, path, as_new=as_new, added=now), True

    def claim(self, ticket: str, owner: str) -> Entry | None:
        """Take a waiting file to read it; None where somebody else did, or it was withdrawn."""
        with self._writing() as connection:
            taken = connection.execute(
                "UPDATE entries SET status = ?, owner = ?, attempts = attempts + 1, done = 0, pages = 0 "
                "WHERE ticket = ? AND status = ?",
                (READING, owner, ticket, WAITING),
            )
            return self._one(connection, ticket) if taken.rowcount else None

    def progress(self, ticket: str, status: str, done: int = 0, pages: int = 0) -> None:
        """How far the reading has come."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE entries SET status = ?, done = ?, pages = ? WHERE ticket = ? AND status IN (?, ?)",
                (status, done, pages, ticket, *_RUNNING),
            )

    def wait_again(self, ticket: str, *, uncounted: bool = False) -> None:
        """Put a claimed file back; `uncounted` where the attempt says nothing about the file."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE entries SET status = ?, owner = '', attempts = attempts - ? WHERE ticket = ?",
                (WAITING, int(uncounted), ticket),
            )

    def end(self, ticket: str, outcome: Outcome) -> None:
        """Keep what became of a file."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE entries SET status = ?, document = ?, code = ?, reason = ?, reason_en = ?, owner = '', "
                "ended = ? WHERE ticket = ?",
                (
                    outcome.status,
                    outcome.document,
                    outcome.code,
                    outcome.reason,
                    outcome.reason_en,
                    datetime.now(UTC).isoformat(),
                    ticket,
                ),
            )

    def forget(self, ticket: str, outcome: Outcome) -> None:
        """Keep of a file only that something was refused under this ticket, and why."""
        with self._writing() as connection:
            connection.execute("UPDATE entries SET name = '', sha256 = NULL, path = '' WHERE ticket = ?", (ticket,))
        self.end(ticket, outcome)

    def withdraw(self, tickets: Iterable[str]) -> int:
        """Take files out that nobody reads; how many."""
        with self._writing() as connection:
            return sum(
                connection.execute("DELETE FROM entries WHERE ticket = ? AND status = ?", (ticket, WAITING)).rowcount
                for ticket in tickets
            )

    def sweep(self) -> list[Entry]:
        """Forget what ended more than a week ago; the entries that were forgotten."""
        before = (datetime.now(UTC) - _KEPT).isoformat()
        with self._writing() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE ended < ?", (before,)).fetchall()
            connection.execute("DELETE FROM entries WHERE ended < ?", (before,))
        return [_value(row) for row in rows]

    def clear_ended(self) -> int:
        """Forget everything that has ended; how many."""
        marks = ", ".join("?" * len(ENDED))
        with self._writing() as connection:
            return connection.execute(f"DELETE FROM entries WHERE status IN ({marks})", ENDED).rowcount

    def get(self, ticket: str) -> Entry | None:
        """One entry, None for a ticket that nobody was given."""
        with self._reading() as connection:
            return self._one(connection, ticket)

    def many(self, tickets: Iterable[str]) -> dict[str, Entry]:
        """Entries by their ticket; unknown ones are left out."""
        with self._reading() as connection:
            found = (self._one(connection, ticket) for ticket in tickets)
            return {entry.ticket: entry for entry in found if entry is not None}

    def recent(self, limit: int) -> list[Entry]:
        """What is on its way, in the order it came, then what has ended, the newest first."""
        marks = ", ".join("?" * len(ENDED))
        with self._reading() as connection:
            going = connection.execute(
                f"SELECT {_COLUMNS} FROM entries WHERE status NOT IN ({marks}) ORDER BY status = ?, added LIMIT ?",
                (*ENDED, WAITING, limit),
            ).fetchall()
            ended = connection.execute(
                f"SELECT {_COLUMNS} FROM entries WHERE status IN ({marks}) ORDER BY ended DESC LIMIT ?",
                (*ENDED, limit - len(going)),
            ).fetchall()
        return [_value(row) for row in (*going, *ended)]

    def hashes(self) -> set[str]:
        """The hashes of what has not ended."""
        marks = ", ".join("?" * len(ENDED))
        with self._reading() as connection:
            rows = connection.execute(f"SELECT sha256 FROM entries WHERE status NOT IN ({marks})", ENDED)
            return {sha256 for (sha256,) in rows if sha256}

    def counts(self) -> dict[str, int]:
        """How many entries there are of each status."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT status, count(*) FROM entries GROUP BY status").fetchall())

    def waiting(self) -> list[str]:
        """The tickets of what waits, in the order it came."""
        with self._reading() as connection:
            rows = connection.execute("SELECT ticket FROM entries WHERE status = ? ORDER BY added", (WAITING,))
            return [ticket for (ticket,) in rows]

    def running(self) -> dict[str, list[Entry]]:
        """What is being read, by the one who reads it."""
        found: dict[str, list[Entry]] = {}
        with self._reading() as connection:
            rows = connection.execute(f"SELECT owner, {_COLUMNS} FROM entries WHERE status IN (?, ?)", _RUNNING)
            for owner, *row in rows:
                found.setdefault(owner, []).append(_value(row))
        return found

    def _one(self, connection: sqlite3.Connection, ticket: str) -> Entry | None:
        return _entry(connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE ticket = ?", (ticket,)).fetchone())

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_LOCK_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA synchronous=FULL")
        return connection


def _entry(row: Any) -> Entry | None:
    return None if row is None else _value(row)


def _value(row: Any) -> Entry:
    ticket, name, status, sha256, path, *numbers, document, code, reason, reason_en, as_new, added = row
    attempts, done, pages = numbers
    entry = Entry(ticket, name, status, sha256 or "", Path(path), attempts, done, pages, document)
    return replace(
        entry,
        code=code,
        reason=reason,
        reason_en=reason_en,
        as_new=bool(as_new),
        added=datetime.fromisoformat(added),
    )
