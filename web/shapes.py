"""JSON shapes of relations, timelines, alerts and what is wanted: what the command line and the API answer.

Dates are ISO strings or null; documents as `archive.shapes.record_json` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from archive.effects import Effect
from archive.records import Record
from archive.relations import KINDS
from archive.shapes import record_json, validity_json
from archive.stored import Edge, Neighbourhood, Resting, StoredRelation, Wanted
from archive.validity import Interval, Validity, timeline

Json = dict[str, Any]


def relation_json(relation: StoredRelation, records: Mapping[int, Record], on: date | None = None) -> Json:
    """One relation: who acts (`source`), how (`kind`), on whom (`target`, null where it is not held or not clear)."""
    source = records.get(relation.source_id)
    target = records.get(relation.target_id or 0)
    return {
        "id": relation.id,
        "kind": relation.kind,
        "kind_vi": KINDS[relation.kind].vi,
        "source": record_json(source, on) if source else None,
        "target": record_json(target, on) if target else None,
        "cited": {
            "type": relation.type,
            "number": relation.number,
            "issued": _iso(relation.issued),
            "issuer": relation.issuer,
            "title": relation.title,
        },
        "status": relation.status,
        "candidates": [record_json(records[id_], on) for id_ in relation.candidates if id_ in records],
        "scope": list(relation.scope),
        "own_path": relation.own_path,
        "effective": _iso(relation.effective),
        "until": _iso(relation.until),
        "evidence": {"text": relation.text, "start": _place(relation.start), "end": _place(relation.end)},
        "origin": relation.origin,
        "stated_by": relation.source,
        "certainty": relation.certainty,
        "note": relation.note,
        "decision": relation.decision,
        "decided": f"{relation.decided.isoformat()}Z" if relation.decided else None,
    }


def relation_ids(relation: StoredRelation) -> set[int]:
    """The documents that `relation_json` needs the records of."""
    named = (relation.source_id, relation.target_id, *relation.candidates)
    return {id_ for id_ in named if id_ is not None}


def edge_json(edge: Edge, on: date | None = None) -> Json:
    """One kind of tie to one other document; `document` is null where it is not held, then `named` says how cited."""
    return {
        "kind": edge.kind,
        "outgoing": edge.outgoing,
        "document": record_json(edge.record, on) if edge.record else None,
        "named": edge.named,
        "count": edge.count,
        "pinpoints": list(edge.pinpoints),
        "relations": list(edge.relations),
        "certainty": edge.certainty,
        "confirmed": edge.confirmed,
    }


def graph_json(around: Neighbourhood, on: date | None = None) -> Json:
    """{document, edges, totals:[{kind, outgoing, count}]}"""
    return {
        "document": record_json(around.document, on),
        "edges": [edge_json(edge, on) for edge in around.edges],
        "totals": [
            {"kind": kind, "outgoing": outgoing, "count": count} for (kind, outgoing), count in around.totals.items()
        ],
    }


def effect_json(effect: Effect) -> Json:
    """What another document does; `document` is its id, null where it is not held."""
    return {
        "kind": effect.kind,
        "document": effect.by or None,
        "named": effect.by_named,
        "issued": _iso(effect.by_issued),
        "start": _iso(effect.start),
        "until": _iso(effect.until),
        "paths": list(effect.paths),
        "certainty": effect.certainty,
        "source": effect.source,
        "evidence": effect.evidence,
        "confirmed": effect.confirmed,
    }


def interval_json(interval: Interval) -> Json:
    """A state from `start` (null: ever since) until before `end` (null: on and on), with its ground."""
    return {
        "state": interval.state,
        "start": _iso(interval.start),
        "end": _iso(interval.end),
        "certainty": interval.certainty,
        "evidence": {"vi": interval.evidence_vi, "en": interval.evidence_en},
        "by": list(interval.by),
        "paths": list(interval.paths),
        "effects": [effect_json(each) for each in interval.effects],
    }


def standing_json(record: Record, validity: Validity) -> Json:
    """{document, path, validity, paths, effects, timeline}: the answer for one day, and all of time behind it."""
    return {
        "document": record_json(record, validity.on),
        "path": validity.path,
        "validity": validity_json(validity),
        "paths": list(validity.paths),
        "effects": [effect_json(each) for each in validity.effects],
        "timeline": [interval_json(each) for each in timeline(record, validity.path)],
    }


def resting_json(resting: Resting) -> Json:
    """A document, or a draft, that rests on `target`, whose state on the day asked for is `validity`."""
    on = resting.validity.on
    return {
        "document": record_json(resting.document, on) if resting.document else None,
        "draft": {"id": resting.draft.id, "title": resting.draft.title} if resting.draft else None,
        "target": record_json(resting.target, on),
        "validity": validity_json(resting.validity),
        "successors": [record_json(each, on) for each in resting.successors],
        "text": resting.text,
        "start": resting.citation.start if resting.citation else None,
        "end": resting.citation.end if resting.citation else None,
    }


def wanted_json(wanted: Wanted) -> Json:
    """{type, number, issued, issuer, title, citing (documents), count (citations), documents (ids)}"""
    return {
        "type": wanted.type,
        "number": wanted.number,
        "issued": _iso(wanted.issued),
        "issuer": wanted.issuer,
        "title": wanted.title,
        "citing": wanted.citing,
        "count": wanted.count,
        "documents": list(wanted.documents),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _place(offset: int) -> int | None:
    return offset if offset >= 0 else None
