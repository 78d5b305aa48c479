"""Columns of what is known of each entry: arrays in files of their own, written many entries at a time."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import Column, ColumnReader

from indexer.stretches import Stretches

_INT = struct.Struct("!i")


def _raw(file: Any, position: int, length: int) -> Any:
    """A part of a file, where it lies if the file is mapped."""
    mapped = getattr(file, "mapped", None)
    return file.get(position, length) if mapped is None else memoryview(mapped)[position : position + length]


def _whole(values: NDArray[Any], wanted: int) -> NDArray[Any]:
    if len(values) != wanted:
        raise ValueError(f"a column of {len(values)} values where {wanted} entries are")
    return values


class _Raw:
    """Appends arrays to a file as they come."""

    def __init__(self, file: Any, kind: str) -> None:
        self._file = file
        self._kind = kind

    def extend(self, values: Any) -> None:
        """Values of the next entries."""
        self._file.write(np.ascontiguousarray(values, dtype=self._kind).tobytes())

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class BulkColumn(Column):
    """A column that is written by whole arrays. Abstract: each kind has its own writer."""

    def bulk_writer(self, file: Any) -> Any:
        """A writer with `extend` and `close`, which closes the file."""
        raise NotImplementedError


class LengthColumn(BulkColumn):
    """Field lengths, a byte each: the layout of Whoosh's own column of lengths."""

    def bulk_writer(self, file: Any) -> _Raw:
        """Takes arrays of bytes."""
        return _Raw(file, "u1")


class ArrayColumn(BulkColumn):
    """One whole number for each entry, 64 bits, little-endian."""

    def bulk_writer(self, file: Any) -> _Raw:
        """Takes arrays of numbers."""
        return _Raw(file, "<i8")

    def default_value(self, reverse: bool = False) -> int:
        """0 where none was given."""
        return 0

    class Reader(ColumnReader):
        """The column as one array."""

        def values(self) -> NDArray[np.int64]:
            """All values by document number."""
            values = np.frombuffer(_raw(self._dbfile, self._basepos, self._length), dtype="<i8")
            return _whole(values, self._doccount).astype(np.int64, copy=False)

        def __getitem__(self, docnum: int) -> int:
            return int(self.values()[docnum])


class NameColumn(BulkColumn):
    """One of a few names for each entry."""

    def bulk_writer(self, file: Any) -> NameColumn.Writer:
        """Takes names."""
        return self.Writer(file)

    def default_value(self, reverse: bool = False) -> str:
        """No name where none was given."""
        return ""

    class Writer:
        """Gathers, writes a list of names and their numbers at the end."""

        def __init__(self, file: Any) -> None:
            self._file = file
            self._codes: list[int] = []
            self._names: dict[str, int] = {"": 0}

        def extend(self, values: Iterable[str]) -> None:
            """Names of the next entries."""
            names = self._names
            self._codes.extend([names.setdefault(value, len(names)) for value in values])

        def close(self) -> None:
            """Write all."""
            names = json.dumps(list(self._names), ensure_ascii=False).encode()
            self._file.write(_INT.pack(len(names)) + names + np.array(self._codes, dtype="<i4").tobytes())
            self._file.close()

    class Reader(ColumnReader):
        """The column as names and an array of their numbers."""

        def values(self) -> tuple[list[str], NDArray[np.int64]]:
            """Names, and for each entry the place of its name among them."""
            raw = _raw(self._dbfile, self._basepos, self._length)
            size = _INT.unpack_from(raw)[0]
            codes = np.frombuffer(raw, dtype="<i4", offset=4 + size)
            return json.loads(bytes(raw[4 : 4 + size])), _whole(codes, self._doccount).astype(np.int64)

        def __getitem__(self, docnum: int) -> str:
            names, codes = self.values()
            return names[int(codes[docnum])]


class SequenceColumn(BulkColumn):
    """An array of 32-bit numbers for each entry; only those that are asked for are read."""

    def bulk_writer(self, file: Any) -> SequenceColumn.Writer:
        """Takes pairs: arrays one after the other, and the length of each."""
        return self.Writer(file)

    class Writer:
        """Writes arrays as they come, their ends at the end."""

        def __init__(self, file: Any) -> None:
            self._file = file
            self._sizes: list[NDArray[np.int64]] = []

        def extend(self, values: tuple[NDArray[np.uint32], NDArray[np.int64]]) -> None:
            """Arrays of the next entries."""
            flat, sizes = values
            self._file.write(np.ascontiguousarray(flat, dtype="<u4").tobytes())
            self._sizes.append(sizes)

        def close(self) -> None:
            """Write where each array ends."""
            ends = np.cumsum(np.concatenate(self._sizes)) if self._sizes else np.empty(0)
            self._file.write(ends.astype("<i8").tobytes())
            self._file.close()

    class Reader(ColumnReader):
        """Arrays by document number."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            raw = _raw(dbfile, basepos, length)
            place = length - 8 * doccount
            ends = np.frombuffer(raw, dtype="<i8", count=doccount, offset=place) if doccount else np.empty(0)
            self.bounds = np.concatenate([[0], ends]).astype(np.int64)
            if 4 * int(self.bounds[-1]) != place:
                raise ValueError("the sequences are cut off")
            mapped = np.frombuffer(raw, dtype="<u4", count=int(self.bounds[-1]))
            self.flat = Stretches(mapped, dbfile.opened() if hasattr(dbfile, "opened") else None, basepos)

        def __getitem__(self, docnum: int) -> NDArray[np.uint32]:
            return self.flat[self.bounds[docnum] : self.bounds[docnum + 1]]

        def several(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
            """Arrays of some entries one after the other, and where each one's end."""
            if not len(numbers):
                return self.flat[:0], numbers
            starts, stops = self.bounds[numbers], self.bounds[numbers + 1]
            # Those that lie side by side are read together.
            apart = np.flatnonzero(starts[1:] != stops[:-1]) + 1
            begins, ends = starts[np.concatenate([[0], apart])], stops[np.concatenate([apart - 1, [-1]])]
            whole = self.flat.several(list(zip(begins.tolist(), ends.tolist(), strict=True)))
            return whole, np.cumsum(stops - starts)
