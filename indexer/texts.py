"""Many texts, or lists of numbers, in two arrays: they can lie in a mapped file that several processes share, where a
list of Python's own would be as many objects in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = tuple[NDArray[Any], NDArray[np.int64]]
"""What all have together, and where each begins; one more than there are, for where the last one ends."""


class Texts:
    """Texts by number, made when they are looked at."""

    def __init__(self, held: NDArray[Any], begins: NDArray[np.int64]) -> None:
        self._held = held.data
        self._begins = begins

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, place: int) -> str:
        begin, end = self._begins[place : place + 2].tolist()
        return str(self._held[begin:end], "utf-8")

    def several(self, places: Sequence[int]) -> list[str]:
        """Some of them, in a third of the time that they take one by one."""
        wanted = np.asarray(places, np.int64)
        begins, ends = self._begins[wanted].tolist(), self._begins[wanted + 1].tolist()
        held = self._held
        return [str(held[begin:end], "utf-8") for begin, end in zip(begins, ends, strict=True)]


class Runs:
    """Lists of numbers by number."""

    def __init__(self, held: NDArray[Any], begins: NDArray[np.int64]) -> None:
        self._held = held
        self._begins = begins

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, place: int) -> NDArray[Any]:
        return self._held[self._begins[place] : self._begins[place + 1]]

    def between(self, first: int, last: int) -> NDArray[Any]:
        """Those from the first up to the last, which is left out, one after the other."""
        return self._held[self._begins[first] : self._begins[last]]


def texts_together(texts: Iterable[str]) -> Arrays:
    """The arrays of `Texts`."""
    raw = [text.encode() for text in texts]
    return np.frombuffer(b"".join(raw), np.uint8), _begins([len(each) for each in raw])


def runs_together(runs: Sequence[Sequence[int]]) -> Arrays:
    """The arrays of `Runs`, of 32 bits each."""
    held = np.fromiter((number for run in runs for number in run), np.int32)
    return held, _begins([len(run) for run in runs])


def _begins(sizes: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
