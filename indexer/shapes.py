"""The JSON shapes of reading and filing, for the command line and the API alike (design.md, "Interfaces")."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict
from datetime import date
from typing import Any

from archive.agency_calendar import level_of
from archive.agency_parents import parent_of
from archive.citations import find_citations
from archive.relations import find_relations
from archive.relations.model import ACTING
from indexer.ingest import FIELDS, MORE_FIELDS, Outcome, Understood, reason_en, reason_vi
from indexer.queueing.model import Entry
from indexer.reading import Reading
from indexer.recognising import Fact


def understood_json(understood: Understood) -> dict[str, Any]:
    """A file as it was read: text, pages, encoding, metadata, provisions; dates as ISO text."""
    reading, seen = understood.reading, understood.recognised
    return {
        "text": reading.text,
        "pages": [{"number": p.number, "source": p.source, "confidence": p.confidence} for p in reading.pages],
        "encoding": reading.encoding,
        "media_type": reading.media_type,
        "notes": list(reading.notes),
        "second_readings": [
            {"page": s.page, "first": reading.text[s.start : s.end], "second": s.text, "confidence": s.confidence}
            for s in reading.seconds
        ],
        "metadata": {
            **{field: _plain(getattr(seen, field).value) for field in FIELDS},
            **{field: _plain(getattr(seen, field).value) for field in MORE_FIELDS},
            "issuer_level": level_of(str(seen.issuer.value or "")),
            "issuer_parent": seen.parent or parent_of(str(seen.issuer.value or "")),
            "recipients": list(seen.recipients.value or ()),
            "bases": [reading.text[each.start : each.end] for each in seen.bases],
            "acts": acts_json(understood),
        },
        "evidence": {
            field: fact_json(getattr(seen, field), reading.text) | _on_page(getattr(seen, field), reading)
            for field in (*FIELDS, *MORE_FIELDS, "recipients")
        },
        "signatures": [asdict(each) for each in reading.signatures],
        "needs_review": list(seen.needs_review),
        "provisions": [
            {
                "path": p.path,
                "kind": p.kind,
                "label": p.label,
                "heading": p.heading,
                "start": p.start,
                "end": p.end,
                "unit": p.unit,
                "quoted": p.quoted,
            }
            for p in understood.provisions
        ],
    }


def acts_json(understood: Understood) -> list[dict[str, Any]]:
    """What the document says it replaces, repeals, amends or suspends, each with the sentence that says so."""
    text = understood.reading.text
    found = find_relations(text, find_citations(text), understood.provisions)
    return [
        {
            "kind": each.kind,
            "type": each.citation.type,
            "number": each.citation.number,
            "issued": _plain(each.citation.issued),
            "issuer": each.citation.issuer,
            "title": each.citation.title,
            "scope": list(each.scope),
            "text": each.text,
            "start": each.start,
            "end": each.end,
            "page": page_of(understood.reading, each.start),
            "certainty": each.certainty,
        }
        for each in found
        if each.kind in ACTING
    ]


def page_of(reading: Reading, place: int) -> int:
    """The page (from 1) that a place of the text was read from, 0 for none."""
    return bisect_right(reading.page_starts, place) if place >= 0 else 0


def _on_page(fact: Fact, reading: Reading) -> dict[str, int]:
    return {"page": page_of(reading, fact.start)}


def fact_json(fact: Fact, text: str) -> dict[str, Any]:
    """A recognised fact with the words it was read from."""
    return {
        "value": _plain(fact.value),
        "start": fact.start,
        "end": fact.end,
        "text": text[fact.start : fact.end] if fact.start >= 0 else "",
        "confidence": round(fact.confidence, 3),
        "note": fact.note,
    }


def outcome_json(outcome: Outcome, path: str) -> dict[str, Any]:
    """What became of one file."""
    return {
        "path": path,
        "status": outcome.status,
        "document": outcome.document,
        "reason": outcome.reason,
        "code": outcome.code,
        "reason_en": outcome.reason_en,
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """One file in the queue: as `outcome_json`, with its ticket and the pages read so far of those it has."""
    return {
        **outcome_json(entry.outcome(), entry.name),
        "ticket": entry.ticket,
        "done": entry.done,
        "pages": entry.pages,
    }


def review_json(words: tuple[str, ...]) -> list[dict[str, str]]:
    """Review reasons as words and in both languages."""
    return [{"code": word, "vi": reason_vi(word), "en": reason_en(word)} for word in words]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
