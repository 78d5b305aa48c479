"""How a route of the API is declared: once, above its view.

    @api.get("/documents/<int:document_id>/graph")
    @permits("read")
    @operation("getGraph", "Các văn bản quanh một văn bản / the documents round one", GRAPH, [query("limit", …)])
    def graph(document_id: int, limit: int) -> Response: ...

What stands there is what requests are compared with before the view sees them, and what `/api/v1/openapi.json` shows
(`web.api.description`); so the two cannot differ. In tests every answer is compared with it as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import request
from jsonschema.protocols import Validator
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from web.api.parts import Json
from web.api.preconditions import guarded
from web.api.repeating import once
from web.api.validating import expect, plainly_fits, validator
from web.problems import WrongParameter

JSON = "application/json"
FORM = "multipart/form-data"
CSV = "text/csv"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WHOLE = re.compile(r"-?[0-9]{1,18}")

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Parameter:
    """A parameter in the address after `?`; the view gets it by name, `default` where it is not given."""

    name: str
    schema: Json
    about: str
    default: Any = None
    required: bool = False


def query(name: str, schema: Json, about: str, default: Any = None, required: bool = False) -> Parameter:
    """A parameter in the address. A list may be given by repeating it, and is () where it is not given."""
    if default is None and schema.get("type") == "array":
        default = ()
    return Parameter(name, schema, about, default, required)


def span(limit: int = 50, most: int = 100, farthest: int = 1_000_000) -> list[Parameter]:
    """`limit` and `offset` of a list."""
    return [
        query("limit", {"type": "integer", "minimum": 1, "maximum": most}, "Số kết quả / how many", limit),
        query("offset", {"type": "integer", "minimum": 0, "maximum": farthest}, "Bỏ qua / how many to skip", 0),
    ]


@dataclass(frozen=True)
class Operation:
    """All that is said of one method of one address.

    `answers`: by status the schema of the JSON answer; None where there is no body; a media type where it is no
    JSON, or several with ", " between.
    `body`: by media type the schema of what is sent.
    """

    name: str
    about: str
    answers: Mapping[int, Json | str | None]
    parameters: tuple[Parameter, ...] = ()
    body: Mapping[str, Json] = field(default_factory=dict)
    problems: frozenset[int] = frozenset()
    current: Callable[..., Any] | None = None
    match_needed: bool = False
    volatile: bool = False


def operation(
    name: str,
    about: str,
    answer: Json | str | None,
    parameters: Iterable[Parameter] = (),
    *,
    body: Json | None = None,
    form: Json | None = None,
    answers: Mapping[int, Json | str | None] | None = None,
    problems: Iterable[int] = (),
    current: Callable[..., Any] | None = None,
    match_needed: bool = False,
    volatile: bool = False,
) -> Callable[[View], View]:
    """Declare a view: `name` (operationId), `about` (Vietnamese / English), `answer` (schema of 200).

    `body`: schema of a JSON object, given to the view as `body`. `form`: schema of the fields of a form with files
    (`"format": "binary"`), given in the same way; the files stay in `request.files`.
    `answers`: further statuses; with `answer` None the only ones. `problems`: statuses of failures beyond those that
    follow from the rest (`web.api.description`).
    `current`: the view whose answer is the present state of what is changed: with it `If-Match` is heeded (412), with
    `match_needed` demanded (428). `volatile`: an answer that is never twice the same has no ETag; that of a POST is not
    kept to be given again (`Idempotency-Key`): it holds a secret.
    """
    media = {**({JSON: body} if body is not None else {}), **({FORM: form} if form is not None else {})}
    declared = Operation(
        name,
        about,
        dict(answers) if answer is None and answers else {200: answer, **(answers or {})},
        tuple(parameters),
        media,
        frozenset(problems),
        current,
        match_needed,
        volatile,
    )
    against = {kind: validator(_without_files(schema)) for kind, schema in media.items()}
    asked_for = _query_validator(declared.parameters)

    def declare(view: View) -> View:
        @wraps(view)
        def checked(**path: Any) -> Any:
            values = _query(declared.parameters, asked_for, request.args)
            if media:
                values["body"] = _body(against)
            held: AbstractContextManager[None] = nullcontext()
            if current is not None:
                held = guarded(lambda: current(**path), match_needed)
            with held:
                if request.method == "POST" and not volatile:
                    return once(lambda: view(**path, **values))
                return view(**path, **values)

        checked.operation = declared  # type: ignore[attr-defined]
        return cast(View, checked)

    return declare


def declared(view: Callable[..., Any] | None) -> Operation | None:
    """What is declared of a view, however it is wrapped."""
    return getattr(view, "operation", None)


def _query_validator(parameters: Sequence[Parameter]) -> Validator:
    return validator(
        {
            "type": "object",
            "properties": {each.name: each.schema for each in parameters},
            "required": [each.name for each in parameters if each.required],
        }
    )


def _query(parameters: Sequence[Parameter], against: Validator, args: MultiDict[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    fits = True
    for each in parameters:
        values = args.getlist(each.name)
        if each.schema.get("type") == "array":
            given[each.name] = [_typed(value, each.schema["items"]) for value in values]
        elif len(values) > 1:
            raise WrongParameter(
                f"wrong_{each.name}",
                f"“{each.name}” chỉ được nêu một lần; đã nhận {len(values)} lần.",
                f"“{each.name}” may be given once only; got it {len(values)} times.",
            )
        elif values:
            given[each.name] = _typed(values[0], each.schema)
        fits = fits and (plainly_fits(given[each.name], each.schema) if each.name in given else not each.required)
    if not fits:
        expect(given, against)
    return {
        each.name: tuple(dict.fromkeys(given[each.name])) if each.default == () else given.get(each.name, each.default)
        for each in parameters
    }


def _typed(value: str, schema: Json) -> Any:
    """A text of the address as what it stands for; as it is where it stands for nothing of the kind."""
    kind = schema.get("type")
    if kind == "integer" and _WHOLE.fullmatch(value):
        return int(value)
    if kind == "boolean" and value in ("true", "false", "1", "0"):
        return value in ("true", "1")
    return value


def _body(against: Mapping[str, Validator]) -> Any:
    kind = request.mimetype
    if kind == FORM and FORM in against:
        fields: dict[str, Any] = {}
        known = against[FORM].schema["properties"]
        for name, values in request.form.lists():
            if name not in known:
                continue
            if len(values) > 1:
                raise WrongParameter(
                    f"wrong_{name}",
                    f"“{name[:40]}” chỉ được nêu một lần.",
                    f"“{name[:40]}” may be given once only.",
                )
            fields[name] = values[0]
        expect(fields, against[FORM])
        return fields
    if JSON not in against or not request.is_json:
        raise UnsupportedMediaType
    try:
        body = request.get_json(silent=True)
        expect(body, against[JSON])
        _storable(body)
        return _whole(body)
    except RecursionError:
        raise WrongParameter(
            "nested_too_deep",
            "Nội dung JSON lồng nhau quá nhiều tầng. Hãy gửi đúng cấu trúc trong bản mô tả.",
            "The JSON body is nested too deep. Send what the description has.",
        ) from None


def _whole(value: Any) -> Any:
    """JSON Schema takes 50.0 for a whole number; views are to get 50."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list) else value


def _storable(body: Any) -> None:
    """Half a pair of surrogates is JSON, but no text that can be kept or shown. Raises WrongParameter."""
    try:
        request.get_data(cache=True).decode("utf-8")
        _encode(body)
    except UnicodeError:
        raise WrongParameter(
            "wrong_json",
            "Nội dung có ký tự không hợp lệ (một nửa cặp surrogate). Hãy gửi văn bản UTF-8 hợp lệ.",
            "The body has half of a surrogate pair, which is no character. Send valid UTF-8 text.",
        ) from None


def _encode(value: Any) -> None:
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, dict):
        for name, each in value.items():
            _encode(name)
            _encode(each)
    elif isinstance(value, list):
        for each in value:
            _encode(each)


def _without_files(schema: Json) -> Json:
    """The schema of a form without its files, which do not come among the fields."""
    files = {name for name, each in schema.get("properties", {}).items() if _is_file(each)}
    if not files:
        return schema
    return {
        **schema,
        "properties": {name: each for name, each in schema["properties"].items() if name not in files},
        "required": [name for name in schema.get("required", ()) if name not in files],
    }


def _is_file(schema: Json) -> bool:
    """A file, or several under one name."""
    return "binary" in (schema.get("format"), schema.get("items", {}).get("format"))
