"""`cancu verify`, `backup`, `restore` as programs use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.documents import Archive
from archive.settings import Settings
from tests.archive.test_backup import put
from web.cli import cancu


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An archive of one document, as the environment names it."""
    settings = Settings.at(tmp_path / "home")
    monkeypatch.setenv("CANCU_HOME", str(settings.home))
    with Archive.create(settings) as archive:
        put(archive, tmp_path, 1)
    return settings


def run(*words: str, status: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(cancu, [*words, "--json"])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout) if done.stdout.strip() else {"said": done.stderr}


def test_there_and_back(home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The document was filed without an index: that is a problem, with a way out.
    found = run("verify", status=1)
    assert [each["part"] for each in found["problems"]] == ["index"]
    run("index", "verify")
    assert run("verify")["holds"] is True

    made = run("backup", str(tmp_path / "kho.zip"))
    assert made["counts"] == {"documents": 1, "files": 1, "people": 0}
    assert "không bị ghi đè" in str(run("backup", str(tmp_path / "kho.zip"), status=1)["said"])

    elsewhere = tmp_path / "elsewhere"
    assert run("restore", str(tmp_path / "kho.zip"), "--check")["audit"] == made["audit"]
    assert run("restore", str(tmp_path / "kho.zip"), "--home", str(elsewhere))["aside"] is None
    monkeypatch.setenv("CANCU_HOME", str(elsewhere))
    assert run("verify", "--backup", str(tmp_path / "kho.zip"))["problems"] == []
    assert run("search", "tiếp công dân")["total"] == 1
    assert "--replace" in str(run("restore", str(tmp_path / "kho.zip"), status=1)["said"])


def test_what_is_wrong_is_told_and_ends_with_one(home: Settings) -> None:
    run("index", "verify")
    (original,) = [path for path in home.files.rglob("*") if path.is_file()]
    original.write_bytes(b"khac")
    (home.home / "audit.head").unlink()
    found = run("verify", status=1)
    assert [(each["part"], each["kind"]) for each in found["problems"]] == [
        ("files", "altered"),
        ("audit", "no_anchor"),
    ]
    assert [each["part"] for each in run("verify", "--anchor", status=1)["problems"]] == ["files"]
    assert (home.home / "audit.head").is_file()


def test_a_head_that_was_written_down_is_compared(home: Settings) -> None:
    run("index", "verify")
    audit = run("verify")["audit"]
    assert run("verify", "--head", f"{audit['entries']}:{audit['hash']}")["holds"] is True
    found = run("verify", "--head", f"{audit['entries']}:{'0' * 64}", status=1)
    assert [each["kind"] for each in found["problems"]] == ["rewritten"]
    assert CliRunner().invoke(cancu, ["verify", "--head", "xyz"]).exit_code == 2
