"""Records and units that were read before, given again while the database says that they have not changed.

Whether something is still there, still the same and to be seen by whoever looks is asked of the database every time:
only reading it again is saved.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from archive.cutting import Cutter
from archive.holdings import OF_RECORDS, record_of
from archive.models import Document
from archive.records import Record
from archive.stored import StoredUnit

_BATCH = 500
_RECORDS = 20_000
_CHARACTERS = 6_000_000
"""Of the texts of units, two bytes each."""
_LONGEST = 20_000
_UNITS_SEEN = 1_000
_SIGHTS = 12

Value = TypeVar("Value")


class _Kept(Generic[Value]):
    """Values by id, each with the state it was read in; emptied when it is full."""

    def __init__(self, room: int, size: Callable[[Value], int]) -> None:
        self._room = room
        self._size = size
        self._used = 0
        self._held: dict[int, tuple[object, Value]] = {}
        self._lock = threading.Lock()

    def get(self, id_: int, state: object) -> Value | None:
        held = self._held.get(id_)
        return held[1] if held is not None and held[0] == state else None

    def put(self, id_: int, state: object, value: Value) -> None:
        with self._lock:
            self._used += self._size(value)
            if self._used > self._room:
                self._held, self._used = {}, self._size(value)
            self._held[id_] = state, value


class Seen(Generic[Value]):
    """What was there for somebody when the database last changed: as long as it has not, nothing need be asked.

    Safe to share between threads: what is put is of the beat (`archive.pulse`) taken before it was read.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[object, tuple[object, dict[int, Value]]] = {}

    def of(self, look: object, beat: object) -> dict[int, Value]:
        """What is known for a sight at a beat, to be added to; nothing is kept where the beat is not known."""
        held = self._held.get(look)
        if beat is None or held is None or held[0] != beat or len(held[1]) > self._most:
            if len(self._held) >= _SIGHTS:
                self._held = {}
            held = beat, {}
            if beat is not None:
                self._held[look] = held
        return held[1]


class Remembered:
    """What one open archive has read of late. Safe to share between threads."""

    def __init__(self) -> None:
        self.seen_records = Seen[Record](_RECORDS)
        self.seen_units = Seen[StoredUnit](_UNITS_SEEN)
        self._records = _Kept[Record](_RECORDS, lambda _: 1)
        self._cutter = Cutter()
        self._units = _Kept[StoredUnit](_CHARACTERS, lambda unit: len(unit.text) + 200)

    def records(self, session: Session, ids: Iterable[int]) -> dict[int, Record]:
        """The facts of several documents; ids that are not there are left out."""
        every: list[int] = list(dict.fromkeys(ids))
        found: dict[int, Record] = {}
        for start in range(0, len(every), _BATCH):
            # Effects are written without a word to `updated`.
            asked = select(Document.id, *_STATE, _EFFECTS).where(Document.id.in_(every[start : start + _BATCH]))
            states = {id_: state for id_, *state in session.execute(asked)}
            held = {id_: self._records.get(id_, state) for id_, state in states.items()}
            missing = [id_ for id_, record in held.items() if record is None]
            if missing:
                for row in session.execute(select(*OF_RECORDS).where(Document.id.in_(missing))):
                    held[row.id] = record = record_of(row)
                    self._records.put(row.id, states[row.id], record)
            found.update((id_, record) for id_, record in held.items() if record is not None)
        return found

    def known_records(self, connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Record]:
        """Those of some documents that were read before and have not changed. `connection` as of `Database.plain`."""
        listed = ", ".join(str(int(id_)) for id_ in ids)
        rows = connection.execute(f"SELECT id, revision, updated, effects FROM documents WHERE id IN ({listed})")
        held = {id_: self._records.get(id_, state) for id_, *state in rows}
        return {id_: record for id_, record in held.items() if record is not None}

    def units(self, connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, StoredUnit]:
        """Units with their text; ids that are not there are left out. `connection` as of `Database.plain`."""
        every: list[int] = list(dict.fromkeys(ids))
        found: dict[int, StoredUnit] = {}
        for start in range(0, len(every), _BATCH):
            listed = ", ".join(str(int(id_)) for id_ in every[start : start + _BATCH])
            rows = connection.execute(_UNITS.format(listed)).fetchall()
            for id_, document, path, kind, label, heading, first, end, *state in rows:
                unit = self._units.get(id_, state)
                if unit is None:
                    text = self._cutter.cut(connection, document, state, first, end)
                    unit = StoredUnit(id_, document, path, kind, label, heading, first, text)
                    if len(text) <= _LONGEST:
                        self._units.put(id_, state, unit)
                found[id_] = unit
        return found


_UNITS = """
    SELECT p.id, p.document_id, p.path, p.kind, p.label, p.heading, p.start, p."end", d.revision, d.updated
    FROM provisions p JOIN documents d ON d.id = p.document_id
    JOIN texts t ON t.document_id = d.id
    WHERE p.id IN ({})
"""
_STATE = (Document.revision, type_coerce(Document.updated, String))
_EFFECTS = type_coerce(Document.effects, String)
