"""Pages that only OCR can read: rendered, cleaned, recognised side by side, put in reading order.

pdfium serves one thread, so pages are rendered here one after the other; cleaning and recognising run in as many
threads as there are processors, each with a Tesseract of one thread. No more pages than that are in memory at a time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from indexer.reading.base import OcrLimits
from indexer.reading.marks import settle_marks
from indexer.reading.ocr_lines import make_line, reading_order, soundness, to_lines
from indexer.reading.pdf_lines import Line
from indexer.reading.progress import tell_pages
from indexer.reading.refusals import refusal
from indexer.reading.scan_picture import clean, page_pixels, threshold, upright
from indexer.reading.second_lines import Second, read_second
from indexer.reading.tesseract import Pixels, SeenLine, find_tesseract, kill_running, read_picture

DPI = 200
_INK = 0.0004  # share of dark points below which a scanned page is blank
_CHANGES = 0.02  # changes from light to dark and back, a dark point; letters have twenty times as many


@dataclass(frozen=True)
class OcrPage:
    """A recognised page: lines in reading order, `degrees` by which its picture was turned (counterclockwise) to be
    level, mean confidence of its words by length (1 where nothing was there to read), second readings.
    """

    lines: tuple[Line, ...]
    degrees: float
    confidence: float
    seconds: tuple[Second, ...]


def workers() -> int:
    """How many pages are recognised at a time: the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def recognise_pages(
    document: pdfium.PdfDocument,
    kept: Mapping[int, Sequence[Line]],
    name: str,
    limits: OcrLimits,
) -> dict[int, OcrPage]:
    """The pages with these indexes. `kept`: for each, the lines of its text layer that stay.

    Raises NeedsOcr (no_tesseract, no_vietnamese), TooLarge (ocr_page_too_long, ocr_file_too_long), UnreadableFile
    (damaged_pdf, ocr_failed).
    """
    program = find_tesseract(name)
    total = len(document)
    ends = time.monotonic() + limits.file_seconds
    done: dict[int, OcrPage] = {}
    tell_pages(total - len(kept), total)
    many = limits.workers or workers()
    with ThreadPoolExecutor(many) as pool:
        running: dict[Future[OcrPage], int] = {}
        try:
            for index, lines in sorted(kept.items()):
                while len(running) > many:
                    _gather(running, done, name, limits, ends, total - len(kept), total)
                pixels, scale = _rendered(document, index, name)
                job = pool.submit(_recognise, program, pixels, scale, tuple(lines), limits.page_seconds)
                running[job] = index
            while running:
                _gather(running, done, name, limits, ends, total - len(kept), total)
        except BaseException:
            for job in running:
                job.cancel()
            kill_running()
            raise
    return done


def _rendered(document: pdfium.PdfDocument, index: int, name: str) -> tuple[Pixels, float]:
    try:
        page = document[index]
        try:
            return page_pixels(page, DPI)
        finally:
            page.close()
    except pdfium.PdfiumError:
        raise refusal("damaged_pdf", name) from None


def _gather(
    running: dict[Future[OcrPage], int],
    done: dict[int, OcrPage],
    name: str,
    limits: OcrLimits,
    ends: float,
    before: int,
    total: int,
) -> None:
    """Take in the pages that are ready, waiting for one at least."""
    ready, _ = wait(running, timeout=max(0.0, ends - time.monotonic()), return_when=FIRST_COMPLETED)
    if not ready:
        first = min(running.values()) + 1
        raise refusal("ocr_file_too_long", name, limit=f"{limits.file_seconds:g}", page=first, size=total)
    for job in ready:
        page = running.pop(job) + 1
        try:
            done[page - 1] = job.result()
        except TimeoutError:
            raise refusal("ocr_page_too_long", name, limit=f"{limits.page_seconds:g}", page=page) from None
        except OSError:
            raise refusal("ocr_failed", name, page=page) from None
        tell_pages(before + len(done), total)


def _shows_letters(pixels: Pixels, kept: Sequence[Line], scale: float) -> bool:
    """False of an empty sheet and of plain areas: there is no ink beside the lines of the text layer, or it hardly
    ever changes along a row.
    """
    dark = pixels <= min(200, threshold(pixels))
    for line in kept:
        if line.placed:
            rows = slice(max(0, int((line.top - 2) / scale)), int((line.bottom + 2) / scale) + 1)
            dark[rows, max(0, int((line.left - 3) / scale)) : int((line.right + 3) / scale) + 1] = False
    ink = int(dark.sum())
    if ink < _INK * dark.size:
        return False
    return int(np.count_nonzero(dark[:, 1:] != dark[:, :-1])) > _CHANGES * ink


