"""A search over an index in segments: what belongs to the result and which page of it is wanted, by `pruning`.

The answers are those of `ranking.search`, which scores every entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engine.base import Counts, EngineFilter, EngineHit, EngineQuery, EngineResult
from indexer.engine.columns import WhooshColumns
from indexer.engine.documents import Ids, Mask, count, filters
from indexer.engine.matching import satisfying, whole
from indexer.engine.parsing import Query, parse
from indexer.engine.pruning import Scorer, Sums
from indexer.engine.ranking import DECIMALS, STRONG, WHOLE, Profile


def search(
    columns: WhooshColumns, asked: str | EngineQuery, wanted: EngineFilter, limit: int, offset: int, profile: Profile
) -> EngineResult:
    """As `Engine.search`."""
    query = parse(asked)
    if not len(columns.documents) or query.empty:
        return EngineResult()
    found = _Search(_asked(columns, query, profile), wanted)
    numbers, sums = found.page(offset + limit) if limit > 0 else (_NOTHING, np.empty(0, dtype=np.float32))
    return EngineResult(tuple(_hits(columns, found.scorer, numbers[offset:], sums[offset:])), found.counts)


def score_units(columns: WhooshColumns, asked: str | EngineQuery, units: Ids, profile: Profile) -> NDArray[np.float64]:
    """As `Engine.score`."""
    out = np.zeros(len(units))
    if not len(columns.documents) or not len(units):
        return out
    places = columns.numbers_of(units)
    numbers, where = np.unique(places[places >= 0], return_inverse=True)
    out[places >= 0] = Scorer(columns, parse(asked), profile).of(numbers)[where]
    return out


_NOTHING = np.empty(0, dtype=np.int64)


ASKED = 8
"""Queries of which what does not hang on filters is kept: one that is asked within another filter, or whose counts are
wanted, goes on from there."""


class Asked:
    """One query to one state of an index, whatever the filter. `among`: entries that may be found at all; None: all.

    What is lost between threads is made again; nothing here waits for another thread.
    """

    def __init__(self, columns: WhooshColumns, query: Query, profile: Profile) -> None:
        self.columns = columns
        self.query = query
        self.profile = profile
        self.scorer = Scorer(columns, query, profile)
        among = columns.live
        for part in query.excluded:
            among = np.ones(len(columns.documents), dtype=bool) if among is None else among.copy()
            among[satisfying(columns, part)] = False
        self.among = among
        self.best_of_all: float | None = None
        self._whole: tuple[float, Ids, Sums] | None = None
        self._required: Ids | None = None

    def whole(self, floor: float) -> tuple[Ids, Sums]:
        """Entries that hold every weighty syllable and score `floor` or more, with their scores."""
        found = self._whole
        if found is None or found[0] > floor:
            among = self.scorer.reaching(floor)
            numbers = whole(self.columns, self.query, among)
            found = self._whole = (floor if among is not None else 0.0), numbers, self.scorer.of(numbers)
        _, numbers, sums = found
        kept = sums >= floor
        return numbers[kept], sums[kept]

    def required(self) -> Ids:
        """Entries that have the required parts."""
        numbers = self._required
        if numbers is None:
            for part in self.query.required:
                own = satisfying(self.columns, part)
                numbers = own if numbers is None else np.intersect1d(numbers, own, assume_unique=True)
            assert numbers is not None, "nothing is required"
            numbers = self._required = _within(numbers, self.among)
        return numbers

    def best(self) -> float:
        """The best score of all."""
        found = self.best_of_all
        if found is None:
            found = self.best_of_all = float(self.scorer.top(1, self.among)[1].max(initial=0.0))
        return found


def _asked(columns: WhooshColumns, query: Query, profile: Profile) -> Asked:
    held: dict[Query, Asked] = columns.asked
    found = held.get(query)
    if found is None or found.profile is not profile:
        found = Asked(columns, query, profile)
        for old in list(held)[: max(len(held) - ASKED + 1, 0)]:
            held.pop(old, None)
        held[query] = found
    return found


class _Search:
    """One search. `narrow`: entries that may be found and pass the filters; None: all."""

    def __init__(self, asked: Asked, wanted: EngineFilter) -> None:
        self._asked = asked
        self._columns = asked.columns
        self._query = asked.query
        self.scorer = asked.scorer
        self._masks = filters(asked.columns.documents, wanted)
        self._among = asked.among
        masks = [*self._masks.values(), *(() if asked.among is None else (asked.among,))]
        self._narrow: Mask | None = np.logical_and.reduce(masks) if masks else None

    def _best(self, allowed: Mask | None) -> float:
        if allowed is self._among:
            return self._asked.best()
        return float(self.scorer.top(1, allowed)[1].max(initial=0.0))

    def page(self, last: int) -> tuple[Ids, Sums]:
        """The first `last` entries of the result and their scores, in order."""
        if self._query.required:
            numbers = _within(self._asked.required(), self._narrow)
            return self._ordered(numbers, self.scorer.of(numbers), last)
        numbers, sums = self.scorer.top(last, self._narrow)
        if not self._masks:
            self._asked.best_of_all = float(sums.max(initial=0.0))
        chosen = self._belonging(numbers, sums, self._best(self._among), last)
        if self._masks and not len(chosen[0]):
            # Where nothing is left of what the whole archive has, the best of what is left.
            chosen = self._belonging(numbers, sums, float(sums.max(initial=0.0)), last)
        return self._ordered(*chosen, last)

    def _belonging(self, numbers: Ids, sums: Sums, best: float, last: int) -> tuple[Ids, Sums]:
        """Those of the best entries that belong to the result. Where these are not enough, all that are strong are
        among them, and the others are to be sought among those that hold the whole query."""
        strong = sums >= STRONG * best
        if strong.sum() >= last or not best:
            return numbers[strong], sums[strong]
        every, scores = self._asked.whole(WHOLE * best)
        kept = scores < STRONG * best
        if self._narrow is not None:
            kept &= self._narrow[every]
        return np.concatenate([numbers[strong], every[kept]]), np.concatenate([sums[strong], scores[kept]])

    def _ordered(self, numbers: Ids, sums: Sums, last: int) -> tuple[Ids, Sums]:
        values = np.round(sums.astype(np.float64), DECIMALS)
        order = np.lexsort((self._columns.documents.unit[numbers], -values))[:last]
        return numbers[order], sums[order]

    def _matched(self, allowed: Mask | None) -> Ids:
        """All entries of the result."""
        best = self._best(allowed)
        if not best:
            return _NOTHING
        strong, _ = self.scorer.at_least(STRONG * best, allowed)
        every, _ = self._asked.whole(WHOLE * best)
        found = np.zeros(len(self._columns.documents), dtype=bool)
        found[strong] = True
        found[_within(every, allowed)] = True
        return np.flatnonzero(found)

    def counts(self) -> Counts:
        """Totals and facets."""
        numbers = self._asked.required() if self._query.required else self._matched(self._among)
        if self._masks and not self._query.required and not len(_within(numbers, self._narrow)):
            numbers = self._matched(self._narrow)
        return count(self._columns.documents, numbers, self._masks)


def _within(numbers: Ids, mask: Mask | None) -> Ids:
    return numbers if mask is None else numbers[mask[numbers]]


class _Why(Mapping[str, float]):
    """The parts of a hit's score, worked out for the whole page when the first of them is asked for."""

    def __init__(self, parts: _Parts, place: int) -> None:
        self._parts = parts
        self._place = place

    def _held(self) -> dict[str, float]:
        return {
            field: round(float(part[self._place]), 4)
            for field, part in self._parts.by_field.items()
            if part[self._place] > 0
        }

    def __getitem__(self, field: str) -> float:
        return self._held()[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held())

    def __len__(self) -> int:
        return len(self._held())

    def __repr__(self) -> str:
        return repr(self._held())


class _Parts:
    def __init__(self, scorer: Scorer, numbers: Ids) -> None:
        self._scorer = scorer
        self._numbers = numbers

    @cached_property
    def by_field(self) -> Mapping[str, Sums]:
        return self._scorer.by_field(self._numbers)


def _hits(columns: WhooshColumns, scorer: Scorer, numbers: Ids, sums: Sums) -> Iterator[EngineHit]:
    documents = columns.documents
    ascending = np.sort(numbers)
    parts, places = _Parts(scorer, ascending), np.searchsorted(ascending, numbers).tolist()
    units, owners = documents.unit[numbers].tolist(), documents.document[numbers].tolist()
    for unit, owner, score, place in zip(units, owners, sums.tolist(), places, strict=True):
        yield EngineHit(unit, owner, round(score, DECIMALS), _Why(parts, place))
