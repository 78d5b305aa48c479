"""When a document says that it comes into force and ends, as a whole and in its parts.

Only its own sentence counts (`Nghị định này có hiệu lực thi hành kể từ ngày …`), never quoted amended text, an annex,
or a clause of what happened `trước ngày Nghị định này có hiệu lực`. What the text does not say stays unknown.
Source: Luật 64/2025/QH15, Điều 53 (day of effect in the text), Điều 57 (end of a stated term).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive.dates import date_pattern, read_match
from archive.provisions import Provision
from archive.relations.acts import TYPES
from archive.relations.model import EffectDays
from archive.relations.opening import is_consolidation
from archive.relations.own_words import BLOT, own_words
from archive.relations.paragraphs import Paragraph, paragraphs
from archive.relations.part_days import find_parts

_DATE = date_pattern()
_OWN = re.compile(
    rf"(?:{TYPES}\s+này|(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Quy định|Quy chế))"
    rf"(?:\s*,?\s*(?:chính\s+thức|bắt\s+đầu|sẽ))?\s+(?:và\s+(?:các\s+)?(?:Phụ lục|Quy chế|Quy định)[^.;,]{{0,80}}?\s+)?"
    rf"(?P<verb>có\s+hiệu\s+lực(?:\s+(?:thi\s+hành|áp\s+dụng))?)(?!\w)\s*,?\s*(?P<rest>(?:được\s+|và\s+)?)"
)
_ENDS = re.compile(
    rf"{TYPES}\s+này\s+(?:sẽ\s+)?(?:hết\s+hiệu\s+lực(?:\s+thi\s+hành)?|chấm\s+dứt\s+hiệu\s+lực)\s*(?:kể\s+)?(?:từ|vào|sau)?\s*"
)
_LASTS = re.compile(
    rf"{TYPES}\s+này\s+(?:được\s+)?(?:thực\s+hiện|áp\s+dụng|có\s+hiệu\s+lực(?:\s+thi\s+hành)?|thi\s+hành)[^.;:]{{0,160}}?(?=(?:cho\s+)?đến\s+(?:hết|ngày)|trong\s+(?:thời\s+(?:hạn|gian)\s+)?\d)"
)
_FROM = re.compile(
    r"\s*,?\s*(?:thi\s+hành\s+)?(?:kể\s+)?từ\s+(?:0\s*(?:giờ|h)\s*(?:00\s*)?(?:phút\s*)?,?\s*)?", re.IGNORECASE
)
_ASSEMBLY = r"(?:Quốc\s+hội|Ủy\s+ban\s+[Tt]hường\s+vụ\s+Quốc\s+hội|Hội\s+đồng\s+nhân\s+dân[^.;,]{0,60}?)"
_SIGNED = re.compile(
    rf"(?:ngày\s+)?(?:được\s+)?(?P<how>ký(?:\s*,?\s*(?:và\s+)?ban\s+hành)?|ban\s+hành|(?:được\s+)?(?:{_ASSEMBLY}\s+)?"
    r"(?:khóa\s+\w+\s+)?(?:biểu\s+quyết\s+)?thông\s+qua|công\s+bố)(?!\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*,?\s*(?:thi\s+hành\s+)?sau\s+(?P<days>\d{1,3}|mười\s+(?:lăm\s+)?|bốn\s+mươi\s+lăm|ba\s+mươi)\s*(?:\([^)]{1,30}\)\s*)?ngày\s*(?:làm\s+việc\s*)?,?\s*(?:kể\s+)?(?:từ\s+)?(?:ngày\s+)?(?P<what>ký(?:\s+ban\s+hành)?|ban\s+hành|(?:được\s+)?(?:Quốc\s+hội\s+)?thông\s+qua|công\s+bố|(?:được\s+)?đăng\s+(?:trên\s+)?Công\s+báo)?",
    re.IGNORECASE,
)
_WORDS = {"mười": 10, "mười lăm": 15, "ba mươi": 30, "bốn mươi lăm": 45}
_YEAR = re.compile(
    r"(?:năm\s+(?P<what>ngân\s+sách|học|tài\s+chính|kế\s+hoạch)?\s*)(?P<year>20\d\d)(?:\s*[-–]\s*20\d\d)?(?!\w)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\w)(?:cho\s+)?(?:đến|tới)\s+(?:(?P<full>hết\s+)?(?=ngày\s+\d|\d{1,2}[/.-]\d)|hết\s+(?:ngày\s+)?(?:tháng\s+(?P<month>\d{1,2})\s+)?năm\s+(?P<year>20\d\d)(?!\w))",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?<!\w)trong\s+(?:thời\s+(?:hạn|gian)\s+)?(?P<count>\d{1,2})\s*(?:\([^)]{1,12}\)\s*)?(?P<unit>năm|tháng)(?!\w)\s*,?\s*(?:kể\s+)?(?:từ\s+ngày|$|[.;])",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"(?:,\s*|\(\s*|\s)(?:ngoại\s+)?trừ\s", re.IGNORECASE)


@dataclass(frozen=True)
class _Said:
    """One sentence on the whole: `own[start:end]`, and what it gives."""

    days: EffectDays
    firm: bool


def find_effect_days(text: str, provisions: Sequence[Provision] = (), issued: date | None = None) -> EffectDays:
    """The days a document states for itself in its repaired text.

    `issued` is its day of signing, if known: a clause that counts from it gives a day only then. Everything that is
    not stated is None. `text[days.start:days.end]` is the sentence; its exceptions and terms stand in `parts`,
    `expired` and `note`.
    """
    own = own_words(text, provisions)
    end = min((p.start for p in provisions if p.kind in ("phuluc", "kemtheo") and not p.quoted), default=len(text))
    body = list(paragraphs(own, provisions, 0, end))
    if is_consolidation(own, "", ""):
        return EffectDays(note="Văn bản hợp nhất không có hiệu lực riêng: xem văn bản được hợp nhất.")
    said = [found for paragraph in body for found in _sentences(text, own, paragraph, issued)]
    days = _chosen(said)
    expired = days.expired or _ended(own, body, days)
    parts = find_parts(text, own, body)
    return replace(days, expired=expired, parts=parts)


def _sentences(text: str, own: str, paragraph: Paragraph, issued: date | None) -> Iterator[_Said]:
    """The sentences of a paragraph in which the document says when it takes effect."""
    for match in _OWN.finditer(own, paragraph.start, paragraph.end):
        lead = own[paragraph.body : match.start()] if match.start() >= paragraph.body else ""
        if not _begins_sentence(lead):
            continue
        if " này" not in match.group().replace("\n", " ") and lead.strip():
            continue
        stop = _sentence_end(own, match.end(), paragraph.end)
        days = _read(own, match.end("verb"), stop, issued)
        if days is None:
            continue
        start = paragraph.start if not lead.strip() else match.start()
        finish = start + len(text[start:stop].rstrip())
        yield _Said(replace(days, start=start, end=finish, text=text[start:finish]), days.effective is not None)


def _begins_sentence(lead: str) -> bool:
    stripped = lead.strip(" \t\n*_" + BLOT)
    if not stripped or stripped[-1] in ".:;":
        return True
    # `Điều 2. Hiệu lực thi hành` with the sentence on the same line; `Kể từ …, Luật này` is not met.
    return bool(
        re.fullmatch(
            r"(?:Hiệu lực(?: thi hành)?|Điều khoản thi hành|Hiệu lực và trách nhiệm thi hành|Thi hành)\s*[-–:]?",
            stripped,
        )
    )


def _sentence_end(own: str, place: int, end: int) -> int:
    match = re.compile(r"\.(?=\s+[A-ZĐ]|\s*$)|\n").search(own, place, end)
    if match is None:
        return end
    if match.group() == "\n":
        # A broken line: go on to the full stop.
        further = re.compile(r"\.(?=\s+[A-ZĐ]|\s*$)").search(own, place, end)
        return further.end() if further else end
    return match.end()


def _read(own: str, place: int, stop: int, issued: date | None) -> EffectDays | None:
    """What stands behind `có hiệu lực`."""
    rest = own[place:stop]
    cut = _EXCEPT.search(rest)
    main = rest[: cut.start()] if cut else rest
    days = _beginning(main, issued)
    if days is None:
        return None
    expired = _until(main) or _term(main, days.effective)
    note = days.note
    open_end = re.search(r"(?:cho\s+)?đến\s+khi\s+[^.;]{3,120}", main)
    if open_end and expired is None:
        note = " ".join(filter(None, (note, f"Hiệu lực đến khi có sự kiện: {' '.join(open_end.group().split())}.")))
    return replace(days, expired=expired, note=note)


def _beginning(main: str, issued: date | None) -> EffectDays | None:
    after = _AFTER.match(main)
    if after:
        return _counted(after, issued)
    lead = _FROM.match(main)
    if lead is None:
        return EffectDays() if _UNTIL.match(main.lstrip(" ,")) else None
    signed = _SIGNED.match(main, lead.end())
    if signed:
        how = " ".join(signed.group("how").lower().split())
        if "công bố" in how:
            return EffectDays(certainty="doubtful", note="Có hiệu lực từ ngày công bố: văn bản không nêu ngày cụ thể.")
        note = "Từ ngày ký ban hành." if "thông qua" not in how else "Từ ngày được thông qua."
        return EffectDays(issued, True, note=note)
    found = _DATE.match(main, lead.end())
    read = read_match(found) if found else None
    if read and read[2]:
        return EffectDays(read[2])
    year = _YEAR.match(main, lead.end())
    if year:
        what = (year.group("what") or "").lower()
        if what.startswith("học"):
            return EffectDays(certainty="doubtful", note=f"Áp dụng từ năm học {year.group('year')}: không nêu ngày.")
        return EffectDays(
            date(int(year.group("year")), 1, 1), certainty="likely",
            note=f"Văn bản chỉ nêu năm {year.group('year')}; ngày 01/01 là ngày bắt đầu năm.",
        )  # fmt: skip
    return None


def _counted(after: re.Match[str], issued: date | None) -> EffectDays:
    words = " ".join(after.group("days").lower().split())
    count = int(words) if words.isdigit() else _WORDS.get(words, 0)
    what = (after.group("what") or "").lower()
    if not what or "công" in what:
        return EffectDays(
            certainty="doubtful",
            note=f"Có hiệu lực sau {count} ngày kể từ ngày công bố hoặc đăng Công báo: không tính được từ văn bản.",
        )
    if issued is None or not count:
        return EffectDays(certainty="doubtful", note=f"Có hiệu lực sau {count} ngày kể từ ngày ký; chưa biết ngày ký.")
    return EffectDays(
        issued + timedelta(days=count), certainty="likely",
        note=f"Tính từ ngày ký: sau {count} ngày kể từ ngày {issued.day:02d}/{issued.month:02d}/{issued.year}.",
    )  # fmt: skip


def _until(main: str) -> date | None:
    """First day without force: `đến hết ngày 31/12` and `đến ngày 31/12` include that day."""
    match = _UNTIL.search(main)
    if match is None:
        return None
    if match.group("year"):
        year, month = int(match.group("year")), int(match.group("month") or 12)
        if not 1 <= month <= 12:
            return None
        return date(year + month // 12, month % 12 + 1, 1)
    found = _DATE.match(main, match.end())
    read = read_match(found) if found else None
    return read[2] + timedelta(days=1) if read and read[2] else None


def _term(main: str, effective: date | None) -> date | None:
    match = _TERM.search(main)
    if match is None or effective is None:
        return None
    count = int(match.group("count"))
    months = effective.month - 1 + (count if match.group("unit") == "tháng" else 12 * count)
    try:
        return date(effective.year + months // 12, months % 12 + 1, effective.day)
    except ValueError:
        return None


def _ended(own: str, body: Sequence[Paragraph], days: EffectDays) -> date | None:
    """A term stated in a sentence of its own: `Nghị quyết này hết hiệu lực từ ngày …`, `… thực hiện đến hết …`."""
    for paragraph in body:
        for match in _ENDS.finditer(own, paragraph.body, paragraph.end):
            if not _begins_sentence(own[paragraph.body : match.start()]):
                continue
            found = _DATE.match(own, match.end())
            read = read_match(found) if found else None
            if read and read[2]:
                return read[2] + timedelta(days=1) if re.search(r"sau\s*$", match.group()) else read[2]
        for match in _LASTS.finditer(own, paragraph.body, paragraph.end):
            if not _begins_sentence(own[paragraph.body : match.start()]):
                continue
            rest = own[match.end() : _sentence_end(own, match.end(), paragraph.end)]
            cut = _EXCEPT.search(rest)
            ended = _until(rest[: cut.start()] if cut else rest) or _term(rest, days.effective)
            if ended:
                return ended
    return None


def _chosen(said: Sequence[_Said]) -> EffectDays:
    """The sentence that gives the day; two that differ are a doubt."""
    firm = [each.days for each in said if each.firm] or [each.days for each in said]
    if not firm:
        return EffectDays()
    first = firm[0]
    others = {each.effective for each in firm[1:]} - {first.effective, None}
    if others:
        note = " ".join(filter(None, (first.note, "Văn bản nêu nhiều ngày có hiệu lực khác nhau.")))
        return replace(first, certainty="doubtful", note=note)
    expired = next((each.expired for each in firm if each.expired), None)
    return replace(first, expired=first.expired or expired)
