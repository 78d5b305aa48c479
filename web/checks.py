"""Files that somebody has checked without making drafts of them: kept for an hour, seen by nobody else.

A batch is a folder beside the index (`cache/checks/<key>`): the files as they came, what was read of each, and the
tally of each. What is found is found anew whenever it is shown, for the archive may have changed. Files are read one
after the other by a thread of the process that took them, each in a process that can be killed. It holds a lock of the
batch, which the system gives back however the process ends: then the next that looks goes on with what waits.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from werkzeug.datastructures import FileStorage

from archive.checking import Finding
from archive.errors import CancuError, NotFound, RefusedInput
from archive.laid_out import layout_from_json, layout_json
from archive.seeing import Viewer, seeing, viewer
from indexer.annotating.saying import remarks_of
from indexer.checking import COMMENTED, CheckedFile, ReadDraft, Tally, check_draft, check_file
from indexer.reading import Reader
from indexer.reading.names import safe_name
from web.exporting import Sink
from web.incoming import on_disk
from web.service import Service

log = logging.getLogger("cancu.web")

KEPT = 3600
"""Seconds that a file is kept."""
MOST = 300
"""Files in one batch."""
_PATIENCE = 60.0
"""Seconds that who adds to a batch waits for another who does."""


@dataclass(frozen=True)
class Batch:
    """What somebody sent together. `owner` is the person (0 where nobody signs in), `begun` in seconds."""

    key: str
    owner: int
    on: date
    begun: float
    names: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One file of a batch, counted from 1; `file` is None while it waits."""

    number: int
    name: str
    file: CheckedFile | None
    commented: bool = False


def begin(desk: Service, on: date) -> Batch:
    """A new batch of whoever asks, with nothing in it; batches older than an hour go."""
    sweep(desk)
    batch = Batch(secrets.token_urlsafe(16), viewer().person or 0, on, time.time(), ())
    _folder(desk, batch.key).mkdir(parents=True)
    _keep(desk, batch)
    return batch


