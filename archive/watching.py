"""“Tell me when this changes”: who watches which document, and what has changed since somebody last looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.hiding import hidden_ids
from archive.holdings import record_of
from archive.marginal_rows import DocumentChangeRow, WatchedState, WatchRow
from archive.models import Document, now
from archive.records import Record
from archive.seeing import SYSTEM, seeing, seeing_bin
from archive.watched_states import differences, state_of

MOST = 300
"""Documents one person may watch."""
_BATCH = 300


@dataclass(frozen=True)
class Watch:
    """A document a person watches; `seen`: up to when the person has seen its changes, in UTC."""

    document: Record
    created: datetime
    seen: datetime


@dataclass(frozen=True)
class DocumentChange:
    """A change of a watched document: `kind` and `details` as in `archive.watched_states.KINDS`; `at` when it was
    noticed, in UTC. `other` is the other document of a relation, None where it is not held."""

    id: int
    document: Record
    kind: str
    details: dict[str, Any]
    at: datetime
    other: Record | None = None


class Watches:
    """The watches of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def watch(self, person_id: int, document_id: int) -> None:
        """Watch a document from now on. Idempotent. Raises NotFound, RefusedInput (`too_many_watches`)."""
        with self._database.write() as session:
            document = session.scalar(select(Document).where(Document.id == document_id))
            if document is None:
                raise NotFound("no_document", "Không có văn bản này.", "There is no such document.")
            held = session.scalars(select(WatchRow.document_id).where(WatchRow.person_id == person_id)).all()
            if document_id in held:
                return
            if len(held) >= MOST:
                raise RefusedInput(
                    "too_many_watches",
                    f"Bạn đang theo dõi {MOST} văn bản. Hãy thôi theo dõi bớt trước khi thêm.",
                    f"You are watching {MOST} documents. Stop watching some before adding more.",
                )
            session.add(WatchRow(person_id=person_id, document_id=document_id))
        # What happened before is no news to whoever begins to watch.
        self.look([document_id])

    def unwatch(self, person_id: int, document_id: int) -> None:
        """Watch a document no longer. Idempotent."""
        with self._database.write() as session:
            session.execute(
                delete(WatchRow).where(WatchRow.person_id == person_id, WatchRow.document_id == document_id)
            )

    def watching(self, person_id: int, document_id: int) -> bool:
        """Whether a person watches a document."""
        with self._database.read() as session:
            return (
                session.scalar(
                    select(WatchRow.id).where(WatchRow.person_id == person_id, WatchRow.document_id == document_id)
                )
                is not None
            )

    def of(self, person_id: int) -> tuple[Watch, ...]:
        """What a person watches, the last begun first."""
        with self._database.read() as session:
            rows = session.execute(
                select(WatchRow, Document)
                .join(Document, Document.id == WatchRow.document_id)
                .where(WatchRow.person_id == person_id)
                .order_by(WatchRow.created.desc(), WatchRow.id.desc())
            )
            return tuple(Watch(record_of(document), row.created, row.seen) for row, document in rows)

    def changes_for(
        self, person_id: int, since: datetime | None = None, limit: int = 100
    ) -> tuple[DocumentChange, ...]:
        """What changed in the documents a person watches, noticed after `since` (UTC), the newest first.

        `since` None: since the person last looked (`see`). What the person may not see is left out.
        """
        with self._database.read() as session:
            watched = session.scalars(
                select(WatchRow.document_id)
                .join(Document, Document.id == WatchRow.document_id)
                .where(WatchRow.person_id == person_id)
            ).all()
        if not watched:
            return ()
        self.look(watched)
        with self._database.read() as session:
            condition = DocumentChangeRow.at > (WatchRow.seen if since is None else WatchRow.created)
            if since is not None:
                condition &= DocumentChangeRow.at > since
            rows = session.execute(
                select(DocumentChangeRow, Document)
                .join(Document, Document.id == DocumentChangeRow.document_id)
                .join(WatchRow, WatchRow.document_id == DocumentChangeRow.document_id)
                .where(WatchRow.person_id == person_id, condition)
                .order_by(DocumentChangeRow.at.desc(), DocumentChangeRow.id.desc())
                .limit(limit)
            ).all()
            others = _records(session, {row.details.get("document") or 0 for row, _ in rows})
            hidden = hidden_ids(session)
        acted_on = self._acted_on_by(hidden, {document.id for _, document in rows}) if hidden else frozenset()
        found = []
        for row, document in rows:
            if row.kind in ("validity", "days") and document.id in acted_on:
                continue  # it may be so because of what this person does not see
            other = row.details.get("document")
            if other and other not in others:
                continue  # taken out since, or not for this person
            found.append(
                DocumentChange(
                    row.id, record_of(document), row.kind, row.details, row.at, others.get(other) if other else None
                )
            )
        return tuple(found)

    def _acted_on_by(self, hidden: frozenset[int], document_ids: set[int]) -> frozenset[int]:
        """Those of some documents on which a hidden one acts."""
        with seeing(SYSTEM), seeing_bin(), self._database.read() as session:
            rows = session.execute(select(Document.id, Document.effects).where(Document.id.in_(document_ids)))
            return frozenset(id_ for id_, effects in rows if any(each.get("by") in hidden for each in effects))

    def see(self, person_id: int, document_id: int | None = None) -> None:
        """The person has looked at what changed so far: in one document, or in all."""
        with self._database.write() as session:
            wanted = update(WatchRow).where(WatchRow.person_id == person_id)
            if document_id is not None:
                wanted = wanted.where(WatchRow.document_id == document_id)
            session.execute(wanted.values(seen=now()))

    def watched(self) -> tuple[int, ...]:
        """The ids of all documents that somebody watches."""
        with self._database.read() as session:
            return tuple(session.scalars(select(WatchRow.document_id).distinct().order_by(WatchRow.document_id)))

    def look(self, document_ids: Iterable[int], on: date | None = None) -> int:
        """Compare documents with what they were when last looked at, and keep what changed. How many changes."""
        on = on or date.today()
        ids = sorted(set(document_ids))
        noticed = 0
        # The state is the document's, not the viewer's: what somebody may not see is left out when it is told.
        with seeing(SYSTEM):
            for start in range(0, len(ids), _BATCH):
                part = ids[start : start + _BATCH]
                with self._database.read() as session:
                    states = {
                        document.id: state_of(session, document, on)
                        for document in session.scalars(select(Document).where(Document.id.in_(part)))
                    }
                    kept = {
                        row.document_id: row.state
                        for row in session.scalars(select(WatchedState).where(WatchedState.document_id.in_(part)))
                    }
                if all(kept.get(id_) == state for id_, state in states.items()):
                    continue
                noticed += self._keep(states)
        return noticed

    def _keep(self, states: dict[int, dict[str, Any]]) -> int:
        noticed = 0
        with self._database.write() as session:
            for id_, state in states.items():
                row = session.get(WatchedState, id_)
                if row is None:
                    session.add(WatchedState(document_id=id_, state=state))
                    continue
                # Read again under the lock: two who look at once notice a change once.
                for kind, details in differences(row.state, state):
                    session.add(DocumentChangeRow(document_id=id_, kind=kind, details=details))
                    noticed += 1
                row.state, row.looked = state, now()
        return noticed


def _records(session: Session, ids: set[int]) -> dict[int, Record]:
    rows = session.scalars(select(Document).where(Document.id.in_(sorted(ids - {0}))))
    return {row.id: record_of(row) for row in rows}
