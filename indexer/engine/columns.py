"""Reading Whoosh segments into arrays, and keeping what was read.

A segment never changes once written (only its list of deleted entries does, which stands in the index's table of
contents), so its posting lists are kept by segment, in a cache bounded in bytes, and stay good from one generation of
the index to the next.
"""

from __future__ import annotations

import mmap
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from indexer.engine.codec import LENGTH_OF_BYTE, ArrayColumn, ColumnCodec, NameColumn, SequenceColumn
from indexer.engine.counting import FIELDS
from indexer.engine.documents import Documents, Ids
from indexer.engine.ranking import K1, B, Weights

CACHE_BYTES = 192 * 1024 * 1024


class MappedFile(StructFile):
    """A file read through a memory map: `get` needs no seek, so that threads can share it."""

    def __init__(self, mapped: mmap.mmap, name: str) -> None:
        super().__init__(mapped, name=name)  # type: ignore[arg-type]
        self._mapped = mapped

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a place."""
        return self._mapped[position : position + length]


class MappedStorage(FileStorage):
    """Whoosh's folder of files, opened for reading through memory maps."""

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """A mapped file; one that is empty cannot be mapped."""
        with open(self._fpath(name), "rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return StructFile(BytesIO(), name=name)
            return MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name)


class SegmentView:
    """One segment in arrays."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self._segment = segment
        self._storage = storage
        self._codec = ColumnCodec()
        self._terms = self._codec.terms_reader(storage, segment)
        self._documents = self._codec.per_document_reader(storage, segment)

    def deleted(self) -> NDArray[np.int64]:
        """Numbers of the entries that are deleted in this state of the index."""
        return np.array(sorted(self._segment.deleted_docs()), dtype=np.int64)

    def _reader(self, name: str, column: Any) -> Any:
        return self._documents.column_reader(name, column)

    def numbers(self, name: str) -> NDArray[np.int64]:
        """A column of numbers: unit, document, revision, year."""
        values: NDArray[np.int64] = self._reader(name, ArrayColumn()).values()
        return values

    def names(self, name: str) -> tuple[list[str], NDArray[np.int64]]:
        """A column of names: type, issuer."""
        values: tuple[list[str], NDArray[np.int64]] = self._reader(name, NameColumn()).values()
        return values

    def sequences(self) -> SequenceColumn.Reader:
        """Hashed syllables of each entry."""
        reader: SequenceColumn.Reader = self._reader("sequence", SequenceColumn())
        return reader

    def length_bytes(self, field: str) -> NDArray[np.uint8]:
        """Field lengths as Whoosh keeps them, a byte each."""
        out = np.zeros(self.count, dtype=np.uint8)
        name = f"_{field}_len"
        if self._documents.has_column(name):
            reader = self._reader(name, LENGTHS_COLUMN)
            raw = np.frombuffer(reader._dbfile.get(0, reader._count), dtype=np.uint8)
            out[: len(raw)] = raw
        return out

    def field_length(self, field: str) -> int:
        """Sum of a field's exact lengths, deleted entries included."""
        return int(self._documents.field_length(field))

    def postings(self, field: str, term: str) -> tuple[NDArray[np.int64], NDArray[np.float32]] | None:
        """Entries (by number in the segment) and weights of a term."""
        return self._terms.postings(field, term.encode())

    def frequency(self, field: str, term: str) -> float:
        """How often a term occurs in the segment."""
        try:
            return float(self._terms.frequency(field, term.encode()))
        except KeyError:
            return 0.0

    def fields(self) -> Iterator[tuple[str, Iterator[tuple[bytes, Any, Any]]]]:
        """Each field with its terms and their postings, in order; read a field to its end before the next."""
        for name, group in groupby(self._terms.lists(), key=lambda found: found[0]):
            if name in FIELDS:
                yield name, ((term, *self._terms.arrays(info)) for _, term, info in group)

    def frequencies(self, field: str) -> Iterator[tuple[str, float]]:
        """Each term of a field with its number of occurrences."""
        for (name, term), info in self._terms.items_from(field, b""):
            if name != field:
                return
            yield term.decode(), float(info.weight())


class Cache:
    """Posting lists by (segment, field, term), the least recently used given up first. Safe between threads."""

    def __init__(self, size: int = CACHE_BYTES) -> None:
        self._size = size
        self._held = 0
        self._lists: OrderedDict[tuple[str, str, str], Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, view: SegmentView, field: str, term: str) -> tuple[NDArray[np.int64], NDArray[np.float32]] | None:
        """A term's postings in a segment, read if need be."""
        key = (view.id, field, term)
        with self._lock:
            if key in self._lists:
                self._lists.move_to_end(key)
                return self._lists[key]
        found = view.postings(field, term)
        with self._lock:
            if key not in self._lists:
                self._lists[key] = found
                self._held += _bytes(found)
                while self._held > self._size and len(self._lists) > 1:
                    _, dropped = self._lists.popitem(last=False)
                    self._held -= _bytes(dropped)
        return found

    def forget(self, segments: set[str]) -> None:
        """Keep only lists of these segments."""
        with self._lock:
            for key in [key for key in self._lists if key[0] not in segments]:
                self._held -= _bytes(self._lists.pop(key))


