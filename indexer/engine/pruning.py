"""The best entries without scoring all: lists in order of what they can bring per posting, and bounds of the rest.

A full question has a hundred posting lists and more. Rare terms bring much for few postings, stop words little for
many; so lists are added up in descending order of (most that the list can bring) / (its length). After each stage the
best sums so far give a score that the answer must reach, and the most that all remaining lists can bring gives for each
entry a score that it cannot pass. Usually after a fifth of all postings only some hundred entries are still in
question, and the long lists that remain are looked up for those alone (MaxScore, with the lists in the order of a
knapsack). All sums are of 32-bit floats, added for every entry in the same order, so that equal entries score the same
however an answer was found.

Where all lists together are short enough they are all added at once: then everything that is asked of the query
afterwards (the best of a filter, all above a score, the scores of some) is read from the same sums.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engine.columns import Posted, Shard
from indexer.engine.counting import FIELDS
from indexer.engine.documents import Ids, Mask
from indexer.engine.parsing import Query, Terms
from indexer.engine.ranking import K1, Profile
from indexer.stretches import LONG, Stretches

Sums = NDArray[np.float32]

STAGES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.65, 1.0)
"""Shares of all postings after which it is asked whether few enough entries are left."""

FIRST_STAGE = 10_000
"""Postings; asking before so many are added costs more than adding them."""

ALL_AT_ONCE = 2_000_000
"""Postings; of a query that has no more, all lists are added where more than FEW entries are wanted: whoever wants so
many asks for more of the same query."""

FEW = 50

AT_ONCE = 65_536
"""Postings added in one go: what is gathered for it stays in the processor's cache."""

_ADD, _LOOK_UP, _CALL = 8.0, 10.0, 12_000.0
"""Nanoseconds, about: adding a posting, looking one entry up in a list (half of them are soon out of question),
beginning with another list."""


class Segmented(Protocol):
    """An index in segments (`columns.WhooshColumns`)."""

    @property
    def shards(self) -> list[Shard]:
        """The segments."""

    def learn(self, several: Iterable[Terms]) -> None:
        """Find the lists of some terms together, so that `posted` has them."""

    def posted(self, field: str, term: str) -> Posted:
        """The lists of a term."""


class _Gathered(threading.local):
    """Where postings are gathered before they are added: made once for each thread."""

    def __init__(self) -> None:
        self.ids = np.empty(AT_ONCE, dtype=np.int64)
        self.values = np.empty(AT_ONCE, dtype=np.float32)
        self._rooms: dict[Any, NDArray[Any]] = {}

    def room(self, numbers: Stretches) -> NDArray[Any]:
        """Where a stretch of such numbers can be read."""
        if numbers.dtype not in self._rooms:
            self._rooms[numbers.dtype] = np.empty(LONG, numbers.dtype)
        return self._rooms[numbers.dtype]


_gathered = _Gathered()


