"""Looking over what was read: the facts beside the page they were read from, put right and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from archive.dates import format_short, parse_date
from archive.document_types import TYPES, type_named
from archive.documents import Archive
from archive.folding import nfc, squeeze
from archive.numbers import canonical_number
from archive.records import Record
from archive.stored import DocumentFacts
from indexer.recognising import REVIEW_BELOW
from web.accounts.declaring import permits
from web.pages import here_with, service
from web.parameters import whole_number
from web.presenting.marking import Mark, apart, with_marks
from web.presenting.names import field_name, review_reason
from web.presenting.placing import Spot, TwoReadings, spots, two_readings
from web.service import Scan

pages = Blueprint("reviews", __name__)

# What a clerk confirms, in the order of the page: the header first, then the foot.
ASKED = (
    "type", "number", "issued", "place", "issuer", "title", "urgency", "authority", "position", "signer", "effective"
)  # fmt: skip
DAYS = ("issued", "effective")
# What a document may well lack: an empty field is no question then.
OPTIONAL = ("place", "urgency", "authority", "position", "effective")
SURE = 0.9
"""Confidence of type, number, date, issuer and title from which a document may be confirmed with others at once."""
PAGE = 50
MOST_CERTAIN = 100
_SHOWN_TEXT = 60_000
_MOST_PAGES = 6


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
    readings: TwoReadings | None = None

    @property
    def state(self) -> str:
        """wrong (what was typed), empty, absent (and may be), unsure (a person should look), or sure."""
        if self.error:
            return "wrong"
        if not self.value:
            return "absent" if self.name in OPTIONAL else "empty"
        unsure = self.confidence is not None and self.confidence < REVIEW_BELOW
        return "unsure" if (unsure or self.readings is not None) and not self.person else "sure"


@dataclass(frozen=True)
class Place:
    """Where a document stands among those that wait: from 1, of how many, and its neighbours."""

    reason: str
    number: int
    total: int
    before: int | None
    after: int | None


@pages.get("/review")
@permits("register")
def queue() -> str:
    """What waits for a person, with why; narrowed to one reason."""
    archive = service().archive
    reason = request.args.get("reason", "")
    everything = archive.reviews.waiting()
    waiting = [each for each in everything if not reason or reason in each.reasons]
    page = min(whole_number(request.args, "page", 1, 100_000) or 1, max(1, -(-len(waiting) // PAGE)))
    shown = waiting[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "reviews.html",
        here="upload",
        rows=shown,
        records=archive.records(each.document_id for each in shown),
        drafts=archive.draft_ids(),
        total=len(waiting),
        everything=len(everything),
        reason=reason,
        reasons=[(word, review_reason(word), count) for word, count in archive.reviews.reasons(everything).items()],
        certain=len(archive.reviews.certain(SURE, REVIEW_BELOW)),
        page=page,
        pages=-(-len(waiting) // PAGE),
        page_link=lambda number: here_with(page=number),
    )


@pages.get("/review/certain")
@permits("register")
def certain() -> str:
    """Documents in which nothing is left to ask, with their facts, to be confirmed at once."""
    archive = service().archive
    ids = archive.reviews.certain(SURE, REVIEW_BELOW)
    return render_template(
        "certain.html",
        here="upload",
        total=len(ids),
        rows=[archive.facts(id_) for id_ in ids[:MOST_CERTAIN]],
        undo=request.args.get("undo", ""),
        done=whole_number(request.args, "done", 0, 100_000) or 0,
        sure=round(SURE * 100),
    )


@pages.post("/review/certain")
@permits("register")
def confirm_certain() -> Answer:
    """Confirm the ticked documents as they stand: each only if it is certain still."""
    desk = service()
    chosen = [int(each) for each in request.form.getlist("document") if each.isdigit()]
    done, token = desk.archive.reviews.confirm(chosen, SURE, REVIEW_BELOW)
    desk.index(done)
    desk.forget_alerts()
    return redirect(url_for("reviews.certain", done=len(done), undo=token or None))


@pages.post("/review/undo")
@permits("register")
def undo() -> Answer:
    """Take a confirmation of many back; what somebody has changed since stays."""
    desk = service()
    undone = desk.archive.reviews.undo(request.form.get("undo", ""))
    desk.forget_alerts()
    flash(_("Đã hoàn tác: %(count)d văn bản lại chờ xác nhận.", count=len(undone)), "good" if undone else "warn")
    return redirect(url_for("reviews.certain"))


@pages.get("/review/next")
@permits("register")
def following() -> Answer:
    """The first document that waits (for a reason), or the list where nothing does."""
    reason = request.args.get("reason", "")
    waiting = service().archive.reviews.waiting(reason)
    if not waiting:
        return redirect(url_for("reviews.queue"))
    return redirect(url_for("reviews.review", document_id=waiting[0].document_id, reason=reason or None))


@pages.get("/documents/<int:document_id>/review")
@permits("register")
def review(document_id: int) -> str:
    """The recognised facts in a form, beside the text and the page they were read from."""
    archive = service().archive
    facts = archive.facts(document_id)
    return _review(archive, facts, {}, {})


@pages.post("/documents/<int:document_id>/review")
@permits("register")
def confirm(document_id: int) -> Answer | tuple[str, int]:
    """Keep what a person confirmed; those facts are theirs from now on."""
    desk = service()
    facts = desk.archive.facts(document_id)
    typed = {name: squeeze(nfc(request.form.get(name, ""))) for name in ASKED}
    values, errors = _understood(typed)
    if errors:
        return _review(desk.archive, facts, typed, errors), 422
    twin = twin_of(desk.archive, document_id, values)
    if twin is not None and request.form.get("anyway") != "1":
        return _review(desk.archive, facts, typed, {}, twin), 409
    values["recipients"] = tuple(
        filter(None, (squeeze(nfc(r)) for r in request.form.get("recipients", "").splitlines()))
    )
    reason = request.args.get("reason", "")
    place = _place(desk.archive, document_id, reason)
    if desk.archive.confirm(document_id, values).revision != facts.revision:
        desk.index([document_id])
    desk.forget_alerts()
    flash(_("Đã lưu. Văn bản tìm được theo thông tin này trong vài giây."), "good")
    if request.form.get("then") != "next":
        return redirect(url_for("documents.show", document_id=document_id))
    onward = place.after or place.before
    if onward is None:
        return redirect(url_for("reviews.queue"))
    return redirect(url_for("reviews.review", document_id=onward, reason=reason or None))


def _place(archive: Archive, document_id: int, reason: str) -> Place:
    ids = [each.document_id for each in archive.reviews.waiting(reason)]
    if document_id not in ids:
        return Place(reason, 0, len(ids), None, ids[0] if ids else None)
    at = ids.index(document_id)
    before, after = ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
    return Place(reason, at + 1, len(ids), before, after)


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
    limits |= {"authority": 300, "urgency": 30}
    for name, most in limits.items():
        if len(values[name]) > most:
            errors[name] = _("Quá dài: tối đa %(most)d ký tự.", most=most)
    return values, errors


def twin_of(archive: Archive, document_id: int, values: Mapping[str, Any]) -> Record | None:
    """Another document of the same type, number and date."""
    if not values["number"] or values["issued"] is None:
        return None
    for record in archive.holdings().by_number(values["number"]):
        if record.id != document_id and record.type == values["type"] and record.issued == values["issued"]:
            return record
    return None


def _review(
    archive: Archive,
    facts: DocumentFacts,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    twin: Record | None = None,
) -> str:
    desk = service()
    text, how, files = archive.text(facts.id), archive.how_read(facts.id), archive.files_of(facts.id)
    scan = desk.scan(facts, files)
    # The places are those of the original; a copy that is shown for want of it may be laid out otherwise.
    original = scan is not None and scan.file.role == "original"
    places = spots(how, facts.evidence, ASKED) if original else []
    questions = []
    for name in ASKED:
        held = getattr(facts, name)
        value = format_short(held) if isinstance(held, date) else held or ""
        seen = facts.evidence.get(name) or {}
        person = name in facts.by_person
        questions.append(
            Question(
                name,
                typed.get(name, value),
                seen.get("text", ""),
                seen.get("note", ""),
                seen.get("confidence"),
                person,
                errors.get(name, ""),
                two_readings(how, text, name, facts.evidence, value) if original and not person else None,
            )
        )
    marks = apart(
        Mark(
            seen["start"],
            seen["end"],
            Markup('<mark class="seen" id="seen-{}" data-fact="{}" title="{}">').format(name, name, field_name(name)),
            Markup("</mark>"),
        )
        for name, seen in facts.evidence.items()
        if 0 <= seen.get("start", -1) < seen.get("end", -1) <= len(text)
    )
    return render_template(
        "review.html",
        here="upload",
        facts=facts,
        record=archive.record(facts.id),
        questions=questions,
        twin=twin,
        place=_place(archive, facts.id, request.args.get("reason", "")),
        types=[each.name for each in TYPES],
        days=DAYS,
        reasons=[review_reason(word) for word in facts.review],
        text=_shown(text, marks),
        files=files,
        scan=scan,
        numbers=_pages(scan, places, questions),
        spots=places,
        how=how,
        affected=len(desk.affected(facts.id)),
    )


def _pages(scan: Scan | None, places: list[Spot], questions: list[Question]) -> list[int]:
    """The pages to show: the first, the last, and those on which a fact was read."""
    if scan is None:
        return []
    wanted = {1, scan.pages, *(spot.page for spot in places), *(q.readings.page for q in questions if q.readings)}
    found = sorted(number for number in wanted if 1 <= number <= scan.pages)
    return found if len(found) <= _MOST_PAGES else [*found[: _MOST_PAGES - 1], found[-1]]


def _shown(text: str, marks: list[Mark]) -> Markup:
    """The text with the evidence marked; of a long one the head, and the foot where the signature stands."""
    if len(text) <= _SHOWN_TEXT:
        return with_marks(text, 0, len(text), marks)
    half = _SHOWN_TEXT // 2
    return Markup("{}\n\n[…]\n\n{}").format(
        with_marks(text, 0, half, marks), with_marks(text, len(text) - half, len(text), marks)
    )
