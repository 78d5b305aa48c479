"""Paths of provisions in words: `dieu:5/khoan:2/diem:a` is cited as `điểm a khoản 2 Điều 5`.

Capitals follow Nghị định 30/2020/NĐ-CP, Phụ lục II: Phần, Chương, Mục, Tiểu mục, Điều with a capital, khoản and điểm
without. `d` and `đ` are different points and are never folded.
"""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    "phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieumuc": "Tiểu mục", "dieu": "Điều", "khoan": "khoản",
    "diem": "điểm", "la_ma": "Mục", "so": "khoản", "phuluc": "Phụ lục", "mau": "Mẫu số", "doan": "đoạn", "tiet": "tiết",
    "gach": "gạch đầu dòng thứ", "cau": "câu",
}  # fmt: skip
_ROMAN_UNITS = frozenset({"phan", "chuong", "la_ma", "phuluc", "muc"})
_ATTACHED = {
    "quy-che": "Quy chế", "quy-dinh": "Quy định", "dieu-le": "Điều lệ", "chuong-trinh": "Chương trình",
    "ke-hoach": "Kế hoạch", "de-an": "Đề án", "danh-muc": "Danh mục", "huong-dan": "Hướng dẫn", "noi-quy": "Nội quy",
    "phuong-an": "Phương án", "du-an": "Dự án", "quy-trinh": "Quy trình", "bang": "Bảng", "chien-luoc": "Chiến lược",
    "quy-hoach": "Quy hoạch", "bo-tieu-chi": "Bộ tiêu chí", "quy-chuan": "Quy chuẩn", "dinh-muc": "Định mức",
}  # fmt: skip
_REPEAT = re.compile(r"~\d+$")
_RANGE = re.compile(r"^(\w+)-(\w+)$")


@lru_cache(maxsize=4096)
def pinpoint_wording(path: str) -> str:
    """Words for a path, alternatives joined by `|`; "" for "" and for the whole text.

    `dieu:3/khoan:2|dieu:5` gives `khoản 2 Điều 3 và Điều 5`; points or clauses of one article are listed together
    (`điểm a, b và c khoản 1 Điều 24`); what is attached to a document says so (`Phụ lục I ban hành kèm theo`).
    """
    paths = [each for each in (_steps(part) for part in path.split("|")) if each]
    if not paths:
        return ""
    groups = _grouped(paths)
    attached = [_attachment(group[0]) for group in groups] + [False]
    words = [
        # Said once for neighbours: `Phụ lục I và Phụ lục II ban hành kèm theo`.
        f"{_group_worded(group)} ban hành kèm theo" if attached[i] and not attached[i + 1] else _group_worded(group)
        for i, group in enumerate(groups)
    ]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}"


Steps = tuple[tuple[str, str], ...]


def _steps(path: str) -> Steps:
    """(kind, name) from the top down, kinds without words of their own left out."""
    steps = []
    for step in path.strip().split("/"):
        kind, _, name = _REPEAT.sub("", step).partition(":")
        if kind in _UNITS or kind == "kemtheo":
            steps.append((kind, name))
        elif kind == "mo_dau":
            steps.append((kind, ""))
    return tuple(steps)


def _attachment(steps: Steps) -> bool:
    return bool(steps) and steps[0][0] in {"kemtheo", "phuluc"}


def _grouped(paths: list[Steps]) -> list[list[Steps]]:
    """Neighbours that differ only in the name of their last unit go together."""
    groups: list[list[Steps]] = []
    for steps in paths:
        last = groups[-1][-1] if groups else ()
        same = bool(last) and last[:-1] == steps[:-1] and last[-1][0] == steps[-1][0]
        if same and len(steps) > 1:
            groups[-1].append(steps)
        else:
            groups.append([steps])
    return groups


def _group_worded(group: list[Steps]) -> str:
    kind = group[0][-1][0]
    names = [_name(kind, steps[-1][1]) for steps in group]
    if len(names) == 1:
        first = _unit(kind, group[0][-1][1])
    else:
        first = f"{_UNITS.get(kind, '')} {', '.join(names[:-1])} và {names[-1]}".strip()
    above = [_unit(*step) for step in reversed(group[0][:-1])]
    return " ".join(part for part in [first, *above] if part)


def _name(kind: str, name: str) -> str:
    if kind in _ROMAN_UNITS and re.fullmatch(r"[ivxlc]+", name):
        return name.upper()
    return name


def _unit(kind: str, name: str) -> str:
    if kind == "mo_dau":
        return "phần mở đầu"
    if kind == "kemtheo":
        return _ATTACHED.get(name, "Văn bản")
    word = _UNITS[kind]
    if name == "this":
        return f"{word} này"
    span = _RANGE.match(name)
    if span:
        return f"từ {word} {_name(kind, span[1])} đến {word} {_name(kind, span[2])}"
    return f"{word} {_name(kind, name)}".strip()
