"""Dossiers (hồ sơ): what belongs to one matter, without a document being copied; a document may be in many.

Fields: Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục III; the list of a dossier's documents: Phụ lục V, mục IV.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from archive import audit
from archive.clerk_models import DossierDocument, DossierRow
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.folding import nfc, squeeze, unaccent
from archive.holdings import record_of
from archive.models import Document
from archive.records import Record
from archive.seeing import viewer

MOST_ADDED = 2000
"""Documents put in at once."""
PERMANENT = 0
"""Retention of what is kept for ever (vĩnh viễn)."""
_BATCH = 400
_LENGTHS = {"organ_id": 13, "code": 20, "heading": 300, "title": 500, "rights": 30, "creator": 200, "language": 50}


@dataclass(frozen=True)
class DossierFacts:
    """What a person writes of a dossier; see `archive.clerk_models.DossierRow`."""

    code: str
    title: str
    year: int
    organ_id: str = ""
    heading: str = ""
    retention: int | None = None
    rights: str = ""
    creator: str = ""
    language: str = "Tiếng Việt"
    opened: date | None = None
    closed: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Dossier:
    """A dossier as it is kept; `documents` how many documents it has, `pages` how many pages as far as known."""

    id: int
    facts: DossierFacts
    documents: int
    pages: int
    version: int
    by: str
    created: datetime
    updated: datetime

    @property
    def file_code(self) -> str:
        """Mã hồ sơ: identifier of the body, year and number (Phụ lục VI, trường 1)."""
        return ".".join(filter(None, (self.facts.organ_id, str(self.facts.year), self.facts.code)))


@dataclass(frozen=True)
class Member:
    """A document in a dossier; `sheet` where its sheets or pages lie, `pages` a count, None unknown."""

    record: Record
    ordinal: int
    sheet: str
    note: str
    pages: int | None


class Dossiers:
    """The dossiers of an open archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, facts: DossierFacts) -> Dossier:
        """Begin a dossier. Raises RefusedInput (`dossier_exists`, `no_code`, `no_title`, `dossier_too_long`)."""
        values = _tidy(facts)
        try:
            with self._database.write() as session:
                row = DossierRow(person=viewer().person, by=viewer().name, **values)
                session.add(row)
                session.flush()
                audit.write(session, "dossier.opened", subject=_name(row), details={"dossier": row.id})
                return _values(session, [row])[0]
        except IntegrityError as error:
            raise _exists(values) from error

    def change(self, dossier_id: int, version: int, facts: DossierFacts) -> Dossier:
        """Write a dossier again on top of `version`. Raises NotFound, RefusedInput (`dossier_conflict`, as `open`)."""
        values = _tidy(facts)
        try:
            with self._database.write() as session:
                row = _dossier(session, dossier_id)
                if row.version != version:
                    raise RefusedInput(
                        "dossier_conflict",
                        "Hồ sơ này đã được người khác lưu sau khi bạn mở. Hãy tải lại trang rồi sửa tiếp.",
                        "This dossier was saved by somebody else after you opened it. Reload the page and go on.",
                    )
                changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
                for name, value in values.items():
                    setattr(row, name, value)
                row.version += 1
                session.flush()
                details = {"dossier": row.id, "fields": changed}
                audit.write(session, "dossier.changed", subject=_name(row), details=details)
                return _values(session, [row])[0]
        except IntegrityError as error:
            raise _exists(values) from error

    def remove(self, dossier_id: int) -> None:
        """Take an empty dossier away. Raises NotFound, RefusedInput (`dossier_not_empty`)."""
        with self._database.write() as session:
            row = _dossier(session, dossier_id)
            if session.scalar(select(DossierDocument.id).where(DossierDocument.dossier_id == dossier_id).limit(1)):
                raise RefusedInput(
                    "dossier_not_empty",
                    "Hồ sơ còn văn bản nên không xóa được. Hãy đưa văn bản ra khỏi hồ sơ trước.",
                    "The dossier has documents in it and cannot be removed. Take them out first.",
                )
            audit.write(session, "dossier.removed", subject=_name(row), details={"dossier": row.id})
            session.delete(row)

    def get(self, dossier_id: int) -> Dossier:
        """One dossier. Raises NotFound."""
        with self._database.read() as session:
            return _values(session, [_dossier(session, dossier_id)])[0]

    def search(
        self, words: str = "", year: int | None = None, limit: int = 100, offset: int = 0
    ) -> tuple[tuple[Dossier, ...], int]:
        """A part of the dossiers, the newest year first, by number; and how many there are in all."""
        with self._database.read() as session:
            conditions: list[ColumnElement[bool]] = [] if year is None else [DossierRow.year == year]
            rows = session.scalars(
                select(DossierRow).where(*conditions).order_by(DossierRow.year.desc(), DossierRow.code, DossierRow.id)
            )
            found = [row for row in rows if _has_words(row, words)]
            return tuple(_values(session, found[offset : offset + limit])), len(found)

    def years(self) -> list[int]:
        """The years that have dossiers, the newest first."""
        with self._database.read() as session:
            return list(session.scalars(select(DossierRow.year).distinct().order_by(DossierRow.year.desc())))

    # Documents

    def members(self, dossier_id: int) -> tuple[Member, ...]:
        """The documents of a dossier in its order, as far as the viewer sees them. Raises NotFound."""
        with self._database.read() as session:
            _dossier(session, dossier_id)
            rows = session.execute(
                select(DossierDocument, Document)
                .join(Document, Document.id == DossierDocument.document_id)
                .where(DossierDocument.dossier_id == dossier_id)
                .order_by(DossierDocument.ordinal, DossierDocument.id)
            )
            return tuple(
                Member(record_of(document), link.ordinal, link.sheet, link.note, document.pages)
                for link, document in rows
            )

    def put(self, dossier_id: int, document_ids: Iterable[int]) -> list[int]:
        """Put documents into a dossier, behind those that are in it; the ids that were not in it yet.

        Ids of documents that are not there are left out. Raises NotFound, RefusedInput (`dossier_closed`).
        """
        ids = list(dict.fromkeys(document_ids))[:MOST_ADDED]
        with self._database.write() as session:
            row = _open(session, dossier_id)
            held = set(
                session.scalars(select(DossierDocument.document_id).where(DossierDocument.dossier_id == dossier_id))
            )
            known: set[int] = set()
            for start in range(0, len(ids), _BATCH):
                known.update(session.scalars(select(Document.id).where(Document.id.in_(ids[start : start + _BATCH]))))
            last = session.scalar(
                select(func.max(DossierDocument.ordinal)).where(DossierDocument.dossier_id == dossier_id)
            )
            added = [id_ for id_ in ids if id_ in known and id_ not in held]
            for ordinal, id_ in enumerate(added, (last or 0) + 1):
                session.add(
                    DossierDocument(
                        dossier_id=dossier_id,
                        document_id=id_,
                        ordinal=ordinal,
                        person=viewer().person,
                        by=viewer().name,
                    )
                )
                audit.write(session, "dossier.put", id_, _name(row), {"dossier": dossier_id})
            return added

    def take_out(self, dossier_id: int, document_ids: Iterable[int]) -> int:
        """Take documents out of a dossier, not out of the archive; how many. Raises NotFound, RefusedInput."""
        ids = list(dict.fromkeys(document_ids))[:MOST_ADDED]
        taken = 0
        with self._database.write() as session:
            row = _open(session, dossier_id)
            for id_ in ids:
                link = _link(session, dossier_id, id_)
                if link is not None:
                    session.delete(link)
                    taken += 1
                    audit.write(session, "dossier.taken_out", id_, _name(row), {"dossier": dossier_id})
        return taken

    def arrange(self, dossier_id: int, sheets: Mapping[int, tuple[str, str]], order: Sequence[int] = ()) -> None:
        """Write sheets and notes of documents in it (document → sheet, note), and their order. Raises as `put`."""
        with self._database.write() as session:
            row = _open(session, dossier_id)
            for id_, (sheet, note) in sheets.items():
                link = _link(session, dossier_id, id_)
                if link is not None:
                    link.sheet, link.note = squeeze(nfc(sheet))[:30], squeeze(nfc(note))[:500]
            for ordinal, id_ in enumerate(dict.fromkeys(order), 1):
                link = _link(session, dossier_id, id_)
                if link is not None:
                    link.ordinal = ordinal
            audit.write(session, "dossier.arranged", subject=_name(row), details={"dossier": dossier_id})

    def of_document(self, document_id: int) -> tuple[Dossier, ...]:
        """The dossiers that a document is in."""
        with self._database.read() as session:
            rows = session.scalars(
                select(DossierRow)
                .join(DossierDocument, DossierDocument.dossier_id == DossierRow.id)
                .where(DossierDocument.document_id == document_id)
                .order_by(DossierRow.year, DossierRow.code)
            ).all()
            return tuple(_values(session, rows))

    def codes_of(self, document_ids: Iterable[int]) -> dict[int, list[str]]:
        """The codes (mã hồ sơ) of the dossiers that documents are in."""
        ids = list(dict.fromkeys(document_ids))
        found: dict[int, list[str]] = {}
        with self._database.read() as session:
            for start in range(0, len(ids), _BATCH):
                rows = session.execute(
                    select(DossierDocument.document_id, DossierRow)
                    .join(DossierRow, DossierRow.id == DossierDocument.dossier_id)
                    .where(DossierDocument.document_id.in_(ids[start : start + _BATCH]))
                    .order_by(DossierRow.year, DossierRow.code)
                )
                for document_id, row in rows:
                    code = ".".join(filter(None, (row.organ_id, str(row.year), row.code)))
                    found.setdefault(document_id, []).append(code)
        return found


