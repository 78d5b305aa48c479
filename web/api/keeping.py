"""Version 1: backups, and verifying what is held; work that goes on after the answer, and how far it is."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, jsonify, send_file
from werkzeug.wrappers import Response as Answer

from archive.backing_up import backups_in
from archive.errors import RefusedInput
from archive.restoring import forget_staged, staged
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
    one_of,
    or_null,
    shape,
)  # fmt: skip
from web.chores import backup_named, begin_backup, begin_check, begin_restore, begin_verifying
from web.pages import service
from web.shapes_kept import verification_json
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
    desk = service()
    if not desk.archive.options.get("backup_folder"):
        raise RefusedInput(
            "no_backup_folder",
            "Chưa chọn thư mục chứa bản sao lưu (backup_folder).",
            "No folder for backups is chosen (backup_folder).",
        )
    return _begun(begin_backup(desk))


@keeping.get("/backups/<name>")
@permits("administer")
@operation("getBackup", "Tải một bản sao lưu / a backup, to be kept elsewhere", "application/zip", volatile=True)
def backup(name: str) -> Answer:
    """The one file of a backup."""
    path = backup_named(service().archive, name)
    return send_file(path, mimetype="application/zip", as_attachment=True, conditional=True)


@keeping.post("/backups/<name>/check")
@permits("administer")
@operation(
    "checkBackup",
    "Bắt đầu kiểm tra một bản sao lưu / begin to look whether a backup is good",
    None,
    answers={202: _TASK},
    problems=(409,),
    volatile=True,
)
def check_backup(name: str) -> tuple[Response, int]:
    """Begin; `GET /api/v1/task` gives the result: a damaged one is told in `problem`."""
    return _begun(begin_check(service(), name))


@keeping.post("/backups/<name>/restore")
@permits("administer")
@operation(
    "restoreBackup",
    "Bắt đầu chuẩn bị khôi phục; thay kho khi chương trình khởi động lại / begin to make a backup ready; it takes the "
    "archive's place at the next start",
    None,
    body=shape({"confirm": one_of("restore")}),
    answers={202: _TASK},
    problems=(409,),
    volatile=True,
)
def restore_backup(name: str, body: Json) -> tuple[Response, int]:
    """Begin; nothing changes before the program is started again."""
    return _begun(begin_restore(service(), name))


@keeping.get("/restoration")
@permits("administer")
@operation(
    "getRestoration",
    "Bản sao lưu đang chờ thay kho / the backup that waits to take the archive's place",
    shape({"backup": or_null(shape({"name": TEXT, "created": TEXT}))}),
)
def restoration() -> Response:
    """What was made ready, null for none."""
    waits = staged(service().settings)
    return jsonify(backup={"name": waits["from"], "created": waits["created"]} if waits else None)


@keeping.delete("/restoration")
@permits("administer")
@operation(
    "forgetRestoration",
    "Bỏ bản chuẩn bị khôi phục / take back what was made ready to be restored",
    None,
    answers={204: None},
)
def forget_restoration() -> tuple[str, int]:
    """The archive stays as it is."""
    forget_staged(service().settings)
    return "", 204


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
    return _begun(begin_verifying(service()))


@keeping.get("/task")
@permits("administer")
@operation("getTask", "Việc đang làm / what is being done, or was done last", _TASK, volatile=True)
def task() -> Response:
    """How far it is."""
    return jsonify(_task(service().tasks.now))


def _begun(begun: bool) -> tuple[Response, int]:
    if not begun:
        raise RefusedInput(
            "task_running",
            "Đang có một việc khác chạy. Hãy đợi xong rồi làm lại.",
            "Something else is being done. Wait until it has ended and try again.",
        )
    return jsonify(_task(service().tasks.now)), 202


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
