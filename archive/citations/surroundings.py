"""What stands around a mark: date, issuer, congress term and title behind it, and what neighbours share.

The order is that of the grammar of `domain/facts.md` section 2. Every look ahead is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.citations.gazetteer import Gazetteer
from archive.citations.issuers import read_issuer
from archive.citations.law_names import LAW_YEAR
from archive.citations.marks import Mark
from archive.citations.titles import (
    TITLE_START,
    TITLE_START_BARE,
    TITLE_START_BASIS,
    is_title_start,
    title_end,
)
from archive.dates import date_pattern, read_match

_DATE = date_pattern()
_BEFORE_DATE = re.compile(
    r"\s*[,(]?\s*(?:(?:được\s+)?(?:ban hành|ký(?: ban hành)?|thông qua)\s+)?(?:cùng\s+)?"
    r"(?=(?:ngày|Ngày|ngay|ngảy|ngầy|ngàỵ|ngạy"
    r"|NGÀY)\s)|\s*\(\s*(?=\d)"
)
_OF = re.compile(
    r"\s*,?\s*(?:(?:do|bởi|giữa)\s+(?=[A-ZĐỦ])"
    r"|(?:của|CỦA|cùa|cũa|cúa|cua)\s+(?:[Ll]iên\s+(?:tịch\s+)?|giữa\s+)?(?=[A-ZĐỦ]))"
)
_TERM = re.compile(
    r"\s*,?\s*(?:\(\s*(?i:kh(?:óa|oá))\s+(?P<a>[IVXLC\d]+)\s*\)"
    r"|(?i:kh(?:óa|oá))\s+(?P<b>[IVXLC]+)(?!\w))"
)
_YEAR = re.compile(r"\s+(?:năm|NĂM)\s+(?P<year>(?:19|20)\d\d)(?!\w)")
_AMENDED = re.compile(
    r"\s*(?P<open>\()?,?\s*(?:đã\s+)?(?:được\s+)?(?:sửa đổi|bổ sung)(?:,?\s*(?:và\s+)?bổ sung)?(?:\s+một số điều)?\s*"
    r"(?:vào\s+|các\s+)?(?:năm\s+)?(?P<years>(?:19|20)\d\d(?:\s*(?:,|và|;)\s*(?:năm\s+)?(?:19"
    r"|20)\d\d)*)(?!\s?[/-])\s*(?(open)\))"
)
JOINT_CODES = frozenset({"TTLT", "NQLT", "TTLB", "TTLN", "HDLT", "HDLN", "KHLT", "QĐLT", "QCPH", "CTPH", "CTrPH"})
"""Types that several bodies issue together: their issuers are taken as printed."""
# A Party resolution with its plenum right behind the number.
_PLENUM_BEHIND = re.compile(r"\s*,?\s*(?=Hội nghị\s+(?:lần thứ|Trung ương|TW|BCH|Ban Chấp hành))")
_SHARED = re.compile(r"\s*(?:,|;|và|,\s*và|cùng)\s*(?:các\s+)?")


@dataclass
class Reading:
    """A mark with what was read around it."""

    mark: Mark
    start: int
    end: int
    pinpoint: str = ""
    issuer: str = ""
    printed_issuer: bool = False
    issued: date | None = None
    issued_start: int = -1
    issued_end: int = -1
    title_start: int = -1
    title_end: int = -1
    term: str = ""
    plenum: str = ""
    year: str = ""
    nested: bool = False
    basis: bool = False
    antecedent: Reading | None = None


def _read_facts(text: str, reading: Reading, limit: int) -> None:
    """Date, issuer, term and year behind a number, in any order, each once."""
    joint = reading.mark.parsed is not None and reading.mark.parsed.type_code in JOINT_CODES
    joint = joint or reading.mark.type in ("Thông tư liên tịch", "Nghị quyết liên tịch")
    while True:
        end = reading.end
        if reading.issued_start < 0:
            _read_date(text, reading, limit)
        of = None if reading.printed_issuer else _OF.match(text, reading.end, limit)
        if of is None and not reading.printed_issuer and _is_party(reading):
            of = _PLENUM_BEHIND.match(text, reading.end, limit)
        if of is not None:
            issuer = read_issuer(text, of.end(), limit, joint)
            if issuer is not None:
                reading.issuer, reading.printed_issuer, reading.end = issuer.name, True, issuer.end
                reading.term = reading.term or issuer.term
                reading.plenum = reading.plenum or issuer.plenum
        term = _TERM.match(text, reading.end, limit)
        if term and (reading.mark.kind == "alias" or _is_party(reading)) and not (reading.term and not term.group("a")):
            reading.term = reading.term or term.group("a") or term.group("b")
            reading.end = term.end()
        year = _YEAR.match(text, reading.end, limit)
        if year and reading.issued_start < 0 and f"year:{year.group('year')}" not in reading.mark.flags:
            reading.mark.flags.append(f"year:{year.group('year')}")
            reading.end = year.end()
        if reading.end == end:
            return


def _is_party(reading: Reading) -> bool:
    return reading.mark.parsed is not None and reading.mark.parsed.system == "party"


def _read_date(text: str, reading: Reading, limit: int) -> None:
    before = _BEFORE_DATE.match(text, reading.end, limit)
    if before is None:
        return
    match = _DATE.match(text, before.end(), limit)
    read = read_match(match) if match else None
    if read is None:
        return
    reading.issued_start, reading.issued_end, reading.issued = read
    reading.end = read[1]
    closing = re.match(r"\s*\)", text[reading.end : reading.end + 3]) if "(" in before.group() else None
    if closing:
        reading.end += closing.end()


def read_behind(
    text: str, reading: Reading, limit: int, starts: list[int], following: list[Mark], gazetteer: Gazetteer | None
) -> None:
    facts_limit = min(limit, starts[0]) if starts else limit
    _read_facts(text, reading, facts_limit)
    supported = reading.printed_issuer or reading.issued_start >= 0
    pattern = TITLE_START_BASIS if reading.basis else TITLE_START if supported else TITLE_START_BARE
    begin = pattern.match(text, reading.end, limit)
    if begin is None:
        return
    start = begin.start("title")
    if (starts and start >= starts[0]) or not is_title_start(text, start):
        return
    if (
        "," in text[reading.end : start]
        and not re.match(r"[\"“]?(?:về|[Vv]/[Vv])", begin.group("title"), re.IGNORECASE)
        and not reading.basis
    ):
        return
    end = title_end(text, start, limit, reading.basis)
    end = _before_joined(text, start, end, starts, following, reading.basis)
    end = _at_known_title(text, reading, start, end, gazetteer)
    if end - start > len(begin.group("title")) + 1:
        reading.title_start, reading.title_end, reading.end = start, end, end


_JOIN = re.compile(
    r"(?:,|;|(?<!\w)và|(?<!\w)hoặc|(?<!\w)cùng với|,\s*và|thay thế|bãi bỏ)\s+(?:các\s+)?$", re.IGNORECASE
)
_OBJECT = re.compile(
    r"^[\"“]?(?:về\s+việc\s+|về\s+)?(?:sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|hợp nhất|công bố)", re.IGNORECASE
)


def _before_joined(text: str, start: int, end: int, starts: list[int], following: list[Mark], basis: bool) -> int:
    """The title's end where another citation is joined to it by `và` or a comma, and is none of its objects."""
    inside = 0
    for at, mark in zip(starts, following, strict=True):
        if at >= end:
            break
        if at <= start:
            continue
        joined = _JOIN.search(text, max(start, at - 24), at)
        if joined is None:
            inside += 1
            continue
        # `sửa đổi Nghị định A và Nghị định B`, `hướng dẫn Luật A và Luật B`: objects of the title.
        same_kind = (
            inside > 0 and (mark.kind == "law") and any(m.kind == "law" and start < m.start < at for m in following)
        )
        objects = inside > 0 and _OBJECT.match(text[start : start + 40]) is not None
        if same_kind or (objects and not _own_title(text, mark)):
            inside += 1
            continue
        end = joined.start()
        while end > start and text[end - 1] in " ,;\t\r\n":
            end -= 1
        return end
    return end


