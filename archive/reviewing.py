"""What waits for a person: which documents, why, in which order, and which of them are certain in every fact.

A document waits while its reading left a question (`review`), or while nobody has looked at what was read from its file
(certainty `unconfirmed`).
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy import func as sql
from sqlalchemy.orm import Session, aliased

from archive import audit
from archive.acting import acted_on, refresh
from archive.database import Database
from archive.filing import confirm
from archive.models import Document, DocumentFile, DocumentText, RelationRow, Setting
from archive.relations.model import ACTING

ONLY_CONFIRM = "unconfirmed"
"""The reason of a document that leaves no question and was looked at by nobody."""
OFFERED = "offered"
"""The reason of a document for which another file waits: its copy, or a document of its own?"""
IDENTITY = ("type", "number", "issued", "issuer", "title")
"""Facts that a certain document has, each of them surely."""
CONFIRMED = (*IDENTITY, "place", "signer", "position", "authority", "effective", "recipients")
"""Facts that are a person's word once the whole of a document was confirmed."""
_UNDO = "review:bulk:"
_UNDOS = 20
_BATCH = 500


@dataclass(frozen=True)
class Waiting:
    """A document that waits, and why; the reasons as in `archive.stored.NewDocument.review`, ONLY_CONFIRM, OFFERED."""

    document_id: int
    reasons: tuple[str, ...]


class Reviews:
    """What of an open archive waits for a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, reason: str = "") -> list[Waiting]:
        """All that waits (for this reason): what people put in first, then by age, the oldest first."""
        with self._database.read() as session:
            offered = set(
                session.scalars(select(DocumentFile.document_id).where(DocumentFile.role == "offered").distinct())
            )
            rows = session.execute(
                select(Document.id, Document.review, Document.certainty)
                .where(_waits(offered))
                .order_by(Document.certainty != "unconfirmed", Document.id)
            ).all()
        found = [Waiting(id_, _reasons(review, certainty, id_ in offered)) for id_, review, certainty in rows]
        return [each for each in found if not reason or reason in each.reasons]

    def count(self) -> int:
        """How many documents wait."""
        with self._database.read() as session:
            offered = select(DocumentFile.document_id).where(DocumentFile.role == "offered")
            return session.scalar(select(sql.count(Document.id)).where(_waits(offered))) or 0

    def reasons(self, waiting: Sequence[Waiting] | None = None) -> dict[str, int]:
        """How many documents wait for each reason, the most frequent first; of those that wait, where known."""
        found = self.waiting() if waiting is None else waiting
        return dict(Counter(reason for each in found for reason in each.reasons).most_common())

    def certain(self, sure: float, bar: float) -> list[int]:
        """Documents in which nothing is left to ask, the oldest first.

        No question, no twin, no offered copy, no undecided act on other documents, no broken signature; type, number,
        date, issuer and title each read with at least `sure`, everything else that was read with at least `bar`.
        """
        with self._database.read() as session:
            rows = session.scalars(
                select(Document)
                .where(
                    Document.certainty == "unconfirmed",
                    Document.state == "held",
                    Document.draft.is_(False),
                    sql.json_array_length(Document.review) == 0,
                    sql.json_array_length(Document.by_person) == 0,
                )
                .order_by(Document.id)
            )
            found = [row.id for row in rows if _sure(row, sure, bar)]
            doubted = _doubted(session, found)
            return [id_ for id_ in found if id_ not in doubted]

    def confirm(self, document_ids: Iterable[int], sure: float, bar: float) -> tuple[list[int], str]:
        """Confirm those that are certain still, as they stand: their ids, and the word that takes it back."""
        certain = set(self.certain(sure, bar))
        done = [id_ for id_ in document_ids if id_ in certain]
        token = uuid.uuid4().hex
        with self._database.write() as session:
            stamps = {}
            for id_ in done:
                document = session.get_one(Document, id_)
                confirm(session, document, {name: getattr(document, name) for name in CONFIRMED})
                audit.write(session, "confirmed", id_, audit.subject_of(document), {"together": True})
                session.flush()
                stamps[id_] = document.updated.isoformat()
            refresh(session, acted_on(session, done))
            if done:
                _keep_undo(session, token, stamps)
        return done, token if done else ""

    def undo(self, token: str) -> list[int]:
        """Take a confirmation of many back, but for documents somebody has changed since; the ids."""
        with self._database.write() as session:
            row = session.get(Setting, _UNDO + token)
            if row is None:
                return []
            undone = []
            for id_, stamp in json.loads(row.value).items():
                document = session.get(Document, int(id_))
                if document is not None and document.updated.isoformat() == stamp:
                    document.by_person, document.certainty = [], "unconfirmed"
                    undone.append(document.id)
                    audit.write(session, "confirmation_undone", document.id, audit.subject_of(document))
            session.delete(row)
            session.flush()
            refresh(session, acted_on(session, undone))
            return undone


def _waits(offered: Any) -> ColumnElement[bool]:
    return or_(
        sql.json_array_length(Document.review) > 0,
        Document.certainty == "unconfirmed",
        Document.id.in_(offered),
    )


def _reasons(review: Sequence[str], certainty: str, offered: bool) -> tuple[str, ...]:
    reasons = tuple(review) or ((ONLY_CONFIRM,) if certainty == "unconfirmed" else ())
    return (*reasons, OFFERED) if offered else reasons


def _sure(row: Document, sure: float, bar: float) -> bool:
    for name in IDENTITY:
        seen = row.evidence.get(name)
        if not getattr(row, name) or seen is None or seen.get("confidence", 0) < sure:
            return False
    return all(seen.get("confidence", 0) >= bar for seen in row.evidence.values())


def _doubted(session: Session, document_ids: Sequence[int]) -> set[int]:
    """Those of some documents that have a twin, an offered copy, an undecided act or a signature that is not whole."""
    other = aliased(Document)
    found: set[int] = set()
    for start in range(0, len(document_ids), _BATCH):
        ids = document_ids[start : start + _BATCH]
        twins = (
            select(Document.id)
            .join(other, and_(other.number_key == Document.number_key, other.type == Document.type))
            .where(
                Document.id.in_(ids),
                other.id != Document.id,
                or_(other.issued == Document.issued, other.issued.is_(None)),
            )
        )
        offered = select(DocumentFile.document_id).where(
            DocumentFile.document_id.in_(ids), DocumentFile.role == "offered"
        )
        acts = select(RelationRow.source_id).where(
            RelationRow.source_id.in_(ids),
            RelationRow.origin == "text",
            RelationRow.decision == "",
            RelationRow.kind.in_(ACTING),
        )
        for wanted in (twins, offered, acts):
            found.update(session.scalars(wanted))
        readings = select(DocumentText.document_id, DocumentText.reading).where(DocumentText.document_id.in_(ids))
        found.update(
            id_
            for id_, reading in session.execute(readings)
            if any(each.get("state") != "whole" for each in (reading or {}).get("signatures", ()))
        )
    return found


def _keep_undo(session: Session, token: str, stamps: dict[int, str]) -> None:
    """Keep the last few only: what was confirmed long ago has been built upon."""
    old = session.scalars(select(Setting).where(Setting.name.startswith(_UNDO))).all()
    for row in old[: max(0, len(old) - _UNDOS + 1)]:
        session.delete(row)
    session.add(Setting(name=_UNDO + token, value=json.dumps(stamps)))
