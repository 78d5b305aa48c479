"""Who looks through a request: nobody until the gate knows better, whoever signed in from there to the last byte.

A request that nobody thought of is answered as to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from flask import Flask, Response, g

from archive.seeing import NOBODY, Viewer, seeing, viewer
from web.accounts import guard, signed_in

_LOOKING = "looking"


def install(app: Flask) -> None:
    """From the first moment of every request nobody looks, behind the gate whoever it let through, at the end whoever
    looked before. Call when the gate stands."""
    before = app.before_request_funcs[None]
    before.insert(before.index(guard) + 1, _look)
    before.insert(0, _begin)
    app.after_request(_go_on)
    app.teardown_request(_end)


def looking(signed: object) -> Viewer:
    """The viewer that a signed-in person is; nobody for None."""
    person = getattr(signed, "person", None)
    if person is None:
        return NOBODY
    # The role of a token may be less than the person's; what may be seen is the person's.
    return Viewer(person.id, person.name, person.role, person.departments)


def _begin() -> None:
    _enter(seeing(NOBODY))


def _look() -> None:
    _enter(seeing(looking(signed_in())))


def _enter(block: AbstractContextManager[None]) -> None:
    block.__enter__()
    g.setdefault(_LOOKING, []).append(block)


def _end(_error: BaseException | None) -> None:
    for block in reversed(g.pop(_LOOKING, [])):
        block.__exit__(None, None, None)


def _go_on(response: Response) -> Response:
    """What is made while it is sent is made for whoever asked."""
    if response.is_streamed and not response.direct_passthrough:
        response.response = _through(response.response, viewer())
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
