"""The opening of a document: letterhead, number, place and date, type and title, up to the first words of its body.

Only where each part stands; what the parts say is read in `indexer.recognising`. Layouts: Nghị định 30/2020/NĐ-CP,
Phụ lục I; Hướng dẫn 05-HD/VPTW (Party: `*` under the issuer, `Số 127-QĐ/TW` without a colon); the headings of before
2005. Cells of a two-column letterhead come as lines, as cells between tabs, or run together on one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.layout.cells import REACH, Cell, cells, piece, shouts
from indexer.layout.marks import after_mark, mark_beside, read_mark
from indexer.layout.titles import BODY, old_style, title_lines, type_cell
from indexer.syllables import syllable_share


@dataclass
class Opening:
    """Cells of the opening by what they are; empty or None where there is none. `end` is where the body begins."""

    issuer: list[Cell] = field(default_factory=list)
    number: Cell | None = None
    dates: list[Cell] = field(default_factory=list)
    type: Cell | None = None
    title: list[Cell] = field(default_factory=list)
    subject: list[Cell] = field(default_factory=list)
    marks: list[Cell] = field(default_factory=list)
    national: Cell | None = None
    party: bool = False
    addressee: Cell | None = None
    end: int = 0


_NATIONAL = re.compile(
    r"c[ộo]ng\s*h(?:òa|oà|oa)\s*x[ãa]\s*h[ộo]i\s*(?:ch[ủu]|$)|^\W*[đd][ộo]c\s*l[ậa]p\s*[-–—,]?\s*t[ựu]\s*do|"
    r"[đd][ộo]c\s*l[ậa]p\s*[-–—]\s*t[ựu]\s*do\s*[-–—]\s*h[ạa]nh",
    re.IGNORECASE,
)
_PARTY = re.compile(r"(?:ĐẢNG CỘNG SẢN VIỆT NAM|DANG CONG SAN VIET NAM)\s*$")
_NUMBER = re.compile(
    r"(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư|Quyết định|Chỉ thị|Lệnh|"
    r"Văn bản hợp nhất|Công văn|Kế hoạch|Báo cáo|LUẬT|BỘ LUẬT)\s+)?(?:Số|SỐ|So|số|Sổ|Sô)\b(?:\s*[:;.]|\s|"
    r"$)\s*(?=[\d/\-–.…_( ]|[A-ZĐ]|$)"
)
# `Sổ:`, `S6:`, `S ố :`, `5ố` before a number or a place left blank for one: what OCR makes of `Số`.
_SIGN = re.compile(r"[^\w\s.,;:()/\-–%&]")
_NUMBER_DAMAGED = re.compile(
    r"(?:[SŠŞ5$s]\s?[aáàãâoóòôõöọỏốồổỗộởớờéèẽ06ÓÒÔÕỐỒỔỖỘOð]\s?[:;.,'’*]{0,3})\s*"
    r"(?=[\d.…_\s]{0,16}\d[^\s]{0,6}\s?[/\-–]|[.…_\s]{2,16}[/\-–]\s?[A-ZĐ])"
)
_DATE_DAMAGED = re.compile(
    r"(?:^|[,.\s])ng[àaáảâ]y(?![a-zà-ỹ]).{0,12}?th[áaàâả]n[gq](?![a-zà-ỹ]).{0,12}?n[ăaâã]m(?![a-zà-ỹ]).{0,10}$"
)
_PLACE_DATE = re.compile(
    r"(?:^|[,\s])ng[àa]y(?=\s|"
    r"[.…_\d])[\s.…_\-/(),]*(?:[\dOolI]{1,2})?[\s.…_]*th[áa]ng[\s.…_\-]*(?:[\dOolI]{1,2})?[\s.…_]*"
    r"n[ăa]m[\s.…_]*(?:[12][\dO]{3}|20)?|,\s*ng[àa]y\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\s*(?:V/v|V/V|v/v|Vv|Về việc|về việc|VỀ VIỆC|Ve viec)(?!\w)\s*[:.]?")
_ADDRESSEE = re.compile(r"^\s*(?:Kính gửi|KÍNH GỬI|Kính trình|Kinh gui)(?!\w)")
_RUNNING_HEAD = re.compile(
    r"^\d*\s*C[ÔO]NG B[ÁA]O\s*/?\s*S[ốo]|^VĂN BẢN QUY PHẠM PHÁP LUẬT$|^VĂN BẢN HỢP NHẤT|^PHẦN VĂN BẢN|"
    r"^VĂN BẢN KHÁC|^\d{1,4}$|^Trang \d"
)
_BODY_NAME = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|PHÒNG|ĐẢNG ỦY|ĐẢNG UỶ|ĐẢNG BỘ|TỈNH ỦY|HUYỆN ỦY|THÀNH ỦY|BAN|"
    r"CÔNG AN|TRƯỜNG|"
    r"CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|VĂN PHÒNG|CHI CỤC|CỤC|TỔNG CỤC|MẶT TRẬN|TÒA ÁN|TOÀ ÁN|VIỆN|TRUNG TÂM)(?!\w)"
)
_PLACE_NAME = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|TP)(?![\w,])")
# `XV80`: the drafter's initials and the number of copies.
_DRAFTER = re.compile(r"^[A-ZĐ]{1,5}\.?\s?\d{1,4}[a-z]?$")
_LETTERHEAD_LINES = 12
"""Lines from the first word on in which a letterhead stands."""


def find_opening(text: str, reach: int = REACH) -> Opening:
    """The opening of a document. Anything not found stays empty; `end` is 0 where the text begins with its body."""
    found = list(cells(text, reach))
    first_line = next((c.line for c in found if not c.is_rule), 0)
    opening = Opening()
    in_subject = False
    index = 0
    while index < len(found):
        cell = found[index]
        index += 1
        if cell.is_rule:
            in_subject = False
            opening.party = opening.party or cell.value == "*"
            continue
        value = cell.value
        if _RUNNING_HEAD.match(value):
            continue
        beside = after_mark(value)
        if beside and (_NUMBER.match(value[beside:]) or _SUBJECT.match(value[beside:])):
            opening.marks.append(cell)
            found[index - 1] = cell = piece(cell, beside, len(value))
            value = cell.value
        if read_mark(value, found[index - 2].value if index > 1 else ""):
            opening.marks.append(cell)
            opening.end = max(opening.end, cell.end)
            continue
        if (
            not in_subject
            and (shouts(value) or _NUMBER.match(value) or _PLACE_DATE.search(value))
            and mark_beside(value)
        ):
            opening.marks.append(cell)
        if _take_national(opening, cell, found, index) or _take_number(text, opening, cell, found, index):
            in_subject = False
            continue
        if _take_date(opening, cell, in_subject):
            in_subject = False
            continue
        if _ADDRESSEE.match(value):
            opening.addressee = cell
            break
        if _SUBJECT.match(value) and (opening.number or opening.issuer) and not opening.subject:
            opening.subject.append(cell)
            in_subject, opening.end = True, cell.end
            continue
        top = cell.line - first_line <= _LETTERHEAD_LINES
        named = None if in_subject and value[:1].islower() else type_cell(cell, top and _alone(found, index - 1))
        if named is not None:
            _take_heading(text, opening, cell, named, found, index)
            break
        if BODY.match(value):
            break
        if in_subject and not cell.blank_before and len(opening.subject) < 6 and not shouts(value):
            opening.subject.append(cell)
            opening.end = cell.end
            continue
        in_subject = False
        if len(value) > 200:
            break
        if (shouts(value) and not _DRAFTER.match(value) and not value.startswith("/")) or (
            top and _names_a_body(opening, value)
        ):
            opening.issuer.append(cell)
    _late_marks(opening, found, index)
    if not (opening.type or opening.number or opening.national or opening.subject or opening.party):
        opening.end = 0
    return opening


def opening_end(text: str, limit: int) -> int:
    """Where the body of a document begins: after its letterhead, type and title; 0 where there is no opening."""
    if not re.search(r"\b[Ss][ốo]\b|[A-ZĐ]{3,}|^\s*[^\W\d_]+\s+(?:định|quyết|tư|thị|lệnh)\s*\n", text[:600]):
        return 0
    return min(find_opening(text, min(REACH, limit)).end, limit)


def _alone(found: list[Cell], index: int) -> bool:
    line = found[index].line
    before = index and not found[index - 1].is_rule and found[index - 1].line == line
    after = index + 1 < len(found) and not found[index + 1].is_rule and found[index + 1].line == line
    return not before and not after


def _names_a_body(opening: Opening, value: str) -> bool:
    """`Bộ tài chính`, `Tỉnh An Giang` under `ủy ban nhân dân`: capitals that an old font kept to itself."""
    upper = value.upper()
    if len(value) > 70 or value.endswith((".", ";", ",")) or re.search(r"\d", value):
        return False
    if _BODY_NAME.match(upper):
        return len(value.split()) <= 12
    return bool(opening.issuer) and bool(_PLACE_NAME.match(upper)) and len(value.split()) <= 6


def _take_national(opening: Opening, cell: Cell, found: list[Cell], index: int) -> bool:
    """The national or the Party's heading; left of it on the same line stands the issuer, right of it the next cell."""
    party = _PARTY.search(cell.value)
    match = party or _NATIONAL.search(cell.value)
    if match is None:
        return False
    if party:
        opening.party = True
    opening.national = opening.national or cell
    opening.end = cell.end
    left = piece(cell, 0, match.start())
    if len(left.value) > 3 and left.value.lower() != "nước":
        opening.issuer.append(left)
    tail = re.search(r"H[ạa]nh\s*ph[úu]c\s+(?=[^\W\d_])", cell.value, re.IGNORECASE)
    if tail and not party:
        found.insert(index, piece(cell, tail.end(), len(cell.value)))
    return True


