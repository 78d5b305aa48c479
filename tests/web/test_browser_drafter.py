"""The drafter's day in a browser: find the provision, cite it, check the draft, mend it, take the block of căn cứ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.browsing import Site, browser_at, clipboard, needs_browser, served, turning, type_into_focus
from tests.web.picturing import picture

WANTED = "thời gian thử việc tối đa"
CITED = "Điều 25 Bộ luật Lao động ngày 20 tháng 11 năm 2019"
DRAFT = """KẾ HOẠCH
Sắp xếp lại tủ hồ sơ năm 2026

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư;

Ủy ban nhân dân xã xây dựng Kế hoạch như sau.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("drafter") / "home", tmp_path_factory) as running:
        yield running


@needs_browser
def test_from_search_to_a_clean_draft(site: Site) -> None:
    with browser_at(site, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/")
        type_into_focus(page, "#q", WANTED)
        with turning(page):
            page.keyboard.press("Enter")
        page.get_by_role("link", name="Điều 25 Thời gian thử việc").wait_for()
        picture(page, "tim-kiem")
        with turning(page):
            page.get_by_role("link", name="Điều 25 Thời gian thử việc").click()
        article = page.locator('[id="dieu-25"]')
        picture(page, "van-ban")
        assert "is-target" in article.get_attribute("class")
        assert article.evaluate(
            "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight; }"
        )

        page.locator(".cited").get_by_role("button", name="Viện dẫn đầy đủ").click()
        page.get_by_text("Đã sao chép:").wait_for()
        assert clipboard(page) == CITED
        assert "Times New Roman" in clipboard(page, "text/html")

        page.locator(".cited").get_by_role("button", name="Vào dự thảo").click()
        with turning(page):
            page.get_by_role("link", name="Mở dự thảo").click()
        page.locator("#can-cu").get_by_text("Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;").wait_for()

        page.locator("#text").fill(DRAFT)
        with turning(page):
            page.get_by_role("button", name="Lưu và đối chiếu").first.click()
        page.locator(".span--bad").wait_for()
        picture(page, "du-thao")
        finding = page.locator(".finding--bad")
        assert "15/3/2020" in finding.inner_text()
        assert "05/3/2020" in finding.inner_text()
        with turning(page):
            finding.get_by_role("button", name="Áp dụng").click()
        page.locator(".span--good").wait_for()
        assert page.locator(".span--bad").count() == 0

        with turning(page):
            page.get_by_role("button", name="Lấy căn cứ đã xác định").click()
        page.locator("#can-cu").get_by_role("button", name="Sao chép cả khối").click()
        page.get_by_text("Đã sao chép:").wait_for()
        assert clipboard(page).splitlines() == [
            "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019;",
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư.",
        ]
        assert "<em>Căn cứ" in clipboard(page, "text/html")


@needs_browser
def test_by_keyboard_alone(site: Site) -> None:
    with browser_at(site) as page:
        page.goto("/")
        type_into_focus(page, "#q", WANTED)
        with turning(page):
            page.keyboard.press("Enter")
        page.keyboard.press("j")
        first = page.evaluate("document.activeElement.dataset.full")
        page.keyboard.press("c")
        page.get_by_text("Đã sao chép:").wait_for()
        assert clipboard(page) == first
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.dataset.full") != first
        page.keyboard.press("k")
        page.keyboard.press("a")
        page.get_by_text("Đã thêm").wait_for()
        page.keyboard.press("x")
        assert page.locator(".is-chosen").count() == 1
        page.keyboard.press("?")
        assert page.locator("#keymap[open]").count() == 1
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.press("Escape")
        page.keyboard.press("k")
        with turning(page):
            page.keyboard.press("Enter")
        page.locator(".is-target").first.wait_for()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.className") == "handle"


@needs_browser
def test_a_provision_has_its_card(site: Site) -> None:
    with browser_at(site) as page:
        page.goto("/?q=45/2019/QH14")
        with turning(page):
            page.locator("[data-hit]").first.click()
        handle = page.locator('[id="dieu-3.khoan-1"] > .handle')
        handle.focus()
        page.keyboard.press("Enter")
        card = page.locator(".pop")
        assert card.locator(".pop__words").inner_text() == "khoản 1 Điều 3 Bộ luật Lao động ngày 20 tháng 11 năm 2019"
        card.get_by_role("button", name="Ngắn").click()
        page.get_by_text("Đã sao chép:").wait_for()
        assert clipboard(page) == "khoản 1 Điều 3 Bộ luật Lao động"
        page.keyboard.press("Escape")
        assert page.locator(".pop").count() == 0
        assert page.evaluate("document.activeElement.className") == "handle"
        # A provision in another part of this long code is found through its address alone.
        page.goto(page.url.split("?")[0].split("#")[0] + "#dieu-200")
        page.locator('[id="dieu-200"].is-target').wait_for()


@needs_browser
@pytest.mark.parametrize(("width", "zoom", "theme"), [(390, 1, "dark"), (1280, 2, "light"), (1440, 1, "dark")])
def test_nothing_runs_out_of_the_window(site: Site, width: int, zoom: int, theme: str) -> None:
    # Zoom of 200 % is a window half as wide at twice the pixels.
    options = {"viewport": {"width": width // zoom, "height": 800}, "device_scale_factor": zoom, "color_scheme": theme}
    with browser_at(site, **options) as page:
        for address in ("/", f"/?q={WANTED}", "/?q=25-NQ/TW", "/documents/", "/upload", "/drafts/"):
            page.goto(address)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, address
        page.goto(f"/?q={WANTED}")
        with turning(page):
            page.locator("[data-hit]").first.click()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@needs_browser
def test_without_a_script_everything_still_works(site: Site) -> None:
    with browser_at(site, java_script_enabled=False) as page:
        page.goto("/")
        page.locator("#q").fill(WANTED)
        page.locator("main").get_by_role("button", name="Tìm kiếm").click()
        page.get_by_role("link", name="Điều 25 Thời gian thử việc").click()
        assert CITED in page.locator(".cited__words").inner_text()
        page.locator(".cited").get_by_role("button", name="Vào dự thảo").click()
        page.locator("#can-cu").wait_for()
        assert "/drafts/" in page.url
        assert "Bộ luật Lao động" in page.locator("#can-cu").inner_text()
