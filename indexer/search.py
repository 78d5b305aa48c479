"""Search: what was asked for by number, title or provision first, then what the words find, best first.

Plain rank fusion lets weak hits pass exact ones, so exact answers are not scored against the others: they stand before
them. A number that several documents carry gives all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from archive.numbers import NumberQuery
from archive.records import Record
from archive.resolving import Holdings
from archive.shapes import record_json
from archive.stored import StoredProvision, StoredUnit
from archive.validity import Validity, validity_at
from indexer.analysis import fold_token, quoted, scan, syllables
from indexer.engine.base import Engine, EngineFilter, EngineHit, EngineResult
from indexer.exact import Exact, exact_answers, missing_provisions
from indexer.query import Understood, has_content, points_as_typed, understand
from indexer.reasons import EXACT_REASONS, reasons
from indexer.snippets import Snippet, snippet

MODES = ("auto", "words", "meaning")
_IN_FORCE = ("in_force", "partly_expired")


class SearchArchive(Protocol):
    """What search asks of the archive (`archive.documents.Archive`)."""

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]: ...

    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]: ...

    def provision(self, document_id: int, path: str) -> StoredProvision: ...

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]: ...

    def holdings(self) -> Holdings: ...

    def provisions(self, document_id: int) -> list[StoredProvision]: ...

    def behind(self) -> frozenset[int]: ...


@dataclass(frozen=True)
class SearchRequest:
    """`in_force`: only documents in force (or partly so) on that day. `mode`: auto, words or meaning; there is no index
    of meaning yet, so all three search words. `limit` 0 gives counts only."""

    query: str
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    in_force: date | None = None
    mode: str = "auto"
    limit: int = 10
    offset: int = 0


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
    """`total` units in `documents` documents; `hits` the wanted page. `route`: number, provision, title, phrase or
    words. `restored`: the reading of a query typed without tones, None where it was searched as typed. `facets` as in
    `EngineResult`. `notes`, `notes_en`: whole sentences for the user."""

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


@dataclass
class _Notes:
    vi: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)

    def add(self, vi: str, en: str) -> None:
        self.vi.append(vi)
        self.en.append(en)


class SearchService:
    """Answers search requests over one archive and its index. Safe to share between threads."""

    def __init__(self, archive: SearchArchive, engine: Engine) -> None:
        self._archive = archive
        self._engine = engine

    def search(self, request: SearchRequest) -> SearchResult:
        """One page of answers. Raises ValueError for an unknown mode or a negative limit or offset."""
        began = time.perf_counter()
        if request.mode not in MODES or request.limit < 0 or request.offset < 0:
            raise ValueError("mode must be auto, words or meaning; limit and offset not negative")
        asked = understand(request.query)
        notes = _Notes()
        wanted = self._filter(request)
        restored = None if asked.number else self._engine.restore_tones(asked.text)
        if restored and len(asked.pinpoints) > 1:
            restored = points_as_typed(restored)
        toned = understand(restored) if restored else None
        exact, absent = exact_answers(self._archive, self._engine, asked, toned)
        exact = [one for one in exact if _passes(one.record, request)]
        for vi, en in (*absent, *missing_provisions(self._archive, exact, asked)):
            notes.add(vi, en)
        words = _words(asked, restored, exact, self._engine) if asked.phrases or has_content(asked.text) else ""
        found, unknown = self._by_words(words, wanted, request, len(exact))
        if restored and not found.total and not exact:
            # The reading found nothing: what was typed, then.
            restored, words = None, asked.text
            found, unknown = self._by_words(words, wanted, request, len(exact))
        if unknown:
            notes.add(
                f"{unknown} văn bản chưa xác định được hiệu lực nên không hiện ở đây.",
                f"{unknown} documents whose validity is not known are left out.",
            )
        if request.mode == "meaning":
            notes.add(
                "Chưa có chỉ mục theo nghĩa: kết quả tìm theo từ ngữ.",
                "There is no index of meaning yet: results are by words.",
            )
        page, total, documents, facets = self._merged(exact, found, request)
        hits = self._hits(page, words, request.in_force or date.today())
        return SearchResult(
            query=request.query,
            total=total,
            documents=documents,
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            hits=tuple(hits),
            facets=facets,
            route=_route(asked, exact),
            restored=_as_spelled(restored, hits) if restored else None,
            notes=tuple(notes.vi),
            notes_en=tuple(notes.en),
        )

    # Words

    def _filter(self, request: SearchRequest) -> EngineFilter:
        return EngineFilter(request.types, request.issuers, request.year_from, request.year_to)

    def _by_words(
        self, words: str, wanted: EngineFilter, request: SearchRequest, more: int
    ) -> tuple[EngineResult, int]:
        """The best hits to fill the page even where `more` of them are exact ones; and how many documents of the result
        were left out because nothing is known of their validity."""
        last = self._archive.behind() if request.limit else frozenset()
        limit = request.limit + request.offset + more + (_ROOM_BEHIND if last else 0)
        if request.in_force is None:
            return _behind(self._engine.search(words, wanted, limit), last), 0
        every = self._engine.search(words, wanted, 0)
        states = self._states(every.document_ids.tolist(), request.in_force)
        unknown = sum(state == "unknown" for state in states.values())
        if not any(state in _IN_FORCE for state in states.values()):
            # Nothing of the best is in force: look among all that is.
            states = self._states(self._engine.revisions(), request.in_force)
        held = frozenset(id_ for id_, state in states.items() if state in _IN_FORCE)
        return _behind(self._engine.search(words, replace(wanted, documents=held), limit), last), unknown

    def _states(self, document_ids: Iterable[int], on: date) -> dict[int, str]:
        records = self._archive.records(document_ids)
        return {id_: validity_at(record, on).state for id_, record in records.items()}

    # Putting together

    def _merged(
        self, exact: Sequence[Exact], found: EngineResult, request: SearchRequest
    ) -> tuple[list[Exact | EngineHit], int, int, dict[str, dict[str, int]]]:
        """The page, the totals and the facets, every unit counted once."""
        facets = {facet: dict(counts) for facet, counts in found.facets.items()}
        first, last = request.offset, request.offset + request.limit
        if not exact:
            return list(found.hits[first:last]), found.total, found.documents, facets
        ids = {one.record.id for one in exact}
        matched = set(found.unit_ids.tolist())
        for one in exact:
            if one.inside not in matched:
                _count(facets, one.record)
        shown = {one.unit for one in exact} | {one.inside for one in exact}
        ordered: list[Exact | EngineHit] = [*exact, *(hit for hit in found.hits if hit.unit not in shown)]
        total = found.total + len(exact) - len(matched & shown)
        documents = found.documents + len(ids - set(found.document_ids.tolist()))
        return ordered[first:last], total, documents, facets

    def _hits(self, page: Sequence[Exact | EngineHit], words: str, on: date) -> list[Hit]:
        ids = [one.record.id if isinstance(one, Exact) else one.document_id for one in page]
        records = self._archive.records(ids)
        units = self._archive.units(one.unit for one in page if one.unit > 0)
        phrases = quoted(words)
        terms = syllables(words)
        hits = []
        for id_, one in zip(ids, page, strict=True):
            record, unit = records.get(id_), units.get(one.unit)
            if record is None or (unit is None and one.unit > 0):
                # Taken out of the archive since the index was written.
                continue
            text = _body(unit) if unit else record.title
            heading = unit.heading if unit else ""
            shown = snippet(text, terms)
            why, why_en = reasons(words, phrases, record.title, heading, shown.text)
            if isinstance(one, Exact):
                vi, en = EXACT_REASONS[one.reason]
                why, why_en = (vi, *why), (en, *why_en)
            hits.append(
                Hit(
                    record=record,
                    validity=validity_at(record, on),
                    unit=one.unit,
                    path=unit.path if unit else "",
                    label=unit.label if unit else "",
                    heading=heading,
                    snippet=shown,
                    score=one.score if isinstance(one, EngineHit) else EXACT_SCORE,
                    why=why,
                    why_en=why_en,
                )
            )
        return hits


_ROOM_BEHIND = 200
_WEIGHT_BEHIND = 0.5


def _behind(found: EngineResult, last: frozenset[int]) -> EngineResult:
    """The same result with samples and drafts behind issued documents that match as well: nobody may cite them."""
    if not any(hit.document_id in last for hit in found.hits):
        return found
    hits = [replace(hit, score=hit.score * _WEIGHT_BEHIND) if hit.document_id in last else hit for hit in found.hits]
    return replace(found, hits=tuple(sorted(hits, key=lambda hit: (-hit.score, hit.unit))))


EXACT_SCORE = 1000.0
"""Score shown for exact answers, above any that words can reach."""


def _body(unit: StoredUnit) -> str:
    """A unit's text without its label and heading, which are shown beside it."""
    text = unit.text.lstrip()
    for head in (unit.heading, unit.label):
        if head:
            place = text.find(head, 0, len(head) + 40)
            if place >= 0 and text[place + len(head) :].strip(" .:\n"):
                return text[place + len(head) :].lstrip(" .:\n")
    return text


