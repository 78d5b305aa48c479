"""Version 1: one's own account, and whom one may choose from.

What changes the account itself (password, tokens, browsers) is done from a browser that is signed in, by no token.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from archive.errors import NotFound
from archive.people import PERMISSIONS, Person
from archive.sign_ins import SignIn
from archive.tokens import LONGEST_DAYS
from web.accounts.declaring import permits
from web.accounts.gate import current_person, own_browser, signed_in
from web.api.answering import moment
from web.api.declaring import operation
from web.api.parts import FLAG, MOMENT, TEXT, WHOLE, Json, listed, named, shape, text, whole
from web.api.people import PERSON, SCOPE, TOKEN, in_demo, just_made, person_json, token_json
from web.pages import service

account = Blueprint("api_account", __name__, url_prefix="/api/v1")

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
ME = named("Me", shape({"person": PERSON, "may": listed(SCOPE), "demo": FLAG}))


@account.get("/me")
@permits("read")
@operation("getMe", "Tôi là ai, được làm gì / who I am and what I may do", ME)
def me() -> Response:
    """Who is asking."""
    return _me(current_person())


@account.patch("/me")
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


@account.post("/me/password")
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


@account.get("/me/sign-ins")
@permits("read")
@operation("listSignIns", "Đang đăng nhập ở đâu / where one is signed in", shape({"sign_ins": listed(SIGN_IN)}))
def sign_ins() -> Response:
    """The browsers one is signed in with."""
    return jsonify(sign_ins=_sign_ins(current_person().id))


@account.delete("/me/sign-ins")
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


@account.delete("/me/sign-ins/<int:sign_in_id>")
@permits("read")
@operation("endSignIn", "Đăng xuất một trình duyệt / sign one browser out", None, answers={204: None}, problems=(404,))
def end_sign_in(sign_in_id: int) -> tuple[str, int]:
    """End one of one's own sign-ins."""
    if not service().archive.sign_ins.end(own_browser().person.id, sign_in_id):
        raise NotFound("no_such_sign_in", "Không có lượt đăng nhập này.", "There is no such sign-in.")
    return "", 204


@account.get("/me/tokens")
@permits("read")
@operation("listTokens", "Mã truy cập của mình / one's own access tokens", shape({"tokens": listed(TOKEN)}))
def tokens() -> Response:
    """One's own tokens."""
    return jsonify(tokens=[token_json(each) for each in service().archive.tokens.of(current_person().id)])


@account.post("/me/tokens")
@permits("read")
@operation(
    "makeToken",
    "Tạo mã truy cập; mã chỉ hiện một lần / make an access token; its secret is shown this once",
    None,
    body=shape({"name": text(200, 1), "scope": SCOPE, "days": whole(1, LONGEST_DAYS)}),
    answers={201: shape({"token": TOKEN, "secret": TEXT})},
    problems=(422,),
    volatile=True,
)
def make_token(body: Json) -> Response:
    """Make a token."""
    signed = own_browser()
    token, secret = service().archive.tokens.make(signed.person.id, body["name"], body["scope"], body["days"])
    return just_made({"token": token_json(token), "secret": secret}, f"/api/v1/me/tokens/{token.id}")


@account.delete("/me/tokens/<int:token_id>")
@permits("read")
@operation("revokeToken", "Thu hồi mã truy cập / revoke an access token", None, answers={204: None}, problems=(404,))
def revoke_token(token_id: int) -> tuple[str, int]:
    """End one of one's own tokens."""
    service().archive.tokens.revoke(own_browser().person.id, token_id)
    return "", 204


@account.get("/directory")
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
            for each in held.all(demo=in_demo())
            if not each.disabled
        ],
        departments=[{"id": each.id, "name": each.name} for each in held.departments()],
    )


def _me(person: Person) -> Response:
    signed = signed_in()
    assert signed is not None
    return jsonify(person=person_json(person), may=[each for each in PERMISSIONS if signed.may(each)], demo=in_demo())


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
        "created": moment(sign_in.created),
        "used": moment(sign_in.used),
        "expires": moment(sign_in.expires),
        "this": sign_in.id == here,
    }
