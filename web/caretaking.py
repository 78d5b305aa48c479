"""The daily backup, made in the background by the server; files sent for a check go when their hour is over.

What became of the last backup is remembered in the archive, so that the
health page can warn whoever starts the program next.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.backing_up import back_up, named_now, prune
from archive.documents import Archive
from archive.errors import CancuError
from archive.seeing import SYSTEM
from web.checks import sweep
from web.service import Service

log = logging.getLogger("cancu.web")

_LAST = "backup:last"
_LOOK_SECONDS = 30.0
_RETRY = timedelta(hours=1)


@dataclass(frozen=True)
class LastBackup:
    """The last backup that was tried: when (UTC), where, how large (bytes), and what went wrong (both languages)."""

    at: str = ""
    path: str = ""
    size: int = 0
    good: str = ""
    vi: str = ""
    en: str = ""

    @property
    def moment(self) -> datetime | None:
        """When the last good one was made."""
        return datetime.fromisoformat(self.good) if self.good else None


def last_backup(archive: Archive) -> LastBackup:
    """What became of the last backup into the office's folder."""
    kept = archive.recall(_LAST)
    return LastBackup(**json.loads(kept)) if kept else LastBackup()


def back_up_to_folder(archive: Archive, tell: Callable[[str, int, int], None]) -> LastBackup:
    """Make a backup in the folder of the settings and take the oldest away. What became of it is remembered, a failure
    too. Raises CancuError."""
    before, at = last_backup(archive), datetime.now(UTC).isoformat(timespec="seconds")
    folder = archive.options.get("backup_folder")
    try:
        made = back_up(archive, Path(folder) / named_now(), tell)
    except CancuError as error:
        failed = LastBackup(at, before.path, before.size, before.good, error.vi, error.en)
        archive.remember(_LAST, json.dumps(asdict(failed), ensure_ascii=False))
        raise
    prune(Path(folder), archive.options.number("backup_keep"))
    count = len(made.manifest.missing)
    vi = f"Thiếu {count} tệp gốc đã mất hoặc hỏng; hãy kiểm tra kho." if count else ""
    en = f"{count} originals are lost or damaged; verify the archive." if count else ""
    last = LastBackup(at, str(made.path), made.size, at, vi, en)
    archive.remember(_LAST, json.dumps(asdict(last), ensure_ascii=False))
    return last


def is_due(now: datetime, hour: int, last: LastBackup) -> bool:
    """Whether the daily backup is to be made: its hour has passed since the last good one, a failure is an hour ago.

    `now` in local time with its zone.
    """
    due = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    if now < due:
        due -= timedelta(days=1)
    if last.moment is not None and last.moment >= due:
        return False
    return not last.at or last.at == last.good or now - datetime.fromisoformat(last.at) >= _RETRY


class Caretaker:
    """Looks now and then whether something is due. `start` and `stop`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="caretaker", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a backup that is being made is finished first, for a minute at most."""
        self._stop.set()
        self._service.tasks.wait(60)

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            try:
                self.look()
            except CancuError as error:
                log.warning("keeping: %s", error.reason)
            except Exception:
                log.exception("keeping failed")

    def look(self) -> bool:
        """Begin the daily backup where it is due; whether it was begun. Files whose hour is over go first."""
        sweep(self._service)
        archive = self._service.archive
        if not archive.options.get("backup_folder"):
            return False
        if not is_due(datetime.now().astimezone(), archive.options.number("backup_hour"), last_backup(archive)):
            return False
        return self._service.tasks.begin("backup", lambda tell: back_up_to_folder(archive, tell), SYSTEM)
