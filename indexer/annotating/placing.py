"""Where each character of a text that was read from a DOCX stands in its parts.

The reader tells, piece by piece, which element every line comes from (`Recorder`). What follows (tables read by column,
a heading divided, characters repaired, drawn rules left out) moves whole lines and changes single characters, so the
lines of the finished text are found again among those that were read by their letters and digits alone, and within a
line every letter by its place.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from indexer.reading.legacy import Decoder, Piece


class Origin(NamedTuple):
    """A character of a part: character `offset` of the text of `element` (0 for a tab, a break, a symbol)."""

    element: Any
    offset: int


class Recorder(Decoder):
    """A decoder that keeps every line it was asked for last, with its pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[tuple[Piece, ...], str]] = []

    def line(self, pieces: Sequence[Piece]) -> str:
        """See `Decoder.line`."""
        shown = super().line(pieces)
        self.lines.append((tuple(pieces), shown))
        return shown

    def settle(self, carried: str = "stay") -> bool:
        """See `Decoder.settle`: where it is true, every line is asked for once more."""
        again = super().settle(carried)
        if again:
            self.lines.clear()
        return again


@dataclass
class _Line:
    """A line that was read: its characters, where each comes from, and its letters with their places in it."""

    text: str
    origins: list[Origin | None]
    key: str
    places: list[int]
    used: int = 0  # letters that were found again


def origins(text: str, recorder: Recorder) -> list[Origin | None]:
    """For each character of `text` where it stands; None for what stands nowhere (a counted number, the bar between the
    cells of a table, a line's end) and for what could not be found again.
    """
    lines = [line for pieces, shown in recorder.lines for line in _lines(pieces, shown)]
    found: list[Origin | None] = [None] * len(text)
    # Whole lines are mostly found by their letters at once; what is left is looked for from where reading has come to.
    by_key: dict[str, deque[int]] = defaultdict(deque)
    for number, line in enumerate(lines):
        if line.key:
            by_key[line.key].append(number)
    first = 0
    at = 0
    for shown in text.split("\n"):
        key, places = _key(shown)
        if key:
            while first < len(lines) and lines[first].used >= len(lines[first].key):
                first += 1
            for begin, line, start, length in _sources(key, lines, by_key, first):
                _fill(found, at, shown, places[begin : begin + length], line, start)
        at += len(shown) + 1
    return found


_FAR = 400  # lines from the first one that was not found yet among which a line is looked for


def _sources(
    key: str, lines: list[_Line], by_key: dict[str, deque[int]], first: int
) -> list[tuple[int, _Line, int, int]]:
    """(where in `key`, line, where in the line's own letters, how many letters) for all that `key` is made of."""
    # A row of a table may have the letters of a line further on: what reading has come to goes first.
    if first < len(lines) and 0 < len(lines[first].key) < len(key):
        joined = _joined(key, lines, first)
        if joined and joined[-1][0] + joined[-1][3] == len(key):
            return _taken(joined)
    same = by_key.get(key)
    while same:
        line = lines[same.popleft()]
        if not line.used:
            line.used = len(key)
            return [(0, line, 0, len(key))]
    for number in range(first, min(len(lines), first + _FAR)):
        line = lines[number]
        left = line.key[line.used :]
        if left and key.startswith(left):
            return _taken(_joined(key, lines, number))
    for number in range(first, min(len(lines), first + _FAR)):
        line = lines[number]
        place = line.key.find(key, line.used)  # one half of a heading's row
        if place < 0:
            place = line.key.find(key)
        if place >= 0:
            line.used = max(line.used, place + len(key)) if place <= line.used else line.used
            return [(0, line, place, len(key))]
    return []


def _joined(key: str, lines: list[_Line], number: int) -> list[tuple[int, _Line, int, int]]:
    """A row of a table, or a paragraph whose end is deleted: lines one behind the other."""
    out: list[tuple[int, _Line, int, int]] = []
    at = 0
    while at < len(key) and number < len(lines):
        line = lines[number]
        left = line.key[line.used :]
        if left and key.startswith(left, at):
            out.append((at, line, line.used, len(left)))
            at += len(left)
        elif left:
            break
        number += 1
    return out


