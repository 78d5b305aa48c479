"""The lines of a PDF page with their place, from pdfium.

pdfium gives characters in the order of the page's content with their boxes. Here they become lines: a raised or
lowered piece (footnote mark, the full stop after it) joins the line it stands in, and a line that runs across both
columns of the heading (`BỘ TÀI CHÍNH   CỘNG HÒA XÃ HỘI …`) is divided. Coordinates are points, x from the left edge,
y from the top edge of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from indexer.reading.heading import HEADER_RIGHT, header_left

# A raised run of digits stands between these until it is known whether a footnote answers to it.
RAISED, LOWERED = "\x01", "\x02"
_ASCENT = 0.8  # share of a letter's box that stands above the base line, in fonts such as Times
_RAISED_RUN = re.compile(f"{RAISED}([^{LOWERED}]*){LOWERED}")


@dataclass(frozen=True)
class Word:
    """A word that OCR read: its text as repaired, `raw` as read where that differs, box in points, confidence 0..1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    raw: str = ""


@dataclass(frozen=True)
class Line:
    """`text` with raised digits marked; box in points; `height` of its usual letters. `placed` False: no box known.

    `words` are those of a line that OCR read (joined by spaces they are its text); a text layer has none. `gap` is the
    widest space inside the line as (offset in `plain` of what follows it, x where the left part ends, x where the
    right part begins, width in letter heights).
    """

    text: str
    left: float
    right: float
    base: float
    height: float
    placed: bool = True
    gap: tuple[int, float, float, float] = (0, 0.0, 0.0, 0.0)
    words: tuple[Word, ...] = ()

    @property
    def top(self) -> float:
        """Upper edge of its letters, points."""
        return min((word.top for word in self.words), default=self.base - _ASCENT * self.height)

    @property
    def bottom(self) -> float:
        """Lower edge of its letters, points."""
        return max((word.bottom for word in self.words), default=self.base + (1 - _ASCENT) * self.height)

    @property
    def plain(self) -> str:
        """The text without the marks of raised digits."""
        return _RAISED_RUN.sub(r"\1", self.text)


_LONGEST_NAME = 128


class Letter(NamedTuple):  # thousands a page: a dataclass would take twice the time
    """One character with its place; `font` and its `size` (points) only where they were asked for."""

    char: str
    left: float
    right: float
    base: float
    height: float
    font: str = ""
    size: float = 0.0


def lines_of(raw: list[list[Letter]]) -> list[Line]:
    """Lines of one page in content order, header rows divided into their columns."""
    lines = [_line(letters) for letters in joined(raw)]
    return divide_header([line for line in lines if line is not None])


def raw_lines(textpage: Any, width: float, height: float, rotation: int, *, fonts: bool = False) -> list[list[Letter]]:
    """The letters of one page as pdfium divides them into lines; with their fonts where asked."""
    page = textpage.raw
    count = pdfium_c.FPDFText_CountChars(page)
    unicode_of, box_of, origin_of = (
        pdfium_c.FPDFText_GetUnicode,
        pdfium_c.FPDFText_GetLooseCharBox,
        pdfium_c.FPDFText_GetCharOrigin,
    )
    box = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    lines: list[list[Letter]] = []
    current: list[Letter] = []
    pending = 0
    for index in range(count):
        code = unicode_of(page, index)
        if code in (10, 13):
            if current:
                lines.append(current)
                current = []
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00) if pending else 0xFFFD
        pending = 0
        wrapped = code in (2, 0xFFFE)
        if wrapped:
            code = 0x2D  # pdfium's sign for a hyphen at the end of a line, with which it swallows the line's end
        box_of(page, index, box)
        origin_of(page, index, x, y)
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        base = y.value
        if rotation == 90:
            left, right, top, bottom, base = bottom, top, width - left, width - right, width - x.value
        elif rotation == 180:
            left, right, top, bottom, base = width - right, width - left, height - bottom, height - top, height - base
        elif rotation == 270:
            left, right, top, bottom, base = height - top, height - bottom, right, left, x.value
        shown_height = width if rotation in (90, 270) else height
        font, size = (_font_of(page, index), _size_of(page, index)) if fonts else ("", 0.0)
        current.append(Letter(chr(code), left, right, shown_height - base, abs(top - bottom), font, size))
        if wrapped:
            lines.append(current)
            current = []
    if current:
        lines.append(current)
    return lines


