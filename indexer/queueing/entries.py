"""The queue's own table, in a file of its own: what waits, what is being read and by whom, what became of it.

A claim is one UPDATE, so that of several processes one gets the file. SQLite overwrites what is deleted
(`secure_delete`) and keeps no write-ahead log here: of a state secret neither name nor hash stays on the disk.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.access import Access
from archive.seeing import viewer
from indexer.ingest import Outcome
from indexer.queueing.model import ENDED, READING, RECOGNISED, WAITING, Entry
from indexer.queueing.senders import packed_access, packed_sender, unpacked_access, unpacked_sender

_LOCK_SECONDS = 60.0
_LOOKED_THROUGH = 2000
_KEPT = timedelta(days=7)
_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
  ticket TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT NOT NULL, sha256 TEXT, path TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0,
  document INTEGER, code TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', reason_en TEXT NOT NULL DEFAULT '',
  as_new INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '', added TEXT NOT NULL, ended TEXT
);
CREATE INDEX IF NOT EXISTS entries_status ON entries (status);
"""
# What came to the table later: who sent a file, and who may see it.
_LATER = {"sender": "TEXT NOT NULL DEFAULT ''", "access": "TEXT NOT NULL DEFAULT ''", "person": "INTEGER"}
_INDEXES = """
DROP INDEX IF EXISTS entries_sha256;
CREATE UNIQUE INDEX IF NOT EXISTS entries_sent ON entries (sha256, coalesce(person, 0)) WHERE sha256 IS NOT NULL;
"""
_COLUMNS = (
    "ticket, name, status, sha256, path, attempts, done, pages, document, code, reason, reason_en, as_new, added, "
    "sender, access, person"
)
_RUNNING = (READING, RECOGNISED)


class Entries:
    """The table in `file`. Safe to share between threads and processes: each call is a transaction of its own.

    `hidden` says which documents are hidden from whoever asks: their files are told to him no more than they are.
    """

    def __init__(self, file: Path, hidden: Callable[[], frozenset[int]] = frozenset) -> None:
        self._file = file
        self._hidden = hidden
        with self._writing() as connection:
            connection.executescript(_TABLE)
            known = {row[1] for row in connection.execute("PRAGMA table_info(entries)")}
            for name, kind in _LATER.items():
                if name not in known:
                    connection.execute(f"ALTER TABLE entries ADD COLUMN {name} {kind}")
            connection.executescript(_INDEXES)

    def put(
        self, name: str, sha256: str, path: Path, *, as_new: bool = False, access: Access | None = None
    ) -> tuple[Entry, bool]:
        """Let a file of whoever asks wait; True where it is new.

        The same bytes of one person wait once; those that ended before wait again.
        """
        sender = viewer()
        mine = "sha256 = ? AND coalesce(person, 0) = ?"
        with self._writing() as connection:
            key = (sha256, sender.person or 0)
            held = _entry(connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE {mine}", key).fetchone())
            if held is not None and not held.ended:
                return held, False
            connection.execute(f"DELETE FROM entries WHERE {mine}", key)
            ticket, now = uuid.uuid4().hex, datetime.now(UTC)
            connection.execute(
                "INSERT INTO entries (ticket, name, status, sha256, path, as_new, added, sender, access, person) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(ticket, name, WAITING, sha256, str(path), int(as_new), now.isoformat()),
                    *(packed_sender(sender), packed_access(access), sender.person),
                ),
            )
            made = Entry(ticket, name, WAITING, sha256, path, as_new=as_new, added=now, sender=sender, access=access)
            return made, True

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

    def forget_document(self, document: int, hashes: Iterable[str]) -> None:
        """Forget everything that ended in a document that was purged, and the files that went with it.

        The same bytes that wait were sent anew: they are read, and refused where they are a secret.
        """
        with self._writing() as connection:
            connection.execute("DELETE FROM entries WHERE ended IS NOT NULL AND document = ?", (document,))
            connection.executemany(
                "DELETE FROM entries WHERE ended IS NOT NULL AND sha256 = ?", [(sha256,) for sha256 in hashes]
            )

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
        """Forget everything that has ended, of what whoever asks may know of; how many."""
        marks = ", ".join("?" * len(ENDED))
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM entries WHERE status IN ({marks})", ENDED).fetchall()
        tickets = [entry.ticket for entry in self._seen(map(_value, rows))]
        with self._writing() as connection:
            for ticket in tickets:
                connection.execute("DELETE FROM entries WHERE ticket = ?", (ticket,))
        return len(tickets)

    def get(self, ticket: str) -> Entry | None:
        """One entry, None for a ticket that nobody was given, or not whoever asks."""
        return self.many([ticket]).get(ticket)

    def many(self, tickets: Iterable[str]) -> dict[str, Entry]:
        """Entries by their ticket; unknown ones are left out."""
        with self._reading() as connection:
            found = [self._one(connection, ticket) for ticket in tickets]
        return {entry.ticket: entry for entry in self._seen(entry for entry in found if entry is not None)}

    def recent(self, limit: int) -> list[Entry]:
        """What is on its way, in the order it came, then what has ended, the newest first."""
        marks = ", ".join("?" * len(ENDED))
        most, limit = limit, limit if viewer().everything else _LOOKED_THROUGH
        with self._reading() as connection:
            going = connection.execute(
                f"SELECT {_COLUMNS} FROM entries WHERE status NOT IN ({marks}) ORDER BY status = ?, added LIMIT ?",
                (*ENDED, WAITING, limit),
            ).fetchall()
            ended = connection.execute(
                f"SELECT {_COLUMNS} FROM entries WHERE status IN ({marks}) ORDER BY ended DESC LIMIT ?",
                (*ENDED, limit - len(going)),
            ).fetchall()
        return self._seen(map(_value, (*going, *ended)))[:most]

    def hashes(self, but: str = "") -> set[str]:
        """The hashes of what has not ended, `but` the one of a ticket."""
        marks = ", ".join("?" * len(ENDED))
        with self._reading() as connection:
            asked = f"SELECT sha256 FROM entries WHERE status NOT IN ({marks}) AND ticket <> ?"
            rows = connection.execute(asked, (*ENDED, but))
            return {sha256 for (sha256,) in rows if sha256}

    def counts(self) -> dict[str, int]:
        """How many entries there are of each status."""
        with self._reading() as connection:
            if viewer().everything:
                return dict(connection.execute("SELECT status, count(*) FROM entries GROUP BY status").fetchall())
            rows = connection.execute(f"SELECT {_COLUMNS} FROM entries").fetchall()
        return dict(Counter(entry.status for entry in self._seen(map(_value, rows))))

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

    def _seen(self, entries: Iterable[Entry]) -> list[Entry]:
        if viewer().everything:
            return list(entries)
        hidden = self._hidden()
        return [entry for entry in entries if entry.seen(hidden)]

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
    ticket, name, status, sha256, path, *numbers, document, code, reason, reason_en, as_new, added = row[:14]
    sender, access, _person = row[14:]
    attempts, done, pages = numbers
    entry = Entry(ticket, name, status, sha256 or "", Path(path), attempts, done, pages, document)
    return replace(
        entry,
        code=code,
        reason=reason,
        reason_en=reason_en,
        as_new=bool(as_new),
        added=datetime.fromisoformat(added),
        sender=unpacked_sender(sender),
        access=unpacked_access(access),
    )
