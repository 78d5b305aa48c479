"""Rows of relations: made from what a text or a loader states, read back as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from archive.citations.model import Citation
from archive.errors import NotFound
from archive.errors import no_document as no_document
from archive.filing import citation_columns, outcome
from archive.models import RelationRow
from archive.records import Record
from archive.relations.model import FoundRelation
from archive.resolving import Holdings, Resolution, resolve
from archive.stored import StatedRelation, StoredRelation

TEXT, PERSON = "text", "person"


def found_row(source_id: int, found: FoundRelation, answer: Resolution) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "kind": found.kind,
        **_cited(found.citation),
        "scope": list(found.scope),
        "own_path": found.own_path,
        "effective": found.effective,
        "until": found.until,
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "origin": TEXT,
        "source": "",
        "certainty": found.certainty,
        "note": found.note,
        "decision": "",
        "decided": None,
        **answer_columns(answer, source_id),
    }


def stated_row(
    source_id: int, stated: StatedRelation, origin: str, targets: Mapping[int, Record], holdings: Holdings
) -> dict[str, Any]:
    if (stated.target_id is None) == (stated.target is None):
        raise ValueError("a relation needs exactly one of target_id and target")
    row: dict[str, Any] = {
        "source_id": source_id,
        "kind": stated.kind,
        "scope": list(stated.scope),
        "own_path": stated.own_path,
        "effective": stated.effective,
        "until": stated.until,
        "start": -1,
        "end": -1,
        "text": stated.evidence,
        "origin": origin,
        "source": stated.source,
        "certainty": stated.certainty,
        "note": "",
        "decision": "",
        "decided": None,
    }
    if stated.target is not None:
        cited = _cited(stated.target)
        return {
            **row,
            **cited,
            "cited_start": -1,
            "cited_end": -1,
            **answer_columns(resolve(stated.target, holdings), source_id),
        }
    record = targets[stated.target_id or 0]
    plain = {"target_id": record.id, "status": "resolved", "candidates": [], "mismatches": [], "details": {}}
    return {**row, **facts_columns(record), **plain, "cited_start": -1, "cited_end": -1, "cited_text": ""}


def _cited(citation: Citation) -> dict[str, Any]:
    columns = citation_columns(citation)
    names = ("type", "number", "number_key", "issued", "issuer", "title", "title_key", "details")
    details = {**columns["details"], "pinpoint": citation.pinpoint, "nested": citation.nested}
    return {
        **{name: columns[name] for name in names},
        "details": details,
        "cited_start": citation.start,
        "cited_end": citation.end,
        "cited_text": citation.text,
    }


def facts_columns(record: Record) -> dict[str, Any]:
    citation = Citation("", -1, -1, record.type, record.number, issued=record.issued, issuer=record.issuer,
                        title=record.title)  # fmt: skip
    columns = citation_columns(citation)
    return {n: columns[n] for n in ("type", "number", "number_key", "issued", "issuer", "title", "title_key")}


def answer_columns(answer: Resolution, source_id: int) -> dict[str, Any]:
    """The outcome; what seems to mean the acting document itself is a question, for nothing acts on itself."""
    values = outcome(answer)
    if values["target_id"] == source_id:
        return {**values, "target_id": None, "status": "ambiguous", "candidates": [], "mismatches": []}
    return values


def identity(row: RelationRow) -> tuple[Any, ...]:
    """What makes two readings of a text state the same relation: a person's decision holds for it."""
    return row.source_id, row.kind, row.number_key, row.title_key, tuple(row.scope), row.own_path


def keep_decision(row: dict[str, Any], decided: Mapping[tuple[Any, ...], RelationRow]) -> None:
    key = (row["source_id"], row["kind"], row["number_key"], row["title_key"], tuple(row["scope"]), row["own_path"])
    before = decided.get(key)
    if before is None:
        return
    row["decision"], row["decided"] = before.decision, before.decided
    if before.target_id is not None and before.decision == "confirmed":
        row.update(target_id=before.target_id, status="resolved", mismatches=[], candidates=[])


def relation_value(row: RelationRow) -> StoredRelation:
    """A relation as stored."""
    names = (
        "id", "source_id", "kind", "target_id", "status", "type", "number", "issued", "issuer", "title", "own_path",
        "effective", "until", "start", "end", "text", "origin", "source", "certainty", "note", "decision", "decided",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in names}
    return StoredRelation(
        **values, scope=tuple(row.scope), candidates=tuple(row.candidates), mismatches=tuple(row.mismatches)
    )


def relation_row(session: Session, relation_id: int) -> RelationRow:
    row = session.get(RelationRow, relation_id)
    if row is None:
        raise NotFound(
            "no_such_relation",
            f"Không có quan hệ số {relation_id}. Hãy xem lại lược đồ của văn bản.",
            f"There is no relation number {relation_id}. See the document's relations again.",
        )
    return row


def cited_in(row: RelationRow) -> Citation:
    """The citation that a relation was read from, as it was found."""
    details: dict[str, Any] = row.details
    return Citation(
        text=row.cited_text,
        start=row.cited_start,
        end=row.cited_end,
        type=row.type,
        number=row.number,
        seq=details.get("seq", ""),
        year_in_number=details.get("year_in_number", ""),
        issuer=row.issuer,
        issued=row.issued,
        title=row.title,
        pinpoint=details.get("pinpoint", ""),
        system=details.get("system", ""),
        nested=details.get("nested", False),
        repaired=details.get("repaired", False),
        term=details.get("term", ""),
        plenum=details.get("plenum", ""),
        flags=tuple(details.get("flags", ())),
    )
