"""The export read back, from the DOCX and from the rendered PDF, against Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from archive.checking import Finding, drafted
from archive.checking.form import form_findings
from archive.citations import find_citations
from archive.drafting import DraftParts, composed
from archive.drafting.beginning import TEMPLATES, OfficeForm, template
from archive.drafting.parts import GAP
from archive.errors import UnreadableFile
from archive.offsets import cleaned
from archive.settings import Settings
from indexer.measuring.docx import measure_docx
from indexer.reading import programs
from indexer.reading.base import Limits
from indexer.reading.docx import read_docx
from indexer.typesetting import Link, as_pdf, printing, typeset
from indexer.typesetting.body import body_paragraphs, is_heading
from indexer.typesetting.measures import lines_of, width_mm
from indexer.typesetting.pieces import Sheet
from tests.indexer.annotated import W
from tests.indexer.drafts_written import DECISION, LETTER, PLAN, RESOLUTION

WHEN = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
DRAFTS = {"plan": PLAN, "letter": LETTER, "decision": DECISION, "resolution": RESOLUTION}
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@dataclass(frozen=True)
class Seen:
    """A paragraph as its styles and runs make it look."""

    text: str
    size: float
    bold: bool
    italic: bool
    align: str
    first_mm: float
    style: str


def look(content: bytes) -> list[Seen]:
    """Every paragraph of the body in order, those in tables too."""
    document = Document(io.BytesIO(content))
    found = []
    for item in document.element.body.iter(f"{W}p"):
        text = "".join(each.text or "" for each in item.iter(f"{W}t"))
        if not text:
            continue
        style = document.styles.element.find(f"{W}style[@{W}styleId='{item.pPr.pStyle.val}']")
        marks, shape = style.find(f"{W}rPr"), style.find(f"{W}pPr")
        runs = list(item.iter(f"{W}r"))
        own = runs[0].find(f"{W}rPr")
        indent = shape.find(f"{W}ind")
        jc = item.pPr.find(f"{W}jc")
        found.append(
            Seen(
                text,
                int(marks.find(f"{W}sz").get(f"{W}val")) / 2,
                marks.find(f"{W}b") is not None or (own is not None and own.find(f"{W}b") is not None),
                marks.find(f"{W}i") is not None,
                (jc if jc is not None else shape.find(f"{W}jc")).get(f"{W}val"),
                0.0 if indent is None else int(indent.get(f"{W}firstLine", 0)) / 1440 * 25.4,
                style.find(f"{W}name").get(f"{W}val"),
            )
        )
    return found


def seen(found: list[Seen], begins: str) -> Seen:
    return next(each for each in found if each.text.startswith(begins))


# What each element begins with: (sizes allowed, bold, italic, alignment). Phụ lục I, Phần I, Mục II and V.
ELEMENTS: dict[str, tuple[tuple[float, ...], bool, bool, str]] = {
    "CỘNG HÒA XÃ HỘI": ((12, 13), True, False, "center"),
    "Độc lập - Tự do": ((13, 14), True, False, "center"),
    "UBND TỈNH": ((12, 13), False, False, "center"),
    "ỦY BAN NHÂN DÂN": ((12, 13), True, False, "center"),
    "XÃ LONG THẠNH": ((12, 13), True, False, "center"),
    "Số: ": ((13,), False, False, "center"),
    "Long Thạnh, ngày": ((13, 14), False, True, "center"),
    "KẾ HOẠCH": ((13, 14), True, False, "center"),
    "QUYẾT ĐỊNH": ((13, 14), True, False, "center"),
    "Triển khai công tác": ((13, 14), True, False, "center"),
    "Về việc thành lập": ((13, 14), True, False, "center"),
    "V/v ": ((12, 13), False, False, "center"),
    "CHỦ TỊCH ỦY BAN": ((13, 14), True, False, "center"),
    "Căn cứ Luật": ((13, 14), False, True, "both"),
    "Căn cứ Nghị định": ((13, 14), False, True, "both"),
    "Theo đề nghị": ((13, 14), False, True, "both"),
    "QUYẾT ĐỊNH:": ((13, 14), True, False, "center"),
    "Ủy ban nhân dân xã": ((13, 14), False, False, "both"),
    "I. MỤC ĐÍCH": ((13, 14), True, False, "both"),
    "1. Mục đích": ((13, 14), True, False, "both"),
    "a) Nâng cao": ((13, 14), False, False, "both"),
    "1. Văn phòng": ((13, 14), False, False, "both"),
    "Điều 1.": ((13, 14), True, False, "both"),
    "Điều 2. Nhiệm vụ": ((13, 14), True, False, "both"),
    "Kính gửi:": ((13, 14), False, False, "left"),
    "- Công an xã;": ((13, 14), False, False, "left"),
    "TM. ỦY BAN": ((13, 14), True, False, "center"),
    "KT. CHỦ TỊCH": ((13, 14), True, False, "center"),
    "PHÓ CHỦ TỊCH": ((13, 14), True, False, "center"),
    "Nguyễn Văn Minh": ((13, 14), True, False, "center"),
    "Trần Thị Hoa": ((13, 14), True, False, "center"),
    "Nơi nhận:": ((12,), True, True, "left"),
    "- Lưu: VT": ((11,), False, False, "left"),
    "Phụ lục I": ((14,), True, False, "center"),
    "DANH MỤC NHIỆM VỤ": ((13, 14), True, False, "center"),
    "(Kèm theo": ((13, 14), False, True, "center"),
    "của Ủy ban nhân dân xã Long Thạnh)": ((13, 14), False, True, "center"),
}
_NOT_IN_PLAN = ("QUYẾT", "Về việc", "V/v", "CHỦ TỊCH ỦY", "Theo", "Điều", "Kính", "- Công an", "Trần")
OF = {
    "plan": [each for each in ELEMENTS if not each.startswith(_NOT_IN_PLAN)],
    "letter": ["CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "UBND TỈNH", "ỦY BAN NHÂN DÂN", "Số: ", "Long Thạnh, ngày",
               "V/v ", "Kính gửi:", "- Công an xã;", "Ủy ban nhân dân xã", "TM. ỦY BAN", "Trần Thị Hoa", "Nơi nhận:",
               "- Lưu: VT"],
    "decision": ["CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Số: ", "Long Thạnh, ngày", "QUYẾT ĐỊNH", "Về việc thành lập",
                 "CHỦ TỊCH ỦY BAN", "Căn cứ Luật", "Theo đề nghị", "QUYẾT ĐỊNH:", "Điều 1.", "Điều 2. Nhiệm vụ",
                 "Trần Thị Hoa", "Nơi nhận:", "- Lưu: VT"],
}  # fmt: skip


@pytest.mark.parametrize("name", OF)
def test_every_element_looks_as_the_decree_says(name: str) -> None:
    found = look(typeset(DRAFTS[name], made=WHEN))
    for begins in OF[name]:
        each = seen(found, begins)
        sizes, bold, italic, align = ELEMENTS[begins]
        assert each.size in sizes, begins
        assert (each.bold, each.italic, each.align) == (bold, italic, align), begins
        assert each.style.startswith("VB "), begins
        if align == "both":
            assert each.first_mm == pytest.approx(12.7, abs=0.1), begins


def test_party_document_looks_as_the_guidance_says() -> None:
    found = look(typeset(RESOLUTION, made=WHEN))
    for begins, size, bold, italic in (
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False), ("ĐẢNG ỦY XÃ", 14, True, False), ("Số 04-NQ/ĐU", 14, False, False),
        ("Long Thạnh, ngày", 14, False, True), ("NGHỊ QUYẾT", 16, True, False), ("về công tác", 15, True, False),
        ("-----", 14, False, False), ("- Căn cứ", 14, False, False), ("T/M ĐẢNG ỦY", 14, True, False),
        ("Nơi nhận:", 14, False, False), ("- Các chi bộ", 12, False, False),
    ):  # fmt: skip
        each = seen(found, begins)
        assert (each.size, each.bold, each.italic) == (size, bold, italic), begins
    assert not any("CỘNG HÒA" in each.text for each in found)


def form_of(path: Path, text: str) -> list[Finding]:
    """What the check of form finds in a file."""
    view = cleaned(text)
    layout = measure_docx(path, path.name, Limits())
    return form_findings(text, view, drafted(view.text), find_citations(text), date(2026, 3, 5), layout)


@pytest.mark.parametrize("name", DRAFTS)
def test_words_are_those_of_the_draft_and_pass_the_check_of_form(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(typeset(DRAFTS[name], made=WHEN))
    text = read_docx(path, path.name, Limits()).text
    # The heading's columns are read one behind the other; else the order is that of the draft.
    assert sorted(text.split()) == sorted(composed(DRAFTS[name]).text.split())
    start = "Căn cứ" if DRAFTS[name].bases else "Ủy ban nhân dân xã yêu cầu"
    whole = composed(DRAFTS[name]).text
    assert text[text.index(start) :].split() == whole[whole.index(start) :].split()
    assert [(each.text[:60], each.message_vi) for each in form_of(path, text)] == []


def test_paper_margins_numbers_and_properties() -> None:
    content = typeset(PLAN, made=WHEN)
    document = Document(io.BytesIO(content))
    assert len(document.sections) == 3  # each annex counts its pages anew
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert [round(each.mm) for each in (section.top_margin, section.bottom_margin)] == [20, 20]
        assert [round(each.mm) for each in (section.left_margin, section.right_margin)] == [30, 15]
        assert section.different_first_page_header_footer
        assert "PAGE" in etree.tostring(section.header._element).decode()
        assert section.first_page_header.is_linked_to_previous
    starts = [each.get(f"{W}start") for each in document.element.body.iter(f"{W}pgNumType")]
    assert starts == ["1", "1"]
    core = document.core_properties
    assert core.title.startswith("Kế hoạch Triển khai công tác dân vận")
    assert (core.language, core.author) == ("vi-VN", "ỦY BAN NHÂN DÂN XÃ LONG THẠNH")
    fonts = document.styles.element.find(f".//{W}rPrDefault//{W}rFonts")
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert document.styles.element.find(f".//{W}rPrDefault//{W}lang").get(f"{W}val") == "vi-VN"
    assert content == typeset(PLAN, made=WHEN)


def rules(content: bytes) -> list[float]:
    """Lengths of the drawn lines in mm, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return [int(each.get("cx")) / 36_000 for each in root.iter(f"{_WP}extent")]


