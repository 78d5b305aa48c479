"""The tables behind `archive.replays` and `archive.subscribing`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now


class KeptAnswerRow(Base):
    """What a request with an idempotency key was answered; `status` None while it is being answered."""

    __tablename__ = "kept_answers"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text, default="")
    location: Mapped[str] = mapped_column(Text, default="")
    created: Mapped[datetime] = mapped_column(DateTime, default=now, index=True)


class SubscriptionRow(Base):
    """What a person wants to be told of, and since when; see `archive.subscribing.Subscription`.

    `sent_for` is the period (`2026-11-27`, `2026-W48`) a digest was last sent for, or is being sent for. `came` begins
    the present visit, `asked` is its last request, `since` the end of the visit before.
    """

    __tablename__ = "subscriptions"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    rhythm: Mapped[str] = mapped_column(String(8), default="")
    language: Mapped[str] = mapped_column(String(2), default="vi")
    sent_for: Mapped[str] = mapped_column(String(12), default="")
    sent: Mapped[datetime | None] = mapped_column(DateTime)
    trouble: Mapped[str] = mapped_column(Text, default="")
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    feed_made: Mapped[datetime | None] = mapped_column(DateTime)
    came: Mapped[datetime] = mapped_column(DateTime, default=now)
    asked: Mapped[datetime] = mapped_column(DateTime, default=now)
    since: Mapped[datetime] = mapped_column(DateTime, default=now)
