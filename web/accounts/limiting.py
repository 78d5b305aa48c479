"""How many requests somebody may send: plenty for a person, few for guessing at the door.

Counted in memory that the processes of the server share: a restart forgets, unlike the lockout of names and addresses
(`archive.lockouts`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_limiter import Limit, Limiter
from limits.storage import Storage

from archive.settings import Settings
from web.accounts.gate import signed_in
from web.sharing import Counts

GUESSED_AT = ("accounts.take_sign_in", "accounts.take_setup", "resetting.take", "resetting.form")


def install(app: Flask) -> None:
    """Count requests, where the settings say so."""
    settings: Settings = app.extensions["cancu"].settings
    usual: list[str | Callable[[], str] | Limit] = [f"{settings.rate} per minute"] if settings.rate else []
    limiter = Limiter(
        key_func=_asker,
        default_limits=usual,
        storage_uri="cancu://",
        storage_options={"counts": app.extensions["cancu"].together.counts},
        headers_enabled=True,
        retry_after="delta-seconds",
    )
    limiter.init_app(app)
    limiter.exempt(app.view_functions["static"])
    if settings.sign_in_rate:
        for name in GUESSED_AT:
            guessed: Any = limiter.shared_limit(f"{settings.sign_in_rate} per minute", scope="door", key_func=_address)
            app.view_functions[name] = guessed(app.view_functions[name])


class _Shared(Storage):
    """Where flask-limiter counts."""

    STORAGE_SCHEME = ["cancu"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, *, counts: Counts, **_: Any) -> None:
        self._counts = counts
        super().__init__(uri, wrap_exceptions=wrap_exceptions)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count."""
        return self._counts.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """The count."""
        return self._counts.of(key)[0]

    def get_expiry(self, key: str) -> float:
        """When it ends."""
        return self._counts.of(key)[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int | None:
        """Begin everything anew."""
        self._counts.forget_all()
        return None

    def clear(self, key: str) -> None:
        """Begin one anew."""
        self._counts.forget(key)


def _asker() -> str:
    signed = signed_in()
    return _address() if signed is None or signed.person.demo else f"person {signed.person.id}"


def _address() -> str:
    return f"address {request.remote_addr or ''}"
