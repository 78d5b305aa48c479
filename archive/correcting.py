"""Corrections: every fact of a document that a person wrote, who and when, what stood there; and taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select

from archive import audit
from archive.clerk_models import CorrectionRow
from archive.correction_rows import packed
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.filing import derive
from archive.models import Document, now


@dataclass(frozen=True)
class Correction:
    """One correction; `old` and `new` as the document's column has them, days as ISO text."""

    id: int
    document_id: int
    field: str
    old: Any
    new: Any
    by: str
    at: datetime
    undone: datetime | None


class Corrections:
    """The corrections of an open archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int) -> tuple[Correction, ...]:
        """The corrections of a document, the last first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(CorrectionRow).where(CorrectionRow.document_id == document_id).order_by(CorrectionRow.id.desc())
            )
            return tuple(_value(row) for row in rows)

    def undo(self, correction_id: int) -> Correction:
        """Write back what stood there before.

        Raises NotFound, RefusedInput (`correction_undone`, or `correction_later` where the field was written again).
        """
        with self._database.write() as session:
            row = session.get(CorrectionRow, correction_id)
            document = session.get(Document, row.document_id) if row is not None else None
            if row is None or document is None:
                raise NotFound("no_such_correction", "Không có lần sửa này.", "There is no such correction.")
            if row.undone is not None:
                raise RefusedInput(
                    "correction_undone", "Lần sửa này đã được hoàn tác rồi.", "This correction was undone already."
                )
            if packed(getattr(document, row.field)) != row.new:
                raise RefusedInput(
                    "correction_later",
                    "Mục này đã được sửa tiếp sau đó. Hãy hoàn tác lần sửa mới nhất trước.",
                    "This field was written again since. Undo the latest correction first.",
                )
            setattr(document, row.field, _unpacked(row.field, row.old))
            if not row.was_person:
                document.by_person = sorted(set(document.by_person) - {row.field})
            row.undone = now()
            derive(session, document)
            document.revision += 1
            session.flush()
            details = {"field": row.field, "correction": row.id}
            audit.write(session, "document.correction_undone", document.id, details=details)
            return _value(row)


def _unpacked(field: str, value: Any) -> Any:
    is_day = inspect(Document).columns[field].type.python_type is date
    return date.fromisoformat(value) if is_day and value else value


def _value(row: CorrectionRow) -> Correction:
    return Correction(row.id, row.document_id, row.field, row.old, row.new, row.by, row.at, row.undone)
