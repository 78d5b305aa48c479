"""Arrays in one file, mapped where they lie: a mark, a header in JSON, then each array at a place of its own."""

from __future__ import annotations

import json
import mmap
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALIGN = 64


def write_arrays(path: Path, magic: bytes, arrays: Mapping[str, NDArray[Any]], **told: float) -> None:
    """Write arrays and a few numbers so that the file is there whole or not at all. Raises OSError."""
    places: dict[str, tuple[int, str, list[int]]] = {}
    at = 0
    for key, values in arrays.items():
        places[key] = (at, values.dtype.str, list(values.shape))
        at += -(-values.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({**told, "arrays": places}).encode()
    start = -(-(len(magic) + 8 + len(header)) // _ALIGN) * _ALIGN
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(magic + len(header).to_bytes(8, "little") + header)
        for key, values in arrays.items():
            file.seek(start + places[key][0])
            file.write(np.ascontiguousarray(values).tobytes())
        file.truncate(start + at)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def read_arrays(path: Path, magic: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays of a file, mapped. Raises OSError, and ValueError where the file is not whole."""
    with open(path, "rb") as file:
        image = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if bytes(image[: len(magic)]) != magic:
        raise ValueError(f"not a file of vectors: {path.name}")
    size = int.from_bytes(image[len(magic) : len(magic) + 8], "little")
    begin = len(magic) + 8
    header = json.loads(bytes(image[begin : begin + size]))
    start = -(-(begin + size) // _ALIGN) * _ALIGN
    arrays: dict[str, NDArray[Any]] = {}
    for key, (at, kind, shape) in header.pop("arrays").items():
        count = int(np.prod(shape))
        arrays[key] = np.frombuffer(image, np.dtype(kind), count, start + at).reshape(shape)
    return header, arrays


def let_go(arrays: Iterable[NDArray[Any]]) -> None:
    """Take mapped arrays out of memory, where the system can; what is looked at again is read again."""
    for array in arrays:
        held = getattr(array.base, "base", None) if isinstance(array.base, np.ndarray) else array.base
        image = held.obj if isinstance(held, memoryview) else None
        if isinstance(image, mmap.mmap) and sys.platform != "win32":
            image.madvise(mmap.MADV_DONTNEED)
