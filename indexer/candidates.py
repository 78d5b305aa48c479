"""What may answer a query, found by words and by meaning, with everything that ranking looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import intern
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import LIGHT, syllables
from indexer.embedding.base import Vectors
from indexer.engine.base import Engine, EngineFilter, EngineHit, EngineQuery, EngineResult
from indexer.engine.parsing import parse
from indexer.engine.signals import Signals
from indexer.kinds import asked as kinds_asked
from indexer.kinds import promised
from indexer.meaning.index import Closeness, Looked, MeaningIndex
from indexer.meaning.wordings import Turned
from indexer.reasons import LAWS
from indexer.siblings import siblings

BY_WORDS = 120
BY_MEANING = 120
"""Candidates of each kind. Of exam questions, all but a few in a thousand have an answer among them."""
OF_LAWS = 60
"""So many more by words and by meaning from laws alone: questions in everyday words share more with the circulars that
repeat a law's words for one ministry than with the law."""
_LEAST_PASSING = 20
_DEEPEST = 20_000
_LONG = 30
"""Distinct syllables of a query, from which embedding it takes so long that signals are looked up meanwhile: those of
what words found, then of the rest, cost more than those of all at once."""
_MISSING = 0.06
"""How far behind the closest candidate one that has no vector yet is put."""

FEATURES = (
    "words",
    "body syllables",
    "body pairs",
    "body words",
    "heading syllables",
    "heading pairs",
    "title syllables",
    "title pairs",
    "holds",
    "pairs held",
    "rarest held",
    "place by words",
    "opening",
    "window",
    "heading meant",
    "behind the closest",
    "place by meaning",
    "heading asked for",
    "law",
    "decree",
    "closing",
    "general",
    "place among laws by words",
    "place among laws by meaning",
    "heading behind the closest",
    "opening behind the closest",
    "has a heading",
    "asked for in the heading",
    "best stretch",
    "longest run",
    "window as it is said",
    "heading as it is said",
    "of the kind asked for",
    "of another kind",
    "heading as the law calls it",
    "candidates of its document",
    "window of the best sibling",
    "heading of the best sibling",
    "holds of the best sibling",
    "stretch of the best sibling",
    "words of the best sibling",
    "apart from its siblings",
    "lacking beside its siblings",
)
QUERY_FEATURES = ("best held", "best pairs held", "length", "rarity", "said before")

_CLOSING = re.compile(
    r"(?:điều khoản|hiệu lực|trách nhiệm|tổ chức) (?:thi hành|thực hiện)|quy định chuyển tiếp|điều khoản chuyển tiếp"
    r"|bãi bỏ|sửa đổi, bổ sung",
    re.IGNORECASE,
)
_GENERAL = re.compile(r"phạm vi điều chỉnh|đối tượng áp dụng|giải thích từ ngữ", re.IGNORECASE)
_DECREES = frozenset(("Nghị định",))
Matrix = NDArray[np.float64]


class HeadingArchive(Protocol):
    """What is asked of the archive here."""

    def headings(self, provision_ids: Iterable[int]) -> dict[int, str]: ...

    def hidden(self) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """What ranking looks at in a heading. `terms`: each once; a tuple, of which thousands are held, takes a fifth of
    the memory of a set."""

    terms: tuple[str, ...]
    closing: bool
    general: bool
    kinds: int = 0


@lru_cache(maxsize=20_000)
def _heading(text: str) -> Heading:
    # The same few syllables stand in all headings: each is kept once.
    terms = tuple(dict.fromkeys(intern(term) for term in syllables(text) if term not in LIGHT))
    return Heading(terms, bool(_CLOSING.search(text)), bool(_GENERAL.search(text)), promised(text))


_NO_HEADING = Heading((), False, False)
_HEADINGS = 200_000


class Headings:
    """The headings of an archive's units, remembered with the revision that the index has them of. Safe to share
    between threads."""

    def __init__(self, archive: HeadingArchive) -> None:
        self._archive = archive
        self._held: dict[int, tuple[int, int, Heading]] = {}

    def of(self, units: Sequence[int], documents: Sequence[int], revisions: Sequence[int]) -> list[Heading]:
        """The headings of units; `revisions` those of their documents."""
        held, found = self._held, []
        missing: dict[int, int] = {}
        for place, (unit, document, revision) in enumerate(zip(units, documents, revisions, strict=True)):
            known = held.get(unit)
            if known is not None and known[0] == document and known[1] == revision:
                found.append(known[2])
            else:
                found.append(_NO_HEADING)
                if unit > 0:
                    missing[unit] = place
        if missing:
            if len(held) > _HEADINGS:
                held = self._held = {}
            texts = self._archive.headings(missing)
            for unit, place in missing.items():
                if unit in texts:
                    found[place] = heading = _heading(texts[unit])
                    held[unit] = documents[place], revisions[place], heading
        return found


