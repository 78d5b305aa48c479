"""Quoted amended text: what stands between “ and ” in an amending document is another document's article.

Real texts mix “ ” with " and lose a mark now and then; the rules here always come back to the document's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from indexer.layout.lines import Line

Span = tuple[int, int]

_OPENING = "“„‟"
_MARKS = re.compile(r"[“„‟”\"]")
_CLOSES = re.compile(r"\"\s*[.;,/]*\s*$")
_LINE_OPENS = re.compile(r"[\s*]*(?P<mark>[“„‟\"])\s*(?=[\dA-ZĐIVX]|[a-zđ]\d?\)|Điều|Chương|Mục|Phụ)")
_LINE_OPENS_UNIT = re.compile(
    r"[\s*]*[“„‟\"]\s*(?:\d{1,3}[a-zđ]?\.|[a-zđ]\d?\)|(?:Điều|Chương|Mục|Phần)\s+[\dIVX]|PHỤ LỤC|Phụ lục)"
)
# A line that can only be the amending document speaking again.
_OWN_AGAIN = re.compile(
    r"[\s*]*(?:\d{1,3}[a-zđ]?\.|[a-zđ]\d?\)|Điều\s+\d{1,3}\s*[.:])\s*"
    r"(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Thay cụm|Thay từ|Bỏ |Hủy bỏ|Huỷ bỏ|Đổi tên|Hiệu lực|Điều khoản thi hành|"
    r"Tổ chức thực hiện|Trách nhiệm thi hành|Điều khoản chuyển tiếp)"
)


_MOST_RESTARTS = 40
"""Quotations left open to the end of the text after which the rest is read as the document's own words."""


def quoted_spans(text: str, lines: Sequence[Line]) -> list[Span]:
    """Spans of quoted text that reach over a line, or that begin a line, in order and not overlapping.

    A quotation inside one line of running text (`cụm từ “30 ngày”`) is not listed.
    """
    spans: list[Span] = []
    opened = -1
    opened_line = -1
    depth = 0
    straight = False
    restarts = 0
    index = 0
    while index < len(lines):
        start, end = lines[index]
        at_head = _LINE_OPENS.match(text, start, end)
        if opened >= 0 and at_head and _LINE_OPENS_UNIT.match(text, start, end):
            # A unit is not quoted inside a quotation: the last one was never closed. A defined term may be.
            spans.append((opened, lines[_cut(text, lines, opened_line, index)][0]))
            opened = -1
        if opened < 0:
            place, level, is_straight = _opens(text, start, end)
            if place >= 0:
                opened, opened_line, depth, straight = place, index, level, is_straight
            elif at_head:
                spans.append((at_head.start("mark"), end))
        else:
            depth += _balance(text, start, end, straight)
            if depth <= 0:
                spans.append((opened, end))
                opened = -1
        index += 1
        if index == len(lines) and opened >= 0:
            # Never closed: give back everything from the first line where the document speaks again.
            stop = _cut(text, lines, opened_line, index)
            if stop >= index:
                stop = opened_line + 1
            spans.append((opened, lines[stop - 1][1] if stop == opened_line + 1 else lines[stop][0]))
            opened = -1
            restarts += 1
            if restarts < _MOST_RESTARTS:
                index = stop
    return spans


def _opens(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where a quotation that this line leaves open begins, its depth, and whether it is a straight mark."""
    stack: list[int] = []
    straight: list[int] = []
    for match in _MARKS.finditer(text, start, end):
        mark = match.group()
        if mark in _OPENING:
            stack.append(match.start())
        elif mark == "”":
            if stack:
                stack.pop()
            elif straight:
                straight.pop()
        elif straight:
            straight.pop()
        elif stack and not _may_open(text, start, match.start()):
            stack.pop()
        else:
            straight.append(match.start())
    if stack and _may_open(text, start, stack[0]):
        return stack[0], len(stack), False
    if straight and _may_open(text, start, straight[-1]):
        return straight[-1], 1, True
    return -1, 0, False


def _may_open(text: str, line_start: int, place: int) -> bool:
    """A quotation of provisions opens at the head of a line or after a colon (`như sau: “…`).

    Elsewhere a mark left open is a slip of the pen in running text, and must not swallow what follows.
    """
    before = text[max(line_start, place - 60) : place].rstrip(" \t\u00a0*")
    return not before or before.endswith((":", "như sau"))


def _balance(text: str, start: int, end: int, straight: bool) -> int:
    """How much deeper the line leaves an open quotation."""
    change = 0
    inner = False
    for match in _MARKS.finditer(text, start, end):
        mark = match.group()
        if mark in _OPENING:
            change += 1
        elif mark == "”":
            change -= 1
        elif straight:
            # "…" inside a straight quotation: open and close in turn, the odd one out ends the quotation.
            inner = not inner
        elif _CLOSES.match(text, match.start(), end):
            change -= 1
    return change - 1 if inner else change


def _cut(text: str, lines: Sequence[Line], first: int, limit: int) -> int:
    """The first line after `first` where the document itself speaks again; `limit` if none does."""
    for index in range(first + 1, limit):
        if _OWN_AGAIN.match(text, *lines[index]):
            return index
    return limit


def inside(spans: Sequence[Span], place: int) -> bool:
    """Whether a place lies in one of the ordered spans (the opening mark itself counts as inside)."""
    found = bisect_right(spans, (place, 1 << 60)) - 1
    return found >= 0 and spans[found][0] <= place < spans[found][1]
