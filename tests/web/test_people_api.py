"""The API of accounts: who I am, people, departments, tokens; a token never touches its owner's account."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from archive import passwords
from tests.web.conftest import Office

GOOD = "chuối xanh bay ngang 7 ngõ"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing as cheap as it goes: these tests are about other things."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def bearer(client: FlaskClient, scope: str) -> dict[str, str]:
    """The header of a token that a browser's person makes."""
    made = client.post("/api/v1/me/tokens", json={"name": f"máy {scope}", "scope": scope, "days": 7})
    assert made.status_code == 201
    return {"Authorization": f"Bearer {made.json['secret']}"}


def test_who_i_am(office: Office) -> None:
    assert office.browser("viewer").get("/api/v1/me").json["may"] == ["read"]
    client = office.browser("clerk")
    told = client.get("/api/v1/me").json
    assert (told["person"]["role"], told["may"]) == ("clerk", ["read", "draft", "register"])
    assert "password" not in told["person"]
    with_token = office.visitor().get("/api/v1/me", headers=bearer(client, "draft")).json
    assert with_token["may"] == ["read", "draft"]
    changed = client.patch("/api/v1/me", json={"name": "Lý  Thị Thư"})
    assert changed.json["person"]["name"] == "Lý Thị Thư"
    assert client.patch("/api/v1/me", json={"email": "khong"}).status_code == 422
    assert client.patch("/api/v1/me", json={"role": "administrator"}).json["person"]["role"] == "clerk"


def test_a_token_does_not_touch_the_account(office: Office) -> None:
    client, program = office.browser(), office.visitor()
    headers = bearer(client, "administer")
    for method, address, body in (
        ("PATCH", "/api/v1/me", {"name": "X"}),
        ("POST", "/api/v1/me/password", {"new": GOOD}),
        ("POST", "/api/v1/me/tokens", {"name": "X", "scope": "read", "days": 1}),
        ("DELETE", "/api/v1/me/tokens/1", None),
        ("DELETE", "/api/v1/me/sign-ins", None),
    ):
        answer = program.open(address, method=method, json=body, headers=headers)
        assert (answer.status_code, answer.json["reason"]) == (403, "browser_only"), address
    assert program.get("/api/v1/people", headers=headers).status_code == 200
    assert program.get("/api/v1/people", headers=bearer(client, "register")).status_code == 403


def test_a_secret_is_not_kept_for_a_second_asking(office: Office) -> None:
    client = office.browser()
    headers = {"Idempotency-Key": "mot"}
    body = {"name": "hai lần", "scope": "read", "days": 1}
    first, second = (client.post("/api/v1/me/tokens", json=body, headers=headers) for _ in range(2))
    assert first.json["secret"] != second.json["secret"]
    assert first.headers["Cache-Control"] == "private, no-store"
    office.app.extensions["cancu"].archive.database.engine.dispose()
    for path in office.settings.home.glob("cancu.sqlite*"):
        assert first.json["secret"].encode() not in path.read_bytes()


def test_people(office: Office) -> None:
    client = office.browser()
    department = client.post("/api/v1/departments", json={"name": "Tư pháp"}).json
    body = {"name": "Lê Thị Mơ", "sign_in": "mo", "role": "drafter", "departments": [department["id"]]}
    made = client.post("/api/v1/people", json=body)
    assert made.status_code == 201
    one = made.headers["Location"]
    assert client.get(one).json == made.json["person"]
    assert client.post("/api/v1/people", json=body).json["reason"] == "sign_in_known"
    assert client.post("/api/v1/people", json={**body, "role": "king"}).status_code == 400
    assert client.post("/api/v1/people", json={**body, "sign_in": "x2", "departments": [99]}).status_code == 404
    assert client.get(f"/api/v1/departments/{department['id']}").json["people"] == [made.json["person"]["id"]]
    assert client.delete(f"/api/v1/departments/{department['id']}").json["reason"] == "department_in_use"
    directory = office.browser("viewer").get("/api/v1/directory").json
    assert {"id": made.json["person"]["id"], "name": "Lê Thị Mơ", "departments": [department["id"]]} in directory[
        "people"
    ]
    archive = office.app.extensions["cancu"].archive
    archive.codes.reset(made.json["code"], GOOD)
    archive.sign_ins.begin(made.json["person"]["id"], "password")
    assert client.delete(f"{one}/sign-ins").json == {"ended": 1}
    code = client.post(f"{one}/code").json
    assert code["person"]["has_password"] is False
    assert archive.codes.whose(code["code"]).sign_in == "mo"
    token, _ = archive.tokens.make(made.json["person"]["id"], "máy", "read", 1)
    assert client.get(f"{one}/tokens").json["tokens"][0]["id"] == token.id
    assert client.delete(f"{one}/tokens/{token.id}").status_code == 204
    assert client.patch(one, json={"disabled": True, "departments": []}).json["disabled"] is True
    assert all(each["name"] != "Lê Thị Mơ" for each in client.get("/api/v1/directory").json["people"])
    assert client.patch(f"/api/v1/departments/{department['id']}", json={"name": "Hộ tịch"}).json["name"] == "Hộ tịch"
    assert client.delete(f"/api/v1/departments/{department['id']}").status_code == 204
    assert client.get(f"/api/v1/departments/{department['id']}").status_code == 404
    me = client.get("/api/v1/me").json["person"]["id"]
    assert client.patch(f"/api/v1/people/{me}", json={"disabled": True}).json["reason"] == "last_administrator"
    assert client.get("/api/v1/people/9999").status_code == 404


def test_password_and_browsers(office: Office) -> None:
    archive = office.app.extensions["cancu"].archive
    client, other = office.browser("drafter"), office.browser("drafter")
    assert client.post("/api/v1/me/password", json={"new": GOOD}).status_code == 204  # a first one
    assert other.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/me/password", json={"old": "sai", "new": GOOD + "!"}).json["reason"] == "wrong_password"
    listed = client.get("/api/v1/me/sign-ins").json["sign_ins"]
    assert [each["this"] for each in listed] == [True]
    archive.sign_ins.begin(archive.people.named("drafter").id, "password")
    assert client.delete("/api/v1/me/sign-ins").json == {"ended": 1}
    assert client.get("/api/v1/me").status_code == 200
