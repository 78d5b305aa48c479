"""The tables of people: who works here, in which departments, and by what they prove who they are.

No secret is kept: of passwords the argon2 hash, of cookies, tokens and one-time codes the SHA-256 of what is random
enough not to be guessed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, DateTime, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Base, now


class PersonRow(Base):
    """Somebody who may sign in; see `archive.people.Person`.

    `sign_in_key` is the folded sign-in name. `password` is "" where there is none. `issuer` and `subject` name the
    person at an OpenID Connect provider. `demo` people can sign in nowhere: they act in `cancu serve --demo` only.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    sign_in: Mapped[str] = mapped_column(String(80))
    sign_in_key: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(Text, default="")
    password_changed: Mapped[datetime | None] = mapped_column(DateTime)
    must_change: Mapped[bool] = mapped_column(Boolean, default=False)
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    issuer: Mapped[str | None] = mapped_column(String(300))
    subject: Mapped[str | None] = mapped_column(String(300))
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    signed_in: Mapped[datetime | None] = mapped_column(DateTime)

    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_people_subject"),)


class DepartmentRow(Base):
    """A part of the office."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)


class MembershipRow(Base):
    """A person belongs to a department."""

    __tablename__ = "memberships"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(
        ForeignKey("departments.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class SignInRow(Base):
    """One browser that is signed in; ended by removing the row. `expires` is the absolute end."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    way: Mapped[str] = mapped_column(String(12), default="password")
    address: Mapped[str] = mapped_column(String(60), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    used: Mapped[datetime] = mapped_column(DateTime, default=now)
    expires: Mapped[datetime] = mapped_column(DateTime)


class TokenRow(Base):
    """What a program shows instead of a person; `scope` is one of `archive.people.PERMISSIONS`."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    hint: Mapped[str] = mapped_column(String(12), default="")
    scope: Mapped[str] = mapped_column(String(12))
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    expires: Mapped[datetime] = mapped_column(DateTime)
    used: Mapped[datetime | None] = mapped_column(DateTime)


class CodeRow(Base):
    """A one-time code: `purpose` is `setup`, or `reset` of a person's password. Removed when it is used."""

    __tablename__ = "one_time_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(12), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(DateTime, default=now)
    expires: Mapped[datetime] = mapped_column(DateTime)


class LockoutRow(Base):
    """Failed sign-ins under one sign-in name or from one address; `key` is a hash of which, so that no name typed by
    mistake (often a password) is kept. Nobody is tried again before `until`."""

    __tablename__ = "lockouts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    last: Mapped[datetime] = mapped_column(DateTime, default=now)
    until: Mapped[datetime] = mapped_column(DateTime, default=now)