def _take_number(text: str, opening: Opening, cell: Cell, found: list[Cell], index: int) -> bool:
    value = cell.value
    if opening.number is not None or len(value) > 200:
        return False
    if not (_NUMBER.match(value) or _NUMBER_DAMAGED.match(value)):
        return False
    opening.number, rest = _split_number(cell, _PLACE_DATE.search(value) or _DATE_DAMAGED.search(value))
    if rest is not None:
        opening.dates.append(rest)
    following = found[index] if index < len(found) and not found[index].is_rule else None
    bare = re.sub(r"^\S+\s*[:.]?", "", value).strip()
    # `Số:        /KH-UBND`: a wide blank made two cells of one.
    if (
        following is not None
        and not bare
        and following.line == cell.line
        and re.match(r"[\d/\-–.…_]", following.value)
        and not _PLACE_DATE.search(following.value)
    ):
        joined = text[cell.start : following.end]
        opening.number = Cell(joined, cell.start, following.end, cell.line, cell.blank_before)
        found.pop(index)
    opening.end = max(opening.end, opening.number.end, rest.end if rest else 0)
    return True


def _split_number(cell: Cell, date_at: re.Match[str] | None) -> tuple[Cell, Cell | None]:
    """`Số: 30/2020/NĐ-CP Hà Nội, ngày 05 tháng 3 năm 2020` on one line is a number and a place with a date."""
    if date_at is None:
        return cell, None
    head = cell.value[: date_at.start()]
    match = re.match(r"(?:\S+\s+){0,4}?S\S{1,2}\s*[:.]?\s*(?:[\d\s.…]{0,12}[/\-–]\s*\S+|[^\s,]+)", head)
    split = match.end() if match else date_at.start()
    return piece(cell, 0, split), piece(cell, split, len(cell.value))


