"""Version 1: living links. What became of what drafts and issued documents cite."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify

from web.accounts import permits
from web.api.declaring import operation, query
from web.api.parts import DAY, FLAG, ON, TEXT, WHOLE, Json, listed, named, one_of, shape
from web.api.schemas import BOTH, RECORD
from web.api.validating import as_day
from web.linking import document_turns, draft_turns, turn_json
from web.pages import service

linking = Blueprint("api_linking", __name__, url_prefix="/api/v1")

_TURN: Json = {
    "document": RECORD,
    "path": TEXT,
    "words": TEXT,
    "kind": one_of("replaced", "repealed", "expired", "suspended", "amended", "corrected"),
    "since": DAY,
    "ahead": FLAG,
    "by": TEXT,
    "actor": {"type": ["integer", "null"]},
    "successors": listed(RECORD),
    "corresponding": listed(shape({"path": TEXT, "successor": WHOLE, "successor_path": TEXT, "heading": TEXT})),
    "message": BOTH,
}
_PLACE = shape({"start": WHOLE, "end": WHOLE, "text": TEXT})
_TURN_OF_DRAFT = shape({**_TURN, "places": listed(_PLACE)})
DRAFT_LINKS = named(
    "DraftLinks", shape({"draft": WHOLE, "version": WHOLE, "date": TEXT, "links": listed(_TURN_OF_DRAFT)})
)
DOCUMENT_LINKS = named(
    "DocumentLinks", shape({"document": WHOLE, "date": TEXT, "links": listed(shape({**_TURN, "place": _PLACE}))})
)


@linking.get("/drafts/<int:draft_id>/links")
@permits("draft")
@operation(
    "draftLinks",
    "Văn bản mà dự thảo viện dẫn đã thay đổi ra sao / what became of what a draft cites",
    DRAFT_LINKS,
)
def of_draft(draft_id: int) -> Response:
    """Replaced, repealed, suspended, and what was amended or corrected since it was cited; with what took its place."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    on = draft.signing_date or date.today()
    return jsonify(
        draft=draft.id,
        version=draft.version,
        date=on.isoformat(),
        links=[
            {
                **turn_json(each.turn, on),
                "places": [{"start": start, "end": end, "text": words} for start, end, words in each.places],
            }
            for each in draft_turns(desk, draft, on)
        ],
    )


@linking.post("/drafts/<int:draft_id>/links/seen")
@permits("draft")
@operation(
    "seeDraftLinks",
    "Đã xem các thay đổi: chỉ còn nhắc văn bản không còn hiệu lực / changes were seen",
    DRAFT_LINKS,
)
def seen(draft_id: int) -> Response:
    """What only changed is told no more."""
    archive = service().archive
    archive.drafts.get(draft_id)
    archive.links.seen(draft_id)
    return of_draft(draft_id=draft_id)


@linking.get("/documents/<int:document_id>/links")
@permits("read")
@operation(
    "documentLinks",
    "Từ khi ban hành, văn bản được nó viện dẫn đã thay đổi ra sao / what became of what a document cites, since it "
    "was issued",
    DOCUMENT_LINKS,
    [query("on", ON, "Tính tại ngày / on this day; mặc định hôm nay")],
)
def of_document(document_id: int, on: str | None) -> Response:
    """The same for an issued document."""
    desk = service()
    desk.archive.record(document_id)
    day = as_day(on or "") or date.today()
    return jsonify(
        document=document_id,
        date=day.isoformat(),
        links=[
            {
                **turn_json(each.turn, day),
                "place": {"start": each.start, "end": each.start + len(each.text), "text": each.text},
            }
            for each in document_turns(desk, document_id, day)
        ],
    )
