"""How often things are done, by day, and nothing more: not by whom, not what was asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import date

from sqlalchemy import select

from archive.database import Database
from archive.models import Setting

_KEY = "count:"
_SECONDS = 30.0


class Counting:
    """Counts of an archive, kept in memory for half a minute at most. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: Counter[str] = Counter()
        self._written = time.monotonic()

    def add(self, name: str) -> None:
        """Count one of these today."""
        with self._lock:
            self._waiting[f"{_KEY}{name}:{date.today().isoformat()}"] += 1
            due = time.monotonic() - self._written > _SECONDS
        if due:
            self.flush()

    def flush(self) -> None:
        """Write what was counted."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            self._written = time.monotonic()
        if not waiting:
            return
        with self._database.write() as session:
            for key, count in waiting.items():
                row = session.get(Setting, key)
                session.merge(Setting(name=key, value=str(count + (int(row.value) if row is not None else 0))))

    def per_day(self, name: str) -> dict[date, int]:
        """What was counted, by day."""
        self.flush()
        start = f"{_KEY}{name}:"
        with self._database.read() as session:
            rows = session.scalars(select(Setting).where(Setting.name.startswith(start)).order_by(Setting.name))
            return {date.fromisoformat(row.name.removeprefix(start)): int(row.value) for row in rows}
