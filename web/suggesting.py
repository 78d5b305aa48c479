"""Suggestions for a draft: what to rest on, and last year's document of the same work."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.checking.drafted import drafted
from archive.offsets import cleaned
from archive.shapes import record_json, validity_json
from archive.stored import StoredDraft
from archive.suggested_bases import Likened, Suggested
from web.service import Service

_HEAD = 8000
_FEW = 4


def suggested_for(desk: Service, draft: StoredDraft) -> Suggested:
    """By what the draft says of itself: type, issuer, symbol and subject; what it cites already is left out."""
    said = drafted(cleaned(draft.text[:_HEAD]).text)
    parts = draft.parts
    type_ = parts.type_name if parts is not None and parts.laid_out else said.type
    symbol = parts.symbol if parts is not None else ""
    number = f"1/{symbol}" if symbol and "/" not in symbol else f"1-{symbol}" if symbol else f"1/X-{said.organ}"
    taken = {int(base["document_id"]) for base in draft.bases} | desk.archive.links.cited(draft.id)
    subject = (parts.title if parts is not None else "") or said.subject or draft.title
    on = draft.signing_date or date.today()
    return suggested(desk, type_, said.issuer, number, subject, on, taken)


def suggested(
    desk: Service, type: str, issuer: str, number: str, subject: str, on: date, taken: set[int] | None = None
) -> Suggested:
    """The same by facts alone."""
    archive = desk.archive
    return archive.suggested.of(type, issuer, number, subject, on, taken or set(), archive.cataloguing.mark())


def suggested_json(found: Suggested, on: date) -> dict[str, Any]:
    """{compared, bases:[{document, validity, score, common, instead_of, because}], earlier:[{document, likeness}]}"""
    return {
        "compared": found.compared,
        "bases": [
            {
                "document": record_json(each.record, on),
                "validity": validity_json(each.validity),
                "score": round(each.score, 3),
                "common": each.common,
                "instead_of": record_json(each.instead_of, on) if each.instead_of is not None else None,
                "because": [_likened(one, on) for one in each.documents[:_FEW]],
                "documents": len(each.documents),
            }
            for each in found.bases
        ],
        "earlier": [_likened(each, on) for each in found.earlier],
    }


def _likened(each: Likened, on: date) -> dict[str, Any]:
    return {"document": record_json(each.record, on), "likeness": round(each.likeness, 3)}
