"""What stands on a page but is not the document: running heads, page numbers; and footnotes, which are moved.

A running head is a line at the top or bottom that comes back, with other numbers, on other pages, or that has the
form of the official gazette's head (`CÔNG BÁO/Số 361 + 362/Ngày 28-02-2025   87`).
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.reading.heading import HEADER_RIGHT, RULE_LINE
from indexer.reading.pdf_lines import LOWERED, RAISED, Line

_DEEP = 3  # so many lines from the top or the bottom may be running heads
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|/.]*(?:(?:trang|page|tr\.?)\s*)?\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?[\s\-–—|/.]*$", re.I
)
# OCR reads `Só`, `Sô`, and other digits.
_GAZETTE = re.compile(r"(?i)^\W*(?:\d{1,4}\s+)?C[ÔO]NG\s*B[ÁAẢ]O\s*/?\s*S\w\s[\d\s+,&]*/?\s*Ng[àa]y\s*[\d\s\-/.]*$")
# What a program that signs prints into a PDF: `Người ký: …`, `Thời gian ký: 05.03.2026 16:12:45 +07:00`.
_STAMP = re.compile(
    r"(?i)^\W*(?:(?P<sure>người ký|ký bởi|ký số bởi|thời gian ký|ngày ký|signature not verified|digitally signed by|"
    r"signed by|signing (?:date|time))\b|(?P<more>e-?mail|cơ quan|tổ chức|chức vụ|date|reason|location|lý do|"
    r"vị trí)\s*:)"
)
_STAMP_LINES = 9


@dataclass(frozen=True)
class PageParts:
    """A page divided: the lines of the document itself, and its footnotes. `dropped` are heads and page numbers."""

    body: tuple[Line, ...]
    notes: tuple[Line, ...]
    dropped: tuple[Line, ...]


def divide_pages(pages: Sequence[Sequence[Line]]) -> list[PageParts]:
    """Take running heads and page numbers off every page and set footnotes apart."""
    repeated = _repeated(pages)
    bodies: list[list[Line]] = []
    dropped: list[list[Line]] = []
    for lines in pages:
        kept, heads = _without_heads(lines, repeated)
        bodies.append(kept)
        dropped.append(heads)
    usual = _usual_height(bodies)
    parts: list[PageParts] = []
    running = 0.0
    for kept, heads in zip(bodies, dropped, strict=True):
        body, notes = _footnotes(kept, usual, running)
        running = statistics.median(line.height for line in notes) if notes else 0.0
        parts.append(PageParts(tuple(body), tuple(notes), tuple(heads)))
    return parts


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.plain)).strip().lower()


def _edges(lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines nearest to the top and the bottom edge, nearest first."""
    order = sorted(range(len(lines)), key=lambda i: lines[i].base) if all(line.placed for line in lines) else None
    if order is None:
        order = list(range(len(lines)))
    return [*order[:_DEEP], *[i for i in reversed(order[-_DEEP:]) if i not in order[:_DEEP]]]


