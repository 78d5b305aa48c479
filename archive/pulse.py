"""Whether a database has changed since it was last asked: what is kept in memory is not read again until it has."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from sqlalchemy import Engine

_MOST = 1_000

Value = TypeVar("Value")


class Pulse:
    """The pulse of one database. Safe to share between threads.

    SQLite tells a connection when another one has committed (`PRAGMA data_version`), in microseconds, whichever
    process that was. Other databases do not.
    """

    def __init__(self, engine: Engine) -> None:
        url = engine.url
        is_file = engine.dialect.name == "sqlite" and url.database not in (None, "", ":memory:")
        self._path = str(url.database) if is_file else ""
        self._lock = threading.Lock()
        self._held: tuple[tuple[int, int], sqlite3.Connection] | None = None
        self._opened = 0

    def beat(self) -> tuple[int, ...] | None:
        """A value that differs from the one before when something was committed since; None where that is not known."""
        if not self._path:
            return None
        with self._lock:
            try:
                status = os.stat(self._path)
                file = (status.st_dev, status.st_ino)
                if self._held is None or self._held[0] != file:
                    # A database put in the place of another one, as a restored backup is.
                    self._close()
                    self._held = file, sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
                    # Each connection counts for itself, from the same number: what was kept before is not of this one.
                    self._opened += 1
                (version,) = self._held[1].execute("PRAGMA data_version").fetchone()
            except (OSError, sqlite3.Error):
                self._close()
                return None
            return (*file, self._opened, int(version))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._held is not None:
            self._held[1].close()
            self._held = None


class UntilChanged(Generic[Value]):
    """Answers of a database that hold until something is committed. Safe to share between threads.

    What depends on the moment or on whoever looks has no place in them, but in the key or in what is done with them.
    """

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._held: tuple[object, dict[Hashable, Value]] = (None, {})

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made for a key since the last commit, else what `make` reads now."""
        # Asked before it is read: what is committed between the two makes it be read again.
        beat, held = self._pulse.beat(), self._held
        if beat is None:
            return make()
        if held[0] != beat or len(held[1]) >= _MOST:
            held = self._held = beat, {}
        if key not in held[1]:
            held[1][key] = make()
        return held[1][key]
