"""Who issued a document: the letterhead, then the signature, the number, the body's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.agencies import canonical_issuer, issuer_of_number, same_issuer
from archive.folding import squeeze
from indexer.layout.cells import UPPER, Cell
from indexer.layout.closing import Closing
from indexer.layout.opening import Opening
from indexer.recognising.casing import body_name
from indexer.recognising.facts import Fact

_HEAD_WORDS = (
    "ỦY BAN|UỶ BAN|UBND|UBMTTQ|HỘI ĐỒNG|HĐND|BỘ|SỞ|PHÒNG|BAN|CHI CỤC|CỤC|TỔNG CỤC|VỤ|VĂN PHÒNG|TRƯỜNG|TRUNG TÂM|"
    "ĐẢNG ỦY|ĐẢNG UỶ|"
    "HUYỆN ỦY|HUYỆN UỶ|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|QUẬN ỦY|THỊ ỦY|CHI BỘ|ĐẢNG BỘ|MẶT TRẬN|HỘI|ĐOÀN|LIÊN ĐOÀN|"
    "TỔNG LIÊN ĐOÀN|"
    "CÔNG ĐOÀN|CÔNG AN|TÒA ÁN|TOÀ ÁN|VIỆN|HỌC VIỆN|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|NGÂN HÀNG|THANH TRA|KIỂM TOÁN|"
    "CHỦ TỊCH|BẢO HIỂM|"
    "KHO BẠC|TẬP ĐOÀN|TỔNG CÔNG TY|CÔNG TY|ĐÀI|BCH|BTV|THƯỜNG TRỰC|TỔ|HẠT|TRẠM|QUỸ|BAN CHỈ HUY|ĐẠI HỘI|TRUNG ƯƠNG|"
    "CHI NHÁNH|"
    "BỆNH VIỆN|HỢP TÁC XÃ|THÔN|KHỐI|BQL|BCĐ|LIÊN BỘ|LIÊN NGÀNH"
)
_HEAD = re.compile(rf"^(?:{_HEAD_WORDS})\b")
# A first line that wants its second: the next line is part of the same name, whatever it begins with.
_OPEN_ENDED = re.compile(
    r"^(?:VĂN PHÒNG|THANH TRA|CHỦ TỊCH|ỦY BAN THƯỜNG VỤ|UỶ BAN THƯỜNG VỤ|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|BCH|BTV|"
    r"BAN THƯỜNG TRỰC|"
    r"THƯỜNG TRỰC|ĐOÀN CHỦ TỊCH|HỘI ĐỒNG THẨM PHÁN|ĐẢNG ỦY|TRƯỜNG|PHÒNG|BAN|TRUNG TÂM|BỘ CHỈ HUY|HỘI|ĐOÀN|TRUNG ƯƠNG)$|"
    r"(?:\b(?:VÀ|CỦA|VỀ)|,|-|–)$",
)
_CONTINUES = re.compile(
    r"^(?:VÀ|CỦA|XÃ|PHƯỜNG|THỊ TRẤN|HUYỆN|QUẬN|TỈNH(?! ỦY| UỶ)|THÀNH PHỐ|ĐẶC KHU|THỊ XÃ|TP|NHÂN DÂN|VIỆT NAM)\b"
)
_LOCAL = re.compile(
    r"^(?:Sở|Phòng|Văn phòng|Chi cục|Trung tâm|Ban Quản lý|Ban Chỉ đạo|Ban (?!Chấp hành|Thường vụ|Bí thư))\b"
)
_UNIT = re.compile(rf"\b(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+[{UPPER}\d].*$")
_NOT_AN_ISSUER = re.compile(
    r"^(?:VĂN BẢN|CÔNG BÁO|PHẦN|BẢN SAO|SAO Y|SAO LỤC|TRÍCH SAO|DỰ THẢO|MẪU|PHỤ LỤC|KHẨN|MẬT|LUẬT|V/V|\(?BAN HÀNH|"
    r"INDEPENDENCE|SOCIALIST)"
)
_SPEAKERS = (
    r"Quốc hội|Chính phủ|Thủ tướng Chính phủ|(?:Ủy|Uỷ) ban [Tt]hường vụ Quốc hội|Chủ tịch nước|"
    r"(?:Bộ trưởng|Thống đốc|Tổng Thanh tra|Tổng Kiểm toán|Chánh án|Viện trưởng|Chủ nhiệm|Chủ tịch|(?:Ủy|"
    r"Uỷ) ban nhân dân|UBND|"
    r"Hội đồng nhân dân|HĐND|Đảng (?:ủy|uỷ)|Ban Thường vụ|Ban Chấp hành|Sở|Phòng|Bộ)\b(?! các)[^\n.;:]{0,90}?"
)
_BODY_SPEAKS = re.compile(
    rf"(?m)^[ \t*_]*+(?P<who>{_SPEAKERS})\s+(?:ban hành|xây dựng|báo cáo|thông báo|kính trình|trình|hướng dẫn|"
    rf"triển khai|đề nghị|yêu cầu)\b"
)
# `Bộ trưởng Bộ Tài chính` on a line of its own, between the title and the căn cứ.
_STANDS_ALONE = re.compile(rf"(?m)^[ \t*_]*+(?P<who>{_SPEAKERS})[,:]?[ \t*_]*$", re.IGNORECASE)
_FIRST_ARTICLE = re.compile(
    r"(?m)^[ \t*_]*+(?:Điều\s+1\b|Chương\s+(?:I|1)\b|(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ ĐỊNH|NGHỊ QUYẾT)\s*:?\s*$)"
)
_FIRST_UNIT = re.compile(r"(?m)^[ \t*_]*+(?:I\s*[./-]|1\s*[./)]|A\.)")
_ONLY_ISSUER = {
    "Hiến pháp": "Quốc hội",
    "Bộ luật": "Quốc hội",
    "Luật": "Quốc hội",
    "Pháp lệnh": "Ủy ban Thường vụ Quốc hội",
    "Lệnh": "Chủ tịch nước",
    "Nghị định": "Chính phủ",
}
"""Types that one body alone can issue (Luật 64/2025/QH15, Điều 4)."""


def find_issuer(
    text: str, opening: Opening, closing: Closing | None, number: str, place: str, type_: str
) -> tuple[Fact, str]:
    """The issuer and its parent body ("" where the letterhead names none).

    Letterhead first; the number confirms or contradicts; signature, number and the body's own words stand in for it.
    """
    named = _from_letterhead(opening)
    by_number = issuer_of_number(number) if number else ""
    by_signature = _from_signature(closing)
    if named is not None:
        name, parent, start, end = named
        name = _with_place(name, parent)
        agrees = same_issuer(name, by_number) if by_number else None
        if agrees is False:
            signed = by_signature.value if by_signature else ""
            if (signed and same_issuer(str(signed), by_number) is True) or _same_government(name, by_number):
                # `CHÍNH PHỦ` over a decision of the Prime Minister: number and signature say who it was.
                return Fact(by_number, start, end, 0.75, "conflict:letterhead"), parent
            spoken = _from_body(text, opening.end)
            said = str(spoken.value) if spoken else ""
            if spoken and same_issuer(said, by_number) is True and same_issuer(said, name) is False:
                # Two against one: a letterhead left over from another document.
                return Fact(by_number, spoken.start, spoken.end, 0.75, f"conflict:letterhead:{name}"), parent
            if said and same_issuer(said, name) is True:
                return Fact(name, start, end, 0.8, f"number_of:{by_number}"), parent
            if _minister_signed(closing) and by_number.startswith("Bộ ") and not name.startswith("Bộ "):
                return Fact(by_number, start, end, 0.65, f"conflict:letterhead:{name}"), parent
            return Fact(name, start, end, 0.6, f"conflict:number:{by_number}"), parent
        confidence = 0.97 if agrees else 0.9
        if _generic(name):
            # Thousands of bodies are called so: which one, a person must say.
            return Fact(name, start, end, 0.6, "generic"), parent
        return Fact(name, start, end, confidence, ""), parent
    spoken = _from_body(text, opening.end)
    for found, note in ((by_signature, "from:signature"), (spoken, "from:body")):
        if found is None:
            continue
        value = str(found.value)
        if by_number and same_issuer(value, by_number) is False:
            continue
        return _completed(text, Fact(value, found.start, found.end, 0.75, note), spoken, place, opening), ""
    if by_number:
        start, end = (opening.number.start, opening.number.end) if opening.number else (-1, -1)
        found = Fact(by_number, start, end, 0.7, "from:number")
        return _completed(text, found, spoken, place, opening), ""
    if type_ in _ONLY_ISSUER and opening.type is not None:
        return Fact(_ONLY_ISSUER[type_], opening.type.start, opening.type.end, 0.75, "from:type"), ""
    return Fact(None), ""


def _same_government(name: str, by_number: str) -> bool:
    return {name, by_number} == {"Chính phủ", "Thủ tướng Chính phủ"}


def _minister_signed(closing: Closing | None) -> bool:
    if closing is None:
        return False
    lines = [line.value for line in closing.authority] + ([closing.position.value] if closing.position else [])
    return any(re.search(r"\b(?:BỘ|THỨ) TRƯỞNG\b", line) for line in lines)


def _from_letterhead(opening: Opening) -> tuple[str, str, int, int] | None:
    lines = [
        cell
        for cell in opening.issuer
        if not _NOT_AN_ISSUER.match(cell.value.upper())
        and len(cell.value) < 220
        and (opening.number is None or cell.start < opening.number.end + 400)
        and (opening.type is None or cell.start < opening.type.start or _beside_number(opening, cell))
    ]
    groups = _groups(lines)
    if not groups:
        return None
    names = [canonical_issuer(_joint(" ".join(c.value.upper() for c in group))) for group in groups]
    pairs = [(n, g) for n, g in zip(names, groups, strict=True) if n]
    # A gazette prints the issuer twice.
    unique: list[tuple[str, list[Cell]]] = []
    for name, group in pairs:
        if not any(name == other for other, _ in unique):
            unique.append((name, group))
    if not unique:
        return None
    name, group = unique[-1]
    parent = unique[-2][0] if len(unique) > 1 else ""
    return name, parent, group[0].start, group[-1].end


def _beside_number(opening: Opening, cell: Cell) -> bool:
    """A body named after the type: in a heading of old (`Nghị định của Chính phủ số …`), or in an attestation."""
    return opening.number is None or abs(opening.number.start - cell.start) < 400


def _groups(lines: Sequence[Cell]) -> list[list[Cell]]:
    """Lines that are one body each: a line that begins like a body begins one, if the last is not unfinished."""
    groups: list[list[Cell]] = []
    for cell in lines:
        value = cell.value.upper()
        starts = bool(_HEAD.match(value)) and not _CONTINUES.match(value)
        open_ended = bool(groups) and bool(_OPEN_ENDED.search(" ".join(c.value.upper() for c in groups[-1])))
        if groups and (not starts or open_ended) and len(groups[-1]) < 5:
            groups[-1].append(cell)
        elif starts:
            groups.append([cell])
    return groups


_NEXT_BODY = re.compile(
    r"\s*[-–;]\s*(?=(?:bộ|tòa án|toà án|viện kiểm sát|ủy ban|uỷ ban|chính phủ|ngân hàng|ban|hội|tổng|liên đoàn|"
    r"mặt trận|sở|"
    r"thanh tra|kiểm toán|đoàn|công an)\s)",
    re.IGNORECASE,
)


def _joint(name: str) -> str:
    """`BỘ TƯ PHÁP - BỘ CÔNG AN` are two bodies: both names, parted by `;`."""
    return ";".join(body_name(part) for part in _NEXT_BODY.split(name))


def _with_place(name: str, parent: str) -> str:
    """`Sở Nội vụ` under `Ủy ban nhân dân tỉnh Phú Thọ` is `Sở Nội vụ tỉnh Phú Thọ`."""
    if not parent:
        return name
    if name in ("Ban Thường trực", "Ban Thường vụ", "Thường trực", "Ban Chấp hành"):
        return f"{name} {parent}"
    congress = re.match(r"(?P<head>Đại hội(?: đại biểu)?)(?P<which>\s+lần thứ\s.*)?$", name)
    if congress:
        return squeeze(f"{congress['head']} {parent} {congress['which'] or ''}")
    if not _LOCAL.match(name) or _UNIT.search(name):
        return name
    if re.match(r"(?:Tỉnh|Thành|Huyện|Đảng|Quận|Thị) (?:ủy|uỷ)\b", parent):
        return f"{name} {parent}"
    unit = _UNIT.search(parent)
    return squeeze(f"{name} {unit.group()}") if unit else name


def _generic(name: str) -> bool:
    """`Ủy ban nhân dân`, `Ủy ban nhân dân xã`: a body of which there are many, without saying which."""
    return bool(
        re.fullmatch(
            r"(?:Chủ tịch )?(?:Ủy ban nhân dân|Hội đồng nhân dân|Đảng ủy|Tỉnh ủy|Huyện ủy|Thành ủy|Công an|"
            r"Ban Chấp hành Đảng bộ)"
            r"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu))?",
            name,
        )
    )


def _from_signature(closing: Closing | None) -> Fact | None:
    if closing is None:
        return None
    for line in closing.authority:
        match = re.match(r"(?:TM|T/M|T\.M)\s*\.?\s*(?P<of>.+)$", line.value, re.DOTALL)
        if match:
            name = canonical_issuer(body_name(match.group("of")))
            return Fact(name, line.start, line.end, 0.8)
    post = closing.position.value if closing.position else ""
    part = closing.position
    if closing.authority and re.match(r"KT\b|K/T", closing.authority[0].value):
        post = re.sub(r"^K/?T\s*\.?\s*", "", closing.authority[0].value)
        part = closing.authority[0]
    whole = {"THỦ TƯỚNG": "Thủ tướng Chính phủ", "CHỦ TỊCH QUỐC HỘI": "Quốc hội", "CHỦ TỊCH NƯỚC": "Chủ tịch nước"}
    name = whole.get(post, "")
    match = re.match(
        r"(?:BỘ TRƯỞNG|THỐNG ĐỐC|GIÁM ĐỐC|CHỦ TỊCH|CỤC TRƯỞNG)\s+(?P<of>(?:BỘ|NGÂN HÀNG|SỞ|ỦY BAN|CỤC)\b.+)$", post
    )
    if not name and match:
        name = canonical_issuer(body_name(match.group("of")))
    return Fact(name, part.start, part.end, 0.7) if name and part else None


def _from_body(text: str, start: int) -> Fact | None:
    """Who speaks before the first unit: `Ủy ban nhân dân thị trấn xây dựng Kế hoạch …`, or the authority's own line."""
    limit = min(len(text), start + 9000)
    unit = _FIRST_ARTICLE.search(text, start, limit) or _FIRST_UNIT.search(text, start, limit)
    stop = unit.start() if unit else limit
    match = _BODY_SPEAKS.search(text, start, stop) or _STANDS_ALONE.search(text, start, stop)
    if match is None:
        return None
    # A minister or a governor speaks for the ministry, the bank; a chairman of a committee for himself.
    who = re.sub(
        r"^(?:Thống đốc|Bộ trưởng|Tổng Thanh tra|Chánh án|Viện trưởng)\s+(?=[A-ZĐ])",
        "",
        match.group("who"),
        flags=re.IGNORECASE,
    )
    name = canonical_issuer(body_name(who.upper()) if who.upper() == who else who)
    return Fact(name, match.start("who"), match.end("who"), 0.7)


def _completed(text: str, found: Fact, spoken: Fact | None, place: str, opening: Opening) -> Fact:
    """A generic body made whole by what the text says (`thị trấn`) and the place of the date (`Phú Phong`)."""
    value = str(found.value)
    if not _generic(value):
        return found
    if (
        spoken is not None
        and same_issuer(str(spoken.value), value) is not False
        and len(str(spoken.value)) > len(value)
    ):
        value, found = str(spoken.value), Fact(spoken.value, spoken.start, spoken.end, 0.65, "from:body")
        if not _generic(value):
            return Fact(value, found.start, found.end, 0.75, "from:body")
    if place and re.search(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|tỉnh|thành phố)$", value):
        return Fact(f"{value} {place}", found.start, found.end, 0.6, f"{found.note};place:{place}")
    return Fact(value, found.start, found.end, 0.5, found.note or "generic")
