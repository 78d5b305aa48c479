"""Who did what: entries that are only ever added, chained by hash (`archive.chain`); triggers refuse UPDATE and DELETE.

Nothing of a document's content is written here, neither title nor file name: the entries outlive the document, and a
document that turns out to be a state secret must be able to go without a trace of what it said. `subject` of a document
is its type and number.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from archive.anchoring import GENESIS, Head, read_head
from archive.chain import TABLE, Break, Entry, Verdict, canonical, digest, head, verify
from archive.errors import CancuError
from archive.models import Document, now
from archive.seeing import Viewer, viewer

if TYPE_CHECKING:
    from archive.database import Database
    from archive.documents import Archive

__all__ = ["SAW", "Break", "Entry", "Readings", "Verdict", "later", "saw", "subject_of", "verify", "write"]

log = logging.getLogger("cancu.audit")

SAW = "saw"
FLUSH_SECONDS = 5.0
"""How long a reading waits to be written with others."""
AGAIN_SECONDS = 600.0
"""Within this time the same person reading the same document is one reading."""
_FULL = 500
_REMEMBERED = 20_000
_POSTGRESQL_LOCK = 0x43414E4355  # "CANCU": writers of the chain queue on it


def write(
    where: Archive | Session,
    action: str,
    document: int | None = None,
    subject: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry: in the open transaction of a session, so that it stands or falls with what it tells of, or in one
    of its own. Who acts is the viewer of this moment (`archive.seeing`).
    """
    if isinstance(where, Session):
        if not where.info.get("writing"):
            raise RuntimeError("an audit entry needs a writing transaction: Database.write()")
        _add(where, [_Told(now(), viewer(), action, document, subject, details or {})])
        return
    with where.database.write() as session:
        write(session, action, document, subject, details)


def subject_of(row: Document) -> str:
    """How an entry names a document: type and number, never what it is about."""
    return f"{row.type} {row.number}".strip()


def saw(archive: Archive, document: int | None, details: Mapping[str, Any] | None = None) -> None:
    """Tell that the viewer read a document. Costs no transaction: it is written with others within FLUSH_SECONDS, and
    at the latest when the archive is closed. The same person again within AGAIN_SECONDS is the same reading."""
    archive.readings.put(SAW, document, "", details or {}, once=True)


def later(archive: Archive, action: str, document: int | None = None, details: Mapping[str, Any] | None = None) -> None:
    """Tell of an act that changes nothing in the database, each time it is done, written like a reading."""
    archive.readings.put(action, document, "", details or {}, once=False)


@dataclass(frozen=True)
class _Told:
    at: datetime
    by: Viewer
    action: str
    document: int | None
    subject: str
    details: Mapping[str, Any]


def _add(session: Session, told: list[_Told]) -> None:
    """Chain some entries on in the open transaction, which no other writer shares."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
    end = head(session)
    rows = []
    for each in told:
        by = each.by
        values = (each.at, by.person, by.name[:200], by.role[:20], each.action[:40], each.document, each.subject[:300])
        details = canonical(dict(each.details)) if each.details else ""
        hashed = digest(end.entries + 1, *values, details, end.hash)
        names = ("at", "person", "actor", "role", "action", "document", "subject")
        rows.append(
            {"id": end.entries + 1, **dict(zip(names, values, strict=True)), "details": details}
            | {"previous": end.hash, "hash": hashed}
        )
        end = Head(end.entries + 1, hashed)
    session.execute(insert(TABLE), rows)
    if _fits(session):
        session.info["audit_head"] = end


def _fits(session: Session) -> bool:
    """Whether the kept head still stands in the table: only then may it move on."""
    home = session.info.get("home")
    if home is None:
        return False
    try:
        kept = read_head(home)
    except ValueError:
        kept = Head(-1)
    if kept is None:
        return True
    found = session.scalar(select(TABLE.c.hash).where(TABLE.c.id == kept.entries)) if kept.entries else GENESIS
    if found != kept.hash:
        log.error("the audit trail does not fit its kept head at entry %d: run `cancu verify`", kept.entries)
        return False
    return True


class Readings:
    """What was read, or done without a transaction, and is not written yet.

    Safe to share between threads; `close` writes the rest.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._waiting: list[_Told] = []
        self._last: dict[tuple[Any, ...], float] = {}
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False
        # A worker of gunicorn ends without anybody closing the archive.
        self._at_exit = partial(_flush_last, weakref.ref(self))
        atexit.register(self._at_exit)

    def put(self, action: str, document: int | None, subject: str, details: Mapping[str, Any], *, once: bool) -> None:
        """Keep what was done until the next writing; `once`: not again within AGAIN_SECONDS."""
        by, moment = viewer(), time.monotonic()
        with self._lock:
            if once and self._again((by.person, by.name, action, document, canonical(dict(details))), moment):
                return
            self._waiting.append(_Told(now(), by, action, document, subject, details))
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
                self._thread.start()
            if len(self._waiting) >= _FULL:
                self._wake.set()

    def _again(self, key: tuple[Any, ...], moment: float) -> bool:
        if moment - self._last.get(key, -AGAIN_SECONDS) < AGAIN_SECONDS:
            return True
        if len(self._last) > _REMEMBERED:
            self._last = {each: at for each, at in self._last.items() if moment - at < AGAIN_SECONDS}
        self._last[key] = moment
        return False

    def flush(self) -> None:
        """Write what waits, now. What cannot be written waits on. Raises ArchiveUnavailable."""
        with self._flushing:
            with self._lock:
                told, self._waiting = self._waiting, []
            if not told:
                return
            try:
                with self._database.write() as session:
                    _add(session, told)
            except BaseException:
                with self._lock:
                    self._waiting = [*told, *self._waiting]
                raise

    def close(self) -> None:
        """Write the rest and end; readings after this are still written by the next `flush`."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        self._wake.set()
        if thread is not None:
            thread.join(timeout=10)
        self.flush()
        atexit.unregister(self._at_exit)

    def _run(self) -> None:
        while not self._closed:
            self._wake.wait(FLUSH_SECONDS)
            self._wake.clear()
            try:
                self.flush()
            except CancuError as error:
                log.warning("readings are not written yet: %s", error.reason)
            except Exception:
                log.exception("readings are not written yet")


def _flush_last(kept: weakref.ref[Readings]) -> None:
    readings = kept()
    if readings is None:
        return
    try:
        readings.close()
    except Exception:
        log.exception("readings were not written")