def _own_title(text: str, mark: Mark) -> bool:
    """Has the joined citation facts of its own (`ngày … của … quy định …`), so that it stands for itself?"""
    return bool(
        re.match(
            r"(?i)\s*,?\s*(?:ngày\s|của\s)[^.;\n]{0,120}?(?:quy định|về|ban hành|hướng dẫn)\s",
            text[mark.end : mark.end + 150],
        )
    )


def _at_known_title(text: str, reading: Reading, start: int, end: int, gazetteer: Gazetteer | None) -> int:
    """A known title decides where running text goes on behind it with a comma or `và`."""
    if gazetteer is None or not reading.mark.number or reading.basis:
        return end
    lead = re.compile(r"[\"“]?(?:về\s+việc\s+|về\s+|v/v\s+)?", re.IGNORECASE).match(text, start, end)
    known = gazetteer.title_of(reading.mark.number, text, lead.end() if lead else start, end)
    if known is not None and re.match(r"\s*[,(]|\s+(?:và|để|được|đã)\s", text[known : known + 8]):
        return known
    return end


def read_behind_list(text: str, reading: Reading, limit: int) -> None:
    """Date and issuer behind a list with one symbol: they belong to each number, the span stays the number."""
    end = reading.end
    _read_facts(text, reading, limit)
    reading.end = end
    if reading.mark.flags and reading.mark.flags[0] == "elided_suffix":
        reading.issued_start = reading.issued_end = -1


