"""What can wait lets those go first who wait at a page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer import yielding
from indexer.yielding import Asked


def test_it_is_quiet_until_somebody_waits_and_some_time_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yielding, "_TOLD_AGAIN", 3600.0)
    asked, other = Asked(tmp_path), Asked(tmp_path)
    assert other.quiet()
    asked.tell()
    told = (tmp_path / "asked").stat().st_mtime
    assert abs(time.time() - told) < 60
    now = time.time() + 3600
    os.utime(tmp_path / "asked", (now, now))
    assert other.quiet()
    asked.tell()  # told a moment ago: not again
    assert (tmp_path / "asked").stat().st_mtime == now
    other.tell()
    assert abs((tmp_path / "asked").stat().st_mtime - told) < 60


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(Asked, "quiet", lambda self: looked.append(1) is not None)
    monkeypatch.setattr(yielding, "_LOOK", 0.01)
    asked = Asked(tmp_path)
    asked.wait(lambda: len(looked) == 3)
    assert len(looked) == 3
    asked.wait(most=0.1)
    assert len(looked) > 3


def test_a_folder_that_is_not_there_keeps_nobody_up(tmp_path: Path) -> None:
    asked = Asked(tmp_path / "none")
    asked.tell()
    assert asked.quiet()
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as Linux has it")
@pytest.mark.parametrize(("last", "nice"), [(False, "10"), (True, "19")])
def test_a_process_steps_behind(last: bool, nice: str) -> None:
    code = (
        "import os; from indexer.yielding import step_behind; "
        f"step_behind(last={last}); print(os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == [nice, str(os.SCHED_BATCH)]
