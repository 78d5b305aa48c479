"""Resolving the citations of one text together: what stands before decides what a short form means.

A document is cited in full first and by type and number (laws: type and name) afterwards (Nghị định 30/2020/NĐ-CP,
Phụ lục I, Viện dẫn): a short mention that would be ambiguous means the document of that name cited in full before it,
where there was only one; and where that one is not held, neither is the mention. What stands for a document named
elsewhere in the text (`Nghị định trên`) has that one's answer, with its own pinpoint.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from archive.agencies import same_issuer
from archive.citations.model import Citation
from archive.doubts import number_in_part, undated
from archive.evidence import LAWS, carries_year, cited_year, weigh
from archive.keys import number_key, seq_key, title_key
from archive.numbers import number_seq, parse_number, same_number
from archive.records import Record
from archive.resolving.answering import newest, resolved
from archive.resolving.holdings import Holdings
from archive.resolving.model import Resolution
from archive.resolving.one import resolve
from archive.resolving.partial import contradicted, is_partial


def resolve_all(
    citations: Iterable[Citation], holdings: Holdings, *, on: date | None = None, own: Record | None = None
) -> list[Resolution]:
    """Resolve the citations of one text, in order; `on` and `own` as in `resolve`."""
    listed = list(citations)
    before = _Before()
    answers: dict[int, Resolution] = {}
    for index, citation in enumerate(listed):
        if citation.antecedent >= 0:
            continue
        answer = before.read(citation, resolve(citation, holdings, on=on, own=own))
        before.remember(answer)
        answers[index] = answer
    _follow(listed, answers, holdings)
    return [answers[index] for index in range(len(listed))]


def _follow(listed: list[Citation], answers: dict[int, Resolution], holdings: Holdings) -> None:
    """Give every citation that stands for another one that one's answer; a chain is followed to its beginning."""
    at: dict[int, int] = {}
    for index, citation in enumerate(listed):
        if not citation.nested or citation.start not in at:
            at.setdefault(citation.start, index)
    for index, citation in enumerate(listed):
        if index in answers:
            continue
        seen = {index}
        target = at.get(citation.antecedent)
        while target is not None and target not in answers and target not in seen:
            seen.add(target)
            target = at.get(listed[target].antecedent)
        found = answers.get(target) if target is not None else None
        # A mistake in the words of the first mention is that mention's, not this one's.
        answers[index] = replace(found, citation=citation, mismatches=()) if found else resolve(citation, holdings)


class _Before:
    """What the text has cited so far, by the keys under which a short form may name it again."""

    def __init__(self) -> None:
        self._cited: dict[int, Record] = {}
        self._held: dict[tuple[str, ...], dict[int, Record]] = {}
        self._absent: dict[tuple[str, ...], Resolution] = {}
        self._contradicted: dict[tuple[str, ...], Record] = {}
        self._outer: Citation | None = None

    def read(self, citation: Citation, answer: Resolution) -> Resolution:
        """The answer in the light of what stands before."""
        if not _undated_short(citation):
            return answer
        key = _key(citation)
        other = self._contradicted.get(key) if key else None
        if other is not None and answer.record is not None and answer.record.id == other.id:
            # Cited in full before, with another day and title than that document has: it may not be that document.
            return Resolution(citation, "ambiguous", candidates=(other,))
        absent = self._absent.get(key) if key else None
        held = self._held.get(key, {}) if key else {}
        if (
            absent is not None
            and _may_name(citation, absent.citation)
            and not self._too_early(citation, year_of(absent.citation))
        ):
            again = [record for record in held.values() if not contradicted(citation, weigh(citation, record))]
            if again:  # both were cited in full before: the one we hold and the one we do not
                return Resolution(citation, "ambiguous", candidates=newest(again))
            return replace(absent, citation=citation)
        if citation.nested and len(answer.candidates) != 1:
            return answer  # in another document's title: of several it is the one of that document's time
        if answer.status == "ambiguous":
            before = [
                record
                for record in answer.candidates
                if record.id in self._cited
                and not self._too_early(citation, record.issued.year if record.issued else None)
            ]
            if len(before) == 1:
                answer = resolved(citation, weigh(citation, before[0]))
        record = answer.record
        if record is not None and record.id in self._cited:
            # Cited in full before: the missing date is no question any more.
            known = (undated(record), number_in_part(record))
            return replace(answer, doubts=tuple(each for each in answer.doubts if each not in known))
        return answer

    def _too_early(self, citation: Citation, year: int | None) -> bool:
        """Named in the title of a document of before that year: what came only then cannot be meant there."""
        if not citation.nested or self._outer is None or not self._outer.start <= citation.start < self._outer.end:
            return False
        outer = year_of(self._outer)
        return outer is not None and year is not None and outer < year

    def remember(self, answer: Resolution) -> None:
        """Take one answer up."""
        citation, record = answer.citation, answer.record
        if not citation.nested:
            self._outer = citation
        if citation.type == "SELF":
            return
        if record is not None and _other_by_day_and_title(answer):
            for key in _full_keys(citation):
                self._contradicted[key] = record
        elif record is not None:
            self._cited[record.id] = record
            for key in _keys_of(record):
                self._held.setdefault(key, {})[record.id] = record
        elif answer.status == "not_held" and _full(citation):
            for key in _full_keys(citation):
                self._absent[key] = answer