def _bytes(found: Any) -> int:
    return 300 + (found[0].nbytes + found[1].nbytes if found is not None else 0)


class WhooshColumns:
    """One generation of the index as `ranking.Columns`: the segments' entries numbered one after the other."""

    def __init__(self, views: list[SegmentView], mark: object, cache: Cache) -> None:
        self.views = views
        self.mark = mark
        self._cache = cache
        sizes = [view.count for view in views]
        self._bases: list[int] = np.concatenate([[0], np.cumsum(sizes)]).astype(int).tolist()
        self._documents = self._read_documents()
        self._norms: dict[str, Weights] = {}
        self._sequences: dict[int, SequenceColumn.Reader] = {}
        self._pair_frequencies: dict[str, float] = {}

    def _read_documents(self) -> Documents:
        live = np.ones(self._bases[-1], dtype=bool)
        columns: dict[str, Ids] = {}
        for name in ("unit", "document", "revision", "checksum", "year"):
            columns[name] = _joined([view.numbers(name) for view in self.views])
        names: dict[str, dict[str, int]] = {"type": {"": 0}, "issuer": {"": 0}}
        for name, known in names.items():
            parts = []
            for view in self.views:
                own, codes = view.names(name)
                parts.append(np.array([known.setdefault(n or "", len(known)) for n in own], dtype=np.int64)[codes])
            columns[name] = _joined(parts)
        for base, view in zip(self._bases, self.views, strict=False):
            live[view.deleted() + base] = False
        return Documents(**columns, types=tuple(names["type"]), issuers=tuple(names["issuer"]), live=live)

    @property
    def documents(self) -> Documents:
        """Arrays by document number."""
        return self._documents

    def holders(self, field: str, term: str) -> Ids | None:
        """As `matching.Holder` says."""
        found = self._frequencies_of(field, term)
        return None if found is None else found[0]

    def postings(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """As `ranking.Columns` says."""
        found = self._frequencies_of(field, term)
        if found is None:
            return None
        ids, weights = found
        return ids, weights / (weights + self._norms_of(field)[ids])

    def _frequencies_of(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        parts = [
            (base, found)
            for base, view in zip(self._bases, self.views, strict=False)
            if (found := self._cache.get(view, field, term)) is not None
        ]
        if not parts:
            return None
        if len(parts) == 1:
            base, (ids, weights) = parts[0]
            return (ids + base if base else ids), weights
        return np.concatenate([ids + base for base, (ids, _) in parts]), np.concatenate([w for _, (_, w) in parts])

    def _norms_of(self, field: str) -> Weights:
        """K1 * (1 - B + B * length / average length). Averages count deleted entries, as Whoosh's do."""
        if field not in self._norms:
            lengths = _joined([LENGTH_OF_BYTE[view.length_bytes(field)] for view in self.views])
            average = sum(view.field_length(field) for view in self.views) / (len(lengths) or 1) or 1
            self._norms[field] = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
        return self._norms[field]

    def sequences(self, numbers: Ids) -> tuple[NDArray[np.uint32], Ids]:
        """As `matching.Holder` says."""
        parts: list[NDArray[np.uint32]] = []
        ends: list[Ids] = []
        last = 0
        for place, view in enumerate(self.views):
            own = numbers[(numbers >= self._bases[place]) & (numbers < self._bases[place + 1])] - self._bases[place]
            if not len(own):
                continue
            if place not in self._sequences:
                self._sequences[place] = view.sequences()
            part, end = self._sequences[place].several(own)
            parts.append(part)
            ends.append(end + last)
            last += len(part)
        return (np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)), _joined(ends)

    def pair_frequency(self, pair: str) -> float:
        """How often a bigram occurs in all."""
        held = self._pair_frequencies
        if pair not in held:
            if len(held) > 50_000:
                held.clear()
            held[pair] = sum(view.frequency("bigrams", pair) for view in self.views)
        return held[pair]

    def frequencies(self, field: str) -> dict[str, float]:
        """How often each term of a field occurs in all, deleted entries included."""
        total: dict[str, float] = {}
        for view in self.views:
            for term, frequency in view.frequencies(field):
                total[term] = total.get(term, 0.0) + frequency
        return total


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
