"""The daily backup: when it is due, what is remembered of it, how many are kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from archive.backing_up import backups_in
from archive.documents import Archive
from archive.errors import RefusedInput
from archive.restoring import check_backup
from archive.settings import Settings
from web.caretaking import Caretaker, LastBackup, back_up_to_folder, is_due, last_backup
from web.service import Service


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+07:00")


@pytest.mark.parametrize(
    ("now", "good", "tried", "due"),
    [
        ("27T17:59", "26T18:00", "", False),
        ("27T18:00", "26T18:00", "", True),
        ("27T23:00", "27T18:01", "", False),
        ("28T09:00", "26T18:00", "", True),  # the machine was off in the evening
        ("27T09:00", "", "", True),  # never one before
        ("27T18:30", "26T18:00", "27T18:00", False),  # failed half an hour ago
        ("27T19:00", "26T18:00", "27T18:00", True),
    ],
)
def test_when_it_is_due(now: str, good: str, tried: str, due: bool) -> None:
    stamp = at(good).isoformat() if good else ""
    last = LastBackup(at(tried).isoformat() if tried else stamp, good=stamp)
    assert is_due(at(now), 18, last) is due


def test_it_is_made_kept_and_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    settings = Settings.at(tmp_path / "home")
    Archive.create(settings).close()
    service = Service(settings)
    caretaker = Caretaker(service)
    try:
        assert caretaker.look() is False
        service.archive.options.change({"backup_folder": str(folder), "backup_keep": "1"})
        assert caretaker.look() is True
        service.tasks.wait(30)
        (path,) = backups_in(folder)
        last = last_backup(service.archive)
        assert (last.path, last.size, last.vi) == (str(path), path.stat().st_size, "")
        assert check_backup(path).counts["documents"] == 0
        assert caretaker.look() is False
        # A disk that was taken away: told, and the last good one not forgotten.
        path.unlink()
        folder.rmdir()
        with pytest.raises(RefusedInput, match="Không có thư mục"):
            back_up_to_folder(service.archive, lambda stage, done, total: None)
        failed = last_backup(service.archive)
        assert failed.good == last.good
        assert "Không có thư mục" in failed.vi
    finally:
        caretaker.stop()
        service.close()