def looks_back(citation: Citation) -> bool:
    """Whether what stands before in the text may decide what the citation means."""
    return citation.antecedent >= 0 or (_undated_short(citation) and bool(_key(citation)))


def _undated_short(citation: Citation) -> bool:
    """Type and number, or type and name, and nothing else that could mean another document."""
    return citation.issued is None and (not citation.title or not citation.number)


def _other_by_day_and_title(answer: Resolution) -> bool:
    """Nothing agreed but the number, and the answer says so."""
    wrong = {each.field for each in answer.mismatches}
    return {"issued", "title"} <= wrong and any(doubt.grave and doubt.field == "record" for doubt in answer.doubts)


def year_of(citation: Citation) -> int | None:
    """The year a citation is of: of its date, of its number, or the one a law is cited by."""
    if citation.issued is not None:
        return citation.issued.year
    parsed = parse_number(citation.number) if citation.number else None
    return int(parsed.year) if parsed is not None and parsed.year else cited_year(citation)


def _full(citation: Citation) -> bool:
    """Cited so that one document is meant: with its date, or a law with a year or number."""
    if citation.number and not is_partial(citation):
        return citation.issued is not None or carries_year(citation.number)
    named = citation.type in LAWS and bool(citation.title)
    return named and (citation.issued is not None or cited_year(citation) is not None)


def _key(citation: Citation) -> tuple[str, ...]:
    """Under which a short form looks back."""
    if is_partial(citation):
        return "seq", citation.type, seq_key(citation.seq)
    if citation.number:
        return "number", number_key(citation.number)
    if citation.type in LAWS and citation.title and cited_year(citation) is None:
        return "title", title_key(citation.title)
    return ()


def _full_keys(citation: Citation) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if citation.number:
        keys.append(("number", number_key(citation.number)))
        keys.append(("seq", citation.type, seq_key(citation.seq or number_seq(citation.number))))
    if citation.type in LAWS and citation.title:
        keys.append(("title", title_key(citation.title)))
    return keys


def _keys_of(record: Record) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if record.number:
        keys.append(("number", number_key(record.number)))
        keys.append(("seq", record.type, number_seq(record.number)))
    if record.type in LAWS and record.title:
        keys.append(("title", title_key(record.title)))
    return keys


def _may_name(short: Citation, full: Citation) -> bool:
    """A mention by type and number may be the document cited in full: neither type, number nor issuer is another."""
    whole = short.number and not is_partial(short)
    if whole and (not same_number(short.number, full.number) or carries_year(short.number)):
        return False
    year = cited_year(short)
    if year is not None and full.issued is not None and year != full.issued.year:
        return False
    same_type = short.type in {"", full.type} or not full.type
    return same_type and (not short.issuer or not full.issuer or same_issuer(short.issuer, full.issuer) is not False)
