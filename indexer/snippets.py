"""The window of a unit's text that answers a query best, with what was searched for marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress, pairwise

from archive.stored import StoredUnit
from indexer.analysis import LIGHT, fold_tokens, scan_spans

WIDTH = 240
_LONGEST = 60_000
"""Characters looked through; in a longer unit the window is sought in its beginning."""


@dataclass(frozen=True)
class Snippet:
    """`highlights` are (start, end) in `text`, ascending, apart from each other. `…` marks text left out."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


def snippet(text: str, terms: Sequence[str], width: int = WIDTH) -> Snippet:
    """The best window of about `width` characters, cut at words.

    `terms` are folded syllables (`analysis.syllables`), in the order of the query: pairs that stand side by side there
    and in the text count as much as a further term.
    """
    source = text[:_LONGEST]
    asked = _asked(tuple(terms))
    known, chunks = _pieces(), _chunks(source)
    hits = _hits(chunks, asked, known)
    start, end = _bounds(source, chunks, known, hits, _window(hits, asked, width), width, len(text))
    marks = _marks(hits, start, end, asked.light)
    return _tidy(source[start:end], [(a - start, b - start) for a, b in marks], start > 0, end < len(text))


_Token = tuple[str, int, int]
"""Raw text, start and end."""
_Spot = tuple[int, int, int]
"""The place of a token among those of its piece; start and end."""
_BLANK = "\n\n"
_SEVERAL, _LOOK = "\0", -1
"""Stands for the form of a piece that has several, and for the number of its term: to be looked at more closely."""
_BLANK_LINE = re.compile(r"\n\s*\n")


class _Pieces(dict[str, str]):
    """What stands between two spaces, read before: the search form of its one word; "" where it has none."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: dict[str, tuple[_Token, ...]] = {}
        self.sizes: dict[str, int] = {}
        self.spots: dict[str, _Spot] = {}
        self.several: dict[str, tuple[tuple[str, _Spot], ...]] = {}
        """The forms of a piece that has several words."""

    def __missing__(self, piece: str) -> str:
        tokens: tuple[_Token, ...] = ((_BLANK, 0, 1),) if piece == _BLANK else tuple(scan_spans(piece))
        forms = [
            (form, (place, start, end))
            for place, (form, (_, start, end)) in enumerate(
                zip(fold_tokens(raw for raw, *_ in tokens), tokens, strict=True)
            )
            if form
        ]
        self.tokens[piece], self.sizes[piece] = tokens, len(tokens)
        found = ""
        if len(forms) == 1:
            found, self.spots[piece] = forms[0]
        elif forms:
            found = _SEVERAL
            self.several[piece] = tuple(forms)
        self[piece] = found
        return found


_REMEMBERED = 30_000
_PIECES = _Pieces()


def _pieces() -> _Pieces:
    """What has been read; begun anew, never emptied under somebody's hands, where it has become too much."""
    global _PIECES
    if len(_PIECES) > _REMEMBERED:
        _PIECES = _Pieces()
    return _PIECES


@dataclass(frozen=True)
class _Asked:
    """Terms of a query by number, from 1, and pairs that stand side by side in it, counted on from the terms: what each
    is worth, the number of a pair by those of its two, and which terms are stop words."""

    numbers: dict[str, int]
    worth: tuple[float, ...]
    pairs: dict[tuple[int, int], int]
    light: tuple[bool, ...]


@lru_cache(maxsize=8)
def _asked(terms: tuple[str, ...]) -> _Asked:
    numbers = {term: number for number, term in enumerate(dict.fromkeys(filter(None, terms)), 1)}
    sides = dict.fromkeys((numbers[a], numbers[b]) for a, b in pairwise(terms) if a and b)
    light = (False, *(term in LIGHT for term in numbers))
    worth = (*(0.1 if each else 1.0 for each in light), *(1.0 for _ in sides))
    numbers[_SEVERAL] = _LOOK
    return _Asked(numbers, worth, {pair: number for number, pair in enumerate(sides, len(light))}, light)


