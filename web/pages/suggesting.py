"""The panel of suggestions beside a draft: a fragment that the desk's page includes or fetches."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.accounts.declaring import permits
from web.pages import service
from web.suggesting import suggested_for

pages = Blueprint("suggesting", __name__, url_prefix="/drafts")


@pages.get("/<int:draft_id>/suggestions")
@permits("draft")
def panel(draft_id: int) -> str:
    """What comparable documents rest on, and earlier ones on the same work; each can be taken with one press."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    return render_template("suggestions.html", draft=draft, suggested=suggested_for(desk, draft), here="drafts")
