"""The attestation of a consolidated text (văn bản hợp nhất): its own issuer, number and date, at its end.

The letterhead above such a text is the amended document's; Pháp lệnh 01/2012/UBTVQH13 has the attestation come last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.layout.cells import Cell, cells, shouts

_WORDS = re.compile(r"XÁC\s+THỰC\s+VĂN\s+BẢN\s+HỢP\s+NHẤT")
_NUMBER = re.compile(r"(?:Số|SỐ)\s*:?\s*\d+\s*/\s*VBHN\s*-\s*\S+")
_DATE = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|ngày\s+tháng\s+năm", re.IGNORECASE)
_AROUND = 500
"""Characters before and after the words in which number, date and issuer stand."""


@dataclass(frozen=True)
class Attestation:
    """`start` is where the block begins, with the issuer's name or its number."""

    start: int
    number: Cell | None
    date: Cell | None
    issuer: tuple[Cell, ...]


def find_attestation(text: str) -> Attestation | None:
    """The attestation of a consolidated text, None in any other text."""
    found = list(_WORDS.finditer(text))
    if not found:
        return None
    words = found[-1]
    begin = max(0, words.start() - _AROUND)
    begin = text.rfind("\n", 0, begin) + 1
    block = [
        Cell(c.value, c.start + begin, c.end + begin, c.line)
        for c in cells(text[begin : words.end() + _AROUND])
        if not c.is_rule
    ]
    number = next((c for c in block if _NUMBER.match(c.value)), None)
    issuer: list[Cell] = []
    anchor = min(words.start(), number.start if number else words.start())
    for cell in reversed([c for c in block if c.end <= anchor]):
        if not shouts(cell.value) or len(cell.value) > 90 or len(issuer) >= 4:
            break
        issuer.insert(0, cell)
    start = issuer[0].start if issuer else anchor
    date = next((c for c in block if c.start >= start and _DATE.search(c.value) and len(c.value) < 90), None)
    return Attestation(start, number, date, tuple(issuer))
