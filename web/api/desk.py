"""Version 1: the desk. The parts of a draft saved by several people, its versions, who has it open."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.draft_presence import Present
from archive.draft_versions import DraftVersion, ListedVersion
from archive.drafting import parts_json, parts_of
from archive.drafting.beginning import TEMPLATES, template
from archive.drafting.merging import Clash
from archive.errors import RefusedInput
from archive.words_compared import Piece
from web.accounts import permits
from web.api.answering import moment
from web.api.declaring import operation, query
from web.api.drafting import DRAFT, LONGEST, PARTS, draft_json, one, tidy_parts
from web.api.parts import DAY, FLAG, ID, MOMENT, TEXT, WHOLE, Json, listed, named, one_of, or_null, shape, text
from web.drafting import begin_from_document, begin_from_template, begin_from_text, office_form
from web.pages import service
from web.presenting.versions import compared

desk = Blueprint("api_desk", __name__, url_prefix="/api/v1")

_LINES = listed(TEXT)
_CLASH = named(
    "DraftClash",
    {
        **shape(
            {
                "part": TEXT,
                "index": WHOLE,
                "listed": FLAG,
                "chunks": listed(shape({"clash": FLAG, "before": _LINES, "mine": _LINES, "theirs": _LINES})),
            }
        ),
        "description": "Chỗ hai người cùng sửa / a place that two people changed",
    },
)
_MERGED = named(
    "SavedParts",
    shape(
        {
            "version": WHOLE,
            "updated": MOMENT,
            "title": TEXT,
            "parts": PARTS,
            "clashes": listed(_CLASH),
            "needed": {**_LINES, "description": "Cần gửi lại kèm lời trước khi sửa / to be sent again with `before`"},
        }
    ),
)
_VERSION: Json = {
    "id": WHOLE,
    "version": WHOLE,
    "kind": one_of("begun", "saved", "kept", "corrected", "restored"),
    "person": TEXT,
    "begun": MOMENT,
    "saved": MOMENT,
}
_LISTED = named("DraftVersion", shape(_VERSION))
_WHOLE = named(
    "WholeDraftVersion",
    shape({**_VERSION, "title": TEXT, "text": TEXT, "parts": or_null(PARTS), "signing_date": DAY}),
)
_CHANGES = shape(
    {
        "before": WHOLE,
        "after": WHOLE,
        "paragraphs": listed(
            shape(
                {
                    "kind": one_of("same", "changed", "gone", "new"),
                    "pieces": listed(shape({"kind": one_of("same", "gone", "new"), "before": TEXT, "after": TEXT})),
                }
            )
        ),
    }
)
_THERE = shape(
    {
        "version": WHOLE,
        "updated": MOMENT,
        "others": listed(shape({"person": TEXT, "mine": FLAG})),
        "changed": {**_LINES, "description": "Các phần đã đổi từ `version` đã gửi / parts changed since"},
    }
)


@desk.get("/draft-templates")
@permits("draft")
@operation(
    "listDraftTemplates",
    "Các mẫu dự thảo, theo thể thức của cơ quan mình / the templates of drafts, in the office's own form",
    shape({"templates": listed(shape({"key": TEXT, "vi": TEXT, "en": TEXT, "parts": PARTS}))}),
    [query("party", FLAG, "Thể thức văn bản của Đảng / laid out as a Party document", False)],
)
def templates(party: bool) -> Response:
    """What a drafter has to fill in stands as `…`."""
    office, year = office_form(service()), date.today().year
    return jsonify(
        templates=[
            {"key": key, "vi": vi, "en": en, "parts": parts_json(template(key, office, year, party))}
            for key, (vi, en) in TEMPLATES.items()
        ]
    )


@desk.post("/drafts/begin")
@permits("draft")
@operation(
    "beginDraft",
    "Bắt đầu dự thảo từ một mẫu, từ văn bản cũ, hoặc đọc một văn bản thành các phần / begin a draft from a template, "
    "from an earlier document, or by reading a text into its parts",
    None,
    body=shape(
        {"template": one_of(*TEMPLATES), "party": FLAG, "document": ID, "text": text(LONGEST)},
        ("template", "party", "document", "text"),
    ),
    answers={201: DRAFT},
    problems=(404, 422),
)
def begin(body: Json) -> tuple[Response, int]:
    """One of template, document, text, in this order; of an earlier document number and day are emptied."""
    if "template" in body:
        draft = begin_from_template(service(), body["template"], body.get("party", False))
    elif "document" in body:
        draft = begin_from_document(service(), body["document"])
    elif "text" in body:
        words = tidy_parts({"text": body["text"]})["text"]
        draft = begin_from_text(service(), "", words, None)
    else:
        raise RefusedInput(
            "nothing_to_begin_from",
            "Hãy nêu mẫu (template), văn bản cũ (document) hoặc nội dung (text) để bắt đầu.",
            "Say what to begin from: template, document or text.",
        )
    response = jsonify(draft_json(draft))
    response.headers["Location"] = f"/api/v1/drafts/{draft.id}"
    return response, 201


@desk.post("/drafts/<int:draft_id>/division")
@permits("draft")
@operation(
    "divideDraft",
    "Chia một dự thảo liền thành các phần / read a draft that is one text into its parts",
    DRAFT,
)
def divide(draft_id: int) -> Response:
    """A draft that has parts stays as it is; the one text stays among the versions."""
    drafts = service().archive.drafts
    draft = drafts.get(draft_id)
    if draft.parts is None:
        draft = drafts.save(draft_id, draft.version, parts=parts_of(draft.text), kind="kept")
    return jsonify(draft_json(draft))


@desk.patch("/drafts/<int:draft_id>/parts")
@permits("draft")
@operation(
    "saveDraftParts",
    "Lưu một số phần đã sửa từ phiên bản đã mở; hai người sửa khác chỗ đều được lưu / save some parts as they were "
    "changed from the version that was opened; changes of two people in different places both go through",
    _MERGED,
    body=shape(
        {"version": {**ID, "description": "Phiên bản đã mở / the version opened"}, "parts": PARTS, "before": PARTS,
         "keep": {**FLAG, "description": "Giữ thành một phiên bản / keep as a version of its own"}},
        ("before", "keep"),
    ),
    problems=(422,),
)  # fmt: skip
def save_parts(draft_id: int, body: Json) -> Response:
    """`clashes` are what two people changed in one place: there the other's words stand until a choice is sent."""
    made = service().archive.drafts.merge(
        draft_id,
        body["version"],
        tidy_parts(body["parts"]),
        tidy_parts(body.get("before", {})),
        keep=body.get("keep", False),
    )
    draft = made.draft
    return jsonify(
        version=draft.version,
        updated=moment(draft.updated),
        title=draft.title,
        parts={} if draft.parts is None else parts_json(draft.parts),
        clashes=[_clash(clash) for clash in made.clashes],
        needed=list(made.needed),
    )


