"""Departments and who belongs to them, in a transaction that the caller has open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.errors import NotFound, RefusedInput
from archive.people_names import sign_in_key, tidy_words
from archive.people_rows import DepartmentRow, MembershipRow


@dataclass(frozen=True)
class Department:
    """`people`: the ids of its members, disabled ones too."""

    id: int
    name: str
    people: frozenset[int] = frozenset()


def set_departments(session: Session, person_id: int, departments: Iterable[int]) -> None:
    """Let a person belong to these departments and no others. Raises NotFound."""
    session.execute(delete(MembershipRow).where(MembershipRow.person_id == person_id))
    join_departments(session, person_id, departments)


def find_or_add_departments(session: Session, names: Iterable[str]) -> list[int]:
    """The ids of departments by name, made where they are missing."""
    ids = []
    for name in filter(None, map(tidy_words, names)):
        row = session.scalar(select(DepartmentRow).where(DepartmentRow.name_key == sign_in_key(name[:200])))
        if row is None:
            row = DepartmentRow(name="", name_key="")
            name_department(session, row, name)
            session.add(row)
            session.flush()
        ids.append(row.id)
    return ids


def join_departments(session: Session, person_id: int, departments: Iterable[int]) -> None:
    """Let a person belong to these departments too. Raises NotFound."""
    wanted: Sequence[int] = sorted(set(departments))
    known = set(session.scalars(select(DepartmentRow.id).where(DepartmentRow.id.in_(wanted))))
    for department_id in wanted:
        if department_id not in known:
            raise no_department(department_id)
        session.add(MembershipRow(person_id=person_id, department_id=department_id))


def name_department(session: Session, row: DepartmentRow, name: str) -> None:
    """Give a row its name. Raises RefusedInput (`no_name`, `department_known`)."""
    tidy = tidy_words(name)[:200]
    if not tidy:
        raise RefusedInput("no_name", "Chưa có tên. Hãy nhập tên.", "The name is missing. Enter one.")
    key = sign_in_key(tidy)
    known = session.scalar(select(DepartmentRow.id).where(DepartmentRow.name_key == key))
    if known is not None and known != row.id:
        raise RefusedInput(
            "department_known", f"Đã có phòng, ban “{tidy}”.", f"There is a department “{tidy}” already."
        )
    row.name, row.name_key = tidy, key


def no_department(department_id: int) -> NotFound:
    """What to raise where there is no such department."""
    return NotFound(
        "no_department", f"Không có phòng, ban số {department_id}.", f"There is no department number {department_id}."
    )
