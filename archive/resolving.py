"""Tying citations to documents: by number and date, title, issuer and type together, never by number alone.

- One holder of the number: it is the document, and every field that contradicts is reported as a mismatch; unless the
  date lies in another numbering series and the title is another one, for then the number was simply used again.
- Several holders: the date decides; else a year, a congress term, the issuer, the title, but only where they
  point to one. A date that fits none of them leaves the choice to title and term together. Everything else is
  ambiguous.
- Symbols that many bodies share (`UBND`, `TU`): another issuer is another document, an unknown one a doubt.
- Laws go by title with date, year or number; a title that several laws bear is ambiguous, the newest first. Laws are
  made anew under their old names: a date of another year is another law, which is not held.
- A number that nobody holds is not held, unless date and full title both name one document: then the number is wrong.

Sources: `domain/facts.md` sections 0.6 and 2; Nghị định 30/2020/NĐ-CP, Điều 15 (numbers run per body and year).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from archive.agencies import same_issuer
from archive.citations.model import Citation
from archive.congresses import PLENUM_RESOLUTIONS
from archive.differences import Doubt, FieldMismatch, differences
from archive.evidence import (
    LAWS,
    Evidence,
    admissible,
    carries_year,
    cited_year,
    other_type,
    title_speaks_for,
    weigh,
)
from archive.keys import number_key, title_key
from archive.numbers import same_number
from archive.records import Record
from archive.titles_compared import NEAR, NEAR_MARGIN

__all__ = ["Doubt", "FieldMismatch", "Holdings", "MemoryHoldings", "Resolution", "resolve", "resolve_all"]

CONSTITUTION = "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"


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


class MemoryHoldings:
    """Holdings over a list of records: for tests, and wherever there is no database."""

    def __init__(self, records: Iterable[Record], paths: Mapping[int, frozenset[str]] | None = None) -> None:
        self._paths = dict(paths or {})
        self._numbers: dict[str, list[Record]] = {}
        self._titles: dict[str, list[Record]] = {}
        self._issued: dict[tuple[str, date], list[Record]] = {}
        for record in records:
            if record.number:
                self._numbers.setdefault(number_key(record.number), []).append(record)
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

    def paths(self, document_id: int) -> frozenset[str]:
        """The paths of a document's provisions; empty where it is only catalogued."""
        return self._paths.get(document_id, frozenset())


