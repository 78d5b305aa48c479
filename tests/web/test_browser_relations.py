"""The clerk decides what was read, by keyboard; the diagram fits a wide screen, a phone and a page at 200 %."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from waitress.server import create_server

from tests.web.browsing import Site, browser_at, needs_browser, turning
from tests.web.conftest import Office
from tests.web.related import relate


@pytest.fixture(scope="module")
def ids(office: Office) -> dict[str, int]:
    """The office with relations; ids of all its documents."""
    return {**office.ids, **relate(office.app.extensions["cancu"].archive, office.ids["labour"])}


@pytest.fixture(scope="module")
def site(office: Office) -> Iterator[Site]:
    server = create_server(office.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", office.settings, office.app)
    server.close()
    thread.join(timeout=10)


@needs_browser
def test_the_queue_by_keyboard(site: Site, ids: dict[str, int]) -> None:
    with browser_at(site) as page:
        page.goto("/relations")
        before = page.locator("[data-decide]").count()
        assert before == 3
        page.keyboard.press("y")  # nothing is chosen yet: nothing happens
        assert page.locator("[data-decide]").count() == before
        last = page.locator("[data-decide]").last
        last.locator("[data-hit]").focus()
        with turning(page):
            page.keyboard.press("y")
        page.get_by_text("Đã xác nhận quan hệ.").wait_for()
        assert page.locator("[data-decide]").count() == before - 1
        # The keyboard is at the next one already.
        assert page.evaluate("document.activeElement.closest('[data-decide]') !== null")
        with turning(page):
            page.keyboard.press("n")
        page.get_by_text("Đã bác bỏ quan hệ.").wait_for()


@needs_browser
@pytest.mark.parametrize(("width", "shown"), [(1440, "wide"), (720, "narrow"), (390, "narrow"), (320, "narrow")])
def test_the_diagram_fits(site: Site, ids: dict[str, int], width: int, shown: str) -> None:
    with browser_at(site, viewport={"width": width, "height": 900}) as page:
        page.goto(f"/documents/{ids['new']}/relations")
        drawings = page.locator(".drawing:visible")
        assert drawings.count() == 1
        assert f"drawing--{shown}" in drawings.get_attribute("class")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # No word runs out of its box, and small words stay readable.
        wrong = page.evaluate(
            """() => [...document.querySelectorAll(".drawing:not([hidden]) .box")].filter((box) => {
              const frame = box.querySelector(".frame").getBoundingClientRect();
              return frame.width && [...box.querySelectorAll("text")].some((text) => {
                const words = text.getBoundingClientRect();
                return words.right > frame.right + 1 || words.bottom > frame.bottom + 1 || words.height < 9;
              });
            }).map((box) => box.textContent)"""
        )
        assert wrong == []
        page.locator(f".drawing--{shown} a", has_text="4/2020/QĐ-UBND").first.focus()
        with turning(page):
            page.keyboard.press("Enter")
        assert page.url.endswith(f"/documents/{ids['old']}")
