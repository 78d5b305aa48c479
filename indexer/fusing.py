"""One order from words and meaning: candidates of both, scored by a small model that follows the query.

The model is a table of weights (`fusion.json`, made by `benchmarks/learn_ranking.py`). The score of a candidate is the
sum of its features, each times a weight that is itself a sum over what the query is like: how much of it the best hits
hold, how long and how rare it is. Exact answers never come here: they stand before everything (`indexer.search`).
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from archive.errors import ArchiveUnavailable
from archive.settings import Settings
from indexer.candidates import (
    FEATURES,
    QUERY_FEATURES,
    Candidates,
    Closest,
    HeadingArchive,
    Headings,
    Matrix,
    closest,
    gather,
)
from indexer.embedding import open_embedder
from indexer.engine.base import Counts, Engine, EngineFilter, EngineHit, EngineQuery, EngineResult
from indexer.engine.parsing import parse
from indexer.meaning.index import MeaningIndex
from indexer.meaning.ledger import FILE
from indexer.reasons import MEANING, Meant

log = logging.getLogger("cancu.search")

_PLACES_TOLD = 10
_BAND = 0.05
"""A unit that shares no word with the query is shown while it is no further than this behind the closest one."""
_MOST_BROUGHT = 60
EXPIRED = 0.5
"""By how much less a unit is worth whose document is no longer in force, where a model's score of one more is e times
the chance to be the answer: of two that answer as well, the one that holds today stands first."""
_SHARE_SECONDS = 2.0
_AT_ONCE = 16
"""Queries embedded at one time; a server of embeddings that does not answer must not hold up more."""


@dataclass(frozen=True)
class Model:
    """`weights` (FEATURES, 1 + QUERY_FEATURES): the first of a feature always counts, the others times a feature of the
    query. `middle` and `spread` bring features and query features to one measure."""

    weights: Matrix
    middle: Matrix
    spread: Matrix
    query_middle: Matrix
    query_spread: Matrix

    def scores(self, features: Matrix, query: Matrix) -> NDArray[np.float64]:
        """The score of each candidate, any number; only the order within one query means something."""
        follow = np.concatenate([[1.0], (query - self.query_middle) / self.query_spread])
        scores: NDArray[np.float64] = ((features - self.middle) / self.spread) @ (self.weights @ follow)
        return scores


@cache
def learned_model() -> Model:
    """The model that comes with the program. Raises ValueError where the file is of other features."""
    return read_model((resources.files("indexer") / "fusion.json").read_text(encoding="utf-8"))


def read_model(text: str) -> Model:
    """A model from its file's text. Raises ValueError where it is of other features."""
    held = json.loads(text)
    if held["query"] != list(QUERY_FEATURES) or list(held["features"]) != list(FEATURES):
        raise ValueError("fusion.json is of other features: run benchmarks/learn_ranking.py")
    rows = list(held["features"].values())
    return Model(
        weights=np.array([row["weights"] for row in rows]),
        middle=np.array([row["middle"] for row in rows]),
        spread=np.array([row["spread"] for row in rows]),
        query_middle=np.array(held["query_middle"]),
        query_spread=np.array(held["query_spread"]),
    )


