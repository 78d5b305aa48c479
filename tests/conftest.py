"""Fixtures that several packages' tests share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest

from archive.database import Database
from archive.documents import Archive
from archive.settings import Settings
from web.api import answering

# An answer of the API that its declaration does not foresee fails the test that got it.
answering.CHECKED = True

# Timings never decide a test: a busy machine is not a wrong answer.
hypothesis.settings.register_profile("cancu", deadline=None)
hypothesis.settings.load_profile("cancu")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests come first: what is left for the end is short, and no processor waits for another."""
    long: dict[Path, int] = {}
    for item in items:
        weight = 2 if item.get_closest_marker("browser") else 1 if item.get_closest_marker("slow") else 0
        long[item.path] = max(long.get(item.path, 0), weight)
    items.sort(key=lambda item: -long[item.path])


@pytest.fixture(scope="session", autouse=True)
def _tables_made_once() -> Iterator[None]:
    """The migrations make the tables of a test's process once; every other new archive gets a copy of that file."""
    real, made = Database.upgrade, []

    def upgrade(self: Database) -> None:
        file = self.engine.url.database or ""
        if self.engine.dialect.name != "sqlite" or file in ("", ":memory:") or Path(file).exists():
            real(self)
        elif made:
            with open(file, "xb") as new:
                new.write(made[0])
        else:
            real(self)
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            made.append(Path(file).read_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "upgrade", upgrade)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an archive in a folder of the test's own."""
    return Settings.at(tmp_path / "home")


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.create(settings) as made:
        yield made
