"""Provisions like one, by words and by meaning."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

from archive.records import Record
from archive.stored import StoredUnit
from indexer.engine.base import Entry
from indexer.engine.memory import MemoryEngine
from indexer.likeness import similar_provisions

TEXTS = {
    1: "Người lao động thử việc theo thỏa thuận",
    2: "Thử việc của người lao động theo thỏa thuận khác",
    3: "Con trâu đi lạc",
    4: "Gia súc bị thất lạc",
}


class Texts:
    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]:
        return {id_: unit(id_) for id_ in provision_ids if id_ in TEXTS}

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]:
        return {id_: cast(Record, SimpleNamespace(id=id_)) for id_ in document_ids}

    def units_of(self, document_id: int) -> list[StoredUnit]:
        return [unit(document_id)]


def unit(id_: int) -> StoredUnit:
    return StoredUnit(id_, id_, f"dieu:{id_}", "dieu", f"Điều {id_}", "", 0, TEXTS[id_])


def found(id_: int, **also: Any) -> list[tuple[int, float]]:
    engine = MemoryEngine()
    engine.add(Entry(one, one, 1, text) for one, text in TEXTS.items())
    engine.commit()
    alike = similar_provisions(Texts(), engine, unit(id_), **also)
    assert all(one.unit is not None and one.record.id == one.unit.document_id for one in alike)
    return [(one.unit.id, one.likeness) for one in alike if one.unit]


def test_by_words_and_by_meaning() -> None:
    assert [id_ for id_, _ in found(1)] == [2]
    # What shares no word with it is found by meaning; what is near by both stands first.
    assert found(3, meant=[(4, 0.7), (3, 1.0), (1, 0.2)]) == [(4, 0.7), (1, 0.2)]
    assert [id_ for id_, _ in found(1, meant=[(3, 0.5), (2, 0.4)])] == [2, 3]
    # What is gone since, or not to be seen, is passed over.
    assert found(3, meant=[(99, 0.9)]) == []


def test_as_many_as_are_wanted() -> None:
    assert len(found(1, limit=1, meant=[(3, 0.5), (4, 0.4)])) == 1
