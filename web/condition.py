"""How the archive and its machine are: each thing a line, good, to be looked at, or bad, with what to do."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archive.backing_up import database_file
from indexer.engine import current_version
from indexer.meaning.ledger import FILE
from indexer.reading.programs import LIBREOFFICE, TESSERACT, Program, find, install_command
from web.caretaking import last_backup
from web.service import Service
from web.sharing import Note

_MIB = 1024 * 1024
_LITTLE = 2 * 1024 * _MIB
_TOO_LITTLE = 300 * _MIB
_MOST_TROUBLES = 50


@dataclass(frozen=True)
class Line:
    """One thing: `state` good, warn, bad or info; `name` a word for programs; `value` what is so, `do` what to do about
    it, both in Vietnamese and English; `command` to be typed."""

    name: str
    state: str
    vi: str
    en: str
    value: tuple[str, str]
    do: tuple[str, str] = ("", "")
    command: str = ""


@dataclass(frozen=True)
class Trouble:
    """A warning or an error of late, without its traceback."""

    at: datetime
    level: str
    logger: str
    text: str


class Troubles(logging.Handler):
    """Keeps the last warnings and errors; of all processes, once they share."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._kept: deque[Trouble] = deque(maxlen=_MOST_TROUBLES)
        self._note: Note | None = None

    def share(self) -> None:
        """From now on those of the processes to be forked from this one are kept together."""
        self._note = Note()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        moment = datetime.fromtimestamp(record.created, UTC)
        trouble = Trouble(moment, record.levelname, record.name, record.getMessage()[:500])
        if self._note is None:
            self._kept.appendleft(trouble)
            return
        with self._note.lock:
            self._note.put([trouble, *(self._note.get() or ())][:_MOST_TROUBLES])

    def all(self) -> list[Trouble]:
        """The last first."""
        return list(self._kept) if self._note is None else list(self._note.get() or ())


TROUBLES = Troubles()


def condition(service: Service) -> list[Line]:
    """Everything the administrator wants to know before somebody asks. Raises nothing: what cannot be seen is told."""
    lines = [*_of_archive(service), *_of_machine(service)]
    lines += [_program(LIBREOFFICE, "libreoffice", "DOC, RTF, XLS, ODT"), _program(TESSERACT, "tesseract", "OCR")]
    if find(TESSERACT) is not None:
        lines.append(_vietnamese())
    return lines


def _of_archive(service: Service) -> Iterator[Line]:
    state = service.health()
    if state["status"] == "unavailable":
        yield Line("archive", "bad", "Kho", "Archive", (state["detail"], state["detail_en"]))
        return
    archive, index = service.archive, state["index"]
    yield Line(
        "archive", "good", "Kho", "Archive", (f"{state['documents']} văn bản", f"{state['documents']} documents")
    )
    behind = index["missing"] + index["stale"] + index["surplus"]
    yield Line(
        "index",
        "warn" if behind else "good",
        "Chỉ mục tìm kiếm",
        "Search index",
        (f"lệch {behind} văn bản", f"{behind} documents differ")
        if behind
        else (f"{index['units']} đơn vị, khớp với kho", f"{index['units']} units, as the archive has them"),
        ("Chạy lệnh này trên máy chủ:", "Run this where the program runs:") if behind else ("", ""),
        "cancu index verify" if behind else "",
    )
    counts = service.queue.entries.counts()
    going = sum(counts.get(each, 0) for each in ("waiting", "reading", "recognised"))
    yield Line(
        "queue",
        "good" if going < 200 else "warn",
        "Hàng đợi đọc tệp",
        "Reading queue",
        (
            f"{going} tệp đang chờ, {counts.get('refused', 0)} bị từ chối trong bảy ngày",
            f"{going} files on their way, {counts.get('refused', 0)} refused within a week",
        ),
    )
    yield _meaning(service)
    yield _backup(service)
    file = database_file(service.settings)
    schema = archive.database.version()
    size = sum(each.stat().st_size for each in file.parent.glob(file.name + "*"))
    yield Line(
        "database",
        "info",
        "Cơ sở dữ liệu",
        "Database",
        (f"{size / _MIB:.0f} MB, phiên bản {schema}", f"{size / _MIB:.0f} MB, version {schema}"),
    )


