"""The heading of a document: the line that names its type, and the lines of its title (trích yếu) below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

from archive.document_types import TYPES
from archive.folding import unaccent
from indexer.layout.cells import Cell, piece, shouts

LONGEST_TITLE = 1500
"""Characters; titles that list what they amend run to a thousand."""

_TYPE_NAMES = sorted(
    {t.name for t in TYPES if t.name != "Công văn"}
    | {
        "Lời kêu gọi",
        "Sắc lệnh",
        "Kế hoạch liên tịch",
        "Quy chế phối hợp",
        "Chương trình phối hợp",
        "Thông báo kết luận",
    },
    key=len,
    reverse=True,
)
_SHOUTED = {name.upper(): name for name in _TYPE_NAMES}
_PLAIN = {unaccent(name.upper()): name for name in _TYPE_NAMES}
_WORDS = "|".join(re.escape(name) for name in [*_SHOUTED, *(set(_PLAIN) - set(_SHOUTED))])
_TYPE = re.compile(rf"(?:BẢN\s+)?(?P<type>{_WORDS})(?![\w])(?P<rest>.*)$")
_TYPE_LINE = re.compile(rf"(?:Bản\s+)?(?P<type>{'|'.join(re.escape(name) for name in _TYPE_NAMES)})\s*$", re.IGNORECASE)
# Until about 2005: `Nghị định của Chính phủ số 116/2003/NĐ-CP ngày 10/10/2003 về việc …`, on as many lines as it took.
_TYPE_OF_BODY = re.compile(
    rf"(?P<type>{'|'.join(re.escape(name) for name in _TYPE_NAMES)})(?=\s+của\s+(?:Chính phủ|Thủ tướng|Bộ|Liên bộ|"
    rf"Chủ tịch|Quốc hội|"
    r"Ủy ban|Uỷ ban|UBND|Hội đồng|Thống đốc|Tổng|Chánh án|Viện trưởng)\b)",
    re.IGNORECASE,
)
_NOT_A_TYPE = re.compile(r"(?:LUẬT SƯ|BÁO CÁO VIÊN|LỆNH TRUY|DỰ ÁN SỐ|THÔNG BÁO SỐ)\b")
_NAMES_A_DOCUMENT = re.compile(
    rf"(?:{'|'.join(re.escape(name) for name in _TYPE_NAMES)})\b[^,;]{{0,120}}?\bsố\s+\d+\S*/\S+\s+ngày\b"
)
_ENCLOSED = re.compile(r"^\(?\s*(?:Ban hành kèm|Kèm theo|kèm theo|BAN HÀNH KÈM|KÈM THEO)")
# A title that amends what another decision promulgated says so in these words.
_CHANGES = re.compile(r"\b(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|điều chỉnh|đính chính)\b", re.IGNORECASE)
# What stands above a table, or its head.
_TABLE = re.compile(r"^\(?(?:ĐVT|Đơn vị(?: tính)?)\s*:|^(?:STT|Số\s+TT|TT)$", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"^(?:QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|[ỦU][YỶ] BAN THƯỜNG VỤ QUỐC HỘI|CHỦ TỊCH NƯỚC|CHỦ TỊCH\b.*|"
    r"BỘ TRƯỞNG\b.*|"
    r"(?:ỦY|UỶ) BAN (?:NHÂN DÂN|THƯỜNG VỤ)\b.*|HỘI ĐỒNG NHÂN DÂN\b.*|THỐNG ĐỐC\b.*|TỔNG THANH TRA\b.*|CHÁNH ÁN\b.*|"
    r"VIỆN TRƯỞNG\b.*|"
    r"TỔNG KIỂM TOÁN\b.*|HỘI ĐỒNG THẨM PHÁN\b.*|GIÁM ĐỐC\b.*|BAN CHẤP HÀNH\b.*|BAN THƯỜNG VỤ\b.*|BỘ CHÍNH TRỊ|"
    r"BAN BÍ THƯ|"
    r"CỤC TRƯỞNG\b.*|HIỆU TRƯỞNG\b.*|TRƯỞNG BAN\b.*|TRƯỞNG PHÒNG\b.*|HỘI ĐỒNG BỘ TRƯỞNG)$"
)
UNFINISHED = re.compile(
    r"(?:\b(?:CỦA|VÀ|VỀ|DO|TRONG|THUỘC|VỚI|THEO|HOẶC|CHO|TẠI|CÁC|ĐIỀU|ĐỊNH|BỎ|THẾ|DUNG|SỐ|HÀNH|LUẬT|"
    r"GIỮA|TRÌNH|BỞI|LÀ|GỬI|VIỆC|TỪ|ĐẾN|CHỦ TỊCH|BỘ TRƯỞNG)|,)\s*$",
    re.IGNORECASE,
)
# A list's item, or a note that somebody put below a title.
_ITEM = re.compile(r"[-–+•]\s+(?=[A-ZĐÀ-Ỹ][^\W\d_]*\s)")
# How the body of a document begins: what stands from here on is no heading any more.
BODY = re.compile(
    r"^[\W_]*(?:Căn cứ|CĂN CỨ|Can cu|Điều\s+\d|ĐIỀU\s+\d|Dieu\s+\d|Chương\s+[IVX\d]|CHƯƠNG\s+[IVX\d]|Phần\s+thứ|"
    r"PHẦN\s+(?:THỨ|[IVX])|"
    r"Phần\s+[IVX]+\b|(?!V/[vV])[IVX]{1,4}\s*[.\-–/:)]\s*\w|\d{1,2}\s*[./)]\s+\w|[A-H]\.\s+[A-ZĐ]|Mục\s+[\dIVX]+\b|"
    r"MỤC\s+[\dIVX]+\b|"
    r"QUYẾT ĐỊNH\s*:|QUYẾT NGHỊ\s*:?|QUYET DINH\s*:|NGHỊ QUYẾT\s*:|NGHỊ ĐỊNH\s*:|LỆNH\s*:|Xét\s|Theo đề nghị|"
    r"Theo Tờ trình|Sau khi|"
    r"Trên cơ sở|Để\s|Nhằm\s|Thực hiện\s|Tiếp tục thực hiện|Theo\s|Thi hành|Hôm nay|Ngày\s+\d|Vừa qua|"
    r"Trong thời gian|Trong những|"
    r"Kính gửi|KÍNH GỬI|Kính trình|Kinh gui|Nơi nhận|- Căn cứ|(?:Quốc hội|Chính phủ|Bộ trưởng|Thủ tướng|Thống đốc|"
    r"Chủ tịch|Tổng|"
    r"Hội đồng nhân dân|(?:Ủy|Uỷ) ban nhân dân|UBND|HĐND|Đảng ủy|Ban Thường vụ)\b.{0,110}?\b(?:ban hành|xây dựng|"
    r"báo cáo|thông báo)\b)"
)
# A paragraph of running text below the title: a long line closed by a full stop, or with a sentence ending inside it.
_SENTENCES = re.compile(r"^.{120,}\.\s*$|[^\W\d_]{2}\.\s+[A-ZĐÂĂÊÔƠƯÁÀẢÃẠ]\w", re.DOTALL)
_TITLE_TOO = re.compile(r"[\W_]*(?:Thực hiện|Tiếp tục|Để|Nhằm|Theo)\s")


def type_cell(cell: Cell, alone: bool) -> tuple[int, int, int] | None:
    """Where the type's name stands in the cell (start, end) and where a title on the same line begins; else None.

    `alone`: the cell is a whole line near the top, where small letters may name the type too.
    """
    value = cell.value
    if _NOT_A_TYPE.match(value):
        return None
    match = _TYPE.match(value)
    if match is not None:
        rest = match.group("rest")
        bare = rest.strip(" \t*_-–")
        if not bare:
            return match.start("type"), match.end("type"), len(value)
        if bare == ":" or not rest[:1].isspace() or len(value) > 500:
            return None
        return match.start("type"), match.end("type"), match.start("rest")
    if not alone:
        return None
    if shouts(value) and _damaged_type(value):
        return 0, len(value), len(value)
    line = _TYPE_LINE.match(value)
    if line is not None:
        return line.start("type"), line.end("type"), len(value)
    body = _TYPE_OF_BODY.match(value)
    if body is not None and len(value) < 400:
        return body.start("type"), body.end("type"), body.end("type")
    return None


def type_name(value: str) -> str:
    """The type that a cell names: `NGHI DINH` and the damaged `QUYÉT ĐỊNH` give `Nghị định`, `Quyết định`."""
    upper = " ".join(value.split()).upper()
    return _SHOUTED.get(upper) or _PLAIN.get(upper) or _damaged_type(upper) or upper.capitalize()


def _damaged_type(value: str) -> str:
    """The one type that has these letters but for their accents, or for one letter of a long name; "" for none."""
    letters = unaccent(" ".join(value.split())).upper()
    if letters in _PLAIN:
        return _PLAIN[letters]
    near = [
        name
        for plain, name in _PLAIN.items()
        if len(plain) >= 8 and Levenshtein.distance(plain, letters, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 else ""


def title_lines(
    found: Sequence[Cell], index: int, first: Cell | None, skip: Callable[[str, str], bool]
) -> tuple[list[Cell], int]:
    """The lines of the title, from the cell at `index` on (`first` stands on the type's own line), and where they end.

    They end at a rule, at the căn cứ, at the name of the authority, at a blank line. The end is 0 if there are none.
    `skip(line, line above)` tells lines that are no part of it (running heads, marks).
    """
    title = [first] if first else []
    end = first.end if first else 0
    while index < len(found):
        cell = found[index]
        index += 1
        value = cell.value
        if cell.is_rule:
            if title:
                break
            continue
        if skip(value, title[-1].value if title else ""):
            continue
        if _ENCLOSED.match(value) and not _tells_what_it_changes(title, cell):
            end = cell.end
            continue
        if not title:
            if (BODY.match(value) and not _TITLE_TOO.match(value)) or len(value) > LONGEST_TITLE:
                break
            if _AUTHORITY.match(value.upper()) and index < len(found) and BODY.match(found[index].value):
                break
        elif _ends(title, cell):
            break
        title.append(cell)
        end = cell.end
    return title, end


def _tells_what_it_changes(title: Sequence[Cell], cell: Cell) -> bool:
    """`… sửa đổi Quy chế X / ban hành kèm theo Quyết định số …`: part of the title, no note below it."""
    if not title or cell.blank_before or cell.value.startswith("("):
        return False
    return shouts(cell.value) == shouts(title[-1].value) and any(_CHANGES.search(c.value) for c in title)


def _ends(title: Sequence[Cell], cell: Cell) -> bool:
    """Whether a title ends before this cell."""
    value, last = cell.value, title[-1].value
    small = value[:1].islower()
    if (
        len(title) == 1
        and re.match(r"của\s", last, re.IGNORECASE)
        and not BODY.match(value)
        and len(value) < LONGEST_TITLE
    ):
        return False
    if cell.line == title[-1].line or sum(len(c.value) for c in title) + len(value) > LONGEST_TITLE:
        return True
    if cell.blank_before and _AUTHORITY.match(value.upper()):
        return True
    if not small and _SENTENCES.search(value) and not UNFINISHED.search(last):
        return True
    if _TABLE.match(value):
        return True
    if _ITEM.match(value) and not UNFINISHED.search(last):
        return True
    if last.endswith((".", ":")) or (not small and (BODY.match(value) or cell.blank_before)):
        return True
    if _NAMES_A_DOCUMENT.match(value) and not UNFINISHED.search(last):
        return True
    if shouts(value):
        if _AUTHORITY.match(value) and not UNFINISHED.search(last):
            return True
        return not shouts(last) and len(value) > 12
    goes_on = small or value[:1] in "(“\"'0123456789,;-–"
    return shouts(last) and not goes_on


_OLD_STYLE = re.compile(
    r"\s*của\s+(?P<issuer>[^\d]{3,120}?)(?=\s+số\s*:?\s*\d|\s+ngày\s+\d|\s*$|\s+(?:V/v|[Vv]ề việc|[Vv]ề)\b)"
    r"(?:\s+số\s*:?\s*(?P<number>\d+\s*(?:[/-]\s*\d{4}\s*)?[/-]\s*[^\s,]+(?:/[^\s,]+)*))?"
    r"(?:,?\s+(?P<date>ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})))?",
    re.IGNORECASE,
)


def old_style(text: str, title: Sequence[Cell]) -> tuple[Cell | None, Cell | None, Cell | None, list[Cell]]:
    """Issuer, number, date and title of a heading that runs them together, as was usual until about 2005.

    `của Chính phủ số 29/1998/NĐ-CP ngày 11 tháng 5 năm 1998 về việc …`. Without `của` at its head: three times None,
    and the title as it was.
    """
    if not title or not re.match(r"\s*(?:của|CỦA)\s", title[0].value):
        return None, None, None, list(title)
    start, stop = title[0].start, title[-1].end
    match = _OLD_STYLE.match(text, start, stop)
    if match is None:
        return None, None, None, list(title)
    found: list[Cell | None] = []
    for name in ("issuer", "number", "date"):
        if match.group(name) is None:
            found.append(None)
            continue
        found.append(Cell(text[match.start(name) : match.end(name)], match.start(name), match.end(name), title[0].line))
    rest = []
    for cell in title:
        if cell.end <= match.end():
            continue
        left = piece(cell, max(0, match.end() - cell.start), len(cell.value))
        if left.value:
            rest.append(left)
    return found[0], found[1], found[2], rest
