"""Where the text stands on its pages: lines of a text layer, words of OCR, across the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.settings import Settings
from indexer.reading import Placed, Reader, Reading, SecondReading
from indexer.reading.base import Limits, Page
from indexer.reading.child import _sent
from indexer.reading.composing import Frame, compose, placed
from indexer.reading.margins import PageParts
from indexer.reading.pdf import read_pdf
from indexer.reading.pdf_lines import Line, Word
from tests.indexer.reading_files import Put, lines, make_pdf

ROWS = [
    "1. Ủy ban nhân dân xã chịu trách nhiệm tổ chức thực hiện Kế hoạch",
    "này theo Quyết định số 40/2022/QĐ-",
    "UBND ngày 14/11/2022.",
]


def test_lines_of_a_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(
        make_pdf([[Put(113, 760, "Điều 1. Phạm vi điều chỉnh"), *lines(ROWS, top=740)], lines(["2. Hết."])])
    )
    reading = read_pdf(path, path.name, Limits(), 60)
    assert [reading.text[one.start : one.end] for one in reading.placed] == [
        "Điều 1. Phạm vi điều chỉnh",
        *ROWS,
        "2. Hết.",
    ]
    assert [one.page for one in reading.placed] == [1, 1, 1, 1, 2]
    first, second = reading.placed[:2]
    assert first.left == pytest.approx(113 / 595, abs=0.01)
    assert first.top < 1 - 760 / 842 < first.bottom < second.bottom < 0.2
    assert first.right == pytest.approx((113 + 26 * 7) / 595, abs=0.01)
    assert all(one.confidence == 1 and one.raw == "" for one in reading.placed)
    with Reader(Settings.at(tmp_path / "home")) as reader:
        assert reader.read(path) == reading  # across the process


@pytest.mark.parametrize("rotate", [90, 270])
def test_boxes_are_those_of_the_page_as_shown(tmp_path: Path, rotate: int) -> None:
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(make_pdf([lines(["Điều 1. Phạm vi điều chỉnh"])], rotate=rotate))
    (one,) = read_pdf(path, path.name, Limits(), 60).placed
    middle = ((one.left + one.right) / 2, (one.top + one.bottom) / 2)
    x, y = (85 + 26 * 3.5) / 595, 1 - 763 / 842
    expected = {90: (1 - y, x), 270: (y, 1 - x)}[rotate]
    assert middle == pytest.approx(expected, abs=0.02)


def test_words_of_ocr_are_found_through_joins_and_repairs() -> None:
    rows = [("Quyết", ""), ("định", ""), ("số", ""), ("40/2022/QĐ-", "40/2O22/QD-"), ("UBND", ""), ("ngày", "")]
    words = [Word(text, 10.0 + 50 * i, 20, 50.0 + 50 * i, 30, 0.9 - 0.1 * i, raw) for i, (text, raw) in enumerate(rows)]
    first = Line("Quyết định số 40/2022/QĐ-", 10, 590, 30, 10, words=tuple(words[:4]))
    second = Line("UBND ngày", 10, 100, 42, 10, words=tuple(words[4:]))
    full = Line("Căn cứ " * 12, 10, 590, 18, 10)
    composed = compose([PageParts((full, first, second), (), ())])
    found = [one for one in placed(composed, [Frame(600, 800)]) if one.confidence < 1]
    assert [composed.text[one.start : one.end] for one in found] == [text for text, _ in rows]
    assert found[3].raw == "40/2O22/QD-"
    assert found[0] == Placed(found[0].start, found[0].start + 5, 1, 0.0167, 0.025, 0.0833, 0.0375, 0.9, "")


def test_second_readings_cross_as_rows() -> None:
    second = SecondReading(0, 4, 1, 0.1, 0.1, 0.4, 0.12, "Số: 109/QĐ-BTC", 0.93)
    reading = Reading("Số 4", "Số 4", (Page(1, "Số 4", "ocr", 0.8),), (0,), "application/pdf", seconds=(second,))
    sent = _sent(reading)
    assert SecondReading(*sent["seconds"][0]) == second
    assert sent["placed"] == []
