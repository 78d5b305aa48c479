"""Lines of pages joined into paragraphs, so that rules see `Điều 1. …` at the start of a line and its sentence whole.

A line break is a wrap where the first word of the next line would not have fitted on the line before; that needs the
place of the lines. Where the place is not known, punctuation and capitals decide. Real starts (Điều, Chương, khoản
`1.`, điểm `a)`, `Căn cứ`, dashes) begin a paragraph unless indentation shows that they are in the middle of one
(`… tại khoản 1` / `Điều 13, Điều 16 …`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from indexer.reading.margins import usual_pitch
from indexer.reading.pdf_lines import Line

_MARKER = re.compile(
    r"^[“\"‘']?(?:"
    r"(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|TIỂU MỤC|Tiểu mục|PHỤ LỤC|Phụ lục)"
    r"\s+(?:[IVXLC]+|\d{1,3}|thứ\s+\w+)\b(?!\s*(?:của|này|Nghị|Luật|Thông))"
    r"|Điều\s+\d{1,4}[a-zđ]{0,2}\s*[.:]"
    r"|\d{1,3}[a-zđ]?[.)](?!\d)\s"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s"
    r"|[a-zđ]\d{0,2}[).]\s"
    r"|[IVX]{1,6}[.)]\s"
    r"|[-–—+•*]\s*\S"
    r"|Căn cứ\s|Xét\s|Theo đề nghị|Nơi nhận|Kính gửi|Số\s*:"
    r")"
)
_TERMINAL = re.compile(r"[.;:!?…][”\"’')\]]*(?:\[\d{1,3}\])?$")
_CAPITALS = re.compile(
    r"^(?=.*[A-ZĐÀ-ÝĂĨŨƠƯ].*[A-ZĐÀ-ÝĂĨŨƠƯ])[^a-zđà-öø-ýăĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]*$"
)
_NATIONAL_TITLE = re.compile(
    r"^(?:C[ỘÔ]NG\s+H[ÒO][AÀ]\s+X[ÃA]\s+H[ỘÔ]I\s+CH[ỦU]\s.*|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
    r"|[ĐD][ộo]c\s+l[ậâ]p\s*[-–]\s*T[ựư]\s+do\s*[-–]\s*H[ạa]nh\s+ph[úu]c)$"
)
_PITCH = 1.3  # from line to line in letter heights, where a page has too few lines to tell
_OPEN_SYMBOL = re.compile(r"\d/(?:[\w/]+-)*$|/[\w/]*\w-$|\w-(?:\w+-)*$")


@dataclass
class Piece:
    """The part of a paragraph that stands on one page (its index), joined, and the lines it was joined from."""

    page: int
    text: str
    lines: list[Line]


@dataclass
class Paragraph:
    """The pieces of one paragraph; `spaced` where a blank line goes before."""

    pieces: list[Piece] = field(default_factory=list)
    spaced: bool = False


@dataclass(frozen=True)
class _Column:
    """Margins of one page's text, and whether its paragraphs begin indented."""

    left: float
    right: float
    pitch: float  # from line to line, in letter heights
    width: float  # of a usual character