@desk.get("/drafts/<int:draft_id>/versions")
@permits("draft")
@operation(
    "listDraftVersions",
    "Các phiên bản đã lưu của dự thảo, mới trước / the versions of a draft, the last first",
    shape({"versions": listed(_LISTED)}),
)
def versions(draft_id: int) -> Response:
    """What each person left in each sitting."""
    return jsonify(versions=[_listed(each) for each in service().archive.drafts.versions(draft_id)])


@desk.get("/drafts/<int:draft_id>/versions/<int:version_id>")
@permits("draft")
@operation("getDraftVersion", "Một phiên bản của dự thảo / one version of a draft", _WHOLE)
def version(draft_id: int, version_id: int) -> Response:
    """One version with its text and parts."""
    return jsonify(_whole(service().archive.drafts.version(draft_id, version_id)))


@desk.get("/drafts/<int:draft_id>/versions/<int:version_id>/changes")
@permits("draft")
@operation(
    "compareDraftVersions",
    "So một phiên bản với phiên bản khác, mặc định với hiện tại, từng từ / a version compared with another, by default "
    "with what the draft is now, word by word",
    _CHANGES,
    [query("with", ID, "Phiên bản kia / the other version's id")],
)
def changes(draft_id: int, version_id: int, **given: Any) -> Response:
    """What went and what came between the two."""
    drafts = service().archive.drafts
    before = drafts.version(draft_id, version_id)
    other = given.get("with")
    after_text = drafts.get(draft_id).text if other is None else drafts.version(draft_id, other).text
    pairs = compared(before.text, after_text).pairs
    return jsonify(
        before=version_id,
        after=other or drafts.versions(draft_id)[0].id,
        paragraphs=[
            {
                "kind": pair.kind,
                "pieces": [_piece(piece) for piece in pair.pieces]
                or [
                    {
                        "kind": pair.kind,
                        "before": pair.before.text if pair.before else "",
                        "after": pair.after.text if pair.after else "",
                    }
                ],
            }
            for pair in pairs
        ],
    )


