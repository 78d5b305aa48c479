"""The background fill of the index of meaning ends with whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from archive.documents import Archive
from archive.models import Document, DocumentText, ProvisionRow
from archive.settings import Settings
from indexer.yielding import MOST, Asked
from tests.web.conftest import Office
from web.commands import indexing


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
        # The first batch of passages is under way for many seconds.
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


def test_what_comes_while_a_large_archive_is_filled_in_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run begins anew with it, and is taken for done only when it came to its end."""
    left, done = threading.Event(), []
    monkeypatch.setattr(indexing, "_NEWS_AFTER", -1.0)
    monkeypatch.setattr(indexing, "_LOOK_AGAIN", 0.0)
    monkeypatch.setattr(indexing, "_PAUSE", 0.0)

    class Held:
        documents = [1, 2, 3]

        def pulse(self) -> tuple[int, int]:
            return len(self.documents), 0

    held = Held()

    def run(stopped: Callable[[], bool]) -> Iterator[object]:
        for document in sorted(set(held.documents) - set(done), reverse=True):
            done.append(document)
            if document == 3:
                held.documents = [*held.documents, 9]
            if len(done) == 4:
                left.set()
            yield document

    indexing._follow(held, left, run)  # type: ignore[arg-type]
    assert done == [3, 9, 2, 1]


def test_a_request_tells_that_somebody_waits(office: Office) -> None:
    office.settings.meaning.mkdir(parents=True, exist_ok=True)
    asked, browser = office.settings.meaning / "asked", office.browser()
    for path in ("/healthz", "/static/css/base.css"):
        asked.unlink(missing_ok=True)
        browser.get(path).close()
        assert not asked.exists()
    browser.get("/documents/")
    assert asked.exists()


def test_what_has_just_come_hardly_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(Asked, "wait", lambda self, given_up, most: waits.append(most))
    turn = indexing._Turn(Asked(tmp_path), threading.Event())
    monkeypatch.setattr(indexing, "_NEWS_FOR", 3600.0)
    assert list(turn.begun(iter([1, 2]))) == [1, 2]
    turn.let()
    monkeypatch.setattr(indexing, "_NEWS_FOR", -1.0)
    turn.let()
    assert waits[0] < waits[1] == MOST
