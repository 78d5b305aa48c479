"""The description of what belongs to search: its filters, suggestions, likeness, kept searches."""

from __future__ import annotations

from indexer.catalogue import HELD, LEVELS, STATES
from indexer.search import SORTS
from web.api.parts import TEXT, WHOLE, Json, json_body, operation, query, ref, shape


def narrowing_parameters() -> list[Json]:
    """What a search can be narrowed to and ordered by, beyond type, issuer and year."""

    def several(name: str, allowed: tuple[str, ...], description: str) -> Json:
        return query(name, {"type": "array", "items": {"enum": list(allowed)}}, description)

    return [
        several("level", LEVELS, "Cấp ban hành / level of the issuer"),
        query("field", {"type": "array", "items": TEXT}, "Lĩnh vực / field, as the facet names it"),
        several("validity", STATES, "Hiệu lực tại ngày in_force, không thì hôm nay / validity on in_force, else today"),
        several("held", HELD, "Có toàn văn hay chỉ danh mục / with text, or only catalogued"),
        query("sort", {"enum": list(SORTS)}, "Sắp xếp / order"),
        query("typed", {"enum": ["", "1"]}, "1: tìm đúng như gõ / nothing mended or restored"),
    ]


def search_paths() -> Json:
    """Paths of suggestions, likeness and kept searches."""
    limit = query("limit", {"type": "integer", "minimum": 1, "maximum": 20}, "Số kết quả / how many")
    here = {"name": "document_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    kept = {"name": "search_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    return {
        "/api/v1/suggestions": {
            "get": operation(
                "suggest",
                "Gợi ý khi đang gõ / suggestions while typing",
                ref("Suggestions"),
                [
                    {
                        **query("q", {"type": "string", "maxLength": 1000}, "Phần đã gõ / typed so far"),
                        "required": True,
                    },
                    limit,
                ],
                wrong=("400", "503"),
            )
        },
        "/api/v1/documents/{document_id}/similar": {
            "get": operation(
                "similar",
                "Văn bản, điều khoản tương tự / documents and provisions like this one",
                ref("Similar"),
                [here, query("p", TEXT, "Đường dẫn điều, khoản / path of a provision: dieu:5"), limit],
                wrong=("400", "404", "503"),
            )
        },
        "/api/v1/searches": {
            "get": operation("listSearches", "Tìm kiếm đã lưu / kept searches", ref("SearchList"), wrong=("503",)),
            "post": {
                **operation(
                    "keepSearch",
                    "Lưu tìm kiếm / keep a search",
                    ref("KeptSearch"),
                    wrong=("400", "422", "503"),
                    made=True,
                ),
                "requestBody": json_body({"name": TEXT, "address": TEXT}),
            },
        },
        "/api/v1/searches/{search_id}": {
            "get": operation(
                "newInSearch",
                "Văn bản mới trong tìm kiếm / what is new in it",
                ref("NewInSearch"),
                [kept],
                ("404", "503"),
            ),
            "delete": operation(
                "forgetSearch", "Bỏ tìm kiếm đã lưu / keep it no longer", ref("KeptSearch"), [kept], ("404", "503")
            ),
        },
        "/api/v1/searches/{search_id}/seen": {
            "post": operation(
                "seeSearch", "Đánh dấu đã xem / mark as looked at", ref("KeptSearch"), [kept], ("404", "503")
            )
        },
    }


def search_schemas() -> Json:
    """Schemas of these paths."""
    suggestion = shape(
        {
            "kind": {"enum": ["document", "heading"]},
            "text": TEXT,
            "query": TEXT,
            "detail": TEXT,
            "document": {"type": ["integer", "null"]},
        }
    )
    alike = shape(
        {"document": ref("Record"), "provision": {"type": ["object", "null"]}, "likeness": {"type": "number"}}
    )
    kept = shape({"id": WHOLE, "name": TEXT, "address": TEXT, "seen": TEXT, "new": {"type": ["integer", "null"]}})
    return {
        "Suggestions": shape({"query": TEXT, "suggestions": {"type": "array", "items": suggestion}}),
        "Similar": shape(
            {"documents": {"type": "array", "items": alike}, "provisions": {"type": "array", "items": alike}}
        ),
        "KeptSearch": kept,
        "SearchList": shape({"searches": {"type": "array", "items": ref("KeptSearch")}}),
        "NewInSearch": shape({"search": ref("KeptSearch"), "documents": {"type": "array", "items": ref("Record")}}),
    }
