"""The paragraphs of a document's own words, each with its rank in the numbering: the unit that relations are read in.

Ranks rise inward: Phần, Chương, Mục, Điều, khoản (`1.`), điểm (`a)`), dashes. What has no number of its own ranks just
below the numbered paragraph before it. Lines that a PDF broke are joined again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.provisions import Provision
from archive.relations.own_words import BLOT

PART, CHAPTER, SECTION, ARTICLE, CLAUSE, SUBCLAUSE, POINT, DASH = (float(rank) for rank in range(1, 9))
PLAIN_LEAD, PLAIN = 0.3, 0.6
"""What a paragraph without number adds to the rank before it: one that ends in a colon, and any other."""

_LEAD = r"[ \t*_#>]*"
_MARKERS = (
    (PART, re.compile(_LEAD + r"(?:PHẦN|Phần)\s+(?:[IVXLC]+|thứ\s+\w+|THỨ\s+\w+|[A-Z]|\d{1,2})\b[ \t.:]*")),
    (CHAPTER, re.compile(_LEAD + r"(?:CHƯƠNG|Chương)\s+[IVXLC\d]+[a-z]?\b[ \t.:]*")),
    (SECTION, re.compile(_LEAD + r"(?:(?:MỤC|Mục)\s+[IVXLC\d]+\b|[IVX]{1,6}\s*[./])[ \t.:]*")),
    (ARTICLE, re.compile(_LEAD + r"(?:ĐIỀU|Điều)\s+(?P<value>\d{1,4}[a-zđ]?)\s*[.:][ \t*_]*")),
    (SUBCLAUSE, re.compile(_LEAD + r"\d{1,3}(?:\.\d{1,3})+[.)]?[ \t]+")),
    (CLAUSE, re.compile(_LEAD + r"(?P<value>\d{1,3}[a-zđ]?)\s?[.)][ \t*_]*(?!\d)")),
    (POINT, re.compile(_LEAD + r"(?P<value>[a-zđ]\d?)\s?[).][ \t]*")),
    (DASH, re.compile(_LEAD + r"[-–—+•*][ \t]*")),
)
_CLOSED = re.compile(rf"[.;:!?…{BLOT}/][ \t\"”*_)]*$")
_WRAPPED = 45
"""Characters from which a line can be one that a PDF broke: headings are shorter."""
_LONGEST_LINE = 130


@dataclass(frozen=True)
class Paragraph:
    """`own[start:end]`, its words from `body` on (behind its number); `path` the provision it stands in, "" unknown."""

    start: int
    body: int
    end: int
    rank: float
    path: str = ""


def paragraphs(
    own: str, provisions: Sequence[Provision] = (), start: int = 0, end: int | None = None
) -> Iterator[Paragraph]:
    """The paragraphs of `own[start:end]`, in order; those wholly quoted are left out."""
    places = _Places(provisions)
    rank = 0.0
    for begin, stop in _blocks(own, start, len(own) if end is None else end):
        marked = _marker(own, begin, stop)
        if marked is None:
            opens = own[begin:stop].rstrip(" \t\r\n*_").endswith(":")
            yield Paragraph(begin, begin, stop, rank + (PLAIN_LEAD if opens else PLAIN), places.at(begin, "", 0))
            continue
        rank, body, value = marked
        yield Paragraph(begin, body, stop, rank, places.at(begin, value, rank))


def _blocks(own: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: lines, joined where a line was broken in the middle of a sentence."""
    begin, stop = -1, -1
    place = start
    while place < end:
        line_end = own.find("\n", place, end)
        line_end = end if line_end < 0 else line_end
        line = own[place:line_end]
        stripped = line.strip(" \t\r*_" + BLOT)
        if not stripped:
            if begin >= 0:
                yield begin, stop
            begin = -1
        elif begin >= 0 and _continues(own, begin, stop, place, line_end):
            stop = line_end
        else:
            if begin >= 0:
                yield begin, stop
            begin = place + len(line) - len(line.lstrip(" \t*_"))
            stop = line_end
        place = line_end + 1
    if begin >= 0:
        yield begin, stop


def _continues(own: str, begin: int, stop: int, place: int, line_end: int) -> bool:
    last = own.rfind("\n", begin, stop) + 1
    before = own[max(begin, last) : stop]
    if _CLOSED.search(before.rstrip()) or _marker(own, place, line_end) is not None:
        return False
    here = own[place:line_end].strip()
    if here[0].islower():
        return len(before) <= _LONGEST_LINE or before.rstrip().endswith(",")
    return _WRAPPED <= len(before.strip()) <= _LONGEST_LINE and not _heading(own, begin, stop)


_HEADING = re.compile(r"[ \t*_]*(?:(?:Điều|ĐIỀU)\s+\d|CHƯƠNG|Chương|Mục|MỤC|PHẦN|Phần)")


def _heading(own: str, begin: int, stop: int) -> bool:
    """A heading on one line is not continued by a sentence that begins with a capital."""
    return _HEADING.match(own, begin, stop) is not None and "," not in own[begin:stop][-3:]


def _marker(own: str, start: int, end: int) -> tuple[float, int, str] | None:
    for rank, pattern in _MARKERS:
        match = pattern.match(own, start, end)
        if match:
            return rank, match.end(), match.groupdict().get("value") or ""
    return None


class _Places:
    """Paths of places: of the given provisions, else counted from the markers passed."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._own = sorted(
            (p for p in provisions if not p.quoted and p.kind != "mo_dau"), key=lambda p: (p.start, -p.end)
        )
        self._starts = [p.start for p in self._own]
        self._article = self._clause = ""

    def at(self, place: int, value: str, rank: float) -> str:
        if self._own:
            return self._of_provisions(place)
        if rank == ARTICLE:
            self._article, self._clause = f"dieu:{value}", ""
        elif rank == CLAUSE and self._article:
            self._clause = f"{self._article}/khoan:{value}"
        elif rank == POINT and self._clause:
            return f"{self._clause}/diem:{value}"
        elif 0 < rank < ARTICLE:
            self._article = self._clause = ""
        return self._clause or self._article

    def _of_provisions(self, place: int) -> str:
        index = bisect_right(self._starts, place + 3) - 1
        for provision in reversed(self._own[max(0, index - 400) : index + 1]):
            if provision.end > place:
                return provision.path if provision.kind != "toan_van" else ""
        return ""
