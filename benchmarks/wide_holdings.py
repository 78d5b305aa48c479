"""All documents whose facts we have, as holdings in memory: what citations are resolved against when they are measured.

The registry, the recent documents of the national database, and the documents that the national code codifies or names
in its references. Facts alone: no text is kept. A document that several sources know is one record, by the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archive.agencies import canonical_issuer, issuer_of_number
from archive.citations import Gazetteer, TitleEntry
from archive.keys import number_key, title_key
from archive.numbers import canonical_number, parse_number
from archive.records import Record
from archive.resolving import MemoryHoldings
from archive.stored import NewDocument
from corpus.loaders.codified import read_edition
from corpus.loaders.references import named_documents
from corpus.loaders.source_notes import SourceNote, read_note
from corpus.loaders.vbpl import read_records, vbpl_document
from corpus.registry import read_registry

LAW_TYPES = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")


def registry_records() -> list[Record]:
    """The rows of the catalogue."""
    return numbered(_record(new) for new in read_registry())


def wide_records(shared: Path, national: Iterable[NewDocument] | None = None) -> list[Record]:
    """Registry, vbpl and code together. `shared` is the folder of the real material; what is not there adds nothing.

    `national`: the documents of vbpl, where they were read already.
    """
    found: list[Record] = [_record(new) for new in read_registry()]
    vbpl = shared / "data" / "vbpl" / "documents.jsonl.xz"
    if national is not None:
        found += [_record(each) for each in national]
    elif vbpl.exists():
        found += [_record(vbpl_document(each, None)[0]) for each in read_records(vbpl)]
    code = shared / "data" / "phapdien" / "articles.jsonl.xz"
    if code.exists():
        found += codified_records(code)
    return numbered(found)


def codified_records(path: Path) -> list[Record]:
    """The documents of the national code, and those it names in full."""
    known: dict[str, SourceNote] = {}
    for article in read_edition(path):
        notes = (read_note(article.note), *named_documents(article.related))
        for note in notes:
            if not note.readable or not (note.number or note.title):
                continue
            key = f"{_series(note.type)}|{number_key(note.number) or title_key(note.title)}|{_day_of_key(note)}"
            before = known.get(key)
            if before is None or (not before.title and note.title):
                known[key] = note if before is None else replace(note, effective=note.effective or before.effective)
    return [
        Record(
            id=0,
            type=note.type,
            number=canonical_number(note.number) if note.number else "",
            issued=note.issued,
            issuer=canonical_issuer(note.issuer) if note.issuer else issuer_of_number(note.number),
            title=_titled(note.type, note.title),
            effective=note.effective,
            certainty="likely",
            source="Bộ pháp điển",
        )
        for note in known.values()
    ]


def numbered(records: Iterable[Record]) -> list[Record]:
    """The records with ids from 1, each document once: the first to name it, its empty facts filled by the others."""
    by_key: dict[tuple[str, ...], Record] = {}
    for record in records:
        if not (record.number or record.title):
            continue
        key = _key(record)
        first = by_key.get(key)
        by_key[key] = record if first is None else _filled(first, record)
    return [replace(record, id=place) for place, record in enumerate(by_key.values(), 1)]


def gazetteer_of(records: Iterable[Record]) -> Gazetteer:
    """The titles of the laws among `records`, as the archive gives them to the finder."""
    return Gazetteer(
        TitleEntry(r.type, r.title, r.number, r.issued) for r in records if r.type in LAW_TYPES and r.title
    )


def holdings_of(records: Iterable[Record]) -> MemoryHoldings:
    """What the resolver asks."""
    return MemoryHoldings(records)


def _key(record: Record) -> tuple[str, ...]:
    """A number with a year is one document of its series; a number without goes with its day."""
    series = _series(record.type)
    parsed = parse_number(record.number) if record.number else None
    if parsed is not None and parsed.year and "UBND" not in record.number and "HĐND" not in record.number:
        return (series, number_key(record.number))
    day = record.issued.isoformat() if record.issued else ""
    return (series, number_key(record.number) or title_key(record.title), day)


def _filled(first: Record, other: Record) -> Record:
    return replace(
        first,
        issued=first.issued or other.issued,
        issuer=first.issuer or other.issuer,
        title=first.title or other.title,
        effective=first.effective or other.effective,
    )


def _series(type_: str) -> str:
    return "Luật" if type_ in ("Luật", "Bộ luật") else type_


def _day_of_key(note: SourceNote) -> str:
    parsed = parse_number(note.number) if note.number else None
    if parsed is not None and parsed.year:
        return ""
    return str(note.issued or note.effective or "")


def _titled(type_: str, title: str) -> str:
    """The code names laws without their type word, our records with it."""
    if type_ in LAW_TYPES and title and not title.lower().startswith(type_.lower()):
        return f"{type_} {title}"
    return title


def _record(new: NewDocument) -> Record:
    return Record(
        id=0,
        type=new.type,
        number=new.number,
        issued=new.issued,
        issuer=new.issuer,
        title=new.title,
        effective=new.effective,
        expired=new.expired,
        status=new.status,
        certainty=new.certainty,
        status_certainty=new.status_certainty,
        as_of=new.as_of,
        source=new.source,
        note=new.note,
        replaced_by=new.replaced_by,
        replaces=new.replaces,
        amended_by=new.amended_by,
        held=bool(new.text),
        sample=new.sample,
    )