def _take_date(opening: Opening, cell: Cell, in_subject: bool) -> bool:
    value = cell.value
    at = _PLACE_DATE.search(value) or _DATE_DAMAGED.search(value)
    if at is None or len(value) > 90 or re.match(r"\W*(?:Căn cứ|Theo|\(?Kèm theo|\(?Ban hành kèm)(?!\w)", value):
        return False
    if in_subject:
        # `V/v tăng cường công tác dân vận Phú Phong, ngày 05 tháng 3 năm 2024`: two columns run together.
        before = re.match(r".{25,}?(?=\s+(?:[A-ZĐ]\S*\s*){1,4},?\s*$)", value[: at.start()])
        if before:
            opening.subject.append(piece(cell, 0, before.end()))
            opening.dates.append(piece(cell, before.end(), len(value)))
            opening.end = cell.end
            return True
    opening.dates.append(cell)
    opening.end = max(opening.end, cell.end)
    return True


def _take_heading(
    text: str, opening: Opening, cell: Cell, named: tuple[int, int, int], found: list[Cell], index: int
) -> None:
    start, stop, rest_at = named
    opening.type = piece(cell, start, stop)
    first = piece(cell, rest_at, len(cell.value)) if rest_at < len(cell.value) else None
    title, end = title_lines(found, index, first, _no_title)
    opening.end = max(cell.end, end)
    issuer, number, day, opening.title = old_style(text, title)
    if issuer is not None and not opening.issuer:
        opening.issuer.append(issuer)
    opening.number = opening.number or number
    if day is not None and not opening.dates:
        opening.dates.append(day)
    if not opening.title and opening.subject:
        opening.title, opening.subject = opening.subject, []


def _no_title(value: str, before: str) -> bool:
    """Lines between those of a title that are no part of it: running heads, marks."""
    return bool(_RUNNING_HEAD.match(value) or _PARTY.fullmatch(value) or read_mark(value, before) or _is_noise(value))


def _is_noise(value: str) -> bool:
    """What OCR makes of an ornament or a stamp: scraps and signs, hardly a syllable among them."""
    words = value.split()
    scraps = sum(len(word) <= 2 for word in words)
    whole = " ".join(word for word in words if len(word) > 2 and word.isalpha())
    if len(words) < 3 or scraps * 2 < len(words) or not _SIGN.search(value):
        return False
    return not whole or syllable_share(whole) < 0.3


def _late_marks(opening: Opening, found: list[Cell], index: int) -> None:
    """Marks that a reader put after the heading: a stamp may come anywhere on the first page's top."""
    before = ""
    for cell in found[index : index + 40]:
        if cell.start >= opening.end and BODY.match(cell.value):
            break
        if not cell.is_rule and read_mark(cell.value, before):
            opening.marks.append(cell)
        before = cell.value
