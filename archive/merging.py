"""Two records that are one document: one goes into the other, and can be parted from it again exactly as it was.

What hangs on the merged record (files, registers, dossiers, notes, citations and relations that mean it) goes over to
the kept one; its text does where the kept one has none. Everything that changes or goes is written down row by row
(`archive.row_journal`). The merged record is deleted; its address leads to the kept one (`successor`), and its id is
never given to another document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, Table, cast, delete, event, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from archive import audit
from archive.acting import acted_on, refresh
from archive.clerk_models import MergeRow
from archive.database import Database
from archive.erasing import PURGED
from archive.errors import NotFound, RefusedInput, no_document
from archive.filing import FACTS, STATE, derive
from archive.models import Base, Document, now
from archive.relation_rows import PERSON
from archive.row_journal import Journal, Rows, differences, each_part, snapshot, take_back
from archive.seeing import viewer

_OF_THE_TEXT = ("texts", "provisions")
# What belongs to one record alone and does not go over: it comes back with it.
_STAYS = ("document_access", "corrections")
_ORDER = ("documents", "texts", "provisions", "citations", "relations")
_OUTCOME = ("status", "target_id", "candidates", "mismatches")
_RANK = {"sure": 3, "likely": 2, "unconfirmed": 1, "doubtful": 0}


@dataclass(frozen=True)
class Merge:
    """A merge as it is kept; `name` is what the merged record was called, `undone` when it was parted again."""

    id: int
    kept_id: int
    merged_id: int
    name: str
    by: str
    at: datetime
    undone: datetime | None


class Merges:
    """The merges of an open archive. `relink` resolves again what may mean some documents."""

    def __init__(self, database: Database, relink: Callable[[Session, Collection[int]], Any]) -> None:
        self._database = database
        self._relink = relink

    def merge(self, kept_id: int, merged_id: int, take: Collection[str] = ()) -> Merge:
        """Let one record go into another. `take` names the facts in which the merged one is right.

        Raises NotFound, RefusedInput (`merge_itself`, `merge_access`), KeyError for a field that is no fact.
        """
        unknown = set(take) - set(FACTS + STATE)
        if unknown:
            raise KeyError(sorted(unknown)[0])
        if kept_id == merged_id:
            raise RefusedInput(
                "merge_itself",
                "Không thể gộp một văn bản với chính nó. Hãy chọn văn bản khác.",
                "A document cannot be merged with itself. Choose another one.",
            )
        with self._database.write() as session:
            kept, merged = _document(session, kept_id), _document(session, merged_id)
            connection = session.connection()
            _same_access(connection, kept, merged)
            both = (kept_id, merged_id)
            concerned = _concerned(connection, both)
            before = _state(connection, both, concerned)
            text_moves = kept.state != "held" and merged.state == "held"
            name = f"{merged.type} {merged.number} {merged.title}".strip()[:500]
            _join(session, kept, merged, take, text_moves)
            touched = acted_on(session, both)
            session.flush()
            _move(connection, kept_id, merged_id, text_moves)
            session.expunge(merged)
            connection.execute(delete(_table("documents")).where(_table("documents").c.id == merged_id))
            session.expire_all()
            journal = _journal(before, _state(connection, both, concerned))
            row = MergeRow(
                kept_id=kept_id,
                merged_id=merged_id,
                name=name,
                undo={"journal": journal},
                person=viewer().person,
                by=viewer().name,
            )
            session.add(row)
            session.flush()
            refresh(session, {*touched, kept_id} - {merged_id})
            audit.write(session, "document.merged", kept_id, details={"merged": merged_id, "merge": row.id})
            merge_id = row.id
        with self._database.write() as session:
            row = session.get_one(MergeRow, merge_id)
            connection = session.connection()
            was = [(table, snapshot(connection, table, None, _OUTCOME)) for table in _resolved()]
            self._relink(session, [kept_id])
            session.flush()
            more: Journal = []
            for table, rows in was:
                more += differences(table, rows, snapshot(connection, table, None, _OUTCOME))
            row.undo = {"journal": [*row.undo["journal"], *more]}
            return _value(row)

    def undo(self, merge_id: int) -> tuple[Merge, int]:
        """Part two records again; the merge, and how many values stay because somebody wrote them since.

        Raises NotFound, RefusedInput (`merge_undone`, `merge_purged`, `merge_later`).
        """
        with self._database.write() as session:
            row = session.get(MergeRow, merge_id)
            if row is None:
                raise NotFound("no_such_merge", "Không có lần gộp này.", "There is no such merge.")
            if row.undone is not None:
                raise RefusedInput(
                    "merge_undone", "Lần gộp này đã được tách lại rồi.", "This merge was undone already."
                )
            if PURGED in row.undo:
                raise RefusedInput(
                    "merge_purged",
                    "Một trong hai văn bản của lần gộp này đã bị xóa hẳn, nội dung để tách lại cũng đã xóa theo, nên "
                    "không tách lại được. Nếu cần thì hãy nạp lại văn bản từ bản giấy hoặc tệp gốc.",
                    "One of the two documents of this merge was purged, and what was needed to part them went with it. "
                    "Add the document again from paper or its file if it is needed.",
                )
            if session.get(Document, row.kept_id) is None:
                raise RefusedInput(
                    "merge_later",
                    "Văn bản được giữ lại sau lần gộp này không còn ở đây (đã gộp tiếp, hoặc đã bỏ). Hãy hoàn tác việc "
                    "đó trước.",
                    "The document that was kept is no longer here (merged further, or taken away). Undo that first.",
                )
            connection = session.connection()
            tables = dict(Base.metadata.tables)
            journal: Journal = row.undo["journal"]
            # Last things first: what relinking wrote is taken back before what the merge wrote.
            stays = take_back(connection, tables, list(reversed(journal)), _ORDER)
            session.expire_all()
            both = [row.kept_id, row.merged_id]
            kept = session.get_one(Document, row.kept_id)
            _as_narrow(connection, kept, row.merged_id)
            session.execute(
                update(Document).where(Document.id == kept.id).values(revision=kept.revision + 1, updated=kept.updated)
            )
            row.undone = now()
            session.flush()
            refresh(session, {*acted_on(session, both), *both})
            details = {"merged": row.merged_id, "merge": row.id, "kept_values": stays}
            audit.write(session, "document.parted", row.kept_id, details=details)
            found = _value(row)
        with self._database.write() as session:
            self._relink(session, both)
        return found, stays

    def of_document(self, document_id: int) -> tuple[Merge, ...]:
        """What went into a document, the last first."""
        with self._database.read() as session:
            rows = session.scalars(select(MergeRow).where(MergeRow.kept_id == document_id).order_by(MergeRow.id.desc()))
            return tuple(_value(row) for row in rows)

    def successor(self, document_id: int) -> int | None:
        """The document that a merged record went into, as far as the viewer sees it; None where there is none."""
        here, seen = document_id, set()
        with self._database.read() as session:
            while here not in seen:
                seen.add(here)
                found = session.scalar(
                    select(MergeRow.kept_id)
                    .where(MergeRow.merged_id == here, MergeRow.undone.is_(None))
                    .order_by(MergeRow.id.desc())
                    .limit(1)
                )
                if found is None:
                    break
                here = found
            known = here != document_id and session.get(Document, here) is not None
            return here if known else None


def _document(session: Session, document_id: int) -> Document:
    row = session.get(Document, document_id)
    if row is None:
        raise no_document(document_id)
    return row


def _same_access(connection: Connection, kept: Document, merged: Document) -> None:
    """A merge must show nobody what he could not see, and take nothing from anybody's sight."""
    grants = _table("document_access")

    def of(row: Document) -> Any:
        if row.access == "office":
            return "office"
        asked = select(grants.c.person_id, grants.c.department_id).where(grants.c.document_id == row.id)
        return row.owner_id, frozenset(tuple(each) for each in connection.execute(asked))

    if of(kept) != of(merged):
        raise RefusedInput(
            "merge_access",
            "Hai văn bản có người được xem khác nhau nên chưa gộp được. Hãy đặt cùng quyền xem rồi gộp.",
            "The two documents may be seen by different people, so they cannot be merged. Give them the same access.",
        )