def test_lines_are_as_long_as_the_decree_says() -> None:
    issuer, motto, title = rules(typeset(DECISION, made=WHEN))
    assert motto == pytest.approx(width_mm("Độc lập - Tự do - Hạnh phúc", 14, bold=True), abs=0.5)
    for length, words, size in ((issuer, "ỦY BAN NHÂN DÂN", 13), (title, DECISION.title, 14)):
        wide = width_mm(words, size, bold=True)
        assert wide / 3 <= length <= wide / 2
    assert len(rules(typeset(LETTER, made=WHEN))) == 2


def test_tables_of_the_heading_have_no_borders_and_data_has() -> None:
    with zipfile.ZipFile(io.BytesIO(typeset(PLAN, made=WHEN))) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    bordered = [table.find(f"{W}tblPr/{W}tblBorders") is not None for table in root.iter(f"{W}tbl")]
    assert bordered == [False, False, True]


def test_citations_lead_to_the_archive() -> None:
    text = composed(PLAN).text
    start = text.index("Nghị định số 30/2020/NĐ-CP")
    content = typeset(PLAN, [Link(start, start + 26, "https://kho.example/documents/12?a=1&b=2", "Nghị định 30")], WHEN)
    document = Document(io.BytesIO(content))
    (link,) = document.element.body.iter(f"{W}hyperlink")
    assert "".join(each.text for each in link.iter(f"{W}t")) == "Nghị định số 30/2020/NĐ-CP"
    reference = link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    assert document.part.rels[reference].target_ref == "https://kho.example/documents/12?a=1&b=2"
    assert seen(look(content), "Căn cứ Nghị định").text == PLAN.bases[1]


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("Chương I", "PhanChuong"), ("Phần thứ nhất", "PhanChuong"), ("Chương II. TỔ CHỨC THỰC HIỆN", "PhanChuong"),
        ("Mục 1", "Muc"), ("Chương trình này gồm ba phần.", "LoiVan"), ("Mục tiêu là thế.", "LoiVan"),
        ("Điều 5. Phạm vi điều chỉnh", "Dieu"), ("Điều 5 Luật này.", "LoiVan"), ("I. MỤC ĐÍCH", "TieuDe"),
        ("1. Mục đích", "TieuDe"), ("1. Giao Văn phòng chủ trì;", "LoiVan"), ("a) Mục đích", "LoiVan"),
        ("QUYẾT NGHỊ:", "QuyetDinh"), ("- Gạch đầu dòng;", "LoiVan"),
    ],
)  # fmt: skip
def test_lines_of_the_text_get_their_style(line: str, style: str) -> None:
    assert f'w:pStyle w:val="{style}"' in body_paragraphs(Sheet(), line, -1)


