"""An engine as whoever looks may know it: what is hidden from him is in no answer, no count and no word of it.

The index holds every document once; what is left out is asked anew at each question. Totals, facets and hits are those
of an index that never held the hidden documents. Weights of rare words are those of the whole: an order of hits can
differ by them, never what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.analysis import syllables
from indexer.engine.base import (
    Engine,
    EngineFilter,
    EngineQuery,
    EngineResult,
    Entry,
    Mended,
    Other,
    Part,
    Toned,
)
from indexer.speech import speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from indexer.engine.signals import Signals


class SeenEngine:
    """An engine behind which somebody stands; `hidden` says at each question what is hidden from whoever looks."""

    def __init__(self, engine: Engine, hidden: Callable[[], frozenset[int]]) -> None:
        self.whole = engine
        self._hidden = hidden

    # Changed by the program on behalf of all: as it is.

    def add(self, entries: Iterable[Entry]) -> None:
        """As `Engine.add`."""
        self.whole.add(entries)

    def delete(self, document_ids: Iterable[int]) -> None:
        """As `Engine.delete`."""
        self.whole.delete(document_ids)

    def erase(self, document_ids: Iterable[int]) -> None:
        """As `Engine.erase`."""
        self.whole.erase(document_ids)

    def commit(self) -> None:
        """As `Engine.commit`."""
        self.whole.commit()

    def close(self) -> None:
        """As `Engine.close`."""
        self.whole.close()

    # Asked by somebody.

    def search(
        self, query: str | EngineQuery, filter: EngineFilter | None = None, limit: int = 10, offset: int = 0
    ) -> EngineResult:
        """As `Engine.search`, of what is seen."""
        return self.whole.search(query, self._narrowed(filter, self._hidden()), limit, offset)

    def score(self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """As `Engine.score`: of units that whoever asks has already seen."""
        return self.whole.score(query, unit_ids)

    def signals(
        self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64], filter: EngineFilter | None = None
    ) -> Signals:
        """As `Engine.signals`: nothing hidden passes."""
        return self.whole.signals(query, unit_ids, self._narrowed(filter, self._hidden()))

    def units_of(self, types: tuple[str, ...]) -> NDArray[np.int64]:
        """As `Engine.units_of`, hidden units among them: `signals` lets none of them pass."""
        return self.whole.units_of(types)

    def holding(self, terms: Iterable[str]) -> dict[str, int]:
        """As `Engine.holding`; a term that only hidden units hold is held by none."""
        held = self.whole.holding(terms)
        hidden = self._hidden()
        if not hidden:
            return held
        # Few hold a telling term: only those need a closer look.
        return {
            term: count if count > _COMMON else self._count(term.replace("_", " "), hidden, "text")
            for term, count in held.items()
        }

    def vocabulary(self) -> Mapping[str, float]:
        """As `Engine.vocabulary`; for SYSTEM's use alone, since it is of all texts."""
        hidden = self._hidden()
        return {} if hidden else self.whole.vocabulary()

    def revisions(self) -> dict[int, tuple[int, int]]:
        """As `Engine.revisions`, of what is seen."""
        hidden = self._hidden()
        held = self.whole.revisions()
        return {id_: state for id_, state in held.items() if id_ not in hidden} if hidden else held

    def checksums(self) -> dict[int, int]:
        """As `Engine.checksums`, of what is seen."""
        hidden = self._hidden()
        held = self.whole.checksums()
        return {id_: checksum for id_, checksum in held.items() if id_ not in hidden} if hidden else held

    def count(self) -> int:
        """As `Engine.count`, of what is seen."""
        hidden = self._hidden()
        return sum(units for _, units in self.revisions().values()) if hidden else self.whole.count()

    def document_count(self) -> int:
        """As `Engine.document_count`, of what is seen."""
        return len(self.revisions()) if self._hidden() else self.whole.document_count()

    def restore_tones(self, text: str) -> Toned | None:
        """As `Engine.restore_tones`; nothing where the reading has a word of what is hidden."""
        found = self.whole.restore_tones(text)
        if found is None or not self._known(found.text, text):
            return None
        return replace(found, others=self._known_others(found.others, text))

    def mend(self, text: str) -> Mended | None:
        """As `Engine.mend`; nothing where what it probably means is a word of what is hidden."""
        found = self.whole.mend(text)
        if found is None or not self._known(found.text, text):
            return None
        return replace(found, others=self._known_others(found.others, text))

    # Within

    def _narrowed(self, filter: EngineFilter | None, hidden: frozenset[int]) -> EngineFilter | None:
        if not hidden:
            return filter
        filter = filter or EngineFilter()
        return replace(filter, without=filter.without | hidden if filter.without else hidden)

    def _known(self, text: str, typed: str) -> bool:
        """Whether every word of a text that was not typed stands somewhere that is seen, or is one that people use."""
        hidden = self._hidden()
        if not hidden:
            return True
        new = set(syllables(text)) - set(syllables(typed))
        return all(word in speech().syllables or self._count(word, hidden) for word in new)

    def _known_others(self, others: tuple[Other, ...], typed: str) -> tuple[Other, ...]:
        return tuple(other for other in others if self._known(other.text, typed))

    def _count(self, words: str, hidden: frozenset[int], field: str = "") -> int:
        asked = EngineQuery(required=(Part((words,), field=field, exact=True),))
        return self.whole.search(asked, EngineFilter(without=hidden), 0).total


_COMMON = 200
