"""JSON shapes of records, citations and findings: what the command line and the API answer (`docs`, design table).

Dates are ISO strings or null; `document` is null where none was resolved.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.checking import Finding
from archive.records import Record
from archive.resolving import Doubt, FieldMismatch, Resolution
from archive.validity import Validity, validity_at

Json = dict[str, Any]


def validity_json(validity: Validity) -> Json:
    """{state, as_of, certainty, source, on, evidence:{vi,en}, until, by}"""
    return {
        "state": validity.state,
        "as_of": _iso(validity.as_of),
        "certainty": validity.certainty,
        "source": validity.source,
        "on": validity.on.isoformat(),
        "evidence": {"vi": validity.evidence_vi, "en": validity.evidence_en},
        "until": _iso(validity.until),
        "by": list(validity.by),
    }


def record_json(record: Record, on: date | None = None, validity: Validity | None = None) -> Json:
    """{id, type, number, issued, issuer, title, validity, certainty, …}; validity on the day `on` (None: today), or
    the one given, where it is known already."""
    return {
        "id": record.id,
        "type": record.type,
        "number": record.number,
        "issued": _iso(record.issued),
        "issuer": record.issuer,
        "title": record.title,
        "validity": validity_json(validity or validity_at(record, on or date.today())),
        "certainty": record.certainty,
        "source": record.source,
        "held": record.held,
        "sample": record.sample,
    }


def citation_json(resolution: Resolution, on: date | None = None) -> Json:
    """One citation in the shape of `cancu cite`."""
    citation = resolution.citation
    return {
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "type": citation.type,
        "number": citation.number,
        "issued": _iso(citation.issued),
        "issuer": citation.issuer,
        "title": citation.title,
        "pinpoint": citation.pinpoint,
        "status": resolution.status,
        "document": record_json(resolution.record, on) if resolution.record else None,
        "candidates": [record_json(each, on) for each in resolution.candidates],
        "basis": citation.basis,
        "nested": citation.nested,
        "fields": [field_json(each) for each in resolution.mismatches],
        "doubts": [doubt_json(each) for each in resolution.doubts],
    }


def field_json(mismatch: FieldMismatch) -> Json:
    """{field, found, expected, start, end}; the place is null where the text does not show the field apart."""
    placed = mismatch.start >= 0
    return {
        "field": mismatch.field,
        "found": mismatch.found,
        "expected": mismatch.expected,
        "start": mismatch.start if placed else None,
        "end": mismatch.end if placed else None,
    }


def doubt_json(doubt: Doubt) -> Json:
    """{field, vi, en, grave}"""
    return {"field": doubt.field, "vi": doubt.vi, "en": doubt.en, "grave": doubt.grave}


def finding_json(finding: Finding) -> Json:
    """One finding in the shape of `cancu check`."""
    on = finding.validity.on if finding.validity else None
    return {
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "rule": finding.rule,
        "code": finding.code,
        "fields": [field_json(each) for each in finding.fields],
        "document": record_json(finding.record, on) if finding.record else None,
        "suggestion": finding.suggestion,
        "replacement": finding.replacement,
        "pinpoint": finding.citation.pinpoint,
        "basis": finding.citation.basis,
        "doubts": [doubt_json(each) for each in finding.doubts],
        "validity": validity_json(finding.validity) if finding.validity else None,
        "candidates": [record_json(each, on) for each in finding.candidates],
        "successors": [record_json(each, on) for each in finding.successors],
        "corresponding": [
            {
                "path": each.path,
                "successor_path": each.successor_path,
                "document": each.document_id,
                "heading": each.heading,
            }
            for each in finding.corresponding
        ],
        "precedents": [record_json(each, on) for each in finding.precedents],
        "choices": [{"document": each.document_id, "replacement": each.replacement} for each in finding.choices],
        "message": {"vi": finding.message_vi, "en": finding.message_en},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
