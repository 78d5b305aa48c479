"""What a citation and its document disagree in, and what in our own record is doubtful.

A record that is itself doubtful never silently confirms or refutes a draft: where it would contradict in the
field it is doubtful in, that is said as a doubt, not as a mismatch. A number that is cited only in part (`Quyết định
749`) is no mismatch either: nothing printed is wrong, but it should be written in full.
"""

from __future__ import annotations

import re
from datetime import date

from archive import doubts as doubts_about
from archive.agency_calendar import begun_again, succession
from archive.citations.model import Citation
from archive.doubts import Doubt, field_name
from archive.evidence import (
    Evidence,
    carries_year,
    cited_year,
    doubtful_fields,
    implausible_date,
    impossible_date,
    title_speaks_for,
    unreliable,
)
from archive.folding import unaccent
from archive.mismatches import FieldMismatch
from archive.numbers import same_number
from archive.titles_compared import NEAR, title_certain, title_read

__all__ = ["Doubt", "FieldMismatch", "differences", "field_name"]


def differences(citation: Citation, chosen: Evidence) -> tuple[tuple[FieldMismatch, ...], tuple[Doubt, ...]]:
    """Mismatches and doubts of a citation against the record it was tied to."""
    record = chosen.record
    doubtful = doubtful_fields(record)
    found = _mismatches(citation, chosen)
    if unreliable(record):
        return (), tuple(_doubts(citation, chosen, doubtful, tuple(found), ()))
    kept = tuple(each for each in found if each.field not in doubtful or not _in_doubt(each, chosen))
    contested = tuple(each for each in found if each not in kept)
    return kept, tuple(_doubts(citation, chosen, doubtful, contested, kept))


def _in_doubt(mismatch: FieldMismatch, chosen: Evidence) -> bool:
    """A doubtful record refutes nothing; nor does one whose date is disputed, or at odds with its own number."""
    return chosen.record.certainty == "doubtful" or chosen.possible or implausible_date(chosen.record)


def _mismatches(citation: Citation, chosen: Evidence) -> list[FieldMismatch]:
    record = chosen.record
    found: list[FieldMismatch] = []
    if chosen.type is False:
        found.append(FieldMismatch("type", citation.type, record.type, *_type_span(citation)))
    if written_in_full(citation) and record.number and not same_number(citation.number, record.number):
        span = (citation.number_start, citation.number_end)
        found.append(FieldMismatch("number", citation.number, record.number, *span))
    if chosen.issued is False and citation.issued and record.issued:
        span = (citation.issued_start, citation.issued_end)
        found.append(FieldMismatch("issued", citation.issued.isoformat(), record.issued.isoformat(), *span))
    elif (written := impossible_date(citation)) and record.issued:
        span = (citation.issued_start, citation.issued_end)
        found.append(FieldMismatch("issued", written, record.issued.isoformat(), *span))
    elif citation.issued is None and chosen.year is False and record.issued:
        found.append(FieldMismatch("issued", str(cited_year(citation)), record.issued.isoformat()))
    if chosen.issuer is False or chosen.term is False:
        cited = citation.issuer
        if chosen.term is False and citation.term and citation.term not in cited:
            cited = f"{cited} khóa {citation.term}".strip()
        found.append(FieldMismatch("issuer", cited, record.issuer, *_issuer_span(citation)))
    if chosen.title.verdict == "different":
        span = (citation.title_start, citation.title_end)
        found.append(FieldMismatch("title", citation.title, title_read(record.title), *span))
    return found


def _type_span(citation: Citation) -> tuple[int, int]:
    """The type word at its first place in the citation's text, compared without marks (they may be damaged)."""
    plain, word = unaccent(citation.text).lower(), unaccent(citation.type).lower()
    at = plain.find(word) if len(plain) == len(citation.text) else -1
    return (citation.start + at, citation.start + at + len(word)) if at >= 0 else (-1, -1)


_BY = re.compile(r"\bcủa\s+", re.IGNORECASE)
_AFTER_ISSUER = re.compile(
    r"\s*(?:,|;|\bvề\b|\bquy định\b|\bban hành\b|\bphê duyệt\b|\bhướng dẫn\b|\bsửa đổi\b|[“\"]|\bngày\b)", re.IGNORECASE
)