def _tidy(facts: DossierFacts) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in fields(facts):
        value = getattr(facts, each.name)
        values[each.name] = squeeze(nfc(value)) if isinstance(value, str) else value
        if len(str(value)) > _LENGTHS.get(each.name, 2000):
            most = _LENGTHS.get(each.name, 2000)
            raise RefusedInput(
                "dossier_too_long",
                f"Một mục của hồ sơ dài quá {most} ký tự (Nghị định 30/2020/NĐ-CP, Phụ lục VI). Hãy rút gọn.",
                f"A field of the dossier is longer than {most} characters (Decree 30/2020, Annex VI). Shorten it.",
            )
    if not values["code"]:
        raise RefusedInput("no_code", "Hãy ghi số, ký hiệu hồ sơ, ví dụ 01.TCCB.", "Give the dossier's number.")
    if not values["title"]:
        raise RefusedInput("no_title", "Hãy ghi tiêu đề hồ sơ.", "Give the dossier's title.")
    if facts.opened and facts.closed and facts.closed < facts.opened:
        raise RefusedInput(
            "wrong_days",
            "Ngày kết thúc hồ sơ không thể trước ngày bắt đầu.",
            "A dossier cannot end before it begins.",
        )
    return values


def _values(session: Session, rows: Sequence[DossierRow]) -> list[Dossier]:
    counts: dict[int, tuple[int, int]] = {}
    ids = [row.id for row in rows]
    for start in range(0, len(ids), _BATCH):
        found = session.execute(
            select(DossierDocument.dossier_id, func.count(Document.id), func.coalesce(func.sum(Document.pages), 0))
            .join(Document, Document.id == DossierDocument.document_id)
            .where(DossierDocument.dossier_id.in_(ids[start : start + _BATCH]))
            .group_by(DossierDocument.dossier_id)
        )
        counts.update((id_, (int(documents), int(pages or 0))) for id_, documents, pages in found)
    names = [each.name for each in fields(DossierFacts)]
    return [
        Dossier(
            row.id,
            DossierFacts(**{name: getattr(row, name) for name in names}),
            *counts.get(row.id, (0, 0)),
            row.version,
            row.by,
            row.created,
            row.updated,
        )
        for row in rows
    ]


