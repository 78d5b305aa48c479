"""How long things are kept (thời hạn bảo quản), and what is due. Nothing is ever deleted by it: it is a list.

What a person said of the document counts first, then its dossiers (the longest), then the rule for its type, then the
office's default. Years are counted from the end of the year in which the dossier was closed, or the document issued
(where that is not known, came into the archive): a document of 2020 that is kept 5 years is due on 1 January 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from archive import audit
from archive.clerk_models import DossierDocument, DossierRow
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.holdings import record_of
from archive.keeping_rows import RetentionRow, RetentionRuleRow
from archive.models import Document
from archive.options import Options
from archive.records import Record

FOR_EVER = 0
_MOST = 200
_BATCH = 400


@dataclass(frozen=True)
class Kept:
    """How long a document is kept: `years` (0 for ever, None undecided), whose word that is (document, dossier, type,
    office, ""), and the first day on which it need not be kept any more (None for ever or undecided)."""

    record: Record
    years: int | None
    origin: str
    due: date | None


class Retention:
    """How long the documents of an archive are kept."""

    def __init__(self, database: Database, options: Options) -> None:
        self._database = database
        self._options = options

    def of(self, document_id: int) -> Kept:
        """How long one document is kept. Raises NotFound."""
        found = self._kept([document_id])
        if not found:
            raise NotFound(
                "no_such_document",
                f"Không có văn bản số {document_id} trong kho.",
                f"There is no document number {document_id} in the archive.",
            )
        return found[0]

    def due(self, on: date) -> list[Kept]:
        """What need not be kept any more on a day, the longest due first; no samples, nothing only catalogued."""
        with self._database.read() as session:
            wanted = select(Document.id).where(Document.state == "held", Document.sample.is_(False))
            ids = list(session.scalars(wanted.order_by(Document.id)))
        found: list[Kept] = []
        for start in range(0, len(ids), _BATCH):
            found += [each for each in self._kept(ids[start : start + _BATCH]) if each.due and each.due <= on]
        return sorted(found, key=lambda each: (each.due or on, each.record.id))

    def rules(self) -> dict[str, int]:
        """Years by type."""
        with self._database.read() as session:
            return {row.type: row.years for row in session.scalars(select(RetentionRuleRow))}

    def set(self, document_id: int, years: int | None, note: str = "") -> None:
        """Say how long a document is kept, None to say nothing of it. Raises NotFound, RefusedInput."""
        _check(years)
        with self._database.write() as session:
            document = session.get(Document, document_id)
            if document is None:
                raise NotFound(
                    "no_such_document",
                    f"Không có văn bản số {document_id} trong kho.",
                    f"There is no document number {document_id} in the archive.",
                )
            row = session.get(RetentionRow, document_id)
            if years is None:
                if row is not None:
                    session.delete(row)
            else:
                session.merge(RetentionRow(document_id=document_id, years=years, note=note[:1000]))
            audit.write(session, "retention_set", document_id, audit.subject_of(document), {"years": years})

    def set_rule(self, type_: str, years: int | None) -> None:
        """Say how long documents of a type are kept, None to say nothing of it. Raises RefusedInput."""
        _check(years)
        type_ = " ".join(type_.split())[:60]
        if not type_:
            raise RefusedInput("no_type", "Chưa chọn tên loại.", "No type was chosen.")
        with self._database.write() as session:
            row = session.get(RetentionRuleRow, type_)
            if years is not None:
                session.merge(RetentionRuleRow(type=type_, years=years))
            elif row is not None:
                session.delete(row)
            audit.write(session, "retention_set", subject=type_, details={"years": years})

    def _kept(self, ids: Iterable[int]) -> list[Kept]:
        wanted = list(ids)
        default = self._options.number("retention_years")
        with self._database.read() as session:
            rows = session.scalars(select(Document).where(Document.id.in_(wanted)).order_by(Document.id)).all()
            own = {row.document_id: row.years for row in session.scalars(
                select(RetentionRow).where(RetentionRow.document_id.in_(wanted)))}  # fmt: skip
            rules = {row.type: row.years for row in session.scalars(select(RetentionRuleRow))}
            dossiers: dict[int, list[tuple[int, int]]] = {}
            for document_id, years, closed, year in session.execute(
                select(DossierDocument.document_id, DossierRow.retention, DossierRow.closed, DossierRow.year)
                .join(DossierRow, DossierRow.id == DossierDocument.dossier_id)
                .where(DossierDocument.document_id.in_(wanted), DossierRow.retention.is_not(None))
            ):
                if years is not None:
                    dossiers.setdefault(document_id, []).append((years, closed.year if closed else year))
        return [_decided(row, own, dossiers.get(row.id, []), rules, default) for row in rows]


def _decided(
    row: Document, own: Mapping[int, int], dossiers: list[tuple[int, int]], rules: Mapping[str, int], default: int
) -> Kept:
    record = record_of(row)
    year = row.issued.year if row.issued else row.year or row.created.year
    if row.id in own:
        return _until(record, own[row.id], "document", year)
    if dossiers:
        # For ever is longest; of two periods the one that ends later.
        years, start = max(dossiers, key=lambda each: (each[0] == FOR_EVER, each[0] + each[1]))
        return _until(record, years, "dossier", start)
    if row.type in rules:
        return _until(record, rules[row.type], "type", year)
    return _until(record, default, "office", year) if default else Kept(record, None, "", None)


def _until(record: Record, years: int, origin: str, year: int) -> Kept:
    due = date(year + years + 1, 1, 1) if years != FOR_EVER and year + years < 9998 else None
    return Kept(record, years, origin, due)


def _check(years: Any) -> None:
    if years is not None and (not isinstance(years, int) or not 0 <= years <= _MOST):
        raise RefusedInput(
            "wrong_years",
            f"Thời hạn bảo quản phải là số năm từ 1 đến {_MOST}, hoặc 0 cho vĩnh viễn.",
            f"Retention must be from 1 to {_MOST} years, or 0 for ever.",
        )
