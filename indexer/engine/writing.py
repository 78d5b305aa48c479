"""Writing index segments from counted batches.

`ColumnSegmentWriter` is Whoosh's segment writer with another pool behind it: postings are gathered in arrays and sorted
with numpy instead of being passed one by one. When the pool is full, a segment is finished and the next one begun, so
that memory stays bounded however much is added; all of them become visible with one commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence
from whoosh.writing import SegmentWriter

from indexer.engine.codec import COLUMNS, ColumnCodec, length_bytes
from indexer.engine.columns import SegmentView
from indexer.engine.counting import FIELDS, CountedBatch, CountedField
from indexer.engine.lists_written import FieldPostings
from indexer.engine.merging import Merge

INDEX_NAME = "MAIN"
_SYNCED_TOGETHER = 8

POSTINGS_IN_MEMORY = 6_000_000
"""Postings gathered before a segment is written: about 60 MB, and as much again while it is sorted."""


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

    def add(self, counted: CountedField, base: int) -> int:
        held = self.terms
        numbers = np.array([held.setdefault(term, len(held)) for term in counted.terms], dtype=np.uint32)
        self.term.append(numbers[counted.term])
        self.doc.append(counted.doc + np.uint32(base))
        self.freq.append(counted.freq)
        return len(counted.term)

    def sorted(self) -> FieldPostings:
        """All postings by term; the pool is emptied."""
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
        return FieldPostings([names[i] for i in order], ends, docs[by_term], freqs[by_term])


class ColumnSegmentWriter(SegmentWriter):
    """A Whoosh writer that takes counted batches and whole segments. Not for use through `add_document`."""

    def __init__(self, index: Any, timeout: float) -> None:
        super().__init__(index, timeout=timeout, delay=0.05, codec=ColumnCodec(), compound=False)
        self.finished: list[Any] = []
        self._pools = {name: _FieldPool() for name in FIELDS}
        self._lengths: dict[str, list[NDArray[np.uint8]]] = {name: [] for name in FIELDS}
        self._sums = dict.fromkeys(FIELDS, 0)
        self._size = 0

    def add_batch(self, batch: CountedBatch) -> None:
        """Add the entries of a batch."""
        if not len(batch):
            return
        lengths: dict[str, NDArray[np.uint8]] = {}
        sums: dict[str, int] = {}
        for name in FIELDS:
            counted = batch.fields[name]
            self._size += self._pools[name].add(counted, self.docnum)
            lengths[name], sums[name] = length_bytes(counted.lengths), int(counted.lengths.sum())
            self._lengths[name].append(lengths[name])
            self._sums[name] += sums[name]
        columns = {
            "unit": batch.unit,
            "document": batch.document,
            "revision": batch.revision,
            "checksum": batch.checksum,
            "year": batch.year,
            "type": batch.types,
            "issuer": batch.issuers,
            "sequence": (batch.sequences, np.diff(batch.bounds)),
        }
        self.perdocwriter.add_documents(columns, lengths, sums)
        self.docnum += len(batch)
        self._added = True
        if self._size >= POSTINGS_IN_MEMORY:
            self.roll()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        lengths = {name: np.concatenate(held) for name, held in self._lengths.items()}
        averages = [self._sums[name] / (self.docnum or 1) or 1.0 for name in FIELDS]
        self.fieldwriter.write({name: pool.sorted() for name, pool in self._pools.items()}, lengths, averages)
        self._lengths = {name: [] for name in FIELDS}
        self._sums = dict.fromkeys(FIELDS, 0)
        self._size = 0
        self.fieldwriter.close()

    def roll(self) -> None:
        """Finish the segment and begin the next one; nothing becomes visible before `commit`."""
        if not self._added:
            return
        self.finished.append(self._finalize_segment())
        self._begin_segment()

    def _begin_segment(self) -> None:
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.docnum = 0
        self._added = False

    def merged(self, segments: Sequence[Any]) -> Any | None:
        """Write the live entries of some segments as one; None where there are none."""
        assert not self._added, "a segment is begun"
        merge = Merge([SegmentView(self.storage, segment) for segment in segments])
        if not merge.count:
            return None
        for columns, lengths, sums in merge.documents():
            self.perdocwriter.add_documents(columns, lengths, sums)
        self.docnum = merge.count
        self.perdocwriter.close()
        with self.fieldwriter.files() as (terms, postings):
            merge.write_lists(terms, postings)
        self.fieldwriter.close()
        self._close_segment()
        made = self.get_segment()
        self._begin_segment()
        return made

    def publish(self, choose: Callable[[list[Any]], Sequence[Sequence[Any]]]) -> None:
        """Commit: finish the segment, merge what `choose` picks among all segments, put everything in force at once.

        `choose` gets all segments and gives those that are to be written anew, in groups of which each becomes one.
        """
        self.roll()
        old = {segment.segment_id() for segment in self.segments}
        segments = [*self.segments, *self.finished]
        self.finished = []
        rewritten: set[str] = set()
        made = []
        for group in choose(segments):
            made.append(self.merged(group))
            rewritten.update(segment.segment_id() for segment in group)
        kept = [s for s in segments if s.segment_id() not in rewritten and s.deleted_count() < s.doc_count_all()]
        kept += [segment for segment in made if segment is not None]
        for segment in kept:
            if segment.segment_id() not in old:
                sync_files(self.storage, segment)
        self.put_in_force(kept)

    def put_in_force(self, segments: list[Any]) -> None:
        """Make these the index's segments, and give the lock back."""
        self.commit(mergetype=lambda _writer, _segments: segments)


def sync_files(storage: Any, segment: Any) -> None:
    """Have the system write a segment's files to disk before anything names them. Raises OSError."""
    paths = [os.path.join(storage.folder, name) for name in segment.list_files(storage)]
    # Together: one entry in the file system's journal serves several, where one after the other each waits for its own.
    try:
        with ThreadPoolExecutor(_SYNCED_TOGETHER) as pool:
            list(pool.map(_sync, paths))
    except RuntimeError:  # the interpreter is ending and begins no more threads
        for path in paths:
            _sync(path)


def _sync(path: str) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
