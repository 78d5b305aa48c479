"""What the office decides: checked, kept, told; the environment has the last word."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from archive.chain import TABLE
from archive.documents import Archive
from archive.options import Options, WrongOptions


def test_a_decision_is_kept_and_told(archive: Archive, tmp_path: Path) -> None:
    assert archive.options.number("backup_keep") == 14
    given = {"office_name": "  Ủy ban nhân dân  xã Hòa Lạc ", "backup_keep": "14", "backup_folder": str(tmp_path)}
    assert archive.options.change(given) == ["backup_folder", "office_name"]
    assert archive.options.get("office_name") == "Ủy ban nhân dân xã Hòa Lạc"
    assert archive.options.change(given) == []
    with archive.database.read() as session:
        (row,) = session.execute(select(TABLE)).all()
    assert row.action == "settings_changed"
    assert "xã Hòa Lạc" in row.details


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("backup_hour", "24"),
        ("backup_hour", "-1"),
        ("backup_hour", "1.5"),
        ("backup_hour", "²"),
        ("backup_keep", "0"),
        ("backup_keep", ""),
        ("default_access", "everybody"),
        ("backup_folder", "khong/co"),
        ("office_name", "x" * 501),
    ],
)
def test_a_wrong_value_keeps_none_of_the_others(archive: Archive, name: str, value: str) -> None:
    with pytest.raises(WrongOptions) as refused:
        archive.options.change({"office_province": "Nghệ An", name: value})
    assert list(refused.value.errors) == [name]
    assert archive.options.get("office_province") == ""


def test_the_environment_wins_and_is_not_overruled(archive: Archive) -> None:
    options = Options(archive.database, {"CANCU_OFFICE_NAME": "Xã Hòa Lạc", "CANCU_BACKUP_HOUR": "99"})
    chosen = options.all()
    assert (chosen["office_name"].value, chosen["office_name"].origin) == ("Xã Hòa Lạc", "environment")
    assert (chosen["backup_hour"].value, chosen["backup_hour"].origin) == ("18", "default")
    assert options.change({"office_name": "Xã Hòa Lạc"}) == []
    with pytest.raises(WrongOptions, match="CANCU_OFFICE_NAME"):
        options.change({"office_name": "Xã khác"})


def test_an_unknown_name_is_an_error_of_the_program(archive: Archive) -> None:
    with pytest.raises(KeyError):
        archive.options.change({"no_such": "1"})
