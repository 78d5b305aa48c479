"""The administrator's pages of people and departments."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from archive.codes import RESET_HOURS
from archive.errors import RefusedInput
from archive.people import ROLES, Person
from web.accounts.declaring import permits
from web.accounts.wording import scope_name
from web.pages import service
from web.parameters import identifier
from web.security import NotPermitted

pages = Blueprint("people", __name__)

STATES = ("", "active", "disabled")


@pages.get("/people")
@permits("administer")
def index() -> str:
    """Everybody, and a form for somebody new."""
    return _list()


@pages.post("/people")
@permits("administer")
def add() -> tuple[str, int]:
    """Give somebody an account; the one-time code for choosing a password is shown on the page that answers."""
    not_in_demo()
    typed = _typed()
    archive = service().archive
    try:
        person = archive.people.add(
            typed["name"], typed["sign_in"], typed["role"], email=typed["email"], departments=typed["departments"]
        )
    except RefusedInput as error:
        return _list(typed=typed, problem=error), 422
    return _code_page(person, archive.codes.new_reset(person.id), new=True), 201


@pages.get("/people/<int:person_id>")
@permits("administer")
def show(person_id: int) -> str:
    """One person."""
    return _one(_known(person_id))


@pages.post("/people/<int:person_id>")
@permits("administer")
def change(person_id: int) -> Response | tuple[str, int]:
    """Change name, sign-in name, e-mail address, role and departments."""
    person = _known(person_id)
    typed = _typed()
    people = service().archive.people
    try:
        if current_app.config["DEMO"]:
            people.change(person_id, departments=typed["departments"])
        else:
            people.change(
                person_id,
                name=typed["name"],
                sign_in=typed["sign_in"],
                email=typed["email"],
                role=typed["role"],
                departments=typed["departments"],
            )
    except RefusedInput as error:
        return _one(person, typed=typed, problem=error), 422
    flash(_("Đã lưu."), "good")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.post("/people/<int:person_id>/disabled")
@permits("administer")
def disable(person_id: int) -> Response | tuple[str, int]:
    """Disable an account (field `disabled` is `yes`), which signs it out everywhere at once, or enable it again."""
    not_in_demo()
    person = _known(person_id)
    disabled = request.form.get("disabled") == "yes"
    try:
        service().archive.people.change(person_id, disabled=disabled)
    except RefusedInput as error:
        return _one(person, problem=error), 422
    locked, unlocked = (
        _("Đã khóa tài khoản; mọi trình duyệt và mã truy cập của người này hết hiệu lực."),
        _("Đã mở lại tài khoản."),
    )
    flash(locked if disabled else unlocked, "good")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.post("/people/<int:person_id>/reset")
@permits("administer")
def reset(person_id: int) -> str:
    """Take a person's password away and show the one-time code for choosing another."""
    not_in_demo()
    person = _known(person_id)
    archive = service().archive
    code = archive.codes.new_reset(person_id)
    archive.credentials.lockouts.forgive(person.sign_in)
    return _code_page(person, code)


@pages.post("/people/<int:person_id>/sign-out")
@permits("administer")
def end_sign_ins(person_id: int) -> Response:
    """Sign somebody out everywhere."""
    not_in_demo()
    _known(person_id)
    service().archive.sign_ins.end_all(person_id)
    flash(_("Đã đăng xuất người này ở mọi trình duyệt."), "good")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.post("/people/<int:person_id>/tokens/<int:token_id>/revoke")
@permits("administer")
def revoke_token(person_id: int, token_id: int) -> Response:
    """End somebody's access token."""
    service().archive.tokens.revoke(person_id, token_id)
    flash(_("Đã thu hồi mã truy cập."), "good")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.get("/departments")
@permits("administer")
def departments() -> str:
    """The departments and who belongs to them."""
    return _departments()


@pages.post("/departments")
@permits("administer")
def add_department() -> Response | tuple[str, int]:
    """Make a department."""
    try:
        service().archive.people.add_department(request.form.get("name", ""))
    except RefusedInput as error:
        return _departments(error), 422
    return redirect(url_for("people.departments"), 303)


@pages.post("/departments/<int:department_id>")
@permits("administer")
def rename_department(department_id: int) -> Response | tuple[str, int]:
    """Give a department another name."""
    try:
        service().archive.people.rename_department(department_id, request.form.get("name", ""))
    except RefusedInput as error:
        return _departments(error), 422
    return redirect(url_for("people.departments"), 303)


@pages.post("/departments/<int:department_id>/remove")
@permits("administer")
def remove_department(department_id: int) -> Response | tuple[str, int]:
    """Remove a department to which nobody belongs."""
    try:
        service().archive.people.remove_department(department_id)
    except RefusedInput as error:
        return _departments(error), 422
    return redirect(url_for("people.departments"), 303)


def not_in_demo() -> None:
    """Raise NotPermitted (`demo_only`) in the demo, whose people are made up and stay as they are."""
    if current_app.config["DEMO"]:
        raise NotPermitted(
            "demo_only",
            "Chế độ dùng thử chỉ có bốn người mẫu, không đổi tài khoản được. Hãy chạy `cancu serve` để dùng thật.",
            "The demo has four made-up people; no account can be added or changed. Run `cancu serve` for real use.",
        )


def _known(person_id: int) -> Person:
    """A person who has a page here: real ones, in the demo the made-up ones. Raises NotFound."""
    people = service().archive.people
    return people.get(person_id, demo=current_app.config["DEMO"])


def _typed() -> dict[str, Any]:
    typed: dict[str, Any] = {name: request.form.get(name, "") for name in ("name", "sign_in", "email", "role")}
    ids = map(identifier, request.form.getlist("department"))
    typed["departments"] = frozenset(id_ for id_ in ids if id_ is not None)
    return typed


def _list(typed: dict[str, Any] | None = None, problem: RefusedInput | None = None) -> str:
    people = service().archive.people
    everybody = people.all(demo=current_app.config["DEMO"])
    known = people.departments()
    return render_template(
        "people.html",
        here="admin",
        people=everybody,
        department_names={each.id: each.name for each in known},
        departments=known,
        roles=ROLES,
        typed=typed or {"name": "", "sign_in": "", "email": "", "role": "viewer", "departments": frozenset()},
        problem=problem,
    )


def _one(person: Person, typed: dict[str, Any] | None = None, problem: RefusedInput | None = None) -> str:
    archive = service().archive
    return render_template(
        "person.html",
        here="admin",
        person=person,
        typed=typed or vars(person),
        problem=problem,
        roles=ROLES,
        departments=archive.people.departments(),
        sign_ins=archive.sign_ins.of(person.id),
        tokens=archive.tokens.of(person.id),
        scope_name=scope_name,
        token_link=lambda token: url_for("people.revoke_token", person_id=person.id, token_id=token.id),
    )


def _code_page(person: Person, code: str, new: bool = False) -> str:
    link = url_for("resetting.form", code=code, _external=True)
    return render_template(
        "reset_code.html", here="people", person=person, code=code, link=link, new=new, days=RESET_HOURS // 24
    )


def _departments(problem: RefusedInput | None = None) -> str:
    people = service().archive.people
    names = {each.id: each.name for each in people.all(demo=current_app.config["DEMO"])}
    return render_template(
        "departments.html", here="people", departments=people.departments(), names=names, problem=problem
    )
