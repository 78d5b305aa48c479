"""What an archive holds, as one comparable value: everything but row numbers and times."""

from __future__ import annotations

from sqlalchemy import select

from archive.documents import Archive
from archive.models import (
    CitationRow,
    Document,
    DocumentFile,
    DocumentText,
    FileRow,
    OriginRow,
    ProvisionRow,
    RelationRow,
)

_TIMES = {
    "id",
    "created",
    "updated",
    "agency_id",
    "document_id",
    "target_id",
    "candidates",
    "file_id",
    "revision",
    "source_id",
}


def state_of(archive: Archive) -> dict[str, list[str]]:
    """Every table's rows as sorted text, rows named by their document's origins instead of numbers."""
    with archive.database.read() as session:
        names: dict[int, str] = {}
        for origin in session.scalars(select(OriginRow).order_by(OriginRow.origin)):
            names[origin.document_id] = names.get(origin.document_id, "") + origin.origin + " "
        state = {"origins": sorted(names.values())}
        for table in (Document, DocumentText, ProvisionRow, CitationRow, DocumentFile, FileRow, RelationRow):
            rows = []
            for row in session.scalars(select(table)):
                values = {c.key: getattr(row, c.key) for c in table.__table__.columns if c.key not in _TIMES}
                key = row.id if table is Document else getattr(row, "document_id", None) or getattr(row, "source_id", 0)
                if "effects" in values:
                    values["effects"] = [{**effect, "by": names.get(effect["by"], "")} for effect in row.effects]
                target = names.get(getattr(row, "target_id", None) or 0, "")
                rows.append(f"{names.get(key, '')}{target}{sorted(values.items())}")
            state[table.__tablename__] = sorted(rows)
    return state
