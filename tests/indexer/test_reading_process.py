"""The reading process: limits hold, crashes are refusals, nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

import indexer.reading
from archive.errors import CancuError, NotFound, RefusedInput, TooLarge
from archive.settings import Settings
from indexer.reading import DOCX, MARKDOWN, PDF, TEXT, Limits, Reader, page_count, process, read_file, render_page
from tests.indexer.reading_files import lines, make_docx, make_pdf, p

PDF_BYTES = make_pdf([lines(["Điều 1. Phạm vi điều chỉnh", "Kế hoạch này quy định công tác dân vận."])] * 2)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.at(tmp_path / "home")


def reason_of(path: Path, settings: Settings, name: str | None = None) -> str:
    with pytest.raises(CancuError) as caught:
        read_file(path, name, settings=settings)
    return caught.value.reason


def test_public_names() -> None:
    assert len(set(indexer.reading.__all__)) == len(indexer.reading.__all__)
    for name in indexer.reading.__all__:
        assert hasattr(indexer.reading, name)


def test_four_formats(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF_BYTES)
    make_docx(tmp_path / "a.docx", p("Điều 1. Phạm vi điều chỉnh"))
    (tmp_path / "a.txt").write_text("Điều 1. Phạm vi điều chỉnh", encoding="utf-8-sig")
    (tmp_path / "a.md").write_text("# Điều 1. Phạm vi điều chỉnh", encoding="utf-8")
    with Reader(settings) as reader:
        for name, media_type, encoding in (
            ("a.pdf", PDF, ""),
            ("a.docx", DOCX, ""),
            ("a.txt", TEXT, "utf-8-sig"),
            ("a.md", MARKDOWN, "utf-8"),
        ):
            reading = reader.read(tmp_path / name)
            assert reading.text.startswith("Điều 1. Phạm vi điều chỉnh")
            assert (reading.media_type, reading.encoding) == (media_type, encoding)
            assert len(reading.pages) == len(reading.page_starts)
            assert "".join(page.text for page in reading.pages) == reading.text
    assert not (tmp_path / "home").exists()


def test_the_name_given_counts(tmp_path: Path, settings: Settings) -> None:
    stored = tmp_path / "0a1b2c"
    stored.write_bytes(PDF_BYTES)
    assert read_file(stored, "../../Kế hoạch.pdf", settings=settings).media_type == PDF
    assert reason_of(stored, settings, "Kế hoạch.docx") == "mislabelled"


def test_pages(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF_BYTES)
    assert page_count(path, settings=settings) == 2
    with Reader(settings) as reader:
        assert reader.render_page(path, 1, 120).startswith(b"\x89PNG")
        with pytest.raises(NotFound) as caught:
            reader.render_page(path, 3, 120)
        assert caught.value.reason == "no_such_page"
        with pytest.raises(NotFound) as caught:
            reader.page_count(make_docx(tmp_path / "a.docx", p("x")))
        assert caught.value.reason == "no_pages_to_show"
    assert render_page(path, 2, 100, settings=settings).startswith(b"\x89PNG")


def test_refused_before_a_process_starts(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process(*_: object) -> None:
        raise AssertionError("no process is needed for this")

    monkeypatch.setattr(process, "_start", no_process)
    empty = tmp_path / "a.pdf"
    empty.touch()
    large = tmp_path / "lon.pdf"
    with large.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert reason_of(empty, settings) == "empty_file"
    assert reason_of(large, settings) == "file_too_large"
    assert reason_of(tmp_path, settings) == "not_a_file"
    assert reason_of(tmp_path / "khong-co.pdf", settings) == "no_such_file"
    assert reason_of(Path("a\x00b.pdf"), settings) == "no_such_file"
    assert reason_of(Path("x" * 5000), settings) == "no_such_file"


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are a POSIX matter")
def test_a_pipe_is_not_waited_for(tmp_path: Path, settings: Settings) -> None:
    os.mkfifo(tmp_path / "ong")
    assert reason_of(tmp_path / "ong", settings) == "not_a_file"


def test_refusals_cross_the_process(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF_BYTES[:300])
    with pytest.raises(RefusedInput) as caught:
        read_file(path, settings=settings)
    assert caught.value.reason == "damaged_pdf"
    assert "a.pdf" in caught.value.vi
    assert "Hãy" in caught.value.vi
    assert "again" in caught.value.en


def hold(reader: Reader, code: str) -> None:
    """Start the reader's process with `code` in place of reading, as a hostile file would have it."""
    boot = process._START.replace("import main;", f"import main; import indexer.reading.child as c; {code};")
    original = process._START
    process._START = boot
    try:
        reader._running()
    finally:
        process._START = original


CRASHES = [
    ("c._perform = lambda r: __import__('time').sleep(60)", "took_too_long"),
    ("c._perform = lambda r: __import__('os').abort()", "reader_crashed"),
    ("c._perform = lambda r: __import__('os')._exit(0)", "reader_crashed"),
    ("c._perform = lambda r: [0] * (1 << 40)", "too_much_memory"),
    ("c._perform = lambda r: bytes(1 << 31)", "too_much_memory"),
    ("c._perform = lambda r: bytes(5_000_000)", "too_much_text"),
    ("c._perform = lambda r: (_ for _ in ()).throw(RecursionError())", "reader_crashed"),
    ("c._perform = lambda r: (_ for _ in ()).throw(ValueError('x'))", "reader_crashed"),
    ("c._perform = lambda r: 1 + c._perform(r)", "reader_crashed"),
]


