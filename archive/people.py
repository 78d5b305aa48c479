"""Who works in the office, what each may do, and the departments they belong to.

Roles include one another: viewer < drafter < clerk < administrator. A permission is what an act needs: `read`, `draft`,
`register` (put in, correct, confirm), `administer`. Other tables refer to people by `people.id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive import audit
from archive.database import Database
from archive.departments import Department, join_departments, name_department, no_department, set_departments
from archive.errors import NotFound, RefusedInput
from archive.models import now
from archive.people_names import by_given_name, sign_in_key, tidy_words
from archive.people_rows import DepartmentRow, MembershipRow, PersonRow, SignInRow, TokenRow
from archive.pulse import UntilChanged
from archive.seeing import Viewer

ROLES = ("viewer", "drafter", "clerk", "administrator")
PERMISSIONS = ("read", "draft", "register", "administer")
"""What an act needs; a role has those up to its own place."""

ROLE_NAMES = {
    "viewer": ("Người xem", "Viewer"),
    "drafter": ("Chuyên viên soạn thảo", "Drafter"),
    "clerk": ("Văn thư", "Clerk"),
    "administrator": ("Quản trị viên", "Administrator"),
}

_SIGN_IN = re.compile(r"[\w.@+-]{2,80}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True)
class Person:
    """`sign_in` is the name typed at the door; `departments` the ids of those the person belongs to.

    `has_password` is False for those who come by OpenID Connect only, or have not used their first code yet.
    """

    id: int
    name: str
    sign_in: str
    email: str
    role: str
    departments: frozenset[int] = frozenset()
    must_change: bool = False
    disabled: bool = False
    demo: bool = False
    has_password: bool = False
    created: datetime = field(default_factory=now)
    signed_in: datetime | None = None

    def may(self, permission: str) -> bool:
        """Whether the role has a permission."""
        return ROLES.index(self.role) >= PERMISSIONS.index(permission)

    @property
    def viewer(self) -> Viewer:
        """As whom the archive is asked on the person's behalf."""
        return Viewer(self.id, self.name, self.role, self.departments)


