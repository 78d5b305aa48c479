"""Looking over what was read: the facts beside the page they were read from, put right and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from archive.dates import format_short, parse_date
from archive.document_types import TYPES, type_named
from archive.documents import Archive
from archive.folding import nfc, squeeze
from archive.numbers import canonical_number
from archive.records import Record
from archive.stored import DocumentFacts, DocumentFilter
from indexer.indexing import index_documents
from indexer.ingest import reason_en, reason_vi
from web.languages import pick
from web.pages import service
from web.presenting.marking import Mark, apart, with_marks
from web.presenting.names import field_name

pages = Blueprint("reviews", __name__)

# What a clerk confirms, in the order of the page: the header first, then the foot.
ASKED = ("type", "number", "issued", "place", "issuer", "title", "signer", "position", "effective")
DAYS = ("issued", "effective")
_SHOWN_TEXT = 60_000


@dataclass(frozen=True)
class Question:
    """One fact to confirm: what stands in the field, the words it was read from, and how surely (0 to 1)."""

    name: str
    value: str
    seen: str
    note: str
    confidence: float | None
    person: bool
    error: str = ""


@pages.get("/review")
def queue() -> str:
    """What waits for a person, with why."""
    return render_template(
        "reviews.html", here="upload", waiting=service().archive.documents(DocumentFilter(needs_review=True), limit=50)
    )


@pages.get("/documents/<int:document_id>/review")
def review(document_id: int) -> str:
    """The recognised facts in a form, beside the text and the page they were read from."""
    archive = service().archive
    facts = archive.facts(document_id)
    return _review(archive, facts, _questions(facts, {}, {}))


@pages.post("/documents/<int:document_id>/review")
def confirm(document_id: int) -> Answer | Response | tuple[str, int]:
    """Keep what a person confirmed; those facts are theirs from now on."""
    desk = service()
    facts = desk.archive.facts(document_id)
    typed = {name: squeeze(nfc(request.form.get(name, ""))) for name in ASKED}
    values, errors = _understood(typed)
    if errors:
        return _review(desk.archive, facts, _questions(facts, typed, errors)), 422
    twin = _twin(desk.archive, document_id, values)
    if twin is not None and request.form.get("anyway") != "1":
        return _review(desk.archive, facts, _questions(facts, typed, {}), twin), 409
    values["recipients"] = tuple(
        filter(None, (squeeze(nfc(r)) for r in request.form.get("recipients", "").splitlines()))
    )
    engine = desk.engine
    desk.archive.confirm(document_id, values)
    index_documents(desk.archive, engine, [document_id])
    desk.forget_alerts()
    flash(_("Đã lưu. Văn bản tìm được ngay từ bây giờ."), "good")
    return redirect(url_for("documents.show", document_id=document_id))


def _questions(facts: DocumentFacts, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Question]:
    questions = []
    for name in ASKED:
        held = getattr(facts, name)
        value = format_short(held) if isinstance(held, date) else held or ""
        seen = facts.evidence.get(name) or {}
        questions.append(
            Question(
                name,
                typed.get(name, value),
                seen.get("text", ""),
                seen.get("note", ""),
                seen.get("confidence"),
                name in facts.by_person,
                errors.get(name, ""),
            )
        )
    return questions


def _understood(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The typed facts as values, and what is wrong with them by field. Empty stays empty: unknown is allowed."""
    values: dict[str, Any] = dict(typed)
    errors: dict[str, str] = {}
    for name in DAYS:
        values[name] = parse_date(typed[name]) if typed[name] else None
        if typed[name] and values[name] is None:
            errors[name] = _("Không có ngày này. Hãy ghi như 03/6/2024.")
    if typed["type"]:
        values["type"] = type_named(typed["type"]) or typed["type"]
    if typed["number"]:
        values["number"] = canonical_number(typed["number"])
    limits = {"type": 60, "number": 120, "place": 120, "issuer": 300, "signer": 200, "position": 200, "title": 4000}
    for name, most in limits.items():
        if len(values[name]) > most:
            errors[name] = _("Quá dài: tối đa %(most)d ký tự.", most=most)
    return values, errors


def _twin(archive: Archive, document_id: int, values: Mapping[str, Any]) -> Record | None:
    """Another document of the same type, number and date."""
    if not values["number"] or values["issued"] is None:
        return None
    for record in archive.holdings().by_number(values["number"]):
        if record.id != document_id and record.type == values["type"] and record.issued == values["issued"]:
            return record
    return None


def _review(archive: Archive, facts: DocumentFacts, questions: list[Question], twin: Record | None = None) -> str:
    text = archive.text(facts.id)
    marks = apart(
        Mark(
            seen["start"],
            seen["end"],
            Markup('<mark class="seen" id="seen-{}" title="{}">').format(name, field_name(name)),
            Markup("</mark>"),
        )
        for name, seen in facts.evidence.items()
        if 0 <= seen.get("start", -1) < seen.get("end", -1) <= len(text)
    )
    files = archive.files_of(facts.id)
    return render_template(
        "review.html",
        here="upload",
        facts=facts,
        record=archive.record(facts.id),
        questions=questions,
        twin=twin,
        types=[each.name for each in TYPES],
        days=DAYS,
        reasons=[pick(reason_vi(word), reason_en(word)) for word in facts.review],
        text=_shown(text, marks),
        cut=len(text) > _SHOWN_TEXT,
        files=files,
        scan=service().scan(facts, files),
        affected=len(service().affected(facts.id)),
    )


def _shown(text: str, marks: list[Mark]) -> Markup:
    """The text with the evidence marked; of a long one the head, and the foot where the signature stands."""
    if len(text) <= _SHOWN_TEXT:
        return with_marks(text, 0, len(text), marks)
    half = _SHOWN_TEXT // 2
    return Markup("{}\n\n[…]\n\n{}").format(
        with_marks(text, 0, half, marks), with_marks(text, len(text) - half, len(text), marks)
    )
