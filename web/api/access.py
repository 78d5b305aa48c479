"""Routes of access: who may see a document."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from archive.access import NAMED, OFFICE, Access
from web.accounts.declaring import permits
from web.api.declaring import operation
from web.api.parts import ID, WHOLE, Json, listed, named, one_of, or_null, shape
from web.pages import service

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
    body=shape(
        {"level": one_of(OFFICE, NAMED), "people": listed(ID, 1000), "departments": listed(ID, 1000)},
        optional=("people", "departments"),
    ),
    problems=(422,),
)
def choose(document_id: int, body: Json) -> Response:
    """Say who may see a document from now on; a choice that shuts out whoever makes it is refused."""
    wanted = Access(body["level"], tuple(body.get("people", ())), tuple(body.get("departments", ())))
    chosen = service().archive.access
    chosen.choose([document_id], wanted)
    return jsonify(access_json(chosen.of(document_id)))


def access_json(held: Access) -> Json:
    """{level, people, departments, owner}"""
    return {
        "level": held.level,
        "people": list(held.people),
        "departments": list(held.departments),
        "owner": held.owner,
    }
