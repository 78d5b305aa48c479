"""Faults of layout planted in a Word file and in the PDF printed from it, each found once, placed and explained."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from archive.checking import Finding, check_text
from archive.checking.form import RULES
from archive.drafting import parts_of
from archive.resolving import MemoryHoldings
from corpus.samples.layout import lay_out
from corpus.samples.source import BUILT, load_samples
from indexer.measuring.docx import measure_docx
from indexer.measuring.pdf import measure_pdf
from indexer.reading import Reader
from indexer.reading.base import Limits
from indexer.reading.docx import read_docx
from indexer.typesetting import typeset

ON = date(2026, 11, 20)
NOTHING = MemoryHoldings([])
SAMPLES = {sample.name: sample for sample in load_samples()}
PLAN, DECISION, LETTER = (
    "2026-ke-hoach-dan-van",
    "2025-quyet-dinh-quy-che-tiep-cong-dan",
    "2026-cong-van-bao-ve-du-lieu-ca-nhan",
)

Change = Callable[[Document], None]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


def form_of(path: Path, reader: Reader | None = None) -> list[Finding]:
    """The findings of form of a file, read and measured."""
    limits = Limits()
    if path.suffix == ".docx":
        text, layout = read_docx(path, path.name, limits).text, measure_docx(path, path.name, limits)
    else:
        assert reader is not None
        text, layout = reader.read(path).text, measure_pdf(path, path.name, limits)
    return [each for each in check_text(text, NOTHING, ON, layout=layout) if each.kind == "form"]


def paragraph(document: Document, words: str) -> Any:
    """The first paragraph that has these words, in a table or not."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    every = [each for cell in cells for each in cell.paragraphs] + list(document.paragraphs)
    return next(each for each in every if words in each.text)


def sized(words: str, points: float) -> Change:
    def change(document: Document) -> None:
        for run in paragraph(document, words).runs:
            run.font.size = Pt(points)

    return change


def look(words: str, **values: Any) -> Change:
    def change(document: Document) -> None:
        for run in paragraph(document, words).runs:
            for name, value in values.items():
                setattr(run.font, name, value)

    return change


def laid(words: str, **values: Any) -> Change:
    def change(document: Document) -> None:
        for name, value in values.items():
            setattr(paragraph(document, words).paragraph_format, name, value)

    return change


def page(**values: Any) -> Change:
    def change(document: Document) -> None:
        for name, value in values.items():
            setattr(document.sections[0], name, value)

    return change


def font(words: str, name: str) -> Change:
    def change(document: Document) -> None:
        for run in paragraph(document, words).runs:
            run.font.name = name
            run._r.rPr.rFonts.set(qn("w:hAnsi"), name)

    return change


def without_rule(words: str) -> Change:
    """Take away the line drawn below the words: it hangs on their paragraph or on the one below."""

    def change(document: Document) -> None:
        element = paragraph(document, words)._p
        for each in (element, element.getnext()):
            for tag in ("w:pBdr", "w:drawing", "w:pict"):
                for found in list(each.iter(qn(tag))):
                    found.getparent().remove(found)

    return change


