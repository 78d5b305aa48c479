"""The tokens of the national code, and larger sets made from them. Needs numpy only, so that peers can read it too.

A provision is cut in two at the break nearest to its middle. A larger set goes round the provisions again: the first
part of one with the second part of another of nearly the same length, another one each round, under the heading and
title of the first. So lengths, frequencies and what stands beside what stay those of real provisions; the vocabulary
does not grow. Nothing in it is random: the same size gives the same set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MATERIAL = Path(__file__).resolve().parents[1] / "build" / "bench" / "material.npz"
"""Where `benchmarks.material` keeps the arrays."""


@dataclass(frozen=True)
class Provision:
    """Term numbers of one provision; `body`, `title` and `heading` with 0 at breaks. `source`: the provision whose
    heading, title and number it has."""

    source: int
    body: NDArray[np.uint32]
    words: NDArray[np.uint32]
    title: NDArray[np.uint32]
    heading: NDArray[np.uint32]
    number: NDArray[np.uint32]


class Material:
    """The arrays, and sets of any size made from them."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as held:
            self._held = {name: held[name] for name in held.files}
        self.terms = {
            name: self._held[f"{name}_terms"].tolist() for name in ("body", "words", "title", "heading", "number")
        }
        self.count = len(self._held["cut"])
        lengths = np.diff(self._held["body_bounds"])
        self._by_length = np.argsort(lengths, kind="stable")
        self._rank = np.empty_like(self._by_length)
        self._rank[self._by_length] = np.arange(self.count)

    def _part(self, name: str, number: int) -> NDArray[np.uint32]:
        bounds = self._held[f"{name}_bounds"]
        part: NDArray[np.uint32] = self._held[f"{name}_ids"][bounds[number] : bounds[number + 1]]
        return part

    def provisions(self, size: int) -> Iterator[Provision]:
        """The first `size` provisions of the endless set."""
        for place in range(size):
            turn, one = divmod(place, self.count)
            body, words = self._part("body", one), self._part("words", one)
            if turn:
                other = int(self._by_length[(self._rank[one] + turn) % self.count])
                cut, word_cut = self._held["cut"], self._held["word_cut"]
                body = np.concatenate([body[: cut[one]], self._part("body", other)[cut[other] :]])
                words = np.concatenate([words[: word_cut[one]], self._part("words", other)[word_cut[other] :]])
            yield Provision(
                one, body, words, self._part("title", one), self._part("heading", one), self._part("number", one)
            )

    def facts(self, source: int) -> tuple[int, int, str]:
        """Document, year (0 where not known) and type of a provision."""
        document, year = self._held["fact"][source].tolist()
        return document, year, str(self._held["type"][source])
