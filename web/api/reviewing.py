"""Version 1: what waits for a person's eye, and the facts a person confirms or corrects."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.errors import RefusedInput
from archive.folding import nfc, squeeze
from archive.numbers import canonical_number
from archive.shapes import record_json
from indexer.recognising import REVIEW_BELOW
from indexer.shapes import review_json
from web.accounts import permits
from web.api.answering import page
from web.api.declaring import operation, query, span
from web.api.parts import DAY, FLAG, ID, NUMBER, TEXT, WHOLE, Json, listed, page_of, shape, text
from web.api.routes import document
from web.api.schemas import BOTH, DOCUMENT, RECORD
from web.pages import service
from web.pages.reviews import MOST_CERTAIN, SURE, twin_of

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


@reviewing.get("/reviews/certain")
@permits("register")
@operation(
    "listCertain",
    "Văn bản không còn gì phải hỏi, xác nhận được cùng lúc / documents in which nothing is left to ask",
    page_of("documents", RECORD, sure=NUMBER),
    span(),
)
def certain(limit: int, offset: int) -> Response:
    """Documents that may be confirmed with others at once; every fact of theirs was read with confidence `sure`."""
    archive = service().archive
    ids = archive.reviews.certain(SURE, REVIEW_BELOW)
    records = archive.records(ids[offset : offset + limit])
    rows = [record_json(records[id_]) for id_ in ids[offset : offset + limit] if id_ in records]
    return page("documents", rows, len(ids), limit, offset, sure=SURE)


@reviewing.post("/reviews/confirmations")
@permits("register")
@operation(
    "confirmCertain",
    "Xác nhận nhiều văn bản như đang có / confirm several documents as they stand, each only if it is certain still",
    shape(
        {"confirmed": listed(WHOLE), "undo": {**TEXT, "description": "Mã để hoàn tác / the word that takes it back"}}
    ),
    body=shape({"documents": {**listed(ID, MOST_CERTAIN), "minItems": 1}}),
)
def confirm_certain(body: Json) -> Response:
    """Confirm; `undo` is "" where none of them was certain."""
    desk = service()
    done, undo_word = desk.archive.reviews.confirm(body["documents"], SURE, REVIEW_BELOW)
    desk.index(done)
    desk.forget_alerts()
    return jsonify(confirmed=done, undo=undo_word)


@reviewing.post("/reviews/confirmations/undo")
@permits("register")
@operation(
    "undoConfirmations",
    "Hoàn tác một lần xác nhận nhiều văn bản / take a confirmation of many back",
    shape({"undone": listed(WHOLE)}),
    body=shape({"undo": text(200, 1)}),
)
def undo(body: Json) -> Response:
    """What somebody has changed since stays, and is not among `undone`."""
    desk = service()
    undone = desk.archive.reviews.undo(body["undo"])
    desk.forget_alerts()
    return jsonify(undone=undone)


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
    if desk.archive.confirm(document_id, values).revision != facts.revision:
        desk.index([document_id])
    desk.forget_alerts()
    return document(document_id=document_id)


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    if name == "recipients":
        return tuple(filter(None, (squeeze(nfc(each)) for each in value)))
    tidy = squeeze(nfc(value.replace("\0", "")))
    return canonical_number(tidy) if name == "number" and tidy else tidy