def _repeated(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Patterns of edge lines that stand on at least three pages and on a third of all."""
    seen: Counter[str] = Counter()
    for lines in pages:
        headed = _has_heading(lines)
        tops = _edges(lines)[:_DEEP]
        seen.update({_pattern(lines[i]) for i in _edges(lines) if not (headed and i in tops)})
    needed = max(3, len(pages) / 3)
    if len(pages) == 2:
        return _repeated_foot(pages)
    # Odd and even pages may have heads of their own, hence a third and not half.
    return frozenset(
        pattern
        for pattern, count in seen.items()
        if count >= needed
        and pattern not in ("#", "")
        and len(pattern) < 120
        and not re.match(r"^(?:điều|chương|mục) #", pattern)
    )


def _has_heading(lines: Sequence[Line]) -> bool:
    """True where a document or form begins on the page: its issuer and title are no running head."""
    return any(HEADER_RIGHT.match(line.plain) for line in lines[:8])


def _repeated_foot(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """On two pages only the same small line at the foot of both is sure to be no part of the text."""
    usual = _usual_height(pages)
    feet = [
        {
            _pattern(line)
            for line in (lines[i] for i in _edges(lines)[_DEEP:])
            if line.placed and line.height < 0.95 * usual and len(line.plain) > 3 and line.plain[:1] not in "-+"
        }
        for lines in pages
    ]
    return frozenset(feet[0] & feet[1])


def _without_heads(lines: Sequence[Line], repeated: frozenset[str]) -> tuple[list[Line], list[Line]]:
    gone = {i for i, line in enumerate(lines) if _GAZETTE.match(line.plain) or RULE_LINE.match(line.plain)}
    gone |= _stamps(lines)
    placed = all(line.placed for line in lines)
    order = sorted(range(len(lines)), key=lambda i: lines[i].base) if placed else list(range(len(lines)))
    headed = _has_heading(lines)
    for top, sequence in ((True, order[:_DEEP]), (False, list(reversed(order[-_DEEP:])))):
        for index in sequence:
            if index in gone:
                continue  # on a wide page the gazette's head stands at the side
            line = lines[index]
            if _pattern(line) in repeated and not (top and headed):
                gone.add(index)
            elif _PAGE_NUMBER.match(line.plain) and len(lines) > 1:
                gone.add(index)
                break
            else:
                break
    return [line for i, line in enumerate(lines) if i not in gone], [lines[i] for i in sorted(gone)]


def _stamps(lines: Sequence[Line]) -> set[int]:
    """Lines of signature stamps: those of one column from the first to the last that says so, two of them at least."""
    gone: set[int] = set()
    for first, line in enumerate(lines):
        found = _STAMP.match(line.plain)
        if first in gone or not found:
            continue
        near = [
            i
            for i in range(first, min(len(lines), first + _STAMP_LINES))
            if not line.placed or not lines[i].placed or abs(lines[i].left - line.left) < 4 * line.height
        ]
        marks = [(i, mark) for i in near if (mark := _STAMP.match(lines[i].plain))]
        kinds = {mark.group().strip(" :").lower() for _, mark in marks}
        if len(kinds) < 2 or not any(mark["sure"] for _, mark in marks):
            continue
        last = marks[-1][0]
        if last + 1 in near and re.match(r"^[\d:.\-/+\s]+$", lines[last + 1].plain):
            last += 1  # the rest of the time
        gone.update(i for i in near if i <= last)
    return gone


def _usual_height(pages: Sequence[Sequence[Line]]) -> float:
    heights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.placed:
                heights[round(line.height * 2) / 2] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 0.0


_NOTE_START = re.compile(rf"^{RAISED}\s*(\d{{1,3}})\s*{LOWERED}")


def _footnotes(lines: list[Line], usual: float, running: float) -> tuple[list[Line], list[Line]]:
    """The small print at the foot of the page that begins with a raised number, or goes on from the page before.

    `running` is the letter height of the notes of the page before, 0 where it had none.
    """
    if not usual or not all(line.placed for line in lines):
        return lines, []
    order = sorted(range(len(lines)), key=lambda i: lines[i].base)
    start = len(order)
    while start > 0 and lines[order[start - 1]].height < 0.95 * usual:
        start -= 1
    if not (start < len(order) and running and _goes_on(lines[order[start]], running)):
        while start < len(order) and not _NOTE_START.match(lines[order[start]].text):
            start += 1
    notes = set(order[start:])
    if not notes:
        return lines, []
    return (
        [line for i, line in enumerate(lines) if i not in notes],
        [line for i, line in enumerate(lines) if i in notes],
    )


def _goes_on(line: Line, running: float) -> bool:
    """True where small print has the size of the notes before it and is not the list of recipients."""
    return abs(line.height - running) < 0.03 * running and not re.match(r"(?i)^(?:[-+*]\s|nơi nhận)", line.plain)


def note_labels(notes: Sequence[Line]) -> frozenset[str]:
    """The numbers that footnotes begin with."""
    return frozenset(match.group(1) for line in notes if (match := _NOTE_START.match(line.text)))


_RUN = re.compile(f"(?P<first>^)?{RAISED}\\s*(?P<digits>[^{LOWERED}]*?)\\s*{LOWERED}(?P<space>\\s*)")


def show_raised(text: str, labels: frozenset[str]) -> str:
    """Raised digits as `[1]` where a footnote of that number exists; otherwise as plain digits (m2)."""

    def shown(match: re.Match[str]) -> str:
        digits, space = match["digits"], match["space"]
        if digits not in labels:
            return digits + space
        return f"[{digits}]{' ' if match['first'] is not None else space}"

    return _RUN.sub(shown, text)


def usual_pitch(lines: Sequence[Line]) -> float:
    """Usual distance from one line to the next, in heights of their letters; 0 where it cannot be told."""
    steps = [
        (below.base - above.base) / above.height
        for above, below in pairwise(lines)
        if below.base > above.base and above.height and abs(below.height - above.height) < 0.08 * above.height
    ]
    return statistics.median(steps) if len(steps) >= 3 else 0.0
