"""Version 1: drafts, their findings, and what of them can be put right for certain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.wrappers import Response as Answer

from archive.checking import Finding
from archive.drafting import DraftParts, composed, parts_from_json, parts_json
from archive.drafting.parts import NAMES, SEVERAL
from archive.errors import RefusedInput
from archive.shapes import finding_json, record_json
from archive.stored import StoredDraft
from archive.wording import basis_block, order_bases
from web.accounts import permits
from web.api.answering import moment, page
from web.api.declaring import operation, span
from web.api.parts import DAY, ID, MOMENT, TEXT, WHOLE, Json, listed, named, or_null, page_of, shape, text
from web.api.schemas import FINDING, RECORD
from web.drafting import check_draft, corrected, place_in
from web.pages import service
from web.pages.desk import with_bases
from web.pages.printing import draft as print_draft

drafting = Blueprint("api_drafting", __name__, url_prefix="/api/v1")

LONGEST = 2_000_000
_TITLE = 300
_BASIS = shape({"document_id": WHOLE, "pinpoint": TEXT}, ("pinpoint",))
_LISTED: Json = {
    "id": WHOLE,
    "title": TEXT,
    "signing_date": DAY,
    "version": WHOLE,
    "created": MOMENT,
    "updated": MOMENT,
}
LISTED = named("ListedDraft", shape(_LISTED))
_LIST_OF_LINES: Json = listed(text(100_000), 500)
PARTS = named(
    "DraftParts",
    {
        **shape(
            {
                name: {"type": "boolean"} if name == "party" else _LIST_OF_LINES if name in SEVERAL else text(LONGEST)
                for name in NAMES
            },
            NAMES,
        ),
        "description": "Các phần của dự thảo, như in trên giấy / the parts of a draft as they are printed",
    },
)
DRAFT = named("Draft", shape({**_LISTED, "text": TEXT, "bases": listed(_BASIS), "parts": or_null(PARTS)}))
_PLACE = shape({"name": TEXT, "index": WHOLE, "start": WHOLE, "end": WHOLE})
FINDINGS = named(
    "DraftFindings",
    shape(
        {
            "draft": WHOLE,
            "version": WHOLE,
            "date": DAY,
            "findings": listed({"allOf": [FINDING, shape({"part": or_null(_PLACE)})]}),
            "bases": listed(RECORD),
            "block": TEXT,
        }
    ),
)
_SENT: Json = {
    "title": text(_TITLE),
    "parts": PARTS,
    "text": text(LONGEST),
    "signing_date": DAY,
    "bases": {**listed(ID, 200), "description": "Mã văn bản làm căn cứ, theo thứ tự / ids of the bases in their order"},
}


@drafting.get("/drafts")
@permits("draft")
@operation("listDrafts", "Dự thảo, mới lưu trước / drafts, last saved first", page_of("drafts", LISTED), span())
def drafts(limit: int, offset: int) -> Response:
    """The drafts one may see."""
    held = service().archive.drafts
    found = held.list(limit, offset)
    return page("drafts", [_listed(draft) for draft in found], held.count(), limit, offset)


@drafting.post("/drafts")
@permits("draft")
@operation(
    "addDraft",
    "Tạo dự thảo / make a draft",
    None,
    body=shape(_SENT, tuple(_SENT)),
    answers={201: DRAFT},
)
def add(body: Json) -> tuple[Response, int]:
    """A new draft; its findings are at /findings."""
    held = service().archive.drafts
    parts = sent_parts(body["parts"]) if "parts" in body else None
    made = held.create(body.get("title", ""), _tidy(body.get("text", "")), _day(body), parts)
    if body.get("bases"):
        made = held.save(made.id, made.version, bases=_bases(made, body["bases"]))
    response = jsonify(draft_json(made))
    response.headers["Location"] = f"/api/v1/drafts/{made.id}"
    return response, 201


@drafting.get("/drafts/<int:draft_id>")
@permits("draft")
@operation("getDraft", "Một dự thảo / one draft", DRAFT)
def one(draft_id: int) -> Response:
    """One draft."""
    return jsonify(draft_json(service().archive.drafts.get(draft_id)))


@drafting.patch("/drafts/<int:draft_id>")
@permits("draft")
@operation(
    "changeDraft",
    "Sửa dự thảo; cần If-Match / change a draft; If-Match is needed",
    DRAFT,
    body=shape(_SENT, tuple(_SENT)),
    current=one,
    match_needed=True,
)
def change(draft_id: int, body: Json) -> Response:
    """Change what is given; null takes the day of signing out."""
    held = service().archive.drafts
    draft = held.get(draft_id)
    words = body.get("text")
    saved = held.save(
        draft_id,
        draft.version,
        title=body.get("title"),
        text=None if words is None else _tidy(words),
        parts=sent_parts(body["parts"], draft.parts) if "parts" in body else None,
        signing_date=_day(body),
        clear_date="signing_date" in body and body["signing_date"] is None,
        bases=_bases(draft, body["bases"]) if "bases" in body else None,
    )
    return jsonify(draft_json(saved))


@drafting.delete("/drafts/<int:draft_id>")
@permits("draft")
@operation("removeDraft", "Xóa dự thảo / remove a draft", None, answers={204: None}, current=one)
def remove(draft_id: int) -> tuple[str, int]:
    """Remove a draft."""
    service().archive.drafts.delete(draft_id)
    return "", 204


@drafting.get("/drafts/<int:draft_id>/findings")
@permits("draft")
@operation(
    "checkStoredDraft",
    "Đối chiếu một dự thảo, và khối căn cứ của nó / the findings of a draft, and its block of bases",
    FINDINGS,
)
def findings(draft_id: int) -> Response:
    """What is wrong with its citations on the day of signing, today where none is set."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    on = draft.signing_date or date.today()
    records = order_bases(desk.archive.records(base["document_id"] for base in draft.bases).values())
    return jsonify(
        draft=draft.id,
        version=draft.version,
        date=on.isoformat(),
        findings=[{**finding_json(each), "part": _place(draft, each)} for each in check_draft(desk, draft, on)],
        bases=[record_json(record, on) for record in records],
        block=basis_block(records) if records else "",
    )


