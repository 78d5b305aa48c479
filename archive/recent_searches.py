"""The searches a person made lately: the person's own, to be made again or taken away.

They are written a moment later and together: whoever searches does not wait for the database's writers.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from archive.database import Database
from archive.errors import CancuError
from archive.marginal_rows import RecentSearchRow
from archive.models import now

MOST = 40
"""So many are kept of each person."""
FLUSH_SECONDS = 2.0

log = logging.getLogger("cancu.searches")


@dataclass(frozen=True)
class RecentSearch:
    """`address`: query and filters as `q=…&type=…`; `at` when it was last made, in UTC; `count` how often."""

    id: int
    address: str
    at: datetime
    count: int


class RecentSearches:
    """The recent searches of everybody, each seen by the person alone. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: dict[tuple[int, str], tuple[datetime, int]] = {}
        self._under_way: frozenset[int] = frozenset()
        self._timer: threading.Timer | None = None
        self._closed = False

    def close(self) -> None:
        """Write what waits, and nothing after."""
        self.flush()
        with self._lock:
            self._closed = True

    def remember(self, person_id: int, address: str) -> None:
        """A search was made; an address is kept once."""
        with self._lock:
            if self._closed:
                return
            _, before = self._waiting.get((person_id, address), (None, 0))
            self._waiting[(person_id, address)] = now(), before + 1
            if self._timer is None:
                self._timer = threading.Timer(FLUSH_SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def of(self, person_id: int, limit: int = 10) -> tuple[RecentSearch, ...]:
        """A person's searches, the last made first; those that are just being written are waited for."""
        with self._lock:
            waits = person_id in self._under_way or any(person == person_id for person, _ in self._waiting)
        if waits:
            self.flush()
        with self._database.read() as session:
            rows = session.scalars(
                select(RecentSearchRow)
                .where(RecentSearchRow.person_id == person_id)
                .order_by(RecentSearchRow.at.desc(), RecentSearchRow.id.desc())
                .limit(limit)
            )
            return tuple(RecentSearch(row.id, row.address, row.at, row.count) for row in rows)

    def forget(self, person_id: int, search_id: int | None = None) -> int:
        """Take one search of a person away, or all; how many there were."""
        self.flush()
        with self._database.write() as session:
            wanted = select(RecentSearchRow).where(RecentSearchRow.person_id == person_id)
            if search_id is not None:
                wanted = wanted.where(RecentSearchRow.id == search_id)
            rows = session.scalars(wanted).all()
            for row in rows:
                session.delete(row)
            return len(rows)

    def flush(self) -> None:
        """Write what waits, behind what is being written. What cannot be written is let go: it is a convenience."""
        with self._writing:
            with self._lock:
                waiting, self._waiting = self._waiting, {}
                self._under_way = frozenset(person for person, _ in waiting)
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            if not waiting:
                return
            try:
                self._write(waiting)
            except CancuError as error:
                log.warning("recent searches were not kept: %s", error.reason)
            except Exception:
                log.exception("recent searches were not kept")
            finally:
                with self._lock:
                    self._under_way = frozenset()

    def _write(self, waiting: dict[tuple[int, str], tuple[datetime, int]]) -> None:
        with self._database.write() as session:
            for (person_id, address), (at, times) in waiting.items():
                own = RecentSearchRow.person_id == person_id
                row = session.scalar(select(RecentSearchRow).where(own, RecentSearchRow.address == address))
                if row is None:
                    session.add(RecentSearchRow(person_id=person_id, address=address, at=at, count=times))
                else:
                    row.at, row.count = at, row.count + times
            session.flush()
            for person_id in {person for person, _ in waiting}:
                own = RecentSearchRow.person_id == person_id
                newest = select(RecentSearchRow.id).where(own).order_by(RecentSearchRow.at.desc()).limit(MOST)
                session.execute(delete(RecentSearchRow).where(own, RecentSearchRow.id.not_in(newest)))
