"""Version 1: the entries of the registers: numbers taken, reserved, cancelled; whether a number is there already."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.documents import Archive
from archive.errors import RefusedInput
from archive.register_entries import (
    CANCELLED,
    DAYS,
    FIELDS,
    LIMITS,
    MASKED,
    MOST_COUNT,
    OUT,
    PROGRESS,
    REGISTERED,
    RESERVED,
    Book,
    Entry,
    EntryFacts,
    facts_of,
)
from archive.registering import MOST_RESERVED
from archive.registers_held import EntryFilter
from archive.repeats import Repeat, find_repeats
from archive.shapes import record_json
from web.accounts.declaring import permits
from web.api.answering import moment, page
from web.api.declaring import operation, query, span
from web.api.parts import (
    DAY,
    FLAG,
    ID,
    MOMENT,
    ON,
    TEXT,
    WHOLE,
    Json,
    listed,
    named,
    one_of,
    page_of,
    shape,
    text,
    whole,
)
from web.api.schemas import RECORD_OR_NULL, WHOLE_OR_NULL
from web.api.validating import as_day
from web.pages import service

entering = Blueprint("api_entering", __name__, url_prefix="/api/v1")

_SHOWN: Json = {
    **dict.fromkeys(FIELDS, TEXT),
    **dict.fromkeys(DAYS, DAY),
    **dict.fromkeys(("pages", "copies", "handler_id"), WHOLE_OR_NULL),
}
ENTRY = named(
    "RegisterEntry",
    shape(
        {
            "id": WHOLE,
            "book": WHOLE,
            "number": WHOLE,
            "suffix": TEXT,
            "state": one_of(RESERVED, REGISTERED, CANCELLED, MASKED),
            "reason": TEXT,
            "document": WHOLE_OR_NULL,
            "version": WHOLE,
            "by": TEXT,
            "created": MOMENT,
            "updated": MOMENT,
            "overdue": FLAG,
            "trace": listed({"type": "object"}),
            **_SHOWN,
        }
    ),
)
_REPEAT = named(
    "RegisterRepeat",
    shape(
        {
            "document": RECORD_OR_NULL,
            "entry": WHOLE_OR_NULL,
            "differs": listed(one_of("issued", "title")),
            "sure": FLAG,
        }
    ),
)
_GIVEN: Json = {
    **{name: text(LIMITS[name]) for name in FIELDS if name in LIMITS},
    "progress": one_of(*PROGRESS),
    **{name: {**ON, "type": ["string", "null"]} for name in DAYS},
    **{name: {"type": ["integer", "null"], "minimum": 1, "maximum": MOST_COUNT} for name in ("pages", "copies")},
    "handler_id": {"type": ["integer", "null"], "minimum": 1, "maximum": 10**9},
}
_STATES = ("", REGISTERED, "open", "overdue", RESERVED, CANCELLED)
WHICH = [
    query("q", text(1000), "Tìm / words", ""),
    query("state", one_of(*_STATES), "Trạng thái / state", ""),
    query("day_from", ON, "Từ ngày / from this day"),
    query("day_to", ON, "Đến ngày / to this day"),
    query("number_from", whole(1, 10**7), "Từ số / from this number"),
    query("number_to", whole(1, 10**7), "Đến số / to this number"),
]
"""Which entries of a book are meant."""


@entering.get("/registers/<int:book_id>/entries")
@permits("register")
@operation(
    "listRegisterEntries",
    "Các dòng của sổ / the entries of a register",
    page_of("entries", ENTRY),
    [*WHICH, *span()],
)
def entries(book_id: int, limit: int, offset: int, **which: Any) -> Response:
    """A part of a book."""
    rows, total = service().archive.registers.entries(book_id, wanted(**which), limit, offset)
    return page("entries", [entry_json(each) for each in rows], total, limit, offset)


@entering.post("/registers/<int:book_id>/entries")
@permits("register")
@operation(
    "addRegisterEntry",
    "Vào sổ: số tiếp theo, hoặc số đã cho / register a document under the next number, or a given one",
    None,
    body=shape(
        {
            **_GIVEN,
            "document": {
                **ID,
                "description": "Văn bản; các mục để trống được điền theo / its facts fill what is left out",
            },
            "number": whole(1, 999_999),
            "suffix": text(2),
            "repeated": {**FLAG, "description": "Vẫn vào sổ dù trùng số / register although the number is repeated"},
        },
        (*_GIVEN, "document", "number", "suffix", "repeated"),
    ),
    answers={201: ENTRY},
    problems=(404, 409, 422),
)
def add_entry(book_id: int, body: Json) -> Response:
    """Register a document. A repeated number is refused (409, `number_repeated`) unless the body says `repeated`."""
    archive = service().archive
    kept = archive.registers.book(book_id)
    document = body.get("document")
    known = facts_of(archive.facts(document), kept.direction, date.today()) if document else EntryFacts()
    facts = _facts(body, known)
    found = _repeats(archive, kept, facts, document)
    if found and not body.get("repeated"):
        raise RefusedInput(
            "number_repeated",
            f"Số, ký hiệu {facts.code} của cơ quan này đã có ({len(found)} chỗ). Hãy kiểm tra; nếu đúng, gửi lại kèm "
            "“repeated”: true.",
            f"Number {facts.code} of this body is there already ({len(found)} times). Look; if it is right, send it "
            "again with “repeated”: true.",
        )
    number, suffix = body.get("number"), body.get("suffix", "")
    made = archive.registers.register(book_id, facts, document_id=document, number=number, suffix=suffix)
    return _made(entry_json(made), f"/api/v1/registers/entries/{made.id}")


@entering.post("/registers/<int:book_id>/reservations")
@permits("register")
@operation(
    "reserveRegisterNumbers",
    "Giữ trước số / reserve the next numbers",
    None,
    body=shape({"count": whole(1, MOST_RESERVED), "reason": text(500)}, ("count", "reason")),
    answers={201: shape({"entries": listed(ENTRY)})},
    problems=(409, 422),
)
def reserve(book_id: int, body: Json) -> Response:
    """Keep the next numbers for documents that are not ready."""
    kept = service().archive.registers.reserve(book_id, body.get("count", 1), body.get("reason", ""))
    return _made({"entries": [entry_json(each) for each in kept]}, f"/api/v1/registers/{book_id}/entries")


@entering.get("/registers/entries/<int:entry_id>")
@permits("register")
@operation("getRegisterEntry", "Một dòng sổ / one entry", ENTRY)
def entry(entry_id: int) -> Response:
    """One entry."""
    return jsonify(entry_json(service().archive.registers.entry(entry_id)))


@entering.patch("/registers/entries/<int:entry_id>")
@permits("register")
@operation(
    "changeRegisterEntry",
    "Sửa dòng sổ, điền số giữ trước / change an entry, fill a reserved number",
    ENTRY,
    body=shape(
        {**_GIVEN, "version": whole(0, 10**9), "document": ID, "remark": text(1000)}, (*_GIVEN, "document", "remark")
    ),
    problems=(409, 422),
)
def change_entry(entry_id: int, body: Json) -> Response:
    """Write what is given over an entry, on top of `version`."""
    archive = service().archive
    held = archive.registers.entry(entry_id)
    document = body.get("document")
    if document:
        archive.record(document)
    saved = archive.registers.save(
        entry_id, body["version"], _facts(body, held.facts), document_id=document, remark=body.get("remark", "")
    )
    return jsonify(entry_json(saved))


@entering.post("/registers/entries/<int:entry_id>/cancellation")
@permits("register")
@operation(
    "cancelRegisterEntry",
    "Hủy số, kèm lý do / cancel a number, with the reason",
    ENTRY,
    body=shape({"reason": text(500, 1)}),
    problems=(422,),
)
def cancel(entry_id: int, body: Json) -> Response:
    """Take a number out of use; it stays in the register."""
    return jsonify(entry_json(service().archive.registers.cancel(entry_id, body["reason"])))


@entering.get("/registers/repeats")
@permits("register")
@operation(
    "findRepeatedNumbers",
    "Số, ký hiệu, cơ quan đã có chưa / whether number, symbol and issuer are there already",
    shape({"repeats": listed(_REPEAT)}),
    [
        query("number", text(120, 1), "Số, ký hiệu / number", required=True),
        query("issuer", text(300), "Cơ quan ban hành / issuer", ""),
        query("issued", ON, "Ngày ban hành / date of issue"),
        query("title", text(2000), "Trích yếu / title", ""),
    ],
)
def repeats(number: str, issuer: str, issued: str | None, title: str) -> Response:
    """What has this number of this issuer in the same year already."""
    found = find_repeats(service().archive.database, number, issuer, as_day(issued or ""), title)
    return jsonify(repeats=[_repeat(each) for each in found])


def wanted(
    q: str, state: str, day_from: str | None, day_to: str | None, number_from: int | None, number_to: int | None
) -> EntryFilter:
    """The entries meant by the parameters of `WHICH`."""
    return EntryFilter(q, state, as_day(day_from or ""), as_day(day_to or ""), number_from, number_to)


def _facts(body: Json, known: EntryFacts) -> EntryFacts:
    values: dict[str, Any] = {name: getattr(known, name) for name in FIELDS}
    for name in FIELDS:
        if name in body:
            values[name] = as_day(body[name] or "") if name in DAYS else body[name]
    return EntryFacts(**values)


def _repeats(archive: Archive, kept: Book, facts: EntryFacts, document: int | None) -> tuple[Repeat, ...]:
    issuer = facts.issuer or (kept.organ if kept.direction == OUT else "")
    but = [document] if document else []
    return find_repeats(archive.database, facts.code, issuer, facts.issued, facts.subject, but_documents=but)


def entry_json(kept: Entry) -> Json:
    """An entry as the API shows it."""
    values = {name: getattr(kept.facts, name) for name in FIELDS}
    for name in DAYS:
        values[name] = values[name].isoformat() if values[name] else None
    return {
        "id": kept.id,
        "book": kept.book_id,
        "number": kept.number,
        "suffix": kept.suffix,
        "state": kept.state,
        "reason": kept.reason,
        "document": kept.document_id,
        "version": kept.version,
        "by": kept.by,
        "created": moment(kept.created),
        "updated": moment(kept.updated),
        "overdue": kept.overdue(date.today()),
        "trace": list(kept.trace),
        **values,
    }


def _repeat(each: Repeat) -> Json:
    return {
        "document": record_json(each.record) if each.record else None,
        "entry": each.entry.id if each.entry else None,
        "differs": list(each.differs),
        "sure": each.sure,
    }


def _made(value: Json, where: str) -> Response:
    response = jsonify(value)
    response.status_code = 201
    response.headers["Location"] = where
    return response
