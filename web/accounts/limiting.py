"""How many requests somebody may send: plenty for a person, few for guessing at the door.

Counted in memory: a restart forgets, unlike the lockout of names and addresses (`archive.lockouts`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_limiter import Limit, Limiter

from archive.settings import Settings
from web.accounts.gate import signed_in

GUESSED_AT = ("accounts.take_sign_in", "accounts.take_setup", "resetting.take", "resetting.form")


def install(app: Flask) -> None:
    """Count requests, where the settings say so."""
    settings: Settings = app.extensions["cancu"].settings
    usual: list[str | Callable[[], str] | Limit] = [f"{settings.rate} per minute"] if settings.rate else []
    limiter = Limiter(
        key_func=_asker,
        default_limits=usual,
        storage_uri="memory://",
        headers_enabled=True,
        retry_after="delta-seconds",
    )
    limiter.init_app(app)
    limiter.exempt(app.view_functions["static"])
    if settings.sign_in_rate:
        for name in GUESSED_AT:
            guessed: Any = limiter.shared_limit(f"{settings.sign_in_rate} per minute", scope="door", key_func=_address)
            app.view_functions[name] = guessed(app.view_functions[name])


def _asker() -> str:
    signed = signed_in()
    return _address() if signed is None or signed.person.demo else f"person {signed.person.id}"


def _address() -> str:
    return f"address {request.remote_addr or ''}"
