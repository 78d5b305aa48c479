"""The best entries without scoring all: lists in order of what they can bring per posting, and bounds of the rest.

A full question has a hundred posting lists and more. Rare terms bring much for few postings, stop words little for
many; so lists are added up in descending order of (most that the list can bring) / (its length). After each stage the
best sums so far give a score that the answer must reach, and the most that all remaining lists can bring gives for each
entry a score that it cannot pass. Usually after a fifth of all postings only some hundred entries are still in
question, and the long lists that remain are looked up for those alone (MaxScore, with the lists in the order of a
knapsack). All sums are of 32-bit floats, added for every entry in the same order, so that equal entries score the same
however an answer was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engine.columns import Shard
from indexer.engine.counting import FIELDS
from indexer.engine.documents import Ids, Mask
from indexer.engine.lists import keys_in, term_hashes
from indexer.engine.parsing import Query, Terms
from indexer.engine.ranking import K1, Profile

Sums = NDArray[np.float32]

STAGES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.65, 1.0)
"""Shares of all postings after which it is asked whether few enough entries are left."""

FIRST_STAGE = 10_000
"""Postings; asking before so many are added costs more than adding them."""

AT_ONCE = 131_072
"""Postings added in one go: what is gathered for it stays in the processor's cache."""

_ADD, _LOOK_UP, _CALL = 8.0, 10.0, 12_000.0
"""Nanoseconds, about: adding a posting, looking one entry up in a list (half of them are soon out of question),
beginning with another list."""