def add(desk: Service, batch: Batch, files: Sequence[FileStorage]) -> Batch:
    """Put files into a batch and have them read. Raises RefusedInput where there would be too many."""
    folder = _folder(desk, batch.key)
    # Two who add at once (another process too) would number their files alike: one after the other.
    with FileLock(folder / "adding.lock", timeout=_PATIENCE):
        if not (folder / "batch.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            raise _gone()
        batch = get(desk, batch.key)
        if len(batch.names) + len(files) > MOST:
            raise RefusedInput(
                "too_many_files",
                f"Mỗi lần kiểm tra nhiều nhất {MOST} tệp. Hãy chia làm nhiều lần.",
                f"At most {MOST} files are checked at a time. Send them in several goes.",
            )
        names = list(batch.names)
        for file in files:
            number = len(names) + 1
            try:
                with on_disk(desk, file) as (path, name):
                    os.replace(path, folder / f"{number}.file")
            except RefusedInput as error:
                name = safe_name(file.filename or "")
                _write(folder / f"{number}.json", _told(CheckedFile(name, refused=_why(error), code=error.reason)))
            names.append(name)
        batch = replace(batch, names=tuple(names))
        _keep(desk, batch)
    work(desk, batch)
    return batch


def get(desk: Service, key: str) -> Batch:
    """A batch of whoever asks. Raises NotFound, for those of others too."""
    try:
        said = json.loads((_folder(desk, key) / "batch.json").read_text(encoding="utf-8"))
        batch = Batch(key, said["owner"], date.fromisoformat(said["on"]), said["begun"], tuple(said["names"]))
    except (OSError, ValueError, KeyError):
        raise _gone() from None
    if batch.owner != (viewer().person or 0) or time.time() - batch.begun > KEPT:
        raise _gone()
    return batch


def recent(desk: Service) -> list[Batch]:
    """Batches of whoever asks that are still kept, the last one first."""
    found = []
    for folder in desk.cache("checks").iterdir():
        try:
            found.append(get(desk, folder.name))
        except NotFound:
            continue
    return sorted(found, key=lambda batch: -batch.begun)


def remove(desk: Service, batch: Batch) -> None:
    """Let a batch go before its hour is over."""
    shutil.rmtree(_folder(desk, batch.key), ignore_errors=True)


def sweep(desk: Service) -> None:
    """Let go what is older than an hour."""
    for folder in desk.cache("checks").iterdir():
        said = _read(folder / "batch.json")
        try:
            begun = said["begun"] if said else folder.stat().st_mtime
        except OSError:
            continue
        if time.time() - begun > KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def rows(desk: Service, batch: Batch) -> list[Row]:
    """How far every file is; what nobody is reading any more is gone on with."""
    folder = _folder(desk, batch.key)
    out: list[Row] = []
    for number, name in enumerate(batch.names, 1):
        said = _read(folder / f"{number}.json")
        file = None if said is None else _file(said)
        commented = bool(file and file.tally and said and said.get("media_type") in COMMENTED)
        out.append(Row(number, name, file, commented))
    if any(row.file is None for row in out):
        work(desk, batch)
    return out


def wait(desk: Service, batch: Batch, seconds: float) -> list[Row]:
    """The rows as soon as all files are read, or as they are after some seconds."""
    until = time.monotonic() + seconds
    while True:
        found = rows(desk, batch)
        if all(row.file for row in found) or time.monotonic() > until:
            return found
        time.sleep(0.1)


def found_in(desk: Service, batch: Batch, number: int) -> tuple[ReadDraft, list[Finding]]:
    """What was read of a file, and what is found in it now. Raises NotFound where it was refused or still waits."""
    folder = _folder(desk, batch.key)
    said = _read(folder / f"{number}.read")
    if said is None:
        ended = _read(folder / f"{number}.json")
        refused = _file(ended).refused if ended else None
        if refused is not None:
            raise NotFound("not_read", *refused)
        if 1 <= number <= len(batch.names):
            raise NotFound(
                "still_waiting",
                "Tệp này chưa đọc xong. Hãy đợi đến khi bảng báo đã kiểm tra rồi mở lại.",
                "This file is not read yet. Wait until the table says that it is checked, and open it again.",
            )
        raise NotFound("no_such_file", "Lần kiểm tra này không có tệp đó.", "This check has no such file.")
    layout = layout_from_json(said["layout"]) if said["layout"] else None
    draft = ReadDraft(said["text"], layout, said["media_type"])
    return draft, check_draft(desk.archive, draft, batch.on)


def copy(
    desk: Service, batch: Batch, number: int, *, correct: bool, language: str, reader: Reader | None = None
) -> bytes:
    """The Word file with comments, or with certain corrections tracked. Raises as `Reader.annotated`."""
    draft, findings = found_in(desk, batch, number)
    path = _folder(desk, batch.key) / f"{number}.file"
    remarks = remarks_of(findings, draft.text, language, correct=correct)
    if reader is not None:
        return reader.annotated(path, remarks, batch.names[number - 1])
    with Reader(desk.settings) as own:
        return own.annotated(path, remarks, batch.names[number - 1])


def copies(desk: Service, batch: Batch, language: str) -> Iterator[bytes]:
    """A ZIP of commented copies of all Word files of a batch, sent while it is made."""
    someone = viewer()
    sink = Sink()
    taken: set[str] = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as zipped, Reader(desk.settings) as reader:
        for row in rows(desk, batch):
            if not row.commented:
                continue
            try:
                with seeing(someone):
                    content = copy(desk, batch, row.number, correct=False, language=language, reader=reader)
            except CancuError as error:
                log.warning("no commented copy: %s", error.en)
                continue
            name = Path(row.name).stem
            while f"{name}.docx".casefold() in taken:
                name += " (2)"
            taken.add(f"{name}.docx".casefold())
            zipped.writestr(f"{name}.docx", content)
            yield sink.take()
    yield sink.take()


def work(desk: Service, batch: Batch) -> None:
    """Have what waits in a batch be read by a thread of this process, where none of any process is at it."""
    if not _waiting(desk, batch.key):
        return
    # Taken here, given back by the thread: the lock is the process's.
    lock = FileLock(_folder(desk, batch.key) / "reading.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return
    try:
        threading.Thread(
            target=_work, args=(desk, batch, viewer(), lock), daemon=True, name=f"check-{batch.key[:6]}"
        ).start()
    except RuntimeError:
        lock.release()
        raise


def _work(desk: Service, batch: Batch, someone: Viewer, lock: FileLock) -> None:
    try:
        with seeing(someone), Reader(desk.settings) as reader:
            while waiting := _waiting(desk, batch.key):
                try:
                    _check(desk, batch, waiting[0], reader)
                except Exception:
                    if not (_folder(desk, batch.key) / "batch.json").exists():
                        return  # let go while it was read
                    log.exception("a file could not be checked")
                    _refuse(desk, batch, waiting[0])
    finally:
        lock.release()
    # What came after the last look, from one who saw the lock held.
    work(desk, batch)


def _check(desk: Service, batch: Batch, number: int, reader: Reader) -> None:
    folder = _folder(desk, batch.key)
    names = json.loads((folder / "batch.json").read_text(encoding="utf-8"))["names"]
    media: list[str] = []

    def keep(draft: ReadDraft, _: list[Finding]) -> None:
        media.append(draft.media_type)
        layout = layout_json(draft.layout) if draft.layout else None
        _write(folder / f"{number}.read", {"text": draft.text, "media_type": draft.media_type, "layout": layout})

    name = names[number - 1] if number <= len(names) else str(number)
    file = check_file(desk.archive, reader, folder / f"{number}.file", name, batch.on, keep)
    _write(folder / f"{number}.json", {**_told(file), "media_type": media[0] if media else ""})


def _refuse(desk: Service, batch: Batch, number: int) -> None:
    vi = "Không kiểm tra được tệp này vì lỗi của chương trình. Hãy thử lại, hoặc báo quản trị."
    en = "This file could not be checked because of a fault in the program. Try again, or tell the administrator."
    _write(_folder(desk, batch.key) / f"{number}.json", _told(CheckedFile("", refused=(vi, en), code="failed")))


def _waiting(desk: Service, key: str) -> list[int]:
    """Files that nobody has read yet."""
    folder = _folder(desk, key)
    numbers = (int(path.stem) for path in folder.glob("*.file"))
    return sorted(number for number in numbers if not (folder / f"{number}.json").exists())


def _folder(desk: Service, key: str) -> Path:
    if not key or not all(char.isalnum() or char in "-_" for char in key):
        raise _gone()
    return desk.cache("checks") / key


def _keep(desk: Service, batch: Batch) -> None:
    said = {"owner": batch.owner, "on": batch.on.isoformat(), "begun": batch.begun, "names": batch.names}
    _write(_folder(desk, batch.key) / "batch.json", said)


def _write(path: Path, value: Any) -> None:
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    new.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    os.replace(new, path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _told(file: CheckedFile) -> dict[str, Any]:
    return asdict(file)


def _file(said: dict[str, Any]) -> CheckedFile:
    counts = said["tally"] and Tally(tuple((verdict, count) for verdict, count in said["tally"]["counts"]))
    refused = (said["refused"][0], said["refused"][1]) if said["refused"] else None
    return CheckedFile(said["name"], counts, said["citations"], refused, said["code"])


def _why(error: CancuError) -> tuple[str, str]:
    return error.vi, error.en


def _gone() -> NotFound:
    return NotFound(
        "no_such_check",
        "Không có lần kiểm tra này: tệp kiểm tra chỉ giữ một giờ và chỉ người gửi xem được. Hãy gửi lại tệp.",
        "There is no such check: files are kept for an hour and shown to whoever sent them only. Send the file again.",
    )
