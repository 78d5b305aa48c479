"""From when, until when and with what exception something is done: what stands round an act."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from archive.dates import date_pattern, read_match
from archive.relations.acts import TYPES, Act

_DATE = date_pattern()
_EXCEPT = re.compile(
    r"(?:,\s*|\(\s*|\s)(?:ngoại\s+)?trừ\s+(?=(?:các\s+|những\s+|một\s+số\s+)?(?:trường\s+hợp|quy\s+định|điểm|khoản|[Đđ]iều|nội\s+dung|[Pp]hụ\s+lục|mẫu|[Mm]ục|[Cc]hương|văn\s+bản|việc|đối\s+với|hồ\s+sơ|phần))",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<!\w)(?:kể\s+)?từ\s+(?:(?=ngày\s+\d|\d)|0\s+giờ[^,;.]{0,12}(?=ngày))", re.IGNORECASE)
_FROM_OTHER = re.compile(
    rf"(?<!\w)(?:kể\s+)?từ\s+(?:ngày|thời\s+điểm|khi)\s+(?!ký|này|\d)(?:[^,;.]{{0,80}}?)(?<!\w){TYPES}\s+(?!này)[^,;]{{0,100}}?có\s+hiệu\s+lực"
)
_UNTIL_DAY = re.compile(r"(?<!\w)(?:cho\s+)?đến\s+(?P<full>hết\s+)?(?=ngày\s+\d|\d{1,2}/\d)", re.IGNORECASE)
_UNTIL_YEAR = re.compile(r"(?<!\w)(?:cho\s+)?đến\s+hết\s+năm\s+(?P<year>20\d\d)(?!\w)", re.IGNORECASE)
_UNTIL_EVENT = re.compile(r"(?<!\w)cho\s+(?:đến|tới)\s+khi(?!\w)", re.IGNORECASE)
_KEPT = re.compile(r"(?:vẫn\s+)?tiếp\s+tục\s+(?:có\s+hiệu\s+lực|được\s+áp\s+dụng|áp\s+dụng)", re.IGNORECASE)


@dataclass(frozen=True)
class Circumstances:
    """`effective`, `until` (first day without) as stated for the act itself; `excepted` where it spares something."""

    effective: date | None = None
    until: date | None = None
    excepted: bool = False
    doubtful: bool = False
    notes: tuple[str, ...] = ()

    def over(self, above: Circumstances | None) -> Circumstances:
        """These, with what the introduction of the list says where these are silent."""
        if above is None:
            return self
        return Circumstances(
            self.effective or above.effective,
            self.until or above.until,
            self.excepted or above.excepted,
            self.doubtful or above.doubtful,
            tuple(dict.fromkeys((*self.notes, *above.notes))),
        )


def without_exception(own: str, start: int, end: int) -> int:
    """Where the objects in `own[start:end]` end: before `trừ …`, if there is such a part."""
    for match in _EXCEPT.finditer(own, start, end):
        if not _in_parenthesis(own, start, match):
            return match.start()
    return end


def _in_parenthesis(own: str, start: int, match: re.Match[str]) -> bool:
    """`… (trừ khoản 2 Điều này), Thông tư …`: the exception is of one document of a list."""
    return "(" in match.group() or own.rfind("(", start, match.start()) > own.rfind(")", start, match.start())


def circumstances(own: str, start: int, end: int, act: Act) -> Circumstances:
    """What the paragraph `own[start:end]` says of the act, around and behind it."""
    low = act.first if act.behind else act.start
    high = _clause_end(own, act.last if not act.behind else act.end, end)
    said = own[low:high]
    behind = own[act.end : high]
    notes: list[str] = []
    excepted = next((m for m in _EXCEPT.finditer(behind) if not _in_parenthesis(behind, 0, m)), None)
    if act.behind and excepted is None:
        excepted = _EXCEPT.search(behind)
    doubtful = False
    if excepted:
        doubtful = True
        notes.append(f"Có ngoại lệ: {_shortened(behind[excepted.start() :])}")
    main = behind[: excepted.start()] if excepted else behind
    effective = _day(main, _FROM)
    lead = own[start : act.first if act.behind else act.start]
    if effective is None and (
        begun := re.compile(r"\s*[Kk]ể\s+từ\s+|\s*[Tt]ừ\s+(?=ngày)").match(said if act.behind else lead)
    ):
        effective = _day(said if act.behind else lead, _FROM) if begun else None
    if effective is None and _FROM_OTHER.search(main):
        doubtful = True
        notes.append("Thời điểm hết hiệu lực phụ thuộc vào một văn bản khác.")
    until = None
    if act.verb in ("pause", "suspend"):
        until = _until(main)
        if until is None and _UNTIL_EVENT.search(main):
            notes.append("Không nêu ngày kết thúc: đến khi có sự kiện được nêu trong văn bản.")
    return Circumstances(effective, until, excepted is not None, doubtful, tuple(notes))


def _clause_end(own: str, place: int, end: int) -> int:
    match = re.compile(r";|\.(?=\s+[A-ZĐ])").search(own, place, end)
    return match.start() if match else end


def _day(said: str, lead: re.Pattern[str]) -> date | None:
    match = lead.search(said)
    if match is None:
        return None
    found = _DATE.match(said, match.end())
    read = read_match(found) if found else None
    return read[2] if read else None


def _until(said: str) -> date | None:
    """The first day on which it no longer holds: `đến hết ngày 31/12` is the day after."""
    match = _UNTIL_DAY.search(said)
    if match:
        found = _DATE.match(said, match.end())
        read = read_match(found) if found else None
        if read and read[2]:
            return read[2] + timedelta(days=1) if match.group("full") else read[2]
    year = _UNTIL_YEAR.search(said)
    return date(int(year.group("year")) + 1, 1, 1) if year else None


def _shortened(words: str) -> str:
    plain = " ".join(words.split()).strip(" ,;.(")
    return plain if len(plain) <= 160 else plain[:157].rstrip() + "…"
