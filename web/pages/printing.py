"""Drafts to take away: Word and PDF by Phụ lục I."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as Answer

from archive.errors import NotFound
from web.accounts.declaring import permits
from web.pages import service
from web.pages.originals import saved
from web.printing import FORMATS, printed

pages = Blueprint("printing", __name__)


@pages.get("/drafts/<int:draft_id>/file.<form>")
@permits("draft")
def draft(draft_id: int, form: str) -> Answer:
    """One draft as docx or pdf, to be saved."""
    desk = service()
    held = desk.archive.drafts.get(draft_id)
    if form not in FORMATS:
        raise NotFound("no_such_format", "Chỉ xuất được DOCX và PDF.", "Drafts are exported as DOCX and PDF only.")
    return file_answer(*printed(desk, held, form), form)


def file_answer(content: bytes, name: str, form: str) -> Answer:
    """A file that was made for whoever asked: to be saved, kept by nobody between."""
    response = saved(Response(content, mimetype=FORMATS[form]), name)
    response.headers["Cache-Control"] = "no-store"
    return response
