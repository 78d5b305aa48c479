"""The vectors that have been made, in a SQLite file of their own: what the background fill writes and resumes from.

A killed writer leaves the last committed state; writers in several processes queue. Everything here is derived from the
archive and can be made again. What readers search is a file made from the ledger (`indexer.meaning.blocks`), and the
few rows that came after it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.meaning.passages import Passage

LEDGER_VERSION = 1
FILE = "vectors.sqlite"
OPENED, WHOLE = 1, 2
"""Stages of a document: headings and openings are there; windows are there too."""

_SCHEMA = """
create table if not exists settings (name text primary key, value text not null);
create table if not exists documents (document integer primary key, revision integer not null, stage integer not null);
create table if not exists vectors (
    id integer primary key autoincrement, document integer not null, unit integer not null, kind integer not null,
    place integer not null, digest blob not null, vector blob not null
);
create index if not exists vectors_of_document on vectors (document);
create table if not exists gone (document integer not null, last integer not null);
"""


@dataclass(frozen=True)
class Rows:
    """Rows of the ledger as arrays; `vectors` float16, (n, dimension)."""

    id: NDArray[np.int64]
    document: NDArray[np.int64]
    unit: NDArray[np.int64]
    kind: NDArray[np.uint8]
    vectors: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.id)


class Ledger:
    """The ledger in a folder, for one embedder; made empty where there is none or it is of another embedder or version.

    Safe to share between threads. Raises sqlite3.Error.
    """

    def __init__(self, folder: Path, embedder_id: str, dimension: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / FILE
        self.dimension = dimension
        self.made_with = f"{LEDGER_VERSION} {embedder_id} {dimension}"
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        connection = self._connection()
        if self.setting("made_with") != self.made_with:
            with self._writing():
                for table in ("documents", "vectors", "gone", "settings"):
                    connection.execute(f"delete from {table}")
                self._set("made_with", self.made_with)

    def close(self) -> None:
        """Close all threads' connections."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all = []
        self._local = threading.local()

    # Reading

    def setting(self, name: str) -> str:
        """A remembered value, "" where there is none."""
        row = self._connection().execute("select value from settings where name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def changes(self) -> int:
        """A number that differs after every change made by anyone."""
        return int(self.setting("changes") or 0)

    def documents(self) -> dict[int, tuple[int, int]]:
        """(revision, stage) of each document that has vectors."""
        rows = self._connection().execute("select document, revision, stage from documents")
        return {document: (revision, stage) for document, revision, stage in rows}

    def known(self, document: int) -> dict[tuple[int, bytes], bytes]:
        """The vectors a document has, by kind and digest of the text."""
        rows = self._connection().execute("select kind, digest, vector from vectors where document = ?", (document,))
        return {(kind, bytes(digest)): bytes(vector) for kind, digest, vector in rows}

    def rows(self, after: int = 0) -> Rows:
        """All rows with a greater id."""
        found = (
            self._connection()
            .execute("select id, document, unit, kind, vector from vectors where id > ? order by id", (after,))
            .fetchall()
        )
        count = len(found)
        vectors = np.frombuffer(b"".join(row[4] for row in found), np.float16).reshape(count, self.dimension)
        numbers = np.array([row[:4] for row in found], np.int64).reshape(count, 4)
        return Rows(numbers[:, 0], numbers[:, 1], numbers[:, 2], numbers[:, 3].astype(np.uint8), vectors)

    def gone(self) -> list[tuple[int, int]]:
        """(document, last): rows of the document up to the id `last` are no more, though the file may have them."""
        return [(document, last) for document, last in self._connection().execute("select document, last from gone")]

    def last(self) -> int:
        """The greatest id given so far."""
        row = self._connection().execute("select max(id) from vectors").fetchone()
        return int(row[0] or 0)

    def counts(self) -> tuple[int, int, int]:
        """Documents, documents with all their windows, vectors."""
        connection = self._connection()
        documents, whole = connection.execute(
            "select count(*), coalesce(sum(stage = ?), 0) from documents", (WHOLE,)
        ).fetchone()
        (vectors,) = connection.execute("select count(*) from vectors").fetchone()
        return int(documents), int(whole), int(vectors)

    def check(self) -> str:
        """ "ok", or what SQLite finds wrong with the file."""
        return str(self._connection().execute("pragma quick_check").fetchone()[0])

    @contextmanager
    def one_view(self) -> Iterator[None]:
        """Everything read within is of one state."""
        connection = self._connection()
        connection.execute("begin")
        try:
            yield
        finally:
            connection.execute("commit")

    # Writing

    def put(
        self,
        document: int,
        revision: int,
        stage: int,
        passages: Sequence[Passage],
        vectors: Sequence[bytes],
    ) -> None:
        """Replace a document's vectors, all at once."""
        with self._writing() as connection:
            self._forget(connection, [document])
            connection.executemany(
                "insert into vectors (document, unit, kind, place, digest, vector) values (?, ?, ?, ?, ?, ?)",
                (
                    (document, passage.unit, passage.kind, passage.place, passage.digest, vector)
                    for passage, vector in zip(passages, vectors, strict=True)
                ),
            )
            connection.execute("insert or replace into documents values (?, ?, ?)", (document, revision, stage))
            self._changed(connection)

    def extend(
        self, document: int, passages: Sequence[Passage], vectors: Sequence[bytes], stage: int | None = None
    ) -> None:
        """Add vectors to a document, and say that it has reached a stage."""
        with self._writing() as connection:
            connection.executemany(
                "insert into vectors (document, unit, kind, place, digest, vector) values (?, ?, ?, ?, ?, ?)",
                (
                    (document, passage.unit, passage.kind, passage.place, passage.digest, vector)
                    for passage, vector in zip(passages, vectors, strict=True)
                ),
            )
            if stage is not None:
                connection.execute("update documents set stage = ? where document = ?", (stage, document))
            self._changed(connection)

    def delete(self, documents: Iterable[int]) -> None:
        """Forget documents."""
        ids = list(documents)
        if not ids:
            return
        with self._writing() as connection:
            self._forget(connection, ids)
            connection.executemany("delete from documents where document = ?", ((id_,) for id_ in ids))
            self._changed(connection)

    def checkpoint(self) -> None:
        """Empty the write-ahead log, as far as no reader needs it."""
        self._connection().execute("pragma wal_checkpoint(truncate)").fetchall()

    def published(self, name: str, last: int, settings: Mapping[str, str] | None = None) -> None:
        """Remember that the file `name` has every row up to the id `last`."""
        with self._writing() as connection:
            self._set("file", name)
            for key, value in (settings or {}).items():
                self._set(key, value)
            connection.execute("delete from gone where last <= ?", (last,))
            self._changed(connection)

    def _forget(self, connection: sqlite3.Connection, documents: Iterable[int]) -> None:
        for document in documents:
            row = connection.execute("select max(id) from vectors where document = ?", (document,)).fetchone()
            if row[0] is not None:
                connection.execute("delete from vectors where document = ?", (document,))
                connection.execute("insert into gone values (?, ?)", (document, row[0]))

    def _set(self, name: str, value: str) -> None:
        self._connection().execute("insert or replace into settings values (?, ?)", (name, value))

    def _changed(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "insert into settings values ('changes', '1') "
            "on conflict (name) do update set value = cast(cast(value as integer) + 1 as text)"
        )

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(self.path, timeout=60, isolation_level=None, check_same_thread=False)
            found.execute("pragma journal_mode = wal")
            found.execute("pragma synchronous = normal")
            found.execute("pragma secure_delete = on")
            if not found.execute("select 1 from sqlite_master where name = 'gone'").fetchone():
                found.executescript(_SCHEMA)
            self._local.connection = found
            with self._lock:
                self._all.append(found)
        return found

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection()
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")
