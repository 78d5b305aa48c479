"""Titles of laws, which are cited by title alone: where they begin and end in running text.

Known titles are matched first, the longest wins. Where a title is not known, the year, date or number behind it ends
it, or the first word that no title has. Source: `domain/facts.md` section 2, grammar.
"""

from __future__ import annotations

import re

from archive.citations.gazetteer import CODE_NAMES, Gazetteer, known_laws
from archive.citations.letters import LOWER, UPPER
from archive.citations.titles import RUNNING_STOPS, trim_title

LAW_HEAD = re.compile(
    r"(?<!\w)(?:(?P<code>[Bb]ộ\s+[Ll]uật)|(?P<short>BL(?:DS|HS|LĐ|TTHS|TTDS))|(?P<law>Luật|luật)"
    r"|(?P<ordinance>[Pp]háp\s+lệnh)|Hiến\s+pháp|(?:BỘ\s+)?LUẬT|PHÁP\s+LỆNH|HIẾN\s+PHÁP)(?!\w)"
)
LAW_YEAR = re.compile(r",?\s+(?:(?:năm|NĂM)\s+)?(?P<year>(?:19|20)\d\d)(?![\w/-])")
_NOT_TITLES = re.compile(
    r"\s+(?:này|đó|kia|trên|nêu|nói|hiện hành|chuyên ngành|gia|học|sư(?! s)|định|pháp|lệ|khác|mới|cũ"
    r"|liên quan|của|là|và|"
    r"(?:Luật|Pháp lệnh|Bộ luật)(?!\s+sư)|về(?! việc)|có"
    r"|được|do|tại|theo|cho|hay|hoặc|thì|mà|nào|quốc tế|tục|bất thành văn|chơi|sửa đổi này)(?!\w)"
)
_REPUBLIC = re.compile(r"\s+nước\s+C[ộô]ng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam", re.IGNORECASE)
_ANCHOR = re.compile(
    r",?\s+(?:\(?số\s*:?\s*\d+[a-z]?\s?/\s?\d{4}\s?/|năm\s+(?:19|20)\d\d(?!\w)|ngày\s+\d{1,2}\s*(?:tháng|[/.-])"
    r"|(?:19|20)\d\d(?![\w/.-]))"
)
# Words that no title of a law goes on with, and marks that end one.
_LAW_STOP = re.compile(
    r"[.;:()\n\"“”]|,?\s+(?:quy định|qui định|được|đã|có|thì|là|bị|phải|khi|nếu|để|theo|tại|trên|từ|do|với|nhằm|cũng"
    r"|nhưng|hoặc|đối với|số|năm|ngày|này|hiện hành|mới|sửa đổi|như|không|chưa|trong|vào|cho|hay|và (?:các|những|văn"
    r"|pháp|quy|nghị|hướng|luật|Luật|Bộ luật|Pháp lệnh|Nghị|Thông|Quyết|Chỉ|Hiến|Điều|khoản|điểm|Chương|Mục|Phụ"
    r"|Công ước|Hiệp|giám sát|dự án|thực hiện|có|được|phải)|các (?:văn bản|quy định)|về|đang|sẽ"
    r"|mà|cần|xem xét|hết|dẫn|thành (?:dự|Luật)|trừ|gồm|bao gồm|kèm|thông qua|ban hành|hướng dẫn|của)(?!\w)|,"
)
_CLAUSE = re.compile(
    r"(?<!\w)(?:được|đã|thì|có hiệu lực|theo|quy định|tại|hết hiệu lực|và các|Nghị định|Thông tư|Quyết định"
    r"|Nghị quyết)(?!\w)"
)
_AMENDING = re.compile(r"\s+(?:sửa đổi|bổ sung|bãi bỏ)(?!\w)", re.IGNORECASE)
_AMENDED_LIST = re.compile(r"\s*(?:,|và|,\s*và)\s+(?:của\s+)?(?=(?:Bộ luật|Luật|Pháp lệnh)\s)")
_CAPITAL = re.compile(rf"\s+[\"“]?[{UPPER}]")


def ends_law_name(text: str, position: int) -> bool:
    """Does no title go on at `position`: a stop, `và`, or the end?"""
    return position >= len(text) or bool(_LAW_STOP.match(text, position)) or text[position : position + 4] == " và "