def _passes(record: Record, request: SearchRequest) -> bool:
    """Whether an exact answer is within the filters."""
    year = record.issued.year if record.issued else None
    if request.types and record.type not in request.types:
        return False
    if request.issuers and record.issuer not in request.issuers:
        return False
    if request.year_from is not None and (year is None or year < request.year_from):
        return False
    if request.year_to is not None and (year is None or year > request.year_to):
        return False
    return request.in_force is None or validity_at(record, request.in_force).state in _IN_FORCE


def _count(facets: dict[str, dict[str, int]], record: Record) -> None:
    year = str(record.issued.year) if record.issued else ""
    for facet, value in (("type", record.type), ("issuer", record.issuer), ("year", year)):
        if value:
            counts = facets.setdefault(facet, {})
            counts[value] = counts.get(value, 0) + 1


def _words(asked: Understood, restored: str | None, exact: Sequence[Exact], engine: Engine) -> str:
    """What is searched for by words. For a number: the number as documents write it, and the words beside it."""
    if not asked.number:
        return restored or asked.text
    numbers = list(dict.fromkeys(one.record.number for one in exact))
    rest = engine.restore_tones(asked.rest) or asked.rest
    if len(numbers) == 1:
        return f"{numbers[0]} {rest}".strip()
    return f"{asked.number.number} {rest}".strip() if asked.number.number else asked.text


