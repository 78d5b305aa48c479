"""Pieces of long texts, read from the database file without the rest: where the characters of a text lie among its
bytes is remembered, a mark every four kilobytes.

SQLite's own `substr` counts characters from the beginning of a text every time, which took three milliseconds for the
ten articles of a page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from sqlite3 import Connection

_BLOCK = 4096
_MOST = 20_000
_GOING_ON = bytes(range(0x80, 0xC0))
"""Bytes that go on with a character, in UTF-8."""


class Cutter:
    """Cuts texts of one database. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, int, array[int]]] = {}

    def cut(self, connection: Connection, document_id: int, state: object, start: int, end: int) -> str:
        """`text[start:end]` of a document's text, in characters; shorter where the text is.

        `state` changes with the text. The table itself is read, below any view: whether the document is to be seen
        has to be asked before, in the same transaction. Raises sqlite3.OperationalError where it has no text.
        """
        with connection.blobopen("texts", "text", document_id, readonly=True) as text:
            known = self._known.get(document_id)
            if known is None or known[0] != state or known[1] != len(text):
                if len(self._known) >= _MOST:
                    self._known = {}
                known = self._known[document_id] = state, len(text), _marks(text.read())
            marks = known[2]
            if start >= marks[-1]:
                return ""
            first = bisect_right(marks, start) - 1
            last = bisect_left(marks, end)
            text.seek(first * _BLOCK)
            # The last character may begin in one block and end in the next.
            raw = text.read((last - first) * _BLOCK + 3)
        piece = raw.lstrip(_GOING_ON) if first else raw
        return piece.decode("utf-8", "ignore")[start - marks[first] : end - marks[first]]


def _marks(raw: bytes) -> array[int]:
    """How many characters begin before each block of a text."""
    marks, passed = array("I", [0]), 0
    for place in range(0, len(raw), _BLOCK):
        passed += len(raw[place : place + _BLOCK].translate(None, _GOING_ON))
        marks.append(passed)
    return marks