class People:
    """The people and departments of an archive. Demo people are seen only where they are asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._named = UntilChanged[Person | None](database.pulse)
        self._any = UntilChanged[bool](database.pulse)

    # Looking up

    def get(self, person_id: int, *, demo: bool = False) -> Person:
        """One person. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(PersonRow, person_id)
            if row is None or row.demo != demo:
                raise _no_person(person_id)
            return person_of(session, row)

    def named(self, sign_in: str, *, demo: bool = False) -> Person | None:
        """The person of a sign-in name."""
        key = sign_in_key(sign_in)

        def read() -> Person | None:
            with self._database.read() as session:
                row = session.scalar(select(PersonRow).where(PersonRow.sign_in_key == key, PersonRow.demo.is_(demo)))
                return None if row is None else person_of(session, row)

        return self._named.get((key, demo), read)

    def all(self, *, demo: bool = False) -> tuple[Person, ...]:
        """Everybody, by given name as Vietnamese lists are."""
        with self._database.read() as session:
            rows = session.scalars(select(PersonRow).where(PersonRow.demo.is_(demo))).all()
            rows = sorted(rows, key=lambda row: by_given_name(row.name))
            member: dict[int, set[int]] = {}
            for person_id, department_id in session.execute(
                select(MembershipRow.person_id, MembershipRow.department_id)
            ):
                member.setdefault(person_id, set()).add(department_id)
            return tuple(_person(row, frozenset(member.get(row.id, ()))) for row in rows)

    def names(self, ids: Iterable[int]) -> dict[int, str]:
        """The names of some people, demo people and disabled ones too."""
        wanted = set(ids)
        if not wanted:
            return {}
        with self._database.read() as session:
            rows = session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(wanted)))
            return {row[0]: row[1] for row in rows}

    def any(self) -> bool:
        """Whether anybody real has an account."""

        def read() -> bool:
            with self._database.read() as session:
                return session.scalar(select(PersonRow.id).where(PersonRow.demo.is_(False)).limit(1)) is not None

        return self._any.get("any", read)

    def has_administrator(self) -> bool:
        """Whether the office has been set up: there is an administrator who is not disabled."""
        with self._database.read() as session:
            return _administrators(session) > 0

    # Changing

    def add(
        self,
        name: str,
        sign_in: str,
        role: str,
        *,
        email: str = "",
        departments: Iterable[int] = (),
        demo: bool = False,
    ) -> Person:
        """Give somebody an account, without a password yet. Raises RefusedInput."""
        with self._database.write() as session:
            row = add_row(session, name, sign_in, role, email=email, demo=demo)
            join_departments(session, row.id, departments)
            session.flush()
            audit.write(session, "person_added", subject=row.sign_in, details={"person": row.id, "role": role})
            return person_of(session, row)

    def change(
        self,
        person_id: int,
        *,
        name: str | None = None,
        sign_in: str | None = None,
        email: str | None = None,
        role: str | None = None,
        departments: Iterable[int] | None = None,
        disabled: bool | None = None,
    ) -> Person:
        """Change what is given. A disabled person is signed out everywhere at once and loses all tokens.

        Raises NotFound, RefusedInput (`last_administrator`: somebody has to be able to administer).
        """
        with self._database.write() as session:
            row = session.get(PersonRow, person_id)
            if row is None:
                raise _no_person(person_id)
            before = person_of(session, row)
            if name is not None:
                row.name = _tidy_name(name)
            if sign_in is not None:
                _set_sign_in(session, row, sign_in)
            if email is not None:
                row.email = _tidy_email(email)
            if role is not None:
                row.role = _known_role(role)
            if disabled is not None:
                row.disabled = disabled
            if departments is not None:
                set_departments(session, person_id, departments)
            if row.disabled:
                session.execute(delete(SignInRow).where(SignInRow.person_id == person_id))
                session.execute(delete(TokenRow).where(TokenRow.person_id == person_id))
            session.flush()
            keep_an_administrator(session, before)
            after = person_of(session, row)
            told = _changes(before, after)
            if told:
                audit.write(session, "person_changed", subject=row.sign_in, details={"person": row.id, **told})
            return after

    # Departments

    def departments(self) -> tuple[Department, ...]:
        """All departments, by name."""
        with self._database.read() as session:
            rows = session.scalars(select(DepartmentRow).order_by(DepartmentRow.name)).all()
            member: dict[int, set[int]] = {}
            for person_id, department_id in session.execute(
                select(MembershipRow.person_id, MembershipRow.department_id)
            ):
                member.setdefault(department_id, set()).add(person_id)
            return tuple(Department(row.id, row.name, frozenset(member.get(row.id, ()))) for row in rows)

    def department(self, department_id: int) -> Department:
        """One department. Raises NotFound."""
        found = next((each for each in self.departments() if each.id == department_id), None)
        if found is None:
            raise no_department(department_id)
        return found

    def add_department(self, name: str) -> Department:
        """Make a department. Raises RefusedInput (`department_known`)."""
        with self._database.write() as session:
            row = DepartmentRow(name="", name_key="")
            name_department(session, row, name)
            session.add(row)
            session.flush()
            audit.write(session, "department_added", subject=row.name, details={"department": row.id})
            return Department(row.id, row.name)

    def rename_department(self, department_id: int, name: str) -> None:
        """Raises NotFound, RefusedInput (`department_known`)."""
        with self._database.write() as session:
            row = session.get(DepartmentRow, department_id)
            if row is None:
                raise no_department(department_id)
            name_department(session, row, name)
            audit.write(session, "department_renamed", subject=row.name, details={"department": row.id})

    def remove_department(self, department_id: int) -> None:
        """Raises NotFound, RefusedInput (`department_in_use`) while somebody belongs to it."""
        with self._database.write() as session:
            row = session.get(DepartmentRow, department_id)
            if row is None:
                raise no_department(department_id)
            if session.scalar(select(MembershipRow.person_id).where(MembershipRow.department_id == department_id)):
                raise RefusedInput(
                    "department_in_use",
                    "Phòng, ban này còn người. Hãy chuyển họ sang phòng, ban khác trước khi xóa.",
                    "People still belong to this department. Move them before removing it.",
                )
            audit.write(session, "department_removed", subject=row.name, details={"department": row.id})
            session.delete(row)


# Rows


def add_row(session: Session, name: str, sign_in: str, role: str, *, email: str = "", demo: bool = False) -> PersonRow:
    """A new account in a transaction that its caller has open. Raises RefusedInput."""
    row = PersonRow(name=_tidy_name(name), role=_known_role(role), email=_tidy_email(email), demo=demo)
    _set_sign_in(session, row, sign_in)
    session.add(row)
    session.flush()
    return row


