"""The end of a document: `Nơi nhận`; authority, position and name (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.layout.cells import GAP, LOWER, UPPER

_POSITIONS = (
    "CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|TỔNG BÍ THƯ|BÍ THƯ|PHÓ BÍ THƯ|"
    "THƯỜNG TRỰC|THỐNG ĐỐC|PHÓ THỐNG ĐỐC|CHÁNH ÁN|PHÓ CHÁNH ÁN|VIỆN TRƯỞNG|PHÓ VIỆN TRƯỞNG|TỔNG KIỂM TOÁN|"
    "PHÓ TỔNG KIỂM TOÁN|TỔNG THANH TRA|PHÓ TỔNG THANH TRA|CHỦ NHIỆM|PHÓ CHỦ NHIỆM|BỘ TRƯỞNG, CHỦ NHIỆM|"
    "GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TỔNG GIÁM ĐỐC|PHÓ TỔNG GIÁM ĐỐC|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|CHÁNH VĂN PHÒNG|"
    "PHÓ CHÁNH VĂN PHÒNG|CỤC TRƯỞNG|PHÓ CỤC TRƯỞNG|VỤ TRƯỞNG|PHÓ VỤ TRƯỞNG|TỔNG CỤC TRƯỞNG|TRƯỞNG PHÒNG|"
    "PHÓ TRƯỞNG PHÒNG|HIỆU TRƯỞNG|PHÓ HIỆU TRƯỞNG|CHỈ HUY TRƯỞNG|TRƯỞNG CÔNG AN|TRƯỞNG ĐOÀN|CHÁNH THANH TRA|"
    "TƯ LỆNH|CHÍNH ỦY|ỦY VIÊN|UỶ VIÊN|NGƯỜI LẬP|TRƯỞNG TRẠM|TRƯỞNG THÔN|TRƯỞNG KHỐI|TỔ TRƯỞNG|VIỆN PHÓ|"
    "TỔNG CHỈ HUY|TỔNG THƯ KÝ|PHÓ TỔNG THƯ KÝ|ĐOÀN CHỦ TỊCH|BÍ THƯ THỨ NHẤT|TRƯỞNG CƠ QUAN"
).replace("TRƯỞNG", "TRƯ[ỞỜ]NG")  # OCR takes one for the other
_AUTHORITY = r"(?:TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T\.U\.Q|TUN|Q)"
# The head of a line or of a cell. A run of blanks is entered at its first only: anything else costs its square.
_CELL = rf"(?:^|(?<=\S)(?={GAP}*\t|{GAP}{{3}}){GAP}++)(?:{GAP}|[*_])*+"
_RECIPIENTS = re.compile(
    rf"{_CELL}(?P<mark>(?:Nơi|NƠI|Noi)\s+(?:nhận|NHẬN|gửi|nhan)\s*(?:\*\*|_)?\s*(?::|\.|$))", re.MULTILINE
)
_SIGNATURE = re.compile(
    rf"{_CELL}(?P<mark>{_AUTHORITY}(?:{GAP}*[.:]{GAP}*|{GAP}+)(?=[{UPPER}])[^\n\t]{{2,90}}|"
    rf"(?:QUYỀN\s+)?(?:{_POSITIONS})\b[^\n\t]{{0,80}})",
    re.MULTILINE,
)
_AUTHORITY_LINE = re.compile(rf"(?P<by>{_AUTHORITY})(?:{GAP}*[.:]{GAP}*|{GAP}+)(?P<of>[{UPPER}{LOWER}].*)", re.DOTALL)
_POSITION_LINE = re.compile(rf"(?:QUYỀN\s+)?(?:{_POSITIONS})\b")
_POST_IN_SMALL = re.compile(rf"(?:{_POSITIONS})(?!\w)[^.;:]{{0,40}}$", re.IGNORECASE)
_SIGNED = re.compile(
    r"\[?\s*\(?\s*(?:Đã|đã|ĐÃ|Đa)\s*(?:ký|kí|KÝ)(?:\s*(?:tên|và)?\s*[,và]*\s*(?:đóng dấu)?)\s*\)?", re.IGNORECASE
)
_RANK = (
    r"(?:(?:GS|PGS|TS|TSKH|ThS|Ths|BS|BSCK|CN|KS|LS|Luật sư|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|"
    r"Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Trung úy|Đô đốc|Chuẩn Đô đốc|Phó Đô đốc|Ông|Bà)[.,]?\s*)*"
)
_NAME_WORD = rf"(?:[{UPPER}][{LOWER}]*|Y|H'|Ê)"
_NAME = re.compile(rf"{_RANK}(?P<name>{_NAME_WORD}(?:[ \u00a0'’-]+{_NAME_WORD}){{1,5}})\s*$")
_NAME_UPPER = re.compile(rf"{_RANK}(?P<name>[{UPPER}]{{2,}}(?:[ \u00a0]+[{UPPER}]{{1,}}){{1,4}})\s*$")
_NOT_A_NAME = re.compile(
    r"\b(?:Điều|Chương|Phụ|Mẫu|Bảng|Số|Nơi|Cộng|Độc|Ủy|Uỷ|Hội|Bộ|Sở|Phòng|Ban|Văn|Tên|Ký|Người|Ngày|Căn|Kính|Quy|Luật|"
    r"Danh|Biểu|Trang|Chức|Họ|Công báo|Chính|Quốc|Trung tâm|Xã|Tỉnh|Huyện)\b"
)
_STOP = re.compile(
    r"[\s*_]*(?:PHỤ LỤC|Phụ lục|CỘNG H|MẪU|Mẫu|QUY CHẾ|QUY ĐỊNH|DANH MỤC|Căn cứ|Điều\s+\d|Chương\s+[IVX\d]|"
    r"\(?(?:Ban hành )?"
    r"[Kk]èm theo|QCVN|BIỂU)"
)


_POST_MISREAD = re.compile(r"(?<=BỘ )TRƯỜNG|(?<=THỨ )TRƯỜNG|(?<=VỤ )TRƯỜNG|(?<=CỤC )TRƯỜNG|(?<=HIỆU )TRƯỜNG")
_MOST_AUTHORITIES = 6
"""`TM.`, `KT.`, `TL.` lines in one signature; more are a list of something else."""


@dataclass(frozen=True)
class Part:
    """A piece of the text: `text[start:end] == value`, white space squeezed."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Closing:
    """The end of one document: `text[start:end]` holds `Nơi nhận` and the signature.

    `authority` the line `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH` (all of them, in order), `position` the post of who
    signed, `name` the signer; `recipients` the lines of the list without their dashes. None or empty: not there.
    """

    start: int
    end: int
    authority: tuple[Part, ...] = ()
    position: Part | None = None
    name: Part | None = None
    signed: bool = False
    recipients: tuple[Part, ...] = ()


