"""The queue: nothing lost, nothing read twice to the end, nothing filed twice, and nothing left of a state secret."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.documents import Archive
from archive.errors import ArchiveUnavailable
from archive.settings import Settings
from indexer.engine import open_engine
from indexer.engine.base import Engine
from indexer.indexing import compare
from indexer.ingest import Outcome
from indexer.queueing import Entry, ReadingQueue, Workers, workers
from indexer.queueing.entries import Entries
from indexer.reading import Reader, process

PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MẪU
Số: {number}/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Mẫu, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Trồng cây chắn sóng dọc bờ kênh năm 2026
I. MỤC ĐÍCH
1. Giữ bờ kênh không sạt lở trong mùa lũ.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
"""
SECRET = PLAN.format(number=66).replace("KẾ HOẠCH", "MẬT\nKẾ HOẠCH").replace("chắn sóng", "phòng thủ kín")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = Settings.at(tmp_path / "home")
    Archive.create(home).close()
    return home


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[ReadingQueue, Archive, Engine]]:
    with Archive.open(settings) as archive:
        engine = open_engine(settings)
        yield ReadingQueue(settings), archive, engine
        engine.close()


def plan(folder: Path, number: int, text: str = PLAN) -> Path:
    path = folder / f"kế hoạch {number}.txt"
    path.write_text(text.format(number=number), encoding="utf-8")
    return path


def ended(queue: ReadingQueue, *entries: Entry) -> list[Entry]:
    found = [queue.wait(entry.ticket, 300) for entry in entries]
    assert all(entry is not None and entry.ended for entry in found), found
    return [entry for entry in found if entry is not None]


# The table


def test_one_claim_of_many(tmp_path: Path) -> None:
    table = Entries(tmp_path / "entries.sqlite")
    entry, new = table.put("a.txt", "0" * 64, tmp_path / "a.txt")
    assert new
    assert table.put("b.txt", "0" * 64, tmp_path / "b.txt") == (entry, False)
    won: list[Entry | None] = []
    rivals = [
        threading.Thread(target=lambda n=n: won.append(table.claim(entry.ticket, f"owner {n}"))) for n in range(8)
    ]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sum(each is not None for each in won) == 1
    table.progress(entry.ticket, "reading", 3, 9)
    now = table.get(entry.ticket)
    assert now is not None
    assert (now.status, now.done, now.pages, now.attempts) == ("reading", 3, 9, 1)
    table.end(entry.ticket, Outcome("a.txt", "refused", None, "no_text", "Không có chữ.", "No text."))
    assert table.counts() == {"refused": 1}
    again, new = table.put("a.txt", "0" * 64, tmp_path / "a.txt")
    assert new
    assert (again.ticket != entry.ticket, again.attempts) == (True, 0)


def test_nothing_of_a_forgotten_file_is_in_the_table(tmp_path: Path) -> None:
    table = Entries(tmp_path / "entries.sqlite")
    for n in range(50):
        table.put(f"thường {n}.txt", f"{n:064x}", tmp_path / "x")
    entry, _ = table.put("kế hoạch tuyệt đối kín.txt", "ab" * 32, tmp_path / "phòng thủ.txt")
    table.claim(entry.ticket, "owner")
    table.forget(entry.ticket, Outcome("", "refused", None, "state_secret", "Bị từ chối.", "Refused."))
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        assert "tuyệt đối kín".encode() not in data
        assert ("ab" * 32).encode() not in data
        assert "phòng thủ".encode() not in data
    kept = table.get(entry.ticket)
    assert kept is not None
    assert (kept.name, kept.sha256, kept.code) == ("", "", "state_secret")


# Reading


def test_a_folder_with_bad_files_among_good_ones(desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path) -> None:
    queue, archive, engine = desk
    bad = tmp_path / "hỏng.pdf"
    bad.write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    entries = [queue.submit(archive, path) for path in (plan(tmp_path, 1), bad, plan(tmp_path, 2), plan(tmp_path, 3))]
    crew = Workers(queue, lambda: archive, lambda: engine, count=2)
    try:
        statuses = [entry.status for entry in ended(queue, *entries)]
    finally:
        crew.close()
    assert statuses == ["added", "refused", "added", "added"]
    assert archive.count() == 3
    assert compare(archive, engine).agrees
    assert not list(queue.bytes.held())
    assert queue.submit(archive, plan(tmp_path, 2)).status == "duplicate"


def test_the_same_bytes_wait_once(desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path) -> None:
    queue, archive, _ = desk
    one, other = plan(tmp_path, 1), tmp_path / "tên khác.txt"
    other.write_bytes(one.read_bytes())
    assert queue.submit(archive, one) == queue.submit(archive, other)
    assert queue.entries.counts() == {"waiting": 1}


