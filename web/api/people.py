"""Routes of people and departments, and of one's own account.

What touches one's own account (password, tokens, browsers) is done from a browser that is signed in, by no token.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from archive.people import PERMISSIONS, ROLES, Department, Person
from archive.sign_ins import SignIn
from archive.tokens import LONGEST_DAYS, Token
from web.accounts.declaring import permits
from web.accounts.gate import current_person, own_browser, signed_in
from web.accounts.people import not_in_demo
from web.api.declaring import operation
from web.api.parts import FLAG, ID, MOMENT, TEXT, WHOLE, Json, listed, named, one_of, shape, text, whole
from web.pages import service

people = Blueprint("api_people", __name__, url_prefix="/api/v1")

_ROLE = one_of(*ROLES)
_SCOPE = one_of(*PERMISSIONS)
_DEPARTMENTS = listed(ID, 1000)
_ABOUT = {"name": text(200), "sign_in": text(80), "email": text(200), "role": _ROLE, "departments": _DEPARTMENTS}
_NAME = shape({"name": text(200, 1)})
PERSON = named(
    "Person",
    shape(
        {
            "id": WHOLE,
            "name": TEXT,
            "sign_in": TEXT,
            "email": TEXT,
            "role": _ROLE,
            "departments": listed(WHOLE),
            "disabled": FLAG,
            "has_password": FLAG,
            "created": MOMENT,
            "signed_in": MOMENT,
        }
    ),
)
DEPARTMENT = named("Department", shape({"id": WHOLE, "name": TEXT, "people": listed(WHOLE)}))
TOKEN = named(
    "AccessToken",
    shape(
        {
            "id": WHOLE,
            "name": TEXT,
            "hint": {**TEXT, "description": "Các ký tự đầu của mã / how the token begins"},
            "scope": _SCOPE,
            "created": MOMENT,
            "expires": MOMENT,
            "used": MOMENT,
        }
    ),
)
SIGN_IN = named(
    "SignIn",
    shape(
        {
            "id": WHOLE,
            "way": TEXT,
            "address": TEXT,
            "agent": TEXT,
            "created": MOMENT,
            "used": MOMENT,
            "expires": MOMENT,
            "this": FLAG,
        }
    ),
)
ME = named("Me", shape({"person": PERSON, "may": listed(_SCOPE), "demo": FLAG}))
CODE = named(
    "PasswordCode",
    shape({"person": PERSON, "code": {**TEXT, "description": "Chỉ hiện một lần / shown this once"}}),
)


# One's own account


@people.get("/me")
@permits("read")
@operation("getMe", "Tôi là ai, được làm gì / who I am and what I may do", ME)
def me() -> Response:
    """Who is asking."""
    return _me(current_person())


@people.patch("/me")
@permits("read")
@operation(
    "changeMe",
    "Đổi họ tên, thư điện tử của mình / change one's own name and e-mail address",
    ME,
    body=shape({"name": text(200), "email": text(200)}, ("name", "email")),
    problems=(422,),
    current=me,
)
def change_me(body: Json) -> Response:
    """Change one's own name and address."""
    own_browser()
    return _me(service().archive.people.change(current_person().id, name=body.get("name"), email=body.get("email")))


@people.post("/me/password")
@permits("read")
@operation(
    "changePassword",
    "Đổi mật khẩu; mọi trình duyệt khác bị đăng xuất / change the password; every other browser is signed out",
    None,
    body=shape({"old": text(200), "new": text(200)}, ("old",)),
    answers={204: None},
    problems=(422, 429),
    volatile=True,
)
def change_password(body: Json) -> tuple[str, int]:
    """Change one's own password."""
    signed = own_browser()
    service().archive.credentials.change(
        signed.person.id,
        body.get("old", ""),
        body["new"],
        request.remote_addr or "",
        stays=signed.sign_in.id if signed.sign_in else None,
    )
    return "", 204


@people.get("/me/sign-ins")
@permits("read")
@operation("listSignIns", "Đang đăng nhập ở đâu / where one is signed in", shape({"sign_ins": listed(SIGN_IN)}))
def sign_ins() -> Response:
    """The browsers one is signed in with."""
    return jsonify(sign_ins=_sign_ins(current_person().id))


@people.delete("/me/sign-ins")
@permits("read")
@operation(
    "endSignIns",
    "Đăng xuất mọi trình duyệt khác / sign out everywhere but here",
    shape({"ended": WHOLE}),
)
def end_sign_ins() -> Response:
    """Sign every other browser of one's own out."""
    signed = own_browser()
    ended = service().archive.sign_ins.end_all(signed.person.id, but=signed.sign_in.id if signed.sign_in else None)
    return jsonify(ended=ended)


@people.get("/me/tokens")
@permits("read")
@operation("listTokens", "Mã truy cập của mình / one's own access tokens", shape({"tokens": listed(TOKEN)}))
def tokens() -> Response:
    """One's own tokens."""
    return jsonify(tokens=[_token(each) for each in service().archive.tokens.of(current_person().id)])


