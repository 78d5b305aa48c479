"""Reading the audit trail: who did what, when, to which document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from archive.chain import TABLE, Entry
from archive.database import Database

_BATCH = 500


@dataclass(frozen=True)
class TrailFilter:
    """Which entries are looked at; None and "" do not restrict. Days are those of this machine's clock, both included.

    `actor` is somebody's name as it was then; "-" means the program itself.
    """

    actor: str = ""
    action: str = ""
    document: int | None = None
    since: date | None = None
    until: date | None = None


class Trail:
    """The audit trail of one archive, to be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: TrailFilter, limit: int = 50, offset: int = 0) -> list[Entry]:
        """Entries, the newest first."""
        chosen = _narrowed(select(TABLE), wanted).order_by(TABLE.c.id.desc()).limit(limit).offset(offset)
        with self._database.read() as session:
            return [Entry(**row._mapping) for row in session.execute(chosen)]

    def count(self, wanted: TrailFilter) -> int:
        """How many there are."""
        with self._database.read() as session:
            return session.execute(_narrowed(select(func.count()).select_from(TABLE), wanted)).scalar_one()

    def each(self, wanted: TrailFilter) -> Iterator[Entry]:
        """All of them, the oldest first; memory does not grow with their number."""
        chosen = _narrowed(select(TABLE), wanted).order_by(TABLE.c.id).execution_options(yield_per=_BATCH)
        with self._database.read() as session:
            for row in session.execute(chosen):
                yield Entry(**row._mapping)

    def actors(self) -> list[str]:
        """The names of those who did something, in order."""
        with self._database.read() as session:
            return [each for each in session.scalars(select(TABLE.c.actor).distinct().order_by(TABLE.c.actor)) if each]

    def actions(self) -> list[str]:
        """The kinds of acts that there are."""
        with self._database.read() as session:
            return list(session.scalars(select(TABLE.c.action).distinct().order_by(TABLE.c.action)))

    def per_day(self, actions: tuple[str, ...], since: date) -> dict[tuple[str, str], int]:
        """How often acts were done, by day (ISO, UTC) and kind."""
        day = func.substr(TABLE.c.at, 1, 10) if self._sqlite else func.to_char(TABLE.c.at, "YYYY-MM-DD")
        chosen = (
            select(day, TABLE.c.action, func.count())
            .where(TABLE.c.action.in_(actions), TABLE.c.at >= _start(since))
            .group_by(day, TABLE.c.action)
        )
        with self._database.read() as session:
            return {(str(at), str(action)): int(count) for at, action, count in session.execute(chosen)}

    @property
    def _sqlite(self) -> bool:
        return self._database.engine.dialect.name == "sqlite"


def _narrowed(chosen: Select[Any], wanted: TrailFilter) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor:
        conditions.append(TABLE.c.actor == ("" if wanted.actor == "-" else wanted.actor))
    if wanted.action:
        conditions.append(TABLE.c.action == wanted.action)
    if wanted.document is not None:
        conditions.append(TABLE.c.document == wanted.document)
    if wanted.since is not None:
        conditions.append(TABLE.c.at >= _start(wanted.since))
    if wanted.until is not None:
        conditions.append(TABLE.c.at < _start(wanted.until + timedelta(days=1)))
    return chosen.where(*conditions)


def _start(day: date) -> datetime:
    """The first moment of a day here, in UTC as the database keeps it."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC).replace(tzinfo=None)
