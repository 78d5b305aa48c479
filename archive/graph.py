"""Who cites and acts on whom: the neighbourhood of a document, what no longer stands under ours, what is not held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from archive.checking import citations_to_check
from archive.checking.succeeding import successors
from archive.citations import Gazetteer, find_citations
from archive.database import Database
from archive.drafts import Drafts
from archive.holdings import OF_RECORDS, SqlHoldings, record_of
from archive.messages import named
from archive.models import CitationRow, Document, OriginRow, RelationRow
from archive.reading_rows import citation_value
from archive.records import Record
from archive.relation_rows import no_document
from archive.relations.model import ACTING, KINDS
from archive.resolving import resolve_all
from archive.stored import Edge, Neighbourhood, Resting, StoredCitation, StoredDraft, Wanted
from archive.validity import validity_at

_BATCH = 400
_GONE = frozenset({"expired"})
_DRAFTS = 200
_SHOWN = 100


class Graph:
    """The ties between the documents of an open archive."""

    def __init__(self, database: Database, drafts: Drafts, gazetteer: Callable[[], Gazetteer]) -> None:
        self._database = database
        self._drafts = drafts
        self._gazetteer = gazetteer

    def edges(self, document_id: int, limit: int = 50) -> Neighbourhood:
        """All ties of a document, each neighbour once a kind and direction. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(Document, document_id)
            if row is None:
                raise no_document(document_id)
            found = [*_relation_edges(session, document_id), *_citation_edges(session, document_id)]
            ids = {edge.document_id for edge in found if edge.document_id is not None}
            records = _records(session, ids)
        edges = [_named_edge(edge, records) for edge in found]
        order = list(KINDS)
        edges.sort(
            key=lambda e: (
                not e.outgoing,
                order.index(e.kind),
                -(e.record.issued.toordinal() if e.record and e.record.issued else 0),
                e.named,
            )
        )
        totals = Counter((edge.kind, edge.outgoing) for edge in edges)
        shown: Counter[tuple[str, bool]] = Counter()
        kept: list[Edge] = []
        for edge in edges:
            key = (edge.kind, edge.outgoing)
            shown[key] += 1
            if shown[key] <= limit:
                kept.append(edge)
        return Neighbourhood(record_of(row), tuple(kept), dict(totals))

    def cited_by_provision(self, document_id: int, limit: int = 5000) -> dict[str, tuple[StoredCitation, ...]]:
        """The citations elsewhere of each provision of a document, by its path; "" those of the whole document."""
        with self._database.read() as session:
            rows = session.scalars(
                select(CitationRow)
                .join(Document, Document.id == CitationRow.document_id)
                .where(CitationRow.target_id == document_id, CitationRow.document_id != document_id)
                .order_by(Document.issued.desc(), CitationRow.document_id, CitationRow.start)
                .limit(limit)
            )
            found: dict[str, list[StoredCitation]] = {}
            for row in rows:
                value = citation_value(row)
                for path in dict.fromkeys(value.pinpoint.split("|")):
                    found.setdefault(path, []).append(value)
        return {path: tuple(several) for path, several in found.items()}

    def resting(self, on: date, *, ours: bool = True, limit: int = 100, offset: int = 0) -> tuple[Resting, ...]:
        """Documents whose legal bases no longer stand on a day, the newest document first.

        `ours`: only what the office put in itself, not what a loader brought. A document that has itself ended is left
        out; so is a basis that had ended before the document was issued only where the archive does not know when.
        """
        with self._database.read() as session:
            wanted = select(CitationRow, Document).join(Document, Document.id == CitationRow.document_id)
            conditions = [
                CitationRow.basis.is_(True),
                CitationRow.nested.is_(False),
                CitationRow.target_id.is_not(None),
                Document.draft.is_(False),
                *_ours(ours),
            ]
            targets = session.scalars(
                select(CitationRow.target_id).join(Document, Document.id == CitationRow.document_id)
                .where(*conditions).distinct()
            ).all()  # fmt: skip
            records = _records(session, [each for each in targets if each is not None])
            gone = {id_: record for id_, record in records.items() if validity_at(record, on).state in _GONE}
            found: list[Any] = []
            for part in _parts(sorted(gone)):
                found += session.execute(wanted.where(*conditions, CitationRow.target_id.in_(part))).all()
        return self._resting(found, gone, on, limit, offset)

    def affected_by(self, document_id: int, on: date, limit: int = 200) -> tuple[Resting, ...]:
        """Issued documents and drafts that rest on what this document replaces, repeals, suspends or amends."""
        with self._database.read() as session:
            acts = session.scalars(
                select(RelationRow.target_id).where(
                    RelationRow.source_id == document_id,
                    RelationRow.kind.in_(sorted(ACTING)),
                    RelationRow.decision != "rejected",
                    RelationRow.target_id.is_not(None),
                )
            ).all()
            targets = _records(session, [each for each in acts if each is not None])
            found: list[Any] = []
            for part in _parts(sorted(targets)):
                found += session.execute(
                    select(CitationRow, Document)
                    .join(Document, Document.id == CitationRow.document_id)
                    .where(
                        CitationRow.target_id.in_(part),
                        CitationRow.basis.is_(True),
                        CitationRow.nested.is_(False),
                        CitationRow.document_id != document_id,
                        Document.draft.is_(False),
                    )
                ).all()
        answers = self._resting(found, targets, on, limit, 0)
        return (*answers, *self._drafts_on(targets, on))[:limit]

    def wanted(self, limit: int = 50, offset: int = 0) -> tuple[Wanted, ...]:
        """What is cited by number and not held, what most rests on it first: what a clerk should get.

        A document that is issued under it counts twice, one that only cites it once.
        """
        citing = func.count(func.distinct(CitationRow.document_id))
        bases = func.count(func.distinct(case((CitationRow.basis.is_(True), CitationRow.document_id))))
        with self._database.read() as session:
            groups = session.execute(
                select(CitationRow.number_key, CitationRow.type, citing, func.count(CitationRow.id), bases)
                .join(Document, Document.id == CitationRow.document_id)
                .where(*_missing())
                .group_by(CitationRow.number_key, CitationRow.type)
                .order_by((citing + bases).desc(), func.count(CitationRow.id).desc(), CitationRow.number_key)
                .limit(limit)
                .offset(offset)
            ).all()
            return tuple(_wanted(session, *group) for group in groups)

    def count_wanted(self) -> int:
        """How many numbers are cited and not held."""
        with self._database.read() as session:
            groups = (
                select(CitationRow.number_key)
                .join(Document, Document.id == CitationRow.document_id)
                .where(*_missing())
                .group_by(CitationRow.number_key, CitationRow.type)
                .subquery()
            )
            return session.scalar(select(func.count()).select_from(groups)) or 0

    # Within

    def _resting(
        self, rows: Sequence[Any], targets: dict[int, Record], on: date, limit: int, offset: int
    ) -> tuple[Resting, ...]:
        """One answer for each document and target, at its first citation."""
        holdings = SqlHoldings(self._database)
        first: dict[tuple[int, int], tuple[CitationRow, Document]] = {}
        for citation, document in rows:
            key = (document.id, citation.target_id)
            if key not in first or citation.start < first[key][0].start:
                first[key] = (citation, document)
        answers = []
        for citation, document in first.values():
            record = record_of(document)
            if validity_at(record, on).state in _GONE:
                continue
            answers.append((citation, record))
        answers.sort(key=lambda a: (-(a[1].issued.toordinal() if a[1].issued else 0), a[1].id, a[0].start))
        return tuple(
            Resting(
                document=record,
                citation=citation_value(citation),
                target=target,
                validity=validity_at(target, on),
                successors=successors(target, holdings, on),
                text=citation.text,
            )
            for citation, record in answers[offset : offset + limit]
            for target in (targets[citation.target_id or 0],)
        )

    def _drafts_on(self, targets: dict[int, Record], on: date) -> list[Resting]:
        """The drafts, the last saved first, whose text or chosen bases name one of these documents."""
        if not targets:
            return []
        holdings = SqlHoldings(self._database)
        found: list[Resting] = []
        for draft in self._drafts.list(_DRAFTS):
            for id_, text in self._bases_of(draft, holdings).items():
                if id_ in targets:
                    target = targets[id_]
                    later = successors(target, holdings, on)
                    found.append(Resting(None, None, target, validity_at(target, on), later, draft, text))
        return found

    def _bases_of(self, draft: StoredDraft, holdings: SqlHoldings) -> dict[int, str]:
        cited = citations_to_check(draft.text, find_citations(draft.text, self._gazetteer()))
        bases = {int(each["document_id"]): "" for each in draft.bases}
        for answer in resolve_all(cited, holdings):
            if answer.record is not None:
                bases.setdefault(answer.record.id, answer.citation.text)
        return bases


