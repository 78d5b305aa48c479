"""Putting files in: choose or drop, and see how far each one has come."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from archive.access import Access
from archive.errors import RefusedInput
from archive.records import Record
from indexer.ingest import refused_outcome
from indexer.queueing import Entry, summary
from indexer.reading.names import safe_name
from indexer.reading.programs import LIBREOFFICE, TESSERACT, find, install_command
from web.accounts.declaring import permits
from web.incoming import files_in, no_file, on_disk
from web.languages import pick
from web.pages import service
from web.pages.access import choices, chosen
from web.problems import wants_json
from web.service import PATIENCE

pages = Blueprint("uploads", __name__)

# As the file dialogue is to offer them; what a file is, its bytes decide.
ACCEPTED = (
    *(".pdf", ".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".odp", ".txt", ".md"),
    *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"),
)
_RECENT = 30
_QUICK = 1.5
_MOST_ASKED = 200
_BATCH = re.compile(r"[0-9a-f]{32}")


@pages.get("/upload")
@permits("register")
def form() -> str:
    """Where files are dropped, what is being read, and how much waits for a person."""
    return _form([])


@pages.post("/upload")
@permits("register")
def take() -> Answer | Response | tuple[str, int]:
    """Take what was sent: JSON for the page's own script, which asks again, a page where there is none."""
    files = files_in(request.files)
    if not files:
        raise no_file()
    patience = _QUICK if request.form.get("follow") == "1" else PATIENCE
    batch = _named(request.form.get("batch", ""))
    entries = [_take(file, patience, batch) for file in files]
    status = _status(entries)
    if wants_json():
        response = jsonify(outcomes=[_told(entry) for entry in entries], summary=_summary(batch))
        response.status_code = status
        return response
    first = entries[0]
    filed = first.ended and first.document is not None and first.code not in ("same_bytes", "same_key")
    if len(entries) == 1 and filed:
        return redirect(url_for("reviews.review", document_id=first.document))
    return _form(entries), status


@pages.get("/upload/state")
@permits("register")
def state() -> Response:
    """How far the files of these tickets have come, for the page's script."""
    queue = service().queue
    found = queue.entries.many(request.args.getlist("ticket")[:_MOST_ASKED])
    # A server that was stopped in between goes on as soon as somebody looks.
    service().read_queue()
    response = jsonify(
        outcomes=[_told(entry) for entry in found.values()],
        counts=queue.entries.counts(),
        summary=_summary(_named(request.args.get("batch", ""))),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/upload/clear")
@permits("register")
def clear() -> Answer:
    """Take what has ended off the list; the documents stay."""
    queue = service().queue
    queue.entries.clear_ended()
    queue.batches.forget(queue.batches.last())
    return redirect(url_for("uploads.form"))


def _take(file: FileStorage, patience: float, batch: str) -> Entry:
    desk = service()
    try:
        with on_disk(desk, file) as (path, name):
            entry = desk.take(path, name, patience, access=_chosen())
    except RefusedInput as error:
        # Of several files the others are still taken.
        entry = Entry.of(refused_outcome(safe_name(file.filename or ""), error))
    return desk.queue.batches.put(batch, entry) if batch else entry


def _chosen() -> Access | None:
    """Who may see what is sent, where the form says it."""
    return chosen() if "level" in request.form else None


def _named(raw: str) -> str:
    """The name of a batch as a page made it, "" for anything else."""
    return raw if _BATCH.fullmatch(raw) else ""


def _summary(batch: str) -> str:
    """What became of a batch so far, as the page shows it."""
    sums = summary(service().queue.batches.files(batch)) if batch else summary([])
    return render_template("upload_summary.html", sums=sums)


def _status(entries: list[Entry]) -> int:
    """The HTTP status of the whole: a success as soon as one file was taken."""
    if any(entry.status != "refused" for entry in entries):
        return 200
    return 413 if all(entry.code == "file_too_large" for entry in entries) else 422


def _told(entry: Entry) -> dict[str, Any]:
    """One file as the upload page's script shows it."""
    record = _held([entry]).get(entry.document or 0)
    return {
        "name": entry.name,
        "status": entry.status,
        "code": entry.code,
        "document": entry.document,
        "reason": pick(entry.reason, entry.reason_en),
        "ticket": entry.ticket,
        "done": entry.done,
        "pages": entry.pages,
        "ended": entry.ended,
        "html": render_template("outcome.html", outcome=entry, record=record),
    }


def _held(entries: Iterable[Entry]) -> dict[int, Record]:
    """The documents that files became, by id."""
    ids = [entry.document for entry in entries if entry.document is not None]
    return service().archive.records(ids) if ids else {}


def _form(entries: list[Entry]) -> str:
    desk = service()
    batches = desk.queue.batches
    shown_batch = _named(request.args.get("batch", "")) or batches.last()
    together = batches.files(shown_batch) if shown_batch else []
    first = entries or list(reversed(together))
    shown = {entry.ticket for entry in first}
    recent = [entry for entry in desk.queue.entries.recent(_RECENT) if entry.ticket not in shown]
    held = _held((*first, *recent))
    listed = [(entry, held.get(entry.document or 0)) for entry in (*first, *recent)]
    sums = summary(together)
    if any(not entry.ended for entry, _ in listed):
        desk.read_queue()
    return render_template(
        "upload.html",
        here="upload",
        outcomes=listed,
        # What is sent while others are on their way belongs to them; later it is a batch of its own.
        batch=shown_batch if sums["going"] else uuid.uuid4().hex,
        shown_batch=shown_batch,
        sums=sums,
        going=sum(not entry.ended for entry, _ in listed),
        counts=desk.queue.entries.counts(),
        ended=any(entry.ended and entry.ticket for entry, _ in listed),
        waiting=desk.archive.reviews.count(),
        accepted=ACCEPTED,
        access=desk.default_access() or Access(),
        **choices(desk.archive),
        lacking=[(each.title, install_command(each)) for each in (TESSERACT, LIBREOFFICE) if not find(each)],
        limit=desk.settings.max_upload // (1024 * 1024),
    )
