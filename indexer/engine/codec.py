"""Whoosh's own file format, written and read a posting list at a time, in arrays.

`ColumnCodec` keeps Whoosh's W3 format: what it writes, any Whoosh reads, and Whoosh's searchers score it as usual. It
differs in how the format is used. A posting list is one block instead of many of 128; its numbers stand in typed arrays
instead of tuples; nothing is compressed. So a list is written with one call and read with one, without a step of Python
for each posting. Two column types hold what is known of each entry as arrays.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterator
from io import BytesIO
from pickle import dumps, loads
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3TermInfo,
    W3TermsReader,
)
from whoosh.columns import Column, ColumnReader, ColumnWriter
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

LENGTH_OF_BYTE: NDArray[np.int64] = np.array([byte_to_length(b) for b in range(256)], dtype=np.int64)
"""Field length for each byte of a length column: Whoosh keeps lengths rounded to a byte."""


def rounded_lengths(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Field lengths as they come back from a length column."""
    distinct, where = np.unique(lengths, return_inverse=True)
    held = [LENGTH_OF_BYTE[length_to_byte(length)] for length in distinct.tolist()]
    return np.array(held, dtype=np.int64)[where]


_INT = struct.Struct("!i")
_PROTOCOL = 4


def _narrow(values: NDArray[Any]) -> array[int]:
    """Integers in the narrowest array that holds them all."""
    top = int(values.max()) if len(values) else 0
    code, kind = ("B", np.uint8) if top < 256 else ("H", np.uint16) if top < 65536 else ("I", np.uint32)
    narrow: array[int] = array(code)
    narrow.frombytes(values.astype(kind).tobytes())
    return narrow


class ColumnFieldWriter(W3FieldWriter):
    """Writes a whole field from arrays sorted by term."""

    def write_field(
        self,
        name: str,
        field: Any,
        terms: list[bytes],
        ends: NDArray[np.int64],
        ids: NDArray[np.uint32],
        weights: NDArray[np.uint16],
        lengths: NDArray[np.int64],
    ) -> None:
        """`terms` ascending; those of term t are `ids[ends[t-1]:ends[t]]`, ascending; `lengths` by document number."""
        if not terms:
            return
        self.start_field(name, field)
        starts = np.concatenate([[0], ends[:-1]])
        # What Whoosh's own searchers need to skip by quality: extremes of each list.
        own = lengths[ids]
        least, most = np.minimum.reduceat(own, starts), np.maximum.reduceat(own, starts)
        top = np.maximum.reduceat(weights, starts)
        mass = np.add.reduceat(weights.astype(np.int64), starts)
        deltas = np.diff(ids.astype(np.int64), prepend=0)
        deltas[starts] = ids[starts]
        add, prefix = self._tindex.add, struct.pack("!H", self._fieldid)
        postfile = self._postfile
        length_bytes = {length: length_to_byte(length) for length in np.unique(own).tolist()}
        position = postfile.tell()
        columns = (starts.tolist(), ends.tolist(), least.tolist(), most.tolist(), top.tolist(), mass.tolist())
        for term, start, end, shortest, longest, heaviest, weight in zip(terms, *columns, strict=True):
            held: Any
            if heaviest == 1:
                held = None
            elif end - start == 1:
                held = float(heaviest)
            else:
                held = _narrow(weights[start:end])
            data = dumps((_narrow(deltas[start:end]), held, None), _PROTOCOL)
            first, last = int(ids[start]), int(ids[end - 1])
            info = dumps(
                (end - start, last, float(heaviest), 0, length_bytes[shortest], length_bytes[longest]), _PROTOCOL
            )
            # A negative size marks the last block of a list; ours have only one.
            block = WHOOSH3_HEADER_MAGIC + _INT.pack(-(len(info) + len(data))) + info + data
            postfile.write(block)
            terminfo = W3TermInfo(weight, end - start, shortest, longest, float(heaviest), first, last)
            terminfo.set_extent(position, len(block))
            add(prefix + term, terminfo.to_bytes())
            position += len(block)
        self.finish_field()


class ColumnTermsReader(W3TermsReader):
    """Reads a whole posting list as arrays."""

    def arrays(self, terminfo: W3TermInfo) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Document numbers (ascending, in the segment) and weights of a list, all its blocks."""
        offset, length = terminfo.extent()
        if isinstance(length, tuple):  # as Whoosh's TermInfo unpacks it
            length = length[0]
        raw = self._postfile.get(offset, length)
        ids: list[NDArray[np.int64]] = []
        weights: list[NDArray[np.float32]] = []
        place = len(WHOOSH3_HEADER_MAGIC)
        last = raw[:place] != WHOOSH3_HEADER_MAGIC
        while not last:
            size = _INT.unpack_from(raw, place)[0]
            last, size = size < 0, abs(size)
            stream = BytesIO(raw[place + 4 : place + 4 + size])
            count = _load_head(stream)
            deltas, held, _ = loads(stream.read())
            ids.append(np.cumsum(np.asarray(deltas, dtype=np.int64)))
            if held is None or isinstance(held, float):
                weights.append(np.full(count, held or 1.0, dtype=np.float32))
            else:
                weights.append(np.asarray(held, dtype=np.float32))
            place += 4 + size
        if len(ids) == 1:
            return ids[0], weights[0]
        return np.concatenate(ids), np.concatenate(weights)

    def postings(self, field: str, term: bytes) -> tuple[NDArray[np.int64], NDArray[np.float32]] | None:
        """As `arrays`, by name; None where the segment does not have the term."""
        if field not in self._fieldmap:
            return None
        try:
            return self.arrays(self.term_info(field, term))
        except TermNotFound:
            return None

    def lists(self) -> Iterator[tuple[str, bytes, W3TermInfo]]:
        """Every term of the segment in order: field, term, where its list is."""
        for (field, term), terminfo in self.items():
            yield field, term, terminfo


def _load_head(stream: BytesIO) -> int:
    from pickle import load

    head = load(stream)
    if head[3]:
        raise ValueError("a compressed block in an index that has none")
    return int(head[0])


class ColumnCodec(W3Codec):
    """Whoosh's W3 codec with array-wise writing and reading."""

    def field_writer(self, storage: Any, segment: Any) -> ColumnFieldWriter:
        """A writer that also takes whole fields."""
        return ColumnFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ColumnTermsReader:
        """A reader that also gives whole lists."""
        name = segment.make_filename(self.TERMS_EXT)
        size = storage.file_length(name)
        terms, posts = storage.open_file(name), segment.open_file(storage, self.POSTS_EXT)
        return ColumnTermsReader(self, terms, size, posts)


