"""Scoring in columns: BM25F as Whoosh computes it, filters, facets and the best page, over arrays of postings.

`Columns` is what an engine must offer: arrays by document number, and the postings of a term. Both engines (Whoosh's
files and the in-memory twin) are ranked here, so that they give the same answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import BREAK, LIGHT, fold_tokens, quoted, scan
from indexer.engine.base import EngineFilter, EngineHit, EngineResult
from indexer.engine.counting import JOINT, compounds, syllable_hash

B = 0.6
K1 = 0.5
"""BM25's parameters. Provisions are short and say a thing once: how often a term occurs tells less here than in prose
(Whoosh's own defaults, 0.75 and 1.2, cost four points of reciprocal rank on exam questions)."""

LONGEST = 300
"""Tokens of a query that are searched for: a page pasted into the search box must not occupy the archive."""

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Documents:
    """Arrays by document number (an index entry each; deleted ones are there, `live` is False for them).

    `type[i]` and `issuer[i]` point into `types` and `issuers`; `year[i]` is 0 where not known.
    """

    unit: Ids
    document: Ids
    revision: Ids
    year: Ids
    type: Ids
    issuer: Ids
    types: tuple[str, ...]
    issuers: tuple[str, ...]
    live: Mask

    def __len__(self) -> int:
        return len(self.unit)


class Columns(Protocol):
    """One committed state of an index."""

    @property
    def documents(self) -> Documents:
        """Arrays by document number."""

    def postings(self, field: str, term: str) -> tuple[Ids, Weights] | None:
        """Document numbers (ascending) and frequencies of a term; None where it does not occur."""

    def norms(self, field: str) -> Weights:
        """K1 * (1 - B + B * length / average length) of a field, by document number."""

    def sequence(self, number: int) -> NDArray[np.uint32]:
        """Hashed syllables of one entry in order, 0 at breaks (`counting.CountedBatch.sequences`)."""


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


@dataclass(frozen=True)
class Query:
    """Distinct terms of a query, in order; `phrases` are the quoted parts, as folded
    syllables with BREAK for punctuation between them."""

    syllables: tuple[str, ...]
    bigrams: tuple[str, ...]
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    def kind(self, kind: str) -> tuple[str, ...]:
        """Terms of a kind: syllable, bigram or word."""
        return {"syllable": self.syllables, "bigram": self.bigrams, "word": self.words}[kind]


def _with_previous(stream: list[str]) -> tuple[list[str], list[str]]:
    return stream, [BREAK, *stream[:-1]]


def parse(text: str) -> Query:
    """Terms of a query text; of one longer than LONGEST tokens, those it begins with."""
    tokens = scan(text)[:LONGEST]
    stream = fold_tokens(tokens)
    pairs = [f"{a}{JOINT}{b}" for a, b in pairwise(stream) if a and b]
    phrases = []
    for part in quoted(text):
        phrase = [term for term, before in zip(*_with_previous(fold_tokens(scan(part))), strict=True) if term or before]
        while phrase and phrase[-1] == BREAK:
            phrase.pop()
        if phrase:
            phrases.append(tuple(phrase))
    return Query(
        syllables=tuple(dict.fromkeys(term for term in stream if term)),
        bigrams=tuple(dict.fromkeys(pairs)),
        words=tuple(dict.fromkeys(compounds([tokens])[0])),
        phrases=tuple(phrases),
    )


def idf(documents: int, df: int) -> float:
    """Whoosh's inverse document frequency; `documents` counts deleted ones too, as Whoosh's does."""
    return math.log(documents / (df + 1)) + 1


STRONG = 0.4
WHOLE = 0.25
"""Shares of the best score. Nearly every unit has some syllable of a question; a result that counts them all tells
nothing. A unit is in the result with the share STRONG, or with WHOLE where it holds every syllable of the
query that is no stop word. On exam questions this loses no answer that stands among the first ten."""


def _whole(columns: Columns, query: Query, count: int) -> Mask:
    """Units that hold every syllable of the query in text, title or number, stop words apart."""
    whole = np.ones(count, dtype=bool)
    for term in [term for term in query.syllables if term not in LIGHT] or query.syllables:
        has = np.zeros(count, dtype=bool)
        for field in ("syllables", "title", "number"):
            found = columns.postings(field, term)
            if found is not None:
                has[found[0]] = True
        whole &= has
        if not whole.any():
            break
    return whole


def _matched(columns: Columns, query: Query, total: Scores, among: Mask) -> Mask:
    """The result of a query among some units: those that hold it well enough; with quoted phrases, those that have
    them."""
    if query.phrases:
        phrases = [_with_phrase(columns, phrase, len(total)) for phrase in query.phrases]
        return np.logical_and.reduce([among, *phrases])
    best = float(total[among].max(initial=0.0))
    if not best:
        return np.zeros(len(total), dtype=bool)
    strong: Mask = total >= STRONG * best
    some: Mask = total >= WHOLE * best
    return (strong | (some & _whole(columns, query, len(total)))) & among


def _with_phrase(columns: Columns, phrase: tuple[str, ...], count: int) -> Mask:
    """Units whose text or title has the phrase exactly; any punctuation stands for any other."""
    pairs = [f"{a}{JOINT}{b}" for a, b in pairwise(phrase) if a and b]
    names = [("bigrams", pair) for pair in pairs] or [("syllables", term) for term in phrase if term]
    together = np.ones(count, dtype=bool)
    for field, term in names:
        has = np.zeros(count, dtype=bool)
        for place in (field, "title"):
            found = columns.postings(place, term)
            if found is not None:
                has[found[0]] = True
        together &= has
    if len(phrase) <= 2:
        return together
    wanted = np.array([syllable_hash(term) if term else 0 for term in phrase], dtype=np.uint32)
    for number in np.flatnonzero(together).tolist():
        sequence = columns.sequence(number)
        places = np.flatnonzero(sequence[: max(len(sequence) - len(wanted) + 1, 0)] == wanted[0])
        together[number] = any((sequence[p : p + len(wanted)] == wanted).all() for p in places.tolist())
    return together


def score(columns: Columns, query: Query, profile: Profile = DEFAULT) -> dict[str, Scores]:
    """BM25F of every entry, by field."""
    count = len(columns.documents)
    scores: dict[str, Scores] = {}
    for (field, kind), weight in profile.weights.items():
        if not weight:
            continue
        for term in query.kind(kind):
            found = columns.postings(field, term)
            if found is None:
                continue
            ids, weights = found
            if field not in scores:
                scores[field] = np.zeros(count)
            part = weights / (weights + columns.norms(field)[ids])
            scores[field][ids] += part * (weight * (K1 + 1) * idf(count, len(ids)))
    return scores


def _codes(names: tuple[str, ...], wanted: tuple[str, ...], column: Ids) -> Mask:
    codes = [code for code, name in enumerate(names) if name in set(wanted)]
    return np.isin(column, codes)


def _filters(documents: Documents, wanted: EngineFilter) -> dict[str, Mask]:
    """The mask of each filter that is set: documents, type, issuer, year."""
    masks: dict[str, Mask] = {}
    if wanted.documents is not None:
        masks["documents"] = np.isin(documents.document, np.fromiter(wanted.documents, dtype=np.int64))
    if wanted.types:
        masks["type"] = _codes(documents.types, wanted.types, documents.type)
    if wanted.issuers:
        masks["issuer"] = _codes(documents.issuers, wanted.issuers, documents.issuer)
    if wanted.year_from is not None or wanted.year_to is not None:
        low = wanted.year_from if wanted.year_from is not None else 1
        high = wanted.year_to if wanted.year_to is not None else 9999
        masks["year"] = (documents.year >= low) & (documents.year <= high)
    return masks


def _facets(documents: Documents, matched: Mask, masks: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    names = {"type": documents.types, "issuer": documents.issuers}
    for facet, column in (("type", documents.type), ("issuer", documents.issuer), ("year", documents.year)):
        mask = matched
        for other, other_mask in masks.items():
            if other != facet:
                mask = mask & other_mask
        counts = np.bincount(column[mask])
        labelled = [
            (names[facet][code] if facet in names else str(code), int(counts[code]))
            for code in np.flatnonzero(counts).tolist()
        ]
        # The most frequent first; years from the newest.
        labelled.sort(key=(lambda pair: (-int(pair[0]), 0)) if facet == "year" else (lambda pair: (-pair[1], pair[0])))
        facets[facet] = {label: number for label, number in labelled if label not in ("", "0")}
    return facets


def _best(total: Scores, matched: Mask, unit: Ids, wanted: int) -> Ids:
    """Numbers of the `wanted` best matched entries: score descending, then unit id."""
    numbers = np.flatnonzero(matched)
    if not len(numbers) or wanted <= 0:
        return numbers[:0]
    values = np.round(total[numbers], 6)
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
            int(documents.unit[number]), int(documents.document[number]), round(float(total[number]), 6), why
        )


def search(
    columns: Columns,
    text: str,
    wanted: EngineFilter,
    limit: int,
    offset: int,
    profile: Profile = DEFAULT,
) -> EngineResult:
    """The whole of a search over one state of the index."""
    documents = columns.documents
    count = len(documents)
    query = parse(text)
    if not count or not query.syllables:
        return EngineResult(0, 0, (), {"type": {}, "issuer": {}, "year": {}})
    scores = score(columns, query, profile)
    total: Scores = np.sum(list(scores.values()), axis=0) if scores else np.zeros(count)
    matched = _matched(columns, query, total, documents.live)
    masks = _filters(documents, wanted)
    if masks:
        narrow = np.logical_and.reduce(list(masks.values()))
        if not (matched & narrow).any():
            # Where nothing is left of what the whole archive has, the best of what is left.
            matched = _matched(columns, query, total, documents.live & narrow)
    facets = _facets(documents, matched, masks)
    for mask in masks.values():
        matched = matched & mask
    best = _best(total, matched, documents.unit, offset + limit)[offset:]
    found = np.unique(documents.document[matched])
    return EngineResult(
        total=int(matched.sum()),
        documents=len(found),
        hits=tuple(_hits(best, documents, scores, total)),
        facets=facets,
        unit_ids=documents.unit[matched],
        document_ids=found,
    )
