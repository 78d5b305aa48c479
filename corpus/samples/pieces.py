"""Pieces of a laid-out page in python-docx: runs, rules, borderless tables, page number, footer.

Measures and styles: Nghị định 30/2020/NĐ-CP, Phụ lục I (A4; margins 20/20/30/15 mm; Times New Roman; page number top
centre, hidden on page 1).
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
TEXT_WIDTH_MM = 210 - 30 - 15
FOOTER_TEXT = "VĂN BẢN MẪU – không có giá trị pháp lý"
CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def set_page(document: DocxDocument) -> None:
    """A4 portrait with the margins of Phụ lục I, the default font, page number and the sample footer."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(9)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = Pt(14)
    fonts = style.element.rPr.rFonts
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    language.set(qn("w:eastAsia"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(0)
    header = section.header.paragraphs[0]
    header.alignment = CENTRE
    _page_field(header)
    section.first_page_header.paragraphs[0].text = ""
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = CENTRE
        run = add_run(paragraph, FOOTER_TEXT, size=8)
        run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)


def add_run(
    paragraph: Any, text: str, size: float = 14, bold: bool = False, italic: bool = False, underline: bool = False
) -> Any:
    """Add text to a paragraph in the given size (points) and style; gives the run."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold = bold or None
    run.italic = italic or None
    run.underline = underline or None
    return run


def add_line(container: Any, text: str, align: Any = CENTRE, fresh: bool = True, **style: Any) -> Any:
    """A paragraph of one run. `fresh=False` uses the empty first paragraph of a table cell."""
    paragraph = container.add_paragraph() if fresh else container.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if text:
        add_run(paragraph, text, **style)
    return paragraph


def add_rule(container: Any, width_mm: float, around_mm: float, align: Any = CENTRE) -> None:
    """A thin line of `width_mm`, centred in a column of `around_mm`: an empty paragraph with a top border."""
    paragraph = container.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    shape.space_before = Pt(3)
    side = max(0.0, (around_mm - width_mm) / 2)
    shape.left_indent, shape.right_indent = Mm(side), Mm(side)
    paragraph.alignment = align
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_columns(document: Any, left_mm: float, rows: int) -> Any:
    """A borderless two-column table over the text width, without cell margins; rows do not split over pages."""
    table = document.add_table(rows=rows, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = (left_mm, TEXT_WIDTH_MM - left_mm)
    for row in table.rows:
        split = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(split)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _cell_margins(table, 0)
    return table


def add_grid(document: Any, rows: tuple[tuple[str, ...], ...], widths_mm: list[float], size: float = 12) -> None:
    """A ruled table; the first row is its head, bold and repeated on each page."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    centred = [all(len(text) < 12 for text in column[1:]) for column in zip(*rows, strict=True)]
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if at == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, text, width, centre in zip(row.cells, texts, widths_mm, centred, strict=True):
            cell.width = Mm(width)
            align = CENTRE if at == 0 or centre else LEFT
            line = add_line(cell, text, align, fresh=False, size=size, bold=at == 0)
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    _cell_margins(table, 60)


def _cell_margins(table: Any, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(twips))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    table._tbl.tblPr.append(margins)


def _page_field(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = add_run(paragraph, "", size=13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)
