"""Putting records right: corrections, copies, documents that look like one, merging two records and parting them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.dates import format_short
from archive.documents import Archive
from archive.duplicates import MANY, CopyFacts, Verdict, better_copy, check_alike, unlike
from archive.errors import RefusedInput
from archive.numbers import parse_number_query
from archive.records import Record
from archive.repeats import Repeat
from archive.stored import DocumentFacts, StoredFile
from indexer.indexing import index_documents
from indexer.rereading import reread_files
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import service
from web.parameters import identifier
from web.presenting.names import field_name
from web.problems import WrongParameter

pages = Blueprint("correcting", __name__)

COMPARED = (
    *("type", "number", "issued", "issuer", "title", "place", "signer", "position", "authority", "urgency"),
    *("pages", "effective", "expired"),
)
_FOUND = 20


@dataclass(frozen=True)
class Rival:
    """Another copy beside the one that is shown, and which of the two is better."""

    file: StoredFile
    facts: CopyFacts
    verdict: Verdict


@pages.get("/documents/<int:document_id>/history")
@permits("register")
def history(document_id: int) -> str:
    """Every correction of a document with what stood there before, and what was merged into it."""
    archive = service().archive
    return render_template(
        "history.html",
        here="documents",
        record=archive.record(document_id),
        corrections=archive.corrections.of(document_id),
        merges=archive.merges.of_document(document_id),
        shown=_shown,
    )


@pages.post("/corrections/<int:correction_id>/undo")
@permits("register")
def undo_correction(correction_id: int) -> Answer:
    """Write back what stood there before a correction."""
    desk = service()
    document_id = identifier(request.form.get("document", "")) or 0
    try:
        done = desk.archive.corrections.undo(correction_id)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
    else:
        document_id = done.document_id
        desk.archive.relink([document_id])
        index_documents(desk.archive, desk.engine, [document_id])
        desk.forget_alerts()
        flash(_("Đã hoàn tác: %(field)s.", field=field_name(done.field)), "good")
    return redirect(url_for("correcting.history", document_id=document_id))


@pages.get("/documents/<int:document_id>/duplicates")
@permits("register")
def duplicates(document_id: int) -> str:
    """The copies of a document beside the one that is shown, and documents that look like it; what can be done."""
    archive = service().archive
    facts, files = archive.facts(document_id), archive.files_of(document_id)
    about = archive.duplicates.copies(document_id)
    shown = next((file for file in files if file.role == "original"), None)
    first = about.get(shown.sha256, CopyFacts()) if shown else CopyFacts()
    rivals = [
        Rival(file, about.get(file.sha256, CopyFacts()), better_copy(first, about.get(file.sha256, CopyFacts())))
        for file in files
        if file is not shown
    ]
    words = request.args.get("find", "")[:300].strip()
    return render_template(
        "duplicates.html",
        here="documents",
        record=archive.record(document_id),
        shown=shown,
        shown_facts=first,
        rivals=rivals,
        like=[(each, guesses(facts, each)) for each in archive.duplicates.like(facts)],
        reasons=reason_words(),
        words=words,
        found=[each for each in _found(archive, words) if each.id != document_id] if words else [],
    )


@pages.post("/documents/<int:document_id>/apart")
@permits("register")
def keep_apart(document_id: int) -> Answer:
    """Two documents that look like one are two: nobody is asked again."""
    other = identifier(request.form.get("other", "")) or 0
    service().archive.duplicates.keep_apart(document_id, other)
    flash(_("Đã ghi: là hai văn bản khác nhau."), "good")
    return redirect(url_for("correcting.duplicates", document_id=document_id))


@pages.post("/documents/<int:document_id>/files/<sha256>/show")
@permits("register")
def show_file(document_id: int, sha256: str) -> Answer:
    """Show another copy in the place of the one that was shown; that one stays, and the document is read again."""
    desk = service()
    desk.archive.record(document_id)
    if desk.archive.duplicates.show_file(document_id, sha256):
        done = reread_files(desk.archive, desk.engine, [document_id])
        desk.forget_alerts()
        for _document, name, _reason, vi, en in done.refused:
            flash(f"{name}: {pick(vi, en)}", "bad")
        if not done.refused:
            flash(_("Đã thay bản đang hiển thị và đọc lại. Bản trước vẫn giữ làm bản khác."), "good")
    else:
        flash(_("Tệp này đang là bản hiển thị."), "info")
    return redirect(url_for("documents.show", document_id=document_id, _anchor="files"))


@pages.get("/documents/<int:document_id>/merge")
@permits("register")
def compare(document_id: int) -> str:
    """Two records beside each other, and which facts the one that stays shall have."""
    archive = service().archive
    other_id = identifier(request.args.get("other", "").lstrip("#"))
    if not other_id:
        raise WrongParameter("no_other", "Hãy chọn văn bản để gộp.", "Choose the document to merge with.")
    facts, other = archive.facts(document_id), archive.facts(other_id)
    return render_template(
        "merge.html",
        here="documents",
        record=archive.record(document_id),
        other=archive.record(other_id),
        rows=[(name, _shown(getattr(facts, name)), _shown(getattr(other, name))) for name in COMPARED],
        differs=differs if len(differs := unlike(facts, other)) >= MANY else (),
        held=(facts.held, other.held),
        files=(len(archive.files_of(document_id)), len(archive.files_of(other_id))),
    )


@pages.post("/documents/<int:document_id>/merge")
@permits("register")
def merge(document_id: int) -> Answer:
    """Let another record go into this one."""
    desk = service()
    other = identifier(request.form.get("other", "")) or 0
    take = [name for name in COMPARED if request.form.get(f"take-{name}") == "other"]
    try:
        check_alike(desk.archive.facts(document_id), desk.archive.facts(other), request.form.get("sure") == "1")
        done = desk.archive.merges.merge(document_id, other, take)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "bad")
        if error.reason == "merge_unlike":
            return redirect(url_for("correcting.compare", document_id=document_id, other=other))
        return redirect(url_for("correcting.duplicates", document_id=document_id))
    index_documents(desk.archive, desk.engine, [document_id, other])
    desk.forget_alerts()
    flash(_("Đã gộp “%(name)s” vào văn bản này. Có thể tách lại ở trang Lịch sử sửa.", name=done.name[:120]), "good")
    return redirect(url_for("documents.show", document_id=document_id))


@pages.post("/merges/<int:merge_id>/undo")
@permits("register")
def part(merge_id: int) -> Answer:
    """Part two merged records again."""
    desk = service()
    here = identifier(request.form.get("document", "")) or 0
    try:
        done, stays = desk.archive.merges.undo(merge_id)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
        return redirect(url_for("correcting.history", document_id=here))
    index_documents(desk.archive, desk.engine, [done.kept_id, done.merged_id])
    desk.forget_alerts()
    if stays:
        flash(_("Đã tách. %(count)d chỗ đã được sửa sau khi gộp nên giữ nguyên như đang có.", count=stays), "warn")
    else:
        flash(_("Đã tách: hai văn bản trở lại như trước khi gộp."), "good")
    return redirect(url_for("documents.show", document_id=done.merged_id))


def guesses(facts: DocumentFacts, repeat: Repeat) -> str:
    """What a repeated number may mean, in words."""
    record = repeat.record
    words: dict[str, str] = {
        "same": _("có vẻ là cùng một văn bản: cùng số, ký hiệu, cơ quan, ngày"),
        "corrected": _("trích yếu nói đến đính chính hoặc sửa đổi: có thể là hai văn bản"),
        "near": _("cùng trích yếu, ngày lệch ít: có thể đọc hoặc ghi nhầm ngày"),
        "issued": _("cùng trích yếu, khác ngày: có thể ghi nhầm ngày, hoặc ban hành lại"),
        "title": _("cùng ngày, khác trích yếu: có thể đọc nhầm trích yếu, hoặc số cấp nhầm hai lần"),
        "both": _("khác cả ngày và trích yếu: có thể số cấp nhầm hai lần, hoặc đọc nhầm số"),
    }
    if not repeat.differs:
        return words["same"]
    titles = f"{facts.title} {record.title if record else ''}".lower()
    if "đính chính" in titles or "sửa đổi" in titles:
        return words["corrected"]
    if repeat.differs == ("issued",):
        close = record is not None and facts.issued and record.issued and abs((facts.issued - record.issued).days) < 10
        return words["near" if close else "issued"]
    return words["title" if repeat.differs == ("title",) else "both"]


def reason_words() -> dict[str, str]:
    """Why a copy is better, in words."""
    return {
        "signed": _("có chữ ký số còn nguyên vẹn"),
        "written": _("có chữ, không phải bản quét"),
        "more_pages": _("nhiều trang hơn"),
        "more_text": _("nhiều chữ hơn"),
        "clearer": _("quét rõ hơn"),
        "but_signed": _("nhưng không có chữ ký số"),
        "but_written": _("nhưng là bản quét"),
        "but_more_pages": _("nhưng ít trang hơn"),
        "but_more_text": _("nhưng ít chữ hơn"),
        "but_clearer": _("nhưng quét mờ hơn"),
    }


def _found(archive: Archive, typed: str) -> list[Record]:
    if typed.startswith("#"):
        id_ = identifier(typed[1:])
        return list(archive.records([id_]).values()) if id_ else []
    query = parse_number_query(typed)
    return archive.find_number(query, _FOUND) if query is not None else list(archive.same_title(typed))[:_FOUND]


def _shown(value: object) -> str:
    if isinstance(value, date):
        return format_short(value)
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
