"""The page of backups: make one, take it away, look whether it is good, put it back; verify what is held.

Long work runs in the background (`web.tasks`); the page shows how far it is and asks again by itself.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.backing_up import backups_in
from archive.errors import RefusedInput
from archive.restoring import forget_staged, staged
from web.accounts.declaring import permits
from web.caretaking import last_backup
from web.chores import backup_named, begin_backup, begin_check, begin_restore, begin_verifying
from web.languages import pick
from web.pages import service
from web.tasks import Task

pages = Blueprint("keeping", __name__, url_prefix="/admin/backup")

WORD = "KHÔI PHỤC"
"""What is typed before a backup takes the place of the archive."""


@pages.get("/")
@permits("administer")
def index() -> str:
    """The backups that there are, the last one's state, and what is being done."""
    desk = service()
    folder = desk.archive.options.get("backup_folder")
    return render_template(
        "backup.html",
        here="admin",
        part="backup",
        folder=folder,
        options={name: chosen.value for name, chosen in desk.archive.options.all().items()},
        last=last_backup(desk.archive),
        found=[(path.name, path.stat()) for path in backups_in(Path(folder))] if folder else [],
        task=desk.tasks.now,
        busy=desk.tasks.busy,
        staged=staged(desk.settings),
        word=WORD,
        home=desk.settings.home,
        kinds=_kinds(),
        progress=progress,
        stage_words=stage_words,
    )


@pages.post("/")
@permits("administer")
def make() -> Answer:
    """Begin a backup into the folder of the settings."""
    desk = service()
    if not desk.archive.options.get("backup_folder"):
        flash(_("Chưa chọn thư mục chứa bản sao lưu. Hãy chọn trong Thiết đặt."), "warn")
        return redirect(url_for("settings.form", _anchor="backup"))
    return _begun(begin_backup(desk))


@pages.post("/verify")
@permits("administer")
def verify() -> Answer:
    """Begin to look at everything that is held."""
    return _begun(begin_verifying(service()))


@pages.get("/files/<name>")
@permits("administer")
def download(name: str) -> Answer:
    """A backup, to be kept elsewhere."""
    return send_file(
        backup_named(service().archive, name), mimetype="application/zip", as_attachment=True, conditional=True
    )


@pages.post("/files/<name>/check")
@permits("administer")
def check(name: str) -> Answer:
    """Begin to look whether a backup is good."""
    return _begun(begin_check(service(), name))


@pages.post("/files/<name>/restore")
@permits("administer")
def restore(name: str) -> Answer:
    """Begin to make a backup ready; it takes the archive's place when the program is started the next time."""
    if request.form.get("word", "").strip().upper() != WORD:
        raise RefusedInput(
            "word_missing",
            f"Chưa khôi phục: hãy gõ đúng chữ “{WORD}” để xác nhận.",
            f"Nothing was restored: type “{WORD}” to confirm.",
        )
    return _begun(begin_restore(service(), name))


@pages.post("/forget")
@permits("administer")
def forget() -> Answer:
    """Take back what was made ready to be restored."""
    forget_staged(service().settings)
    flash(_("Đã bỏ bản chuẩn bị khôi phục; kho không thay đổi."), "good")
    return redirect(url_for("keeping.index"))


def _begun(begun: bool) -> Answer:
    if not begun:
        flash(_("Đang có một việc khác chạy. Hãy đợi xong rồi làm lại."), "warn")
    else:
        service().tasks.wait(1.5)
    return redirect(url_for("keeping.index", _anchor="task"))


def progress(task: Task) -> int:
    """How far a task is, in percent."""
    return min(100, round(100 * task.done / task.total)) if task.total else 0


def stage_words(stage: str) -> str:
    """What is being done now."""
    return pick(*_STAGES.get(stage, ("đang làm", "working")))


def _kinds() -> dict[str, str]:
    return {
        "backup": _("Sao lưu"),
        "verify": _("Kiểm tra kho"),
        "check": _("Kiểm tra bản sao lưu"),
        "restore": _("Chuẩn bị khôi phục"),
    }


_STAGES = {
    "database": ("cơ sở dữ liệu", "database"),
    "files": ("tệp gốc", "originals"),
    "audit": ("nhật ký", "audit trail"),
    "checking": ("niêm phong", "seal"),
}
