"""The page to read and try the API: made of the same description that programs get, no script of another host."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, current_app, render_template, request

from web.accounts.declaring import permits
from web.api.description import GROUPS, openapi
from web.api.parts import SCHEMAS, Json
from web.languages import language

pages = Blueprint("developing", __name__)

_DEPTH = 4


@pages.get("/developers")
@permits("read")
def index() -> str:
    """Every operation in a line; with `group` those of one group with parameters, answers, and a form to send them."""
    described = openapi(current_app)
    groups: dict[str, list[tuple[str, str, Json]]] = {name: [] for name in GROUPS}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            groups[operation["tags"][0]].append((path, method, operation))
    wanted = request.args.get("group", "")
    return render_template(
        "developers.html",
        here="developers",
        groups=[(name, GROUPS[name], [_named(*each) for each in rows]) for name, rows in groups.items()],
        group=wanted if wanted in groups else "",
        shown=[_shown(*each) for each in groups.get(wanted, ())],
        version=described["info"]["version"],
    )


def said(about: str) -> str:
    """The half of `Vietnamese / English` that the reader reads."""
    vi, _, en = about.partition(" / ")
    return en if language() == "en" and en else vi


def example(schema: Json, depth: int = 0) -> Any:
    """A value that fits a schema, to begin with."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rsplit("/", 1)[1]]
    for choice in ("anyOf", "oneOf"):
        if choice in schema and "properties" not in schema:
            return example(schema[choice][0], depth)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = kind[0]
    if kind == "object":
        if depth >= _DEPTH:
            return {}
        return {name: example(each, depth + 1) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [] if depth >= _DEPTH else [example(schema.get("items", {}), depth + 1)]
    if kind == "string":
        return {"date": "2026-01-05", "day": "2026-01-05", "date-time": "2026-01-05T08:00:00"}.get(
            schema.get("format", ""), ""
        )
    return {"integer": schema.get("minimum", 0), "number": 0, "boolean": False}.get(kind)


def _named(path: str, method: str, operation: Json) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "about": said(operation["summary"]),
    }


def _shown(path: str, method: str, operation: Json) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    body, form = content.get("application/json"), content.get("multipart/form-data")
    fields = (form or {}).get("schema", {}).get("properties", {})
    return {
        **_named(path, method, operation),
        "permission": operation.get("x-permission", ""),
        "parameters": [
            {**each, "about": said(each.get("description", "")), "kind": _kind(each["schema"])}
            for each in operation["parameters"]
        ],
        "body": _pretty(example(body["schema"])) if body else "",
        "fields": [
            {"name": name, "file": each.get("format") == "binary", "kind": _kind(each)} for name, each in fields.items()
        ],
        "answers": [_answer(status, response) for status, response in operation["responses"].items()],
    }


def _answer(status: str, response: Json) -> dict[str, Any]:
    schema = response.get("content", {}).get("application/json", {}).get("schema")
    return {
        "status": status,
        "about": said(response["description"]),
        "example": _pretty(example(schema)) if schema and int(status) < 300 else "",
    }


def _kind(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "enum" in schema:
        return " | ".join(str(word) or "“”" for word in schema["enum"])
    kind = schema.get("type", "")
    words = " | ".join(kind) if isinstance(kind, list) else str(kind)
    if words == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    if "minimum" in schema and "maximum" in schema and schema["maximum"] < 10**12:
        return f"{words} {schema['minimum']}–{schema['maximum']}"
    return f"{words} ({schema['format']})" if "format" in schema else words


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
