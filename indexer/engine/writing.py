"""Writing index segments from counted batches.

`ColumnSegmentWriter` is Whoosh's segment writer with another pool behind it: postings are gathered in arrays and sorted
with numpy instead of being passed one by one. When the pool is full, a segment is finished and the next one begun, so
that memory stays bounded however much is added; all of them become visible with one commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence
from whoosh.writing import SegmentWriter

from indexer.engine.codec import LENGTH_OF_BYTE, ArrayColumn, ColumnCodec, NameColumn, SequenceColumn, rounded_lengths
from indexer.engine.columns import SegmentView
from indexer.engine.counting import FIELDS, CountedBatch

POSTINGS_IN_MEMORY = 6_000_000
"""Postings gathered before a segment is written: about 60 MB, and as much again while it is sorted."""

NUMBERS = ("unit", "document", "revision", "checksum", "year")
COLUMNS: dict[str, Any] = {
    **{name: ArrayColumn() for name in NUMBERS},
    "type": NameColumn(),
    "issuer": NameColumn(),
    "sequence": SequenceColumn(),
}


def schema() -> Schema:
    """The index's fields. Terms come counted, so no analyzer is ever asked; frequencies stand in the weights."""
    no_analyzer: Any = None
    fields: dict[str, Any] = {name: FieldType(Existence(), no_analyzer, scorable=True) for name in FIELDS}
    fields.update({name: COLUMN(column) for name, column in COLUMNS.items()})
    return Schema(**fields)


@dataclass
class _FieldPool:
    """Postings of one field, by arrival; ascending by entry for each term."""

    terms: dict[bytes, int] = field(default_factory=dict)
    term: list[NDArray[np.uint32]] = field(default_factory=list)
    doc: list[NDArray[np.uint32]] = field(default_factory=list)
    freq: list[NDArray[np.uint16]] = field(default_factory=list)

    def number(self, term: bytes) -> int:
        return self.terms.setdefault(term, len(self.terms))

    def add(self, term: NDArray[np.uint32], doc: NDArray[np.uint32], freq: NDArray[np.uint16]) -> int:
        self.term.append(term)
        self.doc.append(doc)
        self.freq.append(freq)
        return len(term)

    def sorted(self) -> tuple[list[bytes], NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint16]]:
        """Terms ascending, where each one's postings end, documents, frequencies; the pool is emptied."""
        names = list(self.terms)
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(names), dtype=np.uint32)
        rank[order] = np.arange(len(names), dtype=np.uint32)
        ranks = rank[np.concatenate(self.term)] if self.term else rank[:0]
        docs = np.concatenate(self.doc) if self.doc else np.empty(0, dtype=np.uint32)
        freqs = np.concatenate(self.freq) if self.freq else np.empty(0, dtype=np.uint16)
        self.term, self.doc, self.freq, self.terms = [], [], [], {}
        by_term = np.argsort(ranks, kind="stable")
        ends = np.cumsum(np.bincount(ranks, minlength=len(names)))
        return [names[i] for i in order], ends, docs[by_term], freqs[by_term]


