"""Version 1: relations, validity at a date, the graph, alerts, and what is cited and not held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from archive.documents import Archive
from archive.folding import nfc, squeeze
from archive.relating import BY_HAND
from archive.stored import StoredRelation
from archive.validity import validity_at
from web.accounts.declaring import permits
from web.api.bodies import json_body
from web.pages import service
from web.parameters import MOST_HITS, day, one_of, whole_number
from web.problems import WrongParameter
from web.shapes import graph_json, relation_ids, relation_json, resting_json, standing_json, wanted_json

relations = Blueprint("api_relations", __name__, url_prefix="/api/v1")

_LONGEST_NOTE = 2000
_MOST_PATHS = 200
_FARTHEST = 1_000_000
_EDGES = 200


@relations.get("/documents/<int:document_id>/relations")
@permits("read")
def of_document(document_id: int) -> Response:
    """All relations in which a document acts or is acted on, rejected ones too."""
    archive = service().archive
    archive.record(document_id)
    return jsonify(document=document_id, relations=_shapes(archive, archive.relations.of(document_id)))


@relations.post("/documents/<int:document_id>/relations")
@permits("register")
def add(document_id: int) -> Response:
    """A relation that a person states: `{"kind", "target", "scope", "effective", "note"}`; the document acts."""
    archive = service().archive
    archive.record(document_id)
    body = json_body()
    kind, target = body.get("kind"), body.get("target")
    if kind not in BY_HAND:
        words = ", ".join(BY_HAND)
        raise WrongParameter("wrong_kind", f"“kind” phải là một trong: {words}.", f"“kind” must be one of: {words}.")
    made = archive.relations.add(
        document_id,
        kind,
        _identifier(target, "target"),
        _paths(body.get("scope")),
        _day(body, "effective"),
        squeeze(nfc(_words(body, "note"))),
    )
    service().forget_alerts()
    response = jsonify(_shapes(archive, (made,))[0])
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/relations/{made.id}"
    return response


@relations.get("/relations")
@permits("read")
def waiting() -> Response:
    """The relations read by machine that nobody has looked at."""
    archive = service().archive
    limit, offset = _span()
    found = archive.relations.to_confirm(limit, offset)
    return jsonify(
        total=archive.relations.count_to_confirm(), limit=limit, offset=offset, relations=_shapes(archive, found)
    )


@relations.get("/relations/<int:relation_id>")
@permits("read")
def one(relation_id: int) -> Response:
    """One relation."""
    archive = service().archive
    return jsonify(_shapes(archive, (archive.relations.get(relation_id),))[0])


@relations.patch("/relations/<int:relation_id>")
@permits("register")
def decide(relation_id: int) -> Response:
    """What a person says of a relation: `{"decision": "confirmed"|"rejected"|"", "target": id}`."""
    archive = service().archive
    archive.relations.get(relation_id)
    body = json_body()
    decision = body.get("decision")
    if decision not in ("confirmed", "rejected", ""):
        raise WrongParameter(
            "wrong_decision",
            "“decision” phải là confirmed, rejected hoặc chuỗi rỗng.",
            "“decision” must be confirmed, rejected or the empty string.",
        )
    target = body.get("target")
    decided = archive.relations.decide(
        relation_id, decision, _identifier(target, "target") if target is not None else None
    )
    service().forget_alerts()
    return jsonify(_shapes(archive, (decided,))[0])


@relations.delete("/relations/<int:relation_id>")
@permits("register")
def remove(relation_id: int) -> tuple[str, int]:
    """Take away a relation that a person added; one that was read is rejected instead."""
    service().archive.relations.remove(relation_id)
    service().forget_alerts()
    return "", 204


@relations.get("/documents/<int:document_id>/validity")
@permits("read")
def validity(document_id: int) -> Response:
    """The state of a document, or of one provision (`path`), on a day (`on`), and all of time behind it."""
    record = service().archive.record(document_id)
    path = request.args.get("path", "").strip()
    if len(path) > 200:
        raise WrongParameter("wrong_path", "“path” quá dài.", "“path” is too long.")
    return jsonify(standing_json(record, validity_at(record, day(request.args, "on") or date.today(), path)))


@relations.get("/documents/<int:document_id>/graph")
@permits("read")
def graph(document_id: int) -> Response:
    """The documents round a document: relations, bases and citations both ways."""
    limit = whole_number(request.args, "limit", 1, _EDGES) or 50
    return jsonify(graph_json(service().archive.graph.edges(document_id, limit=limit)))


@relations.get("/documents/<int:document_id>/affected")
@permits("read")
def affected(document_id: int) -> Response:
    """Issued documents and drafts that rest on what this document replaces, repeals, suspends or amends."""
    archive = service().archive
    archive.record(document_id)
    on = day(request.args, "on") or date.today()
    return jsonify(on=on.isoformat(), affected=[resting_json(r) for r in archive.graph.affected_by(document_id, on)])


@relations.get("/alerts")
@permits("read")
def alerts() -> Response:
    """Documents that rest on something that no longer stands: the office's own, or with `scope=all` every one."""
    limit, offset = _span()
    on = day(request.args, "on") or date.today()
    ours = one_of(request.args, "scope", ("ours", "all")) == "ours"
    # One more than asked for tells whether there are more.
    found = service().archive.graph.resting(on, ours=ours, limit=limit + 1, offset=offset)
    return jsonify(
        on=on.isoformat(),
        limit=limit,
        offset=offset,
        more=len(found) > limit,
        alerts=[resting_json(each) for each in found[:limit]],
    )


@relations.get("/wanted")
@permits("read")
def wanted() -> Response:
    """What is cited and not held, the most cited first."""
    limit, offset = _span()
    graph_of = service().archive.graph
    return jsonify(
        total=graph_of.count_wanted(),
        limit=limit,
        offset=offset,
        wanted=[wanted_json(each) for each in graph_of.wanted(limit, offset)],
    )


def _shapes(archive: Archive, found: Sequence[StoredRelation]) -> list[dict[str, Any]]:
    records = archive.records({id_ for each in found for id_ in relation_ids(each)})
    return [relation_json(each, records) for each in found]


def _span() -> tuple[int, int]:
    limit = whole_number(request.args, "limit", 1, MOST_HITS) or 50
    return limit, whole_number(request.args, "offset", 0, _FARTHEST) or 0


def _identifier(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**18:
        raise WrongParameter(
            f"wrong_{name}", f"“{name}” phải là mã của một văn bản.", f"“{name}” must be the id of a document."
        )
    return value


def _paths(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    fits = isinstance(value, list) and len(value) <= _MOST_PATHS
    if not fits or not all(isinstance(path, str) and 0 < len(path) <= 200 for path in value):
        raise WrongParameter(
            "wrong_scope",
            '“scope” phải là danh sách đường dẫn đơn vị, ví dụ ["dieu:5/khoan:2"].',
            '“scope” must be a list of provision paths such as ["dieu:5/khoan:2"].',
        )
    return tuple(dict.fromkeys(value))


def _words(body: dict[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST_NOTE:
        raise WrongParameter(
            f"wrong_{name}",
            f"“{name}” phải là một chuỗi tối đa {_LONGEST_NOTE} ký tự.",
            f"“{name}” must be a string of at most {_LONGEST_NOTE} characters.",
        )
    return value


def _day(body: dict[str, Any], name: str) -> date | None:
    given = body.get(name)
    return day({name: given if isinstance(given, str) else "" if given is None else "?"}, name)
