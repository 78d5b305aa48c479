"""The administrator's page of the audit trail: who did what, narrowed, paged, exported, verified."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, stream_with_context

from archive.anchoring import Head, read_head
from archive.chain import head
from archive.trail import TrailFilter
from web.accounts.declaring import permits
from web.pages import here_with, service
from web.parameters import day, identifier, whole_number
from web.presenting.trail import action_words, as_csv, details_words, local_time
from web.problems import WrongParameter

pages = Blueprint("trail", __name__, url_prefix="/admin/audit")

PAGE = 50


@pages.get("/")
@permits("administer")
def index() -> str:
    """Entries, the newest first."""
    archive = service().archive
    archive.readings.flush()
    wrong = ""
    try:
        wanted = asked()
    except WrongParameter as error:
        wanted, wrong = TrailFilter(), error.vi
    total = archive.trail.count(wanted)
    pages_ = max(1, -(-total // PAGE))
    page = min(whole_number(request.args, "page", 1, 1_000_000) or 1, pages_)
    entries = archive.trail.page(wanted, PAGE, (page - 1) * PAGE)
    with archive.database.read() as session:
        end = head(session)
    return render_template(
        "audit.html",
        here="admin",
        part="trail",
        entries=entries,
        # What the administrator may not see has its number only here, as it had when it was done.
        records=archive.records({each.document for each in entries if each.document is not None}),
        wanted=wanted,
        wrong=wrong,
        total=total,
        page=page,
        pages=pages_,
        page_link=lambda number: here_with(page=number),
        export_link=here_with(page=None).replace("/admin/audit/", "/admin/audit/export"),
        actors=archive.trail.actors(),
        actions=sorted(((each, action_words(each)) for each in archive.trail.actions()), key=lambda each: each[1]),
        head=end,
        anchored=_anchored(end),
        action_words=action_words,
        details_words=details_words,
        local_time=local_time,
    )


@pages.get("/export")
@permits("administer")
def export() -> Response:
    """The entries that are looked at as CSV, streamed."""
    archive = service().archive
    archive.readings.flush()
    response = Response(stream_with_context(as_csv(archive.trail.each(asked()))), mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return response


def asked() -> TrailFilter:
    """Which entries the address asks for. Raises WrongParameter."""
    args = request.args
    typed = (args.get("document") or "").strip()
    document = identifier(typed) if typed else None
    if typed and document is None:
        raise WrongParameter(
            "wrong_document",
            "Số thứ tự văn bản phải là số nguyên.",
            "The document must be given by its whole number.",
        )
    return TrailFilter(
        actor=(args.get("actor") or "").strip(),
        action=(args.get("action") or "").strip(),
        document=document,
        since=day(args, "since"),
        until=day(args, "until"),
    )


def _anchored(end: Head) -> bool:
    try:
        return read_head(service().settings.home) == end
    except ValueError:
        return False
