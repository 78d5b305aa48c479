"""Types of documents: their names, codes in numbers, and place in the hierarchy.

Sources: Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III (29 administrative types and three copies); Luật 64/2025/QH15,
Điều 4 (legal normative documents); Quy định 399-QĐ/TW (25 Party types). The table is `document_types.csv`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from archive.folding import nfc, squeeze, unaccent


@dataclass(frozen=True)
class DocumentType:
    """`code` as in the number ("" where the type has none); `system` VBQPPL, NN (State) or DANG (Party).

    `rank` orders types where nothing else is known, 1 is the highest (Hiến pháp); see `rank` for issuers.
    """

    name: str
    code: str
    system: str
    rank: int


@cache
def _table() -> tuple[DocumentType, ...]:
    lines = files("archive").joinpath("document_types.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        DocumentType(row["name"], row["code"], row["system"], int(row["rank"])) for row in csv.DictReader(lines)
    )


TYPES: tuple[DocumentType, ...] = _table()

STATE_CODES: dict[str, str] = {t.code: t.name for t in TYPES if t.code and t.system != "DANG"} | {
    "SL": "Sắc lệnh",
    "TTLB": "Thông tư liên tịch",
    "TTLN": "Thông tư liên tịch",
    "CV": "Công văn",
    "KL": "Kết luận",
    "QCPH": "Quy chế",
    "CTPH": "Chương trình",
    "KHLT": "Kế hoạch",
    "HDLT": "Hướng dẫn",
    "HDLN": "Hướng dẫn",
    "CTrPH": "Chương trình",
    "QĐLT": "Quyết định",
    "TBKL": "Thông báo",
    "GCN": "Giấy chứng nhận",
    "GP": "Giấy phép",
    "KLTTr": "Kết luận thanh tra",
}
"""Type codes in State numbers. `BTT` is also Ban Thường trực: `numbers` asks for its place in the number."""

PARTY_CODES: dict[str, str] = {t.code: t.name for t in TYPES if t.code and t.system == "DANG"} | {
    "ĐL": "Điều lệ Đảng",
    "QC": "Quy chế",
    "CTr": "Chương trình",
    "TTr": "Tờ trình",
}
"""Type codes in Party numbers. `QĐ` is Quyết định or Quy định there: the code does not decide."""

_ALIASES = {
    "chuong trinh hanh dong": "Chương trình",
    "chuong trinh phoi hop": "Chương trình",
    "chuong trinh cong tac": "Chương trình",
    "ke hoach lien tich": "Kế hoạch",
    "ke hoach phoi hop": "Kế hoạch",
    "huong dan lien tich": "Hướng dẫn",
    "huong dan lien nganh": "Hướng dẫn",
    "quy che phoi hop": "Quy chế",
    "nghi quyet chuyen de": "Nghị quyết",
    "thong tu lien bo": "Thông tư liên tịch",
    "thong tu lien nganh": "Thông tư liên tịch",
    "thong bao ket luan": "Thông báo",
    "cong thu": "Công văn",
    "cong dien khan": "Công điện",
    "qui dinh": "Quy định",
    "qui che": "Quy chế",
    "qui hoach": "Quy hoạch",
    "uy quyen": "Giấy ủy quyền",
    "hop dong": "Hợp đồng",
    "quyet nghi": "Nghị quyết",
    "vbhn": "Văn bản hợp nhất",
    "dieu le": "Điều lệ Đảng",
    "hien phap": "Hiến pháp",
    # What OCR makes of the keywords (`ocr_confusions.csv`), after unaccenting.
    "quvet dinh": "Quyết định",
    "quyet dinh": "Quyết định",
    "lual": "Luật",
    "nghj dinh": "Nghị định",
    "nghi djnh": "Nghị định",
    "chl thi": "Chỉ thị",
}
_ABBREVIATIONS = {
    # What clerks type: the commonest reading where codes collide.
    "ND": "Nghị định",
    "QD": "Quyết định",
    "QYD": "Quy định",
    "QDI": "Quy định",
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "TTLB": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch",
    "KL": "Kết luận",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "CTR": "Chương trình",
    "TTR": "Tờ trình",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "CV": "Công văn",
    "PL": "Pháp lệnh",
    "VBHN": "Văn bản hợp nhất",
    "DA": "Dự án",
    "PA": "Phương án",
    "QC": "Quy chế",
    "CD": "Công điện",
    "GM": "Giấy mời",
    "BB": "Biên bản",
    "SL": "Sắc lệnh",
    "TC": "Thông cáo",
    "BL": "Bộ luật",
    "HP": "Hiến pháp",
}


@cache
def _by_name() -> dict[str, str]:
    names = {unaccent(t.name).lower(): t.name for t in TYPES}
    return {unaccent(nfc(key)).lower(): value for key, value in (names | _ALIASES).items()}


@cache
def _by_code() -> dict[str, str]:
    exact = {t.code: t.name for t in reversed(TYPES) if t.code}
    return exact | {"QĐi": "Quy định", "ĐA": "Đề án", "TT": "Thông tư", "SL": "Sắc lệnh", "CV": "Công văn"}


_NOISE = re.compile(r"[^\w\s]|_")


@lru_cache(maxsize=4096)
def type_named(text: str) -> str | None:
    """The full Vietnamese name of the type that `text` names, None where it names none.

    Takes full names in any accenting and case (`nghi dinh`, `NGHỊ QUYẾT`, `Quyêt định`), longer names that clerks use
    (`Chương trình hành động`) and codes (`NĐ`, `QD`, `CTr`). Case and đ decide where they are there: `ĐA` is Đề án,
    `DA` Dự án, `CT` Chỉ thị, `CTr` Chương trình.
    """
    plain = squeeze(_NOISE.sub(" ", nfc(text)))
    if not plain:
        return None
    exact = _by_code().get(plain)
    if exact:
        return exact
    name = _by_name().get(unaccent(plain).lower())
    if name:
        return name
    if " " not in plain:
        upper = plain.upper()
        return next((n for c, n in _by_code().items() if c.upper() == upper), None) or _ABBREVIATIONS.get(
            unaccent(upper)
        )
    return None


_DISTRICT = re.compile(r"(?i)\b(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)\b")
_YEARED = re.compile(r"^\d+[a-z]?(?:\.\d+)?/(?:19|20)\d\d/", re.IGNORECASE)
_PARTY_ISSUER = re.compile(
    r"(?i)^(?:ban chấp hành|bộ chính trị|ban bí thư|trung ương đảng|văn phòng trung ương|ban thường vụ"
    r"|(?:tỉnh|thành|huyện|thị|quận|đảng) ủy|đại hội đảng|đại hội đại biểu|ban tổ chức trung ương|ban dân vận"
    r"|ban tuyên giáo|ủy ban kiểm tra trung ương)"
)
_PARTY_NUMBER = re.compile(r"^\d+[a-zA-Z]?-\w+/")


def rank(type_name: str, issuer: str, number: str = "") -> int:
    """Place in the hierarchy: the smaller the number, the higher the document.

    1 to 14 follow Luật 64/2025/QH15, Điều 4 (13, 14: district and commune); 29 consolidated texts; 40 to 47 Party
    documents; from 60 administrative documents, first those of central bodies (60 to 69), then of provinces (70 to 79),
    then of communes and districts (80 to 89). An unknown type comes last (99).
    """
    name = type_named(type_name) or ""
    party = bool(_PARTY_NUMBER.match(number) and "/" in number) or bool(_PARTY_ISSUER.match(issuer))
    normative = _normative_rank(name, issuer, number)
    if normative and not party:
        return normative
    systems = ("DANG",) if party else ("VBQPPL", "NN")
    known = [t.rank for t in TYPES if t.name == name and t.system in systems]
    if not known:
        return 99
    if party or min(known) < 60:
        return min(known)
    return min(known) + _level(issuer, number)


def _level(issuer: str, number: str) -> int:
    """0 for central bodies, 10 for provinces, 20 below (unknown local bodies count as the lowest)."""
    if _DISTRICT.search(issuer):
        return 20
    if re.search(r"(?i)\b(?:tỉnh|thành phố|sở)\b", issuer):
        return 10
    if re.search(r"(?:UBND|HĐND|MTTQ)", number) or re.search(r"(?i)^(?:ủy ban nhân dân|hội đồng nhân dân)", issuer):
        return 20
    return 0


def _normative_rank(name: str, issuer: str, number: str) -> int:
    body = issuer.lower()
    if name in ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Sắc lệnh", "Nghị định", "Nghị quyết liên tịch"):
        place = next(t.rank for t in TYPES if t.name == name)
        # Joint resolutions stand with the higher of their two issuers: UBTVQH (3) or Chính phủ (5).
        return 3 if name == "Nghị quyết liên tịch" and ("UBTVQH" in number or "thường vụ" in body) else place
    if name == "Thông tư":
        return 8
    if name == "Thông tư liên tịch":
        return 9
    if name == "Nghị quyết":
        if "UBTVQH" in number or body.startswith("ủy ban thường vụ quốc hội"):
            return 3
        if re.search(r"/QH\d+$", number) or body == "quốc hội":
            return 2
        if number.endswith("NQ-CP") or body == "chính phủ":
            return 5
        if "HĐTP" in number or body.startswith("hội đồng thẩm phán"):
            return 7
    if name == "Quyết định":
        if number.endswith("CTN") or body == "chủ tịch nước":
            return 4
        if _YEARED.match(number) and (number.endswith("TTg") or body.startswith("thủ tướng")):
            return 6
    if _YEARED.match(number) and name in ("Nghị quyết", "Quyết định"):
        if "HĐND" in number or body.startswith("hội đồng nhân dân"):
            return 13 if _DISTRICT.search(issuer) else 10
        if "UBND" in number or body.startswith("ủy ban nhân dân"):
            return 14 if _DISTRICT.search(issuer) else 11
        # Decisions of ministers were normative until 2009 (Luật 17/2008/QH12 left them the circular).
        return 8
    return 0
