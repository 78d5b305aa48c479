"""What a draft still has of the year of the document it was begun from: days and years that were not moved on.

A day inside a citation is the cited document's own and stays. Whether a year that is left is wrong only a person can
say: "so với năm 2025" is right in a plan for 2026. So nothing is corrected here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from archive.checking.model import Finding, block_finding

VERDICT = "stale_date"
_DAY = re.compile(
    r"(?:(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*|(?:ngày\s+\d{1,2}\s+)?tháng\s+\d{1,2}(?:\s*/\s*|\s+năm\s+)"
    r"|(?:\bnăm\s+)?)(?<!\d)(?P<year>(?:19|20)\d\d)\b(?!\s*/)",
    re.IGNORECASE,
)


def stale_dates(text: str, source: date, citations: Iterable[tuple[int, int]], named: str) -> list[Finding]:
    """Days and years of the source's own year in a draft for a later one, outside its citations (start, end).

    `source` is the day of the document the draft was begun from, `named` what it is called.
    """
    cited = sorted(citations)
    found = []
    for match in _DAY.finditer(text):
        if int(match["year"]) != source.year:
            continue
        start, end = match.span()
        if any(begin < end and start < stop for begin, stop in cited):
            continue
        vi = f"“{match[0]}” còn của {named}: hãy xem có phải chuyển sang năm mới không."
        en = f"“{match[0]}” is still from {named}: see whether it has to be moved on."
        found.append(block_finding(text, start, end, VERDICT, (vi, en)))
    return found
