"""Dates as Vietnamese documents print them: found, read and written.

Spellings: `ngày 05 tháng 3 năm 2020`, `05/3/2020`, `30-7-2021`, `8.4.2020`, `2020-03-05`; letters that OCR puts for
digits (`2l/9/2OOO`) and its misread keywords (`ngảy`, `thảng`, `nãm`). Written as Nghị định 30/2020/NĐ-CP, Phụ lục I
asks: days below 10 and the months 1 and 2 get a leading zero, other months do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.offsets import cleaned

_D = r"[0-9OoIl|]"
_DAY_WORD = r"[Nn](?:gày|gảy|gay|gầy|gàỵ|gạy)|NGÀY"
_MONTH_WORD = r"[Tt]h(?:áng|ảng|ang|áns|ấng)|THÁNG"
_YEAR_WORD = r"[Nn](?:ăm|ãm|ảm|am|ǎm|âm)|NĂM"
_MONTHS = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}
_MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = rf"[12lI|][09Oo]{_D}{_D}"

_DATE = re.compile(
    rf"""
    (?P<long>(?:(?P<word>{_DAY_WORD})\s*(?:m[ùồ]ng\s+)?|(?<![\w/.,-]))
        (?P<d1>{_D}{{1,2}})\s*(?:,\s*)?(?:{_MONTH_WORD})\s*(?P<m1>{_D}{{1,2}}(?!\w)|(?i:{_MONTH_NAMES})(?!\w))
        \s*(?:,?\s*(?:{_YEAR_WORD})\s*|/\s*)(?P<y1>{_YEAR})(?![\w/]))
  | (?:(?P<word2>{_DAY_WORD})\s*[.:]?\s*|(?<![\w/.,:-])|(?<=(?:19|20)\d\d-))
    (?P<short>(?P<d2>{_D}{{1,2}})(?P<sep>\s?[/.-]\s?)(?P<m2>{_D}{{1,2}})\s?[/.-]\s?(?P<y2>{_YEAR}(?![\w/]|[.,]\d)|(?P<yy>\d\d)(?![\w/]|[.,-]\d)))
  | (?<![\w/.,:-])(?P<iso>(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d))(?![\w/]|[.,-]\d)
    """,
    re.VERBOSE,
)
_AS_DIGIT = str.maketrans("OoIl|", "00111")


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: `text == source[start:end]`; `value` None where the calendar has no such day.

    The span of a long date begins with its word `ngày`, that of a short one with its first digit.
    """

    start: int
    end: int
    text: str
    value: date | None


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text.translate(_AS_DIGIT))


def read_match(match: re.Match[str]) -> tuple[int, int, date | None] | None:
    """Start, end and value of a match of the date pattern; None where it is a date in form only (`45/13/2020`)."""
    if match.group("long"):
        month_text = match.group("m1")
        month = _MONTHS.get(month_text.lower()) or (_number(month_text) if not month_text.isalpha() else 0)
        if not month or not any(c.isdigit() for c in match.group("d1") + match.group("y1")):
            return None
        value = _calendar(_number(match.group("y1")), month, _number(match.group("d1")))
        return match.start("long"), match.end("long"), value
    if match.group("iso"):
        value = _calendar(*(int(match.group(name)) for name in ("y3", "m3", "d3")))
        return (match.start("iso"), match.end("iso"), value) if value else None
    keyword = bool(match.group("word2"))
    text = match.group("short")
    if sum(c.isdigit() for c in text) < 4:
        return None
    day, month = _number(match.group("d2")), _number(match.group("m2"))
    if match.group("yy"):
        # Two-digit years are read only behind the word `ngày`: 1945 is the oldest document there can be.
        if not keyword:
            return None
        short_year = int(match.group("yy"))
        year = 1900 + short_year if short_year >= 45 else 2000 + short_year
    else:
        year = _number(match.group("y2"))
    if not keyword and not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return match.start("short"), match.end("short"), _calendar(year, month, day)


def date_pattern() -> re.Pattern[str]:
    """The pattern behind `find_dates`, for readers that stand at a place of an already cleaned text."""
    return _DATE


def find_dates(text: str) -> list[FoundDate]:
    """All dates of `text`, in order. Offsets are of `text` as given, whatever its Unicode form."""
    view = cleaned(text)
    found = []
    for match in _DATE.finditer(view.text):
        read = read_match(match)
        if read is None:
            continue
        start, end = view.span(read[0], read[1])
        found.append(FoundDate(start, end, text[start:end], read[2]))
    return found


def parse_date(text: str) -> date | None:
    """The date that `text` is, with or without `ngày`; None where it is none, or is more than a date."""
    stripped = cleaned(text).text.strip(" \t\r\n.,;")
    match = _DATE.match(stripped)
    if match is None or match.end() != len(stripped):
        return None
    read = read_match(match)
    return read[2] if read else None


def format_short(day: date) -> str:
    """`03/6/2013`: the running-text form of Nghị định 30/2020/NĐ-CP."""
    return f"{day.day:02d}/{_month(day)}/{day.year:04d}"


def format_long(day: date) -> str:
    """`ngày 03 tháng 6 năm 2013`."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year:04d}"


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def format_english(day: date) -> str:
    """`3 June 2013`."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year:04d}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)