def _as_narrow(connection: Connection, kept: Document, parted_id: int) -> None:
    """Let nobody see the parted record who may not see the kept one now: access may have been narrowed since."""
    if kept.access == "office":
        return
    documents, grants = _table("documents"), _table("document_access")
    connection.execute(update(documents).where(documents.c.id == parted_id).values(access=kept.access))
    connection.execute(delete(grants).where(grants.c.document_id == parted_id))
    now_seen = select(grants.c.person_id, grants.c.department_id).where(grants.c.document_id == kept.id)
    for person_id, department_id in connection.execute(now_seen).all():
        one = {"document_id": parted_id, "person_id": person_id, "department_id": department_id}
        connection.execute(insert(grants).values(one))


def _join(session: Session, kept: Document, merged: Document, take: Collection[str], text_moves: bool) -> None:
    """The facts of the kept record: its own, those in which the other is right, and what it lacked."""
    mine = set(kept.by_person)
    for name in FACTS + STATE:
        value = getattr(merged, name)
        if name in take or (not getattr(kept, name) and name not in mine and value):
            setattr(kept, name, list(value) if isinstance(value, list) else value)
            mine = mine | {name} if name in merged.by_person or name in take else mine - {name}
    kept.by_person = sorted(mine)
    for name in ("source", "note"):
        parts = dict.fromkeys(filter(None, (getattr(kept, name), getattr(merged, name))))
        setattr(kept, name, "; ".join(parts))
    if _RANK.get(merged.certainty, 0) > _RANK.get(kept.certainty, 0):
        kept.certainty = merged.certainty
    if text_moves:
        kept.state, kept.evidence, kept.review = "held", dict(merged.evidence), list(merged.review)
        kept.draft = merged.draft
    kept.revision += 1
    derive(session, kept)