def person_of(session: Session, row: PersonRow) -> Person:
    """The person of a row."""
    departments = session.scalars(select(MembershipRow.department_id).where(MembershipRow.person_id == row.id))
    return _person(row, frozenset(departments))


def _person(row: PersonRow, departments: frozenset[int]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        sign_in=row.sign_in,
        email=row.email,
        role=row.role,
        departments=departments,
        must_change=row.must_change,
        disabled=row.disabled,
        demo=row.demo,
        has_password=bool(row.password),
        created=row.created,
        signed_in=row.signed_in,
    )


def _changes(before: Person, after: Person) -> dict[str, object]:
    """What an entry of the audit trail says of a change; of names and addresses only that they changed."""
    told: dict[str, object] = {}
    if before.role != after.role:
        told["role"] = [before.role, after.role]
    if before.disabled != after.disabled:
        told["disabled"] = after.disabled
    if before.departments != after.departments:
        told["departments"] = sorted(after.departments)
    fields = [name for name in ("name", "sign_in", "email") if getattr(before, name) != getattr(after, name)]
    if fields:
        told["fields"] = fields
    return told


def _administrators(session: Session) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(PersonRow)
            .where(PersonRow.role == "administrator", PersonRow.disabled.is_(False), PersonRow.demo.is_(False))
        )
        or 0
    )


def keep_an_administrator(session: Session, before: Person) -> None:
    """Raise RefusedInput (`last_administrator`) where a change of somebody leaves nobody to administer."""
    led = before.role == "administrator" and not before.disabled and not before.demo
    if led and _administrators(session) == 0:
        raise RefusedInput(
            "last_administrator",
            "Đây là quản trị viên duy nhất nên không khóa hay hạ vai trò được. "
            "Hãy giao quyền quản trị cho người khác trước.",
            "This is the only administrator, who cannot be disabled or given a lesser role. "
            "Make somebody else administrator first.",
        )


def _set_sign_in(session: Session, row: PersonRow, sign_in: str) -> None:
    name, key = sign_in.strip(), sign_in_key(sign_in)
    if not _SIGN_IN.fullmatch(name) or len(key) > 80:
        raise RefusedInput(
            "wrong_sign_in",
            "Tên đăng nhập gồm 2 đến 80 chữ cái, chữ số hoặc các dấu . _ - @ +, không có dấu cách.",
            "A sign-in name has 2 to 80 letters, digits or . _ - @ +, without spaces.",
        )
    taken = session.scalar(select(PersonRow.id).where(PersonRow.sign_in_key == key))
    if taken is not None and taken != row.id:
        raise RefusedInput(
            "sign_in_known",
            f"Đã có người dùng tên đăng nhập “{name}”. Hãy chọn tên khác.",
            f"The sign-in name “{name}” is taken. Choose another.",
        )
    row.sign_in, row.sign_in_key = name, key


def _tidy_name(name: str) -> str:
    tidy = tidy_words(name)
    if not tidy or len(tidy) > 200:
        raise RefusedInput(
            "wrong_name",
            "Hãy nhập họ và tên, không quá 200 ký tự.",
            "Enter the person's name, at most 200 characters.",
        )
    return tidy


def _tidy_email(email: str) -> str:
    tidy = email.strip()
    if tidy and (len(tidy) > 200 or not tidy.isprintable() or not _EMAIL.fullmatch(tidy)):
        raise RefusedInput(
            "wrong_email",
            "Địa chỉ thư điện tử chưa đúng. Hãy ghi như ten@coquan.gov.vn, hoặc để trống.",
            "The e-mail address is not right. Write it like name@office.gov.vn, or leave it empty.",
        )
    return tidy


def _known_role(role: str) -> str:
    if role not in ROLES:
        raise RefusedInput(
            "wrong_role",
            f"Không có vai trò “{role[:40]}”. Các vai trò: {', '.join(ROLES)}.",
            f"There is no role “{role[:40]}”. The roles: {', '.join(ROLES)}.",
        )
    return role


def _no_person(person_id: int) -> NotFound:
    return NotFound("no_person", f"Không có người dùng số {person_id}.", f"There is no person number {person_id}.")