def find_closings(text: str, start: int = 0, skip: Callable[[int], bool] | None = None) -> list[Closing]:
    """All closings from `start` on, in order; `skip(place)` True leaves out what begins there (quotations)."""
    found: list[Closing] = []
    done = start
    for place, is_list in _marks(text, start):
        if place < done or (skip is not None and skip(place)):
            continue
        closing = _read(text, place, is_list)
        if closing is not None:
            found.append(closing)
            done = closing.end
    return found


def _marks(text: str, start: int) -> Iterator[tuple[int, bool]]:
    marks = [(match.start("mark"), True) for match in _RECIPIENTS.finditer(text, start)]
    marks += [
        (match.start("mark"), False)
        for match in _SIGNATURE.finditer(text, start)
        if _shouts(match.group("mark")) or _AUTHORITY_LINE.match(match.group("mark"))
    ]
    yield from sorted(marks)


def _shouts(line: str) -> bool:
    """In capitals, but for a name at its end (`CHỦ TỊCH QUỐC HỘI Nguyễn Văn A`)."""
    words = line.split()
    head = words[:2]
    return all(word.upper() == word for word in head)


def _cells(text: str, start: int, limit: int) -> Iterator[tuple[str, int, int]]:
    """Lines and table cells from `start`, with their offsets, white space and emphasis trimmed; blank ones left out."""
    for match in re.compile(r"[^\n\t]+").finditer(text, start, limit):
        for part in re.finditer(rf"\S(?:[^\n\t]*?\S)?(?={GAP}{{3,}}|{GAP}*$)", match.group()):
            raw = part.group().strip("*_ \u00a0")
            if raw.strip(" -_–—.…/\\"):
                offset = match.start() + part.start() + part.group().find(raw)
                yield raw, offset, offset + len(raw)


