"""The desk: a draft written on its sheet, what is found in it beside, its versions, and how it begins."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.dates import format_short
from archive.drafting import DraftParts, parts_of
from archive.drafting.beginning import TEMPLATES
from archive.drafting.composing import ADDRESSED, PARTY, RECIPIENTS, STATE
from archive.errors import RefusedInput
from archive.folding import squeeze
from archive.stored import StoredDraft
from archive.validity import validity_at
from archive.wording import basis_block, order_bases
from indexer.search import SearchRequest
from web.accounts.declaring import permits
from web.drafting import begin_from_document, begin_from_template, check_draft
from web.languages import pick
from web.linking import draft_turns
from web.pages import service
from web.pages.desk import put_on_desk
from web.parameters import identifier
from web.presenting.findings import MOST_SHOWN, annotated, most_telling, shown_findings, tally
from web.presenting.results import grouped
from web.presenting.sheet import Sheet, fields_of, from_fields, marks_json, seen_of
from web.presenting.versions import compared, kind_words

pages = Blueprint("writing", __name__, url_prefix="/drafts")

_FOUND = 8


@pages.post("/begin")
@permits("draft")
def begin() -> Answer:
    """Begin from a template, or from an earlier document."""
    desk = service()
    document = identifier(request.form.get("document", ""))
    try:
        if document is not None:
            draft = begin_from_document(desk, document)
        else:
            draft = begin_from_template(desk, request.form.get("template", ""), "party" in request.form)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
        return redirect(url_for("drafts.index"))
    put_on_desk(draft.id)
    return redirect(url_for("drafts.show", draft_id=draft.id))


@pages.get("/earlier")
@permits("draft")
def earlier() -> str:
    """The office's own documents that a draft may go on from, by a few words of their title."""
    words = squeeze(request.args.get("q", ""))[:200]
    return render_template("draft_earlier.html", here="drafts", words=words, found=_ours(words))


def _ours(words: str) -> list[Any]:
    """The documents found, those of the office itself first, the newest before."""
    desk = service()
    if not words:
        return []
    hits = desk.search(SearchRequest(query=words, limit=40)).hits
    found = {group.record.id: group.record for group in grouped(hits) if group.record.held}
    office = desk.archive.options.get("office_name").strip().lower()
    return sorted(
        found.values(),
        key=lambda record: (bool(office) and record.issuer.lower() != office, -(record.issued or date.min).toordinal()),
    )[:20]


@pages.post("/<int:draft_id>/read")
@permits("draft")
def read(draft_id: int) -> Answer:
    """Read a draft that is one text into its parts."""
    drafts = service().archive.drafts
    draft = drafts.get(draft_id)
    if draft.parts is None:
        drafts.save(draft_id, draft.version, parts=parts_of(draft.text), kind="kept")
        flash(_("Đã chia dự thảo thành các phần. Bản liền vẫn nằm trong danh sách phiên bản."), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id))


@pages.get("/<int:draft_id>/panel")
@permits("draft")
def panel(draft_id: int) -> Response:
    """What the check says of a draft as it is saved: the list beside the sheet, and the marks on it."""
    draft = service().archive.drafts.get(draft_id)
    asked = _asked(draft)
    return jsonify(
        version=draft.version,
        html=render_template("draft_findings.html", draft=draft, **asked),
        tally=render_template("draft_tally.html", draft=draft, **asked),
        marks=asked["marks"],
        bases=render_template("draft_bases.html", draft=draft, **_bases(draft)),
        links=render_template("draft_links.html", draft=draft, turns=draft_turns(service(), draft, asked["on"])),
    )


@pages.get("/<int:draft_id>/seek")
@permits("draft")
def seek(draft_id: int) -> str:
    """The search beside the sheet: what is found, ready to be cited where the cursor stands."""
    desk = service()
    draft = desk.archive.drafts.get(draft_id)
    words = squeeze(request.args.get("q", ""))[:1000]
    result = desk.search(SearchRequest(query=words, limit=20)) if words else None
    return render_template(
        "draft_seek.html",
        draft=draft,
        words=words,
        result=result,
        groups=grouped(result.hits)[:_FOUND] if result else [],
        behind=desk.archive.behind(),
    )


@pages.get("/<int:draft_id>/versions")
@permits("draft")
def versions(draft_id: int) -> str:
    """The versions of a draft, and what one differs in from another, word by word."""
    drafts = service().archive.drafts
    draft = drafts.get(draft_id)
    kept = drafts.versions(draft_id)
    before = identifier(request.args.get("before", ""))
    after = identifier(request.args.get("after", ""))
    chosen = None
    if before is not None:
        one = drafts.version(draft_id, before)
        other = drafts.version(draft_id, after if after is not None else kept[0].id)
        chosen = (one, other, compared(one.text, other.text))
    return render_template(
        "draft_versions.html", here="drafts", draft=draft, versions=kept, chosen=chosen, kind_words=kind_words
    )


