"""The background fill of the index of meaning ends with whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from archive.documents import Archive
from archive.settings import Settings


def test_a_fill_that_waits_for_another_ends_with_its_starter(tmp_path: Path) -> None:
    environment = {**os.environ, "CANCU_HOME": str(tmp_path)}
    environment.pop("CANCU_DATABASE_URL", None)
    command = [sys.executable, "-m", "web.cli", "index", "meaning", "--follow"]
    now = Settings.from_environment({"CANCU_HOME": str(tmp_path)})
    with Archive.create(now):
        pass
    now.meaning.mkdir(parents=True, exist_ok=True)
    with FileLock(now.meaning / "fill.lock"):
        fill = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        try:
            _, said = fill.communicate(timeout=40)
        finally:
            fill.kill()
    assert (fill.returncode, said) == (0, b"")