def _read(text: str, place: int, is_list: bool) -> Closing | None:
    """The closing that begins at `place`, None if what stands there is something else (a preamble, running text)."""
    recipients: list[Part] = []
    authority: list[Part] = []
    position: Part | None = None
    name: Part | None = None
    signed = False
    in_list = is_list
    end = place
    blanks = 0
    for count, (cell, start, stop) in enumerate(_cells(text, place, min(len(text), place + 9000))):
        if count == 0 and is_list:
            end = stop
            rest = re.sub(r"^\S+\s+\S+?\s*(?:\*\*|_)?\s*:\s*", "", cell) if ":" in cell else ""
            if rest.strip("- ") and not _is_signature(rest):
                recipients.append(_part(rest.lstrip("-–+• "), stop))
            continue
        if name is not None and not _RECIPIENTS.match(cell):
            if in_list and (cell[:1] in "-–+•" or (cell[:1].islower() and len(cell) < 90)):
                recipients.append(_recipient(cell, start, stop))
                end = stop
                continue
            break
        if _RECIPIENTS.match(cell):
            in_list, end = True, stop
            continue
        if _STOP.match(cell) and not (in_list and cell[:1] in "-–+•"):
            break
        mark = _SIGNED.search(cell)
        same_line = _split_position(cell[: mark.start()].rstrip() if mark and mark.start() else cell)
        if same_line is not None:
            head, tail = same_line
            signed = signed or bool(mark)
            part = Part(_POST_MISREAD.sub("TRƯỞNG", " ".join(head.split())), start, start + len(head))
            if _AUTHORITY_LINE.match(head):
                if len(authority) >= _MOST_AUTHORITIES:
                    break
                authority.append(part)
            else:
                position = _joined(position, part)
            end = stop
            if tail:
                name = Part(" ".join(tail.split()), stop - len(tail), stop)
            continue
        if _SIGNED.match(cell):
            signed, end = True, stop
            tail = _SIGNED.sub("", cell).strip(" :.-*_)")
            person = _NAME.match(tail)
            if person:
                name = Part(" ".join(person.group("name").split()), stop - len(tail), stop)
            continue
        if in_list and cell[:1] in "-–+•" and len(cell) < 260:
            recipients.append(_recipient(cell, start, stop))
            end = stop
            continue
        person = _NAME.match(cell) or (_NAME_UPPER.match(cell) if signed else None)
        if person and (authority or position) and not _NOT_A_NAME.match(person.group("name")) and cell[:1] not in "-–":
            name = Part(" ".join(person.group("name").split()), start + person.start("name"), stop)
            end = stop
            continue
        if in_list and not authority and position is None and len(cell) < 260:
            if cell[:1] in "-–+•*" or not recipients or len(cell) < 110:
                recipients.append(_recipient(cell, start, stop))
                end = stop
                if len(recipients) < 80:
                    continue
            break
        if authority or position:
            if position is None and _POST_IN_SMALL.match(cell):
                position = Part(" ".join(cell.split()), start, stop)
                end = stop
                continue
            if cell.isupper() and len(cell) < 90:
                if position is not None:
                    position = Part(f"{position.value} {' '.join(cell.split())}", position.start, stop)
                elif authority:
                    last = authority[-1]
                    authority[-1] = Part(f"{last.value} {' '.join(cell.split())}", last.start, stop)
                end = stop
                continue
            blanks += 1
            if blanks > 3 or len(cell) > 90:
                break
            continue
        break
    if not is_list and name is None and not signed and not authority:
        return None
    if not is_list and name is None and not signed and not _nothing_more(text, end):
        return None
    if position is None and authority:
        position = _position_of(authority[-1])
    return Closing(place, end, tuple(authority), position, name, signed, tuple(recipients))


def _position_of(line: Part) -> Part | None:
    """`KT. CHỦ TỊCH` with no line below names the post that was signed for, not one's own: no position."""
    match = _AUTHORITY_LINE.match(line.value)
    if match and match.group("by").replace("/", "").replace(".", "") == "Q":
        return Part(match.group("of"), line.start, line.end)
    return None


def _nothing_more(text: str, end: int) -> bool:
    return len(text[end : end + 400].split()) < 12


def _part(value: str, stop: int) -> Part:
    return Part(" ".join(value.split()).rstrip(";. "), stop - len(value), stop)


def _recipient(cell: str, start: int, stop: int) -> Part:
    value = cell.lstrip("-–+•* \u00a0")
    return Part(" ".join(value.split()).rstrip(";. "), stop - len(value), stop)


def _joined(before: Part | None, part: Part) -> Part:
    """`PHÓ TỔNG THANH TRA` over `THƯỜNG TRỰC` is one post; any other second line is the post itself."""
    if before is not None and part.value == "THƯỜNG TRỰC" and before.value.startswith(("PHÓ", "THỨ")):
        return Part(f"{before.value} {part.value}", before.start, part.end)
    return part


def _is_signature(text: str) -> bool:
    return bool(_SIGNATURE.match(text)) and _shouts(text)


def _split_position(cell: str) -> tuple[str, str] | None:
    """`KT. BỘ TRƯỞNG` gives itself and ""; `CHỦ TỊCH QUỐC HỘI Nguyễn Văn A` the post and the name; else None."""
    if not (_AUTHORITY_LINE.match(cell) or _POSITION_LINE.match(cell)) or len(cell) > 130:
        return None
    words = cell.split(" ")
    upper = 0
    for word in words:
        if word and word.upper() != word:
            break
        upper += 1
    if upper == len(words):
        return cell, ""
    head = " ".join(words[:upper]).rstrip(" -,")
    tail = " ".join(words[upper:]).strip()
    if not upper:
        return None
    if _NAME.match(tail) and not _NOT_A_NAME.match(tail) and len(tail.split()) >= 2:
        return head, tail
    if _AUTHORITY_LINE.match(cell) and len(cell) < 70:
        return cell, ""
    return None