def _present(draft_id: int, version_id: int) -> Any:
    """The draft as it is now, whichever version is gone back to."""
    return one(draft_id=draft_id)


@desk.post("/drafts/<int:draft_id>/versions/<int:version_id>/restore")
@permits("draft")
@operation(
    "restoreDraftVersion",
    "Khôi phục một phiên bản; bản hiện tại vẫn được giữ; cần If-Match của dự thảo / go back to a version; what is "
    "there now stays among the versions; If-Match of the draft is needed",
    DRAFT,
    current=_present,
    match_needed=True,
)
def restore(draft_id: int, version_id: int) -> Response:
    """It becomes the last version."""
    drafts = service().archive.drafts
    return jsonify(draft_json(drafts.restore(draft_id, version_id, drafts.get(draft_id).version)))


@desk.post("/drafts/<int:draft_id>/presence")
@permits("draft")
@operation(
    "openDraft",
    "Báo cửa sổ này đang mở dự thảo; cho biết ai khác đang mở và phần nào đã đổi / say that this window has the draft "
    "open; tells who else has, and which parts have changed",
    _THERE,
    body=shape(
        {"window": text(40, 1), "version": ID, "gone": FLAG},
        ("version", "gone"),
    ),
    volatile=True,
)
def presence(draft_id: int, body: Json) -> Response:
    """To be sent every 15 seconds; with `gone` when the window is closed."""
    drafts = service().archive.drafts
    draft = drafts.get(draft_id)
    others: tuple[Present, ...] = ()
    if body.get("gone"):
        drafts.gone(draft_id, body["window"])
    else:
        others = drafts.here(draft_id, body["window"])
    since = body.get("version", draft.version)
    return jsonify(
        version=draft.version,
        updated=moment(draft.updated),
        others=[{"person": each.person, "mine": each.mine} for each in others],
        changed=sorted(name for name, at in draft.part_versions.items() if at > since),
    )


def _clash(clash: Clash) -> dict[str, Any]:
    return {
        "part": clash.name,
        "index": clash.index,
        "listed": clash.listed,
        "chunks": [
            {
                "clash": chunk.clash,
                "before": list(chunk.before),
                "mine": list(chunk.mine),
                "theirs": list(chunk.theirs),
            }
            for chunk in clash.chunks
        ],
    }


def _listed(each: ListedVersion) -> dict[str, Any]:
    return {
        "id": each.id,
        "version": each.version,
        "kind": each.kind,
        "person": each.person,
        "begun": moment(each.begun),
        "saved": moment(each.saved),
    }


def _whole(held: DraftVersion) -> dict[str, Any]:
    return {
        **_listed(held.listed),
        "title": held.title,
        "text": held.text,
        "parts": None if held.parts is None else parts_json(held.parts),
        "signing_date": held.signing_date.isoformat() if held.signing_date else None,
    }


def _piece(piece: Piece) -> dict[str, str]:
    return {"kind": piece.kind, "before": piece.before, "after": piece.after}