def number_shown_on_first(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = False


def no_numbers(document: Document) -> None:
    for each in document.sections[0].header.paragraphs:
        each._p.getparent().remove(each._p)


def numbers_left(document: Document) -> None:
    for each in document.sections[0].header.paragraphs:
        each.alignment = WD_ALIGN_PARAGRAPH.LEFT


def red(document: Document) -> None:
    for run in paragraph(document, LONG).runs:
        run.font.color.rgb = RGBColor(0xFF, 0, 0)


LEFT = WD_ALIGN_PARAGRAPH.LEFT
LONG = "Năm đầu tiên vận hành"

# (what, sample, change, rule, words of the finding's place, words of what is said)
PLANTED: list[tuple[str, str, Change, str, str, str]] = [
    ("letter paper", PLAN, page(page_width=Mm(216), page_height=Mm(279)), "paper", "ỦY BAN", "216 x 279"),
    ("landscape", PLAN, page(page_width=Mm(297), page_height=Mm(210)), "orientation", "ỦY BAN", "chiều dài"),
    ("narrow left margin", PLAN, page(left_margin=Mm(20)), "margins", "ỦY BAN", "lề trái 20 mm"),
    ("wide right margin", PLAN, page(right_margin=Mm(25)), "margins", "ỦY BAN", "lề phải 25 mm"),
    ("low top margin", PLAN, page(top_margin=Mm(12)), "margins", "ỦY BAN", "lề trên 12 mm"),
    ("high bottom margin", PLAN, page(bottom_margin=Mm(32)), "margins", "ỦY BAN", "lề dưới 32 mm"),
    ("another font", PLAN, font(LONG, "Arial"), "font", LONG, "Arial"),
    ("red letters", PLAN, red, "font", LONG, "#FF0000"),
    ("number on page one", PLAN, number_shown_on_first, "page_number", "ỦY BAN", "trang thứ nhất"),
    ("no page numbers", PLAN, no_numbers, "page_number", "ỦY BAN", "không đánh số trang"),
    ("page numbers at the left", PLAN, numbers_left, "page_number", "ỦY BAN", "canh giữa"),
    ("quốc hiệu too large", PLAN, sized("CỘNG HÒA", 15), "size", "CỘNG HÒA", "15, phải là 12 - 13"),
    ("tiêu ngữ too small", PLAN, sized("Độc lập", 11), "size", "Độc lập", "11, phải là 13 - 14"),
    ("tiêu ngữ not bold", PLAN, look("Độc lập", bold=False), "weight", "Độc lập", "đậm"),
    ("no line below tiêu ngữ", PLAN, without_rule("Độc lập"), "motto_rule", "Độc lập", "Thiếu đường kẻ"),
    ("no line below the issuer", PLAN, without_rule("XÃ HÒA LẠC SƠN"), "issuer_rule", "XÃ HÒA", "Thiếu đường kẻ"),
    ("no line below the title", PLAN, without_rule("và dân chủ ở cơ sở năm"), "title_rule", "và dân chủ", "Thiếu"),
    ("issuer not bold", PLAN, look("XÃ HÒA LẠC SƠN", bold=False), "weight", "XÃ HÒA", "đậm"),
    ("number bold", PLAN, look("Số: 07", bold=True), "weight", "Số: 07", "không đậm"),
    ("date upright", PLAN, look("ngày 15 tháng 01", italic=False), "weight", "Hòa Lạc", "nghiêng"),
    ("type small", PLAN, sized("KẾ HOẠCH", 12), "size", "KẾ HOẠCH", "12, phải là 13 - 14"),
    ("type at the left", PLAN, laid("KẾ HOẠCH", alignment=LEFT), "placing", "KẾ HOẠCH", "canh giữa"),
    ("title not bold", PLAN, look("và dân chủ ở cơ sở năm", bold=False), "weight", "và dân chủ", "đậm"),
    ("bases upright", PLAN, look("Căn cứ Luật Thực hiện", italic=False), "weight", "Căn cứ", "nghiêng"),
    ("text small", PLAN, sized(LONG, 12), "size", LONG, "cỡ chữ 12"),
    ("text not justified", PLAN, laid(LONG, alignment=LEFT), "body_layout", LONG, "canh đều"),
    ("text not indented", PLAN, laid(LONG, first_line_indent=Mm(0)), "body_layout", LONG, "lùi 0 cm"),
    ("text indented far", PLAN, laid(LONG, first_line_indent=Mm(20)), "body_layout", LONG, "lùi 2 cm"),
    ("lines double", PLAN, laid(LONG, line_spacing=2.0), "body_layout", LONG, "Giãn dòng 2"),
    ("text italic", PLAN, look(LONG, italic=True), "weight", LONG, "kiểu chữ đứng"),
    ("heading not bold", PLAN, look("I. MỤC ĐÍCH", bold=False), "heading_layout", "I. MỤC ĐÍCH", "đậm"),
    ("article not bold", DECISION, look("Điều 2. Quyết", bold=False), "heading_layout", "Điều 2", "đậm"),
    ("letter's subject large", LETTER, sized("V/v", 14), "size", "V/v", "14, phải là 12 - 13"),
    ("Nơi nhận upright", PLAN, look("Nơi nhận", italic=False), "weight", "Nơi nhận", "nghiêng"),
    ("recipients large", PLAN, sized("- Trưởng các thôn", 13), "size", "- Trưởng", "13, phải là 11"),
    ("signer not bold", PLAN, look("Lê Thị Thu Hà", bold=False), "weight", "Lê Thị", "đậm"),
    ("authority small", PLAN, sized("TM. ỦY BAN", 12), "size", "TM. ỦY", "12, phải là 13 - 14"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sample", "change", "code", "place", "words"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_a_fault_of_layout_in_a_word_file(
    sample: str, change: Change, code: str, place: str, words: str, tmp_path: Path
) -> None:
    document = lay_out(SAMPLES[sample])
    change(document)
    path = tmp_path / "draft.docx"
    document.save(str(path))
    found = form_of(path)
    assert [each.code for each in found] == [code], [(each.code, each.text, each.message_vi) for each in found]
    assert place in found[0].text
    assert words in found[0].message_vi
    assert found[0].rule == RULES[code].place
    assert found[0].verdict == "layout"


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_our_own_documents_have_no_finding_of_form(name: str, reader: Reader) -> None:
    # Every PDF takes a second or two to read; `benchmarks.form` reads them all.
    for kind in ("docx", "pdf") if name in sorted(SAMPLES)[::4] else ("docx",):
        found = form_of(BUILT / f"{name}.{kind}", reader)
        assert [(each.code, each.text, each.message_vi) for each in found] == [], kind


@pytest.mark.parametrize("name", [PLAN, DECISION, LETTER])
def test_an_exported_draft_has_no_finding_of_form(name: str, tmp_path: Path) -> None:
    path = tmp_path / "exported.docx"
    path.write_bytes(typeset(parts_of(read_docx(BUILT / f"{name}.docx", name, Limits()).text)))
    assert [(each.code, each.text, each.message_vi) for each in form_of(path)] == []


PRINTED = ("letter paper", "narrow left margin", "no line below tiêu ngữ", "text small", "recipients large")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_faults_of_layout_in_a_pdf(tmp_path: Path, reader: Reader) -> None:
    rows = {row[0]: row for row in PLANTED if row[0] in PRINTED}
    for number, row in enumerate(rows.values()):
        document = lay_out(SAMPLES[row[1]])
        row[2](document)
        document.save(str(tmp_path / f"{number}.docx"))
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    drafts = sorted(map(str, tmp_path.glob("*.docx")))
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *drafts]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    missed: dict[str, object] = {}
    for number, (what, _, _, code, place, _) in enumerate(rows.values()):
        found = form_of(tmp_path / f"{number}.pdf", reader)
        if [each.code for each in found] != [code] or place not in found[0].text:
            missed[what] = [(each.code, each.text, each.message_vi) for each in found]
    assert missed == {}
