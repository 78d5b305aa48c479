"""`cancu add`: files and folders through the queue, a line a file, with progress, rate and what needs a person."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from archive.documents import Archive
from archive.errors import NotFound, RefusedInput
from indexer.engine.base import Engine
from indexer.ingest import Outcome, refused_outcome
from indexer.queueing import Entry, ReadingQueue, Workers
from indexer.shapes import outcome_json
from web.commands.speaking import as_json, note, opened, say_json

STATUSES = {"added": "đã nạp", "duplicate": "đã có", "needs_review": "cần xem lại", "refused": "từ chối"}
_WINDOW = 64
_LOOK = 0.1
_NOT_DOCUMENTS = ("Thumbs.db", "desktop.ini")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
def add(paths: tuple[Path, ...], as_json: bool) -> None:
    """Nạp tệp hoặc thư mục / file files or folders, a line each.

    PDF (cả bản quét / scans too), JPEG, PNG, TIFF, DOCX, DOC, RTF, ODT, XLS, PPT, TXT, MD. Dừng giữa chừng (Ctrl+C) rồi
    chạy lại thì nạp tiếp: tệp đã nạp không bị đọc lại / stopped and run again it goes on: what is filed is not read
    again.
    """
    files = list(files_of(paths))
    with opened() as (archive, engine):
        done = _Run(archive, engine, files, as_json).all()
    if any(outcome.status == "refused" for outcome in done):
        raise SystemExit(1)


class _Run:
    """One run of the command: files are let into the queue a window ahead, and told in their order."""

    def __init__(self, archive: Archive, engine: Engine, files: list[Path], as_json: bool) -> None:
        self._archive, self._files, self._as_json = archive, files, as_json
        self._queue = ReadingQueue(archive.settings)
        self._workers = Workers(
            self._queue, lambda: archive, lambda: engine, count=min(len(files), archive.settings.readers) or 1
        )
        self._sent: deque[tuple[Path, Entry, bool]] = deque()
        self._mine: list[str] = []
        self._told: list[tuple[Path, Outcome]] = []
        self._pages = 0
        self._started = time.monotonic()

    def all(self) -> list[Outcome]:
        """Every file's outcome. On Ctrl+C what was not read is taken out of the queue again."""
        try:
            with self._progress() as progress:
                task = progress.add_task("", total=len(self._files), rate="")
                for path in self._files:
                    # Stopped within it, a file might wait in the queue of which nobody here knows the ticket.
                    with _whole():
                        self._send(path)
                    self._tell(progress, task, most=_WINDOW)
                self._tell(progress, task)
        except KeyboardInterrupt:
            self._stop()
            note(
                f"Đã dừng sau {len(self._told)}/{len(self._files)} tệp; chạy lại lệnh này để nạp tiếp. "
                f"/ Stopped; run the same command to go on."
            )
            raise SystemExit(130) from None
        except BaseException:
            self._stop()
            raise
        self._workers.close()
        if not self._as_json and len(self._files) > 1:
            self._sum_up()
        return [outcome for _, outcome in self._told]

    def _send(self, path: Path) -> None:
        try:
            # The bytes stay where they are: the person has them, and a folder of scans is not copied twice.
            entry = self._queue.submit(self._archive, path, keep=False)
        except (RefusedInput, NotFound, OSError) as error:
            entry = Entry.of(refused_outcome(path.name, error))
        again = entry.ticket in self._mine
        if entry.ticket and not again:
            self._mine.append(entry.ticket)
            self._workers.wake()
        self._sent.append((path, entry, again))

    def _tell(self, progress: Progress, task: TaskID, most: int = 0) -> None:
        """Tell what is known, in order; wait until no more than `most` files are unknown."""
        while self._tell_first(progress, task) or len(self._sent) > most:
            if len(self._sent) > most and not self._sent[0][1].ended:
                time.sleep(_LOOK)

    def _tell_first(self, progress: Progress, task: TaskID) -> bool:
        """Tell what became of the first file that was not told yet; False where it is not known yet."""
        if not self._sent:
            return False
        path, entry, again = self._sent[0]
        now = entry if entry.ended else self._queue.entries.get(entry.ticket)
        self._show(progress, task, path, now)
        if now is not None and not now.ended:
            return False
        self._sent.popleft()
        outcome = self._outcome(path, now, again)
        if not again:
            self._pages += now.pages if now is not None and outcome.status != "duplicate" else 0
        self._told.append((path, outcome))
        progress.update(task, completed=len(self._told))
        if self._as_json:
            say_json(outcome_json(outcome, str(path)))
        else:
            click.echo(line(outcome, path))
        return True

    def _outcome(self, path: Path, entry: Entry | None, again: bool) -> Outcome:
        if entry is None:
            # Somebody cleared the list of what has ended in this very moment: the archive knows.
            return self._outcome(path, self._queue.submit(self._archive, path, keep=False), again)
        outcome = entry.outcome()
        if again and outcome.document is not None and outcome.code != "same_key":
            return Outcome(
                path.name,
                "duplicate",
                outcome.document,
                "same_bytes",
                f"Tệp này đã có trong kho (văn bản số {outcome.document}).",
                f"This file is in the archive already (document {outcome.document}).",
                outcome.sha256,
            )
        return outcome

    def _show(self, progress: Progress, task: TaskID, path: Path, entry: Entry | None) -> None:
        page = f" · trang/page {entry.done}/{entry.pages}" if entry is not None and entry.pages else ""
        progress.update(
            task,
            description=escape(_short(path.name)) + page,
            rate=self._rate(),
        )

    def _rate(self) -> str:
        minutes = (time.monotonic() - self._started) / 60
        if not self._told or not minutes:
            return ""
        return f"{len(self._told) / minutes:.0f} tệp/phút, {self._pages / minutes:.0f} trang/phút"

    def _progress(self) -> Progress:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        console = Console(stderr=True)
        # A terminal gets the moving line; a log file would fill with it.
        quiet = len(self._files) < 2 or not console.is_terminal
        return Progress(*columns, console=console, transient=True, disable=quiet)

    def _sum_up(self) -> None:
        counts = {status: sum(o.status == status for _, o in self._told) for status in STATUSES}
        minutes = (time.monotonic() - self._started) / 60
        note("")
        note(
            f"{len(self._told)} tệp trong {minutes * 60:.0f} giây ({self._rate()}): "
            + ", ".join(f"{STATUSES[status]} {count}" for status, count in counts.items() if count)
        )
        for status, title in (
            ("needs_review", "Cần người xem lại / a person has to look at"),
            ("refused", "Bị từ chối / refused"),
        ):
            chosen = [(path, outcome) for path, outcome in self._told if outcome.status == status]
            if chosen:
                note(f"{title}: {len(chosen)}")
            for path, outcome in chosen[:_WINDOW]:
                note(f"  {path}: {outcome.reason}")
            if len(chosen) > _WINDOW:
                note(f"  … {len(chosen) - _WINDOW} nữa / more")
        if counts["needs_review"]:
            note("Mở cancu serve, mục Xem lại / run cancu serve and open Review")

    def _stop(self) -> None:
        self._queue.entries.withdraw(self._mine)
        self._workers.close()
        self._queue.entries.withdraw(self._mine)


@contextmanager
def _whole() -> Iterator[None]:
    """Ctrl+C (KeyboardInterrupt) comes at the end of the block, not within it. In the main thread; elsewhere it never
    comes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler if before is None else before)
    if came:
        raise KeyboardInterrupt


def line(outcome: Outcome, path: Path) -> str:
    """What became of one file, for a person."""
    document = f" → văn bản {outcome.document}" if outcome.document else ""
    reason = f": {outcome.reason}" if outcome.reason else ""
    return f"{STATUSES[outcome.status]}{document}  {path}{reason}"


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:24] + "…" + name[-15:]


def files_of(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order; not what systems leave beside documents."""
    for path in paths:
        if os.path.isdir(path):
            yield from sorted(p for p in path.rglob("*") if p.is_file() and _is_document(p.name))
        else:
            yield path


def _is_document(name: str) -> bool:
    """Not what systems and editors leave beside documents: hidden files, Word's `~$` marks."""
    return not name.startswith((".", "~$")) and name not in _NOT_DOCUMENTS