def _has_words(row: DossierRow, words: str) -> bool:
    wanted = squeeze(nfc(words)).lower()
    text = nfc(f"{row.code} {row.year} {row.title} {row.heading} {row.creator} {row.note}").lower()
    plain = unaccent(text)
    return all(word in text or (word == unaccent(word) and word in plain) for word in wanted.split())


def _dossier(session: Session, dossier_id: int) -> DossierRow:
    row = session.get(DossierRow, dossier_id)
    if row is None:
        raise NotFound(
            "no_such_dossier",
            "Không có hồ sơ này. Hãy tìm trong danh mục hồ sơ.",
            "There is no such dossier. Look in the list of dossiers.",
        )
    return row


def _open(session: Session, dossier_id: int) -> DossierRow:
    row = _dossier(session, dossier_id)
    if row.closed is not None:
        raise RefusedInput(
            "dossier_closed",
            "Hồ sơ đã kết thúc. Muốn thêm hoặc bớt văn bản, hãy bỏ ngày kết thúc trước.",
            "The dossier is closed. To add or take out documents, take its closing day away first.",
        )
    return row


def _link(session: Session, dossier_id: int, document_id: int) -> DossierDocument | None:
    return session.scalar(
        select(DossierDocument).where(
            DossierDocument.dossier_id == dossier_id, DossierDocument.document_id == document_id
        )
    )


def _exists(values: Mapping[str, Any]) -> RefusedInput:
    return RefusedInput(
        "dossier_exists",
        f"Năm {values['year']} đã có hồ sơ mang số “{values['code']}”. Hãy đặt số khác.",
        f"There is a dossier “{values['code']}” of {values['year']} already. Give another number.",
    )


def _name(row: DossierRow) -> str:
    return f"Hồ sơ {row.code} {row.year}"
