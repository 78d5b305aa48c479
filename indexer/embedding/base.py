"""The seam between search by meaning and the model behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into directions: the closer in meaning, the closer the directions.

    `id` names the model and whatever else changes its vectors: vectors of two ids are never compared. `dimension` is
    the number of coordinates of a vector. `quiet` is the cosine that texts which have nothing to do with each other
    reach (0 where not known): some models press all their cosines into a narrow band.
    """

    id: str
    dimension: int
    quiet: float

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are to be found, (len(texts), dimension), each of length 1.

        Raises ArchiveUnavailable where the model cannot be asked.
        """

    def query(self, text: str) -> Vectors:
        """The vector of what was asked, (dimension,), of length 1. Raises ArchiveUnavailable."""

    def windows(self, text: str, head: str = "") -> list[str]:
        """Stretches of a text, each short enough to be embedded whole, in order; `head` stands before each of them.

        Together they cover the text; there is always at least one.
        """
