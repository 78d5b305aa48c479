"""An embedder for tests: no model, no loading, the same vectors everywhere.

Texts that share syllables point the same way; `meanings` makes other syllables count as the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from indexer.analysis import syllables
from indexer.embedding.base import Vectors
from indexer.embedding.windows import cut_windows


class HashingEmbedder:
    """A bag of syllables, each with a direction of its own. `meanings`: syllable → the one it stands for."""

    quiet = 0.0

    def __init__(self, dimension: int = 64, meanings: Mapping[str, str] | None = None) -> None:
        self.dimension = dimension
        self.id = f"hashing-{dimension}"
        self._meanings = dict(meanings or {})

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.passages`."""
        return np.array([self.query(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def query(self, text: str) -> Vectors:
        """As `Embedder.query`."""
        total = np.zeros(self.dimension, np.float32)
        for syllable in syllables(text):
            total += self._direction(self._meanings.get(syllable, syllable))
        length = float(np.linalg.norm(total))
        return total / length if length else self._direction("")

    def windows(self, text: str, head: str = "") -> list[str]:
        """As `Embedder.windows`; a word is a token."""
        return cut_windows(text, head, lambda words: [1] * len(words))

    def _direction(self, syllable: str) -> Vectors:
        seed = int.from_bytes(hashlib.blake2b(syllable.encode(), digest_size=8).digest(), "little")
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return vector / np.float32(np.linalg.norm(vector))
