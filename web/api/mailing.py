"""Version 1: the mail server by which digests go out, for the administrator."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, jsonify

from archive.errors import RefusedInput
from web.accounts import current_person
from web.accounts.declaring import permits
from web.api.declaring import operation
from web.api.parts import FLAG, TEXT, WHOLE, Json, named, one_of, shape, text, whole
from web.mailing import SECURITY, keep_mail_settings, mail_settings
from web.pages import service
from web.pages.digest import send_test_message

mailing = Blueprint("api_mailing", __name__, url_prefix="/api/v1")

_SERVER = named(
    "MailServer",
    shape(
        {
            "server": TEXT,
            "port": WHOLE,
            "security": one_of(*SECURITY),
            "user": TEXT,
            "has_password": FLAG,
            "sender": TEXT,
            "ca": TEXT,
            "base": TEXT,
            "ready": FLAG,
            "given": {**FLAG, "description": "Do biến môi trường đặt / set by the environment, not to be changed here"},
        }
    ),
)
_GIVEN: Json = {
    "server": text(255),
    "port": {**whole(0, 65535), "description": "0: theo security / 0: as security has it"},
    "security": one_of(*SECURITY),
    "user": text(255),
    "password": {**text(500), "description": "Để trống thì giữ mật khẩu cũ / empty keeps the one there is"},
    "sender": text(255),
    "ca": text(1000),
    "base": text(500),
}


@mailing.get("/mail-server")
@permits("administer")
@operation("getMailServer", "Máy chủ thư / the mail server", _SERVER)
def show() -> Response:
    """Where mail goes out. The password is never given."""
    return _server()


@mailing.patch("/mail-server")
@permits("administer")
@operation(
    "changeMailServer",
    "Đổi máy chủ thư / change the mail server",
    _SERVER,
    body=shape(_GIVEN, tuple(_GIVEN)),
    problems=(422,),
    current=show,
)
def change(body: Json) -> Response:
    """Keep what is given, and leave the rest."""
    archive = service().archive
    sent = [(name, body[name]) for name in _GIVEN if name in body]
    held = mail_settings(archive)
    if held.given:
        raise RefusedInput(
            "given_by_environment",
            "Máy chủ thư do biến môi trường CANCU_SMTP_… đặt nên không đổi được ở đây. Hãy sửa biến môi trường.",
            "The mail server is set by the environment (CANCU_SMTP_…) and cannot be changed here. Change it there.",
        )
    tidy: Json = {
        name: value.strip() if isinstance(value, str) and name != "password" else value for name, value in sent
    }
    if tidy.get("security", held.security) != held.security and "port" not in tidy:
        tidy["port"] = 0
    keep_mail_settings(archive, replace(held, **{"password": "", **tidy}))
    return _server()


@mailing.post("/mail-server/test")
@permits("administer")
@operation(
    "testMailServer",
    "Gửi thư thử đến địa chỉ của mình / send a message to one's own address, to try",
    shape({"sent_to": TEXT}),
    problems=(422,),
    volatile=True,
)
def test() -> Response:
    """422 with what the mail server said where it did not take the message."""
    send_test_message()
    return jsonify(sent_to=current_person().email)


def _server() -> Response:
    held = mail_settings(service().archive)
    names = ("server", "port", "security", "user", "sender", "ca", "base", "ready", "given")
    return jsonify(has_password=bool(held.password), **{name: getattr(held, name) for name in names})
