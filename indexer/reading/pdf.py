"""PDF: the text layer, page by page, with a decision for each page whether it has one at all.

Two extractors read every page. pypdf is the chosen one; pdfium gives lines with their place, which paragraphs need.
pypdf often breaks words on the gazette's files (`quá c ảnh`, `B Ộ T ÀI CHÍNH`), so the words of a page are taken from
the one whose words are more often valid Vietnamese syllables; where both have the same there is nothing to choose.
pypdf takes many times as long: once it was better on none of the last eight pages, or has used its share of the time,
it is asked only about pages where pdfium's own words are doubtful.
"""

from __future__ import annotations

import logging
import re
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from indexer.reading.base import PDF, Limits, Page, Reading, Source
from indexer.reading.composing import compose, placed
from indexer.reading.legacy import legacy_encoding
from indexer.reading.margins import divide_pages
from indexer.reading.pdf_lines import Line, page_lines
from indexer.reading.refusals import page_list, refusal
from indexer.syllables import count_syllables, syllable_share

_PROBED = 8  # pages both extractors read before only one is asked
_BETTER = 0.004  # share of syllables by which one extractor must be better
_DOUBTFUL = 0.9
_GARBLED = 0.5
_FEW_WORDS = 40
_TAIL = 65536


@contextmanager
def open_pdf(path: Path, name: str, limits: Limits) -> Iterator[pdfium.PdfDocument]:
    """The document in pdfium. Raises UnreadableFile (damaged_pdf, encrypted_pdf) or TooLarge (too_many_pages)."""
    _check_whole(path, name)
    try:
        document = pdfium.PdfDocument(path)
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
    pictures: float  # share of the page that pictures cover
    drawings: int


