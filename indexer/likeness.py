"""Provisions and documents like a given one: the rarest words of its text, looked for in others; provisions also by
meaning.

Last year's plan is the document of the same type and issuer whose title and text say nearly the same.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.records import Record
from archive.stored import StoredUnit
from indexer.analysis import LIGHT, syllables
from indexer.engine.base import Engine, EngineFilter, EngineQuery
from indexer.engine.counting import JOINT

MOST_TERMS = 24
"""Pairs of syllables taken for a text: the rarest that it uses most."""

_LONGEST = 4000
"""Syllables of a text that are looked at."""

_SAME_KIND, _SAME_ISSUER = 1.35, 1.15
"""What the same type and the same issuer are worth when documents are compared."""

_EVENED = 10
"""Added to places before their inverses are summed: so much less do the very first places count for alone."""

_TITLE = 3
"""How often the words of a title count beside those of a text."""


class LikenessArchive(Protocol):
    """What is compared (`archive.documents.Archive`)."""

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]: ...

    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]: ...

    def units_of(self, document_id: int) -> list[StoredUnit]: ...


@dataclass(frozen=True)
class Alike:
    """A document, or a provision of it (`unit`, else None); `likeness` 1 for one that brings as much as itself."""

    record: Record
    unit: StoredUnit | None
    likeness: float


def similar_provisions(
    archive: LikenessArchive,
    engine: Engine,
    unit: StoredUnit,
    limit: int = 5,
    meant: Sequence[tuple[int, float]] = (),
) -> list[Alike]:
    """Provisions of any document that say the like, the most alike first; never the unit itself.

    `meant`: units close to it in meaning, the closest first, each with how close it is (0 to 1). What is near by words
    and by meaning stands before what is near by one of them.
    """
    query = EngineQuery(_core(engine, [unit.heading, unit.text]))
    likeness: dict[int, float] = {}
    worth: defaultdict[int, float] = defaultdict(float)
    if query.text:
        own = float(engine.score(query, [unit.id])[0]) or 1.0
        hits = [hit for hit in engine.search(query, None, limit * 3 + 1).hits if hit.unit not in (unit.id, 0)]
        for place, hit in enumerate(hits):
            likeness[hit.unit] = min(hit.score / own, 1.0)
            worth[hit.unit] += 1 / (_EVENED + place)
    for place, (other, close) in enumerate([one for one in meant if one[0] != unit.id][: limit * 3]):
        likeness[other] = max(likeness.get(other, 0.0), close)
        worth[other] += 1 / (_EVENED + place)
    units = archive.units(other for other in likeness if other > 0)
    records = archive.records(one.document_id for one in units.values())
    order = sorted(units, key=lambda other: (-worth[other], other))
    return [
        Alike(records[units[other].document_id], units[other], likeness[other])
        for other in order
        if units[other].document_id in records
    ][:limit]


def similar_documents(archive: LikenessArchive, engine: Engine, record: Record, limit: int = 5) -> list[Alike]:
    """Documents that say the like: those of the same type and issuer first among equals; never the document itself."""
    texts = [unit.text for unit in archive.units_of(record.id)]
    query = EngineQuery(_core(engine, [record.title] * _TITLE + texts))
    if not query.text:
        return []
    others = EngineFilter(without=frozenset([record.id]))
    best: dict[int, float] = {}
    for hit in engine.search(query, others, 100).hits:
        # The best unit of a document speaks for it.
        best[hit.document_id] = max(best.get(hit.document_id, 0.0), hit.score)
    records = archive.records(best)
    own = max(
        (hit.score for hit in engine.search(query, EngineFilter(documents=frozenset([record.id])), 1).hits), default=0
    )
    found = []
    for id_, score in best.items():
        other = records.get(id_)
        if other is None:
            continue
        title = _overlap(record.title, other.title)
        worth = score * (1 + title)
        worth *= _SAME_KIND if other.type == record.type else 1.0
        worth *= _SAME_ISSUER if other.issuer == record.issuer else 1.0
        found.append(Alike(other, None, worth))
    found.sort(key=lambda one: (-one.likeness, one.record.id))
    most = 2 * _SAME_KIND * _SAME_ISSUER * (own or 1.0)
    return [Alike(one.record, None, min(one.likeness / most, 1.0)) for one in found[:limit]]


def _overlap(one: str, other: str) -> float:
    """Share of the telling words of two titles that they have in common."""
    a = {word for word in syllables(one) if word not in LIGHT}
    b = {word for word in syllables(other) if word not in LIGHT}
    return len(a & b) / len(a | b) if a | b else 0.0


def _core(engine: Engine, texts: Iterable[str]) -> str:
    """The most telling pairs of syllables of some texts, as words side by side."""
    counts: Counter[str] = Counter()
    for text in texts:
        terms = syllables(text)[:_LONGEST]
        counts.update(f"{a}{JOINT}{b}" for a, b in itertools.pairwise(terms) if a not in LIGHT and b not in LIGHT)
    if not counts:
        return ""
    asked = [pair for pair, _ in counts.most_common(MOST_TERMS * 6)]
    held = engine.holding(asked)
    every = max(engine.count(), 1)
    worth = {pair: math.log1p(counts[pair]) * math.log(every / held[pair]) for pair in asked if held.get(pair, 0) > 1}
    chosen = sorted(worth, key=lambda pair: -worth[pair])[:MOST_TERMS]
    return ". ".join(pair.replace(JOINT, " ") for pair in chosen)
