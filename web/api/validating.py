"""Whether what a request brought fits its declaration, and in two languages what does not.

jsonschema compares; here its findings become sentences. `reason` is `missing_<name>` or `wrong_<name>`.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

from archive.dates import parse_date
from web.api.parts import SCHEMAS, Json
from web.problems import WrongParameter

_TYPES = {
    "integer": ("số nguyên", "a whole number"),
    "number": ("số", "a number"),
    "string": ("chuỗi", "a string"),
    "boolean": ("true hoặc false", "true or false"),
    "array": ("danh sách", "a list"),
    "object": ("đối tượng JSON", "a JSON object"),
    "null": ("null", "null"),
}
_FORMATS = {
    "date": ("ngày có thật, dạng 2024-06-03", "a real date such as 2024-06-03"),
    "day": (
        "ngày có thật, ví dụ 03/6/2024 hoặc 2024-06-03, hoặc today",
        "a real date such as 2024-06-03 or 03/6/2024, or today",
    ),
}
_SHOWN = 40


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and _read(date.fromisoformat, value) is not None)


def _is_moment(value: object) -> bool:
    # RFC 3339: with a time zone.
    return not isinstance(value, str) or getattr(_read(datetime.fromisoformat, value), "tzinfo", None) is not None


def _is_day(value: object) -> bool:
    return not isinstance(value, str) or value == "today" or as_day(value) is not None


def as_day(value: str) -> date | None:
    """The day that a text of format `day` names, None where it names none."""
    if value.strip() in ("today", "hôm nay"):
        return date.today()
    return _read(date.fromisoformat, value.strip()) or parse_date(value)


formats = FormatChecker(formats=())
formats.checks("date")(_is_date)
formats.checks("date-time")(_is_moment)
formats.checks("day")(_is_day)


def validator(schema: Json) -> Validator:
    """What compares values with a schema, named schemas included."""
    return Draft202012Validator({**schema, "components": {"schemas": SCHEMAS}}, format_checker=formats)


def plainly_fits(value: Any, schema: Json) -> bool:
    """Whether a value of an address fits, for what is soon told; False also where the validator has to be asked."""
    kind = schema.get("type")
    if not isinstance(kind, str) or not schema.keys() <= _PLAIN.keys():
        return False
    if not isinstance(value, _PLAIN_TYPES.get(kind, ())):
        return False
    if isinstance(value, bool):
        return kind == "boolean" and schema.keys() == {"type"}
    if isinstance(value, list):
        return "items" in schema and all(plainly_fits(each, schema["items"]) for each in value)
    size = len(value) if isinstance(value, str) else value
    return all(_PLAIN[rule](size if rule in _SIZES else value, wanted) for rule, wanted in schema.items())


_PLAIN_TYPES: Mapping[str, type] = {"string": str, "integer": int, "boolean": bool, "array": list}
_SIZES = frozenset({"minLength", "maxLength", "minimum", "maximum"})
_PLAIN: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": lambda *_: True,
    "items": lambda *_: True,
    "enum": lambda value, wanted: value in wanted,
    "minLength": operator.ge,
    "maxLength": operator.le,
    "minimum": operator.ge,
    "maximum": operator.le,
}


def expect(values: Any, against: Validator) -> None:
    """Raises WrongParameter for the first thing that does not fit, outermost first."""
    found = min(against.iter_errors(values), key=lambda error: len(error.absolute_path), default=None)
    if found is not None:
        raise _told(found)


def misfit(value: Any, against: Validator) -> str:
    """Where and how an answer differs from its declaration, "" where it does not."""
    found = next(iter(against.iter_errors(value)), None)
    return "" if found is None else f"{found.json_path}: {found.message[:300]}"


def _told(error: ValidationError) -> WrongParameter:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return missing_value(missing)
    if error.validator == "anyOf" and error.context and all(each.validator == "required" for each in error.context):
        return _told(error.context[0])
    if not path and error.validator == "type":
        return WrongParameter(
            "wrong_json", "Nội dung gửi lên phải là một đối tượng JSON.", "The body must be a JSON object."
        )
    name = next((part for part in path if not part.isdigit()), "json")
    where = ".".join(path) or "JSON"
    got = _shown(error.instance)
    vi, en = _sentence(error)
    return WrongParameter(f"wrong_{name}", f"“{where}” {vi}; đã nhận {got}.", f"“{where}” {en}; got {got}.")


def missing_value(name: str) -> WrongParameter:
    """The refusal of a request that lacks a value."""
    return WrongParameter(f"missing_{name}", f"Thiếu “{name}”.", f"“{name}” is missing.")


def _sentence(error: ValidationError) -> tuple[str, str]:
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    value, rule = error.validator_value, error.validator
    kinds = schema.get("type")
    if rule in ("type", "minimum", "maximum") and {"minimum", "maximum"} <= set(schema):
        return (
            f"phải là số nguyên từ {schema['minimum']} đến {schema['maximum']}",
            f"must be a whole number from {schema['minimum']} to {schema['maximum']}",
        )
    if rule == "type":
        names: Sequence[str] = [kinds] if isinstance(kinds, str) else list(kinds or ())
        told = [_TYPES[name] for name in names]
        return f"phải là {' hoặc '.join(vi for vi, _ in told)}", f"must be {' or '.join(en for _, en in told)}"
    if rule in ("enum", "const"):
        words = ", ".join(str(word) if word != "" else "“”" for word in (value if rule == "enum" else [value]))
        return f"phải là một trong: {words}", f"must be one of: {words}"
    if rule == "format":
        vi, en = _FORMATS.get(str(value), (f"phải đúng dạng {value}", f"a {value}"))
        return f"phải là {vi}", f"must be {en}"
    known = {
        "minimum": ("phải không nhỏ hơn {}", "must be at least {}"),
        "maximum": ("phải không lớn hơn {}", "must be at most {}"),
        "minLength": ("phải dài ít nhất {} ký tự", "must have at least {} characters"),
        "maxLength": ("dài quá; tối đa {} ký tự", "is too long: at most {} characters"),
        "minItems": ("phải có ít nhất {} phần tử", "must have at least {} items"),
        "maxItems": ("có quá nhiều phần tử; tối đa {}", "has too many items: at most {}"),
        "pattern": ("phải đúng mẫu {}", "must match {}"),
    }
    vi, en = known.get(str(rule), ("không đúng khuôn dạng đã mô tả", "does not fit its description"))
    return vi.format(value), en.format(value)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"


def _read(reader: Callable[[str], Any], value: str) -> Any:
    try:
        return reader(value)
    except ValueError:
        return None
