"""What a document is like, as far as somebody who watches it wants to know, and what differs between two such states.

A state is compared with the one before, not written down by whoever changes something: so a change is noticed however
it came about (a new document, a person's correction, a day that has come), and reading all texts again tells nothing.
"""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive.holdings import record_of
from archive.models import Document, DocumentFile, DocumentText, FileRow, RelationRow
from archive.validity import timeline, validity_at

State = dict[str, Any]
Difference = tuple[str, dict[str, Any]]
"""Kind and details; see `KINDS`."""

KINDS = ("relation", "relation_gone", "validity", "days", "file", "text", "facts")
"""relation: another document acts on it, or it on another ({kind, outgoing, document, named});
relation_gone: no longer, or a person rejected it;
validity: its state of today ({before, after}); days: the days of its states ({});
file: another copy of it ({name}); text: it has another text ({}); facts: corrected facts ({fields})."""

_FACTS = ("type", "number", "issued", "issuer", "title", "signer", "effective", "expired")


def state_of(session: Session, document: Document, on: date) -> State:
    """The present state of a document, as JSON keeps it."""
    record = record_of(document)
    files = session.execute(
        select(FileRow.sha256, DocumentFile.name)
        .join(DocumentFile, DocumentFile.file_id == FileRow.id)
        .where(DocumentFile.document_id == document.id)
        .order_by(DocumentFile.id)
    )
    text = session.scalar(select(DocumentText.text).where(DocumentText.document_id == document.id)) or ""
    return {
        "relations": _relations(session, document.id),
        "validity": validity_at(record, on).state,
        "days": [[each.state, _iso(each.start), _iso(each.end)] for each in timeline(record)],
        "files": [[sha256, name] for sha256, name in files],
        "text": [len(text), zlib.crc32(text.encode("utf-8"))],
        "facts": {name: _plain(getattr(document, name)) for name in _FACTS},
    }


def differences(before: State, after: State) -> list[Difference]:
    """What a person who watches is told, the weightiest first; [] where nothing is different."""
    found: list[Difference] = []
    if before["validity"] != after["validity"]:
        found.append(("validity", {"before": before["validity"], "after": after["validity"]}))
    elif before["days"] != after["days"]:
        found.append(("days", {}))
    old, new = before["relations"], after["relations"]
    found += [("relation", dict(zip(_TIE, tie, strict=True))) for tie in new if tie not in old]
    found += [("relation_gone", dict(zip(_TIE, tie, strict=True))) for tie in old if tie not in new]
    held = {sha256 for sha256, _ in before["files"]}
    found += [("file", {"name": name}) for sha256, name in after["files"] if sha256 not in held]
    if before["text"] != after["text"]:
        found.append(("text", {}))
    fields = [name for name in _FACTS if before["facts"].get(name) != after["facts"][name]]
    if fields:
        found.append(("facts", {"fields": fields}))
    return found


_TIE = ("kind", "outgoing", "document", "named")


def _relations(session: Session, document_id: int) -> list[list[Any]]:
    """[kind, whether the document itself acts, the other one's id or 0, how it is named], in one order."""
    rows = session.scalars(
        select(RelationRow).where(
            or_(RelationRow.source_id == document_id, RelationRow.target_id == document_id),
            or_(RelationRow.target_id.is_(None), RelationRow.source_id != RelationRow.target_id),
            RelationRow.decision != "rejected",
        )
    )
    ties: set[tuple[str, bool, int, str]] = set()
    for row in rows:
        outgoing = row.source_id == document_id
        other = row.target_id if outgoing else row.source_id
        named = "" if other else f"{row.type} {row.number or row.title}".strip()
        ties.add((row.kind, outgoing, other or 0, named))
    return [list(tie) for tie in sorted(ties)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
