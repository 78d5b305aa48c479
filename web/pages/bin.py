"""Deleting: into the bin, out of it, for good; and how long things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.dates import format_short
from archive.document_types import TYPES
from archive.errors import RefusedInput
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import here_with, service
from web.parameters import whole_number
from web.purging import bin_document, purge_document, purge_documents, unbin_document

pages = Blueprint("bin", __name__)

WORD = "XÓA HẲN"
"""What is typed before something is purged."""
PAGE = 50
_MOST_AT_ONCE = 200


@pages.get("/admin/bin")
@permits("administer")
def index() -> str:
    """What lies in the bin, and what has lain there long enough to be purged."""
    archive = service().archive
    days = archive.options.number("bin_days")
    lying = archive.bin.all()
    return render_template(
        "bin.html",
        here="admin",
        part="bin",
        rows=lying,
        days=days,
        due={each.record.id for each in archive.bin.due(days)},
        word=WORD,
    )


@pages.post("/documents/<int:document_id>/bin")
@permits("register")
def put(document_id: int) -> Answer:
    """Delete a document: into the bin."""
    bin_document(service(), document_id, request.form.get("reason", "").strip())
    flash(_("Đã bỏ văn bản vào thùng rác. Quản trị viên có thể lấy lại."), "good")
    return redirect(url_for("documents.index"))


@pages.post("/admin/bin/<int:document_id>/restore")
@permits("administer")
def restore(document_id: int) -> Answer:
    """Take a document out of the bin."""
    unbin_document(service(), document_id)
    flash(_("Đã lấy văn bản khỏi thùng rác."), "good")
    return redirect(url_for("documents.show", document_id=document_id))


@pages.post("/admin/bin/purge")
@permits("administer")
def purge() -> Answer:
    """Delete the ticked documents for good."""
    _confirmed()
    chosen = [int(each) for each in request.form.getlist("document") if each.isdigit()][:_MOST_AT_ONCE]
    if not chosen:
        raise RefusedInput("nothing_chosen", "Chưa chọn văn bản nào.", "No document was chosen.")
    files = sum(len(each.files) for each in purge_documents(service(), chosen))
    flash(_("Đã xóa hẳn %(count)d văn bản, %(files)d tệp gốc.", count=len(chosen), files=files), "good")
    return redirect(url_for("bin.index"))


@pages.post("/documents/<int:document_id>/purge-secret")
@permits("administer")
def purge_secret(document_id: int) -> Answer:
    """Delete at once, for good, what turned out to be a state secret."""
    _confirmed()
    purge_document(service(), document_id, secret=True)
    flash(_("Đã xóa hẳn văn bản có dấu mật khỏi kho. Hãy xử lý các bản sao lưu cũ theo quy định."), "good")
    return redirect(url_for("reviews.queue"))


@pages.get("/admin/retention")
@permits("administer")
def retention() -> str:
    """What need not be kept any more, and the rules."""
    archive = service().archive
    due = archive.retention.due(date.today())
    pages_ = max(1, -(-len(due) // PAGE))
    page = min(whole_number(request.args, "page", 1, 100_000) or 1, pages_)
    return render_template(
        "retention.html",
        here="admin",
        part="retention",
        due=due[(page - 1) * PAGE : page * PAGE],
        total=len(due),
        page=page,
        pages=pages_,
        page_link=lambda number: here_with(page=number),
        rules=sorted(archive.retention.rules().items()),
        types=[each.name for each in TYPES],
        default=archive.options.number("retention_years"),
        years_words=years_words,
        origin_words=origin_words,
        day=format_short,
    )


@pages.post("/admin/retention")
@permits("administer")
def set_rule() -> Answer:
    """Say how long documents of a type are kept."""
    service().archive.retention.set_rule(request.form.get("type", ""), years_in("years"))
    flash(_("Đã lưu thời hạn bảo quản."), "good")
    return redirect(url_for("bin.retention"))


@pages.post("/documents/<int:document_id>/retention")
@permits("register")
def set_one(document_id: int) -> Answer:
    """Say how long one document is kept."""
    service().archive.retention.set(document_id, years_in("years"), request.form.get("note", "").strip())
    flash(_("Đã lưu thời hạn bảo quản."), "good")
    return redirect(url_for("documents.show", document_id=document_id))


def years_in(name: str) -> int | None:
    """A number of years in a form: 0 for ever, "" for nothing said. Raises RefusedInput."""
    raw = request.form.get(name, "").strip()
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 5):
        raise RefusedInput(
            "wrong_years",
            "Thời hạn bảo quản phải là số năm, 0 cho vĩnh viễn.",
            "Retention must be a number of years, 0 for ever.",
        )
    return int(raw)


def years_words(years: int | None) -> str:
    """How long, in words."""
    if years is None:
        return str(_("chưa đặt"))
    return str(_("vĩnh viễn") if years == 0 else _("%(years)d năm", years=years))


@dataclass(frozen=True)
class KeptFor:
    """How long a document is kept, for its page: in words, whose word that is, until when; `own` as it was typed."""

    words: str
    origin: str
    due: date | None
    own: str


def kept_for(document_id: int) -> KeptFor:
    """How long a document is kept."""
    kept = service().archive.retention.of(document_id)
    own = str(kept.years) if kept.origin == "document" else ""
    return KeptFor(years_words(kept.years), origin_words(kept.origin), kept.due, own)


def origin_words(origin: str) -> str:
    """Whose word a retention is."""
    return pick(*_ORIGINS.get(origin, ("", "")))


def _confirmed() -> None:
    if " ".join(request.form.get("word", "").split()).upper() != WORD:
        raise RefusedInput(
            "word_missing",
            f"Chưa xóa gì: hãy gõ đúng chữ “{WORD}” để xác nhận.",
            f"Nothing was purged: type “{WORD}” to confirm.",
        )


_ORIGINS = {
    "document": ("đặt riêng cho văn bản", "said of the document"),
    "dossier": ("theo hồ sơ", "its dossier's"),
    "type": ("theo tên loại", "the rule for its type"),
    "office": ("mặc định của cơ quan", "the office's default"),
}