class Fusion:
    """Searches by words and meaning together. Safe to share between threads."""

    def __init__(
        self, engine: Engine, index: MeaningIndex, archive: HeadingArchive, model: Model | None = None
    ) -> None:
        self._engine = engine
        self._index = index
        self._archive = archive
        self._headings = Headings(archive)
        self._model = model
        self._beside = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="meaning")
        self._share: tuple[float, frozenset[int], float] = (0.0, frozenset(), 0.0)

    def search(
        self,
        asked: str | EngineQuery,
        text: str,
        wanted: EngineFilter,
        limit: int,
        mode: str = "auto",
        expired: frozenset[int] = frozenset(),
    ) -> EngineResult | None:
        """As `Engine.search`, in the order of words and meaning, or of meaning alone (mode `meaning`).

        `text` is what was asked, as a person reads it. Units of `expired` documents come a little later. None where
        meaning cannot be asked: there are no vectors yet, their file is broken, or the embedder does not answer.
        """
        try:
            return self._search(asked, text, wanted, limit, mode, expired)
        except sqlite3.DatabaseError:
            log.exception("search by words only: run `cancu index verify`")
            return None

    def _search(
        self,
        asked: str | EngineQuery,
        text: str,
        wanted: EngineFilter,
        limit: int,
        mode: str,
        expired: frozenset[int],
    ) -> EngineResult | None:
        if not len(self._index):
            return None
        hidden = self._archive.hidden()
        if hidden:
            wanted = replace(wanted, without=wanted.without | hidden)
        # Embedding and comparing vectors need no lock of the interpreter: they run beside the search by words.
        close = self._beside.submit(self._closest, text, wanted.without)
        try:
            found = gather(self._engine, self._index, self._headings, asked, close.result, wanted, limit)
        except ArchiveUnavailable as error:
            log.warning("search by words only: %s", error.en)
            return None
        if not found.units:
            return found.words
        if mode == MEANING:
            scores = np.nan_to_num(found.cosine.astype(np.float64), nan=-1.0)
        else:
            scores = (self._model or learned_model()).scores(found.features, found.query)
            if expired:
                scores -= EXPIRED * np.array([document in expired for document in found.documents])
        return _result(found, scores, strict=bool(_required(asked)), limit=limit)

    def _closest(self, text: str, without: frozenset[int]) -> Closest:
        return closest(self._engine, self._index, self._index.embedder.query(text), without)

    def like(self, unit: int, limit: int) -> list[tuple[int, float]]:
        """Units closest in meaning to one, itself left out, the closest first: how close from 0, for texts that have
        nothing to do with each other, to 1. None where it has no vector yet."""
        try:
            vector = self._index.vectors_of([unit]).get(unit)
        except sqlite3.DatabaseError:
            log.exception("nothing like it by meaning: run `cancu index verify`")
            return []
        if vector is None:
            return []
        hidden, quiet = self._archive.hidden(), self._index.embedder.quiet
        near = [one for one in self._index.nearest(vector, limit * 2 + 10) if one.document not in hidden]
        passes = self._engine.signals("", [one.unit for one in near], EngineFilter()).passes
        return [
            (one.unit, round(max(one.cosine - quiet, 0.0) / (1 - quiet), 4))
            for one, held in zip(near, passes.tolist(), strict=True)
            if held and one.unit != unit
        ][:limit]

    def erase(self, documents: Iterable[int]) -> None:
        """Leave no vector of some documents."""
        self._index.erase(documents)

    def warm(self) -> None:
        """Load the model and map the vectors, so that the first search need not."""
        try:
            self._index.embedder.query("văn bản")
        except ArchiveUnavailable as error:
            log.warning("search by words only: %s", error.en)
        with suppress(sqlite3.DatabaseError):  # told by the first search
            len(self._index)

    def rest(self) -> None:
        """Let go of threads and connections, before this process is forked; they are made again when needed."""
        self._beside.shutdown()
        self._beside = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="meaning")
        self._index.ledger.close()

    def close(self) -> None:
        """Let go of the vectors, once nobody looks at them."""
        self._beside.shutdown()
        self._index.close()

    def share(self) -> float:
        """What part of the documents that whoever asks may see can be found by meaning, looked at every two seconds."""
        at, of, share = self._share
        now, hidden = time.monotonic(), self._archive.hidden()
        if now - at > _SHARE_SECONDS or not at or of != hidden:
            documents = self._engine.document_count()
            try:
                done = len(self._index.ledger.documents().keys() - hidden) if hidden else self._index.ledger.counts()[0]
            except sqlite3.DatabaseError:
                log.exception("no search by meaning: run `cancu index verify`")
                done = 0
            share = min(done / documents, 1.0) if documents else 1.0
            self._share = (now, hidden, share)
        return share


def _required(asked: str | EngineQuery) -> bool:
    query = parse(asked)
    return bool(query.required or query.excluded)


