"""What the archive warns of: documents of ours whose bases have fallen, and what is cited and not held."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from archive.documents import Archive
from archive.links import DocumentTurn
from archive.records import Record
from archive.stored import Resting
from archive.wanting import STATES
from web.accounts.declaring import permits
from web.accounts.gate import may
from web.languages import pick
from web.pages import service
from web.parameters import day, identifier, one_of, whole_number
from web.problems import WrongParameter

pages = Blueprint("alerts", __name__)

PAGE = 30
WANTED = 50
_MOST_ROWS = 5000
_DRAFTS = 100
_TURNED = 60
STATE_WORDS = {"requested": "đã xin", "unobtainable": "không xin được"}
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pages.get("/alerts")
@permits("read")
def index() -> str:
    """Documents of the office that rest on something that no longer stands on a day, with what came in its place."""
    wrong = ""
    try:
        on = day(request.args, "on") or date.today()
        page = whole_number(request.args, "page", 1, 10_000) or 1
    except WrongParameter as error:
        on, page, wrong = date.today(), 1, pick(error.vi, error.en)
    everything = request.args.get("all") == "1"
    archive = service().archive
    # One more than is shown tells whether there is a next page.
    found = archive.graph.resting(on, ours=not everything, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = found[:PAGE]
    drafts = archive.drafts.list(_DRAFTS) if page == 1 and may("draft") else ()
    changed = archive.links.of_drafts(drafts)
    return render_template(
        "alerts.html",
        here="alerts",
        on=on,
        everything=everything,
        wrong=wrong,
        rows=shown,
        drafts=[draft for draft in drafts if draft.id in changed],
        changed=changed,
        turned=_turned(archive, found, on) if page == 1 and not everything else (),
        waiting=archive.relations.count_to_confirm(),
        missing=archive.graph.count_wanted(),
        page=page,
        pages=page + 1 if len(found) > PAGE else page,
        page_link=lambda number: url_for(
            "alerts.index", on=request.args.get("on"), all="1" if everything else None, page=number
        ),
    )


def _turned(archive: Archive, resting: Sequence[Resting], on: date) -> list[tuple[Record, list[DocumentTurn]]]:
    """What else became of what our documents cite, by document: bases that have ended stand in the list above."""
    told = {(row.document.id, row.target.id) for row in resting if row.document is not None}
    by_document: dict[int, tuple[Record, list[DocumentTurn]]] = {}
    for each in archive.links.of_ours(on, _TURNED):
        if (each.document.id, each.turn.record.id) not in told:
            by_document.setdefault(each.document.id, (each.document, []))[1].append(each)
    return list(by_document.values())


@pages.get("/wanted")
@permits("read")
def wanted() -> str:
    """What is cited most and not held, so that a clerk knows what to get."""
    archive = service().archive
    total = archive.graph.count_wanted()
    pages_in_all = max(1, -(-total // WANTED))
    try:
        page = min(whole_number(request.args, "page", 1, 100_000) or 1, pages_in_all)
    except WrongParameter:
        page = 1
    rows = archive.graph.wanted(WANTED, (page - 1) * WANTED)
    return render_template(
        "wanted.html",
        here="alerts",
        rows=rows,
        named=archive.records({id_ for row in rows for id_ in row.documents[:3]}),
        marks=archive.wanting.marks(),
        total=total,
        first=(page - 1) * WANTED,
        page=page,
        pages=pages_in_all,
        page_link=lambda number: url_for("alerts.wanted", page=number),
    )


@pages.post("/wanted/mark")
@permits("register")
def mark_wanted() -> Answer:
    """What was done about a document that is not held: asked for, or not to be had; "" takes the mark away."""
    form = request.form
    state = one_of(form, "state", ("", *STATES))
    key, kind = form.get("key", "")[:120], form.get("type", "")[:60]
    if key:
        service().archive.wanting.mark(key, kind, state, form.get("note", ""))
    return redirect(url_for("alerts.wanted", page=identifier(form.get("page", "")) or None, _anchor=f"can-{key}"))


@pages.get("/wanted.csv")
@permits("read")
def wanted_table() -> Response:
    """The same as a table for a spreadsheet: UTF-8 with a mark at its head, so that Excel reads the letters."""
    out = io.StringIO()
    writing = csv.writer(out)
    writing.writerow(
        ("loai", "so_ky_hieu", "ngay", "co_quan", "trich_yeu", "so_van_ban_vien_dan", "so_lan", "trang_thai", "ghi_chu")
    )
    marks = service().archive.wanting.marks()
    for row in service().archive.graph.wanted(_MOST_ROWS, 0):
        day_text = row.issued.isoformat() if row.issued else ""
        cells = (row.type, row.number, day_text, row.issuer, row.title)
        mark = marks.get((row.key, row.type))
        done = (STATE_WORDS[mark.state], mark.note) if mark else ("", "")
        writing.writerow([*map(_cell, cells), row.citing, row.count, *map(_cell, done)])
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="van-ban-con-thieu.csv"'
    return response


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
