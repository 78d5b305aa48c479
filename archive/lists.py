"""Lists of documents: what a filter shows, how many, by number, and the values to filter by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from archive.folding import unaccent
from archive.holdings import OF_RECORDS, record_of
from archive.models import Document, ProvisionRow
from archive.numbers import NumberQuery
from archive.reading_rows import filter_conditions
from archive.records import Record
from archive.stored import DocumentFilter

_BATCH = 500

ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (Document.issued.is_(None), Document.issued.desc(), Document.id.desc()),
    "oldest": (Document.issued.is_(None), Document.issued, Document.id),
    "added": (Document.created.desc(), Document.id.desc()),
    "changed": (Document.updated.desc(), Document.id.desc()),
    "number": (
        Document.number == "",
        Document.number_symbol,
        Document.year.desc(),
        func.length(Document.number_seq),
        Document.number_seq,
        Document.id,
    ),
    "issuer": (Document.issuer == "", Document.issuer, Document.issued.desc(), Document.id.desc()),
    "title": (Document.title_key == "", Document.title_key, Document.id),
}
"""The orders of a list of documents; the first where none is asked for."""


def ids_like(session: Session, wanted: DocumentFilter, limit: int, offset: int, order: str = "newest") -> list[int]:
    """A page of the list of documents, in one of ORDERS."""
    found = select(Document.id).where(*filter_conditions(wanted)).order_by(*ORDERS[order])
    return list(session.scalars(found.limit(limit).offset(offset)))


def count_like(session: Session, wanted: DocumentFilter) -> int:
    """How many documents the list would show."""
    return session.scalar(select(func.count(Document.id)).where(*filter_conditions(wanted))) or 0


def with_number(session: Session, query: NumberQuery, limit: int) -> list[Record]:
    """The documents a typed number may mean, newest first. Several holders of one number are all given."""
    conditions = [Document.number_seq.in_(query.sequences)] if query.seq else [Document.number != ""]
    if not query.seq:
        # Only a sieve: `matches` decides. Without it a bare symbol would read every document there is.
        folded = (unaccent(code).upper() for code in query.codes)
        conditions += [Document.number_symbol.contains(code, autoescape=True) for code in folded]
    rows = session.execute(
        select(*OF_RECORDS).where(*conditions, Document.draft.is_(False)).order_by(Document.issued.desc(), Document.id)
    )
    found = (record_of(row) for row in rows if query.matches(row.number, row.type, row.issued))
    return [record for record, _ in zip(found, range(limit), strict=False)]


def values_with_counts(session: Session, column: str) -> list[tuple[str, int]]:
    """The distinct values of `type` or `issuer` with how many documents have each, most first."""
    field = {"type": Document.type, "issuer": Document.issuer}[column]
    rows = session.execute(
        select(field, func.count()).where(field != "").group_by(field).order_by(func.count().desc(), field)
    )
    return [(value, count) for value, count in rows]


def topics_of(
    session: Session, known: Mapping[int, tuple[int, datetime, str, str]] | None = None
) -> dict[int, tuple[int, datetime, str, str]]:
    """For each document its revision, the moment of its last change, its topic, and what others do to it as kept.

    Of documents `known` of the same revision and moment nothing more is read.
    """
    known = known or {}
    wanted = select(
        Document.id, Document.revision, Document.updated, Document.topic, type_coerce(Document.effects, String)
    )
    if not known:
        return {
            id_: (revision, updated, topic, acts) for id_, revision, updated, topic, acts in session.execute(wanted)
        }
    found: dict[int, tuple[int, datetime, str, str]] = {}
    changed = []
    for id_, revision, updated in session.execute(select(Document.id, Document.revision, Document.updated)):
        held = known.get(id_)
        if held is not None and held[:2] == (revision, updated):
            found[id_] = held
        else:
            changed.append(id_)
    for start in range(0, len(changed), _BATCH):
        some = wanted.where(Document.id.in_(changed[start : start + _BATCH]))
        found.update(
            (id_, (revision, updated, topic, acts)) for id_, revision, updated, topic, acts in session.execute(some)
        )
    return found


def revisions_of(session: Session, document_ids: Iterable[int] | None) -> dict[int, tuple[int, int]]:
    """What an index must hold: document id → (revision, number of units); 0 units where only catalogued."""
    wanted = select(Document.id, Document.revision)
    counts = select(ProvisionRow.document_id, func.count()).where(ProvisionRow.unit.is_(True))
    if document_ids is not None:
        ids = list(document_ids)
        wanted, counts = wanted.where(Document.id.in_(ids)), counts.where(ProvisionRow.document_id.in_(ids))
    units = {row[0]: row[1] for row in session.execute(counts.group_by(ProvisionRow.document_id))}
    return {id_: (revision, units.get(id_, 0)) for id_, revision in session.execute(wanted)}
