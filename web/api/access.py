"""Version 1: who may see a document or a draft; what an administrator takes to himself."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from archive.access import NAMED, OFFICE, Access, named_ids
from web.accounts.declaring import permits
from web.api.answering import moment, page
from web.api.declaring import operation, span
from web.api.parts import FLAG, ID, MOMENT, WHOLE, Json, listed, named, one_of, or_null, page_of, shape, text
from web.pages import service
from web.pages.access import MOST

access = Blueprint("api_access", __name__, url_prefix="/api/v1")

ACCESS = named(
    "Access",
    shape(
        {
            "level": one_of(OFFICE, NAMED),
            "people": listed(WHOLE),
            "departments": listed(WHOLE),
            "owner": or_null(WHOLE),
        }
    ),
)
_RESTRICTED = shape(
    {
        "document": WHOLE,
        "owner": or_null(WHOLE),
        "created": MOMENT,
        "people": WHOLE,
        "departments": WHOLE,
        "seen": FLAG,
    }
)
_CHOICE: Json = {"level": one_of(OFFICE, NAMED), "people": listed(ID, 1000), "departments": listed(ID, 1000)}
_CHOSEN = shape(_CHOICE, ("people", "departments"))
_IDS: Json = {"type": "string", "maxLength": 4000, "pattern": "^([0-9]{1,11}(,[0-9]{1,11})*)?$"}
CHOICE_OF_FORM: Json = {
    "level": one_of(OFFICE, NAMED),
    "people": {**_IDS, "description": "Mã người, cách nhau bằng dấu phẩy / ids of people, a comma between"},
    "departments": {**_IDS, "description": "Mã phòng, ban, cách nhau bằng dấu phẩy / ids of departments, as above"},
}
"""Who may see a file, as fields of the form that it is sent with."""


@access.get("/documents/<int:document_id>/access")
@permits("read")
@operation("getAccess", "Ai được xem văn bản / who may see a document", ACCESS)
def get(document_id: int) -> Response:
    """Who may see a document: the whole office, or the people and departments named and who put it in."""
    return jsonify(access_json(service().archive.access.of(document_id)))


@access.put("/documents/<int:document_id>/access")
@permits("register")
@operation(
    "setAccess",
    "Chọn ai được xem văn bản / choose who may see a document",
    ACCESS,
    body=_CHOSEN,
    problems=(422,),
)
def choose(document_id: int, body: Json) -> Response:
    """Say who may see a document from now on; a choice that shuts out whoever makes it is refused."""
    chosen = service().archive.access
    chosen.choose([document_id], _wanted(body))
    return jsonify(access_json(chosen.of(document_id)))


@access.put("/documents/access")
@permits("register")
@operation(
    "setAccessOfSeveral",
    "Chọn ai được xem nhiều văn bản, tất cả hoặc không văn bản nào / choose who may see several documents, all or none",
    shape({"changed": WHOLE}),
    body=shape({"documents": {**listed(ID, MOST), "minItems": 1}, **_CHOICE}, ("people", "departments")),
    problems=(422,),
)
def choose_several(body: Json) -> Response:
    """Say who may see several documents; `changed` counts those for which that is new."""
    return jsonify(changed=service().archive.access.choose(body["documents"], _wanted(body)))


@access.get("/drafts/<int:draft_id>/access")
@permits("draft")
@operation("getDraftAccess", "Ai được xem dự thảo / who may see a draft", ACCESS)
def of_draft(draft_id: int) -> Response:
    """Who may see a draft."""
    return jsonify(access_json(service().archive.drafts.access(draft_id)))


@access.put("/drafts/<int:draft_id>/access")
@permits("draft")
@operation(
    "setDraftAccess",
    "Chia sẻ dự thảo, hoặc giữ riêng / share a draft, or keep it to oneself again",
    ACCESS,
    body=_CHOSEN,
    problems=(422,),
)
def share(draft_id: int, body: Json) -> Response:
    """Say who may see a draft from now on; a choice that shuts out whoever makes it is refused."""
    drafts = service().archive.drafts
    drafts.share(draft_id, _wanted(body))
    return jsonify(access_json(drafts.access(draft_id)))


@access.get("/restricted-documents")
@permits("administer")
@operation(
    "listRestricted",
    "Văn bản chỉ người được nêu tên xem / documents of named access: that they are there, and nothing of them",
    page_of("documents", _RESTRICTED),
    span(),
)
def restricted(limit: int, offset: int) -> Response:
    """The newest first; `people` and `departments` count who is named, `seen` whether whoever asks is among them."""
    rows = service().archive.access.restricted()
    shown = [
        {
            "document": row.document_id,
            "owner": row.owner,
            "created": moment(row.created),
            "people": row.people,
            "departments": row.departments,
            "seen": row.seen,
        }
        for row in rows[offset : offset + limit]
    ]
    return page("documents", shown, len(rows), limit, offset)


@access.post("/restricted-documents/<int:document_id>/taking")
@permits("administer")
@operation(
    "takeAccess",
    "Nhận quyền xem một văn bản hạn chế, kèm lý do / take access to one of them, with the reason, which the audit "
    "trail keeps",
    None,
    body=shape({"reason": text(500, 1)}),
    answers={204: None},
    volatile=True,
)
def take(document_id: int, body: Json) -> tuple[str, int]:
    """Whoever asks is named among those who see it from now on."""
    service().archive.access.take(document_id, body["reason"])
    return "", 204


def _wanted(body: Json) -> Access:
    return Access(body["level"], tuple(body.get("people", ())), tuple(body.get("departments", ())))


def access_of_form(fields: Json) -> Access | None:
    """What the fields of a form say of who may see a file, None where they say nothing."""
    if "level" not in fields:
        return None
    people, departments = (named_ids(fields.get(name, "").split(",")) for name in ("people", "departments"))
    return Access(fields["level"], people, departments)


def access_json(held: Access) -> Json:
    """{level, people, departments, owner}"""
    return {
        "level": held.level,
        "people": list(held.people),
        "departments": list(held.departments),
        "owner": held.owner,
    }
