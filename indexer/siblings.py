"""What a candidate is beside the other candidates of its document: the neighbouring article is what most often stands
above the right one.

Two things tell them apart. What the others are like is evidence of the document, which says little of the article. And
a word of the query that all of them have (`đất` in the land law) says nothing there, one that few have much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Siblings:
    """Candidates by document. `order` brings those of a document together, `starts` where each begins in it, `group`
    the document of each in that order, `sizes` how many candidates it has."""

    order: Numbers
    starts: Numbers
    group: Numbers
    sizes: Numbers

    def count(self) -> Shares:
        """Of each candidate how many its document has, itself among them, as a logarithm."""
        return self._back(np.log(self.sizes)[self.group])

    def best_other(self, columns: Shares) -> Shares:
        """Of some columns (columns, candidates) the highest that another candidate of the same document has; where it
        has none, the lowest that one has anywhere (0 where nobody has another)."""
        values = columns[:, self.order]
        top = np.maximum.reduceat(values, self.starts, axis=1)[:, self.group]
        highest = values == top
        several = np.add.reduceat(highest, self.starts, axis=1, dtype=np.int64)[:, self.group] > 1
        behind = np.maximum.reduceat(np.where(highest, -np.inf, values), self.starts, axis=1)[:, self.group]
        found = np.where(highest & ~several, behind, top)
        alone = self.sizes[self.group] == 1
        lowest = found[:, ~alone].min(axis=1) if not alone.all() else np.zeros(len(found))
        found[:, alone] = lowest[:, None]
        return self._back(found)

    def apart(self, has: NDArray[np.bool_], worth: Shares) -> tuple[Shares, Shares]:
        """What share of a query each candidate has that its siblings have not, and what share it lacks that they have.
        `has` (terms, candidates), `worth` of each term."""
        whole = max(float(worth.sum()), 1e-9)
        held = has[:, self.order]
        common = np.add.reduceat(held, self.starts, axis=1, dtype=np.float64) / self.sizes
        spread = common[:, self.group]
        alone = worth @ np.where(held, 1.0 - spread, 0.0) / whole
        lacking = worth @ np.where(held, 0.0, spread) / whole
        return self._back(alone), self._back(lacking)

    def _back(self, values: Shares) -> Shares:
        found = np.empty_like(values, dtype=np.float64)
        found[..., self.order] = values
        return found


def siblings(documents: Numbers) -> Siblings:
    """Candidates by their documents. There has to be one at least."""
    order = np.argsort(documents, kind="stable")
    held = documents[order]
    new = np.concatenate([[True], held[1:] != held[:-1]])
    starts = np.flatnonzero(new)
    return Siblings(order, starts, np.cumsum(new) - 1, np.diff(starts, append=len(held)))
