"""Vectors as they are searched: eight bits a coordinate, mapped from a file, every one compared with the query.

Whole comparison is exact and has nothing to build: at 125,000 vectors it takes 7 ms of one core. Coordinates are
counted from the middle of all vectors, because those of e5 lie close together; eight bits decide what is looked at
more closely, eight more the order. So more than .99 of the true first ten are found.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.base import Vectors
from indexer.meaning.ledger import Rows

_MAGIC = b"CANCUVEC"
_ALIGN = 64
_LARGEST = 127.0
_PARTS = 254.0
_MORE = 20
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
        )

    def nearest(self, query: Vectors, count: int, dead: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], Vectors]:
        """Numbers of the `count` rows closest to a query, and their cosines; none of the rows that are `dead`."""
        # The query is rounded too for the first look: some more are taken and compared with the query as it is.
        wanted = min(count + count // 2 + _MORE + (int(dead.sum()) if dead is not None else 0), len(self))
        if not wanted:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rows = _closest(self.codes, self._coded(query), wanted)
        if dead is not None:
            rows = rows[~dead[rows]]
        cosines = self.cosines(query, rows)
        order = np.argsort(-cosines, kind="stable")[:count]
        return rows[order], cosines[order]

    def cosines(self, query: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Cosines of a query and some rows."""
        return self.vectors(rows) @ query

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
    arrays = _arrays(block)
    places: dict[str, tuple[int, str, list[int]]] = {}
    at = 0
    for key, values in arrays.items():
        places[key] = (at, values.dtype.str, list(values.shape))
        at += -(-values.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"scale": block.scale, "arrays": places}).encode()
    start = -(-(len(_MAGIC) + 8 + len(header)) // _ALIGN) * _ALIGN
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for key, values in arrays.items():
            file.seek(start + places[key][0])
            file.write(np.ascontiguousarray(values).tobytes())
        file.truncate(start + at)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / name)


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
    with open(path, "rb") as file:
        image = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if bytes(image[: len(_MAGIC)]) != _MAGIC:
        raise ValueError(f"not a file of vectors: {path.name}")
    size = int.from_bytes(image[len(_MAGIC) : len(_MAGIC) + 8], "little")
    begin = len(_MAGIC) + 8
    header = json.loads(bytes(image[begin : begin + size]))
    start = -(-(begin + size) // _ALIGN) * _ALIGN
    arrays: dict[str, NDArray[Any]] = {}
    for key, (at, kind, shape) in header["arrays"].items():
        count = int(np.prod(shape))
        arrays[key] = np.frombuffer(image, np.dtype(kind), count, start + at).reshape(shape)
    try:
        return Block(scale=float(header["scale"]), **arrays)
    except TypeError as error:
        raise ValueError(f"vectors of another version: {path.name}") from error
