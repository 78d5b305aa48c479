"""From rows to values: the only place that knows both."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Row, func, null, or_, select
from sqlalchemy.orm import Session

from archive.folding import fold_for_comparison, squeeze
from archive.keys import number_key, title_key
from archive.marginal_rows import DocumentTagRow, TagRow, WatchRow
from archive.models import CitationRow, Document, DocumentFile, DocumentText, FileRow, OriginRow, ProvisionRow
from archive.placing import line_values, unpack_boxes
from archive.stored import (
    DocumentFacts,
    DocumentFilter,
    HowRead,
    StoredCitation,
    StoredFile,
    StoredProvision,
    StoredUnit,
)

_BATCH = 500


def filter_conditions(wanted: DocumentFilter) -> list[ColumnElement[bool]]:
    """The conditions of a list of documents."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.types:
        conditions.append(Document.type.in_(wanted.types))
    if wanted.issuers:
        conditions.append(Document.issuer.in_(wanted.issuers))
    if wanted.year_from is not None:
        conditions.append(Document.year >= wanted.year_from)
    if wanted.year_to is not None:
        conditions.append(Document.year <= wanted.year_to)
    if wanted.state:
        conditions.append(Document.state == wanted.state)
    if wanted.needs_review:
        conditions.append(func.json_array_length(Document.review) > 0)
    if wanted.sample is not None:
        conditions.append(Document.sample.is_(wanted.sample))
    for tag in wanted.tags:
        key = fold_for_comparison(tag)
        tagged = select(DocumentTagRow.document_id).join(TagRow, TagRow.id == DocumentTagRow.tag_id)
        conditions.append(Document.id.in_(tagged.where(TagRow.key == key)))
    if wanted.watched_by is not None:
        watched = select(WatchRow.document_id).where(WatchRow.person_id == wanted.watched_by)
        conditions.append(Document.id.in_(watched))
    words = squeeze(wanted.words)
    if words:
        conditions.append(
            or_(
                Document.number_key.contains(number_key(words), autoescape=True),
                Document.title_key.contains(title_key(words), autoescape=True),
                Document.issuer.contains(words, autoescape=True),
            )
        )
    return conditions


def facts_value(session: Session, row: Document) -> DocumentFacts:
    """Everything about one document but its text."""
    origins = session.scalars(
        select(OriginRow.origin).where(OriginRow.document_id == row.id).order_by(OriginRow.created)
    )
    starts = session.scalar(select(DocumentText.page_starts).where(DocumentText.document_id == row.id))
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in DocumentFacts.__dataclass_fields__
        if name not in ("origins", "page_starts")
    }
    for name in ("recipients", "replaced_by", "replaces", "amended_by", "review", "by_person"):
        values[name] = tuple(values[name])
    return DocumentFacts(**values, origins=tuple(origins), page_starts=tuple(starts or ()))


def holder_of(session: Session, sha256: str) -> tuple[int, str] | None:
    """Which document has the file, and as what; one that is offered only, last."""
    rows = session.execute(
        select(DocumentFile.document_id, DocumentFile.role)
        .join(FileRow, DocumentFile.file_id == FileRow.id)
        .where(FileRow.sha256 == sha256)
        .order_by(DocumentFile.id)
    ).all()
    found = sorted(rows, key=lambda row: row.role == "offered")
    return (found[0].document_id, found[0].role) if found else None


def how_read_value(session: Session, document_id: int, places: bool) -> HowRead:
    """How a document's file was read; all empty for one without text or read by an older program."""
    found = session.execute(
        select(DocumentText.reading, DocumentText.placed if places else null(), DocumentText.seconds).where(
            DocumentText.document_id == document_id
        )
    ).first()
    if found is None:
        return HowRead()
    reading, placed, seconds = found
    return HowRead(
        tuple((source, confidence) for source, confidence in reading.get("pages", ())),
        reading.get("encoding", ""),
        tuple(reading.get("notes", ())),
        tuple(reading.get("signatures", ())),
        unpack_boxes(placed),
        line_values(seconds),
    )


_OF_PROVISIONS = tuple(getattr(ProvisionRow, each.name) for each in fields(StoredProvision))


def provision_values(session: Session, *conditions: ColumnElement[bool]) -> list[StoredProvision]:
    """Provisions as stored, in the order of their document. Columns, not rows: a code has thousands of them."""
    asked = select(*_OF_PROVISIONS).where(*conditions).order_by(ProvisionRow.ordinal)
    return [StoredProvision(*row) for row in session.execute(asked)]


_OF_UNITS = (
    ProvisionRow.id,
    ProvisionRow.document_id,
    ProvisionRow.path,
    ProvisionRow.kind,
    ProvisionRow.label,
    ProvisionRow.heading,
    ProvisionRow.start,
)


def unit_values(session: Session, ids: list[int]) -> dict[int, StoredUnit]:
    """Units with their text, cut by the database so that no whole code is loaded for one article."""
    found: dict[int, StoredUnit] = {}
    for start in range(0, len(ids), _BATCH):
        rows = session.execute(
            select(
                *_OF_UNITS,
                func.substr(DocumentText.text, ProvisionRow.start + 1, ProvisionRow.end - ProvisionRow.start),
            )
            .join(DocumentText, DocumentText.document_id == ProvisionRow.document_id)
            .where(ProvisionRow.id.in_(ids[start : start + _BATCH]))
        )
        found.update((row[0], StoredUnit(*row)) for row in rows)
    return found


def file_value(link: DocumentFile, file: FileRow) -> StoredFile:
    """An original of a document."""
    return StoredFile(file.id, file.sha256, link.name, file.media_type, file.size, link.role, link.created)


_OF_CITATIONS = tuple(getattr(CitationRow, each.name) for each in fields(StoredCitation))


def citation_values(session: Session, *conditions: ColumnElement[bool]) -> list[StoredCitation]:
    """Citations as stored, by document, in the order of its text. Columns, not rows: a law has a thousand of them."""
    asked = select(*_OF_CITATIONS).where(*conditions).order_by(CitationRow.document_id, CitationRow.start)
    return [citation_value(row) for row in session.execute(asked)]


def citation_value(row: CitationRow | Row[Any]) -> StoredCitation:
    """A stored citation."""
    return StoredCitation(
        id=row.id,
        document_id=row.document_id,
        start=row.start,
        end=row.end,
        text=row.text,
        type=row.type,
        number=row.number,
        issued=row.issued,
        issuer=row.issuer,
        title=row.title,
        pinpoint=row.pinpoint,
        basis=row.basis,
        nested=row.nested,
        status=row.status,
        target_id=row.target_id,
        candidates=tuple(row.candidates),
        mismatches=tuple(row.mismatches),
    )
