"""The text of a whole file from its divided pages: paragraphs in order, footnotes last, and where each line stands.

Every line, and every word that OCR read, is found again in the finished text by counting its letters without spaces:
joining and repairing change spaces only, or the same letters in the line and in the paragraph.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.reading.base import Placed, SecondReading
from indexer.reading.margins import PageParts, note_labels, show_raised
from indexer.reading.paragraphs import Paragraph, Piece, join_lines, joint
from indexer.reading.pdf_lines import Line
from indexer.text import repair_text

if TYPE_CHECKING:
    from indexer.reading.second_lines import Second


@dataclass(frozen=True)
class Composed:
    """`starts`: where each page begins in `text`. `lines`: (line, page index, start, end), in order of start."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[tuple[Line, int, int, int], ...]


def compose(parts: Sequence[PageParts]) -> Composed:
    """The whole text and where each page begins in it. Footnotes follow the last page's text."""
    labels = [note_labels(part.notes) for part in parts]
    known = frozenset[str]().union(*labels)
    out: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    lines: list[tuple[Line, int, int, int]] = []

    def put(paragraphs: Sequence[Paragraph], counted: bool) -> None:
        nonlocal length
        for paragraph in paragraphs:
            pieces = [
                (piece, repaired)
                for piece in paragraph.pieces
                if (repaired := _repaired(piece.text, labels[piece.page] or known))
            ]
            for place, (piece, text) in enumerate(pieces):
                lead = "" if not out else joint(out[-1]) if place else "\n\n" if paragraph.spaced else "\n"
                length += len(lead)
                if counted:
                    starts.setdefault(piece.page, length)
                for line, start, end in _line_spans(piece, text, labels[piece.page] or known):
                    lines.append((line, piece.page, length + start, length + end))
                out.append(lead + text)
                length += len(text)

    put(join_lines([part.body for part in parts]), counted=True)
    notes = join_lines([part.notes for part in parts])
    if notes:
        notes[0].spaced = True
        put(notes, counted=False)
    begins: list[int] = []
    for page in reversed(range(len(parts))):
        begins.append(starts.get(page, begins[-1] if begins else length))
    return Composed("".join(out), tuple(begins[::-1]), tuple(lines))


def _repaired(text: str, labels: frozenset[str]) -> str:
    return " ".join(repair_text(show_raised(text, labels)).split("\n")).strip()


def _line_spans(piece: Piece, text: str, labels: frozenset[str]) -> Iterator[tuple[Line, int, int]]:
    if len(piece.lines) == 1:
        yield piece.lines[0], 0, len(text)
        return
    own = [_squeezed(_repaired(line.text, labels)) for line in piece.lines]
    yield from ((piece.lines[i], start, end) for i, start, end in _spans(own, text))


def _spans(own: Sequence[str], text: str) -> Iterator[tuple[int, int, int]]:
    """(index, start, end) in `text` of each of `own`, given without spaces; those that are not found are left out."""
    letters = [offset for offset, char in enumerate(text) if not char.isspace()]
    squeezed = "".join(text[offset] for offset in letters)
    at = 0
    for index, wanted in enumerate(own):
        if not wanted:
            continue
        found = at if squeezed.startswith(wanted, at) else squeezed.find(wanted, at)
        if found < 0:
            continue
        at = found + len(wanted)
        yield index, letters[found], letters[at - 1] + 1


def _squeezed(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True)
class Frame:
    """A page as it is shown: width and height in points, and by how many degrees (counterclockwise) the picture was
    turned in which its lines were found.
    """

    width: float
    height: float
    degrees: float = 0.0

    def fractions(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the turned picture, in points, as fractions of the page as it is shown."""
        if self.degrees:
            angle = math.radians(self.degrees)
            x, y = (left + right - self.width) / 2, (top + bottom - self.height) / 2
            # It was turned counterclockwise as seen, so its points go back clockwise; y grows downwards.
            across = x * math.cos(angle) - y * math.sin(angle) + (self.width - right + left) / 2 - left
            down = x * math.sin(angle) + y * math.cos(angle) + (self.height - bottom + top) / 2 - top
            left, right, top, bottom = left + across, right + across, top + down, bottom + down
        return (
            _share(left, self.width),
            _share(top, self.height),
            _share(right, self.width),
            _share(bottom, self.height),
        )


def placed(composed: Composed, frames: Sequence[Frame]) -> tuple[Placed, ...]:
    """The lines of a text layer and the words of OCR with their boxes. `frames`: one for each page."""
    out: list[Placed] = []
    for line, page, start, end in composed.lines:
        if not line.placed:
            continue
        frame = frames[page]
        if not line.words:
            out.append(Placed(start, end, page + 1, *frame.fractions(line.left, line.top, line.right, line.bottom)))
            continue
        own = [_squeezed(repair_text(word.text)) for word in line.words]
        for index, first, last in _spans(own, composed.text[start:end]):
            word = line.words[index]
            box = frame.fractions(word.left, word.top, word.right, word.bottom)
            out.append(Placed(start + first, start + last, page + 1, *box, word.confidence, word.raw))
    return tuple(out)


def second_readings(
    composed: Composed, frames: Sequence[Frame], found: Sequence[tuple[int, Second]]
) -> tuple[SecondReading, ...]:
    """Second readings, given with the index of their page, at the lines they read anew."""
    spans = {id(line): (start, end) for line, _, start, end in composed.lines}
    out: list[SecondReading] = []
    for page, one in found:
        if one.line is not None:
            span = spans.get(id(one.line))
        else:
            last = composed.starts[page + 1] if page + 1 < len(composed.starts) else len(composed.text)
            at = spans.get(id(one.before), (last, last))[0]
            span = (at, at)
        if span is not None:  # else the line was a running head
            box = frames[page].fractions(one.left, one.top, one.right, one.bottom)
            out.append(SecondReading(*span, page + 1, *box, one.text, one.confidence))
    return tuple(sorted(out, key=lambda reading: (reading.start, reading.end)))


def _share(value: float, whole: float) -> float:
    return round(min(1.0, max(0.0, value / whole)), 4) if whole > 0 else 0.0
