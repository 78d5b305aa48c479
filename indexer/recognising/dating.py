"""Number, place, date of issue and date of effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from archive.dates import find_dates
from archive.folding import squeeze
from archive.numbers import parse_number
from indexer.layout.cells import Cell
from indexer.layout.opening import Opening
from indexer.recognising.facts import Fact

_AFTER_LEAD = re.compile(r"^(?:[^\W\d_]+\s+){0,4}?(?:Số|SỐ|So|số|Sổ|Sô)\b\s*[:;.]?\s*")
_BLANK = re.compile(
    r"^[\s.…_\-–]*(?:\d{0,5})[\s.…_]*(?P<year>/\s*(?:19|20)\d\d\s*)?(?P<symbol>[/\-–]\s*[A-ZĐa-zđ][\w\-–/.& ]*)$"
)
_PASSED = re.compile(
    r"được\s+(?:Quốc hội|Ủy ban\s+[Tt]hường vụ\s+Quốc hội|Uỷ ban\s+[Tt]hường vụ\s+Quốc hội|"
    r"Hội đồng nhân dân)[^.;]{0,200}?thông qua\s+(?:vào\s+)?"
    r"(?=ngày)",
    re.DOTALL,
)
_EFFECT = re.compile(
    r"(?P<who>(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Thông tư liên tịch|Chỉ thị|"
    r"Quy định|Quy chế|Kế hoạch|Hướng dẫn|"
    r"Văn bản|"
    r"Lệnh)(?:\s+liên tịch)?\s+này)\s+(?:chính thức\s+)?có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:,)?\s*(?:kể\s+|"
    r"bắt đầu\s+)?từ\s+(?P<when>ngày[^.;\n]{0,60})"
    r"|(?P<who2>(?:Quyết định|Quy định|Nghị quyết|Chỉ thị|Hướng dẫn|Quy chế|"
    r"Kế hoạch)\s+này)\s+có\s+hiệu\s+lực\s+(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+(?P<ky>khi\s+(?:ban hành|ký))",
    re.IGNORECASE,
)
_SIGNING = re.compile(
    r"^(?:ngày|khi)\s+(?:ký|ban hành|được (?:ký|ban hành|thông qua)|thông qua|công bố)", re.IGNORECASE
)
_YEAR = re.compile(r"n[ăa]m\s+((?:19|20)\d\d)")


def find_number(opening: Opening) -> tuple[Fact, str]:
    """The number and, for one left open in a draft (`Số:   /KH-UBND`), its symbol."""
    cell = opening.number
    if cell is None:
        return Fact(None), ""
    lead = _AFTER_LEAD.match(cell.value)
    offset = lead.end() if lead else 0
    body = cell.value[offset:]
    body = re.split(r"\s{2,}(?![\s/\-–])|\s+(?=V/v|Về việc)|,\s", body)[0].strip(" .,;*_")
    start = cell.start + cell.value.find(body, offset) if body else cell.start
    end = start + len(body) if body else cell.end
    parsed = parse_number(body)
    if parsed is not None:
        clean = 0.97 if squeeze(body) == parsed.canonical else 0.9
        return Fact(parsed.canonical, start, end, clean, "" if clean > 0.95 else "repaired"), ""
    longest = re.match(r"\d{1,5}[a-zđ]?\s*[/\-–]\s*[\w\-–/ ]*[\w]", body)
    if longest:
        # `30/2020/NĐ-CP Hà Nội`: the longest beginning that is a number.
        words = longest.group().split(" ")
        for count in range(len(words), 0, -1):
            part = " ".join(words[:count])
            parsed = parse_number(part)
            if parsed is not None:
                return Fact(parsed.canonical, start, start + len(part), 0.85, "repaired"), ""
    blank = _BLANK.match(body)
    if blank and not re.match(r"\s*\d", body):
        symbol = re.sub(r"\s+", "", (blank.group("year") or "") + blank.group("symbol"))
        return Fact(None, start, end, 0.9, f"blank:{symbol}"), symbol
    if not body.strip(" .…_-–/"):
        return Fact(None, start, end, 0.8, "blank"), ""
    return Fact(None, start, end, 0.3, "unreadable"), ""


def find_place_and_date(text: str, opening: Opening, closing_text: Callable[[], tuple[int, int]]) -> tuple[Fact, Fact]:
    """Địa danh and date of issue from the letterhead; of a law without one, the day it was passed."""
    for cell in opening.dates:
        place = _place(cell)
        found = [d for d in find_dates(cell.value) if d.value is not None]
        if found:
            day = found[0]
            return place, Fact(day.value, cell.start + day.start, cell.start + day.end, 0.97)
        year = _YEAR.search(cell.value)
        note = f"blank;year:{year.group(1)}" if year else "blank"
        at = re.search(r"[Nn]g[àa]y", cell.value)
        start = cell.start + (at.start() if at else 0)
        return place, Fact(None, start, cell.end, 0.9, note)
    start, end = closing_text()
    for match in _PASSED.finditer(text, start, end):
        days = find_dates(text[match.end() : match.end() + 60])
        if days and days[0].value is not None:
            day = days[0]
            return Fact(None), Fact(day.value, match.end() + day.start, match.end() + day.end, 0.9, "passed")
    return Fact(None), Fact(None)


def _place(cell: Cell) -> Fact:
    at = re.search(r"\s*,?\s*\b[Nn]g[àa]y\b", cell.value)
    name = cell.value[: at.start()].strip(" ,.*_") if at else ""
    if not name or len(name) > 60 or not name[0].isupper():
        return Fact(None)
    start = cell.start + cell.value.find(name)
    return Fact(squeeze(name), start, start + len(name), 0.95)


def find_effective(text: str, start: int, type_: str, issued: date | None, quoted: Callable[[int], bool]) -> Fact:
    """The day the document itself says it takes effect; quoted amended text does not count."""
    best: Fact = Fact(None)
    for match in _EFFECT.finditer(text, start):
        who = match.group("who") or match.group("who2")
        if quoted(match.start()) or text[max(0, match.start() - 3) : match.start()].strip(" \n").endswith(("“", '"')):
            continue
        when = match.group("when") or match.group("ky")
        place = match.start("when") if match.group("when") else match.start("ky")
        own = not type_ or who.lower().startswith(type_.lower().split(" liên")[0])
        if _SIGNING.match(when):
            fact = Fact(issued, place, match.end(), 0.9 if own else 0.6, "from:signing")
        else:
            days = [d for d in find_dates(when) if d.start < 8]
            if not days or days[0].value is None:
                continue
            day = days[0]
            fact = Fact(day.value, place + day.start, place + day.end, 0.93 if own else 0.6)
        if fact.value is not None and fact.confidence > best.confidence:
            best = fact
            if own:
                break
    return best
