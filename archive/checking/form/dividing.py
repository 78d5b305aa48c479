"""The order and style of numbers of phần, chương, mục, điều, khoản and điểm (Phụ lục I, Mục II, khoản 6 điểm đ)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.checking.drafted import leading_type
from archive.checking.form.sheet import Piece, Sheet
from archive.checking.model import Finding

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm, in their order; f, j, w, z are not among them."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NAMES = {
    "part": ("Phần", "Phần"), "chapter": ("Chương", "Chương"), "section": ("Mục", "Mục"), "article": ("Điều", "Điều"),
    "roman": ("mục", "section"), "clause": ("khoản", "item"), "point": ("điểm", "point"),
}  # fmt: skip
_MARKS = re.compile(
    r"^(?:"
    r"(?P<part>Phần|PHẦN)\s+(?P<part_n>[IVXLC]+|\d{1,2})(?!\w)"
    r"|(?P<chapter>Chương|CHƯƠNG)\s+(?P<chapter_n>[IVXLC]+|\d{1,2})(?!\w)"
    r"|(?P<section>Mục|MỤC)\s+(?P<section_n>\d{1,2}|[IVX]+)(?!\w)"
    r"|(?P<article>Điều|ĐIỀU)\s+(?P<article_n>\d{1,3})(?P<article_more>[a-zđ]?)(?P<article_mark>\s*[.:\-]|)(?!\d)(?=(?<=[.:-])|\s*$|\s+[^\W\da-zđ])"
    r"|(?P<roman>[IVX]{1,5})(?P<roman_mark>\s*[./)])\s+(?=\w)"
    r"|(?P<clause>\d{1,2})(?P<clause_more>[a-zđ]?)(?P<clause_mark>\s*[./)])\s+(?=[^\s\d])"
    r"|(?P<point>[a-zđ])(?P<point_more>\d?)(?P<point_mark>\s*[.)/])\s+(?=\S)"
    r")"
)
_ATTACHED = re.compile(r"^(?:PHỤ LỤC|Phụ lục|Mẫu số|MẪU|Biểu số|BIỂU)\b")
# Numbers of a list of tables or pictures, and forms to be filled in, are not counted on.
_FORM = re.compile(r"…|\.{4,}|_{4,}")


def roman(text: str) -> int:
    """The value of a Roman numeral."""
    total = 0
    for letter, following in zip(text, f"{text[1:]} ", strict=True):
        value = _ROMAN[letter]
        total += -value if _ROMAN.get(following, 0) > value else value
    return total


def to_roman(value: int) -> str:
    """A number below 90 in Roman numerals."""
    shown = ""
    for size, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            shown += letters
            value -= size
    return shown


@dataclass
class _Count:
    """The last number on each level; 0 where none was counted since the level above began anew. `quoted` are those that
    stand in quotations: where one does not end as it should, they may be the document's own."""

    last: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    quoted: set[tuple[str, int]] = field(default_factory=set)
    shifted: set[str] = field(default_factory=set)

    def begin(self, *below: str) -> None:
        for level in below:
            self.before[level] = self.last.get(level, 0) or self.before.get(level, 0)
            self.last[level] = 0


_BELOW = {
    "part": ("section", "roman", "clause", "point"),
    "chapter": ("section", "roman", "clause", "point"),
    "section": ("clause", "point"),
    "article": ("roman", "clause", "point"),
    "roman": ("clause", "point"),
    "clause": ("point",),
    "point": (),
}


def dividing_findings(sheet: Sheet) -> list[Finding]:
    """Numbers of the text that are left out, come twice or are written otherwise; of each attached text on its own."""
    found = _zone(sheet, sheet.body)
    zone: list[Piece] = []
    for piece in sheet.rest:
        if _ATTACHED.match(piece.text) or leading_type(piece.text) == piece.text:
            found += _zone(sheet, zone)
            zone = []
        zone.append(piece)
    return found + _zone(sheet, zone)


