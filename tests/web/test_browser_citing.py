"""Citing by keyboard alone, in a browser: the box at the cursor, the words it puts in, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browsing import Site, browser_at, needs_browser, served
from tests.web.picturing import picture

FULL = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
TEXT = """Sắp xếp tủ hồ sơ

Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019.

Ủy ban nhân dân xã xây dựng Kế hoạch như sau.
Mẫu văn bản theo """


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("citing") / "home", tmp_path_factory) as running:
        yield running


def _draft(page: Any, text: str) -> None:
    page.goto("/drafts/")
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Đối chiếu").click()
    page.locator("html[data-citing=ready]").wait_for()
    page.locator("#sua").evaluate("e => { e.open = true; }")


def _cite(page: Any, typed: str) -> None:
    page.keyboard.press("Control+k")
    page.locator("#citing-input").wait_for()
    page.keyboard.type(typed)
    page.locator(".citebox__one.is-chosen").wait_for()


@needs_browser
def test_three_citations_by_keyboard(site: Site) -> None:
    with browser_at(site, viewport={"width": 1440, "height": 900}) as page:
        _draft(page, TEXT)
        field = page.locator("#text")
        field.focus()
        page.keyboard.press("Control+End")
        _cite(page, "k1 đ25 bo luat lao dong")
        page.locator(".citebox__preview").first.wait_for()
        picture(page, "vien-dan")
        page.keyboard.press("Enter")
        page.locator(".citebox").wait_for(state="hidden")
        assert field.input_value() == f"{TEXT}khoản 1 Điều 25 Bộ luật Lao động"

        page.keyboard.type(" và ")
        _cite(page, "nd 30 2020")
        page.keyboard.press("Enter")
        page.locator(".citebox").wait_for(state="hidden")
        assert field.input_value().endswith(f"Lao động và {FULL}")
        page.keyboard.press("Control+z")
        assert field.input_value().endswith("Lao động và ")
        page.keyboard.press("Control+y")
        assert field.input_value().endswith(FULL)

        field.evaluate("e => { const at = e.value.indexOf('Căn cứ Bộ') + 3; e.setSelectionRange(at, at); }")
        _cite(page, "luat to chuc chinh quyen dia phuong 2025")
        page.keyboard.press("Enter")
        page.locator(".citebox").wait_for(state="hidden")
        lines = [line for line in field.input_value().split("\n") if line.startswith("Căn cứ")]
        assert lines == [
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019.",
        ]
        assert page.evaluate("document.activeElement.id") == "text"


@needs_browser
def test_escape_leaves_all_as_it_was_and_several_go_in_together(site: Site) -> None:
    with browser_at(site, viewport={"width": 390, "height": 800}) as page:
        _draft(page, TEXT)
        field = page.locator("#text")
        field.focus()
        page.keyboard.press("Control+End")
        _cite(page, "luat luu tru")
        picture(page, "vien-dan-dien-thoai")
        page.keyboard.press("Escape")
        page.locator(".citebox").wait_for(state="hidden")
        assert (field.input_value(), page.evaluate("document.activeElement.id")) == (TEXT, "text")

        _cite(page, "nd 30 2020")
        page.keyboard.press("Shift+Enter")
        page.locator("#citing-list [aria-selected=true]").wait_for()
        page.locator("#citing-input").fill("bo luat lao dong")
        page.get_by_role("option").filter(has_text="Bộ luật Lao động").first.wait_for()
        page.keyboard.press("Enter")
        page.locator(".citebox").wait_for(state="hidden")
        assert field.input_value() == f"{TEXT}{FULL} và Bộ luật Lao động"
