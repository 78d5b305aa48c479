"""Which line of a draft is which element, told by its wording alone: from a text to a `Sheet`."""

from __future__ import annotations

import re

from archive.checking.drafted import Drafted, leading_type
from archive.checking.form.quoting import quoted_spans
from archive.checking.form.sheet import TITLES, Piece, Sheet, is_motto, is_nation, plain
from archive.document_types import type_named
from archive.folding import fold_tone_placement, unaccent
from archive.offsets import Cleaned

_COLUMNS = re.compile(r"\t+|\s*\|\s*|(?<![:\s])(?<!ngày)(?<!tháng)(?<!năm)(?<!Số) {4,}")
_MARKER = re.compile(r"(?:Điều\s+)?\d{1,3}[a-zđ]?[.)]?|[a-zđ]\d?\)|[IVX]{1,5}\.|[-+•–]")
_BARS = re.compile(r"\t+|\s*\|\s*")
_COLUMNED = 130  # letters: in a longer line many spaces are those of a justified paragraph
_ORNAMENT = " \t\r*_#|"
_RULE = re.compile(r"[-_=.*~ –—]+")
_HEAD_ROWS = 60
_NUMBER = re.compile(
    r"^(?:Số|SỐ|số|(?:Luật|Nghị quyết|Pháp lệnh|Nghị định|Thông tư)\s+số)\s*[:.]?\s*"
    r"(?:\d|[.…_]|[-/]|[A-ZĐ]|$|\s*/)",
)
_DAY = r"ng[àa]y\s*[\d.…_ ]*\s*th[áa]ng\s*[\d.…_ ]*\s*n[ăa]m\s*[\d.…_]*"
_DATED = re.compile(
    rf"^(?P<place>[^\d,;:]{{0,60}}?)(?P<comma>\s*,?)\s*(?:{_DAY}|ngày\s*\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{4}}|"
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4})\.?$",
    re.IGNORECASE,
)
_SUBJECT_OF_LETTER = re.compile(r"^(?:v\s*/\s*v|về việc|vv)\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"^kính\s+gửi\b", re.IGNORECASE)
_BASIS = re.compile(r"^(?:[-–+•]\s*)?c(?:ă|a)n cứ\b", re.IGNORECASE)
_LEAD_OUT = re.compile(
    r"^(?:[-–+•]\s*)?(?:Theo (?!quy định)|Xét |Trên cơ sở|Sau khi|Được sự|Thực hiện |Tiếp theo|Thi hành )",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|Quyết định|Quyết nghị)\s*[:.;]?$")
_UNIT = re.compile(
    r"^(?:(?:Điều|ĐIỀU|Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)\s+(?:thứ|[IVX\d])|[IVX]{1,5}\s*[./-]\s|[1-9]\s*[./)]\s|[a-z]\)\s)"
)
_RECIPIENTS = re.compile(r"^n[ơo]i\s+nh[ậa]n\b\s*[:.;]?", re.IGNORECASE)
_AUTHORITY = re.compile(r"^(?:T\s*/?\s*M|K\s*/?\s*T|T\s*/?\s*L|TUQ|T/UQ|Q)\s*[./]?\s+(?=[^\W\d_])")
_POSITION = re.compile(
    r"^(?:(?:PHÓ|QUYỀN|ỦY VIÊN|UỶ VIÊN)\s+)*(?:CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TỔNG|GIÁM ĐỐC|TRƯỞNG|CHÁNH|"
    r"HIỆU TRƯỞNG|VIỆN TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VỤ TRƯỞNG|BÍ THƯ|CHỦ NHIỆM|THƯ KÝ|CHỦ TỌA|CHỦ TOẠ|PHÓ|"
    r"CHỈ HUY TRƯỞNG|ĐỘI TRƯỞNG|QUẢN LÝ|KẾ TOÁN TRƯỞNG)\b"
)
_SIGNED = re.compile(r"^\((?:đã ký|chữ ký|ký|ký tên|ký, )[^()]*\)?|^\(?(?:dấu|Chữ ký)[^()]*\)$", re.IGNORECASE)


def sheet_of(view: Cleaned, draft: Drafted) -> Sheet:
    """The elements of a draft, read in its cleaned `view`."""
    pieces = _pieces(view.text)
    sheet = Sheet(view, draft, quoted=quoted_spans(view.text))
    at = _head(sheet, pieces)
    at = _opening(sheet, pieces, at)
    end = _end_begins(sheet, pieces, at)
    sheet.body = pieces[at:end]
    _closing(sheet, pieces[end:])
    return sheet


def _pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    begin = 0
    for row, line in enumerate(text.split("\n")):
        at = 0
        columns = _COLUMNS if len(line) < _COLUMNED else _BARS
        cuts = [(cut.start(), cut.end()) for cut in columns.finditer(line)] if line.strip() else []
        # Many spaces before a small letter are those of a line that was stretched.
        cuts = [cut for cut in cuts if line[slice(*cut)].strip(" ") or not line[cut[1] : cut[1] + 1].islower()]
        if cuts and _MARKER.fullmatch(line[: cuts[0][0]].strip()):
            del cuts[0]  # a tab behind `a)` or `Điều 1.` parts no columns
        for start, end in [*cuts, (len(line), len(line))]:
            piece = line[at:start]
            bare = piece.strip(_ORNAMENT)
            if bare:
                left = begin + at + piece.index(bare)
                found.append(Piece(left, left + len(bare), bare, row))
            at = end
        begin += len(line) + 1
    return found


def _head(sheet: Sheet, pieces: list[Piece]) -> int:
    """Read what stands above the bases; gives the place of the first piece behind the title."""
    in_subject = False
    last = -1
    for place, piece in enumerate(pieces):
        if piece.row > _HEAD_ROWS:
            break
        text = piece.text
        if is_nation(text) and sheet.nation is None:
            sheet.nation = piece
            in_subject = False
        elif is_motto(text) and sheet.motto is None:
            sheet.motto = piece
            in_subject = False
        elif plain(text) == "dang cong san viet nam" and piece.upper:
            sheet.party = piece
            in_subject = False
        elif _RULE.fullmatch(text):
            continue
        elif sheet.number is None and _NUMBER.match(text) and len(text) < 80:
            sheet.number = piece
        elif sheet.dated is None and _DATED.match(text) and len(text) < 90:
            sheet.dated = piece
            in_subject = False
        elif sheet.number is not None and not sheet.subject and _SUBJECT_OF_LETTER.match(text):
            sheet.subject.append(piece)
            in_subject = True
        elif leading_type(text) and (sheet.number or sheet.nation or sheet.motto or sheet.dated or place < 4):
            sheet.type = piece
            return _title(sheet, pieces, place)
        elif _ADDRESSED.match(text) or _BASIS.match(text) or _UNIT.match(text):
            return place
        elif in_subject and piece.row - pieces[last].row <= 1 and not piece.upper:
            sheet.subject.append(piece)
        elif sheet.number is None and _like_body(text):
            sheet.bodies.append(piece)
        elif type_named(text) and sheet.number is not None and len(text) < 25:
            sheet.type = piece  # a type that is not in capitals
            return _title(sheet, pieces, place)
        elif sheet.number is not None and len(text) > 60:
            return place
        else:
            continue
        last = place
    return 0 if last < 0 else last + 1


def _like_body(text: str) -> bool:
    words = plain(text)
    body = (
        r"(?:uy ban|ubnd|hoi dong|hdnd|so |bo |cong an|phong |chi cuc|cuc |tong cuc|truong |trung tam|ban |van phong)"
    )
    of_place = r"(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|dac khu) "
    return len(words) > 3 and len(text) < 90 and (text.isupper() or re.match(f"{body}|{of_place}", words) is not None)


def _title(sheet: Sheet, pieces: list[Piece], place: int) -> int:
    """The lines of the title below the type; gives the place behind them."""
    assert sheet.type is not None
    kind = sheet.type
    at = place + 1
    leading = leading_type(kind.text)
    if leading and len(kind.text) > len(leading) + 2:
        begin = kind.start + len(leading) + len(kind.text[len(leading) :]) - len(kind.text[len(leading) :].lstrip())
        sheet.type = Piece(kind.start, kind.start + len(leading), leading, kind.row)
        sheet.subject.append(Piece(begin, kind.end, sheet.view.text[begin : kind.end], kind.row))
    while at < len(pieces):
        piece, above = pieces[at], pieces[at - 1]
        text = piece.text
        if _RULE.fullmatch(text) and sheet.subject:
            return at + 1
        if _RULE.fullmatch(text):
            at += 1
            continue
        stop = _BASIS.match(text) or _ADDRESSED.match(text) or _UNIT.match(text) or len(text) > 300
        if stop or is_nation(text) or is_motto(text) or text.endswith((":", ";")):
            return at
        if sheet.subject and (piece.row - above.row > 1 or (piece.upper and not sheet.subject[-1].upper)):
            return at
        if sheet.subject and (_LEAD_OUT.match(text) or text.endswith(".")):
            return at
        sheet.subject.append(piece)
        at += 1
    return at


_OFFICES = re.compile(
    r"(?:ỦY BAN|UỶ BAN|CHỦ TỊCH|THỦ TƯỚNG|CHÍNH PHỦ|BỘ TRƯỞNG|HỘI ĐỒNG|GIÁM ĐỐC|QUỐC HỘI|TRƯỞNG|CHÁNH|HIỆU TRƯỞNG|CỤC)"
)


def _opening(sheet: Sheet, pieces: list[Piece], at: int) -> int:
    """Addressees, line of authority, bases and what leads from them to the text; gives where the text begins."""
    names_office = len(sheet.subject) > 1 and sheet.subject[-1].upper and _OFFICES.match(sheet.subject[-1].text)
    if names_office and at < len(pieces) and _BASIS.match(pieces[at].text):
        sheet.acting = sheet.subject.pop()
    while at < len(pieces):
        piece = pieces[at]
        text = piece.text
        if _RULE.fullmatch(text):
            at += 1
        elif _ADDRESSED.match(text) and sheet.addressed is None and not sheet.bases:
            sheet.addressed = piece
            at = _addressees(sheet, pieces, at + 1)
        elif piece.upper and not sheet.bases and sheet.acting is None and len(text) < 120 and not _UNIT.match(text):
            sheet.acting = piece
            at += 1
        elif piece.upper and not sheet.bases and sheet.acting and piece.row - pieces[at - 1].row == 1:
            at += 1  # `KHÓA X, KỲ HỌP THỨ 5`
        elif _BASIS.match(text):
            sheet.bases.append(piece)
            at += 1
        elif _DECIDES.match(text):
            sheet.decides = piece
            return at + 1
        elif sheet.bases and _LEAD_OUT.match(text) and not text.endswith(":"):
            sheet.lead_outs.append(piece)
            at += 1
        else:
            return at
    return at


def _addressees(sheet: Sheet, pieces: list[Piece], at: int) -> int:
    assert sheet.addressed is not None
    alone = len(re.sub(r"^kính\s+gửi\W*", "", sheet.addressed.text, flags=re.IGNORECASE)) > 2
    while at < len(pieces):
        text = pieces[at].text
        dashed = text[:1] in "-–+•"
        if _BASIS.match(text) or _UNIT.match(text) or not (dashed or not alone):
            return at
        if not dashed and (len(text) > 120 or sheet.addressees):
            return at
        sheet.addressees.append(pieces[at])
        at += 1
    return at


_LOOK_BACK = 14


def _end_begins(sheet: Sheet, pieces: list[Piece], at: int) -> int:
    """The place of the first piece of signature or recipients."""
    for place in range(at, len(pieces)):
        piece = pieces[place]
        text = piece.text
        if sheet.in_quotation(piece.start):
            continue
        if _RECIPIENTS.match(text) and len(text) < 40:
            # Authority and position may stand above the recipients, or on their row.
            first = place
            for before in range(place - 1, max(at, place - _LOOK_BACK) - 1, -1):
                if pieces[before].row == piece.row or _signs(pieces[before]):
                    first = before
                elif not (_is_name(pieces[before].text) or _SIGNED.match(pieces[before].text)):
                    break
            return first
        if _signs(piece) and _signature_follows(pieces, place):
            return place
    return len(pieces)


def _signs(piece: Piece) -> bool:
    return (_AUTHORITY.match(piece.text) is not None and len(piece.text) < 90) or (
        piece.upper and _POSITION.match(piece.text) is not None and len(piece.text) < 90
    )


def _is_name(text: str) -> bool:
    words = TITLES.sub("", text).split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word.isalpha() for word in words)


