"""The clerk's day in a browser: drop a file, see what was read, confirm it, find it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import corpus.samples
from tests.web.browsing import Site, browser_at, needs_browser, served, turning, type_into_focus
from tests.web.office import PLAN, docx_of

BUILT = Path(corpus.samples.__file__).parent / "built"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("clerk") / "home", tmp_path_factory) as running:
        yield running


@needs_browser
def test_from_a_pdf_to_a_found_document(site: Site, tmp_path: Path) -> None:
    original = sorted(BUILT.glob("*quy-che*.pdf")) or sorted(BUILT.glob("*.pdf"))
    file = tmp_path / "bản quét lại.pdf"
    file.write_bytes(original[0].read_bytes() + b"\n% bytes of another copy\n")
    with browser_at(site, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/upload")
        page.locator("#file").set_input_files(str(file))
        with turning(page):
            page.locator("#sent").get_by_role("link", name="Kiểm tra và xác nhận").click()
        number = page.locator("#fact-number").input_value()
        title = page.locator("#fact-title").input_value()
        assert "/" in number
        assert title
        picture = page.locator(".original__pages img").first
        picture.scroll_into_view_if_needed()
        page.wait_for_function("i => i.complete && i.naturalWidth === 900", arg=picture.element_handle())
        with turning(page):
            page.get_by_role("button", name="Xác nhận", exact=True).click()
        page.get_by_text("Đã lưu. Văn bản tìm được").wait_for()
        assert number in page.locator(".facts").first.inner_text()

        with page.expect_download() as download:
            page.locator("#files").get_by_role("link", name="bản quét lại.pdf").click()
        assert Path(download.value.path()).read_bytes() == file.read_bytes()
        assert download.value.suggested_filename == "bản quét lại.pdf"

        page.goto("/")
        type_into_focus(page, "#q", title)
        with turning(page):
            page.keyboard.press("Enter")
        page.locator(".docline__name", has_text=number).first.wait_for()


@needs_browser
def test_several_files_dropped_at_once(site: Site, tmp_path: Path) -> None:
    good, empty = tmp_path / "tốt.docx", tmp_path / "rỗng.docx"
    good.write_bytes(docx_of(PLAN))
    empty.write_bytes(b"")
    with browser_at(site) as page:
        page.goto("/upload")
        page.locator("#file").set_input_files(str(good))
        page.locator(".outcome").filter(has_text="tốt.docx").get_by_role("link", name="Kiểm tra và xác nhận").wait_for()
        before = page.locator(".outcome").count()
        page.locator("#file").set_input_files([str(good), str(empty)])
        page.get_by_text("Đã có trong kho", exact=True).wait_for()
        page.get_by_text("Không nhận được", exact=True).wait_for()
        assert page.locator(".outcome").count() == before + 2
        assert page.locator(".outcome progress").count() == 0
        page.evaluate(
            """() => {
              const data = new DataTransfer();
              data.items.add(new File(["Số: 9/TB-UBND\\nTHÔNG BÁO\\nVề việc thả tệp\\nNội dung."], "thả.txt"));
              document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
            }"""
        )
        page.locator(".outcome__name", has_text="thả.txt").wait_for()
        page.locator(".outcome").filter(has_text="thả.txt").get_by_role("link", name="Kiểm tra và xác nhận").wait_for()


@needs_browser
def test_a_file_that_got_lost_is_sent_again(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "gửi lại.docx"
    file.write_bytes(docx_of(PLAN.replace("15/KH", "97/KH")))
    lost = []

    def once(route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    with browser_at(site) as page:
        page.route("**/upload", once)
        page.goto("/upload")
        page.locator("#file").set_input_files(str(file))
        page.get_by_text("sẽ tự gửi lại").wait_for()
        assert page.locator("form[data-drop]").get_attribute("data-unsent") == "1"
        page.locator("#sent").get_by_role("link", name="Kiểm tra và xác nhận").first.wait_for()
        page.locator("form[data-drop][data-unsent='0']").wait_for()
        page.locator("#sent .outcome:not(.outcome--going)", has_text="gửi lại.docx").first.wait_for()
    assert len(lost) == 1


@needs_browser
def test_a_half_filled_entry_is_not_left_without_a_question(site: Site) -> None:
    book = site.app.extensions["cancu"].archive.registers.open_book("in", 2026)
    with browser_at(site, "clerk") as page:
        page.goto(f"/registers/{book.id}/enter")
        page.locator("[name=subject]").click()
        page.keyboard.type("Nửa chừng")
        page.once("dialog", lambda dialog: dialog.dismiss())
        with page.expect_event("dialog") as asked:
            page.locator(".brand").click()
        assert asked.value.type == "beforeunload"
        assert page.locator("[name=subject]").input_value() == "Nửa chừng"
        page.on("dialog", lambda dialog: pytest.fail(dialog.type))
        with turning(page):
            page.locator("form.entry button.button--primary").first.click()
        page.get_by_text("Nửa chừng").first.wait_for()
