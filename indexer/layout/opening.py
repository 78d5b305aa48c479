"""The opening of a document: letterhead, number, place and date, type and title, up to the first words of its body.

Only where each part stands; what the parts say is read in `header` and `issuer`. Layouts: Nghị định 30/2020/NĐ-CP,
Phụ lục I; Hướng dẫn 05-HD/VPTW (Party: `*` under the issuer, `Số 127-QĐ/TW` without a colon). Cells of a two-column
letterhead come as lines, as cells between tabs, or run together on one line, as the reader found them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.document_types import TYPES
from archive.folding import unaccent

_REACH = 9000
"""Characters from the beginning in which the opening must end."""


@dataclass(frozen=True)
class Cell:
    """A line of the letterhead, or one cell of it: `text[start:end] == value`. `line` counts lines, `blank_before`
    says that an empty line stands above."""

    value: str
    start: int
    end: int
    line: int
    blank_before: bool = False


@dataclass(frozen=True)
class Opening:
    """Cells of the opening by what they are; empty or None where there is none. `end` is where the body begins."""

    issuer: tuple[Cell, ...] = ()
    number: Cell | None = None
    dates: tuple[Cell, ...] = ()
    type: Cell | None = None
    title: tuple[Cell, ...] = ()
    subject: tuple[Cell, ...] = ()
    marks: tuple[Cell, ...] = ()
    national: Cell | None = None
    party: bool = False
    addressee: Cell | None = None
    end: int = 0
    others: tuple[Cell, ...] = field(default=())


_GAP = r"[^\S\n]"
_CELL = re.compile(rf"\S(?:[^\n\t]*?\S)?(?={_GAP}{{4,}}|\t|\n|$)")
_RULE = re.compile(r"^[\W_]+$")
_TYPE_NAMES = sorted(
    {t.name for t in TYPES if t.name not in ("Công văn", "Dự án", "Lời kêu gọi")}
    | {"Lời kêu gọi", "Dự án", "Sắc lệnh", "Kế hoạch liên tịch", "Quy chế phối hợp", "Chương trình phối hợp", "Sao y"},
    key=len,
    reverse=True,
)
_SHOUTED = {name.upper(): name for name in _TYPE_NAMES}
_SHOUTED_PLAIN = {unaccent(name.upper()): name for name in _TYPE_NAMES}
_TYPE_WORDS = "|".join(re.escape(name) for name in [*_SHOUTED, *(set(_SHOUTED_PLAIN) - set(_SHOUTED))])
_TYPE = re.compile(rf"(?P<type>{_TYPE_WORDS})(?![\w])(?P<rest>.*)$")
_TYPE_LINE = re.compile(rf"(?P<type>{'|'.join(re.escape(name) for name in _TYPE_NAMES)})\s*$", re.IGNORECASE)
_NATIONAL = re.compile(
    r"C[ỘO]N?[NG]*G?\s*H(?:ÒA|OÀ|OA)\s*X[ÃA]\s*H[ỘO]I|C[ộo]ng h(?:òa|oà|oa) x[ãa] h[ộo]i ch[ủu] ngh[ĩi]a|"
    r"[ĐD][ộo]c\s*l[ậa]p\s*[-–—]?\s*T[ựu]\s*do"
)
_PARTY = re.compile(r"^(?:ĐẢNG CỘNG SẢN VIỆT NAM|DANG CONG SAN VIET NAM)\b")
_NUMBER = re.compile(
    r"(?:(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị quyết liên tịch|Nghị định|Thông tư|Quyết định|Chỉ thị|Lệnh|Văn bản hợp nhất|"
    r"Công văn|Kế hoạch|Báo cáo|LUẬT|BỘ LUẬT)\s+)?(?:Số|SỐ|So|số|Sổ|Sô)\b(?:\s*[:;.]|\s)\s*(?=[\d/\-–.…_( ]|[A-ZĐ]|$)"
)
_PLACE_DATE = re.compile(
    r"(?:^|[,\s])(?:ng[àa]y|Ng[àa]y)(?=\s|[.…_\d])[\s.…_\-/(),]*(?:[\dOolI]{1,2})?[\s.…_]*th[áa]ng[\s.…_\-]*(?:[\dOolI]{1,2})?[\s.…_]*"
    r"n[ăa]m[\s.…_]*(?:[12][\dO]{3}|20)?|[,]\s*ng[àa]y\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
)
_SUBJECT = re.compile(r"^\s*(?:V/v|V/V|v/v|Vv|Về việc|về việc|VỀ VIỆC|Ve viec)\b\s*[:.]?")
_ADDRESSEE = re.compile(r"^\s*(?:Kính gửi|KÍNH GỬI|Kính trình|Kinh gui)\b")
_MARKS = re.compile(
    r"^\W*(?P<mark>TUYỆT MẬT|TỐI MẬT|MẬT|HỎA TỐC HẸN GIỜ|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN|TOI MAT|TUYET MAT|MAT|"
    r"DỰ THẢO(?:\s+LẦN)?(?:\s*\d+)?|Dự thảo(?:\s+lần)?(?:\s*\d+)?|DU THAO|Hỏa tốc|Hoả tốc|Thượng khẩn|Khẩn|Mật|Tối mật|Tuyệt mật|"
    r"LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI|KHÔNG PHỔ BIẾN)\W*$"
)
_GAZETTE = re.compile(
    r"^\d*\s*C[ÔO]NG B[ÁA]O\s*/?\s*S[ốo]|^VĂN BẢN QUY PHẠM PHÁP LUẬT$|^VĂN BẢN HỢP NHẤT|^PHẦN VĂN BẢN|^VĂN BẢN KHÁC|^\d{1,4}$|^Trang \d"
)
BODY = re.compile(
    r"^[\W_]*(?:Căn cứ|CĂN CỨ|Can cu|Điều\s+\d|ĐIỀU\s+\d|Dieu\s+\d|Chương\s+[IVX\d]|CHƯƠNG\s+[IVX\d]|Phần\s+thứ|PHẦN\s+(?:THỨ|[IVX])|"
    r"Phần\s+[IVX]+\b|[IVX]{1,4}\s*[.\-–/:)]\s*\w|\d{1,2}\s*[./)]\s+\w|[A-H]\.\s+[A-ZĐ]|Mục\s+[\dIVX]+\b|MỤC\s+[\dIVX]+\b|"
    r"QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:?|QUYET DINH\s*:|NGHỊ QUYẾT\s*:|LỆNH\s*:|Xét\s|Theo đề nghị|Theo Tờ trình|Sau khi|Trên cơ sở|"
    r"Để\s|Nhằm\s|Thực hiện\s|Tiếp tục thực hiện|Theo\s|Thi hành|Hôm nay|Ngày\s+\d|Vừa qua|Trong thời gian|Trong những|"
    r"Kính gửi|KÍNH GỬI|Kính trình|Kinh gui|Quốc hội ban hành|Chính phủ ban hành|(?:Bộ trưởng|Thủ tướng|Thống đốc|Chủ tịch|Tổng)\b.{0,90}"
    r"\bban hành|Ủy ban nhân dân .{0,80}(?:xây dựng|ban hành|báo cáo)|UBND .{0,80}(?:xây dựng|ban hành|báo cáo)|Nơi nhận|- Căn cứ)"
)
_AUTHORITY = re.compile(
    r"^(?:QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|ỦY BAN THƯỜNG VỤ QUỐC HỘI|UỶ BAN THƯỜNG VỤ QUỐC HỘI|CHỦ TỊCH NƯỚC|CHỦ TỊCH\b.*|"
    r"BỘ TRƯỞNG\b.*|ỦY BAN NHÂN DÂN\b.*|UỶ BAN NHÂN DÂN\b.*|HỘI ĐỒNG NHÂN DÂN\b.*|THỐNG ĐỐC\b.*|TỔNG THANH TRA\b.*|CHÁNH ÁN\b.*|"
    r"VIỆN TRƯỞNG\b.*|TỔNG KIỂM TOÁN\b.*|HỘI ĐỒNG THẨM PHÁN\b.*|GIÁM ĐỐC\b.*|BAN CHẤP HÀNH\b.*|BAN THƯỜNG VỤ\b.*|BỘ CHÍNH TRỊ|BAN BÍ THƯ|"
    r"CỤC TRƯỞNG\b.*|HIỆU TRƯỞNG\b.*|TRƯỞNG BAN\b.*|HỘI ĐỒNG BỘ TRƯỞNG)$"
)
_ENCLOSED = re.compile(r"^\(?\s*(?:Ban hành kèm|Kèm theo|kèm theo|BAN HÀNH KÈM|KÈM THEO)")


def cells(text: str, reach: int = _REACH) -> Iterator[Cell]:
    """The cells of the beginning of a text, marks of emphasis and white space trimmed, rules and blanks left out."""
    place = 0
    blank = False
    for line, raw in enumerate(text[:reach].split("\n")):
        empty = True
        for match in _CELL.finditer(raw):
            value = match.group().strip("*_#\u00a0\u200e| ")
            if not value:
                continue
            empty = False
            if _RULE.match(value) and not re.search(r"\d", value):
                yield Cell("*" if "*" in match.group() and "-" not in match.group() else "-", 0, 0, line, blank)
                continue
            start = place + match.start() + match.group().find(value)
            yield Cell(value, start, start + len(value), line, blank)
            blank = False
        if empty and not raw.strip(" \t*_\u00a0-–"):
            blank = True
        place += len(raw) + 1


def find_opening(text: str, reach: int = _REACH) -> Opening:
    """The opening of a document. Anything not found stays empty; `end` is 0 where the text begins with its body."""
    found = list(cells(text, reach))
    issuer: list[Cell] = []
    dates: list[Cell] = []
    subject: list[Cell] = []
    marks: list[Cell] = []
    others: list[Cell] = []
    number: Cell | None = None
    national: Cell | None = None
    party = False
    kind: Cell | None = None
    addressee: Cell | None = None
    title: list[Cell] = []
    index = 0
    end = 0
    in_subject = False
    while index < len(found):
        cell = found[index]
        index += 1
        if cell.end == 0:
            in_subject = False
            if cell.value == "*":
                party = True
            continue
        value = cell.value
        if _PARTY.match(value):
            party, in_subject, end = True, False, cell.end
            issuer += _before(cell, _PARTY)
            continue
        if _NATIONAL.search(value):
            in_subject = False
            national = national or cell
            match = _NATIONAL.search(value)
            if match and match.start() > 3:
                # `CHÍNH PHỦ CỘNG HÒA XÃ HỘI …`: two columns run together on one line.
                issuer.append(_piece(cell, 0, match.start()))
            tail = re.search(r"H[ạa]nh\s*ph[úu]c\s+(?=\S)", value)
            end = cell.end
            if tail:
                found.insert(index, _piece(cell, tail.end(), len(value)))
            continue
        if _GAZETTE.match(value):
            continue
        if _MARKS.match(value):
            marks.append(cell)
            end = cell.end
            continue
        hit = _NUMBER.match(value) if number is None else None
        if hit is not None and len(value) < 200:
            in_subject = False
            date_at = _PLACE_DATE.search(value)
            number, rest = _split_number(cell, date_at)
            if rest is not None:
                dates.append(rest)
            end = cell.end
            continue
        if _PLACE_DATE.search(value) and len(value) < 90 and not re.match(r"[\W]*(?:Căn cứ|Theo)\b", value):
            if in_subject and (at := _PLACE_DATE.search(value)):
                before = value[: at.start()].rpartition(",")[0]
                if len(before) > 25:
                    subject.append(_piece(cell, 0, len(before)))
            dates.append(cell)
            in_subject, end = False, cell.end
            continue
        if _ADDRESSEE.match(value):
            addressee = cell
            break
        if _SUBJECT.match(value) and (number is not None or issuer) and not subject:
            subject.append(cell)
            in_subject, end = True, cell.end
            continue
        named = _type_cell(value)
        if named is not None and not (in_subject and value[:1].islower()):
            kind_end, rest_at = named
            if not _is_issuer_name(value):
                kind = _piece(cell, 0, kind_end)
                if rest_at < len(value):
                    title.append(_piece(cell, rest_at, len(value)))
                end = cell.end
                break
        if BODY.match(value):
            break
        if in_subject and not cell.blank_before and len(subject) < 6 and not value.isupper():
            subject.append(cell)
            end = cell.end
            continue
        in_subject = False
        if len(value) > 200:
            break
        if (value.upper() == value and any(c.isalpha() for c in value)) or _looks_like_body_name(value):
            issuer.append(cell)
        else:
            others.append(cell)
    if kind is not None:
        title, end = _title(found, index, title, end)
    return Opening(
        tuple(issuer), number, tuple(dates), kind, tuple(title), tuple(subject), tuple(marks), national, party, addressee,
        end if (kind or number or national or subject or party) else 0, tuple(others),
    )  # fmt: skip


def opening_end(text: str, limit: int) -> int:
    """Where the body of a document begins: after its letterhead, type and title; 0 where there is no opening."""
    head = text[:600]
    if not (re.search(r"\bS[ốo]\b|[A-ZĐ]{3,}", head)):
        return 0
    return min(find_opening(text, min(_REACH, limit)).end, limit)


def _piece(cell: Cell, start: int, end: int) -> Cell:
    raw = cell.value[start:end]
    value = raw.strip(" \t\u00a0*_:-–")
    offset = cell.start + start + raw.find(value)
    return Cell(value, offset, offset + len(value), cell.line, cell.blank_before and start == 0)


def _before(cell: Cell, pattern: re.Pattern[str]) -> list[Cell]:
    match = pattern.search(cell.value)
    return [_piece(cell, 0, match.start())] if match and match.start() > 3 else []


def _split_number(cell: Cell, date_at: re.Match[str] | None) -> tuple[Cell, Cell | None]:
    """`Số: 30/2020/NĐ-CP Hà Nội, ngày 05 tháng 3 năm 2020` on one line is a number and a place with a date."""
    if date_at is None:
        return cell, None
    value = cell.value
    head = value[: date_at.start()]
    match = re.match(r"(?:\S+\s+){0,4}?S\S{1,2}\s*[:.]?\s*(?P<number>[\d\s.…]{0,12}[/\-–]\s*\S+|[^\s,]+)", head)
    split = match.end() if match else date_at.start()
    return _piece(cell, 0, split), _piece(cell, split, len(value))


def _type_cell(value: str) -> tuple[int, int] | None:
    """Where the type ends in a cell that begins with one, and where a title on the same line begins."""
    match = _TYPE.match(value)
    if match is not None:
        rest = match.group("rest")
        bare = rest.strip(" \t*_-–")
        if bare in (":", ""):
            return (match.end("type"), len(value)) if not bare else None
        if rest[:1].isspace() and len(value) < 500:
            return match.end("type"), match.start("rest")
        return None
    if _TYPE_LINE.match(value) and value[:1].isupper():
        return len(value), len(value)
    return None


def _is_issuer_name(value: str) -> bool:
    """`LUẬT SƯ …`, `BÁO CÁO VIÊN`: words that only begin like a type."""
    return bool(re.match(r"(?:LUẬT SƯ|BÁO CÁO VIÊN|LỆNH TRUY|DỰ ÁN SỐ)\b", value))


def _looks_like_body_name(value: str) -> bool:
    return len(value) < 80 and bool(
        re.match(
            r"(?:Ủy ban|Uỷ ban|UBND|Hội đồng|HĐND|Bộ|BỘ|Sở|Phòng|Đảng ủy|Đảng uỷ|Ban|Công an|Trường|Chính phủ)\s", value
        )
    )


def type_name(value: str) -> str:
    """The type a cell of an opening names: `NGHI DINH` gives `Nghị định`."""
    key = " ".join(value.split())
    upper = key.upper()
    return _SHOUTED.get(upper) or _SHOUTED_PLAIN.get(upper) or _SHOUTED_PLAIN.get(unaccent(upper)) or key.capitalize()


def _title(found: list[Cell], index: int, title: list[Cell], end: int) -> tuple[list[Cell], int]:
    """The lines of the title after the type: until a rule, the căn cứ, the authority's name or a blank line."""
    while index < len(found):
        cell = found[index]
        index += 1
        value = cell.value
        if cell.end == 0:
            if title:
                break
            continue
        if _GAZETTE.match(value) or _MARKS.match(value):
            continue
        if _ENCLOSED.match(value):
            end = cell.end
            continue
        if not title:
            if BODY.match(value) and not re.match(r"[\W_]*(?:Thực hiện|Tiếp tục|Để|Nhằm|Theo)\s", value):
                break
            if _AUTHORITY.match(value) and index < len(found) and BODY.match(found[index].value):
                break
            if len(value) > 900:
                break
            title.append(cell)
            end = cell.end
            continue
        continues = value[:1].islower() or value[:1] in "(“\"'0123456789,;-–"
        if cell.line == title[-1].line or (BODY.match(value) and not value[:1].islower()):
            break
        if cell.blank_before and not value[:1].islower():
            break
        if _NATIONAL.search(value) or (_NUMBER.match(value) and len(value) < 60):
            break
        if value.upper() == value and any(c.isalpha() for c in value):
            if _AUTHORITY.match(value) and not _unfinished(title[-1].value):
                break
            if title[-1].value.upper() != title[-1].value and len(value) > 12:
                break
        elif title[-1].value.upper() == title[-1].value and any(c.isalpha() for c in title[-1].value) and not continues:
            break
        if len(value) > 420 or sum(len(c.value) for c in title) > 1200 or title[-1].value.endswith((".", ";", ":")):
            break
        title.append(cell)
        end = cell.end
    return title, end


def _unfinished(line: str) -> bool:
    """Whether a line of a title ends in a word that wants another: `… CỦA`, `… VÀ`, a comma."""
    return bool(re.search(r"(?:\b(?:CỦA|VÀ|VỀ|DO|TRONG|THUỘC|VỚI|THEO|HOẶC|CHO|TẠI)|,)\s*$", line, re.IGNORECASE))
