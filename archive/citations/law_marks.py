"""Marks of laws: by their titles, with the number that may stand behind; in capitals and in short forms as well."""

from __future__ import annotations

import re

from archive.citations.gazetteer import CODE_NAMES, Gazetteer, short_names
from archive.citations.law_names import LAW_HEAD, LAW_YEAR, ends_law_name, law_title_end
from archive.citations.marks import Mark
from archive.folding import squeeze

_TYPES = {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "Pháp lệnh"}
_NO_LAW_BEFORE = re.compile(r"(?:pháp|kỷ|quy|định|trật)\s$", re.IGNORECASE)
_NO_CITATION_BEFORE = re.compile(
    r"(?:[Dd]ự án|[Dd]ự thảo|DỰ ÁN|DỰ THẢO|[Hh]ội|[Tt]rường|[Kk]hoa|[Nn]gành|HỘI|[Đđ]ại học|[Hh]ọc viện|[Cc]ử nhân"
    r"|[Tt]hạc sĩ|[Tt]iến sĩ|[Mm]ôn|[Bb]ộ môn)\s+$"
)
_AHEAD = 600
# Within so many characters a line of capitals is the document's own title.
_HEADING = 2500
_GOES_ON = re.compile(r"(?:(?<!\w)(?:CỦA|THI HÀNH|THEO|VÀ|CÁC|THỰC HIỆN|VỀ|DỰ ÁN|DỰ THẢO|TRONG|SỬA ĐỔI)|,)\s*$")


def law_marks(text: str, numbers: list[Mark], gazetteer: Gazetteer | None) -> list[Mark]:
    """Marks of laws by their titles; a number right behind a title belongs to it and is taken out of `numbers`."""
    marks: list[Mark] = []
    by_start = {mark.start: mark for mark in numbers} | {mark.number_start: mark for mark in numbers}
    taken: set[int] = set()
    floor = 0
    for match in LAW_HEAD.finditer(text):
        if match.start() < floor:
            continue
        mark = _law_mark(text, match, gazetteer)
        if mark is None:
            continue
        number = _number_behind(text, mark.end, by_start)
        if number is not None:
            taken.add(id(number))
            closing = (
                re.match(r"\s*\)", text[number.end : number.end + 3])
                if "(" in text[mark.end : number.number_start]
                else None
            )
            mark.end = number.end + (closing.end() if closing else 0)
            mark.parsed, mark.number, mark.seq, mark.year = number.parsed, number.number, number.seq, number.year
            mark.number_start, mark.number_end = number.number_start, number.number_end
            mark.repaired = number.repaired
        marks.append(mark)
        floor = mark.end
    numbers[:] = [mark for mark in numbers if id(mark) not in taken]
    return marks


def _law_mark(text: str, match: re.Match[str], gazetteer: Gazetteer | None) -> Mark | None:
    word, start = match.group(), match.start()
    kind = squeeze(word).lower()
    capitals = word.isupper() and kind not in CODE_NAMES
    if (word == "luật" or capitals) and _NO_LAW_BEFORE.search(text, max(0, start - 6), start):
        return None
    if _NO_CITATION_BEFORE.search(text, max(0, start - 10), start):
        return None
    limit = min(len(text), match.end() + _AHEAD)
    end = law_title_end(text, match.end(), kind, limit, gazetteer, capitals)
    short = None if capitals else short_names().find(kind, text, match.end(), limit)
    if short is not None and (short[0] >= (end or 0) or ends_law_name(text, short[0])):
        end = short[0]
    else:
        short = None
    if end is None or (end == match.end() and kind != "hiến pháp" and kind not in CODE_NAMES):
        return None
    mark = Mark("law", start, end, "", title_start=start, title_end=end, typed=True, name=text[start:end])
    mark.type = _TYPES.get(kind, "Hiến pháp")
    if kind in CODE_NAMES:
        mark.type, mark.spelled = "Bộ luật", CODE_NAMES[kind]
    elif short is not None:
        mark.spelled = short[1]
    if word[0].islower() and short is None:
        mark.flags.append("lower")
    if capitals and _own_title(text, start, end):
        mark.flags.append("header")
    return mark


def _own_title(text: str, start: int, end: int) -> bool:
    """Is the law in capitals the heading of the text itself: lines of its own at the top, and no object of another?"""
    if start > _HEADING or text[end : end + 40].split("\n")[0].strip(" \t*_"):
        return False
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(" \t*_#"):
        return False
    return _GOES_ON.search(text[max(0, line - 60) : line].rstrip()) is None


_TO_NUMBER = re.compile(r"\s*,?\s*\(?\s*(?:(?:Luật|Bộ luật|Pháp lệnh)\s+)?(?:(?:số|SỐ)\s*:?\s*)?")


def _number_behind(text: str, end: int, by_start: dict[int, Mark]) -> Mark | None:
    """The number behind a title, or behind its year: `Luật Đất đai năm 2024 (số 31/2024/QH15)`."""
    year = LAW_YEAR.match(text, end)
    for stop in (end, year.end() if year else end):
        gap = _TO_NUMBER.match(text, stop)
        mark = by_start.get(gap.end()) if gap and gap.end() > stop else None
        if mark is None or mark.parsed is None or mark.parsed.system != "qppl":
            continue
        if stop != end and year and mark.year != year.group("year"):
            continue
        return mark if any(re.match(r"(?:UBTV)?QH|PL", code) for code in mark.parsed.codes) else None
    return None
