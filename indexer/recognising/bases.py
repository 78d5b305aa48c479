"""The căn cứ block: under what a document was issued, line by line (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, mục 6)."""

from __future__ import annotations

import re

from indexer.recognising.facts import Span

_BASIS = re.compile(r"[\s*_\-–+]*(?:Căn cứ|CĂN CỨ|Can cu)\b")
_LEAD_OUT = re.compile(r"[\s*_\-–+]*(?:Theo|Xét|Sau khi|Trên cơ sở|Thực hiện|Thi hành|Để|Nhằm|Được sự|Tiếp tục)\b")
_REACH = 20000


def find_bases(text: str, start: int) -> tuple[Span, ...]:
    """Each basis as a span from `Căn cứ` to its end, wrapped lines included; () where the document has none."""
    found: list[Span] = []
    place = start
    limit = min(len(text), start + _REACH)
    open_from = -1
    open_to = -1
    skipped = 0
    while place < limit:
        end = text.find("\n", place)
        if end < 0:
            end = len(text)
        line = text[place:end]
        bare = line.strip(" \t\u00a0*_")
        if _BASIS.match(line):
            if open_from >= 0:
                found.append(Span(open_from, open_to))
            open_from = place + re.match(r"[\s*_\-–+]*", line).end()  # type: ignore[union-attr]
            open_to = place + len(line.rstrip(" \t\u00a0*_"))
        elif bare:
            closed = open_from < 0 or text[open_to - 1 : open_to] in ".;,:" or _LEAD_OUT.match(line)
            if (open_from >= 0 and not closed and not bare[0].isupper()) or (
                open_from >= 0 and bare[0].islower() and len(line) < 200 and text[open_to - 1 : open_to] not in ".;"
            ):
                open_to = place + len(line.rstrip(" \t\u00a0*_"))
            else:
                if open_from >= 0:
                    found.append(Span(open_from, open_to))
                    open_from = -1
                if found and not _LEAD_OUT.match(line):
                    break
                skipped += 1
                if skipped > 6:
                    break
        place = end + 1
    if open_from >= 0:
        found.append(Span(open_from, open_to))
    return tuple(found)