@people.post("/me/tokens")
@permits("read")
@operation(
    "makeToken",
    "Tạo mã truy cập; mã chỉ hiện một lần / make an access token; its secret is shown this once",
    None,
    body=shape({"name": text(200, 1), "scope": _SCOPE, "days": whole(1, LONGEST_DAYS)}),
    answers={201: shape({"token": TOKEN, "secret": TEXT})},
    problems=(422,),
    volatile=True,
)
def make_token(body: Json) -> Response:
    """Make a token."""
    signed = own_browser()
    token, secret = service().archive.tokens.make(signed.person.id, body["name"], body["scope"], body["days"])
    return _made({"token": _token(token), "secret": secret}, f"/api/v1/me/tokens/{token.id}")


@people.delete("/me/tokens/<int:token_id>")
@permits("read")
@operation("revokeToken", "Thu hồi mã truy cập / revoke an access token", None, answers={204: None}, problems=(404,))
def revoke_token(token_id: int) -> tuple[str, int]:
    """End one of one's own tokens."""
    service().archive.tokens.revoke(own_browser().person.id, token_id)
    return "", 204


# People


@people.get("/directory")
@permits("read")
@operation(
    "getDirectory",
    "Đồng nghiệp và phòng, ban để chọn người xem / colleagues and departments to choose from",
    shape(
        {
            "people": listed(shape({"id": WHOLE, "name": TEXT, "departments": listed(WHOLE)})),
            "departments": listed(shape({"id": WHOLE, "name": TEXT})),
        }
    ),
)
def directory() -> Response:
    """The names of everybody who can sign in, and the departments."""
    held = service().archive.people
    return jsonify(
        people=[
            {"id": each.id, "name": each.name, "departments": sorted(each.departments)}
            for each in held.all(demo=_demo())
            if not each.disabled
        ],
        departments=[{"id": each.id, "name": each.name} for each in held.departments()],
    )


@people.get("/people")
@permits("administer")
@operation("listPeople", "Mọi tài khoản / every account", shape({"people": listed(PERSON)}))
def accounts() -> Response:
    """Everybody."""
    return jsonify(people=[_person(each) for each in service().archive.people.all(demo=_demo())])


@people.post("/people")
@permits("administer")
@operation(
    "addPerson",
    "Thêm người dùng, nhận mã để người đó đặt mật khẩu / add somebody, with a code for choosing a password",
    None,
    body=shape(_ABOUT, ("email", "departments")),
    answers={201: CODE},
    problems=(404, 422),
    volatile=True,
)
def add_person(body: Json) -> Response:
    """Give somebody an account."""
    not_in_demo()
    archive = service().archive
    person = archive.people.add(
        body["name"],
        body["sign_in"],
        body["role"],
        email=body.get("email", ""),
        departments=body.get("departments", ()),
    )
    told = {"person": _person(person), "code": archive.codes.new_reset(person.id)}
    return _made(told, f"/api/v1/people/{person.id}")


@people.get("/people/<int:person_id>")
@permits("administer")
@operation("getPerson", "Một tài khoản / one account", PERSON, problems=(404,))
def account(person_id: int) -> Response:
    """One person."""
    return jsonify(_person(service().archive.people.get(person_id, demo=_demo())))


@people.patch("/people/<int:person_id>")
@permits("administer")
@operation(
    "changePerson",
    "Đổi họ tên, vai trò, phòng ban, khóa, mở / change, disable or enable an account",
    PERSON,
    body=shape({**_ABOUT, "disabled": FLAG}, (*_ABOUT, "disabled")),
    problems=(404, 422),
    current=account,
)
def change_person(person_id: int, body: Json) -> Response:
    """Change what is given."""
    held = service().archive.people
    held.get(person_id, demo=_demo())
    if set(body) - {"departments"}:
        not_in_demo()
    return jsonify(
        _person(held.change(person_id, **{name: body[name] for name in (*_ABOUT, "disabled") if name in body}))
    )


@people.post("/people/<int:person_id>/code")
@permits("administer")
@operation(
    "resetPassword",
    "Cấp mã đặt lại mật khẩu; mật khẩu cũ hết hiệu lực / give a code for a new password; the old one stops working",
    CODE,
    problems=(404,),
    volatile=True,
)
def reset_password(person_id: int) -> Response:
    """Take a password away and give a code for another."""
    not_in_demo()
    archive = service().archive
    person = archive.people.get(person_id)
    code = archive.codes.new_reset(person_id)
    archive.credentials.lockouts.forgive(person.sign_in)
    return jsonify(person=_person(archive.people.get(person_id)), code=code)


