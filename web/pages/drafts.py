"""Drafts: paste or upload, see every citation checked in place, take corrections over, collect the căn cứ block."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.checking import applicable, certain
from archive.dates import format_short, parse_date
from archive.errors import RefusedInput
from archive.folding import squeeze
from archive.stored import StoredDraft
from archive.validity import validity_at
from archive.wording import basis_block, order_bases
from indexer.reading import read_file
from indexer.recognising import recognise
from web.accounts.declaring import permits
from web.citing import Meant, with_bases_written
from web.drafting import begin_from_text, check_draft, corrected, put_in
from web.incoming import on_disk, only_file
from web.languages import pick
from web.linking import draft_turns
from web.pages import service
from web.pages.desk import current_draft, draft_to_add_to, put_on_desk, with_bases
from web.pages.writing import save_sheet, sheet_page, template_choices
from web.parameters import identifier
from web.presenting.badges import caution
from web.presenting.copying import name_of
from web.presenting.findings import MOST_SHOWN, WHOLE, annotated, most_telling, shown_findings, tally
from web.presenting.sheet import from_fields
from web.problems import WrongParameter, tell, wants_json

pages = Blueprint("drafts", __name__, url_prefix="/drafts")

_LONGEST = 2_000_000
_TRIES = 3


@pages.get("/")
@permits("draft")
def index() -> str:
    """The drafts, the last saved first, and a place to begin one."""
    archive = service().archive
    drafts = archive.drafts.list()
    return render_template(
        "drafts.html",
        here="drafts",
        drafts=drafts,
        changed=archive.links.of_drafts(drafts),
        today=date.today(),
        templates=template_choices(),
    )


@pages.post("/")
@permits("draft")
def create() -> Answer:
    """Begin a draft from pasted text or a file."""
    desk = service()
    text = _plain(request.form.get("text", ""))
    named = ""
    file = only_file(request.files)
    if file is not None:
        with on_disk(desk, file) as (path, name):
            text = read_file(path, name, settings=desk.settings).text
            named = name
    title = squeeze(request.form.get("title", ""))[:300] or _title_of(text) or named or _("Dự thảo mới")
    draft = begin_from_text(desk, title, text, _signing_date()[0], plain="plain" in request.form)
    put_on_desk(draft.id)
    return redirect(url_for("drafts.show", draft_id=draft.id))


@pages.get("/<int:draft_id>")
@permits("draft")
def show(draft_id: int) -> str:
    """One draft with its findings in place and its căn cứ block."""
    draft = service().archive.drafts.get(draft_id)
    put_on_desk(draft_id)
    return _page(draft) if draft.parts is None else sheet_page(draft)


@pages.post("/<int:draft_id>")
@permits("draft")
def save(draft_id: int) -> Answer | tuple[str, int]:
    """Save title, text and date over the version that was opened; a later version is never overwritten."""
    drafts = service().archive.drafts
    draft = drafts.get(draft_id)
    if draft.parts is not None:
        day, wrong = _signing_date()
        if wrong:
            mine = from_fields(request.form, draft.parts)
            typed_day = request.form.get("signing_date", "")
            return sheet_page(draft, mine=mine, problem=wrong, typed_day=typed_day), 422
        return save_sheet(draft, _version(), day)
    title = squeeze(request.form.get("title", ""))[:300]
    # A long draft is shown without its text to edit; then only title and date are sent.
    given = request.form.get("text")
    text = _plain(given) if given is not None else None
    day, wrong = _signing_date()
    typed = {"title": title, "day": request.form.get("signing_date", "")}
    if text is not None:
        typed["text"] = text
    if wrong:
        return _page(
            drafts.get(draft_id),
            typed=typed,
            problem=wrong,
        ), 422
    try:
        drafts.save(draft_id, _version(), title=title, text=text, signing_date=day, clear_date=day is None)
    except RefusedInput as error:
        return _page(
            drafts.get(draft_id),
            typed=typed,
            conflict=error,
        ), 409
    flash(_("Đã lưu và đối chiếu lại."), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id))


@pages.post("/<int:draft_id>/apply")
@permits("draft")
def apply(draft_id: int) -> Answer:
    """Put the offered correction in the place of one finding; only one that is certain and stands in no quotation."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    start, end = _place("start"), _place("end")
    verdict = request.form.get("verdict", "")
    found = [f for f in check_draft(desk, draft) if (f.start, f.end) == (start, end) and verdict in ("", f.verdict)]
    if draft.version != _version() or not found or not applicable(found[0], draft.text):
        flash(_("Dự thảo đã thay đổi nên chưa áp dụng được sửa đổi này. Hãy xem lại kết quả đối chiếu mới."), "warn")
        return redirect(url_for("drafts.show", draft_id=draft_id))
    put_in(desk, draft, found[:1])
    flash(_("Đã sửa: %(text)s", text=found[0].replacement), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor="doi-chieu"))


