"""Named arrays in one file, read where they lie.

The file begins with `MAGIC`, the size of its head (8 bytes, little-endian) and the head itself, JSON that tells of each
array its type, its place and its length, and whatever else the writer noted. Arrays begin at multiples of 8 bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = b"CANCUTAB"
_SIZE = struct.Struct("<q")


def _aligned(place: int) -> int:
    return -(-place // 8) * 8


def write_tables(file: BinaryIO, arrays: Mapping[str, NDArray[Any]], note: Mapping[str, Any]) -> None:
    """Write arrays (one-dimensional) and a note of plain values."""
    places: dict[str, tuple[str, int, int]] = {}
    place = 0
    for name, array in arrays.items():
        little = array.dtype.newbyteorder("<")
        places[name] = (little.str, place, len(array))
        place = _aligned(place + array.nbytes)
    head = json.dumps({"arrays": places, "note": dict(note), "size": place}, ensure_ascii=False).encode()
    head += b" " * (_aligned(16 + len(head)) - 16 - len(head))
    file.write(MAGIC + _SIZE.pack(len(head)) + head)
    for array in arrays.values():
        raw = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        file.write(raw.data.cast("B") if len(raw) else b"")
        file.write(b"\0" * (_aligned(raw.nbytes) - raw.nbytes))


def read_tables(raw: Any) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The arrays as views of a buffer (a memory map), and the note. Raises ValueError for a file that is not whole."""
    if len(raw) < 16 or bytes(raw[:8]) != MAGIC:
        raise ValueError("no tables here")
    size = _SIZE.unpack_from(raw, 8)[0]
    if not 0 < size <= len(raw) - 16:
        raise ValueError("the tables are cut off")
    head = json.loads(bytes(raw[16 : 16 + size]))
    base = 16 + size
    if len(raw) < base + head["size"]:
        raise ValueError("the tables are cut off")
    arrays = {
        name: np.frombuffer(raw, dtype=kind, count=length, offset=base + place)
        for name, (kind, place, length) in head["arrays"].items()
    }
    return arrays, head["note"]
