"""The mail server and the digest over the API."""

from __future__ import annotations

import pytest

from tests.web.conftest import Office
from tests.web.mail_server import PASSWORD, USER, mail_server
from web.mailing import MailSettings, keep_mail_settings, mail_settings

AT = "/api/v1/mail-server"


def test_the_mail_server_is_set_and_tried(office: Office) -> None:
    browser, archive = office.browser(), office.app.extensions["cancu"].archive
    archive.people.change(archive.people.named("administrator").id, email="")
    untried = browser.post(f"{AT}/test")
    assert (untried.status_code, untried.json["reason"]) == (422, "no_address")
    archive.people.change(archive.people.named("administrator").id, email="quan@xa.example")
    with mail_server() as box:
        chosen = {"server": " 127.0.0.1 ", "port": box.port, "security": "none", "sender": "cancu@xa.example"}
        shown = browser.patch(AT, json=chosen).json
        assert (shown["server"], shown["ready"], shown["has_password"]) == ("127.0.0.1", True, False)
        assert browser.post(f"{AT}/test").json == {"sent_to": "quan@xa.example"}
        assert box.recipients == ["quan@xa.example"]
    gone = browser.post(f"{AT}/test")
    assert (gone.status_code, gone.json["reason"]) == (422, "mail_unreachable")
    browser.patch(AT, json={"user": USER, "password": PASSWORD})
    kept = browser.patch(AT, json={"security": "tls"})
    assert (kept.json["port"], kept.json["has_password"]) == (465, True)
    assert PASSWORD not in kept.text + browser.get(AT).text
    assert mail_settings(archive).password == PASSWORD
    assert browser.patch(AT, json={"base": "ftp://x"}).json["reason"] == "wrong_mail_base"
    assert browser.patch(AT, json={"security": "ssl"}).status_code == 400
    changed = browser.get("/api/v1/audit?action=mail_settings_changed").json["entries"][0]["details"]["fields"]
    assert changed == ["port", "security"]
    assert office.browser("clerk").get(AT).status_code == 403
    keep_mail_settings(archive, MailSettings())


def test_what_the_environment_says_is_not_changed_here(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_SMTP_SERVER", "thu.xa.example")
    browser = office.browser()
    assert browser.get(AT).json["given"] is True
    refused = browser.patch(AT, json={"server": "khac.xa.example"})
    assert (refused.status_code, refused.json["reason"]) == (422, "given_by_environment")


def test_a_digest_is_looked_at_before(office: Office) -> None:
    text = office.browser("drafter").get("/api/v1/me/digest").json["text"]
    assert text is None or "VĂN BẢN" in text


SENDERS = [
    ("cancu@xa.example", True),
    ("Căn Cứ <cancu@xa.example>", True),
    ("o'neil+can.cu@[127.0.0.1]", False),
    ("cancu@xã.example", True),
    ("căn@xa.example", False),
    ("a@", False),
    ("@xa.example", False),
    ("<@>", False),
    ("a@[1", False),
    ("a b@xa.example", False),
    ("a@xa.example, b@xa.example", False),
    ("a@xa.example\0", False),
    ('"@xa.example', False),
    ("a@" + "x" * 64, False),
]
SERVERS = [
    ("thu.xa.example", True),
    ("127.0.0.1", True),
    ("::1", True),
    ("[::1]", True),
    ("thư.xã.example", True),
    ("..", False),
    ("é..é", False),
    ("[::1", False),
    ("x" * 254, False),
    ("a b", False),
    ("a\0", False),
    ("http://thu.xa.example", False),
]


@pytest.mark.parametrize(("field", "typed", "taken"), [
    *(("sender", typed, taken) for typed, taken in SENDERS),
    *(("server", typed, taken) for typed, taken in SERVERS),
    ("ca", "/nơi nào\0", False),
    ("user", "a\nb", False),
])  # fmt: skip
def test_what_mail_cannot_go_by_is_refused_when_it_is_set(office: Office, field: str, typed: str, taken: bool) -> None:
    answer = office.browser().patch(AT, json={field: typed})
    assert answer.status_code == (200 if taken else 422), answer.text
    assert taken or answer.json["reason"].startswith("wrong_mail_")


def test_an_address_that_no_mail_goes_to_is_told(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    archive.people.change(archive.people.named("administrator").id, email="địa.chỉ@xa.example")
    with mail_server() as box:
        keep_mail_settings(archive, MailSettings("127.0.0.1", box.port, "none", sender="cancu@xa.example"))
        answer = office.browser().post(f"{AT}/test")
        assert (answer.status_code, answer.json["reason"]) == (422, "mail_recipient")
        assert box.recipients == []
    keep_mail_settings(archive, MailSettings())


def test_a_port_of_the_environment_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    monkeypatch.setenv("CANCU_SMTP_SERVER", "thu.xa.example")
    monkeypatch.setenv("CANCU_SMTP_PORT", "smtp")
    assert office.browser().get(AT).json["reason"] == "wrong_mail_port"
