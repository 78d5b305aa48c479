"""A form sent after the sign-in had ended: nothing that was typed is lost."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Office, token_in
from web.accounts.resending import unpacked

PASSWORD, OWN = "ao làng mùa nước nổi", "bờ tre cuối làng ta"
TEXT = "KẾ HOẠCH\nGiữ ao làng “sạch”\n"


@pytest.fixture(scope="module")
def drafter(office: Office) -> Office:
    archive = office.app.extensions["cancu"].archive
    office.browser()
    person = archive.people.add("Soạn", "soan.lai", "drafter")
    archive.credentials.give(person.id, PASSWORD)
    archive.credentials.change(person.id, PASSWORD, OWN, "")
    return office


def signed_in(office: Office) -> FlaskClient:
    client = office.visitor()
    token = token_in(client.get("/sign-in").text)
    data = {"csrf_token": token, "sign_in": "soan.lai", "password": OWN}
    assert client.post("/sign-in", data=data).status_code == 303
    return client


def end(office: Office, client: FlaskClient, way: str) -> None:
    if way == "signed out":
        client.post("/sign-out", data={"csrf_token": token_in(client.get("/drafts/").text)})
        return
    archive = office.app.extensions["cancu"].archive
    person = archive.people.named("soan.lai")
    for sign_in in archive.sign_ins.of(person.id):
        archive.sign_ins.end(person.id, sign_in.id)


@pytest.mark.parametrize("way", ["ended elsewhere", "signed out"])
def test_what_was_typed_is_sent_again_after_signing_in(drafter: Office, way: str) -> None:
    client = signed_in(drafter)
    token = token_in(client.get("/drafts/").text)
    end(drafter, client, way)
    door = client.post("/drafts/", data={"csrf_token": token, "text": TEXT})
    assert door.status_code == 401
    assert "Giữ ao làng “sạch”" in html.unescape(door.text)
    kept = html.unescape(re.search(r'name="kept" value="([^"]*)"', door.text)[1])
    sent = {"csrf_token": token_in(door.text), "sign_in": "soan.lai", "kept": kept}
    wrong = client.post("/sign-in", data={**sent, "password": "không phải đâu nhé"})
    assert wrong.status_code == 403
    assert html.unescape(re.search(r'name="kept" value="([^"]*)"', wrong.text)[1]) == kept
    again = client.post("/sign-in", data={**sent, "password": OWN})
    assert again.status_code == 200
    assert 'action="/drafts/"' in again.text
    text = html.unescape(re.search(r'name="text" value="([^"]*)"', again.text)[1])
    assert text == TEXT
    made = client.post("/drafts/", data={"csrf_token": token_in(again.text), "text": text})
    assert made.status_code == 302
    assert "Giữ ao làng “sạch”" in html.unescape(client.get(made.location).text)


def test_a_page_of_the_sign_in_before_offers_its_text_again(drafter: Office) -> None:
    client = signed_in(drafter)
    offered = client.post("/drafts/", data={"csrf_token": "of another session", "text": TEXT})
    assert offered.status_code == 403
    assert 'action="/drafts/"' in offered.text
    assert html.unescape(re.search(r'name="text" value="([^"]*)"', offered.text)[1]) == TEXT


def test_passwords_and_programs_are_answered_as_before(drafter: Office) -> None:
    client = drafter.visitor()
    secret = client.post("/me/password", data={"password": "x" * 12, "again": "x" * 12})
    assert "x" * 12 not in secret.text
    told = client.post("/drafts/", data={"text": TEXT}, headers={"Accept": "application/json"})
    assert (told.status_code, told.json["reason"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "text", ["", "[]", "x", "[1,2,3]", '["//evil.example/x",[],[]]', '["/api/v1/x",[],[]]', '["/me/x",[],[]]', "{}"]
)
def test_what_was_not_kept_by_us_is_nothing(drafter: Office, text: str) -> None:
    with drafter.app.test_request_context():
        assert unpacked(text) is None
