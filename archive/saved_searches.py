"""Searches that people keep, and what has come into the archive since they last looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from archive import audit
from archive.database import Database
from archive.errors import NotFound, RefusedInput
from archive.models import Document, SavedSearchRow, now
from archive.seeing import viewer

MOST = 200
"""Searches kept at most; more are no list that somebody reads."""

_BATCH = 500


@dataclass(frozen=True)
class SavedSearch:
    """`address`: query and filters as `q=…&type=…`; `seen`: the moment of the last look, in UTC."""

    id: int
    name: str
    address: str
    seen: datetime
    created: datetime


class SavedSearches:
    """The kept searches of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, name: str, address: str) -> SavedSearch:
        """Keep a search for whoever asks; one that he keeps already is given back, renamed.

        Raises RefusedInput (`too_many_searches`).
        """
        with self._database.write() as session:
            me = viewer().person
            mine = SavedSearchRow.owner_id == me if me is not None else SavedSearchRow.owner_id.is_(None)
            row = session.scalar(select(SavedSearchRow).where(SavedSearchRow.address == address, mine))
            if row is None:
                if len(session.scalars(select(SavedSearchRow.id).where(mine)).all()) >= MOST:
                    raise RefusedInput(
                        "too_many_searches",
                        f"Đã lưu {MOST} tìm kiếm. Hãy bỏ bớt trước khi lưu thêm.",
                        f"{MOST} searches are kept. Remove some before keeping more.",
                    )
                row = SavedSearchRow(address=address, owner_id=me)
                session.add(row)
            row.name = name[:300]
            session.flush()
            audit.write(session, "search_kept", details={"search": row.id})
            return _saved(row)

    def all(self) -> tuple[SavedSearch, ...]:
        """Every search that whoever asks keeps, and the office's, the last kept first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(SavedSearchRow).order_by(SavedSearchRow.created.desc(), SavedSearchRow.id.desc())
            )
            return tuple(_saved(row) for row in rows)

    def get(self, search_id: int) -> SavedSearch:
        """One kept search. Raises NotFound."""
        with self._database.read() as session:
            row = session.get(SavedSearchRow, search_id)
            if row is None:
                raise _no_search(search_id)
            return _saved(row)

    def look(self, search_id: int) -> SavedSearch:
        """Mark a search as looked at now; it is given as it was before. Raises NotFound."""
        with self._database.write() as session:
            row = session.get(SavedSearchRow, search_id)
            if row is None:
                raise _no_search(search_id)
            before = _saved(row)
            row.seen = now()
            return before

    def forget(self, search_id: int) -> None:
        """Keep a search no longer. Raises NotFound."""
        with self._database.write() as session:
            row = session.get(SavedSearchRow, search_id)
            if row is None:
                raise _no_search(search_id)
            session.delete(row)
            audit.write(session, "search_forgotten", details={"search": search_id})

    def came(self, document_ids: Iterable[int]) -> dict[int, datetime]:
        """When documents came into the archive, in UTC."""
        ids = list(document_ids)
        found: dict[int, datetime] = {}
        with self._database.read() as session:
            for start in range(0, len(ids), _BATCH):
                wanted = select(Document.id, Document.created).where(Document.id.in_(ids[start : start + _BATCH]))
                found.update((id_, created) for id_, created in session.execute(wanted))
        return found

    def came_after(self, document_ids: Iterable[int], moment: datetime) -> frozenset[int]:
        """Those of some documents that came into the archive after a moment."""
        ids = list(document_ids)
        found: set[int] = set()
        with self._database.read() as session:
            for start in range(0, len(ids), _BATCH):
                found.update(
                    session.scalars(
                        select(Document.id).where(
                            Document.id.in_(ids[start : start + _BATCH]), Document.created > moment
                        )
                    )
                )
        return frozenset(found)


def _saved(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(row.id, row.name, row.address, row.seen, row.created)


def _no_search(search_id: int) -> NotFound:
    return NotFound(
        "no_search", f"Không có tìm kiếm đã lưu số {search_id}.", f"There is no kept search number {search_id}."
    )