class Segmented(Protocol):
    """An index in segments (`columns.WhooshColumns`)."""

    @property
    def shards(self) -> list[Shard]:
        """The segments."""

    def find_keys(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Lists by key, a row for each shard; -1 where it has none."""


class Scorer:
    """The scores of one query over one state of an index."""

    def __init__(self, columns: Segmented, query: Query, profile: Profile) -> None:
        self._columns = columns
        self._shards = columns.shards
        self._size = sum(shard.count for shard in self._shards)
        self._query = query
        self._profile = profile
        self._lists = _Lists(columns, query.single, profile, self._size)
        self._groups = self._grouped() if query.groups else None
        self._added: tuple[int, Sums] | None = None
        """Of the last question without a filter: how many lists were added, and the sums of all entries. Never written
        to: another question begins with a copy."""

    def _grouped(self) -> Sums:
        """What the groups bring to every entry."""
        total = np.zeros(self._size, dtype=np.float32)
        for group in self._query.groups:
            best = np.zeros(self._size, dtype=np.float32)
            for terms, weight in group:
                own = np.zeros(self._size, dtype=np.float32)
                lists = _Lists(self._columns, terms, self._profile, self._size)
                lists.add(own, 0, len(lists))
                np.maximum(best, own * np.float32(weight), out=best)
            total += best
        return total

    def top(self, wanted: int, allowed: Mask | None) -> tuple[Ids, Sums]:
        """The `wanted` best entries and all that tie with the last of them, of those allowed (None: all) that score
        more than 0; in no order."""
        return self._found(wanted, 0.0, allowed)

    def at_least(self, floor: float, allowed: Mask | None) -> tuple[Ids, Sums]:
        """All allowed entries that score `floor` or more, which is above 0."""
        return self._found(0, floor, allowed)

    def of(self, numbers: Ids) -> Sums:
        """The scores of some entries, ascending."""
        lists = self._lists
        if len(numbers) * len(lists) * 2 * _LOOK_UP > lists.postings(0) * _ADD:
            sums = np.zeros(self._size, dtype=np.float32) if self._groups is None else self._groups.copy()
            lists.add(sums, 0, len(lists))
            found: Sums = sums[numbers]
            return found
        sums = np.zeros(len(numbers), dtype=np.float32) if self._groups is None else self._groups[numbers]
        for place in range(len(lists)):
            lists.look_up(place, numbers, sums)
        return sums

    def by_field(self, numbers: Ids) -> Mapping[str, Sums]:
        """What each field brings to some entries, ascending."""
        parts = self._lists.by_field(numbers)
        for group in self._query.groups:
            ways = []
            for terms, weight in group:
                own = _Lists(self._columns, terms, self._profile, self._size).by_field(numbers)
                ways.append({field: part * np.float32(weight) for field, part in own.items()})
            nothing = np.zeros(len(numbers), dtype=np.float32)
            best = np.argmax([sum(way.values(), nothing) for way in ways], axis=0) if ways else nothing
            for place, way in enumerate(ways):
                for field, part in way.items():
                    parts[field] = parts.get(field, nothing) + np.where(best == place, part, nothing)
        return parts

    def _found(self, wanted: int, floor: float, allowed: Mask | None) -> tuple[Ids, Sums]:
        lists, size = self._lists, self._size
        fold = 64 if wanted * 1024 <= size else 1
        width = -(-size // fold)
        done, sums = self._begun(fold * width)
        kept = None if allowed is None else allowed.astype(np.float32)
        for stage, following in lists.stages():
            if stage < done:
                continue
            lists.add(sums, done, stage)
            done = stage
            if kept is not None:
                sums[:size] *= kept
            # The best of each strip of entries: as many scores as there are strips are reached by different entries.
            tops = sums.reshape(fold, width).max(axis=0) if fold > 1 else sums
            bound = _below(max(floor, _nth(tops, wanted))) - lists.rest[done]
            if done < len(lists) and bound <= 0:
                continue
            numbers = np.flatnonzero(sums >= max(bound, _LEAST))
            if lists.is_enough(done, following, len(numbers)):
                if kept is None:
                    self._added = done, sums[:size]
                return self._completed(numbers, sums[numbers], done, wanted, floor)
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)

    def _begun(self, length: int) -> tuple[int, Sums]:
        """How many lists are added already, and the sums so far."""
        sums = np.zeros(length, dtype=np.float32)
        done, begun = self._added or (0, self._groups)
        if begun is not None:
            sums[: self._size] = begun
        return done, sums

    def _completed(self, numbers: Ids, sums: Sums, done: int, wanted: int, floor: float) -> tuple[Ids, Sums]:
        """Look the remaining lists up for those that are still in question."""
        lists = self._lists
        for place in range(done, len(lists)):
            lists.look_up(place, numbers, sums)
            if len(numbers) > wanted + 20 and (place - done) % 3 == 2:
                kept = sums >= _below(max(floor, _nth(sums, wanted))) - lists.rest[place + 1]
                numbers, sums = numbers[kept], sums[kept]
        kept = sums >= max(floor, _nth(sums, wanted), _LEAST)
        return numbers[kept], sums[kept]


_LEAST = 1e-9


def _below(score: float) -> float:
    """A little less than a score: sums of 32-bit floats may be off by so much."""
    return score - 1e-5 * score - 1e-5


def _nth(values: Sums, wanted: int) -> float:
    """The `wanted`-th greatest value; 0 where there are not so many or none is wanted."""
    if not wanted or len(values) < wanted:
        return 0.0
    return float(np.partition(values, len(values) - wanted)[len(values) - wanted])


class _Lists:
    """The posting lists of some terms, in the order in which they are added."""

    def __init__(self, columns: Segmented, terms: Terms, profile: Profile, size: int) -> None:
        self._shards = columns.shards
        hashes = {kind: term_hashes(terms.kind(kind)) for kind in ("syllable", "bigram", "word")}
        parts = [(field, weight, hashes[kind]) for (field, kind), weight in profile.weights.items() if weight]
        counts = [len(part) for _, _, part in parts]
        found = columns.find_keys(np.concatenate([keys_in(field, part) for field, _, part in parts]))
        fields = np.repeat([FIELDS.index(field) for field, _, _ in parts], counts)
        sizes = np.zeros(found.shape, dtype=np.int64)
        best = np.zeros(found.shape, dtype=np.float32)
        for row, shard in enumerate(self._shards):
            held = np.flatnonzero(found[row] >= 0)
            numbers = found[row, held]
            sizes[row, held] = shard.lists.starts[numbers + 1] - shard.lists.starts[numbers]
            best[row, held] = shard.lists.best[numbers] * shard.growth[fields[held]]
        frequency = sizes.sum(axis=0)
        weights = np.repeat([weight for _, weight, _ in parts], counts) * (K1 + 1)
        weights = (weights * (np.log(size / (frequency + 1)) + 1)).astype(np.float32)
        bounds = best.max(axis=0, initial=0.0) * weights
        order = np.argsort(-bounds / np.maximum(frequency, 1), kind="stable")
        order = order[frequency[order] > 0]
        self._fields = fields[order]
        self._weights: Sums = weights[order]
        self._told: list[float] = self._weights.tolist()
        self._found: list[list[int]] = found[:, order].tolist()
        self._sizes = sizes[:, order]
        self._before = np.concatenate([[0], np.cumsum(frequency[order])])
        bounds = bounds[order].astype(np.float64)
        self.rest: list[float] = [*(np.cumsum(bounds[::-1])[::-1] * (1 + 1e-6)).tolist(), 0.0]
        """`rest[i]`: the most that the lists from `i` on can bring to one entry."""

    def __len__(self) -> int:
        return len(self._weights)

    def postings(self, first: int) -> int:
        """Postings of the lists from one on."""
        return int(self._before[-1] - self._before[first])

    def stages(self) -> list[tuple[int, int]]:
        """After which lists to look at what is left, the last one included; with each the next one."""
        whole = self._before[-1]
        ends = np.searchsorted(self._before, [max(share * whole, FIRST_STAGE) for share in STAGES])
        places = sorted({*np.minimum(ends, len(self)).tolist(), len(self)})
        return list(zip(places, [*places[1:], len(self)], strict=True))

    def is_enough(self, done: int, following: int, entries: int) -> bool:
        """Whether looking so many entries up in the lists from `done` on is quicker than to go on adding: than adding
        all, or than adding those up to `following` for the sake of fewer entries."""
        left = len(self) - done
        look_up = left * entries * _LOOK_UP
        if left * len(self._shards) * _CALL + look_up > self.postings(done) * _ADD:
            return not left
        return look_up <= int(self._before[following] - self._before[done]) * _ADD

    def add(self, sums: Sums, first: int, last: int) -> None:
        """Add lists to the sums of all entries."""
        for shard, found, sizes in zip(self._shards, self._found, self._sizes, strict=True):
            place = first
            while place < last:
                # As many lists as make up a portion, at least one.
                ends = np.cumsum(sizes[place:last])
                count = max(int(np.searchsorted(ends, AT_ONCE, side="right")), 1)
                if ends[count - 1]:
                    self._add_portion(sums, shard, found[place : place + count], place)
                place += count

    def _add_portion(self, sums: Sums, shard: Shard, found: list[int], place: int) -> None:
        weights = self._told[place : place + len(found)]
        pieces = [shard.brought(number, weight) for number, weight in zip(found, weights, strict=True) if number >= 0]
        if len(pieces) == 1:
            np.add.at(sums, *pieces[0])
        else:
            numbers, values = zip(*pieces, strict=True)
            np.add.at(sums, np.concatenate(numbers), np.concatenate(values))

    def look_up(self, place: int, numbers: Ids, sums: Sums) -> None:
        """Add one list to the sums of some entries, ascending."""
        weight = self._weights[place]
        for shard, found in zip(self._shards, self._found, strict=True):
            number = found[place]
            if number < 0:
                continue
            if len(self._shards) == 1:
                first, last, own = 0, len(numbers), numbers.astype(np.uint32)
            else:
                first, last = np.searchsorted(numbers, (shard.base, shard.base + shard.count)).tolist()
                own = (numbers[first:last] - shard.base).astype(np.uint32)
            if first == last:
                continue
            lists = shard.lists
            start = int(lists.starts[number])
            ids = lists.ids[start : lists.starts[number + 1]]
            at = ids.searchsorted(own)
            np.minimum(at, len(ids) - 1, out=at)
            brought = shard.parts[lists.codes[start + at]]
            brought *= ids[at] == own
            brought *= weight
            sums[first:last] += brought

    def by_field(self, numbers: Ids) -> dict[str, Sums]:
        """The sums of some entries, ascending, by field."""
        parts: dict[str, Sums] = {}
        for place, field in enumerate(self._fields.tolist()):
            own = parts.setdefault(FIELDS[field], np.zeros(len(numbers), dtype=np.float32))
            self.look_up(place, numbers, own)
        return parts