def _route(asked: Understood, exact: Sequence[Exact]) -> str:
    if any(one.reason in ("provision", "article") for one in exact):
        return "provision"
    if asked.number:
        return "number"
    return exact[0].reason if exact else asked.route


def _as_spelled(restored: str, hits: Sequence[Hit]) -> str:
    """A restored query in the spelling of the texts it found: the index folds `hòa` and `hoà`, `kỹ` and `kĩ`."""
    spelling: dict[str, str] = {}
    for hit in hits:
        for raw in scan(f"{hit.snippet.text} {hit.heading} {hit.record.title}"):
            if raw.isalpha():
                spelling.setdefault(fold_token(raw), raw.lower())
    return " ".join(spelling.get(word, word) for word in restored.split(" "))


def result_json(result: SearchResult) -> dict[str, Any]:
    """The shape of design.md's table for `cancu search`, with facets, route and notes; dates as ISO text."""
    return {
        "query": result.query,
        "total": result.total,
        "documents": result.documents,
        "took_ms": result.took_ms,
        "route": result.route,
        "restored": result.restored,
        "hits": [hit_json(hit) for hit in result.hits],
        "facets": {facet: dict(counts) for facet, counts in result.facets.items()},
        "notes": [{"vi": vi, "en": en} for vi, en in zip(result.notes, result.notes_en, strict=True)],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit."""
    return {
        "document": record_json(hit.record, hit.validity.on),
        "provision": {"path": hit.path, "label": hit.label, "heading": hit.heading},
        "snippet": hit.snippet.text,
        "highlights": [list(mark) for mark in hit.snippet.highlights],
        "score": round(hit.score, 4),
        "why": list(hit.why),
        "why_en": list(hit.why_en),
    }
