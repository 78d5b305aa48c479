"""Relations between documents: the diagram and table of one document, what waits for a person, and what a person says.

Every change goes back to where it was made: the document's page of relations, or the queue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive.citations.pinpoints import find_pinpoints
from archive.dates import parse_date
from archive.errors import RefusedInput
from archive.folding import nfc, squeeze
from archive.records import Record
from archive.relating import BY_HAND
from archive.stored import StoredCitation, StoredRelation
from web.accounts.declaring import permits
from web.languages import pick
from web.meant import documents_meant
from web.pages import here_with, service
from web.parameters import identifier, whole_number
from web.presenting.addresses import path_of
from web.presenting.relations import CITING, diagram, kind_words, open_questions, shown_relation, shown_relations
from web.problems import WrongParameter

pages = Blueprint("relations", __name__)

PAGE = 40
QUEUE = 20
PLACES = 60
_DRAWN = 60


@dataclass(frozen=True)
class Typed:
    """What the form for a new relation holds: as typed, with the documents its number may mean, and what is wrong."""

    acts: str = "1"
    kind: str = ""
    other: str = ""
    scope: str = ""
    effective: str = ""
    note: str = ""
    found: tuple[Record, ...] = ()
    problem: str = ""


@pages.get("/documents/<int:document_id>/relations")
@permits("read")
def show(document_id: int) -> str:
    """The relations of one document as a diagram and as a table, with what a person may say of them."""
    return _page(document_id, Typed())


@pages.post("/documents/<int:document_id>/relations")
@permits("register")
def add(document_id: int) -> Answer | tuple[str, int]:
    """A relation that a person states. What is wrong with it is told over the form, which keeps what was typed."""
    archive = service().archive
    archive.record(document_id)
    form = request.form
    typed = {name: squeeze(nfc(form.get(name, "")))[:500] for name in ("acts", "kind", "other", "scope", "effective")}
    note = squeeze(nfc(form.get("note", "")))[:1000]
    kind = typed["kind"]
    chosen = identifier(form.get("target", ""))
    found = [archive.record(chosen)] if chosen else documents_meant(archive, typed["other"])
    found = [record for record in found if record.id != document_id]
    effective = parse_date(typed["effective"]) if typed["effective"] else None
    scope = _paths(typed["scope"])
    problem = ""
    if kind not in BY_HAND:
        problem = _("Hãy chọn loại quan hệ.")
    elif not found:
        problem = _(
            "Kho không có văn bản “%(text)s”. Hãy ghi số, ký hiệu hoặc mã của văn bản.", text=typed["other"][:80]
        )
    elif len(found) > 1:
        problem = _("Có %(count)d văn bản mang số này. Hãy chọn một.", count=len(found))
    elif typed["effective"] and effective is None:
        problem = _("Không có ngày này. Hãy ghi như 03/6/2024.")
    elif typed["scope"] and not scope:
        problem = _("Không hiểu phạm vi “%(text)s”. Hãy ghi như: khoản 2 Điều 5; Điều 7.", text=typed["scope"][:80])
    if not problem:
        acting, acted_on = (document_id, found[0].id) if typed["acts"] == "1" else (found[0].id, document_id)
        try:
            archive.relations.add(acting, kind, acted_on, scope, effective, note)
        except RefusedInput as error:
            problem = pick(error.vi, error.en)
        else:
            service().forget_alerts()
            flash(_("Đã ghi quan hệ."), "good")
            return redirect(url_for("relations.show", document_id=document_id, _anchor="quan-he"))
    shown = tuple(found) if len(found) > 1 else ()
    return _page(document_id, Typed(**typed, note=note, found=shown, problem=problem)), 422


@pages.get("/documents/<int:document_id>/cited-by")
@permits("read")
def cited_by(document_id: int) -> str:
    """Where a document, or one provision of it with all below it, is cited: the words of each place."""
    archive = service().archive
    record = archive.record(document_id)
    path = path_of(request.args.get("at") or request.args.get("p", ""))[:200]
    every = _once(
        citation
        for other, citations in archive.graph.cited_by_provision(document_id).items()
        if not path or other == path or other.startswith(f"{path}/")
        for citation in citations
    )
    drafts = archive.draft_ids()
    kind = request.args.get("kind", "")
    sides = {
        "issued": [place for place in every if place.document_id not in drafts],
        "drafts": [place for place in every if place.document_id in drafts],
    }
    places = sides.get(kind, every)
    page = _number("page")
    shown = places[(page - 1) * PLACES : page * PLACES]
    return render_template(
        "cited_by.html",
        here="documents",
        record=record,
        path=path,
        total=len(every),
        documents=len({place.document_id for place in every}),
        kind=kind if kind in sides else "",
        counts={name: len(some) for name, some in sides.items()},
        kind_link=lambda name: url_for(
            "relations.cited_by", document_id=document_id, p=path or None, kind=name or None
        ),
        places=shown,
        named=archive.records({place.document_id for place in shown}),
        page=page,
        pages=-(-len(places) // PLACES),
        page_link=lambda number: here_with(page=number),
    )


@pages.get("/relations")
@permits("register")
def queue() -> str:
    """The relations read by machine that nobody has looked at, with the words they were read from."""
    archive = service().archive
    total = archive.relations.count_to_confirm()
    pages_in_all = max(1, -(-total // QUEUE))
    # What was decided leaves the list: the last page may be gone by the time it is asked for.
    page = min(_number("page"), pages_in_all)
    waiting = archive.relations.to_confirm(QUEUE, (page - 1) * QUEUE)
    records = archive.records(_ids(waiting))
    return render_template(
        "relations_queue.html",
        here="alerts",
        rows=[shown_relation(each, records) for each in waiting],
        records=records,
        total=total,
        page=page,
        pages=pages_in_all,
        page_link=lambda number: url_for("relations.queue", page=number),
    )


@pages.post("/relations/<int:relation_id>/decision")
@permits("register")
def decide(relation_id: int) -> Answer:
    """Confirm or reject a relation, or take that back; where it was not clear which document is meant, say it."""
    archive = service().archive
    decision = request.form.get("decision", "?")
    relation = archive.relations.get(relation_id)
    if decision not in ("confirmed", "rejected", ""):
        raise WrongParameter("wrong_decision", "Chỉ có thể xác nhận hoặc bác bỏ.", "Only confirm or reject.")
    target = identifier(request.form.get("target", "")) if decision == "confirmed" else None
    try:
        archive.relations.decide(relation_id, decision, target)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
        return _back(relation)
    service().forget_alerts()
    said = {"confirmed": _("Đã xác nhận quan hệ."), "rejected": _("Đã bác bỏ quan hệ."), "": _("Đã bỏ quyết định.")}
    flash(said[decision], "good")
    return _back(relation)


@pages.post("/relations/<int:relation_id>/delete")
@permits("register")
def delete(relation_id: int) -> Answer:
    """Take away a relation that a person added."""
    archive = service().archive
    relation = archive.relations.get(relation_id)
    try:
        archive.relations.remove(relation_id)
    except RefusedInput as error:
        flash(pick(error.vi, error.en), "warn")
    else:
        service().forget_alerts()
        flash(_("Đã gỡ quan hệ."), "good")
    return _back(relation)


def _page(document_id: int, typed: Typed) -> str:
    archive = service().archive
    today = date.today()
    around = archive.graph.edges(document_id, limit=_DRAWN)
    relations = archive.relations.of(document_id)
    page = _number("page")
    shown = relations[(page - 1) * PAGE : page * PAGE]
    records = archive.records(_ids(shown))
    unclear = open_questions((*relations, *archive.cites(document_id)))
    return render_template(
        "relations.html",
        here="documents",
        record=around.document,
        facts=archive.facts(document_id),
        drawn=diagram(around, today, lambda kind, outgoing: _table(document_id, kind, outgoing), unclear),
        unclear=unclear,
        ties=[edge for edge in around.edges if not edge.relations],
        totals=around.totals,
        rows=shown_relations(document_id, shown, records),
        count=len(relations),
        kinds=[(code, kind_words(code, True), kind_words(code, False)) for code in BY_HAND],
        typed=typed,
        on=today,
        page=page,
        pages=-(-len(relations) // PAGE),
        page_link=lambda number: url_for("relations.show", document_id=document_id, page=number, _anchor="quan-he"),
    )


def _table(document_id: int, kind: str, outgoing: bool) -> str:
    """Where the whole of a group of the diagram is listed."""
    if kind not in CITING:
        return "#quan-he"
    return f"#nhom-{kind}-di" if outgoing else url_for("relations.cited_by", document_id=document_id)


def _back(relation: StoredRelation) -> Answer:
    """To the queue, else to the page of relations that the form stands on."""
    if request.form.get("back") == "queue":
        return redirect(url_for("relations.queue", page=identifier(request.form.get("page", "")) or None))
    here = identifier(request.form.get("document", ""))
    if here is None or here not in (relation.source_id, relation.target_id):
        here = relation.source_id
    return redirect(url_for("relations.show", document_id=here, _anchor="quan-he"))


def _paths(typed: str) -> tuple[str, ...]:
    """The provisions of `khoản 2 Điều 5; Điều 7`; () where nothing is named."""
    return tuple(dict.fromkeys(path for found in find_pinpoints(typed) for path in found.paths if not found.relative))


def _ids(relations: Iterable[StoredRelation]) -> set[int]:
    return {
        id_ for each in relations for id_ in (each.source_id, each.target_id, *each.candidates[:12]) if id_ is not None
    }


def _once(places: Iterable[StoredCitation]) -> Sequence[StoredCitation]:
    return list({place.id: place for place in places}.values())


def _number(name: str) -> int:
    try:
        return whole_number(request.args, name, 1, 100_000) or 1
    except WrongParameter:
        return 1
