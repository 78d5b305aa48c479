"""Number, place, date of issue and date of effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from archive.dates import find_dates
from archive.folding import squeeze
from archive.numbers import parse_number
from archive.relations import find_effect_days
from indexer.layout.cells import Cell
from indexer.layout.opening import Opening
from indexer.recognising.facts import Fact

_AFTER_LEAD = re.compile(
    r"^(?:(?:[^\W\d_]+\s+){0,4}?(?:Số|SỐ|So|số|Sổ|Sô)\b\s*[:;.]?|"
    r"[SŠŞ5$s]\s?[aáàãâoóòôõöọỏốồổỗộởớờéèẽ06ÓÒÔÕỐỒỔỖỘOð]\s?[:;.,'’*]{0,3}(?=[\s\d.…_]))\s*"
)
_BLANK = re.compile(
    r"^[\s.…_\-–]*(?:\d{0,5})[\s.…_]*(?P<year>/\s*(?:19|20)\d\d\s*)?(?P<symbol>[/\-–]\s*[A-ZĐa-zđ][\w\-–/.& ]*)$"
)
_PASSED = re.compile(
    r"được\s+(?:Quốc hội|Ủy ban\s+[Tt]hường vụ\s+Quốc hội|Uỷ ban\s+[Tt]hường vụ\s+Quốc hội|"
    r"Hội đồng nhân dân)[^.;]{0,200}?thông qua\s+(?:vào\s+)?"
    r"(?=ngày)",
    re.DOTALL,
)
_STAMP = re.compile(r"^(?:(?:TUYỆT |TỐI )?MẬT|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\s+")
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
_BLANK_DATE = re.compile(
    r"ng[àa]y[\s.…_\-/(),]*(?:\d{1,2})?[\s.…_\-/(),]*th[áa]ng[\s.…_\-/(),]*(?:\d{1,2})?[\s.…_\-/(),]*n[ăa]m",
    re.IGNORECASE,
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


_CAPTION = re.compile(
    r"(?m)^[ \t*_]*+\(?[ \t]*+(?:[Bb]an hành\s+)?[Kk]èm\s+theo\s+(?P<type>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)\s+"
    r"số\s*:?\s*(?P<number>\d[^\s,()]*)\s*,?\s*(?P<date>ngày\s[^()\n]{0,40}?\d{4})?"
)


def find_caption(text: str, type_: str) -> tuple[Fact, Fact]:
    """Number and date of a text without letterhead, from the caption of its own annex.

    `(Ban hành kèm theo Thông tư số 05/2030/TT-BNV ngày …)` at the head of a line; the type must be the document's own.
    """
    for match in _CAPTION.finditer(text):
        parsed = parse_number(match["number"].strip(".,;"))
        if parsed is None or not type_ or squeeze(match["type"]).lower() != type_.lower():
            continue
        number = Fact(parsed.canonical, match.start("number"), match.end("number"), 0.75, "from:annex")
        days = find_dates(match["date"]) if match["date"] else []
        if not days or days[0].value is None:
            return number, Fact(None)
        start = match.start("date")
        return number, Fact(days[0].value, start + days[0].start, start + days[0].end, 0.75, "from:annex")
    return Fact(None), Fact(None)


def find_place_and_date(text: str, opening: Opening, closing_text: Callable[[], tuple[int, int]]) -> tuple[Fact, Fact]:
    """Địa danh and date of issue from the letterhead; of a law without one, the day it was passed."""
    for cell in opening.dates:
        place = _place(cell)
        found = [d for d in find_dates(cell.value) if d.value is not None]
        if found:
            day = found[0]
            return place, Fact(day.value, cell.start + day.start, cell.start + day.end, 0.97)
        if not _BLANK_DATE.search(cell.value):
            # Digits that cannot be read, often ink: the line is shown and asked about.
            at = re.search(r"[Nn]g[^\W\d_]y", cell.value)
            start = cell.start + (at.start() if at else 0)
            return place, Fact(None, start, cell.end, 0.3, "unreadable")
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
    name = _STAMP.sub("", name)
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
        own = not type_ or who.lower().startswith((type_.lower().split(" liên")[0], "văn bản"))
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
    if best.value is None:
        told = find_effect_days(text, (), issued)
        if told.effective is not None and told.start >= start:
            return Fact(told.effective, told.start, told.end, 0.9 if told.certainty == "sure" else 0.6)
    return best
