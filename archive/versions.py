"""What a document may be compared with: its consolidated texts, what it replaced, last year's of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive.database import Database
from archive.folding import fold_for_comparison, squeeze
from archive.holdings import record_of
from archive.models import Document, RelationRow
from archive.records import Record

TIES = ("consolidates", "consolidated_by", "alongside", "replaces", "replaced_by", "corrects", "corrected_by",
        "earlier", "later")  # fmt: skip
"""How another text is tied to a document, in the order in which they are offered. `alongside`: another consolidated
text of the same document; `earlier`, `later`: the same kind of document of the same body, for another year."""

_KINDS = {"consolidates": "consolidated_by", "replaces": "replaced_by", "corrects": "corrected_by"}
_SAME_TITLE = 88.0
_LOOKED_AT = 400
_YEARLY = 12
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Version:
    """Another document with a text, and how it is tied to the one asked about (of TIES)."""

    record: Record
    tie: str


class Versions:
    """Looks up in an archive what a document may be compared with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int) -> tuple[Version, ...]:
        """The texts worth comparing, in the order of TIES, the newest first. () for one without a text."""
        with self._database.read() as session:
            row = session.scalar(select(Document).where(Document.id == document_id))
            if row is None or row.state != "held":
                return ()
            ties = _by_relations(session, [document_id])
            bases = [id_ for id_, tie in ties.items() if tie == "consolidates"]
            for id_, tie in _by_relations(session, bases).items():
                if tie == "consolidated_by" and id_ != document_id:
                    ties.setdefault(id_, "alongside")
            found = {each.id: Version(record_of(each), ties[each.id]) for each in _held(session, ties)}
            for each in _same_kind(session, row):
                later = (each.issued or row.issued) and each.issued and row.issued and each.issued > row.issued
                found.setdefault(each.id, Version(record_of(each), "later" if later else "earlier"))
        return tuple(sorted(found.values(), key=_order))


def _order(version: Version) -> tuple[int, int, int]:
    issued = version.record.issued
    return TIES.index(version.tie), -(issued.toordinal() if issued else 0), version.record.id


def _by_relations(session: Session, ids: list[int]) -> dict[int, str]:
    """The other document of each relation that makes two texts worth comparing, and its tie."""
    if not ids:
        return {}
    rows = session.execute(
        select(RelationRow.kind, RelationRow.source_id, RelationRow.target_id).where(
            or_(RelationRow.source_id.in_(ids), RelationRow.target_id.in_(ids)),
            RelationRow.target_id.is_not(None),
            RelationRow.kind.in_(sorted(_KINDS)),
            RelationRow.decision != "rejected",
        )
    )
    found: dict[int, str] = {}
    for kind, source, target in rows:
        other, tie = (target, kind) if source in ids else (source, _KINDS[kind])
        if other is not None and other not in ids:
            found.setdefault(other, tie)
    return found


def _held(session: Session, ids: Iterable[int]) -> list[Document]:
    return list(session.scalars(select(Document).where(Document.id.in_(sorted(ids)), Document.state == "held")))


def _same_kind(session: Session, row: Document) -> list[Document]:
    """Documents of the same type and body whose titles differ in little but the year."""
    wanted = _without_numbers(row.title)
    if not wanted or not row.type:
        return []
    rows = session.scalars(
        select(Document)
        .where(
            Document.type == row.type,
            Document.issuer == row.issuer,
            Document.state == "held",
            Document.id != row.id,
            Document.sample.is_(row.sample),
        )
        .order_by(Document.issued.is_(None), Document.issued.desc(), Document.id.desc())
        .limit(_LOOKED_AT)
    )
    alike = [each for each in rows if fuzz.ratio(wanted, _without_numbers(each.title)) >= _SAME_TITLE]
    return alike[:_YEARLY]


def _without_numbers(title: str) -> str:
    return squeeze(_DIGITS.sub(" ", fold_for_comparison(title)))