@pages.post("/<int:draft_id>/apply-all")
@permits("draft")
def apply_all(draft_id: int) -> Answer:
    """Put in every correction that is certain; what two of them lay over is checked again and can be applied after."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    if draft.version != _version() or (made := corrected(desk, draft)).version == draft.version:
        flash(_("Dự thảo đã thay đổi nên chưa áp dụng được sửa đổi này. Hãy xem lại kết quả đối chiếu mới."), "warn")
        return redirect(url_for("drafts.show", draft_id=draft_id))
    left = sum(certain(f, made.text) for f in check_draft(desk, made))
    flash(_("Đã áp dụng các sửa đổi chắc chắn; còn %(count)d sửa đổi.", count=left), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor="doi-chieu"))


@pages.post("/<int:draft_id>/bases")
@permits("draft")
def bases(draft_id: int) -> Answer:
    """Take bases out of the block, or take over those that the draft's own opening names for certain."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    removed = request.form.get("remove", "")
    if removed:
        kept = [dict(base) for base in draft.bases if str(base["document_id"]) != removed]
        desk.archive.drafts.save(draft_id, draft.version, bases=kept)
    elif request.form.get("collect"):
        found = [f.record.id for f in desk.check(draft.text, draft.signing_date) if f.record and f.citation.basis]
        found = [id_ for id_ in found if id_ not in desk.archive.behind()]
        desk.archive.drafts.save(draft_id, draft.version, bases=with_bases(draft.bases, found))
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor="can-cu"))


@pages.get("/<int:draft_id>/delete")
@permits("draft")
def ask_delete(draft_id: int) -> str:
    """Ask before a draft goes for good: nothing brings it back."""
    drafts = service().archive.drafts
    draft = drafts.get(draft_id)
    return render_template("draft_delete.html", here="drafts", draft=draft, versions=len(drafts.versions(draft_id)))


@pages.post("/<int:draft_id>/delete")
@permits("draft")
def delete(draft_id: int) -> Answer:
    """Remove a draft."""
    service().archive.drafts.delete(draft_id)
    flash(_("Đã xóa dự thảo."), "good")
    return redirect(url_for("drafts.index"))


@pages.post("/take")
@permits("draft")
def take() -> Answer | Response:
    """Add documents to a draft as bases: those ticked, or the one whose button was pressed."""
    desk = service()
    only = request.form.get("only", "")
    wanted = [only] if only else request.form.getlist("document")
    ids = [id_ for id_ in map(identifier, wanted) if id_ is not None]
    records = desk.archive.records(ids[:200])
    if not records:
        return _nothing_to_add()
    behind = desk.archive.behind()
    records = {id_: record for id_, record in records.items() if id_ not in behind}
    if not records:
        return _not_citable()
    which = request.form.get("draft", "current")
    draft = draft_to_add_to(desk.archive, which, _("Dự thảo mới"))
    draft = _add(draft, list(records), written=request.form.get("into") == "text")
    put_on_desk(draft.id)
    said = _(
        "Đã thêm %(names)s vào “%(draft)s”.",
        names=", ".join(name_of(record) for record in records.values()),
        draft=draft.title or str(draft.id),
    )
    today = date.today()
    for record in records.values():
        warned = caution(record, validity_at(record, draft.signing_date or today))
        if warned:
            said += f" {name_of(record)}: {warned}" if len(records) > 1 else f" {warned}"
    where = url_for("drafts.show", draft_id=draft.id, _anchor="can-cu")
    if wants_json():
        return jsonify(draft=draft.id, title=draft.title, bases=len(draft.bases), said=said, url=where)
    flash(said, "good")
    return redirect(where)


