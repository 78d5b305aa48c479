"""Scoring in columns: BM25F as Whoosh computes it, what belongs to a result, and its best page.

`Columns` is what an engine must offer: arrays by document number, and the postings of a term. Here every entry is
scored: this is what counts and filters need, and what the shorter way of `pruning` has to agree with.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engine.base import Counts, EngineFilter, EngineHit, EngineQuery, EngineResult
from indexer.engine.documents import Documents, Ids, Mask, count, filters
from indexer.engine.matching import Holder, satisfying, whole
from indexer.engine.parsing import Query, Terms, parse

B = 0.6
K1 = 0.5
"""BM25's parameters. Provisions are short and say a thing once: how often a term occurs tells less here than in prose
(Whoosh's own defaults, 0.75 and 1.2, cost four points of reciprocal rank on exam questions)."""

DECIMALS = 4
"""Of a score that is told. Scores that agree to so many are equal, and their units stand by number."""

Weights = NDArray[np.float32]
Scores = NDArray[np.float64]
Parts = tuple[list[int], Weights]
"""In how many entries each of some terms occurs, and what some entries have of it (terms, entries)."""


class Columns(Holder, Protocol):
    """One committed state of an index."""

    @property
    def documents(self) -> Documents:
        """Arrays by document number."""

    def postings(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """Document numbers (ascending) and what BM25 makes of frequency and length: f / (f + K1 * (1 - B + B * length /
        average length)); None where the term does not occur."""

    def parts_of(self, numbers: Ids, terms: Sequence[tuple[str, str]]) -> Parts:
        """Of some terms in fields what some entries (in any order; -1 for none) have of `postings`; 0 where a term does
        not occur."""


@dataclass(frozen=True)
class Profile:
    """Weights of the parts of a score, by (field, kind of term).

    Chosen on half of a set of 730 exam questions over 2,249 articles, in the middle of a broad plateau (`cancu
    evaluate`); titles and numbers, which those questions seldom name, by what users type.
    """

    weights: Mapping[tuple[str, str], float]


DEFAULT = Profile(
    weights={
        ("bigrams", "bigram"): 1.0,
        ("syllables", "syllable"): 0.6,
        ("words", "word"): 0.2,
        ("heading", "bigram"): 0.2,
        ("heading", "syllable"): 0.15,
        ("title", "bigram"): 0.3,
        ("title", "syllable"): 0.1,
        ("number", "syllable"): 1.0,
    },
)


def idf(documents: int, df: int) -> float:
    """Whoosh's inverse document frequency; `documents` counts deleted ones too, as Whoosh's does."""
    return math.log(documents / (df + 1)) + 1


STRONG = 0.4
WHOLE = 0.25
"""Shares of the best score. Nearly every unit has some syllable of a question; a result that counts them all tells
nothing. A unit is in the result with the share STRONG, or with WHOLE where it holds every syllable of the
query that is no stop word. On exam questions this loses no answer that stands among the first ten."""


def _add(columns: Columns, terms: Terms, profile: Profile, scores: dict[str, Scores]) -> None:
    size = len(columns.documents)
    for (field, kind), weight in profile.weights.items():
        if not weight:
            continue
        for term in terms.kind(kind):
            found = columns.postings(field, term)
            if found is None:
                continue
            ids, parts = found
            if field not in scores:
                scores[field] = np.zeros(size)
            scores[field][ids] += parts * (weight * (K1 + 1) * idf(size, len(ids)))


def score(columns: Columns, query: Query, profile: Profile = DEFAULT) -> dict[str, Scores]:
    """BM25F of every entry, by field; of each group what its best wording brings."""
    size = len(columns.documents)
    scores: dict[str, Scores] = {}
    _add(columns, query.single, profile, scores)
    for group in query.groups:
        ways = []
        for terms, weight in group:
            own: dict[str, Scores] = {}
            _add(columns, terms, profile, own)
            ways.append({field: part * weight for field, part in own.items()})
        if not ways:
            continue
        best = np.argmax([sum(way.values(), np.zeros(size)) for way in ways], axis=0)
        for place, way in enumerate(ways):
            for field, part in way.items():
                scores[field] = scores.get(field, np.zeros(size)) + np.where(best == place, part, 0.0)
    return scores


def matched(columns: Columns, query: Query, total: Scores, among: Mask) -> Mask:
    """The result of a query among some entries: those that hold it well enough; where parts are required, those that
    have them."""
    size = len(total)
    if query.excluded:
        among = among & ~np.logical_or.reduce([_mask(satisfying(columns, part), size) for part in query.excluded])
    if query.required:
        return np.logical_and.reduce([among, *(_mask(satisfying(columns, part), size) for part in query.required)])
    best = float(total[among].max(initial=0.0))
    if not best:
        return np.zeros(size, dtype=bool)
    strong: Mask = total >= STRONG * best
    some: Mask = total >= WHOLE * best
    return (strong | (some & _mask(whole(columns, query), size))) & among


def _mask(numbers: Ids, size: int) -> Mask:
    mask = np.zeros(size, dtype=bool)
    mask[numbers] = True
    return mask


def _best(total: Scores, found: Mask, unit: Ids, wanted: int) -> Ids:
    """Numbers of the `wanted` best matched entries: score descending, then unit id."""
    numbers = np.flatnonzero(found)
    if not len(numbers) or wanted <= 0:
        return numbers[:0]
    values = np.round(total[numbers], DECIMALS)
    if len(numbers) > wanted:
        # All that tie with the last wanted one are kept for the sort, so that pages never overlap.
        least = -np.partition(-values, wanted - 1)[wanted - 1]
        held = values >= least
        numbers, values = numbers[held], values[held]
    return numbers[np.lexsort((unit[numbers], -values))][:wanted]


def _hits(numbers: Ids, documents: Documents, scores: Mapping[str, Scores], total: Scores) -> Iterator[EngineHit]:
    for number in numbers.tolist():
        why = {field: round(float(part[number]), 4) for field, part in scores.items() if part[number] > 0}
        yield EngineHit(
            int(documents.unit[number]), int(documents.document[number]), round(float(total[number]), DECIMALS), why
        )


def search(
    columns: Columns,
    asked: str | EngineQuery,
    wanted: EngineFilter,
    limit: int,
    offset: int,
    profile: Profile = DEFAULT,
) -> EngineResult:
    """The whole of a search over one state of the index."""
    documents = columns.documents
    query = parse(asked)
    if not len(documents) or query.empty:
        return EngineResult()
    scores = score(columns, query, profile)
    total = sum(scores.values(), np.zeros(len(documents)))
    found = matched(columns, query, total, documents.live)
    masks = filters(documents, wanted)
    passed = np.logical_and.reduce([found, *masks.values()])
    if masks and not passed.any():
        # Where nothing is left of what the whole archive has, the best of what is left.
        found = matched(columns, query, total, np.logical_and.reduce([documents.live, *masks.values()]))
        passed = np.logical_and.reduce([found, *masks.values()])
    best = _best(total, passed, documents.unit, offset + limit)[offset:]

    def counts() -> Counts:
        return count(documents, np.flatnonzero(found), masks)

    return EngineResult(tuple(_hits(best, documents, scores, total)), counts)


def score_units(
    columns: Columns, asked: str | EngineQuery, units: Ids, profile: Profile = DEFAULT
) -> NDArray[np.float64]:
    """The score of each of some units; 0 for those that are not held."""
    documents = columns.documents
    out = np.zeros(len(units))
    if not len(documents) or not len(units):
        return out
    total = sum(score(columns, parse(asked), profile).values(), np.zeros(len(documents)))
    live = np.flatnonzero(documents.live)
    by_unit = live[np.argsort(documents.unit[live], kind="stable")]
    held = documents.unit[by_unit]
    place = np.minimum(np.searchsorted(held, units), max(len(held) - 1, 0))
    known = held[place] == units if len(held) else np.zeros(len(units), dtype=bool)
    out[known] = total[by_unit[place[known]]]
    return out
