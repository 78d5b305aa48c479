"""The layout of a PDF with a text layer: what can be measured on its pages.

A page of a PDF is letters at places. Lines become paragraphs by their edges; margins are where the words begin and end;
rules are thin flat paths. What cannot be told that way (spaces set round a paragraph) stays None. Pages that are
pictures say nothing but their paper.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from archive.laid_out import LaidOut, LaidParagraph, LaidRun, LaidSection, PageNumber
from indexer.reading.base import Limits
from indexer.reading.heading import HEADER_RIGHT
from indexer.reading.pdf import open_pdf
from indexer.reading.pdf_lines import Letter, joined, raw_lines

_MM = 25.4 / 72
_FIRST, _LAST = 40, 4  # pages measured of a longer document: its head, its text and its end
_FEW_LETTERS = 60
_EDGE = 4.0  # points by which the end of a full line may miss the edge
_NUMBER = re.compile(r"^[\s\-–—]*(\d{1,4})[\s\-–—]*$")
_ASCENT, _DESCENT = 0.75, 0.22  # of the size of a letter, above and below the base line
_WEIGHTS = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_SLOPES = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)


@dataclass(frozen=True)
class _Row:
    """A line of words in one column; points from the upper left corner of the page. `rule` as in LaidParagraph."""

    page: int
    letters: tuple[Letter, ...]
    left: float
    right: float
    base: float
    size: float
    column: bool
    rule: float = 0.0

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters).strip()


@dataclass(frozen=True)
class _Sheet:
    """One page: its size in points, its rows, and the page number it shows."""

    width: float
    height: float
    rows: tuple[_Row, ...]
    number: _Row | None = None


def measure_pdf(path: Path, name: str, limits: Limits) -> LaidOut:
    """The layout of a PDF. Raises UnreadableFile (damaged_pdf, encrypted_pdf) or TooLarge (too_many_pages)."""
    sheets: list[_Sheet] = []
    with open_pdf(path, name, limits) as document:
        count = len(document)
        for index in (index for index in range(count) if index < _FIRST or index >= count - _LAST):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                continue  # a damaged page among others
            try:
                sheets.append(_sheet(page, index + 1))
            finally:
                page.close()
    return _laid(sheets, count)


def _sheet(page: Any, number: int) -> _Sheet:
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        letters = raw_lines(textpage, width, height, page.get_rotation(), fonts=True)
    finally:
        textpage.close()
    if sum(len(line) for line in letters) < _FEW_LETTERS:
        return _Sheet(width, height, ())
    rows = [row for line in joined(letters) for row in _rows(line, number)]
    rules = list(_rules(page.raw, height)) if page.get_rotation() == 0 else []
    rows = _with_rules(rows, rules)
    shown = _page_number(rows, number, height)
    return _Sheet(width, height, tuple(row for row in rows if row is not shown), shown)


def _rows(letters: Sequence[Letter], page: int) -> Iterator[_Row]:
    """A line, divided where a gap parts two columns (the heading, the end of a document)."""
    pieces: list[list[Letter]] = [[]]
    last: Letter | None = None
    for place, letter in enumerate(letters):
        if last is not None and not letter.char.isspace():
            gap = (letter.left - last.right) / (last.height or 1.0)
            rest = "".join(each.char for each in letters[place : place + 40])
            if gap > 2.2 or (gap > 0.9 and HEADER_RIGHT.match(rest)):
                pieces.append([])
        pieces[-1].append(letter)
        last = last if letter.char.isspace() else letter
    for piece in pieces:
        ink = [letter for letter in piece if not letter.char.isspace()]
        if ink:
            yield _Row(
                page,
                tuple(piece),
                min(letter.left for letter in ink),
                max(letter.right for letter in ink),
                statistics.median(letter.base for letter in ink),
                statistics.median(letter.size for letter in ink),
                len(pieces) > 1,
            )


def _rules(page: Any, height: float) -> Iterator[tuple[float, float, float]]:
    """(left, right, distance from the top) of the flat thin paths of a page."""
    for item in _objects(page):
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        if not pdfium_c.FPDFPageObj_GetBounds(item, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if right - left > 20 and top - bottom < 3:
            yield left, right, height - (top + bottom) / 2


def _objects(page: Any) -> Iterator[Any]:
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield pdfium_c.FPDFPage_GetObject(page, index)


def _with_rules(rows: list[_Row], rules: Sequence[tuple[float, float, float]]) -> list[_Row]:
    """Each rule goes to the row that it stands right below. Underscores are rules too."""
    found = list(rows)
    drawn = list(rules)
    for row in rows:
        if re.fullmatch(r"[_–—―\-\s]{3,}", row.text):
            drawn.append((row.left, row.right, row.base))
            found.remove(row)
    for left, right, top in drawn:
        nearest: tuple[float, int] | None = None
        for index, row in enumerate(found):
            below = top - row.base
            over = min(right, row.right) - max(left, row.left)
            if -1 <= below < 24 and over > 0.5 * min(right - left, row.right - row.left):
                nearest = min(nearest, (below, index)) if nearest else (below, index)
        if nearest is not None:
            row = found[nearest[1]]
            found[nearest[1]] = replace(row, rule=max(row.rule, (right - left) * _MM))
    return found


def _page_number(rows: Sequence[_Row], number: int, height: float) -> _Row | None:
    for row in rows:
        found = _NUMBER.match(row.text)
        if found and (row.base < 0.12 * height or row.base > 0.9 * height) and int(found[1]) == number:
            return row
    return None


def _laid(sheets: Sequence[_Sheet], pages: int) -> LaidOut:
    """The document, from its pages: one section for each run of pages of one paper."""
    sections: list[LaidSection] = []
    paragraphs: list[LaidParagraph] = []
    sheets = _without_running(sheets)
    at = 0
    while at < len(sheets):
        end = at + 1
        while end < len(sheets) and _same_paper(sheets[at], sheets[end]):
            end += 1
        some = sheets[at:end]
        frame = _frame(some)
        sections.append(_section(some, frame, at))
        if frame is not None:
            paragraphs += _paragraphs(some, frame, len(sections) - 1)
        at = end
    told = any(sheet.rows for sheet in sheets)
    return LaidOut("pdf", tuple(sections), tuple(paragraphs), pages, numbers_known=told)


_MARGIN = 0.075  # of the height: what comes back there on several pages belongs to no text


def _without_running(sheets: Sequence[_Sheet]) -> list[_Sheet]:
    """The pages without the heads and feet that come back, with other numbers, on most of them."""

    def key(row: _Row) -> str:
        return re.sub(r"\d+", "0", row.text)

    def outer(sheet: _Sheet, row: _Row) -> bool:
        return not _MARGIN * sheet.height < row.base < (1 - _MARGIN) * sheet.height

    counted = Counter(found for sheet in sheets for found in {key(row) for row in sheet.rows if outer(sheet, row)})
    often = {found for found, count in counted.items() if count > max(1, len(sheets) // 2)}
    return [
        replace(sheet, rows=tuple(row for row in sheet.rows if not (outer(sheet, row) and key(row) in often)))
        for sheet in sheets
    ]


def _same_paper(one: _Sheet, other: _Sheet) -> bool:
    return abs(one.width - other.width) < 6 and abs(one.height - other.height) < 6


@dataclass(frozen=True)
class _Frame:
    """Where the words of a page stand: edges in points from the left; `full` is True where enough lines reach both."""

    left: float
    right: float
    full: bool


def _frame(sheets: Sequence[_Sheet]) -> _Frame | None:
    rows = [row for sheet in sheets for row in sheet.rows if not row.column]
    if not rows:
        return None
    # The first lines of paragraphs are indented: the edge is where the most long lines begin.
    wide = sorted(row.right - row.left for row in rows)[-max(1, len(rows) // 3)]
    long = [row for row in rows if row.right - row.left >= 0.9 * wide]
    every = [row for sheet in sheets for row in sheet.rows]
    lefts = Counter(round(row.left / 2) for row in every)
    enough = max(3, len(every) // 30)
    rights = Counter(round(row.right / 2) for row in long)
    left = min((place for place, count in lefts.items() if count >= enough), default=min(lefts)) * 2.0
    right = max((place for place, count in rights.items() if count >= 0.2 * len(long)), default=max(rights)) * 2.0
    exact_left = statistics.median([row.left for row in every if abs(row.left - left) < 3] or [left])
    exact_right = statistics.median([row.right for row in long if abs(row.right - right) < 3] or [right])
    both = [row for row in long if abs(row.left - exact_left) < _EDGE and abs(row.right - exact_right) < _EDGE]
    return _Frame(exact_left, exact_right, len(both) >= 3)


def _section(sheets: Sequence[_Sheet], frame: _Frame | None, first: int) -> LaidSection:
    sheet = sheets[0]
    told = [each for each in sheets if each.rows]
    width, height = sheet.width * _MM, sheet.height * _MM
    if frame is None or not told:
        return LaidSection(round(width, 1), round(height, 1), margins_drawn=True, first_page=first + 1)
    tops = [min(row.base - _ASCENT * row.size for row in each.rows) for each in told]
    bottoms = [max(row.base + _DESCENT * row.size for row in each.rows) for each in told]
    return LaidSection(
        round(width, 1),
        round(height, 1),
        top_mm=round(statistics.median(tops) * _MM, 1),
        bottom_mm=round((sheet.height - max(bottoms)) * _MM, 1) if len(told) > 1 else None,
        left_mm=round(frame.left * _MM, 1) if frame.full else None,
        right_mm=round((sheet.width - frame.right) * _MM, 1) if frame.full else None,
        margins_drawn=True,
        number=_number(sheets, frame, first),
        first_page=first + 1,
    )


def _number(sheets: Sequence[_Sheet], frame: _Frame, first: int) -> PageNumber | None:
    shown = [(index, sheet) for index, sheet in enumerate(sheets) if sheet.number is not None]
    if not shown:
        return None
    _, sheet = shown[-1]
    row = sheet.number
    assert row is not None
    middle = (row.left + row.right) / 2
    centred = abs(middle - (frame.left + frame.right) / 2) < 14 or abs(middle - sheet.width / 2) < 14
    run = _runs([row])[0]
    return PageNumber(
        "top" if row.base < sheet.height / 2 else "bottom",
        "center" if centred else "right" if middle > sheet.width / 2 else "left",
        on_first=first == 0 and shown[0][0] == 0,
        size=round(row.size * 2) / 2,
        bold=run.bold,
        italic=run.italic,
        font=run.font,
        around=re.sub(r"[\d\s]+", "", row.text),
    )


def _paragraphs(sheets: Sequence[_Sheet], frame: _Frame, section: int) -> Iterator[LaidParagraph]:
    """Rows joined to paragraphs: a row goes on with the one above where that is full and this one is not indented."""
    current: list[_Row] = []
    for row in (row for sheet in sheets for row in sheet.rows):
        if current and _goes_on(current[-1], row, frame):
            current.append(row)
            continue
        if current:
            yield _paragraph(current, frame, section)
        current = [row]
    if current:
        yield _paragraph(current, frame, section)


def _goes_on(above: _Row, row: _Row, frame: _Frame) -> bool:
    if above.column or row.column or above.rule or abs(above.size - row.size) > 0.6:
        return False
    full = above.right > frame.right - 30 and above.left < frame.left + 60
    near = row.page != above.page or 0 < row.base - above.base < 2.6 * row.size
    return full and near and abs(row.left - frame.left) < _EDGE


def _paragraph(rows: Sequence[_Row], frame: _Frame, section: int) -> LaidParagraph:
    first, last = rows[0], rows[-1]
    middle = (frame.left + frame.right) / 2
    alignment = ""
    indent: float | None = None
    if not first.column:
        if len(rows) > 2:
            ends = [row.right for row in rows[:-1]]
            alignment = "justify" if max(ends) - min(ends) < _EDGE else "left"
            indent = (first.left - frame.left) * _MM
        elif len(rows) == 1 and abs((first.left + first.right) / 2 - middle) < 8 and first.left > frame.left + 14:
            alignment = "center"
        elif len(rows) == 2 or first.right > frame.right - _EDGE:
            indent = (first.left - frame.left) * _MM
    gaps = [row.base - above.base for above, row in pairwise(rows) if row.page == above.page]
    return LaidParagraph(
        _runs(rows),
        alignment=alignment,
        first_line_mm=None if indent is None else round(indent, 1),
        line_exact_pt=round(statistics.median(gaps), 1) if gaps else None,
        rule_mm=round(last.rule, 1),
        width_mm=round(max(row.right - row.left for row in rows) * _MM, 1),
        page=first.page,
        top_mm=round((first.base - _ASCENT * first.size) * _MM, 1),
        section=section,
    )


def _runs(rows: Sequence[_Row]) -> tuple[LaidRun, ...]:
    out: list[LaidRun] = []
    for row in rows:
        if out:
            out[-1] = replace(out[-1], text=out[-1].text + " ")
        for letter in row.letters:
            if letter.char.isspace() and out:
                out[-1] = replace(out[-1], text=out[-1].text + letter.char)
                continue
            font, bold, italic = _face(letter.font)
            size = round(letter.size * 2) / 2 or None
            like = out[-1] if out else None
            if like is not None and (like.font, like.bold, like.italic, like.size) == (font, bold, italic, size):
                out[-1] = replace(like, text=like.text + letter.char)
            else:
                out.append(LaidRun(letter.char, font, size, bold, italic))
    return tuple(out)


def _face(name: str) -> tuple[str, bool | None, bool | None]:
    """Family, weight and slope from the name of a font in a PDF: `ABCDEF+TimesNewRomanPS-BoldItalicMT`."""
    bare = name.split("+", 1)[-1]
    if not bare:
        return "", None, None
    family = re.split(r"[-,]", bare, maxsplit=1)[0]
    family = re.sub(r"(?:PS)?(?:MT)?$", "", family)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family).replace("#20", " ")
    return spaced, _WEIGHTS.search(bare) is not None, _SLOPES.search(bare) is not None
