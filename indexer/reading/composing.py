"""The text of a whole file from its divided pages: paragraphs in order, footnotes last, and where each line stands.

Every line, and every word that OCR read, is found again in the finished text by counting its letters without spaces:
joining and repairing change spaces only, or the same letters in the line and in the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.reading.base import Placed
from indexer.reading.margins import PageParts, note_labels, show_raised
from indexer.reading.paragraphs import Paragraph, Piece, join_lines, joint
from indexer.reading.pdf_lines import Line
from indexer.text import repair_text


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


def placed(composed: Composed, sizes: Sequence[tuple[float, float]]) -> tuple[Placed, ...]:
    """The lines of a text layer and the words of OCR with their boxes. `sizes`: width and height of each page."""
    out: list[Placed] = []
    for line, page, start, end in composed.lines:
        if not line.placed:
            continue
        width, height = sizes[page]
        if not line.words:
            box = _fractions(line.left, line.top, line.right, line.bottom, width, height)
            out.append(Placed(start, end, page + 1, *box))
            continue
        own = [_squeezed(repair_text(word.text)) for word in line.words]
        for index, first, last in _spans(own, composed.text[start:end]):
            word = line.words[index]
            box = _fractions(word.left, word.top, word.right, word.bottom, width, height)
            out.append(Placed(start + first, start + last, page + 1, *box, word.confidence, word.raw))
    return tuple(out)


def _fractions(
    left: float, top: float, right: float, bottom: float, width: float, height: float
) -> tuple[float, float, float, float]:
    def share(value: float, whole: float) -> float:
        return round(min(1.0, max(0.0, value / whole)), 4) if whole > 0 else 0.0

    return share(left, width), share(top, height), share(right, width), share(bottom, height)
