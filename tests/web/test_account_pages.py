"""One's own page, the administrator's pages of people, codes, tokens, the demo, and how the door is held."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from archive import passwords
from archive.documents import Archive
from archive.settings import Settings
from tests.web.conftest import Office, token_in
from tests.web.signing_in import person
from web.app import create_app

GOOD = "chuối xanh bay ngang 7 ngõ"
BETTER = "mưa rào trên mái tôn cũ"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing as cheap as it goes: these tests are about other things."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def post(client: FlaskClient, address: str, page: str = "/sign-in", **fields: object):
    """Send a form as a page of ours has it."""
    token = token_in(client.get(page, follow_redirects=True).text)
    return client.post(address, data={"csrf_token": token, **fields})


def enter(office: Office, name: str, password: str, agent: str = "") -> FlaskClient:
    """A browser in which somebody has signed in."""
    client = office.visitor()
    answer = post(client, "/sign-in", sign_in=name, password=password)
    assert answer.status_code == 303, answer.text
    return client


def employed(office: Office, sign_in: str, role: str = "clerk") -> int:
    """Somebody with an account and the password GOOD."""
    archive: Archive = office.app.extensions["cancu"].archive
    person(archive, "administrator")
    made = archive.people.add("Lê Thị Mơ", sign_in, role)
    archive.codes.reset(archive.codes.new_reset(made.id), GOOD)
    return made.id


def test_a_colleague_is_added_and_chooses_a_password(office: Office) -> None:
    chief = office.browser()
    assert post(chief, "/departments", "/departments", name="Văn phòng").status_code == 303
    department = office.app.extensions["cancu"].archive.people.departments()[0].id
    wrong = post(chief, "/people", "/people", name="Lê Thị Mơ", sign_in="a b", role="clerk")
    assert (wrong.status_code, 'value="a b"' in wrong.text) == (422, True)
    answer = post(
        chief, "/people", "/people", name="Lê Thị Mơ", sign_in="mo.le", role="clerk", department=[department, "x"]
    )
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "private, no-store"
    code = re.search(r'id="code">([\w-]+)<', answer.text)[1]
    assert "chưa đặt mật khẩu" in chief.get("/people").text
    assert "Văn phòng" in chief.get("/people").text

    mo = office.visitor()
    assert post(mo, "/reset", code="AAAA").status_code == 422
    page = post(mo, "/reset", code=code).text
    assert "Lê Thị Mơ" in page
    assert post(mo, "/reset", code=code, password="mo.le12345", again="mo.le12345").status_code == 422
    answer = post(mo, "/reset", f"/reset?code={code}", code=code, password=GOOD, again=GOOD)
    assert answer.headers["Location"] == "/"
    assert "Lê Thị Mơ" in mo.get("/me").text
    assert mo.get("/people").status_code == 403
    assert post(mo, "/reset", code=code, password=GOOD, again=GOOD).status_code == 422  # used up
    enter(office, "MO.LE", GOOD)


def test_an_account_is_changed_disabled_and_reset(office: Office) -> None:
    id_ = employed(office, "doi")
    client, chief = enter(office, "doi", GOOD), office.browser()
    page = f"/people/{id_}"
    answer = post(chief, page, page, name="Lê Thị Đổi", sign_in="doi", email="", role="viewer")
    assert answer.status_code == 303
    assert client.get("/upload").status_code == 403  # the role counts at once
    assert post(chief, page, page, name="", sign_in="doi", role="viewer").status_code == 422
    post(chief, f"{page}/sign-out", page)
    assert client.get("/documents/").headers["Location"].startswith("/sign-in")
    client = enter(office, "doi", GOOD)
    post(chief, f"{page}/disabled", page, disabled="yes")
    assert client.get("/documents/").headers["Location"].startswith("/sign-in")
    assert post(office.visitor(), "/sign-in", sign_in="doi", password=GOOD).status_code == 403
    post(chief, f"{page}/disabled", page, disabled="no")
    enter(office, "doi", GOOD)
    code = re.search(r'id="code">([\w-]+)<', post(chief, f"{page}/reset", page).text)[1]
    assert post(office.visitor(), "/sign-in", sign_in="doi", password=GOOD).status_code == 403
    assert post(office.visitor(), "/reset", code=code, password=BETTER, again=BETTER).status_code == 303
    administrator = office.app.extensions["cancu"].archive.people.named("administrator").id
    last = post(chief, f"/people/{administrator}/disabled", page, disabled="yes")
    assert (last.status_code, "duy nhất" in last.text) == (422, True)
    for nobody in ("/people/999", "/people/999/reset"):
        assert (post(chief, nobody, page) if "reset" in nobody else chief.get(nobody)).status_code == 404


def test_a_new_password_ends_the_other_browsers(office: Office) -> None:
    employed(office, "doi.mk")
    here, there = enter(office, "doi.mk", GOOD), enter(office, "doi.mk", GOOD)
    for fields in (
        {"old": "sai", "password": BETTER, "again": BETTER},
        {"old": GOOD, "password": BETTER, "again": "khác"},
        {"old": GOOD, "password": GOOD, "again": GOOD},
        {"old": GOOD, "password": "doi.mk2026", "again": "doi.mk2026"},
    ):
        refused = post(here, "/me/password", "/me/password", **fields)
        assert refused.status_code == 422
        assert not any(value in refused.text for value in fields.values() if len(value) > 8)
    assert post(here, "/me/password", "/me/password", old=GOOD, password=BETTER, again=BETTER).status_code == 303
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 303
    enter(office, "doi.mk", BETTER)


def test_a_given_password_has_to_be_changed_first(office: Office) -> None:
    id_ = employed(office, "duoc.cap")
    office.app.extensions["cancu"].archive.credentials.give(id_, BETTER)
    client = enter(office, "duoc.cap", BETTER)
    assert client.get("/documents/").headers["Location"] == "/me/password"
    assert client.get("/api/v1/documents").json["reason"] == "must_change_password"
    assert post(client, "/me/password", "/me/password", old=BETTER, password=GOOD, again=GOOD).status_code == 303
    assert client.get("/documents/").status_code == 200


def test_browsers_are_listed_and_signed_out(office: Office) -> None:
    employed(office, "nhieu.may")
    here, there, third = (enter(office, "nhieu.may", GOOD) for _ in range(3))
    page = here.get("/me").text
    others = re.findall(r"/me/sign-ins/(\d+)/end", page)
    assert len(others) == 2
    assert "trình duyệt này" in page
    post(here, f"/me/sign-ins/{min(map(int, others))}/end", "/me")
    assert [each.get("/me").status_code for each in (here, there, third)] in ([200, 303, 200], [200, 200, 303])
    stranger = office.browser("viewer")
    mine = re.findall(r"/me/sign-ins/(\d+)/end", here.get("/me").text)
    post(stranger, f"/me/sign-ins/{mine[0]}/end", "/me")
    assert 200 in [each.get("/me").status_code for each in (there, third)]  # another's browser is not mine to end
    post(here, "/me/sign-out-everywhere", "/me")
    assert {each.get("/me").status_code for each in (here, there, third)} == {303}


def test_signing_out_is_done_here_not_only_in_the_browser(office: Office) -> None:
    employed(office, "ra.ve")
    client = enter(office, "ra.ve", GOOD)
    kept = client.get_cookie("cancu").value
    assert post(client, "/sign-out", "/me").headers["Location"] == "/sign-in"
    thief = office.visitor()
    thief.set_cookie("cancu", kept)
    assert thief.get("/me").status_code == 303


def test_a_session_is_new_at_the_door(office: Office) -> None:
    employed(office, "co.dinh")
    client = office.visitor()
    client.get("/sign-in")
    planted = client.get_cookie("cancu").value
    with client.session_transaction() as session:
        session["draft"] = 7
        token = session["csrf_token"]
    post(client, "/sign-in", sign_in="co.dinh", password=GOOD)
    with client.session_transaction() as session:
        assert "draft" not in session
        assert session.get("csrf_token") != token
    thief = office.visitor()
    thief.set_cookie("cancu", planted)
    assert thief.get("/me").status_code == 303


def test_tokens(office: Office) -> None:
    employed(office, "co.ma")
    client, program = enter(office, "co.ma", GOOD), office.visitor()
    assert post(client, "/me/tokens", "/me", name="máy quét", scope="administer", days="30").status_code == 422
    answer = post(client, "/me/tokens", "/me", name="máy quét", scope="read", days="30")
    secret = re.search(r'id="secret">([\w-]+)<', answer.text)[1]
    assert secret not in client.get("/me").text
    bearer = {"Authorization": f"Bearer {secret}"}
    assert program.get("/api/v1/documents", headers=bearer).status_code == 200
    assert program.post("/api/v1/documents", headers=bearer).json["reason"] == "not_permitted"
    assert program.post("/me/tokens", headers=bearer).status_code in (400, 403)
    wrong = program.get("/api/v1/documents", headers={"Authorization": f"Bearer {secret}x"})
    assert (wrong.status_code, wrong.json["reason"]) == (401, "wrong_token")
    assert client.get("/api/v1/documents", headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.get("/api/v1/documents", headers={"Authorization": "Basic eDp5"}).status_code == 200
    token = re.search(r"/me/tokens/(\d+)/revoke", client.get("/me").text)[1]
    post(client, f"/me/tokens/{token}/revoke", "/me")
    assert program.get("/api/v1/documents", headers=bearer).status_code == 401


def test_guessing_is_told_to_wait(office: Office) -> None:
    employed(office, "bi.doan")
    client = office.visitor()
    answers = [post(client, "/sign-in", sign_in="bi.doan", password=f"đoán {n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Hãy đợi" in answers[-1].text
    assert not any("đoán" in answer.text for answer in answers)
    code = re.search(
        r'id="code">([\w-]+)<',
        post(office.browser(), f"/people/{_id(office, 'bi.doan')}/reset", "/people").text,
    )[1]
    post(client, "/reset", code=code, password=BETTER, again=BETTER)
    enter(office, "bi.doan", BETTER)


def _id(office: Office, sign_in: str) -> int:
    return office.app.extensions["cancu"].archive.people.named(sign_in).id


def test_no_password_in_logs_or_pages(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    employed(office, "kin.dao")
    with caplog.at_level(logging.DEBUG):
        client = office.visitor()
        assert GOOD not in post(client, "/sign-in", sign_in="kin.dao", password=GOOD + "!").text
        post(client, "/sign-in", sign_in="kin.dao", password=GOOD)
        client.post("/sign-in", data={"sign_in": "kin.dao", "password": GOOD})  # without its token
    assert GOOD not in caplog.text


PRIVATE = ["/", "/documents/", "/me", "/people", "/api/v1/documents", "/nothing"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_pages_are_kept_by_no_cache(office: Office, address: str) -> None:
    answer = office.browser().get(address)
    # The API's answers have an ETag by which a program asks again, pages are asked for whole.
    assert answer.headers["Cache-Control"] == f"private, {'no-cache' if '/api/' in address else 'no-store'}"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_door_needs_its_token_and_our_own_page(office: Office) -> None:
    employed(office, "cua")
    client = office.visitor()
    form = {"sign_in": "cua", "password": GOOD}
    assert client.post("/sign-in", data=form).status_code == 403
    token = token_in(client.get("/sign-in").text)
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert client.post("/sign-in", data={**form, "csrf_token": token}, headers=foreign).status_code == 403
    other = office.visitor()
    other.get("/sign-in")
    assert other.post("/sign-in", data={**form, "csrf_token": token}).status_code == 403  # another's token


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example", "/\\evil.example", "/sign-out"])
def test_the_door_leads_nowhere_else(office: Office, address: str) -> None:
    if _absent(office, "di.dau"):
        employed(office, "di.dau")
    client = office.visitor()
    answer = post(client, "/sign-in", f"/sign-in?next={address}", sign_in="di.dau", password=GOOD, next=address)
    assert answer.headers["Location"] == "/"
    assert client.get(f"/sign-in?next={address}").headers["Location"] == "/"


def _absent(office: Office, sign_in: str) -> bool:
    return office.app.extensions["cancu"].archive.people.named(sign_in) is None


def test_the_way_back_is_kept(office: Office) -> None:
    office.browser()
    where = office.visitor().get("/documents/?q=a&page=2").headers["Location"]
    assert where == "/sign-in?next=/documents/?q%3Da%26page%3D2"
    assert 'value="/documents/?q=a&amp;page=2"' in office.visitor().get(where).text


def test_cookies_under_https(office: Office) -> None:
    employed(office, "an.toan")
    client = office.visitor()
    page = client.get("/sign-in", base_url="https://localhost")
    form = {"csrf_token": token_in(page.text), "sign_in": "an.toan", "password": GOOD}
    answer = client.post("/sign-in", base_url="https://localhost", data=form)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-cancu="))
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Strict-Transport-Security" not in office.visitor().get("/sign-in").headers


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    settings = Settings.at(tmp_path_factory.mktemp("demo") / "home")
    Archive.create(settings).close()
    app = create_app(settings, demo=True)
    yield Office(app, settings, {})
    app.extensions["cancu"].close()


def test_the_demo_needs_no_signing_in(demo: Office) -> None:
    client = demo.visitor()
    page = html.unescape(client.get("/upload").text)
    assert "Dùng thử" in page
    assert "Lê Thị Văn Thư" in page
    assert client.get("/people").status_code == 403
    assert demo.visitor().get("/api/v1/documents").status_code == 200
    for role, allowed in (("viewer", False), ("administrator", True)):
        answer = post(client, "/me/demo", "/", role=role, next="/documents/")
        assert answer.headers["Location"] == "/documents/"
        assert (client.get("/people").status_code == 200) is allowed
    for address in ("/", "/documents/", "/me", "/people", "/nothing"):
        assert "Không đưa văn bản thật vào đây" in client.get(address).text
    for address in ("/sign-in", "/setup"):
        assert client.get(address).status_code == 303


def test_the_demo_changes_no_account(demo: Office) -> None:
    client = demo.visitor()
    post(client, "/me/demo", "/", role="administrator")
    one = demo.app.extensions["cancu"].archive.people.all(demo=True)[0].id
    for address in (
        "/people", f"/people/{one}/disabled", f"/people/{one}/reset", f"/people/{one}/sign-out",
        "/me", "/me/password", "/me/tokens", "/me/sign-out-everywhere",
    ):  # fmt: skip
        assert post(client, address, "/people", name="X", sign_in="x", role="administrator").status_code == 403, address
    assert demo.app.extensions["cancu"].archive.people.all() == ()


def test_the_demo_ends_where_somebody_real_comes(tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "home")
    Archive.create(settings).close()
    app = create_app(settings, demo=True)
    assert app.test_client().get("/documents/").status_code == 200
    with Archive.open(settings) as archive:
        archive.people.add("Thật", "that", "viewer")
    assert app.test_client().get("/documents/").status_code == 422
    assert app.test_client().get("/api/v1/documents").json["reason"] == "real_office"
    app.extensions["cancu"].close()
    plain = create_app(settings)
    thief = plain.test_client()
    with thief.session_transaction() as session:
        session["demo_role"] = "administrator"
    assert thief.get("/documents/").status_code == 303
    plain.extensions["cancu"].close()


def test_rates(tmp_path: Path) -> None:
    settings = replace(Settings.at(tmp_path / "home"), rate=20, sign_in_rate=4)
    with Archive.create(settings) as archive:
        person(archive, "administrator")
        secret = {n: archive.sign_ins.begin(person(archive, n).id, "password") for n in ("clerk", "viewer")}
    app = create_app(settings)
    clerk, viewer = app.test_client(), app.test_client()
    for name, client in (("clerk", clerk), ("viewer", viewer)):
        with client.session_transaction() as session:
            session["sign_in"] = secret[name]
    answers = [clerk.get("/api/v1/documents") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert answers[-1].mimetype == "application/problem+json"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert viewer.get("/api/v1/documents").status_code == 200  # each has his own
    door = app.test_client()
    token = token_in(door.get("/sign-in").text)
    tries = [door.post("/sign-in", data={"csrf_token": token, "sign_in": f"ai{n}"}) for n in range(5)]
    assert [answer.status_code for answer in tries] == [403] * 4 + [429]
    app.extensions["cancu"].close()
