"""Checking files without making drafts of them: one, or a folder of a hundred; copies with comments to take away."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.dates import parse_date
from archive.errors import NotFound
from archive.folding import squeeze
from indexer.checking import COMMENTED, rows
from web import checks
from web.accounts.declaring import permits
from web.checks import Batch, Row
from web.incoming import files_in, no_file
from web.languages import language
from web.pages import service
from web.pages.originals import saved
from web.pages.printing import file_answer
from web.pages.uploads import ACCEPTED
from web.presenting.badges import verdict_badge
from web.presenting.findings import MOST_SHOWN, WHOLE, annotated, most_telling, shown_findings
from web.presenting.findings import tally as shown_tally
from web.presenting.registers import table_csv
from web.problems import WrongParameter, wants_json

pages = Blueprint("checking", __name__, url_prefix="/checks")

_PATIENCE = 20.0
"""Seconds that the page of a single file waits for it to be read."""
COPIES = {"commented": "ghi-chu", "corrected": "da-sua"}
"""Kind of a copy → what is put behind the name of its file."""


@pages.get("/")
@permits("read")
def index() -> str:
    """Where files are dropped, and what was checked in the last hour."""
    desk = service()
    found = [(batch, checks.rows(desk, batch)) for batch in checks.recent(desk)]
    return render_template(
        "checks.html", here="drafts", batches=found, accepted=ACCEPTED, today=date.today(), **_limits()
    )


@pages.post("/")
@permits("read")
def take() -> Answer | Response:
    """Take files into a batch: a new one, or that of `key`; JSON for the page's script, which sends them one by one."""
    desk = service()
    files = files_in(request.files)
    if not files:
        raise no_file()
    key = request.form.get("key", "")
    batch = checks.add(desk, checks.get(desk, key) if key else checks.begin(desk, _day()), files)
    if wants_json():
        return jsonify(key=batch.key, url=url_for("checking.show", key=batch.key), files=len(batch.names))
    if len(batch.names) == 1:
        checks.wait(desk, batch, _PATIENCE)
    return redirect(url_for("checking.show", key=batch.key))


@pages.get("/<key>")
@permits("read")
def show(key: str) -> str | Answer:
    """The table of a batch, worst first; of a single file that is read, the file itself."""
    desk = service()
    batch = checks.get(desk, key)
    found = checks.rows(desk, batch)
    if len(found) == 1 and found[0].file is not None and found[0].file.tally is not None:
        return redirect(url_for("checking.result", key=key, number=1))
    return render_template("check_batch.html", here="drafts", batch=batch, left=_left(batch), **_table(found))


@pages.get("/<key>/state")
@permits("read")
def state(key: str) -> Response:
    """How far a batch has come, for the page's script."""
    desk = service()
    batch = checks.get(desk, key)
    shown = _table(checks.rows(desk, batch))
    response = jsonify(going=shown["going"], html=render_template("check_rows.html", batch=batch, **shown))
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/<key>/table.csv")
@permits("read")
def csv_table(key: str) -> Response:
    """The table for a spreadsheet."""
    desk = service()
    found = checks.rows(desk, checks.get(desk, key))
    content = table_csv(rows([row.file for row in found if row.file]))
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="kiem-tra.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/<key>/copies.zip")
@permits("read")
def copies_file(key: str) -> Answer:
    """Commented copies of all Word files of a batch, as one ZIP."""
    desk = service()
    batch = checks.get(desk, key)
    if not any(row.commented for row in checks.rows(desk, batch)):
        raise _no_copies()
    made = stream_with_context(checks.copies(desk, batch, language()))
    response = saved(Response(made, mimetype="application/zip"), "ban-ghi-chu.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/<key>/<int:number>")
@permits("read")
def result(key: str, number: int) -> str:
    """One file with its findings in place."""
    desk = service()
    batch = checks.get(desk, key)
    name = _name(batch, number)
    draft, found = checks.found_in(desk, batch, number)
    shown = shown_findings(found, draft.text)
    listed = shown if len(draft.text) <= WHOLE else most_telling(shown)
    return render_template(
        "check_file.html",
        here="drafts",
        batch=batch,
        number=number,
        name=name,
        several=len(batch.names) > 1,
        left=_left(batch),
        commented=draft.media_type in COMMENTED,
        converted=draft.media_type in COMMENTED and not name.lower().endswith(".docx"),
        findings=listed,
        more=max(0, len(shown) - len(listed)),
        tally=shown_tally(shown),
        annotated=annotated(draft.text, listed),
        long=len(draft.text) > WHOLE,
        most=MOST_SHOWN,
    )


@pages.get("/<key>/<int:number>/<kind>.docx")
@permits("read")
def copy(key: str, number: int, kind: str) -> Answer:
    """The Word file with comments, or corrected where that is certain with the changes tracked."""
    desk = service()
    batch = checks.get(desk, key)
    if kind not in COPIES:
        raise _no_copies()
    name = _name(batch, number)
    content = checks.copy(desk, batch, number, correct=kind == "corrected", language=language())
    return file_answer(content, f"{name.rsplit('.', 1)[0]} ({COPIES[kind]}).docx", "docx")


@pages.post("/<key>/delete")
@permits("read")
def delete(key: str) -> Answer:
    """Let the files go now."""
    desk = service()
    checks.remove(desk, checks.get(desk, key))
    flash(_("Đã xóa các tệp kiểm tra."), "good")
    return redirect(url_for("checking.index"))


def _table(found: list[Row]) -> dict[str, Any]:
    """What the table of a batch shows: files that are read, worst first, then those that wait."""
    ended = sorted((row for row in found if row.file), key=lambda row: row.file.worst if row.file else (0, 0, 0, ""))
    counts = {row.number: [(verdict_badge(verdict), n) for verdict, n in row.file.tally.counts]
              for row in ended if row.file and row.file.tally}  # fmt: skip
    return {
        "rows": [*ended, *(row for row in found if not row.file)],
        "counts": counts,
        "going": sum(row.file is None for row in found),
        "commented": any(row.commented for row in found),
        "total": len(found),
    }


def _day() -> date:
    raw = squeeze(request.form.get("signing_date", ""))
    if not raw:
        return date.today()
    found = parse_date(raw) if len(raw) < 60 else None
    if found is None:
        raise WrongParameter(
            "wrong_date",
            f"Không có ngày “{raw[:40]}”. Hãy ghi như 03/6/2024.",
            f"There is no day “{raw[:40]}”. Write it as 03/6/2024.",
        )
    return found


def _name(batch: Batch, number: int) -> str:
    if not 1 <= number <= len(batch.names):
        raise NotFound("no_such_file", "Lần kiểm tra này không có tệp đó.", "This check has no such file.")
    return batch.names[number - 1]


def _left(batch: Batch) -> int:
    """Minutes until the files go."""
    return max(1, round((checks.KEPT - (time.time() - batch.begun)) / 60))


def _limits() -> dict[str, int]:
    return {"limit": service().settings.max_upload // (1024 * 1024), "most": checks.MOST}


def _no_copies() -> NotFound:
    return NotFound(
        "no_copies",
        "Chỉ tệp Word mới có bản ghi chú.",
        "Only Word files have copies with comments.",
    )
