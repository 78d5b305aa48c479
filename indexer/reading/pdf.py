"""PDF: the text layer, page by page, with a decision for each page whether it has one at all.

Two extractors read every page. pypdf is the chosen one; pdfium gives lines with their place, which paragraphs need.
pypdf often breaks words on the gazette's files (`quá c ảnh`, `B Ộ T ÀI CHÍNH`), so the words of a page are taken from
the one whose words are more often valid Vietnamese syllables; where both have the same there is nothing to choose.
pypdf takes many times as long: once it was better on none of the last eight pages, or has used its share of the time,
it is asked only about pages where pdfium's own words are doubtful.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from archive.errors import NeedsOcr
from indexer.reading.base import PDF, Limits, OcrLimits, Page, Reading
from indexer.reading.composing import Frame, compose, placed, second_readings
from indexer.reading.judging import Looks, Verdict, judge, looks
from indexer.reading.legacy import legacy_encoding
from indexer.reading.margins import divide_pages
from indexer.reading.pdf_legacy import OldText
from indexer.reading.pdf_lines import Line
from indexer.reading.refusals import page_list, refusal
from indexer.syllables import syllable_share

if TYPE_CHECKING:
    from indexer.reading.ocr import OcrPage

_PROBED = 8  # pages both extractors read before only one is asked
_BETTER = 0.004  # share of syllables by which one extractor must be better
_DOUBTFUL = 0.9
_FEW_WORDS = 120
_TAIL = 65536
_USUAL_TIME = OcrLimits()


@contextmanager
def open_pdf(source: Path | bytes, name: str, limits: Limits) -> Iterator[pdfium.PdfDocument]:
    """The document in pdfium; `source` is its path or its content.

    Raises UnreadableFile (damaged_pdf, encrypted_pdf) or TooLarge (too_many_pages).
    """
    if isinstance(source, Path):
        _check_whole(source, name)
    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise refusal("encrypted_pdf", name) from None
        raise refusal("damaged_pdf", name) from None
    try:
        pages = len(document)
        if pages > limits.max_pages:
            raise refusal("too_many_pages", name, size=pages, limit=limits.max_pages)
        if pages == 0:
            raise refusal("damaged_pdf", name)
        yield document
    finally:
        document.close()


def as_file(source: Path | bytes) -> Path | io.BytesIO:
    """What pypdf takes."""
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _check_whole(path: Path, name: str) -> None:
    """Refuse a file that was cut short: pdfium would mend it and silently leave pages out."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(4096)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    linearized = re.search(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)", head) or (
        re.search(rb"/L\s+(\d+)[^>]{0,200}?/Linearized\b", head)
    )
    cut = linearized is not None and int(linearized.group(1)) > size
    end = tail.rfind(b"%%EOF")
    start = tail.rfind(b"startxref")
    if start < 0 or re.search(rb"\d+\s+\d+\s+obj\b", tail[max(start, end) :]):
        cut = True
    else:
        offset = re.match(rb"startxref\s+(\d+)", tail[start:])
        cut = cut or (offset is not None and int(offset.group(1)) >= size)
    if cut:
        raise refusal("damaged_pdf", name)


@dataclass
class _RawPage:
    """What both extractors gave of one page; `size` is its width and height in points as it is shown."""

    size: tuple[float, float]
    raw: str
    lines: list[Line]
    by_pdfium: bool
    looks: Looks
    degrees: float = 0.0