def _whole(values: NDArray[Any], wanted: int) -> NDArray[Any]:
    if len(values) != wanted:
        raise ValueError(f"a column of {len(values)} values where {wanted} entries are")
    return values


class ArrayColumn(Column):
    """One whole number for each entry, 64 bits, little-endian."""

    def writer(self, dbfile: Any) -> ColumnWriter:
        """Takes numbers in order."""
        return self.Writer(dbfile)

    def default_value(self, reverse: bool = False) -> int:
        """0 where none was given."""
        return 0

    class Writer(ColumnWriter):
        """Gathers, writes at the end."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._values: list[int] = []

        def add(self, docnum: int, value: int) -> None:
            """Value of the next entry; entries left out get 0."""
            self._values.extend([0] * (docnum - len(self._values)))
            self._values.append(value)

        def finish(self, docnum: int) -> None:
            """Write all."""
            self._values.extend([0] * (docnum - len(self._values)))
            self._dbfile.write(np.array(self._values, dtype="<i8").tobytes())

    class Reader(ColumnReader):
        """The column as one array."""

        def values(self) -> NDArray[np.int64]:
            """All values by document number."""
            raw = self._dbfile.get(self._basepos, self._length)
            return _whole(np.frombuffer(raw, dtype="<i8"), self._doccount).astype(np.int64)

        def __getitem__(self, docnum: int) -> int:
            return int(self.values()[docnum])


class NameColumn(Column):
    """One of a few names for each entry."""

    def writer(self, dbfile: Any) -> ColumnWriter:
        """Takes names in order."""
        return self.Writer(dbfile)

    def default_value(self, reverse: bool = False) -> str:
        """No name where none was given."""
        return ""

    class Writer(ColumnWriter):
        """Gathers, writes a list of names and their numbers at the end."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._codes: list[int] = []
            self._names: dict[str, int] = {"": 0}

        def add(self, docnum: int, value: str) -> None:
            """Name of the next entry; entries left out get ""."""
            self._codes.extend([0] * (docnum - len(self._codes)))
            self._codes.append(self._names.setdefault(value, len(self._names)))

        def finish(self, docnum: int) -> None:
            """Write all."""
            self._codes.extend([0] * (docnum - len(self._codes)))
            names = json.dumps(list(self._names), ensure_ascii=False).encode()
            self._dbfile.write(_INT.pack(len(names)) + names + np.array(self._codes, dtype="<i4").tobytes())

    class Reader(ColumnReader):
        """The column as names and an array of their numbers."""

        def values(self) -> tuple[list[str], NDArray[np.int64]]:
            """Names, and for each entry the place of its name among them."""
            raw = self._dbfile.get(self._basepos, self._length)
            size = _INT.unpack_from(raw)[0]
            codes = np.frombuffer(raw, dtype="<i4", offset=4 + size)
            return json.loads(raw[4 : 4 + size]), _whole(codes, self._doccount).astype(np.int64)

        def __getitem__(self, docnum: int) -> str:
            names, codes = self.values()
            return names[int(codes[docnum])]


class SequenceColumn(Column):
    """An array of 32-bit numbers for each entry; read from the file where it lies, not into memory."""

    def writer(self, dbfile: Any) -> ColumnWriter:
        """Takes arrays in order."""
        return self.Writer(dbfile)

    def default_value(self, reverse: bool = False) -> bytes:
        """Nothing where none was given."""
        return b""

    class Writer(ColumnWriter):
        """Writes arrays as they come, their ends at the end."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._ends: list[int] = []
            self._place = 0

        def add(self, docnum: int, value: NDArray[np.uint32]) -> None:
            """Array of the next entry."""
            self._ends.extend([self._place] * (docnum - len(self._ends)))
            self._dbfile.write(value.astype("<u4").tobytes())
            self._place += len(value)
            self._ends.append(self._place)

        def finish(self, docnum: int) -> None:
            """Write where each array ends."""
            self._ends.extend([self._place] * (docnum - len(self._ends)))
            self._dbfile.write(np.array(self._ends, dtype="<i8").tobytes())

    class Reader(ColumnReader):
        """Arrays by document number."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            ends = np.frombuffer(dbfile.get(basepos + length - 8 * doccount, 8 * doccount), dtype="<i8")
            self._bounds = np.concatenate([[0], ends]).astype(np.int64)

        def __getitem__(self, docnum: int) -> NDArray[np.uint32]:
            first, last = int(self._bounds[docnum]), int(self._bounds[docnum + 1])
            raw = self._dbfile.get(self._basepos + 4 * first, 4 * (last - first))
            return np.frombuffer(raw, dtype="<u4")

        def several(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
            """Arrays of some entries one after the other, and where each one's end."""
            parts = [self[number] for number in numbers.tolist()]
            ends = np.cumsum([len(part) for part in parts])
            return np.concatenate(parts), ends
