"""`cancu people`, and what `cancu serve` prints and refuses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.settings import Settings
from tests.web.conftest import Run, value
from web.commands.serving import _open_to_others


@pytest.fixture
def home(settings: Settings) -> Path:
    """The folder of an empty archive."""
    Archive.create(settings).close()
    return settings.home


def test_people_on_the_command_line(run: Run, home: Path) -> None:
    made = value(run("people", "add", "quan", "--name", "Vũ Thị Quản", "--role", "administrator", "--json"))
    assert (made["role"], made["has_password"], len(made["code"])) == ("administrator", False, 24)
    good = "chuối xanh bay ngang 7 ngõ"
    refused = run("people", "add", "thu", "--password", stdin="matkhau123\n")
    assert refused.exit_code == 1
    added = run("people", "add", "thu", "--department", "Văn phòng", "--password", stdin=f"{good}\n")
    assert added.exit_code == 0, added.output
    assert good not in added.output
    with Archive.open(Settings.at(home)) as archive:
        person = archive.credentials.check("thu", good, "127.0.0.1")
        assert person is not None
        assert person.must_change
        assert [each.name for each in archive.people.departments()] == ["Văn phòng"]
    assert "code" in value(run("people", "reset", "thu", "--json"))
    assert value(run("people", "disable", "thu", "--json"))["disabled"] is True
    assert run("people", "disable", "quan").exit_code == 1  # the only administrator
    assert run("people", "reset", "nobody").exit_code == 1
    listed = value(run("people", "list", "--json"))
    assert [(each["sign_in"], each["disabled"]) for each in listed] == [("quan", False), ("thu", True)]
    assert not any("password" in name for each in listed for name in each if name != "has_password")


def test_serving_others(run: Run, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    value(run("people", "add", "quan", "--role", "administrator", "--json"))
    served = _open_to_others(settings, "192.168.1.5")
    assert served.allowed_hosts == ("192.168.1.5",)
    assert "TLS" in capsys.readouterr().err
    assert _open_to_others(settings, "0.0.0.0").allowed_hosts == ()
    assert "CANCU_ALLOWED_HOSTS" in capsys.readouterr().err
    refused = run("serve", "--demo", "--port", "0")
    assert (refused.exit_code, "người dùng thật" in refused.output) == (1, True)


@pytest.mark.slow
def test_a_new_office_is_told_its_code(home: Path) -> None:
    environment = {**os.environ, "CANCU_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "web.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:
        try:
            told = ""
            until = time.monotonic() + 300
            while "Mã / code" not in told and time.monotonic() < until:
                told += server.stderr.readline()
            link = re.search(r"(http://127\.0\.0\.1:\d+)/setup\?code=([A-Z0-9-]{24})", told)
            assert link is not None, told
            with urllib.request.urlopen(link[0], timeout=30) as answer:
                assert f'value="{link[2]}"' in answer.read().decode()
            with urllib.request.urlopen(f"{link[1]}/documents/", timeout=30) as answer:
                assert answer.url == f"{link[1]}/setup"
        finally:
            server.terminate()
            server.wait(timeout=30)