def _nothing_to_add() -> Answer | Response:
    vi = "Chưa chọn văn bản nào. Hãy đánh dấu ít nhất một văn bản."
    en = "No document was chosen. Tick at least one."
    return _not_added("nothing_chosen", vi, en)


def _not_citable() -> Answer | Response:
    vi = "Văn bản mẫu và dự thảo không dùng làm căn cứ; chưa thêm gì."
    en = "Samples and drafts cannot be a legal basis; nothing was added."
    return _not_added("not_citable", vi, en)


def _not_added(reason: str, vi: str, en: str) -> Answer | Response:
    if wants_json():
        return tell(422, reason, vi, en)
    flash(pick(vi, en), "warn")
    back = request.form.get("back", "")
    return redirect(back if back.startswith("/?") else url_for("search.home"))


def _add(draft: StoredDraft, ids: list[int], *, written: bool = False) -> StoredDraft:
    """Adding does not undo what another window saved: on a conflict it is done again on top of that. `written`: into
    the draft's own text as well, each basis at its place."""
    desk = service()
    drafts = desk.archive.drafts
    chosen = [Meant(record) for record in order_bases(desk.archive.records(ids).values())] if written else []
    for _attempt in range(_TRIES):
        try:
            more = with_bases_written(desk, draft, chosen) if written else {}
            return drafts.save(draft.id, draft.version, bases=with_bases(draft.bases, ids), **more)
        except RefusedInput as error:
            refused = error
            draft = drafts.get(draft.id)
    raise refused


def _page(
    draft: StoredDraft,
    *,
    typed: dict[str, str] | None = None,
    problem: str = "",
    conflict: RefusedInput | None = None,
) -> str:
    desk = service()
    on = draft.signing_date or date.today()
    findings = shown_findings(check_draft(desk, draft, on), draft.text)
    records = desk.archive.records(base["document_id"] for base in draft.bases)
    taken = records.keys() | desk.archive.behind()
    ordered = order_bases(records.values())
    return render_template(
        "draft.html",
        here="drafts",
        draft=draft,
        typed=typed,
        problem=problem,
        conflict=conflict,
        on=on,
        signing_date=format_short(draft.signing_date) if draft.signing_date else "",
        findings=most_telling(findings),
        more=max(0, len(findings) - MOST_SHOWN),
        long=len(draft.text) > WHOLE,
        editing=typed is not None or not draft.text or "edit" in request.args,
        tally=tally(findings),
        applicable=sum(certain(shown.finding, draft.text) for shown in findings),
        annotated=annotated(draft.text, findings),
        turns=draft_turns(desk, draft, on),
        bases=[(record, validity_at(record, on)) for record in ordered],
        block=basis_block(ordered) if ordered else "",
        collectable=any(
            f.finding.citation.basis and f.finding.record is not None and f.finding.record.id not in taken
            for f in findings
        ),
        current=current_draft(),
    )


def _plain(text: str) -> str:
    """Text as a browser sends it, with one kind of line end. Raises WrongParameter where it is too long to check."""
    if len(text) > _LONGEST:
        raise WrongParameter(
            "draft_too_long",
            "Dự thảo quá dài (tối đa 2 triệu ký tự). Hãy tách thành nhiều dự thảo.",
            "The draft is too long (at most 2 million characters). Split it into several drafts.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _signing_date() -> tuple[date | None, str]:
    raw = squeeze(request.form.get("signing_date", ""))
    if not raw:
        return None, ""
    try:
        return date.fromisoformat(raw), ""
    except ValueError:
        found = parse_date(raw) if len(raw) < 60 else None
    return found, "" if found else _("Không có ngày “%(day)s”. Hãy ghi như 03/6/2024.", day=raw[:40])


def _version() -> int:
    return _place("version")


def _place(name: str) -> int:
    raw: Any = request.form.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 12 else -1


def _title_of(text: str) -> str:
    """What a draft calls itself: type and subject, as its heading has them."""
    if not text.strip():
        return ""
    seen = recognise(text)
    return squeeze(f"{seen.type.value or ''} {seen.title.value or ''}")[:300]