def _meaning(service: Service) -> Line:
    """How far the index of meaning is, counting what whoever asks may see and nothing else."""
    path = service.settings.meaning / FILE
    seen = service.archive.revisions()
    documents, done = len(seen), 0
    if path.is_file():
        try:
            with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=2)) as connection:
                done = sum(id_ in seen for (id_,) in connection.execute("SELECT document FROM documents"))
        except sqlite3.Error:
            done = 0
    full = done >= documents
    return Line(
        "meaning",
        "good" if full else "info",
        "Chỉ mục theo nghĩa",
        "Index of meaning",
        (f"{done} trên {documents} văn bản", f"{done} of {documents} documents"),
        ("", "") if full else ("`cancu serve` lập dần; tìm theo từ vẫn đủ.", "`cancu serve` makes it."),
    )


def _backup(service: Service) -> Line:
    archive = service.archive
    last, folder = last_backup(archive), archive.options.get("backup_folder")
    name = ("backup", "Sao lưu", "Backup")
    if not folder and last.moment is None:
        return Line(
            name[0],
            "warn",
            name[1],
            name[2],
            ("chưa có", "none yet"),
            ("Hãy chọn thư mục trong Thiết đặt, hoặc chạy:", "Choose a folder in the settings, or run:"),
            "cancu backup FILE",
        )
    if last.vi:
        return Line(
            name[0], "bad", name[1], name[2], ("lần cuối không trọn", "the last one failed"), (last.vi, last.en)
        )
    if last.moment is None:
        return Line(
            name[0],
            "warn",
            name[1],
            name[2],
            ("chưa có", "none yet"),
            ("Bản đầu tiên sẽ được tạo đến giờ đã đặt.", "The first will be made at its hour."),
        )
    age = (datetime.now(UTC) - last.moment).days
    old = age >= archive.options.number("backup_warn_days")
    at = last.moment.astimezone().strftime("%d/%m/%Y %H:%M")
    said = f"{at}, {last.size / _MIB:.0f} MB"
    do = ("Hãy xem ổ đĩa chứa bản sao lưu, rồi sao lưu ngay.", "Look at the disk, then back up now.")
    return Line(name[0], "warn" if old else "good", name[1], name[2], (said, said), do if old else ("", ""))


def _of_machine(service: Service) -> Iterator[Line]:
    disk = shutil.disk_usage(existing(service.settings.home))
    state = "bad" if disk.free < _TOO_LITTLE else "warn" if disk.free < _LITTLE else "good"
    free = f"{disk.free / _MIB / 1024:.1f} / {disk.total / _MIB / 1024:.1f} GB"
    yield Line(
        "disk",
        state,
        "Ổ đĩa còn trống",
        "Disk space free",
        (free, free),
        ("", "") if state == "good" else ("Hãy dọn bớt hoặc thêm ổ đĩa.", "Make room or add a disk."),
    )
    memory = _memory()
    if memory is not None:
        left, whole = memory
        text = f"{left / _MIB / 1024:.1f} / {whole / _MIB / 1024:.1f} GB"
        yield Line("memory", "warn" if left < 500 * _MIB else "good", "Bộ nhớ còn trống", "Memory free", (text, text))
    versions = ", ".join(f"{name} {number}" for name, number in program_versions().items())
    yield Line("versions", "info", "Phiên bản", "Versions", (versions, versions))


@lru_cache(maxsize=1)
def program_versions() -> dict[str, str]:
    """What runs here."""
    found = {
        "Python": sys.version.split()[0],
        "SQLite": sqlite3.sqlite_version,
        "index": str(current_version().get("index", "")),
    }
    for package in ("cancu", "flask", "sqlalchemy", "whoosh3"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _memory() -> tuple[int, int] | None:
    """Bytes of memory that can be had, and in all; None where the system does not say it in a file."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    values = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if len(line.split()) > 1}
    return (values["MemAvailable"], values["MemTotal"]) if "MemAvailable" in values else None


def _program(program: Program, name: str, reads: str) -> Line:
    path = find(program)
    if path is not None:
        return Line(name, "good", program.title, program.title, (str(path), str(path)))
    return Line(
        name,
        "warn",
        program.title,
        program.title,
        (f"chưa cài: không đọc được {reads}", f"not installed: {reads} cannot be read"),
        ("Cài bằng lệnh:", "Install it with:"),
        install_command(program),
    )


def _vietnamese() -> Line:
    name = ("tesseract_vie", "Dữ liệu tiếng Việt của Tesseract", "Tesseract's Vietnamese")
    if "vie" in _languages(str(find(TESSERACT))):
        return Line(name[0], "good", name[1], name[2], ("có", "there"))
    return Line(
        name[0],
        "bad",
        name[1],
        name[2],
        ("thiếu: bản quét đọc sai dấu", "missing: scans are read without Vietnamese letters"),
        ("Cài bằng lệnh:", "Install it with:"),
        install_command(TESSERACT),
    )


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(done.stdout.split())


def existing(folder: Path) -> Path:
    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    return folder