def _recognise(program: Path, pixels: Pixels, scale: float, kept: tuple[Line, ...], seconds: float) -> OcrPage:
    height, width = pixels.shape
    if not _shows_letters(pixels, kept, scale):
        return OcrPage(kept, 0.0, 1.0, ())
    straight, degrees = upright(pixels)
    ready, dpi = clean(straight), round(72 / scale)
    seen = to_lines(read_picture(program, ready, dpi, seconds), scale)
    own = settle_marks(straight, _without(seen, kept), scale)
    lines, heading, closing = reading_order(own, width * scale, height * scale)
    if closing is not None and closing.mixed:
        for column, other in ((closing.left, closing.right), (closing.right, closing.left)):
            alone = _cut(ready, column, other, scale)
            again = _column(read_picture(program, alone, dpi, seconds, 6), column, scale)
            if soundness(again) > soundness(column):
                lines = _replaced(lines, column, settle_marks(straight, again, scale))
    seconds_read = read_second(straight, lines, heading, scale)
    return OcrPage(tuple(_merged(lines, kept)), degrees, _confidence(lines), tuple(seconds_read))


_AROUND = 6.0  # points about a column that is read alone


def _corner(column: Sequence[Line]) -> tuple[float, float]:
    """Upper left corner of the picture of a column, points."""
    left, top = min(line.left for line in column), min(line.top for line in column)
    return max(0.0, left - _AROUND), max(0.0, top - _AROUND)


def _cut(pixels: Pixels, column: Sequence[Line], other: Sequence[Line], scale: float) -> Pixels:
    """The picture of a column, without the words of the other one that reach into it."""
    left, top = _corner(column)
    right, bottom = max(line.right for line in column) + _AROUND, max(line.bottom for line in column) + _AROUND
    alone = pixels.copy()
    for word in (word for line in other for word in line.words):
        alone[
            int(word.top / scale) : int(word.bottom / scale) + 1, int(word.left / scale) : int(word.right / scale)
        ] = 255
    return alone[int(top / scale) : int(bottom / scale), int(left / scale) : int(right / scale)]


def _column(seen: Sequence[SeenLine], column: Sequence[Line], scale: float) -> list[Line]:
    """Lines of the picture of a column, read alone, at their place on the page."""
    left, top = (int(edge / scale) for edge in _corner(column))
    moved = [
        replace(
            line,
            base=line.base + top,
            words=tuple(
                replace(w, left=w.left + left, right=w.right + left, top=w.top + top, bottom=w.bottom + top)
                for w in line.words
            ),
        )
        for line in seen
    ]
    return to_lines(moved, scale)


def _replaced(lines: Sequence[Line], old: Sequence[Line], new: Sequence[Line]) -> list[Line]:
    """`lines` with `new` where the first of `old` stood, and without the others of `old`."""
    gone = {id(line) for line in old}
    first = next(i for i, line in enumerate(lines) if id(line) in gone)
    return [*lines[:first], *new, *(line for line in lines[first:] if id(line) not in gone)]


def _without(lines: Sequence[Line], kept: Sequence[Line]) -> list[Line]:
    """Without the words that the text layer has already."""
    out: list[Line] = []
    for line in lines:
        words = [
            word
            for word in line.words
            if not any(
                one.placed
                and one.left - 2 <= (word.left + word.right) / 2 <= one.right + 2
                and one.top <= (word.top + word.bottom) / 2 <= one.bottom
                for one in kept
            )
        ]
        if len(words) == len(line.words):
            out.append(line)
        elif words:
            out.append(make_line(words, line.base, line.height))
    return out


def _merged(lines: Sequence[Line], kept: Sequence[Line]) -> list[Line]:
    """The lines of the text layer behind the last recognised line that stands higher."""
    merged = list(lines)
    for one in kept:
        above = [i for i, line in enumerate(merged) if line.base <= one.base]
        merged.insert(above[-1] + 1 if above else 0, one)
    return merged


def _confidence(lines: Sequence[Line]) -> float:
    letters = [(len(word.text), word.confidence) for line in lines for word in line.words]
    whole = sum(length for length, _ in letters)
    return round(sum(length * sure for length, sure in letters) / whole, 4) if whole else 0.0
