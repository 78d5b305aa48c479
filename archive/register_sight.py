"""Which entries of registers tell of a document that the viewer may not see.

The number stays in the register for everybody, since numbers run on; what was written under it does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import select

from archive.clerk_models import EntryRow
from archive.database import Database
from archive.models import Document
from archive.seeing import SYSTEM, seeing, seeing_bin, viewer

_BATCH = 400


@contextmanager
def whole_register() -> Iterator[None]:
    """Read registers whole, whoever asks; what he may not see is masked afterwards (`masked_entries`)."""
    with seeing(SYSTEM), seeing_bin():
        yield


def masked_entries(database: Database, entry_ids: Collection[int]) -> frozenset[int]:
    """Those of some entries whose document is hidden from the viewer; what lies in the bin stays in the register."""
    if viewer().everything:
        return frozenset()
    ids = sorted(entry_ids)
    tied: dict[int, int | None] = {}
    with whole_register(), database.read() as session:
        for start in range(0, len(ids), _BATCH):
            rows = session.execute(
                select(EntryRow.id, EntryRow.document_id).where(
                    EntryRow.id.in_(ids[start : start + _BATCH]), EntryRow.document_id.is_not(None)
                )
            )
            tied.update((entry, document) for entry, document in rows)
    documents = sorted({each for each in tied.values() if each})
    seen: set[int] = set()
    with seeing_bin(), database.read() as session:
        for start in range(0, len(documents), _BATCH):
            part = documents[start : start + _BATCH]
            seen.update(session.scalars(select(Document.id).where(Document.id.in_(part))))
    return frozenset(entry for entry, document in tied.items() if document not in seen)
