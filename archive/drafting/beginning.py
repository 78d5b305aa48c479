"""How a draft begins: from a template of its type, or from an earlier document of ours.

The templates are the files in `templates/`: each a draft as it is read and put together, with `…` where the drafter has
to fill in and a name in braces where the office's own facts go. Forms: Nghị định 30/2020/NĐ-CP, Phụ lục III; of a Party
body: Hướng dẫn 05-HD/VPTW.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from archive.drafting.parts import GAP, DraftParts
from archive.drafting.reading import parts_of
from archive.folding import fold_for_comparison, squeeze

TEMPLATES: dict[str, tuple[str, str]] = {
    "ke-hoach": ("Kế hoạch", "Plan"),
    "quyet-dinh": ("Quyết định", "Decision"),
    "cong-van": ("Công văn", "Official letter"),
    "bao-cao": ("Báo cáo", "Report"),
    "to-trinh": ("Tờ trình", "Submission"),
    "thong-bao": ("Thông báo", "Notice"),
    "chi-thi": ("Chỉ thị", "Directive"),
    "nghi-quyet": ("Nghị quyết", "Resolution"),
    "giay-moi": ("Giấy mời", "Invitation"),
    "bien-ban": ("Biên bản", "Minutes"),
}
"""Key of a template → what its type is called in Vietnamese and English."""

_COMMITTEE = fold_for_comparison("Ủy ban nhân dân")
_COUNCIL = fold_for_comparison("Hội đồng nhân dân")
_PARTY = (fold_for_comparison("Đảng ủy"), fold_for_comparison("Đảng bộ"))
_POWER = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
_PLACE = re.compile(r" (?=(?:TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU) )")
_SIZES = re.compile(r"^(?:tỉnh|thành phố|xã|phường|đặc khu)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class OfficeForm:
    """What an office's documents have alike; "" leaves a gap to fill in.

    `name` `Ủy ban nhân dân xã Hòa Lạc Sơn`, `parent` the body above it, `place` as it stands before the date, `code` of
    the department that drafts (`VP`).
    """

    name: str = ""
    parent: str = ""
    place: str = ""
    code: str = ""

    @property
    def place_name(self) -> str:
        """The place before the date: as it is set, else the place in the office's own name."""
        if self.place:
            return self.place
        _, _, place = self.name.partition("nhân dân ")
        return _SIZES.sub("", place) or GAP

    @property
    def short(self) -> str:
        """The body in a symbol: `UBND`, `HĐND`, of a department its initials (`SNV`)."""
        folded = fold_for_comparison(self.name)
        for lead, letters in ((_COMMITTEE, "UBND"), (_COUNCIL, "HĐND"), (_PARTY[0], "ĐU"), (_PARTY[1], "ĐU")):
            if folded.startswith(lead):
                return letters
        head = re.split(r" (?=tỉnh |thành phố )", self.name)[0]
        return "".join(word[0].upper() for word in head.split() if word[:1].isalpha()) or "UBND"


def template(key: str, office: OfficeForm, year: int, party: bool = False) -> DraftParts:
    """A draft of a type for the office's own body, with gaps. Raises KeyError where there is no such template."""
    text = _text(key)
    for name, value in _facts(office, year).items():
        text = text.replace(f"{{{name}}}", value)
    parts = parts_of(re.sub(r"\n{3,}", "\n\n", text))
    return _of_party(parts, office) if party else parts


@cache
def _text(key: str) -> str:
    if key not in TEMPLATES:
        raise KeyError(key)
    return files("archive").joinpath("drafting", "templates", f"{key}.txt").read_text(encoding="utf-8")


def _facts(office: OfficeForm, year: int) -> dict[str, str]:
    name = squeeze(office.name) or f"Ủy ban nhân dân {GAP}"
    upper = name.upper()
    folded = fold_for_comparison(name)
    local = folded.startswith((_COMMITTEE, _COUNCIL))
    council = re.sub(r"^Ủy ban nhân dân|^Uỷ ban nhân dân", "Hội đồng nhân dân", name)
    issuer = _PLACE.sub("\n", upper, count=1) if local else upper
    parent = squeeze(office.parent).upper() if office.parent and not local else ""
    committee = folded.startswith(_COMMITTEE)
    head = f"Chủ tịch {name}" if committee else name
    signing = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH" if committee else "CHỦ TỊCH" if local else "GIÁM ĐỐC"
    return {
        "issuer": f"{parent}\n\n{issuer}" if parent else issuer,
        "name": name,
        "head": head,
        "acting": upper if local else f"GIÁM ĐỐC {upper}",
        "short": office.short,
        "code": office.code or "VP",
        "place": office.place_name,
        "year": str(year),
        "authority_basis": _POWER if local else f"Căn cứ {GAP};",
        "signing": signing,
        "council": _PLACE.sub("\n", council.upper(), count=1),
        "council_line": council.upper(),
        "council_name": council,
        "council_short": "HĐND" if local else office.short,
    }


def _of_party(parts: DraftParts, office: OfficeForm) -> DraftParts:
    """The same laid out as a document of the Party committee: symbol, bases, signature and recipients its own way."""
    name = squeeze(office.name)
    committee = re.sub(r"^(?:Ủy|Uỷ|Hội)\s+(?:ban|đồng) nhân dân", "Đảng ủy", name) or f"Đảng ủy {GAP}"
    type_code = parts.symbol.partition("-")[0]
    bases = [f"- {line.rstrip(';.')}," for line in parts.bases if line != _POWER]
    said = {before: committee for before in (name, f"Chủ tịch {name}", name.replace("Ủy ban", "Hội đồng")) if before}

    def reworded(text: str) -> str:
        for before, after in sorted(said.items(), key=lambda item: -len(item[0])):
            text = text.replace(before, after)
        return text

    return replace(
        parts,
        party=True,
        parent=f"ĐẢNG BỘ {GAP}" if not office.parent else squeeze(office.parent).upper(),
        issuer=_PLACE.sub("\n", committee.upper(), count=1),
        symbol="CV/ĐU" if parts.letter else f"{type_code}/ĐU",
        title=re.sub(r"^(?:V/v|Về việc)\b", "về việc", parts.title),
        acting="",
        bases=tuple(bases),
        lead_out=f"{committee} {parts.type.lower()} như sau:" if parts.lead_out.isupper() else reworded(parts.lead_out),
        body=reworded(parts.body),
        recipients=(*(line.rstrip(";.") + "," for line in parts.recipients[:-1]), "Lưu Văn phòng Đảng ủy."),
        authority="T/M ĐẢNG ỦY",
        position="BÍ THƯ",
    )


def after_earlier(parts: DraftParts, year: int) -> DraftParts:
    """A draft that goes on from an earlier document: its number and day emptied, every other word as it was."""
    marks = tuple(mark for mark in parts.marks if "mẫu" not in mark.lower())
    return replace(parts, number="", dated=f"ngày {GAP} tháng {GAP} năm {year}", marks=marks)
