"""Results in another order than relevance, and documents that are only filtered for, without a word to find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.document_types import rank
from indexer.answers import SearchRequest
from indexer.catalogue import FACETS, Attributes
from indexer.engine.base import Engine, EngineHit, EngineQuery, EngineResult, Part
from indexer.exact import Exact, ExactArchive, document_answer
from indexer.narrowing import Narrowing

SORTED = 200
"""So many of the best hits are put in another order: the whole of a result is mostly what nobody meant."""


def in_order(found: EngineResult, sort: str, table: Mapping[int, Attributes]) -> EngineResult:
    """The best SORTED hits by day of issue (newest, oldest) or by authority, what is not known last, equals as they
    were."""
    return replace(found, hits=_ordered(found.hits[:SORTED], sort, table))


def _ordered(hits: tuple[EngineHit, ...], sort: str, table: Mapping[int, Attributes]) -> tuple[EngineHit, ...]:
    def key(hit: EngineHit) -> tuple[int, int]:
        document = table.get(hit.document_id)
        if document is None:
            return 2, 0
        if sort == "authority":
            return 0, rank(document.type, document.issuer, document.number)
        if document.issued is None:
            return 1, 0
        day = document.issued.toordinal()
        return 0, day if sort == "oldest" else -day

    return tuple(sorted(hits, key=key))


def without_parts(engine: Engine, excluded: Sequence[Part], narrowed: Narrowing) -> Narrowing:
    """The same filters without the documents that hold any of some parts anywhere."""
    gone = narrowed.filter.without
    for part in dict.fromkeys(excluded):
        found = engine.search(EngineQuery(required=(part,)), narrowed.filter, 0).document_ids
        gone |= frozenset(found.tolist())
    return replace(narrowed, filter=replace(narrowed.filter, without=gone))


def listed(
    archive: ExactArchive, engine: Engine, narrowed: Narrowing, request: SearchRequest
) -> tuple[list[Exact], int, dict[str, dict[str, int]]]:
    """The documents within the filters: a page of them, the newest first or as asked; how many; the facets."""
    passing = [id_ for id_ in narrowed.table if narrowed.passes(id_)]
    hits = tuple(EngineHit(-id_, id_, 0.0, {}) for id_ in passing)
    sort = "newest" if request.sort == "relevance" else request.sort
    ordered = [hit.document_id for hit in _ordered(hits, sort, narrowed.table)]
    facets: dict[str, dict[str, int]] = {}
    for id_ in passing:
        count_document(facets, narrowed.table[id_])
    page = ordered[request.offset : request.offset + request.limit]
    records = archive.records(page)
    answers = [document_answer(archive, engine, records[id_], "listed") for id_ in page if id_ in records]
    most_first = {
        name: dict(sorted(those.items(), key=lambda one: (-one[1], one[0]))) for name, those in facets.items()
    }
    return answers, len(passing), most_first


def count_document(facets: dict[str, dict[str, int]], document: Attributes) -> None:
    """Count one more unit of a document in the facets."""
    year = str(document.year) if document.year else ""
    known = {facet: getattr(document, facet) for facet in FACETS}
    for facet, value in {"type": document.type, "issuer": document.issuer, "year": year, **known}.items():
        if value:
            counts = facets.setdefault(facet, {})
            counts[value] = counts.get(value, 0) + 1
