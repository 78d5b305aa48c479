"""The OpenAPI 3.1 description of exactly the routes there are; a test holds the two together."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from web.api.parts import DAY, FLAG, TEXT, WHOLE, Json, json_body, multipart, operation, query, ref, shape
from web.api.relations_described import relation_paths, relation_schemas
from web.api.search_described import narrowing_parameters, search_paths, search_schemas


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
        query("type", {"type": "array", "items": TEXT}, "Tên loại / document type; may be repeated"),
        query("issuer", {"type": "array", "items": TEXT}, "Cơ quan ban hành / issuer; may be repeated"),
        query("year_from", {"type": "integer", "minimum": 1945, "maximum": 2100}, "Từ năm / first year of issue"),
        query("year_to", {"type": "integer", "minimum": 1945, "maximum": 2100}, "Đến năm / last year of issue"),
    ]
    limit = query("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "Số kết quả / how many")
    return {
        "/api/v1/openapi.json": {"get": operation("description", "This description", {"type": "object"})},
        "/api/v1/search": {
            "get": operation(
                "search",
                "Tìm điều, khoản, văn bản / find provisions and documents",
                ref("SearchResult"),
                [
                    {**query("q", {"type": "string", "maxLength": 1000}, "Từ ngữ hoặc số ký hiệu"), "required": True},
                    *facts,
                    query("in_force", TEXT, "Còn hiệu lực tại ngày / in force on this day: 2024-06-03 or today"),
                    query("mode", {"enum": ["auto", "words", "meaning"]}, "Cách tìm / how to search"),
                    *narrowing_parameters(),
                    limit,
                    query("offset", {"type": "integer", "minimum": 0, "maximum": 10000}, "Bỏ qua / how many to skip"),
                ],
                wrong=("400", "503"),
            )
        },
        **search_paths(),
        "/api/v1/documents": {
            "get": operation(
                "listDocuments",
                "Danh mục văn bản / list of documents",
                ref("DocumentList"),
                [
                    query("q", TEXT, "Có trong số, trích yếu, cơ quan / words in number, title, issuer"),
                    *facts,
                    query("state", {"enum": ["held", "catalogued"]}, "Có toàn văn hay chỉ danh mục"),
                    limit,
                    query("offset", {"type": "integer", "minimum": 0}, "Bỏ qua / how many to skip"),
                ],
                wrong=("400", "503"),
            ),
            "post": {
                **operation(
                    "addDocument",
                    "Nạp một tệp: PDF, bản quét, ảnh trang giấy (JPEG, PNG, TIFF, WebP, BMP), tệp Office, TXT, MD / "
                    "file one file: PDF, scan, picture of a page, office file, text",
                    ref("Outcome"),
                    wrong=("400", "403", "413", "422", "503"),
                    made=True,
                    later="Upload",
                ),
                "requestBody": multipart({"file": {"type": "string", "format": "binary"}}, ["file"]),
            },
        },
        "/api/v1/uploads": {
            "get": operation(
                "listUploads",
                "Các tệp đang được đọc và vừa đọc xong / files being read, and those that were",
                ref("UploadList"),
                [limit],
                wrong=("400", "503"),
            )
        },
        "/api/v1/uploads/{ticket}": {
            "get": operation(
                "getUpload",
                "Một tệp đã đến đâu / how far one file has come",
                ref("Upload"),
                [{"name": "ticket", "in": "path", "required": True, "schema": TEXT}],
                wrong=("404", "503"),
            )
        },
        "/api/v1/documents/{document_id}": {
            "get": operation(
                "getDocument",
                "Một văn bản / one document",
                ref("Document"),
                [{"name": "document_id", "in": "path", "required": True, "schema": WHOLE}],
                wrong=("404", "503"),
            )
        },
        **relation_paths(),
        "/api/v1/citations": {
            "post": {
                **operation(
                    "findCitations",
                    "Viện dẫn trong một đoạn văn / the citations of a text; with `lines` a list for each line",
                    {"type": "array", "items": {}},
                    wrong=("400", "403", "415", "503"),
                ),
                "requestBody": json_body({"text": TEXT, "lines": {"type": "array", "items": TEXT}}),
            }
        },
        "/api/v1/checks": {
            "post": {
                **operation(
                    "checkDraft",
                    "Đối chiếu dự thảo / check the citations of a draft",
                    ref("Check"),
                    wrong=("400", "403", "413", "415", "422", "503"),
                ),
                "requestBody": {
                    "required": True,
                    "content": {
                        **json_body({"text": TEXT, "date": DAY})["content"],
                        **multipart({"file": {"type": "string", "format": "binary"}, "date": TEXT}, ["file"])[
                            "content"
                        ],
                    },
                },
            }
        },
        "/healthz": {"get": operation("health", "Tình trạng kho và chỉ mục", ref("Health"), wrong=("503",))},
        "/readyz": {"get": operation("ready", "Sẵn sàng hay chưa", {"type": "object"}, wrong=("503",))},
    }


def _schemas() -> Json:
    record = {
        "id": WHOLE,
        "type": TEXT,
        "number": TEXT,
        "issued": DAY,
        "issuer": TEXT,
        "title": TEXT,
        "validity": {"type": "object"},
        "certainty": {"enum": ["sure", "likely", "doubtful", "unconfirmed"]},
        "source": TEXT,
        "held": FLAG,
        "sample": FLAG,
    }
    listed = {"type": "array", "items": {"type": "object"}}
    return {
        "Record": {"type": "object", "properties": record, "required": list(record)},
        "SearchResult": shape({"query": TEXT, "total": WHOLE, "took_ms": {"type": "number"}, "hits": listed}),
        "DocumentList": shape(
            {
                "total": WHOLE,
                "limit": WHOLE,
                "offset": WHOLE,
                "documents": {"type": "array", "items": ref("Record")},
            }
        ),
        "Document": shape(
            {
                "document": {"type": "object"},
                "provisions": listed,
                "text": TEXT,
                "cites": listed,
                "cited_by": listed,
                "files": listed,
            }
        ),
        "Outcome": shape(
            {
                "path": TEXT,
                "status": {"enum": ["added", "duplicate", "needs_review"]},
                "document": WHOLE,
                "reason": TEXT,
            }
        ),
        "Upload": shape(
            {
                "path": TEXT,
                "status": {
                    "enum": ["waiting", "reading", "recognised", "added", "duplicate", "needs_review", "refused"]
                },
                "document": {"type": ["integer", "null"]},
                "reason": TEXT,
                "ticket": TEXT,
                "done": WHOLE,
                "pages": WHOLE,
            }
        ),
        "UploadList": shape({"counts": {"type": "object"}, "uploads": {"type": "array", "items": ref("Upload")}}),
        "Check": shape({"findings": listed, "date": {"type": "string", "format": "date"}}),
        "Health": shape({"status": {"enum": ["ok", "behind", "unavailable"]}}),
        **relation_schemas(),
        **search_schemas(),
        "Problem": shape(
            {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "detail_en": TEXT, "reason": TEXT}
        ),
    }
