"""Lines of a text with their offsets."""

from __future__ import annotations

Line = tuple[int, int]
"""Start and end of a line in the text, without its line break."""


def lines_of(text: str) -> list[Line]:
    """All lines of the text; an empty text has one empty line."""
    lines: list[Line] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        lines.append((start, end))
        start = end + 1
    return lines