@dataclass(frozen=True)
class _Chunks:
    """A text cut at spaces and ends of lines, no token of `analysis.scan` goes across either; _BLANK for one or several
    empty lines. Piece `i` begins at `before[i] + i` in the text."""

    pieces: list[str]
    before: list[int]


def _chunks(source: str) -> _Chunks:
    if not _BLANK_LINE.search(source):
        pieces = source.replace("\n", " ").split(" ")
        # Each begins a space behind the one before.
        return _Chunks(pieces, list(accumulate(map(len, pieces), initial=0)))
    pieces, before = [], []
    place, blank = 0, False
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line and not line.isspace():
            blank = False
            begin = place
            for piece in line.split(" "):
                before.append(begin - len(pieces))
                pieces.append(piece)
                begin += len(piece) + 1
        elif 0 < number < len(lines) - 1 and not blank:
            blank = True
            before.append(place - 1 - len(pieces))
            pieces.append(_BLANK)
        place += len(line) + 1
    return _Chunks(pieces, before)


@dataclass(frozen=True)
class _Hits:
    """Tokens that were searched for: the number of their term, that of the pair they make with the token before (-1
    for none), where they stand, in which piece and at which place in it."""

    term: list[int]
    pair: list[int]
    start: list[int]
    end: list[int]
    chunk: list[int]
    spot: list[_Spot]


def _hits(chunks: _Chunks, asked: _Asked, known: _Pieces) -> _Hits:
    numbers, pieces, before, pairs = asked.numbers, chunks.pieces, chunks.before, asked.pairs
    found = list(map(numbers.get, map(known.__getitem__, pieces)))
    spots, several, sizes = known.spots, known.several, known.sizes
    hits = _Hits([], [], [], [], [], [])
    there, last, place, size = -2, 0, 0, 0
    for here in compress(range(len(found)), found):
        piece, number, base = pieces[here], found[here] or 0, before[here] + here
        if number == _LOOK:
            held = [(numbers[form], spot) for form, spot in several[piece] if form in numbers]
        else:
            held = [(number, spots[piece])]
        for number, spot in held:
            at, start, end = spot
            if here == there:
                beside = at == place + 1
            else:
                # The first of a piece behind the last of one, whatever lies between that has no token.
                beside = not at and place == size - 1
                if beside and here > there + 1:
                    beside = not any(map(sizes.__getitem__, pieces[there + 1 : here]))
            hits.term.append(number)
            hits.pair.append(pairs.get((last, number), -1) if beside else -1)
            hits.start.append(base + start)
            hits.end.append(base + end)
            hits.chunk.append(here)
            hits.spot.append(spot)
            there, last, place, size = here, number, at, sizes[piece]
    return hits


def _window(hits: _Hits, asked: _Asked, width: int) -> tuple[int, int]:
    """The first and last hit of the best window: most weight of distinct terms and pairs, the earliest."""
    best, best_value = (0, 0), -1.0
    worth, starts, terms, pairs = asked.worth, hits.start, hits.term, hits.pair
    # No pair, which is number -1, is never the first nor the last of its kind.
    counts = [0] * len(worth) + [2]
    value = 0.0
    left = 0
    for right, (term, pair, ending) in enumerate(zip(terms, pairs, hits.end, strict=True)):
        count = counts[term]
        counts[term] = count + 1
        if not count:
            value += worth[term]
        count = counts[pair]
        counts[pair] = count + 1
        if not count:
            value += 1.0
        # Let go on the left what does not fit, and what the window has again further right.
        while left < right:
            term, pair = terms[left], pairs[left]
            count, others = counts[term], counts[pair]
            if (count == 1 or others == 1) and ending - width <= starts[left]:
                break
            counts[term] = count - 1
            if count == 1:
                value -= worth[term]
            counts[pair] = others - 1
            if others == 1:
                value -= 1.0
            left += 1
        if value > best_value + 1e-9:
            best, best_value = (left, right), value
    return best


def _ahead(chunks: _Chunks, known: _Pieces, chunk: int, place: int, length: int) -> Iterator[_Token]:
    """The tokens from one on, with their places in the text; an empty line reaches up to what follows."""
    blank = -1
    for number in range(chunk, len(chunks.pieces)):
        base = chunks.before[number] + number
        for raw, start, end in known.tokens[chunks.pieces[number]][place:]:
            if blank >= 0:
                yield _BLANK, blank, base + start
                blank = -1
            if raw == _BLANK:
                blank = base + start
            else:
                yield raw, base + start, base + end
        place = 0
    if blank >= 0:
        yield _BLANK, blank, length


