"""Whether the article or clause that a citation names is there in the document held.

Only plain numbers of articles, and of clauses in an article whose clauses are known; nothing is said of a document
that was amended, for amendments add articles and clauses, nor of what is attached to a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.citations.model import Citation
from archive.differences import FieldMismatch
from archive.records import Record

_ARTICLE = re.compile(r"dieu:(\d+)(?:-(\d+))?(?:/khoan:(\d+)(?:-(\d+))?)?(?=/|$)")
_HELD = re.compile(r"(?:^|/)dieu:(\d+)[^/]*(?:/khoan:(\d+)[^/]*)?$")


def missing_pinpoint(citation: Citation, record: Record, paths: Iterable[str]) -> FieldMismatch | None:
    """The first article or clause cited that lies past the last one held; None where all may be there.

    A number before the last one that was not read is no proof: our reading may have missed it.
    """
    if record.amended_by or any(flag.startswith("amended") for flag in citation.flags):
        return None
    clauses: dict[int, set[int]] = {}
    for path in paths:
        held = _HELD.search(path)
        if held:
            clauses.setdefault(int(held[1]), set()).update([int(held[2])] if held[2] else [])
    if not clauses:
        return None
    last = max(clauses)
    for part in citation.pinpoint.split("|"):
        cited = _ARTICLE.match(part)
        if cited is None:
            continue
        article = max(int(each) for each in cited.group(1, 2) if each)
        if article > last:
            return FieldMismatch("pinpoint", f"Điều {article}", _between("Điều", min(clauses), last))
        inside = clauses.get(article, set())
        clause = max((int(each) for each in cited.group(3, 4) if each), default=0)
        if inside and clause > max(inside):
            held_ones = f"{_between('khoản', min(inside), max(inside))} Điều {article}"
            return FieldMismatch("pinpoint", f"khoản {clause} Điều {article}", held_ones)
    return None


def _between(unit: str, first: int, last: int) -> str:
    return f"{unit} {first} đến {unit} {last}" if first < last else f"{unit} {first}"
