"""Version 1: what an administrator looks over: the audit trail, how archive and machine are, settings, numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, stream_with_context

from archive.agency_levels import level_of
from archive.chain import head
from archive.options import OPTIONS
from archive.shapes import record_json
from archive.trail import TrailFilter
from web.accounts.declaring import permits
from web.api.answering import page
from web.api.declaring import CSV, operation, query, span
from web.api.parts import (
    ID,
    MOMENT,
    OBJECT,
    ON,
    TEXT,
    WHOLE,
    Json,
    listed,
    named,
    one_of,
    or_null,
    page_of,
    shape,
    text,
)  # fmt: skip
from web.api.schemas import RECORD
from web.api.validating import as_day
from web.condition import condition
from web.pages import service
from web.presenting.trail import as_csv, entry_json

overseeing = Blueprint("api_overseeing", __name__, url_prefix="/api/v1")

_HEAD = named("AuditHead", shape({"entries": WHOLE, "hash": TEXT}))
_ENTRY = named(
    "AuditEntry",
    shape(
        {
            "id": WHOLE,
            "at": MOMENT,
            "person": or_null(WHOLE),
            "actor": TEXT,
            "role": TEXT,
            "action": TEXT,
            "document": or_null(WHOLE),
            "subject": TEXT,
            "details": OBJECT,
            "hash": TEXT,
        }
    ),
)
_LINE = named(
    "Condition",
    shape(
        {
            "name": TEXT,
            "state": one_of("good", "warn", "bad", "info"),
            "value": TEXT,
            "value_en": TEXT,
            "do": TEXT,
            "do_en": TEXT,
            "command": TEXT,
        }
    ),
)
_SETTING = named("Setting", shape({"name": TEXT, "kind": TEXT, "value": TEXT, "origin": TEXT, "variable": TEXT}))
_COUNTS = listed(shape({"name": TEXT, "count": WHOLE}))
_NARROWING = [
    query("actor", text(200), "Tên người; “-” là chương trình / who; “-” for the program", ""),
    query("action", text(40), "Việc / what was done", ""),
    query("document", ID, "Văn bản / to which document"),
    query("since", ON, "Từ ngày / from this day", ""),
    query("until", ON, "Đến ngày / to this day", ""),
]


@overseeing.get("/audit")
@permits("administer")
@operation(
    "listAudit",
    "Nhật ký, mới nhất trước / the audit trail, the newest first",
    page_of("entries", _ENTRY, head=_HEAD),
    [*_NARROWING, *span(50, 500)],
    volatile=True,
)
def trail(actor: str, action: str, document: int | None, since: str, until: str, limit: int, offset: int) -> Response:
    """Entries of the trail."""
    archive = service().archive
    archive.readings.flush()
    wanted = TrailFilter(actor, action, document, _day(since), _day(until))
    with archive.database.read() as session:
        end = head(session)
    return page(
        "entries",
        [entry_json(each) for each in archive.trail.page(wanted, limit, offset)],
        archive.trail.count(wanted),
        limit,
        offset,
        head={"entries": end.entries, "hash": end.hash},
    )


@overseeing.get("/audit/table")
@permits("administer")
@operation("exportAudit", "Nhật ký thành bảng CSV / the audit trail as a CSV table", CSV, _NARROWING, volatile=True)
def table(actor: str, action: str, document: int | None, since: str, until: str) -> Response:
    """Every entry that was asked for, streamed."""
    archive = service().archive
    archive.readings.flush()
    wanted = TrailFilter(actor, action, document, _day(since), _day(until))
    response = Response(stream_with_context(as_csv(archive.trail.each(wanted))), mimetype=f"{CSV}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return response


@overseeing.get("/condition")
@permits("administer")
@operation(
    "getCondition",
    "Tình trạng kho và máy / how archive and machine are",
    shape({"lines": listed(_LINE)}),
    volatile=True,
)
def state() -> Response:
    """Everything with its state and what to do."""
    return jsonify(
        lines=[
            {
                "name": each.name,
                "state": each.state,
                "value": each.value[0],
                "value_en": each.value[1],
                "do": each.do[0],
                "do_en": each.do[1],
                "command": each.command,
            }
            for each in condition(service())
        ]
    )


@overseeing.get("/settings")
@permits("administer")
@operation("listSettings", "Thiết đặt của cơ quan / what the office decides", shape({"settings": listed(_SETTING)}))
def settings() -> Response:
    """Every setting with its value, and where that comes from."""
    return _settings()


@overseeing.patch("/settings")
@permits("administer")
@operation(
    "changeSettings",
    "Đổi thiết đặt, tất cả hoặc không gì cả / change settings, all or nothing",
    shape({"settings": listed(_SETTING)}),
    body={
        "type": "object",
        "properties": {option.name: text(500) for option in OPTIONS},
        "additionalProperties": False,
    },
    problems=(422,),
)
def change(body: Json) -> Response:
    """Keep what is given."""
    service().archive.options.change(body)
    service().together.marks.rise("options")
    return _settings()


@overseeing.get("/statistics")
@permits("administer")
@operation(
    "getStatistics",
    "Thống kê / numbers of the archive",
    shape(
        {
            "documents": WHOLE,
            "held": WHOLE,
            **dict.fromkeys(("added", "issued", "types", "issuers", "levels", "states"), _COUNTS),
            "cited": listed(shape({"document": RECORD, "count": WHOLE})),
            "searches": _COUNTS,
        }
    ),
    volatile=True,
)
def statistics() -> Response:
    """As of today, and as far as the caller may see."""
    archive = service().archive
    numbers = archive.statistics.look(date.today(), lambda record: level_of(record.issuer))
    searches = [(day.isoformat(), count) for day, count in archive.counting.per_day("searches").items()]
    return jsonify(
        documents=numbers.documents,
        held=numbers.held,
        added=_counts(numbers.added),
        issued=_counts(numbers.issued),
        types=_counts(numbers.types),
        issuers=_counts(numbers.issuers),
        levels=_counts(numbers.levels),
        states=_counts(numbers.states),
        cited=[{"document": record_json(record), "count": count} for record, count in numbers.cited],
        searches=_counts(searches),
    )


def _settings() -> Response:
    chosen = service().archive.options.all().values()
    return jsonify(
        settings=[
            {
                "name": each.option.name,
                "kind": each.option.kind,
                "value": each.value,
                "origin": each.origin,
                "variable": each.option.variable,
            }
            for each in chosen
        ]
    )


def _counts(rows: Any) -> list[Json]:
    return [{"name": name, "count": count} for name, count in rows]


def _day(raw: str) -> date | None:
    return as_day(raw) if raw else None
