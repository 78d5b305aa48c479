"""The administrator's page of what the office decides."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.errors import CancuError
from archive.options import GROUPS, OPTIONS, WrongOptions
from web.accounts.declaring import permits
from web.pages import service

pages = Blueprint("settings", __name__, url_prefix="/admin/settings")


@pages.get("/")
@permits("administer")
def form() -> str:
    """Every option with its value and where that comes from."""
    return _form({}, {})


@pages.post("/")
@permits("administer")
def save() -> Answer | tuple[str, int]:
    """Keep what was changed, all of it or nothing."""
    options = service().archive.options
    typed = {option.name: request.form[option.name] for option in OPTIONS if option.name in request.form}
    try:
        changed = options.change(typed)
        service().together.marks.rise("options")
    except WrongOptions as error:
        return _form(typed, error.errors), 422
    flash(_("Đã lưu %(count)d thiết đặt.", count=len(changed)) if changed else _("Không có gì thay đổi."), "good")
    return redirect(url_for("settings.form"))


def _form(typed: dict[str, str], errors: dict[str, tuple[str, str]]) -> str:
    desk = service()
    return render_template(
        "settings.html",
        here="admin",
        part="settings",
        groups=GROUPS,
        options=OPTIONS,
        chosen=desk.archive.options.all(),
        typed=typed,
        errors=errors,
        limits=_limits(),
    )


def office_name() -> str:
    """The office's name as its settings have it, "" where it has none or there is no archive."""
    try:
        return service().office_name()
    except CancuError:
        return ""


def _limits() -> list[tuple[str, str]]:
    """Limits of this machine, which only the environment sets."""
    now = service().settings
    return [
        ("CANCU_MAX_UPLOAD_MB", f"{now.max_upload // 1048576} MB"),
        ("CANCU_READ_SECONDS", f"{now.read_seconds:g} s"),
        ("CANCU_READ_MEMORY_MB", f"{now.read_memory // 1048576} MB"),
        ("CANCU_READERS", str(now.readers)),
        ("CANCU_OCR_WORKERS", str(now.ocr_workers)),
        ("CANCU_OCR_PAGE_SECONDS", f"{now.ocr_page_seconds:g} s"),
        ("CANCU_OCR_FILE_SECONDS", f"{now.ocr_file_seconds:g} s"),
    ]
