"""The legal relations of an archive: as texts, loaders and people state them, resolved like citations.

A person's word is kept: what was confirmed or rejected stays so when the text is read again, and what a person added
is only taken away by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from archive import audit
from archive.acting import acted_on, packed_parts, refresh
from archive.database import Database
from archive.errors import RefusedInput
from archive.hiding import for_all
from archive.holdings import SqlHoldings, record_of
from archive.keys import number_key, title_key
from archive.models import CitationRow, Document, RelationRow, now
from archive.records import Record
from archive.relation_rows import (
    PERSON,
    TEXT,
    answer_columns,
    cited_in,
    facts_columns,
    found_row,
    identity,
    keep_decision,
    no_document,
    relation_row,
    relation_value,
    stated_row,
)
from archive.relations.model import ACTING, KINDS
from archive.resolving import Holdings, Resolution, resolve
from archive.stored import StatedRelation, Statements, StoredRelation

_BATCH = 400
BY_HAND = tuple(code for code in KINDS if code not in ("basis", "cites"))
"""Kinds that a person may state: what a text cites is read from the text."""


class Relations:
    """The relations of an open archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int, limit: int = 2000) -> tuple[StoredRelation, ...]:
        """All relations in which a document acts or is acted on, rejected ones too, acting first, by kind."""
        order = list(KINDS)
        with self._database.read() as session:
            rows = session.scalars(
                select(RelationRow)
                .where(or_(RelationRow.source_id == document_id, RelationRow.target_id == document_id))
                .order_by(RelationRow.source_id != document_id, RelationRow.id)
                .limit(limit)
            ).all()
        rows = sorted(rows, key=lambda row: (row.source_id != document_id, order.index(row.kind), row.start, row.id))
        return tuple(relation_value(row) for row in rows)

    def get(self, relation_id: int) -> StoredRelation:
        """One relation. Raises NotFound."""
        with self._database.read() as session:
            return relation_value(relation_row(session, relation_id))

    def to_confirm(self, limit: int = 50, offset: int = 0) -> tuple[StoredRelation, ...]:
        """Relations read by machine from documents put in by people, that nobody has looked at; the newest first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(RelationRow)
                .join(Document, Document.id == RelationRow.source_id)
                .where(*_waiting())
                .order_by(RelationRow.id.desc())
                .limit(limit)
                .offset(offset)
            )
            return tuple(relation_value(row) for row in rows)

    def count_to_confirm(self) -> int:
        """How many relations wait for a person."""
        with self._database.read() as session:
            wanted = select(func.count(RelationRow.id)).join(Document, Document.id == RelationRow.source_id)
            return session.scalar(wanted.where(*_waiting())) or 0

    def decide(self, relation_id: int, decision: str, target_id: int | None = None) -> StoredRelation:
        """What a person says of a relation: `confirmed`, `rejected`, or "" to take the word back.

        `target_id` says which document is meant where that was ambiguous or wrong. Raises NotFound, RefusedInput.
        """
        if decision not in ("confirmed", "rejected", ""):
            raise ValueError(decision)
        with self._database.write() as session:
            row = relation_row(session, relation_id)
            before = row.target_id
            if target_id is not None:
                _check_target(session, row.source_id, target_id)
                row.target_id, row.status, row.mismatches, row.candidates = target_id, "resolved", [], []
            elif decision == "confirmed" and row.target_id is None and row.status == "ambiguous":
                raise RefusedInput(
                    "relation_ambiguous",
                    "Chưa rõ quan hệ này nói đến văn bản nào. Hãy chọn văn bản rồi xác nhận.",
                    "It is not clear which document this relation means. Choose the document, then confirm.",
                )
            row.decision, row.decided = decision, now() if decision else None
            session.flush()
            _tell(session, f"relation_{decision or 'reopened'}", row)
            refresh(session, {each for each in (before, row.target_id, row.source_id) if each})
            return relation_value(row)

    def add(
        self,
        source_id: int,
        kind: str,
        target_id: int,
        scope: Sequence[str] = (),
        effective: date | None = None,
        note: str = "",
    ) -> StoredRelation:
        """A relation that a person states. Raises NotFound, RefusedInput (itself, or stated already), KeyError."""
        if kind not in BY_HAND:
            raise KeyError(kind)
        with self._database.write() as session:
            target = _check_target(session, source_id, target_id)
            source = session.get(Document, source_id)
            if source is None:
                raise no_document(source_id)
            same = session.scalar(
                select(RelationRow.id).where(
                    RelationRow.source_id == source_id,
                    RelationRow.kind == kind,
                    RelationRow.target_id == target_id,
                    RelationRow.origin == PERSON,
                )
            )
            if same is not None:
                raise RefusedInput(
                    "relation_known",
                    "Quan hệ này đã được ghi. Hãy sửa hoặc gỡ quan hệ cũ.",
                    "This relation is there already. Correct or remove the old one.",
                )
            row = RelationRow(
                source_id=source_id,
                kind=kind,
                target_id=target_id,
                status="resolved",
                scope=list(scope),
                effective=effective,
                origin=PERSON,
                note=note,
                decision="confirmed",
                decided=now(),
                **facts_columns(record_of(target)),
            )
            session.add(row)
            session.flush()
            _tell(session, "relation_added", row)
            refresh(session, {target_id, source_id})
            return relation_value(row)

    def remove(self, relation_id: int) -> None:
        """Take away what a person added. What was read is rejected instead. Raises NotFound, RefusedInput."""
        with self._database.write() as session:
            row = relation_row(session, relation_id)
            if row.origin != PERSON:
                raise RefusedInput(
                    "relation_read",
                    "Quan hệ này đọc từ văn bản hoặc nguồn dữ liệu nên không gỡ được. Hãy bác bỏ nếu không đúng.",
                    "This relation was read from a text or a source and cannot be removed. Reject it if it is wrong.",
                )
            touched = {each for each in (row.target_id, row.source_id) if each}
            _tell(session, "relation_removed", row)
            session.delete(row)
            session.flush()
            refresh(session, touched)

    def state(self, source_id: int, stated: Iterable[StatedRelation], origin: str) -> int:
        """Replace all that a loader said of this acting document before; how many relations there are now."""
        return self.state_many({source_id: list(stated)}, origin)

    def state_many(
        self, stated: Mapping[int, Sequence[StatedRelation]], origin: str, holdings: Holdings | None = None
    ) -> int:
        """The same for many acting documents, in one transaction; `holdings` for a caller that states in parts."""
        holdings = holdings or SqlHoldings(self._database)
        name = f"loader:{origin}"
        with self._database.write() as session:
            touched: set[int] = set(stated)
            sources = sorted(stated)
            decided: dict[tuple[Any, ...], RelationRow] = {}
            for start in range(0, len(sources), _BATCH):
                mine = and_(RelationRow.source_id.in_(sources[start : start + _BATCH]), RelationRow.origin == name)
                for row in session.scalars(select(RelationRow).where(mine)):
                    touched.update([row.target_id] if row.target_id else [])
                    if row.decision:
                        decided[identity(row)] = row
                session.execute(delete(RelationRow).where(mine))
            targets = _targets(session, stated)
            rows = [stated_row(source, each, name, targets, holdings) for source in sources for each in stated[source]]
            for values in rows:
                keep_decision(values, decided)
            if rows:
                session.execute(insert(RelationRow), rows)
            touched.update(row["target_id"] for row in rows if row["target_id"])
            refresh(session, touched)
            return len(rows)


def _tell(session: Session, action: str, row: RelationRow) -> None:
    """The entry of what a person did with a relation, at the document that acts."""
    subject = audit.subject_of(session.get_one(Document, row.source_id))
    audit.write(
        session, action, row.source_id, subject, {"relation": row.id, "kind": row.kind, "target": row.target_id}
    )


def _waiting() -> list[ColumnElement[bool]]:
    return [
        RelationRow.origin == TEXT,
        RelationRow.decision == "",
        RelationRow.kind.in_(sorted(ACTING)),
        Document.draft.is_(False),
        Document.sample.is_(False),
        Document.source.startswith("tệp "),
    ]


# --- what a text states -------------------------------------------------------------------------------------------


@for_all
def take_statements(
    session: Session, document: Document, statements: Statements, resolutions: Sequence[Resolution], holdings: Holdings
) -> set[int]:
    """Put what a text states in place of what it stated before, in the open transaction; whose effects may change."""
    mine = and_(RelationRow.source_id == document.id, RelationRow.origin == TEXT)
    touched: set[int] = {document.id}
    decided: dict[tuple[Any, ...], RelationRow] = {}
    for row in session.scalars(select(RelationRow).where(mine)):
        touched.update([row.target_id] if row.target_id else [])
        if row.decision:
            decided[identity(row)] = row
    session.execute(delete(RelationRow).where(mine))
    known = {(each.citation.start, each.citation.end): each for each in resolutions}
    rows = []
    for found in statements.relations:
        place = (found.citation.start, found.citation.end)
        answer = known.get(place) or resolve(found.citation, holdings)
        rows.append(found_row(document.id, found, answer))
    for row_values in rows:
        keep_decision(row_values, decided)
    if rows:
        session.execute(insert(RelationRow), rows)
    touched.update(row["target_id"] for row in rows if row["target_id"])
    _take_days(document, statements)
    return touched


def _take_days(document: Document, statements: Statements) -> None:
    days = statements.days
    if "parts" not in document.by_person:
        document.parts = packed_parts(days.parts)
    for name, value in (("effective", days.effective), ("expired", days.expired)):
        if value is not None and getattr(document, name) is None and name not in document.by_person:
            setattr(document, name, value)
            if days.start >= 0:
                evidence = {
                    "start": days.start,
                    "end": days.end,
                    "text": days.text,
                    "confidence": {"sure": 0.95, "likely": 0.8}.get(days.certainty, 0.5),
                    "note": days.note,
                }
                document.evidence = {**document.evidence, name: evidence}


def _targets(session: Session, stated: Mapping[int, Sequence[StatedRelation]]) -> dict[int, Record]:
    ids = sorted({each.target_id for several in stated.values() for each in several if each.target_id})
    found: dict[int, Record] = {}
    for start in range(0, len(ids), _BATCH):
        rows = session.scalars(select(Document).where(Document.id.in_(ids[start : start + _BATCH])))
        found.update((row.id, record_of(row)) for row in rows)
    missing = set(ids) - set(found)
    if missing:
        raise no_document(min(missing))
    return found


# --- resolving again ----------------------------------------------------------------------------------------------


@for_all
def relate_again(session: Session, holdings: Holdings, records: Iterable[Record]) -> int:
    """Resolve again the relations that may mean these documents, and what follows from them; how many changed.

    To be called after the citations were resolved again: a relation read from a text follows its citation.
    """
    given = list(records)
    numbers = sorted({number_key(r.number) for r in given if r.number})
    titles = sorted({title_key(r.title) for r in given if r.title})
    touched = {record.id for record in given}
    changed = 0
    for start in range(0, max(len(numbers), len(titles), 1), _BATCH):
        wanted = or_(
            RelationRow.number_key.in_(numbers[start : start + _BATCH]),
            (RelationRow.number_key == "") & RelationRow.title_key.in_(titles[start : start + _BATCH]),
        )
        for row in session.scalars(select(RelationRow).where(wanted)).all():
            if row.origin == PERSON or (row.decision == "confirmed" and row.target_id is not None):
                continue
            if not row.details:
                continue  # a loader named the document itself
            new = _resolved_again(session, row, holdings)
            if any(getattr(row, name) != value for name, value in new.items()):
                touched.update(each for each in (row.target_id, new["target_id"]) if each)
                for name, value in new.items():
                    setattr(row, name, value)
                changed += 1
    session.flush()
    refresh(session, acted_on(session, touched))
    return changed


def _resolved_again(session: Session, row: RelationRow, holdings: Holdings) -> dict[str, Any]:
    if row.origin == TEXT:
        same = session.scalar(
            select(CitationRow).where(
                CitationRow.document_id == row.source_id,
                CitationRow.start == row.cited_start,
                CitationRow.end == row.cited_end,
            )
        )
        if same is not None:
            values = {n: getattr(same, n) for n in ("status", "target_id", "candidates", "mismatches")}
            if values["target_id"] != row.source_id:
                return values
    return answer_columns(resolve(cited_in(row), holdings), row.source_id)


def _check_target(session: Session, source_id: int, target_id: int) -> Document:
    target = session.get(Document, target_id)
    if target is None:
        raise no_document(target_id)
    if target_id == source_id:
        raise RefusedInput(
            "relation_itself",
            "Một văn bản không thể có quan hệ với chính nó. Hãy chọn văn bản khác.",
            "A document cannot be related to itself. Choose another document.",
        )
    return target
