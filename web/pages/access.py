"""Who may see what: chosen for one document, for several, for a draft; and what an administrator takes to himself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.access import NAMED, OFFICE, Access, named_ids
from archive.documents import Archive
from archive.errors import NotFound, RefusedInput
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import service
from web.parameters import identifier

pages = Blueprint("access", __name__)

MOST = 500
"""Documents whose access is chosen at once."""


@pages.get("/documents/<int:document_id>/access")
@permits("read")
def show(document_id: int) -> str:
    """Who may see a document."""
    archive = service().archive
    return _page([document_id], archive.access.of(document_id))


@pages.get("/documents/access")
@permits("register")
def several() -> str:
    """Choose who may see the documents that were ticked."""
    ids = _ticked(request.args.getlist("document"))
    archive = service().archive
    found = archive.records(ids)
    if len(found) != len(ids):
        raise NotFound(
            "no_such_document",
            "Có văn bản không còn trong kho. Hãy tải lại danh sách.",
            "Some document is not in the archive. Reload the list.",
        )
    return _page(ids, archive.access.of(ids[0]) if len(ids) == 1 else Access())


@pages.post("/documents/access")
@permits("register")
def choose() -> Answer | tuple[str, int]:
    """Write what was chosen."""
    ids = _ticked(request.form.getlist("document"))
    wanted = chosen()
    try:
        service().archive.access.choose(ids, wanted)
    except RefusedInput as error:
        return _page(ids, wanted, pick(error.vi, error.en)), 422
    flash(_("Đã lưu ai được xem."), "good")
    if len(ids) == 1:
        return redirect(url_for("access.show", document_id=ids[0]), 303)
    return redirect(url_for("documents.index"), 303)


@pages.get("/drafts/<int:draft_id>/access")
@permits("draft")
def draft(draft_id: int) -> str:
    """Who may see a draft."""
    return _draft_page(draft_id, service().archive.drafts.access(draft_id))


@pages.post("/drafts/<int:draft_id>/access")
@permits("draft")
def share(draft_id: int) -> Answer | tuple[str, int]:
    """Share a draft, or keep it to oneself again."""
    wanted = chosen()
    try:
        service().archive.drafts.share(draft_id, wanted)
    except RefusedInput as error:
        return _draft_page(draft_id, wanted, pick(error.vi, error.en)), 422
    flash(_("Đã lưu ai được xem."), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id), 303)


@pages.get("/access")
@permits("administer")
def restricted() -> str:
    """The documents that only named people see: that they are there, and nothing of them."""
    archive = service().archive
    rows = archive.access.restricted()
    names = archive.people.names({row.owner for row in rows if row.owner is not None})
    return render_template("access_restricted.html", here="admin", rows=rows, names=names)


@pages.post("/access/take")
@permits("administer")
def take() -> Answer:
    """Take access to one of them; the audit trail tells it for good."""
    document_id = identifier(request.form.get("document", "")) or 0
    try:
        service().archive.access.take(document_id, request.form.get("reason", ""))
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
        return redirect(url_for("access.restricted"), 303)
    return redirect(url_for("documents.show", document_id=document_id), 303)


def chosen() -> Access:
    """What a form or an upload says of who may see a thing."""
    if request.form.get("level", OFFICE) != NAMED:
        return Access()
    return Access(NAMED, named_ids(request.form.getlist("person")), named_ids(request.form.getlist("department")))


def choices(archive: Archive) -> dict[str, object]:
    """The people and departments that a form offers."""
    return {
        "people": [(each.id, each.name) for each in archive.people.all() if not each.disabled],
        "departments": [(each.id, each.name) for each in archive.people.departments()],
    }


def _ticked(raw: list[str]) -> list[int]:
    ids = list(dict.fromkeys(named_ids(raw)))[:MOST]
    if not ids:
        raise NotFound(
            "no_such_document", "Chưa chọn văn bản nào. Hãy đánh dấu trong danh sách.", "No document was ticked."
        )
    return ids


def _page(ids: list[int], access: Access, problem: str = "") -> str:
    archive = service().archive
    records = [record for _id, record in sorted(archive.records(ids).items())]
    names = archive.people.names([access.owner]) if access.owner is not None else {}
    return render_template(
        "access.html",
        here="documents",
        records=records,
        access=access,
        owner=names.get(access.owner or 0, ""),
        problem=problem,
        draft=None,
        action=url_for("access.choose"),
        **choices(archive),
    )


def _draft_page(draft_id: int, access: Access, problem: str = "") -> str:
    archive = service().archive
    found = archive.drafts.get(draft_id)
    names = archive.people.names([access.owner]) if access.owner is not None else {}
    return render_template(
        "access.html",
        here="drafts",
        records=[],
        access=access,
        owner=names.get(access.owner or 0, ""),
        problem=problem,
        draft=found,
        action=url_for("access.share", draft_id=draft_id),
        **choices(archive),
    )
