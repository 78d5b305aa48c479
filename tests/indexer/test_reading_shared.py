"""The real files: articles at the starts of lines, headings in order, scans refused. Skipped where they are absent."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.legacy import compare
from indexer.reading import Reading
from indexer.reading.programs import LIBREOFFICE, TESSERACT, find
from indexer.text import repair_text
from tests.prepared import reading_of
from tests.shared_data import SHARED, needs_shared, shared

pytestmark = [pytest.mark.shared, pytest.mark.slow, needs_shared]

FOLDER = SHARED / "data" if SHARED else Path()
TEXTS = [
    # file, the articles at the starts of its lines
    ("docx/30_2020_ND_CP.docx", range(1, 39)),
    ("docx/604_QD-TTg_700112.docx", range(1, 4)),
    ("docx/Luật-33-2024-QH15.docx", range(1, 66)),
    ("docx/Luật-43-2024-QH15.docx", range(1, 6)),
    ("docx/Luật-72-2025-QH15.docx", range(1, 55)),
    ("docx/Luật-83-2025-QH15.docx", [1, 22, 2]),  # 22 begins a line inside the amended text it quotes
    ("docx/Luật-97-2025-QH15.docx", range(1, 6)),
    ("pdf/2025_1583_1584_282_2025_ND_CP.pdf", range(1, 72)),
    ("pdf/nghi-quyet-so-78-2025-ubtvqh15-45003.pdf", range(1, 4)),
    ("pdf/thong-tu-so-02-2026-tt-btc-468745.pdf", range(1, 3)),
    ("pdf/thong-tu-so-116-2025-tt-btc-46847.pdf", range(1, 16)),
    ("pdf/thong-tu-so-12-2022-tt-bldtbxh-37536.pdf", range(1, 10)),
    ("pdf/van-ban-hop-nhat-so-470-vbhn-bldtbxh-44206.pdf", range(1, 11)),
]
SCANS = [
    # file, pages, lines of the heading in this order
    ("nghi-quyet-so-99-nq-cp-469343.pdf", 4, ["CHÍNH PHỦ", "Số: 99/NQ-CP", "Độc lập - Tự do - Hạnh phúc"]),
    ("quyet-dinh-so-109-qd-btc-468842.pdf", 5, ["BỘ TÀI CHÍNH", "Độc lập - Tự do - Hạnh phúc"]),
]
needs_tesseract = pytest.mark.skipif(find(TESSERACT) is None, reason="Tesseract is not installed")


Read = Callable[[Path], Reading]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return lambda path: reading_of(path, tmp_path_factory)


def articles(reading: Reading) -> list[int]:
    return [int(number) for number in re.findall(r"(?m)^Điều (\d+)\. ", reading.text)]


@pytest.mark.parametrize(("name", "expected"), TEXTS, ids=[name for name, _ in TEXTS])
def test_articles_begin_lines(read: Read, name: str, expected: Sequence[int]) -> None:
    reading = read(shared("data", *name.split("/")))
    found = articles(reading)
    assert found == list(expected)
    assert repair_text(reading.text) == reading.text
    assert "".join(page.text for page in reading.pages) == reading.text
    assert all(page.confidence > 0.9 for page in reading.pages if page.source == "text")
    assert "CÔNG BÁO/Số" not in reading.text
    if not name.startswith("pdf/"):
        return  # a DOCX has the line breaks its author made
    # A paragraph that begins with a small letter was torn from the one before.
    torn = [line for line in reading.text.split("\n") if line[:1].islower() and not re.match(r"[a-zđ]\d?\)", line)]
    assert len(torn) <= 1


def test_several_documents_in_one_file(read: Read) -> None:
    reading = read(shared("data", "pdf", "Quy_che_phoi_hop_quan_ly_NNN_Phu_Tho.pdf"))
    assert articles(reading) == [*range(1, 4), *range(1, 26)]


def test_footnotes_of_a_consolidated_law(read: Read) -> None:
    reading = read(shared("data", "pdf", "2023_1257_1258_30_VBHN_VPQH.pdf"))
    body, _, notes = reading.text.partition("\n\n[1] ")
    found = [int(number) for number in re.findall(r"(?m)^Điều (\d+)\. ", body)]
    assert found == sorted(found)
    assert set(range(1, 56)) <= set(found)
    assert re.findall(r"(?m)^\[(\d+)\] ", notes) == [str(number) for number in range(2, 55)]
    assert "tại Việt Nam[1]." in body


HEADINGS = [
    ("docx/30_2020_ND_CP.docx", ["CHÍNH PHỦ", "Số: 30/2020/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
    ("pdf/thong-tu-so-02-2026-tt-btc-468745.pdf", ["BỘ TÀI CHÍNH", "Số: 02/2026/TT-BTC"]),
    ("pdf/thong-tu-so-116-2025-tt-btc-46847.pdf", ["BỘ TÀI CHÍNH", "Số: 116/2025/TT-BTC"]),
    (
        "pdf/Quy_che_phoi_hop_quan_ly_NNN_Phu_Tho.pdf",
        ["CHỦ TỊCH ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ),
]


@pytest.mark.parametrize(("name", "first"), HEADINGS)
def test_headings(read: Read, name: str, first: list[str]) -> None:
    reading = read(shared("data", *name.split("/")))
    assert [line for line in reading.text.split("\n") if line][: len(first)] == first
    assert re.search(r"(?m)^[^,\n]{4,20}, ngày \d\d tháng \d{1,2} năm 20\d\d$", reading.text)


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(("name", "pages", "first"), SCANS)
def test_scans_are_recognised(read: Read, name: str, pages: int, first: list[str]) -> None:
    reading = read(shared("data", "pdf", name))
    assert [page.source for page in reading.pages] == ["ocr"] * pages
    assert min(page.confidence for page in reading.pages) > 0.7
    lines = [line for line in reading.text.split("\n") if line]
    assert [line for line in lines if line in first][: len(first)] == first
    assert "CÔNG BÁO/" not in reading.text
    assert {second.page for second in reading.seconds} >= {1}


def test_pdf_files_older_than_unicode(read: Read) -> None:
    for path in sorted((FOLDER / "legacy" / "files").glob("*.pdf")):
        reading = read(path)
        score = compare(reading.text, (FOLDER / "legacy" / "transcripts" / f"{path.stem}.txt").read_text("utf-8"))
        assert score.diacritics > 0.995
        assert reading.encoding == "tcvn3"


OLD = [("2005-1DCA4_3b.doc", "tcvn3"), ("2003-A28.rtf", "tcvn3"), ("2006-Mau22_CKTC_NSH-1.xls", "vni")]


@pytest.mark.slow
def test_office_files_older_than_unicode(read: Read) -> None:
    if find(LIBREOFFICE) is None:
        pytest.skip("LibreOffice is not here")
    for name, encoding in (
        ("2005-1DCA4_3b.doc", "tcvn3"),
        ("2003-A28.rtf", "tcvn3"),
        ("2006-Mau22_CKTC_NSH-1.xls", "vni"),
    ):
        reading = read(FOLDER / "legacy" / "files" / name)
        transcript = (FOLDER / "legacy" / "transcripts" / name).with_suffix(".txt").read_text("utf-8")
        assert compare(reading.text, transcript).diacritics > 0.995
        assert reading.encoding == encoding


def test_seed(read: Read) -> None:
    path = next((FOLDER / "seed").glob("*.txt"))
    reading = read(path)
    assert "*" not in reading.text
    assert "“nền hành chính phục vụ”" in reading.text
    assert "Căn cứ Nghị quyết số 25-NQ/TW ngày 23/6/2013" in reading.text
