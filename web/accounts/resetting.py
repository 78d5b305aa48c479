"""Choosing a password with the one-time code that an administrator gave."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.codes import WrongCode
from archive.errors import RefusedInput
from web.accounts.declaring import open_to_all
from web.accounts.pages import enter, same_twice
from web.pages import service

pages = Blueprint("resetting", __name__)


@pages.get("/reset")
@open_to_all
def form() -> str | tuple[str, int]:
    """Where the code is typed; with a good one, whose it is and the new password."""
    code = request.args.get("code", "")
    return _form(code) if code else render_template("reset.html", code="", person=None)


@pages.post("/reset")
@open_to_all
def take() -> Response | tuple[str, int]:
    """Take the new password and sign in with it."""
    code = request.form.get("code", "")
    codes = service().archive.codes
    if "password" not in request.form:
        shown = _form(code)
        return shown if isinstance(shown, tuple) else (shown, 200)
    try:
        codes.whose(code)
        person = codes.reset(code, same_twice(request.form))
    except WrongCode as error:
        return render_template("reset.html", code="", person=None, problem=error), 422
    except RefusedInput as error:
        return render_template("reset.html", code=code, person=codes.whose(code), problem=error), 422
    service().archive.credentials.lockouts.forgive(person.sign_in)
    enter(person, "code")
    flash(_("Đã đặt mật khẩu mới. Từ lần sau hãy đăng nhập bằng mật khẩu này."), "good")
    return redirect(url_for("search.home"), 303)


def _form(code: str) -> str | tuple[str, int]:
    try:
        person = service().archive.codes.whose(code)
    except WrongCode as error:
        return render_template("reset.html", code="", person=None, problem=error), 422
    return render_template("reset.html", code=code, person=person)
