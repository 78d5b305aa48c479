"""Only this machine, only our own forms, nothing inline, and a secret that stays one."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.settings import Settings
from tests.web.conftest import Office
from web.app import create_app
from web.proxying import TrustedProxies
from web.security import is_loopback, session_secret

HOSTS = [
    ("localhost", True),
    ("localhost:8000", True),
    ("127.0.0.1:8000", True),
    ("[::1]:8000", True),
    ("evil.example", False),
    ("127.0.0.1.evil.example", False),
    ("localhost.evil.example", False),
    ("192.168.1.5:8000", False),
    ("0.0.0.0", False),
    ("user@localhost", True),
    ("localhost@evil.example", False),
    ("", False),
    ("[::1", False),
]


@pytest.mark.parametrize(("host", "mine"), HOSTS)
def test_loopback_names(host: str, mine: bool) -> None:
    assert is_loopback(host) is mine


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.5:8000", "localhost.evil.example"])
def test_another_name_is_refused(client: FlaskClient, host: str) -> None:
    page = client.get("/", headers={"Host": host})
    assert page.status_code == 403
    assert "127.0.0.1" in page.text
    api = client.get("/api/v1/documents", headers={"Host": host})
    assert (api.status_code, api.json["reason"]) == (403, "unknown_host")


def test_forms_need_their_token(office: Office, client: FlaskClient) -> None:
    changing = [
        re.sub(r"<int:\w+>", "1", rule.rule).replace("<sha256>", "0" * 64)
        for rule in office.app.url_map.iter_rules()
        if "POST" in rule.methods and not rule.rule.startswith("/api/")
    ]
    assert len(changing) >= 8
    for address in changing:
        answer = client.post(address)
        assert answer.status_code == 403, address
        assert "tải lại trang" in answer.text
        assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("address", ["/", "/nothing", "/static/js/app.js", "/api/v1/documents", "/healthz"])
def test_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_session_cookie(client: FlaskClient) -> None:
    plain = client.get("/").headers.getlist("Set-Cookie")
    assert plain
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie for cookie in plain)
    safe = client.get("/upload", base_url="https://localhost").headers.getlist("Set-Cookie")
    assert all("Secure" in cookie for cookie in safe)


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = session_secret(tmp_path / "home")
    assert session_secret(tmp_path / "home") == first
    assert len(first) == 64
    key = tmp_path / "home" / "session.key"
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.write_text("short", "ascii")
    assert session_secret(tmp_path / "home") not in (first, "short")


def test_names_of_the_settings_are_known(tmp_path: Path) -> None:
    settings = replace(Settings.at(tmp_path / "home"), allowed_hosts=("cancu.xa.example", "192.168.1.5"))
    Archive.create(settings).close()
    app = create_app(settings)
    client = app.test_client()
    for host, status in (("CANCU.xa.example:8443", 200), ("192.168.1.5", 200), ("localhost", 200), ("xa.example", 403)):
        assert client.get("/setup", headers={"Host": host}).status_code == status, host
    app.extensions["cancu"].close()


FORWARDED = {"X-Forwarded-For": "6.6.6.6, 10.1.2.3", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "cancu.example"}


@pytest.mark.parametrize(
    ("caller", "told"),
    [
        ("127.0.0.1", "10.1.2.3 https cancu.example"),
        ("10.9.0.7", "10.1.2.3 https cancu.example"),
        ("192.168.7.7", "192.168.7.7 http localhost"),
        ("", " http localhost"),
    ],
)
def test_forwarded_headers_are_believed_of_trusted_proxies_only(caller: str, told: str) -> None:
    app = Flask("inside")
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr or ''} {request.scheme} {request.host}")
    app.wsgi_app = TrustedProxies(app.wsgi_app, ("127.0.0.1", "10.9.0.0/24"))
    assert app.test_client().get("/", headers=FORWARDED, environ_base={"REMOTE_ADDR": caller}).text == told


def test_a_proxy_that_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="proxy"):
        TrustedProxies(Flask("x").wsgi_app, ("proxy.example",))


def test_health_tells_visitors_little(office: Office) -> None:
    assert office.browser("clerk").get("/healthz").json == {"status": "ok"}
    assert office.visitor().get("/healthz").json == {"status": "ok"}
    assert "documents" in office.browser().get("/healthz").json
