"""Digests: what they say and to whom, once a period, over a real mail server."""

from __future__ import annotations

import json
import socket
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import RefusedInput
from archive.models import Document, now
from archive.subscribing import period_of
from archive.subscription_rows import SubscriptionRow
from tests.web.conftest import Office, token_in
from tests.web.mail_server import PASSWORD, USER, certificate, mail_server
from tests.web.signing_in import person
from web.cli import cancu
from web.digesting import deliver
from web.mailing import MailSettings, MailTrouble, keep_mail_settings, mail_settings, send

MORNING = datetime(2026, 11, 30, 8, 0)  # a Monday
SECRET_WORD = "Giấy nội bộ của lãnh đạo"


def _message() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Thử", "cancu@xa.example", "a@xa.example"
    message.set_content("Chào")
    return message


def _to(port: int, **more: object) -> MailSettings:
    plain: dict[str, object] = {"server": "127.0.0.1", "port": port, "security": "none", "sender": "cancu@xa.example"}
    return MailSettings(**{**plain, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("mail"))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_sign_in(files: tuple[Path, Path], security: str) -> None:
    with mail_server(security, files, auth=True) as box:
        ours = {"security": security, "user": USER, "ca": str(files[0])}
        send(_to(box.port, **ours, password=PASSWORD), _message())
        assert [message["Subject"] for message in box.messages] == ["Thử"]
        for wrong, code in (({"password": "sai"}, "mail_sign_in"), ({"ca": ""}, "mail_certificate")):
            with pytest.raises(MailTrouble) as caught:
                send(_to(box.port, **{**ours, "password": PASSWORD, **wrong}), _message(), 10)
            assert caught.value.reason == code


def test_what_goes_wrong_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        cases = [(_to(nobody.getsockname()[1]), "mail_unreachable"), (MailSettings(), "mail_not_set_up")]
        for settings, code in cases:
            with pytest.raises(MailTrouble) as caught:
                send(settings, _message(), 5)
            assert caught.value.reason == code
    with mail_server() as box:
        box.refuse = True
        with pytest.raises(MailTrouble) as caught:
            send(_to(box.port), _message())
        assert caught.value.reason == "mail_recipient"
        box.refuse, box.delay = False, 1.5
        with pytest.raises(MailTrouble) as caught:
            send(_to(box.port), _message(), 0.3)
        assert caught.value.reason == "mail_slow"
        with pytest.raises(MailTrouble) as caught:
            send(_to(box.port, security="starttls"), _message())
        assert caught.value.reason == "mail_security"


def test_settings_of_the_environment_count_first(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    found = mail_settings(archive, {"CANCU_SMTP_SERVER": "m", "CANCU_SMTP_FROM": "a@b", "CANCU_SMTP_SECURITY": "tls"})
    assert (found.port, found.given, found.ready) == (465, True, True)
    for wrong in ({"CANCU_SMTP_SECURITY": "ssl"}, {"CANCU_SMTP_FROM": "x\r\nBcc: y"}, {"CANCU_BASE_URL": "ftp://x"}):
        with pytest.raises(RefusedInput):
            mail_settings(archive, {"CANCU_SMTP_SERVER": "m", **wrong})


@pytest.mark.parametrize(
    ("rhythm", "day", "period"),
    [("daily", date(2026, 11, 27), "2026-11-27"), ("weekly", date(2027, 1, 1), "2026-W53")],
)
def test_periods(rhythm: str, day: date, period: str) -> None:
    assert period_of(rhythm, day) == period


@pytest.fixture
def subscribed(office: Office) -> Office:
    """The viewer gets a daily digest, the clerk a weekly one in English; some documents came just now."""
    archive = office.app.extensions["cancu"].archive
    for role, rhythm, language in (("viewer", "daily", "vi"), ("clerk", "weekly", "en")):
        someone = person(archive, role)
        archive.people.change(someone.id, email=f"{role}@xa.example")
        archive.subscriptions.choose(someone.id, rhythm, language, date(2026, 11, 20))
    with archive.database.write() as session:
        session.query(SubscriptionRow).update({"sent": now() - timedelta(days=3), "sent_for": "", "trouble": ""})
    return office


def _sent_for(office: Office) -> dict[int, str]:
    with office.app.extensions["cancu"].archive.database.read() as session:
        return {row.person_id: row.sent_for for row in session.query(SubscriptionRow)}


def test_a_digest_says_what_is_new_once(subscribed: Office) -> None:
    archive = subscribed.app.extensions["cancu"].archive
    with mail_server() as box:
        keep_mail_settings(archive, _to(box.port, base="https://cancu.xa.example"))
        assert deliver(subscribed.app, at=MORNING.replace(hour=5)) == []
        told = deliver(subscribed.app, at=MORNING)
        assert sorted((each.person, each.status) for each in told) == [("clerk", "sent"), ("viewer", "sent")]
        assert deliver(subscribed.app, at=MORNING.replace(hour=20)) == []
        assert box.recipients == [f"{role}@xa.example" for role in ("viewer", "clerk")]
        vietnamese, english = box.messages
        assert "văn bản mới" in vietnamese["Subject"]
        assert "new documents" in english["Subject"]
        for message in box.messages:
            text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
            address = f"https://cancu.xa.example/documents/{subscribed.ids['long']}"
            assert address in text
            assert f'href="{address}"' in html
            assert "https://cancu.xa.example/digest" in text
            assert message["List-Unsubscribe"] == "<https://cancu.xa.example/digest>"
            assert message["Auto-Submitted"] == "auto-generated"
            assert "\n\n\n\n" not in text
        # The next day there is nothing new: no message, and it is not tried again.
        box.messages.clear()
        assert [each.status for each in deliver(subscribed.app, at=MORNING + timedelta(days=1))] == ["nothing"]
        assert box.messages == []


def test_what_one_may_not_see_is_not_told(subscribed: Office) -> None:
    archive = subscribed.app.extensions["cancu"].archive
    with archive.database.write() as session:
        hidden = session.get(Document, subscribed.ids["sample"])
        hidden.title, hidden.access = SECRET_WORD, "named"
    try:
        with mail_server() as box:
            keep_mail_settings(archive, _to(box.port))
            deliver(subscribed.app, at=MORNING)
            assert len(box.messages) == 2
            for message in box.messages:
                assert SECRET_WORD not in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    finally:
        with archive.database.write() as session:
            session.get(Document, subscribed.ids["sample"]).access = "office"


def test_what_was_not_sent_is_tried_again_and_told(subscribed: Office) -> None:
    archive = subscribed.app.extensions["cancu"].archive
    with mail_server() as box:
        keep_mail_settings(archive, _to(box.port))
        box.refuse = True
        assert {each.status for each in deliver(subscribed.app, at=MORNING)} == {"failed"}
        assert set(_sent_for(subscribed).values()) == {""}
        assert "không nhận địa chỉ người nhận" in subscribed.browser("viewer").get("/digest").text
        box.refuse = False
        assert {each.status for each in deliver(subscribed.app, at=MORNING)} == {"sent"}
    assert "không nhận địa chỉ người nhận" not in subscribed.browser("viewer").get("/digest").text


def test_two_processes_send_one(subscribed: Office) -> None:
    archive = subscribed.app.extensions["cancu"].archive
    due = archive.subscriptions.due(MORNING.date())
    assert [archive.subscriptions.take(each, MORNING.date()) for each in (*due, *due)] == [True, True, False, False]
    archive.people.change(due[0].person, disabled=True)
    try:
        with archive.database.write() as session:
            session.query(SubscriptionRow).update({"sent_for": ""})
        with mail_server() as box:
            keep_mail_settings(archive, _to(box.port))
            assert len(deliver(subscribed.app, at=MORNING)) == 1
    finally:
        archive.people.change(due[0].person, disabled=False)


def test_the_command_shows_and_sends(subscribed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_HOME", str(subscribed.settings.home))
    shown = CliRunner().invoke(cancu, ["digest", "--dry-run", "--json"])
    assert shown.exit_code == 0, shown.output
    assert {(each["status"], bool(each["text"])) for each in json.loads(shown.stdout)} == {("would_send", True)}
    assert set(_sent_for(subscribed).values()) == {""}


def test_a_preview_needs_neither_server_nor_address(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    keep_mail_settings(archive, MailSettings())
    someone = person(archive, "drafter")
    assert not someone.email
    archive.subscriptions.visit(someone.id, now() - timedelta(days=3))
    archive.subscriptions.visit(someone.id)
    page = office.browser("drafter").get("/digest?preview=1")
    assert page.status_code == 200
    assert "VĂN BẢN MỚI TRONG KHO" in page.text


def test_choosing_on_the_page(office: Office) -> None:
    browser = office.browser("drafter")
    page = browser.get("/digest").text
    browser.post("/digest", data={"csrf_token": token_in(page), "rhythm": "weekly"})
    assert 'value="weekly" checked' in browser.get("/digest").text
    assert "<pre" in browser.get("/digest?preview=1").text
    browser.post("/digest", data={"csrf_token": token_in(page), "rhythm": ""})
    assert 'value="" checked' in browser.get("/digest").text
    assert browser.post("/digest", data={"csrf_token": token_in(page), "rhythm": "hourly"}).status_code == 422


def test_the_mail_server_is_the_administrators(office: Office) -> None:
    assert office.browser("clerk").get("/mail").status_code == 403
    browser = office.browser()
    token = token_in(browser.get("/mail").text)
    archive = office.app.extensions["cancu"].archive
    archive.people.change(archive.people.named("administrator").id, email="quan@xa.example")
    with mail_server() as box:
        form = {"server": "127.0.0.1", "port": str(box.port), "security": "none", "sender": "cancu@xa.example"}
        browser.post("/mail", data={**form, "csrf_token": token, "test": "1"})
        assert box.recipients == ["quan@xa.example"]
    kept = {**form, "user": USER, "password": PASSWORD, "csrf_token": token}
    browser.post("/mail", data=kept)
    browser.post("/mail", data={**kept, "password": ""})
    assert mail_settings(archive).password == PASSWORD
    page = browser.get("/mail").text
    assert PASSWORD not in page
    browser.post("/mail", data={**kept, "security": "ssl"})
    assert "phải là starttls, tls, none" in browser.get("/mail").text
