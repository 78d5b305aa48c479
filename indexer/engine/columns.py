"""Reading Whoosh segments as arrays, where their files lie.

A segment never changes once written (only its list of deleted entries does, which stands in the index's table of
contents). Its files are mapped, and what a search reads much of is read a stretch at a time (`indexer.stretches`): the
system's own cache of files holds what is searched often, for all processes.
"""

from __future__ import annotations

import mmap
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from indexer.engine.codec import NUMBERS, ColumnCodec, open_lists
from indexer.engine.counting import FIELDS
from indexer.engine.doc_columns import ArrayColumn, NameColumn, SequenceColumn
from indexer.engine.documents import Documents, Ids, Mask
from indexer.engine.lists import Lists, term_keys
from indexer.engine.parsing import Terms
from indexer.engine.ranking import Parts, Weights
from indexer.stretches import OpenFile


class MappedFile(StructFile):
    """A file read through a memory map: `get` needs no seek, so that threads can share it."""

    def __init__(self, mapped: mmap.mmap, path: str, name: str) -> None:
        super().__init__(mapped, name=name)  # type: ignore[arg-type]
        self.mapped = mapped
        self._path = path

    def opened(self) -> OpenFile:
        """The file itself, for what is read and not looked at in the map. Raises OSError."""
        return OpenFile(self._path)

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a place."""
        return self.mapped[position : position + length]

    def close(self) -> None:
        """Arrays may still lie in the map: it goes when the last of them does."""


class MappedStorage(FileStorage):
    """Whoosh's folder of files, opened for reading through memory maps."""

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """A mapped file; one that is empty cannot be mapped."""
        path = self._fpath(name)
        with open(path, "rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return StructFile(BytesIO(), name=name)
            return MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), path, name)


class SegmentView:
    """One segment in arrays."""

    def __init__(self, storage: Any, segment: Any, lists: Lists | None = None) -> None:
        """`lists`: those of the segment, where another state of the index has them open."""
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self._segment = segment
        self.lists: Lists = lists if lists is not None else open_lists(storage, segment)
        self._documents = ColumnCodec().per_document_reader(storage, segment)

    def deleted(self) -> NDArray[np.int64]:
        """Numbers of the entries that are deleted in this state of the index."""
        return np.array(sorted(self._segment.deleted_docs()), dtype=np.int64)

    def _reader(self, name: str, column: Any) -> Any:
        return self._documents.column_reader(name, column)

    def numbers(self, name: str) -> NDArray[np.int64]:
        """A column of numbers (`codec.NUMBERS`)."""
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


_MOST_FOUND = 20_000
SHORT = 4_000
"""Postings; up to so many a list is read whole sooner than some hundred entries are looked up in it."""

_FIELDS_OF = (
    *((field, "syllable") for field in ("syllables", "heading", "title", "number")),
    *((field, "bigram") for field in ("bigrams", "heading", "title")),
    ("words", "word"),
)
"""Where terms of each kind are looked for."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The lists of one term in one field: `pieces` gives of each segment that has one the segment, the list's number
    and where its postings begin and end. `holders` of how many entries, deleted ones included; `best` the most that
    BM25 makes of it for one entry."""

    pieces: tuple[tuple[Shard, int, int, int], ...]
    holders: int
    best: float


_NOWHERE = Posted((), 0, 0.0)


@dataclass(frozen=True)
class Shard:
    """A segment in one state of the index: its entries are numbered from `base`; `parts` is what BM25 makes of each
    code, by the averages of the whole index; `growth[f]`: by how much, at most, that is more than `lists.best` says."""

    base: int
    count: int
    lists: Lists
    parts: NDArray[np.float32]
    growth: NDArray[np.float32]