def test_titles_stand_below_their_chapter() -> None:
    made = body_paragraphs(Sheet(), "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nVăn bản này quy định việc.", -1)
    assert [each.split('"')[0] for each in made.split('w:pStyle w:val="')[1:]] == [
        "PhanChuong", "TenPhanChuong", "Dieu", "LoiVan",
    ]  # fmt: skip
    assert not is_heading("Quyết định này có hiệu lực.")


def test_hostile_words_are_words() -> None:
    parts = replace(DECISION, title='<w:b/> & "a"\x00\x0b', body="a | b\n<x> | &\n\tx", annexes=("\n",), signer="]]>")
    text = look(typeset(parts, made=WHEN))
    assert seen(text, "<w:b/> & ").text == '<w:b/> & "a"'
    assert seen(text, "<x>").text == "<x>"
    assert look(typeset(DraftParts(body="Chỉ có lời văn"), made=WHEN))[0].text == "Chỉ có lời văn"
    assert look(typeset(DraftParts(), made=WHEN)) == []


def test_words_have_the_length_of_the_font() -> None:
    assert width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True) == pytest.approx(95.7, abs=0.2)
    assert lines_of("một hai ba bốn", 14, 20, bold=False) == ["một hai", "ba bốn"]


def test_without_libreoffice_there_is_no_pdf_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "find", lambda _: None)
    with pytest.raises(UnreadableFile) as refused:
        as_pdf(b"PK", "ke-hoach", Settings.from_environment())
    assert "LibreOffice" in refused.value.vi


