"""A list of results as a file: CSV for a spreadsheet, DOCX to print, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date

from archive.validity import STATE_NAMES
from indexer.search import Hit, SearchResult, result_json
from indexer.typesetting.pieces import printable
from web.presenting.registers import harmless

MOST = 1000
"""Results in a file."""

COLUMNS = (
    "Loại văn bản",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Trích yếu",
    "Điều, khoản",
    "Tiêu đề",
    "Hiệu lực",
    "Đoạn trích",
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def exported(result: SearchResult, kind: str, on: date) -> bytes:
    """The file of a result: csv (with the mark by which Excel knows UTF-8), docx or json."""
    return {"csv": _csv, "docx": _docx, "json": _json}[kind](result, on)


def _rows(result: SearchResult) -> Iterator[tuple[str, ...]]:
    for hit in result.hits:
        record = hit.record
        yield (
            record.type,
            record.number,
            f"{record.issued:%d/%m/%Y}" if record.issued else "",
            record.issuer,
            record.title,
            hit.label,
            hit.heading,
            state_words(hit),
            hit.snippet.text,
        )


def state_words(hit: Hit) -> str:
    """The validity of a hit in words."""
    return STATE_NAMES[hit.validity.state][0]


def _csv(result: SearchResult, on: date) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in _rows(result))
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _json(result: SearchResult, on: date) -> bytes:
    return json.dumps(result_json(result), ensure_ascii=False, indent=2).encode("utf-8")


def _docx(result: SearchResult, on: date) -> bytes:
    from docx import Document as new_document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = new_document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(20))
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    document.add_heading("Kết quả tìm kiếm", level=1)
    document.add_paragraph(printable(f"Câu tìm: {result.query}"))
    part = f"; tệp này có {len(result.hits)} kết quả đầu" if len(result.hits) < result.total else ""
    document.add_paragraph(
        f"{result.total} kết quả trong {result.documents} văn bản{part}; hiệu lực tính đến ngày {on:%d/%m/%Y}."
    )
    table = document.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, ("Văn bản", "Điều, khoản", "Nội dung", "Hiệu lực"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for hit in result.hits:
        record = hit.record
        number = f" số {record.number}" if record.number else ""
        issued = f" ngày {record.issued:%d/%m/%Y}" if record.issued else ""
        cells = table.add_row().cells
        cells[0].text = printable(f"{record.type}{number}{issued} của {record.issuer} {record.title}".strip())
        cells[1].text = printable(" ".join(filter(None, (hit.label, hit.heading))))
        cells[2].text = printable(hit.snippet.text)
        cells[3].text = state_words(hit)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
