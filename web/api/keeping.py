"""What the administrator's pages do, for programs: audit trail, health, settings, backups, bin, retention, numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify

from archive import audit
from archive.agency_levels import level_of
from archive.backing_up import backups_in
from archive.chain import head
from archive.errors import RefusedInput
from archive.options import OPTIONS
from archive.retention import Kept
from archive.seeing import viewer
from archive.shapes import record_json
from archive.trail import TrailFilter
from archive.verifying import verify_archive
from indexer.indexing import compare
from web.accounts.declaring import permits
from web.api.answering import page
from web.api.declaring import operation, query, span
from web.api.parts import (
    DAY,
    FLAG,
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
    whole,
)  # fmt: skip
from web.api.schemas import RECORD
from web.api.validating import as_day
from web.caretaking import back_up_to_folder
from web.condition import condition
from web.pages import service
from web.presenting.trail import entry_json
from web.purging import bin_document, purge_document, unbin_document
from web.shapes_kept import index_problems, verification_json
from web.tasks import Task

keeping = Blueprint("api_keeping", __name__, url_prefix="/api/v1")

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
_TASK = named(
    "Task",
    shape(
        {
            "kind": or_null(TEXT),
            "stage": TEXT,
            "done": WHOLE,
            "total": WHOLE,
            "ended": FLAG,
            "problem": TEXT,
            "problem_en": TEXT,
            "result": or_null(OBJECT),
        }
    ),
)
_BACKUP = named("Backup", shape({"name": TEXT, "size": WHOLE}))
_BINNED = named("Binned", shape({"document": RECORD, "since": MOMENT, "by": TEXT, "reason": TEXT}))
_KEPT = named("Retention", shape({"document": WHOLE, "years": or_null(WHOLE), "origin": TEXT, "due": DAY}))
_COUNTS = listed(shape({"name": TEXT, "count": WHOLE}))


@keeping.get("/audit")
@permits("administer")
@operation(
    "listAudit",
    "Nhật ký, mới nhất trước / the audit trail, the newest first",
    page_of("entries", _ENTRY, head=_HEAD),
    [
        query("actor", text(200), "Tên người; “-” là chương trình / who; “-” for the program", ""),
        query("action", text(40), "Việc / what was done", ""),
        query("document", ID, "Văn bản / to which document"),
        query("since", ON, "Từ ngày / from this day", ""),
        query("until", ON, "Đến ngày / to this day", ""),
        *span(50, 500),
    ],
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


@keeping.get("/condition")
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


@keeping.get("/settings")
@permits("administer")
@operation("listSettings", "Thiết đặt của cơ quan / what the office decides", shape({"settings": listed(_SETTING)}))
def settings() -> Response:
    """Every setting with its value, and where that comes from."""
    return _settings()


@keeping.patch("/settings")
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


@keeping.get("/backups")
@permits("administer")
@operation("listBackups", "Các bản sao lưu đang giữ / the backups that are kept", shape({"backups": listed(_BACKUP)}))
def backups() -> Response:
    """Those in the folder of the settings, the newest first."""
    folder = service().archive.options.get("backup_folder")
    found = backups_in(Path(folder)) if folder else []
    return jsonify(backups=[{"name": each.name, "size": each.stat().st_size} for each in found])


@keeping.post("/backups")
@permits("administer")
@operation(
    "makeBackup",
    "Bắt đầu sao lưu vào thư mục đã đặt / begin a backup into the folder of the settings",
    None,
    answers={202: _TASK},
    problems=(409, 422),
    volatile=True,
)
def make_backup() -> tuple[Response, int]:
    """Begin; `GET /api/v1/task` says how far it is."""
    archive = service().archive
    if not archive.options.get("backup_folder"):
        raise RefusedInput(
            "no_backup_folder",
            "Chưa chọn thư mục chứa bản sao lưu (backup_folder).",
            "No folder for backups is chosen (backup_folder).",
        )
    return _begun("backup", lambda tell: back_up_to_folder(archive, tell))


@keeping.post("/verifications")
@permits("administer")
@operation(
    "verifyArchive",
    "Bắt đầu kiểm tra kho / begin to verify the archive",
    None,
    answers={202: _TASK},
    problems=(409,),
    volatile=True,
)
def verify() -> tuple[Response, int]:
    """Begin; `GET /api/v1/task` gives the result."""
    archive, engine = service().archive, service().engine

    def work(tell: Any) -> Any:
        found = verify_archive(archive, (), tell)
        problems = [*found.problems, *index_problems(compare(archive, engine))]
        audit.write(archive, "verified", details={"problems": len(problems), "head": str(found.head)})
        return found, problems

    return _begun("verify", work)


@keeping.get("/task")
@permits("administer")
@operation("getTask", "Việc đang làm / what is being done, or was done last", _TASK, volatile=True)
def task() -> Response:
    """How far it is."""
    return jsonify(_task(service().tasks.now))


@keeping.delete("/documents/<int:document_id>")
@permits("register")
@operation(
    "deleteDocument",
    "Bỏ văn bản vào thùng rác / put a document into the bin",
    None,
    [query("reason", text(300), "Lý do / why", "")],
    answers={204: None},
)
def delete(document_id: int, reason: str) -> tuple[str, int]:
    """Hidden from this moment on."""
    bin_document(service(), document_id, reason)
    return "", 204


@keeping.get("/bin")
@permits("administer")
@operation("listBin", "Thùng rác / what lies in the bin", shape({"documents": listed(_BINNED)}))
def lying() -> Response:
    """The last put there first."""
    return jsonify(
        documents=[
            {
                "document": record_json(each.record),
                "since": each.since.isoformat(timespec="seconds") + "Z",
                "by": each.by,
                "reason": each.reason,
            }
            for each in service().archive.bin.all()
        ]
    )


@keeping.post("/bin/<int:document_id>/restore")
@permits("administer")
@operation("restoreDocument", "Lấy văn bản khỏi thùng rác / take a document out of the bin", None, answers={204: None})
def restore(document_id: int) -> tuple[str, int]:
    """Seen again from this moment on."""
    unbin_document(service(), document_id)
    return "", 204


@keeping.delete("/bin/<int:document_id>")
@permits("administer")
@operation(
    "purgeDocument",
    "Xóa hẳn một văn bản trong thùng rác / delete for good what lies in the bin",
    None,
    [query("confirm", one_of("purge"), "Phải là “purge” / must be “purge”", required=True)],
    answers={204: None},
)
def purge(document_id: int, confirm: str) -> tuple[str, int]:
    """There is no way back."""
    purge_document(service(), document_id)
    return "", 204


@keeping.get("/documents/<int:document_id>/retention")
@permits("read")
@operation("getRetention", "Thời hạn bảo quản / how long a document is kept", _KEPT)
def retention(document_id: int) -> Response:
    """Years, 0 for ever, null undecided; whose word that is; the first day on which it need not be kept."""
    return jsonify(_kept(service().archive.retention.of(document_id)))


@keeping.put("/documents/<int:document_id>/retention")
@permits("register")
@operation(
    "setRetention",
    "Đặt thời hạn bảo quản riêng / say how long this document is kept",
    _KEPT,
    body=shape({"years": or_null(whole(0, 200)), "note": text(1000)}, ("note",)),
)
def set_retention(document_id: int, body: Json) -> Response:
    """0 for ever, null for nothing said of this document."""
    kept = service().archive.retention
    kept.set(document_id, body["years"], body.get("note", ""))
    return jsonify(_kept(kept.of(document_id)))


@keeping.get("/retention")
@permits("administer")
@operation(
    "listDue",
    "Văn bản hết thời hạn bảo quản / what need not be kept any more",
    page_of("documents", _KEPT),
    [query("on", ON, "Tính đến ngày / as of a day", ""), *span()],
)
def due(on: str, limit: int, offset: int) -> Response:
    """A list; nothing is deleted by it."""
    found = service().archive.retention.due(_day(on) or date.today())
    return page("documents", [_kept(each) for each in found[offset : offset + limit]], len(found), limit, offset)


@keeping.get("/statistics")
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


def _begun(kind: str, work: Any) -> tuple[Response, int]:
    tasks = service().tasks
    if not tasks.begin(kind, work, viewer()):
        raise RefusedInput(
            "task_running",
            "Đang có một việc khác chạy. Hãy đợi xong rồi làm lại.",
            "Something else is being done. Wait until it has ended and try again.",
        )
    return jsonify(_task(tasks.now)), 202


def _task(now: Task | None) -> Json:
    if now is None:
        now = Task("", ended=True)
    return {
        "kind": now.kind or None,
        "stage": now.stage,
        "done": now.done,
        "total": now.total,
        "ended": now.ended,
        "problem": now.vi,
        "problem_en": now.en,
        "result": _result(now),
    }


def _result(now: Task) -> Json | None:
    if now.result is None:
        return None
    if now.kind == "verify":
        return verification_json(*now.result)
    if now.kind == "backup":
        return {"name": Path(now.result.path).name, "size": now.result.size}
    return {"name": now.result[0]}


def _kept(kept: Kept) -> Json:
    return {
        "document": kept.record.id,
        "years": kept.years,
        "origin": kept.origin,
        "due": kept.due.isoformat() if kept.due else None,
    }


def _counts(rows: Any) -> list[Json]:
    return [{"name": name, "count": count} for name, count in rows]


def _day(raw: str) -> date | None:
    return as_day(raw) if raw else None
