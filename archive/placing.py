"""Where a text stands on the pages it was read from, as values, and as the archive keeps them.

Boxes are in fractions (0 to 1) of the page as it is shown, from its top left corner; pages count from 1.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where `text[start:end]` stands: a line of a text layer, or one word that OCR read.

    `confidence` 0 to 1, 1 for a text layer; `raw` what was read before a repair, "" where nothing was repaired.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0
    raw: str = ""


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a second recogniser read (`text`, `confidence` 0 to 1) on the line whose first reading is `text[start:end]`.

    `start == end` where the first one saw no line there.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    confidence: float


def pack_boxes(boxes: Iterable[TextBox]) -> bytes | None:
    """The boxes as zlib-compressed JSON, None where there are none. A ten-thousandth of a page is kept, no finer."""
    rows = [
        [
            box.start,
            box.end,
            box.page,
            *(round(edge, 4) for edge in (box.left, box.top, box.right, box.bottom)),
            round(box.confidence, 3),
            box.raw,
        ]
        for box in boxes
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6) if rows else None


def unpack_boxes(packed: bytes | None) -> tuple[TextBox, ...]:
    """What `pack_boxes` was given."""
    return tuple(TextBox(*row) for row in json.loads(zlib.decompress(packed))) if packed else ()


def line_columns(lines: Iterable[LineReading]) -> list[list[Any]]:
    """Second readings as JSON."""
    return [
        [
            line.start,
            line.end,
            line.page,
            *(round(edge, 4) for edge in (line.left, line.top, line.right, line.bottom)),
            line.text,
            round(line.confidence, 3),
        ]
        for line in lines
    ]


def line_values(rows: Iterable[Iterable[Any]]) -> tuple[LineReading, ...]:
    """What `line_columns` was given."""
    return tuple(LineReading(*row) for row in rows)
