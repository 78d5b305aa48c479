"""How people talk, for reading what they type: an index of laws knows `bố nhau` as little as `bỏ nhau`.

Made once from three sources: `vocabulary/spoken.txt` (wordings written by us), the everyday side of the vocabulary,
and the word list that underthesea ships. Nothing of it is searched for; it only says what a syllable is, and
what is likely.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from sys import intern

import numpy as np
from numpy.typing import NDArray

from archive.folding import fold_syllable, unaccent
from indexer.syllables import is_syllable

_WORDING, _EVERYDAY, _CROSSED, _LISTED = 2.0, 1.0, 0.25, 0.4
"""What a pair of syllables counts, by where it stands: in a wording, in the vocabulary, across a `+`, in the list."""

_SENTENCE = 1.0
"""What a pair counts in a sentence as somebody says it."""

_TABLES = ("everyday.csv", "company.csv")

_UNSEEN = 4.0
"""Pairs that were not seen after a syllable, beside those that were."""

PAIRED = 0.8
"""Share of a syllable's likelihood that its pair decides; the rest is how often it is said at all."""

_LIST = "corpus/data/Viet22K.txt"


@dataclass(frozen=True)
class Triples:
    """Three syllables in a row: the `numbers` of the syllables in them, and each three as one number, sorted."""

    numbers: Mapping[str, int]
    codes: NDArray[np.int64]

    def held(self, *places: Sequence[str]) -> NDArray[np.bool_]:
        """Which of all ways to take one syllable of each of three places were seen, by number at each place."""
        first, second, third = (np.array([self.numbers.get(word, -1) for word in words], np.int64) for words in places)
        known = (first >= 0)[:, None, None] & (second >= 0)[:, None] & (third >= 0)
        codes = (first[:, None, None] << _BITS * 2) | (second[:, None] << _BITS) | third
        if not len(self.codes):
            return np.zeros_like(known)
        at = np.searchsorted(self.codes, codes)
        found: NDArray[np.bool_] = known & (self.codes[np.minimum(at, len(self.codes) - 1)] == codes)
        return found


_BITS = 16
"""Of a syllable's number; there are fewer than seven thousand."""


def _triples(wordings: Iterable[tuple[str, ...]]) -> Triples:
    numbers: dict[str, int] = {}
    codes: set[int] = set()
    for words in wordings:
        held = [numbers.setdefault(word, len(numbers)) for word in words]
        codes.update(a << _BITS * 2 | b << _BITS | c for a, b, c in zip(held, held[1:], held[2:], strict=False))
    return Triples(numbers, np.array(sorted(codes), np.int64))


@dataclass(frozen=True)
class Speech:
    """What is known of folded syllables as people say them.

    `alone`: the share of each among all. `after`: for a syllable, how likely each other is behind it, where they were
    seen together. `readings`: syllables by their plain form. `syllables`: all that are known, those of the word list
    too. `foreign`: words that are written as they are (`zalo`, `ship`, `nlđ`).
    """

    alone: Mapping[str, float]
    after: Mapping[str, Mapping[str, float]]
    readings: Mapping[str, tuple[str, ...]]
    syllables: frozenset[str]
    foreign: frozenset[str]
    triples: Triples

    def pairs(self, before: str, after: str) -> bool:
        """Whether two syllables were seen together."""
        return after in self.after.get(before, _NONE)


_NONE: Mapping[str, float] = {}


@cache
def speech() -> Speech:
    """All that is known of how people talk. Takes a tenth of a second, once."""
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    often: dict[str, float] = defaultdict(float)

    def pair(before: str, after: str, worth: float) -> None:
        row = counts[before]
        row[after] = row.get(after, 0.0) + worth

    long: list[tuple[str, ...]] = []

    def wording(words: tuple[str, ...], worth: float) -> None:
        if len(words) > 2:
            long.append(words)
        for word in words:
            often[word] += worth
        for before, after in pairwise(words):
            pair(before, after, worth)

    for sides in _spoken():
        for words in (words for side in sides for words in side):
            wording(words, _WORDING)
        for left, right in pairwise(sides):
            for before in {words[-1] for words in left}:
                for after in {words[0] for words in right}:
                    pair(before, after, _CROSSED)
    for words in _everyday():
        wording(words, _EVERYDAY)
    for words in _sentences():
        wording(words, _SENTENCE)
    listed = _listed()
    for words in listed:
        wording(words, _LISTED if len(words) > 1 else _LISTED / 4)
    total = sum(often.values()) or 1.0
    rows: dict[str, dict[str, float]] = {}
    for before, row in counts.items():
        whole = sum(row.values()) + _UNSEEN
        rows[before] = {word: PAIRED * worth / whole for word, worth in row.items()}
    readings: dict[str, list[str]] = defaultdict(list)
    for word in sorted(often, key=lambda word: -often[word]):
        readings[unaccent(word)].append(word)
    return Speech(
        {word: worth / total for word, worth in often.items()},
        rows,
        {plain: tuple(words) for plain, words in readings.items()},
        frozenset(often),
        frozenset(fold_syllable(word) for line in _lines("foreign.txt") for word in line.split()) | _short_forms(),
        _triples(long),
    )


def _short_forms() -> frozenset[str]:
    """The abbreviations of the vocabulary in small letters, with and without their bars (`nlđ`, `nld`), but for those
    that may be a syllable."""
    shorts = {row["short"].lower() for row in csv.DictReader(_lines("abbreviations.csv"))}
    plain = {unaccent(short) for short in shorts if len(short) > 2}
    parts = {part for short in shorts | plain for part in re.split(r"\W", short)}
    return frozenset(fold_syllable(short) for short in parts if not is_syllable(unaccent(short)))


def _lines(name: str) -> Iterator[str]:
    text = (resources.files("indexer") / "vocabulary" / name).read_text(encoding="utf-8-sig")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _folded(word: str) -> str:
    return intern(fold_syllable(word))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in text.split())


def _spoken() -> Iterator[list[list[tuple[str, ...]]]]:
    """Of each line its sides, of each side its wordings."""
    for line in _lines("spoken.txt"):
        yield [[_words(wording) for wording in side.split(";")] for side in line.split("+")]


def _everyday() -> Iterator[tuple[str, ...]]:
    """Everyday wordings, each once however many legal terms it has."""
    rows = (row["everyday"].lower() for name in _TABLES for row in csv.DictReader(_lines(name)))
    yield from map(_words, dict.fromkeys(rows))


def _sentences() -> Iterator[tuple[str, ...]]:
    yield from (_words(row["said"].lower()) for row in csv.DictReader(_lines("sentences.csv")))


def _listed() -> list[tuple[str, ...]]:
    """Words of one and two syllables of the list; none where the package has it no longer."""
    # Importing underthesea would load its taggers.
    spec = find_spec("underthesea")
    places = spec.submodule_search_locations if spec else None
    try:
        text = (Path(next(iter(places or [""]))) / _LIST).read_text(encoding="utf-8")
    except OSError:
        return []
    split = (line.split() for line in text.lower().splitlines())
    return [tuple(map(_folded, words)) for words in split if 0 < len(words) <= 2]