def _move(connection: Connection, kept: int, merged: int, text_moves: bool) -> None:
    files, relations = _table("document_files"), _table("relations")
    has_original = connection.execute(
        select(files.c.id).where(files.c.document_id == kept, files.c.role == "original").limit(1)
    ).first()
    if has_original is not None:
        own = (files.c.document_id == merged) & (files.c.role == "original")
        connection.execute(update(files).where(own).values(role="copy"))
    between = or_(
        (relations.c.source_id == kept) & (relations.c.target_id == merged),
        (relations.c.source_id == merged) & (relations.c.target_id == kept),
    )
    connection.execute(delete(relations).where(between))
    for table, column in _hanging():
        here = table.c[column]
        if table.name in _STAYS:
            continue
        own_text = table.name in _OF_THE_TEXT or (table.name, column) == ("citations", "document_id")
        if own_text and not text_moves:
            continue
        condition = here == merged
        if (table.name, column) == ("relations", "source_id") and not text_moves:
            condition &= table.c.origin == PERSON
        keys = list(table.primary_key.columns)
        for key in connection.execute(select(*keys).where(condition)).all():
            one = [name == value for name, value in zip(keys, key, strict=True)]
            try:
                with connection.begin_nested():
                    connection.execute(update(table).where(*one).values({column: kept}))
            except IntegrityError:
                # The kept record has such a row already: this one goes with the merged record.
                continue
    for table in _resolved():
        _rename(connection, table, "candidates", kept, merged)
    drafts = _table("drafts")
    named = cast(drafts.c.bases, String).contains(str(merged))
    for id_, bases in connection.execute(select(drafts.c.id, drafts.c.bases).where(named)).all():
        changed = [{**base, "document_id": kept} if base.get("document_id") == merged else base for base in bases]
        if changed != bases:
            connection.execute(update(drafts).where(drafts.c.id == id_).values(bases=changed))


