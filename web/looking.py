"""Who looks through a request: nobody until the gate knows better, and whoever it let through to the last byte.

The gate (`web.accounts.gate`) names the person. What runs before it, beside it or while an answer is sent is kept here:
a request that nobody thought of is answered as to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Flask, Response, g

from archive.seeing import NOBODY, Viewer, seeing, viewer

_LOOKING = "looking"


def install(app: Flask) -> None:
    """From the first moment of every request nobody looks; at its end who looked before. Call when the gate stands."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_go_on)
    # They are called from the last to the first: behind the gate's own.
    app.teardown_request_funcs.setdefault(None, []).insert(0, _end)


def _begin() -> None:
    block = seeing(NOBODY)
    block.__enter__()
    setattr(g, _LOOKING, block)


def _end(_error: BaseException | None) -> None:
    block = g.pop(_LOOKING, None)
    if block is not None:
        block.__exit__(None, None, None)


def _go_on(response: Response) -> Response:
    """What is made while it is sent is made for whoever asked."""
    if response.is_streamed and not response.direct_passthrough:
        response.response = _through(response.iter_encoded(), viewer())
    return response


def _through(parts: Iterable[bytes], someone: Viewer) -> Iterator[bytes]:
    drawn = iter(parts)
    while True:
        with seeing(someone):
            try:
                part = next(drawn)
            except StopIteration:
                return
        yield part
