"""Version 1: Word files checked and given back with comments; many files checked at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request, stream_with_context
from werkzeug.wrappers import Response as Answer

from archive.shapes import finding_json
from indexer.annotating.saying import remarks_of
from indexer.checking import check_draft, read_draft
from indexer.reading import Reader
from web import checks
from web.accounts import permits
from web.api.declaring import operation, query
from web.api.parts import FLAG, MOMENT, ON, TEXT, WHOLE, Json, listed, named, one_of, shape
from web.api.schemas import CHECK
from web.api.validating import as_day
from web.checks import Batch, Row
from web.incoming import files_in, no_file, on_disk, only_file
from web.languages import language
from web.pages import checking as pages
from web.pages import service
from web.pages.printing import file_answer

checking = Blueprint("api_checking", __name__, url_prefix="/api/v1")

_FILE: Json = {"type": "string", "format": "binary"}
_FILES: Json = {"type": "array", "items": _FILE, "minItems": 1, "description": "Một hay nhiều tệp / one file or many"}
_KIND = one_of("commented", "corrected")
_ROW = named(
    "CheckedFile",
    shape(
        {
            "number": WHOLE,
            "name": TEXT,
            "status": one_of("waiting", "checked", "refused"),
            "citations": WHOLE,
            "wrong": {**WHOLE, "description": "Số chỗ sai / findings that say that something is wrong"},
            "open": {**WHOLE, "description": "Số chỗ cần người xem / findings that a person decides on"},
            "counts": {"type": "object", "additionalProperties": WHOLE},
            "commented": {**FLAG, "description": "Có bản sao DOCX ghi chú / copies can be had"},
            "reason": TEXT,
            "vi": TEXT,
            "en": TEXT,
        }
    ),
)
_BATCH = named("CheckBatch", shape({"key": TEXT, "date": ON, "going": WHOLE, "until": MOMENT, "files": listed(_ROW)}))


@checking.post("/checks/copies")
@permits("read")
@operation(
    "checkCopy",
    "Tệp Word có ghi chú hoặc đã sửa, có theo dõi / the Word file with comments, or corrected with changes tracked",
    "application/octet-stream",
    form=shape({"file": _FILE, "date": ON, "kind": _KIND}, ("date", "kind")),
    problems=[422],
    volatile=True,
)
def copy(body: Json) -> Answer:
    """Check a Word file and give it back at once: nothing of it is kept."""
    desk = service()
    file = only_file(request.files)
    if file is None:
        raise no_file()
    correct = body.get("kind") == "corrected"
    with on_disk(desk, file) as (path, name), Reader(desk.settings) as reader:
        draft = read_draft(reader, path, name)
        findings = check_draft(desk.archive, draft, as_day(body.get("date") or "") or date.today())
        content = reader.annotated(path, remarks_of(findings, draft.text, language(), correct=correct), name)
    suffix = pages.COPIES["corrected" if correct else "commented"]
    return file_answer(content, f"{name.rsplit('.', 1)[0]} ({suffix}).docx", "docx")


@checking.post("/checks/batches")
@permits("read")
@operation(
    "checkBatch",
    "Kiểm tra nhiều tệp / check many files; `key` adds to a batch",
    None,
    form=shape({"file": _FILES, "date": ON, "key": TEXT}, ("date", "key")),
    answers={202: _BATCH},
    problems=[404, 422],
    volatile=True,
)
def begin(body: Json) -> tuple[Response, int]:
    """Take files into a batch, kept for an hour for whoever sent them; they are read one after the other."""
    desk = service()
    files = files_in(request.files)
    if not files:
        raise no_file()
    key = body.get("key") or ""
    on = as_day(body.get("date") or "") or date.today()
    batch = checks.add(desk, checks.get(desk, key) if key else checks.begin(desk, on), files)
    return jsonify(_shape(batch, checks.rows(desk, batch))), 202


@checking.get("/checks/batches/<key>")
@permits("read")
@operation("getCheckBatch", "Kiểm tra đến đâu, nhiều lỗi trước / a batch, worst first", _BATCH, volatile=True)
def one(key: str) -> Response:
    """The rows of a batch: what is read, worst first, then what waits."""
    desk = service()
    batch = checks.get(desk, key)
    return jsonify(_shape(batch, checks.rows(desk, batch)))


@checking.get("/checks/batches/<key>/files/<int:number>")
@permits("read")
@operation("getCheckedFile", "Phát hiện của một tệp / the findings of one file", CHECK)
def file(key: str, number: int) -> Response:
    """What is found in one file of a batch now."""
    desk = service()
    batch = checks.get(desk, key)
    _, findings = checks.found_in(desk, batch, number)
    return jsonify(findings=[finding_json(each) for each in findings], date=batch.on.isoformat())


@checking.get("/checks/batches/<key>/files/<int:number>/copy")
@permits("read")
@operation(
    "getCheckedCopy",
    "Bản Word ghi chú hoặc đã sửa của một tệp / the copy of one file",
    "application/octet-stream",
    [query("kind", _KIND, "Có ghi chú, hay đã sửa / with comments, or corrected", "commented")],
    problems=[422],
)
def copied(key: str, number: int, kind: str) -> Answer:
    """The Word file of a batch with comments, or corrected with changes tracked."""
    return pages.copy(key, number, kind)


@checking.get("/checks/batches/<key>/copies")
@permits("read")
@operation("getCheckedCopies", "Mọi bản có ghi chú / all commented copies", "application/zip", volatile=True)
def copies(key: str) -> Answer:
    """Commented copies of all Word files of a batch."""
    desk = service()
    batch = checks.get(desk, key)
    return Response(stream_with_context(checks.copies(desk, batch, language())), mimetype="application/zip")


@checking.delete("/checks/batches/<key>")
@permits("read")
@operation("deleteCheckBatch", "Xóa ngay các tệp kiểm tra / let the files go now", None, answers={204: None})
def delete(key: str) -> tuple[str, int]:
    """Let a batch go before its hour is over."""
    desk = service()
    checks.remove(desk, checks.get(desk, key))
    return "", 204


def _shape(batch: Batch, rows: list[Row]) -> dict[str, Any]:
    ended = sorted((row for row in rows if row.file), key=lambda row: row.file.worst if row.file else (0, 0, 0, ""))
    until = datetime.fromtimestamp(batch.begun + checks.KEPT, UTC)
    return {
        "key": batch.key,
        "date": batch.on.isoformat(),
        "going": sum(row.file is None for row in rows),
        "until": until.isoformat(timespec="seconds"),
        "files": [_row(row) for row in (*ended, *(row for row in rows if not row.file))],
    }


def _row(row: Row) -> dict[str, Any]:
    tally = row.file.tally if row.file else None
    refused = row.file.refused if row.file else None
    return {
        "number": row.number,
        "name": row.name,
        "status": "waiting" if row.file is None else "checked" if tally else "refused",
        "citations": row.file.citations if row.file else 0,
        "wrong": tally.wrong if tally else 0,
        "open": tally.open if tally else 0,
        "counts": dict(tally.counts) if tally else {},
        "commented": row.commented,
        "reason": row.file.code if row.file else "",
        "vi": refused[0] if refused else "",
        "en": refused[1] if refused else "",
    }