_DIES = """
import json, struct, sys
content = json.dumps({"ready": True}).encode()
sys.stdout.buffer.write(b"J" + struct.pack(">Q", len(content)) + content)
sys.stdout.buffer.flush()
sys.stdin.readline()
sys.exit(3)
"""


def test_a_file_that_crashes_its_reader_twice_is_refused(
    desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", _DIES)
    queue, archive, engine = desk
    crew = Workers(queue, lambda: archive, lambda: engine, count=1)
    try:
        (entry,) = ended(queue, queue.submit(archive, plan(tmp_path, 1)))
    finally:
        crew.close()
    assert (entry.status, entry.code, entry.attempts) == ("refused", "crashed_twice", 2)
    assert "hai lần" in entry.reason
    assert archive.count() == 0


def test_a_mistake_of_ours_stops_no_other_file(
    desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = workers.ingest_file

    def sometimes(*args: object, **more: object) -> Outcome:
        if "1.txt" in str(args[3]):
            raise ZeroDivisionError
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "ingest_file", sometimes)
    queue, archive, engine = desk
    crew = Workers(queue, lambda: archive, lambda: engine, count=1)
    try:
        found = ended(queue, *(queue.submit(archive, plan(tmp_path, number)) for number in (1, 2)))
    finally:
        crew.close()
    assert [entry.status for entry in found] == ["refused", "added"]


def test_an_archive_that_cannot_be_opened_says_nothing_of_the_file(
    desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path
) -> None:
    queue, archive, engine = desk
    calls: list[int] = []

    def opening() -> Archive:
        calls.append(1)
        if len(calls) < 4:
            raise ArchiveUnavailable("archive_locked", "Bận.", "Busy.")
        return archive

    crew = Workers(queue, opening, lambda: engine, count=1)
    try:
        (entry,) = ended(queue, queue.submit(archive, plan(tmp_path, 1)))
    finally:
        crew.close()
    assert (entry.status, entry.attempts) == ("added", 1)


def test_stopping_puts_back_what_is_being_read(
    desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, interrupted = threading.Event(), threading.Event()
    real, interrupt = Reader.read, Reader.interrupt

    def slow(self: Reader, *args: object) -> object:
        begun.set()
        assert interrupted.wait(30)
        return real(self, *args)  # type: ignore[arg-type]

    def interrupting(self: Reader) -> None:
        interrupt(self)
        interrupted.set()

    monkeypatch.setattr(Reader, "read", slow)
    monkeypatch.setattr(Reader, "interrupt", interrupting)
    queue, archive, engine = desk
    entry = queue.submit(archive, plan(tmp_path, 1))
    crew = Workers(queue, lambda: archive, lambda: engine, count=1)
    assert begun.wait(30)
    crew.close()
    now = queue.entries.get(entry.ticket)
    assert now is not None
    assert (now.status, now.attempts) == ("waiting", 0)
    crew = Workers(queue, lambda: archive, lambda: engine, count=1)
    try:
        (now,) = ended(queue, entry)
    finally:
        crew.close()
    assert now.status == "added"


# State secrets


def traces(folder: Path, *words: str) -> list[str]:
    """Where under the folder a word stands in a file, or in its name."""
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found += [f"{path}: {word}" for word in words if word.encode() in data or word in str(path)]
    return found


def test_of_a_state_secret_nothing_is_left(desk: tuple[ReadingQueue, Archive, Engine], tmp_path: Path) -> None:
    queue, archive, engine = desk
    secret = tmp_path / "phương án phòng thủ.txt"
    secret.write_text(SECRET, encoding="utf-8")
    crew = Workers(queue, lambda: archive, lambda: engine, count=1)
    try:
        sent = queue.submit(archive, secret)
        (entry,) = ended(queue, sent)
    finally:
        crew.close()
    assert (entry.status, entry.code, entry.document) == ("refused", "state_secret", None)
    assert "Luật Bảo vệ bí mật nhà nước" in entry.reason
    assert [path.name for path in (archive.settings.home / "queue" / "files").iterdir()] in ([], ["incoming"])
    words = ("phòng thủ", "66/KH-UBND", "Giữ bờ kênh", "Trần Thị Mẫu", sent.sha256, sent.sha256[2:])
    assert traces(archive.settings.home, *words) == []
    assert archive.count() == 0


# Crashes of the whole process

_SERVER = """
import os, sys, time
from pathlib import Path
from archive.settings import Settings
from indexer.queueing import ReadingQueue
from indexer.reading import Reader
from web.service import Service

mode, log = sys.argv[1], Path(sys.argv[2])
real, finish = Reader.read, ReadingQueue.finish

def read(self, *args):
    with log.open("a") as out:
        out.write("begun\\n")
    if mode == "slow":
        time.sleep(600)
    found = real(self, *args)
    with log.open("a") as out:
        out.write("read\\n")
    return found

def die(self, entry, outcome):
    with log.open("a") as out:
        out.write("filed\\n")
    os.kill(os.getpid(), 9)

Reader.read = read
if mode == "dies":
    ReadingQueue.finish = die
service = Service(Settings.from_environment())
service.read_queue()
print("ready", flush=True)
sys.stdin.read()
service.close()
"""


class Server:
    """A process that reads the queue of an archive, as `cancu serve` does."""

    def __init__(self, settings: Settings, mode: str, log: Path) -> None:
        environment = {**os.environ, "CANCU_HOME": str(settings.home), "CANCU_READERS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, mode, str(log)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def stop(self, kill: bool = False) -> None:
        if kill:
            self.process.kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


def until(condition: Callable[[], bool]) -> None:
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited five minutes")


def lines(log: Path) -> list[str]:
    return log.read_text().split() if log.exists() else []


@pytest.mark.slow
def test_killed_while_reading_it_is_read_again_once(settings: Settings, tmp_path: Path) -> None:
    log, queue = tmp_path / "log", ReadingQueue(settings)
    with Archive.open(settings) as archive:
        entry = queue.submit(archive, plan(tmp_path, 1))
        server = Server(settings, "slow", log)
        until(lambda: lines(log) == ["begun"])
        server.stop(kill=True)
        held = queue.entries.get(entry.ticket)
        assert held is not None
        assert held.status == "reading"
        server = Server(settings, "plain", log)
        (now,) = ended(queue, entry)
        server.stop()
        assert (now.status, now.attempts) == ("added", 2)
        assert lines(log) == ["begun", "begun", "read"]
        assert archive.count() == 1
        assert not list(queue.bytes.held())


@pytest.mark.slow
def test_killed_between_filing_and_saying_so_it_is_not_read_again(settings: Settings, tmp_path: Path) -> None:
    log, queue = tmp_path / "log", ReadingQueue(settings)
    with Archive.open(settings) as archive:
        entry = queue.submit(archive, plan(tmp_path, 1))
        server = Server(settings, "dies", log)
        assert server.process.wait(60) == -signal.SIGKILL
        server.stop()
        server = Server(settings, "plain", log)
        (now,) = ended(queue, entry)
        server.stop()
        assert now.status == "added"
        assert now.document is not None
        assert lines(log) == ["begun", "read", "filed"]
        assert archive.count() == 1
        engine = open_engine(settings)
        assert compare(archive, engine).agrees
        engine.close()


@pytest.mark.slow
def test_a_file_that_takes_the_server_with_it_twice_is_refused(settings: Settings, tmp_path: Path) -> None:
    log, queue = tmp_path / "log", ReadingQueue(settings)
    with Archive.open(settings) as archive:
        entry = queue.submit(archive, plan(tmp_path, 1))
        for time_ in (1, 2):
            server = Server(settings, "slow", log)
            until(lambda time_=time_: lines(log) == ["begun"] * time_)  # type: ignore[misc]
            server.stop(kill=True)
        other = queue.submit(archive, plan(tmp_path, 2))
        server = Server(settings, "plain", log)
        first, second = ended(queue, entry, other)
        server.stop()
        assert (first.status, first.code) == ("refused", "crashed_twice")
        assert second.status == "added"


@pytest.mark.slow
def test_a_server_and_the_command_share_the_queue(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "thư mục"
    folder.mkdir()
    for number in range(12):
        plan(folder, number)
    log, queue = tmp_path / "log", ReadingQueue(settings)
    server = Server(settings, "plain", log)
    environment = {**os.environ, "CANCU_HOME": str(settings.home)}
    done = subprocess.run(
        [sys.executable, "-m", "web.cli", "add", str(folder)],
        env=environment,
        capture_output=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    server.stop()
    assert done.returncode == 0, done.stderr.decode()
    assert len(re.findall("đã nạp →", done.stdout.decode())) == 12
    assert "tệp/phút" in done.stderr.decode()
    with Archive.open(settings) as archive:
        assert archive.count() == 12
    assert queue.entries.counts() == {"added": 12}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent another way there")
def test_the_command_is_stopped_and_goes_on_when_run_again(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "thư mục"
    folder.mkdir()
    for number in range(40):
        plan(folder, number)
    environment = {**os.environ, "CANCU_HOME": str(settings.home)}
    command = [sys.executable, "-m", "web.cli", "add", str(folder)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 130
        assert "chạy lại lệnh này".encode() in run.stderr.read()
    queue = ReadingQueue(settings)
    assert set(queue.entries.counts()) == {"added"}
    with Archive.open(settings) as archive:
        before = archive.count()
    assert 0 < before < 40
    again = subprocess.run(command, env=environment, capture_output=True, timeout=300, cwd=root)
    assert again.returncode == 0, again.stderr.decode()
    assert len(re.findall("đã có →", again.stdout.decode())) == before
    assert len(re.findall("đã nạp →", again.stdout.decode())) == 40 - before
