"""Living links of a draft: somebody has seen what was changed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from web.accounts.declaring import permits
from web.pages import service

pages = Blueprint("links", __name__, url_prefix="/drafts")


@pages.post("/<int:draft_id>/links/seen")
@permits("draft")
def seen(draft_id: int) -> Answer:
    """What only changed is told no more; what no longer stands is, until it is cited no more."""
    archive = service().archive
    archive.drafts.get(draft_id)
    archive.links.seen(draft_id)
    flash(_("Đã ghi nhận. Những văn bản hết hiệu lực vẫn được nhắc đến khi dự thảo thôi viện dẫn."), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id))
