"""Preparing a text for the citation engine: the cleaned view, and its block of legal bases."""

from __future__ import annotations

import re

from archive.offsets import Cleaned, cleaned

__all__ = ["Cleaned", "basis_spans", "cleaned"]

_BASIS_LINE = re.compile(
    r"^[-*•+–—_ \t\r]{0,12}(?:\d{1,2}[.)][ \t]+)?[*_]{0,3}C(?:ă|a|â|ǎ)n c(?:ứ|ử|ữ|ư)(?!\w)", re.IGNORECASE
)
# The first section of the text proper: bases end before it.
_BODY = re.compile(
    r"^[ \t\r*_]*(?:(?:Điều|ĐIỀU)\s+1\s*[.:]|I\s*[./)-]\s|PHẦN\s|Phần\s+(?:I|1|thứ)\b"
    r"|CHƯƠNG\s+(?:[IVX]+|\d+|THỨ)\b|Chương\s+I\b|QUYẾT\s+(?:ĐỊNH|NGHỊ)\s*:|[A-Z]\s*\.\s+[A-ZĐ])"
)
_NUMBERED = re.compile(r"^[ \t\r]*1\s*[.)]\s+(?!C(?:ă|a)n\s)")
_LEAD_OUT = re.compile(
    r"^[ \t\r]*[-*•+–]?[ \t]*(?:Theo đề nghị|Xét|Thực hiện|Để |Nhằm|Trên cơ sở|Sau khi|Được sự|QUYẾT|Ủy ban"
    r"|Uỷ ban|UBND|Hội đồng"
    r"|Bộ trưởng|Chính phủ|Thủ tướng|Ban |Đảng ủy|Nay |Chủ tịch|Sở |Phòng |CHÍNH PHỦ|BỘ TRƯỞNG|ỦY BAN)"
)


def basis_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the opening `Căn cứ …;` items of a cleaned text, in order; empty where it opens otherwise.

    An item runs on over wrapped lines up to its `;` or full stop, an empty line, or a line that begins something else.
    """
    spans: list[tuple[int, int]] = []
    start = -1
    position = 0
    previous = ""
    for line in text.splitlines(keepends=True):
        end = position + len(line)
        stripped = line.strip()
        if _BASIS_LINE.match(line):
            if start >= 0:
                spans.append((start, position))
            start = position
        elif _BODY.match(line) or (spans and _NUMBERED.match(line)) or (start >= 0 and _NUMBERED.match(line)):
            break
        elif start >= 0:
            closed = previous.rstrip(" *_").endswith((";", ".", ":"))
            if not stripped or closed or _LEAD_OUT.match(line):
                spans.append((start, position))
                start = -1
        previous = stripped or previous
        position = end
    if start >= 0:
        spans.append((start, min(position, len(text))))
    return spans
