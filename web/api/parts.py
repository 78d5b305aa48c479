"""The pieces of which the description of the API is put together."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
FLAG: Json = {"type": "boolean"}
DAY: Json = {"type": ["string", "null"], "format": "date"}


def shape(properties: Json) -> Json:
    """An object of which every property is given."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def ref(name: str) -> Json:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def query(name: str, schema: Json, description: str) -> Json:
    """A parameter in the address."""
    return {"name": name, "in": "query", "schema": schema, "description": description}


def operation(
    name: str,
    summary: str,
    schema: Json,
    parameters: list[Json] | None = None,
    wrong: tuple[str, ...] = (),
    made: bool = False,
    later: str = "",
) -> Json:
    """One operation: its answer, and the problems it may end in. `later`: the schema where it goes on afterwards."""
    answer = {"description": "OK", "content": {"application/json": {"schema": schema}}}
    problem = {"application/problem+json": {"schema": ref("Problem")}}
    responses: Json = {"200": answer}
    if made:
        responses["201"] = {**answer, "description": "Đã nạp / filed"}
    if later:
        going = {"application/json": {"schema": ref(later)}}
        responses["202"] = {"description": "Đang đọc / still being read", "content": going}
    responses.update((status, {"description": "Problem", "content": problem}) for status in wrong)
    return {"operationId": name, "summary": summary, "parameters": parameters or [], "responses": responses}


def json_body(properties: Json) -> Json:
    """A JSON object as the body."""
    return {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "properties": properties}}},
    }


def multipart(properties: Json, required: list[str]) -> Json:
    """A form with a file as the body."""
    schema = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
