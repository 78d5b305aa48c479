"""The clerk's tables: registers and their entries, dossiers, corrections, merges, what was asked for elsewhere.

Fields of an entry and of a dossier are those of Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II. An entry keeps its own
copy of a document's facts: a register is what was written on the day, and stays when the document is corrected or goes.
`person` is the id of who did it (None: the program itself), `by` the name as it was then.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now


class BookRow(Base):
    """A register of one year. `direction`: in (văn bản đến) or out (văn bản đi).

    `series` names a series of numbers of its own within year and direction ("" the common one; `Quyết định`); `type`
    and `symbol` fill a new entry. `last` is the highest number ever taken: the next one is `last + 1`.
    """

    __tablename__ = "register_books"

    id: Mapped[int] = mapped_column(primary_key=True)
    direction: Mapped[str] = mapped_column(String(3))
    year: Mapped[int] = mapped_column(Integer)
    series: Mapped[str] = mapped_column(String(120), default="")
    organ: Mapped[str] = mapped_column(String(300), default="")
    type: Mapped[str] = mapped_column(String(60), default="")
    symbol: Mapped[str] = mapped_column(String(60), default="")
    first: Mapped[int] = mapped_column(Integer, default=1)
    last: Mapped[int] = mapped_column(Integer, default=0)
    closed: Mapped[datetime | None] = mapped_column(DateTime)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (UniqueConstraint("direction", "year", "series", name="uq_register_books"),)


class EntryRow(Base):
    """One number of a register: reserved, registered, or cancelled (`reason`). `suffix`: the a of `15a`.

    `trace` is the history of handling, dicts {at, person, by, progress, text}, only ever added to. `version` rises with
    each save.
    """

    __tablename__ = "register_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("register_books.id"))
    number: Mapped[int] = mapped_column(Integer)
    suffix: Mapped[str] = mapped_column(String(4), default="")
    state: Mapped[str] = mapped_column(String(12), default="registered")
    reason: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"), index=True)
    type: Mapped[str] = mapped_column(String(100), default="")
    code: Mapped[str] = mapped_column(String(120), default="")
    code_key: Mapped[str] = mapped_column(String(120), default="", index=True)
    issued: Mapped[date | None] = mapped_column(Date)
    issuer: Mapped[str] = mapped_column(String(300), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(30), default="")
    pages: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[str] = mapped_column(String(100), default="")
    signer: Mapped[str] = mapped_column(String(200), default="")
    urgency: Mapped[str] = mapped_column(String(30), default="")
    recipients: Mapped[str] = mapped_column(Text, default="")
    recipient_ids: Mapped[str] = mapped_column(Text, default="")
    arrived: Mapped[date | None] = mapped_column(Date)
    copies: Mapped[int | None] = mapped_column(Integer)
    kept_by: Mapped[str] = mapped_column(String(300), default="")
    forwarded: Mapped[date | None] = mapped_column(Date)
    received_by: Mapped[str] = mapped_column(String(200), default="")
    handler: Mapped[str] = mapped_column(String(200), default="")
    handler_id: Mapped[int | None] = mapped_column(Integer, index=True)
    opinion: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None] = mapped_column(Date)
    progress: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    trace: Mapped[list[Any]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(Integer, default=1)
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    updated: Mapped[datetime] = mapped_column(DateTime, default=now, onupdate=now)

    __table_args__ = (UniqueConstraint("book_id", "number", "suffix", name="uq_register_entries"),)


class DossierRow(Base):
    """A file of documents (hồ sơ). `code` is its number and symbol in the year's list (`01.TCCB`), `organ_id` the
    identifier of the body that keeps the list; `retention` in years, 0 for ever (vĩnh viễn), None undecided."""

    __tablename__ = "dossiers"

    id: Mapped[int] = mapped_column(primary_key=True)
    organ_id: Mapped[str] = mapped_column(String(13), default="")
    year: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(20))
    heading: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(500))
    retention: Mapped[int | None] = mapped_column(Integer)
    rights: Mapped[str] = mapped_column(String(30), default="")
    creator: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(50), default="")
    opened: Mapped[date | None] = mapped_column(Date)
    closed: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    updated: Mapped[datetime] = mapped_column(DateTime, default=now, onupdate=now)

    __table_args__ = (UniqueConstraint("year", "code", name="uq_dossiers"),)


class DossierDocument(Base):
    """That a document belongs to a dossier, without being copied. `ordinal` its place, `sheet` where its sheets lie."""

    __tablename__ = "dossier_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(Integer)
    sheet: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    added: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (UniqueConstraint("dossier_id", "document_id", name="uq_dossier_documents"),)


class CorrectionRow(Base):
    """One field of a document that a person wrote: what stood there (`old`), what stands now (`new`).

    `was_person`: the old value was a person's word already. `undone` when it was taken back.
    """

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(30))
    old: Mapped[Any] = mapped_column(JSON)
    new: Mapped[Any] = mapped_column(JSON)
    was_person: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(DateTime, default=now)
    undone: Mapped[datetime | None] = mapped_column(DateTime)


class MergeRow(Base):
    """Two records that are one document: `merged_id` went into `kept_id`. `undo` holds what is needed to part them.

    No foreign keys: the merged record is gone, and its old address leads on for as long as this row stands.
    """

    __tablename__ = "merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(Integer, index=True)
    merged_id: Mapped[int] = mapped_column(Integer, index=True)
    name: Mapped[str] = mapped_column(Text, default="")
    undo: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(DateTime, default=now)
    undone: Mapped[datetime | None] = mapped_column(DateTime)


class ApartRow(Base):
    """Two documents that look like one and that a person said are two (`first_id` < `second_id`)."""

    __tablename__ = "documents_apart"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (UniqueConstraint("first_id", "second_id", name="uq_documents_apart"),)


class WantedRow(Base):
    """What a clerk did about a document that is cited and not held, by number and type: `state` requested or
    unobtainable."""

    __tablename__ = "wanted_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    number_key: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (UniqueConstraint("number_key", "type", name="uq_wanted_marks"),)


Index("ix_register_entries_due", EntryRow.due)
