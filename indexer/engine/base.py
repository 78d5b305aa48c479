"""The seam between search and what stands behind it: values that go in and come out, and the protocol of an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from indexer.engine.signals import Signals

INDEX_VERSION = 3
"""Raised with every change of fields, analysis or file layout: an index of another version must be rebuilt."""


@dataclass(frozen=True)
class Entry:
    """One findable unit, as the index takes it.

    `unit` is the provision's row id, or `-document_id` for a catalogued document without text, whose `text` is its
    title. `revision` is the document's revision in the database. `text` is the whole unit, with or without its heading.
    `number` is canonical. `year` is that of the issue date, None where not known.
    """

    unit: int
    document_id: int
    revision: int
    text: str
    heading: str = ""
    title: str = ""
    number: str = ""
    type: str = ""
    issuer: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Wording:
    """One way of saying something; `weight` is what a match of it is worth beside the other ways."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True)
class Part:
    """What a unit has to hold, or must not: any one of `wordings`.

    `field`: "" for anywhere (text, title, number), or text, title, heading, number. `exact`: in this order with nothing
    between (any punctuation stands for any other); else every syllable of the wording, stop words too.
    """

    wordings: tuple[str, ...]
    field: str = ""
    exact: bool = False


@dataclass(frozen=True)
class EngineQuery:
    """A query understood. A plain text is short for `EngineQuery(text)`.

    `text` is scored word by word (syllables, bigrams, words, in all fields); its parts in double quotes must occur
    exactly. `groups`: for wordings within `text`, other ways of saying them. The first of a group is the wording as it
    stands in `text`; a unit gets of each group what its best wording brings, times that wording's weight, so that a
    unit that uses two synonyms is not counted twice. `required` and `excluded` bring no score; a required part that
    should be scored stands in `text` as well. With required parts every unit that has them is in the result, however
    little else of the query it holds; without `text` as well, and then all of them score 0.
    """

    text: str = ""
    groups: tuple[tuple[Wording, ...], ...] = ()
    required: tuple[Part, ...] = ()
    excluded: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Other:
    """What a stretch of a query, `text[start:end]`, may have been meant to say as well."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Mended:
    """A query as it was probably meant.

    `certain` where something typed is no word: `text` is then to be searched in its place, and `others` are stretches
    of it. Else `text` is only worth an offer, "" not even that, and `others` are stretches of what was typed.
    """

    text: str
    certain: bool
    others: tuple[Other, ...] = ()


@dataclass(frozen=True)
class Toned:
    """A query typed without tones in its likeliest reading; `others` what stretches of it may say as well."""

    text: str
    others: tuple[Other, ...] = ()


@dataclass(frozen=True)
class EngineFilter:
    """What may be found. Empty tuples and None mean no restriction; years are inclusive; documents in `without` are
    left out, and counted nowhere."""

    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    documents: frozenset[int] | None = None
    without: frozenset[int] = frozenset()


@dataclass(frozen=True)
class EngineHit:
    """`why` gives the part of the score that each field brought (`title`, `heading`, `bigrams`, …)."""

    unit: int
    document_id: int
    score: float
    why: Mapping[str, float]


def _no_ids() -> NDArray[np.int64]:
    # numpy takes a fifth of a second to load: only once something is searched.
    import numpy as np

    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Counts:
    """What is known of the whole of a result, whatever its page.

    `facets` are counts of units, `{"type": {"Luật": 12}, "issuer": …, "year": {"2019": 4}}`; the filter on a facet
    itself is not applied to its own counts, so that a reader can widen the choice again. Values that are not known are
    left out. `unit_ids` and `document_ids` are all units and documents of the result, `document_units` how many units
    each of these documents has in it.
    """

    total: int = 0
    documents: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: {"type": {}, "issuer": {}, "year": {}})
    unit_ids: NDArray[np.int64] = field(default_factory=_no_ids, compare=False, repr=False)
    document_ids: NDArray[np.int64] = field(default_factory=_no_ids, compare=False, repr=False)
    document_units: NDArray[np.int64] = field(default_factory=_no_ids, compare=False, repr=False)


@dataclass(frozen=True)
class EngineResult:
    """`hits` is the wanted page, best first, equal scores by unit id.

    The counts are made when the first of them is asked for: the best ten are found without looking at most of what
    matches, a true total is not. They are of the state of the index that gave the hits, whatever was committed since.
    """

    hits: tuple[EngineHit, ...] = ()
    count: Callable[[], Counts] = field(default=Counts, compare=False, repr=False)

    @cached_property
    def counts(self) -> Counts:
        """All counts, made once."""
        return self.count()

    @property
    def total(self) -> int:
        """Number of units that match."""
        return self.counts.total

    @property
    def documents(self) -> int:
        """Number of documents that they belong to."""
        return self.counts.documents

    @property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """As `Counts.facets`."""
        return self.counts.facets

    @property
    def unit_ids(self) -> NDArray[np.int64]:
        """As `Counts.unit_ids`."""
        return self.counts.unit_ids

    @property
    def document_ids(self) -> NDArray[np.int64]:
        """As `Counts.document_ids`."""
        return self.counts.document_ids


class Engine(Protocol):
    """A full-text index of entries.

    Contract: `add` and `delete` take effect for readers at `commit`, all together or not at all. Entries added for
    a document between two commits replace what was committed of it before. One writer at a time: `add` and
    `delete` wait for another process's writer and raise ArchiveUnavailable when that takes too long. Reading is safe
    from several threads and sees one committed state per call.
    """

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries; a document's earlier entries go when these are committed."""

    def delete(self, document_ids: Iterable[int]) -> None:
        """Take documents out, those added since the last commit as well."""

    def erase(self, document_ids: Iterable[int]) -> None:
        """Write anew what still holds words of documents that were deleted and committed, so that none is left.

        Raises ArchiveUnavailable (`index_not_erased`) where another writer did not make way.
        """

    def commit(self) -> None:
        """Make everything since the last commit findable."""

    def search(
        self, query: str | EngineQuery, filter: EngineFilter | None = None, limit: int = 10, offset: int = 0
    ) -> EngineResult:
        """Find units by words."""

    def score(self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """The score by words of each of these units, as `search` would give it, in their order.

        0 for a unit that is not held or holds nothing of the query; required and excluded parts and quotes are not
        looked at.
        """

    def signals(
        self, query: str | EngineQuery, unit_ids: Sequence[int] | NDArray[np.int64], filter: EngineFilter | None = None
    ) -> Signals:
        """What the index knows of these units in the light of a query, in their order."""

    def units_of(self, types: tuple[str, ...]) -> NDArray[np.int64]:
        """Units of documents of some types, ascending. While the index does not change, the same array each time."""

    def holding(self, terms: Iterable[str]) -> dict[str, int]:
        """For each folded syllable (`luật`), or bigram of syllables (`luật_đất`), in how many units' text it stands.

        Deleted units count until their segment is written anew.
        """

    def vocabulary(self) -> Mapping[str, float]:
        """Each folded syllable of the texts with its number of occurrences."""

    def revisions(self) -> dict[int, tuple[int, int]]:
        """For each document held: its revision and the number of its units."""

    def checksums(self) -> dict[int, int]:
        """For each document held: the sum of its entries' checksums (`checksums.entry_checksum`), signed, 64 bits."""

    def count(self) -> int:
        """Number of units that can be found."""

    def document_count(self) -> int:
        """Number of documents that can be found."""

    def restore_tones(self, text: str) -> Toned | None:
        """The likeliest toned reading of a query typed without tones, by this index's counts and by how people talk.

        None where the text has tones already, or reads best as it stands.
        """

    def mend(self, text: str) -> Mended | None:
        """What a query with typing slips, or raw keystrokes of Telex or VNI, probably means.

        None where it reads well as it stands. Tones of a query without tones are `restore_tones`' to find.
        """

    def close(self) -> None:
        """Give back files and locks; whatever was not committed is forgotten."""
