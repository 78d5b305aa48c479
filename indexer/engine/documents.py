"""What is known of each entry of the index besides its terms: filters and counts over arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.engine.base import Counts, EngineFilter

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Documents:
    """Arrays by document number (an index entry each; deleted ones are there, `live` is False for them).

    `type[i]` and `issuer[i]` point into `types` and `issuers`; `year[i]` is 0 where not known; `checksum[i]` is that of
    the entry as it was put in (`checksums.entry_checksum`).
    """

    unit: Ids
    document: Ids
    revision: Ids
    checksum: Ids
    year: Ids
    type: Ids
    issuer: Ids
    types: tuple[str, ...]
    issuers: tuple[str, ...]
    live: Mask

    def __len__(self) -> int:
        return len(self.unit)

    @cached_property
    def by_types(self) -> dict[tuple[str, ...], Ids]:
        """What `units_of` has found."""
        return {}

    @cached_property
    def _by_unit(self) -> tuple[Ids, Ids]:
        """Live document numbers in the order of their units, and those units."""
        live = np.flatnonzero(self.live)
        numbers = live[np.argsort(self.unit[live], kind="stable")]
        return numbers, self.unit[numbers]

    @cached_property
    def owners(self) -> tuple[Ids, Ids]:
        """The documents that have entries, ascending, and for each entry the place of its document among them."""
        owners, places = np.unique(self.document, return_inverse=True)
        return owners, places.astype(np.int64)

    @cached_property
    def held(self) -> int:
        """How many documents have a live entry."""
        return int(np.count_nonzero(np.bincount(self.owners[1][self.live])))

    def numbers_of(self, units: Ids) -> tuple[Ids, Mask]:
        """Document numbers of some units, and which of the units are held; the number of one that is not is 0."""
        numbers, held = self._by_unit
        if not len(held):
            return np.zeros(len(units), np.int64), np.zeros(len(units), dtype=bool)
        place = np.minimum(np.searchsorted(held, units), len(held) - 1)
        known = held[place] == units
        return np.where(known, numbers[place], 0), known


def units_of(documents: Documents, types: tuple[str, ...]) -> Ids:
    """Units of documents of some types, ascending; the same array for the same question to the same state."""
    held = documents.by_types.get(types)
    if held is None:
        numbers = np.flatnonzero(documents.live & _codes(documents.types, types, documents.type))
        held = documents.by_types[types] = np.sort(documents.unit[numbers])
    return held


def checksums(documents: Documents) -> dict[int, int]:
    """As `base.Engine.checksums`."""
    owners, where = np.unique(documents.document[documents.live], return_inverse=True)
    sums = np.zeros(len(owners), dtype=np.int64)
    np.add.at(sums, where, documents.checksum[documents.live])
    return dict(zip(owners.tolist(), sums.tolist(), strict=True))


def _codes(names: tuple[str, ...], wanted: tuple[str, ...], column: Ids) -> Mask:
    asked = set(wanted)
    held = np.array([name in asked for name in names], dtype=bool)
    return held[column]


def filters(documents: Documents, wanted: EngineFilter) -> dict[str, Mask]:
    """The mask of each filter that is set: documents, type, issuer, year."""
    masks: dict[str, Mask] = {}
    if wanted.documents is not None:
        masks["documents"] = np.isin(documents.document, np.fromiter(wanted.documents, dtype=np.int64))
    if wanted.without:
        left = ~np.isin(documents.document, np.fromiter(wanted.without, dtype=np.int64))
        masks["documents"] = masks["documents"] & left if "documents" in masks else left
    if wanted.types:
        masks["type"] = _codes(documents.types, wanted.types, documents.type)
    if wanted.issuers:
        masks["issuer"] = _codes(documents.issuers, wanted.issuers, documents.issuer)
    if wanted.year_from is not None or wanted.year_to is not None:
        low = wanted.year_from if wanted.year_from is not None else 1
        high = wanted.year_to if wanted.year_to is not None else 9999
        masks["year"] = (documents.year >= low) & (documents.year <= high)
    return masks


def count(documents: Documents, numbers: Ids, masks: Mapping[str, Mask]) -> Counts:
    """Totals and facets of a result: its entries, ascending, before the filters `masks`."""
    passed = {name: mask[numbers] for name, mask in masks.items()}
    every = np.logical_and.reduce(list(passed.values())) if passed else np.ones(len(numbers), dtype=bool)
    facets: dict[str, dict[str, int]] = {}
    names = {"type": documents.types, "issuer": documents.issuers}
    for facet, column in (("type", documents.type), ("issuer", documents.issuer), ("year", documents.year)):
        others = [mask for other, mask in passed.items() if other != facet]
        counts = np.bincount(column[numbers[np.logical_and.reduce(others)] if others else numbers])
        labelled = [
            (names[facet][code] if facet in names else str(code), int(counts[code]))
            for code in np.flatnonzero(counts).tolist()
        ]
        # The most frequent first; years from the newest.
        labelled.sort(key=(lambda pair: (-int(pair[0]), 0)) if facet == "year" else (lambda pair: (-pair[1], pair[0])))
        facets[facet] = {label: number for label, number in labelled if label not in ("", "0")}
    kept = numbers[every] if passed else numbers
    owners, places = documents.owners
    units = np.bincount(places[kept], minlength=len(owners))
    held = np.flatnonzero(units)
    return Counts(len(kept), len(held), facets, documents.unit[kept], owners[held], units[held])