class ColumnSegmentWriter(SegmentWriter):
    """A Whoosh writer that takes counted batches and whole segments. Not for use through `add_document`."""

    def __init__(self, index: Any, timeout: float) -> None:
        super().__init__(index, timeout=timeout, delay=0.05, codec=ColumnCodec(), compound=False)
        self.finished: list[Any] = []
        self._pools = {name: _FieldPool() for name in FIELDS}
        self._lengths: dict[str, list[int]] = {name: [] for name in FIELDS}
        self._size = 0

    def add_batch(self, batch: CountedBatch) -> None:
        """Add the entries of a batch."""
        if not len(batch):
            return
        base = self.docnum
        for name in FIELDS:
            counted, pool = batch.fields[name], self._pools[name]
            numbers = np.array([pool.number(term) for term in counted.terms], dtype=np.uint32)
            if len(numbers):
                self._size += pool.add(numbers[counted.term], counted.doc + np.uint32(base), counted.freq)
        bounds = batch.bounds.tolist()
        values = {
            "unit": batch.unit.tolist(),
            "document": batch.document.tolist(),
            "revision": batch.revision.tolist(),
            "checksum": batch.checksum.tolist(),
            "year": batch.year.tolist(),
            "type": batch.types,
            "issuer": batch.issuers,
            "sequence": [batch.sequences[a:b] for a, b in pairwise(bounds)],
        }
        self._write_documents(values, {name: batch.fields[name].lengths.tolist() for name in FIELDS})
        if self._size >= POSTINGS_IN_MEMORY:
            self.roll()

    def add_segment(self, view: SegmentView) -> None:
        """Take over the live entries of a committed segment."""
        live = np.ones(view.count, dtype=bool)
        live[view.deleted()] = False
        kept = np.flatnonzero(live)
        if not len(kept):
            return
        place = np.cumsum(live) - 1 + self.docnum
        for name, found in view.fields():
            pool = self._pools[name]
            numbers: list[int] = []
            docs: list[NDArray[np.uint32]] = []
            freqs: list[NDArray[np.uint16]] = []
            for term, ids, weights in found:
                held = live[ids]
                if not held.all():
                    ids, weights = ids[held], weights[held]
                if len(ids):
                    numbers.append(pool.number(term))
                    docs.append(place[ids].astype(np.uint32))
                    freqs.append(weights.astype(np.uint16))
            if numbers:
                terms = np.repeat(np.array(numbers, dtype=np.uint32), [len(part) for part in docs])
                self._size += pool.add(terms, np.concatenate(docs), np.concatenate(freqs))
        types, type_codes = view.names("type")
        issuers, issuer_codes = view.names("issuer")
        sequences = view.sequences()
        values = {
            **{name: view.numbers(name)[kept].tolist() for name in NUMBERS},
            "type": [types[code] for code in type_codes[kept].tolist()],
            "issuer": [issuers[code] for code in issuer_codes[kept].tolist()],
            "sequence": [sequences[number] for number in kept.tolist()],
        }
        lengths = {name: LENGTH_OF_BYTE[view.length_bytes(name)[kept]].tolist() for name in FIELDS}
        self._write_documents(values, lengths)
        if self._size >= POSTINGS_IN_MEMORY:
            self.roll()

    def _write_documents(self, values: dict[str, list[Any]], lengths: dict[str, list[int]]) -> None:
        writer, fields = self.perdocwriter, self.schema
        for number in range(len(values["unit"])):
            writer.start_doc(self.docnum)
            for name, held in lengths.items():
                writer.add_field(name, fields[name], None, held[number])
            for name, column in COLUMNS.items():
                writer.add_column_value(name, column, values[name][number])
            writer.finish_doc()
            self.docnum += 1
        for name, held in lengths.items():
            self._lengths[name].extend(held)
        self._added = True

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for name in FIELDS:
            lengths = rounded_lengths(np.array(self._lengths[name], dtype=np.int64))
            terms, ends, docs, freqs = self._pools[name].sorted()
            self.fieldwriter.write_field(name, self.schema[name], terms, ends, docs, freqs, lengths)
            self._lengths[name] = []
        self._size = 0
        self.fieldwriter.close()

    def roll(self) -> None:
        """Finish the segment and begin the next one; nothing becomes visible before `commit`."""
        if not self._added:
            return
        self.finished.append(self._finalize_segment())
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.docnum = 0
        self._added = False

    def publish(self, merge: Callable[[list[Any]], Iterable[Any]]) -> None:
        """Commit: finish the segment, merge what `merge` picks among all segments, put everything in force at once.

        `merge` gets all segments and gives those that are to be written anew as one.
        """
        self.roll()
        old = {segment.segment_id() for segment in self.segments}
        segments = [*self.segments, *self.finished]
        self.finished = []
        chosen = list(merge(segments))
        for segment in chosen:
            self.add_segment(SegmentView(self.storage, segment))
        self.roll()
        rewritten = {segment.segment_id() for segment in chosen}
        kept = [s for s in segments if s.segment_id() not in rewritten and s.deleted_count() < s.doc_count_all()]
        kept += self.finished
        for segment in kept:
            if segment.segment_id() not in old:
                _sync(self.storage, segment)
        self.commit(mergetype=lambda _writer, _segments: kept)


def _sync(storage: Any, segment: Any) -> None:
    """Have the system write a segment's files to disk before anything names them."""
    for name in segment.list_files(storage):
        with open(os.path.join(storage.folder, name), "rb+") as file:
            os.fsync(file.fileno())
