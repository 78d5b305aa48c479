"""The in-memory twin of the index: the same protocol and the same ranking, nothing on disk. For tests."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine.base import EngineFilter, EngineQuery, EngineResult, Entry, Mended, Toned
from indexer.engine.codec import length_bytes
from indexer.engine.counting import FIELDS, JOINT, CountedBatch, count_entries
from indexer.engine.documents import Documents, Ids, Mask, checksums, units_of
from indexer.engine.lists import LENGTH_OF_BYTE
from indexer.engine.mending import mend
from indexer.engine.ranking import DEFAULT, K1, B, Parts, Profile, Weights, score_units, search
from indexer.engine.signals import Signals, signals
from indexer.engine.slips import Slips
from indexer.engine.toning import restore


class MemoryColumns:
    """One committed state, built whole from its entries."""

    def __init__(self, batch: CountedBatch) -> None:
        types, type_codes = np.unique(np.array([*batch.types, ""], dtype=object), return_inverse=True)
        issuers, issuer_codes = np.unique(np.array([*batch.issuers, ""], dtype=object), return_inverse=True)
        self._documents = Documents(
            unit=batch.unit,
            document=batch.document,
            revision=batch.revision,
            checksum=batch.checksum,
            year=batch.year,
            type=type_codes[:-1].astype(np.int64),
            issuer=issuer_codes[:-1].astype(np.int64),
            types=tuple(types.tolist()),
            issuers=tuple(issuers.tolist()),
            live=np.ones(len(batch), dtype=bool),
        )
        self._batch = batch
        self._postings: dict[tuple[str, str], tuple[Ids, Weights]] = {}
        self._occurrences: dict[tuple[str, str], float] = {}
        for name in FIELDS:
            counted = batch.fields[name]
            order = np.argsort(counted.term, kind="stable")
            average = counted.lengths.mean() if len(batch) and counted.lengths.any() else 1.0
            norms = (K1 * (1 - B + B * LENGTH_OF_BYTE[length_bytes(counted.lengths)] / average)).astype(np.float32)
            ends = np.cumsum(np.bincount(counted.term, minlength=len(counted.terms)))
            start = 0
            for term, end in zip(counted.terms, ends.tolist(), strict=True):
                part = order[start:end]
                ids, weights = counted.doc[part].astype(np.int64), counted.freq[part].astype(np.float32)
                self._postings[name, term.decode()] = ids, weights / (weights + norms[ids])
                self._occurrences[name, term.decode()] = float(weights.sum())
                start = end

    @property
    def documents(self) -> Documents:
        """Arrays by document number."""
        return self._documents

    def postings(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """As `ranking.Columns` says."""
        return self._postings.get((field, term))

    def parts_of(self, numbers: Ids, terms: Sequence[tuple[str, str]]) -> Parts:
        """As `ranking.Columns` says."""
        every = np.zeros((len(terms), len(self._documents) + 1), dtype=np.float32)
        for row, term in enumerate(terms):
            if term in self._postings:
                ids, parts = self._postings[term]
                every[row, ids] = parts
        return [self.holder_count(*term) for term in terms], every[:, numbers]

    def holders(self, field: str, term: str) -> Ids | None:
        """As `matching.Holder` says."""
        found = self._postings.get((field, term))
        return None if found is None else found[0]

    def holds(self, field: str, term: str, numbers: Ids) -> Mask:
        """As `matching.Holder` says."""
        return np.isin(numbers, self._postings[field, term][0] if (field, term) in self._postings else [])

    def holder_count(self, field: str, term: str) -> int:
        """As `matching.Holder` says."""
        return len(self._postings[field, term][0]) if (field, term) in self._postings else 0

    def sequences(self, numbers: Ids) -> tuple[NDArray[np.uint32], Ids]:
        """As `matching.Holder` says."""
        bounds = self._batch.bounds
        parts = [self._batch.sequences[bounds[number] : bounds[number + 1]] for number in numbers.tolist()]
        return np.concatenate(parts), np.cumsum([len(part) for part in parts])

    def occurrences(self, field: str, term: str) -> float:
        """How often a term occurs in all."""
        return self._occurrences.get((field, term), 0.0)

    def frequencies(self, field: str) -> dict[str, float]:
        """How often each term of a field occurs in all."""
        return {term: often for (name, term), often in self._occurrences.items() if name == field}


class MemoryEngine:
    """An `indexer.engine.base.Engine` that lives as long as the object."""

    def __init__(self, profile: Profile = DEFAULT) -> None:
        self._profile = profile
        self._committed: dict[int, list[Entry]] = {}
        self._pending: dict[int, list[Entry]] | None = None
        self._columns = MemoryColumns(count_entries([]))
        self._slips: Slips | None = None
        self._lock = threading.RLock()

    def _begin(self) -> dict[int, list[Entry]]:
        if self._pending is None:
            self._pending = {}
        return self._pending

    def add(self, entries: Iterable[Entry]) -> None:
        """As `Engine.add`."""
        with self._lock:
            pending = self._begin()
            for entry in entries:
                pending.setdefault(entry.document_id, []).append(entry)

    def delete(self, document_ids: Iterable[int]) -> None:
        """As `Engine.delete`."""
        with self._lock:
            pending = self._begin()
            for document_id in document_ids:
                pending[document_id] = []

    def erase(self, document_ids: Iterable[int]) -> None:
        """As `Engine.erase`: a state holds nothing of what is gone."""

    def commit(self) -> None:
        """As `Engine.commit`."""
        with self._lock:
            if self._pending is None:
                return
            merged = {**self._committed, **self._pending}
            self._committed = {document: entries for document, entries in merged.items() if entries}
            self._pending = None
            self._columns = MemoryColumns(count_entries([e for held in self._committed.values() for e in held]))
            self._slips = None

    def search(
        self, query: str | EngineQuery, filter: EngineFilter | None = None, limit: int = 10, offset: int = 0
    ) -> EngineResult:
        """As `Engine.search`."""
        return search(self._columns, query, filter or EngineFilter(), limit, offset, self._profile)

    def score(self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """As `Engine.score`."""
        return score_units(self._columns, query, np.asarray(unit_ids, dtype=np.int64), self._profile)

    def signals(
        self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64], filter: EngineFilter | None = None
    ) -> Signals:
        """As `Engine.signals`."""
        return signals(self._columns, query, unit_ids, filter or EngineFilter(), self._profile)

    def units_of(self, types: tuple[str, ...]) -> NDArray[np.int64]:
        """As `Engine.units_of`."""
        return units_of(self._columns.documents, types)

    def holding(self, terms: Iterable[str]) -> dict[str, int]:
        """As `Engine.holding`."""
        columns = self._columns
        return {term: columns.holder_count("bigrams" if JOINT in term else "syllables", term) for term in terms}

    def vocabulary(self) -> Mapping[str, float]:
        """As `Engine.vocabulary`."""
        return self._columns.frequencies("syllables")

    def revisions(self) -> dict[int, tuple[int, int]]:
        """As `Engine.revisions`."""
        with self._lock:
            return {document: (entries[-1].revision, len(entries)) for document, entries in self._committed.items()}

    def checksums(self) -> dict[int, int]:
        """As `Engine.checksums`."""
        return checksums(self._columns.documents)

    def count(self) -> int:
        """As `Engine.count`."""
        return len(self._columns.documents)

    def document_count(self) -> int:
        """As `Engine.document_count`."""
        return self._columns.documents.held

    def restore_tones(self, text: str) -> Toned | None:
        """As `Engine.restore_tones`."""
        columns, slips = self._spelling()
        return restore(text, slips.lexicon, slips.likelihood(lambda pair: columns.occurrences("bigrams", pair)))

    def mend(self, text: str) -> Mended | None:
        """As `Engine.mend`."""
        columns, slips = self._spelling()
        return mend(text, slips, slips.likelihood(lambda pair: columns.occurrences("bigrams", pair)))

    def _spelling(self) -> tuple[MemoryColumns, Slips]:
        with self._lock:
            if self._slips is None:
                self._slips = Slips(self._columns.frequencies("syllables"))
            return self._columns, self._slips

    def close(self) -> None:
        """As `Engine.close`."""
        self._pending = None
