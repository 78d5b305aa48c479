"""Signing in at an OpenID Connect provider that runs in a process of its own on loopback."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.settings import Settings
from tests.web.conftest import Office
from tests.web.signing_in import person
from web.app import create_app

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(util.find_spec("oidc_provider_mock") is None, reason="oidc-provider-mock is not installed"),
]

PEOPLE: dict[str, dict[str, Any]] = {
    "s-thu": {
        "name": "Lê Thị Thư",
        "preferred_username": "thu.le",
        "email": "thu@xa.example",
        "email_verified": True,
        "realm_access": {"roles": ["van-thu", "khac"]},
        "units": ["Văn phòng"],
    },
    "s-la": {"name": "Người Lạ", "email": "la@xa.example", "email_verified": True},
    "s-ngoai": {"name": "Ngoài", "email": "x@evil.example", "email_verified": True},
    "s-gia": {"name": "Giả", "email": "gia@xa.example", "email_verified": False},
    "s-cho": {"name": "Chờ Sẵn", "email": "CHO@xa.example", "email_verified": True},
}
LINKED = "s-la"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    for subject, claims in PEOPLE.items():
        command += ["--user-claims", json.dumps({"sub": subject, **claims})]
    provider = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        until = time.monotonic() + 300
        while True:
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=5).close()
                break
            except urllib.error.URLError:
                assert provider.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)
        yield address
    finally:
        provider.terminate()
        provider.wait(timeout=30)


@contextmanager
def office_of(home: Path, issuer: str, **others: Any) -> Iterator[Office]:
    settings = replace(
        Settings.at(home),
        oidc_issuer=issuer,
        oidc_client_id="cancu",
        oidc_client_secret="s",
        oidc_name="SSO của xã",
        **{"oidc_domains": ("xa.example",), "oidc_default_role": "viewer", **others},
    )
    with Archive.create(settings) as archive:
        person(archive, "administrator")
    app = create_app(settings)
    yield Office(app, settings, {})
    app.extensions["cancu"].close()


def at_provider(client: FlaskClient, subject: str, begin: str = "/sign-in/provider") -> str:
    """Go to the provider and say there who one is; gives the address it sends back to."""
    away = client.get(begin).headers["Location"]
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(away).query))
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 20
    assert len(asked["state"]) >= 20

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    form = urllib.parse.urlencode({"sub": subject}).encode()
    try:
        urllib.request.build_opener(Stay).open(away, form, timeout=30)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"].removeprefix("http://localhost")
    raise AssertionError("the provider did not send back")


def test_known_by_subject_with_role_and_departments(tmp_path: Path, issuer: str) -> None:
    mapped = {
        "oidc_role_claim": "realm_access.roles",
        "oidc_roles": {"van-thu": "clerk", "khac": "viewer"},
        "oidc_default_role": "",
        "oidc_department_claim": "units",
    }
    with office_of(tmp_path / "home", issuer, **mapped) as office:
        client = office.visitor()
        assert "SSO của xã" in client.get("/sign-in?next=/documents/").text
        back = at_provider(client, "s-thu", "/sign-in/provider?next=/documents/")
        assert client.get(back).headers["Location"] == "/documents/"
        people = office.app.extensions["cancu"].archive.people
        thu = people.named("thu.le")
        assert (thu.role, thu.name, thu.has_password) == ("clerk", "Lê Thị Thư", False)
        assert [each.name for each in people.departments() if each.id in thu.departments] == ["Văn phòng"]
        assert client.get("/upload").status_code == 200
        people.change(thu.id, role="administrator", sign_in="khac", departments=[])
        again = office.visitor()
        again.get(at_provider(again, "s-thu"))
        assert people.get(thu.id).role == "clerk"  # the provider decides
        assert len(people.get(thu.id).departments) == 1
        people.change(thu.id, disabled=True)
        assert client.get("/documents/").status_code == 303
        once_more = office.visitor()
        assert once_more.get(at_provider(once_more, "s-thu")).status_code == 403
        stranger = office.visitor()
        assert stranger.get(at_provider(stranger, "s-la")).status_code == 403  # nothing is mapped for him
        assert people.named("la@xa.example") is None


def test_addresses(tmp_path: Path, issuer: str) -> None:
    with office_of(tmp_path / "home", issuer) as office:
        archive = office.app.extensions["cancu"].archive
        waiting = archive.people.add("Chờ", "cho", "drafter", email="cho@xa.example")
        chief = archive.people.change(archive.people.named("administrator").id, email="la@xa.example")
        archive.codes.reset(archive.codes.new_reset(chief.id), "chuối xanh bay ngang 7 ngõ")
        for subject, status in (("s-ngoai", 403), ("s-gia", 403), ("s-cho", 302), ("s-la", 302)):
            client = office.visitor()
            answer = client.get(at_provider(client, subject))
            assert (answer.status_code == 403) is (status == 403), subject
        assert archive.people.get(waiting.id).signed_in is not None  # the account made for the address
        assert archive.people.named("la@xa.example").role == "viewer"  # never an account that is in use


def test_linking_ones_own_account(tmp_path: Path, issuer: str) -> None:
    with office_of(tmp_path / "home", issuer, oidc_default_role="") as office:
        stranger = office.visitor()
        assert stranger.get(at_provider(stranger, LINKED)).status_code == 403
        client = office.browser("clerk")
        assert "Liên kết với SSO của xã" in client.get("/me").text
        back = at_provider(client, LINKED, "/sign-in/provider?link=1")
        assert client.get(back).headers["Location"] == "/me"
        other = office.browser("drafter")
        assert other.get(at_provider(other, LINKED, "/sign-in/provider?link=1")).status_code == 403
        fresh = office.visitor()
        fresh.get(at_provider(fresh, LINKED))
        assert fresh.get("/api/v1/me").json["person"]["sign_in"] == "clerk"


def test_what_comes_back_is_looked_at(tmp_path: Path, issuer: str) -> None:
    with office_of(tmp_path / "home", issuer) as office:
        client = office.visitor()
        back = at_provider(client, LINKED)
        assert office.visitor().get(back).status_code == 502  # another browser's state: login CSRF
        assert client.get(re.sub(r"state=[^&]+", "state=x", back)).status_code == 502
        assert client.get(re.sub(r"code=[^&]+", "code=x", back)).status_code == 502
        assert client.get("/sign-in/provider/back?error=access_denied&state=x").status_code == 502
        assert client.get("/documents/").status_code == 303
        fresh = office.visitor()
        back = at_provider(fresh, LINKED)
        assert fresh.get(back).status_code == 303
        assert fresh.get("/documents/").status_code == 200
        assert fresh.get(back).status_code == 502  # once


def test_without_a_provider(office: Office, tmp_path: Path) -> None:
    office.browser()
    assert office.visitor().get("/sign-in/provider").status_code == 404
    with office_of(tmp_path / "home", "http://localhost:9") as far:
        answer = far.visitor().get("/sign-in/provider")
        assert (answer.status_code, "mật khẩu" in answer.text) == (502, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CANCU_OIDC_CLIENT_ID", ""),
        ("CANCU_OIDC_ROLES", "van-thu"),
        ("CANCU_OIDC_ROLES", "van-thu=king"),
        ("CANCU_OIDC_DEFAULT_ROLE", "king"),
    ],
)
def test_wrong_settings_are_named(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({"CANCU_OIDC_ISSUER": "https://x.example", "CANCU_OIDC_CLIENT_ID": "c", name: value})
