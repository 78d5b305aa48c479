"""Signing in at the office's OpenID Connect provider: code flow with PKCE, state and nonce (Authlib).

It begins with a link, not a form: the content security policy lets a form lead nowhere else, redirects included.
Authlib is loaded only where a provider is set: it takes a fifth of a second of a start.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.errors import NotFound, RefusedInput
from archive.provided import provided_of
from archive.settings import Settings
from web.accounts.declaring import open_to_all
from web.accounts.gate import signed_in
from web.accounts.pages import enter
from web.accounts.redirecting import safe_next
from web.pages import service

pages = Blueprint("provider", __name__)

log = logging.getLogger("cancu.web")

_NEXT = "provider_next"
_LINK = "provider_link"
_PATIENCE = 10.0  # seconds for each answer of the provider


def install(app: Flask) -> None:
    """Make the provider of the settings known, where they name one."""
    settings: Settings = app.extensions["cancu"].settings
    app.config["PROVIDER"] = settings.oidc_name if settings.oidc_issuer else ""
    if not settings.oidc_issuer:
        return
    from authlib.integrations.flask_client import OAuth

    OAuth(app).register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.oidc_scopes,
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
        },
    )


@pages.get("/sign-in/provider")
@open_to_all
def begin() -> Response | tuple[str, int]:
    """Go to the provider. `link`: the person who is signed in here wants to come that way from now on."""
    client = _client()
    if not service().archive.people.has_administrator():
        return redirect(url_for("accounts.setup"), 303)
    signed = signed_in()
    linking = "link" in request.args and signed is not None and signed.sign_in is not None
    if signed is not None and not linking:
        return redirect(url_for("search.home"), 303)
    try:
        response: Response = client.authorize_redirect(url_for("provider.back", _external=True))
        _of_our_issuer(client)
    except _failures() as error:
        return _failed(error)
    session[_NEXT] = safe_next(request.args.get("next", ""))
    session[_LINK] = signed.person.id if linking and signed is not None else None
    return response


@pages.get("/sign-in/provider/back")
@open_to_all
def back() -> Response | tuple[str, int]:
    """Where the provider sends a browser back to."""
    client = _client()
    wanted, linking = session.pop(_NEXT, ""), session.pop(_LINK, None)
    try:
        claims = client.authorize_access_token().get("userinfo")
        _of_our_issuer(client)
        if not claims or not claims.get("sub"):
            raise ValueError("no_id_token")
    except _failures() as error:
        return _failed(error)
    archive = service().archive
    signed = signed_in()
    try:
        provided = provided_of(claims, archive.settings)
        if linking is not None:
            if signed is None or signed.person.id != linking:
                return redirect(url_for("accounts.sign_in"), 303)
            archive.admissions.link(linking, provided)
            flash(_("Đã liên kết. Từ nay bạn đăng nhập được bằng tài khoản của cơ quan."), "good")
            return redirect(url_for("me.index"), 303)
        person = archive.admissions.admit(provided)
    except RefusedInput as error:
        return render_template("sign_in.html", wanted=wanted, typed="", problem=error), 403
    enter(person, "provider")
    return redirect(wanted or url_for("search.home"), 303)


def _client() -> Any:
    """Raises NotFound where the settings name no provider."""
    if not current_app.config["PROVIDER"]:
        raise NotFound(
            "no_provider", "Chưa thiết đặt đăng nhập bằng tài khoản của cơ quan.", "No provider is set for signing in."
        )
    return current_app.extensions["authlib.integrations.flask_client"].provider


def _of_our_issuer(client: Any) -> None:
    """Raises ValueError where the provider's description names another issuer than the settings (mix-up)."""
    issuer = client.server_metadata.get("issuer")
    if issuer != service().settings.oidc_issuer:
        raise ValueError(f"the provider calls itself {issuer!r}")


def _failures() -> tuple[type[Exception], ...]:
    """What goes wrong between us and a provider."""
    from authlib.integrations.base_client import OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    return RequestException, OAuthError, JoseError, ValueError, RuntimeError


def _failed(error: Exception) -> tuple[str, int]:
    log.warning("signing in at the provider failed: %s: %s", type(error).__name__, error)
    problem = RefusedInput(
        "provider_failed",
        "Chưa đăng nhập được bằng tài khoản của cơ quan. Hãy thử lại; nếu vẫn lỗi, báo quản trị viên "
        "hoặc đăng nhập bằng mật khẩu.",
        "Signing in with the office's account did not work. Try again; else tell the administrator or use a password.",
    )
    return render_template("sign_in.html", wanted="", typed="", problem=problem), 502
