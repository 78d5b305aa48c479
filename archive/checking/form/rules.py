"""The rules of form by key: what each is called, and the place in the decree that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

_I = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I"
_II = "Nghị định 30/2020/NĐ-CP, Phụ lục II"


@dataclass(frozen=True)
class FormRule:
    """`verdict` is that of its findings; `place` where it stands; `vi` and `en` its name."""

    verdict: str
    place: str
    vi: str
    en: str


RULES: dict[str, FormRule] = {
    "paper": FormRule("layout", f"{_I}, Mục I, khoản 1", "Khổ giấy A4", "Paper A4"),
    "orientation": FormRule("layout", f"{_I}, Mục I, khoản 2", "Trình bày theo chiều dài", "Portrait"),
    "margins": FormRule("layout", f"{_I}, Mục I, khoản 3", "Định lề trang", "Margins"),
    "font": FormRule("layout", f"{_I}, Mục I, khoản 4", "Phông chữ Times New Roman, màu đen", "Times New Roman, black"),
    "page_number": FormRule("layout", f"{_I}, Mục I, khoản 7", "Số trang", "Page numbers"),
}
