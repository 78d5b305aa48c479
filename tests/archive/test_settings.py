"""Settings come from the environment, and a wrong one is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.settings import Settings


def test_defaults(tmp_path: Path) -> None:
    settings = Settings.from_environment({"CANCU_HOME": str(tmp_path)})
    # What is opened by a path is a test's or a program's own: only a served archive holds people back.
    assert settings == replace(Settings.at(tmp_path), rate=1200, sign_in_rate=30)
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("CANCU_MAX_UPLOAD_MB", "5", "max_upload", 5 * 1024 * 1024),
        ("CANCU_READ_SECONDS", "2.5", "read_seconds", 2.5),
        ("CANCU_READ_MEMORY_MB", "256", "read_memory", 256 * 1024 * 1024),
        ("CANCU_DATABASE_URL", "sqlite:///x.db", "database_url", "sqlite:///x.db"),
    ],
)
def test_read(tmp_path: Path, name: str, value: str, field: str, expected: object) -> None:
    settings = Settings.from_environment({"CANCU_HOME": str(tmp_path), name: value})
    assert getattr(settings, field) == expected


@pytest.mark.parametrize("value", ["nhiều", "0", "-3"])
def test_wrong_number_is_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(ValueError, match="CANCU_READ_SECONDS"):
        Settings.from_environment({"CANCU_HOME": str(tmp_path), "CANCU_READ_SECONDS": value})