def join_lines(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Paragraphs of all pages in order. Index 0 is the first page given; pages without lines are passed over."""
    usual = _usual_column(pages)
    indented = _indented_style(pages, usual)
    paragraphs: list[Paragraph] = []
    before: tuple[int, Line, _Column] | None = None
    first: tuple[Line, _Column] | None = None  # first line of the running paragraph
    for page, lines in enumerate(pages):
        column = _column(lines, usual)
        for line in lines:
            text = line.text
            if before is not None and first is not None and _continues(before, (page, line, column), first, indented):
                last = paragraphs[-1].pieces[-1]
                if last.page == page:
                    last.text += joint(last.text) + text
                    last.lines.append(line)
                else:
                    paragraphs[-1].pieces.append(Piece(page, text, [line]))
            else:
                spaced = before is not None and before[0] == page and _gap(before[1], line, column) > 1.7
                paragraphs.append(Paragraph([Piece(page, text, [line])], spaced))
                first = (line, column)
            before = (page, line, column)
    return paragraphs


def joint(text: str) -> str:
    """What goes between a line and the one that continues it: nothing after `số 40/2022/QĐ-`, else a space."""
    return "" if _OPEN_SYMBOL.search(text) else " "


def _column(lines: Sequence[Line], usual: _Column | None = None) -> _Column:
    placed = [line for line in lines if line.placed]
    long = [line for line in placed if len(line.text) > 45]
    if usual is not None and len(long) < 3 and usual.width:
        return usual  # a page with a few short lines does not show its margins
    long = long or placed
    if not long:
        return _Column(0, 0, 0, 0)
    right = sorted(line.right for line in long)[-max(1, len(long) // 4)]
    width = median((line.right - line.left) / max(1, len(line.plain)) for line in long)
    return _Column(min(line.left for line in long), right, usual_pitch(placed), width)


def _usual_column(pages: Sequence[Sequence[Line]]) -> _Column:
    columns = [column for lines in pages if len(lines) > 5 and (column := _column(lines)).width]
    if not columns:
        return _Column(0, 0, 0, 0)
    return _Column(
        median(column.left for column in columns),
        median(column.right for column in columns),
        median(column.pitch for column in columns),
        median(column.width for column in columns),
    )


def _indented_style(pages: Sequence[Sequence[Line]], usual: _Column) -> bool:
    """True where paragraphs begin further right than their other lines."""
    indented = flush = 0
    for lines in pages:
        column = _column(lines, usual)
        for above, line in pairwise(lines):
            if not (line.placed and _TERMINAL.search(above.plain.rstrip())):
                continue
            if line.right > column.right - 8 * column.width:  # short lines may be centred
                if line.left > column.left + 1.5 * column.width:
                    indented += 1
                else:
                    flush += 1
    return indented > flush


def _gap(above: Line, below: Line, column: _Column) -> float:
    """Distance of two lines in usual line steps; 1 where their places are not known."""
    if not (above.placed and below.placed and above.height):
        return 1.0
    return (below.base - above.base) / (above.height * (column.pitch or _PITCH))


def _continues(
    before: tuple[int, Line, _Column], now: tuple[int, Line, _Column], first: tuple[Line, _Column], indented: bool
) -> bool:
    page_before, above, column_above = before
    page, line, column = now
    text, last = line.plain, above.plain.rstrip()
    marker = bool(_MARKER.match(text))
    lower = text[:1].islower() or text[:1] in ",;.)”"
    ended = bool(_TERMINAL.search(last))
    if _CAPITALS.match(last) and not _CAPITALS.match(text):
        return False
    if _NATIONAL_TITLE.match(last) or _NATIONAL_TITLE.match(text):
        return False
    if not (above.placed and line.placed and column.width and column_above.width):
        return _continues_by_words(last, lower, marker, ended)
    if page == page_before and not 0 <= _gap(above, line, column) <= 1.75:
        return False
    if lower and not marker and not ended:
        return True
    # `(Kèm theo Quyết định số … của Chủ tịch` / `Ủy ban nhân dân xã …)`, centred below a title.
    if first[0].plain.startswith("(") and _open_bracket(first[0], above) and not marker:
        return True
    if abs(line.height - above.height) > 0.14 * max(line.height, above.height):
        return False
    if _centred(line, column) or not _full(above, line, column_above):
        return False
    at, at_above = line.left - column.left, above.left - column_above.left
    at_first = first[0].left - first[1].left
    slack = 1.5 * column.width
    if marker and (ended or not indented or at > slack):
        return False
    if above is not first[0]:  # above is itself the second or a later line: this one stands where that one stands
        return abs(at - at_above) <= slack
    if at < at_first - slack:
        return True
    if at > at_first + slack:  # hanging: only what follows a label
        return bool(_MARKER.match(first[0].plain)) and not marker
    return not indented and not marker and not ended


def _open_bracket(first: Line, above: Line) -> bool:
    """True where a bracket opened in the first line of a paragraph is still open after its first or second line."""
    said = first.plain if above is first else first.plain + above.plain
    return said.count("(") > said.count(")")


def _full(above: Line, line: Line, column: _Column) -> bool:
    """True where the first word of `line` would not have fitted behind `above`."""
    word = line.plain.split(maxsplit=1)[0] if line.plain.split() else ""
    own = (line.right - line.left) / max(1, len(line.plain))
    return above.right + (len(word) + 1) * own > column.right - 0.5 * column.width


def _centred(line: Line, column: _Column) -> bool:
    left, right = line.left - column.left, column.right - line.right
    return left > 3 * column.width and right > 3 * column.width and abs(left - right) < 0.35 * (left + right)


def _continues_by_words(last: str, lower: bool, marker: bool, ended: bool) -> bool:
    if marker or ended:
        return False
    return lower or len(last) > 60
