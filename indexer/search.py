"""Search: what was asked for by number, title or provision first, then what the words find, best first.

Plain rank fusion lets weak hits pass exact ones, so exact answers are not scored against the others: they stand before
them. A number that several documents carry gives all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from archive.numbers import NumberQuery
from archive.records import Record
from archive.resolving import Holdings
from archive.stored import StoredProvision, StoredUnit
from archive.validity import Validity, validity_at
from indexer.analysis import fold_token, quoted, scan, syllables
from indexer.answers import MODES, SORTS, Hit, SearchRequest, SearchResult, hit_json, result_json
from indexer.catalogue import Catalogue, Topics
from indexer.engine.base import Engine, EngineFilter, EngineHit, EngineResult
from indexer.exact import Exact, Note, exact_answers, missing_provisions
from indexer.interpreting import Interpretation, as_it_was_typed, interpret
from indexer.listing import SORTED, count_document, in_order, listed, without_parts
from indexer.narrowing import Narrowing, facet_counts, narrowing, together
from indexer.query import Understood, has_content
from indexer.reasons import EXACT_REASONS, EXPIRED_REASON, LAW_REASON, LAWS, MEANING_REASON, Meant, reasons
from indexer.snippets import snippet, without_head

if TYPE_CHECKING:
    from indexer.fusing import Fusion

__all__ = ["MODES", "SORTS", "Hit", "SearchRequest", "SearchResult", "SearchService", "hit_json", "result_json"]


class SearchArchive(Protocol):
    """What search asks of the archive (`archive.documents.Archive`)."""

    @property
    def cataloguing(self) -> Topics: ...

    def records(self, document_ids: Iterable[int]) -> dict[int, Record]: ...

    def units(self, provision_ids: Iterable[int]) -> dict[int, StoredUnit]: ...

    def provision(self, document_id: int, path: str) -> StoredProvision: ...

    def find_number(self, query: NumberQuery, limit: int = 50) -> list[Record]: ...

    def holdings(self) -> Holdings: ...

    def provisions(self, document_id: int) -> list[StoredProvision]: ...

    def behind(self) -> frozenset[int]: ...


@dataclass
class _Notes:
    vi: list[str] = field(default_factory=list)
    en: list[str] = field(default_factory=list)

    def add(self, vi: str, en: str) -> None:
        self.vi.append(vi)
        self.en.append(en)


class SearchService:
    """Answers search requests over one archive and its index. Safe to share between threads."""

    def __init__(self, archive: SearchArchive, engine: Engine, fusion: Fusion | None = None) -> None:
        """`fusion` adds search by meaning; without it all modes search words."""
        self._archive = archive
        self._engine = engine
        self._fusion = fusion
        self.catalogue = Catalogue(archive)
        self._validities: dict[tuple[int, date], tuple[Record, Validity]] = {}
        self._last: tuple[object, frozenset[int]] = (None, frozenset())

    def search(self, request: SearchRequest) -> SearchResult:
        """One page of answers. Raises ValueError for an unknown mode or sort, or a negative limit or offset."""
        began = time.perf_counter()
        if request.mode not in MODES or request.sort not in SORTS or request.limit < 0 or request.offset < 0:
            raise ValueError(f"mode must be of {MODES}, sort of {SORTS}; limit and offset not negative")
        notes = _Notes()
        reading, exact, absent = self._read(request)
        for problem in reading.problems:
            notes.add(problem.vi, problem.en)
        asked = together(request, reading.parsed)
        narrowed = narrowing(asked, reading.parsed, self._archive, self.catalogue)
        exact = [one for one in exact if narrowed.passes(one.record.id)]
        for vi, en in (*absent, *missing_provisions(self._archive, exact, reading.asked)):
            notes.add(vi, en)
        words = _words(reading, exact, self._engine) if reading.asked.phrases or has_content(reading.asked.text) else ""
        lists = not words and not exact and reading.parsed.lists
        if lists and not reading.parsed.clauses:
            # Turning pages narrows nothing.
            lists = narrowing(replace(asked, upto=0), reading.parsed, self._archive, self.catalogue).narrowed
        found = self._by_words(words, reading, narrowed, asked, len(exact))
        if reading.restored and not found.hits and not exact:
            # The reading found nothing: what was typed, then.
            reading = as_it_was_typed(reading)
            words = reading.words
            found = self._by_words(words, reading, narrowed, asked, 0)
        if not words and not exact and not absent and not lists and request.query.strip():
            notes.add(
                "Câu tìm chỉ có dấu câu, từ nối hoặc một chữ cái. Hãy gõ số, ký hiệu hoặc nội dung.",
                "The query is only punctuation, connecting words or a letter. Type a number or what it is about.",
            )
        if asked.in_force:
            self._tell_unknown(words, reading, asked, notes)
        self._tell_meaning(request, reading, notes)
        page: Sequence[Exact | EngineHit]
        if lists:
            within = without_parts(self._engine, reading.engine_query("").excluded, narrowed)
            page, total, facets = listed(self._archive, self._engine, within, asked)
            documents = total
        else:
            facets = facet_counts(found, narrowed, reading.engine_query(words), self._engine, self.catalogue)
            page, total, documents = self._merged(exact, found, facets, asked)
        if asked.sort != "relevance" and total > SORTED and not lists:
            total = SORTED
            notes.add(
                f"Chỉ xếp lại {SORTED} kết quả phù hợp nhất.",
                f"Only the {SORTED} most relevant results are put in order.",
            )
        hits = self._hits(page, words, reading, narrowed.on, self._ranks(request, reading))
        return SearchResult(
            query=request.query,
            total=total,
            documents=documents,
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            hits=tuple(hits),
            facets=facets,
            route="listed" if page and not words and not exact else _route(reading.asked, exact),
            restored=_as_spelled(reading.restored, hits) if reading.restored else None,
            notes=tuple(notes.vi),
            notes_en=tuple(notes.en),
            meant=reading.meant,
            readings=reading.readings,
            legal=reading.legal,
            upto=asked.upto or max(narrowed.table, default=0),
        )

    def _read(self, request: SearchRequest) -> tuple[Interpretation, list[Exact], list[Note]]:
        """The reading of a query and its exact answers. A slip is not mended where the query as typed is a title."""
        reading = interpret(request.query, self._engine, request.as_typed)
        if reading.mended:
            typed = interpret(request.query, self._engine, True)
            exact, absent = exact_answers(self._archive, self._engine, typed.asked, None)
            if exact:
                return typed, exact, absent
        exact, absent = exact_answers(self._archive, self._engine, reading.asked, reading.toned)
        return reading, exact, absent

    # Words

    def _by_words(
        self, words: str, reading: Interpretation, narrowed: Narrowing, request: SearchRequest, more: int
    ) -> EngineResult:
        """The best hits to fill the page even where `more` of them are exact ones."""
        last = self._behind() if request.limit else frozenset()
        limit = request.limit + request.offset + more + (_ROOM_BEHIND if last else 0)
        if request.sort != "relevance":
            limit = SORTED + _ROOM_BEHIND  # the same best of all for every page
        found = _behind(self._found(words, reading, narrowed.filter, limit, request.mode), last)
        return in_order(found, request.sort, narrowed.table) if request.sort != "relevance" else found

    def _behind(self) -> frozenset[int]:
        """What stands behind issued documents, looked up where documents have changed."""
        states, (of, last) = self.catalogue.states(), self._last
        if of is not states:
            last = self._archive.behind()
            self._last = states, last
        return last

    def _found(self, words: str, reading: Interpretation, wanted: EngineFilter, limit: int, mode: str) -> EngineResult:
        """By words and meaning together; by words alone for numbers and quotes, and where meaning cannot be asked."""
        query = reading.engine_query(words)
        if self._fusion is not None and words and mode != "words" and _has_meaning(reading):
            expired = self.catalogue.documents(date.today(), {"validity": (EXPIRED,)})
            found = self._fusion.search(query, reading.embedded, wanted, limit, mode, expired)
            if found is not None:
                return found
        return self._engine.search(query, wanted, limit)

    def _tell_meaning(self, request: SearchRequest, reading: Interpretation, notes: _Notes) -> None:
        """Say so where meaning was asked for and is not there, or not for everything yet."""
        share = self._fusion.share() if self._fusion is not None else 0.0
        if not share and request.mode == "meaning":
            notes.add(
                "Chưa có chỉ mục theo nghĩa nên kết quả tìm theo từ ngữ. Chương trình lập dần khi đang chạy; "
                "muốn có ngay, quản trị viên chạy “cancu index meaning”.",
                "There is no index of meaning yet, so results are by words. It is made while the program runs; "
                "to have it now, the administrator runs “cancu index meaning”.",
            )
        elif 0 < share < 1 and request.mode != "words" and _has_meaning(reading):
            done = int(share * 100)
            notes.add(
                f"Đang lập chỉ mục theo nghĩa: mới xong {done}% văn bản, phần còn lại chỉ tìm theo từ ngữ.",
                f"The index of meaning is being made: {done}% of the documents are done, the rest is found by words.",
            )

    def _tell_unknown(self, words: str, reading: Interpretation, request: SearchRequest, notes: _Notes) -> None:
        """How many documents of the result were left out because nothing is known of their validity."""
        wider = narrowing(replace(request, in_force=None), reading.parsed, self._archive, self.catalogue)
        table = self.catalogue.table(request.in_force or date.today())
        ids = self._engine.search(reading.engine_query(words), wider.filter, 0).document_ids.tolist()
        unknown = sum(id_ in table and table[id_].validity == "unknown" for id_ in ids)
        if unknown:
            notes.add(
                f"{unknown} văn bản chưa xác định được hiệu lực nên không hiện ở đây.",
                f"{unknown} documents whose validity is not known are left out.",
            )

    # Putting together

    def _merged(
        self, exact: Sequence[Exact], found: EngineResult, facets: dict[str, dict[str, int]], request: SearchRequest
    ) -> tuple[list[Exact | EngineHit], int, int]:
        """The page and the totals, every unit counted once; exact answers that words do not find go into the facets."""
        first, last = request.offset, request.offset + request.limit
        if not exact:
            return list(found.hits[first:last]), found.total, found.documents
        ids = {one.record.id for one in exact}
        matched = set(found.unit_ids.tolist())
        table = self.catalogue.table(request.in_force or date.today())
        for one in exact:
            if one.inside not in matched and one.record.id in table:
                count_document(facets, table[one.record.id])
        shown = {one.unit for one in exact} | {one.inside for one in exact}
        ordered: list[Exact | EngineHit] = [*exact, *(hit for hit in found.hits if hit.unit not in shown)]
        total = found.total + len(exact) - len(matched & shown)
        documents = found.documents + len(ids - set(found.document_ids.tolist()))
        return ordered[first:last], total, documents

    def _validity(self, record: Record, on: date) -> Validity:
        held = self._validities.get((record.id, on))
        if held is None or held[0] is not record:
            if len(self._validities) >= _VALIDITIES:
                self._validities = {}
            held = self._validities[record.id, on] = record, validity_at(record, on)
        return held[1]

    def _ranks(self, request: SearchRequest, reading: Interpretation) -> bool:
        """Whether laws stand a little earlier, and documents that are no longer in force a little later."""
        ranked = self._fusion is not None and self._fusion.share() > 0 and request.mode == "auto"
        return ranked and request.sort == "relevance" and _has_meaning(reading)

    def _hits(
        self, page: Sequence[Exact | EngineHit], words: str, reading: Interpretation, on: date, ranked: bool = False
    ) -> list[Hit]:
        ids = [one.record.id if isinstance(one, Exact) else one.document_id for one in page]
        records = self._archive.records(ids)
        units = self._archive.units(one.unit for one in page if one.unit > 0)
        phrases = quoted(words)
        # Everyday words are answered in the law's: both are looked for in the text that is shown.
        terms = syllables(words if reading.asked.number else reading.legal)
        hits = []
        for id_, one in zip(ids, page, strict=True):
            record, unit = records.get(id_), units.get(one.unit)
            if record is None or (unit is None and one.unit > 0):
                # Taken out of the archive since the index was written.
                continue
            text = without_head(unit) if unit else record.title
            heading = unit.heading if unit else ""
            shown = snippet(text, terms)
            why, why_en = reasons(words, phrases, record.title, heading, shown.text)
            if isinstance(one, Exact):
                vi, en = EXACT_REASONS[one.reason]
                why, why_en = (vi, *why), (en, *why_en)
            elif isinstance(one.why, Meant):
                vi, en = MEANING_REASON
                why, why_en = (*why, vi), (*why_en, en)
            if ranked and isinstance(one, EngineHit):
                if record.type in LAWS:
                    vi, en = LAW_REASON
                    why, why_en = (*why, vi), (*why_en, en)
                if self._validity(record, date.today()).state == EXPIRED:
                    vi, en = EXPIRED_REASON
                    why, why_en = (*why, vi), (*why_en, en)
            hits.append(
                Hit(
                    record=record,
                    validity=self._validity(record, on),
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


def _has_meaning(reading: Interpretation) -> bool:
    """Whether there is more to a query than a number or the exact words in quotes."""
    return not (reading.asked.number or reading.asked.phrases)


_ROOM_BEHIND = 200
_WEIGHT_BEHIND = 0.5


def _behind(found: EngineResult, last: frozenset[int]) -> EngineResult:
    """The same result with samples and drafts behind issued documents that match as well: nobody may cite them."""
    if not any(hit.document_id in last for hit in found.hits):
        return found
    hits = [replace(hit, score=hit.score * _WEIGHT_BEHIND) if hit.document_id in last else hit for hit in found.hits]
    return replace(found, hits=tuple(sorted(hits, key=lambda hit: (-hit.score, hit.unit))))


_VALIDITIES = 10_000
EXPIRED = "expired"
EXACT_SCORE = 1000.0
"""Score shown for exact answers, above any that words can reach."""


def _words(reading: Interpretation, exact: Sequence[Exact], engine: Engine) -> str:
    """What is searched for by words. For a number: the number as documents write it, and the words beside it."""
    asked = reading.asked
    if not asked.number:
        return reading.words
    numbers = list(dict.fromkeys(one.record.number for one in exact))
    toned = engine.restore_tones(asked.rest)
    rest = toned.text if toned else asked.rest
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
    return " ".join(spelling.get(fold_token(word) if word.islower() else word, word) for word in restored.split(" "))
