"""Which lines of a scan are read a second time: the heading, type and title, the signature; and ink without a line.

Numbers and dates are often written by hand. Where Tesseract found no line at all between the heading and the title,
rows of ink in the two columns show that there is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive.folding import unaccent
from indexer.reading.ocr_lines import Heading, is_national
from indexer.reading.pdf_lines import Line
from indexer.reading.scan_picture import threshold
from indexer.reading.second_reader import available, read_line
from indexer.reading.tesseract import Pixels

_TOP = 0.45
_BODY = re.compile(r"^\W*(?:C[ăa]n c[ứử]|K[íi]nh g[ửứ]i|Đi[ềê]u\s|Thực hiện|[IVX\d]{1,3}[.)]\s)")
_DATE = re.compile(r"ng[aà]|th[aá]ng|n[aă]m\b|\d{4}", re.I)
_PLACE_DATE = re.compile(r"^.{2,30}[,.]\s*ng\w{1,4}\b", re.I)
_AUTHORITY = re.compile(r"^(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ)(?:\s?[.:,]\s?|\s)|Q\s?\.\s?)[A-Z]{2}")
_MOST_SIGNED = 5
_MOST_TITLE = 8
_DEEPEST = 3.5  # times the depth of the heading
# (share of the height by which the cut goes beyond the line above and below, and at its sides)
_VIEWS = ((0.12, 0.3), (0.28, 0.6), (0.02, 0.15))


@dataclass(frozen=True)
class Second:
    """A second reading, box in points of the level picture. `line`: what it reads anew; None where there is none, then
    it would stand before `before` (None: at the end of the page).
    """

    line: Line | None
    before: Line | None
    left: float
    top: float
    right: float
    bottom: float
    text: str
    confidence: float


def read_second(pixels: Pixels, lines: Sequence[Line], heading: Heading | None, scale: float) -> list[Second]:
    """Second readings of a page whose lines stand in reading order; empty where there is nothing to read again."""
    height = pixels.shape[0] * scale
    wanted = _heading_lines(lines, heading, height)
    signed = _signature_lines(lines)
    if not (wanted or signed or heading) or not available():
        return []
    found: list[Second] = []
    for line in wanted:
        reading = _read(pixels, (line.left, line.top, line.right, line.bottom), line.height, scale, _VIEWS)
        if reading:
            found.append(Second(line, None, line.left, line.top, line.right, line.bottom, *reading))
    if heading is not None:
        for box, before in _unread_rows(pixels, lines, heading, scale):
            reading = _read(pixels, box, heading.national.height, scale, _VIEWS)
            if reading and any(char.isdigit() for char in reading[0]) and reading[1] > 0.1:
                found.append(Second(None, before, *box, *reading))
    for line, views in ((one, _VIEWS[:1]) for one in _title_lines(lines, heading)):
        reading = _read(pixels, (line.left, line.top, line.right, line.bottom), line.height, scale, views)
        if reading:
            found.append(Second(line, None, line.left, line.top, line.right, line.bottom, *reading))
    for line in signed:
        reading = _read(pixels, (line.left, line.top, line.right, line.bottom), line.height, scale, _VIEWS[:2])
        if reading:
            found.append(Second(line, None, line.left, line.top, line.right, line.bottom, *reading))
    return found


def _heading_lines(lines: Sequence[Line], heading: Heading | None, height: float) -> list[Line]:
    if heading is None:
        top = [line for line in lines if line.words and line.base < _TOP * height and len(line.text) < 60]
        return [
            line for line in top if _PLACE_DATE.match(line.text) or re.match(r"(?i)^s[ốôoóổ6]\s*(?::|\d)", line.text)
        ][:4]
    lefts = [line for line in heading.left if any(char.isalnum() for char in line.text)]
    rights = [
        line
        for line in heading.right
        if line.base > heading.national.base + 0.5 * heading.national.height
        and _DATE.search(line.text)
        and not is_national(line)
    ]
    return [*lefts, *rights]


def _title_lines(lines: Sequence[Line], heading: Heading | None) -> list[Line]:
    """What stands between the heading and the body: type and title."""
    if heading is None:
        return []
    found: list[Line] = []
    for line in lines:
        if not line.words or line.top < heading.bottom - 0.3 * line.height or line in heading.left:
            continue
        if _BODY.match(line.text) or len(found) == _MOST_TITLE or line.base > _DEEPEST * heading.bottom:
            break
        found.append(line)
    return found


def _signature_lines(lines: Sequence[Line]) -> list[Line]:
    """From `TM. …`, `KT. …` on: the lines of the signature in the same column."""
    start = next((i for i, line in enumerate(lines) if line.words and _AUTHORITY.match(unaccent(line.text))), None)
    if start is None:
        return []
    first = lines[start]
    centre = (first.left + first.right) / 2
    column = [
        line
        for line in lines[start:]
        if line.words and len(line.text) < 60 and abs((line.left + line.right) / 2 - centre) < 4 * first.height
    ]
    return column[:_MOST_SIGNED]


def _read(
    pixels: Pixels,
    box: tuple[float, float, float, float],
    size: float,
    scale: float,
    views: Sequence[tuple[float, float]],
) -> tuple[str, float] | None:
    left, top, right, bottom = box
    cuts: list[Pixels] = []
    for above, beside in views:
        rows = slice(max(0, int((top - above * size) / scale)), int((bottom + above * size) / scale) + 1)
        columns = slice(max(0, int((left - beside * size) / scale)), int((right + beside * size) / scale) + 1)
        cuts.append(pixels[rows, columns])
    reading = read_line(cuts)
    return (reading.text, reading.confidence) if reading else None


def _unread_rows(
    pixels: Pixels, lines: Sequence[Line], heading: Heading, scale: float
) -> list[tuple[tuple[float, float, float, float], Line | None]]:
    """Boxes of rows of ink in the columns of the heading where no line was recognised, and the line below each."""
    size = heading.national.height
    below = next((line for line in lines if line.top > heading.bottom and line not in heading.left), None)
    start = heading.national.bottom + 0.1 * size
    end = min(below.top if below else heading.bottom + 2.5 * size, heading.bottom + 4 * size)
    if end <= start:
        return []
    cut = threshold(pixels)
    width = pixels.shape[1] * scale
    margin = min((line.left for line in lines), default=0.0) - size
    found: list[tuple[tuple[float, float, float, float], Line | None]] = []
    for left, right in ((max(0.0, margin), heading.divide - 0.3 * size), (heading.divide - 0.3 * size, 0.97 * width)):
        area = pixels[int(start / scale) : int(end / scale), int(left / scale) : int(right / scale)]
        if area.size == 0:
            continue
        dark = area <= cut
        for first, last in _runs(dark.sum(axis=1) >= 2, max(1, int(0.12 * size / scale))):
            tall = (last - first) * scale
            columns = np.flatnonzero(dark[first:last].any(axis=0))
            if not 0.35 * size < tall < 2.4 * size or len(columns) == 0:
                continue
            box = (
                left + float(columns[0]) * scale,
                start + first * scale,
                left + float(columns[-1] + 1) * scale,
                start + last * scale,
            )
            if box[2] - box[0] < 3 * size or _covered(box, lines):
                continue
            after = next((line for line in lines if line.top >= box[3] - 0.3 * size and line.right > box[0]), None)
            found.append((box, after))
    return found[:4]


def _covered(box: tuple[float, float, float, float], lines: Sequence[Line]) -> bool:
    left, top, right, bottom = box
    return any(
        min(bottom, line.bottom) - max(top, line.top) > 0.35 * min(bottom - top, line.bottom - line.top)
        and min(right, line.right) - max(left, line.left) > 0.3 * (right - left)
        for line in lines
    )


def _runs(rows: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], bridge: int) -> list[tuple[int, int]]:
    """(first, last + 1) of each run of True; gaps of up to `bridge` are bridged."""
    runs: list[list[int]] = []
    for index in np.flatnonzero(rows):
        if runs and index - runs[-1][1] <= bridge:
            runs[-1][1] = int(index) + 1
        else:
            runs.append([int(index), int(index) + 1])
    return [(first, last) for first, last in runs]
