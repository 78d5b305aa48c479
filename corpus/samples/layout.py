"""Laying a sample out as a DOCX page.

State documents: Nghị định 30/2020/NĐ-CP, Phụ lục I. Party documents: Hướng dẫn 05-HD/VPTW (top-right Party name, `*`
under the issuer, `Số 04-NQ/ĐU` without a colon, `-----` under the title, `T/M`, underlined `Nơi nhận:`).
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from docx import Document as new_docx
from docx.document import Document as DocxDocument
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

from corpus.samples.pieces import (
    CENTRE,
    JUSTIFY,
    LEFT,
    TEXT_WIDTH_MM,
    add_columns,
    add_grid,
    add_line,
    add_rule,
    add_run,
    set_page,
)
from corpus.samples.source import Block, Part, Sample, spans

LEFT_MM = 66.0
RIGHT_MM = TEXT_WIDTH_MM - LEFT_MM
INDENT = Mm(10)


def lay_out(sample: Sample) -> DocxDocument:
    """The sample as a document, ready to be saved."""
    document = new_docx()
    # The template's own empty first paragraph would push the header table down.
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    set_page(document)
    _properties(document, sample)
    if sample.layout == "party":
        _party_head(document, sample)
    else:
        _state_head(document, sample)
    _title(document, sample)
    _bases(document, sample)
    last = _body(document, sample.body, sample)
    if last is not None:
        last.paragraph_format.keep_with_next = True
    _signature(document, sample)
    for part in (sample.attached, sample.annex):
        if part is not None:
            _part(document, part, sample)
    return document


def long_date(sample: Sample) -> str:
    """`ngày 05 tháng 3 năm 2020`: days under 10 and months 1 and 2 with a leading zero (Phụ lục I)."""
    day, month = sample.issued.day, sample.issued.month
    return f"ngày {day:02d} tháng {month:02d} năm" if month < 3 else f"ngày {day:02d} tháng {month} năm"


def _place_date(sample: Sample) -> str:
    return f"{sample.place}, {long_date(sample)} {sample.issued.year}"


def _properties(document: DocxDocument, sample: Sample) -> None:
    moment = datetime.combine(sample.issued, time(8))
    core = document.core_properties
    core.author, core.last_modified_by, core.comments = "cancu", "cancu", "Văn bản mẫu, không có giá trị pháp lý"
    core.title, core.language, core.category = f"{sample.type} {sample.number}", "vi-VN", "Văn bản mẫu"
    core.created = core.modified = moment
    core.revision = 1


def _issuer_cell(cell: Any, parents: tuple[str, ...], issuers: tuple[str, ...], size: float) -> None:
    fresh = False
    for text in parents:
        add_line(cell, text, fresh=fresh, size=size)
        fresh = True
    for text in issuers:
        add_line(cell, text, fresh=fresh, size=size, bold=True)
        fresh = True


def _nation_cell(cell: Any) -> None:
    add_line(cell, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", fresh=False, size=12, bold=True)
    add_line(cell, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    add_rule(cell, 54, RIGHT_MM)


def _state_head(document: DocxDocument, sample: Sample) -> None:
    table = add_columns(document, LEFT_MM, 2)
    left, right = table.rows[0].cells
    _issuer_cell(left, sample.parent_lines, sample.issuer_lines, 12)
    add_rule(left, 24, LEFT_MM)
    _nation_cell(right)
    left, right = table.rows[1].cells
    number = add_line(left, f"Số: {sample.number}", fresh=False, size=13)
    number.paragraph_format.space_before = Pt(6)
    if not sample.heading:
        subject = add_line(left, f"V/v {sample.title}", size=12)
        subject.paragraph_format.left_indent = subject.paragraph_format.right_indent = Mm(3)
        subject.paragraph_format.space_before = Pt(3)
    place = add_line(right, _place_date(sample), fresh=False, size=13, italic=True)
    place.paragraph_format.space_before = Pt(6)


def _party_head(document: DocxDocument, sample: Sample) -> None:
    table = add_columns(document, LEFT_MM + 8, 1)
    left, right = table.rows[0].cells
    _issuer_cell(left, sample.parent_lines, sample.issuer_lines, 14)
    add_line(left, "*", size=14)
    add_line(left, f"Số {sample.number}", size=14)
    add_line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", fresh=False, size=15, bold=True)
    add_rule(right, 73, RIGHT_MM - 8)
    place = add_line(right, _place_date(sample), size=14, italic=True)
    place.paragraph_format.space_before = Pt(16)


def _title(document: DocxDocument, sample: Sample) -> None:
    if not sample.heading:
        _addressees(document, sample)
        return
    party = sample.layout == "party"
    heading = add_line(document, sample.heading, size=16 if party else 14, bold=True)
    heading.paragraph_format.space_before = Pt(18)
    for text in sample.title_lines:
        add_line(document, text, size=15 if party else 14, bold=True)
    if party:
        add_line(document, "-----", size=14)
    else:
        add_rule(document, 42, TEXT_WIDTH_MM)
    if sample.addressees:
        _addressees(document, sample)
    if sample.authority:
        authority = add_line(document, sample.authority, size=14, bold=True)
        authority.paragraph_format.space_before = Pt(10)


def _addressees(document: DocxDocument, sample: Sample) -> None:
    if len(sample.addressees) == 1:
        line = add_line(document, f"Kính gửi: {sample.addressees[0]}", size=14)
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(18), Pt(6)
        return
    line = add_line(document, "Kính gửi:", LEFT, size=14)
    line.paragraph_format.left_indent = Mm(35)
    line.paragraph_format.space_before = Pt(18)
    for at, text in enumerate(sample.addressees):
        end = "." if at == len(sample.addressees) - 1 else ";"
        item = add_line(document, f"- {text}{end}", LEFT, size=14)
        item.paragraph_format.left_indent = Mm(50)
    item.paragraph_format.space_after = Pt(6)


def _bases(document: DocxDocument, sample: Sample) -> None:
    for at, text in enumerate(sample.bases):
        party = sample.layout == "party"
        line = _paragraph(document, f"- {text}" if party else text, sample, italic=not party)
        if at == 0:
            line.paragraph_format.space_before = Pt(10)


def _paragraph(document: Any, text: str, sample: Sample, bold: bool = False, italic: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = JUSTIFY
    shape = paragraph.paragraph_format
    shape.first_line_indent = INDENT
    shape.space_after = Pt(6)
    shape.widow_control = True
    if sample.layout == "party":
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(19)
    else:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.1
    for run, style in spans(text):
        add_run(paragraph, run, bold=bold or style == "bold", italic=italic or style == "italic")
    return paragraph


def _body(document: DocxDocument, blocks: tuple[Block, ...], sample: Sample) -> Any:
    last = None
    for block in blocks:
        if block.kind == "table":
            add_grid(document, block.rows, _column_widths(block.rows))
            spacer = add_line(document, "", size=6)
            spacer.paragraph_format.space_after = Pt(2)
            last = spacer
        elif block.kind in ("centre", "centre_italic"):
            last = add_line(
                document, block.text, CENTRE, bold=block.kind == "centre", italic=block.kind == "centre_italic"
            )
            last.paragraph_format.space_before = last.paragraph_format.space_after = Pt(6)
            last.paragraph_format.keep_with_next = True
        else:
            bold_line = all(style == "bold" for _, style in spans(block.text))
            heading = block.kind == "heading"
            first = last is None and blocks is sample.body and not (sample.bases or sample.addressees)
            last = _paragraph(document, block.text, sample, bold=heading)
            last.paragraph_format.keep_with_next = heading or bold_line or None
            last.paragraph_format.space_before = Pt(10) if first else None
    return last


def _column_widths(rows: tuple[tuple[str, ...], ...]) -> list[float]:
    """Widths in millimetres that fill the text width: narrow columns as they need, the others by their longest cell."""
    longest = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    wanted = [min(max(length * 2.1 + 4, 13.0), TEXT_WIDTH_MM / 2) for length in longest]
    narrow = sum(width for width in wanted if width <= 16)
    wide = sum(width for width in wanted if width > 16)
    if not wide:
        return [width * TEXT_WIDTH_MM / narrow for width in wanted]
    return [width if width <= 16 else width * (TEXT_WIDTH_MM - narrow) / wide for width in wanted]


def _signature(document: DocxDocument, sample: Sample) -> None:
    party = sample.layout == "party"
    spacer = add_line(document, "", size=6)
    spacer.paragraph_format.keep_with_next = True
    table = add_columns(document, 82, 1)
    left, right = table.rows[0].cells
    add_line(left, "Nơi nhận:", LEFT, fresh=False, size=12, bold=not party, italic=not party, underline=party)
    for text in sample.recipients:
        add_line(left, text, LEFT, size=12 if party else 11)
    for at, text in enumerate(sample.position_lines):
        add_line(right, text, fresh=at > 0, size=14, bold=not party or at == 0)
    name = add_line(right, sample.signer, size=14, bold=True)
    name.paragraph_format.space_before = Pt(72)


def _part(document: DocxDocument, part: Part, sample: Sample) -> None:
    attached = part is sample.attached
    if attached:
        gap = add_line(document, "", size=2)
        gap.paragraph_format.page_break_before = True
        table = add_columns(document, LEFT_MM, 1)
        left, right = table.rows[0].cells
        _issuer_cell(left, sample.parent_lines, sample.issuer_lines, 12)
        add_rule(left, 24, LEFT_MM)
        _nation_cell(right)
    heading = add_line(document, part.kind, size=14, bold=True)
    heading.paragraph_format.space_before = Pt(16)
    heading.paragraph_format.page_break_before = not attached
    add_line(document, part.title, size=14, bold=True)
    reference = add_line(document, f"({part.reference})", size=14, italic=True)
    reference.paragraph_format.space_after = Pt(2)
    add_rule(document, 42, TEXT_WIDTH_MM)
    gap = add_line(document, "", size=6)
    gap.paragraph_format.space_after = Pt(4)
    _body(document, part.body, sample)
