"""Fixtures that several packages' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from archive.documents import Archive
from archive.settings import Settings
from web.api import answering

# An answer of the API that its declaration does not foresee fails the test that got it.
answering.CHECKED = True

# Timings never decide a test: a busy machine is not a wrong answer.
hypothesis.settings.register_profile("cancu", deadline=None)
hypothesis.settings.load_profile("cancu")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an archive in a folder of the test's own."""
    return Settings.at(tmp_path / "home")


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.create(settings) as made:
        yield made
