"""The description of the routes in `web.api.relations`."""

from __future__ import annotations

from archive.relating import BY_HAND
from archive.relations import KINDS
from web.api.parts import DAY, FLAG, TEXT, WHOLE, Json, json_body, operation, query, ref, shape

_DOCUMENT: Json = {"name": "document_id", "in": "path", "required": True, "schema": WHOLE}
_RELATION: Json = {"name": "relation_id", "in": "path", "required": True, "schema": WHOLE}
_PATHS: Json = {"type": "array", "items": TEXT}
_ON = query("on", TEXT, "Tính tại ngày / on this day: 2024-06-03, 03/6/2024 or today")
_LIMIT = query("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "Số kết quả / how many")
_OFFSET = query("offset", {"type": "integer", "minimum": 0}, "Bỏ qua / how many to skip")


def relation_paths() -> Json:
    """The paths, as OpenAPI has them."""
    return {
        "/api/v1/documents/{document_id}/relations": {
            "get": operation(
                "listRelations",
                "Quan hệ của một văn bản / the relations of a document, both directions",
                ref("DocumentRelations"),
                [_DOCUMENT],
                wrong=("404", "503"),
            ),
            "post": {
                **operation(
                    "addRelation",
                    "Ghi một quan hệ / state a relation in which this document acts",
                    ref("Relation"),
                    [_DOCUMENT],
                    wrong=("400", "403", "404", "409", "415", "422", "503"),
                    made=True,
                ),
                "requestBody": json_body(
                    {"kind": {"enum": list(BY_HAND)}, "target": WHOLE, "scope": _PATHS, "effective": DAY, "note": TEXT}
                ),
            },
        },
        "/api/v1/relations": {
            "get": operation(
                "listRelationsToConfirm",
                "Quan hệ chờ xác nhận / relations read by machine that nobody has looked at",
                ref("RelationList"),
                [_LIMIT, _OFFSET],
                wrong=("400", "503"),
            )
        },
        "/api/v1/relations/{relation_id}": {
            "get": operation(
                "getRelation", "Một quan hệ / one relation", ref("Relation"), [_RELATION], wrong=("404", "503")
            ),
            "patch": {
                **operation(
                    "decideRelation",
                    "Xác nhận, bác bỏ / confirm or reject; `target` says which document is meant",
                    ref("Relation"),
                    [_RELATION],
                    wrong=("400", "403", "404", "409", "415", "422", "503"),
                ),
                "requestBody": json_body({"decision": {"enum": ["confirmed", "rejected", ""]}, "target": WHOLE}),
            },
            "delete": {
                **operation(
                    "removeRelation",
                    "Gỡ quan hệ do người ghi / take away a relation that a person added",
                    {},
                    [_RELATION],
                    wrong=("403", "404", "409", "503"),
                ),
                "responses": {"204": {"description": "Đã gỡ / removed"}, **_problems("403", "404", "409", "503")},
            },
        },
        "/api/v1/documents/{document_id}/validity": {
            "get": operation(
                "getValidity",
                "Hiệu lực tại một ngày và theo thời gian / validity on a day and through time",
                ref("Standing"),
                [_DOCUMENT, _ON, query("path", TEXT, "Một đơn vị / one provision: dieu:5/khoan:2")],
                wrong=("400", "404", "503"),
            )
        },
        "/api/v1/documents/{document_id}/graph": {
            "get": operation(
                "getGraph",
                "Các văn bản quanh một văn bản / the documents round a document",
                ref("Graph"),
                [
                    _DOCUMENT,
                    query("limit", {"type": "integer", "minimum": 1, "maximum": 200}, "Số văn bản mỗi loại / per kind"),
                ],
                wrong=("400", "404", "503"),
            )
        },
        "/api/v1/documents/{document_id}/affected": {
            "get": operation(
                "listAffected",
                "Văn bản, dự thảo có căn cứ bị văn bản này tác động / what rests on what this document acts on",
                shape({"on": DAY, "affected": {"type": "array", "items": ref("Alert")}}),
                [_DOCUMENT, _ON],
                wrong=("400", "404", "503"),
            )
        },
        "/api/v1/alerts": {
            "get": operation(
                "listAlerts",
                "Văn bản dựa trên căn cứ không còn hiệu lực / documents that rest on what no longer stands",
                ref("AlertList"),
                [
                    _ON,
                    query("scope", {"enum": ["ours", "all"]}, "Của cơ quan hay tất cả / ours or all"),
                    _LIMIT,
                    _OFFSET,
                ],
                wrong=("400", "503"),
            )
        },
        "/api/v1/wanted": {
            "get": operation(
                "listWanted",
                "Văn bản được viện dẫn mà kho chưa có / what is cited and not held",
                ref("WantedList"),
                [_LIMIT, _OFFSET],
                wrong=("400", "503"),
            )
        },
    }


def relation_schemas() -> Json:
    """The schemas that those paths refer to."""
    listed = {"type": "array", "items": {"type": "object"}}
    record = {"oneOf": [ref("Record"), {"type": "null"}]}
    counted = {"total": WHOLE, "limit": WHOLE, "offset": WHOLE}
    return {
        "Relation": shape(
            {
                "id": WHOLE,
                "kind": {"enum": list(KINDS)},
                "source": record,
                "target": record,
                "cited": {"type": "object"},
                "status": {"enum": ["resolved", "ambiguous", "not_held"]},
                "candidates": {"type": "array", "items": ref("Record")},
                "scope": _PATHS,
                "own_path": TEXT,
                "effective": DAY,
                "until": DAY,
                "evidence": {"type": "object"},
                "origin": TEXT,
                "stated_by": TEXT,
                "certainty": {"enum": ["sure", "likely", "doubtful"]},
                "note": TEXT,
                "decision": {"enum": ["", "confirmed", "rejected"]},
            }
        ),
        "DocumentRelations": shape({"document": WHOLE, "relations": {"type": "array", "items": ref("Relation")}}),
        "RelationList": shape({**counted, "relations": {"type": "array", "items": ref("Relation")}}),
        "Standing": shape(
            {
                "document": ref("Record"),
                "path": TEXT,
                "validity": {"type": "object"},
                "paths": _PATHS,
                "effects": listed,
                "timeline": listed,
            }
        ),
        "Graph": shape({"document": ref("Record"), "edges": listed, "totals": listed}),
        "Alert": shape(
            {
                "document": record,
                "draft": {"type": ["object", "null"]},
                "target": ref("Record"),
                "validity": {"type": "object"},
                "successors": {"type": "array", "items": ref("Record")},
                "text": TEXT,
            }
        ),
        "AlertList": shape(
            {
                "on": DAY,
                "limit": WHOLE,
                "offset": WHOLE,
                "more": FLAG,
                "alerts": {"type": "array", "items": ref("Alert")},
            }
        ),
        "WantedList": shape({**counted, "wanted": listed}),
    }


def _problems(*statuses: str) -> Json:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    return {status: {"description": "Problem", "content": content} for status in statuses}