def _relation_edges(session: Session, document_id: int) -> list[Edge]:
    rows = session.scalars(
        select(RelationRow)
        .where(
            or_(RelationRow.source_id == document_id, RelationRow.target_id == document_id),
            # Between two articles of one document: no tie of the document to another.
            or_(RelationRow.target_id.is_(None), RelationRow.source_id != RelationRow.target_id),
            RelationRow.decision != "rejected",
        )
        .order_by(RelationRow.id)
    )
    groups: dict[tuple[Any, ...], list[RelationRow]] = {}
    for row in rows:
        outgoing = row.source_id == document_id
        other = row.target_id if outgoing else row.source_id
        cited = "" if other is not None else _cited_as(row.type, row.number, row.title)
        groups.setdefault((row.kind, outgoing, other, cited), []).append(row)
    found = []
    for (kind, outgoing, other, cited), several in groups.items():
        order = ("sure", "likely", "doubtful")
        certainty = min((r.certainty for r in several), key=lambda c: order.index(c) if c in order else 1)
        paths = dict.fromkeys(path for r in several for path in r.scope)
        confirmed = any(r.decision == "confirmed" for r in several)
        ids = tuple(r.id for r in several)
        found.append(Edge(kind, outgoing, other, cited, None, len(several), tuple(paths), ids, certainty, confirmed))
    return found


