"""What a search is narrowed to: the filters of a request and those typed in the query, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from archive.numbers import NumberQuery, parse_number_query
from archive.records import Record
from indexer.answers import SearchRequest
from indexer.catalogue import FACETS, Attributes, Catalogue
from indexer.engine.base import Engine, EngineFilter, EngineQuery, EngineResult
from indexer.language import Parsed

IN_FORCE = ("in_force", "partly_expired")
_NOTHING = "—"
"""A type no document has: of filters that shut each other out, nothing is found."""


class NumberArchive(Protocol):
    """Where numbers are looked up."""

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]: ...


def together(request: SearchRequest, parsed: Parsed) -> SearchRequest:
    """A request with the filters typed in its query."""
    types = tuple(t for t in parsed.types if not request.types or t in request.types) if parsed.types else request.types
    if parsed.types and not types:
        types = (_NOTHING,)
    return replace(
        request,
        types=types,
        year_from=max(filter(None, (request.year_from, parsed.year_from)), default=None),
        year_to=min(filter(None, (request.year_to, parsed.year_to)), default=None),
        in_force=parsed.in_force or request.in_force,
    )


@dataclass(frozen=True)
class Narrowing:
    """`filter` for the engine; `facets` the wanted values of the facets that the catalogue keeps; `base` the documents
    allowed by everything but these facets, None for all."""

    filter: EngineFilter
    facets: Mapping[str, tuple[str, ...]]
    base: frozenset[int] | None
    on: date
    table: Mapping[int, Attributes]

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return self.filter != EngineFilter()

    def passes(self, document_id: int) -> bool:
        """Whether a document is within all filters."""
        found, wanted = self.table.get(document_id), self.filter
        if found is None:
            return False
        if (wanted.types and found.type not in wanted.types) or (wanted.issuers and found.issuer not in wanted.issuers):
            return False
        if wanted.year_from is not None and (found.year is None or found.year < wanted.year_from):
            return False
        if wanted.year_to is not None and (found.year is None or found.year > wanted.year_to):
            return False
        if document_id in wanted.without:
            return False
        return wanted.documents is None or document_id in wanted.documents

    def without(self, facet: str, catalogue: Catalogue) -> EngineFilter:
        """The filter with one facet's own taken off it."""
        left = {name: values for name, values in self.facets.items() if name != facet}
        return replace(self.filter, documents=_documents(catalogue, self.on, left, self.base))


def narrowing(request: SearchRequest, parsed: Parsed, archive: NumberArchive, catalogue: Catalogue) -> Narrowing:
    """The filters of a request that has those of its query already (`together`)."""
    on = request.in_force or date.today()
    table = catalogue.table(on)
    base: frozenset[int] | None = None
    if parsed.issuers:
        base = catalogue.issued_by(on, parsed.issuers)
    if parsed.numbers:
        held = frozenset(record.id for number in parsed.numbers for record in _numbered(archive, number))
        base = held if base is None else base & held
    without = catalogue.issued_by(on, parsed.without_issuers) if parsed.without_issuers else frozenset()
    if parsed.without_types:
        without |= frozenset(id_ for id_, found in table.items() if found.type in parsed.without_types)
    facets = {
        "level": request.levels,
        "field": request.fields,
        "validity": request.validities,
        "held": request.held,
    }
    facets = {name: values for name, values in facets.items() if values}
    if request.in_force and "validity" not in facets:
        allowed = catalogue.documents(on, {"validity": IN_FORCE})
        base = allowed if base is None else base & allowed
    if request.upto:
        without |= frozenset(id_ for id_ in table if id_ > request.upto)
    wanted = EngineFilter(
        request.types,
        request.issuers,
        request.year_from,
        request.year_to,
        _documents(catalogue, on, facets, base),
        without,
    )
    return Narrowing(wanted, facets, base, on, table)


def _documents(
    catalogue: Catalogue, on: date, facets: Mapping[str, tuple[str, ...]], base: frozenset[int] | None
) -> frozenset[int] | None:
    if not facets:
        return base
    found = catalogue.documents(on, facets)
    return found if base is None else found & base


def _numbered(archive: NumberArchive, number: str) -> Sequence[Record]:
    asked = parse_number_query(number) or parse_number_query(f"số {number}")
    return archive.find_number(asked) if asked else ()


def facet_counts(
    found: EngineResult, narrowed: Narrowing, query: str | EngineQuery, engine: Engine, catalogue: Catalogue
) -> dict[str, dict[str, int]]:
    """The counts of every facet over a result; a facet's own filter is not applied to it."""
    import numpy as np

    facets = {facet: dict(counts) for facet, counts in found.facets.items()}
    plain = [facet for facet in FACETS if facet not in narrowed.facets]
    counts = found.counts
    facets.update(catalogue.counts(narrowed.on, counts.document_ids, counts.document_units, plain))
    for facet in narrowed.facets:
        wider = engine.search(query, narrowed.without(facet, catalogue), 0).counts
        # Of the documents within the filter what was found of them, by meaning too; of the others what words would.
        within = narrowed.filter.documents or frozenset()
        other = np.array([id_ not in within for id_ in wider.document_ids.tolist()], bool)
        ids = np.concatenate([counts.document_ids, wider.document_ids[other]])
        units = np.concatenate([counts.document_units, wider.document_units[other]])
        facets.update(catalogue.counts(narrowed.on, ids, units, [facet]))
    return facets