@pytest.mark.parametrize(("code", "reason"), CRASHES)
def test_crashes_are_refusals(tmp_path: Path, settings: Settings, code: str, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Phạm vi", encoding="utf-8")
    settings = replace(settings, read_seconds=1.5, read_memory=512 * 1024 * 1024)
    with Reader(settings, Limits(max_result=1_000_000)) as reader:
        hold(reader, code)
        hostile = reader._process
        started = time.monotonic()
        with pytest.raises(RefusedInput) as caught:
            reader.read(path)
        assert caught.value.reason == reason
        assert time.monotonic() - started < 30  # a second and a half, on however busy a machine
        assert hostile is not None
        if hostile.poll() is None:  # it could answer; a process that could not is gone already
            reader.close()
        assert reader.read(path).text == "Điều 1. Phạm vi"


def test_a_killed_process_is_replaced(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1", encoding="utf-8")
    with Reader(settings) as reader:
        assert reader.read(path).text == "Điều 1"
        first = reader._process
        assert first is not None
        assert reader.read(path).text == "Điều 1"
        assert reader._process is first
        first.kill()
        first.wait()
        assert reader.read(path).text == "Điều 1"
        assert reader._process is not first
        last = reader._process
    assert last is not None
    assert last.poll() is not None


def test_a_process_is_replaced_after_many_files(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_FILES_PER_PROCESS", 2)
    path = tmp_path / "a.txt"
    path.write_text("Điều 1", encoding="utf-8")
    with Reader(settings) as reader:
        seen = set()
        for _ in range(4):
            reader.read(path)
            assert reader._process is not None
            seen.add(reader._process.pid)
    assert len(seen) == 2


def test_threads_share_a_reader(tmp_path: Path, settings: Settings) -> None:
    paths = []
    for number in range(8):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Điều {number}", encoding="utf-8")
        paths.append(path)
    found: dict[int, str] = {}
    with Reader(settings) as reader:

        def read(number: int) -> None:
            found[number] = reader.read(paths[number]).text

        threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"Điều {number}" for number in range(8)}


def test_a_process_that_cannot_start_is_no_fault_of_the_file(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", "raise SystemExit('hỏng')")
    path = tmp_path / "a.txt"
    path.write_text("Điều 1", encoding="utf-8")
    with pytest.raises(RuntimeError, match="hỏng"):
        read_file(path, settings=settings)


WATCH = (
    "import sys; sys.path.insert(0, sys.argv[1]); from indexer.reading import memory; memory.watch_memory(200 << 20); "
    "import time; kept = []; "
    "[(kept.append(bytearray(b'x' * (20 << 20))), time.sleep(0.05)) for _ in range(100)]; print('alive')"
)


def test_memory_is_watched_where_the_system_has_no_limit() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", WATCH, str(process._ROOT)], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == process.EXIT_CODE
    assert b"alive" not in done.stdout


def test_nothing_printed_gets_between_the_answers(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1", encoding="utf-8")
    with Reader(settings) as reader:
        hold(
            reader,
            "old = c._perform; c._perform = lambda r: (print('rác' * 9), __import__('os').write(1, b'x'), old(r))[2]",
        )
        assert reader.read(path).text == "Điều 1"


def test_raw_text_can_be_stored(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Điều 1. Phạm vi điều chỉnh \x01".encode())
    reading = read_file(path, settings=settings)
    reading.raw_text.encode("utf-8")
    assert "\x00" not in reading.raw_text


def test_no_open_files_or_processes_left(tmp_path: Path, settings: Settings) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    path = tmp_path / "a.txt"
    path.write_text("Điều 1", encoding="utf-8")
    read_file(path, settings=settings)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        read_file(path, settings=settings)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 x")
    reason_of(tmp_path / "b.pdf", settings)
    assert len(os.listdir("/proc/self/fd")) == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.txt", "b.pdf"]


def test_too_large_says_how_much(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x" * 3_000_000, encoding="utf-8")
    with pytest.raises(TooLarge, match=r"2\.9 MB.*giới hạn 1 MB"):
        read_file(path, settings=replace(settings, max_upload=1024 * 1024))


def test_starting_is_quick(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1", encoding="utf-8")
    times = []
    for _ in range(2):
        before = os.times()
        read_file(path, settings=settings)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(times) < 1.5  # of a processor: 0.15 s


_TELLING = """
import json, struct, sys
def send(kind, value):
    content = json.dumps(value).encode()
    sys.stdout.buffer.write(kind + struct.pack(">Q", len(content)) + content)
    sys.stdout.buffer.flush()
send(b"J", {"ready": True})
for line in sys.stdin:
    for page in (1, 2, 3):
        send(b"P", [page, 3])
    send(b"J", {"result": 3})
"""


def test_pages_are_told_while_they_are_read(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", _TELLING)
    (tmp_path / "a.pdf").write_bytes(PDF_BYTES)
    told: list[tuple[int, int]] = []

    def broken(done: int, total: int) -> None:
        told.append((done, total))
        raise OSError("nobody listens any more")

    with Reader(settings) as reader:
        assert reader._ask("read", tmp_path / "a.pdf", None) == 3
        assert reader._ask("read", tmp_path / "a.pdf", None, broken) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
