"""What stands in an archive at a glance: topics, titles, headings, and a mark that changes with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from archive.database import Database
from archive.hiding import hidden_ids
from archive.holdings import record_of
from archive.lists import topics_of
from archive.models import Document, ProvisionRow
from archive.records import Record

_BATCH = 1000


class Cataloguing:
    """Reads of whole columns, for what is kept in memory beside the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hidden(self) -> frozenset[int]:
        """The documents hidden from whoever looks: what an index has to leave out."""
        with self._database.read() as session:
            return hidden_ids(session)

    def mark(self) -> tuple[object, ...]:
        """Changes whenever a document is added, changed or taken out."""
        with self._database.read() as session:
            row = session.execute(
                select(func.count(Document.id), func.max(Document.updated), func.sum(Document.revision))
            ).one()
            return tuple(row)

    def topics(self) -> dict[int, tuple[int, datetime, str]]:
        """For each document its revision, the moment of its last change, and its topic."""
        with self._database.read() as session:
            return topics_of(session)

    def titled(self) -> Iterator[Record]:
        """Every document that is no draft."""
        with self._database.read() as session:
            rows = session.scalars(
                select(Document).where(Document.draft.is_(False)).execution_options(yield_per=_BATCH)
            )
            for row in rows:
                yield record_of(row)

    def headings(self) -> Iterator[tuple[str, int]]:
        """The headings of all units, with their documents."""
        with self._database.read() as session:
            rows = session.execute(
                select(ProvisionRow.heading, ProvisionRow.document_id)
                .where(ProvisionRow.unit.is_(True), ProvisionRow.heading != "", ProvisionRow.quoted.is_(False))
                .execution_options(yield_per=_BATCH)
            )
            yield from rows
