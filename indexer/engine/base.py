"""The seam between search and what stands behind it: values that go in and come out, and the protocol of an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INDEX_VERSION = 2
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
class EngineFilter:
    """What may be found. Empty tuples and None mean no restriction; years are inclusive."""

    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    documents: frozenset[int] | None = None


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
class EngineResult:
    """`total` units in `documents` documents match; `hits` is the wanted page, best first, equal scores by unit id.

    `facets` are counts of units over the whole result, `{"type": {"Luật": 12}, "issuer": …, "year": {"2019": 4}}`; the
    filter on a facet itself is not applied to its own counts, so that a reader can widen the choice again. Values
    that are not known are left out. `unit_ids` and `document_ids` are all units and documents of the result, whatever
    the page.
    """

    total: int
    documents: int
    hits: tuple[EngineHit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unit_ids: NDArray[np.int64] = field(default_factory=_no_ids, compare=False, repr=False)
    document_ids: NDArray[np.int64] = field(default_factory=_no_ids, compare=False, repr=False)


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

    def commit(self) -> None:
        """Make everything since the last commit findable."""

    def search(self, text: str, filter: EngineFilter | None = None, limit: int = 10, offset: int = 0) -> EngineResult:
        """Find units by words. Text in double quotes must occur exactly (tones, order, no words between)."""

    def revisions(self) -> dict[int, tuple[int, int]]:
        """For each document held: its revision and the number of its units."""

    def count(self) -> int:
        """Number of units that can be found."""

    def restore_tones(self, text: str) -> str | None:
        """The likeliest toned reading of a query typed without tones, by this index's own counts.

        None where the text has tones already, or reads best as it stands.
        """

    def close(self) -> None:
        """Give back files and locks; whatever was not committed is forgotten."""
