"""What is held: documents, their facts, text, units and citations, looked up and read as the viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from archive.cataloguing import Cataloguing
from archive.citations import Gazetteer, TitleEntry
from archive.database import Database
from archive.errors import NotFound, no_document
from archive.hiding import hidden_ids, sight
from archive.holdings import SqlHoldings
from archive.lists import count_like, ids_like, revisions_of, values_with_counts, with_number
from archive.models import CitationRow, Document, DocumentFile, DocumentText, FileRow, ProvisionRow
from archive.numbers import NumberQuery
from archive.pulse import UntilChanged
from archive.reading_rows import (
    citation_values,
    facts_value,
    file_value,
    holder_of,
    how_read_value,
    provision_values,
    unit_values,
)
from archive.records import Record
from archive.remembered import Remembered
from archive.seeing import SYSTEM, seeing
from archive.stored import (
    DocumentFacts,
    DocumentFilter,
    HowRead,
    StoredCitation,
    StoredFile,
    StoredProvision,
    StoredUnit,
)

LAW_TYPES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
_GAZETTEERS = 8
_FEW = 500


class Held:
    """What an archive's database holds. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.cataloguing = Cataloguing(database)
        self._gazetteers: dict[tuple[Any, ...], Gazetteer] = {}
        self._remembered = Remembered()
        self._chosen = UntilChanged[frozenset[int]](database.pulse)

    # Documents

    def holdings(self) -> SqlHoldings:
        """What the citation engine resolves against; make one for each task."""
        return SqlHoldings(self.database)

    def gazetteer(self) -> Gazetteer:
        """The titles of laws that are held or catalogued; made anew when they change, for each sight of the archive."""
        with self.database.read() as session:
            mark = session.execute(
                select(func.count(Document.id), func.max(Document.updated), func.sum(Document.revision)).where(
                    Document.type.in_(LAW_TYPES)
                )
            ).one()
            key = (hidden_ids(session), *mark)
            found = self._gazetteers.get(key)
            if found is None:
                rows = session.execute(
                    select(Document.type, Document.title, Document.number, Document.issued).where(
                        Document.type.in_(LAW_TYPES), Document.title != "", Document.draft.is_(False)
                    )
                )
                entries = [TitleEntry(type_, title, number, issued) for type_, title, number, issued in rows]
                found = Gazetteer(entries)
                while len(self._gazetteers) >= _GAZETTEERS:
                    self._gazetteers.pop(next(iter(self._gazetteers)), None)
                self._gazetteers[key] = found
        return found

    def hidden(self) -> frozenset[int]:
        """The documents hidden from whoever looks: what an index has to leave out."""
        return self.cataloguing.hidden()

    def record(self, document_id: int) -> Record:
        """The facts of one document. Raises NotFound."""
        found = self.records([document_id])
        if document_id not in found:
            raise no_document(document_id)
        return found[document_id]

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]:
        """The facts of several documents; unknown ids are left out."""
        seen = self._remembered.seen_records.of(sight(), self.database.pulse.beat())
        every = list(dict.fromkeys(document_ids))
        missing = [id_ for id_ in every if id_ not in seen]
        if 0 < len(missing) <= _FEW and self.database.guards_plain_sql:
            with self.database.plain() as connection:
                seen.update(self._remembered.known_records(connection, missing))
            missing = [id_ for id_ in missing if id_ not in seen]
        if missing:
            with self.database.read() as session:
                seen.update(self._remembered.records(session, missing))
        return {id_: seen[id_] for id_ in every if id_ in seen}

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]:
        """The documents a typed number may mean, newest first. Several holders of one number are all given."""
        with self.database.read() as session:
            return with_number(session, query, limit)

    def documents(
        self, wanted: DocumentFilter | None = None, limit: int = 50, offset: int = 0, order: str = "newest"
    ) -> tuple[Record, ...]:
        """A page of the list of documents, in one of `archive.lists.ORDERS`."""
        with self.database.read() as session:
            ids = ids_like(session, wanted or DocumentFilter(), limit, offset, order)
            records = self._remembered.records(session, ids)
        return tuple(records[id_] for id_ in ids)

    def count(self, wanted: DocumentFilter | None = None) -> int:
        """How many documents the list would show."""
        with self.database.read() as session:
            return count_like(session, wanted or DocumentFilter())

    def samples(self) -> frozenset[int]:
        """The sample documents: shown as such, and never before real ones."""
        with self.database.read() as session:
            return frozenset(session.scalars(select(Document.id).where(Document.sample.is_(True))))

    def draft_ids(self) -> frozenset[int]:
        """The drafts that were filed among the documents: they can be found, never cited."""
        return self._chosen.get(("drafts", sight()), lambda: self._ids(Document.draft.is_(True)))

    def behind(self) -> frozenset[int]:
        """What never stands before issued documents in a result: samples and drafts, whoever looks."""
        condition = or_(Document.sample.is_(True), Document.draft.is_(True))
        with seeing(SYSTEM):
            return self._chosen.get("behind", lambda: self._ids(condition))

    def _ids(self, condition: ColumnElement[bool]) -> frozenset[int]:
        with self.database.read() as session:
            return frozenset(session.scalars(select(Document.id).where(condition)))

    def to_review(self, document_ids: Iterable[int]) -> frozenset[int]:
        """Which of some documents a person has still to look at."""
        with self.database.read() as session:
            asked = select(Document.id, Document.review).where(Document.id.in_(list(document_ids)))
            return frozenset(id_ for id_, review in session.execute(asked) if review)

    def same_title(self, title: str) -> tuple[Record, ...]:
        """The documents of exactly this title, folded."""
        return tuple(self.holdings().by_title(title))

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """The distinct values of `type` or `issuer` with how many documents have each, most first."""
        with self.database.read() as session:
            return values_with_counts(session, column)

    # What one is made of

    def facts(self, document_id: int) -> DocumentFacts:
        """Everything about one document but its text. Raises NotFound."""
        with self.database.read() as session:
            row = session.get(Document, document_id)
            if row is None:
                raise no_document(document_id)
            return facts_value(session, row)

    def text(self, document_id: int) -> str:
        """The repaired text; "" for a document that is only catalogued. Raises NotFound."""
        with self.database.read() as session:
            body = session.get(DocumentText, document_id)
            if body is not None:
                return body.text
            if session.get(Document, document_id) is None:
                raise no_document(document_id)
            return ""

    def how_read(self, document_id: int, *, places: bool = True) -> HowRead:
        """How the document's file was read, and (for `places`) where its text stands on the pages."""
        with self.database.read() as session:
            return how_read_value(session, document_id, places)

    def provisions(self, document_id: int) -> list[StoredProvision]:
        """The units of a document in its order."""
        with self.database.read() as session:
            return provision_values(session, ProvisionRow.document_id == document_id)

    def provision(self, document_id: int, path: str) -> StoredProvision:
        """One unit by its path. Raises NotFound."""
        with self.database.read() as session:
            found = provision_values(session, ProvisionRow.document_id == document_id, ProvisionRow.path == path)
            if not found:
                raise NotFound(
                    "no_such_provision",
                    f"Văn bản {document_id} không có {path}. Hãy xem mục lục của văn bản.",
                    f"Document {document_id} has no {path}. See the document's outline.",
                )
            return found[0]

    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]:
        """Units with their text, by the provision row's id; unknown ids are left out."""
        seen = self._remembered.seen_units.of(sight(), self.database.pulse.beat())
        every = list(dict.fromkeys(provision_ids))
        missing = [id_ for id_ in every if id_ not in seen]
        if missing and self.database.guards_plain_sql:
            with self.database.plain() as connection:
                seen.update(self._remembered.units(connection, missing))
        elif missing:
            with self.database.read() as session:
                seen.update(unit_values(session, missing))
        return {id_: seen[id_] for id_ in every if id_ in seen}

    def headings(self, provision_ids: Iterable[int]) -> dict[int, str]:
        """The headings of units by the provision row's id; unknown ids are left out."""
        ids = list(provision_ids)
        if self.database.guards_plain_sql:
            listed = ", ".join(str(int(id_)) for id_ in ids)
            with self.database.plain() as connection:
                return dict(connection.execute(f"SELECT id, heading FROM provisions WHERE id IN ({listed})").fetchall())
        with self.database.read() as session:
            rows = session.execute(select(ProvisionRow.id, ProvisionRow.heading).where(ProvisionRow.id.in_(ids)))
            return {row[0]: row[1] for row in rows}

    def units_of(self, document_id: int) -> list[StoredUnit]:
        """The units of one document that the index holds an entry for, in order, with their text."""
        with self.database.read() as session:
            ids = session.scalars(
                select(ProvisionRow.id)
                .where(ProvisionRow.document_id == document_id, ProvisionRow.unit.is_(True))
                .order_by(ProvisionRow.ordinal)
            ).all()
            found = unit_values(session, list(ids))
            return [found[id_] for id_ in ids]

    def cites(self, document_id: int) -> list[StoredCitation]:
        """What a document cites, in the order of its text."""
        return self._citations(CitationRow.document_id == document_id)

    def cited_by(self, document_id: int) -> list[StoredCitation]:
        """The citations elsewhere that were resolved to this document."""
        return self._citations(CitationRow.target_id == document_id)

    def files_of(self, document_id: int) -> list[StoredFile]:
        """The originals of a document, the first one first."""
        with self.database.read() as session:
            rows = session.execute(
                select(DocumentFile, FileRow)
                .join(FileRow, DocumentFile.file_id == FileRow.id)
                .where(DocumentFile.document_id == document_id)
                .order_by(DocumentFile.id)
            )
            return [file_value(link, file) for link, file in rows]

    def holder(self, sha256: str) -> tuple[int, str] | None:
        """The document that has a file with this hash, and the file's role there; None where there is none."""
        with self.database.read() as session:
            return holder_of(session, sha256)

    def revisions(self, document_ids: Iterable[int] | None = None) -> dict[int, tuple[int, int]]:
        """What an index must hold: document id → (revision, number of units); 0 units where only catalogued.

        Of all documents, or of those given (at most a few hundred). Drafts are documents too: they can be found.
        """
        with self.database.read() as session:
            return revisions_of(session, document_ids)

    def pulse(self) -> tuple[int, int]:
        """Two numbers that differ after every change an index can see: cheap to ask again and again."""
        with self.database.read() as session:
            count, total = session.execute(select(func.count(), func.coalesce(func.sum(Document.revision), 0))).one()
            return int(count), int(total)

    def _citations(self, condition: Any) -> list[StoredCitation]:
        with self.database.read() as session:
            return citation_values(session, condition)
