"""The tables of what people write at a document's margin: notes, tags, what they watch, what they searched for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now

_DOCUMENT = "documents.id"
_PERSON = "people.id"


class NoteRow(Base):
    """A note on a document or on its provision `path`; `shared` with the office, else its author's own.

    `quote` are the first words of the provision when the note was written: a later reading may number it otherwise.
    """

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(_DOCUMENT, ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(200), default="")
    quote: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(Boolean, default=False)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    updated: Mapped[datetime] = mapped_column(DateTime, default=now)


class TagRow(Base):
    """A word of the office's own by which documents are put together; `key` is it folded."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60), unique=True)


class DocumentTagRow(Base):
    """A document has a tag."""

    __tablename__ = "document_tags"

    document_id: Mapped[int] = mapped_column(ForeignKey(_DOCUMENT, ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)


class WatchRow(Base):
    """A person wants to be told when a document changes; up to `seen` the person has been."""

    __tablename__ = "watches"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey(_DOCUMENT, ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    seen: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (UniqueConstraint("person_id", "document_id", name="uq_watches"),)


class WatchedState(Base):
    """What a watched document was like when it was last looked at; see `archive.watched_states`."""

    __tablename__ = "watched_states"

    document_id: Mapped[int] = mapped_column(ForeignKey(_DOCUMENT, ondelete="CASCADE"), primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    looked: Mapped[datetime] = mapped_column(DateTime, default=now)


class DocumentChangeRow(Base):
    """A change of a watched document, `at` the moment it was noticed."""

    __tablename__ = "document_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(_DOCUMENT, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(DateTime, default=now)

    __table_args__ = (Index("ix_document_changes_document_at", "document_id", "at"),)


class RecentSearchRow(Base):
    """A search somebody made lately; `address` its query and filters as the address of the page has them."""

    __tablename__ = "recent_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime, default=now)
    count: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (Index("ix_recent_searches_person_at", "person_id", "at"),)