def _back(chunks: _Chunks, known: _Pieces, chunk: int, place: int) -> Iterator[tuple[str, int]]:
    """The tokens before one, the nearest first, and where they begin."""
    for number in range(chunk, -1, -1):
        tokens = known.tokens[chunks.pieces[number]]
        base = chunks.before[number] + number
        for raw, start, _ in reversed(tokens[:place] if number == chunk else tokens):
            yield raw, base + start


def _bounds(
    source: str, chunks: _Chunks, known: _Pieces, hits: _Hits, window: tuple[int, int], width: int, length: int
) -> tuple[int, int]:
    """Offsets of the window: a little text before the first hit, the rest behind, at word bounds; where a sentence
    begins shortly before, from there."""
    if length <= width:
        return 0, len(source)
    first, last = window
    if hits.start:
        start, end = hits.start[first], hits.end[last]
        behind = _ahead(chunks, known, hits.chunk[last], hits.spot[last][0] + 1, len(source))
        room = max(width - (end - start), 0)
        lead = start
        for raw, at in _back(chunks, known, hits.chunk[first], hits.spot[first][0]):
            if start - at > room // 3 or raw in ".;!?" or not raw.strip():
                break
            lead = at
    else:
        behind = _ahead(chunks, known, 0, 0, len(source))
        token = next(behind, None)
        if token is None:
            return 0, width
        _, lead, end = token
    begin = 0 if lead <= 3 else lead
    for _, _, stop in behind:
        if stop - begin > width:
            break
        end = max(end, stop)
    return begin, end


def _marks(hits: _Hits, start: int, end: int, light: Sequence[bool]) -> list[tuple[int, int]]:
    """Spans to mark: terms of the query, neighbours joined; stop words only as part of a pair of the query."""
    marks: list[tuple[int, int]] = []
    for i in range(bisect_left(hits.start, start), len(hits.start)):
        a, b = hits.start[i], hits.end[i]
        if a > end:
            break
        if b > end:
            continue
        before = hits.pair[i] >= 0
        if light[hits.term[i]] and not (before or (i + 1 < len(hits.pair) and hits.pair[i + 1] >= 0)):
            continue
        if marks and before and marks[-1][1] == hits.end[i - 1]:
            marks[-1] = (marks[-1][0], b)
        else:
            marks.append((a, b))
    return marks


_GAPS = re.compile(r"\s{2,}")


def _tidy(piece: str, marks: list[tuple[int, int]], cut_before: bool, cut_after: bool) -> Snippet:
    """White space as single spaces, dots where text was left out; marks moved along."""
    body = " ".join(piece.split())
    text = f"… {body}".rstrip() if cut_before else body
    shift = 2 if cut_before else 0
    # Where white space was taken away, and how much.
    gaps: list[tuple[int, int]] = []
    if len(body) != len(piece):
        shift -= piece[:1].isspace()
        gaps = [(gap.end(), gap.end() - gap.start() - 1) for gap in _GAPS.finditer(piece)]
    found, passed = [], 0
    for a, b in marks:
        while passed < len(gaps) and gaps[passed][0] <= a:
            shift -= gaps[passed][1]
            passed += 1
        first = a + shift
        while passed < len(gaps) and gaps[passed][0] <= b:
            shift -= gaps[passed][1]
            passed += 1
        found.append((first, min(b + shift, len(text))))
    return Snippet(f"{text} …" if cut_after else text, tuple(found))


def without_head(unit: StoredUnit) -> str:
    """A unit's text without its label and heading, which are shown beside it."""
    text = unit.text.lstrip()
    for head in (unit.heading, unit.label):
        if head:
            place = text.find(head, 0, len(head) + 40)
            if place >= 0 and text[place + len(head) :].strip(" .:\n"):
                return text[place + len(head) :].lstrip(" .:\n")
    return text
