"""The door: set-up of a new office, signing in and out."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.errors import RefusedInput
from archive.lockouts import LockedOut
from archive.people import Person
from archive.seeing import seeing
from web.accounts.declaring import open_to_all
from web.accounts.gate import SECRET, signed_in
from web.accounts.opening import announce_setup
from web.accounts.redirecting import safe_next
from web.accounts.resending import FIELD, unpacked
from web.pages import service

pages = Blueprint("accounts", __name__)


@pages.get("/sign-in")
@open_to_all
def sign_in() -> Response | str:
    """The door."""
    if signed_in() is not None:
        return redirect(safe_next(request.args.get("next", "")) or url_for("search.home"), 303)
    if not service().archive.people.has_administrator():
        return redirect(url_for("accounts.setup"), 303)
    return render_template("sign_in.html", wanted=safe_next(request.args.get("next", "")), typed="")


@pages.post("/sign-in")
@open_to_all
def take_sign_in() -> Response | tuple[str, int]:
    """Sign in with name and password. A wrong one and an unknown name are told alike."""
    typed = request.form.get("sign_in", "")
    wanted, kept = safe_next(request.form.get("next", "")), unpacked(request.form.get(FIELD, ""))
    try:
        person = service().archive.credentials.check(typed, request.form.get("password", ""), request.remote_addr or "")
    except LockedOut as error:
        page = render_template("sign_in.html", wanted=wanted, typed=typed[:80], problem=error, kept=kept)
        return Response(page, 429, {"Retry-After": str(error.seconds)}, mimetype="text/html")
    if person is None:
        return render_template("sign_in.html", wanted=wanted, typed=typed[:80], wrong=True, kept=kept), 403
    enter(person, "password")
    if kept is not None:
        return render_template("resend.html", kept=kept), 200
    return redirect(wanted or url_for("search.home"), 303)


@pages.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """Sign this browser out."""
    signed = signed_in()
    if signed is not None and signed.sign_in is not None:
        service().archive.sign_ins.end(signed.person.id, signed.sign_in.id)
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@pages.get("/setup")
@open_to_all
def setup() -> Response | str:
    """Where a new office names its administrator, with the code that the program printed at its start."""
    if signed_in() is not None or service().archive.people.has_administrator():
        return redirect(url_for("accounts.sign_in"), 303)
    announce_setup(current_app, only_if_none=True)
    return render_template("setup.html", typed={"code": request.args.get("code", "")})


@pages.post("/setup")
@open_to_all
def take_setup() -> Response | tuple[str, int]:
    """Make the first administrator, signed in at once."""
    if signed_in() is not None:
        return redirect(url_for("search.home"), 303)
    typed = {name: request.form.get(name, "") for name in ("code", "name", "sign_in", "email")}
    try:
        person = service().archive.codes.set_up(
            typed["code"], typed["name"], typed["sign_in"], same_twice(request.form), typed["email"]
        )
    except RefusedInput as error:
        return render_template("setup.html", typed=typed, problem=error), 422
    enter(person, "code")
    flash(_("Đã thiết lập. Bạn là quản trị viên của Căn Cứ."), "good")
    return redirect(url_for("search.home"), 303)


def enter(person: Person, way: str) -> None:
    """Sign this browser in as somebody, with a session that knows nothing of the one before."""
    before = signed_in()
    if before is not None and before.sign_in is not None:
        service().archive.sign_ins.end(before.person.id, before.sign_in.id)
    session.clear()
    with seeing(person.viewer):
        session[SECRET] = service().archive.sign_ins.begin(
            person.id, way, request.remote_addr or "", request.headers.get("User-Agent", "")
        )


def same_twice(form: Mapping[str, str]) -> str:
    """The new password of a form that has it typed twice. Raises RefusedInput."""
    password = form.get("password", "")
    if password != form.get("again", ""):
        raise RefusedInput(
            "password_differs",
            "Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại.",
            "The two passwords are not the same. Enter them again.",
        )
    return password