def _issuer_span(citation: Citation) -> tuple[int, int]:
    """The words between `của` and what follows the issuer, after the number; (-1, -1) where this is not clear."""
    begin = citation.number_end - citation.start if citation.number_end >= 0 else 0
    by = _BY.search(citation.text, begin)
    if by is None:
        return -1, -1
    after = _AFTER_ISSUER.search(citation.text, by.end())
    end = after.start() if after else len(citation.text)
    return (citation.start + by.end(), citation.start + end) if end > by.end() else (-1, -1)


def _doubts(
    citation: Citation,
    chosen: Evidence,
    doubtful: frozenset[str],
    contested: tuple[FieldMismatch, ...],
    mismatches: tuple[FieldMismatch, ...],
) -> list[Doubt]:
    record = chosen.record
    doubts: list[Doubt] = []
    if record.sample:
        doubts.append(doubts_about.SAMPLE)
    elif record.certainty == "unconfirmed":
        doubts.append(doubts_about.read_by_machine(contested))
    elif record.certainty == "doubtful":
        doubts.append(doubts_about.doubtful_record(record, doubtful))
    elif contested:
        doubts.append(
            doubts_about.impossible_date(record) if implausible_date(record) else doubts_about.disputed_date(record)
        )
    elif record.certainty == "likely":
        doubts.append(doubts_about.unconfirmed(record))
    if chosen.shared and chosen.issuer is None:
        doubts.append(doubts_about.issuer_unknown(record))
    doubts.extend(_of_issuer(citation, chosen, mismatches))
    if _undated(citation, chosen):
        doubts.append(doubts_about.undated(record))
    if citation.seq and record.number and not written_in_full(citation):
        doubts.append(doubts_about.number_in_part(record))
    if citation.title and record.title and not title_certain(record.title):
        doubts.append(doubts_about.title_unread(record))
    elif any(each.field == "title" for each in mismatches) and doubts_about.title_noted(record):
        doubts.append(doubts_about.title_unchecked(record))
    if _perhaps_another(chosen, {each.field for each in mismatches}):
        doubts.append(doubts_about.another_document(record))
    return doubts


def _perhaps_another(chosen: Evidence, wrong: set[str]) -> bool:
    """Only the number agrees: the date lies in another series, or the title is altogether another one.

    Numbers are used again each year or term, and some ministries' decrees even within a year (`01/2022/NĐ-CP`).
    """
    other_title = chosen.title.verdict == "different" and chosen.title.score < NEAR
    if "issued" in wrong:
        return other_title or (chosen.series is False and chosen.title.verdict != "same")
    return other_title and chosen.issued is None


def _undated(citation: Citation, chosen: Evidence) -> bool:
    """Only a number that is counted again each year or term was cited: another year's document may be meant."""
    if not written_in_full(citation) or carries_year(citation.number) or citation.issued is not None:
        return False
    return not (chosen.possible or chosen.year or chosen.term or title_speaks_for(chosen))


def written_in_full(citation: Citation) -> bool:
    """The text prints the whole number; what only the finder restored (`Chỉ thị 05 của Bộ Chính trị`) contradicts
    nothing."""
    return bool(citation.number) and "truncated" not in citation.flags


def _of_issuer(citation: Citation, chosen: Evidence, mismatches: tuple[FieldMismatch, ...]) -> list[Doubt]:
    """What became of the body cited, and whether one of the same name counted its numbers anew that year."""
    record = chosen.record
    found: list[Doubt] = []
    if any(each.field == "issuer" for each in mismatches):
        followed = succession(citation.issuer, record.issuer)
        if followed is not None:
            found.append(doubts_about.succeeded(followed))
    if citation.issued is None and record.issued is not None and not chosen.shared:
        day = begun_again(record.issuer, date(record.issued.year, 1, 1), date(record.issued.year, 12, 31))
        if day is not None:
            found.append(doubts_about.counted_anew(record, day))
    return found