def law_title_end(
    text: str, start: int, kind: str, limit: int, gazetteer: Gazetteer | None, capitals: bool = False
) -> int | None:
    """Where the title behind the law word that ends at `start` ends; None where no title follows.

    `kind` is a key of LAW_WORDS; `limit` the end of what may be read. In `capitals` (a heading) only known titles are
    taken: nothing there tells where a title ends.
    """
    if kind in CODE_NAMES:
        return start
    if kind == "hiến pháp":
        republic = _REPUBLIC.match(text, start, limit)
        return republic.end() if republic else start
    if _NOT_TITLES.match(text, start, limit):
        return None
    known = max(
        (end for book in (gazetteer, known_laws()) if book and (end := book.law(kind, text, start, limit))),
        default=None,
    )
    if capitals:
        return known if known is not None and text[start:known].isupper() else None
    amending = _AMENDING.match(text, start, limit)
    if amending:
        return max(known or 0, _amending_end(text, amending.end(), limit, gazetteer) or 0) or None
    anchored = _anchored_end(text, start, limit)
    if known is not None:
        # A longer title may stand here than any known one: `Luật Đất đai đô thị năm 2030`.
        longer = (
            anchored is not None and anchored > known and not re.match(r"\s*(?:,|;|và\b|về\b)", text[known : known + 6])
        )
        return anchored if longer else known
    if not _CAPITAL.match(text, start, limit):
        return None
    return anchored if anchored is not None else _generic_end(text, start, limit)


def _anchored_end(text: str, start: int, limit: int) -> int | None:
    """The end of a title by the number, year or date behind it, if nothing between contradicts."""
    hard = re.compile(rf"[.;:\"“”(]|\n(?![ \t]*[{LOWER}])").search(text, start, limit)
    stop = min(
        limit, start + 220, hard.start() + 2 if hard and hard.group() == "(" else hard.start() if hard else limit
    )
    anchor = _ANCHOR.search(text, start, stop)
    if anchor is None or anchor.start() <= start:
        return None
    title = text[start : anchor.start()]
    if _CLAUSE.search(title) or LAW_HEAD.search(title) or not _CAPITAL.match(title):
        return None
    return anchor.start()


_SHORTENED = re.compile(rf"\s+[{UPPER}]{{2,}}(?:[-&][{UPPER}]+)*(?=[{LOWER}]|(?!\w))")
# Titles whose first comma is no end: `Phòng, chống …`, `Trình tự, thủ tục …`.
_PAIRED = re.compile(r"\s+(?:Phòng,\s+chống|Trình tự,\s+thủ tục)(?!\w)", re.IGNORECASE)


def _generic_end(text: str, start: int, limit: int) -> int | None:
    shortened = _SHORTENED.match(text, start, limit)
    if shortened:
        # `Luật PPP xem xét …`: nothing but the letters is sure.
        return shortened.end()
    paired = _PAIRED.match(text, start, limit)
    stop = _LAW_STOP.search(text, paired.end() if paired else start + 2, min(limit, start + 160))
    end = stop.start() if stop else min(limit, start + 160)
    end = trim_title(text, start, end)
    words = len(text[start:end].split())
    return end if 1 <= words <= 16 else None


# Where a clause begins behind `một số điều của 15 luật trong lĩnh vực …`.
_AMENDED_STOP = re.compile(
    r",\s*(?:pháp luật|các|Nghị|Luật|được|đã)\s|\s(?:gồm|hoặc|không|phải|được|có trách nhiệm|có hiệu lực|thì|là"
    r"|quy định|và có|và được|khi|tại(?! các)|theo)(?!\w)"
)


def _amending_end(text: str, position: int, limit: int, gazetteer: Gazetteer | None) -> int | None:
    """`… một số điều của Luật A, Luật B và Luật C`: the end of the last law's title."""
    end, found = position, None
    head = re.compile(
        r"[^.;:\"“”()]{0,80}?(?<!\w)(?:của|các|Điều\s+\w+)\s+(?:\d+\s+)?(?P<head>Bộ luật|Luật|Pháp lệnh"
        r"|Hiến pháp)(?!\w)"
    )
    match = head.match(text, position, limit)
    while match is not None:
        end = law_title_end(text, match.end("head"), match.group("head").lower(), limit, gazetteer) or 0
        if not end:
            break
        found = end
        joined = _AMENDED_LIST.match(text, end, limit)
        match = (
            re.compile(r"(?P<head>Bộ luật|Luật|Pháp lệnh)(?!\w)").match(text, joined.end(), limit) if joined else None
        )
    return found or _clause_end(text, position, limit)


def _clause_end(text: str, position: int, limit: int) -> int:
    """Where the rest of a title that names no law (`… của 15 luật trong lĩnh vực nông nghiệp`) ends."""
    hard = re.compile(r"[.;:\n\"“”()]").search(text, position, limit)
    stop = min(hard.start() if hard else limit, position + 200)
    searched = (_ANCHOR, RUNNING_STOPS, _AMENDED_STOP)
    return min((m.start() for p in searched if (m := p.search(text, position, stop))), default=stop)
