"""Comments of Word at places of a document. Shapes as in ECMA-376 Part 1, 17.13.4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from indexer.annotating.anchoring import Spot
from indexer.annotating.dividing import Divisions
from indexer.reading.numbering import W

AUTHOR = "Căn Cứ"
INITIALS = "CC"
FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# At one place: what is put in and taken out, then ends of comments, then their starts.
CHANGES, ENDS, STARTS = 0, 1, 2


def put_range(divisions: Divisions, number: int, start: Spot, end: Spot, prefix: str) -> None:
    """Let comment `number` be about all from `start` to `end`."""
    name = f'{prefix}:id="{number}"/>'
    divisions.put(start, f"<{prefix}:commentRangeStart {name}", STARTS)
    reference = f"<{prefix}:r><{prefix}:commentReference {name}</{prefix}:r>"
    divisions.put(end, f"<{prefix}:commentRangeEnd {name}{reference}", ENDS)


def comment(number: int, said: Sequence[str], prefix: str, when: datetime) -> str:
    """One comment: a paragraph a line, the first one in bold."""
    p = prefix
    paragraphs = []
    for place, line in enumerate(said):
        bold = f"<{p}:rPr><{p}:b/></{p}:rPr>" if place == 0 else ""
        mark = f"<{p}:r><{p}:annotationRef/></{p}:r>" if place == 0 else ""
        words = escape(FORBIDDEN.sub("", line.replace("\n", " ")))
        paragraphs.append(f'<{p}:p>{mark}<{p}:r>{bold}<{p}:t xml:space="preserve">{words}</{p}:t></{p}:r></{p}:p>')
    who = f'{p}:author={quoteattr(AUTHOR)} {p}:date="{when:%Y-%m-%dT%H:%M:%SZ}" {p}:initials="{INITIALS}"'
    return f'<{p}:comment {p}:id="{number}" {who}>{"".join(paragraphs)}</{p}:comment>'


def next_number(*roots: Any) -> int:
    """The first number above those of all comments and tracked changes in some trees."""
    highest = -1
    for root in roots:
        for item in root.iter():
            value = item.get(f"{W}id") if isinstance(item.tag, str) else None
            if value is not None and value.isascii() and value.isdigit() and len(value) < 10:
                highest = max(highest, int(value))
    return highest + 1
