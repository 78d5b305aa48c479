"""One's own page: name, password, the browsers one is signed in with, access tokens."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.demo import USUAL_ROLE
from archive.errors import RefusedInput
from archive.people import PERMISSIONS, ROLES
from archive.tokens import LONGEST_DAYS
from web.accounts.declaring import permits
from web.accounts.gate import DEMO_ROLE, current_person, own_browser, signed_in
from web.accounts.pages import same_twice
from web.accounts.redirecting import safe_next
from web.accounts.wording import scope_name
from web.pages import service

pages = Blueprint("me", __name__, url_prefix="/me")

DAYS = (7, 30, 90, 180, LONGEST_DAYS)


@pages.get("")
@permits("read")
def index() -> str:
    """Everything of one's own account."""
    return _page()


@pages.post("")
@permits("read")
def change() -> Response | tuple[str, int]:
    """Change one's own name and e-mail address."""
    own_browser()
    typed = {name: request.form.get(name, "") for name in ("name", "email")}
    try:
        service().archive.people.change(current_person().id, name=typed["name"], email=typed["email"])
    except RefusedInput as error:
        return _page(typed=typed, problem=error), 422
    flash(_("Đã lưu thông tin của bạn."), "good")
    return redirect(url_for("me.index"), 303)


@pages.get("/password")
@permits("read")
def password() -> str:
    """Where one changes one's password."""
    return render_template("password.html", person=current_person())


@pages.post("/password")
@permits("read")
def take_password() -> Response | tuple[str, int]:
    """Change one's own password; every other browser is signed out at once."""
    signed = own_browser()
    try:
        service().archive.credentials.change(
            signed.person.id,
            request.form.get("old", ""),
            same_twice(request.form),
            request.remote_addr or "",
            stays=signed.sign_in.id if signed.sign_in else None,
        )
    except RefusedInput as error:
        return render_template("password.html", person=signed.person, problem=error), 422
    flash(_("Đã đổi mật khẩu. Mọi trình duyệt khác của bạn đã bị đăng xuất."), "good")
    return redirect(url_for("me.index"), 303)


@pages.post("/sign-ins/<int:sign_in_id>/end")
@permits("read")
def end_sign_in(sign_in_id: int) -> Response:
    """Sign one of one's own browsers out."""
    own_browser()
    service().archive.sign_ins.end(current_person().id, sign_in_id)
    return redirect(url_for("me.index", _anchor="sign-ins"), 303)


@pages.post("/sign-out-everywhere")
@permits("read")
def end_all() -> Response:
    """Sign every browser of one's own out, this one too."""
    own_browser()
    service().archive.sign_ins.end_all(current_person().id)
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@pages.post("/tokens")
@permits("read")
def make_token() -> str | tuple[str, int]:
    """Make an access token; its secret is shown on the page that answers, and never again."""
    own_browser()
    days = request.form.get("days", "")
    try:
        token, secret = service().archive.tokens.make(
            current_person().id,
            request.form.get("name", ""),
            request.form.get("scope", ""),
            int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0,
        )
    except RefusedInput as error:
        return _page(problem=error), 422
    return _page(made=(token, secret))


@pages.post("/tokens/<int:token_id>/revoke")
@permits("read")
def revoke_token(token_id: int) -> Response:
    """End one of one's own tokens."""
    own_browser()
    service().archive.tokens.revoke(current_person().id, token_id)
    flash(_("Đã thu hồi mã truy cập."), "good")
    return redirect(url_for("me.index", _anchor="tokens"), 303)


@pages.post("/demo")
@permits("read")
def demo() -> Response:
    """In the demo: go on as the made-up person of another role. Nothing anywhere else."""
    if current_app.config["DEMO"]:
        role = request.form.get("role", "")
        session.clear()
        session[DEMO_ROLE] = role if role in ROLES else USUAL_ROLE
    return redirect(safe_next(request.form.get("next", "")) or url_for("search.home"), 303)


def _page(
    typed: dict[str, str] | None = None,
    problem: RefusedInput | None = None,
    made: tuple[object, str] | None = None,
) -> str:
    signed = signed_in()
    assert signed is not None
    person = signed.person
    archive = service().archive
    return render_template(
        "me.html",
        person=person,
        departments=[each.name for each in archive.people.departments() if each.id in person.departments],
        typed=typed or {"name": person.name, "email": person.email},
        problem=problem,
        made=made,
        sign_ins=archive.sign_ins.of(person.id),
        tokens=archive.tokens.of(person.id),
        scopes=[(scope, scope_name(scope)) for scope in PERMISSIONS if person.may(scope)],
        scope_name=scope_name,
        days=DAYS,
        token_link=lambda token: url_for("me.revoke_token", token_id=token.id),
        editable=signed.sign_in is not None,
        this=signed.sign_in.id if signed.sign_in is not None else 0,
    )
