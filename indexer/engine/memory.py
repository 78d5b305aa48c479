"""The in-memory twin of the index: the same protocol and the same ranking, nothing on disk. For tests."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from indexer.engine.base import EngineFilter, EngineResult, Entry
from indexer.engine.codec import rounded_lengths
from indexer.engine.counting import FIELDS, CountedBatch, count_entries
from indexer.engine.ranking import DEFAULT, K1, B, Documents, Ids, Profile, Weights, search
from indexer.engine.toning import Lexicon, restore


class MemoryColumns:
    """One committed state, built whole from its entries."""

    def __init__(self, batch: CountedBatch) -> None:
        types, type_codes = np.unique(np.array([*batch.types, ""], dtype=object), return_inverse=True)
        issuers, issuer_codes = np.unique(np.array([*batch.issuers, ""], dtype=object), return_inverse=True)
        self._documents = Documents(
            unit=batch.unit,
            document=batch.document,
            revision=batch.revision,
            year=batch.year,
            type=type_codes[:-1].astype(np.int64),
            issuer=issuer_codes[:-1].astype(np.int64),
            types=tuple(types.tolist()),
            issuers=tuple(issuers.tolist()),
            live=np.ones(len(batch), dtype=bool),
        )
        self._batch = batch
        self._postings: dict[tuple[str, str], tuple[Ids, Weights]] = {}
        self._norms: dict[str, Weights] = {}
        for name in FIELDS:
            counted = batch.fields[name]
            order = np.argsort(counted.term, kind="stable")
            ends = np.cumsum(np.bincount(counted.term, minlength=len(counted.terms)))
            start = 0
            for term, end in zip(counted.terms, ends.tolist(), strict=True):
                part = order[start:end]
                self._postings[name, term.decode()] = (
                    counted.doc[part].astype(np.int64),
                    counted.freq[part].astype(np.float32),
                )
                start = end
            average = counted.lengths.mean() if len(batch) and counted.lengths.any() else 1.0
            self._norms[name] = (K1 * (1 - B + B * rounded_lengths(counted.lengths) / average)).astype(np.float32)

    @property
    def documents(self) -> Documents:
        """Arrays by document number."""
        return self._documents

    def postings(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """As `ranking.Columns` says."""
        return self._postings.get((field, term))

    def norms(self, field: str) -> Weights:
        """As `ranking.Columns` says."""
        return self._norms[field]

    def sequence(self, number: int) -> NDArray[np.uint32]:
        """As `ranking.Columns` says."""
        return self._batch.sequences[self._batch.bounds[number] : self._batch.bounds[number + 1]]

    def frequencies(self, field: str) -> dict[str, float]:
        """How often each term of a field occurs in all."""
        return {term: float(w.sum()) for (name, term), (_, w) in self._postings.items() if name == field}


class MemoryEngine:
    """An `indexer.engine.base.Engine` that lives as long as the object."""

    def __init__(self, profile: Profile = DEFAULT) -> None:
        self._profile = profile
        self._committed: dict[int, list[Entry]] = {}
        self._pending: dict[int, list[Entry]] | None = None
        self._columns = MemoryColumns(count_entries([]))
        self._lexicon: Lexicon | None = None
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

    def commit(self) -> None:
        """As `Engine.commit`."""
        with self._lock:
            if self._pending is None:
                return
            merged = {**self._committed, **self._pending}
            self._committed = {document: entries for document, entries in merged.items() if entries}
            self._pending = None
            self._columns = MemoryColumns(count_entries([e for held in self._committed.values() for e in held]))
            self._lexicon = None

    def search(self, text: str, filter: EngineFilter | None = None, limit: int = 10, offset: int = 0) -> EngineResult:
        """As `Engine.search`."""
        return search(self._columns, text, filter or EngineFilter(), limit, offset, self._profile)

    def revisions(self) -> dict[int, tuple[int, int]]:
        """As `Engine.revisions`."""
        with self._lock:
            return {document: (entries[-1].revision, len(entries)) for document, entries in self._committed.items()}

    def count(self) -> int:
        """As `Engine.count`."""
        return len(self._columns.documents)

    def restore_tones(self, text: str) -> str | None:
        """As `Engine.restore_tones`."""
        with self._lock:
            columns = self._columns
            if self._lexicon is None:
                self._lexicon = Lexicon(columns.frequencies("syllables"))
            lexicon = self._lexicon

        def pair(term: str) -> float:
            found = columns.postings("bigrams", term)
            return float(found[1].sum()) if found else 0.0

        return restore(text, lexicon, pair)

    def close(self) -> None:
        """As `Engine.close`."""
        self._pending = None
