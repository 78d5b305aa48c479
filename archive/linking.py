"""Resolving again the citations that may mean documents that came or changed, without reading any text again.

A new record can change the answer of a citation that has its number or its title; of one that gives only part of a
number, or a number that nobody holds, of its type and sequence (`NĐ30`; `34/2007/UBTVQH11` for
`34/2007/PL-UBTVQH11`); of one whose number may be miswritten, of its type and day; of a short form that follows any of
these in its text; and of one that stands for any of these (`Nghị định trên`). Short forms are resolved with what the
same text cites before them, as when the text was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select, update
from sqlalchemy.orm import Session

from archive.citations.model import Citation
from archive.evidence import LAWS
from archive.filing import outcome
from archive.hiding import for_all
from archive.keys import number_key, title_key
from archive.models import CitationRow, Document
from archive.numbers import number_seq
from archive.records import Record
from archive.resolving import Holdings, Resolution, resolve, resolve_all
from archive.resolving.context import looks_back
from archive.resolving.near import other_styles

_BATCH = 400
_NOT_HELD = func.coalesce(CitationRow.status, "") == "not_held"
"""As no index has it: going to every such row by itself takes longer than reading them all."""
_IN_PART = cast(CitationRow.details, String).contains('"truncated"')


def citation_of(row: CitationRow) -> Citation:
    """The citation as it was found."""
    details: dict[str, Any] = row.details
    return Citation(
        text=row.text,
        start=row.start,
        end=row.end,
        type=row.type,
        number=row.number,
        seq=details.get("seq", ""),
        year_in_number=details.get("year_in_number", ""),
        issuer=row.issuer,
        issued=row.issued,
        title=row.title,
        pinpoint=row.pinpoint,
        system=details.get("system", ""),
        basis=row.basis,
        nested=row.nested,
        repaired=details.get("repaired", False),
        term=details.get("term", ""),
        plenum=details.get("plenum", ""),
        flags=tuple(details.get("flags", ())),
        antecedent=details.get("antecedent", -1),
    )


def written_on(type: str, issued: date | None, source: str = "") -> date | None:
    """The day on which a document's text was written as it stands, to be given to `resolve_all` as `on`.

    None for texts that carry later amendments, whose words may name laws of later days: consolidated texts, and the
    national code (`source`).
    """
    later = type == "Văn bản hợp nhất" or "pháp điển" in source.lower()
    return None if later else issued


@dataclass(frozen=True)
class _Cited:
    row: CitationRow
    citation: Citation
    on: date | None


@for_all
def relink(session: Session, holdings: Holdings, records: Iterable[Record]) -> int:
    """Resolve again what may mean one of `records` (new, or with changed facts); how many answers changed."""
    listed = list(records)
    waiting: dict[int, _Cited] = {}
    for start in range(0, len(listed), _BATCH):
        for each in _matching(session, listed[start : start + _BATCH]):
            waiting[each.row.id] = each
    by_document: dict[int, list[_Cited]] = {}
    for each in waiting.values():
        by_document.setdefault(each.row.document_id, []).append(each)
    changed = 0
    documents = sorted(by_document)
    for start in range(0, len(documents), _BATCH):
        part = documents[start : start + _BATCH]
        changed += _resolve_again(session, holdings, {id_: by_document[id_] for id_ in part})
    return changed


def _matching(session: Session, records: Sequence[Record]) -> list[_Cited]:
    """The citations whose answer one of the records may change by itself."""
    numbers = {number_key(number) for r in records if r.number for number in (r.number, *other_styles(r))}
    titles = {title_key(r.title) for r in records if r.title} - {""}
    types = {r.type for r in records if r.type}
    seqs = {number_seq(r.number) for r in records if r.number} - {""}
    days = {r.issued for r in records if r.issued is not None}
    seq = func.lower(func.ltrim(CitationRow.details["seq"].as_string(), "0"))
    wanted: list[ColumnElement[bool]] = [CitationRow.number_key.in_(numbers)] if numbers else []
    if titles:
        wanted.append(CitationRow.title_key.in_(titles))
    maybe = [_IN_PART & seq.in_(seqs)] if seqs else []
    if days:
        maybe.append(_NOT_HELD & CitationRow.issued.in_(days))
    if types and maybe:
        # One look through all: no index knows either.
        wanted.append(CitationRow.type.in_(types) & or_(*maybe))
    found = {each.row.id: each for condition in wanted for each in _rows(session, condition)}
    return [each for each in found.values() if each.citation.type != "SELF"]


def _rows(session: Session, condition: ColumnElement[bool]) -> list[_Cited]:
    rows = session.execute(
        select(CitationRow, Document.type, Document.issued, Document.source)
        .join(Document, Document.id == CitationRow.document_id)
        .where(condition)
    ).all()
    return [_Cited(row, citation_of(row), written_on(type, issued, source)) for row, type, issued, source in rows]


def _resolve_again(session: Session, holdings: Holdings, waiting: dict[int, list[_Cited]]) -> int:
    """Resolve the citations of some documents again, short forms with what stands before them."""
    alone = {
        each.row.id: resolve(each.citation, holdings, on=each.on) for cited in waiting.values() for each in cited
    }  # fmt: skip
    around = _around(session, waiting, alone.values())
    changes: list[dict[str, Any]] = []
    for id_, cited in waiting.items():
        more = around.get(id_, [])
        if not more and not any(looks_back(each.citation) for each in cited):
            answers = [(each.row, alone[each.row.id]) for each in cited]
        else:
            answers = _in_context(holdings, cited, more)
        changes += [dict(new, id=row.id) for row, answer in answers if (new := _news(row, answer))]
    if changes:
        session.execute(update(CitationRow), changes)
    return len(changes)


def _news(row: CitationRow, answer: Resolution) -> dict[str, Any]:
    new = outcome(answer)
    return new if any(getattr(row, name) != value for name, value in new.items()) else {}


def _around(
    session: Session, waiting: dict[int, list[_Cited]], answers: Iterable[Resolution]
) -> dict[int, list[_Cited]]:
    """What the same texts cite of the documents in question, and what stands for another citation there."""
    records = {record.id: record for answer in answers for record in _named_in(answer)}
    cited = [each.citation for documents in waiting.values() for each in documents]
    numbers = {number_key(r.number) for r in records.values()} | {number_key(c.number) for c in cited}
    titles = {title_key(r.title) for r in records.values() if r.type in LAWS} | {title_key(c.title) for c in cited}
    known = {each.row.id for documents in waiting.values() for each in documents}
    looking = [id_ for id_, documents in waiting.items() if any(looks_back(each.citation) for each in documents)]
    same = or_(
        CitationRow.target_id.in_(records),
        CitationRow.number_key.in_(numbers - {""}),
        CitationRow.title_key.in_(titles - {""}),
        _IN_PART,
    )
    stands_for = CitationRow.details["antecedent"].as_integer() >= 0
    of_these = CitationRow.document_id.in_(list(waiting))
    found: dict[int, list[_Cited]] = {}
    for each in _rows(session, of_these & or_(stands_for, CitationRow.document_id.in_(looking) & same)):
        if each.row.id not in known:
            found.setdefault(each.row.document_id, []).append(each)
    return found


def _named_in(answer: Resolution) -> tuple[Record, ...]:
    return (*answer.candidates, *((answer.record,) if answer.record is not None else ()))


def _in_context(
    holdings: Holdings, waiting: Sequence[_Cited], around: Sequence[_Cited]
) -> list[tuple[CitationRow, Resolution]]:
    """The answers of `waiting`, and of what stands for one of them, read in the order of the text."""
    ordered = sorted((*waiting, *around), key=lambda each: (each.row.start, -each.row.end, each.row.id))
    answers = resolve_all([each.citation for each in ordered], holdings, on=waiting[0].on)
    ours = {each.row.id for each in waiting}
    starts = {each.citation.start for each in waiting}
    for each in ordered:  # a chain of short forms runs forwards
        if each.citation.antecedent in starts:
            ours.add(each.row.id)
            starts.add(each.citation.start)
    return [(each.row, answer) for each, answer in zip(ordered, answers, strict=True) if each.row.id in ours]