def _font_of(page: Any, index: int) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    flags = ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(page, index, buffer, _LONGEST_NAME, flags)
    return buffer.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""


def _size_of(page: Any, index: int) -> float:
    """Size of a letter on paper: that of its font, scaled as the page draws it."""
    matrix = pdfium_c.FS_MATRIX()
    size = pdfium_c.FPDFText_GetFontSize(page, index)
    if not pdfium_c.FPDFText_GetMatrix(page, index, matrix):
        return float(size)
    return float(size * (matrix.c**2 + matrix.d**2) ** 0.5)


def joined(raw: list[list[Letter]]) -> list[list[Letter]]:
    """Pieces that pdfium put on lines of their own only because they are raised or follow something raised."""
    joined: list[list[Letter]] = []
    for letters in raw:
        ink = [letter for letter in letters if not letter.char.isspace()]
        if not ink:
            continue
        if joined and _same_line(joined[-1], ink):
            before = [letter for letter in joined[-1] if not letter.char.isspace()]
            gap = ink[0].left - before[-1].right
            if gap > 0.18 * before[-1].height and not letters[0].char.isspace():
                joined[-1].append(Letter(" ", before[-1].right, ink[0].left, ink[0].base, ink[0].height))
            joined[-1].extend(letters)
        else:
            joined.append(list(letters))
    return joined


def _same_line(line: Sequence[Letter], ink: Sequence[Letter]) -> bool:
    before = [letter for letter in line if not letter.char.isspace()]
    last = before[-1]
    tall = max(statistics.median(letter.height for letter in before), ink[0].height)
    if abs(statistics.median(letter.base for letter in before) - ink[-1].base) > 0.55 * tall:
        return False
    return -0.3 * tall < ink[0].left - last.right < 1.2 * tall


def _line(letters: list[Letter]) -> Line | None:
    ink = [letter for letter in letters if not letter.char.isspace()]
    if not ink:
        return None
    height = statistics.median(letter.height for letter in ink)
    full = [letter for letter in ink if letter.height > 0.85 * height] or ink
    base = statistics.median(letter.base for letter in full)
    # A footnote's own number is raised before smaller letters: measure by the tallest half.
    text: list[str] = []
    raised = False
    for letter in letters:
        up = letter.char.isdigit() and letter.base < base - 0.12 * height and letter.height < 0.88 * height
        if up != raised and not (raised and letter.char.isspace()):
            text.append(RAISED if up else LOWERED)
            raised = up
        text.append(letter.char)
    if raised:
        text.append(LOWERED)
    shown = "".join(text).strip()
    return Line(shown, ink[0].left, max(letter.right for letter in ink), base, height, gap=_widest_gap(letters, height))


def _widest_gap(letters: Sequence[Letter], height: float) -> tuple[int, float, float, float]:
    start = next(i for i, letter in enumerate(letters) if not letter.char.isspace())
    best = (0, 0.0, 0.0, 0.0)
    last: Letter | None = None
    for offset, letter in enumerate(letters[start:]):
        if letter.char.isspace():
            continue
        if last is not None and height and (letter.left - last.right) / height > best[3]:
            best = (offset, last.right, letter.left, (letter.left - last.right) / height)
        last = letter
    return best


_HEADER_ROWS = 14  # the heading stands in the first lines of a page
_HEADER_GAP = 0.9  # letter heights; spaces of justified text stay below


def divide_header(lines: list[Line]) -> list[Line]:
    """Divide rows that hold both columns of the heading: the left column's lines first, then the right one's."""
    out: list[Line] = []
    lefts: list[Line] = []
    rights: list[Line] = []
    for index, line in enumerate(lines):
        halves = _halves(line) if index < _HEADER_ROWS else None
        if halves:
            lefts.append(halves[0])
            rights.append(halves[1])
        elif rights and index < _HEADER_ROWS and line.right < rights[0].left:
            lefts.append(line)
        elif rights and HEADER_RIGHT.match(line.plain):
            rights.append(line)
        else:
            out += lefts + rights
            lefts, rights = [], []
            out.append(line)
    return out + lefts + rights


def _halves(line: Line) -> tuple[Line, Line] | None:
    offset, left_end, right_start, width = line.gap
    text = line.plain
    if width < _HEADER_GAP or not HEADER_RIGHT.match(text[offset:]) or not header_left(text[:offset]):
        return None
    return (
        replace(line, text=text[:offset].strip(), right=left_end),
        replace(line, text=text[offset:].strip(), left=right_start),
    )
