"""Type and title (trích yếu) of a document."""

from __future__ import annotations

import re

from archive.document_types import type_named
from archive.folding import squeeze
from archive.numbers import parse_number, type_of_number
from indexer.layout.cells import UPPER
from indexer.layout.opening import Opening
from indexer.layout.titles import UNFINISHED, type_name
from indexer.recognising.casing import title_case, title_from_body
from indexer.recognising.facts import Fact

_LAWS = ("Luật", "Bộ luật", "Hiến pháp")
_SUBJECT_LEAD = re.compile(r"^\s*(?:V/v|v/v|V/V|Vv|VỀ VIỆC)\s*[:.]?\s*|^\s*[Vv]ề việc\s*[:.]?\s*")
_NUMBER_LEAD = re.compile(r"^(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Văn bản hợp nhất|Lệnh)\s+[Ss]ố")
# A word in capitals with Vietnamese marks is no abbreviation: half of a heading in an old capitals-only font.
_SHOUTS_IN_PART = re.compile(
    rf"(?<![\w/-])(?=[{UPPER}]*[ÀÁẢÃẠĂẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ])[{UPPER}]{{3,}}(?![\w/-])"
)
_CONSOLIDATED = re.compile(
    r"có hiệu lực (?:thi hành )?(?:kể )?từ\s+ngày[^:]{5,60},?\s*được\s+(?:sửa đổi|đính chính)[^:]{0,60}bởi\s*:"
)


def find_type(text: str, opening: Opening, number: str, symbol: str) -> Fact:
    """The type by its heading; the symbol of the number confirms it, contradicts it, or stands in for it."""
    by_number = type_of_number(number) if number else (type_of_number("1" + symbol) if symbol else "")
    if re.search(r"(?:^|/)VBHN-", number):
        by_number = "Văn bản hợp nhất"
    if opening.type is not None:
        name = type_name(opening.type.value)
        start, end = opening.type.start, opening.type.end
        if by_number == "Văn bản hợp nhất":
            return Fact("Văn bản hợp nhất", start, end, 0.9, f"of:{name}")
        if _CONSOLIDATED.search(text, end, min(len(text), end + 4000)):
            # The consolidated text of a law begins as the law does; its own number stands at its end.
            return Fact("Văn bản hợp nhất", start, end, 0.75, f"of:{name}")
        if by_number not in ("", name, "Công văn") and not _compatible(name, by_number, number):
            return Fact(name, start, end, 0.6, f"conflict:number:{by_number}")
        return Fact(name, start, end, 0.98 if by_number == name else 0.92)
    if opening.subject and (not by_number or by_number == "Công văn"):
        cell = opening.subject[0]
        return Fact("Công văn", cell.start, cell.end, 0.9 if by_number else 0.8, "from:subject")
    if by_number:
        line = opening.number
        start, end = (line.start, line.end) if line else (-1, -1)
        confidence = 0.9 if by_number == "Công văn" and opening.addressee else 0.8
        return Fact(by_number, start, end, confidence, "from:number")
    if opening.number is not None:
        lead = _NUMBER_LEAD.match(opening.number.value)
        if lead:
            name = type_named(lead.group().rpartition(" ")[0]) or ""
            if name:
                return Fact(name, opening.number.start, opening.number.start + lead.end(), 0.8, "from:number_line")
    if opening.addressee is not None and opening.number is not None:
        return Fact("Công văn", opening.addressee.start, opening.addressee.end, 0.7, "from:addressee")
    match = re.search(
        r"(?:này|ban hành|xây dựng)\s+(?P<type>Nghị quyết|Nghị định|Quyết định|Thông tư|Kế hoạch|Chỉ thị|"
        r"Chương trình|Hướng dẫn|"
        r"Thông báo|Báo cáo|Luật|Pháp lệnh)\b",
        text[:6000],
    )
    if match:
        return Fact(match.group("type"), match.start("type"), match.end("type"), 0.4, "from:body")
    return Fact(None)


