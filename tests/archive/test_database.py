"""Transactions: how long they wait for other writers."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from archive.database import LOCK_SECONDS, Database, newest_version, versions
from archive.models import Setting


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'one.sqlite'}")
    made.upgrade()
    return made


def _patience(database: Database) -> set[int]:
    """How long every connection that the pools hold waits, in seconds."""
    found = set()
    for engine in (database.engine, database._writer):
        held = [engine.raw_connection() for _ in range(engine.pool.checkedin() + 1)]  # type: ignore[attr-defined]
        found |= {one.cursor().execute("PRAGMA busy_timeout").fetchone()[0] / 1000 for one in held}
        for one in held:
            one.close()
    return found


def test_what_may_be_left_out_leaves_no_impatient_connection(database: Database) -> None:
    """A connection that waited a fifth of a second went back to the others: whoever wrote with it next was refused."""
    with database.read() as one, database.read() as other, database.write() as writing:
        for session in (one, other, writing):
            session.execute(text("SELECT 1 FROM settings"))
    for _ in range(3):
        with database.write_if_free(0.1) as session:
            session.merge(Setting(name="a", value="1"))
        with database.write() as writing:
            writing.merge(Setting(name="b", value="1"))
            with database.write_if_free(0.05) as session:
                session.merge(Setting(name="a", value="2"))
    assert _patience(database) == {LOCK_SECONDS}
    with database.read() as session:
        assert session.get_one(Setting, "a").value == "1"
    database.close()


def test_the_migrations_follow_each_other_by_number(database: Database) -> None:
    """What is expected is told by the names of files: as the migrations themselves say it."""
    config = Config()
    config.set_main_option("script_location", "archive/migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == newest_version() == database.version()
    assert {each.revision for each in scripts.walk_revisions()} == versions()
    database.close()


def test_an_empty_database_has_no_version(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert empty.version() is None
    empty.close()
