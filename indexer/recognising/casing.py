"""Names and titles printed in capitals, as a sentence writes them (Nghị định 30/2020/NĐ-CP, Phụ lục II)."""

from __future__ import annotations

import re
from functools import cache

from archive.agency_codes import agency_table
from archive.document_types import TYPES
from archive.folding import fold_for_comparison, squeeze
from archive.numbers import canonical_number, parse_number

_UNITS = "thành phố|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu"
_FIXED = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Thường trực Hội đồng nhân dân",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Mặt trận Tổ quốc Việt Nam",
    "Mặt trận Tổ quốc",
    "Ban Thường trực",
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Ban Chỉ đạo",
    "Ban Chỉ huy Quân sự",
    "Bộ Chỉ huy Quân sự",
    "Ban Tổ chức",
    "Ban Dân vận",
    "Ban Tuyên giáo",
    "Ban Tuyên giáo và Dân vận",
    "Ban Xây dựng Đảng",
    "Ban Pháp chế",
    "Ủy ban Kiểm tra",
    "Ủy ban Thường vụ Quốc hội",
    "Đảng bộ",
    "Đảng ủy",
    "Chi bộ",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Trung ương",
    "Đảng Cộng sản Việt Nam",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Hội Liên hiệp Phụ nữ",
    "Hội Nông dân",
    "Hội Cựu chiến binh",
    "Hội Chữ thập đỏ",
    "Liên đoàn Lao động",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "Kho bạc Nhà nước",
    "Ngân hàng Nhà nước",
    "Kiểm toán Nhà nước",
    "Bảo hiểm xã hội",
    "Việt Nam",
    "Hồ Chí Minh",
    "Hà Nội",
    "Quốc hội",
    "Chính phủ",
    "Thủ tướng Chính phủ",
    "Chủ tịch nước",
    "Nhà nước",
    "Nhân dân",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Cách mạng",
    "Tổ quốc",
    "Bà Rịa - Vũng Tàu",
    "Thừa Thiên Huế",
    "Campuchia",
    "ASEAN",
    "COVID-19",
    "Covid-19",
)
_BRANCH = re.compile(
    r"^(?:sở|phòng|ban|chi cục|cục|tổng cục|vụ|trung tâm|viện|học viện|trường(?: đại học| cao đẳng|"
    r" trung học phổ thông|"
    r" trung học cơ sở| tiểu học| mầm non)?|chi nhánh|văn phòng|hội|đoàn|công ty|tổng công ty|đài|báo|quỹ|công đoàn|"
    r"liên đoàn|tổ|đội|đảng bộ|chi bộ)\s"
)
_PLACE = re.compile(
    rf"\b(?:{_UNITS}|(?:tỉnh|thành|huyện|thị|quận) (?:ủy|uỷ))\s+(?P<name>(?!trực thuộc|ủy\b|uỷ\b|hội\b)[^,;\-–()]+)",
    re.IGNORECASE,
)


def body_name(shouted: str) -> str:
    """The name of a body as running text writes it: `SỞ NỘI VỤ` → `Sở Nội vụ`, `UBND XÃ EA SÚP` → `UBND xã Ea Súp`.

    A name that is not in capitals comes back squeezed.
    """
    name = re.sub(r"\s*[-–]\s*", " - ", squeeze(shouted).strip(" ,.;:-–*_"))
    if not name or name.upper() != name:
        return name
    known = _known().get(fold_for_comparison(name))
    if known:
        return known
    kept = {
        m.group()
        for m in re.finditer(r"\b(?:UBND|HĐND|BQL|BCĐ|KCN|UBMTTQ|UBMTTQVN|MTTQ|BCH|BTV|TNCS|HCM|TP|[IVX]+)\b", name)
    }
    lowered = name.lower()
    if _BRANCH.match(lowered):
        head = _BRANCH.match(lowered)
        assert head is not None
        rest = lowered[head.end() :]
        if not re.match(rf"(?:{_UNITS})\s", rest):
            rest = rest[:1].upper() + rest[1:]
        rest = re.sub(r"(?:,| và| -| –)\s+\w", lambda m: m.group()[:-1] + m.group()[-1].upper(), rest)
        lowered = lowered[: head.end()] + rest
        if re.match(r"trường .*", lowered):
            lowered = _school(lowered)
    lowered = _fix(_places(_fix(lowered)))
    for word in kept:
        lowered = re.sub(rf"\b{word.lower()}\b", word, lowered, flags=re.IGNORECASE)
    return lowered[:1].upper() + lowered[1:]


def _school(name: str) -> str:
    head = re.match(r"trường(?: đại học| cao đẳng| trung học phổ thông| trung học cơ sở| tiểu học| mầm non)?", name)
    assert head is not None
    rest = " ".join(word[:1].upper() + word[1:] for word in name[head.end() :].split())
    level = head.group().partition(" ")[2]
    return squeeze(f"trường {level.capitalize()} {rest}")


