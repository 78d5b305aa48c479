"""The gate before every view: who is it, and does the view permit it.

A person is known by the secret in the session cookie, which stands for a row of `archive.sign_ins` and is looked up at
every request, so that a sign-out, a new password or a disabled account counts at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from archive.demo import demo_person
from archive.errors import CancuError, RefusedInput
from archive.people import PERMISSIONS, Person
from archive.sign_ins import SignIn
from web.accounts.declaring import OPEN, needed
from web.accounts.redirecting import asked_for
from web.pages import service
from web.problems import tell, wants_json

SECRET = "sign_in"
"""Where the session keeps the secret of a sign-in."""

DEMO_ROLE = "demo_role"
"""Where the session keeps as whom somebody tries the demo."""


class NotPermitted(RefusedInput):
    """The person's role, or the token's scope, is not enough for this: HTTP 403."""


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
    if view is None or need == OPEN:
        try:
            g.signed = _who()
        except CancuError:
            g.signed = None  # no archive, nobody known; the view or the error page goes without
        return None
    signed = g.signed = _who()
    if signed is None:
        return _door()
    if need is None or not signed.may(need):
        raise NotPermitted(
            "not_permitted",
            "Vai trò của bạn không có quyền làm việc này. Nếu cần, hãy nhờ quản trị viên cấp quyền.",
            "Your role may not do this. If you need to, ask the administrator.",
        )
    return None


def _who() -> Signed | None:
    if current_app.config["DEMO"]:
        return Signed(demo_person(service().archive, session.get(DEMO_ROLE, "")))
    secret = session.get(SECRET)
    if not isinstance(secret, str):
        return None
    found = service().archive.sign_ins.find(secret)
    if found is None:
        session.clear()
        return None
    sign_in, person = found
    return None if person.demo else Signed(person, sign_in=sign_in)


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
    wanted = asked_for()
    return redirect(url_for("accounts.sign_in", next=wanted) if wanted else url_for("accounts.sign_in"), 303)
