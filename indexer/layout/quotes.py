"""Quoted amended text: what stands between “ and ” in an amending document is another document's article.

Real texts mix “ ” with " and lose a mark now and then; the rules here always come back to the document's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from indexer.layout.labels import ARTICLE
from indexer.layout.lines import Line

Span = tuple[int, int]

OPENING_MARK = r"(?:[“„‟\"«”]|‘‘|'')"
"""What may stand before quoted text at the head of a line: the closing mark too, which real texts print there."""
_MARKS = re.compile(r"[“„‟”\"«»]|‘‘|’’|''")
_STRAIGHT = frozenset({'"', "''"})
_ENDS_LINE = re.compile(r"[.;,:/)\s*_]*$")
_CLOSES = re.compile(r"(?:\"|'')\s*[.;,/]*\s*$")
_LABEL = rf"(?:\d{{1,3}}[a-zđ]?\.|[a-zđ]\d?\)|(?:{ARTICLE}|Chương|Mục|Phần|CHƯƠNG|MỤC|PHẦN)\s*[\dIVX]|PHỤ LỤC|Phụ lục)"
_LINE_OPENS = re.compile(rf"[\s*]*(?P<mark>{OPENING_MARK})\s*(?=[\dA-ZĐIVX]|[a-zđ]\d?\)|{ARTICLE}|Chương|Mục|Phụ)")
_UNIT = re.compile(rf"[\s*]*{_LABEL}")
_LINE_OPENS_UNIT = re.compile(rf"[\s*]*{OPENING_MARK}\s*{_LABEL}")
# What only the amending document itself says.
_AMENDS = (
    r"(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Thay cụm|Thay từ|Bỏ |Hủy bỏ|Huỷ bỏ|Đổi tên|Hiệu lực|Điều khoản thi hành|"
    r"Tổ chức thực hiện|Trách nhiệm thi hành|Điều khoản chuyển tiếp)"
)
_OWN_AGAIN = re.compile(rf"[\s*#]*(?:\d{{1,3}}[a-zđ]?\.|[a-zđ]\d?\)|{ARTICLE}\s*\d{{1,3}}\s*[.:]?)\s*{_AMENDS}")
_ARTICLE_LABEL = re.compile(rf"[\s*#]*{ARTICLE}\s*(?P<number>\d{{1,3}})\s*(?:[.:,]|\**\s*$|(?={_AMENDS}))")
_OWN_ARTICLE = re.compile(rf"[\s*#]*{ARTICLE}\s*\d{{1,3}}\s*[.:,]?[\s*]*{_AMENDS}")
_NARROW = re.compile(rf"[\s*]*(?:{OPENING_MARK})\s*(?:\d{{1,3}}[a-zđ]?\.|[a-zđ]\d?\))")
_ARTICLE_LINE = re.compile(rf"[\s*#]*(?:{OPENING_MARK}\s*)?{ARTICLE}\s*(?P<number>\d{{1,3}})\s*(?:[.:]|\**\s*$)")


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
    own = 0
    index = 0
    while index < len(lines):
        start, end = lines[index]
        at_head = _LINE_OPENS.match(text, start, end)
        if opened >= 0 and at_head and _LINE_OPENS_UNIT.match(text, start, end):
            # A unit is not quoted inside a quotation: the last one was never closed. A defined term may be.
            again = _cut(text, lines, opened_line, index, own)
            spans.append(
                (opened, lines[again][0] if _holds_units(text, lines, opened, opened_line) else lines[opened_line][1])
            )
            opened = -1
        elif opened >= 0 and (speaks := _next_article(text, lines, index, own)):
            if speaks == "amends":
                spans.append((opened, start))
                opened = -1
            elif not _holds_units(text, lines, opened, opened_line):
                spans.append((opened, lines[opened_line][1]))
                opened = -1
        if opened < 0:
            place, level, is_straight = _opens(text, start, end)
            if place >= 0:
                opened, opened_line, depth, straight = place, index, level, is_straight
            elif at_head:
                spans.append((at_head.start("mark"), end))
            elif article := _ARTICLE_LINE.match(text, start, end):
                own = int(article.group("number"))
        else:
            depth += _balance(text, start, end, straight)
            if depth <= 0:
                spans.append((opened, end))
                opened = -1
        index += 1
        if index == len(lines) and opened >= 0:
            # Never closed: give back everything from the first line where the document speaks again.
            stop = _cut(text, lines, opened_line, index, own)
            if stop >= index or not _holds_units(text, lines, opened, opened_line):
                stop = opened_line + 1
            spans.append((opened, lines[stop - 1][1] if stop == opened_line + 1 else lines[stop][0]))
            opened = -1
            restarts += 1
            if restarts < _MOST_RESTARTS:
                index = stop
    return spans


def _next_article(text: str, lines: Sequence[Line], index: int, own: int) -> str:
    """`amends` where this line is the document's next article in the words of an amending document, `plain` where it is
    in other words, "" where it is none."""
    start, end = lines[index]
    article = _ARTICLE_LABEL.match(text, start, end)
    if article is None or int(article.group("number")) != own + 1:
        return ""
    return "amends" if _OWN_ARTICLE.match(text, start, lines[min(index + 1, len(lines) - 1)][1]) else "plain"


def _holds_units(text: str, lines: Sequence[Line], opened: int, index: int) -> bool:
    """Whether a quotation that is never closed begins with a unit: a formula or a term is only its own line."""
    end = lines[index][1]
    if text[opened:end].strip(" \t*“„‟”«\"'‘"):
        return _LINE_OPENS_UNIT.match(text, opened, end) is not None
    return index + 1 < len(lines) and _UNIT.match(text, *lines[index + 1]) is not None


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places and kinds of the quotation marks of a line: 1 opens, -1 closes, 0 is straight and may do either.

    What stands around a mark outweighs its shape, since typists and converters turn them round: “ behind a word at the
    end of a line closes, ” before a word at its head opens. So „ … “ is read as well.
    """
    for match in _MARKS.finditer(text, start, end):
        mark, place = match.group(), match.start()
        if mark in _STRAIGHT:
            yield place, 0
        elif mark in "„‟«‘‘":
            yield place, 1
        elif mark in "»’’":
            yield place, -1
        elif mark == "“":
            behind_word = place > start and not text[place - 1].isspace() and text[place - 1] not in ":(["
            yield place, -1 if behind_word and _closes_here(text, match.end(), end) else 1
        else:
            at_head = not text[start:place].strip(" \t*_")
            yield place, 1 if at_head and text[match.end() : match.end() + 1].isalnum() else -1


