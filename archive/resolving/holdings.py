"""What resolving asks of an archive, and an archive in memory that answers it (`archive.holdings` is the SQL one)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from archive.keys import number_key, seq_key, title_key
from archive.numbers import number_seq, same_number
from archive.records import Record


class Holdings(Protocol):
    """What the archive holds, as far as resolving asks."""

    def by_number(self, number: str) -> Sequence[Record]:
        """All records with this number (numeric equality of its first part), of any type, date and issuer."""
        ...

    def by_title(self, title: str) -> Sequence[Record]:
        """All records whose folded title is this one, with or without the type word."""
        ...

    def by_type_issued(self, type: str, issued: date) -> Sequence[Record]:
        """All records of this type issued on this day."""
        ...

    def by_seq(self, type: str, seq: str, year: str = "") -> Sequence[Record]:
        """All records of this type whose number begins with `seq`; of the year of number or issue, where given."""
        ...


class MemoryHoldings:
    """Holdings over a list of records: for tests, and wherever there is no database."""

    def __init__(self, records: Iterable[Record], paths: Mapping[int, frozenset[str]] | None = None) -> None:
        self._paths = dict(paths or {})
        self._numbers: dict[str, list[Record]] = {}
        self._titles: dict[str, list[Record]] = {}
        self._issued: dict[tuple[str, date], list[Record]] = {}
        self._seqs: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            if record.number:
                self._numbers.setdefault(number_key(record.number), []).append(record)
                self._seqs.setdefault((record.type, number_seq(record.number)), []).append(record)
            if record.title:
                self._titles.setdefault(title_key(record.title), []).append(record)
            if record.issued:
                self._issued.setdefault((record.type, record.issued), []).append(record)

    def by_number(self, number: str) -> Sequence[Record]:
        """See `Holdings.by_number`."""
        found = self._numbers.get(number_key(number), ())
        return [record for record in found if same_number(record.number, number)]

    def by_title(self, title: str) -> Sequence[Record]:
        """See `Holdings.by_title`."""
        key = title_key(title)
        return self._titles.get(key, ()) if key else ()

    def by_type_issued(self, type: str, issued: date) -> Sequence[Record]:
        """See `Holdings.by_type_issued`."""
        return self._issued.get((type, issued), ())

    def by_seq(self, type: str, seq: str, year: str = "") -> Sequence[Record]:
        """See `Holdings.by_seq`."""
        bare = seq_key(seq)
        found = self._seqs.get((type, bare), ()) if bare and type else ()
        return [r for r in found if not year or f"/{year}/" in r.number or (r.issued and str(r.issued.year) == year)]

    def paths(self, document_id: int) -> frozenset[str]:
        """The paths of a document's provisions; empty where it is only catalogued."""
        return self._paths.get(document_id, frozenset())
