"""What the index knows of some units in the light of a query: the raw material of ranking, without their texts.

Every figure is a share of what a unit that held all of the query would get, so that short and long questions compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import LIGHT
from indexer.engine.base import EngineFilter, EngineQuery
from indexer.engine.documents import Ids, filters
from indexer.engine.nearness import nearness
from indexer.engine.parsing import parse
from indexer.engine.ranking import DEFAULT, K1, Columns, Profile, idf

Shares = NDArray[np.float64]

SCORED = (
    ("syllables", "syllable"),
    ("bigrams", "bigram"),
    ("words", "word"),
    ("heading", "syllable"),
    ("heading", "bigram"),
    ("title", "syllable"),
    ("title", "bigram"),
)


@dataclass(frozen=True)
class Signals:
    """Arrays in the order of the units asked for.

    `held`: the unit is in the index now; `passes`: it is within the filter too. `revision`: that of its document as
    indexed. `total`: its score by words, synonyms apart. `scores[field, kind]`: BM25 of the terms of that kind there,
    as a share of the most they can bring. `holds`: share of the query's syllables, weighed by rarity and stop words
    apart, that text, heading or title have; `pairs`: the same of its bigrams. `rarest`: 1 where the unit has the rarest
    syllable of the query. `stretch` and `run`: as `nearness` says. `in_heading`: what of `holds` the heading has.
    `type`: the document's type, `year` 0 where not known.
    `has` (terms, units): which of the query's syllables that are no stop words each has anywhere, `worth` their
    rarities.
    `syllables`: number of the query's syllables that are no stop words; `rarity`: their mean rarity, 0 to 1.
    """

    held: NDArray[np.bool_]
    passes: NDArray[np.bool_]
    document: Ids
    revision: Ids
    total: Shares
    scores: dict[tuple[str, str], Shares]
    holds: Shares
    pairs: Shares
    rarest: Shares
    stretch: Shares
    run: Shares
    in_heading: Shares
    type: tuple[str, ...]
    issuer: tuple[str, ...]
    year: Ids
    has: NDArray[np.bool_]
    worth: Shares
    syllables: int
    rarity: float

    def taken(self, kept: NDArray[np.int64]) -> Signals:
        """Those of some of the units."""
        return Signals(
            held=self.held[kept],
            passes=self.passes[kept],
            document=self.document[kept],
            revision=self.revision[kept],
            total=self.total[kept],
            scores={name: values[kept] for name, values in self.scores.items()},
            holds=self.holds[kept],
            pairs=self.pairs[kept],
            rarest=self.rarest[kept],
            stretch=self.stretch[kept],
            run=self.run[kept],
            in_heading=self.in_heading[kept],
            type=tuple(self.type[place] for place in kept.tolist()),
            issuer=tuple(self.issuer[place] for place in kept.tolist()),
            year=self.year[kept],
            has=self.has[:, kept],
            worth=self.worth,
            syllables=self.syllables,
            rarity=self.rarity,
        )

    def followed_by(self, more: Signals) -> Signals:
        """The signals of these units and of more, in the light of the same query."""
        joined: dict[str, Any] = {"has": np.concatenate([self.has, more.has], axis=1), "worth": self.worth}
        for one in fields(self):
            if one.name in joined:
                continue
            own, others = getattr(self, one.name), getattr(more, one.name)
            if isinstance(own, np.ndarray):
                joined[one.name] = np.concatenate([own, others])
            elif isinstance(own, dict):
                joined[one.name] = {key: np.concatenate([values, others[key]]) for key, values in own.items()}
            elif isinstance(own, tuple):
                joined[one.name] = own + others
        return replace(self, **joined)


def signals(
    columns: Columns,
    asked: str | EngineQuery,
    units: Sequence[int] | Ids,
    wanted: EngineFilter,
    profile: Profile = DEFAULT,
) -> Signals:
    """The signals of some units; one that is not in the index has none."""
    documents = columns.documents
    numbers, held = documents.numbers_of(np.asarray(units, dtype=np.int64))
    terms = parse(asked).terms
    size = max(len(documents), 1)
    scores, whole = {}, np.zeros(len(numbers))
    wanted_terms = [(field, term) for field, kind in SCORED for term in terms.kind(kind)]
    holders, every = columns.parts_of(np.where(held, numbers, -1), wanted_terms)
    has = every > 0
    idfs = [idf(size, count) for count in holders]
    # As 32-bit floats, added one after the other in 64 bits.
    brought = every * np.array(idfs, dtype=np.float32)[:, None]
    rows = iter(range(len(wanted_terms)))
    present: dict[tuple[str, str], NDArray[np.bool_]] = {}
    headings: dict[tuple[str, str], NDArray[np.bool_]] = {}
    rarities: dict[tuple[str, str], float] = {}
    for field, kind in SCORED:
        own = [next(rows) for _ in terms.kind(kind)]
        for term, row in zip(terms.kind(kind), own, strict=True):
            if not holders[row]:
                continue
            if field in ("syllables", "bigrams"):
                rarities[kind, term] = idfs[row]
            before = present.get((kind, term))
            present[kind, term] = has[row] if before is None else before | has[row]
            if field == "heading":
                headings[kind, term] = has[row]
        most = sum(idfs[row] for row in own)
        total = brought[own].sum(axis=0, dtype=np.float64) if own else np.zeros(len(numbers))
        scores[field, kind] = total / most if most else total
        whole += total * (profile.weights.get((field, kind), 0.0) * (K1 + 1))
    unseen = idf(size, 0)
    meant = [term for term in terms.syllables if term not in LIGHT] or list(terms.syllables)
    weights = {term: rarities.get(("syllable", term), unseen) for term in meant}
    holds = _share(weights, "syllable", present, len(numbers))
    pairs = {term: rarities.get(("bigram", term), unseen) for term in terms.bigrams}
    nowhere = np.zeros(len(numbers), dtype=bool)
    rarest = max(weights, key=lambda term: weights[term], default="")
    stretch, run = np.zeros(len(numbers)), np.zeros(len(numbers))
    stretch[held], run[held] = nearness(columns, numbers[held], weights, pairs)
    masks = filters(documents, wanted)
    passes = held.copy()
    for mask in masks.values():
        passes &= mask[numbers] if len(mask) else False
    of = numbers if len(documents) else np.empty(0, np.int64)
    return Signals(
        held=held,
        passes=passes,
        document=documents.document[of] if len(documents) else np.zeros(len(numbers), np.int64),
        revision=documents.revision[of] if len(documents) else np.zeros(len(numbers), np.int64),
        total=whole,
        scores=scores,
        holds=holds,
        pairs=_share(pairs, "bigram", present, len(numbers)),
        rarest=present.get(("syllable", rarest), nowhere).astype(np.float64),
        stretch=stretch,
        run=run,
        in_heading=_share(weights, "syllable", headings, len(numbers)),
        type=tuple(documents.types[code] for code in documents.type[of].tolist()),
        issuer=tuple(documents.issuers[code] for code in documents.issuer[of].tolist()),
        year=documents.year[of],
        has=np.array([present.get(("syllable", term), nowhere) for term in weights]).reshape(
            len(weights), len(numbers)
        ),
        worth=np.array(list(weights.values())),
        syllables=len(meant),
        rarity=sum(weights.values()) / len(weights) / unseen if weights else 0.0,
    )


def _share(
    weights: dict[str, float], kind: str, present: dict[tuple[str, str], NDArray[np.bool_]], count: int
) -> Shares:
    total, most = np.zeros(count), sum(weights.values())
    for term, weight in weights.items():
        if (kind, term) in present:
            total += present[kind, term] * weight
    return total / most if most else total
