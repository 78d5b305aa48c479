"""The beginning of a document as cells: lines, and the cells that a two-column letterhead leaves on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

REACH = 9000
"""Characters from the beginning in which the opening of a document must end."""

GAP = r"[^\S\n]"
UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Vietnamese capitals for a character class: a range such as À-Ỹ would take small letters too."""
LOWER = "a-zđàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_CELL = re.compile(rf"\S(?:[^\n\t]*?\S)?(?={GAP}{{4,}}|{GAP}*(?:\t|\n|$))")
# A wide blank left open inside one cell: `Số:      /KH-UBND`, `ngày     tháng     năm 2026`.
_OPEN = re.compile(r"(?:\b(?:ngày|tháng|năm|ngay|thang|nam)|\b(?:số|so)\s*[:.]?|/)$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:tháng|năm|thang|nam)\b|[\d/.…_-]")
# The same once the blank is filled in: `Số:     40     /2000/TT-BTC`, `ngày    15    tháng    5    năm 2000`.
_FILLED = re.compile(
    r"(?P<number>^\W*(?:số|so)\s*[:.]?\s*\d{1,5}[a-z]?)$|\b(?:(?:ngày|ngay)\s+\d{1,2}|(?:tháng|thang)\s+\d{1,2})$",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(r"[/-]\s*(?:\d{4}\b|[A-ZĐ]{2})")
_AFTER_DAY = re.compile(r"(?:tháng|năm|thang|nam)\b")
_RULE = re.compile(r"^[\W_]+$")


@dataclass(frozen=True)
class Cell:
    """A line, or one cell of it: `text[start:end] == value`. `line` counts lines from 0; `blank_before` says that an
    empty line stands above. A rule (`-----`, `*`) has no extent, and `-` or `*` as its value."""

    value: str
    start: int
    end: int
    line: int
    blank_before: bool = False

    @property
    def is_rule(self) -> bool:
        """Whether this is a line drawn under a heading rather than words."""
        return self.end == 0


def cells(text: str, reach: int = REACH) -> Iterator[Cell]:
    """The cells of the beginning of a text, marks of emphasis and white space trimmed, blank ones left out."""
    place = 0
    blank = False
    for line, raw in enumerate(text[:reach].split("\n")):
        empty = True
        for begin, stop in _pieces(raw):
            drawn = raw[begin:stop]
            value = drawn.strip("*_#\u00a0\u200e| ")
            if not value or (_RULE.match(value) and not re.search(r"[…./]", value)):
                if drawn.strip("\u00a0\u200e "):
                    empty = False
                    yield Cell("*" if "*" in drawn and "-" not in drawn else "-", 0, 0, line, blank)
                continue
            empty = False
            start = place + begin + drawn.find(value)
            yield Cell(value, start, start + len(value), line, blank)
            blank = False
        if empty:
            blank = True
        place += len(raw) + 1


def _pieces(raw: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _CELL.finditer(raw):
        start, end = match.span()
        if found:
            before = raw[found[-1][0] : found[-1][1]]
            gap = raw[found[-1][1] : start]
            if "\t" not in gap and _goes_on(before, match.group()):
                found[-1] = (found[-1][0], end)
                continue
        found.append((start, end))
    return found


def _goes_on(before: str, after: str) -> bool:
    if _OPEN.search(before):
        return bool(_GOES_ON.match(after))
    filled = _FILLED.search(before)
    return filled is not None and bool((_AFTER_NUMBER if filled["number"] else _AFTER_DAY).match(after))


def piece(cell: Cell, start: int, end: int) -> Cell:
    """A part of a cell, trimmed."""
    raw = cell.value[start:end]
    value = raw.strip(" \t\u00a0*_:-–")
    offset = cell.start + start + raw.find(value)
    return Cell(value, offset, offset + len(value), cell.line, cell.blank_before and start == 0)


def shouts(value: str) -> bool:
    """Whether a text is all in capitals."""
    return value.upper() == value and any(c.isalpha() for c in value)
