"""Every request tells that somebody waits, so that what is done beside can wait (`indexer.yielding`)."""

from __future__ import annotations

from flask import Flask, request

from archive.settings import Settings
from indexer.yielding import Asked

_NOBODY = frozenset({"static", "health.healthz", "health.readyz", "health.numbers"})
"""Asked for by programs, or answered at once."""


def install(app: Flask, settings: Settings) -> None:
    """Tell at the beginning of every request, and at its end, which may come late."""
    asked = Asked(settings.meaning)

    def tell(*_: object) -> None:
        if request.endpoint not in _NOBODY:
            asked.tell()

    app.before_request(tell)
    app.teardown_request(tell)
