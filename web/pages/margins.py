"""What people put at a document's margin: notes, tags, and “tell me when this changes”."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.errors import RefusedInput
from web.accounts.declaring import permits
from web.accounts.gate import current_person
from web.languages import pick
from web.pages import service
from web.presenting.addresses import anchor_of, path_of
from web.presenting.watching import shown_changes

pages = Blueprint("margins", __name__)

_SHOWN = 200


@pages.post("/documents/<int:document_id>/notes")
@permits("read")
def add_note(document_id: int) -> Answer:
    """Write a note on a document or one of its provisions."""
    person = current_person()
    path = path_of(request.form.get("path", ""))
    shared = request.form.get("shared") == "1" and person.may("draft")
    try:
        note = service().archive.notes.add(
            document_id, person.id, request.form.get("text", ""), path=path, shared=shared
        )
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
        return redirect(url_for("documents.show", document_id=document_id, _anchor="ghi-chu"))
    flash(_("Đã ghi."), "good")
    return redirect(_note_place(document_id, note.id, path))


@pages.post("/documents/<int:document_id>/notes/<int:note_id>")
@permits("read")
def change_note(document_id: int, note_id: int) -> Answer:
    """Change or remove a note of one's own."""
    person, notes = current_person(), service().archive.notes
    try:
        if request.form.get("remove") == "1":
            notes.remove(note_id, person.id)
            flash(_("Đã bỏ ghi chú."), "good")
            return redirect(url_for("documents.show", document_id=document_id, _anchor="ghi-chu"))
        shared = request.form.get("shared") == "1" if person.may("draft") else None
        note = notes.change(note_id, person.id, text=request.form.get("text", ""), shared=shared)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
        return redirect(url_for("documents.show", document_id=document_id, _anchor="ghi-chu"))
    flash(_("Đã lưu ghi chú."), "good")
    return redirect(_note_place(document_id, note.id, note.path))


def _note_place(document_id: int, note_id: int, path: str) -> str:
    at = anchor_of(path)
    return url_for("documents.show", document_id=document_id, at=at or None, _anchor=at or f"ghi-chu-{note_id}")


@pages.post("/documents/<int:document_id>/tags")
@permits("draft")
def tag(document_id: int) -> Answer:
    """Give a document a tag, or take one from it."""
    tags = service().archive.tags
    try:
        if removed := request.form.get("remove"):
            tags.take([document_id], removed)
        else:
            tags.put([document_id], request.form.get("name", ""))
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
    return redirect(url_for("documents.show", document_id=document_id))


@pages.post("/documents/tags")
@permits("draft")
def tag_several() -> Answer:
    """Give the documents ticked in a list a tag, or take it from them."""
    chosen = [int(raw) for raw in request.form.getlist("document") if raw.isascii() and raw.isdigit() and len(raw) < 19]
    tags, name = service().archive.tags, request.form.get("tag_name", "")
    if not chosen:
        flash(_("Chưa đánh dấu văn bản nào."), "warn")
        return redirect(_back())
    try:
        if request.args.get("act") == "untag":
            count = tags.take(chosen, name)
            flash(_("Đã gỡ nhãn khỏi %(count)d văn bản.", count=count), "good")
        else:
            count = tags.put(chosen, name)
            flash(_("Đã gắn nhãn cho %(count)d văn bản.", count=count), "good")
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
    return redirect(_back())


@pages.post("/documents/<int:document_id>/watch")
@permits("read")
def watch(document_id: int) -> Answer:
    """Watch a document, or no longer."""
    person, watches = current_person(), service().archive.watches
    try:
        if request.form.get("watch") == "1":
            watches.watch(person.id, document_id)
            flash(_("Đang theo dõi: khi văn bản này thay đổi, bạn sẽ thấy ở trang Theo dõi và trong cảnh báo."), "good")
        else:
            watches.unwatch(person.id, document_id)
            flash(_("Đã thôi theo dõi."), "good")
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
    if request.form.get("back") == "watching":
        return redirect(url_for("margins.watching"))
    return redirect(url_for("documents.show", document_id=document_id))


@pages.get("/watching")
@permits("read")
def watching() -> str:
    """What the person watches, and what has changed since the last look."""
    person, watches = current_person(), service().archive.watches
    return render_template(
        "watching.html",
        here="alerts",
        changes=shown_changes(watches.changes_for(person.id, limit=_SHOWN)),
        watched=watches.of(person.id),
    )


@pages.post("/watching/seen")
@permits("read")
def see() -> Answer:
    """The person has looked at what changed."""
    service().archive.watches.see(current_person().id)
    return redirect(url_for("margins.watching"))


def _back() -> str:
    """The list the form stands on: only its own query is taken over, never another address."""
    query = request.args.get("query", "")[:2000]
    return f"{url_for('documents.index')}?{query}" if query and "\n" not in query else url_for("documents.index")