def _rename(connection: Connection, table: Table, column: str, kept: int, merged: int) -> None:
    named = cast(table.c[column], String).contains(str(merged))
    for id_, ids in connection.execute(select(table.c.id, table.c[column]).where(named)).all():
        if merged in ids:
            changed = list(dict.fromkeys(kept if each == merged else each for each in ids))
            connection.execute(update(table).where(table.c.id == id_).values({column: changed}))


def _hanging() -> list[tuple[Table, str]]:
    """Every column of every table that names a document."""
    return [
        (table, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "documents" and table.name != "documents"
    ]


def _resolved() -> tuple[Table, Table]:
    return _table("citations"), _table("relations")


def _concerned(connection: Connection, both: Sequence[int]) -> dict[str, set[int]]:
    """The rows that name one of two documents in a list: citations and relations by candidates, drafts by bases."""
    found: dict[str, set[int]] = {}
    for table, column in (*((each, "candidates") for each in _resolved()), (_table("drafts"), "bases")):
        wanted = or_(*(cast(table.c[column], String).contains(str(id_)) for id_ in both))
        found[table.name] = set(connection.execute(select(table.c.id).where(wanted)).scalars())
    return found


def _state(connection: Connection, both: Sequence[int], concerned: dict[str, set[int]]) -> dict[str, Rows]:
    """All that a merge of two documents may touch, as it is now."""
    documents = _table("documents")
    state = {"documents": snapshot(connection, documents, documents.c.id.in_(both))}
    columns: dict[str, list[str]] = {}
    for table, column in _hanging():
        columns.setdefault(table.name, []).append(column)
    for name, listed in columns.items():
        table = _table(name)
        state[name] = snapshot(connection, table, or_(*(table.c[column].in_(both) for column in listed)))
    for name, ids in concerned.items():
        table = _table(name)
        for part in each_part(ids):
            state.setdefault(name, {}).update(snapshot(connection, table, table.c.id.in_(part)))
    return state


def _journal(before: dict[str, Rows], after: dict[str, Rows]) -> Journal:
    journal: Journal = []
    for name in before:
        table = Base.metadata.tables[name]
        for each in differences(table, before[name], after[name]):
            # Two numbers that only rise: the index is told by them, whichever way the change went.
            for side in ("before", "after"):
                if each["before"] is not None and each["after"] is not None:
                    each[side] = {k: v for k, v in each[side].items() if k not in ("revision", "updated", "effects")}
            journal.append(each)
    return journal


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _value(row: MergeRow) -> Merge:
    return Merge(row.id, row.kept_id, row.merged_id, row.name, row.by, row.at, row.undone)


@event.listens_for(Document, "before_insert")
def _never_again(_mapper: Any, connection: Connection, document: Document) -> None:
    """No document gets the id of one that is gone: SQLite would give the highest id again once its row is deleted.

    The highest that was ever deleted is kept by a trigger (migration 0014).
    """
    if document.id is not None or connection.dialect.name != "sqlite":
        return
    settings = _table("settings")
    gone = connection.scalar(select(settings.c.value).where(settings.c.name == "documents.highest_gone"))
    merged = max(int(gone or 0), connection.scalar(select(func.max(_table("merges").c.merged_id))) or 0)
    if not merged:
        return
    highest = connection.scalar(select(func.max(_table("documents").c.id))) or 0
    session = object_session(document)
    given = session.info.get("document_given", 0) if session is not None else 0
    if merged >= highest or given:
        document.id = max(merged, highest, given) + 1
        if session is not None:
            session.info["document_given"] = document.id