class WhooshColumns:
    """One generation of the index as `ranking.Columns`: the segments' entries numbered one after the other."""

    def __init__(self, views: list[SegmentView], mark: object) -> None:
        self.views = views
        self.mark = mark
        sizes = [view.count for view in views]
        self._bases: list[int] = np.concatenate([[0], np.cumsum(sizes)]).astype(int).tolist()
        self._documents = self._read_documents()
        self._deleted = not bool(self._documents.live.all())
        self._shards = self._make_shards()
        self._sequences: dict[int, SequenceColumn.Reader] = {}
        self._found: dict[tuple[str, str], Posted] = {}
        self._by_unit: tuple[Ids, Ids] | None = None
        self.asked: dict[Any, Any] = {}
        """What searching has worked out of the last queries to this state (`searching.Asked`)."""
        self._lock = threading.Lock()

    def _read_documents(self) -> Documents:
        live = np.ones(self._bases[-1], dtype=bool)
        columns: dict[str, Ids] = {name: _joined([view.numbers(name) for view in self.views]) for name in NUMBERS}
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

    def _make_shards(self) -> list[Shard]:
        """Average lengths count deleted entries, as Whoosh's do."""
        count = self._bases[-1] or 1
        averages = [sum(view.field_length(name) for view in self.views) / count or 1.0 for name in FIELDS]
        return [
            Shard(
                base,
                view.count,
                view.lists,
                view.lists.pairs.parts(averages),
                np.maximum(np.array(averages) / np.array(view.lists.averages), 1.0).astype(np.float32),
            )
            for base, view in zip(self._bases, self.views, strict=False)
        ]

    @property
    def documents(self) -> Documents:
        """Arrays by document number."""
        return self._documents

    @property
    def shards(self) -> list[Shard]:
        """The segments that hold anything."""
        return self._shards

    @property
    def live(self) -> Mask | None:
        """Entries that are not deleted; None where none is."""
        return self._documents.live if self._deleted else None

    def learn(self, several: Iterable[Terms]) -> None:
        """Find the lists of some terms in all fields together: one by one costs ten times as much."""
        found = self._found
        wanted = dict.fromkeys(
            (field, term)
            for terms in several
            for field, kind in _FIELDS_OF
            for term in terms.kind(kind)
            if (field, term) not in found
        )
        self._find(list(wanted))

    def learn_pairs(self, pairs: Iterable[str]) -> None:
        """As `learn` for bigrams of texts."""
        found = self._found
        self._find([("bigrams", pair) for pair in dict.fromkeys(pairs) if ("bigrams", pair) not in found])

    def _find(self, wanted: list[tuple[str, str]]) -> None:
        if not wanted:
            return
        keys = term_keys(wanted)
        pieces: list[list[tuple[Shard, int, int, int]]] = [[] for _ in wanted]
        best = [0.0] * len(wanted)
        for shard in self._shards:
            lists = shard.lists
            numbers = lists.find(keys)
            held = np.flatnonzero(numbers >= 0)
            numbers = numbers[held]
            fields = [FIELDS.index(wanted[place][0]) for place in held.tolist()]
            most = (lists.best[numbers] * shard.growth[fields]).tolist()
            rows = zip(held.tolist(), numbers.tolist(), lists.starts[numbers].tolist(), strict=True)
            ends = lists.starts[numbers + 1].tolist()
            for (place, number, first), last, bound in zip(rows, ends, most, strict=True):
                pieces[place].append((shard, number, first, last))
                best[place] = max(best[place], bound)
        found = self._found
        if len(found) + len(wanted) > _MOST_FOUND:
            found = self._found = {}
        for one, its, bound in zip(wanted, pieces, best, strict=True):
            if its:
                found[one] = Posted(tuple(its), sum(last - first for _, _, first, last in its), bound)
            else:
                found[one] = _NOWHERE

    def posted(self, field: str, term: str) -> Posted:
        """The lists of a term."""
        held = self._found.get((field, term))
        if held is None:
            self._find([(field, term)])
            held = self._found.get((field, term))
        # Another thread may just have begun the table anew.
        return held if held is not None else self.posted(field, term)

    def holders(self, field: str, term: str) -> Ids | None:
        """As `matching.Holder` says."""
        pieces = self.posted(field, term).pieces
        if not pieces:
            return None
        return np.concatenate(
            [shard.lists.ids[first:last].astype(np.int64) + shard.base for shard, _, first, last in pieces]
        )

    def holds(self, field: str, term: str, numbers: Ids) -> Mask:
        """As `matching.Holder` says."""
        held = np.zeros(len(numbers), dtype=bool)
        for shard, _, begin, end in self.posted(field, term).pieces:
            first, last = numbers.searchsorted((shard.base, shard.base + shard.count)).tolist()
            if first < last:
                ids = shard.lists.ids[begin:end]
                own = (numbers[first:last] - shard.base).astype(np.uint32)
                held[first:last] = ids.take(ids.searchsorted(own), mode="clip") == own
        return held

    def postings(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """As `ranking.Columns` says."""
        ids = self.holders(field, term)
        if ids is None:
            return None
        parts = []
        for shard, _, first, last in self.posted(field, term).pieces:
            parts.append(shard.parts[shard.lists.codes[first:last]])
        return ids, np.concatenate(parts)

    def parts_of(self, numbers: Ids, terms: Sequence[tuple[str, str]]) -> Parts:
        """As `ranking.Columns` says. In long lists these entries are looked up; short ones are read whole, all at once,
        and what is not of these entries left out."""
        posted = [self.posted(field, term) for field, term in terms]
        order = np.argsort(numbers, kind="stable")
        ascending = numbers[order]
        parts = np.zeros((len(terms), len(numbers)), dtype=np.float32)
        for shard in self._shards:
            first, last = ascending.searchsorted((shard.base, shard.base + shard.count)).tolist()
            if first == last:
                continue
            wanted = (ascending[first:last] - shard.base).astype(np.uint32)
            places = order[first:last]
            short: list[tuple[int, int, int]] = []
            for row, one in enumerate(posted):
                for other, _, begin, end in one.pieces:
                    if other is shard and end - begin <= SHORT:
                        short.append((row, begin, end))
                    elif other is shard:
                        ids = shard.lists.ids[begin:end]
                        at = ids.searchsorted(wanted)
                        np.minimum(at, end - begin - 1, out=at)
                        found = shard.parts.take(shard.lists.codes[begin:end].take(at))
                        found *= ids.take(at) == wanted
                        parts[row, places] = found
            if short:
                _read_whole(shard, short, wanted, places, parts)
        return [one.holders for one in posted], parts

    def holder_count(self, field: str, term: str) -> int:
        """In how many entries a term occurs, deleted ones included."""
        return self.posted(field, term).holders

    def occurrences(self, field: str, term: str) -> float:
        """How often a term occurs in all."""
        return float(
            sum(int(shard.lists.occurrences[number]) for shard, number, _, _ in self.posted(field, term).pieces)
        )

    def pair_frequency(self, pair: str) -> float:
        """How often a bigram occurs in all."""
        return self.occurrences("bigrams", pair)

    def frequencies(self, field: str, within: frozenset[str] | None = None) -> dict[str, float]:
        """How often each term of a field occurs in all (or `within` some segments), deleted entries included."""
        total: dict[str, float] = {}
        for view, shard in zip(self.views, self._shards, strict=True):
            if within is not None and view.id not in within:
                continue
            numbers = shard.lists.numbers(field)
            often = shard.lists.occurrences[numbers.start : numbers.stop].tolist()
            for term, occurs in zip(shard.lists.terms(numbers), often, strict=True):
                name = term.decode()
                total[name] = total.get(name, 0.0) + occurs
        return total

    def sequences(self, numbers: Ids) -> tuple[NDArray[np.uint32], Ids]:
        """As `matching.Holder` says."""
        parts: list[NDArray[np.uint32]] = []
        ends: list[Ids] = []
        last = 0
        for place, view in enumerate(self.views):
            own = numbers[(numbers >= self._bases[place]) & (numbers < self._bases[place + 1])] - self._bases[place]
            if not len(own):
                continue
            with self._lock:
                if place not in self._sequences:
                    self._sequences[place] = view.sequences()
            part, end = self._sequences[place].several(own)
            parts.append(part)
            ends.append(end + last)
            last += len(part)
        return (np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)), _joined(ends)

    def numbers_of(self, units: Ids) -> Ids:
        """Entry numbers of some units, -1 for those that are not held."""
        with self._lock:
            if self._by_unit is None:
                live = np.flatnonzero(self._documents.live)
                order = live[np.argsort(self._documents.unit[live], kind="stable")]
                self._by_unit = self._documents.unit[order], order
            held, order = self._by_unit
        if not len(held):
            return np.full(len(units), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(held, units), len(held) - 1)
        return np.where(held[place] == units, order[place], -1)


def _read_whole(
    shard: Shard, lists: list[tuple[int, int, int]], wanted: NDArray[np.uint32], places: Ids, parts: Weights
) -> None:
    """Put what some entries (`wanted`, ascending, each once or more) have of some lists into `parts[row, places]`."""
    distinct, where = np.unique(wanted, return_inverse=True)
    known = np.zeros(shard.count, dtype=bool)
    known[distinct] = True
    bounds = [(begin, end) for _, begin, end in lists]
    ids = shard.lists.ids.several(bounds)
    held = np.flatnonzero(known.take(ids, mode="clip"))
    ends = np.cumsum([end - begin for begin, end in bounds])
    which = ends.searchsorted(held, side="right")
    at = held - np.concatenate([[0], ends[:-1]])[which]
    own = np.zeros((len(lists), len(distinct)), dtype=np.float32)
    own[which, distinct.searchsorted(ids[held])] = shard.parts.take(shard.lists.codes.at(bounds, which, at))
    rows = np.array([row for row, _, _ in lists])
    parts[rows[:, None], places] = own[:, where]


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
