"""Version 1: backups, and verifying what is held; work that goes on after the answer, and how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify

from archive import audit
from archive.backing_up import backups_in
from archive.errors import RefusedInput
from archive.seeing import viewer
from archive.verifying import verify_archive
from indexer.indexing import compare
from web.accounts.declaring import permits
from web.api.declaring import operation
from web.api.parts import (
    FLAG,
    OBJECT,
    TEXT,
    WHOLE,
    Json,
    listed,
    named,
    or_null,
    shape,
)  # fmt: skip
from web.caretaking import back_up_to_folder
from web.pages import service
from web.shapes_kept import index_problems, verification_json
from web.tasks import Task

keeping = Blueprint("api_keeping", __name__, url_prefix="/api/v1")

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
