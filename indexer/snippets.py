"""The window of a unit's text that answers a query best, with what was searched for marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, pairwise
from operator import add

from archive.stored import StoredUnit
from indexer.analysis import LIGHT, fold_tokens, scan_spans

WIDTH = 240
_LONGEST = 60_000
"""Characters looked through; in a longer unit the window is sought in its beginning."""

_GAP = re.compile(r"\s+")


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
    pairs = set(pairwise(terms))
    chunks, bases = _chunks(source)
    hits = _hits(chunks, bases, set(terms))
    first, last = _window(hits, pairs, width)
    spans, first_token, last_token = _around(chunks, bases, hits, first, last, width, len(source))
    start, end = _bounds(source, spans, first_token, last_token, width, len(text))
    marks = _marks(hits, pairs, start, end)
    return _tidy(source[start:end], [(a - start, b - start) for a, b in marks], start > 0, end < len(text))


_Token = tuple[str, int, int]
"""Raw text, start and end."""
_BLANK = "\n\n"


class _Pieces(dict[str, tuple[tuple[str, ...], tuple[_Token, ...]]]):
    """What stands between two spaces, read before: search forms of its tokens, and the tokens."""

    def __missing__(self, chunk: str) -> tuple[tuple[str, ...], tuple[_Token, ...]]:
        if len(self) > _REMEMBERED:
            self.clear()
        if chunk == _BLANK:
            tokens: tuple[_Token, ...] = ((_BLANK, 0, 1),)
        else:
            tokens = tuple(scan_spans(chunk))
        found = self[chunk] = tuple(fold_tokens([raw for raw, _, _ in tokens])), tokens
        return found


_PIECES = _Pieces()
_REMEMBERED = 100_000


def _chunks(source: str) -> tuple[list[str], list[int]]:
    """A text cut at spaces and ends of lines, no token of `analysis.scan` goes across either, and where each piece
    begins; _BLANK for one or several empty lines."""
    lines = source.split("\n")
    chunks: list[str] = []
    bases: list[int] = []
    place, blank = 0, False
    for number, line in enumerate(lines):
        if line and not line.isspace():
            blank = False
            parts = line.split(" ")
            chunks += parts
            # Each begins a space behind the one before.
            bases += map(add, accumulate(map(len, parts[:-1]), initial=place), range(len(parts)))
        elif 0 < number < len(lines) - 1 and not blank:
            blank = True
            chunks.append(_BLANK)
            bases.append(place - 1)
        place += len(line) + 1
    return chunks, bases


@dataclass(frozen=True)
class _Hits:
    """Tokens that were searched for: their place among all tokens, their form, where they stand, and in which piece."""

    place: list[int]
    term: list[str]
    start: list[int]
    end: list[int]
    chunk: list[int]


def _hits(chunks: list[str], bases: list[int], wanted: set[str]) -> _Hits:
    found = _Hits([], [], [], [], [])
    pieces = _PIECES
    distinct = {chunk: pieces[chunk] for chunk in set(chunks)}
    holding = {chunk for chunk, (folded, _) in distinct.items() if not wanted.isdisjoint(folded)}
    if not holding:
        return found
    sizes = {chunk: len(folded) for chunk, (folded, _) in distinct.items()}
    places = list(accumulate(map(sizes.__getitem__, chunks), initial=0))
    for number in compress(range(len(chunks)), map(holding.__contains__, chunks)):
        folded, tokens = distinct[chunks[number]]
        base = bases[number]
        for place, (term, (_, start, end)) in enumerate(zip(folded, tokens, strict=True), places[number]):
            if term in wanted:
                found.place.append(place)
                found.term.append(term)
                found.start.append(base + start)
                found.end.append(base + end)
                found.chunk.append(number)
    return found


def _window(hits: _Hits, pairs: set[tuple[str, str]], width: int) -> tuple[int, int]:
    """The first and last hit of the best window: most weight of distinct terms and pairs, the earliest."""
    best, best_value = (0, 0), -1.0
    counts: dict[object, int] = {}
    value = 0.0
    left, before, before_term = 0, -2, ""
    # What each hit brings: its term, and the pair that it makes with the hit beside it.
    keys: list[tuple[str, tuple[str, str] | None]] = []
    for right, (place, term, ending) in enumerate(zip(hits.place, hits.term, hits.end, strict=True)):
        pair: tuple[str, str] | None = (before_term, term) if before == place - 1 else None
        before, before_term = place, term
        if pair is not None and pair not in pairs:
            pair = None
        keys.append((term, pair))
        count = counts.get(term, 0)
        counts[term] = count + 1
        if not count:
            value += _worth(term)
        if pair is not None:
            count = counts.get(pair, 0)
            counts[pair] = count + 1
            if not count:
                value += 1.0
        # Let go on the left what does not fit, and what the window has again further right.
        while left < right:
            term, pair = keys[left]
            count = counts[term]
            others = 0 if pair is None else counts[pair]
            if ending - width <= hits.start[left] and (count == 1 or others == 1):
                break
            counts[term] = count - 1
            if count == 1:
                value -= _worth(term)
            if pair is not None:
                counts[pair] = others - 1
                if others == 1:
                    value -= 1.0
            left += 1
        if value > best_value + 1e-9:
            best, best_value = (left, right), value
    return best


def _worth(term: str) -> float:
    return 0.1 if term in LIGHT else 1.0


def _around(
    chunks: list[str], bases: list[int], hits: _Hits, first: int, last: int, width: int, length: int
) -> tuple[list[_Token], int, int]:
    """The tokens of a window and as far around it as it may grow, and which of them its first and last hits are."""
    if not chunks:
        return [], 0, 0
    start, end = (hits.start[first], hits.start[last]) if hits.place else (0, 0)
    begin = hits.chunk[first] if hits.place else 0
    while begin > 0 and bases[begin] >= start - width // 3:
        begin -= 1
    spans: list[_Token] = []
    for number in range(begin, len(chunks)):
        base = bases[number]
        spans += [(raw, base + a, base + b) for raw, a, b in _PIECES[chunks[number]][1]]
        if not hits.place:
            start = end = spans[0][1] if spans else base
        if base > max(start + width, end):
            break
    for place, (raw, at, _) in enumerate(spans):
        if raw == _BLANK:
            # All white space up to what follows belongs to it.
            spans[place] = raw, at, spans[place + 1][1] if place + 1 < len(spans) else length
    if not hits.place:
        return spans, 0, 0
    starts = [token[1] for token in spans]
    return spans, bisect_left(starts, start), bisect_left(starts, end)


def _bounds(
    source: str, spans: list[tuple[str, int, int]], first: int, last: int, width: int, length: int
) -> tuple[int, int]:
    """Offsets of the window: a little text before the first hit, the rest behind, at word bounds; where a sentence
    begins shortly before, from there."""
    if not spans:
        return 0, min(len(source), width)
    if length <= width:
        return 0, len(source)
    room = max(width - (spans[last][2] - spans[first][1]), 0)
    lead = first
    while lead > 0 and spans[first][1] - spans[lead - 1][1] <= room // 3:
        lead -= 1
        if spans[lead][0] in ".;!?" or not spans[lead][0].strip():
            lead += 1
            break
    start = 0 if spans[lead][1] <= 3 else spans[lead][1]
    end = spans[last][2]
    for _, _, stop in spans[last:]:
        if stop - start > width:
            break
        end = max(end, stop)
    return start, end


def _marks(hits: _Hits, pairs: set[tuple[str, str]], start: int, end: int) -> list[tuple[int, int]]:
    """Spans to mark: terms of the query, neighbours joined; stop words only as part of a pair of the query."""
    marks: list[tuple[int, int]] = []
    place, term = hits.place, hits.term
    for i in range(bisect_left(hits.start, start), len(place)):
        a, b = hits.start[i], hits.end[i]
        if a > end:
            break
        if b > end:
            continue
        before = i > 0 and place[i - 1] == place[i] - 1 and (term[i - 1], term[i]) in pairs
        after = i + 1 < len(place) and place[i + 1] == place[i] + 1 and (term[i], term[i + 1]) in pairs
        if term[i] in LIGHT and not (before or after):
            continue
        if marks and before and marks[-1][1] == hits.end[i - 1]:
            marks[-1] = (marks[-1][0], b)
        else:
            marks.append((a, b))
    return marks


def _tidy(piece: str, marks: list[tuple[int, int]], cut_before: bool, cut_after: bool) -> Snippet:
    """White space as single spaces, dots where text was left out; marks moved along."""
    places = sorted({place for mark in marks for place in mark})
    moved: dict[int, int] = {}
    out = ["… "] if cut_before else []
    size = len(out[0]) if out else 0
    done = 0
    for place in [*places, len(piece)]:
        part = _GAP.sub(" ", piece[done:place])
        if not done:
            part = part.lstrip()
        out.append(part)
        size += len(part)
        moved[place] = size
        done = place
    text = "".join(out).rstrip()
    found = []
    for a, b in marks:
        first = moved[a]
        found.append((first, min(moved[b], len(text))))
    return Snippet(text + (" …" if cut_after else ""), tuple(found))


def without_head(unit: StoredUnit) -> str:
    """A unit's text without its label and heading, which are shown beside it."""
    text = unit.text.lstrip()
    for head in (unit.heading, unit.label):
        if head:
            place = text.find(head, 0, len(head) + 40)
            if place >= 0 and text[place + len(head) :].strip(" .:\n"):
                return text[place + len(head) :].lstrip(" .:\n")
    return text
