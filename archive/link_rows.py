"""The rows of living links: what each citation of a draft is tied to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now


class DraftLinkRow(Base):
    """One citation of a draft and the document (and provision `path`) it means.

    `start`, `end` cut the draft's text of the version it was read in (`drafts.linked`); -1 where the draft names the
    document among its bases only, or where somebody chose it and has not saved the text yet. `chosen`: by a person, in
    the citation box; `text` are then the words that were put in. `known` are the acts on the document that were known
    when it was tied (`archive.living.key_of`), or since somebody said so.
    """

    __tablename__ = "draft_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(400), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    start: Mapped[int] = mapped_column(Integer, default=-1)
    end: Mapped[int] = mapped_column(Integer, default=-1)
    basis: Mapped[bool] = mapped_column(Boolean, default=False)
    chosen: Mapped[bool] = mapped_column(Boolean, default=False)
    known: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
