"""How likely syllables are behind one another, by the index's counts and by how people talk; the likeliest chain."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.engine.counting import JOINT
from indexer.speech import Speech, speech

SPOKEN = 0.75
"""Weight of how people talk beside what the texts count: a query may be either."""

_PAIRED = 0.9
_RARE = 1e-8

Pairs = Callable[[str], float]
Learn = Callable[[Iterable[str]], object]
Words = tuple[str, ...]
Option = tuple[float, Words]
"""What a syllable may stand for, with its price in natural logarithms."""


def learn_nothing(pairs: Iterable[str]) -> None:
    """For those whose pairs are all at hand."""


@dataclass(frozen=True)
class Likelihood:
    """`frequencies` of the index's syllables, `total` their sum, `pairs` how often one stands behind another there."""

    frequencies: Mapping[str, float]
    total: float
    pairs: Pairs
    speech: Speech

    @classmethod
    def of(cls, frequencies: Mapping[str, float], total: float, pairs: Pairs) -> Likelihood:
        """By these counts, and by how people talk."""
        return cls(frequencies, total, pairs, speech())

    def alone(self, word: str) -> float:
        """How likely a syllable is wherever it stands."""
        counted = (self.frequencies.get(word, 0.0) + 0.01) / self.total
        return (1 - SPOKEN) * counted + SPOKEN * self.speech.alone.get(word, _RARE)

    def counted(self, before: str, after: str) -> float:
        """How often the index has two syllables together."""
        return self.pairs(f"{before}{JOINT}{after}")

    def step(self, before: str, after: str) -> float:
        """The logarithm of how likely a syllable is behind another; behind "" wherever it stands."""
        return self._step(before, after, self.alone(after))

    def _step(self, before: str, after: str, alone: float) -> float:
        if not before:
            return math.log(alone)
        counted = self.pairs(f"{before}{JOINT}{after}") / (self.frequencies.get(before, 0.0) + 1.0)
        said = self.speech.after.get(before)
        together = (1 - SPOKEN) * _PAIRED * counted
        if said is not None and after in said:
            together += SPOKEN * said[after]
        return math.log(together + (1 - _PAIRED) * alone)


@dataclass(frozen=True)
class Chain:
    """The likeliest way through a lattice.

    `chosen`: for each place the number of its option. `others`: (how much less likely, the number for each place) of
    ways that take another option somewhere, the likeliest first.
    """

    chosen: tuple[int, ...]
    others: tuple[tuple[float, tuple[int, ...]], ...]


def likeliest(
    lattice: Sequence[Sequence[Option]],
    joined: Sequence[bool],
    likely: Likelihood,
    learn: Learn = learn_nothing,
    within: float = 0.0,
) -> Chain:
    """Viterbi's algorithm, forwards and backwards. `joined`: whether a place stands right behind the one before it.

    Every option has a word; `within` how much less likely the others may be, 0 for none.
    """
    learn(
        f"{before}{JOINT}{after}"
        for together, (here, there) in zip(joined[1:], pairwise(lattice), strict=True)
        if together
        for before in dict.fromkeys(words[-1] for _, words in here)
        for after in dict.fromkeys(words[0] for _, words in there)
    )
    inside = [[_inside(price, words, likely) for price, words in options] for options in lattice]
    steps: list[list[list[float]]] = []
    forward: list[list[float]] = []
    came: list[list[int]] = []
    for place, options in enumerate(lattice):
        firsts = [(words[0], likely.alone(words[0])) for _, words in options]
        if not place or not joined[place]:
            row = [math.log(alone) for _, alone in firsts]
            rows = [row] * (len(lattice[place - 1]) if place else 1)
        else:
            rows = [[likely._step(words[-1], *first) for first in firsts] for _, words in lattice[place - 1]]
        steps.append(rows)
        if not place:
            forward.append([a + b for a, b in zip(rows[0], inside[0], strict=True)])
            came.append([0] * len(options))
            continue
        before = forward[-1]
        ways = [[so_far + to for so_far, to in zip(before, column, strict=True)] for column in zip(*rows, strict=True)]
        values = [max(way) for way in ways]
        came.append([way.index(value) for way, value in zip(ways, values, strict=True)])
        forward.append([value + own for value, own in zip(values, inside[place], strict=True)])
    last = max(range(len(forward[-1])), key=forward[-1].__getitem__)
    chosen = _back(came, len(lattice) - 1, last)
    if not within:
        return Chain(tuple(chosen), ())
    return Chain(tuple(chosen), tuple(_others(chosen, forward, came, steps, inside, within)))


def _inside(price: float, words: Words, likely: Likelihood) -> float:
    return sum(likely.step(before, after) for before, after in pairwise(words)) - price


def _back(came: Sequence[Sequence[int]], place: int, number: int) -> list[int]:
    found = [number]
    for at in range(place, 0, -1):
        number = came[at][number]
        found.append(number)
    return found[::-1]


def _others(
    chosen: Sequence[int],
    forward: Sequence[Sequence[float]],
    came: Sequence[Sequence[int]],
    steps: Sequence[Sequence[Sequence[float]]],
    inside: Sequence[Sequence[float]],
    within: float,
) -> list[tuple[float, tuple[int, ...]]]:
    """The best way through each option that is not chosen, where it is likely enough."""
    size = len(forward)
    behind: list[list[float]] = [[0.0] * len(forward[-1])]
    goes: list[list[int]] = []
    for place in range(size - 1, 0, -1):
        after = [value + own for value, own in zip(behind[0], inside[place], strict=True)]
        ways = [[to + value for to, value in zip(row, after, strict=True)] for row in steps[place]]
        values = [max(way) for way in ways]
        goes.insert(0, [way.index(value) for way, value in zip(ways, values, strict=True)])
        behind.insert(0, values)
    best = max(forward[-1])
    found: dict[tuple[int, ...], float] = {}
    for place in range(size):
        for number, (so_far, value) in enumerate(zip(forward[place], behind[place], strict=True)):
            short = best - so_far - value
            if number == chosen[place] or short >= within:
                continue
            way = _back(came, place, number)
            for at in range(place, size - 1):
                way.append(goes[at][way[-1]])
            found.setdefault(tuple(way), short)
    return sorted((short, way) for way, short in found.items())
