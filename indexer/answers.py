"""What search is asked and what it answers: the values, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.records import Record
from archive.shapes import record_json
from archive.validity import Validity
from indexer.snippets import Snippet
from indexer.vocabulary import AskedBack

MODES = ("auto", "words", "meaning")
SORTS = ("relevance", "newest", "oldest", "authority")


@dataclass(frozen=True)
class SearchRequest:
    """`in_force`: only documents in force (or partly so) on that day. `mode`: words, meaning, or auto for both.
    `limit` 0 gives counts only. `levels`, `fields`, `held` and `validities` (as of `in_force`, else today) as
    `indexer.catalogue` names them. `sort`: relevance, newest, oldest or authority. `as_typed`: nothing of the query is
    mended or restored. `upto`: as if no document with a greater id had come, 0 for all: who turns pages gives that of
    the first page, so that nothing is shown twice and nothing left out when a document comes."""

    query: str
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    in_force: date | None = None
    mode: str = "auto"
    limit: int = 10
    offset: int = 0
    levels: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    validities: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    sort: str = "relevance"
    as_typed: bool = False
    upto: int = 0


@dataclass(frozen=True)
class Hit:
    """One unit found. `unit` is the provision's row id, or `-document_id` for a catalogued document, which has no
    `path`, `label` and `heading`. `score` compares hits of one answer only. `why`, `why_en`: short phrases, the
    strongest first."""

    record: Record
    validity: Validity
    unit: int
    path: str
    label: str
    heading: str
    snippet: Snippet
    score: float
    why: tuple[str, ...]
    why_en: tuple[str, ...]


@dataclass(frozen=True)
class SearchResult:
    """`total` units in `documents` documents; `hits` the wanted page. `route`: number, provision, title, phrase, listed
    (filters without words) or words. `restored`: the reading that was searched in place of what was typed (tones
    restored, slips mended), None where it was searched as typed. `meant`: a reading to offer, "" for none. `readings`:
    two or three things the query may ask for. `facets` counts of units by value: type, issuer, year, level, field,
    validity, held; a filter on a facet is not applied to its own counts. `notes`, `notes_en`: whole sentences for the
    user. `upto`: for the next pages (`SearchRequest.upto`)."""

    query: str
    total: int
    documents: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    route: str
    restored: str | None = None
    notes: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    meant: str = ""
    readings: tuple[AskedBack, ...] = ()
    legal: str = ""
    upto: int = 0


def result_json(result: SearchResult) -> dict[str, Any]:
    """The shape of design.md's table for `cancu search`, with facets, route and notes; dates as ISO text."""
    return {
        "query": result.query,
        "total": result.total,
        "documents": result.documents,
        "upto": result.upto,
        "took_ms": result.took_ms,
        "route": result.route,
        "restored": result.restored,
        "meant": result.meant or None,
        "readings": [{"vi": one.vi, "en": one.en, "query": one.query} for one in result.readings],
        "hits": [hit_json(hit) for hit in result.hits],
        "facets": {facet: dict(counts) for facet, counts in result.facets.items()},
        "notes": [{"vi": vi, "en": en} for vi, en in zip(result.notes, result.notes_en, strict=True)],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit."""
    return {
        "document": record_json(hit.record, validity=hit.validity),
        "provision": {"path": hit.path, "label": hit.label, "heading": hit.heading},
        "snippet": hit.snippet.text,
        "highlights": [list(mark) for mark in hit.snippet.highlights],
        "score": round(hit.score, 4),
        "why": list(hit.why),
        "why_en": list(hit.why_en),
    }