def read_behind_law(text: str, reading: Reading, limit: int) -> None:
    reading.title_start, reading.title_end = reading.mark.title_start, reading.mark.title_end
    _read_date(text, reading, limit)
    of = re.compile(
        r"\s*,?\s*của\s+(?:Quốc hội|Ủy ban [Tt]hường vụ Quốc hội|UBTVQH)(?:\s+[Kk]h(?:óa|oá)\s+[IVX]+)?(?!\w)"
    ).match(text, reading.end, limit)
    if of:
        reading.end, reading.printed_issuer = of.end(), True
        _read_date(text, reading, limit)
    year = LAW_YEAR.match(text, reading.end, limit)
    if year and reading.issued_start < 0:
        if not reading.mark.number:
            reading.year = year.group("year")
        reading.end = year.end()
    amended = _AMENDED.match(text, reading.end, limit)
    if amended:
        reading.mark.flags.extend(f"amended_year:{y}" for y in re.findall(r"(?:19|20)\d\d", amended.group("years")))
        reading.end = amended.end()
    republic = reading.mark.type == "Hiến pháp" and reading.title_end == reading.mark.start + len("Hiến pháp")
    if republic and reading.end == reading.mark.end and not reading.pinpoint:
        reading.title_end = reading.mark.title_end


def share_facts(text: str, readings: list[Reading]) -> None:
    """`QĐ số 290-QĐ/TW và QĐ số 23-QĐ/TW của Bộ Chính trị`: what stands once behind a list holds for all of it."""
    for here, behind in zip(reversed(readings[:-1]), reversed(readings[1:]), strict=True):
        if here.mark.kind == "law" and behind.mark.kind == "law":
            _share_day(text, here, behind)
            continue
        if here.mark.kind not in ("number", "short") or behind.mark.kind not in ("number", "short"):
            continue
        if here.mark.parsed is None or behind.mark.parsed is None or here.title_start >= 0:
            continue
        between = _SHARED.fullmatch(text, here.end, behind.start)
        bare = here.mark.bare and behind.mark.bare
        if not (between or bare) or here.mark.parsed.codes != behind.mark.parsed.codes or behind.nested != here.nested:
            continue
        if not here.printed_issuer and behind.printed_issuer:
            here.issuer, here.printed_issuer = behind.issuer, True
            here.term, here.plenum = here.term or behind.term, here.plenum or behind.plenum
        if here.issued_start < 0 and here.issued is None and "elided_type" in behind.mark.flags:
            here.issued = behind.issued


_AND = re.compile(r"\s+và\s+(?:của\s+)?")


def _share_day(text: str, here: Reading, behind: Reading) -> None:
    """`Luật A và Luật B ngày 19/6/2015`: the day may be that of both, so it is noted as shared (flag `shared_date`)."""
    alone = here.issued_start < 0 and not (here.year or here.mark.number or here.pinpoint or behind.pinpoint)
    if alone and behind.issued and here.nested == behind.nested and _AND.fullmatch(text, here.end, behind.start):
        here.issued = behind.issued
        here.mark.flags.append("shared_date")
