"""Keeping the index in step with the archive: what it must hold, what it holds, and mending the difference.

The database is the truth. Each document has a revision there that rises with every change the index can see; the index
keeps the revision it was made from. Whatever differs is deleted from the index and added again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from archive.documents import Archive
from archive.numbers import parse_number
from archive.records import Record
from indexer.engine.base import Engine, Entry
from indexer.engine.checksums import entry_checksum

Progress = Callable[[int, int], None]
_BATCH = 200


@dataclass(frozen=True)
class Comparison:
    """Ids of documents that the index lacks, holds in an older state, holds although they are gone, or holds in the
    right state with other content than the archive's (known only where contents were compared)."""

    documents: int
    units: int
    missing: tuple[int, ...]
    stale: tuple[int, ...]
    surplus: tuple[int, ...]
    altered: tuple[int, ...] = ()

    @property
    def agrees(self) -> bool:
        """True where the index holds exactly what the archive does."""
        return not (self.missing or self.stale or self.surplus or self.altered)


def compare(archive: Archive, engine: Engine) -> Comparison:
    """What differs between archive and index, by revision and number of units of each document."""
    wanted = archive.revisions()
    held = engine.revisions()
    return Comparison(
        documents=len(wanted),
        units=sum(max(units, 1) for _, units in wanted.values()),
        missing=tuple(sorted(id_ for id_ in wanted if id_ not in held)),
        stale=tuple(
            sorted(
                id_
                for id_, (revision, units) in wanted.items()
                if id_ in held and held[id_] != (revision, max(units, 1))
            )
        ),
        surplus=tuple(sorted(id_ for id_ in held if id_ not in wanted)),
    )


def compare_contents(archive: Archive, engine: Engine, progress: Progress | None = None) -> Comparison:
    """As `compare`, and the checksum of every document that is held in the right state: reads all texts."""
    difference = compare(archive, engine)
    held = engine.checksums()
    known = {*difference.missing, *difference.stale}
    wanted: dict[int, int] = {}
    for entry in entries_of(archive, (id_ for id_ in archive.revisions() if id_ not in known), progress):
        wanted[entry.document_id] = wanted.get(entry.document_id, 0) + entry_checksum(entry)
    altered = (id_ for id_, checksum in wanted.items() if (held.get(id_, 0) - checksum) % 2**64)
    return replace(difference, altered=tuple(sorted(altered)))


def entries_of(archive: Archive, document_ids: Iterable[int], progress: Progress | None = None) -> Iterator[Entry]:
    """What the index holds of these documents: a unit an entry; the title of one that is only catalogued.

    `progress` is told (documents done, documents in all) while the entries are drawn.
    """
    ids = list(document_ids)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        revisions = archive.revisions(batch)
        for document_id, record in archive.records(batch).items():
            revision, _ = revisions[document_id]
            units = archive.units_of(document_id) if record.held else []
            if units:
                for unit in units:
                    yield _entry(record, revision, unit.id, unit.text, unit.heading)
            else:
                yield _entry(record, revision, -document_id, record.title, "")
        if progress is not None:
            progress(min(start + _BATCH, len(ids)), len(ids))


def index_documents(archive: Archive, engine: Engine, document_ids: Iterable[int]) -> None:
    """Put these documents into the index as they are now, in one commit."""
    ids = list(dict.fromkeys(document_ids))
    if ids:
        engine.delete(ids)
        engine.add(entries_of(archive, ids))
        engine.commit()


def mend(archive: Archive, engine: Engine, progress: Progress | None = None, *, contents: bool = False) -> Comparison:
    """Bring the index in step with the archive; gives what differed before. `contents`: compare checksums too."""
    difference = compare_contents(archive, engine, progress) if contents else compare(archive, engine)
    if not difference.agrees:
        engine.delete([*difference.surplus, *difference.stale, *difference.altered])
        anew = [*difference.missing, *difference.stale, *difference.altered]
        engine.add(entries_of(archive, anew, progress))
        engine.commit()
    return difference


def _entry(record: Record, revision: int, unit: int, text: str, heading: str) -> Entry:
    parsed = parse_number(record.number) if record.issued is None and record.number else None
    year = record.issued.year if record.issued else int(parsed.year) if parsed and parsed.year else None
    return Entry(
        unit=unit,
        document_id=record.id,
        revision=revision,
        text=text,
        heading=heading,
        title=record.title,
        number=record.number,
        type=record.type,
        issuer=record.issuer,
        year=year,
    )
