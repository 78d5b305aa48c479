"""Nobody gets in without signing in; every view says what it needs; a new office is set up with a code."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from archive.documents import Archive
from archive.people import PERMISSIONS, ROLES
from archive.settings import Settings
from tests.web.conftest import Office, token_in
from web.accounts import open_to_all, permits, safe_next
from web.accounts.declaring import OPEN, check_declared, needed
from web.app import create_app

GOOD = "chuối xanh bay ngang 7 ngõ"


def _address(rule: str) -> str:
    """An address that a rule of the application matches."""
    address = re.sub(r"<int:\w+>", "1", rule)
    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?\w+>", "x", address)


def _told(page: str) -> str:
    """What a page says in its notes."""
    return " ".join(re.findall(r'<div class="note__text">(.*?)</div>', page, re.S))


def test_every_view_is_declared(office: Office) -> None:
    declared = {name: needed(view) for name, view in office.app.view_functions.items()}
    assert set(declared.values()) == {OPEN, *PERMISSIONS}
    opened = sorted(name for name, need in declared.items() if need == OPEN)
    assert opened == [
        "accounts.setup",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.take_setup",
        "accounts.take_sign_in",
        # The secret in the address stands for its owner (web.pages.feeds).
        "feeds.alerts",
        "feeds.new",
        "feeds.search",
        "feeds.watched",
        "health.healthz",
        "health.numbers",
        "health.readyz",
        "provider.back",
        "provider.begin",
        "resetting.form",
        "resetting.take",
        "static",
    ]


def test_an_undeclared_view_is_an_error() -> None:
    app = Flask("other", static_folder=None)
    app.add_url_rule("/forgotten", endpoint="forgotten", view_func=lambda: "")
    with pytest.raises(TypeError, match="forgotten"):
        check_declared(app)
    with pytest.raises(ValueError, match="no permission"):
        permits("everything")
    with pytest.raises(TypeError, match="twice"):
        permits("read")(open_to_all(lambda: ""))


def test_nobody_gets_in_anywhere(office: Office) -> None:
    office.browser()  # the office has its administrator
    tried = 0
    for rule in office.app.url_map.iter_rules():
        if needed(office.app.view_functions[rule.endpoint]) == OPEN:
            continue
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            visitor = office.visitor()
            answer = visitor.open(_address(rule.rule), method=method)
            tried += 1
            if rule.rule.startswith("/api/"):
                assert (answer.status_code, answer.json["reason"]) == (401, "not_signed_in"), rule
                assert answer.headers["WWW-Authenticate"] == "Bearer"
            else:
                assert answer.status_code == 303, rule
                assert answer.headers["Location"].startswith("/sign-in"), rule
    assert tried > 50


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_where_it_may(office: Office, role: str) -> None:
    client = office.browser(role)
    for rule in office.app.url_map.iter_rules():
        need = needed(office.app.view_functions[rule.endpoint])
        if need == OPEN or rule.endpoint.startswith("accounts."):
            continue
        may = ROLES.index(role) >= PERMISSIONS.index(need)
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(_address(rule.rule), method=method, headers={"Accept": "application/json"})
            assert answer.status_code != 401, (role, rule, method)
            refused = answer.status_code == 403 and answer.json["reason"] == "not_permitted"
            assert refused is not may, (role, rule, method, answer.status_code)
            if "sign-in" in rule.rule or "/people/" in rule.rule:  # it may have ended this one
                client = office.browser(role)


def _leads_to(office: Office, page: str) -> set[tuple[str, str]]:
    """Method and permission's endpoint of every link and form of a page."""
    found = {("GET", address) for address in re.findall(r'<a [^>]*?href="(/[^"]*)"', page)}
    for form in re.findall(r"<form [^>]*>", page):
        method = "POST" if 'method="post"' in form else "GET"
        found |= {(method, address) for address in re.findall(r'action="(/[^"]*)"', form)}
    found |= {("POST", address) for address in re.findall(r'formaction="(/[^"]*)"', page)}
    urls = office.app.url_map.bind("localhost")
    reached = set()
    for method, address in found:
        path = html.unescape(address).split("?")[0].split("#")[0]
        for way in (method, "GET"):
            try:
                reached.add((path, urls.match(path, way)[0]))
                break
            except HTTPException:
                continue
    return reached


