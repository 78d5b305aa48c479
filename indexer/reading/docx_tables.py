"""Tables of a DOCX as lines.

The heading of Nghị định 30/2020/NĐ-CP is a table of two columns (issuer and number; national title, place and date),
and so is the end (recipients; signature). Those are read column by column. Tables of data are read row by row, the
cells of a row on one line between bars.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.reading.heading import HEADER_RIGHT

_RECIPIENTS = re.compile(r"(?i)^\s*(?:\*\s*)?nơi nhận\b|^\s*kính gửi\b")
_SIGNER = re.compile(
    r"^\s*(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\s*\.?\s*[A-ZĐỦỒỘ]|^\s*(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|THỦ TƯỚNG|CHÁNH VĂN PHÒNG)\b"
)
_LONG_CELL = 400
_MANY_LINES = 4


def table_lines(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """Lines of a table given as rows of cells of lines."""
    filled = [[_trim(cell) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return []
    if _is_layout(filled):
        return _by_column(filled)
    lines: list[str] = []
    for row in filled:
        cells = [cell for cell in row if cell]
        if len(cells) == 1 or any(_is_long(cell) for cell in cells):
            for cell in cells:
                lines += cell
        else:
            lines.append(
                " | ".join(" ".join(line.strip() for line in cell if line.strip()) for cell in row).strip(" |")
            )
    return ["", *lines, ""]


def _is_layout(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """A table that only places the heading or the end of the document."""
    if max(len(row) for row in rows) not in (2, 3) or len(rows) > 8:
        return False
    lines = [line for row in rows for cell in row for line in cell]
    if any(HEADER_RIGHT.match(line.strip()) for line in lines) and len(lines) < 40:
        return True
    return any(_RECIPIENTS.match(line) for line in lines) or (
        len(rows) <= 3 and any(_SIGNER.match(line) for line in lines)
    )


def _by_column(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    columns = max(len(row) for row in rows)
    lines: list[str] = []
    for column in range(columns):
        for row in rows:
            # A row with fewer cells than the table spans it: its only cell belongs to the left.
            if column < len(row):
                lines += [line for line in row[column] if line.strip()]
    return [*lines, ""]


def _is_long(cell: Sequence[str]) -> bool:
    return len(cell) > _MANY_LINES or sum(len(line) for line in cell) > _LONG_CELL


def _trim(cell: Sequence[str]) -> list[str]:
    lines = list(cell)
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
