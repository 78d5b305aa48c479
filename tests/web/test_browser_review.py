"""Review by keyboard alone, in a browser: two readings, an edit, on to the next; and all that is certain at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import corpus.samples
from archive.documents import Archive
from archive.models import Document, DocumentText
from archive.placing import LineReading, line_columns
from indexer.engine import open_engine
from indexer.ingest import ingest_file
from tests.web.browsing import Site, browser_at, needs_browser, served, turning

BUILT = sorted((Path(corpus.samples.__file__).parent / "built").glob("2025-*.pdf"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("review") / "home", tmp_path_factory) as running:
        with Archive.open(running.settings) as archive:
            engine = open_engine(running.settings)
            for path in BUILT[:3]:
                ingest_file(archive, engine, path)
            engine.close()
        yield running


def disagree(site: Site) -> tuple[int, str]:
    """The first document that waits, its number read in two ways: its id, and the number that stands in the field."""
    with Archive.open(site.settings) as archive:
        id_ = archive.reviews.waiting()[0].document_id
        facts, how = archive.facts(id_), archive.how_read(id_)
        seen = facts.evidence["number"]
        box = next(each for each in how.placed if each.start < seen["end"] and each.end > seen["start"])
        line = LineReading(box.start, box.end, 1, box.left, box.top, box.right, box.bottom, "Số: 7777/CT-UBND", 0.8)
        with archive.database.write() as session:
            session.get_one(DocumentText, id_).seconds = line_columns([line])
            document = session.get_one(Document, id_)
            document.review = ["low_confidence:number"]
            document.evidence = {**document.evidence, "number": {**seen, "confidence": 0.5}}
        return id_, facts.number


@needs_browser
def test_from_the_queue_to_the_next_document_by_keyboard_alone(site: Site) -> None:
    document, number = disagree(site)
    with browser_at(site, viewport={"width": 1440, "height": 900}) as page:
        page.goto("/review")
        with turning(page):
            page.keyboard.press("s")
        page.locator(".question.is-current").wait_for()
        assert page.evaluate("document.activeElement.id") == "ask-number"
        lit = page.locator(".spots rect.is-lit")
        assert lit.count() == 1
        assert lit.get_attribute("data-fact") == "number"
        pane = page.locator("[data-pages]").bounding_box()
        box = lit.bounding_box()
        assert pane["y"] <= box["y"]
        assert box["y"] + box["height"] <= pane["y"] + pane["height"]
        assert page.locator("mark.is-lit").inner_text() == number

        page.keyboard.press("2")
        assert page.locator("#fact-number").input_value() == "7777/CT-UBND"
        assert "is-accepted" in page.locator("#ask-number").get_attribute("class")

        page.keyboard.press("?")
        assert page.locator("#keymap").is_visible()
        assert "Chọn cách đọc" in page.locator("#keymap").inner_text()
        page.keyboard.press("Escape")

        # To the signer, whatever lies between, by keys.
        page.locator("#ask-number").focus()
        for _ in range(20):
            if page.evaluate("document.activeElement.id") == "ask-signer":
                break
            page.keyboard.press("j")
        assert page.locator(".spots rect.is-lit").first.get_attribute("data-fact") == "signer"
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.id") == "fact-signer"
        page.keyboard.type("Nguyễn Văn Mẫu sk")
        assert page.locator("#fact-signer").input_value() == "Nguyễn Văn Mẫu sk"
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "ask-signer"
        with turning(page):
            page.keyboard.press("s")
        assert f"/documents/{document}/" not in page.url
        page.get_by_text("Đã lưu. Văn bản tìm được").wait_for()
        here = page.url
        with turning(page):
            page.keyboard.press("n")
        assert page.url != here
        with turning(page):
            page.keyboard.press("p")
        assert page.url == here
    with Archive.open(site.settings) as archive:
        facts = archive.facts(document)
        assert (facts.number, facts.signer) == ("7777/CT-UBND", "Nguyễn Văn Mẫu")
        assert facts.certainty == "sure"


@needs_browser
def test_enter_in_a_field_never_confirms_the_whole(site: Site) -> None:
    with browser_at(site, viewport={"width": 1440, "height": 900}) as page:
        page.goto("/review")
        with turning(page):
            page.keyboard.press("s")
        page.locator(".question.is-current").wait_for()
        here = page.url
        sent = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.keyboard.press("e")
        page.keyboard.press("Enter")
        # A key that leads on is answered behind the one before: had Enter sent the form, it would be among these.
        with turning(page):
            page.keyboard.press("Escape")
            page.keyboard.press("n")
        assert page.url != here
        assert sent == []


@needs_browser
def test_certain_documents_with_one_key_and_back_with_another(site: Site) -> None:
    with browser_at(site) as page:
        page.goto("/review")
        with turning(page):
            page.keyboard.press("b")
        count = page.locator(".certain__row").count()
        assert count
        with turning(page):
            page.keyboard.press("y")
        page.get_by_text(f"Đã xác nhận {count} văn bản").wait_for()
        with turning(page):
            page.keyboard.press("z")
        page.get_by_text(f"Đã hoàn tác: {count} văn bản").wait_for()
        assert page.locator(".certain__row").count() == count


@needs_browser
@pytest.mark.parametrize("width", [390, 720])
def test_on_a_phone_and_at_twice_the_size_nothing_runs_out_of_the_page(site: Site, width: int) -> None:
    with browser_at(site, viewport={"width": width, "height": 844}) as page:
        for address in ("/review", "/review/certain", "/upload", "/review/next"):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        facts, sheet = page.locator(".review__facts").bounding_box(), page.locator("[data-pages]").bounding_box()
        assert sheet["y"] < facts["y"]


@needs_browser
def test_without_javascript(site: Site) -> None:
    with browser_at(site, java_script_enabled=False) as page:
        page.goto("/review/next")
        page.locator("#fact-title").fill("Tên do người gõ, không có JavaScript")
        page.get_by_role("button", name="Xác nhận", exact=True).click()
        page.get_by_text("Đã lưu. Văn bản tìm được").wait_for()
        page.get_by_text("Tên do người gõ, không có JavaScript").first.wait_for()
