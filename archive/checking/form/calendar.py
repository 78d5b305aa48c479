"""Bodies and places that have ended by the day of the draft, named as if they stood (`domain/facts.md`, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from archive.agency_calendar import TWO_LEVELS, changes, standing
from archive.checking.form.dating import own_day
from archive.checking.form.sheet import Piece, Sheet
from archive.checking.model import Finding
from archive.citations.model import Citation
from archive.dates import format_english, format_short

_DISTRICT = re.compile(
    r"(?<!\w)(?P<body>(?:UBND|HĐND|UBMTTQ(?: Việt Nam)?|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|"
    r"Phòng (?:[^\W\d_]+ ){1,6}?|Công an|Huyện ủy|Quận ủy|Thị ủy|Huyện uỷ|Đảng ủy|TT Đảng ủy|Thường trực|Văn phòng|"
    r"Ban Dân vận(?: Đảng ủy)?|Chủ tịch)\s*)"
    r"(?P<unit>huyện|quận|thị xã|thị trấn)(?![\w]| đảo)(?: (?P<name>[A-ZĐÀ-Ỹ][^\W\d_]*(?: [A-ZĐÀ-Ỹ][^\W\d_]*){0,3}))?"
)
_UNITS = "xã|phường|thị trấn|huyện|quận|thị xã|thành phố|đặc khu"
_LISTED = re.compile(
    r"(?<!\w)(?P<body>(?:UBND|HĐND|(?:[ỦU]y|Uỷ) ban nhân dân|Hội đồng nhân dân|"
    r"(?:[ỦU]y|Uỷ) ban (?:MTTQ|Mặt trận Tổ quốc) "
    rf"Việt Nam|Đảng ủy|Đảng uỷ)\s+(?:các\s+)?)(?P<units>(?:{_UNITS})(?:(?:,| và|, và) (?:{_UNITS}))*)(?!\w)"
)
_GONE = re.compile(r"(?<!\w)(?:huyện|quận|thị xã|thị trấn)(?!\w)")
_DEPARTMENTS = re.compile(
    r"(?<!\w)Sở (?:Tài nguyên và Môi trường|Nông nghiệp và Phát triển nông thôn|"
    r"Lao động ?[-,–] ?Thương binh và Xã hội|Kế hoạch và Đầu tư|Giao thông vận tải|Thông tin và Truyền thông)(?!\w)"
)
_DEPARTMENTS_RULE = "Nghị định 45/2025/NĐ-CP"
# Words that say that the past is meant.
_PAST = re.compile(
    r"\b(?:cũ|trước đây|trước khi|trước ngày 0?1(?:/0?7/| tháng 0?7 năm )2025|(?<!tài )nguyên|"
    r"đã giải thể|sau sắp xếp|chuyển giao|giải thể|kết thúc hoạt động|"
    r"tiếp nhận|bàn giao|trước sáp nhập|giai đoạn|cụm từ|ban hành|Thông tư|năm 20(?:1\d|2[0-4]))\b",
    re.IGNORECASE,
)
_RULE = "Luật 72/2025/QH15; Nghị quyết 202/2025/QH15"
_MOST = 20


def calendar_findings(sheet: Sheet, citations: Sequence[Citation], on: date) -> Iterator[Finding]:
    """Of drafts since 01/7/2025: bodies of districts and of thị trấn among recipients and in the text; ministries and
    departments that have ended. Where the words tell of the past, nothing is said."""
    if not sheet.admin:
        return
    day = own_day(sheet) or on
    cited = [(each.start, each.end) for each in citations]
    seen: set[str] = set()
    pieces = [*([sheet.addressed] if sheet.addressed else []), *sheet.addressees, *sheet.body, *sheet.recipients]
    if day >= TWO_LEVELS:
        yield from _since_two_levels(sheet, pieces, cited, day)
        for piece in pieces:
            for each in _DISTRICT.finditer(piece.text):
                name = re.sub(r"\s+", " ", each[0])
                if _left_alone(sheet, piece, each, cited) or name in seen or len(seen) >= _MOST:
                    continue
                seen.add(name)
                yield sheet.said(
                    "body_ended", piece.start + each.start(), piece.start + each.end(),
                    f"Từ ngày {format_short(TWO_LEVELS)} không còn cấp huyện và thị trấn; ngày {format_short(day)} "
                    f"không còn “{name}”. Hãy ghi cơ quan cấp xã hoặc cấp tỉnh tiếp nhận nhiệm vụ.",
                    f"Since {format_english(TWO_LEVELS)} there are no districts and no thị trấn; on "
                    f"{format_english(day)} there is no “{name}”. Name who has its tasks now.",
                    rule=_RULE,
                )  # fmt: skip
    yield from _central(sheet, pieces, cited, day)


def _since_two_levels(
    sheet: Sheet, pieces: Sequence[Piece], cited: Sequence[tuple[int, int]], day: date
) -> Iterator[Finding]:
    """The place on the draft, lists of units with districts or thị trấn among them, departments that were merged."""
    vi = (
        f"Từ ngày {format_short(TWO_LEVELS)} không còn cấp huyện và thị trấn; ngày {format_short(day)} không ghi "
        "“{}”. Hãy ghi xã, phường, đặc khu hoặc cơ quan cấp tỉnh."
    )
    en = f"Since {format_english(TWO_LEVELS)} there are no districts and no thị trấn: “{{}}” cannot be named."
    dated = sheet.dated
    place = re.match(r"(?:huyện|quận|thị xã|thị trấn)\s+[^,]+", dated.text, re.IGNORECASE) if dated else None
    if dated is not None and place is not None:
        end = dated.start + place.end()
        yield sheet.said(
            "body_ended", dated.start, end, vi.format(place[0]), en.format(place[0]), rule=_RULE
        )  # fmt: skip
    seen: set[str] = set()
    for piece in pieces:
        for each in _LISTED.finditer(piece.text):
            gone = _GONE.search(each["units"])
            single = each["units"] == (gone[0] if gone else "") and "các" not in each["body"]
            if gone is None or single or each[0] in seen or _left_alone(sheet, piece, each, cited):
                continue  # a single body is said above
            if _DISTRICT.match(piece.text, each.start()):
                continue
            seen.add(each[0])
            start = piece.start + each.start("units") + gone.start()
            yield sheet.said(
                "body_ended", start, start + len(gone[0]), vi.format(each[0]), en.format(each[0]), rule=_RULE
            )  # fmt: skip
        for each in _DEPARTMENTS.finditer(piece.text):
            if each[0] in seen or _left_alone(sheet, piece, each, cited):
                continue
            seen.add(each[0])
            yield sheet.said(
                "body_ended", piece.start + each.start(), piece.start + each.end(),
                f"“{each[0]}” đã sắp xếp, hợp nhất vào sở khác từ năm 2025; hãy ghi sở tiếp nhận nhiệm vụ.",
                f"“{each[0]}” was merged into another department in 2025; name the one that has its tasks.",
                rule=_DEPARTMENTS_RULE,
            )  # fmt: skip


def _left_alone(sheet: Sheet, piece: Piece, found: re.Match[str], cited: Sequence[tuple[int, int]]) -> bool:
    start = sheet.view.start(piece.start + found.start())
    if any(begin <= start < end for begin, end in cited) or sheet.in_quotation(piece.start + found.start()):
        return True
    around = piece.text[max(0, found.start() - 90) : found.end() + 60]
    return _PAST.search(around) is not None


def _central(sheet: Sheet, pieces: Sequence[Piece], cited: Sequence[tuple[int, int]], day: date) -> Iterator[Finding]:
    names = [row.name for row in changes() if row.certainty == "sure" and row.to is not None and row.to <= day]
    if not names:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")
    seen: set[str] = set()
    for piece in pieces:
        for each in pattern.finditer(piece.text):
            if each[0] in seen or _left_alone(sheet, piece, each, cited):
                continue
            state = standing(each[0], day)
            if state.state != "ended" or state.certainty != "sure":
                continue
            seen.add(each[0])
            yield sheet.said(
                "body_ended", piece.start + each.start(), piece.start + each.end(),
                f"{state.vi} Văn bản ngày {format_short(day)} không giao việc hay gửi cho cơ quan này được.",
                f"{state.en} A document of {format_english(day)} cannot be for it.",
                rule=state.rule,
            )  # fmt: skip
