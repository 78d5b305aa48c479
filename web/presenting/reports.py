"""The report on a register as it is printed and taken along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archive.dates import format_short
from archive.register_entries import IN, OUT, Book, Entry
from archive.register_reports import Report, Tally, dealing_with
from web.presenting.registers import table_csv, table_docx

REPORT_TITLES = {IN: "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐẾN", OUT: "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐI"}
# Fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục I and II, and Phụ lục IV, mục VIII.
REPORTED = {
    IN: (
        "Số đến",
        "Ngày đến",
        "Tên loại, số và ký hiệu, ngày tháng văn bản",
        "Tác giả văn bản",
        "Trích yếu nội dung",
        "Đơn vị hoặc người nhận",
        "Thời hạn giải quyết",
        "Trạng thái xử lý",
        "Số, ký hiệu văn bản trả lời",
        "Ghi chú",
    ),
    OUT: (
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại văn bản",
        "Trích yếu nội dung",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Hạn trả lời văn bản",
        "Trạng thái xử lý",
        "Số, ký hiệu văn bản trả lời",
        "Ghi chú",
    ),
}
# As the printed form has them, whatever the language of the page.
_PROGRESS = {
    "": "chưa ghi",
    "new": "chưa giải quyết",
    "working": "đang giải quyết",
    "done": "đã giải quyết",
    "none": "không phải trả lời",
}


def report_row(book: Book, entry: Entry, on: date) -> tuple[str, ...]:
    """The cells of an entry in the report."""
    facts = entry.facts
    state = _PROGRESS[facts.progress] + (" (quá hạn)" if entry.overdue(on) else "")
    last = (_day(facts.due), state, facts.answer, facts.note)
    if book.direction == IN:
        named = " ".join(filter(None, (facts.type, facts.code, f"ngày {_day(facts.issued)}" if facts.issued else "")))
        who = facts.recipients or facts.handler
        return (entry.shown, _day(facts.arrived), named, facts.issuer, facts.subject, who, *last)
    kept = facts.kept_by or facts.handler
    number = facts.code or entry.shown
    return (number, _day(facts.issued), facts.type, facts.subject, facts.recipients, kept, *last)


def summed_up(tally: Tally) -> str:
    """A tally in a line."""
    parts = [f"Tổng số {tally.total}: đã giải quyết {tally.done}"]
    if tally.late:
        parts.append(f"trong đó sau hạn {tally.late}")
    parts.append(f"chưa giải quyết xong {tally.going}")
    parts.append(f"không phải trả lời {tally.none}")
    if tally.unsaid:
        parts.append(f"chưa ghi trạng thái {tally.unsaid}")
    parts.append(f"quá hạn {tally.overdue}")
    return "; ".join(parts) + "."


def report_docx(book: Book, made: Report, period: str) -> bytes:
    """The report to print."""
    lines = (period, f"Tính đến ngày {_day(made.on)}", summed_up(made.whole))
    rows = (report_row(book, each, made.on) for each in made.entries)
    return table_docx(book.organ, REPORT_TITLES[book.direction], lines, REPORTED[book.direction], rows)


def report_csv(book: Book, made: Report) -> bytes:
    """The report for a spreadsheet, with who deals with each entry."""
    return table_csv(_rows(book, made))


def period_words(book: Book, since: date | None, until: date | None) -> str:
    """Which days a report is of."""
    if since is None and until is None:
        return f"Năm {book.year}"
    first = f"Từ ngày {_day(since)} " if since else ""
    last = f"{'đến' if since else 'Đến'} ngày {_day(until)}" if until else ""
    return (first + last).strip()


def _rows(book: Book, made: Report) -> Iterator[dict[str, str]]:
    names = REPORTED[book.direction]
    for each in made.entries:
        row = dict(zip(names, report_row(book, each, made.on), strict=True))
        yield {**row, "Người xử lý": dealing_with(each, book.direction)}


def _day(value: date | None) -> str:
    return format_short(value) if value else ""
