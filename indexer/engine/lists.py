"""A segment's posting lists as arrays: what stands in its two files, and how a term is found there.

Lists are numbered by field, then term, both ascending. `.trm` holds tables by list number, `.pst` the postings of all
lists one after the other: first all document numbers (32 bits), then all codes. A code stands for a pair of frequency
and length of the field in that document (lengths rounded to a byte, as Whoosh does); the pairs that occur are few, so
that what BM25 makes of a posting is looked up in a small table. That table depends on the average lengths of the
whole index, which change with every commit; the codes never do.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from indexer.engine.counting import FIELDS
from indexer.engine.ranking import K1, B
from indexer.engine.tables import read_tables
from indexer.stretches import OpenFile, Stretches

LENGTH_OF_BYTE: NDArray[np.int64] = np.array([byte_to_length(b) for b in range(256)], dtype=np.int64)
"""Field length for each byte of a length column: Whoosh keeps lengths rounded to a byte."""

_SALT = {
    field: int.from_bytes(hashlib.blake2b(field.encode(), digest_size=8, key=b"field").digest(), "little")
    for field in FIELDS
}


def term_hash(term: bytes) -> int:
    """64 bits that stand for a term; of five million terms any two are alike with a chance of one in a million, and
    the writer refuses two in one segment."""
    return int.from_bytes(hashlib.blake2b(term, digest_size=8).digest(), "little")


def term_key(field: str, hashed: int) -> int:
    """The key of a term in a field."""
    return hashed ^ _SALT[field]


_remembered = lru_cache(maxsize=100_000)(lambda term: term_hash(term.encode()))


def term_keys(terms: Iterable[tuple[str, str]]) -> NDArray[np.uint64]:
    """`term_key` of each of some terms in fields."""
    return np.array([_remembered(term) ^ _SALT[field] for field, term in terms], dtype=np.uint64)


@dataclass(frozen=True)
class Pairs:
    """What the codes stand for, by code: place of the field in FIELDS, frequency, length as a byte."""

    field: NDArray[np.uint8]
    frequency: NDArray[np.uint32]
    length: NDArray[np.uint8]

    def packed(self) -> NDArray[np.int64]:
        """Each pair as one number."""
        field = self.field.astype(np.int64) << 40
        packed: NDArray[np.int64] = field | (self.frequency.astype(np.int64) << 8) | self.length
        return packed

    @staticmethod
    def unpacked(packed: NDArray[np.int64]) -> Pairs:
        """The pairs of such numbers."""
        return Pairs(
            (packed >> 40).astype(np.uint8),
            ((packed >> 8) & 0xFFFFFFFF).astype(np.uint32),
            (packed & 0xFF).astype(np.uint8),
        )

    def parts(self, averages: Sequence[float]) -> NDArray[np.float32]:
        """What BM25 makes of each pair, given the average length of each field: f / (f + K1 * (1 - B + B * l / a))."""
        average = np.array(averages)[self.field]
        norm = (K1 * (1 - B + B * LENGTH_OF_BYTE[self.length] / average)).astype(np.float32)
        frequency = self.frequency.astype(np.float32)
        parts: NDArray[np.float32] = frequency / (frequency + norm)
        return parts


class Lists:
    """The posting lists of one segment: their heads mapped, the postings read a stretch at a time."""

    def __init__(self, terms: Any, postings: Any, opened: OpenFile | None = None) -> None:
        """From the two files as buffers; `opened` is the second one. Raises ValueError where they are not whole or do
        not fit each other."""
        arrays, note = read_tables(terms)
        self.first: list[int] = note["first"]
        self.averages: list[float] = note["averages"]
        self._keys: NDArray[np.uint64] = arrays["keys"]
        self._order: NDArray[np.uint32] = arrays["order"]
        self.starts: NDArray[np.int64] = arrays["starts"]
        self.occurrences: NDArray[np.int64] = arrays["occurrences"]
        self.best: NDArray[np.float32] = arrays["best"]
        self._text: NDArray[np.uint8] = arrays["text"]
        self._text_ends: NDArray[np.int64] = arrays["text_ends"]
        self.pairs = Pairs(arrays["pair_field"], arrays["pair_frequency"], arrays["pair_length"])
        size = int(self.starts[-1])
        code = np.dtype(note["code"])
        if len(postings) != size * (4 + code.itemsize):
            raise ValueError("the postings are cut off")
        self.ids = Stretches(np.frombuffer(postings, "<u4", size) if size else _NOTHING, opened)
        self.codes = Stretches(np.frombuffer(postings, code, size, 4 * size) if size else _NOTHING, opened, 4 * size)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def find(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """List numbers of some keys, -1 where the segment has none."""
        if not len(self._keys):
            return np.full(len(keys), -1, dtype=np.int64)
        place = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        return np.where(self._keys[place] == keys, self._order[place].astype(np.int64), -1)

    def number(self, field: str, term: bytes) -> int:
        """The list of a term, -1 where there is none."""
        return int(self.find(np.array([term_key(field, term_hash(term))], dtype=np.uint64))[0])

    def numbers(self, field: str) -> range:
        """The lists of a field."""
        place = FIELDS.index(field)
        return range(self.first[place], self.first[place + 1])

    def field_of(self, number: int) -> str:
        """The field of a list."""
        return FIELDS[bisect_left(self.first, number + 1) - 1]

    def terms(self, numbers: range) -> list[bytes]:
        """The terms of a run of lists."""
        if not len(numbers):
            return []
        begin = int(self._text_ends[numbers.start - 1]) if numbers.start else 0
        ends = (self._text_ends[numbers.start : numbers.stop] - begin).tolist()
        text = self._text[begin : begin + ends[-1]].tobytes()
        return [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]

    def holders(self, number: int) -> NDArray[np.uint32]:
        """Document numbers of a list, ascending."""
        return self.ids[self.starts[number] : self.starts[number + 1]]

    def frequencies(self, number: int) -> NDArray[np.uint32]:
        """How often its term occurs in each of them."""
        return self.pairs.frequency[self.codes[self.starts[number] : self.starts[number + 1]]]

    def each(self, field: str) -> Iterator[tuple[bytes, int]]:
        """Terms of a field in order, with their lists."""
        numbers = self.numbers(field)
        yield from zip(self.terms(numbers), numbers, strict=True)


_NOTHING: NDArray[Any] = np.empty(0, dtype=np.uint32)
