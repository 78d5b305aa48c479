"""Reading the issuer that a citation names behind `của`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.agencies import canonical_issuer
from archive.agency_codes import agency, agency_table
from archive.citations.gazetteer import WordTrie
from archive.citations.letters import UPPER, any_space
from archive.folding import unaccent

_NO_NAME = (
    r"(?!(?:Về|V(?=/v)|VỀ|BAN HÀNH|QUY ĐỊNH|PHÊ DUYỆT|HƯỚNG DẪN|SỬA ĐỔI|THỰC HIỆN|TRIỂN KHAI|KHÓA|KHOÁ|NGÀY"
    r"|TĂNG CƯỜNG|CÔNG BỐ|GIAO|NĂM|Quy định|Ban hành|Phê duyệt|Hướng dẫn|Khóa|Khoá|Căn cứ|Luật|Nghị|Quyết|Chỉ thị"
    r"|Thông)(?!\w))"
)
_NAME = (
    rf"(?:{_NO_NAME}[{UPPER}][\w'’]*(?:(?:[ \t]+-[ \t]+|-|[ \t]+){_NO_NAME}[{UPPER}][\w'’]*){{0,5}}|\d{{1,2}}(?!\w))"
)
_UNIT = (
    r"(?:tỉnh|thành[ \t]+phố|TP\.?|Tp\.?|T\.P\.?|huyện|quận|thị[ \t]+xã|TX\.?|xã|phường|thị[ \t]+trấn|đặc[ \t]+khu"
    r"|khu[ \t]+vực"
    r"|Thành[ \t]+phố|Tỉnh|Quận|Huyện|Xã|Phường"
    r"|TỈNH|THÀNH[ \t]+PHỐ|HUYỆN|QUẬN|THỊ[ \t]+XÃ|XÃ|PHƯỜNG|THỊ[ \t]+TRẤN|ĐẶC[ \t]+KHU)"
)
# `UBND H. Ea Súp`, `UBND TP.HCM`.
_SHORT_UNIT = rf"(?:T|H|P|X|Q|TP|Tp|TX)\.[ \t]*{_NAME}"
PLACE = re.compile(
    rf"[ \t]*,?[ \t]+(?:{_SHORT_UNIT}|{_UNIT}(?:[ \t]+{_NAME})?(?!\w)|cấp (?:tỉnh|huyện|xã)(?!\w))|[ \t]+{_NAME}"
)
_MORE_PLACE = re.compile(rf"[ \t]*,[ \t]*{_UNIT}[ \t]+{_NAME}")
_TERM = re.compile(
    r"\s*,?\s*(?:\(\s*(?i:kh(?:óa|oá))\s+[IVXLC\d]+\s*\)"
    r"|(?:nhiệm kỳ\s+)?(?i:kh(?:óa|oá))\s+[IVXLC\d]+(?!\w))"
)
_PARTY_TAIL = re.compile(
    any_space(
        r"\s+(?:Ban Chấp hành\s+)?(?:Trung ương|TW|TƯ)(?:\s+Đảng(?:\s+Cộng sản Việt Nam)?)?(?!\w)"
        r"|\s+Đảng(?:\s+Cộng sản Việt Nam)?(?!\w)"
    ),
    re.IGNORECASE,
)
# Central committees of the Front and the unions, whose names begin as the Party's.
_OTHER_CENTRE = re.compile(
    any_space(
        r"\s+(?:Đoàn(?:\s+(?:Thanh niên|TNCS|TN)(?:\s+Cộng sản)?(?:\s+(?:Hồ Chí Minh|HCM))?)?(?!\s+thanh tra)"
        r"|Hội\s+(?:Nông dân|Liên hiệp Phụ nữ|LHPN|Phụ nữ|Cựu chiến binh|CCB|Chữ thập đỏ|Người cao tuổi|Khuyến học)"
        r"(?:\s+Việt Nam)?|(?:Mặt trận Tổ quốc|MTTQ)(?:\s+(?:Việt Nam|VN))?)(?!\w)"
    )
)
_NOW = re.compile(r"\s*\((?:nay là|trước đây là|cũ)[^()\n]{0,80}\)")
_PLENUM = re.compile(
    any_space(
        r"Hội nghị\s+(?:(?:(?:Trung ương|TW)\s+)?lần thứ\s+(?P<word>mười\s+\w+|\w+)|(?:Trung ương"
        r"|TW)\s+(?P<figure>\d{1,2}))"
        r"(?:\s*,?\s*(?:của\s+)?(?P<body>(?=(?:Ban Chấp hành|BCH))))?"
    )
)
_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "mười ba": 13, "mười bốn": 14, "mười lăm": 15,
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
# Bodies whose own place follows their name.
_LOCAL = re.compile(
    r"(?:(?:Chủ tịch |Thường trực )?(?:Ủy ban|Hội đồng) nhân dân|(?:Ủy ban )?Mặt trận Tổ quốc|Hội Nông dân"
    r"|Hội Liên hiệp|Hội Cựu|Liên đoàn"
    r"|Đoàn Thanh|Tòa án"
    r"|Viện kiểm sát|Sở |Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy|Đảng bộ|Công an|Bộ Chỉ huy"
    r"|Ban Thường|Ban Chấp hành Đảng"
    r"|Văn phòng (?:Ủy|Hội)|Thường trực|Ban Chỉ đạo|Ủy ban bầu|Hội Chữ|Tỉnh đoàn|Phòng |Ban )",
)
_HEADS = re.compile(
    r"(?:Liên\s+)?(?:Bộ trưởng|Bộ|Sở|Phòng|Cục|Tổng cục|Tổng|Vụ|Viện|Trung tâm|Ban|Hội|Hội đồng|Liên đoàn"
    r"|Đoàn|Tòa án|Toà án|Công an|Trường"
    r"|Kho bạc|Chi cục|Văn phòng|Thường trực|Tỉnh|Thành|Huyện|Quận|Thị|Đảng|Ủy ban|Uỷ ban|Chủ tịch|Giám đốc"
    r"|Thanh tra|Chi bộ"
    r"|Ngân hàng|Kiểm toán|Bảo hiểm|Đại học|Học viện|Nhà máy|Công ty|Tập đoàn|Thống đốc|Chánh án|Đại hội"
    r"|Quân khu|Thủ trưởng|UBND|HĐND"
    r"|UBMTTQ\w*|MTTQ\w*|BCH|BTV|BCĐ|LĐLĐ|VP\w*|Trưởng|Tư lệnh|Bộ Tư lệnh|Hiệp hội)(?![\w])"
)
_STOP = re.compile(
    r"[,;.:()\n\"“”\[\]]|\s(?:về|v/v|V/v|quy định|ban hành|phê duyệt|hướng dẫn|sửa đổi|bổ sung|bãi bỏ"
    r"|công bố|thành lập|giao|điều chỉnh"
    r"|đính chính|phân cấp|thông qua|kiện toàn|công nhận|triển khai|thực hiện|tổ chức|tăng cường|đẩy mạnh"
    r"|yêu cầu|đề nghị|đã|được|có|là|thì"
    r"|tại|theo|khi|nếu|để|nhằm|ngày|năm|số|khóa|khoá|gửi|trình|báo cáo|xây dựng|cho|đối với|trong|từ|do"
    r"|như|cũng|phải|và)(?!\w)"
)
_JOINT = re.compile(r"\s*(?:,\s*và\s|,|\s-\s|\svà\s|;)\s*(?=[A-ZĐỦ])")


@dataclass(frozen=True)
class ReadIssuer:
    """`name` canonical, joint issuers parted by `;`; `end` behind it in the text; term and plenum as figures."""

    end: int
    name: str
    term: str = ""
    plenum: str = ""


@cache
def _names() -> WordTrie:
    trie = WordTrie()
    offices = ("Bộ trưởng", "Thống đốc", "Chánh án", "Viện trưởng", "Tổng", "Chủ nhiệm", "Bộ trưởng, Chủ nhiệm")
    for row in agency_table():
        if not row.name or ";" in row.name:
            continue
        trie.add(row.name, row.name)
        for office in offices:
            if row.name.split()[0] in ("Bộ", "Ngân", "Tòa", "Viện", "Thanh", "Kiểm", "Ủy", "Văn"):
                trie.add(f"{office} {row.name}", row.name)
    for alias in (
        "Thủ tướng", "Thủ tướng CP", "TTg CP", "BCT",
        "UBTVQH", "UBND", "HĐND", "TTg", "VPCP", "VPQH", "BCHTW", "BCHTƯ", "BCH TW",
        "BCH TƯ",
        "BCH Trung ương", "Thường trực HĐND", "TT HĐND", "Chủ tịch UBND", "Chủ tịch Ủy ban nhân dân", "Trung ương",
        "TW",
        "Ban Thường trực Ủy ban Mặt trận Tổ quốc", "Ủy ban Mặt trận Tổ quốc", "Ban Thường trực UBMTTQ", "UBMTTQ",
        "Ban Thường trực UBMTTQ Việt Nam", "Ban Thường trực Ủy ban MTTQ", "Ban Thường trực Ủy ban MTTQ Việt Nam",
        "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban MTTQ", "Ủy ban MTTQ Việt Nam", "UBMTTQVN",
        "UBMTTQ Việt Nam",
        "Hội đồng Thẩm phán", "Hội đồng Thẩm phán TANDTC",
        "NHNN", "Ngân hàng Nhà nước", "Thống đốc NHNN", "Thống đốc Ngân hàng Nhà nước",
        "BNV", "Tỉnh ủy", "Thành ủy",
        "Huyện ủy", "Đảng ủy", "Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Thành ủy", "Ban Thường vụ Huyện ủy",
        "Ban Thường vụ Đảng ủy", "BTV Tỉnh ủy", "BTV Huyện ủy", "BTV Đảng ủy", "BTV Thành ủy",
        "Đoàn Chủ tịch UBTWMTTQVN",
        "UBTWMTTQVN", "Ủy ban Trung ương MTTQ Việt Nam", "Bộ LĐTBXH", "Bộ GDĐT", "Bộ GD&ĐT", "Bộ TNMT",
        "Bộ NNPTNT", "Bộ NN&PTNT",
        "Bộ KHĐT", "Bộ KHCN", "Bộ TTTT", "Bộ VHTTDL", "Bộ GTVT", "Bộ LĐ-TB&XH",
        "Bộ Lao động, Thương binh và Xã hội", "VPTW", "Ban Dân vận TW",
        "Ban Tổ chức TW", "Văn phòng TW Đảng", "Văn phòng TW", "Văn phòng Trung ương", "UBKT Trung ương", "UBKTTW",
        "BTCTW",
    ):  # fmt: skip
        trie.add(alias, alias)
    return trie


@cache
def _misread_names() -> dict[str, str]:
    table: dict[str, set[str]] = {}
    for row in agency_table():
        if row.name:
            table.setdefault(unaccent(row.name).lower(), set()).add(row.name)
    return {key: next(iter(names)) for key, names in table.items() if len(names) == 1}


def read_issuer(text: str, position: int, limit: int, joint: bool = False) -> ReadIssuer | None:
    """The issuer that begins at `position` (after white space); None where none does. `joint` allows several."""
    start = position
    while start < limit and text[start].isspace():
        start += 1
    plenum = _PLENUM.match(text, start, limit)
    number = _plenum_number(plenum) if plenum else ""
    if plenum and plenum.group("body") is None:
        # `Hội nghị Trung ương 6 (khóa XII)`: a plenum is always one of the Central Committee.
        khoa = _TERM.match(text, plenum.end(), limit)
        figure = re.findall(r"[IVXLC]+|\d+", khoa.group())[-1] if khoa else ""
        name = "Ban Chấp hành Trung ương" + (f" Đảng khóa {figure}" if figure else "")
        return ReadIssuer(khoa.end() if khoa else plenum.end(), name, figure, number)
    first = _read_one(text, plenum.end() if plenum else start, limit)
    if first is None:
        return None
    names, end, term = [first.name], first.end, first.term
    while joint or names[-1] in ("Bộ Chính trị", "Ban Bí thư"):
        join = _JOINT.match(text, end, limit)
        following = _read_one(text, join.end(), limit) if join else None
        if following is None or (not joint and following.name not in ("Bộ Chính trị", "Ban Bí thư")):
            break
        names.append(following.name)
        end, term = following.end, term or following.term
    return ReadIssuer(end, ";".join(names), term, number)


def _plenum_number(match: re.Match[str]) -> str:
    return match.group("figure") or ordinal_value(match.group("word") or "")


def roman_value(text: str) -> int:
    """`XIII` → 13."""
    total = 0
    for here, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN.get(here, 0)
        total += -value if _ROMAN.get(following, 0) > value else value
    return total


def roman(text: str) -> str:
    """`13` → `XIII`; what is Roman already stays."""
    if not text.isdigit():
        return text
    value, out = int(text), ""
    for size, figure in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            out, value = out + figure, value - size
    return out


def ordinal_value(text: str) -> str:
    """`bảy`, `7`, `VII` → `7`; "" for no number."""
    word = " ".join(text.split())
    if word.isdigit():
        return str(int(word))
    if re.fullmatch(r"[IVXL]+", word):
        return str(roman_value(word))
    value = _ORDINALS.get(word.lower())
    return str(value) if value else ""


def _government(name: str) -> str:
    """`Thủ tướng CP` in full."""
    return re.sub(r"^(?:Thủ tướng|TTg)\s+CP$", "Thủ tướng Chính phủ", name)


_CODE = re.compile(r"[A-ZĐ][A-Za-zĐ]{1,8}(?![\w&-])")
_MINISTRIES = ("Bộ", "Chính", "Quốc", "Thủ", "Thanh", "Ngân", "Kiểm", "Tòa", "Viện", "Văn")


@cache
def _codes() -> dict[str, str]:
    """Codes that stand for one central body in running text: `của CP`, `của BNV`; not `BTC`, which two have."""
    table = {"TTgCP": "Thủ tướng Chính phủ", "BBT": "Ban Bí thư"}
    for row in agency_table():
        central = row.system == "NN" and row.name.split()[0:1] and row.name.split()[0] in _MINISTRIES
        if central and ";" not in row.name and agency(row.code, party=True) == agency(row.code):
            table[row.code] = row.name
    return table


def _read_one(text: str, start: int, limit: int) -> ReadIssuer | None:
    code = _CODE.match(text, start, limit)
    if code and code.group() in _codes():
        tail = _PARTY_TAIL.match(text, code.end(), limit) if code.group() == "BBT" else None
        return ReadIssuer(tail.end() if tail else code.end(), _codes()[code.group()])
    known = _names().longest(text, start, limit)
    if known and (text[start].isupper() or text[start] in "Ủ"):
        end = known[0]
        name = canonical_issuer(_government(text[start:end]))
        if (
            name in ("Trung ương Đảng", "Bộ Chính trị", "Ban Bí thư")
            or name.startswith("Ban Chấp hành Trung ương")
            or name == "Văn phòng Trung ương"
        ):
            party = (_OTHER_CENTRE.match(text, end, limit) if "Trung ương" in name else None) or _PARTY_TAIL.match(
                text, end, limit
            )
            end = party.end() if party else end
        elif _LOCAL.match(name):
            end = _with_place(text, end, limit)
    else:
        misread = _misread(text, start, limit)
        if misread is not None:
            end = misread
        else:
            found = _generic(text, start, limit)
            if found is None:
                return None
            end = found
    term = _TERM.match(text, end, limit)
    term_text = ""
    if term:
        term_text = re.findall(r"[IVXLC]+|\d+", term.group())[-1]
        end = term.end()
    now = _NOW.match(text, end, limit)
    end = now.end() if now else end
    printed = text[start : term.start() if term else end]
    if printed.isupper() and " " in printed:
        # In capitals the term would be lost with the letters.
        name = canonical_issuer(printed)
        if term_text and name.startswith("Ban Chấp hành Trung ương"):
            name = canonical_issuer(f"{name} khóa {term_text}")
    else:
        name = canonical_issuer(_government(_NOW.sub("", text[start:end])))
    return ReadIssuer(end, name, term_text) if name else None


def _with_place(text: str, end: int, limit: int) -> int:
    place = PLACE.match(text, end, limit)
    while place is not None:
        end = place.end()
        place = _MORE_PLACE.match(text, end, limit)
    return end


def _misread(text: str, start: int, limit: int) -> int | None:
    """A central body whose letters lost or changed a mark in OCR: `Thủ tuớng Chính phủ`, `Chính phù`."""
    words = list(re.compile(r"\w+").finditer(text, start, min(limit, start + 60)))[:5]
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        if unaccent(" ".join(text[start:end].lower().split())) in _misread_names() and text[start].isupper():
            return end
    return None


def _generic(text: str, start: int, limit: int) -> int | None:
    """An organisation by its first word: all that follows up to a stop, at most 16 words."""
    if _HEADS.match(text, start, limit) is None:
        return None
    stop = _STOP.search(text, start + 1, min(limit, start + 140))
    while stop is not None and stop.group().strip() == "và" and _goes_on(text, stop.end()):
        stop = _STOP.search(text, stop.end(), min(limit, start + 140))
    end = stop.start() if stop else min(limit, start + 140)
    while end > start and text[end - 1].isspace():
        end -= 1
    if len(text[start:end].split()) > 16 or end <= start:
        return None
    return _more_place(text, end, limit)


def _goes_on(text: str, position: int) -> bool:
    """Is the `và` before this place part of a name (`Hạ tầng và Đô thị`), and not before another document?"""
    following = re.match(r"\s+(\w+)(?:\s+(\w+))?", text[position : position + 40])
    if following is None:
        return False
    words = f"{following.group(1)} {following.group(2) or ''}".strip()
    return (
        re.match(
            r"(?:Nghị|Quyết|Chỉ thị|Thông (?:tư|báo|tri)|Kế hoạch số|Báo cáo|Công văn|Hướng dẫn|Kết luận"
            r"|Luật|Bộ luật|Pháp|Quy|Tờ trình|các|Điều|khoản)",
            words,
        )
        is None
    )


def _more_place(text: str, end: int, limit: int) -> int:
    place = _MORE_PLACE.match(text, end, limit)
    while place is not None:
        end = place.end()
        place = _MORE_PLACE.match(text, end, limit)
    return end
