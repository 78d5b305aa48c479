"""What the page of a document loads as one reads: further parts, the outline, a glance at what is cited; for paper."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request, url_for

from archive.errors import NotFound
from archive.validity import validity_at
from web.accounts.declaring import permits
from web.accounts.gate import current_person
from web.pages import here_with, service
from web.parameters import one_of, whole_number
from web.presenting.addresses import path_of
from web.presenting.paper import Paper, inside, named_in
from web.problems import WrongParameter

pages = Blueprint("reading", __name__, url_prefix="/documents/<int:document_id>")

GLANCE = 1200
"""Letters of a provision shown at a glance."""
PLACES = 60
STATUSES = ("", "resolved", "ambiguous", "not_held")


@pages.get("/parts/<int:number>")
@permits("read")
def part(document_id: int, number: int) -> str:
    """One part of a long text, to be put under the one that is being read."""
    desk = service()
    archive = desk.archive
    record, facts = archive.record(document_id), archive.facts(document_id)
    layout = desk.layout(facts)
    if not 1 <= number <= len(layout.parts):
        raise NotFound("no_such_part", "Văn bản không có phần này.", "The document has no such part.")
    cites = inside(archive.cites(document_id), layout.parts[number - 1])
    paper = Paper(
        record,
        layout,
        number - 1,
        date.today(),
        cites=cites,
        named=archive.records(named_in(cites)),
        citing=(c for c in archive.cited_by(document_id) if c.document_id != document_id),
        notes=archive.notes.of(document_id, current_person().id),
        scan=desk.scan(facts, archive.files_of(document_id)),
    )
    return render_template("document_part.html", record=record, facts=facts, paper=paper)


@pages.get("/outline")
@permits("read")
def outline(document_id: int) -> str:
    """The whole outline, which the page of a very long document does not carry."""
    desk = service()
    facts = desk.archive.facts(document_id)
    layout = desk.layout(facts)
    return render_template(
        "document_outline.html", record=desk.archive.record(document_id), outline=layout.outline, part=-1, path=""
    )


@pages.get("/excerpt")
@permits("read")
def excerpt(document_id: int) -> str:
    """A document or provision at a glance: what it is, whether it stands, how it begins."""
    desk = service()
    archive = desk.archive
    record = archive.record(document_id)
    path = path_of(request.args.get("at", ""))
    layout = desk.layout(archive.facts(document_id))
    unit = layout.places.get(path)
    words = layout.text[unit.start : unit.end].strip() if unit is not None else ""
    return render_template(
        "excerpt.html",
        record=record,
        unit=unit,
        asked=path,
        words=words[:GLANCE],
        cut=len(words) > GLANCE,
        validity_now=validity_at(record, date.today(), path if unit is not None else ""),
    )


@pages.get("/print")
@permits("read")
def printed(document_id: int) -> str:
    """The text alone and whole, for paper: A4, pages numbered as Nghị định 30/2020/NĐ-CP numbers them."""
    desk = service()
    archive = desk.archive
    record, facts = archive.record(document_id), archive.facts(document_id)
    layout = desk.layout(facts)
    papers = [Paper(record, layout, number, date.today()) for number in range(len(layout.parts))]
    return render_template(
        "document_print.html",
        here="documents",
        record=record,
        facts=facts,
        papers=papers,
        today=date.today(),
        validity_now=validity_at(record, date.today()),
    )


@pages.get("/cites")
@permits("read")
def cites(document_id: int) -> str:
    """Everything that a document cites, in the order of its text, with what each was found to be."""
    archive = service().archive
    record = archive.record(document_id)
    wrong: WrongParameter | None = None
    status, page = "", 1
    try:
        status = one_of(request.args, "status", STATUSES)
        page = whole_number(request.args, "page", 1, 100_000) or 1
    except WrongParameter as error:
        wrong = error
    every = [citation for citation in archive.cites(document_id) if not citation.nested]
    counts = {kind: sum(c.status == kind for c in every) for kind in STATUSES if kind}
    wanted = [citation for citation in every if not status or citation.status == status]
    shown = wanted[(page - 1) * PLACES : page * PLACES]
    return render_template(
        "cites.html",
        here="documents",
        record=record,
        wrong=wrong,
        status=status,
        total=len(every),
        counts=counts,
        bases=sum(c.basis for c in every),
        cites=shown,
        named=archive.records(named_in(shown)),
        page=page,
        pages=max(1, -(-len(wanted) // PLACES)),
        page_link=lambda number: here_with(page=number),
        status_link=lambda kind: url_for("reading.cites", document_id=document_id, status=kind or None),
    )
