"""What comparable documents rest on: the bases of documents alike in type, kind of body and subject, weighed.

Pure arithmetic over cases (a document with what it rests on), so that it can be measured by leaving one out. Rare words
of a subject weigh more than words of every subject; a document of the same type from the same kind of body is more
alike. What a document rests on for its body's powers alone comes from all documents of its type and kind of body.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

NEAREST = 12
"""So many of the most alike are asked."""

LEAST = 0.12
"""Less alike than this is no comparison."""

_OTHER_TYPE = 0.6
_OTHER_BODY = 0.75
_PRIOR = 0.15
"""What it counts that documents of the type and kind of body rest on it, whatever their subject."""

_FEWEST = 3
_ONCE = 0.3


@dataclass(frozen=True)
class Case:
    """A document: `key` names it, `type` and `body` (kind and level: `UBND xã`) are compared whole, `words` are those
    of its subject (`archive.precedents.content_words`), `bases` what it rests on."""

    key: int
    type: str
    body: str
    words: frozenset[str]
    bases: frozenset[Hashable] = frozenset()


@dataclass(frozen=True)
class Weighed:
    """A basis with its score (0 to 1, compares within one answer) and the cases that rest on it, the most alike first,
    each with its likeness (0 to 1). `common`: how many documents of the type and kind of body rest on it."""

    basis: Hashable
    score: float
    cases: tuple[tuple[int, float], ...]
    common: int


class Comparable:
    """The cases of an archive."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._cases = tuple(cases)
        counts = Counter(word for case in self._cases for word in case.words)
        total = len(self._cases) + 1
        self._weight = {word: math.log(1 + total / (1 + count)) for word, count in counts.items()}
        self._unknown = math.log(1 + total)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_group: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, case in enumerate(self._cases):
            for word in case.words:
                self._by_word[word].append(place)
            self._by_group[case.type, case.body].append(place)

    def __len__(self) -> int:
        return len(self._cases)

    def alike(self, wanted: Case, *, without: int | None = None) -> list[tuple[Case, float]]:
        """The cases most like one, the most alike first; those of nothing in common are left out."""
        places = {place for word in wanted.words for place in self._by_word.get(word, ())}
        found = [
            (self._cases[place], likeness)
            for place in places
            if self._cases[place].key != without and (likeness := self._likeness(wanted, self._cases[place])) >= LEAST
        ]
        found.sort(key=lambda each: (-each[1], -each[0].key))
        return found

    def bases(self, wanted: Case, *, without: int | None = None) -> list[Weighed]:
        """What the most alike rest on, the best first."""
        nearest = [each for each in self.alike(wanted, without=without) if each[0].bases][:NEAREST]
        whole = sum(likeness for _, likeness in nearest)
        of: dict[Hashable, list[tuple[int, float]]] = defaultdict(list)
        for case, likeness in nearest:
            for basis in case.bases:
                of[basis].append((case.key, likeness))
        group = [
            self._cases[place]
            for place in self._by_group.get((wanted.type, wanted.body), ())
            if self._cases[place].key != without and self._cases[place].bases
        ]
        common = Counter(basis for case in group for basis in case.bases)
        usual = {basis for basis, count in common.items() if len(group) >= _FEWEST and count * 2 >= len(group)}
        made = []
        for basis in of.keys() | usual:
            cases = of.get(basis, [])
            share = sum(likeness for _, likeness in cases) / whole if whole else 0.0
            # One document alone is an example, several are a custom.
            sure = 1.0 if len(cases) > 1 else _ONCE + (1 - _ONCE) * (cases[0][1] if cases else 0.0)
            prior = common[basis] / len(group) if len(group) >= _FEWEST else 0.0
            score = (1 - _PRIOR) * share * sure + _PRIOR * prior
            made.append(Weighed(basis, score, tuple(cases), common[basis]))
        return sorted(made, key=lambda each: (-each.score, -each.common, str(each.basis)))

    def _likeness(self, one: Case, other: Case) -> float:
        shared = one.words & other.words
        both = sum(self._weight.get(word, self._unknown) for word in shared)
        either = sum(self._weight.get(word, self._unknown) for word in one.words | other.words)
        alike = both / either if either else 0.0
        if one.type != other.type:
            alike *= _OTHER_TYPE
        if one.body != other.body:
            alike *= _OTHER_BODY
        return alike


def precision_and_recall(offered: Sequence[Hashable], right: frozenset[Hashable], most: int) -> tuple[float, float]:
    """Of the first `most` offered: the share that is right, and the share of what is right that is among them."""
    first = offered[:most]
    hits = sum(each in right for each in first)
    return (hits / len(first) if first else 0.0), (hits / len(right) if right else 0.0)
