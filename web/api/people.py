"""Version 1: people, departments and their access tokens, for the administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from archive.departments import Department
from archive.people import PERMISSIONS, ROLES, Person
from archive.tokens import Token
from web.accounts.declaring import permits
from web.accounts.people import not_in_demo
from web.api.answering import moment
from web.api.declaring import operation
from web.api.parts import FLAG, ID, MOMENT, TEXT, WHOLE, Json, listed, named, one_of, shape, text
from web.pages import service

people = Blueprint("api_people", __name__, url_prefix="/api/v1")

_ROLE = one_of(*ROLES)
SCOPE = one_of(*PERMISSIONS)
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
            "scope": SCOPE,
            "created": MOMENT,
            "expires": MOMENT,
            "used": MOMENT,
        }
    ),
)
CODE = named(
    "PasswordCode",
    shape({"person": PERSON, "code": {**TEXT, "description": "Chỉ hiện một lần / shown this once"}}),
)


@people.get("/people")
@permits("administer")
@operation("listPeople", "Mọi tài khoản / every account", shape({"people": listed(PERSON)}))
def accounts() -> Response:
    """Everybody."""
    return jsonify(people=[person_json(each) for each in service().archive.people.all(demo=in_demo())])


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
    told = {"person": person_json(person), "code": archive.codes.new_reset(person.id)}
    return just_made(told, f"/api/v1/people/{person.id}")


@people.get("/people/<int:person_id>")
@permits("administer")
@operation("getPerson", "Một tài khoản / one account", PERSON, problems=(404,))
def account(person_id: int) -> Response:
    """One person."""
    return jsonify(person_json(service().archive.people.get(person_id, demo=in_demo())))


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
def changeperson_json(person_id: int, body: Json) -> Response:
    """Change what is given."""
    held = service().archive.people
    held.get(person_id, demo=in_demo())
    if set(body) - {"departments"}:
        not_in_demo()
    return jsonify(
        person_json(held.change(person_id, **{name: body[name] for name in (*_ABOUT, "disabled") if name in body}))
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
    return jsonify(person=person_json(archive.people.get(person_id)), code=code)


@people.delete("/people/<int:person_id>/sign-ins")
@permits("administer")
@operation(
    "signPersonOut", "Đăng xuất một người ở mọi nơi / sign somebody out", shape({"ended": WHOLE}), problems=(404,)
)
def sign_person_out(person_id: int) -> Response:
    """Sign somebody out everywhere."""
    archive = service().archive
    archive.people.get(person_id, demo=in_demo())
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
    archive.people.get(person_id, demo=in_demo())
    return jsonify(tokens=[token_json(each) for each in archive.tokens.of(person_id)])


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
    return just_made(_department(made), f"/api/v1/departments/{made.id}")


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


def in_demo() -> bool:
    """Whether `cancu serve --demo` answers."""
    return bool(current_app.config["DEMO"])


def just_made(told: dict[str, Any], where: str) -> Response:
    """The answer to making what is at `where`; it may hold a secret."""
    response = jsonify(told)
    response.status_code = 201
    response.headers["Location"] = where
    response.headers["Cache-Control"] = "private, no-store"
    return response


def person_json(person: Person) -> dict[str, Any]:
    """A person as the API shows one."""
    return {
        "id": person.id,
        "name": person.name,
        "sign_in": person.sign_in,
        "email": person.email,
        "role": person.role,
        "departments": sorted(person.departments),
        "disabled": person.disabled,
        "has_password": person.has_password,
        "created": moment(person.created),
        "signed_in": moment(person.signed_in),
    }


def _department(department: Department) -> dict[str, Any]:
    return {"id": department.id, "name": department.name, "people": sorted(department.people)}


def token_json(token: Token) -> dict[str, Any]:
    """A token without its secret."""
    return {
        "id": token.id,
        "name": token.name,
        "hint": token.hint,
        "scope": token.scope,
        "created": moment(token.created),
        "expires": moment(token.expires),
        "used": moment(token.used),
    }