@drafting.post("/drafts/<int:draft_id>/corrections")
@permits("draft")
@operation(
    "correctDraft",
    "Áp dụng mọi sửa đổi chắc chắn / put in every correction that is certain",
    DRAFT,
    current=one,
)
def correct(draft_id: int) -> Response:
    """Put in what is certain, and nothing in a quotation; the same draft where nothing is."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    return jsonify(draft_json(corrected(desk, draft)))


@drafting.get("/drafts/<int:draft_id>/file.<form>")
@permits("draft")
@operation(
    "getDraftFile",
    "Dự thảo thành tệp Word hoặc PDF theo Phụ lục I, `form` là docx hoặc pdf / a draft as DOCX or PDF",
    "application/octet-stream",
    problems=[422],
)
def printed(draft_id: int, form: str) -> Answer:
    """The draft laid out by the decree, its citations linked to this archive."""
    return print_draft(draft_id, form)


def _listed(draft: StoredDraft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "title": draft.title,
        "signing_date": draft.signing_date.isoformat() if draft.signing_date else None,
        "version": draft.version,
        "created": moment(draft.created),
        "updated": moment(draft.updated),
    }


def _place(draft: StoredDraft, finding: Finding) -> dict[str, Any] | None:
    """In which part it lies, and where in its text (the lines of a list one under the other)."""
    found = None if draft.parts is None else place_in(composed(draft.parts), finding.start, finding.end)
    return None if found is None else vars(found).copy()


def draft_json(draft: StoredDraft) -> dict[str, Any]:
    """A draft with all that is written of it."""
    parts = None if draft.parts is None else parts_json(draft.parts)
    return {**_listed(draft), "text": draft.text, "bases": list(draft.bases), "parts": parts}


def sent_parts(sent: Mapping[str, Any], before: DraftParts | None = None) -> DraftParts:
    """The parts sent, those left out as they were before."""
    kept = {} if before is None else parts_json(before)
    return parts_from_json({**kept, **tidy_parts(sent)})


def tidy_parts(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Parts as they were sent, with one kind of line end."""
    return {name: _tidied(value) for name, value in sent.items()}


def _tidied(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidied(each) for each in value]
    return _tidy(value) if isinstance(value, str) else value


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _day(body: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(body["signing_date"]) if body.get("signing_date") else None


def _bases(draft: StoredDraft, ids: list[int]) -> list[dict[str, Any]]:
    """The bases wanted, with the pinpoints of those that were there. Raises NotFound, RefusedInput."""
    archive = service().archive
    for id_ in ids:
        archive.record(id_)
    if archive.behind().intersection(ids):
        raise RefusedInput(
            "not_citable",
            "Văn bản mẫu và dự thảo không dùng làm căn cứ; chưa sửa gì.",
            "Samples and drafts cannot be a legal basis; nothing was changed.",
        )
    kept = [base for base in draft.bases if base["document_id"] in ids]
    both = {base["document_id"]: dict(base) for base in with_bases(tuple(kept), ids)}
    return [both[id_] for id_ in dict.fromkeys(ids)]