class Scorer:
    """The scores of one query over one state of an index."""

    def __init__(self, columns: Segmented, query: Query, profile: Profile) -> None:
        self._columns = columns
        self._shards = columns.shards
        self._size = sum(shard.count for shard in self._shards)
        self._query = query
        self._profile = profile
        columns.learn([query.terms, *(terms for group in query.groups for terms, _ in group)])
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
                own *= np.float32(weight)
                np.maximum(best, own, out=best)
            total += best
        return total

    def top(self, wanted: int, allowed: Mask | None) -> tuple[Ids, Sums]:
        """The `wanted` best entries and all that tie with the last of them, of those allowed (None: all) that score
        more than 0; in no order."""
        return self._found(wanted, 0.0, allowed)

    def at_least(self, floor: float, allowed: Mask | None) -> tuple[Ids, Sums]:
        """All allowed entries that score `floor` or more, which is above 0."""
        return self._found(0, floor, allowed)

    def reaching(self, floor: float) -> Mask | None:
        """Which entries score `floor` or more, where all scores are known; else None."""
        done, sums = self._added or (-1, None)
        return sums >= floor if sums is not None and done == len(self._lists) else None

    def of(self, numbers: Ids) -> Sums:
        """The scores of some entries, ascending."""
        lists = self._lists
        done, sums = self._added or (0, None)
        if sums is not None and done == len(lists):
            return sums[numbers]
        if len(numbers) * len(lists) * 2 * _LOOK_UP > lists.postings(0) * _ADD:
            sums = np.zeros(self._size, dtype=np.float32) if self._groups is None else self._groups.copy()
            lists.add(sums, 0, len(lists))
            self._added = len(lists), sums
            return sums[numbers]
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
        fold = max(min(64, size // (8 * wanted)), 1) if wanted else 1
        width = -(-size // fold)
        done, sums = self._begun(fold * width)
        kept = None if allowed is None else allowed.astype(np.float32)
        at_once = (wanted > FEW or floor > 0) and lists.postings(0) <= ALL_AT_ONCE
        for stage, following in [(len(lists), len(lists))] if at_once else lists.stages():
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
        found: list[tuple[Posted, int, float]] = []
        for (field, kind), weight in profile.weights.items():
            if weight:
                place = FIELDS.index(field)
                posted = (columns.posted(field, term) for term in terms.kind(kind))
                found += [(one, place, weight) for one in posted if one.holders]
        frequency = np.array([one.holders for one, _, _ in found], dtype=np.int64)
        weights = np.array([weight for _, _, weight in found]) * (K1 + 1)
        weights = (weights * (np.log(size / (frequency + 1)) + 1)).astype(np.float32)
        bounds = np.array([one.best for one, _, _ in found], dtype=np.float32) * weights
        order = np.argsort(-bounds / frequency, kind="stable")
        self._shards = len(columns.shards)
        self._found = [found[place][0].pieces for place in order.tolist()]
        self._fields = [found[place][1] for place in order.tolist()]
        self._weights: list[float] = weights[order].tolist()
        self._before = np.concatenate([[0], np.cumsum(frequency[order])])
        bounds = bounds[order].astype(np.float64)
        self.rest: list[float] = [*(np.cumsum(bounds[::-1])[::-1] * (1 + 1e-6)).tolist(), 0.0]
        """`rest[i]`: the most that the lists from `i` on can bring to one entry."""

    def __len__(self) -> int:
        return len(self._found)

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
        if left * self._shards * _CALL + look_up > self.postings(done) * _ADD:
            return not left
        return look_up <= int(self._before[following] - self._before[done]) * _ADD

    def add(self, sums: Sums, first: int, last: int) -> None:
        """Add lists to the sums of all entries."""
        ids, values = _gathered.ids, _gathered.values
        by_shard: dict[int, list[tuple[Shard, int, int, float]]] = {}
        for pieces, weight in zip(self._found[first:last], self._weights[first:last], strict=True):
            for shard, _, begin, end in pieces:
                by_shard.setdefault(shard.base, []).append((shard, begin, end, weight))
        for base, lists in by_shard.items():
            own, held = sums[base : base + lists[0][0].count], 0
            entry_room, code_room = _gathered.room(lists[0][0].lists.ids), _gathered.room(lists[0][0].lists.codes)
            for shard, begin, end, weight in lists:
                entries = shard.lists.ids.read(begin, end, entry_room)
                codes = shard.lists.codes.read(begin, end, code_room)
                done, size = 0, end - begin
                while done < size:
                    stop = min(done + AT_ONCE - held, size)
                    filled = held + stop - done
                    ids[held:filled] = entries[done:stop]
                    part = values[held:filled]
                    shard.parts.take(codes[done:stop], out=part, mode="clip")
                    part *= weight
                    done, held = stop, filled
                    if held == AT_ONCE:
                        np.add.at(own, ids, values)
                        held = 0
            np.add.at(own, ids[:held], values[:held])

    def look_up(self, place: int, numbers: Ids, sums: Sums) -> None:
        """Add one list to the sums of some entries, ascending."""
        weight = self._weights[place]
        for shard, _, begin, end in self._found[place]:
            if self._shards == 1:
                first, last, own = 0, len(numbers), numbers.astype(np.uint32)
            else:
                first, last = numbers.searchsorted((shard.base, shard.base + shard.count)).tolist()
                own = (numbers[first:last] - shard.base).astype(np.uint32)
            if first == last:
                continue
            ids = shard.lists.ids[begin:end]
            at = ids.searchsorted(own)
            np.minimum(at, len(ids) - 1, out=at)
            brought = shard.parts[shard.lists.codes[begin:end].take(at)]
            brought *= ids[at] == own
            brought *= weight
            sums[first:last] += brought

    def by_field(self, numbers: Ids) -> dict[str, Sums]:
        """The sums of some entries, ascending, by field."""
        parts: dict[str, Sums] = {}
        for place, field in enumerate(self._fields):
            own = parts.setdefault(FIELDS[field], np.zeros(len(numbers), dtype=np.float32))
            self.look_up(place, numbers, own)
        return parts
