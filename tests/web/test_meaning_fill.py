"""The background fill of the index of meaning ends with whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from archive.documents import Archive
from archive.models import Document, DocumentText, ProvisionRow
from archive.settings import Settings


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_fill_in_the_midst_of_its_work_ends_at_once(tmp_path: Path) -> None:
    environment = {**os.environ, "CANCU_HOME": str(tmp_path)}
    environment.pop("CANCU_DATABASE_URL", None)
    now = Settings.from_environment({"CANCU_HOME": str(tmp_path)})
    word = "thẩm quyền giải quyết khiếu nại của Chủ tịch Ủy ban nhân dân xã"
    article = f"Điều 1. {word}\n" + f"{word}; " * 60
    with Archive.create(now) as archive, archive.database.write() as session:
        for id_ in range(1, 401):
            text = f"{article} {id_}"
            session.add(Document(id=id_, type="Quyết định", title=f"Quyết định {id_}", body=DocumentText(text=text)))
            session.add(
                ProvisionRow(
                    document_id=id_, path="dieu:1", kind="dieu", label="Điều 1", heading=f"{word} {id_}", start=0,
                    end=len(text), ordinal=1, unit=True,
                )
            )  # fmt: skip
    command = [sys.executable, "-m", "web.cli", "index", "meaning", "--follow"]
    fill = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    try:
        ledger = now.meaning / "vectors.sqlite"
        until = time.monotonic() + 300
        while not ledger.is_file() and time.monotonic() < until:
            time.sleep(0.05)
        # The first batch of 256 passages is under way for many seconds.
        time.sleep(1.0)
        assert fill.poll() is None
        began = time.monotonic()
        _, said = fill.communicate(timeout=40)
        took = time.monotonic() - began
    finally:
        fill.kill()
    assert (fill.returncode, said) == (0, b"")
    # Two seconds, and what a processor with other things to do makes of them: the batch takes half a minute.
    assert took < 15.0