def _signature_follows(pieces: list[Piece], place: int) -> bool:
    if _AUTHORITY.match(pieces[place].text) and re.match(r"[^a-zà-ỹ]{6}", pieces[place].text):
        return True
    for piece in pieces[place + 1 : place + 6]:
        if _is_name(piece.text) and not piece.upper:
            return True
        if not (piece.upper or _SIGNED.match(piece.text)):
            return False
    return False


def _closing(sheet: Sheet, pieces: list[Piece]) -> None:
    """Recipients, authority, position, name; everything behind them is the rest."""
    listing = False
    for place, piece in enumerate(pieces):
        text = piece.text
        if _RECIPIENTS.match(text) and sheet.recipients_head is None and len(text) < 40:
            sheet.recipients_head = piece
            listing = True
        elif _RULE.fullmatch(text) or _SIGNED.match(text):
            continue
        elif text[:1] in "-–+•" and sheet.recipients_head is not None and listing:
            sheet.recipients.append(piece)
        elif sheet.signer is None and (_signs(piece) or (piece.upper and not _named_in_capitals(sheet, piece))):
            if _ANNEX.match(text) or leading_type(text) or is_nation(text):
                sheet.rest = pieces[place:]
                return
            sheet.signing.append(piece)
        elif sheet.signer is None and sheet.signing and _is_name(text) and len(text) < 60:
            sheet.signer = piece
        elif sheet.recipients and listing and _goes_on(sheet.recipients[-1], piece):
            last = sheet.recipients.pop()
            sheet.recipients.append(Piece(last.start, piece.end, f"{last.text} {text}", piece.row))
        elif sheet.recipients_head is not None and listing and not sheet.signing and len(text) < 120:
            sheet.recipients.append(piece)  # a recipient without its dash
        else:
            sheet.rest = pieces[place:]
            return


