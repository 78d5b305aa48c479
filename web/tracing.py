"""What was seen and taken out, told to the audit trail by one rule over every route, those of later features too.

An answer that carries a document or a draft of an address was seen; an answer to be saved as a file was exported.
Routes need not think of it. What is asked of the search is nobody's business and is not kept: searches are counted.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, request

from archive import audit
from archive.errors import CancuError
from web.pages import service

log = logging.getLogger("cancu.web")

_PIECES = frozenset({"originals.page", "originals.piece", "static"})
"""Pictures that a page already told of carries in it."""


_SEARCHES = frozenset({"search.home", "api.search"})


def install(app: Flask) -> None:
    """Tell of every answer of the application."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    if request.endpoint is None or request.endpoint in _PIECES or response.status_code not in (200, 206, 304):
        return response
    if request.endpoint in _SEARCHES and request.args.get("q", "").strip() and response.status_code == 200:
        _count()
    given = request.view_args or {}
    document, draft = given.get("document_id"), given.get("draft_id")
    saved = response.headers.get("Content-Disposition", "").startswith("attachment")
    if not saved and (request.method != "GET" or (document is None and draft is None)):
        return response
    details: dict[str, object] = {"draft": draft} if draft is not None else {}
    try:
        archive = service().archive
        if not saved:
            audit.saw(archive, document, details)
        elif request.headers.get("Range", "bytes=0-").startswith("bytes=0"):
            # A viewer that asks for a file piece by piece takes it out once.
            audit.later(archive, "exported", document, {**details, "what": request.endpoint})
    except CancuError as error:
        log.warning("not told to the audit trail: %s", error.reason)
    return response


def _count() -> None:
    """A search more today: neither what was asked nor by whom."""
    try:
        service().archive.counting.add("searches")
    except CancuError as error:
        log.warning("a search was not counted: %s", error.reason)
