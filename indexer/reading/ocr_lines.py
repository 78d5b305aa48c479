"""Lines of a recognised page in the order a reader takes them, as the lines of a text layer come.

Tesseract orders the blocks of a page well, but runs the two columns of a heading, and of the list of recipients and
the signature, together on one line. Where such a block stands, its lines are divided at their gap and come column by
column, the left one first. Coordinates become points of the page.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from archive.folding import unaccent
from indexer.reading.ocr_repairs import repair_words
from indexer.reading.pdf_lines import Line, Word
from indexer.reading.tesseract import SeenLine, SeenWord
from indexer.syllables import is_syllable

_NOISE = 0.35  # lines and lone signs below this confidence are specks, rules and seals
_GAP = 1.1  # heights; a space of justified text stays below
_ALIKE = 78  # of 100
_LOOSE_BOX = 1.15  # height of a letter's box in a text layer, in heights from descender to ascender
_NATIONAL = ("CONG HOA XA HOI CHU NGHIA VIET NAM", "DANG CONG SAN VIET NAM")
_MOTTO = "DOC LAP TU DO HANH PHUC"
_DATE_LINE = re.compile(r"\bng[aàáảăâ]\w{0,3}[\s.\d]*.{0,6}\bth[aàáảăâ]\w{1,3}", re.I)
_TOP = 0.45  # a heading stands in the upper part of its page
_RECIPIENTS = re.compile(r"^n[oơ]i\s*nh[aâ]n\b", re.I)


@dataclass(frozen=True)
class Heading:
    """Where the two columns of a heading are, points: x that divides them, top and bottom of the block.

    `national` is the line of the national title, `left` and `right` the lines of the two columns.
    """

    divide: float
    top: float
    bottom: float
    national: Line
    left: tuple[Line, ...]
    right: tuple[Line, ...]


@dataclass(frozen=True)
class Closing:
    """The list of recipients and the signature beside it. `mixed`: letters of both came on one line."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    mixed: bool


def to_lines(seen: Sequence[SeenLine], scale: float) -> list[Line]:
    """Tesseract's lines without specks, repaired, in points (`scale` points a pixel)."""
    usual = statistics.median(
        [line.size for line in seen if len(line.words) > 3] or [line.size for line in seen] or [1]
    )
    lines: list[Line] = []
    for one in seen:
        words = [word for word in one.words if not _speck(word.text, word.confidence)]
        if not words or _noise(words, one.size / usual):
            continue
        # Tesseract's size of a line varies with its marks: what is near the usual one is the usual one.
        size = usual if 0.72 < one.size / usual < 1.35 else one.size
        own = [
            Word(w.text, w.left * scale, w.top * scale, w.right * scale, w.bottom * scale, round(w.confidence, 3))
            for w in words
        ]
        mended = repair_words(own)
        if mended:
            lines.append(make_line(mended, one.base * scale, size * scale * _LOOSE_BOX))
    return lines


def make_line(words: Sequence[Word], base: float, height: float) -> Line:
    """A line of these words."""
    return Line(
        " ".join(word.text for word in words),
        min(word.left for word in words),
        max(word.right for word in words),
        base,
        height,
        words=tuple(words),
    )


def _speck(text: str, confidence: float) -> bool:
    if text in (".", ",", "'", "`", "·", "˙"):
        return confidence < 0.8
    return confidence < _NOISE and not any(char.isalnum() for char in text)


def _noise(words: Sequence[SeenWord], size: float) -> bool:
    """True of what specks, rules, seals and the marks above capitals make; `size` of the letters against the usual."""
    texts = [word.text for word in words]
    mean = statistics.mean(word.confidence for word in words)
    letters = sum(char.isalnum() for text in texts for char in text)
    if letters == 0:
        return mean < 0.8
    good = sum(is_syllable(re.sub(r"\W", "", text)) or bool(re.search(r"\d", text)) for text in texts)
    if size < 0.72 and mean < 0.8:
        cores = [re.sub(r"\W", "", text) for text in texts]
        sound = sum(len(core) for core in cores if core.isdigit() or (len(core) > 1 and is_syllable(core)))
        if sound < 0.6 * letters:
            return True
    if mean < _NOISE:
        return good < 0.7 * len(texts)
    return mean < 0.6 and good == 0 and letters < 8


def reading_order(lines: list[Line], width: float, height: float) -> tuple[list[Line], Heading | None, Closing | None]:
    """Lines with the heading and the closing divided into their columns, and these two where they are."""
    lines, heading = _divide_heading(lines, width, height)
    lines, closing = _divide_closing(lines, width)
    return lines, heading, closing


def soundness(lines: Sequence[Line]) -> float:
    """How much was read well: letters of syllables and numbers, by their confidence."""
    return sum(
        len(word.text) * word.confidence
        for line in lines
        for word in line.words
        if is_syllable(re.sub(r"\W", "", word.text)) or any(char.isdigit() for char in word.text)
    )


def is_national(line: Line | str) -> bool:
    """The national title or that of the Party, letters misread or not."""
    plain = re.sub(r"\W+", " ", unaccent(line if isinstance(line, str) else line.text)).upper().strip()
    return any(len(plain) >= 15 and fuzz.ratio(plain, title) >= _ALIKE for title in _NATIONAL)


def _is_right(text: str) -> bool:
    plain = re.sub(r"\W+", " ", unaccent(text)).upper().strip()
    return is_national(text) or fuzz.ratio(plain, _MOTTO) >= _ALIKE or bool(_DATE_LINE.search(text))


def split_at(line: Line, index: int) -> tuple[Line, Line]:
    """The line as two, the second from word `index` on."""
    return make_line(line.words[:index], line.base, line.height), make_line(line.words[index:], line.base, line.height)


