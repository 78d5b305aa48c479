"""The list of documents, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request

from archive.documents import Archive
from archive.errors import NotFound
from archive.links import DocumentTurn
from archive.lists import ORDERS
from archive.records import Record
from archive.stored import DocumentFilter, StoredCitation
from archive.validity import validity_at
from web.accounts.declaring import permits
from web.accounts.gate import current_person, may
from web.linking import document_turns
from web.pages import here_with, service
from web.pages.desk import current_draft
from web.parameters import day, one_of, query_words, several, whole_number
from web.presenting.addresses import path_of
from web.presenting.badges import caution
from web.presenting.copying import copies_of
from web.presenting.paper import Paper, inside, named_in
from web.presenting.relations import tied, waits
from web.presenting.sources import page_sources
from web.presenting.timeline import stretches, telling
from web.problems import WrongParameter
from web.service import Service

pages = Blueprint("documents", __name__, url_prefix="/documents")

PAGE = 50
STATES = ("", "held", "catalogued")
MOST_CITES = 25
MOST_CITING = 25
MOST_AFFECTED = 12


@pages.get("/")
@permits("read")
def index() -> str:
    """Documents, narrowed by words, facts and tags; everything asked stands in the address."""
    desk = service()
    archive = desk.archive
    wrong: list[WrongParameter] = []
    args = request.args
    order, page = "newest", 1
    try:
        wanted = DocumentFilter(
            words=query_words(args),
            types=several(args, "type"),
            issuers=several(args, "issuer"),
            year_from=whole_number(args, "year_from", 1945, 2100),
            year_to=whole_number(args, "year_to", 1945, 2100),
            state=one_of(args, "state", STATES),
            needs_review=args.get("review") == "1",
            tags=several(args, "tag")[:5],
            watched_by=current_person().id if args.get("watched") == "1" else None,
        )
        page = whole_number(args, "page", 1, 100_000) or 1
        order = one_of(args, "sort", tuple(ORDERS))
    except WrongParameter as error:
        wrong, wanted = [error], DocumentFilter()
    total = archive.count(wanted)
    rows = archive.documents(wanted, limit=PAGE, offset=(page - 1) * PAGE, order=order)
    waiting = archive.count(DocumentFilter(needs_review=True))
    today = date.today()
    return render_template(
        "documents.html",
        here="documents",
        wanted=wanted,
        order=order,
        wrong=wrong,
        total=total,
        rows=[(record, validity_at(record, today)) for record in rows],
        types=archive.values_of("type"),
        issuers=archive.values_of("issuer")[:200],
        tags=archive.tags.all(),
        tags_of=archive.tags.of(record.id for record in rows),
        waiting=waiting,
        behind=archive.behind(),
        drafts=archive.draft_ids(),
        review=archive.to_review(record.id for record in rows) if waiting else frozenset(),
        page=page,
        pages=-(-total // PAGE),
        page_link=lambda number: here_with(page=number),
        with_filter=here_with,
    )


@pages.get("/<int:document_id>")
@permits("read")
def show(document_id: int) -> str:
    """One document: facts, outline, text with an address for each provision, original, citations both ways."""
    desk = service()
    archive = desk.archive
    record, facts = archive.record(document_id), archive.facts(document_id)
    layout = desk.layout(facts)
    today = date.today()
    on, wrong_day = _on(today)
    path = path_of(request.args.get("at") or request.args.get("p", ""))
    part = _part(layout.part_of(path), len(layout.parts))
    every = archive.cites(document_id)
    cites = inside(every, layout.parts[part] if layout.parts else ())
    citing = archive.cited_by(document_id)
    cited_by = _by_document(citing)
    relations = archive.relations.of(document_id)
    named = archive.records(named_in(cites) | {first.document_id for first, _ in cited_by[:MOST_CITING]})
    files = archive.files_of(document_id)
    how = archive.how_read(document_id, places=False)
    person = current_person()
    notes = archive.notes.of(document_id, person.id)
    scan = desk.scan(facts, files)
    paper = Paper(
        record,
        layout,
        part,
        on,
        path=path,
        cites=cites,
        named=named,
        citing=(c for c in citing if c.document_id != document_id),
        notes=notes,
        scan=scan,
    )
    target = layout.places.get(path)
    validity_now = validity_at(record, on)
    through_time = stretches(record, on)
    return render_template(
        "document.html",
        here="documents",
        record=record,
        facts=facts,
        on=on,
        today=today,
        wrong_day=wrong_day,
        validity_now=validity_now,
        may_base=may("draft") and not (facts.draft or record.sample),
        # What is copied is cited today, whatever day is looked at.
        warned=caution(record, validity_at(record, today)),
        copies=copies_of(record),
        paper=paper,
        layout=layout,
        part=part,
        outline=layout.outline_for(part),
        missing_path=path if path and target is None else "",
        target=target,
        target_validity=validity_at(record, on, path) if target is not None else None,
        target_copies=copies_of(record, path) if target is not None else None,
        cites=cites,
        cites_in_all=sum(not c.nested for c in every),
        most_cites=MOST_CITES,
        cited_by=cited_by,
        drafts_citing=_drafts_among(archive, cited_by),
        most_citing=MOST_CITING,
        named=named,
        stretches=through_time if telling(through_time) else (),
        ties=tied(document_id, relations, every, citing),
        to_confirm=sum(waits(each, document_id) for each in relations) if record.source.startswith("tệp ") else 0,
        fallen=(fallen := [] if facts.draft else _fallen(archive, every, today)),
        turns=_turns(desk, document_id, fallen, today) if every and not facts.draft else [],
        affected=desk.affected(document_id),
        most_affected=MOST_AFFECTED,
        files=files,
        how=how,
        sources=page_sources(how),
        scan=scan,
        draft=current_draft(),
        notes=notes,
        tags=archive.tags.of([document_id]).get(document_id, ()),
        all_tags=archive.tags.all() if person.may("draft") else (),
        watching=archive.watches.watching(person.id, document_id),
        with_option=here_with,
    )


def _on(today: date) -> tuple[date, WrongParameter | None]:
    """The day as of which the document is shown; today, and what was wrong, where the address has no day."""
    try:
        return day(request.args, "on") or today, None
    except WrongParameter as error:
        return today, error


def _turns(desk: Service, document_id: int, fallen: Sequence[Record], on: date) -> list[DocumentTurn]:
    """What else became of what it cites: bases that have fallen are told of by themselves."""
    told = {record.id for record in fallen}
    return [each for each in document_turns(desk, document_id, on) if each.turn.path or each.turn.record.id not in told]


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


def _by_document(cited_by: Sequence[StoredCitation]) -> list[tuple[StoredCitation, int]]:
    """The other documents that cite this one: the first place in each (legal bases before others), and how many."""
    places: dict[int, list[StoredCitation]] = {}
    for citation in cited_by:
        if citation.document_id == citation.target_id or citation.nested:
            continue
        places.setdefault(citation.document_id, []).append(citation)
    return [(min(found, key=lambda c: (not c.basis, c.start)), len(found)) for found in places.values()]


def _drafts_among(archive: Archive, cited_by: Sequence[tuple[StoredCitation, int]]) -> int:
    drafts = archive.draft_ids()
    return sum(first.document_id in drafts for first, _ in cited_by)
