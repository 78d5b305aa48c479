"""The model's own tokenizer: SentencePiece unigram pieces, as XLM-RoBERTa's.

A text is folded code point by code point, runs of spaces become one, a space becomes `▁` and begins a word. The best
split of a word into pieces is the one whose scores add up highest; no piece has a `▁` but at its beginning, so words
are split alone and remembered.

The 250,000 pieces stay as they lie in the model's file, with an array of their first eight bytes in order: a table of
texts in memory took 38 MB and a tenth of a second, and a word is split once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.packed import Pieces

SPACE = "▁"
_UNKNOWN_PENALTY = 10.0
_WORD = re.compile(f"{SPACE}?[^{SPACE}]+|{SPACE}")
_REMEMBERED = 100_000
_NEVER = -1e30
_FIRST = 8
"""Bytes of a piece that are compared as one number."""


class PieceTokenizer:
    """Splits texts into numbers of pieces, without the marks of beginning and end. Safe to share between threads."""

    def __init__(self, pieces: Pieces) -> None:
        self._known = _Known(pieces)
        self._scores = pieces.scores
        self._unknown = pieces.unknown
        self._unknown_score = np.float32(pieces.scores.min() - np.float32(_UNKNOWN_PENALTY))
        self._folded = dict(pieces.folded)
        self._word = lru_cache(maxsize=_REMEMBERED)(self._split)
        self._size = lru_cache(maxsize=_REMEMBERED)(self._count)

    def words(self, text: str) -> list[str]:
        """The text folded and cut into words; joined they are the folded text."""
        folded = text.translate(self._folded)
        while "  " in folded:
            folded = folded.replace("  ", " ")
        folded = folded.replace(" ", SPACE)
        return _WORD.findall(folded if folded.startswith(SPACE) and text else SPACE + folded)

    def pieces(self, text: str) -> list[int]:
        """Numbers of the pieces of a text."""
        return [number for word in self.words(text) for number in self._word(word)]

    def size(self, word: str) -> int:
        """How many pieces a word of a text takes, white space aside."""
        return self._size(word)

    def _count(self, word: str) -> int:
        return len(self.pieces(word))

    def _split(self, word: str) -> tuple[int, ...]:
        size, longest = len(word), self._known.longest
        best = [np.float32(_NEVER)] * (size + 1)
        best[0] = np.float32(0)
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        spans = [(a, b) for a in range(size) for b in range(a + 1, min(size, a + longest) + 1)]
        numbers = iter(self._known.numbers([word[a:b].encode() for a, b in spans]))
        for start in range(size):
            here = best[start]
            for end in range(start + 1, min(size, start + longest) + 1):
                number = next(numbers)
                if number >= 0 and number != self._unknown:
                    score = here + self._scores[number]
                    if score > best[end]:
                        best[end], came[end] = score, (start, number)
            score = here + self._unknown_score
            if score > best[start + 1]:
                best[start + 1], came[start + 1] = score, (start, self._unknown)
        found: list[int] = []
        place = size
        while place:
            place, number = came[place]
            found.append(number)
        return tuple(reversed(found))


class _Known:
    """Which texts are pieces. `longest`: characters of the longest one."""

    def __init__(self, pieces: Pieces) -> None:
        self._blob = pieces.blob
        self._offsets = pieces.offsets
        held = np.frombuffer(pieces.blob, np.uint8)
        begins, sizes = pieces.offsets[:-1], np.diff(pieces.offsets)
        first = np.zeros(len(sizes), np.uint64)
        for place in range(_FIRST):
            byte = held[np.minimum(begins + np.uint32(place), np.uint32(len(held) - 1))]
            first = first << np.uint64(8) | np.where(sizes > place, byte, np.uint8(0))
        self._order = np.argsort(first, kind="stable").astype(np.uint32)
        self._first = first[self._order]
        # A byte that goes on with a character is 10xxxxxx.
        characters = np.concatenate([[0], np.cumsum((held & 0xC0) != 0x80, dtype=np.int32)])
        self.longest = int((characters[pieces.offsets[1:]] - characters[begins]).max())

    def numbers(self, texts: Sequence[bytes]) -> list[int]:
        """The number of each text as a piece, -1 where it is none. Texts are not empty."""
        asked: NDArray[np.uint64] = np.array(
            [int.from_bytes(text[:_FIRST].ljust(_FIRST, b"\0"), "big") for text in texts], np.uint64
        )
        lows = np.searchsorted(self._first, asked, "left")
        highs = np.searchsorted(self._first, asked, "right")
        found = [-1] * len(texts)
        for place in np.flatnonzero(highs > lows).tolist():
            text = texts[place]
            for number in self._order[lows[place] : highs[place]].tolist():
                if self._blob[self._offsets[number] : self._offsets[number + 1]] == text:
                    found[place] = number
        return found
