"""Who may see a document or a draft: everybody in the office, or those named (departments, people, who put it in).

Enforced in `archive.hiding`; here it is chosen. Whoever put a thing in keeps seeing it. Nobody can choose an access
that shuts himself out: a mistake could not be mended then. No role sees more than is named, the administrator neither;
he may take a document to himself, which the audit trail tells for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput, no_document
from archive.models import Document, DocumentAccess, DraftAccess, DraftRow
from archive.people_rows import DepartmentRow, PersonRow
from archive.seeing import SYSTEM, seeing, seeing_bin, viewer

OFFICE, NAMED = "office", "named"


@dataclass(frozen=True)
class Access:
    """`level` OFFICE or NAMED; `people` and `departments` the ids of who is named; `owner` who put it in, if known."""

    level: str = OFFICE
    people: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    owner: int | None = None


@dataclass(frozen=True)
class Restricted:
    """What an administrator is told of a document of named access: nothing of what it is."""

    document_id: int
    owner: int | None
    created: datetime
    people: int
    departments: int
    seen: bool


class Accesses:
    """Who may see the documents of an open archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int) -> Access:
        """Who may see a document. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(Document, document_id)
            if row is None:
                raise no_document(document_id)
            return _access(session, row, DocumentAccess)

    def levels(self, document_ids: Iterable[int]) -> dict[int, str]:
        """The level of each of some documents (a few hundred at most)."""
        with self._database.read() as session:
            rows = session.execute(select(Document.id, Document.access).where(Document.id.in_(set(document_ids))))
            return {row[0]: row[1] for row in rows}

    def choose(self, document_ids: Iterable[int], wanted: Access) -> int:
        """Say who may see some documents from now on; how many changed. Raises NotFound, RefusedInput.

        All of them or none. `wanted.owner` is not looked at: who put a document in stays.
        """
        wanted = _tidy(wanted)
        changed = 0
        with self._database.write() as session:
            _check_named(session, wanted)
            for document_id in dict.fromkeys(document_ids):
                row = session.get(Document, document_id)
                if row is None:
                    raise no_document(document_id)
                before = _access(session, row, DocumentAccess)
                if not _sees(wanted, row.owner_id):
                    raise _shut_out()
                if (before.level, before.people, before.departments) == (
                    wanted.level,
                    wanted.people,
                    wanted.departments,
                ):
                    continue
                _write(session, row.id, wanted, DocumentAccess)
                # Not a change of the document itself: `updated` stays.
                session.execute(
                    update(Document).where(Document.id == row.id).values(access=wanted.level, updated=Document.updated)
                )
                told = {"from": _told(before), "to": _told(wanted)}
                audit.write(session, "access", row.id, audit.subject_of(row), told)
                changed += 1
        return changed

    def check(self, wanted: Access) -> None:
        """Raise NotFound where somebody named is not there (any more)."""
        with self._database.read() as session:
            _check_named(session, wanted)

    def restricted(self) -> tuple[Restricted, ...]:
        """All documents of named access, for an administrator: that they are there, and nothing of them."""
        # What lies in the bin is among them: nobody else may take it out or purge it.
        with seeing_bin(), self._database.read() as session:
            seen = set(session.scalars(select(Document.id).where(Document.access == NAMED)))
        with seeing(SYSTEM), seeing_bin(), self._database.read() as session:
            rows = session.execute(
                select(
                    Document.id,
                    Document.owner_id,
                    Document.created,
                    func.count(DocumentAccess.person_id),
                    func.count(DocumentAccess.department_id),
                )
                .outerjoin(DocumentAccess, DocumentAccess.document_id == Document.id)
                .where(Document.access == NAMED)
                .group_by(Document.id)
                .order_by(Document.id.desc())
            ).all()
        return tuple(Restricted(*row, seen=row[0] in seen) for row in rows)

    def take(self, document_id: int, reason: str) -> None:
        """Let the administrator who asks see a document that does not name him; the audit trail tells why.

        Raises NotFound for one that is not of named access, RefusedInput without a reason.
        """
        me, reason = viewer(), reason.strip()
        if me.person is None or me.role != "administrator":
            raise RefusedInput(
                "not_an_administrator",
                "Chỉ quản trị viên mới được nhận quyền xem văn bản hạn chế. Hãy nhờ quản trị viên.",
                "Only an administrator may take access to a restricted document. Ask the administrator.",
            )
        if not reason:
            raise RefusedInput(
                "no_reason",
                "Hãy ghi lý do: việc này được lưu trong nhật ký.",
                "Give a reason: the audit trail keeps it.",
            )
        with seeing(SYSTEM), seeing_bin():
            found = self._level(document_id)
        if found != NAMED:
            raise no_document(document_id)
        with self._database.write() as session:
            with seeing(SYSTEM), seeing_bin():
                session.add(DocumentAccess(document_id=document_id, person_id=me.person))
                session.flush()
            audit.write(session, "access_taken", document_id, "", {"reason": reason[:500]})

    def _level(self, document_id: int) -> str | None:
        with self._database.read() as session:
            return session.scalar(select(Document.access).where(Document.id == document_id))


def draft_access(session: Session, row: DraftRow) -> Access:
    """Who may see a draft."""
    return _access(session, row, DraftAccess)


def share_draft(session: Session, row: DraftRow, wanted: Access) -> None:
    """Say who may see a draft from now on. Raises RefusedInput."""
    wanted = _tidy(wanted)
    _check_named(session, wanted)
    if not _sees(wanted, row.owner_id):
        raise _shut_out()
    _write(session, row.id, wanted, DraftAccess)
    row.access = wanted.level
    audit.write(session, "draft_shared", None, "", {"draft": row.id, "to": _told(wanted)})


def take_access(session: Session, document: Document, wanted: Access | None) -> None:
    """What somebody chose for a document that he puts in, in the open transaction; he keeps seeing it."""
    document.owner_id = viewer().person
    if wanted is None or wanted.level == OFFICE:
        return
    # A department may be gone since the file was sent: those who are left see it, at the least whoever put it in.
    people, departments = _known(session, wanted)
    document.access = NAMED
    session.flush()
    _write(session, document.id, _tidy(Access(NAMED, tuple(people), tuple(departments))), DocumentAccess)


def _access(session: Session, row: Any, table: Any) -> Access:
    key = table.document_id if table is DocumentAccess else table.draft_id
    grants = session.execute(select(table.person_id, table.department_id).where(key == row.id)).all()
    people = tuple(sorted(person for person, _ in grants if person is not None))
    departments = tuple(sorted(department for _, department in grants if department is not None))
    return Access(row.access, people, departments, row.owner_id)


def _write(session: Session, thing: int, wanted: Access, table: Any) -> None:
    name = "document_id" if table is DocumentAccess else "draft_id"
    session.execute(delete(table).where(getattr(table, name) == thing))
    session.add_all(table(**{name: thing}, person_id=person) for person in wanted.people)
    session.add_all(table(**{name: thing}, department_id=department) for department in wanted.departments)
    session.flush()


def _tidy(wanted: Access) -> Access:
    if wanted.level not in (OFFICE, NAMED):
        raise ValueError(wanted.level)
    if wanted.level == OFFICE:
        return Access()
    return Access(NAMED, tuple(sorted(set(wanted.people))), tuple(sorted(set(wanted.departments))))


def _sees(wanted: Access, owner: int | None) -> bool:
    me = viewer()
    if me.everything or wanted.level == OFFICE:
        return True
    if me.person is None:
        return False
    return owner == me.person or me.person in wanted.people or not me.departments.isdisjoint(wanted.departments)


def _known(session: Session, wanted: Access) -> tuple[set[int], set[int]]:
    """Those people and departments named that there are."""
    return (
        set(session.scalars(select(PersonRow.id).where(PersonRow.id.in_(wanted.people)))),
        set(session.scalars(select(DepartmentRow.id).where(DepartmentRow.id.in_(wanted.departments)))),
    )


def _check_named(session: Session, wanted: Access) -> None:
    people, departments = _known(session, wanted)
    if people != set(wanted.people) or departments != set(wanted.departments):
        raise NotFound(
            "no_such_person",
            "Không có người hoặc phòng ban được chọn. Hãy tải lại trang rồi chọn lại.",
            "There is no such person or department. Reload the page and choose again.",
        )


def _shut_out() -> RefusedInput:
    return RefusedInput(
        "shuts_you_out",
        "Với lựa chọn này chính bạn không còn xem được, nên không lưu. Hãy chọn thêm bạn hoặc phòng của bạn.",
        "With this choice you could not see it yourself, so it was not saved. Add yourself or your department.",
    )


def _told(access: Access) -> dict[str, Any]:
    told: dict[str, Any] = {"level": access.level}
    if access.level == NAMED:
        told |= {"people": list(access.people), "departments": list(access.departments)}
    return told


def named_ids(values: Sequence[str]) -> tuple[int, ...]:
    """The ids among what a form sends."""
    return tuple(int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 12)