@pytest.mark.parametrize("role", ROLES)
def test_a_page_offers_only_what_its_reader_may_do(office: Office, role: str) -> None:
    client = office.browser(role)
    documents = [f"/documents/{id_}" for id_ in office.ids.values()]
    addresses = [
        "/", "/?q=thử việc", "/?q=không có từ này ở đâu", "/documents/", "/documents/?q=khôngcó", "/alerts", "/wanted",
        "/searches", "/me", "/drafts/", "/upload", "/review", "/relations",
        *documents, *(f"{each}/{part}" for each in documents[:3] for part in ("relations", "cited-by", "similar")),
    ]  # fmt: skip
    seen = 0
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        seen += 1
        for path, endpoint in _leads_to(office, answer.text):
            need = needed(office.app.view_functions[endpoint])
            assert need == OPEN or ROLES.index(role) >= PERMISSIONS.index(need), (role, address, path)
    assert seen > 15


def test_a_new_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings.at(tmp_path / "home")
    Archive.create(settings).close()
    app = create_app(settings)
    client = app.test_client()
    assert client.get("/documents/").headers["Location"] == "/setup"
    assert client.get("/sign-in").headers["Location"] == "/setup"
    assert client.get("/api/v1/documents").json["reason"] == "not_set_up"
    page = client.get("/setup").text
    code = re.search(r"setup\?code=([\w-]+)", capsys.readouterr().err)[1]
    assert code not in page
    form = {
        "csrf_token": token_in(page),
        "code": code,
        "name": "Vũ Thị Quản",
        "sign_in": "quan",
        "password": GOOD,
        "again": GOOD,
    }
    wrong = client.post("/setup", data={**form, "code": "AAAA-AAAA-AAAA-AAAA-AAAA"})
    assert (wrong.status_code, GOOD in wrong.text) == (422, False)
    assert client.post("/setup", data={**form, "again": "khác"}).status_code == 422
    assert client.post("/setup", data={**form, "password": "quan", "again": "quan"}).status_code == 422
    done = client.post("/setup", data={**form, "code": code.lower().replace("-", " ")})
    assert done.status_code == 303
    assert client.get("/documents/").status_code == 200

    other = app.test_client()
    assert other.get("/setup").headers["Location"] == "/sign-in"
    page = other.get("/sign-in?next=/documents/").text
    form = {"csrf_token": token_in(page), "sign_in": "Quan", "password": "sai", "next": "/documents/"}
    wrong = other.post("/sign-in", data=form)
    unknown = other.post("/sign-in", data={**form, "sign_in": "ai"})
    assert wrong.status_code == unknown.status_code == 403
    assert _told(wrong.text) == _told(unknown.text) != ""
    entered = other.post("/sign-in", data={**form, "password": GOOD})
    assert entered.headers["Location"] == "/documents/"
    assert other.get("/documents/").status_code == 200
    app.extensions["cancu"].close()


ADDRESSES = [
    ("/documents/", "/documents/"),
    ("/?q=số 5&page=2", ""),
    ("/?q=abc&page=2", "/?q=abc&page=2"),
    ("", ""),
    ("//evil.example", ""),
    ("/\\evil.example", ""),
    ("/\t/evil.example", ""),
    ("https://evil.example/", ""),
    ("javascript:alert(1)", ""),
    ("/documents\\@evil.example", ""),
    ("/sign-in?next=/", ""),
    ("/sign-out", ""),
    ("/api/v1/documents", ""),
]


@pytest.mark.parametrize(("address", "taken"), ADDRESSES)
def test_only_pages_of_ours_are_gone_back_to(address: str, taken: str) -> None:
    assert safe_next(address) == taken
