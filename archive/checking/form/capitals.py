"""Capitals and small letters (Phụ lục II): references, names of bodies, posts, places, holidays and documents.

What the decree names by example or by a plain rule is held to; whether a common noun is meant as a name is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checking.form.sheet import Sheet
from archive.checking.form.slips import LOW, SLIPS, WHY
from archive.checking.model import Finding

_PEOPLE = re.compile(r"(?<!\w)nhân dân(?!\w)")
# What makes a name, or a word of its own, together with `nhân dân`.
_NAMED_FOR_PEOPLE = re.compile(
    r"(?:ban|thể|đồng|án|sát|an|đội|trang|giáo|sĩ|sỹ|thuốc|nhân|thẩm|tra|dụng|báo|viện|ninh|thơ|học|phòng|biên|lập|chủ|kỳ|"
    r"kiểm|UB|HĐ|hóa|hoá|toàn|binh|vệ)$",
    re.IGNORECASE,
)
_BEHIND_PEOPLE = re.compile(r"\s+(?:tệ|tự vệ|cách mạng|các nước|thế giới|Lào|Trung|Cuba|Nga|Campuchia)\b")
_UNSURE = (
    "Viết hoa cả danh từ chung khi tên đơn vị là chữ số, tên người hoặc sự kiện lịch sử; hãy xem tên này là loại nào.",
    "The common noun has a capital where the unit is named by a number, a person or an event; see which this is.",
)
_LETTERS_OF_SENTENCE = re.compile(rf"(?<=[{LOW}]{{3}})[.?!] +(?P<low>[{LOW}])(?=[{LOW}]* )")
_SHORT_WORDS = re.compile(r"(?:v\.v|tr|đ/c|vv|stt|khoản|điều|mục|số|ths)$", re.IGNORECASE)


def capital_findings(sheet: Sheet) -> Iterator[Finding]:
    """Slips of capitals in the text, the title and the bases; inside quotations nothing is looked at."""
    text = sheet.view.text
    begin = min((piece.start for piece in (sheet.subject[:1] + sheet.bases[:1] + sheet.body[:1])), default=0)
    stop = sheet.rest[0].start if sheet.rest else len(text)
    for slip in SLIPS:
        if not (sheet.admin or slip.any_document):
            continue
        for each in slip.pattern.finditer(text, begin, stop):
            written = each["slip"]
            put = slip.mended(written)
            start, end = each.span("slip")
            if put == written or written.isupper() or sheet.in_quotation(start):
                continue
            vi, en = WHY[slip.code]
            yield sheet.said(
                slip.code, start, end, f"Viết “{put}”. {vi}", f"It is “{put}”. {en}", put,
                doubt=_UNSURE if slip.unsure else None,
            )  # fmt: skip
    if sheet.admin:
        yield from _people(sheet, begin, stop)
        yield from _sentences(sheet)


def _people(sheet: Sheet, begin: int, stop: int) -> Iterator[Finding]:
    text = sheet.view.text
    vi, en = WHY["special_noun"]
    for each in _PEOPLE.finditer(text, begin, stop):
        before = text[max(begin, each.start() - 24) : each.start()].rstrip()
        if _NAMED_FOR_PEOPLE.search(before) or _BEHIND_PEOPLE.match(text, each.end()):
            continue
        if not sheet.in_quotation(each.start()):
            yield sheet.said(
                "special_noun",
                each.start(),
                each.end(),
                f"Viết “Nhân dân”. {vi}",
                f"It is “Nhân dân”. {en}",
                "Nhân dân",
            )


def _sentences(sheet: Sheet) -> Iterator[Finding]:
    """A small letter at the beginning of a sentence, or of a paragraph behind one that has ended."""
    above = ""
    for piece in sheet.body:
        ended = above[-1:] in ".!?" and bool(above)
        small = ended and piece.text[:1].islower() and len(piece.text) > 24
        if small and not re.match(r"[a-zđ]\d?\s*[.)/]", piece.text):
            yield from _small(sheet, piece.start)
        for each in _LETTERS_OF_SENTENCE.finditer(piece.text):
            if not _SHORT_WORDS.search(piece.text[: each.start()]):
                yield from _small(sheet, piece.start + each.start("low"))
        above = piece.text


def _small(sheet: Sheet, at: int) -> Iterator[Finding]:
    word = re.compile(r"\w+").match(sheet.view.text, at)
    if word is None or sheet.in_quotation(at):
        return
    put = word[0][:1].upper() + word[0][1:]
    yield sheet.said(
        "sentence",
        at,
        word.end(),
        f"Chữ cái đầu câu viết hoa: “{put}”.",
        f"A sentence begins with a capital: “{put}”.",
        put,
    )
