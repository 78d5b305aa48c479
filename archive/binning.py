"""The bin: what is deleted lies there, hidden from everybody and everything, until it is taken out or purged.

Purging is by hand and final: rows, text, what hangs on them, every copy (`archive.erasing`), and the original where no
other document needs it. What stays is the entry in the audit trail, which names type and number, or
nothing at all for a state secret.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from archive import audit
from archive.acting import acted_on, refresh
from archive.backing_up import one_at_a_time
from archive.database import Database
from archive.erasing import erase_copies, forget_bodies
from archive.errors import NotFound, RefusedInput
from archive.files import FileStore
from archive.holdings import SqlHoldings, record_of
from archive.keeping_rows import BinRow
from archive.linking import relink
from archive.models import Document, DocumentFile, FileRow, Setting, now
from archive.records import Record
from archive.refiling import SECRET
from archive.relating import relate_again
from archive.seeing import seeing_bin, viewer
from archive.settings import Settings

_PENDING = "purge:files"


@dataclass(frozen=True)
class Binned:
    """A document in the bin: since when (UTC), by whom and why."""

    record: Record
    since: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Purged:
    """What was purged: the document's id and the hashes of the originals that went with it."""

    document_id: int
    files: tuple[str, ...]


class Bin:
    """The bin of one archive."""

    def __init__(self, database: Database, files: FileStore, settings: Settings) -> None:
        self._database = database
        self._files = files
        self._settings = settings

    def put(self, document_id: int, reason: str = "") -> None:
        """Delete a document: it is hidden from this moment on. Raises NotFound, also for what lies there already."""
        with self._database.write() as session:
            document = session.get(Document, document_id)
            if document is None or document.binned is not None:
                raise no_such(document_id)
            by = viewer()
            subject = "" if SECRET in document.review else audit.subject_of(document)
            audit.write(session, "binned", document_id, subject, {"reason": reason[:300]})
            document.binned = now()
            document.revision += 1
            row = BinRow(document_id=document_id, person=by.person, by=by.name, reason=reason[:1000])
            with seeing_bin():
                session.add(row)
                session.flush()
                refresh(session, acted_on(session, [document_id]))
                session.flush()

    def restore(self, document_id: int) -> None:
        """Take a document out again. Raises NotFound."""
        with self._database.write() as session, seeing_bin():
            document = _binned(session, document_id)
            document.binned = None
            document.revision += 1
            session.execute(delete(BinRow).where(BinRow.document_id == document_id))
            audit.write(session, "unbinned", document_id, audit.subject_of(document))
            session.flush()
            refresh(session, acted_on(session, [document_id]))

    def all(self) -> tuple[Binned, ...]:
        """What lies in the bin, as far as the viewer may see it; the last put there first."""
        with seeing_bin(), self._database.read() as session:
            rows = session.execute(
                select(Document, BinRow)
                .outerjoin(BinRow, BinRow.document_id == Document.id)
                .where(Document.binned.is_not(None))
                .order_by(Document.binned.desc(), Document.id.desc())
            ).all()
            return tuple(
                Binned(record_of(row), row.binned, kept.by if kept else "", kept.reason if kept else "")
                for row, kept in rows
                if row.binned is not None
            )

    def due(self, days: int) -> tuple[Binned, ...]:
        """What has lain there for more than some days."""
        before = now() - timedelta(days=days)
        return tuple(each for each in self.all() if each.since < before)

    def purge(self, document_id: int, reason: str = "") -> Purged:
        """Delete for good what lies in the bin. Raises NotFound, ArchiveUnavailable (`backup_running`)."""
        with one_at_a_time(self._settings), seeing_bin():
            with self._database.write() as session:
                _overwrite(session)
                document = _binned(session, document_id)
                secret = SECRET in document.review
                record, touched = record_of(document), acted_on(session, [document_id]) - {document_id}
                files = _only_here(session, document_id)
                erase_copies(session, document, files, secret)
                session.execute(delete(Document).where(Document.id == document_id))
                if secret:
                    forget_bodies(session)
                session.execute(delete(FileRow).where(FileRow.sha256.in_(files)))
                _remember(session, files)
                told = {"files": len(files), "reason": "state_secret" if secret else reason[:300]}
                audit.write(session, "purged", document_id, "" if secret else audit.subject_of(document), told)
            self._drop_pending()
            holdings = SqlHoldings(self._database)
            with self._database.write() as session:
                relink(session, holdings, [record])
                session.flush()
                relate_again(session, holdings, [record])
                refresh(session, touched)
            if secret:
                self._pack()
            self._checkpoint()
        return Purged(document_id, tuple(files))

    def purge_secret(self, document_id: int) -> Purged:
        """Delete for good, at once, a document whose file turned out to be marked secret.

        Raises NotFound, RefusedInput (`not_secret`).
        """
        with self._database.read() as session:
            document = session.get(Document, document_id)
            if document is None:
                raise no_such(document_id)
            if SECRET not in document.review:
                raise RefusedInput(
                    "not_secret",
                    "Văn bản này không bị đánh dấu mật. Hãy bỏ vào thùng rác trước khi xóa hẳn.",
                    "This document is not marked secret. Put it into the bin before purging it.",
                )
            binned = document.binned is not None
        if not binned:
            self.put(document_id, "state_secret")
        return self.purge(document_id)

    def _drop_pending(self) -> None:
        """Remove the bytes of what was purged, also of a purge that a crash cut short."""
        with self._database.write() as session:
            row = session.get(Setting, _PENDING)
            if row is None:
                return
            for sha256 in json.loads(row.value):
                # The same bytes may have come in again meanwhile.
                if session.scalar(select(FileRow.id).where(FileRow.sha256 == sha256)) is None:
                    self._files.drop(sha256)
            session.delete(row)

    def _pack(self) -> None:
        """Write the database anew without its free space: what was written over before this purge may stand there."""
        if self._database.engine.dialect.name == "sqlite":
            with self._database.bare() as connection:
                connection.connection.cursor().execute("VACUUM")

    def _checkpoint(self) -> None:
        """What was deleted stands in the write-ahead log still; a reader may keep it there a little longer."""
        if self._database.engine.dialect.name == "sqlite":
            with suppress(OperationalError), self._database.bare() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def no_such(document_id: int) -> NotFound:
    """The refusal of a document that is not there, or lies in the bin already."""
    return NotFound(
        "no_such_document",
        f"Không có văn bản số {document_id} trong kho. Hãy tìm lại theo số, ký hiệu.",
        f"There is no document number {document_id} in the archive. Search for its number.",
    )


def _binned(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None or document.binned is None:
        raise NotFound(
            "not_in_bin",
            f"Văn bản số {document_id} không nằm trong thùng rác.",
            f"Document number {document_id} is not in the bin.",
        )
    return document


def _only_here(session: Session, document_id: int) -> list[str]:
    """The originals that no other document names, whoever may see that one."""
    links, files = DocumentFile.__table__, FileRow.__table__
    elsewhere = select(links.c.file_id).where(links.c.document_id != document_id)
    wanted = (
        select(files.c.sha256)
        .join(links, links.c.file_id == files.c.id)
        .where(links.c.document_id == document_id, files.c.id.not_in(elsewhere))
    )
    return list(session.execute(wanted).scalars())


def _remember(session: Session, files: Iterable[str]) -> None:
    row = session.get(Setting, _PENDING)
    before = json.loads(row.value) if row is not None else []
    session.merge(Setting(name=_PENDING, value=json.dumps([*before, *files])))


def _overwrite(session: Session) -> None:
    """Let SQLite overwrite what is deleted, so that nothing of it is left in the file."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
