"""What a purge takes away beside the document's own rows: every place that keeps a copy of what it said.

Rows that hang on a document go with it (the database sees to that). Copies do not: the journals by which merges are
undone, answers kept for requests that come again, what was noticed of other documents about this one. To the journals a
purge does what it does to rows: what hangs on the document goes, what names it names nothing.

Of a state secret more goes: what a register copied of it but the number and the days, relations in which its facts were
copied from its record, names of bodies that only it had, and recent searches for its number or title. A text that cites
it is that text's own words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from archive.clerk_models import EntryRow, MergeRow
from archive.folding import fold_for_comparison
from archive.hiding import for_all
from archive.marginal_rows import DocumentChangeRow, DocumentTagRow, RecentSearchRow, TagRow, WatchedState
from archive.models import Agency, Base, Document, RelationRow
from archive.register_entries import COUNTS, DAYS, FIELDS
from archive.replays import PURGED as ANSWER_PURGED
from archive.row_journal import Journal
from archive.subscription_rows import KeptAnswerRow

PURGED = "purged"
"""What stands in place of a merge's journal that was taken away."""
REMARK = "Văn bản đã xóa hẳn vì có dấu chỉ độ mật."
_KEPT_OF_AN_ENTRY = {*DAYS, *COUNTS, "language", "progress", "handler_id"}
_IN_ADDRESS = re.compile(r"/(\d+)")
_SHORTEST = 4
"""Letters. A shorter word says nothing of where it came from."""


@for_all
def erase_copies(session: Session, document: Document, files: Iterable[str], secret: bool) -> None:
    """Take away every copy of what a document says that the database keeps beside it; before its row is deleted.

    `files`: the SHA-256 of the originals that go with it.
    """
    ids = _merged_into(session, document.id)
    _merges(session, ids, secret)
    words = [document.number, document.title, *files]
    _answers(session, ids, {word for word in words if len(word) >= _SHORTEST})
    _tags(session, document.id)
    _changes(session, ids)
    if secret:
        _register(session, document.id)
        _relations(session, document.id)
        _searches(session, document)


def _merged_into(session: Session, document_id: int) -> frozenset[int]:
    """The document, and those that went into it: what they said is its own now."""
    ids = {document_id}
    pairs = session.execute(select(MergeRow.merged_id, MergeRow.kept_id).where(MergeRow.undone.is_(None))).all()
    while more := {merged for merged, kept in pairs if kept in ids} - ids:
        ids |= more
    return frozenset(ids)


def _merges(session: Session, ids: frozenset[int], secret: bool) -> None:
    for row in session.scalars(select(MergeRow)):
        if row.kept_id in ids or row.merged_id in ids:
            row.name, row.undo = "", {PURGED: True}
            continue
        journal: Journal = row.undo.get("journal", [])
        left = [step for step in journal if _stays(step, ids, secret)]
        named = [_without(step, ids) for step in left]
        if named != journal:
            row.undo = {**row.undo, "journal": named}


def _stays(step: dict[str, Any], ids: frozenset[int], secret: bool) -> bool:
    table = Base.metadata.tables[step["table"]]
    key = dict(zip((column.name for column in table.primary_key.columns), step["key"], strict=True))
    sides = [key, *(step[side] for side in ("before", "after") if step[side] is not None)]
    if any(side.get(name) in ids for side in sides for name in _named_by(table, "CASCADE")):
        return False
    return not (secret and any(s.get("target_id") in ids and s.get("cited_start") == -1 for s in sides))


def _without(step: dict[str, Any], ids: frozenset[int]) -> dict[str, Any]:
    names = _named_by(Base.metadata.tables[step["table"]], "SET NULL")
    sides = {}
    for side in ("before", "after"):
        values = step[side]
        if values is not None and any(values.get(name) in ids for name in names):
            values = {name: None if name in names and value in ids else value for name, value in values.items()}
        if values is not None and "effects" in values:
            values = {**values, "effects": [each for each in values["effects"] if each.get("by") not in ids]}
        sides[side] = values
    return {**step, **sides}


def _named_by(table: Table, ondelete: str) -> tuple[str, ...]:
    """The columns that name a document, by what becomes of a row when the document goes."""
    return tuple(
        column.name
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "documents" and key.ondelete == ondelete
    )


