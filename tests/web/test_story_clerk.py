"""The clerk's morning: twelve files, scans, a copy and a bad one among them; review to the end by keyboard alone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import corpus.samples
from archive.documents import Archive
from archive.settings import Settings
from indexer.reading.programs import TESSERACT, find
from tests.web.browsing import Site, browser_at, needs_browser, serving, turning
from tests.web.picturing import picture

BUILT = Path(corpus.samples.__file__).parent / "built"
_GOING = ("waiting", "reading", "recognised")
WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = Settings.at(tmp_path_factory.mktemp("morning") / "home")
    Archive.create(settings).close()
    with serving(settings) as site:
        yield site


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Nine documents, two of them scanned; one of them once more under another name; and one that is no document."""
    folder = tmp_path_factory.mktemp("post")
    made = []
    for path in sorted(BUILT.glob("*.docx"))[:8]:
        made.append(folder / path.name)
        made[-1].write_bytes(path.read_bytes())
    for name in ("2026-ke-hoach-cai-cach-hanh-chinh", "2026-quyet-dinh-ban-chi-dao-chuyen-doi-so"):
        made.append(folder / f"{name}-quet.pdf")
        _scan(BUILT / f"{name}.pdf", made[-1])
    made.append(folder / "gửi lại lần hai.docx")
    made[-1].write_bytes(made[0].read_bytes())
    made.append(folder / "hỏng.docx")
    made[-1].write_bytes(b"PK\x03\x04 this is no document")
    return made


@needs_browser
@pytest.mark.skipif(find(TESSERACT) is None, reason="Tesseract is not here (Debian: apt-get install tesseract-ocr-vie)")
def test_twelve_files_before_noon(site: Site, files: list[Path]) -> None:
    assert len(files) == 12
    entries = site.app.extensions["cancu"].queue.entries
    with browser_at(site, "clerk", viewport=WIDE) as page:
        page.goto("/upload")
        page.locator("#file").set_input_files([str(path) for path in files])
        page.locator("#sent .outcome--going").first.wait_for()
        picture(page, "van-thu-dang-doc")
        page.locator("form[data-drop][data-unsent='0']").wait_for(timeout=900_000)
        # Away from the page and back: the same files, further on.
        page.goto("/documents/")
        _until(lambda: sum(entries.counts().get(state, 0) for state in _GOING) == 0)
        page.goto("/upload")
        picture(page, "van-thu-nap-xong")
        shown = page.locator("#sent").inner_text()
        assert "Đã có trong kho" in shown
        assert "Không nhận được" in shown

        page.goto("/review")
        picture(page, "van-thu-cho-xem-lai")
        with turning(page):
            page.keyboard.press("s")
        page.locator(".question.is-current").wait_for()
        picture(page, "van-thu-xac-nhan")
        for _ in range(14):
            if page.url.startswith(f"{site.address}/review"):
                break
            with turning(page):
                page.keyboard.press("s")
        page.goto("/review")
        page.get_by_text("Không có văn bản nào đang chờ.").wait_for()
    with Archive.open(site.settings) as archive:
        assert archive.count() == 10
        assert archive.reviews.waiting() == []


def _scan(pdf: Path, scan: Path) -> None:
    """The same pages as pictures of 200 dpi, and no text."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=200 / 72).to_pil().convert("L") for page in document]
    kept = io.BytesIO()
    first: Image.Image = pages[0]
    first.save(kept, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    scan.write_bytes(kept.getvalue())


def _until(done: Callable[[], bool], seconds: float = 900.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.2)
