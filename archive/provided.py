"""People whom an OpenID Connect provider vouches for: known again, let in for the first time, or turned away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive import audit
from archive.database import Database
from archive.departments import find_or_add_departments, set_departments
from archive.errors import RefusedInput
from archive.people import (
    ROLES,
    Person,
    add_row,
    keep_an_administrator,
    person_of,
)
from archive.people_names import sign_in_key, tidy_words
from archive.people_rows import CodeRow, PersonRow
from archive.settings import Settings


@dataclass(frozen=True)
class Provided:
    """What a provider says of somebody. `role`: as its claims are mapped, "" where nothing is mapped for this person;
    `departments`: names, None where the provider does not say."""

    issuer: str
    subject: str
    name: str
    sign_in: str
    email: str
    verified: bool
    role: str
    departments: tuple[str, ...] | None


class NotAdmitted(RefusedInput):
    """The provider knows the person; the settings of this office do not let the person in."""


def provided_of(claims: Mapping[str, Any], settings: Settings) -> Provided:
    """Read the claims of an ID token as the settings map them. Raises NotAdmitted for an address of another domain."""
    email = str(claims.get("email") or "").strip()
    verified = claims.get("email_verified") is True
    domains = settings.oidc_domains
    if domains and not (verified and email.rpartition("@")[2].lower() in domains):
        raise NotAdmitted(
            "wrong_domain",
            "Địa chỉ thư của tài khoản này không thuộc cơ quan. Hãy đăng nhập bằng tài khoản của cơ quan.",
            "The e-mail address of this account is not the office's. Sign in with the office's account.",
        )
    roles = settings.oidc_roles
    mapped = [roles[each] for each in _listed(claims, settings.oidc_role_claim) if each in roles]
    claim = settings.oidc_department_claim
    return Provided(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        name=tidy_words(str(claims.get("name") or ""))[:200] or email or str(claims["sub"]),
        sign_in=str(claims.get("preferred_username") or "").strip() or email,
        email=email,
        verified=verified,
        role=max(mapped, key=ROLES.index, default=""),
        departments=tuple(_listed(claims, claim)) if claim else None,
    )


def _listed(claims: Mapping[str, Any], path: str) -> Sequence[str]:
    """The texts of a claim, which may lie inside others: `realm_access.roles`."""
    value: Any = claims.get(path)
    if value is None:
        value = claims
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


class Admissions:
    """Lets in whom a provider vouches for."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    def admit(self, provided: Provided) -> Person:
        """The person vouched for, as the provider describes role and departments today. Raises RefusedInput.

        Known by issuer and subject, never by an address: addresses are given to others. Only an account that nobody
        has used yet, made by an administrator for a verified address, is taken over by it.
        """
        mapping = bool(self._settings.oidc_roles)
        with self._database.write() as session:
            row = session.scalar(
                select(PersonRow).where(PersonRow.issuer == provided.issuer, PersonRow.subject == provided.subject)
            )
            row = row or self._waiting(session, provided)
            role = provided.role or self._settings.oidc_default_role
            if not role and (row is None or mapping):
                raise NotAdmitted(
                    "not_admitted",
                    "Tài khoản của bạn chưa được cấp vai trò trong Căn Cứ. Hãy nhờ quản trị viên.",
                    "Your account has no role in Căn Cứ yet. Ask the administrator.",
                )
            if row is None:
                row = self._new(session, provided, role)
            if row.disabled:
                raise NotAdmitted(
                    "disabled", "Tài khoản này đã bị khóa. Hãy hỏi quản trị viên.", "This account is disabled."
                )
            before = person_of(session, row)
            if mapping:
                row.role = role
            if provided.departments is not None:
                set_departments(session, row.id, find_or_add_departments(session, provided.departments))
            session.flush()
            keep_an_administrator(session, before)
            after = person_of(session, row)
            if (before.role, before.departments) != (after.role, after.departments):
                told = {"person": row.id, "role": after.role, "departments": sorted(after.departments)}
                audit.write(session, "person_changed", subject=row.sign_in, details={**told, "way": "provider"})
            return after

    def link(self, person_id: int, provided: Provided) -> None:
        """Let somebody who is signed in come by the provider from now on. Raises RefusedInput (`subject_known`)."""
        with self._database.write() as session:
            other = session.scalar(
                select(PersonRow.id).where(PersonRow.issuer == provided.issuer, PersonRow.subject == provided.subject)
            )
            if other is not None and other != person_id:
                raise RefusedInput(
                    "subject_known",
                    "Tài khoản đó đã thuộc về người khác trong Căn Cứ. Hãy nhờ quản trị viên.",
                    "That account belongs to somebody else in Căn Cứ already. Ask the administrator.",
                )
            row = session.get(PersonRow, person_id)
            if row is not None and not row.demo:
                row.issuer, row.subject = provided.issuer, provided.subject
                audit.write(session, "provider_linked", subject=row.sign_in, details={"person": row.id})

    def _waiting(self, session: Session, provided: Provided) -> PersonRow | None:
        """The account that an administrator made for a verified address, and that nobody has used."""
        if not provided.verified or not provided.email:
            return None
        rows = session.scalars(
            select(PersonRow).where(
                func.lower(PersonRow.email) == provided.email.lower(),
                PersonRow.issuer.is_(None),
                PersonRow.password == "",
                PersonRow.signed_in.is_(None),
                PersonRow.demo.is_(False),
            )
        ).all()
        if len(rows) != 1:
            return None
        row = rows[0]
        row.issuer, row.subject = provided.issuer, provided.subject
        session.execute(delete(CodeRow).where(CodeRow.person_id == row.id))
        audit.write(session, "provider_linked", subject=row.sign_in, details={"person": row.id})
        return row

    def _new(self, session: Session, provided: Provided, role: str) -> PersonRow:
        taken = session.scalar(select(PersonRow.id).where(PersonRow.sign_in_key == sign_in_key(provided.sign_in)))
        sign_in = provided.email if taken is not None and provided.email else provided.sign_in
        row = add_row(session, provided.name, sign_in or provided.subject, role, email=provided.email)
        row.issuer, row.subject = provided.issuer, provided.subject
        told = {"person": row.id, "role": role, "way": "provider"}
        audit.write(session, "person_added", subject=row.sign_in, details=told)
        return row
