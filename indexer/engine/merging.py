"""Writing several segments anew as one, in arrays: no step of Python for each posting or document, memory bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indexer.engine.codec import NUMBERS
from indexer.engine.counting import FIELDS
from indexer.engine.lists import LENGTH_OF_BYTE, Pairs
from indexer.engine.lists_written import Heads, code_type, write_heads

if TYPE_CHECKING:
    from indexer.engine.columns import SegmentView

POSTINGS_AT_ONCE = 2_000_000
DOCUMENTS_AT_ONCE = 20_000

Documents = tuple[dict[str, Any], dict[str, NDArray[np.uint8]], dict[str, int]]


class Merge:
    """The live entries of some segments, in their order."""

    def __init__(self, views: Sequence[SegmentView]) -> None:
        self._views = views
        self._live: list[NDArray[np.bool_]] = []
        for view in views:
            live = np.ones(view.count, dtype=bool)
            live[view.deleted()] = False
            self._live.append(live)
        self.count = int(sum(live.sum() for live in self._live))
        self._sums = dict.fromkeys(FIELDS, 0)

    def places(self, numbers: Sequence[NDArray[np.int64]]) -> list[int]:
        """Where some entries of each segment, by number there, stand in the merged one."""
        found: list[int] = []
        base = 0
        for live, own in zip(self._live, numbers, strict=True):
            found += ((np.cumsum(live) - 1)[own.astype(np.int64)] + base).tolist()
            base += int(live.sum())
        return found

    def documents(self) -> Iterator[Documents]:
        """Columns, lengths and sums of lengths as `codec.ColumnDocWriter.add_documents` takes them, in portions."""
        for view, live in zip(self._views, self._live, strict=True):
            kept = np.flatnonzero(live)
            numbers = {name: view.numbers(name) for name in NUMBERS}
            names = {name: view.names(name) for name in ("type", "issuer")}
            lengths = {name: view.length_bytes(name) for name in FIELDS}
            sequences = view.sequences()
            whole = len(kept) == view.count
            for start in range(0, len(kept), DOCUMENTS_AT_ONCE):
                some = kept[start : start + DOCUMENTS_AT_ONCE]
                columns: dict[str, Any] = {name: values[some] for name, values in numbers.items()}
                for name, (known, codes) in names.items():
                    columns[name] = [known[code] for code in codes[some].tolist()]
                flat, ends = sequences.several(some)
                columns["sequence"] = flat, np.diff(ends, prepend=0)
                own = {name: held[some] for name, held in lengths.items()}
                sums = {name: int(LENGTH_OF_BYTE[held].sum()) for name, held in own.items()}
                if whole:
                    # Nothing is gone, so the exact sum is known; it goes with the first portion.
                    sums = {name: 0 if start else view.field_length(name) for name in FIELDS}
                for name, held in sums.items():
                    self._sums[name] += held
                yield columns, own, sums

    def write_lists(self, terms: BinaryIO, postings: BinaryIO) -> None:
        """Write the merged lists; after `documents` has been drawn to its end."""
        averages = [self._sums[name] / (self.count or 1) or 1.0 for name in FIELDS]
        packed = [view.lists.pairs.packed() for view in self._views]
        union = np.unique(np.concatenate(packed))
        pairs, kind = Pairs.unpacked(union), code_type(len(union))
        recoded = [np.searchsorted(union, own).astype(kind) for own in packed]
        names: dict[str, list[bytes]] = {}
        moved: list[NDArray[np.int64]] = [np.empty(len(view.lists), dtype=np.int64) for view in self._views]
        base = 0
        for field in FIELDS:
            own_terms = [view.lists.terms(view.lists.numbers(field)) for view in self._views]
            merged = sorted(set().union(*own_terms))
            place = {term: base + number for number, term in enumerate(merged)}
            for view, held, move in zip(self._views, own_terms, moved, strict=True):
                numbers = view.lists.numbers(field)
                move[numbers.start : numbers.stop] = [place[term] for term in held]
            names[field] = merged
            base += len(merged)
        left = [self._live_sizes(view, live) for view, live in zip(self._views, self._live, strict=True)]
        sizes = np.zeros(base, dtype=np.int64)
        for move, own in zip(moved, left, strict=True):
            sizes[move] += own
        # Lists of which no entry is left go away.
        some = sizes > 0
        bounds = np.cumsum([0, *(len(names[field]) for field in FIELDS)]).tolist()
        for field, (a, b) in zip(FIELDS, pairwise(bounds), strict=True):
            names[field] = list(compress(names[field], some[a:b].tolist()))
        renumbered = np.cumsum(some) - 1
        moved = [renumbered[move] for move in moved]
        sizes = sizes[some]
        occurrences, best = self._write_postings(postings, moved, left, sizes, recoded, pairs, averages)
        write_heads(terms, Heads(names, sizes, occurrences, best, pairs, averages))

    def _live_sizes(self, view: SegmentView, live: NDArray[np.bool_]) -> NDArray[np.int64]:
        sizes = np.diff(view.lists.starts)
        if live.all() or not len(sizes):
            return sizes
        return np.concatenate(
            [
                np.add.reduceat(live[view.lists.ids[a:b]].astype(np.int64), view.lists.starts[first:last] - a)
                for first, last, a, b in _runs(view.lists.starts)
            ]
        )

    def _write_postings(
        self,
        postings: BinaryIO,
        moved: list[NDArray[np.int64]],
        left: list[NDArray[np.int64]],
        sizes: NDArray[np.int64],
        recoded: list[NDArray[Any]],
        pairs: Pairs,
        averages: list[float],
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """All postings, a run of merged lists at a time, numbers and codes each to their half of the file."""
        parts = pairs.parts(averages)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        # Both orders are those of the terms, so that each segment's lists of a run stand together.
        bounds = [np.searchsorted(move, np.arange(len(sizes) + 1)) for move in moved]
        bases = np.concatenate([[0], np.cumsum([live.sum() for live in self._live])])
        places = [np.cumsum(live) - 1 + base for live, base in zip(self._live, bases, strict=False)]
        kind = recoded[0].dtype
        whole = int(starts[-1])
        occurrences, best = [], []
        for first, last, a, b in _runs(starts):
            ids = np.empty(b - a, dtype="<u4")
            codes = np.empty(b - a, dtype=kind)
            filled = starts[first:last] - a
            for view, live, move, own, bound, place, recode in zip(
                self._views, self._live, moved, left, bounds, places, recoded, strict=True
            ):
                low, high = int(bound[first]), int(bound[last])
                begin, end = int(view.lists.starts[low]), int(view.lists.starts[high])
                if begin == end:
                    continue
                held, code = view.lists.ids[begin:end], recode[view.lists.codes[begin:end]]
                kept = live[held]
                if not kept.all():
                    held, code = held[kept], code[kept]
                lists, counts = move[low:high] - first, own[low:high]
                before = np.cumsum(counts) - counts
                target = np.repeat(filled[lists] - before, counts) + np.arange(len(held))
                ids[target] = place[held]
                codes[target] = code
                np.add.at(filled, lists, counts)
            postings.seek(4 * a)
            postings.write(ids.data.cast("B"))
            postings.seek(4 * whole + kind.itemsize * a)
            postings.write(codes.data.cast("B"))
            own_starts = starts[first:last] - a
            occurrences.append(np.add.reduceat(pairs.frequency[codes].astype(np.int64), own_starts))
            best.append(np.maximum.reduceat(parts[codes], own_starts))
        if not occurrences:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return np.concatenate(occurrences), np.concatenate(best)


def _runs(starts: NDArray[np.int64]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lists with about POSTINGS_AT_ONCE postings: first list, last (left out), first posting, last (left
    out)."""
    first, lists = 0, len(starts) - 1
    while first < lists:
        last = int(np.searchsorted(starts, starts[first] + POSTINGS_AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), lists)
        yield first, last, int(starts[first]), int(starts[last])
        first = last
