"""What an archive holds and what became of it, in numbers. What the viewer may not see is not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from archive.database import Database
from archive.holdings import record_of
from archive.models import CitationRow, Document
from archive.records import Record
from archive.validity import validity_at

_BATCH = 500


@dataclass(frozen=True)
class Numbers:
    """`added` by month (`2026-11`), `issued` by year; `types`, `issuers`, `levels`, most first; `states` of validity of
    what issued documents rest on; `cited` the documents that most others cite, with how many."""

    documents: int
    held: int
    added: tuple[tuple[str, int], ...]
    issued: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    issuers: tuple[tuple[str, int], ...]
    levels: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int], ...]
    cited: tuple[tuple[Record, int], ...]


class Statistics:
    """The numbers of one archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, on: date, level_of: Callable[[Record], str], most: int = 15) -> Numbers:
        """Everything as of a day. `level_of` says of which level an issuer is."""
        added: Counter[str] = Counter()
        issued: Counter[str] = Counter()
        types: Counter[str] = Counter()
        issuers: Counter[str] = Counter()
        levels: Counter[str] = Counter()
        held = 0
        with self._database.read() as session:
            for row in session.scalars(
                select(Document).where(Document.sample.is_(False)).execution_options(yield_per=_BATCH)
            ):
                added[f"{row.created:%Y-%m}"] += 1
                if row.year:
                    issued[str(row.year)] += 1
                types[row.type] += 1
                issuers[row.issuer] += 1
                levels[level_of(record_of(row))] += 1
                held += row.state == "held"
            count = func.count(CitationRow.document_id.distinct())
            cited = session.execute(
                select(CitationRow.target_id, count)
                .where(CitationRow.target_id.is_not(None), CitationRow.target_id != CitationRow.document_id)
                .group_by(CitationRow.target_id)
                .order_by(count.desc(), CitationRow.target_id)
                .limit(most)
            ).all()
            bases = session.scalars(
                select(Document)
                .where(
                    Document.id.in_(
                        select(CitationRow.target_id)
                        .join(Document, Document.id == CitationRow.document_id)
                        .where(CitationRow.basis.is_(True), Document.draft.is_(False), Document.sample.is_(False))
                    )
                )
                .execution_options(yield_per=_BATCH)
            )
            states = Counter(validity_at(record_of(row), on).state for row in bases)
            named = {
                row.id: record_of(row)
                for row in session.scalars(select(Document).where(Document.id.in_([id_ for id_, _ in cited])))
            }
        return Numbers(
            documents=sum(types.values()),
            held=held,
            added=tuple(sorted(added.items())[-24:]),
            issued=tuple(sorted(issued.items())[-40:]),
            types=_most(types, most),
            issuers=_most(issuers, most),
            levels=_most(levels, most),
            states=tuple(states.most_common()),
            cited=tuple((named[id_], count) for id_, count in cited if id_ in named),
        )


def _most(counted: Counter[str], most: int) -> tuple[tuple[str, int], ...]:
    return tuple(counted.most_common(most))
