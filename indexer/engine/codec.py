"""What stands behind Whoosh's own extension points: a codec whose posting lists and columns are arrays.

Whoosh's index, its table of contents, its locks and its searchers stay as they are. A segment's lists are written and
read whole (`lists`), so that nothing is done per posting in Python; Whoosh's own searchers read them through this codec
like any others, and score them alike.
"""

from __future__ import annotations

import secrets
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import FieldCursor, FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3PerDocWriter
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import length_to_byte

from indexer.engine.counting import FIELDS
from indexer.engine.doc_columns import ArrayColumn, BulkColumn, LengthColumn, NameColumn, SequenceColumn
from indexer.engine.lists import LENGTH_OF_BYTE, Lists
from indexer.engine.lists_written import FieldPostings, write_lists

NUMBERS = ("unit", "document", "revision", "checksum", "year")
COLUMNS: dict[str, BulkColumn] = {
    **{name: ArrayColumn() for name in NUMBERS},
    "type": NameColumn(),
    "issuer": NameColumn(),
    "sequence": SequenceColumn(),
}


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Field lengths as bytes, rounded as Whoosh rounds them."""
    if not len(lengths):
        return np.empty(0, dtype=np.uint8)
    held = np.array([length_to_byte(length) for length in range(min(int(lengths.max()) + 1, 110_000))], dtype=np.uint8)
    rounded: NDArray[np.uint8] = held[np.minimum(lengths, len(held) - 1)]
    return rounded


class ColumnDocWriter(W3PerDocWriter):
    """Writes what is known of each document, many documents at a time."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._indoc = False
        self._bulk: dict[str, Any] = {}

    def add_documents(
        self, columns: Mapping[str, Any], lengths: Mapping[str, NDArray[np.uint8]], sums: Mapping[str, int]
    ) -> None:
        """Values of some documents by column; `lengths` by field, as bytes; `sums` of the exact lengths."""
        count = len(columns["unit"])
        for name, column in COLUMNS.items():
            self._column(name, column).extend(columns[name])
        for name, held in lengths.items():
            self._column(f"_{name}_len", LengthColumn()).extend(held)
            self._fieldlengths[name] += sums[name]
        self._doccount += count

    def _column(self, name: str, column: BulkColumn) -> Any:
        if name not in self._bulk:
            file = self._created(f".{name}{W3Codec.COLUMN_EXT}")
            self._bulk[name] = column.bulk_writer(file)
        return self._bulk[name]

    def _created(self, extension: str) -> Any:
        segment: Any = self._segment
        return segment.create_file(self._storage, extension)

    def close(self) -> None:
        """Finish all columns."""
        for writer in self._bulk.values():
            writer.close()
        super().close()


class ColumnFieldWriter(FieldWriter):
    """Writes a segment's posting lists, all at once."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self.is_closed = False

    def _posting_by_posting(self, *_: Any) -> None:
        raise TypeError("the lists of a segment are written whole, by `write`")

    start_field = start_term = add = finish_term = _posting_by_posting

    def write(
        self,
        fields: Mapping[str, FieldPostings],
        lengths: Mapping[str, NDArray[np.uint8]],
        averages: Sequence[float],
    ) -> None:
        """As `lists_written.write_lists`."""
        with self.files() as (terms, postings):
            write_lists(terms, postings, fields, lengths, averages)

    def files(self) -> _Files:
        """The segment's two files of lists, to be written by the caller."""
        return _Files(self._storage, self._segment)

    def close(self) -> None:
        """Nothing is held open."""
        self.is_closed = True


class _Files:
    def __init__(self, storage: Any, segment: Any) -> None:
        self._open: list[Any] = [
            segment.create_file(storage, extension) for extension in (W3Codec.TERMS_EXT, W3Codec.POSTS_EXT)
        ]

    def __enter__(self) -> tuple[BinaryIO, BinaryIO]:
        terms, postings = (file.file for file in self._open)
        return cast(BinaryIO, terms), cast(BinaryIO, postings)

    def __exit__(self, *_: object) -> None:
        for file in self._open:
            file.close()


