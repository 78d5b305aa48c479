"""What answers of the API have in common: pages of lists, ETags, and in tests the comparison with the declaration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, jsonify, request

from web.api.declaring import Operation, declared
from web.api.parts import PROBLEM
from web.api.validating import misfit, validator

BASE = "/api/v1/"


class UndeclaredAnswer(AssertionError):
    """An answer that the description does not foresee; raised in tests only."""


def install(app: Flask) -> None:
    """Finish every answer of the API. With CHECK_ANSWERS, as in tests, those outside the description become errors."""
    app.config.setdefault("CHECK_ANSWERS", CHECKED)
    app.before_request(_only_ask)
    app.after_request(_finish)


CHECKED = False
"""What CHECK_ANSWERS is where nobody says; tests set it."""


def page(name: str, rows: Sequence[Any], total: int, limit: int, offset: int, **more: Any) -> Response:
    """A part of a list: {total, limit, offset, <name>} with `Link` to the first, previous, next and last part."""
    response = jsonify({**more, "total": total, "limit": limit, "offset": offset, name: list(rows)})
    last = max(0, (total - 1) // limit * limit)
    links = {"first": 0, "last": last}
    if offset > 0:
        links["prev"] = max(0, offset - limit)
    if offset + limit < total:
        links["next"] = offset + limit
    response.headers["Link"] = ", ".join(f'<{_at(limit, start)}>; rel="{rel}"' for rel, start in links.items())
    return response


def moment(at: datetime | None) -> str | None:
    """A moment of the database, in UTC, as RFC 3339 writes it; None where there is none."""
    return f"{at.isoformat(timespec='seconds')}Z" if at is not None else None


def _at(limit: int, offset: int) -> str:
    args = {**dict(request.args.lists()), "limit": [str(limit)], "offset": [str(offset)]}
    return f"{request.path}?{urlencode(args, doseq=True)}"


def _only_ask() -> None:
    """`If-Match` guards changes (`web.api.preconditions`); a question is answered whatever it was known to be."""
    if request.method in ("GET", "HEAD") and request.path.startswith(BASE):
        for name in ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"):
            request.environ.pop(name, None)


def _finish(response: Response) -> Response:
    if not request.path.startswith(BASE):
        return response
    view = current_app.view_functions.get(request.endpoint or "")
    operation = declared(view)
    if current_app.config["CHECK_ANSWERS"] and operation is not None and request.method != "OPTIONS":
        _check(operation, response)
    headers = response.headers
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "Authorization"))
    volatile = operation is not None and operation.volatile
    if request.method in ("GET", "HEAD") and response.status_code == 200 and response.is_json and not volatile:
        response.add_etag()
        response.make_conditional(request)
    return response


def _check(operation: Operation, response: Response) -> None:
    status, where = response.status_code, f"{request.method} {request.path} {response.status_code}"
    if status >= 400:
        if response.mimetype != "application/problem+json":
            raise UndeclaredAnswer(f"{where}: {response.mimetype} is no problem+json")
        schema: Any = PROBLEM
    elif status in operation.answers:
        schema = operation.answers[status]
    elif status == 304 or response.direct_passthrough or (status == 308 and "Location" in response.headers):
        return
    else:
        raise UndeclaredAnswer(f"{where}: this status is not declared")
    if isinstance(schema, dict):
        wrong = misfit(response.get_json(), validator(schema))
        if wrong:
            raise UndeclaredAnswer(f"{where}: {wrong}")