def _closes_here(text: str, after: int, end: int) -> bool:
    return text[after : after + 1] in (".", ";", ",", ")") or _ENDS_LINE.match(text, after, end) is not None


def _opens(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where a quotation that this line leaves open begins, its depth, and whether it is a straight mark."""
    stack: list[int] = []
    straight: list[int] = []
    for place, kind in _marks(text, start, end):
        if kind > 0:
            stack.append(place)
        elif kind < 0:
            if stack:
                stack.pop()
            elif straight:
                straight.pop()
        elif straight:
            straight.pop()
        elif stack and not _may_open(text, start, place):
            stack.pop()
        else:
            straight.append(place)
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
    for place, kind in _marks(text, start, end):
        if kind:
            change += kind
        elif straight:
            # "…" inside a straight quotation: open and close in turn, the odd one out ends the quotation.
            inner = not inner
        elif _CLOSES.match(text, place, end):
            change -= 1
    return change - 1 if inner else change


def _cut(text: str, lines: Sequence[Line], first: int, limit: int, own: int) -> int:
    """The first line after `first` where the document itself speaks again; `limit` if none does.

    `own` is the number of the document's article before the quotation: the next number, where the quoted articles do
    not run up to it themselves, is the document's.
    """
    inner = _quoted_article(text, *lines[first])
    for index in range(first + 1, limit):
        if _OWN_AGAIN.match(text, *lines[index]):
            return index
        article = _ARTICLE_LINE.match(text, *lines[index])
        if article is None:
            continue
        number = int(article.group("number"))
        if own and number == own + 1 and inner not in (own, -1):
            return index
        inner = number
    return limit


def _quoted_article(text: str, start: int, end: int) -> int:
    """The number of the article that the quotation begins with, 0 for a clause or a point, -1 for anything wider."""
    article = _ARTICLE_LINE.match(text, start, end)
    if article is not None:
        return int(article.group("number"))
    return 0 if _NARROW.match(text, start, end) else -1


def inside(spans: Sequence[Span], place: int) -> bool:
    """Whether a place lies in one of the ordered spans (the opening mark itself counts as inside)."""
    found = bisect_right(spans, (place, 1 << 60)) - 1
    return found >= 0 and spans[found][0] <= place < spans[found][1]
