"""Underthesea's word model read from its file and applied to whole batches.

The model is a linear-chain conditional random field in CRFsuite's file format, with two labels: a syllable begins a
word (`B-W`) or goes on with one (`I-W`). The library builds 43 strings a syllable and looks each up; a batch of legal
text has the same syllables, pairs and triples over and over, so here each distinct one is looked up once and the rest
is sums of arrays: the same answers at several times the speed (a test compares the two).

With two labels only differences count: `x` below is how much more a place speaks for `I-W` than for `B-W`.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Difference = NDArray[np.float64]

_HEADER = struct.Struct("<4sI4s9I")
_MOST_KNOWN = 150_000
_FEW = 300

"""Distinct pairs or triples remembered before all are forgotten."""

_SINGLE = (-2, -1, 0, 1, 2)
_DIGIT = (-1, 0, 1)
_PAIRS = ("-2,-1", "-1,0", "0,1", "1,2")
_TRIPLES = ("-2,0", "-1,1", "0,2")
_BOS, _EOS = "BOS", "EOS"


class UnknownModel(ValueError):
    """The file is not the kind of model that is read here."""


class _Known(dict[int, tuple[float, ...]]):
    """Remembers what a key is worth."""

    def __init__(self, worth: Callable[[int], tuple[float, ...]]) -> None:
        super().__init__()
        self._worth = worth

    def __missing__(self, key: int) -> tuple[float, ...]:
        worth = self[key] = self._worth(key)
        return worth


class WordModel:
    """Tags syllables as beginning or going on with a word. Not safe between threads; `tag` keeps what it has seen."""

    def __init__(self, folder: Path) -> None:
        """Read `models.bin` and `dictionary.bin`. Raises UnknownModel, OSError."""
        weights, self._transitions = _read(folder / "models.bin")
        with open(folder / "dictionary.bin", "rb") as file:
            # Part of the installed wheel, as is the code that would unpickle it through joblib.
            self._dictionary: frozenset[str] = frozenset(pickle.load(file))
        tables: dict[str, dict[str, float]] = {}
        for name, weight in weights.items():
            template, _, value = name.partition("=")
            tables.setdefault(template, {})[value] = weight

        def look(template: str) -> Callable[[str, float], float]:
            return tables.get(template, {}).get

        nothing: dict[str, float] = {}
        self._of_one = [
            (
                look(f"T[{o}]"),
                look(f"T[{o}].lower"),
                look(f"T[{o}].is_in_dict"),
                look(f"T[{o}].istitle"),
                look(f"T[{o}].isdigit") if o in _DIGIT else nothing.get,
            )
            for o in _SINGLE
        ]
        self._of_pair = [(look(f"T[{p}]"), look(f"T[{p}].lower"), look(f"T[{p}].is_in_dict")) for p in _PAIRS]
        self._of_triple = [(look(f"T[{p}]"), look(f"T[{p}].is_in_dict")) for p in _TRIPLES]
        self._titles = look("T[0,1].istitle"), look("T[0,2].istitle")
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {_BOS: 0, _EOS: 1}
        # A syllable that happens to be written like the marks is another entry.
        self._syllables: list[str] = [_BOS, _EOS]
        self._lower: list[str] = [_BOS, _EOS]
        self._title: list[bool] = [False, False]
        self._single: list[tuple[float, ...]] = [self._edge(_BOS), self._edge(_EOS)]
        self._pairs = _Known(self._pair)
        self._triples = _Known(self._triple)

    def _edge(self, mark: str) -> tuple[float, ...]:
        return self._one(mark, mark, mark, mark, mark)

    def _one(self, raw: str, lower: str, known: str, title: str, digit: str) -> tuple[float, ...]:
        return tuple(
            of_raw(raw, 0.0) + of_lower(lower, 0.0) + of_known(known, 0.0) + of_title(title, 0.0) + of_digit(digit, 0.0)
            for of_raw, of_lower, of_known, of_title, of_digit in self._of_one
        )

    def _number(self, token: str) -> int:
        key = token if token not in (_BOS, _EOS) else f"\0{token}"
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._syllables)
            # A title is what does not begin with a small letter; marks and figures are titles.
            lower, title = token.lower(), token[:1] == token[:1].upper()
            self._syllables.append(token)
            self._lower.append(lower)
            self._title.append(title)
            known, digit = str(lower in self._dictionary), str(token.isascii() and token.isdigit())
            self._single.append(self._one(token, lower, known, str(title), digit))
        return number

    def _pair(self, key: int) -> tuple[float, ...]:
        first, second = key >> 32, key & 0xFFFFFFFF
        if first == 0 or second == 1:
            raw = lower = title = known = _BOS if first == 0 else _EOS
        else:
            raw = f"{self._syllables[first]} {self._syllables[second]}"
            lower = f"{self._lower[first]} {self._lower[second]}"
            known, title = str(lower in self._dictionary), str(self._title[first] and self._title[second])
        before, back, ahead, after = (
            of_raw(raw, 0.0) + of_lower(lower, 0.0) + of_known(known, 0.0)
            for of_raw, of_lower, of_known in self._of_pair
        )
        return before, back, ahead + self._titles[0](title, 0.0), after

    def _triple(self, key: int) -> tuple[float, ...]:
        # A triple is known by the syllable before and the pair: numbers stay below 2**21.
        first, second, third = key >> 42, key >> 21 & 0x1FFFFF, key & 0x1FFFFF
        if first == 0 or third == 1:
            raw = title = known = _BOS if first == 0 else _EOS
        else:
            numbers = (first, second, third)
            raw = " ".join(self._syllables[n] for n in numbers)
            known = str(" ".join(self._lower[n] for n in numbers) in self._dictionary)
            title = str(all(self._title[n] for n in numbers))
        before, around, ahead = (of_raw(raw, 0.0) + of_known(known, 0.0) for of_raw, of_known in self._of_triple)
        return before, around, ahead + self._titles[1](title, 0.0)

    def _speaks(self, runs: Sequence[Sequence[str]]) -> list[float]:
        """`x` for every place of all runs, each run with two places of padding before and behind it."""
        if max(len(self._pairs), len(self._triples), len(self._syllables)) > _MOST_KNOWN:
            self._forget()
        flat: list[int] = []
        number = self._number
        for run in runs:
            flat += [0, 0, *map(number, run), 1, 1]
        if len(flat) <= _FEW:
            return self._speaks_of_few(flat)
        ids = np.array(flat, dtype=np.int64)
        x = np.zeros(len(ids))
        single = np.array(self._single)[ids]
        for column, offset in enumerate(_SINGLE):
            _shifted(x, single[:, column], offset)
        pairs = _looked_up(ids[:-1] << 32 | ids[1:], self._pairs)
        for column, offset in enumerate((-2, -1, 0, 1)):
            _shifted(x, pairs[:, column], offset)
        triples = _looked_up(ids[:-2] << 42 | ids[1:-1] << 21 | ids[2:], self._triples)
        for column, offset in enumerate((-2, -1, 0)):
            _shifted(x, triples[:, column], offset)
        return x.tolist()

    def _speaks_of_few(self, ids: list[int]) -> list[float]:
        """The same sums in the same order, a place at a time: arrays are slow for one sentence."""
        single = [self._single[number] for number in ids]
        pairs = [self._pairs[a << 32 | b] for a, b in pairwise(ids)]
        triples = [self._triples[a << 42 | b << 21 | c] for a, b, c in zip(ids, ids[1:], ids[2:], strict=False)]
        x = [0.0] * len(ids)
        for parts, offsets in ((single, _SINGLE), (pairs, (-2, -1, 0, 1)), (triples, (-2, -1, 0))):
            for column, offset in enumerate(offsets):
                for place in range(max(-offset, 0), min(len(ids), len(parts) - offset)):
                    x[place] += parts[place + offset][column]
        return x

    def tag(self, runs: Sequence[Sequence[str]]) -> list[list[bool]]:
        """For each run of syllables and marks, whether each goes on with the word before it (Viterbi's best path)."""
        if not runs:
            return []
        x = self._speaks(runs)
        (begin_begin, begin_inside), (inside_begin, inside_inside) = self._transitions
        answers: list[list[bool]] = []
        place = 0
        for run in runs:
            place += 2
            ahead = x[place] if run else 0.0
            came: list[tuple[bool, bool]] = []
            for speaks in x[place + 1 : place + len(run)]:
                # `ahead`: how much better the best path ends inside a word here than with one begun.
                to_begin, to_inside = ahead + inside_begin, ahead + inside_inside
                from_inside = (to_begin > begin_begin, to_inside > begin_inside)
                came.append(from_inside)
                ahead = (to_inside if from_inside[1] else begin_inside) + speaks
                ahead -= to_begin if from_inside[0] else begin_begin
            inside = ahead > 0
            tags = [inside]
            for from_inside in reversed(came):
                inside = from_inside[inside]
                tags.append(inside)
            answers.append(tags[::-1][: len(run)])
            place += len(run) + 2
        return answers


def _shifted(total: Difference, part: Difference, offset: int) -> None:
    """Add to each place what stands `offset` places from it; the padding keeps runs apart."""
    if offset < 0:
        total[-offset : -offset + len(part)] += part[: len(total) + offset]
    else:
        total[: len(part) - offset] += part[offset:]


def _looked_up(keys: NDArray[np.int64], known: _Known) -> Difference:
    distinct, where = np.unique(keys, return_inverse=True)
    return np.array([known[key] for key in distinct.tolist()])[where]


def _read(path: Path) -> tuple[dict[str, float], tuple[tuple[float, float], tuple[float, float]]]:
    """Weights by attribute, `I-W` less `B-W`, and transitions [from][to], from a CRFsuite model (version 100)."""
    raw = path.read_bytes()
    try:
        magic, _, kind, *numbers = _HEADER.unpack_from(raw)
        version, _, labels, attributes, features_at, labels_at, attributes_at = numbers[:7]
        if (magic, kind, version, labels) != (b"lCRF", b"FOMC", 100, 2):
            raise UnknownModel(path.name)
        names = _strings(raw, labels_at, labels)
        inside = names.index("I-W")
        begin = names.index("B-W")
        count = struct.unpack_from("<I", raw, features_at + 8)[0]
        layout = np.dtype([("kind", "<u4"), ("from", "<u4"), ("to", "<u4"), ("weight", "<f8")])
        features = np.frombuffer(raw, dtype=layout, count=count, offset=features_at + 12)
        state, moves = features[features["kind"] == 0], features[features["kind"] == 1]
        difference = np.zeros(attributes)
        sign = np.where(state["to"] == inside, 1.0, -1.0)
        np.add.at(difference, state["from"], sign * state["weight"])
        table = np.zeros((2, 2))
        table[moves["from"], moves["to"]] = moves["weight"]
        weights = dict(zip(_strings(raw, attributes_at, attributes), difference.tolist(), strict=True))
    except (struct.error, ValueError, IndexError) as error:
        raise UnknownModel(path.name) from error
    rows = [(float(table[a, begin]), float(table[a, inside])) for a in (begin, inside)]
    return weights, (rows[0], rows[1])


def _strings(raw: bytes, at: int, count: int) -> list[str]:
    """The strings of a constant database (`CQDB`), by number."""
    magic, _, _, _, size, table = struct.unpack_from("<4s5I", raw, at)
    if magic != b"CQDB" or size < count:
        raise UnknownModel("CQDB")
    begins = np.frombuffer(raw, "<u4", count, at + table).astype(np.int64) + (at + 8)
    held = np.frombuffer(raw, np.uint8)
    sizes = sum(held[begins - 4 + byte].astype(np.int64) << 8 * byte for byte in range(4))
    ends = begins + sizes - 1
    return [str(raw[a:b], "utf-8") for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
