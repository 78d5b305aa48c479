"""Registers as they are shown, printed and taken along: the columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV and VI."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from archive.dates import format_short
from archive.register_entries import (
    CANCELLED,
    IN,
    MASKED,
    OUT,
    REGISTERED,
    RESERVED,
    Book,
    Entry,
    code_parts,
)
from indexer.typesetting.pieces import printable

MOST_ROWS = 20_000
# Phụ lục IV, mục I and VI: the least a printed register has, in its order.
PRINTED = {
    IN: (
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
    OUT: (
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
}
TITLES = {IN: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", OUT: "SỔ ĐĂNG KÝ VĂN BẢN ĐI"}
_HIDDEN = "(văn bản hạn chế người xem)"
_STATES = {RESERVED: "Số giữ trước", CANCELLED: "Số hủy"}


def book_title(book: Book) -> str:
    """A book's name, in the reader's language."""
    name = _("Sổ văn bản đến") if book.direction == IN else _("Sổ văn bản đi")
    return f"{name} {book.year}" + (f" · {book.series}" if book.series else "")


def state_words() -> dict[str, str]:
    """The states of an entry in words."""
    return {
        REGISTERED: _("Đã vào sổ"),
        RESERVED: _("Giữ trước"),
        CANCELLED: _("Đã hủy"),
        MASKED: _("Văn bản hạn chế người xem"),
    }


def progress_words() -> dict[str, str]:
    """The states of handling in words."""
    return {
        "": _("chưa ghi"),
        "new": _("chưa giải quyết"),
        "working": _("đang giải quyết"),
        "done": _("đã giải quyết"),
        "none": _("không phải trả lời"),
    }


def field_label(name: str, direction: str) -> str:
    """A field's name as Phụ lục VI has it for this kind of register."""
    words: dict[str, str] = {
        "recipients": _("Đơn vị hoặc người nhận") if direction == IN else _("Nơi nhận"),
        "due": _("Thời hạn giải quyết") if direction == IN else _("Hạn trả lời văn bản"),
        "type": _("Tên loại văn bản"),
        "code": _("Số, ký hiệu văn bản"),
        "issued": _("Ngày, tháng, năm văn bản"),
        "issuer": _("Cơ quan, tổ chức ban hành"),
        "subject": _("Trích yếu nội dung"),
        "language": _("Ngôn ngữ"),
        "pages": _("Số trang"),
        "position": _("Chức vụ người ký"),
        "signer": _("Họ và tên người ký"),
        "urgency": _("Mức độ khẩn"),
        "recipient_ids": _("Mã định danh nơi nhận"),
        "arrived": _("Ngày đến"),
        "copies": _("Số lượng bản"),
        "kept_by": _("Đơn vị, người nhận bản lưu"),
        "forwarded": _("Ngày chuyển"),
        "received_by": _("Ký nhận"),
        "handler": _("Người xử lý"),
        "opinion": _("Ý kiến phân phối, chỉ đạo"),
        "progress": _("Trạng thái xử lý"),
        "answer": _("Số, ký hiệu văn bản trả lời"),
        "note": _("Ghi chú"),
    }
    return words[name]


def printed_row(book: Book, entry: Entry) -> tuple[str, ...]:
    """The cells of an entry in the printed register."""
    facts = entry.facts
    if entry.state != "registered":
        said = _HIDDEN if entry.state == MASKED else _STATES[entry.state]
        said = f"{said}: {entry.reason}" if entry.reason else said
        empty = [""] * 10
        empty[1 if book.direction == IN else 0] = entry.shown
        empty[5 if book.direction == IN else 2] = said
        return tuple(empty)
    name = f"{facts.type} {facts.subject}".strip() if not _leads(facts.subject, facts.type) else facts.subject
    if book.direction == IN:
        return (
            _day(facts.arrived),
            entry.shown,
            facts.issuer,
            facts.code,
            _day(facts.issued),
            name,
            facts.recipients or facts.handler,
            _day(facts.forwarded),
            facts.received_by,
            facts.note,
        )
    return (
        facts.code or entry.shown,
        _day(facts.issued),
        name,
        facts.signer,
        facts.recipients,
        facts.kept_by,
        str(facts.copies or ""),
        _day(facts.forwarded),
        facts.received_by,
        facts.note,
    )


def _leads(subject: str, type_: str) -> bool:
    return bool(type_) and subject.lower().startswith(type_.lower())


def _day(value: date | None) -> str:
    return format_short(value) if value else ""


def field_row(book: Book, entry: Entry, dossiers: Sequence[str] = ()) -> dict[str, Any]:
    """An entry by the names of Phụ lục VI, with what a register has beyond it."""
    facts, incoming = entry.facts, book.direction == IN
    number, notation = code_parts(facts.code)
    row: dict[str, Any] = {
        "So": entry.shown,
        "TrangThai": state_words()[entry.state],
        "FileCode": "; ".join(dossiers),
        "TypeName": facts.type,
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": _day(facts.issued),
        "OrganName": facts.issuer,
        "Subject": facts.subject,
        "Language": facts.language,
        "PageAmount": facts.pages or "",
        "Description": facts.note,
        "Position": facts.position,
        "FullName": facts.signer,
        "Priority": facts.urgency,
    }
    if incoming:
        row |= {
            "ArrivalDate": _day(facts.arrived),
            "ArrivalNumber": entry.shown,
            "ToPlaces": facts.recipients,
            "TraceHeaderList": facts.opinion,
        }
    else:
        row |= {"To.OrganId": facts.recipient_ids, "To.OrganName": facts.recipients, "IssuedAmount": facts.copies or ""}
    return row | {
        "DueDate": _day(facts.due),
        "NguoiXuLy": facts.handler,
        "TienDo": progress_words()[facts.progress] if facts.progress else "",
        "VanBanTraLoi": facts.answer,
        "NgayChuyen": _day(facts.forwarded),
        "KyNhan": facts.received_by,
        "LyDo": entry.reason,
        "VanBan": entry.document_id or "",
    }


def table_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """A table for a spreadsheet: UTF-8 with the mark by which Excel knows it, no cell that is taken for a formula."""
    out, writer = io.StringIO(), None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, list(row))
            writer.writeheader()
        writer.writerow({name: harmless(str(value)) for name, value in row.items()})
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def span_words(entries: Sequence[Entry], direction: str) -> tuple[str, str]:
    """`Từ ngày … đến ngày …` and `Từ số … đến số …` of a printed register, dots where nothing is known."""
    days = [day for each in entries if (day := each.facts.arrived if direction == IN else each.facts.issued)]
    dots = "………"
    first, last = (_day(min(days)), _day(max(days))) if days else (dots, dots)
    low, high = (entries[0].shown, entries[-1].shown) if entries else (dots, dots)
    return f"Từ ngày {first} đến ngày {last}", f"Từ số {low} đến số {high}"


def table_docx(
    organ: str, title: str, lines: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """A printed list as a DOCX file: A4 on its side, the head of the table on every page."""
    from docx import Document as new_document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    document = new_document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    for text, bold in ((organ.upper(), True), (title, True), *((line, False) for line in lines)):
        if text:
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(printable(text)).bold = bold
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = printable(value)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
