"""Kept searches, what is like a document, and results as a file."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from web.accounts.declaring import permits
from web.accounts.gate import current_person
from web.keeping import new_in, tidy_address
from web.pages import service
from web.parameters import one_of, search_request
from web.presenting.exporting import MOST, TYPES, exported

pages = Blueprint("searches", __name__)


@pages.get("/searches")
@permits("read")
def index() -> str:
    """The kept searches, with what is new in each."""
    desk = service()
    rows = [(search, new_in(desk, search)) for search in desk.archive.searches.all()]
    return render_template("searches.html", here="search", rows=rows)


@pages.post("/searches")
@permits("read")
def keep() -> Answer:
    """Keep the search of an address."""
    address = tidy_address(request.form.get("address", ""))
    if address:
        name = request.form.get("name", "").strip()
        service().archive.searches.keep(name[:300], address)
    return redirect(url_for("searches.index"), 303)


@pages.post("/searches/<int:search_id>/look")
@permits("read")
def look(search_id: int) -> Answer:
    """Open a kept search, and take it as looked at."""
    search = service().archive.searches.look(search_id)
    return redirect(f"{url_for('search.home')}?{search.address}", 303)


@pages.post("/searches/<int:search_id>/forget")
@permits("read")
def forget(search_id: int) -> Answer:
    """Keep a search no longer."""
    service().archive.searches.forget(search_id)
    return redirect(url_for("searches.index"), 303)


@pages.post("/searches/recent/<int:search_id>/forget")
@permits("read")
def forget_recent(search_id: int) -> Answer:
    """Take one of one's recent searches away; 0: all of them."""
    service().archive.recent_searches.forget(current_person().id, search_id or None)
    return redirect(url_for("search.home"), 303)


@pages.get("/documents/<int:document_id>/similar")
@permits("read")
def similar(document_id: int) -> str:
    """Documents like one, and provisions like one of its provisions."""
    desk = service()
    path = (request.args.get("p") or "").strip()
    documents, provisions = desk.similar(document_id, path, 10)
    record = desk.archive.record(document_id)
    unit = desk.archive.provision(document_id, path) if path else None
    return render_template(
        "similar.html", here="documents", record=record, unit=unit, documents=documents, provisions=provisions
    )


@pages.get("/export")
@permits("read")
def export() -> Response:
    """The results of a search as a file: the same address with `format`."""
    kind = one_of(request.args, "format", tuple(TYPES))
    asked, wrong = search_request(request.args, MOST, 0)
    if wrong:
        raise wrong[0]
    result = service().search(asked)
    response = Response(exported(result, kind, asked.in_force or date.today()), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="ket-qua-tim-kiem.{kind}"'
    return response