@people.delete("/people/<int:person_id>/sign-ins")
@permits("administer")
@operation(
    "signPersonOut", "Đăng xuất một người ở mọi nơi / sign somebody out", shape({"ended": WHOLE}), problems=(404,)
)
def sign_person_out(person_id: int) -> Response:
    """Sign somebody out everywhere."""
    archive = service().archive
    archive.people.get(person_id, demo=_demo())
    return jsonify(ended=archive.sign_ins.end_all(person_id))


@people.get("/people/<int:person_id>/tokens")
@permits("administer")
@operation(
    "listTokensOfPerson",
    "Mã truy cập của một người / somebody's access tokens",
    shape({"tokens": listed(TOKEN)}),
    problems=(404,),
)
def tokens_of(person_id: int) -> Response:
    """Somebody's tokens."""
    archive = service().archive
    archive.people.get(person_id, demo=_demo())
    return jsonify(tokens=[_token(each) for each in archive.tokens.of(person_id)])


@people.delete("/people/<int:person_id>/tokens/<int:token_id>")
@permits("administer")
@operation(
    "revokeTokenOfPerson",
    "Thu hồi mã truy cập của một người / revoke somebody's access token",
    None,
    answers={204: None},
    problems=(404,),
)
def revoke_token_of(person_id: int, token_id: int) -> tuple[str, int]:
    """End somebody's token."""
    service().archive.tokens.revoke(person_id, token_id)
    return "", 204


# Departments


@people.get("/departments")
@permits("administer")
@operation("listDepartments", "Phòng, ban / departments", shape({"departments": listed(DEPARTMENT)}))
def departments() -> Response:
    """All departments."""
    return jsonify(departments=[_department(each) for each in service().archive.people.departments()])


@people.post("/departments")
@permits("administer")
@operation(
    "addDepartment",
    "Thêm phòng, ban / make a department",
    None,
    body=_NAME,
    answers={201: DEPARTMENT},
    problems=(422,),
)
def add_department(body: Json) -> Response:
    """Make a department."""
    made = service().archive.people.add_department(body["name"])
    return _made(_department(made), f"/api/v1/departments/{made.id}")


@people.get("/departments/<int:department_id>")
@permits("administer")
@operation("getDepartment", "Một phòng, ban / one department", DEPARTMENT, problems=(404,))
def department(department_id: int) -> Response:
    """One department."""
    return jsonify(_department(service().archive.people.department(department_id)))


@people.patch("/departments/<int:department_id>")
@permits("administer")
@operation(
    "renameDepartment",
    "Đổi tên phòng, ban / rename a department",
    DEPARTMENT,
    body=_NAME,
    problems=(404, 422),
    current=department,
)
def rename_department(department_id: int, body: Json) -> Response:
    """Give a department another name."""
    held = service().archive.people
    held.rename_department(department_id, body["name"])
    return jsonify(_department(held.department(department_id)))


@people.delete("/departments/<int:department_id>")
@permits("administer")
@operation(
    "removeDepartment",
    "Xóa phòng, ban không còn ai / remove a department to which nobody belongs",
    None,
    answers={204: None},
    problems=(404, 422),
)
def remove_department(department_id: int) -> tuple[str, int]:
    """Remove an empty department."""
    service().archive.people.remove_department(department_id)
    return "", 204


def _demo() -> bool:
    return bool(current_app.config["DEMO"])


def _me(person: Person) -> Response:
    signed = signed_in()
    assert signed is not None
    return jsonify(person=_person(person), may=[each for each in PERMISSIONS if signed.may(each)], demo=_demo())


def _made(told: dict[str, Any], where: str) -> Response:
    response = jsonify(told)
    response.status_code = 201
    response.headers["Location"] = where
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "sign_in": person.sign_in,
        "email": person.email,
        "role": person.role,
        "departments": sorted(person.departments),
        "disabled": person.disabled,
        "has_password": person.has_password,
        "created": _moment(person.created),
        "signed_in": _moment(person.signed_in),
    }


def _department(department: Department) -> dict[str, Any]:
    return {"id": department.id, "name": department.name, "people": sorted(department.people)}


def _token(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "hint": token.hint,
        "scope": token.scope,
        "created": _moment(token.created),
        "expires": _moment(token.expires),
        "used": _moment(token.used),
    }


def _sign_ins(person_id: int) -> list[dict[str, Any]]:
    signed = signed_in()
    here = signed.sign_in.id if signed is not None and signed.sign_in is not None else 0
    return [_sign_in(each, here) for each in service().archive.sign_ins.of(person_id)]


def _sign_in(sign_in: SignIn, here: int) -> dict[str, Any]:
    return {
        "id": sign_in.id,
        "way": sign_in.way,
        "address": sign_in.address,
        "agent": sign_in.agent,
        "created": _moment(sign_in.created),
        "used": _moment(sign_in.used),
        "expires": _moment(sign_in.expires),
        "this": sign_in.id == here,
    }


def _moment(moment: datetime | None) -> str | None:
    """A moment of the database, which is UTC, as RFC 3339."""
    return None if moment is None else f"{moment.isoformat(timespec='seconds')}Z"