@dataclass(frozen=True)
class Candidates:
    """`features` (candidates, FEATURES) and `query` (QUERY_FEATURES), see `learned`. `by_words` and `by_meaning`: the
    place of each in either list, from 1, 0 where it is not in it (the best of laws alone are in none); `cosine` the
    closest of its vectors, NaN where it has none. `words`: the whole result by words."""

    units: tuple[int, ...]
    documents: tuple[int, ...]
    features: Matrix
    query: Matrix
    by_words: NDArray[np.int64]
    by_meaning: NDArray[np.int64]
    cosine: NDArray[np.float32]
    signals: Signals
    hits: Mapping[int, EngineHit]
    words: EngineResult


@dataclass(frozen=True)
class Closest:
    """The vector of a query and the units closest to it: BY_MEANING of all, OF_LAWS of laws, the closest first.

    Closest to it as `turned` towards what the law calls the everyday wordings that are near it."""

    vector: Vectors
    turned: Turned
    looked: Looked
    units: list[int]
    of_laws: list[int]


def closest(engine: Engine, index: MeaningIndex, vector: Vectors, without: frozenset[int]) -> Closest:
    """What is closest to a query, as if the index had nothing of some documents."""
    turned = index.wordings.turned(vector) if index.wordings is not None else Turned(vector)
    looked = index.look(turned.vector)
    return Closest(
        vector,
        turned,
        looked,
        _seen(looked, BY_MEANING, without),
        _seen(looked, OF_LAWS, without, engine.units_of(LAWS)),
    )


def gather(
    engine: Engine,
    index: MeaningIndex,
    headings: Headings,
    asked: str | EngineQuery,
    vector: Vectors | Callable[[], Closest],
    wanted: EngineFilter,
    limit: int,
) -> Candidates:
    """The best by words and by meaning within a filter. `limit` hits by words at least are in the result's `words`.

    `vector` of the query, or what gives `closest` of it: it is called when the words have been looked for.
    """
    words = engine.search(asked, wanted, max(limit, BY_WORDS))
    hits = {hit.unit: hit for hit in words.hits[:BY_WORDS]}
    laws = engine.search(asked, replace(wanted, types=LAWS), OF_LAWS).hits if not wanted.types else ()
    law_words = {hit.unit: place for place, hit in enumerate(laws, 1)}
    hits.update((hit.unit, hit) for hit in laws if hit.unit not in hits)
    early: Signals | None = None
    if callable(vector):
        # Whoever searches wants totals too, and here there is nothing to do but wait.
        _ = words.counts
        if len(parse(asked).terms.syllables) >= _LONG:
            early = engine.signals(asked, list(hits), wanted)
    close = vector() if callable(vector) else closest(engine, index, vector, wanted.without)
    law_meaning = {unit: place for place, unit in enumerate(close.of_laws, 1)}
    near, found = _near(engine, asked, close, wanted, list(dict.fromkeys([*hits, *law_meaning])), early)
    units = np.array(near, np.int64)
    kept = np.flatnonzero(found.passes)
    units = units[kept]
    found = found.taken(kept)
    closeness, turned = index.closeness_to([close.vector, close.turned.vector], units.tolist())
    by_words = np.zeros(len(units), np.int64)
    places = {hit.unit: place for place, hit in enumerate(words.hits[:BY_WORDS], 1)}
    by_words[:] = [places.get(unit, 0) for unit in units.tolist()]
    among_laws = [np.array([places.get(unit, 0) for unit in units.tolist()]) for places in (law_words, law_meaning)]
    cosine = np.fmax(turned.window, turned.heading)
    order = np.argsort(-np.nan_to_num(cosine, nan=-1.0), kind="stable")
    by_meaning = np.empty(len(units), np.int64)
    by_meaning[order] = np.arange(1, len(units) + 1)
    by_meaning[np.isnan(cosine)] = 0
    names = headings.of(units.tolist(), found.document.tolist(), found.revision.tolist())
    total = np.array(
        [hits[u].score if u in hits else t for u, t in zip(units.tolist(), found.total.tolist(), strict=True)]
    )
    text = asked if isinstance(asked, str) else asked.text
    return Candidates(
        units=tuple(units.tolist()),
        documents=tuple(found.document.tolist()),
        features=_features(
            found, closeness, turned, total, (by_words, by_meaning, *among_laws), names, text, close.turned
        ),
        query=_query_features(found, close.turned.near),
        by_words=by_words,
        by_meaning=by_meaning,
        cosine=cosine,
        signals=found,
        hits=hits,
        words=words,
    )


def _near(
    engine: Engine,
    asked: str | EngineQuery,
    close: Closest,
    wanted: EngineFilter,
    units: list[int],
    early: Signals | None,
) -> tuple[list[int], Signals]:
    """These units and those near in meaning with their signals (`early`: of the first of them, where they are known);
    a narrow filter makes it look further."""
    count = BY_MEANING
    while True:
        near = close.units if count == BY_MEANING else _seen(close.looked, count, wanted.without)
        every = list(dict.fromkeys([*units, *near]))
        found = engine.signals(asked, every if early is None else every[len(early.held) :], wanted)
        if early is not None:
            found = early.followed_by(found)
        passing = int(found.passes[len(units) :].sum())
        if passing >= min(_LEAST_PASSING, count) or len(near) < count or count >= _DEEPEST:
            if count > BY_MEANING:
                # Of the many looked at, as many as elsewhere.
                kept = [*range(len(units)), *(np.flatnonzero(found.passes[len(units) :]) + len(units))[:BY_MEANING]]
                every = [every[place] for place in kept]
                found = found.taken(np.array(kept, np.int64))
            return every, found
        count *= 12