def _taken(sources: list[tuple[int, _Line, int, int]]) -> list[tuple[int, _Line, int, int]]:
    for _, line, start, length in sources:
        line.used = start + length
    return sources


def _fill(found: list[Origin | None], at: int, shown: str, places: Sequence[int], line: _Line, start: int) -> None:
    """Give the characters of `shown` from the first to the last of `places` their origins, and the marks round them."""
    theirs = line.places[start : start + len(places)]
    for own, other in zip(places, theirs, strict=True):
        if found[at + own] is None:
            found[at + own] = line.origins[other]
    edges = zip([-1, *places], [*places, len(shown)], [-1, *theirs], [*theirs, len(line.text)], strict=True)
    for own_from, own_to, from_, to in edges:
        if own_from >= 0 and own_from == own_to:
            continue
        # A mark of the text is the next one alike between the same two letters of the line; spaces may be of any kind.
        place = from_ + 1
        for own in range(own_from + 1, own_to):
            seen = next((i for i in range(place, to) if _alike(shown[own], line.text[i])), None)
            if seen is not None:
                if found[at + own] is None:
                    found[at + own] = line.origins[seen]
                place = seen + 1


def _alike(one: str, other: str) -> bool:
    """A mark of the text for a mark of the file, as `indexer.text` repairs it: a bullet of a private font is a dash."""
    dashed = one == "-" and (other in "\u2010\u2011" or "\ue000" <= other <= "\uf8ff")
    return one == other or dashed or (one.isspace() and other.isspace())


def _lines(pieces: Sequence[Piece], shown: str) -> list[_Line]:
    raw = "".join(piece.text for piece in pieces)
    from_raw: list[Origin | None] = []
    for piece in pieces:
        # Space may have been taken off in front, for a number to stand there.
        text = getattr(piece.origin, "text", None) or ""
        skipped = len(text) - len(piece.text) if len(text) > len(piece.text) else 0
        single = not text
        from_raw += [
            None if piece.origin is None else Origin(piece.origin, 0 if single else skipped + place)
            for place in range(len(piece.text))
        ]
    own = from_raw if len(shown) == len(raw) else _spread(raw, from_raw, shown)
    out: list[_Line] = []
    at = 0
    for text in shown.split("\n"):
        key, places = _key(text)
        out.append(_Line(text, own[at : at + len(text)], key, places))
        at += len(text) + 1
    return out


def _spread(raw: str, from_raw: list[Origin | None], shown: str) -> list[Origin | None]:
    """Origins of a decoded line, word by word: decoding leaves spaces where they are, and keeps order in a word."""
    out: list[Origin | None] = [None] * len(shown)
    theirs, own = _words(raw), _words(shown)
    if len(theirs) != len(own):
        theirs, own = [(0, len(raw))], [(0, len(shown))]
    for (start, end), (begin, stop) in zip(theirs, own, strict=True):
        for place in range(begin, stop):
            where = start + (place - begin) * (end - start) // (stop - begin)
            if place == stop - 1:
                where = end - 1
            out[place] = from_raw[min(where, end - 1)] if end > start else None
    return out


def _words(text: str) -> list[tuple[int, int]]:
    """Spans of words and of the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or text[place].isspace() != text[start].isspace():
            spans.append((start, place))
            start = place
    return spans


@lru_cache(maxsize=4096)
def _letters(char: str) -> str:
    """The letters and digits a character stands for, without marks: what no repair changes."""
    bare = unicodedata.normalize("NFKD", char.replace("đ", "d").replace("Đ", "D").replace("ð", "d").replace("Ð", "D"))
    return "".join(each for each in bare if each.isalnum()).casefold().replace("\u0189", "d")


def _key(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in _letters(char):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
