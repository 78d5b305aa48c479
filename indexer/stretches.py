"""Numbers that lie in a file, read a stretch at a time and let go of again.

What is looked at of a mapped file is memory of the process, and the system maps sixteen pages around the one that is
looked at: after a hundred questions all of it. A stretch of a kilobyte is read in half a microsecond, one of 100 kB in
four, from the system's own cache of files. Small files stay mapped, and where a system cannot read at a place (Windows)
all do.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGE = 16 * 1024 * 1024
"""Bytes; of a smaller file what is looked at may as well stay."""

LONG = 32_768
"""Numbers; a longer stretch is given as it lies in the map: whoever asks for so many looks at a part of them."""


class OpenFile:
    """A file that is read at places of it, until nothing refers to it any more. Raises OSError."""

    def __init__(self, path: Path | str) -> None:
        self._handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.large = hasattr(os, "preadv") and os.fstat(self._handle).st_size > LARGE

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            os.close(self._handle)

    def fill(self, out: Any, size: int, place: int) -> None:
        """Fill a buffer of so many bytes with what stands in the file from a place on. Raises OSError, also where the
        file ends before."""
        got = os.preadv(self._handle, (out,), place)
        while got < size:
            more = os.preadv(self._handle, (memoryview(out).cast("B")[got:],), place + got)
            if not more:
                raise OSError("the file is cut off")
            got += more


class Stretches:
    """The numbers of an array that is mapped from a `file` at `place`. Safe to share between threads and with forked
    processes."""

    def __init__(self, mapped: NDArray[Any], file: OpenFile | None = None, place: int = 0) -> None:
        """Without a `file` the map is looked at."""
        self.mapped = mapped
        self.dtype = mapped.dtype
        self.file = file if file is not None and file.large else None
        self._width = mapped.itemsize
        self._place = place

    def __len__(self) -> int:
        return len(self.mapped)

    def __getitem__(self, wanted: slice) -> NDArray[Any]:
        """The numbers from one place to another."""
        begin, end = wanted.start, wanted.stop
        if self.file is None or begin is None or end is None or not 0 < end - begin <= LONG:
            return self.mapped[wanted]
        return self.read(begin, end, np.empty(end - begin, self.dtype))

    def read(self, begin: int, end: int, room: NDArray[Any]) -> NDArray[Any]:
        """As `[begin:end]`; what has to be read is read into the beginning of `room`, which has place for it, or for
        LONG numbers."""
        size = end - begin
        if self.file is None or size > LONG:
            return self.mapped[begin:end]
        found = room[:size]
        self.file.fill(found, size * self._width, self._place + begin * self._width)
        return found

    def several(self, bounds: Sequence[tuple[int, int]]) -> NDArray[Any]:
        """Several stretches, at least one, one after the other."""
        file = self.file
        if file is None:
            return np.concatenate([self.mapped[begin:end] for begin, end in bounds])
        found: NDArray[Any] = np.empty(sum([end - begin for begin, end in bounds]), self.dtype)
        raw, width, place, at, read = found.data.cast("B"), self._width, self._place, 0, file.fill
        for begin, end in bounds:
            size = (end - begin) * width
            read(raw[at : at + size], size, place + begin * width)
            at += size
        return found

    def at(
        self, bounds: Sequence[tuple[int, int]], which: NDArray[np.int64], places: NDArray[np.int64]
    ) -> NDArray[Any]:
        """Some numbers of several stretches: of that with each number of `which` (ascending) the one at a place."""
        if not len(which):
            return self.mapped[:0]
        begins = np.array([begin for begin, _ in bounds])
        if self.file is None:
            return self.mapped.take(begins[which] + places)
        wanted = np.unique(which)
        asked = [bounds[one] for one in wanted.tolist()]
        before = np.zeros(len(bounds), np.int64)
        before[wanted[1:]] = np.cumsum([end - begin for begin, end in asked[:-1]])
        return self.several(asked).take(before[which] + places)
