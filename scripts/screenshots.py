"""The pictures of README and guide, taken of the application as it is now.

    .venv/bin/python scripts/screenshots.py [FOLDER]

Makes a starter archive in a temporary folder, serves it on a free port, walks through it with Chromium. Every page is
also taken at phone width; those go to FOLDER/phone, to be looked at, and not into the documents.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from playwright.sync_api import sync_playwright  # noqa: E402
from waitress.server import create_server  # noqa: E402

from archive.documents import Archive  # noqa: E402
from archive.settings import Settings  # noqa: E402
from corpus.samples import filing  # noqa: E402
from corpus.starter import load_starter  # noqa: E402
from indexer.engine import open_engine  # noqa: E402
from tests.web.signing_in import cookie  # noqa: E402
from web.app import create_app  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
REVIEWED: list[str] = []  # the review page of the first walk: the second brings a copy of the same document
UPLOADED = "ke-hoach-cai-cach"
DRAFT = "\n".join(
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21 tháng 9 năm 2000 của Thủ tướng Chính phủ về tăng cường công tác dân "
        "vận;",
        "Căn cứ Nghị quyết số 25-NQ/TW ngày 23/6/2013 của Ban Chấp hành Trung ương Đảng khóa XI về tăng cường và đổi "
        "mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới;",
        "Căn cứ Quyết định số 290-QĐ/TW ngày 25 tháng 02 năm 2010 của Bộ Chính trị về việc ban hành Quy chế công tác "
        "dân vận của hệ thống chính trị;",
        "",
        "Ủy ban nhân dân xã xây dựng Kế hoạch công tác dân vận chính quyền năm 2027 như sau:",
        "",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Tiếp tục thực hiện Chỉ thị số 16/CT-TTg về đổi mới công tác dân vận.",
    )
)


def main() -> int:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "docs" / "images"
    browser = next((shutil.which(name) for name in ("chromium", "chromium-browser") if shutil.which(name)), None)
    if browser is None:
        print("Chromium is not here: apt-get install chromium", file=sys.stderr)
        return 1
    # One sample stays out of the archive: it is the file that the clerk brings.
    samples = [one for one in filing.load_samples() if UPLOADED not in one.name]
    filing.load_samples = lambda: tuple(samples)  # type: ignore[assignment]
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.at(Path(home))
        with Archive.create(settings) as archive:
            engine = open_engine(settings)
            load_starter(archive, engine)
            engine.close()
        app = create_app(settings)
        server = create_server(app, host="127.0.0.1", port=0, threads=6)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
            for width, height, where in ((1280, 860, folder), (390, 844, folder / "phone")):
                where.mkdir(parents=True, exist_ok=True)
                address = f"http://127.0.0.1:{server.effective_port}"
                context = chromium.new_context(
                    base_url=address, locale="vi-VN", viewport={"width": width, "height": height}
                )
                context.add_cookies([{"name": "cancu", "value": cookie(app), "url": address}])
                walk(context.new_page(), where, Path(home) / f"{width}.pdf")
            chromium.close()
        server.close()
        app.extensions["cancu"].close()
    return 0


def walk(page: Any, folder: Path, upload: Path) -> None:
    """One picture of each page."""

    def take(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(folder / f"{name}.png"))

    page.goto("/")
    take("dau-trang")
    page.goto("/?q=thời gian thử việc tối đa")
    page.goto("/?q=công tác dân vận")
    take("tim-kiem")
    page.goto("/?q=25-NQ/TW")
    take("nhieu-van-ban")
    page.goto("/documents")
    take("danh-muc")
    page.goto("/?q=58/QĐ-UBND")
    page.locator(".docline__name").first.click()
    take("van-ban")
    page.goto("/upload")
    source = next((PROJECT / "corpus" / "samples" / "built").glob(f"*{UPLOADED}*.pdf"))
    upload.write_bytes(source.read_bytes() + f"\n% {upload.name}\n".encode())
    page.locator("#file").set_input_files(str(upload))
    page.locator("#sent .outcome a").first.wait_for(timeout=120_000)
    take("nap-van-ban")
    review = page.locator("#sent").get_by_role("link", name="Kiểm tra và xác nhận")
    if review.count():
        REVIEWED.append(review.get_attribute("href"))
    page.goto(REVIEWED[0])
    page.locator("#fact-number").wait_for()
    take("xac-nhan")
    page.goto("/drafts")
    page.locator("textarea").first.fill(DRAFT)
    page.locator("textarea").first.locator("xpath=ancestor::form").locator("button").first.click()
    page.wait_for_url("**/drafts/*")
    take("du-thao")


if __name__ == "__main__":
    raise SystemExit(main())
