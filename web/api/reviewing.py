"""Version 1: what waits for a person's eye, and the facts a person confirms or corrects."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response

from archive.errors import RefusedInput
from archive.folding import nfc, squeeze
from archive.numbers import canonical_number
from archive.shapes import record_json
from indexer.indexing import index_documents
from indexer.shapes import review_json
from web.accounts import permits
from web.api.answering import page
from web.api.declaring import operation, query, span
from web.api.parts import DAY, FLAG, TEXT, Json, listed, page_of, shape, text
from web.api.routes import document
from web.api.schemas import BOTH, DOCUMENT, RECORD
from web.pages import service
from web.pages.reviews import twin_of

reviewing = Blueprint("api_reviewing", __name__, url_prefix="/api/v1")

_WAITING = shape({"document": RECORD, "reasons": listed(shape({"code": TEXT, **BOTH["properties"]}))})
_FACTS: Json = {
    "type": text(60),
    "number": text(120),
    "issued": DAY,
    "place": text(120),
    "issuer": text(300),
    "title": text(4000),
    "signer": text(200),
    "position": text(200),
    "authority": text(300),
    "urgency": text(30),
    "effective": DAY,
    "expired": DAY,
    "recipients": listed(text(300), 200),
}
_ANYWAY: Json = {**FLAG, "description": "Dù đã có văn bản cùng loại, số, ngày / though another has the same key"}
_DAYS = ("issued", "effective", "expired")


@reviewing.get("/reviews")
@permits("register")
@operation(
    "listReviews",
    "Văn bản cần xem lại, vì sao / documents that wait for a person, and why",
    page_of("waiting", _WAITING),
    [query("reason", text(60), "Chỉ một lý do (code) / of one reason only", ""), *span()],
)
def reviews(reason: str, limit: int, offset: int) -> Response:
    """What people put in first, then the oldest."""
    archive = service().archive
    waiting = archive.reviews.waiting(reason)
    shown = waiting[offset : offset + limit]
    records = archive.records(each.document_id for each in shown)
    rows = [
        {"document": record_json(records[each.document_id]), "reasons": review_json(each.reasons)}
        for each in shown
        if each.document_id in records
    ]
    return page("waiting", rows, len(waiting), limit, offset)


@reviewing.patch("/documents/<int:document_id>")
@permits("register")
@operation(
    "changeDocument",
    "Xác nhận hoặc sửa thông tin; cần If-Match / confirm or correct facts; they are a person's from now on",
    DOCUMENT,
    body=shape(
        {**_FACTS, "anyway": {**FLAG, "description": "Dù đã có văn bản cùng loại, số, ngày"}}, (*_FACTS, "anyway")
    ),
    current=document,
    match_needed=True,
)
def change(document_id: int, body: Json) -> Any:
    """Keep what is given, and leave the rest. 409 where another document has the same type, number and date."""
    desk = service()
    facts = desk.archive.facts(document_id)
    values = {name: _value(name, value) for name, value in body.items() if name in _FACTS}
    if not values:
        raise RefusedInput("nothing_given", "Không có thông tin nào để sửa.", "There is nothing to change.")
    after = {name: values.get(name, getattr(facts, name)) for name in ("type", "number", "issued")}
    twin = twin_of(desk.archive, document_id, after)
    if twin is not None and not body.get("anyway"):
        raise RefusedInput(
            "same_key",
            f"Văn bản số {twin.id} có cùng loại, số, ký hiệu và ngày. Nếu đúng là hai văn bản, gửi kèm “anyway”: true.",
            f"Document {twin.id} has the same type, number and date. If these are two, send “anyway”: true.",
        )
    desk.archive.confirm(document_id, values)
    index_documents(desk.archive, desk.engine, [document_id])
    desk.forget_alerts()
    return document(document_id=document_id)


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    if name == "recipients":
        return tuple(filter(None, (squeeze(nfc(each)) for each in value)))
    tidy = squeeze(nfc(value.replace("\0", "")))
    return canonical_number(tidy) if name == "number" and tidy else tidy
