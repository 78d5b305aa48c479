"""The rows beside a draft: its versions, and who has it open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now


class DraftVersionRow(Base):
    """A draft as somebody left it. `kind`: begun, saved (what one person saved in one sitting, from `begun` to
    `saved`), kept (by name of a button), restored. `version` is the draft's own when it was last saved."""

    __tablename__ = "draft_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="saved")
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    parts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    signing_date: Mapped[date | None] = mapped_column(Date)
    bases: Mapped[list[Any]] = mapped_column(JSON, default=list)
    begun: Mapped[datetime] = mapped_column(DateTime, default=now)
    saved: Mapped[datetime] = mapped_column(DateTime, default=now)


class DraftPresence(Base):
    """A window in which somebody has a draft open, and when it was last heard of."""

    __tablename__ = "draft_presence"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    window: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    seen: Mapped[datetime] = mapped_column(DateTime, default=now)