def _result(found: Candidates, scores: NDArray[np.float64], *, strict: bool, limit: int) -> EngineResult:
    """Candidates in their order, then what else was found by words; `strict`: nothing that words did not find."""
    closest = float(np.nanmax(found.cosine)) if not np.isnan(found.cosine).all() else 1.0
    shown = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
    order: list[int] = []
    brought: list[int] = []
    by_words, cosines = found.by_words.tolist(), found.cosine.tolist()
    for place in np.lexsort((np.array(found.units), -scores)).tolist():
        if found.units[place] not in found.hits:
            # So written that one without a vector (NaN) is left out.
            if strict or not cosines[place] >= closest - _BAND or len(brought) >= _MOST_BROUGHT:
                continue
            brought.append(place)
        elif not by_words[place]:
            # Among the best of laws alone: it may hold too little to be counted with the words' result.
            brought.append(place)
        order.append(place)
    limit = max(limit, 0)
    hits = [_hit(found, place, shown) for place in order[:limit]]
    if len(order) < limit:
        known = {found.units[place] for place in order}
        lowest = hits[-1].score if hits else 1.0
        rest = [hit for hit in found.words.hits if hit.unit not in known]
        top = max((hit.score for hit in rest), default=1.0)
        hits += [
            EngineHit(hit.unit, hit.document_id, round(lowest * 0.99 * hit.score / top, 6), hit.why) for hit in rest
        ]
    return EngineResult(tuple(hits[:limit]), lambda: _counts(found, brought))


def _hit(found: Candidates, place: int, shown: NDArray[np.float64]) -> EngineHit:
    unit, near = found.units[place], int(found.by_meaning[place])
    held = found.hits.get(unit)
    # The parts of a score by words are made when they are looked at: not here.
    why: Mapping[str, float] = held.why if held else {}
    if held is None or 0 < near <= _PLACES_TOLD:
        why = Meant(round(float(found.cosine[place]), 4), why)
    return EngineHit(unit, found.documents[place], round(float(shown[place]), 6), why)


def _counts(found: Candidates, brought: list[int]) -> Counts:
    """The counts of the words' result and of what meaning brought besides."""
    base = found.words.counts
    mine = np.array([found.units[place] for place in brought], np.int64)
    new = [place for place, held in zip(brought, np.isin(mine, base.unit_ids).tolist(), strict=True) if not held]
    if not new:
        return base
    facets = {name: dict(counts) for name, counts in base.facets.items()}
    for place in new:
        year = int(found.signals.year[place])
        values = (
            ("type", found.signals.type[place]),
            ("issuer", found.signals.issuer[place]),
            ("year", str(year or "")),
        )
        for name, value in values:
            if value:
                counts = facets.setdefault(name, {})
                counts[value] = counts.get(value, 0) + 1
    units = np.concatenate([base.unit_ids, np.array([found.units[place] for place in new], np.int64)])
    more = np.array([found.documents[place] for place in new], np.int64)
    documents = np.sort(np.concatenate([base.document_ids, more]))
    documents = documents[np.concatenate([[True], documents[1:] != documents[:-1]])]
    sizes = np.bincount(np.searchsorted(documents, more), minlength=len(documents))
    np.add.at(sizes, np.searchsorted(documents, base.document_ids), base.document_units)
    return Counts(base.total + len(new), len(documents), facets, units, documents, sizes)


def open_fusion(settings: Settings, engine: Engine, archive: HeadingArchive, *, create: bool = True) -> Fusion | None:
    """Search by meaning for an archive; None where it is not to be had, which is logged: a server that does not answer,
    a broken ledger. Without `create` also where nothing was embedded yet."""
    if not create and not (settings.meaning / FILE).is_file():
        return None
    try:
        return Fusion(engine, MeaningIndex(settings.meaning, open_embedder(settings)), archive)
    except ArchiveUnavailable as error:
        log.warning("no search by meaning: %s", error.en)
    except (sqlite3.Error, OSError):
        log.exception("no search by meaning: run `cancu index rebuild`")
    return None