def _citation_edges(session: Session, document_id: int) -> list[Edge]:
    """Bases and other citations both ways; what is cited as a basis is not shown again as merely cited."""
    found = []
    for outgoing in (True, False):
        here = CitationRow.document_id if outgoing else CitationRow.target_id
        other = CitationRow.target_id if outgoing else CitationRow.document_id
        rows = session.execute(
            select(
                other,
                func.max(case((CitationRow.basis.is_(True), 1), else_=0)),
                func.count(CitationRow.id),
                func.aggregate_strings(CitationRow.pinpoint, "|"),
            )
            .where(here == document_id, CitationRow.target_id.is_not(None), CitationRow.nested.is_(False))
            .where(CitationRow.document_id != CitationRow.target_id)
            .group_by(other)
        )
        for other_id, basis, count, pinpoints in rows:
            paths = tuple(dict.fromkeys(p for p in (pinpoints or "").split("|") if p))
            found.append(Edge("basis" if basis else "cites", outgoing, other_id, "", None, count, paths))
    rows = session.execute(
        select(
            CitationRow.type,
            CitationRow.number,
            func.max(CitationRow.title),
            func.max(case((CitationRow.basis.is_(True), 1), else_=0)),
            func.count(CitationRow.id),
        )
        .where(
            CitationRow.document_id == document_id,
            CitationRow.target_id.is_(None),
            CitationRow.nested.is_(False),
            or_(CitationRow.number != "", CitationRow.title != ""),
        )
        .group_by(CitationRow.type, CitationRow.number, case((CitationRow.number == "", CitationRow.title), else_=""))
    )
    for kind, number, title, basis, count in rows:
        found.append(Edge("basis" if basis else "cites", True, None, _cited_as(kind, number, title), None, count))
    return found


def _cited_as(kind: str, number: str, title: str) -> str:
    if number:
        return f"{kind} số {number}".strip()
    return title if title.lower().startswith(kind.lower()) else f"{kind} {title}".strip()


def _named_edge(edge: Edge, records: dict[int, Record]) -> Edge:
    record = records.get(edge.document_id) if edge.document_id is not None else None
    return edge if record is None else replace(edge, record=record, named=named(record))


def _records(session: Session, ids: Iterable[int]) -> dict[int, Record]:
    found: dict[int, Record] = {}
    for part in _parts(sorted(set(ids))):
        rows = session.execute(select(*OF_RECORDS).where(Document.id.in_(part)))
        found.update((row.id, record_of(row)) for row in rows)
    return found


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]


def _ours(ours: bool) -> list[ColumnElement[bool]]:
    if not ours:
        return []
    uploaded = select(OriginRow.document_id).where(OriginRow.origin.startswith("upload:", autoescape=True))
    return [Document.id.in_(uploaded)]


def _missing() -> list[ColumnElement[bool]]:
    return [
        CitationRow.status == "not_held",
        CitationRow.number_key != "",
        CitationRow.nested.is_(False),
        Document.draft.is_(False),
        Document.sample.is_(False),
    ]


def _wanted(session: Session, key: str, kind: str, citing: int, count: int, bases: int) -> Wanted:
    rows = session.execute(
        select(CitationRow, Document.id)
        .join(Document, Document.id == CitationRow.document_id)
        .where(*_missing(), CitationRow.number_key == key, CitationRow.type == kind)
        .order_by(Document.issued.desc(), Document.id.desc())
        .limit(500)
    ).all()
    citations = [row for row, _ in rows]
    return Wanted(
        type=kind,
        number=_most(each.number for each in citations) or key,
        issued=_most(each.issued for each in citations if each.issued),
        issuer=_most(each.issuer for each in citations if each.issuer) or "",
        title=_most(each.title for each in citations if each.title) or "",
        count=count,
        citing=citing,
        documents=tuple(dict.fromkeys(id_ for _, id_ in rows))[:_SHOWN],
        key=key,
        bases=bases,
    )


def _most(values: Iterable[Any]) -> Any:
    """The value that most citations give, None where none does."""
    common = Counter(values).most_common(1)
    return common[0][0] if common else None
