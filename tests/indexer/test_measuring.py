"""What is measured of a DOCX and of a PDF: paper, margins, letters, rules, page numbers."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from archive.laid_out import LaidOut, LaidParagraph, layout_from_json, layout_json, placed_paragraphs
from indexer.measuring import measure_file
from indexer.measuring.docx import measure_docx
from indexer.reading.base import Limits
from indexer.reading.docx import read_docx

BUILT = Path(__file__).parents[2] / "corpus" / "samples" / "built"
PLAN = "2026-ke-hoach-dan-van"


@pytest.fixture(scope="module")
def docx() -> LaidOut:
    found = measure_file(BUILT / f"{PLAN}.docx")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def pdf() -> LaidOut:
    found = measure_file(BUILT / f"{PLAN}.pdf")
    assert found is not None
    return found


def _one(layout: LaidOut, words: str) -> LaidParagraph:
    return next(each for each in layout.paragraphs if words in each.text)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_sheet_and_its_letters(kind: str, request: pytest.FixtureRequest) -> None:
    layout: LaidOut = request.getfixturevalue(kind)
    sheet = layout.sections[0]
    assert (round(sheet.width_mm or 0), round(sheet.height_mm or 0)) == (210, 297)
    assert 29 <= (sheet.left_mm or 0) <= 35.5
    assert 14.5 <= (sheet.right_mm or 0) <= 20.5
    motto = _one(layout, "Độc lập - Tự do")
    assert [(run.size, run.bold, run.italic) for run in motto.runs] == [(13.0, True, False)]
    # The samples' PDFs were made where Times New Roman is not installed.
    assert motto.runs[0].font == ("Times New Roman" if kind == "docx" else "Liberation Serif")
    assert motto.rule_mm, "the line under the motto is drawn"
    place = _one(layout, "Hòa Lạc Sơn, ngày 15 tháng 01 năm 2026")
    assert place.runs[0].italic
    assert not place.rule_mm


def test_a_page_number_in_the_top_margin_from_the_second_page_on(docx: LaidOut, pdf: LaidOut) -> None:
    for layout in (docx, pdf):
        number = layout.sections[0].number
        assert number is not None
        assert (number.place, number.alignment, number.on_first) == ("top", "center", False)


def test_body_paragraphs(docx: LaidOut, pdf: LaidOut) -> None:
    for layout in (docx, pdf):
        long = next(each for each in layout.paragraphs if len(each.text) > 300)
        assert long.alignment == "justify"
        assert 9.5 <= (long.first_line_mm or 0) <= 13.2


def test_paragraphs_lie_where_their_words_stand(docx: LaidOut) -> None:
    path = BUILT / f"{PLAN}.docx"
    text = read_docx(path, path.name, Limits()).text
    placed = placed_paragraphs(docx, text)
    assert len(placed) >= 0.9 * len([each for each in docx.paragraphs if any(map(str.isalnum, each.text))])
    heads = {each.paragraph.text.strip(): text[each.start : each.end] for each in placed}
    assert heads["KẾ HOẠCH"] == "KẾ HOẠCH"


def test_a_layout_goes_through_json(docx: LaidOut) -> None:
    assert layout_from_json(layout_json(docx)) == docx


def test_plain_text_has_no_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch", encoding="utf-8")
    assert measure_file(path) is None


VALUES = re.compile(rb'w:(?:val|w|h|left|right|top|first(?:Line)?|line|before|after|sz)="([^"]*)"')


def test_any_value_in_a_word_file_is_measured_or_left_alone(tmp_path: Path) -> None:
    draw = random.Random(7)
    whole = (BUILT / f"{PLAN}.docx").read_bytes()
    for number in range(12):
        path = tmp_path / f"{number}.docx"
        with zipfile.ZipFile(BytesIO(whole)) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                if name in ("word/document.xml", "word/styles.xml"):
                    content = VALUES.sub(
                        lambda found: (
                            found[0]
                            if draw.random() < 0.9
                            else found[0].replace(found[1], draw.choice([b"", b"x", b"-7", b"99999999999", b"1.5"]))
                        ),
                        content,
                    )
                target.writestr(name, content)
        layout = measure_docx(path, path.name, Limits())
        assert any("KẾ HOẠCH" in each.text for each in layout.paragraphs)
