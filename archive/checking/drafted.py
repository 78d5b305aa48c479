"""What a draft says of itself before its text begins: type, number, issuing body, subject, and whose style it follows.

Read without layout, from the lines above the bases. What is not plainly there stays "": a rule that hangs on it is then
not applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.document_types import type_named
from archive.folding import squeeze
from archive.numbers import parse_number

_NORMATIVE = frozenset(
    {"Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch",
     "Nghị quyết liên tịch"}
)  # fmt: skip
# Types that may be normative or not: only a number tells, for a normative one carries its year.
_EITHER = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị"})


@dataclass(frozen=True)
class Drafted:
    """The draft's own facts, "" where it does not say.

    `style`: admin (Nghị định 30/2020/NĐ-CP), norm (a legal normative document: Nghị định 78/2025/NĐ-CP), party, or ""
    where it cannot be told. `organ` is the body in its symbol (`UBND`, `ĐU`). `bodies` are the names in its head, each
    with its span in the text (parents too); `issuer` the last of them. `acting` is the body that the sentence behind
    the bases names (`Ủy ban nhân dân thị trấn xây dựng …`), () where there is none. `subject` is its title.
    """

    type: str = ""
    organ: str = ""
    subject: str = ""
    style: str = ""
    issuer: str = ""
    bodies: tuple[tuple[int, int, str], ...] = ()
    acting: tuple[tuple[int, int, str], ...] = ()


_HEAD = 4000
_START = re.compile(
    r"^[ \t*_]*(?:[-+•][ \t]*)?(?:C(?:ă|a)n cứ\b|Kính gửi\b|Điều\s+1\b|I\s*[./]\s)",
    re.MULTILINE | re.IGNORECASE,
)
_NUMBER_LINE = re.compile(
    r"^[ \t*_|]*(?:(?:Luật|Nghị định|Thông tư|Pháp lệnh)\s+)?Số(?P<colon>\s*:)?\s*(?P<seq>[\d.…_ a-zđ]{0,24}?)\s*"
    r"(?P<symbol>[-/]\s*(?:(?:19|20)\d\d\s*/\s*|\s*/\s*)?[A-ZĐƯ][\wĐđƯư&-]*(?:/[A-ZĐƯ][\wĐđƯư-]*)?)",
    re.MULTILINE | re.IGNORECASE,
)
_PARTY_HEAD = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM")


def drafted(text: str) -> Drafted:
    """Read the head of a (cleaned) draft."""
    begin = _START.search(text, 0, _HEAD)
    end = begin.start() if begin else min(len(text), _HEAD // 2)
    head = text[:end]
    number = _NUMBER_LINE.search(head)
    symbol = re.sub(r"\s+", "", number["symbol"]) if number else ""
    type_, subject = _type_and_subject(head)
    bodies = _bodies(head, number.start() if number else _type_place(head))
    return Drafted(
        type=type_,
        organ=_organ(symbol),
        subject=subject,
        style=_style(head, type_, symbol),
        issuer=bodies[-1][2] if bodies else "",
        bodies=tuple(bodies),
        acting=_acting(text, end),
    )


_WORD = r"[A-ZĐÂÊÔƠƯĂÁÀẢÃẠÉÈÍÌÓÒÚÙÝ][^\W\d_]*"
_ACTS = re.compile(
    r"^[ \t*_]*(?P<body>(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Đảng ủy|Đảng uỷ|Huyện ủy"
    rf"|Huyện uỷ|Quận ủy|Thị ủy)(?: (?:thị trấn|huyện|quận|thị xã|thành phố|xã|phường|đặc khu))?(?: {_WORD})*)"
    r" (?:xây dựng|ban hành|triển khai|yêu cầu|quyết định|đề nghị|báo cáo|tổ chức|hướng dẫn)\b",
    re.MULTILINE,
)


def _acting(text: str, begin: int) -> tuple[tuple[int, int, str], ...]:
    """The body that does what the document does, named at the beginning of the sentence behind the bases."""
    found = _ACTS.search(text, begin, begin + _HEAD)
    return ((found.start("body"), found.end("body"), found["body"]),) if found else ()


def _organ(symbol: str) -> str:
    """`/KH-UBND` → `UBND`, `-NQ/ĐU` → `ĐU`."""
    if not symbol:
        return ""
    parsed = parse_number(f"1{symbol.replace('//', '/')}")
    return parsed.body if parsed else ""


def _style(head: str, type_: str, symbol: str) -> str:
    if _PARTY_HEAD.search(head) or re.match(r"-[A-ZĐ]\w*/[A-ZĐ]", symbol):
        return "party"
    if re.match(r"/(?:19|20)\d\d/", symbol) or type_ in _NORMATIVE:
        return "norm"
    if symbol.startswith("/") and len(symbol) > 2 and not symbol.startswith("//"):
        return "admin"
    return "admin" if type_ and type_ not in _EITHER else ""


_GOES_ON_TO_TEXT = re.compile(r"(?:Thực hiện|Để|Nhằm|Theo|Trên cơ sở|Ngày)\s+(?=.*(?:[;:,.]|\bsố\b|\d))")


def _type_and_subject(head: str) -> tuple[str, str]:
    """The line that is a type in capitals (`KẾ HOẠCH`, `KẾ HOẠCH Triển khai …`), and what follows it."""
    lines = head.split("\n")
    for place, line in enumerate(lines):
        bare = line.strip(" \t\r*_#|")
        leading = leading_type(bare)
        name = type_named(leading)
        if name is None:
            continue
        below: list[str] = [bare[len(leading) :].strip()]
        for following in lines[place + 1 :]:
            plain = following.strip(" \t\r*_#|")
            if any(below) and _GOES_ON_TO_TEXT.match(plain):
                break
            if re.fullmatch(r"[-_–=. *]*", plain):
                if any(below):
                    break
                continue
            below.append(plain)
        return name, squeeze(" ".join(below))
    return "", ""


def leading_type(line: str) -> str:
    """The longest run of capital words in front that names a type: `NGHỊ QUYẾT` of `NGHỊ QUYẾT VỀ VIỆC …`; else ""."""
    words = re.match(r"(?:[^\W\d_]+\s*)*", line)
    found = ""
    parts = (words[0] if words else "").split()
    for count in range(1, min(5, len(parts)) + 1):
        some = " ".join(parts[:count])
        if not some.isupper():
            break
        if type_named(some):
            found = some
    return found if len(found) > 3 else ""


def _type_place(head: str) -> int:
    for match in re.finditer(r"^.*$", head, re.MULTILINE):
        if leading_type(match[0].strip(" \t\r*_#|")):
            return match.start()
    return 0


# What stands beside or between the names of bodies in a head.
_NOT_A_BODY = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^(?:TỈNH|THÀNH PHỐ|TP|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|XÃ|PHƯỜNG|ĐẶC KHU|VIỆT NAM)\b")
_OPEN = re.compile(r"(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|ĐẢNG ỦY|ĐẢNG UỶ|ĐẢNG BỘ)$")


def _bodies(head: str, before: int) -> list[tuple[int, int, str]]:
    """(start, end, name) of the bodies named in capitals above the number; a place on the next line belongs to it."""
    found: list[tuple[int, int, str]] = []
    for line in re.finditer(r"[^\n|\t]+", head[:before] if before else ""):
        text = _NOT_A_BODY.split(line[0], maxsplit=1)[0]
        bare = text.strip(" \r*_#-–=.")
        if len(bare) < 4 or not bare.isupper() or type_named(bare):
            continue
        start = line.start() + text.index(bare)
        end = start + len(bare)
        if found and _GOES_ON.match(bare) and _OPEN.search(found[-1][2]):
            found[-1] = (found[-1][0], end, f"{found[-1][2]} {bare}")
        else:
            found.append((start, end, bare))
    return [(start, end, squeeze(name)) for start, end, name in found]
