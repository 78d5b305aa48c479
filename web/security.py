"""What keeps the application to its own office: known host names only, no foreign page may write, nothing inline runs.

The Host header is checked against DNS rebinding, and only pages of this application may send a change (a token in every
form; for the API, the browser's own statement of where a request comes from). Who may do what: `web.accounts`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect

from archive.errors import RefusedInput
from archive.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STATIC_SECONDS = 600
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

csrf = CSRFProtect()


class UnknownHost(RefusedInput):
    """The request named this server by a name that the settings do not have."""


class ForeignOrigin(RefusedInput):
    """A page of another site tried to change something here."""


class NotPermitted(RefusedInput):
    """The person's role, or the token's scope, is not enough for this: HTTP 403."""


class WrongToken(RefusedInput):
    """The Authorization header holds no token of anybody's: HTTP 401."""


class Sessions(SecureCookieSessionInterface):
    """Session cookies that ask for HTTPS wherever the request came by HTTPS; over plain HTTP they could not."""

    def get_cookie_name(self, app: Flask) -> str:
        # No other application of the host can set or overlay a cookie of this prefix.
        return "__Host-cancu" if request.is_secure else "cancu"

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def install(app: Flask, settings: Settings) -> None:
    """Guard every request and every answer of the application."""
    app.secret_key = session_secret(settings.home)
    app.config["ALLOWED_HOSTS"] = frozenset(settings.allowed_hosts)
    app.session_interface = Sessions()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A draft stays open all day: the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf.init_app(app)
    # In front of flask-wtf's own check, which knows nothing of hosts and the API.
    app.before_request_funcs.setdefault(None, []).insert(0, _guard)
    app.after_request(_headers)


def session_secret(home: Path) -> str:
    """The key that signs sessions: made once, kept in the archive's folder, readable by its owner only."""
    path = home / "session.key"
    try:
        kept = path.read_text("ascii").strip()
        if len(kept) >= 32:
            return kept
        path.unlink()
    except FileNotFoundError:
        pass
    home.mkdir(parents=True, exist_ok=True)
    made = secrets.token_hex(32)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as writing:
        writing.write(made)
    return made


def is_loopback(host: str) -> bool:
    """True where a Host header names this machine: `127.0.0.1:8000`, `localhost`, `[::1]:8000`."""
    return _name(host) in LOOPBACK


def is_known(host: str) -> bool:
    """True where a Host header names this machine, or the server as the settings say it may be asked for."""
    name = _name(host)
    return name in LOOPBACK or name in current_app.config["ALLOWED_HOSTS"]


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def same_origin(incoming: Request) -> bool:
    """True where a changing request comes from this application's own pages, or from no web page at all.

    A browser says so itself in Sec-Fetch-Site. One too old for that sends Origin, which our own Referrer-Policy turns
    into `null` in forms: there the form's token decides, and the API, which has none, refuses.
    """
    site = incoming.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = incoming.headers.get("Origin")
    if origin == "null":
        return not incoming.path.startswith("/api/")
    return origin is None or origin == f"{incoming.scheme}://{incoming.host}"


def _guard() -> None:
    if not is_known(request.headers.get("Host", "")):
        raise UnknownHost(
            "unknown_host",
            "Căn Cứ không biết địa chỉ này. Hãy mở bằng địa chỉ mà quản trị viên cho biết, hoặc bằng http://127.0.0.1 "
            "trên máy đang chạy chương trình; quản trị viên thêm địa chỉ bằng CANCU_ALLOWED_HOSTS.",
            "Căn Cứ does not know this address. Use the one your administrator gave you, or http://127.0.0.1 on the "
            "machine it runs on; the administrator adds addresses with CANCU_ALLOWED_HOSTS.",
        )
    if request.method in _CHANGING and not same_origin(request):
        raise ForeignOrigin(
            "foreign_origin",
            "Yêu cầu thay đổi này đến từ một trang web khác nên bị từ chối. Hãy thao tác ngay trên trang của Căn Cứ.",
            "This change was asked for by another web site and was refused. Do it on Căn Cứ's own pages.",
        )


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    if request.endpoint == "static":
        if response.status_code in (200, 304):
            # A page has a dozen of them: they are asked after again ten minutes later, not at every page.
            headers["Cache-Control"] = f"public, max-age={_STATIC_SECONDS}"
    else:
        # Neither a proxy nor the browser of a shared PC keeps what one person saw.
        headers.setdefault("Cache-Control", "private, no-store")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return response
