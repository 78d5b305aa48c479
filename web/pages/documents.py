"""The list of documents, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from archive.documents import Archive
from archive.errors import NotFound
from archive.records import Record
from archive.stored import DocumentFilter, StoredCitation
from archive.validity import validity_at
from web.accounts.declaring import permits
from web.languages import pick
from web.pages import here_with, service
from web.pages.desk import current_draft
from web.parameters import one_of, query_words, several, whole_number
from web.presenting.addresses import path_of
from web.presenting.badges import caution
from web.presenting.body import Block, heading_lines, paragraphs
from web.presenting.copying import copies_of
from web.presenting.marking import Mark, apart, with_marks
from web.presenting.pinpoints import Pins
from web.presenting.provisions import provision_notes
from web.presenting.relations import tied, waits
from web.presenting.sources import page_sources
from web.presenting.timeline import stretches, telling
from web.problems import WrongParameter

pages = Blueprint("documents", __name__, url_prefix="/documents")

PAGE = 50
STATES = ("", "held", "catalogued")
MOST_CITES = 60
MOST_CITING = 40
MOST_AFFECTED = 12


@pages.get("/")
@permits("read")
def index() -> str:
    """Documents, newest first, narrowed by words and facts."""
    desk = service()
    wrong: list[WrongParameter] = []
    args = request.args
    try:
        wanted = DocumentFilter(
            words=query_words(args),
            types=several(args, "type"),
            issuers=several(args, "issuer"),
            year_from=whole_number(args, "year_from", 1945, 2100),
            year_to=whole_number(args, "year_to", 1945, 2100),
            state=one_of(args, "state", STATES),
            needs_review=args.get("review") == "1",
        )
        page = whole_number(args, "page", 1, 100_000) or 1
    except WrongParameter as error:
        wrong, wanted, page = [error], DocumentFilter(), 1
    total = desk.archive.count(wanted)
    rows = desk.archive.documents(wanted, limit=PAGE, offset=(page - 1) * PAGE)
    waiting = desk.archive.count(DocumentFilter(needs_review=True))
    today = date.today()
    return render_template(
        "documents.html",
        here="documents",
        wanted=wanted,
        wrong=wrong,
        total=total,
        rows=[(record, validity_at(record, today)) for record in rows],
        types=desk.archive.values_of("type"),
        issuers=desk.archive.values_of("issuer")[:200],
        waiting=waiting,
        behind=desk.archive.behind(),
        drafts=desk.archive.draft_ids(),
        review={record.id for record in rows if desk.archive.facts(record.id).review} if waiting else frozenset(),
        page=page,
        pages=-(-total // PAGE),
        page_link=lambda number: here_with(page=number),
        with_filter=here_with,
    )


@pages.get("/<int:document_id>")
@permits("read")
def show(document_id: int) -> str:
    """One document: facts, outline, text with an anchor for each provision, original, citations both ways."""
    desk = service()
    archive = desk.archive
    record, facts = archive.record(document_id), archive.facts(document_id)
    layout = desk.layout(facts)
    path = path_of(request.args.get("at") or request.args.get("p", ""))
    part = _part(layout.part_of(path), len(layout.parts))
    blocks = layout.parts[part] if layout.parts else ()
    every = archive.cites(document_id)
    cites = _inside(every, blocks)
    citing = archive.cited_by(document_id)
    cited_by = _by_document(citing)
    today = date.today()
    relations = archive.relations.of(document_id)
    named = archive.records(
        {id_ for c in cites for id_ in (c.target_id, *c.candidates) if id_ is not None}
        | {first.document_id for first, _ in cited_by[:MOST_CITING]}
    )
    files = archive.files_of(document_id)
    how = archive.how_read(document_id, places=False)
    marks = apart(_links(cites, named))
    target = layout.places.get(path)
    validity_now = validity_at(record, today)
    through_time = stretches(record, today)
    return render_template(
        "document.html",
        here="documents",
        record=record,
        facts=facts,
        validity_now=validity_now,
        may_base=not (facts.draft or record.sample),
        warned=caution(record, validity_now),
        copies=copies_of(record),
        layout=layout,
        part=part,
        blocks=blocks,
        outline=layout.outline_for(part),
        pins=Pins(record),
        path=path if target is not None else "",
        missing_path=path if path and target is None else "",
        target=target,
        target_validity=validity_at(record, today, path) if target is not None else None,
        target_copies=copies_of(record, path) if target is not None else None,
        paragraphs=paragraphs,
        heading_lines=heading_lines,
        marked=lambda start, end: with_marks(layout.text, start, end, marks),
        cites=cites,
        most_cites=MOST_CITES,
        cited_by=cited_by,
        most_citing=MOST_CITING,
        named=named,
        notes=provision_notes(record, (c for c in citing if c.document_id != document_id)),
        stretches=through_time if telling(through_time) else (),
        ties=tied(document_id, relations, every, citing),
        to_confirm=sum(waits(each, document_id) for each in relations) if record.source.startswith("tệp ") else 0,
        fallen=() if facts.draft else _fallen(archive, every, today),
        affected=desk.affected(document_id),
        most_affected=MOST_AFFECTED,
        files=files,
        how=how,
        sources=page_sources(how),
        scan=desk.scan(facts, files),
        draft=current_draft(),
    )


def _fallen(archive: Archive, cites: Sequence[StoredCitation], on: date) -> list[Record]:
    """Those of a document's legal bases that no longer stand."""
    bases = archive.records({c.target_id for c in cites if c.basis and c.target_id})
    return [record for record in bases.values() if validity_at(record, on).state == "expired"]


