"""The pieces that the routes of the API are declared with: JSON Schema 2020-12, which OpenAPI 3.1 takes as it is."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
NUMBER: Json = {"type": "number"}
FLAG: Json = {"type": "boolean"}
DAY: Json = {"type": ["string", "null"], "format": "date"}
MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
ID: Json = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
OBJECT: Json = {"type": "object"}
# As people write days: 2024-06-03, 03/6/2024, today.
ON: Json = {"type": "string", "format": "day", "maxLength": 60}

SCHEMAS: dict[str, Json] = {}
"""Every schema with a name, as `components/schemas` of the description shows them."""


def named(name: str, schema: Json) -> Json:
    """Give a schema a name, once in the whole API; what is given back refers to it. Raises ValueError."""
    if SCHEMAS.setdefault(name, schema) != schema:
        raise ValueError(f"two schemas are named {name}")
    return {"$ref": f"#/components/schemas/{name}"}


def shape(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    """An object of which every property is given, but for the optional ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def listed(items: Json, most: int | None = None) -> Json:
    """A list."""
    return {"type": "array", "items": items, **({} if most is None else {"maxItems": most})}


def text(longest: int, shortest: int = 0) -> Json:
    """A text of so many characters at most."""
    return {"type": "string", "maxLength": longest, **({"minLength": shortest} if shortest else {})}


def whole(least: int, most: int) -> Json:
    """A whole number between two bounds."""
    return {"type": "integer", "minimum": least, "maximum": most}


def one_of(*words: str) -> Json:
    """One of some words."""
    return {"type": "string", "enum": list(words)}


def or_null(schema: Json) -> Json:
    """What may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def page_of(name: str, items: Json, **more: Json) -> Json:
    """A list with its place in the whole: {total, limit, offset, <name>}; `web.api.answering.page` answers it."""
    return shape({**more, "total": WHOLE, "limit": WHOLE, "offset": WHOLE, name: listed(items)})


PROBLEM = named(
    "Problem",
    {
        **shape(
            {
                "type": TEXT,
                "title": TEXT,
                "status": WHOLE,
                "detail": {**TEXT, "description": "Sai gì, làm gì tiếp"},
                "detail_en": {**TEXT, "description": "What was wrong, what to do next"},
                "reason": {**TEXT, "description": "Mã lỗi không đổi giữa các phiên bản / stable name of the reason"},
            }
        ),
        "description": "RFC 9457",
    },
)
