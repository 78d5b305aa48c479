"""How a file was read, as the document's page says it."""

from __future__ import annotations

import pytest

from archive.stored import HowRead
from tests.web.conftest import Office
from web.presenting.sources import page_source, page_sources, signature_words

OCR, TEXT, BLANK = ("ocr", 0.9), ("text", 0.99), ("blank", 1.0)
SOURCES = [
    ((), "", ""),
    ((TEXT,), "utf-8", ""),
    ((TEXT, TEXT), "", "lớp chữ của tệp 2 trang"),
    ((OCR,), "", "nhận dạng ảnh (OCR) 1 trang, tin cậy 90 %"),
    ((TEXT, OCR, ("ocr", 0.8)), "", "lớp chữ của tệp 1 trang; nhận dạng ảnh (OCR) 2 trang, tin cậy 85 %"),
    ((TEXT, TEXT, BLANK), "", "lớp chữ của tệp 2 trang; trang trống 1 trang"),
    ((TEXT,), "tcvn3+vni", "bảng mã cũ TCVN3 (.VnTime), VNI, đã chuyển sang Unicode"),
]


@pytest.mark.parametrize(("pages", "encoding", "said"), SOURCES)
def test_sources(office: Office, pages: tuple[tuple[str, float], ...], encoding: str, said: str) -> None:
    with office.app.test_request_context():
        assert page_sources(HowRead(pages=pages, encoding=encoding)) == said


def test_one_page(office: Office) -> None:
    how = HowRead(pages=(TEXT, OCR))
    with office.app.test_request_context():
        assert page_source(how, 1) == " · lớp chữ của tệp"
        assert page_source(how, 2) == " · nhận dạng ảnh (OCR), tin cậy 90 %"
        assert page_source(how, 3) == ""


SIGNED = {
    "signer": "Trần Thị Mẫu",
    "organisation": "UBND xã Đồng Mẫu",
    "title": "",
    "when": "2026-02-05T02:36:00+00:00",
}


@pytest.mark.parametrize(
    ("state", "tone", "label"),
    [
        ("whole", "good", "nguyên vẹn từ khi ký"),
        ("changed", "bad", "đã bị sửa sau khi ký"),
        ("unreadable", "warn", "không đọc được"),
    ],
)
def test_signatures(office: Office, state: str, tone: str, label: str) -> None:
    with office.app.test_request_context():
        words = signature_words({**SIGNED, "state": state})
        assert (words.badge["tone"], words.badge["label"]) == (tone, label)
        assert words.text == "Trần Thị Mẫu, UBND xã Đồng Mẫu, ký lúc 09:36 ngày 05/02/2026"
        late = signature_words({**SIGNED, "state": state, "when": "2026-02-05T18:10:00+00:00"})
        assert late.text.endswith("ký lúc 01:10 ngày 06/02/2026"), "Vietnam's day, whatever the machine's zone"
        assert signature_words({"state": state, "when": "?"}).text == ""
