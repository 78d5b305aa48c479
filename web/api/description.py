"""The OpenAPI 3.1 description of exactly the routes there are; a test holds the two together."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_WHOLE: Json = {"type": "integer"}
_FLAG: Json = {"type": "boolean"}
_DAY: Json = {"type": ["string", "null"], "format": "date"}


def openapi() -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Căn Cứ",
            "version": _version(),
            "description": "Kho văn bản và tra cứu căn cứ pháp lý / archive of Vietnamese official documents. "
            "Answers this machine only.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _version() -> str:
    try:
        return version("cancu")
    except PackageNotFoundError:
        return "0"


def _paths() -> Json:
    facts = [
        _query("type", {"type": "array", "items": _TEXT}, "Tên loại / document type; may be repeated"),
        _query("issuer", {"type": "array", "items": _TEXT}, "Cơ quan ban hành / issuer; may be repeated"),
        _query("year_from", {"type": "integer", "minimum": 1945, "maximum": 2100}, "Từ năm / first year of issue"),
        _query("year_to", {"type": "integer", "minimum": 1945, "maximum": 2100}, "Đến năm / last year of issue"),
    ]
    limit = _query("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "Số kết quả / how many")
    return {
        "/api/v1/openapi.json": {"get": _operation("description", "This description", {"type": "object"})},
        "/api/v1/search": {
            "get": _operation(
                "search",
                "Tìm điều, khoản, văn bản / find provisions and documents",
                _ref("SearchResult"),
                [
                    {**_query("q", {"type": "string", "maxLength": 1000}, "Từ ngữ hoặc số ký hiệu"), "required": True},
                    *facts,
                    _query("in_force", _TEXT, "Còn hiệu lực tại ngày / in force on this day: 2024-06-03 or today"),
                    _query("mode", {"enum": ["auto", "words", "meaning"]}, "Cách tìm / how to search"),
                    limit,
                    _query("offset", {"type": "integer", "minimum": 0, "maximum": 10000}, "Bỏ qua / how many to skip"),
                ],
                wrong=("400", "503"),
            )
        },
        "/api/v1/documents": {
            "get": _operation(
                "listDocuments",
                "Danh mục văn bản / list of documents",
                _ref("DocumentList"),
                [
                    _query("q", _TEXT, "Có trong số, trích yếu, cơ quan / words in number, title, issuer"),
                    *facts,
                    _query("state", {"enum": ["held", "catalogued"]}, "Có toàn văn hay chỉ danh mục"),
                    limit,
                    _query("offset", {"type": "integer", "minimum": 0}, "Bỏ qua / how many to skip"),
                ],
                wrong=("400", "503"),
            ),
            "post": {
                **_operation(
                    "addDocument",
                    "Nạp một tệp / file one file",
                    _ref("Outcome"),
                    wrong=("400", "403", "413", "422", "503"),
                    made=True,
                ),
                "requestBody": _multipart({"file": {"type": "string", "format": "binary"}}, ["file"]),
            },
        },
        "/api/v1/documents/{document_id}": {
            "get": _operation(
                "getDocument",
                "Một văn bản / one document",
                _ref("Document"),
                [{"name": "document_id", "in": "path", "required": True, "schema": _WHOLE}],
                wrong=("404", "503"),
            )
        },
        "/api/v1/citations": {
            "post": {
                **_operation(
                    "findCitations",
                    "Viện dẫn trong một đoạn văn / the citations of a text; with `lines` a list for each line",
                    {"type": "array", "items": {}},
                    wrong=("400", "403", "415", "503"),
                ),
                "requestBody": _json_body({"text": _TEXT, "lines": {"type": "array", "items": _TEXT}}),
            }
        },
        "/api/v1/checks": {
            "post": {
                **_operation(
                    "checkDraft",
                    "Đối chiếu dự thảo / check the citations of a draft",
                    _ref("Check"),
                    wrong=("400", "403", "413", "415", "422", "503"),
                ),
                "requestBody": {
                    "required": True,
                    "content": {
                        **_json_body({"text": _TEXT, "date": _DAY})["content"],
                        **_multipart({"file": {"type": "string", "format": "binary"}, "date": _TEXT}, ["file"])[
                            "content"
                        ],
                    },
                },
            }
        },
        "/healthz": {"get": _operation("health", "Tình trạng kho và chỉ mục", _ref("Health"), wrong=("503",))},
        "/readyz": {"get": _operation("ready", "Sẵn sàng hay chưa", {"type": "object"}, wrong=("503",))},
    }


def _schemas() -> Json:
    record = {
        "id": _WHOLE,
        "type": _TEXT,
        "number": _TEXT,
        "issued": _DAY,
        "issuer": _TEXT,
        "title": _TEXT,
        "validity": {"type": "object"},
        "certainty": {"enum": ["sure", "likely", "doubtful", "unconfirmed"]},
        "source": _TEXT,
        "held": _FLAG,
        "sample": _FLAG,
    }
    listed = {"type": "array", "items": {"type": "object"}}
    return {
        "Record": {"type": "object", "properties": record, "required": list(record)},
        "SearchResult": _object({"query": _TEXT, "total": _WHOLE, "took_ms": {"type": "number"}, "hits": listed}),
        "DocumentList": _object(
            {
                "total": _WHOLE,
                "limit": _WHOLE,
                "offset": _WHOLE,
                "documents": {"type": "array", "items": _ref("Record")},
            }
        ),
        "Document": _object(
            {
                "document": {"type": "object"},
                "provisions": listed,
                "text": _TEXT,
                "cites": listed,
                "cited_by": listed,
                "files": listed,
            }
        ),
        "Outcome": _object(
            {
                "path": _TEXT,
                "status": {"enum": ["added", "duplicate", "needs_review"]},
                "document": _WHOLE,
                "reason": _TEXT,
            }
        ),
        "Check": _object({"findings": listed, "date": {"type": "string", "format": "date"}}),
        "Health": _object({"status": {"enum": ["ok", "behind", "unavailable"]}}),
        "Problem": _object(
            {"type": _TEXT, "title": _TEXT, "status": _WHOLE, "detail": _TEXT, "detail_en": _TEXT, "reason": _TEXT}
        ),
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _query(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _operation(
    name: str,
    summary: str,
    schema: Json,
    parameters: list[Json] | None = None,
    wrong: tuple[str, ...] = (),
    made: bool = False,
) -> Json:
    answer = {"description": "OK", "content": {"application/json": {"schema": schema}}}
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    responses: Json = {"200": answer}
    if made:
        responses["201"] = {**answer, "description": "Đã nạp / filed"}
    responses.update((status, {"description": "Problem", "content": problem}) for status in wrong)
    return {"operationId": name, "summary": summary, "parameters": parameters or [], "responses": responses}


def _json_body(properties: Json) -> Json:
    return {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "properties": properties}}},
    }


def _multipart(properties: Json, required: list[str]) -> Json:
    schema = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
