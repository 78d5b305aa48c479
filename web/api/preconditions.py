"""`If-Match`: a change is made only to what the caller has seen (RFC 9110, 13.1.1; RFC 6585, 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import make_response, request
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired
from werkzeug.http import generate_etag

from web.pages import service
from web.problems import WrongParameter

TAG = r'(W/)?"[!#-~]*"'
WELL_FORMED = re.compile(rf"\*|{TAG}(\s*,\s*{TAG})*")


@contextmanager
def guarded(current: Callable[[], Any], needed: bool) -> Iterator[None]:
    """Let a change through where `If-Match` names the present state, or is neither given nor needed.

    `current` answers the present state as GET does. Raises PreconditionFailed, PreconditionRequired,
    WrongParameter.
    """
    if "If-Match" not in request.headers:
        if needed:
            raise PreconditionRequired
        yield
        return
    if not WELL_FORMED.fullmatch(request.headers["If-Match"].strip()):
        raise WrongParameter(
            "wrong_if_match",
            'If-Match phải là * hoặc một ETag trong ngoặc kép, ví dụ "5f3a…".',
            'If-Match must be * or an ETag in quotes, such as "5f3a…".',
        )
    # Between the comparison and the change nobody else changes anything by the API of this server.
    with service().together.changing:
        tag = generate_etag(make_response(current()).get_data())
        # A weak tag never matches here, but it is all that a caller has of an answer packed on the way.
        if not request.if_match.contains_weak(tag) and not request.if_match.star_tag:
            raise PreconditionFailed
        yield
