"""Suggested bases of a draft: what comparable documents of the archive rest on and stands on the day of signing, and
earlier documents on the same work. Each says why; no text is invented.

Comparable are held and catalogued documents that name bases, no drafts and no samples; how they are weighed is
`archive.comparable`. A basis that has ended is offered by what took its place, saying so; one that ended without a
successor is not offered. Read for whoever looks: neither a hidden document nor what only it rests on is offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from archive.agency_calendar import level_of
from archive.checking.succeeding import successors
from archive.comparable import Case, Comparable
from archive.database import Database
from archive.evidence import unreliable
from archive.hiding import Sight, sight
from archive.holdings import SqlHoldings, record_of
from archive.models import CitationRow, Document
from archive.precedents import content_words, organ_of, similar
from archive.records import Record
from archive.validity import Validity, validity_at
from archive.wording import basis_place

MOST = 8
_LOOKED_AT = 24
_LEAST_SCORE = 0.06
_SIGHTS = 16
_BATCH = 400


@dataclass(frozen=True)
class Likened:
    """A document, and how alike it is (0 to 1)."""

    record: Record
    likeness: float


@dataclass(frozen=True)
class SuggestedBasis:
    """A document to rest on. `instead_of`: comparable documents rest on that one, which has ended and whose place this
    one took. `documents` are those that rest on it, the most alike first; `common` how many of the same type and kind
    of body rest on it, whatever their subject; `score` (0 to 1) compares within one answer."""

    record: Record
    validity: Validity
    score: float
    documents: tuple[Likened, ...]
    common: int
    instead_of: Record | None = None


@dataclass(frozen=True)
class Suggested:
    """The answer: bases in the order in which a document names them, and earlier documents on the same work, the most
    alike first. `compared`: how many documents of the archive name bases at all."""

    bases: tuple[SuggestedBasis, ...]
    earlier: tuple[Likened, ...]
    compared: int


class SuggestedBases:
    """What the documents of an archive rest on, kept as long as they stay what they are."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[Sight, tuple[object, Comparable]] = {}

    def of(
        self,
        type: str,
        issuer: str,
        number: str,
        subject: str,
        on: date,
        taken: Collection[int] = (),
        mark: object = None,
        most: int = MOST,
    ) -> Suggested:
        """For a draft of this type, issuer, number (its symbol tells the kind of body) and subject, signed on `on`.

        What is `taken` already is left out. `mark` changes whenever documents do (`Cataloguing.mark`).
        """
        wanted = Case(0, type, _body(number, issuer), content_words(subject))
        if not wanted.words:
            return Suggested((), (), 0)
        comparable = self._comparable(mark)
        weighed = [each for each in comparable.bases(wanted)[:_LOOKED_AT] if each.score >= _LEAST_SCORE]
        ids = {int(str(each.basis)) for each in weighed} | {key for each in weighed for key, _ in each.cases}
        records = self._records(ids)
        holdings = SqlHoldings(self._database)
        found: dict[int, SuggestedBasis] = {}
        for each in weighed:
            held = records.get(int(str(each.basis)))
            if held is None or held.certainty == "doubtful" or unreliable(held):
                continue
            because = tuple(Likened(records[key], likeness) for key, likeness in each.cases if key in records)
            for record, instead in _standing(held, holdings, on):
                if record.id in taken or record.id in found or held.id in taken:
                    continue
                found[record.id] = SuggestedBasis(
                    record, validity_at(record, on), each.score, because, each.common, instead
                )
        best = sorted(found.values(), key=lambda each: -each.score)[:most]
        best.sort(key=lambda each: basis_place(each.record, False))
        return Suggested(tuple(best), self._earlier(wanted, on), len(comparable))

    def _earlier(self, wanted: Case, on: date) -> tuple[Likened, ...]:
        """Held documents of the same type about the same work, issued before the day; of the same body first."""
        with self._database.read() as session:
            rows = session.execute(
                select(Document.id, Document.title, Document.number, Document.issuer, Document.issued)
                .where(
                    Document.type == wanted.type, Document.state == "held", Document.draft.is_(False),
                    Document.sample.is_(False), Document.issued.is_not(None), Document.issued < on,
                )
                .order_by(Document.issued.desc())
                .limit(5000)
            ).all()  # fmt: skip
        near = []
        for id_, title, number, issuer, issued in rows:
            words = content_words(title)
            if similar(title, wanted.words):
                share = len(words & wanted.words) / len(words | wanted.words)
                near.append((_body(number, issuer) != wanted.body, -share, -(issued or date.min).toordinal(), id_))
        near.sort()
        records = self._records({each[3] for each in near[:5]})
        return tuple(Likened(records[id_], -share) for _, share, _, id_ in near[:5] if id_ in records)

    def _comparable(self, mark: object) -> Comparable:
        look = sight()
        kept = self._kept.get(look)
        if kept is not None and mark is not None and kept[0] == mark:
            return kept[1]
        with self._database.read() as session:
            rows = session.execute(
                select(CitationRow.document_id, CitationRow.target_id).where(
                    CitationRow.basis.is_(True),
                    CitationRow.nested.is_(False),
                    CitationRow.status == "resolved",
                    CitationRow.target_id.is_not(None),
                    CitationRow.target_id != CitationRow.document_id,
                )
            ).all()
            bases: dict[int, set[int]] = defaultdict(set)
            for document_id, target_id in rows:
                bases[document_id].add(target_id or 0)
            wanted = sorted(bases)
            facts = [
                row
                for start in range(0, len(wanted), _BATCH)
                for row in session.execute(
                    select(Document.id, Document.type, Document.number, Document.issuer, Document.title).where(
                        Document.id.in_(wanted[start : start + _BATCH]),
                        Document.draft.is_(False),
                        Document.sample.is_(False),
                    )
                )
            ]
        made = Comparable(
            Case(id_, type, _body(number, issuer), content_words(title), frozenset(bases[id_]))
            for id_, type, number, issuer, title in facts
        )
        if len(self._kept) >= _SIGHTS:
            self._kept.clear()
        self._kept[look] = (mark, made)
        return made

    def _records(self, ids: Collection[int]) -> dict[int, Record]:
        wanted = sorted(ids)
        found: dict[int, Record] = {}
        with self._database.read() as session:
            for start in range(0, len(wanted), _BATCH):
                rows = session.scalars(
                    select(Document).where(Document.id.in_(wanted[start : start + _BATCH]), Document.draft.is_(False))
                )
                found.update((row.id, record_of(row)) for row in rows)
        return found


def _standing(held: Record, holdings: SqlHoldings, on: date) -> list[tuple[Record, Record | None]]:
    """The document itself where it stands on the day, else what took its place and stands."""
    if held.issued is not None and held.issued > on:
        return []
    if validity_at(held, on).state not in {"expired", "suspended"}:
        return [(held, None)]
    later = successors(held, holdings, on)
    return [(each, held) for each in later if validity_at(each, on).state in {"in_force", "partly_expired", "unknown"}]


def _body(number: str, issuer: str) -> str:
    return f"{organ_of(number)} {level_of(issuer)}".strip()
