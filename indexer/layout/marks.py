"""Stamps of a heading: secrecy, urgency, circulation, draft; printed, spaced out, or damaged by OCR.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (`HỎA TỐC`, `THƯỢNG KHẨN`, `KHẨN`; `XEM XONG TRẢ LẠI`, `LƯU HÀNH NỘI BỘ`);
Nghị định 26/2020/NĐ-CP (`TUYỆT MẬT`, `TỐI MẬT`, `MẬT`); Hướng dẫn 05-HD/VPTW. A mark stands alone on its line or in its
cell; `bí mật`, `bảo mật` in a name or a sentence is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from archive.folding import unaccent


@dataclass(frozen=True)
class Mark:
    """`kind` secrecy, urgency, circulation or draft; `name` as it is printed (`TUYỆT MẬT`); `sure` False where only its
    damaged letters look like it."""

    kind: str
    name: str
    sure: bool = True


_NAMES = {
    "secrecy": ("TUYỆT MẬT", "TỐI MẬT", "MẬT"),
    "urgency": ("HỎA TỐC HẸN GIỜ", "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"),
    "circulation": (
        "LƯU HÀNH NỘI BỘ",
        "XEM XONG TRẢ LẠI",
        "KHÔNG PHỔ BIẾN",
        "TÀI LIỆU THU HỒI",
        "THU HỒI SAU CUỘC HỌP",
    ),
}
_BY_LETTERS = {unaccent(name).replace(" ", ""): (kind, name) for kind, names in _NAMES.items() for name in names}
_DRAFT = re.compile(
    r"^\W*(?:DỰ THẢO|Dự thảo|DU THAO)(?:\s+(?:LẦN|lần|LAN)?\s*\d+)?(?:\s*,?\s*(?:ngày|NGÀY)?\s*[\d./-]+)?\W*$"
)
# What a form's own line says: `Độ mật: Mật`, `Độ khẩn: Hỏa tốc`.
_LABEL = re.compile(r"^\W*(?:Mức\s+)?[Đđ]ộ\s+(?:mật|khẩn)\s*:\s*(?P<mark>.*)$")
_HOUR = re.compile(r"(?i)\s+hẹn\s+giờ\b.*$")
# Digits and foreign letters that OCR and keyboards put for the letters of a stamp.
_LOOK_ALIKE = str.maketrans("041|17ΜМΑАΤТΟОΗНКΚХΧ", "OAIIITMMAATTOOHHKKXX")
_UNFINISHED = re.compile(r"(?:^|\s)(?:BÍ|BẢO|CƠ|CẨN|bí|bảo|cơ|cẩn|Bí|Bảo|Cơ)\s*$")
_NEVER = frozenset({"MẶT", "MẤT", "MẮT", "MÁT", "KHĂN", "KHÀN"})
"""Words that a damaged stamp may look like and that stand alone in a table's head: only doubted, not read as a mark."""
_BESIDE = re.compile(
    r"^(?P<first>(?:TUYỆT |TỐI )?MẬT|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\s+(?=[A-ZĐÀ-Ỹ][a-zà-ỹ]|Số\b|V/v\b)|"
    r"(?<!BÍ)(?<!BẢO)(?<!CƠ)\s(?P<last>(?:TUYỆT |TỐI )?MẬT|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\W*$"
)
_LONGEST = 40


def read_mark(line: str, before: str = "") -> Mark | None:
    """The mark that a whole line or cell is; None for anything else. `before` is the line above it.

    Takes small letters with a capital at the head (`Tối mật`), spaced letters (`M Ậ T`), lost accents (`MÂT`), frames
    (`[MẬT]`), one wrong letter in a long mark. `MẬT` below a line that ends in `BÍ` is the rest of a name.
    """
    label = _LABEL.match(line)
    if label is not None:
        line = label["mark"]
    if len(line) > _LONGEST:
        return None
    if _DRAFT.match(line):
        return Mark("draft", " ".join(line.split()).strip(" *_-–()[]"))
    hours = _HOUR.sub(" HẸN GIỜ", line)
    bare = (hours if hours == line else hours.upper()).strip(" \t\u00a0*_.,:;!-–—()[]{}|\"'“”")
    if not bare or not (bare[0].isupper() or label or not bare[0].isalpha()):
        return None
    bare = re.sub(r"(?<=[A-ZĐÀ-Ỹ])l", "I", bare)
    spaced = all(len(word) == 1 for word in bare.split())
    if bare.upper() != bare and not spaced and not _small(bare):
        return None
    if _UNFINISHED.search(before.rstrip()):
        return None
    printed = "".join(bare.upper().split())
    letters = unaccent(printed.translate(_LOOK_ALIKE)).upper()
    letters = "".join(letter for letter in letters if letter.isalpha())
    exact = _BY_LETTERS.get(letters)
    if exact is not None:
        kind, name = exact
        return Mark(kind, name, "".join(bare.upper().split()) not in _NEVER)
    if len(letters) < 6 or bare.upper() != bare:
        return None
    for known, (kind, name) in _BY_LETTERS.items():
        if len(known) >= 6 and Levenshtein.distance(letters, known, score_cutoff=1) <= 1:
            return Mark(kind, name, False)
    return None


def mark_beside(line: str) -> Mark | None:
    """A stamp that a reader ran together with what stands beside it: `MẬT Hà Nội, ngày …`, `Số: 05/QĐ-UBND HỎA TỐC`."""
    found = _BESIDE.search(line)
    if found is None:
        return None
    name = (found["first"] or found["last"]).replace("HOẢ", "HỎA")
    kind = "secrecy" if name.endswith("MẬT") else "urgency"
    return Mark(kind, name, True)


def after_mark(line: str) -> int:
    """Where what stands beside a stamp at the head of a line begins, as in `MẬT Số: 05/BC-UBND`; 0 without one."""
    found = _BESIDE.search(line)
    return found.end() if found is not None and found["first"] else 0


def _small(bare: str) -> bool:
    """`Tối mật`, `Hỏa tốc`: a mark in small letters must have all its accents."""
    folded = bare.upper().replace("HOẢ", "HỎA")
    return any(folded == name for names in _NAMES.values() for name in names) and bare[1:].lower() == bare[1:]
