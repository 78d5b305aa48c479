"""Reading the source note of a codified article: which article of which document it is.

    (Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội, có hiệu lực thi hành kể từ ngày …)
    (Điều 5 Nghị định số 15/2018/NĐ-CP, có hiệu lực … kể từ ngày 02/02/2018, có nội dung được sửa đổi bởi Điều 3 …)

The first article of a document in a subject names title, date and issuer; the others only number and effective date.
What follows the effective date says how the article was amended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.dates import parse_date
from archive.numbers import canonical_number, parse_number

TYPES = (
    "Thông tư liên tịch",
    "Nghị quyết liên tịch",
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Nghị định",
    "Nghị quyết",
    "Quyết định",
    "Chỉ thị",
    "Thông tư",
    "Sắc lệnh",
    "Sắc luật",
    "Lệnh",
    "Quy chế",
)


@dataclass(frozen=True)
class SourceNote:
    """What one note says. `unit` is `Điều`, `Mục`, …, "" where the note names none; `label` its number (`5`, `IV`).

    `number` is canonical where it can be read, else as printed; "" where the document has none (`Không số`) or the note
    has no number. `title`, `issued`, `issuer` only from a full note. `changes` is what the note says of amendments, as
    printed. `readable` is False where the note has not the usual shape: then nothing else of it is relied on.
    """

    readable: bool
    unit: str = ""
    label: str = ""
    type: str = ""
    number: str = ""
    title: str = ""
    issued: date | None = None
    issuer: str = ""
    effective: date | None = None
    changes: str = ""


_UNIT = re.compile(r"^\(*\s*(?:(Điều|Mục|Phần|Chương|Phụ lục|Khoản)\s+)?(?:(\d+[a-zđ]*\d*|[IVXLC]+)\.?\s+)?", re.I)
_TYPE = re.compile(rf"(?:{'|'.join(TYPES)})(?=\s|,)", re.I)
# A number may have spaces round its separators, a type word in front, a stray quotation mark.
_SEPARATED = r"\s?[-/]\s?"
_WORD = r"(?:[A-ZĐƯ0-9][A-Za-zĐđƯư0-9()]*|(?<=[-/])[a-zđư][A-Za-zĐđƯư0-9]*)"
_NUMBER = re.compile(
    rf"^(?:số\s+)?(?P<joint>liên tịch\s+)?(?:Thông tư\s+|TT\s+)?['\"]?"
    rf"(?P<number>\d{{1,5}}[A-Za-z]?(?:\.\d{{1,2}})?(?:{_SEPARATED}{_WORD}|\s(?=[A-Z]{{2,}}/)[A-Z]+)+)"
)
_NO_NUMBER = re.compile(r"^(?:số\s+)?(?:Không số|khôngsố)\s*", re.I)
_EFFECT = re.compile(r",?\s*(?:có|hết)\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?từ\s+ngày\s+(\d{1,2}/\d{1,2}/\d{4})")
_SIGNED = re.compile(r"^(?P<title>.*)\s*ngày\s+(?P<issued>\d{1,2}/\d{1,2}/\d{4})\s+của\s+(?P<issuer>.+)$", re.S)
_END = re.compile(r"[\s.,)]+$")


@lru_cache(maxsize=4096)
def read_note(note: str) -> SourceNote:
    """Read one source note."""
    text = " ".join(note.split())
    opening = _UNIT.match(text)
    rest = text[opening.end() :] if opening else text
    named = _TYPE.match(rest)
    if named is None:
        return SourceNote(readable=False)
    unit, label = (opening.group(1) or "", opening.group(2) or "") if opening else ("", "")
    type_, rest = named.group().capitalize(), rest[named.end() :].strip()
    effect = _EFFECT.search(rest)
    head, changes = (rest[: effect.start()], rest[effect.end() :]) if effect else (rest, "")
    head = head.strip()
    without = _NO_NUMBER.match(head)
    found = None if without else _NUMBER.match(head)
    number, title = "", head
    if found is not None:
        raw, title = _trimmed(found.group("number"), head[found.end() :])
        number = canonical_number(raw)
        if type_ == "Thông tư" and (found.group("joint") or "/TTLT" in number.replace("-", "/")):
            type_ = "Thông tư liên tịch"
    elif without is not None:
        title = head[without.end() :]
    if not number and not unit:
        # "Thông tư này có hiệu lực …": a sentence, no reference.
        return SourceNote(readable=False)
    signed = _SIGNED.match(title.strip())
    changes = _END.sub("", changes.strip().lstrip(",").strip())
    return SourceNote(
        readable=True,
        unit=(unit or ("Điều" if label.isdigit() else "")).capitalize() if unit or label else "",
        label=label,
        type=type_,
        number=number,
        title=_END.sub("", (signed.group("title") if signed else "" if number else title).strip()),
        issued=parse_date(signed.group("issued")) if signed else None,
        issuer=_END.sub("", signed.group("issuer").strip()) if signed else "",
        effective=parse_date(effect.group(1)) if effect else None,
        changes=changes,
    )


def _trimmed(number: str, rest: str) -> tuple[str, str]:
    """Give words of the title that the number's shape took with it back to the title.

    `02/2018/NQ-HĐTP Hướng dẫn` is clear, but in `119 - Về` the second part is no symbol.
    """
    if parse_number(number) is None:
        pieces = re.split(r"(\s)", number)
        for keep in range(len(pieces) - 2, 0, -2):
            shorter = "".join(pieces[:keep]).rstrip()
            if parse_number(shorter) is not None:
                return shorter, "".join(pieces[keep:]) + rest
    return number, rest
