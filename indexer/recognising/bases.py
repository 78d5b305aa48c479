"""The căn cứ block: under what a document was issued, line by line (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import re

from indexer.recognising.facts import Span

_BASIS = re.compile(r"[\s*_\-–+]*(?:Căn cứ|CĂN CỨ|Can cu)\b")
_LEAD_OUT = re.compile(
    r"[\s*_\-–+]*(?:Theo (?:đề nghị|Tờ trình|Công văn)|Xét\b|Sau khi\b|Trên cơ sở|Thi hành|Được sự|Thực hiện|"
    r"Theo\b|Để\b|Nhằm\b|"
    r"Tiếp tục)"
)
# What can only come after the block: the promulgation, the first unit, the resolution's own `QUYẾT ĐỊNH:`.
_AFTER = re.compile(
    r"[\s*_]*(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|LỆNH|Điều\s+\d|Chương\s+[IVX\d]|Phần\s|PHẦN\s|[IVX]{1,4}\s*[./]|"
    r"\d{1,2}\.\s|Kính gửi|"
    r"(?:Quốc hội|Chính phủ|Thủ tướng Chính phủ|Bộ trưởng|Thống đốc|Chủ tịch|Tổng|Chánh án|Viện trưởng|"
    r"Hội đồng nhân dân|"
    r"Ủy ban|Uỷ ban|UBND|HĐND|Đảng ủy|Ban Thường vụ|Ban Chấp hành)\b[^;]{0,200}(?:ban hành|xây dựng|báo cáo|"
    r"thông báo)\b[^;]*$)"
)
_REACH = 20000
_LONGEST = 1200


def find_bases(text: str, start: int) -> tuple[Span, ...]:
    """Each basis as a span from `Căn cứ` to its end, wrapped lines included; () where the document has none."""
    found: list[Span] = []
    place = start
    limit = min(len(text), start + _REACH)
    first, last = -1, -1
    other = 0

    def close() -> None:
        nonlocal first
        if first >= 0:
            found.append(Span(first, last))
        first = -1

    while place < limit:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[place:end]
        bare = line.strip(" \t\u00a0*_")
        stop = place + len(line.rstrip(" \t\u00a0*_"))
        place = end + 1
        if not bare:
            if first >= 0 and text[last - 1] in ".;":
                close()
            continue
        basis = _BASIS.match(line)
        if basis:
            close()
            first = stop - len(line.rstrip(" \t\u00a0*_")) + len(line) - len(line.lstrip(" \t\u00a0*_-–+"))
            last = stop
            continue
        if first >= 0:
            done = text[last - 1] in ".;" or bool(_AFTER.match(line)) or stop - first > _LONGEST
            if not done and (bare[0].islower() or not _LEAD_OUT.match(line)):
                last = stop
                continue
            close()
        if _AFTER.match(line):
            break
        if not _LEAD_OUT.match(line):
            other += 1
            if (found and other > 1) or other > 6:
                break
    close()
    return tuple(found)