def _compatible(name: str, by_number: str, number: str) -> bool:
    """Headings that a symbol does not contradict: Luật and Bộ luật share one, Party QĐ is Quyết định or Quy định."""
    parsed = parse_number(number)
    pairs = {
        ("Bộ luật", "Luật"),
        ("Quy định", "Quyết định"),
        ("Quy chế", "Quyết định"),
        ("Thông tư liên tịch", "Thông tư"),
        ("Nghị quyết liên tịch", "Nghị quyết"),
        ("Nghị quyết", "Luật"),
        ("Thông báo kết luận", "Thông báo"),
        ("Thông tri", "Thông tư"),
        ("Kế hoạch liên tịch", "Kế hoạch"),
        ("Quy chế phối hợp", "Quy chế"),
        ("Chương trình phối hợp", "Chương trình"),
    }
    return (name, by_number) in pairs or (parsed is not None and parsed.system == "party" and by_number == "Quyết định")


def find_title(text: str, opening: Opening, type_: str, issuer: str = "") -> Fact:
    """The trích yếu, its lines joined; given back its small letters where it is printed in capitals."""
    cells = opening.title or (opening.subject if type_ in ("Công văn", "") or not opening.type else ())
    note = ""
    if not cells:
        return Fact(None)
    raw = squeeze(" ".join(cell.value for cell in cells)).strip(" *_-–")
    start, end = cells[0].start, cells[-1].end
    confidence = 0.95
    lead = _SUBJECT_LEAD.match(raw)
    if lead and len(raw) > lead.end():
        # `V/v` is how a letter abbreviates the words themselves.
        rest = raw[lead.end() :]
        shouted = rest.upper() == rest
        raw = f"VỀ VIỆC {rest}" if shouted else f"Về việc {rest[:1].lower()}{rest[1:]}"
    raw = re.sub(r"\s+([,.;:])", r"\1", raw).strip(" .;:")
    raw = _without_authority(raw, issuer)
    body = text[opening.end : opening.end + 12000]
    law = type_ in _LAWS
    if _SHOUTS_IN_PART.search(raw) or (raw.upper() == raw and any(c.isalpha() for c in raw)):
        known = title_from_body(f"{type_} {raw}", body) if type_ else ""
        if known:
            raw, note = known[len(type_) :].strip() if not law else known, "recased:body"
        else:
            known = title_from_body(raw, body)
            raw, note = (known, "recased:body") if known else (title_case(raw), "recased")
            confidence = 0.9 if known else 0.85
    raw = raw[:1].upper() + raw[1:]
    if type_ and not law:
        repeated = re.match(rf"{re.escape(type_)}\s+(?!số\b)(?=\w)", raw, re.IGNORECASE)
        if repeated and len(raw) > repeated.end() + 10:
            raw = raw[repeated.end() : repeated.end() + 1].upper() + raw[repeated.end() + 1 :]
    if law:
        raw = _law_title(type_, raw)
    if not raw:
        return Fact(None)
    if len(raw) < 6 or len(raw) > 900:
        confidence = 0.5
    if opening.type is None:
        confidence = min(confidence, 0.85)
    return Fact(raw, start, end, confidence, note)


def _without_authority(raw: str, issuer: str) -> str:
    """`… TIẾP TỤC CÓ HIỆU LỰC CHÍNH PHỦ`: a heading's last words run together with the authority's own line."""
    name = issuer.upper()
    if not name or raw.upper() != raw or not raw.endswith(f" {name}"):
        return raw
    rest = raw[: -len(name)].strip()
    return raw if UNFINISHED.search(rest) or len(rest) < 15 else rest


def _law_title(type_: str, raw: str) -> str:
    """`Đất đai` under LUẬT is `Luật Đất đai`; an amending law stays `Luật sửa đổi, bổ sung …`."""
    name = re.sub(rf"^{type_}\s+", "", raw, flags=re.IGNORECASE)
    if re.match(r"sửa đổi|bổ sung|bãi bỏ", name, re.IGNORECASE):
        return f"{type_} {name[:1].lower()}{name[1:]}"
    return (
        f"{type_} {name[:1].upper()}{name[1:]}"
        if type_ != "Hiến pháp" or name.lower().startswith("nước") is False
        else f"{type_} {name}"
    )
