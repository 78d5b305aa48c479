"""What one citation and one record say about each other, field by field.

Each answer is True (they agree), False (they contradict) or None (one of them says nothing, or too little):
only True is evidence for, only False is evidence against. `archive.resolving` decides on the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.agencies import issuer_of_number, same_issuer
from archive.agency_calendar import begun_again
from archive.citations.model import Citation
from archive.congresses import term_in, terms_of
from archive.dates import find_dates
from archive.folding import fold_for_comparison, unaccent
from archive.numbers import parse_number, same_number
from archive.organs import names_no_place, same_body, same_committee
from archive.records import Record
from archive.titles_compared import NEAR, TitleComparison, compare_titles

LAWS = frozenset({"Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh"})
"""Types that are cited by name, without number and issuer (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""


@dataclass(frozen=True)
class Evidence:
    """`year`: the year cited, or the year of the date cited, is the record's. `possible`: the date is one that the
    record's own note names as possible. `series`: the date falls into the record's numbering series (a year for the
    State, a congress term for the Party); False means that the same number may well be another document.
    `shared`: the number's symbol is used by many bodies (`UBND`, `TU`), so that the issuer is part of the key, and the
    body cited is not plainly the record's (another organ of one body is a mismatch, not another document).
    `other_body`: the date cited and the record's lie on two sides of the day on which the local body was formed anew
    under its old name and its numbers began again, so that the record is another body's.
    """

    record: Record
    type: bool | None
    issued: bool | None
    possible: bool
    year: bool | None
    series: bool | None
    term: bool | None
    issuer: bool | None
    shared: bool
    title: TitleComparison
    other_body: bool = False


def weigh(citation: Citation, record: Record) -> Evidence:
    """Compare a citation with a record, field by field."""
    possible = citation.issued is not None and citation.issued in disputed_dates(record)
    return Evidence(
        record=record,
        type=_type(citation, record),
        issued=_same_day(citation.issued, record.issued),
        possible=possible,
        year=_year(citation, record),
        series=_series(citation, record),
        term=_term(citation, record),
        issuer=_issuer(citation, record),
        shared=shared_symbol(record.number, record.issuer) and not _same_named_body(citation.issuer, record.issuer),
        title=_title(citation, record),
        other_body=_formed_anew(citation.issued, record.issued, record.issuer),
    )


def _title(citation: Citation, record: Record) -> TitleComparison:
    if not citation.title:
        return _NO_TITLE
    return compare_titles(citation.title, record.title, record.type, running=not citation.basis)


def _formed_anew(cited: date | None, held: date | None, issuer: str) -> bool:
    return cited is not None and held is not None and begun_again(issuer, cited, held) is not None


def _same_named_body(a: str, b: str) -> bool:
    return same_body(a, b) and not names_no_place(a)


_NO_TITLE = TitleComparison("unknown")


def cited_year(citation: Citation) -> int | None:
    """The year that a citation gives apart from a whole date: `Luật Khiếu nại 2011`, `chỉ thị 16 năm 2016`."""
    for flag in citation.flags:
        if flag.startswith("year:") and flag[5:].isdigit():
            return int(flag[5:])
    if not citation.number and citation.year_in_number.isdigit():
        return int(citation.year_in_number)
    return None


def _same_day(cited: date | None, held: date | None) -> bool | None:
    return None if cited is None or held is None else cited == held


def _year(citation: Citation, record: Record) -> bool | None:
    year = citation.issued.year if citation.issued else cited_year(citation)
    if year is None or record.issued is None:
        return None
    return record.issued.year == year


def shared_symbol(number: str, issuer: str) -> bool:
    """True where many bodies use the number's symbol (`UBND`, `TU`), so that only the issuer tells whose
    document it is.

    The central Party organs share `TW` and one series of numbers: their issuer is no part of the key.
    """
    if not number or number.endswith("/TW"):
        return False
    generic = _issuer_of_number(number)
    if ";" in generic or _CENTRAL.match(generic):
        return False
    return not generic or names_no_place(issuer) or _same_issuer(generic, issuer) is not True


# Bodies of which there is one in the country.
_CENTRAL = re.compile(
    r"Chính phủ|Thủ tướng|Quốc hội|Ủy ban Thường vụ|Chủ tịch nước|Hội đồng (?:Bộ trưởng|Nhà nước|Thẩm phán)|Bộ "
    r"|.*Trung ương|Ngân hàng Nhà|Thanh tra Chính phủ|Kiểm toán [Nn]hà nước|(?:Tòa án|Viện kiểm sát) nhân dân tối cao"
    r"|Ủy ban Dân tộc|Văn phòng (?:Chính phủ|Quốc hội|Chủ tịch nước)"
)


@lru_cache(maxsize=65536)
def _issuer_of_number(number: str) -> str:
    return issuer_of_number(number)


@lru_cache(maxsize=65536)
def _same_issuer(a: str, b: str) -> bool | None:
    return same_issuer(a, b)


@lru_cache(maxsize=65536)
def _system(number: str) -> str:
    parsed = parse_number(number)
    return parsed.system if parsed else ""


def _series(citation: Citation, record: Record) -> bool | None:
    """Whether the cited date lies in the series that the record's number was counted in."""
    if citation.issued is None or record.issued is None:
        return None
    if _system(record.number) == "qppl":
        return True  # the number carries its year
    if _system(record.number) == "party":
        return bool(terms_of(citation.issued) & terms_of(record.issued)) or citation.issued == record.issued
    return citation.issued.year == record.issued.year


def _party(citation: Citation, record: Record) -> bool:
    return citation.system == "DANG" or _system(record.number or citation.number) == "party"


def cited_term(citation: Citation) -> str:
    """The congress term a citation gives (`khóa XI`), "" where none."""
    return citation.term or term_in(citation.issuer)


def _term(citation: Citation, record: Record) -> bool | None:
    """Agreement on the Party congress term. A State body's `khóa XIX` is no congress."""
    cited = cited_term(citation)
    if not cited or not _party(citation, record):
        return None
    held = term_in(record.issuer)
    if held:
        return held == cited
    return cited in terms_of(record.issued) if record.issued else None


_TERM = re.compile(r"[\s,(]*(?:khóa|khoá)\s+[IVX]+\b[)\s]*", re.IGNORECASE)


def _issuer(citation: Citation, record: Record) -> bool | None:
    """Agreement on the issuer, terms apart. An issuer that the engine only read off the number proves nothing."""
    cited, held = _TERM.sub(" ", citation.issuer).strip(), _TERM.sub(" ", record.issuer).strip()
    if not cited or not held:
        return None
    same = _names(cited) == _names(held) or same_committee(cited, held)
    if same and names_no_place(cited):
        return None
    answer = True if same else _same_issuer(cited, held)
    if answer is False and not issuer_printed(citation):
        return None
    return answer


@lru_cache(maxsize=65536)
def _names(issuer: str) -> frozenset[str]:
    return frozenset(fold_for_comparison(name) for name in issuer.split(";") if name.strip())


def issuer_printed(citation: Citation) -> bool:
    """Whether the text itself names the issuer (`của Chính phủ`), rather than only the number's symbol."""
    text = citation.text
    if citation.number:
        # Before the number stands a pinpoint, whose `của Quy chế …` names no issuer.
        at = text.find(citation.number)
        end = citation.number_end - citation.start if citation.number_end >= 0 else at + len(citation.number)
        text = text[end:] if at >= 0 or citation.number_end >= 0 else text
    if citation.title:
        text = text.replace(citation.title, " ")
    plain = unaccent(text).lower()
    if re.search(r"\b(?:cua|do)\s+\w", plain):
        return True
    words = unaccent(citation.issuer).lower().split()[:3]
    return bool(words) and " ".join(words) in plain


def _type(citation: Citation, record: Record) -> bool | None:
    """Agreement on the type; a type that the engine only read off the number proves nothing against."""
    if not citation.type or not record.type:
        return None
    if citation.type == record.type:
        return True
    return False if type_printed(citation) else None


def type_printed(citation: Citation) -> bool:
    """Whether the text spells the type out (`Quyết định số …`); `QĐ` may be Quyết định or Quy định."""
    # A law's title is its name and carries the type word; another title may speak of any type.
    inside = citation.title and citation.number and citation.type not in LAWS
    text = citation.text.replace(citation.title, " ") if inside else citation.text
    return unaccent(citation.type).lower() in unaccent(text).lower()


def title_speaks_for(each: Evidence) -> bool:
    """The title cited is the record's, or near it."""
    return each.title.verdict == "same" or each.title.score >= NEAR


# `202/2025/QH15` may be a law's or a resolution's number: the symbol says nothing of the type.
_NO_TYPE_CODE = re.compile(r"/(?:UBTV)?QH\d+$")


def other_type(each: Evidence) -> bool:
    """The type cited is another one, the number leaves it open, and neither date nor title speaks for this one."""
    return (
        each.type is False
        and each.issued is not True
        and not title_speaks_for(each)
        and _NO_TYPE_CODE.search(each.record.number) is not None
    )


def carries_year(number: str) -> bool:
    """The number carries its year (`30/2020/NĐ-CP`), so that there is one document of it per body."""
    return _system(number) == "qppl"


def admissible(records: Iterable[Record]) -> list[Record]:
    """The records that a citation can mean.

    Samples are none where there is any other. What a machine read off a file and nobody looked at is none where
    the same document (number with its year or date, and body) has a record that is better known.
    """
    found = list(records)
    found = [each for each in found if not each.sample] or found
    better = [each for each in found if each.certainty in {"sure", "likely"}]
    return [
        each
        for each in found
        if each.certainty != "unconfirmed" or not any(_same_document(each, known) for known in better)
    ]


def _same_document(a: Record, b: Record) -> bool:
    if not a.number or not same_number(a.number, b.number):
        return False
    if shared_symbol(a.number, a.issuer) and not _same_named_body(a.issuer, b.issuer):
        return False
    return carries_year(a.number) or (a.issued is not None and a.issued == b.issued)


def unreliable(record: Record) -> bool:
    """Nobody vouches for the record as a whole: it neither confirms nor refutes anything."""
    return record.sample or record.certainty == "unconfirmed"


def impossible_date(citation: Citation) -> str:
    """The date as written where the calendar has no such day (`31/02/2020`), "" otherwise."""
    if citation.issued is not None or citation.issued_start < 0:
        return ""
    at = citation.issued_start - citation.start
    written = citation.text[at : citation.issued_end - citation.start]
    found = find_dates(written)
    return written if found and all(each.value is None for each in found) else ""


_DISPUTE = re.compile(
    r"disput|doubt|by general knowledge it was signed|dates it|không rõ ngày|chưa rõ ngày", re.IGNORECASE
)
_ANOTHER = re.compile(r"\b(?:another|other|khác)\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@lru_cache(maxsize=4096)
def disputed_dates(record: Record) -> frozenset[date]:
    """Dates that a record's note names as possible days of issue beside the one it holds.

    Only of a record that is not sure, and only from the parts of the note that are about a dispute: a note also warns
    of other documents of the same number.
    """
    if record.certainty == "sure":
        return frozenset()
    found: set[date] = set()
    for part in record.note.split(";"):
        if (record.certainty == "doubtful" or _DISPUTE.search(part)) and not _ANOTHER.search(part):
            found.update(each.value for each in find_dates(part) if each.value is not None)
            found.update(_iso_dates(part))
    found.discard(record.issued or date.min)
    return frozenset(found)


def _iso_dates(text: str) -> list[date]:
    days: list[date] = []
    for year, month, day in _ISO.findall(text):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days


@lru_cache(maxsize=65536)
def implausible_date(record: Record) -> bool:
    """The number carries another year than the date: one of the two is wrong in our own record."""
    parsed = parse_number(record.number) if record.number and record.issued else None
    if parsed is None or record.issued is None or not str(parsed.year).isdigit():
        return False
    return int(str(parsed.year)) != record.issued.year


def doubtful_fields(record: Record) -> frozenset[str]:
    """Which of type, number, issued, issuer a record is doubtful in; all of them where its note does not say."""
    if record.certainty == "doubtful":
        if disputed_dates(record) or re.search(r"\bdate|\bngày|\bsigned", record.note, re.IGNORECASE):
            return frozenset({"issued"})
        return frozenset({"type", "number", "issued", "issuer"})
    return frozenset({"issued"}) if disputed_dates(record) or implausible_date(record) else frozenset()
