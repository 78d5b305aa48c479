"""Place and date of the document (Phụ lục I, Phần I, Mục II, khoản 4), and days that do not exist or do not match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from archive.checking.form.sheet import Sheet
from archive.checking.model import Finding
from archive.citations.model import Citation
from archive.dates import format_english, format_short

_LONG = re.compile(
    r"ngày(?P<s1>\s*)(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})(?P<stop>\.?)$", re.IGNORECASE
)
_SHORT = re.compile(
    r"(?:ngày\s*)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})(?P<stop>\.?)$", re.IGNORECASE
)
_OF_CITY = re.compile(r"^(?:TP|Tp|T\.P|Thành phố|thành phố)\.?\s*(?P<name>.+)$")
_NAMED_FOR_PERSON = re.compile(r"^(?:HCM|Hồ Chí Minh)$")


def own_day(sheet: Sheet) -> date | None:
    """The day on the draft, None where it is not filled in or there is none."""
    read = _LONG.search(sheet.dated.text) or _SHORT.search(sheet.dated.text) if sheet.dated else None
    return _calendar(read) if read else None


def _calendar(read: re.Match[str]) -> date | None:
    try:
        return date(int(read["y"]), int(read["m"]), int(read["d"]))
    except ValueError:
        return None


def worded(day: int, month: int, year: int) -> str:
    """`ngày 05 tháng 3 năm 2026`: a 0 before days below 10 and months 1 and 2."""
    return f"ngày {day:02d} tháng {f'{month:02d}' if month < 3 else month} năm {year}"


def dating_findings(sheet: Sheet) -> list[Finding]:
    """What is wrong with the line of place and date of an administrative document."""
    piece = sheet.dated
    if piece is None or not sheet.admin:
        return []
    read = _LONG.search(piece.text)
    short = None if read else _SHORT.search(piece.text)
    if read is None and short is None:
        return []  # left for the registry to fill in
    found = read or short
    assert found is not None
    wrong_vi: list[str] = []
    wrong_en: list[str] = []
    day, month, year = int(found["d"]), int(found["m"]), int(found["y"])
    if _calendar(found) is None:
        return []  # said as a day that does not exist
    if short is not None:
        wrong_vi.append("ghi đầy đủ “ngày … tháng … năm …”")
        wrong_en.append("written out as “ngày … tháng … năm …”")
    else:
        if day < 10 and len(found["d"]) == 1:
            wrong_vi.append("ngày nhỏ hơn 10 thêm số 0 phía trước")
            wrong_en.append("a 0 before days below 10")
        if month < 3 and len(found["m"]) == 1:
            wrong_vi.append("tháng 1, 2 thêm số 0 phía trước")
            wrong_en.append("a 0 before months 1 and 2")
        if 3 <= month < 10 and len(found["m"]) == 2:
            wrong_vi.append("chỉ tháng 1, 2 mới thêm số 0")
            wrong_en.append("no 0 before months but 1 and 2")
        if found["stop"] or found[0][:4] != "ngày":
            wrong_vi.append("viết “ngày” thường, cuối dòng không có dấu chấm")
            wrong_en.append("“ngày” in small letters, no full stop")
    before = piece.text[: found.start()].rstrip()
    place = before.rstrip(" ,")
    if place and not before.endswith(","):
        wrong_vi.append("sau địa danh có dấu phẩy")
        wrong_en.append("a comma behind the place")
    put_place, told = _place(place)
    if put_place and put_place[:1].islower():
        put_place = put_place[:1].upper() + put_place[1:]
    lower = bool(place) and place == put_place.lower()
    if lower or (place and place[:1].islower()):
        wrong_vi.append("chữ cái đầu của địa danh viết hoa")
        wrong_en.append("the place with capitals")
        put_place = " ".join(word[:1].upper() + word[1:] for word in put_place.split()) if lower else put_place
    out: list[Finding] = []
    put = f"{put_place}, {worded(day, month, year)}" if place else worded(day, month, year)
    if wrong_vi:
        out.append(
            sheet.said(
                "dated", piece.start, piece.end,
                f"Địa danh và thời gian ban hành ghi chưa đúng: {'; '.join(wrong_vi)}.",
                f"Place and date are not written as they should be: {'; '.join(wrong_en)}.",
                put,
            )
        )  # fmt: skip
    if not place and sheet.whole:
        out.append(
            sheet.said(
                "place", piece.start, piece.end,
                "Thiếu địa danh trước ngày, tháng, năm.", "The place before the date is missing.",
            )
        )  # fmt: skip
    elif told:
        out.append(
            sheet.said(
                "place", piece.start, piece.end,
                f"Địa danh là tên gọi chính thức của đơn vị hành chính, ghi đầy đủ: “{put_place}”.",
                f"The place is the official name of the unit, in full: “{put_place}”.",
                put,
            )
        )  # fmt: skip
    return out


def _place(place: str) -> tuple[str, bool]:
    """The place as it should stand, and whether it is named otherwise."""
    city = _OF_CITY.match(place)
    if city is None:
        return place, False
    if _NAMED_FOR_PERSON.match(city["name"]):
        right = "Thành phố Hồ Chí Minh"
        return right, place != right
    if re.match(r"T\.?[Pp]", place):
        return city["name"], True
    return place, False


# --- days in the text -----------------------------------------------------------------------------------------------

_DAY_LONG = r"(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:\s+năm\s+(?P<y>\d{4}))?"
_DAY_SHORT = r"(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})"
_ANY_DAY = re.compile(
    rf"ngày\s+(?:{_DAY_LONG}|{_DAY_SHORT})(?!\d)|(?<![\d/.-]){_DAY_SHORT.replace('2>', '3>')}(?![\d/-])"
)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_NAMES_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = r"(?P<w>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_THEN_DAY = re.compile(
    rf"(?<!\w){_WEEKDAY}(?!\w)\s*[,(-]?\s*(?:ngày\s+)?(?:{_DAY_LONG}|{_DAY_SHORT})(?!\d)", re.IGNORECASE
)
_DAY_THEN = re.compile(rf"(?:ngày\s+)?(?:{_DAY_LONG}|{_DAY_SHORT})\s*\(\s*{_WEEKDAY}\s*\)", re.IGNORECASE)
_PERIOD = re.compile(
    r"[Tt]ừ\s+(?:hết\s+)?ngày\s+(?P<a>\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})\s*(?:,\s*)?"
    r"(?:đến|tới)\s+(?:hết\s+)?ngày\s+(?P<b>\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_NO_YEAR_LEAP = 2000


def _read(found: re.Match[str], keys: tuple[str, str, str]) -> tuple[int, int, int] | None:
    groups = found.groupdict()
    if groups.get(keys[0]) is None:
        return None
    year = groups.get(keys[2])
    return int(groups[keys[0]]), int(groups[keys[1]]), int(year) if year else 0


def _triple(found: re.Match[str]) -> tuple[int, int, int] | None:
    return _read(found, ("d", "m", "y")) or _read(found, ("d2", "m2", "y2")) or _read(found, ("d3", "m3", "y3"))


def _valid(day: int, month: int, year: int) -> date | None:
    try:
        return date(year or _NO_YEAR_LEAP, month, day)
    except ValueError:
        return None


def day_findings(sheet: Sheet, citations: Sequence[Citation], on: date) -> list[Finding]:
    """Days that do not exist, weekdays that do not match, periods that run backwards, bases later than the draft."""
    text = sheet.view.text
    found: list[Finding] = []
    for each in _ANY_DAY.finditer(text):
        read = _triple(each)
        if read is None or _valid(*read) is not None or sheet.in_quotation(each.start()):
            continue
        day, month, year = read
        if not each[0].startswith("ngày") and (month > 12 or day > 31):
            continue  # no date: a number with marks
        shown = f"{day}/{month}/{year}" if year else f"{day}/{month}"
        found.append(
            sheet.said(
                "no_such_day", each.start(), each.end(),
                f"Không có ngày {shown} trong lịch; hãy xem lại.", f"There is no day {shown}; check it.",
            )
        )  # fmt: skip
    found += _weekdays(sheet)
    for each in _PERIOD.finditer(text):
        a, b = (_valid(*map(int, re.findall(r"\d+", each[key]))) for key in "ab")
        if a and b and a > b and not sheet.in_quotation(each.start()):
            found.append(
                sheet.said(
                    "period", each.start(), each.end(),
                    f"Khoảng thời gian chạy ngược: từ {format_short(a)} đến {format_short(b)}.",
                    f"The period runs backwards: from {format_english(a)} to {format_english(b)}.",
                )
            )  # fmt: skip
    return found + _signed_before(sheet, citations)


def _weekdays(sheet: Sheet) -> list[Finding]:
    found: list[Finding] = []
    for pattern in (_THEN_DAY, _DAY_THEN):
        for each in pattern.finditer(sheet.view.text):
            read = _triple(each)
            if read is None or not read[2] or sheet.in_quotation(each.start()):
                continue
            day = _valid(*read)
            words = each["w"].lower().split()
            said = 6 if words[0] == "chủ" else _WEEKDAYS[words[1]]
            if day is None or day.weekday() == said:
                continue
            start, end = each.span("w")
            right = _NAMES[day.weekday()]
            right = right[:1].upper() + right[1:] if each["w"][:1].isupper() else right
            found.append(
                sheet.said(
                    "weekday", start, end,
                    f"Ngày {format_short(day)} là {_NAMES[day.weekday()]}, không phải {each['w']}; sai thứ hoặc ngày.",
                    f"{format_english(day)} is a {_NAMES_EN[day.weekday()]}; either the weekday or the day is wrong.",
                    suggestion=right,
                )
            )  # fmt: skip
    return found


def _signed_before(sheet: Sheet, citations: Sequence[Citation]) -> list[Finding]:
    """The draft's own day, where it is filled in, lies before that of a document it cites."""
    own = own_day(sheet)
    if own is None or sheet.dated is None:
        return []
    start, end = sheet.view.span(sheet.dated.start, sheet.dated.end)
    for citation in citations:
        inside = start <= citation.start < end or citation.nested
        if citation.issued is None or citation.issued <= own or inside or not (citation.number or citation.title):
            continue
        if sheet.rest and citation.start > sheet.view.start(sheet.rest[0].start):
            continue
        named = citation.number or citation.text
        return [
            sheet.said(
                "signed_before", sheet.dated.start, sheet.dated.end,
                f"Văn bản ghi ngày {format_short(own)} nhưng viện dẫn {named} ngày {format_short(citation.issued)}, "
                "sau ngày này; hãy xem lại ngày ban hành hoặc ngày của văn bản viện dẫn.",
                f"The document is dated {format_english(own)} but cites {named} of {format_english(citation.issued)}, "
                "which is later; check both days.",
            )
        ]  # fmt: skip
    return []