class ListCursor(FieldCursor):
    """Goes along the terms of a field, as Whoosh's fuzzy and prefix queries do."""

    def __init__(self, reader: ColumnTermsReader, field: str) -> None:
        self._reader = reader
        self._field = field
        self._terms = reader.lists.terms(reader.lists.numbers(field)) if field in FIELDS else []
        self._place = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._place = 0
        return self.text()

    def find(self, term: bytes) -> str | None:
        """Go to the first term that is not before another."""
        self._place = bisect_left(self._terms, term)
        return self.text()

    def next(self) -> str | None:
        """Go on."""
        self._place += 1
        return self.text()

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._place < len(self._terms)

    def text(self) -> str | None:
        """The term here."""
        return self._terms[self._place].decode() if self.is_valid() else None

    term = text

    def term_info(self) -> TermInfo:
        """What is known of the term here."""
        return self._reader.term_info(self._field, self._terms[self._place])


class ColumnTermsReader(TermsReader):
    """A segment's lists as Whoosh asks for them."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists

    def _number(self, field: str, term: bytes) -> int:
        number = self.lists.number(field, term) if field in FIELDS else -1
        if number < 0:
            raise TermNotFound(f"No term {field}:{term!r}")
        return number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] in FIELDS and self.lists.number(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        """Fields that have terms."""
        return [name for name in FIELDS if len(self.lists.numbers(name))]

    def cursor(self, fieldname: str, fieldobj: Any) -> ListCursor:
        """A place among the terms of a field."""
        return ListCursor(self, fieldname)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms in order."""
        for name in FIELDS:
            for term, _ in self.lists.each(name):
                yield name, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms from one on."""
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """As `terms`, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """As `terms_from`, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Extremes of a list."""
        lists, number = self.lists, self._number(fieldname, text)
        codes = lists.codes[lists.starts[number] : lists.starts[number + 1]]
        ids, lengths = lists.holders(number), LENGTH_OF_BYTE[lists.pairs.length[codes]]
        return TermInfo(
            float(lists.occurrences[number]),
            len(ids),
            int(lengths.min()),
            int(lengths.max()),
            float(lists.pairs.frequency[codes].max()),
            int(ids[0]),
            int(ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term occurs."""
        number = self.lists.number(fieldname, text) if fieldname in FIELDS else -1
        return float(self.lists.occurrences[number]) if number >= 0 else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents."""
        number = self.lists.number(fieldname, text) if fieldname in FIELDS else -1
        return len(self.lists.holders(number)) if number >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """The postings of a term, one by one."""
        number = self._number(fieldname, text)
        ids, weights = self.lists.holders(number).tolist(), self.lists.frequencies(number).astype(float).tolist()
        info = self.term_info(fieldname, text)
        return ListMatcher(ids, weights, None, format_, scorer, term=(fieldname, text), terminfo=info)

    def close(self) -> None:
        """The maps are given back when nothing refers to them any more."""


class ColumnCodec(W3Codec):
    """Whoosh's W3 codec with arrays for lists and columns."""

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """A segment whose name no other has: Whoosh draws it from `random`, which a forked process goes on with as its
        parent does, and which a library may seed. Two of one name would overwrite each other's files."""
        segment = super().new_segment(storage, indexname)
        segment.segid = secrets.token_hex(8)
        return segment

    def per_document_writer(self, storage: Any, segment: Any) -> ColumnDocWriter:
        """A writer of many documents at a time."""
        return ColumnDocWriter(self, storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> ColumnFieldWriter:
        """A writer of whole segments."""
        return ColumnFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ColumnTermsReader:
        """A reader of whole lists."""
        return ColumnTermsReader(open_lists(storage, segment))


def open_lists(storage: Any, segment: Any) -> Lists:
    """A segment's posting lists, mapped where the storage maps its files."""
    raws: list[Any] = []
    for extension in (W3Codec.TERMS_EXT, W3Codec.POSTS_EXT):
        name = segment.make_filename(extension)
        file = storage.open_file(name)
        raws.append(file.mapped if hasattr(file, "mapped") else file.get(0, storage.file_length(name)))
    terms, postings = raws
    return Lists(terms, postings, file.opened() if hasattr(file, "opened") else None)
