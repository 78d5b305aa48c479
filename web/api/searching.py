"""Routes beside the search itself: suggestions, likeness, kept searches."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from archive.saved_searches import SavedSearch
from archive.shapes import record_json
from indexer.likeness import Alike
from web.accounts.declaring import permits
from web.api.bodies import json_body
from web.keeping import new_in, tidy_address
from web.pages import service
from web.parameters import LONGEST_QUERY, query_words, whole_number
from web.problems import WrongParameter

searching = Blueprint("api_searching", __name__, url_prefix="/api/v1")

_FEW = 20


@searching.get("/suggestions")
@permits("read")
def suggestions() -> Response:
    """Suggestions while a query is typed."""
    if "q" not in request.args:
        raise WrongParameter("missing_q", "Thiếu “q”.", "“q” is missing.")
    typed = query_words(request.args)
    if (request.args.get("q") or "").endswith(" "):
        typed += " "
    limit = whole_number(request.args, "limit", 1, _FEW) or 8
    found = service().suggester.of(typed, limit)
    return jsonify(
        query=typed,
        suggestions=[
            {"kind": one.kind, "text": one.text, "query": one.query, "detail": one.detail, "document": one.document}
            for one in found
        ],
    )


@searching.get("/documents/<int:document_id>/similar")
@permits("read")
def similar(document_id: int) -> Response:
    """Documents, and for a provision provisions, that say the like."""
    limit = whole_number(request.args, "limit", 1, _FEW) or 5
    documents, provisions = service().similar(document_id, (request.args.get("p") or "").strip(), limit)
    return jsonify(documents=[_alike(one) for one in documents], provisions=[_alike(one) for one in provisions])


@searching.get("/searches")
@permits("read")
def searches() -> Response:
    """Kept searches, with how many documents are new in each."""
    desk = service()
    return jsonify(searches=[_kept(one, len(new_in(desk, one))) for one in desk.archive.searches.all()])


@searching.post("/searches")
@permits("read")
def keep() -> Response:
    """Keep a search: `{"name": …, "address": "q=…&type=…"}`."""
    body = json_body()
    name, address = body.get("name", ""), body.get("address")
    if not isinstance(name, str) or not isinstance(address, str) or not (tidy := tidy_address(address)):
        raise WrongParameter(
            "wrong_address",
            "“address” phải là câu tìm như trong địa chỉ trang, ví dụ “q=dân vận&type=Chỉ thị”.",
            "“address” must be a search as in the page's address, such as “q=dân vận&type=Chỉ thị”.",
        )
    response = jsonify(_kept(service().archive.searches.keep(name.strip()[:LONGEST_QUERY], tidy), 0))
    response.status_code = 201
    return response


@searching.get("/searches/<int:search_id>")
@permits("read")
def new_in_search(search_id: int) -> Response:
    """What has come into the archive that this search finds, since it was last looked at."""
    desk = service()
    search = desk.archive.searches.get(search_id)
    new = new_in(desk, search)
    return jsonify(search=_kept(search, len(new)), documents=[record_json(record) for record in new])


@searching.post("/searches/<int:search_id>/seen")
@permits("read")
def see(search_id: int) -> Response:
    """Mark a search as looked at."""
    searches = service().archive.searches
    searches.look(search_id)
    return jsonify(_kept(searches.get(search_id), 0))


@searching.delete("/searches/<int:search_id>")
@permits("read")
def forget(search_id: int) -> Response:
    """Keep a search no longer."""
    searches = service().archive.searches
    search = searches.get(search_id)
    searches.forget(search_id)
    return jsonify(_kept(search, None))


def _kept(search: SavedSearch, new: int | None) -> dict[str, Any]:
    return {
        "id": search.id,
        "name": search.name,
        "address": search.address,
        "seen": search.seen.isoformat(timespec="seconds") + "Z",
        "new": new,
    }


def _alike(one: Alike) -> dict[str, Any]:
    unit = one.unit
    return {
        "document": record_json(one.record),
        "provision": {"path": unit.path, "label": unit.label, "heading": unit.heading} if unit else None,
        "likeness": round(one.likeness, 3),
    }
