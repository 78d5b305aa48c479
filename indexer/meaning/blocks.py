"""Vectors as they are searched: eight bits a coordinate, mapped from a file, every one compared with the query.

Coordinates are counted from the middle of all vectors, because those of e5 lie close together; eight bits decide what
is looked at more closely, eight more the order. So more than .99 of the true first ten are found. Of many vectors a
shorter form is looked through first (`indexer.meaning.looking`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.base import Vectors
from indexer.meaning.ledger import Rows
from indexer.meaning.looking import LOOK_FROM, FirstLook, highest, open_look
from indexer.meaning.mapped import read_arrays, write_arrays

_MAGIC = b"CANCUVEC"
_LARGEST = 127.0
_PARTS = 254.0
_MORE = 20
_FEW = 128
_DOUBT = 0.01
"""By how much the order of eight bits may be wrong: ten times what was seen."""
_LOOKED_AT = 6
"""Times as many rows as are wanted that are looked at more closely after the first look."""
_SPREAD = 0.9999
"""Coordinates beyond this quantile are cut off; so few are that it does not show."""


@dataclass(frozen=True)
class Block:
    """Vectors in ascending order of their unit. `codes` int8 (n, dimension): `(vector - middle) * scale` rounded;
    `rest` what rounding took away, in 254ths: looked at only for the rows that are found."""

    codes: NDArray[np.int8]
    rest: NDArray[np.int8]
    unit: NDArray[np.int64]
    document: NDArray[np.int64]
    id: NDArray[np.int64]
    kind: NDArray[np.uint8]
    middle: Vectors
    scale: float
    path: Path | None = None

    def __len__(self) -> int:
        return len(self.unit)

    def taken(self, rows: NDArray[np.int64]) -> Block:
        """Some rows (ascending) as a block of their own, in memory."""
        return replace(
            self,
            codes=self.codes[rows],
            rest=self.rest[rows],
            unit=self.unit[rows],
            document=self.document[rows],
            id=self.id[rows],
            kind=self.kind[rows],
            path=None,
        )

    @cached_property
    def look(self) -> FirstLook | None:
        """The first look at a block that was read from its file; None where it is too small to need one."""
        return open_look(look_path(self.path), self.codes) if self.path and len(self) >= LOOK_FROM else None

    def nearest(
        self,
        query: Vectors,
        count: int,
        dead: NDArray[np.bool_] | None,
        scores: NDArray[np.int32] | None = None,
        among: NDArray[np.int64] | None = None,
        least: float = -np.inf,
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Numbers of the `count` rows closest to a query, and their cosines; none of the rows that are `dead`.

        `scores`: those of the first look. `among`: only of these rows (ascending), which needs `scores`. Rows whose
        cosine is below `least` may be left out.
        """
        # The query is rounded too for the first look: some more are taken and compared with the query as it is.
        gone = int(dead.sum()) if dead is not None else 0
        wanted = min(count + count // 2 + _MORE + gone, len(self))
        if not wanted:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if scores is None and least > -1 and _FEW + gone < wanted:
            # Where the last of a few is too far away, so are the others: they follow in the order of eight bits.
            rows = _closest(self.codes, self._coded(query), _FEW + gone)
            cosines = self.cosines(query, rows)
            if cosines[-1] < least - _DOUBT:
                kept = cosines >= least if dead is None else (cosines >= least) & ~dead[rows]
                rows, cosines = rows[kept], cosines[kept]
                order = np.argsort(-cosines, kind="stable")[:count]
                return rows[order], cosines[order]
        if scores is None:
            rows = _closest(self.codes, self._coded(query), wanted)
        else:
            rows = highest(scores if among is None else scores[among], _LOOKED_AT * count + gone)
            rows = rows if among is None else among[rows]
        if dead is not None:
            rows = rows[~dead[rows]]
        if len(rows) > wanted:
            rows = rows[_closest(self.codes[rows], self._coded(query), wanted)]
        cosines = self.cosines(query, rows)
        order = np.argsort(-cosines, kind="stable")[:count]
        return rows[order], cosines[order]

    def cosines(self, query: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Cosines of a query and some rows."""
        exact = np.vecdot(self.rest[rows].astype(np.float32), query)
        exact /= np.float32(_PARTS)
        exact += np.vecdot(self.codes[rows].astype(np.float32), query)
        exact /= np.float32(self.scale)
        exact += self.middle @ query
        found: Vectors = exact
        return found

    def cosines_to(self, queries: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Cosines of some queries (k, dimension) and some rows, (k, rows)."""
        exact = queries @ self.rest[rows].astype(np.float32).T
        exact /= np.float32(_PARTS)
        exact += queries @ self.codes[rows].astype(np.float32).T
        exact /= np.float32(self.scale)
        exact += (queries @ self.middle)[:, None]
        found: Vectors = exact
        return found

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Some rows as they were before rounding, to a part in ten thousand."""
        exact = self.codes[rows].astype(np.float32) + self.rest[rows].astype(np.float32) / np.float32(_PARTS)
        found: Vectors = (exact / np.float32(self.scale) + self.middle).astype(np.float32)
        return found

    def _coded(self, query: Vectors) -> NDArray[np.int8]:
        """A query in eight bits; its length does not matter for the order."""
        return np.round(query * (_LARGEST / max(float(np.abs(query).max()), 1e-9))).astype(np.int8)

    @cached_property
    def last(self) -> int:
        """The greatest id of a row, 0 where there is none."""
        return int(self.id.max(initial=0))


def _closest(codes: NDArray[np.int8], query: NDArray[np.int8], count: int) -> NDArray[np.int64]:
    # onnxruntime has to be loaded before usearch: the other way round they have crashed.
    import onnxruntime  # noqa: F401
    from usearch.compiled import MetricKind
    from usearch.index import search

    found: Any = search(codes, query, count, MetricKind.IP, exact=True, threads=1)
    return np.asarray(found.keys, dtype=np.int64).reshape(-1)


def make_block(rows: Rows) -> Block:
    """Rows of the ledger as they are searched."""
    order = np.argsort(rows.unit, kind="stable")
    vectors = rows.vectors[order].astype(np.float32)
    dimension = rows.vectors.shape[1]
    middle = vectors.mean(axis=0) if len(vectors) else np.zeros(dimension, np.float32)
    vectors -= middle
    sample = np.abs(vectors[:: max(len(vectors) // 4096, 1)])
    largest = float(np.quantile(sample, _SPREAD)) if sample.size else 1.0
    scale = _LARGEST / max(largest, 1e-6)
    vectors *= scale
    codes = np.clip(np.round(vectors), -_LARGEST, _LARGEST)
    vectors -= codes
    rest = np.clip(np.round(vectors * _PARTS), -_LARGEST, _LARGEST).astype(np.int8)
    return Block(
        codes.astype(np.int8),
        rest,
        rows.unit[order],
        rows.document[order],
        rows.id[order],
        rows.kind[order],
        middle,
        scale,
    )


def write_block(block: Block, folder: Path, name: str) -> None:
    """Write a block so that it is there whole or not at all."""
    write_arrays(folder / name, _MAGIC, _arrays(block), scale=block.scale)


def _arrays(block: Block) -> dict[str, NDArray[Any]]:
    return {
        "codes": block.codes,
        "rest": block.rest,
        "unit": block.unit,
        "document": block.document,
        "id": block.id,
        "kind": block.kind,
        "middle": block.middle.astype(np.float32),
    }


def read_block(path: Path) -> Block:
    """Map a block. Raises OSError, and ValueError where the file is not whole."""
    header, arrays = read_arrays(path, _MAGIC)
    try:
        return Block(scale=float(header["scale"]), path=path, **arrays)
    except TypeError as error:
        raise ValueError(f"vectors of another version: {path.name}") from error


def look_path(path: Path) -> Path:
    """Where the first look at a block is kept."""
    return path.with_suffix(".first")