@dataclass(frozen=True)
class Printed:
    x: float
    y: float
    size: float
    font: str
    text: str


@pytest.mark.slow
@pytest.mark.skipif(programs.find(programs.LIBREOFFICE) is None, reason="LibreOffice is not here")
def test_rendered_pages_look_as_the_decree_says() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(typeset(PLAN, made=WHEN), "ke-hoach", Settings.from_environment())))
    assert len(reader.pages) == 4
    pages: list[list[Printed]] = []
    for page in reader.pages:
        assert [round(float(each) / 72 * 25.4) for each in page.mediabox[2:]] == [210, 297]
        found: list[Printed] = []

        def put(text: str, cm: Any, tm: Any, font: Any, size: float, found: list[Printed] = found) -> None:
            if text.strip():
                found.append(Printed(cm[4] + tm[4], cm[5] + tm[5], size, str(font["/BaseFont"]), text.strip()))

        page.extract_text(visitor_text=put)
        pages.append(found)

    first, second, annex, _ = pages
    upright = [each for each in first if not each.text.startswith("2")]
    left, right = 30 / 25.4 * 72, (210 - 15) / 25.4 * 72
    assert all(left - 1 <= each.x <= right for page in pages for each in page)
    assert max(each.y for each in upright) < (297 - 20) / 25.4 * 72
    for begins, (sizes, bold, italic, _) in ELEMENTS.items():
        if begins not in OF["plan"]:
            continue
        each = next(one for page in pages for one in page if one.text.startswith(begins))
        assert each.size in sizes, begins
        assert ("Bold" in each.font, "Italic" in each.font) == (bold, italic), begins
    at = {each.text: each for each in first}
    # Number and place stand on one line; the name of the state right of the issuer; nothing is numbered on page 1.
    assert abs(at["Số: 18/KH-UBND"].y - at["Long Thạnh, ngày 05 tháng 3 năm 2026"].y) < 2
    assert at["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"].x > at["UBND TỈNH AN BÌNH"].x + 100
    assert not any(each.text == "1" for each in first)
    (number,) = [each for each in second if each.text == "2"]
    assert number.y > (297 - 20) / 25.4 * 72
    assert number.size in (13, 14)
    assert abs(number.x - (left + right) / 2) < 6
    # Nơi nhận stands level with the authority, the signer below with room for a signature.
    closing = {each.text: each for each in second}
    assert abs(closing["Nơi nhận:"].y - closing["TM. ỦY BAN NHÂN DÂN"].y) < 4
    assert closing["PHÓ CHỦ TỊCH"].y - closing["Nguyễn Văn Minh"].y > 60
    assert annex[0].text == "Phụ lục I"
    assert reader.metadata is not None
    assert "Kế hoạch" in str(reader.metadata.title)


@pytest.mark.parametrize("key", TEMPLATES)
@pytest.mark.parametrize("party", [False, True])
def test_every_template_is_laid_out_with_all_its_words(key: str, party: bool, tmp_path: Path) -> None:
    name = "Đảng ủy xã Hòa Lạc Sơn" if party else "Ủy ban nhân dân xã Hòa Lạc Sơn"
    parts = template(key, OfficeForm(name, "Đảng bộ tỉnh An Bình" if party else "", "Hòa Lạc Sơn", "VP"), 2026, party)
    path = tmp_path / "a.docx"
    path.write_bytes(typeset(parts, made=WHEN))
    text = read_docx(path, path.name, Limits()).text
    assert sorted(text.split()) == sorted(composed(parts).text.split())
    looked = form_of(path, text)
    # What a template leaves open is told; how it is laid out is right.
    laid = [each for each in looked if each.verdict in ("layout", "element") and GAP not in each.text]
    assert [(each.text[:60], each.message_vi) for each in laid] == []
