"""The tables of keeping: what lies in the bin and why, and how long things are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now


class BinRow(Base):
    """A document in the bin: by whom and why. Since when stands in `documents.binned`, which is what hides it."""

    __tablename__ = "bin"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[int | None] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    binned: Mapped[datetime] = mapped_column(DateTime, default=now)


class RetentionRow(Base):
    """How long one document is kept, where a person said so: `years`, 0 for ever."""

    __tablename__ = "retentions"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    years: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text, default="")


class RetentionRuleRow(Base):
    """How long documents of a type are kept, where neither they nor their dossier say; `years`, 0 for ever."""

    __tablename__ = "retention_rules"

    type: Mapped[str] = mapped_column(String(60), primary_key=True)
    years: Mapped[int] = mapped_column(Integer)