def _seen(
    looked: Looked,
    count: int,
    without: frozenset[int],
    among: NDArray[np.int64] | None = None,
) -> list[int]:
    """The units closest to a query (`among` some), as if the index had nothing of some documents."""
    more = count
    while True:
        found = looked.nearest(more, among)
        left = [one.unit for one in found if one.document not in without]
        if not without or len(left) >= count or len(found) < more:
            return left[:count]
        more *= 2


def _features(
    found: Signals,
    closeness: Closeness,
    turned: Closeness,
    total: NDArray[np.float64],
    places: Sequence[NDArray[np.int64]],
    headings: Sequence[Heading],
    text: str,
    meant_by_law: Turned,
) -> Matrix:
    if not headings:
        return np.zeros((0, len(FEATURES)))
    meant = {term for term in syllables(text) if term not in LIGHT}
    kinds = kinds_asked(text)
    scores = found.scores
    window = _filled(closeness.window)
    opening = _filled(closeness.opening)
    heading = np.where(np.isnan(closeness.heading), opening, closeness.heading)
    best = window.max(initial=0.0)
    window_said = _filled(turned.window)
    heading_said = np.where(np.isnan(turned.heading), _filled(turned.opening), turned.heading)
    near_first = [np.where(place > 0, 1.0 / (2.0 + place), 0.0) for place in places]
    words = total / max(float(total.max(initial=0.0)), 1e-9)
    beside = siblings(found.document)
    columns = (
        words,
        scores["syllables", "syllable"],
        scores["bigrams", "bigram"],
        scores["words", "word"],
        scores["heading", "syllable"],
        scores["heading", "bigram"],
        scores["title", "syllable"],
        scores["title", "bigram"],
        found.holds,
        found.pairs,
        found.rarest,
        near_first[0],
        opening,
        window,
        heading,
        window - best,
        near_first[1],
        np.array([_asked_for(heading.terms, meant) for heading in headings]),
        np.array([kind in LAWS for kind in found.type]),
        np.array([kind in _DECREES for kind in found.type]),
        np.array([heading.closing for heading in headings]),
        np.array([heading.general for heading in headings]),
        *near_first[2:],
        heading - heading.max(initial=0.0),
        opening - opening.max(initial=0.0),
        ~np.isnan(closeness.heading),
        found.in_heading,
        found.stretch,
        found.run,
        window_said,
        heading_said,
        np.array([bool(heading.kinds & kinds) for heading in headings]),
        np.array([bool(kinds and heading.kinds and not heading.kinds & kinds) for heading in headings]),
        _agreements(headings, meant_by_law.terms),
        beside.count(),
        *beside.best_other(np.stack([window, heading, found.holds, found.stretch, words])),
        *beside.apart(found.has, found.worth),
    )
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1).reshape(-1, len(FEATURES))


def _filled(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(cosines) or np.isnan(cosines).all():
        return np.zeros(len(cosines), np.float32)
    return np.nan_to_num(cosines, nan=float(np.nanmax(cosines)) - _MISSING)


def _agreements(headings: Sequence[Heading], terms: Sequence[tuple[frozenset[str], float]]) -> Matrix:
    """How much each heading and the best of some terms have of each other (their overlap by Dice), times its worth."""
    kept = [(one, worth) for one, worth in terms if one]
    numbers = {term: number for number, term in enumerate(frozenset[str]().union(*(one for one, _ in kept)))}
    having = np.zeros((len(numbers), len(kept)))
    for number, (one, _) in enumerate(kept):
        having[[numbers[term] for term in one], number] = 1.0
    held = [[numbers[term] for term in heading.terms if term in numbers] for heading in headings]
    found = np.zeros(len(headings))
    with_some = np.array([place for place, those in enumerate(held) if those], np.int64)
    if len(with_some):
        sizes = np.array([len(held[place]) for place in with_some.tolist()])
        # Rows of a heading stand one after the other.
        shared = np.add.reduceat(having[[number for those in held for number in those]], np.cumsum(sizes) - sizes)
        lengths = np.array([len(headings[place].terms) for place in with_some.tolist()])
        both = lengths[:, None] + np.array([len(one) for one, _ in kept])
        found[with_some] = (2 * shared / both * np.array([worth for _, worth in kept])).max(axis=1)
    return found


def _asked_for(held: tuple[str, ...], meant: set[str]) -> float:
    """What share of a heading the query has."""
    return len(meant.intersection(held)) / len(held) if held else 0.0


def _query_features(found: Signals, said: float) -> Matrix:
    return np.array(
        [
            float(found.holds.max(initial=0.0)),
            float(found.pairs.max(initial=0.0)),
            min(found.syllables, 24) / 24,
            found.rarity,
            said,
        ]
    )