class _Pypdf:
    """pypdf on the same file, asked only while it is worth it."""

    def __init__(self, source: Path | bytes, seconds: float) -> None:
        self._source = source
        self._seconds = seconds
        self._reader: Any = None
        self._broken = False
        self._won: deque[bool] = deque(maxlen=_PROBED)
        self._asked = 0

    def worth_asking(self, doubtful: bool) -> bool:
        if self._broken or self._seconds <= 0:
            return False
        return doubtful or self._asked < _PROBED or any(self._won)

    def text(self, index: int) -> str | None:
        started = time.monotonic()
        try:
            if self._reader is None:
                self._reader = self._open()
            return self._reader.pages[index].extract_text()
        except MemoryError:
            raise
        except Exception:
            # pypdf raises errors of many kinds on files that pdfium reads; the page then has one witness.
            self._broken = self._reader is None
            return None
        finally:
            self._asked += 1
            self._seconds -= time.monotonic() - started

    def compared(self, won: bool) -> None:
        """Say whether its words of the last page were the better ones."""
        self._won.append(won)

    def _open(self) -> Any:
        import pypdf

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        reader = pypdf.PdfReader(as_file(self._source), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        return reader


def read_pdf(source: Path | bytes, name: str, limits: Limits, seconds: float, ocr: OcrLimits = _USUAL_TIME) -> Reading:
    """The text of a PDF (its path or its content); pages that are pictures are recognised.

    Raises NeedsOcr where that is not possible (no_tesseract, no_vietnamese, nothing_recognised), UnreadableFile
    (damaged_pdf, encrypted_pdf, legacy_encoding, pdf_without_text, ocr_failed), TooLarge (too_many_pages,
    too_much_text, ocr_page_too_long, ocr_file_too_long). `seconds` is the time for the whole file without OCR.
    """
    with open_pdf(source, name, limits) as document:
        pypdf_reader = _Pypdf(source, seconds / 4)
        old = OldText()
        pages: list[_RawPage] = []
        length = 0
        for index in range(len(document)):
            page = _read_page(document, index, pypdf_reader, old, name, limits)
            length += len(page.raw)
            if length > limits.max_text:
                raise refusal("too_much_text", name)
            pages.append(page)
        verdicts, recognised = _recognised(document, pages, name, ocr)
    return replace(_assemble(pages, verdicts, recognised, name), encoding=old.encoding)


def _read_page(
    document: pdfium.PdfDocument, index: int, pypdf_reader: _Pypdf, old: OldText, name: str, limits: Limits
) -> _RawPage:
    try:
        page = document[index]
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        raise refusal("damaged_pdf", name) from None
    try:
        if textpage.count_chars() > limits.max_page_characters:
            raise refusal("too_much_text", name)
        size = page.get_size()
        width, height = size
        rotation = page.get_rotation()
        if rotation in (90, 270):
            width, height = height, width
        lines, undecoded = old.page(textpage, width, height, rotation)
        plain = "\n".join(line.plain for line in lines)
        share = syllable_share(plain)
        seen = looks(page, lines, doubtful=len(plain.split()) < _FEW_WORDS or share < _DOUBTFUL)
    finally:
        textpage.close()
        page.close()
    if undecoded:  # pypdf would give the undecoded words again
        return _RawPage(size, undecoded, lines, True, seen)
    if not pypdf_reader.worth_asking(share < _DOUBTFUL or not lines):
        return _RawPage(size, plain, lines, True, seen)
    other = pypdf_reader.text(index)
    if other is None or (not other.strip() and plain.strip()):
        return _RawPage(size, plain, lines, True, seen)
    if other.split() == plain.split():
        pypdf_reader.compared(won=False)
        return _RawPage(size, other, lines, False, seen)
    won = syllable_share(other) > share + _BETTER or not plain.strip()
    pypdf_reader.compared(won)
    if won:
        return _RawPage(size, other, _placed(other, lines), False, seen)
    return _RawPage(size, plain, lines, True, seen)


def _placed(text: str, lines: Sequence[Line]) -> list[Line]:
    """pypdf's lines, each with the place of pdfium's line of the same letters where there is one."""
    by_letters = {"".join(line.plain.split()): line for line in lines}
    placed: list[Line] = []
    for row in text.splitlines():
        shown = row.strip()
        if not shown:
            continue
        known = by_letters.get("".join(shown.split()))
        if known is not None:
            placed.append(Line(shown, known.left, known.right, known.base, known.height))
        else:
            placed.append(Line(shown, 0, 0, 0, 0, placed=False))
    return placed


def _recognised(
    document: pdfium.PdfDocument, pages: list[_RawPage], name: str, limits: OcrLimits
) -> tuple[list[Verdict], dict[int, OcrPage]]:
    """Judge every page, and put what OCR reads in the place of what cannot be read otherwise."""
    parts = divide_pages([page.lines for page in pages])
    bodies = ["\n".join(line.plain for line in (*part.body, *part.notes)) for part in parts]
    encoding = legacy_encoding("\n".join(bodies))
    if encoding:
        raise refusal("legacy_encoding", name, encoding=encoding)
    verdicts = [judge(body, page.looks) for body, page in zip(bodies, pages, strict=True)]
    need = {
        index: pages[index].lines if verdict.keep else []
        for index, verdict in enumerate(verdicts)
        if verdict.source == "ocr"
    }
    if not need:
        return verdicts, {}
    from indexer.reading.ocr import recognise_pages  # numpy and pillow, which files with text do without

    try:
        done = recognise_pages(document, need, name, limits)
    except NeedsOcr:
        if not any(verdict.source == "text" for verdict in verdicts):
            raise
        return verdicts, {}  # without Tesseract the pages that have text are worth reading; the notes name the others
    for index, page in done.items():
        pages[index].lines = list(page.lines)
        pages[index].degrees = page.degrees
        pages[index].raw = "\n".join(_as_read(line) for line in page.lines)
        pages[index].by_pdfium = False
        plain = "\n".join(line.plain for line in page.lines)
        if plain and page.lines == tuple(need[index]):  # nothing but what the text layer says
            verdicts[index] = Verdict("text", round(syllable_share(plain), 4))
        elif not plain and page.confidence == 1.0:
            verdicts[index] = Verdict("blank", 1.0)
        else:
            verdicts[index] = Verdict("ocr", page.confidence)
    return verdicts, done


def _as_read(line: Line) -> str:
    return " ".join(word.raw or word.text for word in line.words) if line.words else line.plain


def _assemble(
    pages: Sequence[_RawPage], verdicts: Sequence[Verdict], recognised: Mapping[int, OcrPage], name: str
) -> Reading:
    parts = divide_pages([page.lines for page in pages])
    composed = compose(parts)
    text, starts = composed.text, composed.starts
    if not text.strip():
        raise refusal("nothing_recognised" if recognised else "pdf_without_text", name)
    ends = [*starts[1:], len(text)]
    notes: list[str] = []
    by_pdfium = [number for number, page in enumerate(pages, start=1) if page.by_pdfium and page.raw.strip()]
    if by_pdfium:
        notes.append("pages_by_pdfium:" + page_list(by_pdfium).replace(" ", ""))
    missing = [n for n, verdict in enumerate(verdicts, start=1) if verdict.source == "ocr" and n - 1 not in recognised]
    if missing:
        notes.append("pages_need_ocr:" + ",".join(map(str, missing)))
    if recognised:
        notes.append("pages_by_ocr:" + page_list([index + 1 for index in sorted(recognised)]).replace(" ", ""))
    frames = [Frame(*page.size, page.degrees) for page in pages]
    return Reading(
        text=text,
        raw_text="\f".join(page.raw for page in pages),
        pages=tuple(
            Page(number, text[start:end], verdict.source, verdict.confidence)
            for number, (start, end, verdict) in enumerate(zip(starts, ends, verdicts, strict=True), start=1)
        ),
        page_starts=starts,
        media_type=PDF,
        notes=tuple(notes),
        placed=placed(composed, frames),
        seconds=second_readings(
            composed, frames, [(index, one) for index, page in sorted(recognised.items()) for one in page.seconds]
        ),
    )