def _goes_on(last: Piece, piece: Piece) -> bool:
    return last.text[-1:] not in ";." and piece.row - last.row == 1 and not piece.upper


def _named_in_capitals(sheet: Sheet, piece: Piece) -> bool:
    """A name in capitals below a position: `NGUYỄN VĂN A`."""
    return bool(sheet.signing) and _position_read(sheet) and _person(piece.text)


def _position_read(sheet: Sheet) -> bool:
    return _POSITION.match(sheet.signing[-1].text) is not None and _AUTHORITY.match(sheet.signing[-1].text) is None


_FAMILIES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "mai",
        "trinh",
        "luong",
        "dao",
        "doan",
        "ha",
        "cao",
        "to",
        "tang",
        "quach",
        "la",
        "thai",
        "chu",
        "lam",
        "trieu",
        "tong",
        "luu",
        "phung",
        "kieu",
        "quang",
        "vuong",
        "van",
        "ta",
        "bach",
        "nong",
        "ma",
        "giang",
        "thach",
        "kpa",
        "rmah",
        "siu",
        "y",
        "ksor",
        "chau",
        "khuc",
        "ninh",
        "nghiem",
        "au",
        "lo",
        "vi",
        "dam",
        "than",
    ]
)
_ANNEX = re.compile(r"^(?:PHỤ LỤC|Phụ lục|MẪU SỐ|Mẫu số|DANH SÁCH|DANH MỤC|BIỂU)\b")


def _person(text: str) -> bool:
    words = unaccent(fold_tone_placement(text)).lower().split()
    return 2 <= len(words) <= 5 and words[0] in _FAMILIES
