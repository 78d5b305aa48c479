"""Routes beside the search itself: suggestions, likeness, kept searches."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from archive.errors import RefusedInput
from archive.saved_searches import SavedSearch
from archive.shapes import record_json
from indexer.likeness import Alike
from web.accounts.declaring import permits
from web.api.declaring import operation, query
from web.api.parts import TEXT, WHOLE, Json, listed, named, one_of, or_null, shape, text, whole
from web.api.schemas import RECORD
from web.keeping import new_in, tidy_address
from web.pages import service
from web.parameters import LONGEST_QUERY

searching = Blueprint("api_searching", __name__, url_prefix="/api/v1")

_FEW = 20


_SUGGESTION = shape(
    {
        "kind": one_of("document", "heading"),
        "text": TEXT,
        "query": TEXT,
        "detail": TEXT,
        "document": {"type": ["integer", "null"]},
    }
)
_ALIKE = shape(
    {
        "document": RECORD,
        "provision": or_null(shape({"path": TEXT, "label": TEXT, "heading": TEXT})),
        "likeness": {"type": "number"},
    }
)
KEPT = named(
    "KeptSearch",
    shape({"id": WHOLE, "name": TEXT, "address": TEXT, "seen": TEXT, "new": {"type": ["integer", "null"]}}),
)


@searching.get("/suggestions")
@permits("read")
@operation(
    "suggest",
    "Gợi ý khi đang gõ / suggestions while typing",
    shape({"query": TEXT, "suggestions": listed(_SUGGESTION)}),
    [
        query("q", text(LONGEST_QUERY), "Phần đã gõ / typed so far", required=True),
        query("limit", whole(1, _FEW), "Số kết quả / how many", 8),
    ],
)
def suggestions(q: str, limit: int) -> Response:
    """Suggestions while a query is typed."""
    typed = q.replace("\0", " ").strip()
    if q.endswith(" "):
        typed += " "
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
@operation(
    "similar",
    "Văn bản, điều khoản tương tự / documents and provisions like this one",
    shape({"documents": listed(_ALIKE), "provisions": listed(_ALIKE)}),
    [
        query("p", text(200), "Đường dẫn điều, khoản / path of a provision: dieu:5", ""),
        query("limit", whole(1, _FEW), "Số kết quả / how many", 5),
    ],
)
def similar(document_id: int, p: str, limit: int) -> Response:
    """Documents, and for a provision provisions, that say the like."""
    documents, provisions = service().similar(document_id, p.strip(), limit)
    return jsonify(documents=[_alike(one) for one in documents], provisions=[_alike(one) for one in provisions])


@searching.get("/searches")
@permits("read")
@operation("listSearches", "Tìm kiếm đã lưu / kept searches", shape({"searches": listed(KEPT)}))
def searches() -> Response:
    """Kept searches, with how many documents are new in each."""
    desk = service()
    return jsonify(searches=[_kept(one, len(new_in(desk, one))) for one in desk.archive.searches.all()])


@searching.post("/searches")
@permits("read")
@operation(
    "keepSearch",
    "Lưu tìm kiếm / keep a search",
    None,
    body=shape({"name": text(LONGEST_QUERY), "address": text(8000, 1)}, ("name",)),
    answers={201: KEPT},
)
def keep(body: Json) -> Response:
    """Keep a search: `{"name": …, "address": "q=…&type=…"}`."""
    tidy = tidy_address(body["address"])
    if not tidy:
        raise RefusedInput(
            "wrong_address",
            "“address” phải là câu tìm như trong địa chỉ trang, ví dụ “q=dân vận&type=Chỉ thị”.",
            "“address” must be a search as in the page's address, such as “q=dân vận&type=Chỉ thị”.",
        )
    response = jsonify(_kept(service().archive.searches.keep(body.get("name", "").strip(), tidy), 0))
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/searches/{response.get_json()['id']}"
    return response


@searching.get("/searches/<int:search_id>")
@permits("read")
@operation(
    "newInSearch",
    "Văn bản mới trong tìm kiếm / what is new in it",
    shape({"search": KEPT, "documents": listed(RECORD)}),
)
def new_in_search(search_id: int) -> Response:
    """What has come into the archive that this search finds, since it was last looked at."""
    desk = service()
    search = desk.archive.searches.get(search_id)
    new = new_in(desk, search)
    return jsonify(search=_kept(search, len(new)), documents=[record_json(record) for record in new])


@searching.post("/searches/<int:search_id>/seen")
@permits("read")
@operation("seeSearch", "Đánh dấu đã xem / mark as looked at", KEPT)
def see(search_id: int) -> Response:
    """Mark a search as looked at."""
    searches = service().archive.searches
    searches.look(search_id)
    return jsonify(_kept(searches.get(search_id), 0))


@searching.delete("/searches/<int:search_id>")
@permits("read")
@operation("forgetSearch", "Bỏ tìm kiếm đã lưu / keep it no longer", KEPT, current=new_in_search)
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
