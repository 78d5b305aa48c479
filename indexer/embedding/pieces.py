"""The model's own tokenizer: SentencePiece unigram pieces, as XLM-RoBERTa's.

A text is folded code point by code point, runs of spaces become one, a space becomes `▁` and begins a word. The best
split of a word into pieces is the one whose scores add up highest; no piece has a `▁` but at its beginning, so words
are split alone and remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np

from indexer.embedding.packed import Pieces

SPACE = "▁"
_UNKNOWN_PENALTY = 10.0
_WORD = re.compile(f"{SPACE}?[^{SPACE}]+|{SPACE}")
_REMEMBERED = 100_000
_NEVER = -1e30


class PieceTokenizer:
    """Splits texts into numbers of pieces, without the marks of beginning and end. Safe to share between threads."""

    def __init__(self, pieces: Pieces) -> None:
        bounds = pieces.offsets.tolist()
        blob = pieces.blob
        self._numbers = {
            blob[start:end].decode(): number for number, (start, end) in enumerate(pairwise(bounds)) if end > start
        }
        self._scores = pieces.scores
        self._unknown = pieces.unknown
        self._unknown_score = np.float32(pieces.scores.min() - np.float32(_UNKNOWN_PENALTY))
        self._longest = max(map(len, self._numbers))
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
        size = len(word)
        best = [np.float32(_NEVER)] * (size + 1)
        best[0] = np.float32(0)
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            for end in range(start + 1, min(size, start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if number is not None and number != self._unknown:
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
