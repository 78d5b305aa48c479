"""Pages of a PDF whose letters are in an encoding older than Unicode, decoded letter by letter before lines are made.

Each page is decided on its own, by the names of its fonts and by its words; the page before only says in which
encoding the text was. A letter of VNI takes the room of the two characters it is made of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from indexer.reading.legacy import Decoder, Piece
from indexer.reading.legacy.scoring import STAY
from indexer.reading.pdf_lines import Letter, Line, lines_of, raw_lines
from indexer.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_UNICODE_ONLY = re.compile(r"[\u1ea0-\u1ef9ơưđƠƯĐăĂ]")
_LAST_WORD = re.compile(r"([^\W\d_]+)-$")


class OldText:
    """What one file's pages hold of old encodings: `found` counts decoded words by encoding."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self._carried = STAY

    @property
    def encoding(self) -> str:
        """As `Reading.encoding`."""
        return "+".join(name for name, _ in self.found.most_common())

    def page(self, textpage: Any, width: float, height: float, rotation: int) -> tuple[list[Line], str]:
        """(lines of a page, its text before decoding; "" where nothing was decoded)."""
        raw = raw_lines(textpage, width, height, rotation)
        if not _suspected(raw):
            return lines_of(raw), ""
        raw = raw_lines(textpage, width, height, rotation, fonts=True)
        decoder = Decoder()
        for letters in raw:
            decoder.take(_pieces(letters))
        if not decoder.settle(self._carried):
            return lines_of(raw), ""
        self._carried = decoder.last
        self.found += decoder.found
        decoded = [_decoded(letters, decoder) for letters in raw]
        return lines_of(decoded), "\n".join("".join(letter.char for letter in letters) for letters in raw)


def _suspected(raw: Sequence[Sequence[Letter]]) -> bool:
    """Whether any word beyond ASCII is neither Unicode Vietnamese nor a syllable."""
    for letters in raw:
        text = "".join(letter.char for letter in letters)
        if text.isascii():
            continue
        for word in _WORD.findall(text):
            if not word.isascii() and not _UNICODE_ONLY.search(word) and not is_syllable(word):
                return True
    return False


def _pieces(letters: Sequence[Letter]) -> list[Piece]:
    return [
        Piece("".join(letter.char for letter in run), font)
        for font, run in groupby(letters, key=lambda letter: letter.font)
    ]


def _decoded(letters: Sequence[Letter], decoder: Decoder) -> list[Letter]:
    out: list[Letter] = []
    place = 0
    for text, length in decoder.spans():
        made = letters[place : place + length]
        place += length
        if not text or not made:
            continue
        first = made[0]
        if length > 1:
            left, right = min(letter.left for letter in made), max(letter.right for letter in made)
            first = first._replace(left=left, right=right)
        out += [first._replace(char=char) for char in text]
    return _without_last_hyphen(out)


def _without_last_hyphen(letters: list[Letter]) -> list[Letter]:
    """TCVN3's ư at the end of a line comes as a hyphen: `nh-` is như, `QĐ-` stays."""
    match = _LAST_WORD.search("".join(letter.char for letter in letters[-12:]).rstrip())
    if match and not is_syllable(match.group(1)) and is_syllable(match.group(1) + "ư"):
        place = next(i for i in range(len(letters) - 1, -1, -1) if letters[i].char == "-")
        letters[place] = letters[place]._replace(char="Ư" if match.group(1).isupper() else "ư")
    return letters