def _zone(sheet: Sheet, pieces: Sequence[Piece]) -> list[Finding]:
    rows = Counter(piece.row for piece in pieces)
    lines = [piece for piece in pieces if rows[piece.row] == 1]
    if sum(_FORM.search(piece.text) is not None for piece in lines) > len(lines) // 5:
        return []
    styles = _styles(lines)
    count = _Count()
    found: list[Finding] = []
    for piece in lines:
        mark = _MARKS.match(piece.text)
        if mark is None:
            continue
        level = next(name for name in _NAMES if mark[name])
        if sheet.in_quotation(piece.start):
            count.quoted.add((level, _value(mark, level)))
            continue
        found += _styled(sheet, piece, mark, level, count, styles)
        found += _counted(sheet, piece, mark, level, count)
    return found


def _styles(lines: Sequence[Piece]) -> Counter[str]:
    """How often each level is written with each mark."""
    found: Counter[str] = Counter()
    for piece in lines:
        mark = _MARKS.match(piece.text)
        if mark and mark["clause"]:
            found[f"clause{mark['clause_mark'].strip()}"] += 1
        if mark and mark["point"]:
            found[f"point{mark['point_mark'].strip()}"] += 1
    return found


def _value(mark: re.Match[str], level: str) -> int:
    text = mark[f"{level}_n"] if level in ("part", "chapter", "section", "article") else mark[level]
    if level == "point":
        return LETTERS.find(text) + 1
    if text.isdigit():
        return int(text)
    return roman(text)


def _shown(level: str, value: int, mark: re.Match[str]) -> str:
    name = _NAMES[level][0]
    if level == "point":
        return f"{name} {LETTERS[value - 1]}" if 0 < value <= len(LETTERS) else name
    if level in ("part", "chapter", "roman"):
        return f"{name} {to_roman(value)}"
    return f"{name} {value}"


def _counted(sheet: Sheet, piece: Piece, mark: re.Match[str], level: str, count: _Count) -> list[Finding]:
    value = _value(mark, level)
    last = count.last.get(level, 0)
    more = level in ("article", "clause", "point") and mark[f"{level}_more"]
    if not value or more:
        return []
    found: list[Finding] = []
    fresh = value == 1 and level in ("roman", "clause", "point", "section")
    goes_on = last == 0 and value == count.before.get(level, 0) + 1
    again = value == last and level in count.shifted
    count.shifted.discard(level)
    if value != last + 1 and not fresh and not goes_on and not again:
        found = _out_of_order(sheet, piece, mark, level, value, count)
        if found and value == last + 2:
            count.shifted.add(level)  # one number too far: the next one may be right again
    count.last[level] = value
    count.begin(*_BELOW[level])
    return found


def _out_of_order(
    sheet: Sheet, piece: Piece, mark: re.Match[str], level: str, value: int, count: _Count
) -> list[Finding]:
    last = count.last.get(level, 0)
    if level == "article" and value == 1:
        return []  # an attached text begins
    if (level, value - 1) in count.quoted:
        return []
    if level != "article" and last == 0 and value > 3:
        return []  # the tail of a list that was quoted or laid out otherwise
    is_, wanted = _shown(level, value, mark), _shown(level, last + 1, mark)
    if value == last:
        vi = f"{is_[:1].upper()}{is_[1:]} ghi hai lần; theo thứ tự phải là {wanted}."
        en = f"{is_} comes twice; it should be {wanted}."
    elif value > last and last:
        vi = f"Từ {_shown(level, last, mark)} nhảy đến {is_}; theo thứ tự phải là {wanted}."
        en = f"After {_shown(level, last, mark)} comes {is_}; it should be {wanted}."
    elif not last:
        vi = f"Bắt đầu bằng {is_}; theo thứ tự phải là {wanted}."
        en = f"It begins with {is_}; it should be {wanted}."
    else:
        vi = f"Sau {_shown(level, last, mark)} lại là {is_}; theo thứ tự phải là {wanted}."
        en = f"After {_shown(level, last, mark)} comes {is_} again; it should be {wanted}."
    end = piece.start + len(mark[0].rstrip())
    text = sheet.view.text[piece.start : end]
    put = ""
    if level == "point" and last < len(LETTERS):
        put = LETTERS[last] + text[1:]
    return [
        sheet.said(
            "order", piece.start, end, vi, en, suggestion=put or wanted,
        )
    ]  # fmt: skip


