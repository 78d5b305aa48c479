"""Opening the database, one transaction at a time, and bringing it to the program's version.

Who may write when: readers open a plain transaction and see one state of the data; a writer begins with
BEGIN IMMEDIATE, so that two writers queue (up to `LOCK_SECONDS`) instead of failing halfway. SQLite runs in WAL mode:
readers never wait for a writer.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from archive.anchoring import keep_head
from archive.errors import ArchiveUnavailable
from archive.hiding import READS_ONLY, GuardedSession, before_reading, before_writing
from archive.pulse import Pulse

if TYPE_CHECKING:
    from alembic.config import Config

LOCK_SECONDS = 60.0
_CACHE = 512
"""KiB of pages that each connection keeps: what is read again soon. More (SQLite's 2,000) took as long for searches."""
_STATEMENTS = 32
"""Statements that each connection keeps prepared. Most of the driver's own 128 were of one use (they name the rows they
want) and took up to two megabytes a connection; searches took as long with fewer."""
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """An engine and its transactions. `url` is any SQLAlchemy URL; SQLite gets WAL and immediate write locks.

    `home` is the archive's folder, where the head of the audit chain is kept; None keeps none.
    """

    def __init__(self, url: str, home: Path | None = None) -> None:
        self.url = url
        self.home = home
        # Writers have connections of their own: views laid for a reader need not be taken away and laid again.
        where = make_url(url)
        apart = where.get_backend_name() == "sqlite" and where.database not in (None, "", ":memory:")
        self.engine = _engine(url, apart=apart)
        self._writer = (_engine(url) if apart else self.engine).execution_options(cancu_write=True)
        self.pulse = Pulse(self.engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view; nothing is kept of what is changed in it."""
        with GuardedSession(self.engine, expire_on_commit=False, autoflush=False, info=self._info()) as session:
            yield session

    @property
    def guards_plain_sql(self) -> bool:
        """Whether plain SQL lacks what somebody may not see as well as the ORM does (`archive.hiding`)."""
        return bool(self._info()["views"])

    @contextmanager
    def plain(self) -> Iterator[sqlite3.Connection]:
        """One consistent view for plain SQL, at a third of the cost of a session; only where `guards_plain_sql`."""
        with self.engine.connect() as connection, connection.begin():
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield driver

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it or nothing. Raises ArchiveUnavailable when another writer does not finish."""
        info = {"writing": True, "home": self.home}
        with GuardedSession(self._writer, expire_on_commit=False, info=info) as session:
            try:
                with session.begin():
                    yield session
                if self.home is not None and "audit_head" in session.info:
                    keep_head(self.home, session.info["audit_head"])
            except OperationalError as error:
                if "locked" in str(error) or "busy" in str(error):
                    raise ArchiveUnavailable(
                        "archive_locked",
                        "Kho văn bản đang bận vì một tiến trình khác đang ghi. Hãy thử lại sau ít phút.",
                        "The archive is busy: another process is writing. Try again in a few minutes.",
                    ) from error
                raise

    @contextmanager
    def write_if_free(self, seconds: float) -> Iterator[Session]:
        """A transaction for what may as well be left out: where another writer does not finish in time, it is."""
        # One connection from beginning to end: a session gives its own back at the commit, and it was another one that
        # got its patience back. Whoever got the impatient one next was told that the archive is busy.
        with (
            self._writer.connect() as connection,
            _patience(connection, seconds),
            suppress(OperationalError),
            GuardedSession(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def _info(self) -> dict[str, Any]:
        return {"views": self.engine.dialect.name == "sqlite"}

    def close(self) -> None:
        """Give all connections back."""
        self.pulse.close()
        self.engine.dispose()
        self._writer.dispose()

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """A connection without any reader's views over its tables: for what concerns the file as a whole."""
        engine = _engine(self.url)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def version(self) -> str | None:
        """The migration the database stands at, None for an empty database."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def upgrade(self) -> None:
        """Bring the tables to this program's version."""
        # Only here: it takes a fifth of a second of every start.
        from alembic import command

        with self._writer.begin() as connection:
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def _patience(connection: Connection, seconds: float) -> Iterator[None]:
    """Let a connection wait so long for other writers until the end of the block."""
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(LOCK_SECONDS * 1000)}")


@cache
def newest_version() -> str | None:
    """The migration this program expects."""
    return max(versions(), default=None)


def versions() -> frozenset[str]:
    """Every migration this program knows, by the number that its file begins with: they follow each other."""
    return frozenset(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS.as_posix().replace("%", "%%"))
    return config


def _from_json(text: str) -> Any:
    """Most lists of a document are empty: their two characters need no parser."""
    return [] if text == "[]" else {} if text == "{}" else json.loads(text)


def _engine(url: str, *, apart: bool = False) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, json_deserializer=_from_json)
    engine = create_engine(url, json_deserializer=_from_json, connect_args={"cached_statements": _STATEMENTS})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        record.info[READS_ONLY] = apart
        # The driver's own BEGIN comes too late and is never IMMEDIATE, so we begin transactions ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(LOCK_SECONDS * 1000)}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute(f"PRAGMA cache_size=-{_CACHE}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("cancu_write"):
            before_writing(connection)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            before_reading(connection)
            connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]

    return engine
