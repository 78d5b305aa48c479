"""Version 1: the registers (sổ) of incoming and outgoing documents, and what of them is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from archive.register_entries import (
    IN,
    OUT,
    Book,
)
from web.accounts.declaring import permits
from web.api.answering import moment
from web.api.declaring import CSV, DOCX, operation, query
from web.api.entering import ENTRY, WHICH, entry_json, wanted
from web.api.parts import (
    DAY,
    FLAG,
    MOMENT,
    ON,
    TEXT,
    WHOLE,
    Json,
    listed,
    named,
    one_of,
    shape,
    text,
    whole,
)
from web.api.validating import as_day
from web.pages import service
from web.pages.registers import register_table
from web.pages.reporting import report_of, report_table

registers = Blueprint("api_registers", __name__, url_prefix="/api/v1")

_BOOK = named(
    "RegisterBook",
    shape(
        {
            "id": WHOLE,
            "direction": one_of(IN, OUT),
            "year": WHOLE,
            "series": TEXT,
            "organ": TEXT,
            "type": TEXT,
            "symbol": TEXT,
            "first": WHOLE,
            "next": WHOLE,
            "closed": MOMENT,
        }
    ),
)
_TALLY = named(
    "RegisterTally",
    shape(
        {"name": TEXT, **dict.fromkeys(("total", "done", "late", "none", "going", "unsaid", "overdue"), WHOLE)},
    ),
)
_REPORT = named(
    "RegisterReport",
    shape(
        {
            "on": DAY,
            "whole": _TALLY,
            "handled": listed(_TALLY),
            "types": listed(shape({"type": TEXT, "count": WHOLE})),
            "waiting": listed(ENTRY),
        }
    ),
)
_PERIOD = [
    query("day_from", ON, "Đến (hoặc ban hành) từ ngày / arrived, or issued, from this day"),
    query("day_to", ON, "Đến ngày / to this day"),
]


@registers.get("/registers")
@permits("register")
@operation(
    "listRegisters",
    "Các sổ văn bản / the registers",
    shape({"registers": listed(_BOOK)}),
    [query("year", whole(1945, 2200), "Năm / year")],
)
def books(year: int | None) -> Response:
    """All books, or those of a year."""
    return jsonify(registers=[_book(each) for each in service().archive.registers.books(year)])


@registers.post("/registers")
@permits("register")
@operation(
    "openRegister",
    "Mở sổ / open a register",
    None,
    body=shape(
        {
            "direction": one_of(IN, OUT),
            "year": whole(1945, 2200),
            "series": text(120),
            "organ": text(300),
            "type": text(60),
            "symbol": text(60),
            "first": whole(1, 999_999),
        },
        ("series", "organ", "type", "symbol", "first"),
    ),
    answers={201: _BOOK},
    problems=(409,),
)
def open_book(body: Json) -> Response:
    """Begin a book."""
    made = service().archive.registers.open_book(
        body["direction"],
        body["year"],
        series=body.get("series", ""),
        organ=body.get("organ", ""),
        type=body.get("type", ""),
        symbol=body.get("symbol", ""),
        first=body.get("first", 1),
    )
    return _made(_book(made), f"/api/v1/registers/{made.id}")


@registers.get("/registers/<int:book_id>")
@permits("register")
@operation(
    "getRegister",
    "Một sổ và các số của nó / a register and how its numbers stand",
    shape(
        {
            "register": _BOOK,
            "registered": WHOLE,
            "cancelled": WHOLE,
            "overdue": WHOLE,
            "reserved": listed(WHOLE),
            "gaps": listed(listed(WHOLE)),
        }
    ),
)
def book(book_id: int) -> Response:
    """One book: the next number, gaps as [first, last], reserved numbers."""
    kept = service().archive.registers
    standing = kept.standing(book_id, date.today())
    return jsonify(
        register=_book(kept.book(book_id)),
        registered=standing.registered,
        cancelled=standing.cancelled,
        overdue=standing.overdue,
        reserved=[each.number for each in standing.reserved],
        gaps=[list(each) for each in standing.gaps],
    )


@registers.patch("/registers/<int:book_id>")
@permits("register")
@operation(
    "closeRegister",
    "Khóa sổ, hoặc mở lại / close a register, or open it again",
    _BOOK,
    body=shape({"closed": FLAG}),
)
def close(book_id: int, body: Json) -> Response:
    """A closed book takes no more numbers."""
    return jsonify(_book(service().archive.registers.close_book(book_id, closed=body["closed"])))


@registers.get("/registers/<int:book_id>/table")
@permits("register")
@operation(
    "printRegister",
    "Sổ thành tệp: docx theo mẫu Phụ lục IV, csv đủ trường Phụ lục VI / a register as a file: docx in the form of "
    "Phụ lục IV, csv with every field of Phụ lục VI",
    f"{DOCX}, {CSV}",
    [query("format", one_of("docx", "csv"), "Kiểu tệp / kind of file", "docx"), *WHICH],
    volatile=True,
)
def printed(book_id: int, format: str, **which: Any) -> Response:
    """The whole book, or the entries asked for."""
    return register_table(book_id, wanted(**which), format)


@registers.get("/registers/<int:book_id>/report")
@permits("register")
@operation(
    "reportOnRegister",
    "Tình hình giải quyết văn bản của sổ / how far the documents of a register have been dealt with",
    _REPORT,
    _PERIOD,
    volatile=True,
)
def report(book_id: int, day_from: str | None, day_to: str | None) -> Response:
    """As of today: in all, by who deals with them, by type, and what waits, the earliest deadline first.

    `total` = `done` + `none` + `going` + `unsaid`; `late` of the done, `overdue` of the rest.
    """
    _, made = report_of(book_id, as_day(day_from or ""), as_day(day_to or ""))
    return jsonify(
        on=made.on.isoformat(),
        whole=vars(made.whole),
        handled=[vars(each) for each in made.handled],
        types=[{"type": name, "count": count} for name, count in made.types],
        waiting=[entry_json(each) for each in made.waiting],
    )


@registers.get("/registers/<int:book_id>/report/table")
@permits("register")
@operation(
    "printReportOnRegister",
    "Báo cáo tình hình giải quyết văn bản thành tệp / the report as a file",
    f"{DOCX}, {CSV}",
    [query("format", one_of("docx", "csv"), "Kiểu tệp / kind of file", "docx"), *_PERIOD],
    volatile=True,
)
def printed_report(book_id: int, format: str, day_from: str | None, day_to: str | None) -> Response:
    """Every document of the period with its deadline and state of handling."""
    return report_table(book_id, as_day(day_from or ""), as_day(day_to or ""), format)


def _made(value: Json, where: str) -> Response:
    response = jsonify(value)
    response.status_code = 201
    response.headers["Location"] = where
    return response


def _book(kept: Book) -> Json:
    return {
        "id": kept.id,
        "direction": kept.direction,
        "year": kept.year,
        "series": kept.series,
        "organ": kept.organ,
        "type": kept.type,
        "symbol": kept.symbol,
        "first": kept.first,
        "next": kept.next,
        "closed": moment(kept.closed),
    }
