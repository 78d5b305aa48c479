"""Version 1: suggested bases, and earlier documents on the same work."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify

from web.accounts import permits
from web.api.declaring import operation, query
from web.api.parts import NUMBER, ON, TEXT, WHOLE, listed, named, or_null, shape, text
from web.api.schemas import RECORD, VALIDITY
from web.api.validating import as_day
from web.pages import service
from web.suggesting import suggested, suggested_for, suggested_json

suggesting = Blueprint("api_suggesting", __name__, url_prefix="/api/v1")

_LIKENED = shape({"document": RECORD, "likeness": NUMBER})
SUGGESTED = named(
    "SuggestedBases",
    shape(
        {
            "compared": WHOLE,
            "date": TEXT,
            "bases": listed(
                shape(
                    {
                        "document": RECORD,
                        "validity": VALIDITY,
                        "score": NUMBER,
                        "common": WHOLE,
                        "instead_of": or_null(RECORD),
                        "because": listed(_LIKENED),
                        "documents": WHOLE,
                    }
                )
            ),
            "earlier": listed(_LIKENED),
        }
    ),
)


@suggesting.get("/suggested-bases")
@permits("draft")
@operation(
    "suggestBases",
    "Gợi ý căn cứ theo tên loại và trích yếu / bases that comparable documents rest on",
    SUGGESTED,
    [
        query("title", text(1000, 1), "Trích yếu / subject", required=True),
        query("type", text(60), "Tên loại / type", ""),
        query("issuer", text(300), "Cơ quan ban hành / issuer", ""),
        query("number", text(120), "Số, ký hiệu: /KH-UBND / number or symbol", ""),
        query("on", ON, "Ngày ký; mặc định hôm nay / day of signing"),
    ],
)
def by_facts(title: str, type: str, issuer: str, number: str, on: str | None) -> Response:
    """What stands on the day, each with the documents that rest on it."""
    day = as_day(on or "") or date.today()
    symbol = f"1{number}" if number[:1] in ("/", "-") else number
    return jsonify(date=day.isoformat(), **suggested_json(suggested(service(), type, issuer, symbol, title, day), day))


@suggesting.get("/drafts/<int:draft_id>/suggested-bases")
@permits("draft")
@operation("suggestDraftBases", "Gợi ý căn cứ cho một dự thảo / the same for a draft", SUGGESTED)
def of_draft(draft_id: int) -> Response:
    """What the draft does not cite yet."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    day = draft.signing_date or date.today()
    return jsonify(date=day.isoformat(), **suggested_json(suggested_for(desk, draft), day))