@cache
def _known() -> dict[str, str]:
    return {fold_for_comparison(row.name): row.name for row in agency_table() if row.name and ";" not in row.name}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names with standing capitals, short ones first so that a longer one has the last word."""
    ministries = [name for name in _known().values() if name.startswith("Bộ ")]
    offices = [f"Sở {name[3:]}" for name in ministries] + [f"Phòng {name[3:]}" for name in ministries]
    names = sorted({*_FIXED, *offices}, key=len)
    return tuple((re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), name) for name in names)


def _fix(text: str) -> str:
    for pattern, phrase in _phrases():
        text = pattern.sub(phrase, text)
    return text


def _places(text: str, longest: int = 4) -> str:
    """`xã hòa bình` → `xã Hòa Bình`, up to so many syllables after the word of the unit."""

    def capital(match: re.Match[str]) -> str:
        words = match.group("name").split()
        done = [w[:1].upper() + w[1:] if i < longest else w for i, w in enumerate(words)]
        start = match.start("name") - match.start()
        return match.group()[:start] + " ".join(done) + (" " if match.group().endswith(" ") else "")

    return _PLACE.sub(capital, text)


def title_from_body(shouted: str, body: str) -> str:
    """The title as the body of its own document writes it (`Quốc hội ban hành Luật Lưu trữ`), "" if it does not.

    Compared letter by letter without regard to case, white space and tone placement being equal.
    """
    words = squeeze(shouted).lower().split()
    if len(words) < 1:
        return ""
    pattern = r"\s+".join(re.escape(word) for word in words)
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", body, re.IGNORECASE):
        found = squeeze(match.group())
        if found.upper() != found:
            return found
    return ""


_TYPE_NAMES = sorted((t.name for t in TYPES), key=len, reverse=True)
_NUMBER_WORD = re.compile(r"\S*\d\S*/\S+|\S*\d-\S+/\S+")
_ROMAN = re.compile(r"(?<!\w)(?=[ivxlc]{2,}(?!\w))[ivxlc]+(?!\w)", re.IGNORECASE)
_ACRONYM = re.compile(
    r"(?<!\w)(?:UBND|HĐND|MTTQ|UBMTTQ|QCVN|TCVN|OCOP|PPP|ODA|FTA|WTO|APEC|HIV|AIDS|VNEID|GDP)(?!\w)", re.IGNORECASE
)

# Who heads a body takes a capital before its name: `của Bộ trưởng Bộ Y tế`.
_HEADS_OF = re.compile(
    r"(?<!\w)(?:bộ trưởng|thống đốc|tổng thanh tra|chánh án|viện trưởng|chủ tịch|chủ nhiệm|giám đốc)"
    r"(?=\s+(?:Bộ|Ngân hàng|Thanh tra|Tòa án|Viện|Ủy ban|Hội đồng|Sở|Quốc hội|nước)(?!\w))"
)


def title_case(shouted: str) -> str:
    """A title in capitals as a sentence: capitals for its first word, types with a number or name, bodies, places.

    What only its author knew (a person's, a project's name) stays in small letters; the note of the fact says so.
    """
    text = squeeze(shouted)
    numbers = _NUMBER_WORD.findall(text)
    lowered = text.lower()
    lowered = _fix(lowered)
    for row in _known_long():
        lowered = re.sub(rf"(?<!\w){re.escape(row)}(?!\w)", row, lowered, flags=re.IGNORECASE)
    for name in _TYPE_NAMES:
        lowered = re.sub(rf"(?<!\w){name}(?=\s+(?:liên tịch\s+)?số\s|\s+\d+[/-])", name, lowered, flags=re.IGNORECASE)
    lowered = re.sub(
        r"(?<!\w)(bộ luật|luật|pháp lệnh)\s+(?!số\b|này|sửa đổi|định|sư|pháp\b)(\w)",
        lambda m: f"{m.group(1).capitalize()} {m.group(2).upper()}",
        lowered,
        flags=re.IGNORECASE,
    )
    lowered = _HEADS_OF.sub(lambda m: m.group()[:1].upper() + m.group()[1:], lowered)
    lowered = _places(lowered, 2)
    lowered = re.sub(r"(?<!\w)(?:điều|chương|phụ lục|mục)\s+(?=[\divx]+\b)", lambda m: m.group().capitalize(), lowered)
    lowered = _ROMAN.sub(lambda m: m.group().upper(), lowered)
    lowered = _ACRONYM.sub(lambda m: m.group().upper(), lowered)
    for number in numbers:
        bare = number.strip(".,;()")
        printed = canonical_number(bare) if parse_number(bare) else bare
        lowered = re.sub(re.escape(bare), lambda _m, p=printed: p, lowered, flags=re.IGNORECASE)  # type: ignore[misc]
    return lowered[:1].upper() + lowered[1:]


def _known_long() -> list[str]:
    return [
        name
        for name in set(_known().values())
        if len(name.split()) >= 2 and name.split()[0] in ("Bộ", "Ngân", "Thanh", "Kiểm", "Tòa", "Viện")
    ]


def position_name(shouted: str) -> str:
    """`PHÓ CHỦ TỊCH` → `Phó Chủ tịch`, `CHỦ TỊCH QUỐC HỘI` → `Chủ tịch Quốc hội`."""
    name = squeeze(shouted).strip(" ,.;:-–*_")
    if name.upper() != name:
        return name
    lowered = _places(_fix(name.lower()))
    lowered = re.sub(r"^(phó|quyền)\s+(\w)", lambda m: f"{m.group(1).capitalize()} {m.group(2).upper()}", lowered)
    lowered = re.sub(r"\b(chánh|phó) văn phòng", lambda m: f"{m.group(1)} Văn phòng", lowered)
    lowered = re.sub(
        r"\btổng (thanh tra|kiểm toán|bí thư)\b", lambda m: f"Tổng {m[1].capitalize()}", lowered, flags=re.IGNORECASE
    )
    for post in ("chủ tịch", "bí thư", "tổng bí thư", "chánh văn phòng", "trưởng ban"):
        lowered = re.sub(rf"(?<=[,\-–] ){post}\b", post.capitalize(), lowered)
    return lowered[:1].upper() + lowered[1:]
