"""The application over a small archive, once for each module of tests."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from archive.documents import Archive
from archive.settings import Settings
from indexer.engine import open_engine
from tests.prepared import copy_of
from tests.web.browsing import close_browser
from tests.web.office import fill
from tests.web.signing_in import sign_in
from web.api import routes
from web.app import create_app
from web.cli import cancu
from web.pages import originals, uploads

Run = Callable[..., Result]


@dataclass(frozen=True)
class Office:
    """A running application, its archive's settings, and the documents' ids by a short name."""

    app: Flask
    settings: Settings
    ids: dict[str, int]

    def browser(self, role: str = "administrator") -> FlaskClient:
        """A new browser, signed in as somebody of a role."""
        return sign_in(self.app.test_client(), role)

    def visitor(self) -> FlaskClient:
        """A new browser of nobody."""
        return self.app.test_client()


def filled(home: Path) -> dict[str, int]:
    """Make the office's archive in a folder; the documents' ids by a short name."""
    settings = Settings.at(home)
    with Archive.create(settings) as archive:
        engine = open_engine(settings)
        ids = fill(archive, engine)
        engine.close()
    return ids


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An archive of a few documents behind the application."""
    home = tmp_path_factory.mktemp("office") / "home"
    ids = copy_of("office", filled, home, tmp_path_factory)
    settings = Settings.at(home)
    app = create_app(settings)
    yield Office(app, settings, ids)
    app.extensions["cancu"].close()


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """A browser signed in as the administrator of the module's office."""
    return office.browser()


@pytest.fixture(scope="module", autouse=True)
def _browser_of_the_module() -> Iterator[None]:
    yield
    close_browser()


@pytest.fixture(scope="session", autouse=True)
def _patience() -> Iterator[None]:
    """However busy the machine is: whoever waits for a file in a test waits until it is read."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (uploads, originals, routes):
            patch.setattr(module, "PATIENCE", 300.0)
        yield


def token_in(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page) or re.search(r'data-csrf="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the archive whose folder the module's fixture `home` gives."""
    monkeypatch.setenv("CANCU_HOME", str(home))
    monkeypatch.delenv("CANCU_DATABASE_URL", raising=False)

    def run(*arguments: str, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        return CliRunner().invoke(cancu, list(arguments), input=stdin)

    return run


def value(result: Result) -> Any:
    """The one JSON value of a command that succeeded."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