def _answers(session: Session, ids: frozenset[int], words: set[str]) -> None:
    for row in session.scalars(select(KeptAnswerRow).where(KeptAnswerRow.status.is_not(None))):
        if _tells_of(row, ids, words):
            row.status, row.body, row.location = ANSWER_PURGED, "", ""


def _tells_of(row: KeptAnswerRow, ids: frozenset[int], words: set[str]) -> bool:
    """Rather once too often: the request was answered, and is not done again either way."""
    try:
        held = json.loads(row.body) if row.body else None
    except ValueError:
        return True
    text = f"{row.location} {json.dumps(held, ensure_ascii=False)}"
    named = {*_numbers(held), *(int(digits) for digits in _IN_ADDRESS.findall(text))}
    return bool(named & ids) or any(word in text for word in words)


def _numbers(value: Any) -> Iterable[int]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int):
        yield value


def _tags(session: Session, document_id: int) -> None:
    """A tag that no document has any more is gone."""
    mine = set(session.scalars(select(DocumentTagRow.tag_id).where(DocumentTagRow.document_id == document_id)))
    others = select(DocumentTagRow.tag_id).where(
        DocumentTagRow.tag_id.in_(mine), DocumentTagRow.document_id != document_id
    )
    session.execute(delete(TagRow).where(TagRow.id.in_(mine - set(session.scalars(others)))))


def _changes(session: Session, ids: frozenset[int]) -> None:
    """What those who watch other documents were told of this one."""
    named = DocumentChangeRow.details["document"].as_integer()
    session.execute(delete(DocumentChangeRow).where(named.in_(ids)).execution_options(synchronize_session=False))


@for_all
def forget_bodies(session: Session) -> None:
    """Take away the bodies that issued nothing that is held; `archive.agency_rows` makes them again when they do."""
    undone = session.scalars(select(MergeRow.undo)).all()
    sides = (step[side] or {} for undo in undone for step in undo.get("journal", ()) for side in ("before", "after"))
    needed = {side["agency_id"] for side in sides if side.get("agency_id")}
    while True:
        rows = session.execute(select(Agency.id, Agency.parent_id)).all()
        needed |= set(session.scalars(select(Document.agency_id).where(Document.agency_id.is_not(None)).distinct()))
        idle = {id_ for id_, _ in rows} - {parent for _, parent in rows if parent is not None} - needed
        if not idle:
            return
        for id_ in idle:
            session.execute(delete(Agency).where(Agency.id == id_))


def _register(session: Session, document_id: int) -> None:
    """A number of a register stays, with its days; what the entry copied of the document goes."""
    for row in session.scalars(select(EntryRow).where(EntryRow.document_id == document_id)):
        for name in FIELDS:
            if name not in _KEPT_OF_AN_ENTRY:
                setattr(row, name, "")
        row.code_key, row.reason, row.trace, row.handler_id, row.note = "", "", [], None, REMARK
        row.version += 1


def _relations(session: Session, document_id: int) -> None:
    """What a person or a list stated of it has its type, number and title; what those who watch know of it too."""
    rows = session.scalars(select(RelationRow).where(RelationRow.target_id == document_id)).all()
    watched = {row.source_id for row in rows} | set(
        session.scalars(select(RelationRow.target_id).where(RelationRow.source_id == document_id))
    )
    # The next look begins anew, and tells nothing.
    session.execute(delete(WatchedState).where(WatchedState.document_id.in_(watched)))
    kinds = DocumentChangeRow.kind.in_(("relation", "relation_gone"))
    named = {f"{row.type} {row.number or row.title}".strip() for row in rows}
    of_names = DocumentChangeRow.details["named"].as_string().in_(named)
    session.execute(delete(DocumentChangeRow).where(kinds, of_names).execution_options(synchronize_session=False))
    stated = [row.id for row in rows if row.cited_start == -1]
    session.execute(delete(RelationRow).where(RelationRow.id.in_(stated)))


def _searches(session: Session, document: Document) -> None:
    words = {fold_for_comparison(each) for each in (document.number, document.title) if len(each) >= _SHORTEST}
    found = [
        id_
        for id_, address in session.execute(select(RecentSearchRow.id, RecentSearchRow.address))
        if any(word in fold_for_comparison(unquote_plus(address)) for word in words)
    ]
    session.execute(delete(RecentSearchRow).where(RecentSearchRow.id.in_(found)))