def _styled(
    sheet: Sheet, piece: Piece, mark: re.Match[str], level: str, count: _Count, styles: Counter[str]
) -> list[Finding]:
    end = piece.start + len(mark[0].rstrip())
    text = sheet.view.text[piece.start : end]
    if level == "article":
        dot = mark["article_mark"].strip()
        if dot == ".":
            return []
        alone = end >= piece.end
        right = f"Điều {mark['article_n']}{mark['article_more']}."
        following = piece.text[len(mark[0]) :].strip()
        if not dot and (following[:1].islower() or following[:1] in ",;)" or alone):
            return []  # a sentence that begins with a reference; a heading in a list
        vi, en = "Sau số thứ tự của điều là dấu chấm (.).", "Behind the number of an article is a full stop (.)."
        return [sheet.said("numeral", piece.start, end, vi, en, right)]
    if not sheet.admin:
        return _letters(sheet, piece, mark, end) if level == "point" else []
    if level in ("part", "chapter"):
        word, number = mark[level], mark[f"{level}_n"]
        right = f"{word.capitalize()} {to_roman(int(number)) if number.isdigit() else number}"
        if text != right:
            vi = "Phần, chương ghi chữ in thường, số La Mã, trên một dòng riêng."
            en = "Phần and Chương are in small letters with Roman numerals, on a line of their own."
            return [sheet.said("numeral", piece.start, end, vi, en, right)]
    elif level == "section" and not mark["section_n"].isdigit():
        right = f"Mục {roman(mark['section_n'])}"
        vi, en = "Số thứ tự của mục dùng chữ số Ả Rập.", "Mục has Arabic numerals."
        return [sheet.said("numeral", piece.start, end, vi, en, right)]
    elif level == "roman" and mark["roman_mark"].strip() != ".":
        vi, en = "Sau số La Mã của mục là dấu chấm (.).", "Behind the Roman numeral is a full stop (.)."
        return [sheet.said("numeral", piece.start, end, vi, en, f"{mark['roman']}.")]
    elif level == "clause" and mark["clause_mark"].strip() != "." and not styles["clause."]:
        vi, en = "Sau số thứ tự của khoản là dấu chấm (.).", "Behind the number of a clause is a full stop (.)."
        return [sheet.said("numeral", piece.start, end, vi, en, f"{mark['clause']}{mark['clause_more']}.")]
    elif level == "point" and mark["point_mark"].strip() != ")" and count.last.get("clause", 0):
        vi, en = "Sau chữ cái của điểm là dấu đóng ngoặc đơn.", "Behind the letter of a point is a closing bracket."
        right = f"{mark['point']}{mark['point_more']})"
        return [sheet.said("numeral", piece.start, end, vi, en, right)]
    return _letters(sheet, piece, mark, end) if level == "point" else []


def _letters(sheet: Sheet, piece: Piece, mark: re.Match[str], end: int) -> list[Finding]:
    if mark["point"] in LETTERS:
        return []
    return [
        sheet.said(
            "numeral", piece.start, end,
            f"Điểm dùng chữ cái tiếng Việt theo thứ tự a, b, c, d, đ, e, g, h, i, k…; không có “{mark['point']}”.",
            f"Points have the letters of the Vietnamese alphabet (a, b, c, d, đ, e, g …); “{mark['point']}” is none.",
        )
    ]  # fmt: skip