@pages.post("/<int:draft_id>/versions/<int:version_id>/restore")
@permits("draft")
def restore(draft_id: int, version_id: int) -> Answer:
    """Go back to a version; what is there now stays among them."""
    drafts = service().archive.drafts
    sent = request.form.get("version", "")
    try:
        drafts.restore(draft_id, version_id, int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 12 else 0)
    except RefusedInput:
        flash(_("Dự thảo vừa được lưu ở nơi khác nên chưa khôi phục. Hãy xem lại rồi khôi phục."), "warn")
        return redirect(url_for("writing.versions", draft_id=draft_id))
    flash(_("Đã khôi phục. Bản trước đó vẫn nằm trong danh sách phiên bản."), "good")
    return redirect(url_for("drafts.show", draft_id=draft_id))


def save_sheet(draft: StoredDraft, version: int, day: date | None) -> Answer | tuple[str, int]:
    """Save a sheet that was sent as a form. Changes in different parts go through; of a part that somebody else saved
    meanwhile both wordings are shown."""
    drafts = service().archive.drafts
    assert draft.parts is not None
    mine = from_fields(request.form, draft.parts)
    changed = {name: value for name, value in vars(mine).items() if value != getattr(draft.parts, name)}
    if day != draft.signing_date:
        draft = drafts.save(draft.id, draft.version, signing_date=day, clear_date=day is None)
        version = draft.version if version == draft.version - 1 else version
    made = drafts.merge(draft.id, version, changed, {}, keep=True)
    if made.needed:
        return sheet_page(made.draft, mine=mine, theirs=made.needed), 409
    flash(_("Đã lưu và đối chiếu lại."), "good")
    return redirect(url_for("drafts.show", draft_id=draft.id))


def sheet_page(
    draft: StoredDraft,
    *,
    mine: DraftParts | None = None,
    theirs: tuple[str, ...] = (),
    problem: str = "",
    typed_day: str | None = None,
) -> str:
    """The sheet of a draft. `mine`: what was typed and could not be saved; `theirs`: the parts that others changed."""
    parts = mine or draft.parts
    assert parts is not None
    assert draft.parts is not None
    fields = fields_of(parts)
    day = format_short(draft.signing_date) if draft.signing_date else ""
    return render_template(
        "desk.html",
        here="drafts",
        draft=draft,
        parts=parts,
        fields=fields,
        seen=seen_of(fields_of(draft.parts)),
        theirs={name: "\n".join(fields_of(draft.parts)[name]) for name in theirs},
        problem=problem,
        turns=draft_turns(service(), draft, draft.signing_date or date.today()),
        printed_head={"state": STATE, "party": PARTY, "addressed": ADDRESSED, "recipients": RECIPIENTS},
        signing_date=day if typed_day is None else typed_day,
        **_asked(draft),
        **_bases(draft),
    )


_LONG = 60_000
"""Characters from which on the page comes first, and what the check says of it after."""


def _asked(draft: StoredDraft, later: bool = False) -> dict[str, Any]:
    """What the check says of a draft, as the templates take it; nothing yet where it comes `later`."""
    desk = service()
    on = draft.signing_date or date.today()
    findings = [] if later else check_draft(desk, draft, on)
    shown = shown_findings(findings, draft.text)
    listed = most_telling(shown)
    numbers = {id(each.finding): each.number for each in listed}
    marks = [] if draft.parts is None else marks_json(Sheet(draft.parts), findings, numbers)
    return {
        "on": on,
        "findings": listed,
        "more": max(0, len(shown) - MOST_SHOWN),
        "tally": tally(shown),
        "applicable": sum(mark["certain"] for mark in marks),
        "annotated": annotated(draft.text, shown),
        "marks": marks,
    }


def _bases(draft: StoredDraft) -> dict[str, Any]:
    """The bases gathered for a draft, as the templates take them."""
    desk = service()
    on = draft.signing_date or date.today()
    ordered = order_bases(desk.archive.records(base["document_id"] for base in draft.bases).values())
    return {
        "bases": [(record, validity_at(record, on)) for record in ordered],
        "block": basis_block(ordered) if ordered else "",
    }


def template_choices() -> list[tuple[str, str]]:
    """The templates and what they are called."""
    return [(key, pick(*names)) for key, names in TEMPLATES.items()]
