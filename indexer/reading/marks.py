"""Which marks a doubtful word carries: Tesseract's letters stay, the second recogniser may say other marks.

Small marks are what OCR of Vietnamese loses (`sửa đối` for `sửa đổi`, `tô chức`). A word of which Tesseract is not sure
is read again by the second recogniser; where both read the same letters and the second is sure, its marks are taken.
So is the whole word where Tesseract's is no syllable and the other, a letter apart, is one (`ĐÁẢNG`, `ĐẢNG`).
Numbers, symbols and words of other letters stay as Tesseract read them; what it read is kept (`Word.raw`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from archive.folding import unaccent
from indexer.reading.pdf_lines import Line, Word
from indexer.reading.second_reader import available, read_line
from indexer.reading.tesseract import Pixels
from indexer.syllables import is_syllable

_DOUBTFUL = 0.93
_SURE = 0.85
_MOST = 80  # words of one page
_PARTS = re.compile(r"^(\W*)([^\W\d_]+)(\W*)$")


def settle_marks(pixels: Pixels, lines: Sequence[Line], scale: float) -> list[Line]:
    """The lines with the marks of doubtful words settled. `scale`: points a pixel of the level picture."""
    doubtful = sorted(
        (word.confidence, id(word), word, line)
        for line in lines
        for word in line.words
        if (own := _PARTS.match(word.text)) and (word.confidence < _DOUBTFUL or _broken(own[2]))
    )[:_MOST]
    if not doubtful or not available():
        return list(lines)
    settled: dict[int, Word] = {}
    for _, key, word, line in doubtful:
        top = min(word.top, line.base - 0.75 * line.height)
        bottom = max(word.bottom, line.base + 0.22 * line.height)
        rows = slice(max(0, int(top / scale) - 1), int(bottom / scale) + 1)
        cut = pixels[rows, max(0, int(word.left / scale) - 4) : int(word.right / scale) + 4]
        reading = read_line([cut])
        if reading is None or reading.confidence < _SURE:
            continue
        text = with_marks(word.text, reading.text)
        if text != word.text:
            settled[key] = replace(word, text=text, raw=word.raw or word.text)
    if not settled:
        return list(lines)
    out: list[Line] = []
    for line in lines:
        words = tuple(settled.get(id(word), word) for word in line.words)
        out.append(replace(line, text=" ".join(word.text for word in words), words=words) if line.words else line)
    return out


def _broken(word: str) -> bool:
    """Written with Vietnamese marks and yet no syllable; foreign names are not meant."""
    return not word.isascii() and not is_syllable(word)


def with_marks(first: str, second: str) -> str:
    """`first` with the marks of `second` where both have the same letters and the second is a syllable; the letters of
    `second` where `first` is no syllable and they differ in one.
    """
    own, other = _PARTS.match(first), _PARTS.match(second.strip())
    if not own or not other or not is_syllable(other[2]):
        return first
    letters, others = unaccent(own[2]).lower(), unaccent(other[2]).lower()
    if letters != others:
        near = Levenshtein.distance(letters, others) == 1 and own[2][0].isupper() == other[2][0].isupper()
        return own[1] + other[2] + own[3] if _broken(own[2]) and near else first
    core = "".join(
        mark.upper() if letter.isupper() else mark.lower() for letter, mark in zip(own[2], other[2], strict=True)
    )
    return own[1] + core + own[3]
