"""What a page of a PDF is: its text layer, a picture of text for OCR, or blank. And whether its layer may stay.

Decided by what is left of the text after running heads (gazette scans carry one as their only text), by its share of
valid Vietnamese syllables and of syllables with their marks, and by what the page shows: pictures, drawings, and ink
where no text is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from indexer.reading.base import Source
from indexer.reading.pdf_lines import Line
from indexer.syllables import count_syllables, is_syllable, syllable_share

_GARBLED = 0.5
_FEW_WORDS = 40
_PICTURE = 0.1  # share of the page from which a picture may hold text
_SCAN = 0.5  # share from which the page is taken for a scan
_POOR_LAYER = 0.88  # share of valid syllables below which the layer of a scan is a bad one
_BARE = 0.35  # share of syllables with marks below which Vietnamese was recognised as another language
_INK_OUTSIDE = 0.4
_DPI = 48
_MANY_OBJECTS = 20_000


@dataclass(frozen=True)
class Looks:
    """What a page shows. `pictures`: share of it that pictures cover; `drawings`: number of drawn paths; `outside`:
    share of its ink that stands where no text is (0 where there is no picture to speak of).
    """

    pictures: float = 0.0
    drawings: int = 0
    outside: float = 0.0


def looks(page: pdfium.PdfPage, lines: Sequence[Line], doubtful: bool) -> Looks:
    """What `page` shows beside these lines. Pages of words alone cost nothing unless `doubtful`."""
    if not doubtful and not _has_picture(page):
        return Looks()
    width, height = page.get_size()
    pictures, drawings = _objects(page, width * height)
    outside = _ink_outside(page, lines) if pictures >= _PICTURE and lines else 0.0
    return Looks(pictures, drawings, outside)


def _has_picture(page: pdfium.PdfPage) -> bool:
    kind, at = pdfium_c.FPDFPageObj_GetType, pdfium_c.FPDFPage_GetObject
    wanted = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM, pdfium_c.FPDF_PAGEOBJ_SHADING)
    count = min(_MANY_OBJECTS, pdfium_c.FPDFPage_CountObjects(page))
    return any(kind(at(page, index)) in wanted for index in range(count))


def _objects(page: pdfium.PdfPage, area: float) -> tuple[float, int]:
    covered = 0.0
    drawings = 0
    for count, item in enumerate(page.get_objects(max_depth=4)):
        if count > _MANY_OBJECTS:
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


def _ink_outside(page: pdfium.PdfPage, lines: Sequence[Line]) -> float:
    """Share of the dark points of a small picture of the page that lie outside the boxes of its lines."""
    width, _ = page.get_size()
    scale = min(_DPI / 72, 2000 / max(1.0, width))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = bitmap.to_numpy()
        dark = np.array(rows[:, :, 0] if rows.ndim == 3 else rows) < 160
    finally:
        bitmap.close()
    whole = int(dark.sum())
    if whole < 50:
        return 0.0
    for line in lines:
        if line.placed:
            top, bottom = int((line.top - 2) * scale), int((line.bottom + 2) * scale) + 1
            dark[max(0, top) : bottom, max(0, int((line.left - 3) * scale)) : int((line.right + 3) * scale) + 1] = False
    return float(dark.sum()) / whole


@dataclass(frozen=True)
class Verdict:
    """`keep`: whether what the text layer says is right as far as it goes, and stays beside what OCR reads."""

    source: Source
    confidence: float
    keep: bool = True


def judge(text: str, page: Looks) -> Verdict:
    """What a page is, by the `text` that is left after running heads; `confidence` is that of its text layer."""
    words = text.split()
    if not words:
        return Verdict("ocr", 0.0) if page.pictures >= 0.02 or page.drawings >= 60 else Verdict("blank", 1.0)
    if garbled(text):
        return Verdict("ocr", 0.0, keep=False)
    if page.pictures >= _PICTURE and len(words) < _FEW_WORDS:
        return Verdict("ocr", 0.0, keep=not _bare(text))
    if page.pictures >= _SCAN and _bad_layer(text):
        return Verdict("ocr", 0.0, keep=False)
    if page.pictures >= _PICTURE and page.outside >= _INK_OUTSIDE:
        return Verdict("ocr", 0.0)
    return Verdict("text", round(syllable_share(text), 4))


def _bad_layer(text: str) -> bool:
    """True of what a poor recogniser, or one for another language, put behind the picture of a Vietnamese page."""
    if other_language(text) and not _bare(text):
        return False
    return syllable_share(text) < _POOR_LAYER or _bare(text)


def _bare(text: str) -> bool:
    """Vietnamese syllables of which too few carry their marks (`Cong hoa xa hoi chu nghia Viet Nam`)."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    valid = [word for word in words if is_syllable(word)]
    if len(valid) < 15 or len(valid) < 0.6 * len(words):
        return False
    return sum(not word.isascii() for word in valid) < _BARE * len(valid)


def garbled(text: str) -> bool:
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
    return not other_language(text)


_FIGURES = re.compile(r"^[\d.,:;%()+/×x*\-–…_]+$")
_ODD = re.compile(r"[#$<=>?@\[\]\\^`{|}~]|[\"'!&*+]\w|\d[A-Za-zÀ-ỹ]|[a-z][A-ZĐ]|[A-Z]{2}[a-zà-ỹ]")


def other_language(text: str) -> bool:
    """True of words as English or French have them."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    usual = sum(
        bool(re.fullmatch(r"[A-Z]?[a-z\u00df-\u00ff]+|[A-Z]{2,6}", word))
        and bool(re.search(r"[aeiouyà-ü]", word.lower()))
        and not re.search(r"[bcdfghjklmnpqrstvwxz]{5}", word.lower())
        for word in words
    )
    return usual >= 0.8 * len(words)
