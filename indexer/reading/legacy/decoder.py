"""Deciding, for every word of a document, in which encoding it is written, and decoding it.

The words of the whole document, in order, are states of a chain: as it stands, or one of the encodings. Each word's
reading speaks for its state, the font of its letters speaks for one encoding, and a change of state costs something:
less between lines than inside one. The best way through (Viterbi) leaves Unicode, French and English passages as they
were and follows a change of encoding in the middle of a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.reading.legacy.charsets import CHARSETS, Span, join
from indexer.reading.legacy.fonts import font_hint, shown_symbols
from indexer.reading.legacy.scoring import STAY, decoded, informative, score, unicode_only, western

_INSIDE, _BETWEEN = 3.0, 1.4  # what a change of encoding costs inside a line and between lines
_BY_FONT = 3.0
_ENOUGH = 0.03  # share of the words that must read best in an encoding for it to be asked
_WORDS = {"tcvn3": 1, "vni": 1}  # different words that must read best; 3 for the rare encodings
_WORDS_BESIDE_UNICODE = 8  # for a rare encoding in a document that is mostly Unicode Vietnamese
_TOKEN = re.compile(r"[^ \t\n\r\f\v]+")
_CAPITAL_WORD = re.compile(r"[^\W\d_]{2,}")


class Piece(NamedTuple):
    """Text in one font. `capitals`: shown in capitals whatever is written (Word's "all caps"). `origin`: what it
    was read from, None for what stands in no part of the file (a number that is counted)."""

    text: str
    font: str = ""
    capitals: bool = False
    origin: object = None


@dataclass
class _Token:
    line: int
    start: int
    text: str
    hint: str = ""
    state: str = STAY


@dataclass
class _Line:
    text: str
    pieces: Sequence[Piece]
    tokens: list[_Token] = field(default_factory=list)


class Decoder:
    """Takes the lines of a document (`take`), decides (`settle`), and gives them back decoded, in the same order.

    `found` counts the words decoded by encoding; it is empty before `settle` and for a document in Unicode.
    """

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._next = 0
        self._settled = False
        self.found: Counter[str] = Counter()

    def line(self, pieces: Sequence[Piece]) -> str:
        """Before `settle` the line as it is; afterwards, asked in the same order, the line decoded."""
        if not self._settled:
            return self.take(pieces)
        return "".join(text for text, _ in self.spans())

    def take(self, pieces: Sequence[Piece]) -> str:
        """Remember a line; its text as it is shown without decoding."""
        text = "".join(_shown(piece) for piece in pieces)
        line = _Line(text, pieces)
        place = len(self._lines)
        line.tokens = [
            _Token(place, match.start(), match.group(), "")
            for match in _TOKEN.finditer(text)
            if informative(match.group())
        ]
        # A line of a thousand runs mostly has one font, or fonts that say the same: then each token has it too.
        encodings = {font_hint(piece.font).encoding for piece in pieces}
        for token in line.tokens:
            token.hint = next(iter(encodings)) if len(encodings) == 1 else _hint(pieces, token)
        self._lines.append(line)
        return "".join(piece.text.upper() if piece.capitals else piece.text for piece in pieces)

    def settle(self, carried: str = STAY) -> bool:
        """Decide. `carried` is the state that the page before ended in. True where any line will come out changed."""
        self._settled = True
        tokens = [token for line in self._lines for token in line.tokens]
        states = _candidates(tokens)
        if len(states) > 1:
            _best_way(tokens, states, carried)
        self.found = Counter(token.state for token in tokens if token.state != STAY and _changes(token))
        return bool(self.found) or any(_capitals(piece) for line in self._lines for piece in line.pieces)

    @property
    def last(self) -> str:
        """The state that the last word ended in."""
        return next((line.tokens[-1].state for line in reversed(self._lines) if line.tokens), STAY)

    @property
    def encoding(self) -> str:
        """`tcvn3`, or `tcvn3+vni` where several were found, the most frequent first; "" for Unicode."""
        return "+".join(name for name, _ in self.found.most_common())

    def spans(self) -> list[Span]:
        """The next line as pieces of decoded text, each with the number of characters it stands for."""
        line = self._lines[self._next]
        self._next += 1
        out: list[Span] = []
        place = 0
        for token in line.tokens:
            if token.state == STAY or _kept(token):
                continue
            out += [(char, 1) for char in line.text[place : token.start]]
            out += decoded(token.text, token.state)
            place = token.start + len(token.text)
        out += [(char, 1) for char in line.text[place:]]
        return _raised(out, line)


def _shown(piece: Piece) -> str:
    return shown_symbols(piece.text, piece.font) if font_hint(piece.font).symbols else piece.text


def _capitals(piece: Piece) -> bool:
    return piece.capitals or (font_hint(piece.font).capitals and not piece.text.isspace())


def _hint(pieces: Sequence[Piece], token: _Token) -> str:
    """The encoding of the fonts that most of the token's letters beyond ASCII are in."""
    if len(pieces) == 1:
        return font_hint(pieces[0].font).encoding
    votes: Counter[str] = Counter()
    place = 0
    end = token.start + len(token.text)
    for piece in pieces:
        inside = piece.text[max(0, token.start - place) : max(0, end - place)]
        place += len(piece.text)
        if inside:
            votes[font_hint(piece.font).encoding] += sum(1 if c.isascii() else 100 for c in inside)
        if place >= end:
            break
    return votes.most_common(1)[0][0] if votes else ""


def _candidates(tokens: Sequence[_Token]) -> list[str]:
    """The states worth asking: `stay`, the encodings that fonts name, and those that read enough words better than
    everything else does (by chance, some word reads well in any encoding).
    """
    wanted = {token.hint for token in tokens} - {""}
    best: Counter[str] = Counter()
    different: Counter[str] = Counter()
    for text, times in Counter(token.text for token in tokens).items():
        stay = score(text, STAY)
        gains = {name: score(text, name) - stay for name in CHARSETS}
        most = max(gains.values())
        if most > 0:
            name = next(name for name in CHARSETS if gains[name] == most)  # the commonest of those alike
            best[name] += times
            different[name] += 1
    enough = max(1, _ENOUGH * best.total())
    rare = _WORDS_BESIDE_UNICODE if sum(unicode_only(token.text) for token in tokens) * 2 > len(tokens) else 3
    wanted |= {name for name in CHARSETS if best[name] >= enough and different[name] >= _WORDS.get(name, rare)}
    return [STAY, *(name for name in CHARSETS if name in wanted)]


def _best_way(tokens: Sequence[_Token], states: Sequence[str], carried: str) -> None:
    """Set the state of every token (Viterbi)."""
    totals = {state: 0.0 if state in (STAY, carried) else -_BETWEEN for state in states}
    back: list[dict[str, str]] = []
    line = tokens[0].line
    for token in tokens:
        cost = _INSIDE if token.line == line else _BETWEEN
        line = token.line
        best = max(states, key=lambda state: totals[state])
        came: dict[str, str] = {}
        reached: dict[str, float] = {}
        for state in states:
            stays, changes = totals[state], totals[best] - cost
            came[state] = state if stays >= changes else best
            gain = score(token.text, state)
            if state == token.hint:
                gain += _BY_FONT if gain >= 0 else _BY_FONT / 6  # a font can lie, or be a later hand's
            reached[state] = max(stays, changes) + gain
        back.append(came)
        totals = reached
    state = max(states, key=lambda one: totals[one])
    for token, came in zip(reversed(tokens), reversed(back), strict=True):
        token.state = state
        state = came[state]


def _changes(token: _Token) -> bool:
    return not _kept(token) and join(decoded(token.text, token.state)) != token.text


def _kept(token: _Token) -> bool:
    """A foreign word among words of an old encoding, where no font says otherwise; `are.` in VIQR."""
    if token.state == "tcvn3" and token.text in "·\u2219":
        return True  # a bullet, not a lone ã
    if token.state == STAY or token.hint == token.state or score(token.text, token.state) >= 0:
        return False
    return (token.state == "viqr" or score(token.text, STAY) > 0) and western(token.text)


def _raised(spans: list[Span], line: _Line) -> list[Span]:
    """Capitals put back: by font, by Word's switch, and where a word in capitals has small letters only because its
    encoding has no capital for them.
    """
    if any(_capitals(piece) for piece in line.pieces):
        flags = [_capitals(piece) for piece in line.pieces for _ in piece.text]
        place = 0
        for index, (text, length) in enumerate(spans):
            if any(flags[place : place + length]):
                spans[index] = (text.upper(), length)
            place += length
    if any(CHARSETS[token.state].shares_case for token in line.tokens if token.state != STAY):
        _raise_words(spans)
    return spans


def _raise_words(spans: list[Span]) -> None:
    text = join(spans)
    plain = [char for char in text if char.isascii() and char.isalpha()]
    whole = len(plain) >= 4 and all(char.isupper() for char in plain)
    raised: set[int] = set()
    for match in _CAPITAL_WORD.finditer(text):
        word = match.group()
        small = [char for char in word if char.islower()]
        if not small or any(char.isascii() or char == "đ" for char in small):
            continue
        if whole or len(word) - len(small) >= 2:
            raised.update(range(*match.span()))
    place = 0
    for index, (piece, length) in enumerate(spans):
        if place in raised:
            spans[index] = (piece.upper(), length)
        place += len(piece)
