"""The two-column heading of a document: what stands in its right column, and what may stand in its left one."""

from __future__ import annotations

import re

# What stands on the right of a heading (Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 05-HD/VPTW).
_PLACE_WORD = r"(?:[A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ][a-zđà-öø-ýăĩũơưạ-ỹ]+|TP\.?|[IVX]+|\d{1,2})"
HEADER_RIGHT = re.compile(
    r"C[ỘÔ]NG\s+H[ÒO][AÀ]\s+X[ÃA]\s+H[ỘÔ]I\s+CH[ỦU]|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|"
    r"[ĐD][ộo]c\s+l[ậâ]p\s*[-–]\s*T[ựư]\s+do|"
    rf"{_PLACE_WORD}(?:[ \-.]+{_PLACE_WORD}){{0,5}}\s*,\s*ngày(?=[\s\d.…])[\s\d.…]*tháng"
)
# A row of underscores or dashes that stands for the rule drawn below a title.
RULE_LINE = re.compile(r"^[ \t]*(?:[_\-\u2013\u2014=~*][ \t]?){3,}$")


def header_left(text: str) -> bool:
    """An issuer (capitals), a number or a subject stands left of the national title; a sentence does not."""
    text = text.strip()
    letters = [c for c in text if c.isalpha()]
    if re.match(r"(?i)^(?:\w+\s+){0,2}số\b|^V/v\b|^\*$", text):
        return len(text) < 60
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(text) < 70
