"""The gate before every view: who is it, and does the view permit it.

A person is known by the secret in the session cookie, which stands for a row of `archive.sign_ins` and is looked up at
every request, so that a sign-out, a new password or a disabled account counts at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from archive.demo import demo_person
from archive.errors import CancuError
from archive.people import PERMISSIONS, Person
from archive.seeing import NOBODY, seeing
from archive.sign_ins import SignIn
from web.accounts.declaring import OPEN, needed
from web.accounts.redirecting import asked_for
from web.accounts.resending import unsent
from web.pages import service
from web.problems import csrf_refused, tell, wants_json
from web.security import NotPermitted, WrongToken

SECRET = "sign_in"
"""Where the session keeps the secret of a sign-in."""

_CHANGING = ("me.password", "me.take_password")

DEMO_ROLE = "demo_role"
"""Where the session keeps as whom somebody tries the demo."""


@dataclass(frozen=True)
class Signed:
    """Who is asking. `scope` limits what the person's role may do; `sign_in` is the browser's, None for a token."""

    person: Person
    scope: str = PERMISSIONS[-1]
    sign_in: SignIn | None = None

    def may(self, permission: str) -> bool:
        """Whether role and scope both have a permission."""
        return self.person.may(permission) and PERMISSIONS.index(self.scope) >= PERMISSIONS.index(permission)


def signed_in() -> Signed | None:
    """Who is asking, None for nobody. Known once the gate was passed."""
    found: Signed | None = g.get("signed")
    return found


def current_person() -> Person:
    """The person who is asking. Only in views that are not open to all; LookupError where nobody is known."""
    signed = signed_in()
    if signed is None:
        raise LookupError("nobody is signed in: the view is open to all")
    return signed.person


def may(permission: str) -> bool:
    """Whether whoever is asking has a permission; for pages, to show only what can be done."""
    signed = signed_in()
    return signed is not None and signed.may(permission)


def guard() -> Response | None:
    """Before every request: let it through, lead to the door, or refuse."""
    if request.endpoint == "static":
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    need = needed(view)
    try:
        return _judge(view, need)
    finally:
        signed = signed_in()
        g.seeing = seeing(signed.person.viewer if signed is not None else NOBODY)
        g.seeing.__enter__()


def leave(_error: BaseException | None = None) -> None:
    """After every request: the thread is the program's own again."""
    looking = g.pop("seeing", None)
    if looking is not None:
        looking.__exit__(None, None, None)


def _judge(view: Callable[..., Any] | None, need: str | None) -> Response | None:
    if view is None or need == OPEN:
        try:
            g.signed = _who()
        except CancuError:
            g.signed = None  # no archive, nobody known; the view or the error page goes without
        return None
    signed = g.signed = _who()
    if signed is None:
        return _door()
    if signed.person.must_change and request.endpoint not in _CHANGING:
        return _change_first()
    if need is None or not signed.may(need):
        raise NotPermitted(
            "not_permitted",
            "Vai trò của bạn không có quyền làm việc này. Nếu cần, hãy nhờ quản trị viên cấp quyền.",
            "Your role may not do this. If you need to, ask the administrator.",
        )
    return None


def _who() -> Signed | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return _bearer(secret.strip())
    if current_app.config["DEMO"]:
        return Signed(demo_person(service().archive, session.get(DEMO_ROLE, "")))
    kept = session.get(SECRET)
    if not isinstance(kept, str):
        return None
    found = service().archive.sign_ins.find(kept)
    if found is None:
        session.clear()
        return None
    sign_in, person = found
    return None if person.demo else Signed(person, sign_in=sign_in)


def _bearer(secret: str) -> Signed:
    """Whose token it is. Raises WrongToken: a program that sends one means it, and is never taken for nobody."""
    found = service().archive.tokens.find(secret)
    if found is None:
        raise WrongToken(
            "wrong_token",
            "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy tạo mã mới ở trang cá nhân.",
            "The access token is wrong, expired or revoked. Make a new one on your own page.",
        )
    token, person = found
    return Signed(person, scope=token.scope)


def _change_first() -> Response:
    """A password that somebody else chose has to be changed before anything else."""
    vi = "Mật khẩu của bạn do người khác đặt. Hãy đổi mật khẩu trước khi tiếp tục."
    en = "Somebody else chose your password. Change it before you go on."
    if wants_json():
        return tell(403, "must_change_password", vi, en)
    return redirect(url_for("me.password"), 303)


def offer_again(error: CSRFError) -> Response:
    """A form of a session before, from somebody who is signed in: its text is offered to be sent again."""
    kept = None if wants_json() or signed_in() is None else unsent()
    if kept is None:
        return csrf_refused(error)
    return Response(render_template("resend.html", kept=kept), 403, mimetype="text/html")


def own_browser() -> Signed:
    """Who is asking, from a browser that is signed in: what touches one's own account is done by no token.

    Raises NotPermitted (`browser_only`), in the demo too.
    """
    signed = signed_in()
    if signed is None or signed.sign_in is None:
        raise NotPermitted(
            "browser_only",
            "Việc này chỉ làm được khi đăng nhập bằng trình duyệt, không phải bằng mã truy cập hay ở chế độ dùng thử.",
            "This can only be done in a browser that is signed in, not with an access token or in the demo.",
        )
    return signed


def _door() -> Response:
    """Where nobody is signed in: pages lead to the door, programs are told."""
    empty = not service().archive.people.has_administrator()
    if wants_json():
        if empty:
            return tell(
                401,
                "not_set_up",
                "Căn Cứ chưa có quản trị viên. Hãy mở trang /setup trong trình duyệt để thiết lập.",
                "Căn Cứ has no administrator yet. Open /setup in a browser to set it up.",
            )
        return tell(401, "not_signed_in")
    if empty:
        return redirect(url_for("accounts.setup"), 303)
    kept = unsent()
    if kept is not None:
        page = render_template("sign_in.html", wanted="", typed="", kept=kept)
        return Response(page, 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/html")
    wanted = asked_for()
    return redirect(url_for("accounts.sign_in", next=wanted) if wanted else url_for("accounts.sign_in"), 303)