def _part(of_path: int, parts: int) -> int:
    """The part to show: the one asked for by number, else the one the provision stands in."""
    if "at" in request.args or "p" in request.args or not parts:
        return of_path
    try:
        return (whole_number(request.args, "part", 1, parts) or 1) - 1
    except WrongParameter as error:
        raise NotFound("no_such_part", error.vi, error.en) from error


def _inside(cites: Sequence[StoredCitation], blocks: Sequence[Block]) -> list[StoredCitation]:
    """The citations in the part of the text that is shown; a document named inside another one's title is none."""
    start, end = (blocks[0].start, blocks[-1].end) if blocks else (0, 0)
    return [citation for citation in cites if start <= citation.start < end and not citation.nested]


def _by_document(cited_by: Sequence[StoredCitation]) -> list[tuple[StoredCitation, int]]:
    """The other documents that cite this one: the first place in each (legal bases before others), and how many."""
    places: dict[int, list[StoredCitation]] = {}
    for citation in cited_by:
        if citation.document_id == citation.target_id or citation.nested:
            continue
        places.setdefault(citation.document_id, []).append(citation)
    return [(min(found, key=lambda c: (not c.basis, c.start)), len(found)) for found in places.values()]


def _links(cites: Sequence[StoredCitation], named: dict[int, Record]) -> list[Mark]:
    """Citations in the text as links to what they name; what is not certain leads to the table that says so."""
    marks = []
    for citation in cites:
        if citation.status == "resolved" and citation.target_id in named:
            pinpoint = citation.pinpoint.split("|")[0]
            where = url_for("documents.show", document_id=citation.target_id, p=pinpoint or None)
            title = named[citation.target_id].title
        else:
            where, title = f"#cite-{citation.id}", pick(*_UNSURE.get(citation.status, _UNSURE["not_held"]))
        before = Markup('<a class="cite cite--{}" href="{}" title="{}">').format(citation.status, where, title)
        marks.append(Mark(citation.start, citation.end, before, Markup("</a>")))
    return marks


_UNSURE = {
    "ambiguous": ("Có nhiều văn bản có thể là văn bản này", "Several documents may be meant"),
    "not_held": ("Kho không có văn bản này", "Not held here"),
}