@dataclass(frozen=True)
class Resolution:
    """What a citation was tied to.

    `status`: resolved (`record` is the document; `mismatches` say in what the citation contradicts it), ambiguous
    (`candidates`, likeliest first; empty where the citation is too short to look anything up), not_held (`candidates`
    may hold near ones, none of which is meant). `doubts` say what in our own records keeps the answer from
    being certain.
    """

    citation: Citation
    status: str
    record: Record | None = None
    candidates: tuple[Record, ...] = ()
    mismatches: tuple[FieldMismatch, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def resolve(citation: Citation, holdings: Holdings) -> Resolution:
    """Tie one citation to a document. `Luật này` and the like name their own document and are never held."""
    if citation.type == "SELF":
        return Resolution(citation, "not_held")
    if citation.number:
        return _by_number(citation, holdings)
    if citation.type in LAWS and citation.title:
        return _by_title(citation, holdings)
    if citation.plenum and citation.term:
        return _by_plenum(citation, holdings)
    if citation.title and citation.issued:
        found = _by_day_and_title(citation, holdings)
        if found is not None:
            return _resolved(citation, found)
    # A bare `NĐ30` cannot be looked up: a question, not an answer.
    return Resolution(citation, "ambiguous" if citation.seq else "not_held")


def resolve_all(citations: Iterable[Citation], holdings: Holdings) -> list[Resolution]:
    """Resolve the citations of one text, in order.

    A document is cited in full first and by type and number (laws: type and name) afterwards (Nghị định 30/2020/NĐ-CP,
    Phụ lục I, Viện dẫn): a short mention that would be ambiguous means the document of that name cited in full
    before it, where there was only one.
    """
    answers: list[Resolution] = []
    cited: dict[int, Record] = {}
    missing: dict[str, Resolution] = {}
    for citation in citations:
        answer = resolve(citation, holdings)
        absent = missing.get(number_key(citation.number)) if citation.number else None
        if absent is not None and citation.issued is None and _may_name(citation, absent.citation):
            again = [r for r in cited.values() if same_number(r.number, citation.number)]
            answer = replace(absent, citation=citation)
            if again:  # both were cited in full before: the one we hold and the one we do not
                answer = Resolution(citation, "ambiguous", candidates=_newest(again))
        elif answer.status == "not_held" and citation.number and citation.issued and answer.candidates:
            missing[number_key(citation.number)] = answer
        elif answer.status == "ambiguous" and _short(citation):
            before = [record for record in answer.candidates if record.id in cited]
            if len(before) == 1:
                answer = _resolved(citation, weigh(citation, before[0]))
        if answer.record is not None:
            cited[answer.record.id] = answer.record
        answers.append(answer)
    return answers


def _may_name(short: Citation, full: Citation) -> bool:
    """A mention by type and number may be the document cited in full: neither type nor issuer is another one."""
    if not same_number(short.number, full.number) or carries_year(short.number) or not _short(short):
        return False
    same_type = short.type in {"", full.type} or not full.type
    return same_type and (not short.issuer or not full.issuer or same_issuer(short.issuer, full.issuer) is not False)


def _short(citation: Citation) -> bool:
    """Type and number, or type and name, and nothing else that could mean another document."""
    return citation.issued is None and not citation.nested and (not citation.title or not citation.number)


def _by_number(citation: Citation, holdings: Holdings) -> Resolution:
    records = admissible(holdings.by_number(citation.number))
    if not records:
        return _number_not_held(citation, holdings)
    weighed = [weigh(citation, record) for record in records]
    ours = [each for each in weighed if not (each.shared and each.issuer is False)]
    if not ours:
        return Resolution(citation, "not_held", candidates=_newest(records))
    ours = [each for each in ours if each.type is not False] or ours
    if all(other_type(each) for each in ours):
        return Resolution(citation, "not_held", candidates=_likeliest(ours, citation))
    if len(ours) > 1:
        chosen = _choose(ours)
        if chosen is None and all(_number_used_again(each) for each in ours):
            return Resolution(citation, "not_held", candidates=_likeliest(ours, citation))
        if chosen is None or _thin(citation, chosen):
            return Resolution(citation, "ambiguous", candidates=_likeliest(ours, citation))
        return _resolved(citation, chosen)
    only = ours[0]
    if _number_used_again(only):
        return Resolution(citation, "not_held", candidates=(only.record,))
    if "truncated" in citation.flags and _thin(citation, only):
        return Resolution(citation, "ambiguous", candidates=(only.record,))
    rival = _bearer_of_title(citation, holdings) if only.title.verdict == "different" else None
    if rival is not None and not (only.issued and rival.issued != citation.issued):
        # The number means one, the title another, and no date decides between them.
        return Resolution(citation, "ambiguous", candidates=(only.record, rival))
    return _resolved(citation, only, rival)


def _bearer_of_title(citation: Citation, holdings: Holdings) -> Record | None:
    """The one other document that the title cited belongs to, where there is exactly one."""
    if citation.type in LAWS:
        named = _laws_named(citation, holdings)
        return named[0] if len(named) == 1 else None
    found = _by_day_and_title(citation, holdings)
    return found.record if found else None


def _number_used_again(only: Evidence) -> bool:
    """The number was counted in another year or term, and no title or term speaks for this one: another document."""
    if only.series is not False or only.possible or only.term:
        return False
    return not title_speaks_for(only)


def _thin(citation: Citation, chosen: Evidence) -> bool:
    """A Party number that starts again each term, with nothing beside it but an issuer: no ground for a choice
    where the record is less than sure, or the number was only half written."""
    if not chosen.record.number.endswith("/TW") or any((chosen.issued, chosen.possible, chosen.year, chosen.term)):
        return False
    if citation.issued or title_speaks_for(chosen):
        return False
    return chosen.record.certainty != "sure" or "truncated" in citation.flags


def _number_not_held(citation: Citation, holdings: Holdings) -> Resolution:
    found = _by_day_and_title(citation, holdings)
    if found is not None:
        return _resolved(citation, found)
    near = _laws_named(citation, holdings) if citation.type in LAWS and citation.title else ()
    return Resolution(citation, "not_held", candidates=_newest(near))


def _by_day_and_title(citation: Citation, holdings: Holdings) -> Evidence | None:
    """The one document of this type, day and full title, whatever its number. None where there is not exactly one."""
    if not (citation.title and citation.issued and citation.type):
        return None
    records = admissible(holdings.by_type_issued(citation.type, citation.issued))
    weighed = [weigh(citation, record) for record in records]
    same = [
        each
        for each in weighed
        if each.title.verdict == "same" and each.title.kind != "shortened" and each.issuer is not False
    ]
    return same[0] if len(same) == 1 else None


def _laws_named(citation: Citation, holdings: Holdings) -> list[Record]:
    title = CONSTITUTION if citation.type == "Hiến pháp" else citation.title
    return admissible(record for record in holdings.by_title(title) if record.type in LAWS)


def _by_title(citation: Citation, holdings: Holdings) -> Resolution:
    """A law by its name, with a date or a year where one is cited."""
    records = _laws_named(citation, holdings)
    if not records:
        return Resolution(citation, "not_held")
    weighed = [weigh(citation, record) for record in records]
    weighed = [each for each in weighed if each.type is not False] or weighed
    if not any(_may_be(citation, each) for each in weighed):
        return Resolution(citation, "not_held", candidates=_likeliest(weighed, citation))
    if len(weighed) == 1:
        return _resolved(citation, weighed[0])
    for test in (_date_is, _year_is):
        agreeing = [each for each in weighed if test(each)]
        if len(agreeing) == 1:
            return _resolved(citation, agreeing[0])
    return Resolution(citation, "ambiguous", candidates=_likeliest(weighed, citation))


def _may_be(citation: Citation, law: Evidence) -> bool:
    """False where the year cited is not the law's. A bare year may also be that of its coming into force."""
    year = cited_year(citation)
    in_force = law.record.effective is not None and law.record.effective.year == year
    return law.year is not False or (citation.issued is None and in_force)


def _by_plenum(citation: Citation, holdings: Holdings) -> Resolution:
    """`Nghị quyết Trung ương 7 khóa XI`: a plenum passes several resolutions; only a title can choose among them."""
    days = PLENUM_RESOLUTIONS.get((citation.term, citation.plenum), ())
    found = [r for day in days for r in holdings.by_type_issued(citation.type or "Nghị quyết", day)]
    weighed = [weigh(citation, record) for record in admissible(found) if "Trung ương" in record.issuer]
    if not weighed:
        return Resolution(citation, "not_held")
    named = [each for each in weighed if each.title.verdict == "same"]
    if len(named) == 1:
        return _resolved(citation, named[0])
    return Resolution(citation, "ambiguous", candidates=_newest(each.record for each in weighed))


Test = Callable[[Evidence], "bool | None"]


def _date_is(each: Evidence) -> bool | None:
    return each.issued


def _year_is(each: Evidence) -> bool | None:
    return each.year


def _term_is(each: Evidence) -> bool | None:
    return each.term


def _issuer_is(each: Evidence) -> bool | None:
    return each.issuer


def _title_is(each: Evidence) -> bool | None:
    return {"same": True, "different": False}.get(each.title.verdict)


def _choose(weighed: list[Evidence]) -> Evidence | None:
    """The one among several holders of a number that the evidence points to, or None."""
    if any(each.issued is not None for each in weighed):
        agreeing = [each for each in weighed if each.issued]
        if agreeing:
            return _narrow(agreeing, weighed, (_issuer_is, _term_is, _title_is))
        possible = [each for each in weighed if each.possible]
        if len(possible) == 1 and not _contradicted(possible[0], weighed):
            return possible[0]
        return _despite_date(weighed)
    return _narrow(weighed, weighed, (_year_is, _term_is, _issuer_is, _title_is)) or _nearest(weighed)


def _narrow(pool: list[Evidence], all_of_them: list[Evidence], tests: Sequence[Test]) -> Evidence | None:
    """Keep what agrees with each test in turn; the last one standing, unless a better fit stands outside."""
    for test in tests:
        answers = [(each, test(each)) for each in pool]
        agreeing = [each for each, answer in answers if answer]
        pool = agreeing or [each for each, answer in answers if answer is not False] or pool
    if len(pool) != 1 or _contradicted(pool[0], all_of_them):
        return None
    return pool[0]


def _contradicted(chosen: Evidence, weighed: Sequence[Evidence]) -> bool:
    """The chosen one's title is another one, and another holder bears exactly the title cited."""
    return chosen.title.verdict == "different" and any(
        each.title.verdict == "same" for each in weighed if each is not chosen
    )


def _despite_date(weighed: list[Evidence]) -> Evidence | None:
    """A date that fits none: only a title and nothing against it, or a term with a title near by, is decisive."""
    standing = [each for each in weighed if each.term is not False and each.issuer is not False]
    titled = [each for each in standing if each.title.verdict == "same"]
    if len(titled) == 1 and not any(each.title.verdict == "same" for each in weighed if each is not titled[0]):
        return titled[0]
    if titled:
        return None
    agreeing = [each for each in standing if each.term]
    if len(agreeing) == 1 and not _contradicted(agreeing[0], weighed):
        one = agreeing[0]
        if one.title.verdict != "different" or one.title.score >= NEAR:
            return one
        return None
    near = _nearest(weighed)
    if near is not None and near in standing and near.year and near.series:
        return near
    return None


def _nearest(weighed: Sequence[Evidence]) -> Evidence | None:
    """The holder whose title is clearly the nearest, though not the same."""
    ranked = sorted(weighed, key=lambda each: -each.title.score)
    first, second = ranked[0], ranked[1]
    clear = first.title.score >= NEAR and first.title.score - second.title.score >= NEAR_MARGIN
    against = first.term is False or first.issuer is False
    return first if clear and not against else None


def _resolved(citation: Citation, chosen: Evidence, rival: Record | None = None) -> Resolution:
    mismatches, doubts = differences(citation, chosen)
    candidates = (chosen.record, rival) if rival is not None and rival.id != chosen.record.id else ()
    return Resolution(citation, "resolved", chosen.record, candidates, mismatches, doubts)


def _newest(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: record.issued or date.min, reverse=True))


def _likeliest(weighed: Sequence[Evidence], citation: Citation) -> tuple[Record, ...]:
    """By what agrees, then by nearness of the title, then the newest first."""

    def order(each: Evidence) -> tuple[int, float, int]:
        agreeing = sum(bool(answer) for answer in (each.issued, each.term, each.year, each.issuer))
        score = each.title.score if citation.title and citation.number else 0.0
        return agreeing, score, (each.record.issued or date.min).toordinal()

    return tuple(each.record for each in sorted(weighed, key=order, reverse=True))
