"""What stands in an archive at a glance: topics, titles, headings, and a mark that changes with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import func, select

from archive.acting import CHANGES
from archive.database import Database
from archive.hiding import Sight, hidden_ids, sight
from archive.holdings import record_of
from archive.lists import topics_of
from archive.models import Document, ProvisionRow, Setting
from archive.records import Record
from archive.seeing import SYSTEM, seeing

_BATCH = 1000
_SIGHTS = 500


class Cataloguing:
    """Reads of whole columns, for what is kept in memory beside the index."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hidden: dict[Sight, tuple[object, frozenset[int]]] = {}
        self._topics: tuple[object, tuple[object, ...], dict[int, tuple[int, datetime, str, str]]] | None = None

    def hidden(self) -> frozenset[int]:
        """The documents hidden from whoever looks: what an index has to leave out."""
        beat, look = self._database.pulse.beat(), sight()
        held = self._hidden.get(look)
        if beat is not None and held is not None and held[0] == beat:
            return held[1]
        with self._database.read() as session:
            found = hidden_ids(session)
        if len(self._hidden) >= _SIGHTS:
            self._hidden = {}
        if held is not None and held[1] == found:
            # The same object, whose hash is known.
            found = held[1]
        self._hidden[look] = beat, found
        return found

    def mark(self) -> tuple[object, ...]:
        """Changes whenever a document is added, changed, acted on by another, or taken out."""
        acts = select(Setting.value).where(Setting.name == CHANGES).scalar_subquery()
        with self._database.read() as session:
            row = session.execute(
                select(func.count(Document.id), func.max(Document.updated), func.sum(Document.revision), acts)
            ).one()
            return tuple(row)

    def topics(self) -> dict[int, tuple[int, datetime, str, str]]:
        """For each document its revision, the moment of its last change, its topic and what others do to it: of all
        that there are, whoever asks. The same object as before where nothing has changed."""
        beat, held = self._database.pulse.beat(), self._topics
        if beat is not None and held is not None and held[0] == beat:
            return held[2]
        with seeing(SYSTEM):
            mark = self.mark()
            if held is not None and held[1] == mark:
                found = held[2]
            else:
                # What others do to a document changes without a word to it: then all are read.
                same_acts = held is not None and held[1][-1] == mark[-1]
                with self._database.read() as session:
                    found = topics_of(session, held[2] if held is not None and same_acts else {})
        self._topics = beat, mark, found
        return found

    def titled(self, of: Collection[int] | None = None) -> Iterator[Record]:
        """Every document that is no draft, or those `of` some (at most a few hundred)."""
        wanted = select(Document).where(Document.draft.is_(False))
        with self._database.read() as session:
            rows = session.scalars(
                (wanted if of is None else wanted.where(Document.id.in_(of))).execution_options(yield_per=_BATCH)
            )
            for row in rows:
                yield record_of(row)

    def headings(self, of: Collection[int] | None = None) -> Iterator[tuple[str, int]]:
        """The headings of all units with their documents, or those `of` some documents."""
        wanted = select(ProvisionRow.heading, ProvisionRow.document_id).where(
            ProvisionRow.unit.is_(True), ProvisionRow.heading != "", ProvisionRow.quoted.is_(False)
        )
        with self._database.read() as session:
            yield from session.execute(
                (wanted if of is None else wanted.where(ProvisionRow.document_id.in_(of))).execution_options(
                    yield_per=_BATCH
                )
            )