def _gaps(line: Line) -> list[tuple[int, float, float]]:
    """(index of the word behind it, where it begins, where it ends) of every wide gap."""
    return [
        (i, before.right, word.left)
        for i, (before, word) in enumerate(zip(line.words, line.words[1:], strict=False), start=1)
        if word.left - before.right > _GAP * line.height
    ]


def _national_part(line: Line) -> Line | None:
    """The part of the line that is the national title, None where there is none."""
    for index, _, _ in _gaps(line):
        right = split_at(line, index)[1]
        if is_national(right):
            return right
    if is_national(line) and len(line.text) < 38:
        return line
    # The columns may stand close together: try every word as the first of the title.
    for index in range(1, len(line.words) - 3):
        if line.words[index].left - line.words[index - 1].right < 0.5 * line.height:
            continue
        right = split_at(line, index)[1]
        if len(right.text) < 40 and is_national(right) and fuzz.ratio("CONG", unaccent(right.words[0].text)) > 70:
            return right
    return None


def _divide_heading(lines: list[Line], width: float, height: float) -> tuple[list[Line], Heading | None]:
    title = next((part for line in lines if line.base < _TOP * height and (part := _national_part(line))), None)
    if title is None:
        return lines, None
    centre = (title.left + title.right) / 2
    if centre < 0.56 * width:
        return lines, None  # a heading in one column
    edge = title.left
    taken: set[int] = set()
    lefts: list[Line] = []
    rights: list[Line] = []
    bottom = title.base
    for line in sorted(lines, key=lambda one: one.base):
        if line.base < title.base - 3.2 * title.height or line.base > title.base + 9 * title.height:
            continue
        left, right = _halves(line, edge, centre, width)
        if left is None and right is None:
            if line.base > title.base:
                break
            continue
        if right is not None and right.base < title.base - 0.5 * title.height:
            continue
        taken.add(id(line))
        lefts += [left] if left and _has_letters(left) else []
        rights += [right] if right and _has_letters(right) else []
        bottom = max(bottom, line.bottom)
    first = min((i for i, line in enumerate(lines) if id(line) in taken), default=0)
    rest = [line for line in lines[first:] if id(line) not in taken]
    before = [line for line in lines[:first] if id(line) not in taken]
    above = [line for line in rest if line.base < title.base - 0.5 * title.height]
    after = [line for line in rest if line.base >= title.base - 0.5 * title.height]
    top = min(line.top for line in (*lefts, *rights, title))
    heading = Heading(edge, top, bottom, title, tuple(lefts), tuple(rights))
    return [*before, *above, *lefts, *rights, *after], heading


def _has_letters(line: Line) -> bool:
    return any(char.isalnum() or char == "*" for char in line.text)


def _halves(line: Line, edge: float, centre: float, width: float) -> tuple[Line | None, Line | None]:
    """The line's part in the left and in the right column of a heading; both None where it stands in neither."""
    slack = 0.02 * width
    if line.right <= edge + slack and line.right < centre:
        return line, None
    own = (line.left + line.right) / 2
    if line.left >= edge - 5 * slack and abs(own - centre) < 0.06 * width:
        return None, line
    best: tuple[float, int] | None = None
    for index, (before, word) in enumerate(zip(line.words, line.words[1:], strict=False), start=1):
        gap = word.left - before.right
        right = split_at(line, index)[1]
        off = abs((right.left + right.right) / 2 - centre)
        if gap < 0.35 * line.height or before.right > edge + 5 * slack or off > 0.08 * width:
            continue
        if gap > _GAP * line.height or _is_right(right.text):
            score = gap - off
            best = max(best, (score, index)) if best else (score, index)
    if best is None:
        return None, None
    return split_at(line, best[1])


def _divide_closing(lines: list[Line], width: float) -> tuple[list[Line], Closing | None]:
    """From `Nơi nhận` on: the list of recipients, then the signature beside it."""
    start = next((i for i, line in enumerate(lines) if _RECIPIENTS.match(unaccent(line.text))), None)
    if start is None or lines[start].left > 0.45 * width:
        return lines, None
    anchor = lines[start]
    parts: dict[int, tuple[Line | None, Line | None]] = {}
    for line in sorted(lines, key=lambda one: one.base):
        if line.base < anchor.base - 2.5 * anchor.height:
            continue
        left, right = _columns(line, width)
        if left is not None and line.base < anchor.base - 0.5 * anchor.height:
            continue  # above the list of recipients the signature alone may begin
        if left is None and right is None:
            if line.base > anchor.base:
                break  # what stands under a wide line belongs to something else
            continue
        parts[id(line)] = (left, right)
    if not any(right for _, right in parts.values()):
        return lines, None
    lefts = sorted((left for left, _ in parts.values() if left), key=lambda line: line.base)
    rights = sorted((right for _, right in parts.values() if right), key=lambda line: line.base)
    first = min(i for i, line in enumerate(lines) if id(line) in parts)
    before = [line for line in lines[:first] if id(line) not in parts]
    mixed = any(left and right for left, right in parts.values())
    closing = Closing(tuple(lefts), tuple(rights), mixed)
    return [*before, *lefts, *rights, *(line for line in lines[first:] if id(line) not in parts)], closing


def _columns(line: Line, width: float) -> tuple[Line | None, Line | None]:
    """The line's part left and right of the middle; both None where it runs across without a gap."""
    if line.right < 0.6 * width and line.left < 0.36 * width:
        return line, None
    if line.left > 0.36 * width:
        return None, line
    gaps = [(end - start, index) for index, start, end in _gaps(line) if 0.25 * width < end and start < 0.62 * width]
    if not gaps:
        return None, None
    return split_at(line, max(gaps)[1])