class _Pypdf:
    """pypdf on the same file, asked only while it is worth it."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._path = path
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
        reader = pypdf.PdfReader(self._path, strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        return reader


def read_pdf(path: Path, name: str, limits: Limits, seconds: float) -> Reading:
    """The text of a PDF.

    Raises NeedsOcr where no page has usable text, UnreadableFile (damaged_pdf, encrypted_pdf, legacy_encoding,
    pdf_without_text), TooLarge (too_many_pages, too_much_text). `seconds` is the time for the whole file.
    """
    with open_pdf(path, name, limits) as document:
        pypdf_reader = _Pypdf(path, seconds / 4)
        pages: list[_RawPage] = []
        length = 0
        for index in range(len(document)):
            page = _read_page(document, index, pypdf_reader, name, limits)
            length += len(page.raw)
            if length > limits.max_text:
                raise refusal("too_much_text", name)
            pages.append(page)
    return _assemble(pages, name)


def _read_page(document: pdfium.PdfDocument, index: int, pypdf_reader: _Pypdf, name: str, limits: Limits) -> _RawPage:
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
        lines = page_lines(textpage, width, height, rotation)
        plain = "\n".join(line.plain for line in lines)
        share = syllable_share(plain)
        pictures, drawings = 0.0, 0
        if len(plain.split()) < 3 * _FEW_WORDS or share < _DOUBTFUL:
            pictures, drawings = _objects(page, width * height)
    finally:
        textpage.close()
        page.close()
    if not pypdf_reader.worth_asking(share < _DOUBTFUL or not lines):
        return _RawPage(size, plain, lines, True, pictures, drawings)
    other = pypdf_reader.text(index)
    if other is None or (not other.strip() and plain.strip()):
        return _RawPage(size, plain, lines, True, pictures, drawings)
    if other.split() == plain.split():
        pypdf_reader.compared(won=False)
        return _RawPage(size, other, lines, False, pictures, drawings)
    won = syllable_share(other) > share + _BETTER or not plain.strip()
    pypdf_reader.compared(won)
    if won:
        return _RawPage(size, other, _placed(other, lines), False, pictures, drawings)
    return _RawPage(size, plain, lines, True, pictures, drawings)


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


def _objects(page: pdfium.PdfPage, area: float) -> tuple[float, int]:
    """(share of the page covered by pictures, number of drawn paths)."""
    covered = 0.0
    drawings = 0
    for count, item in enumerate(page.get_objects(max_depth=4)):
        if count > 20_000:
            break
        if item.type in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING):
            try:
                left, bottom, right, top = item.get_bounds()
            except pdfium.PdfiumError:
                continue
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        elif item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            drawings += 1
    return (min(1.0, covered / area) if area else 0.0), drawings


def _source(text: str, page: _RawPage) -> tuple[Source, float]:
    """What a page is, by the text that is left after running heads, and how sure its text is."""
    words = text.split()
    if not words:
        return ("ocr", 0.0) if page.pictures >= 0.02 or page.drawings >= 60 else ("blank", 1.0)
    if page.pictures >= 0.1 and len(words) < _FEW_WORDS:
        return "ocr", 0.0
    if _garbled(text):
        return "ocr", 0.0
    return "text", round(syllable_share(text), 4)


def _garbled(text: str) -> bool:
    """Letters without sense: a font without a Unicode map, or a bad OCR layer. Other languages are not garbled."""
    letters = [c for c in text if not c.isspace()]
    strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " or "\x7f" <= c < "\xa0" for c in letters)
    if len(letters) >= 10 and strange > 0.2 * len(letters):
        return True
    valid, judged = count_syllables(text)
    words = [word for word in text.split() if not _FIGURES.match(word)]
    # Shifted codes look like symbols (`;@+ 2.=<1-`), which are not judged: count words by their punctuation too.
    odd = sum(bool(_ODD.search(word)) for word in words)
    if len(words) >= 15 and odd > 0.3 * len(words) and valid < _GARBLED * len(words):
        return True
    if judged < 15 or valid >= _GARBLED * judged:
        return False
    return not _other_language(text)


_FIGURES = re.compile(r"^[\d.,:;%()+/×x*\-–…_]+$")
_ODD = re.compile(r"[#$<=>?@\[\]\\^`{|}~]|[\"'!&*+]\w|\d[A-Za-zÀ-ỹ]|[a-z][A-ZĐ]|[A-Z]{2}[a-zà-ỹ]")


def _other_language(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    usual = sum(
        bool(re.fullmatch(r"[A-Z]?[a-z\u00df-\u00ff]+|[A-Z]{2,6}", word))
        and bool(re.search(r"[aeiouyà-ü]", word.lower()))
        and not re.search(r"[bcdfghjklmnpqrstvwxz]{5}", word.lower())
        for word in words
    )
    return usual >= 0.8 * len(words)


def _assemble(pages: Sequence[_RawPage], name: str) -> Reading:
    parts = divide_pages([page.lines for page in pages])
    bodies = ["\n".join(line.plain for line in (*part.body, *part.notes)) for part in parts]
    judged = [_source(body, page) for body, page in zip(bodies, pages, strict=True)]
    need = [number for number, (source, _) in enumerate(judged, start=1) if source == "ocr"]
    if not any(source == "text" for source, _ in judged):
        encoding = legacy_encoding("\n".join(bodies))
        if encoding:
            raise refusal("legacy_encoding", name, encoding=encoding)
        if need:
            raise refusal("needs_ocr", name, pages=page_list(need))
        raise refusal("pdf_without_text", name)
    encoding = legacy_encoding("\n".join(bodies))
    if encoding:
        raise refusal("legacy_encoding", name, encoding=encoding)
    composed = compose(parts)
    text, starts = composed.text, composed.starts
    ends = [*starts[1:], len(text)]
    notes: list[str] = []
    if need:
        notes.append("pages_need_ocr:" + ",".join(map(str, need)))
    by_pdfium = [number for number, page in enumerate(pages, start=1) if page.by_pdfium and page.raw.strip()]
    if by_pdfium:
        notes.append("pages_by_pdfium:" + page_list(by_pdfium).replace(" ", ""))
    return Reading(
        text=text,
        raw_text="\f".join(page.raw for page in pages),
        pages=tuple(
            Page(number, text[start:end], source, confidence)
            for number, (start, end, (source, confidence)) in enumerate(zip(starts, ends, judged, strict=True), start=1)
        ),
        page_starts=starts,
        media_type=PDF,
        notes=tuple(notes),
        placed=placed(composed, [page.size for page in pages]),
    )
