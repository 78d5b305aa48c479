"""The report on a register: what was dealt with, what waits and what is late, on a page and as a file."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request

from archive import audit
from archive.register_entries import IN, Book
from archive.register_reports import Report, report
from archive.registers_held import EntryFilter
from web.accounts.declaring import permits
from web.pages import service
from web.parameters import day, one_of
from web.presenting.registers import MOST_ROWS, book_title, progress_words
from web.presenting.reports import REPORT_TITLES, period_words, report_csv, report_docx
from web.problems import WrongParameter

pages = Blueprint("reporting", __name__, url_prefix="/registers/<int:book_id>")

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
_MOST_WAITING = 500


@pages.get("/report")
@permits("register")
def show(book_id: int) -> str:
    """How far the documents of a book have been dealt with."""
    wrong: list[WrongParameter] = []
    period: dict[str, date | None] = {"day_from": None, "day_to": None}
    for name in period:
        try:
            period[name] = day(request.args, name)
        except WrongParameter as error:
            wrong.append(error)
    book, made = report_of(book_id, period["day_from"], period["day_to"])
    return render_template(
        "register_report.html",
        here="registers",
        book=book,
        made=made,
        waiting=made.waiting[:_MOST_WAITING],
        period=period,
        wrong=wrong,
        book_title=book_title,
        progress=progress_words(),
        incoming=book.direction == IN,
    )


@pages.get("/report.<kind>")
@permits("register")
def table(book_id: int, kind: str) -> Response:
    """The report as docx to print, or as csv."""
    one_of({"kind": kind}, "kind", tuple(KINDS))
    return report_table(book_id, day(request.args, "day_from"), day(request.args, "day_to"), kind)


def report_of(book_id: int, since: date | None, until: date | None) -> tuple[Book, Report]:
    """The report of today on a book: what arrived, or was issued, in a period. Raises NotFound.

    What the viewer may not see is not counted.
    """
    registers = service().archive.registers
    book = registers.book(book_id)
    entries, _ = registers.entries(book_id, EntryFilter(day_from=since, day_to=until), MOST_ROWS)
    return book, report(entries, book.direction, date.today())


def report_table(book_id: int, since: date | None, until: date | None, kind: str) -> Response:
    """The report as a file, told to the audit trail. Raises NotFound."""
    book, made = report_of(book_id, since, until)
    data = report_csv(book, made) if kind == "csv" else report_docx(book, made, period_words(book, since, until))
    details = {"kind": f"report.{kind}", "rows": len(made.entries)}
    audit.write(service().archive, "register.exported", subject=book_title(book), details=details)
    response = Response(data, mimetype=KINDS[kind])
    name = quote(f"{REPORT_TITLES[book.direction].capitalize()} {book.year}.{kind}", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"bao-cao.{kind}\"; filename*=UTF-8''{name}"
    return response
