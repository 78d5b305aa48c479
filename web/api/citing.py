"""Version 1: the citation box. What a few letters find, and the words that a choice puts into a text."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.citing.mentions import mention_edits, put
from archive.errors import RefusedInput
from archive.shapes import record_json, validity_json
from archive.validity import STATE_NAMES
from archive.wording import full_citation, short_citation
from web import citing as desk_citing
from web.accounts import permits
from web.api.declaring import operation, query
from web.api.parts import FLAG, ID, ON, TEXT, WHOLE, Json, listed, one_of, or_null, shape, text, whole
from web.api.schemas import BOTH, RECORD, VALIDITY
from web.api.validating import as_day
from web.pages import service
from web.presenting.badges import state_look
from web.presenting.copying import copied, name_of, title_of

citing = Blueprint("api_citing", __name__, url_prefix="/api/v1")

LONGEST = 2_000_000
MOST = 20
_PLACES = ("", "bases", "body")
_ROW = shape(
    {
        "document": RECORD,
        "name": TEXT,
        "title": TEXT,
        "state": shape({"tone": TEXT, "icon": TEXT, "vi": TEXT, "en": TEXT}),
        "validity": VALIDITY,
        "pinpoint": shape({"path": TEXT, "words": TEXT, "held": {"type": ["boolean", "null"]}}),
        "preview": or_null(shape({"label": TEXT, "heading": TEXT, "words": TEXT, "whole": FLAG})),
        "full": TEXT,
        "short": TEXT,
    }
)
_FOUND = shape({"query": TEXT, "words": TEXT, "pinpoint": TEXT, "date": TEXT, "rows": listed(_ROW)})
_PUT = shape(
    {
        "start": WHOLE,
        "end": WHOLE,
        "words": TEXT,
        "caret": WHOLE,
        "kind": one_of("basis", "full", "short", "present"),
        "notice": or_null(BOTH),
    }
)


@citing.get("/citing")
@permits("draft")
@operation(
    "findToCite",
    "Tìm văn bản để viện dẫn khi đang gõ: số, tên, tên tắt, kèm `k2 đ5` / documents to cite while typing, "
    "with a provision in short hand",
    _FOUND,
    [
        query("q", text(300), "Phần đã gõ / typed so far", required=True),
        query("draft", ID, "Dự thảo đang viết: hiệu lực tính tại ngày ký của nó / the draft, for its signing day"),
        query("on", ON, "Hiệu lực tính tại ngày / validity on this day; mặc định ngày ký của dự thảo, rồi hôm nay"),
        query("more", {"type": "boolean"}, "Tìm cả trong nội dung / search what documents say", False),
        query("limit", whole(1, 20), "Số kết quả / how many", desk_citing.FEW),
    ],
)
def find(q: str, draft: int | None, on: str | None, more: bool, limit: int) -> Response:
    """The first list is of names and numbers and comes at once; `more` searches the texts."""
    desk = service()
    day = _day(on, draft)
    typed, found = (desk_citing.more_rows if more else desk_citing.rows)(desk, q, day, limit)
    return jsonify(
        query=q,
        words=typed.words,
        pinpoint=typed.pinpoint,
        date=day.isoformat(),
        rows=[_row(row, day) for row in found],
    )


@citing.post("/citing")
@permits("draft")
@operation(
    "cite",
    "Lời văn viện dẫn tại một chỗ trong dự thảo; không sửa dự thảo, chỉ nhớ văn bản đã chọn nếu có `draft` / the words "
    "of a citation at a place in a draft; the draft is not changed, with `draft` the choice is remembered",
    _PUT,
    body=shape(
        {
            "documents": {
                **listed(shape({"document": ID, "pinpoint": text(200)}, ("pinpoint",)), MOST),
                "minItems": 1,
            },
            "text": text(LONGEST),
            "before": text(LONGEST),
            "start": whole(0, LONGEST),
            "end": whole(0, LONGEST),
            "place": one_of(*_PLACES),
            "draft": {**ID, "type": ["integer", "null"]},
        },
        ("before", "end", "place", "draft"),
    ),
    volatile=True,
)
def cite(body: Json) -> Response:
    """In full the first time and shortly after; as a basis on its line by authority and rank."""
    desk = service()
    behind = desk.archive.behind()
    chosen = [
        desk_citing.Meant(desk.archive.record(each["document"]), each.get("pinpoint", "")) for each in body["documents"]
    ]
    if any(each.record.id in behind for each in chosen):
        raise RefusedInput(
            "not_citable",
            "Văn bản mẫu và dự thảo không dùng để viện dẫn; chưa chèn gì.",
            "Samples and drafts cannot be cited; nothing was put in.",
        )
    words = body["text"]
    start = min(body["start"], len(words))
    end = min(max(body.get("end", start), start), len(words))
    draft_id = body.get("draft")
    draft = desk.archive.drafts.get(draft_id) if draft_id is not None else None
    made = desk_citing.insertion(
        desk,
        chosen,
        words,
        start,
        end,
        before=body.get("before", ""),
        place=body.get("place", ""),
        party=draft is not None and draft.parts is not None and draft.parts.party,
    )
    if draft is not None and made.kind != "present":
        # What was chosen stays chosen, however the words could be read.
        for each in chosen:
            desk.archive.links.chose(draft.id, each.record.id, each.pinpoint, made.words.strip())
    return jsonify(
        start=made.start,
        end=made.end,
        words=made.words,
        caret=made.caret,
        kind=made.kind,
        notice=_PRESENT if made.kind == "present" else None,
    )


@citing.get("/citing/words")
@permits("read")
@operation(
    "wordsToCopy",
    "Viện dẫn nhiều văn bản để chép sang Word: chữ thường và có liên kết / several citations to copy into Word, "
    "plain and rich",
    shape({"plain": TEXT, "html": TEXT}),
    [
        query("document", listed(ID, 200), "Mã văn bản; lặp lại được / ids", required=True),
        query("as", one_of("bases", "text"), "Khối căn cứ hay trong câu / a block of bases, or in a sentence", "bases"),
    ],
)
def words_to_copy(document: tuple[int, ...], **more: str) -> Response:
    """Bases in their order with their marks, or one row in the order given; each links to its document here."""
    archive = service().archive
    held = archive.records(document)
    behind = archive.behind()
    records = [held[id_] for id_ in document if id_ in held and id_ not in behind]
    return jsonify(copied(records, as_bases=more.get("as") == "bases"))


@citing.post("/citing/mentions")
@permits("draft")
@operation(
    "orderMentions",
    "Chuẩn hóa viện dẫn: lần đầu đầy đủ, sau đó ngắn; chưa lưu gì / mentions in full first and short after; "
    "nothing is saved",
    shape(
        {
            "edits": listed(
                shape({"start": WHOLE, "end": WHOLE, "words": TEXT, "kind": one_of("full", "short"), "document": WHOLE})
            ),
            "text": TEXT,
        }
    ),
    body=shape({"text": text(LONGEST)}),
    volatile=True,
)
def mentions(body: Json) -> Response:
    """What has to be put where, from the first to the last; only what is certain, and nothing in a quotation."""
    words = body["text"]
    edits = mention_edits(words, service().citations)
    return jsonify(
        edits=[
            {"start": e.start, "end": e.end, "words": e.words, "kind": e.kind, "document": e.document} for e in edits
        ],
        text=put(words, edits),
    )


_PRESENT = {
    "vi": "Văn bản này đã là căn cứ; chưa chèn gì.",
    "en": "This document is a basis already; nothing was put in.",
}


def _day(on: str | None, draft: int | None) -> date:
    day = as_day(on or "")
    if day is None and draft is not None:
        day = service().archive.drafts.get(draft).signing_date
    return day or date.today()


def _row(row: desk_citing.Row, on: date) -> dict[str, Any]:
    record = row.record
    tone, icon = state_look(row.validity.state)
    vi, en = STATE_NAMES[row.validity.state]
    glimpse = row.glimpse
    return {
        "document": record_json(record, on),
        "name": name_of(record),
        "title": title_of(record),
        "state": {"tone": tone, "icon": icon, "vi": vi, "en": en},
        "validity": validity_json(row.validity),
        "pinpoint": {"path": row.pinpoint, "words": row.place, "held": row.there},
        "preview": None
        if glimpse is None
        else {"label": glimpse.label, "heading": glimpse.heading, "words": glimpse.words, "whole": glimpse.whole},
        "full": full_citation(record, row.pinpoint),
        "short": short_citation(record, row.pinpoint),
    }
