"""Names of issuing bodies: one full name for each way of printing it, and which body a number belongs to.

Bodies that are no more (Bộ Tài nguyên và Môi trường, UBND huyện) stay as printed: a predecessor is another body.
Sources: `domain/abbreviations.csv`, `domain/facts.md` sections 2 and 6.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.agency_codes import agency, agency_table
from archive.folding import fold_for_comparison, squeeze, unaccent
from archive.number_parsing import DocumentNumber, parse_number
from archive.offsets import cleaned

_CENTRE = r"T\.?[WƯ]|Trung ương"
_FLAGS = re.IGNORECASE

# Abbreviations inside names, the longest first. Each stands as a whole word.
_EXPANSIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), full)
    for pattern, full in (
        (r"UBTWMTTQVN|UBTW\s?MTTQ\s?(?:VN|Việt Nam)", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        (r"U[BY]\s?MTTQ\s?(?:VN|Việt Nam)|UBMTTQVN|UBMTVN", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        (r"UBMTTQ|UBMT", "Ủy ban Mặt trận Tổ quốc"),
        (r"MTTQVN|MTTQ\s?VN", "Mặt trận Tổ quốc Việt Nam"),
        (r"MTTQ", "Mặt trận Tổ quốc"),
        (r"BTT", "Ban Thường trực"),
        (r"UBTVQH", "Ủy ban Thường vụ Quốc hội"),
        (r"UBND|UBNĐ|ƯBND", "Ủy ban nhân dân"),
        (r"HĐND|HDND", "Hội đồng nhân dân"),
        (r"TT\.?\s?(?=Hội đồng nhân dân)", "Thường trực "),
        (r"BCHTƯ|BCH\s?(?:TW|TƯ|T\.Ư)|BCHTW|BCH\s?Trung ương", "Ban Chấp hành Trung ương"),
        (r"BCH", "Ban Chấp hành"),
        (r"BTV", "Ban Thường vụ"),
        (r"TTgCP|TTg|TTg\s?CP", "Thủ tướng Chính phủ"),
        (r"VPCP", "Văn phòng Chính phủ"),
        (r"VPQH", "Văn phòng Quốc hội"),
        (r"VPTW|VP\s?(?:TW|TƯ)", "Văn phòng Trung ương"),
        (r"TANDTC", "Tòa án nhân dân tối cao"),
        (r"VKSNDTC", "Viện kiểm sát nhân dân tối cao"),
        (r"NHNN\s?VN|NHNNVN", "Ngân hàng Nhà nước Việt Nam"),
        (r"NHNN", "Ngân hàng Nhà nước"),
        (r"LĐLĐ", "Liên đoàn Lao động"),
        (r"LHPN", "Liên hiệp Phụ nữ"),
        (r"CCB", "Cựu chiến binh"),
        (r"TNCS\s?HCM|TNCSHCM", "Thanh niên Cộng sản Hồ Chí Minh"),
        (r"TNCS", "Thanh niên Cộng sản"),
        (r"GD\s?[&-]?\s?ĐT", "Giáo dục và Đào tạo"),
        (r"KH\s?&\s?CN|KHCN", "Khoa học và Công nghệ"),
        (r"KH\s?[&-]?\s?ĐT", "Kế hoạch và Đầu tư"),
        (r"NN\s?(?:&|và)?\s?PTNT", "Nông nghiệp và Phát triển nông thôn"),
        (r"NN\s?&?\s?MT", "Nông nghiệp và Môi trường"),
        (r"TN\s?&?\s?MT", "Tài nguyên và Môi trường"),
        (r"LĐ\s?-?\s?TB\s?(?:&|và)?\s?XH", "Lao động - Thương binh và Xã hội"),
        (r"TT\s?&?\s?TT", "Thông tin và Truyền thông"),
        (r"VH\s?,?\s?TT\s?(?:&|và)?\s?DL", "Văn hóa, Thể thao và Du lịch"),
        (r"GTVT", "Giao thông vận tải"),
        (r"TP\s?HCM|TPHCM|TP\.\s?HCM", "Thành phố Hồ Chí Minh"),
        (r"T[Pp]\.?(?=\s+[A-ZĐÂÊÔƠƯĂ])", "thành phố"),
        (r"TX\.?(?=\s+[A-ZĐ])", "thị xã"),
        (r"(?<=nhân dân )T\.(?=\s*[A-ZĐ])", "tỉnh "),
        (r"(?<=nhân dân )H\.(?=\s*[A-ZĐ])", "huyện "),
        (r"(?<=nhân dân )X\.(?=\s*[A-ZĐ])", "xã "),
        (r"(?<=nhân dân )P\.(?=\s*[A-ZĐ\d])", "phường "),
        (r"PTNT", "Phát triển nông thôn"),
        (r"(?<=\w )&(?= \w)", "và"),
        (r"TW|T\.Ư|TƯ", "Trung ương"),
    )
)
# What stands alone for a whole body.
_WHOLE = {
    "BCT": "Bộ Chính trị",
    "BBT": "Ban Bí thư",
    "CP": "Chính phủ",
    "QH": "Quốc hội",
    "CTN": "Chủ tịch nước",
    "HĐBT": "Hội đồng Bộ trưởng",
    "TTCP": "Thủ tướng Chính phủ",
    "Thủ tướng": "Thủ tướng Chính phủ",
    "Trung ương": "Trung ương Đảng",
    "Đảng": "Trung ương Đảng",
    "Ban Chấp hành Trung ương Đảng": "Ban Chấp hành Trung ương Đảng",
    "Chủ tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam": "Chủ tịch nước",
    "Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam": "Quốc hội",
    "Thống đốc Ngân hàng Nhà nước": "Ngân hàng Nhà nước Việt Nam",
    "Ngân hàng Nhà nước": "Ngân hàng Nhà nước Việt Nam",
    "Tổng Thanh tra Chính phủ": "Thanh tra Chính phủ",
    "Tổng Kiểm toán nhà nước": "Kiểm toán nhà nước",
    "Chánh án Tòa án nhân dân tối cao": "Tòa án nhân dân tối cao",
    "Viện trưởng Viện kiểm sát nhân dân tối cao": "Viện kiểm sát nhân dân tối cao",
    "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ": "Văn phòng Chính phủ",
    "Chủ nhiệm Ủy ban Dân tộc": "Ủy ban Dân tộc",
    "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc": "Ủy ban Dân tộc",
    "Hội đồng Thẩm phán": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
}
_TERM = r"\(?\s*[Kk]h(?:óa|oá|oa)\s+(?P<term>[IVXLC]+|\d{1,2})\s*\)?"
_TRAILING_TERM = re.compile(rf"\s*,?\s*(?:{_TERM}|nhiệm kỳ\s+\d{{4}}\s*-\s*\d{{4}})\s*$")
_COMMITTEE = re.compile(r"^Ban Chấp hành Trung ương(?P<party>\s+Đảng(?:\s+Cộng sản Việt Nam)?)?$", _FLAGS)
_SECRETARIAT = re.compile(
    r"^(Ban Bí thư|Bộ Chính trị)\s+(?:Ban Chấp hành\s+)?(?:Trung ương(?:\s+Đảng)?|Đảng).*$", _FLAGS
)
_MINISTER = re.compile(
    r"^(?:(?:Liên\s+)?Bộ trưởng(?:\s*,\s*[^,]+?)?\s+(?=Bộ\s)|Thống đốc\s+(?=Ngân hàng)|Chánh án\s+(?=T)"
    r"|Viện trưởng\s+(?=Viện)|Giám đốc\s+(?=Sở|Công an|Bảo hiểm|Kho bạc)|Tổng\s+(?=Thanh tra|Kiểm toán))",
    _FLAGS,
)
_CHAIR = re.compile(r"^(?:Phó\s+)?Chủ tịch\s+(?=(?:Ủy ban|Hội đồng)\s+nhân dân)", _FLAGS)
_STANDARD = re.compile(r"^(?:thủ tuớng|thủ tứơng|thu tuong)\b", _FLAGS)


@lru_cache(maxsize=8192)
def congress_term(issuer_text: str) -> str:
    """The congress term that the text names, in its own figures: `khóa XI` gives `XI`; "" where it names none."""
    found = re.search(_TERM, cleaned(issuer_text).text)
    return found.group("term") if found else ""


@lru_cache(maxsize=8192)
def canonical_issuer(text: str) -> str:
    """One issuer, as its full name: `UBND xã A` → `Ủy ban nhân dân xã A`.

    A minister signs for the ministry, the Governor for the State Bank. The congress term stays only with the Central
    Committee, whose every term is a body of its own (`Ban Chấp hành Trung ương Đảng khóa XI`). Joint issuers, already
    parted by `;`, are each put in full. What is not known comes back squeezed.
    """
    if ";" in text:
        return ";".join(filter(None, (canonical_issuer(part) for part in text.split(";"))))
    name = squeeze(cleaned(text).text).strip(" ,.;:-*")
    if not name:
        return ""
    for pattern, full in _EXPANSIONS:
        name = pattern.sub(full, name)
    name = squeeze(name)
    if name.isupper() and " " in name:
        name = _sentence_case(name)
    term = congress_term(name)
    name = _TRAILING_TERM.sub("", name)
    name = re.sub(r"\b(?:Uỷ|Ủy|Úy|Uy) ban\b", "Ủy ban", name, flags=_FLAGS) if "ban" in name else name
    name = re.sub(r"\s*-\s*", " - ", name) if " " in name and re.search(r"\s-|-\s", name) else name
    name = _fixed(name)
    committee = _COMMITTEE.match(name)
    if committee:
        if term:
            return f"Ban Chấp hành Trung ương Đảng khóa {term}"
        return "Ban Chấp hành Trung ương Đảng" if committee.group("party") else "Ban Chấp hành Trung ương"
    secretariat = _SECRETARIAT.match(name)
    if secretariat:
        return _fixed(secretariat.group(1))
    return name


def _fixed(name: str) -> str:
    """The standing form of a name that is known whole, whatever its capitals, tones or small misprints."""
    known = _standing().get(fold_for_comparison(name))
    if known:
        return known
    name = _MINISTER.sub("", name)
    known = _standing().get(fold_for_comparison(name))
    if known:
        return known
    misread = _misread().get(_loose(name))
    if misread:
        return misread
    return _head_case(name)


_HEADS = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Thường trực Hội đồng nhân dân",
    "Chủ tịch Ủy ban nhân dân",
    "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Ủy ban Mặt trận Tổ quốc",
    "Ban Thường vụ Tỉnh ủy",
    "Ban Chấp hành Đảng bộ",
    "Ban Thường vụ",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Đảng ủy",
)


def _head_case(name: str) -> str:
    """`Ủy Ban Nhân Dân tỉnh X`, `Uỷ ban nhân dân …`: the head in its standing form, the place as printed."""
    for head in _HEADS:
        size = len(head.split())
        words = name.split()
        if fold_for_comparison(" ".join(words[:size])) == fold_for_comparison(head):
            return " ".join([head, *words[size:]])
    return name


def _sentence_case(name: str) -> str:
    """A name in capitals, as headers print it: small letters, then each word of a place with its capital."""
    lowered = name.lower()
    standing = _standing().get(fold_for_comparison(lowered))
    if standing:
        return standing
    units = r"tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
    found = re.search(rf"\b(?:{units})\s+(?=\S)", lowered)
    head, place = (lowered[: found.end()], lowered[found.end() :]) if found else (lowered, "")
    place = re.sub(r"(?<![\w'])\w", lambda m: m.group().upper(), place)
    return head[:1].upper() + head[1:] + place


@lru_cache(maxsize=1)
def _standing() -> dict[str, str]:
    table = {fold_for_comparison(row.name): row.name for row in agency_table() if row.name and ";" not in row.name}
    table.update({fold_for_comparison(key): value for key, value in _WHOLE.items()})
    return table


def _loose(name: str) -> str:
    return unaccent(fold_for_comparison(name))


@lru_cache(maxsize=1)
def _misread() -> dict[str, str]:
    """Names by their letters alone, where only one name has them: `Thủ tuớng Chính phủ`, `Chính phù`."""
    table: dict[str, set[str]] = {}
    for name in set(_standing().values()):
        table.setdefault(_loose(name), set()).add(name)
    return {key: next(iter(names)) for key, names in table.items() if len(names) == 1}


def issuer_of_number(number: str) -> str:
    """The issuer that the symbol names: `30/2020/NĐ-CP` → `Chính phủ`, `15/KH-UBND` → `Ủy ban nhân dân` (of where, it
    does not say); joint issuers in order, parted by `;`; "" where the symbol does not decide."""
    parsed = parse_number(number, allow_blank=True)
    return issuer_of(parsed) if parsed else ""


def issuer_of(parsed: DocumentNumber) -> str:
    """`issuer_of_number` for a number already read."""
    if parsed.system == "party":
        if parsed.codes[1] == "TW":
            return "Ban Chấp hành Trung ương" if parsed.codes[0] == "NQ" else "Trung ương Đảng"
        found = agency(parsed.codes[1], party=True)
        return found.name if found else ""
    if parsed.system == "old":
        return {
            "CP": "Chính phủ",
            "HĐBT": "Hội đồng Bộ trưởng",
            "HĐCP": "Hội đồng Chính phủ",
            "HĐNN": "Hội đồng Nhà nước",
            "TTg": "Thủ tướng Chính phủ",
            "CT": "Chủ tịch Hội đồng Bộ trưởng",
            "SL": "Chủ tịch nước",
            "LCT": "Chủ tịch nước",
        }.get(parsed.codes[0], "")
    codes = parsed.body.split("-")
    if parsed.type_code in ("TTLT", "NQLT", "TTLB", "TTLN"):
        names = [found.name if found else "" for found in map(agency, codes)]
        return ";".join(names) if all(names) else ""
    found = agency(codes[0])
    return found.name if found else ""


def system_of_number(number: str) -> str:
    """NN (State), DANG (Party), MTTQ (Fatherland Front) or DOANTHE (unions); "" for what is no number."""
    parsed = parse_number(number, allow_blank=True)
    return system_of(parsed) if parsed else ""


_UNIONS = (
    "HND",
    "HPN",
    "HLHPN",
    "LHPN",
    "ĐTN",
    "CCB",
    "HCCB",
    "LĐLĐ",
    "CĐ",
    "TĐTN",
    "TWĐTN",
    "TWĐ",
    "TLĐ",
    "HCTĐ",
    "TWH",
)


def system_of(parsed: DocumentNumber) -> str:
    """`system_of_number` for a number already read."""
    body = parsed.body.split("-")[0]
    party = parsed.system == "party"
    found = agency(body, party=party)
    if parsed.type_code in ("NQLT", "TTLT"):
        return "NN"
    if found and not (party and found.system == "NN"):
        return found.system
    if body.startswith(("MT", "UBMT")):
        return "MTTQ"
    if body.startswith(_UNIONS):
        return "DOANTHE"
    return "DANG" if party else "NN"


def system_of_issuer(issuer: str) -> str:
    """The system that a body belongs to, by its name; "" where the name does not say."""
    name = fold_for_comparison(canonical_issuer(issuer))
    if re.search(r"mặt trận tổ quốc", name):
        return "MTTQ"
    if re.match(
        r"(?:trung ương |tổng )?(?:hội nông dân|hội liên hiệp phụ nữ|hội cựu|liên đoàn lao|tổng liên đoàn|đoàn thanh)",
        name,
    ):
        return "DOANTHE"
    party = r"đảng|(?:tỉnh|thành|huyện|quận|thị) uỷ|bộ chính trị|ban bí thư|trung ương|chi bộ"
    if re.search(rf"(?<!\w)(?:{party})(?!\w)", name) and "chính phủ" not in name:
        return "DANG"
    return "NN" if re.search(r"(?<!\w)(?:nhân dân|chính phủ|bộ|quốc hội|chủ tịch nước|sở)(?!\w)", name) else ""


def same_issuer(a: str, b: str) -> bool | None:
    """Are these one body? None where it cannot be told: one is unknown or says less than the other.

    `Ủy ban nhân dân` may be that of any place; `Trung ương Đảng` any central Party body; a joint issuer with only one
    of its bodies named is not contradicted. Bodies of different congress terms are different.
    """
    first, second = canonical_issuer(a), canonical_issuer(b)
    if not first or not second:
        return None
    if ";" in first or ";" in second:
        return _same_joint(first.split(";"), second.split(";"))
    return _same_single(first, second)


def _same_joint(first: list[str], second: list[str]) -> bool | None:
    def has(name: str, names: list[str]) -> bool:
        return any(_same_single(name, other) is not False for other in names)

    if len(first) == len(second):
        verdicts = [any(_same_single(a, b) for b in second) for a in first]
        if all(verdicts):
            return True
        return None if all(has(a, second) for a in first) else False
    fewer, more = sorted((first, second), key=len)
    return None if all(has(name, more) for name in fewer) else False


def _same_single(first: str, second: str) -> bool | None:
    left, right = fold_for_comparison(_CHAIR.sub("", first)), fold_for_comparison(_CHAIR.sub("", second))
    if left == right:
        return True if bool(_CHAIR.match(first)) == bool(_CHAIR.match(second)) else None
    short, long = sorted((left, right), key=len)
    if long.startswith(short + " "):
        # `UBND xã A` against `UBND xã A, huyện B`; a generic name against one with its place or term.
        return None
    if "trung ương đảng" in (left, right):
        other = right if left == "trung ương đảng" else left
        return None if re.match(r"(?:ban chấp hành trung ương|bộ chính trị|ban bí thư)", other) else False
    committee = "ban chấp hành trung ương"
    if left.startswith(committee) and right.startswith(committee):
        terms = {congress_term(first), congress_term(second)}
        return None if "" in terms else len(terms) == 1
    return None if _place_missing(left, right) else False


def _place_missing(left: str, right: str) -> bool:
    """`Ủy ban nhân dân tỉnh` (no name) against `Ủy ban nhân dân tỉnh Thanh Hóa`, tolerant of a missing unit word."""
    units = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
    strip = re.compile(rf"\b{units}\b\s*")
    return strip.sub("", left) == strip.sub("", right)
