"""Whether the application is up (`/readyz`) and how the archive and its index are (`/healthz`)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from archive.errors import CancuError, NotFound
from web.accounts.declaring import open_to_all
from web.accounts.gate import may
from web.api.declaring import operation
from web.api.parts import one_of, shape
from web.metrics import TYPE, metrics
from web.pages import service
from web.security import is_loopback

health = Blueprint("health", __name__)

_HEALTH = shape({"status": one_of("ok", "behind", "unavailable")})
_READY = shape({"status": one_of("ok", "unavailable")})


@health.get("/healthz")
@open_to_all
@operation(
    "health",
    "Tình trạng kho và chỉ mục / how archive and index are",
    _HEALTH,
    answers={503: _HEALTH},
)
def healthz() -> Response:
    """Status; administrators are told more, how many documents there are and how the index is. 503 where unusable."""
    state = service().health()
    if state["status"] != "unavailable" and not may("administer"):
        state = {"status": state["status"]}
    response = jsonify(state)
    response.status_code = 503 if state["status"] == "unavailable" else 200
    response.cache_control.no_store = True
    return response


@health.get("/metrics")
@open_to_all
def numbers() -> Response:
    """Counts and sizes for a monitor, to this machine only: not even numbers are everybody's."""
    if not is_loopback(request.remote_addr or ""):
        raise NotFound("no_such_page", "Không có trang này.", "There is no such page.")
    response = Response(metrics(service()), content_type=TYPE)
    response.cache_control.no_store = True
    return response


@health.get("/readyz")
@open_to_all
@operation("ready", "Sẵn sàng hay chưa / whether requests are answered", _READY, answers={503: _READY})
def readyz() -> Response:
    """200 as soon as requests can be answered."""
    try:
        service().archive  # noqa: B018 - opening it is the question
    except CancuError as error:
        response = jsonify(status="unavailable", reason=error.reason, detail=error.vi, detail_en=error.en)
        response.status_code = 503
        return response
    return jsonify(status="ok")
