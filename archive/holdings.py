"""Looking held documents up for the citation engine: the SQL twin of `archive.resolving.MemoryHoldings`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from archive.acting import effects_of, parts_of
from archive.database import Database
from archive.hiding import sight
from archive.keys import number_key, title_key
from archive.models import Document, ProvisionRow
from archive.numbers import same_number
from archive.records import Record

_CACHED = 20_000


OF_RECORDS = (
    *(Document.id, Document.type, Document.number, Document.issued, Document.issuer, Document.title),
    *(Document.effective, Document.expired, Document.status, Document.certainty, Document.status_certainty),
    *(Document.as_of, Document.source, Document.note, Document.replaced_by, Document.replaces, Document.amended_by),
    *(Document.state, Document.sample, Document.effects, Document.parts),
)
"""The columns that a record is made of: a document's row holds much more, the evidence of every fact among it."""


def record_of(row: Document | Row[Any]) -> Record:
    """The facts a citation is compared with."""
    return Record(
        id=row.id,
        type=row.type,
        number=row.number,
        issued=row.issued,
        issuer=row.issuer,
        title=row.title,
        effective=row.effective,
        expired=row.expired,
        status=row.status,
        certainty=row.certainty,
        status_certainty=row.status_certainty,
        as_of=row.as_of,
        source=row.source,
        note=row.note,
        replaced_by=tuple(row.replaced_by),
        replaces=tuple(row.replaces),
        amended_by=tuple(row.amended_by),
        held=row.state == "held",
        sample=row.sample,
        effects=effects_of(row),
        parts=parts_of(row),
    )


class SqlHoldings:
    """One view of what is held, remembered for as long as this object lives: make a new one for each task.

    Drafts are not among them: a draft is nothing that can be cited.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: dict[tuple[Any, ...], tuple[Record, ...]] = {}
        self._paths: dict[int, frozenset[str]] = {}
        self._headings: dict[int, dict[str, str]] = {}

    def by_number(self, number: str) -> Sequence[Record]:
        """All records with this number, of any type, date and issuer."""
        key = number_key(number)
        if not key:
            return ()
        found = self._find(number_key=key)
        return tuple(record for record in found if same_number(record.number, number))

    def by_title(self, title: str) -> Sequence[Record]:
        """All records of this title, folded, with or without the type word."""
        key = title_key(title)
        return self._find(title_key=key) if key else ()

    def by_type_issued(self, type: str, issued: date) -> Sequence[Record]:
        """All records of this type and day."""
        return self._find(type=type, issued=issued)

    def by_seq(self, type: str, seq: str, year: str = "") -> Sequence[Record]:
        """All records of this type whose number begins with `seq`; of the year of number or issue, where given."""
        bare = seq.lstrip("0").lower()
        if not bare or not type:
            return ()
        found = self._find(type=type, number_seq=bare)
        return tuple(
            r for r in found if not year or f"/{year}/" in r.number or (r.issued and str(r.issued.year) == year)
        )

    def by_id(self, document_id: int) -> Record | None:
        """One document by the archive's own id; None where there is none."""
        found = self._find(id=document_id)
        return found[0] if found else None

    def headings(self, document_id: int) -> Mapping[str, str]:
        """The headings of a document's provisions by path, those without one left out."""
        if document_id not in self._headings:
            with self._database.read() as session:
                rows = session.execute(
                    select(ProvisionRow.path, ProvisionRow.heading).where(
                        ProvisionRow.document_id == document_id, ProvisionRow.heading != ""
                    )
                )
                self._headings[document_id] = {row.path: row.heading for row in rows}
        return self._headings[document_id]

    def paths(self, document_id: int) -> frozenset[str]:
        """The paths of a document's provisions; empty where it is only catalogued."""
        if document_id not in self._paths:
            with self._database.read() as session:
                rows = session.scalars(select(ProvisionRow.path).where(ProvisionRow.document_id == document_id))
                self._paths[document_id] = frozenset(rows)
        return self._paths[document_id]

    def _find(self, **facts: Any) -> tuple[Record, ...]:
        """The documents with these facts; what was asked before costs no words of SQL."""
        # Another sight of the archive is another view of what is held.
        key = (sight(), *facts.items())
        if key not in self._seen:
            if len(self._seen) > _CACHED:
                self._seen.clear()
            self._seen[key] = self._read(facts)
        return self._seen[key]

    def _read(self, facts: Mapping[str, Any]) -> tuple[Record, ...]:
        if self._database.guards_plain_sql:
            # Mostly there is none, which is soon said.
            named = " AND ".join(f"{name} = ?" for name in facts)
            values = [value.isoformat() if isinstance(value, date) else value for value in facts.values()]
            with self._database.plain() as connection:
                if connection.execute(f"SELECT 1 FROM documents WHERE {named} LIMIT 1", values).fetchone() is None:
                    return ()
        with self._database.read() as session:
            asked = select(*OF_RECORDS).filter_by(draft=False, **facts).order_by(Document.id)
            return tuple(record_of(row) for row in session.execute(asked))
