"""Version 1: relations, validity at a date, the graph, alerts, and what is cited and not held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.documents import Archive
from archive.folding import nfc, squeeze
from archive.relating import BY_HAND
from archive.stored import StoredRelation
from archive.validity import validity_at
from web.accounts.declaring import permits
from web.api.answering import page
from web.api.declaring import operation, query, span
from web.api.parts import DAY, FLAG, ID, ON, WHOLE, Json, listed, one_of, page_of, shape, text, whole
from web.api.schemas import ALERT, EDGE, RECORD, RELATION, STANDING, WANTED
from web.api.validating import as_day
from web.pages import service
from web.shapes import graph_json, relation_ids, relation_json, resting_json, standing_json, wanted_json

relations = Blueprint("api_relations", __name__, url_prefix="/api/v1")

_LONGEST_NOTE = 2000
_MOST_PATHS = 200
_EDGES = 200
_ON = query("on", ON, "Tính tại ngày / on this day: 2024-06-03, 03/6/2024 or today", "today")


@relations.get("/documents/<int:document_id>/relations")
@permits("read")
@operation(
    "listRelations",
    "Quan hệ của một văn bản, cả hai chiều / the relations of a document, both directions",
    shape({"document": WHOLE, "relations": listed(RELATION)}),
)
def of_document(document_id: int) -> Response:
    """All relations in which a document acts or is acted on, rejected ones too."""
    archive = service().archive
    archive.record(document_id)
    return jsonify(document=document_id, relations=_shapes(archive, archive.relations.of(document_id)))


@relations.post("/documents/<int:document_id>/relations")
@permits("register")
@operation(
    "addRelation",
    "Ghi một quan hệ / state a relation in which this document acts",
    None,
    body=shape(
        {
            "kind": one_of(*BY_HAND),
            "target": ID,
            "scope": {**listed(text(200, 1), _MOST_PATHS), "type": ["array", "null"]},
            "effective": {**ON, "type": ["string", "null"]},
            "note": text(_LONGEST_NOTE),
        },
        ("scope", "effective", "note"),
    ),
    answers={201: RELATION},
)
def add(document_id: int, body: Json) -> Response:
    """A relation that a person states: `{"kind", "target", "scope", "effective", "note"}`; the document acts."""
    archive = service().archive
    archive.record(document_id)
    made = archive.relations.add(
        document_id,
        body["kind"],
        body["target"],
        tuple(dict.fromkeys(body.get("scope") or ())),
        as_day(body.get("effective") or ""),
        squeeze(nfc(body.get("note", ""))),
    )
    service().forget_alerts()
    response = jsonify(_shapes(archive, (made,))[0])
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/relations/{made.id}"
    return response


@relations.get("/relations")
@permits("read")
@operation(
    "listRelationsToConfirm",
    "Quan hệ chờ xác nhận / relations read by machine that nobody has looked at",
    page_of("relations", RELATION),
    span(),
)
def waiting(limit: int, offset: int) -> Response:
    """The relations read by machine that nobody has looked at."""
    archive = service().archive
    found = archive.relations.to_confirm(limit, offset)
    return page("relations", _shapes(archive, found), archive.relations.count_to_confirm(), limit, offset)


@relations.get("/relations/<int:relation_id>")
@permits("read")
@operation("getRelation", "Một quan hệ / one relation", RELATION)
def one(relation_id: int) -> Response:
    """One relation."""
    archive = service().archive
    return jsonify(_shapes(archive, (archive.relations.get(relation_id),))[0])


@relations.patch("/relations/<int:relation_id>")
@permits("register")
@operation(
    "decideRelation",
    "Xác nhận, bác bỏ / confirm or reject; `target` says which document is meant",
    RELATION,
    body=shape(
        {"decision": one_of("confirmed", "rejected", ""), "target": {**ID, "type": ["integer", "null"]}}, ("target",)
    ),
    current=one,
)
def decide(relation_id: int, body: Json) -> Response:
    """What a person says of a relation: `{"decision": "confirmed"|"rejected"|"", "target": id}`."""
    archive = service().archive
    archive.relations.get(relation_id)
    decided = archive.relations.decide(relation_id, body["decision"], body.get("target"))
    service().forget_alerts()
    return jsonify(_shapes(archive, (decided,))[0])


@relations.delete("/relations/<int:relation_id>")
@permits("register")
@operation(
    "removeRelation",
    "Gỡ quan hệ do người ghi / take away a relation that a person added",
    None,
    answers={204: None},
    current=one,
)
def remove(relation_id: int) -> tuple[str, int]:
    """Take away a relation that a person added; one that was read is rejected instead."""
    service().archive.relations.remove(relation_id)
    service().forget_alerts()
    return "", 204


@relations.get("/documents/<int:document_id>/validity")
@permits("read")
@operation(
    "getValidity",
    "Hiệu lực tại một ngày và theo thời gian / validity on a day and through time",
    STANDING,
    [_ON, query("path", text(200), "Một đơn vị / one provision: dieu:5/khoan:2", "")],
)
def validity(document_id: int, on: str, path: str) -> Response:
    """The state of a document, or of one provision (`path`), on a day (`on`), and all of time behind it."""
    record = service().archive.record(document_id)
    return jsonify(standing_json(record, validity_at(record, _day(on), path.strip())))


@relations.get("/documents/<int:document_id>/graph")
@permits("read")
@operation(
    "getGraph",
    "Các văn bản quanh một văn bản / the documents round a document",
    shape({"document": RECORD, "edges": listed(EDGE), "totals": listed({"type": "object"})}),
    [query("limit", whole(1, _EDGES), "Số văn bản mỗi loại / per kind", 50)],
)
def graph(document_id: int, limit: int) -> Response:
    """The documents round a document: relations, bases and citations both ways."""
    return jsonify(graph_json(service().archive.graph.edges(document_id, limit=limit)))


@relations.get("/documents/<int:document_id>/affected")
@permits("read")
@operation(
    "listAffected",
    "Văn bản, dự thảo có căn cứ bị văn bản này tác động / what rests on what this document acts on",
    shape({"on": DAY, "affected": listed(ALERT)}),
    [_ON],
)
def affected(document_id: int, on: str) -> Response:
    """Issued documents and drafts that rest on what this document replaces, repeals, suspends or amends."""
    archive = service().archive
    archive.record(document_id)
    that = _day(on)
    found = archive.graph.affected_by(document_id, that)
    return jsonify(on=that.isoformat(), affected=[resting_json(r) for r in found])


@relations.get("/alerts")
@permits("read")
@operation(
    "listAlerts",
    "Văn bản dựa trên căn cứ không còn hiệu lực / documents that rest on what no longer stands",
    shape({"on": DAY, "limit": WHOLE, "offset": WHOLE, "more": FLAG, "alerts": listed(ALERT)}),
    [_ON, query("scope", one_of("ours", "all"), "Của cơ quan hay tất cả / ours or all", "ours"), *span()],
)
def alerts(on: str, scope: str, limit: int, offset: int) -> Response:
    """Documents that rest on something that no longer stands: the office's own, or with `scope=all` every one."""
    that = _day(on)
    # One more than asked for tells whether there are more.
    found = service().archive.graph.resting(that, ours=scope == "ours", limit=limit + 1, offset=offset)
    return jsonify(
        on=that.isoformat(),
        limit=limit,
        offset=offset,
        more=len(found) > limit,
        alerts=[resting_json(each) for each in found[:limit]],
    )


@relations.get("/wanted")
@permits("read")
@operation(
    "listWanted",
    "Văn bản được viện dẫn mà kho chưa có / what is cited and not held",
    page_of("wanted", WANTED),
    span(),
)
def wanted(limit: int, offset: int) -> Response:
    """What is cited and not held, the most cited first."""
    graph_of = service().archive.graph
    rows = [wanted_json(each) for each in graph_of.wanted(limit, offset)]
    return page("wanted", rows, graph_of.count_wanted(), limit, offset)


def _shapes(archive: Archive, found: Sequence[StoredRelation]) -> list[dict[str, Any]]:
    records = archive.records({id_ for each in found for id_ in relation_ids(each)})
    return [relation_json(each, records) for each in found]


def _day(on: str) -> date:
    return as_day(on) or date.today()
