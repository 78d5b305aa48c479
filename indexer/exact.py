"""Exact answers: the documents of a typed number, of a typed title, and the provision of them that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.errors import NotFound
from archive.folding import unaccent
from archive.numbers import NumberQuery, parse_number
from archive.records import Record
from archive.resolving import Holdings
from archive.stored import StoredProvision
from indexer.analysis import syllables
from indexer.engine.base import Engine, EngineFilter
from indexer.query import Understood

MOST = 50
"""Documents shown for one number or title."""

_OPENINGS = ("dieu:1", "la_ma:I", "phan:I", "mo_dau", "toan_van")
_LAW_WORD = re.compile(r"(?<!\w)(?:bo luat|luat|phap lenh|hien phap)(?!\w)")


class ExactArchive(Protocol):
    """What exact answers are looked up in."""

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]: ...

    def holdings(self) -> Holdings: ...

    def provision(self, document_id: int, path: str) -> StoredProvision: ...


@dataclass(frozen=True)
class Exact:
    """A document that was asked for. `unit` what to show of it: the provision asked for, else its opening, else
    `-document_id`; `inside` the unit of the index that holds it. `reason`: number, title or provision."""

    record: Record
    unit: int
    inside: int
    reason: str


def exact_answers(archive: ExactArchive, engine: Engine, asked: Understood, toned: Understood | None) -> list[Exact]:
    """Exact answers to a query, in the order in which they are shown. `toned` is its reading with tones, if it has
    none."""
    if asked.phrases:
        return []
    if asked.number:
        reason = "number"
        records = _by_rest(archive.find_number(asked.number, MOST), asked.rest, engine)
    else:
        reason = "title"
        records = _by_title(archive.holdings(), [asked, toned] if toned else [asked])
    found = [_answer(archive, engine, record, asked.pinpoint, reason) for record in records[:MOST]]
    # Those that have the provision asked for, before those that do not.
    return sorted(found, key=lambda one: one.reason != "provision") if asked.pinpoint else found


def _by_rest(records: list[Record], rest: str, engine: Engine) -> list[Record]:
    """Holders of a number, those first whose title has the words typed beside it."""
    if not rest:
        return records
    wanted = set(syllables(engine.restore_tones(rest) or rest))

    def missing(record: Record) -> int:
        return len(wanted - set(syllables(f"{record.type} {record.title} {record.issuer}")))

    return sorted(records, key=missing)


def _by_title(holdings: Holdings, readings: Iterable[Understood]) -> list[Record]:
    """Documents whose title was typed whole, the newest first; with a year, those of that year."""
    found: dict[int, Record] = {}
    for asked in readings:
        for title, year in _titles(asked):
            records = [r for r in holdings.by_title(title) if _type_fits(title, r)]
            of_year = [r for r in records if year and year in _years(r)]
            for record in of_year or records:
                found.setdefault(record.id, record)
            if records:
                break
    return sorted(found.values(), key=lambda r: (r.issued is None, -(r.issued.toordinal() if r.issued else 0), r.id))


def _titles(asked: Understood) -> Iterable[tuple[str, str]]:
    """What may be a title in a query, the longest first, with the year beside it.

    Beside a pinpoint, words may stand before or behind a law's name: `thời gian thử việc Điều 25 Bộ luật Lao động`.
    """
    if not asked.title:
        return
    if asked.year:
        yield f"{asked.title} {asked.year}", ""
        yield f"{asked.title} năm {asked.year}", ""
    yield asked.title, asked.year
    if not asked.pinpoint:
        return
    plain = unaccent(asked.title).lower()
    match = _LAW_WORD.search(plain) if len(plain) == len(asked.title) else None
    if match:
        words = asked.title[match.start() :].split()
        for size in range(len(words), 1, -1):
            yield " ".join(words[:size]), asked.year


def _type_fits(title: str, record: Record) -> bool:
    """A title typed with a type word is not the title of a document of quite another type."""
    match = _LAW_WORD.match(unaccent(title).lower())
    if match is None:
        return True
    held = unaccent(f"{record.type} {record.title}").lower()
    return match.group().split()[-1] in held.split()[:2]


def _years(record: Record) -> set[str]:
    parsed = parse_number(record.number) if record.number else None
    return {str(record.issued.year) if record.issued else "", parsed.year if parsed else ""}


def _answer(archive: ExactArchive, engine: Engine, record: Record, pinpoint: str, reason: str) -> Exact:
    if not record.held:
        return Exact(record, -record.id, -record.id, reason)
    if pinpoint:
        parts = pinpoint.split("/")
        article = _provision(archive, record.id, [parts[0]])
        exact = _provision(archive, record.id, ["/".join(parts[:size]) for size in range(len(parts), 0, -1)])
        if exact and article:
            return Exact(record, exact.id, article.id, "provision")
    opening = _provision(archive, record.id, _OPENINGS)
    if opening is None or not opening.unit:
        # A document of another build: what its own title finds in it.
        only = EngineFilter(documents=frozenset([record.id]))
        hits = engine.search(f"{record.number} {record.title}", only, 1).hits
        unit = hits[0].unit if hits else -record.id
        return Exact(record, unit, unit, reason)
    return Exact(record, opening.id, opening.id, reason)


def _provision(archive: ExactArchive, document_id: int, paths: Sequence[str]) -> StoredProvision | None:
    for path in paths:
        try:
            return archive.provision(document_id, path)
        except NotFound:
            continue
    return None
