"""The window of a unit's text that answers a query best, with what was searched for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    spans = list(scan_spans(source))
    folded = fold_tokens([raw for raw, _, _ in spans])
    wanted = set(terms)
    pairs = set(pairwise(terms))
    hits = [i for i, term in enumerate(folded) if term in wanted]
    first, last = _window(hits, folded, spans, pairs, width)
    start, end = _bounds(source, spans, first, last, width, len(text))
    marks = _marks(hits, folded, spans, pairs, start, end)
    return _tidy(source[start:end], [(a - start, b - start) for a, b in marks], start > 0, end < len(text))


def _window(
    hits: list[int],
    folded: list[str],
    spans: list[tuple[str, int, int]],
    pairs: set[tuple[str, str]],
    width: int,
) -> tuple[int, int]:
    """Indices of the first and last hit in the best window: most weight of distinct terms and pairs, the earliest."""
    best, best_value = (0, 0), -1.0
    counts: dict[object, int] = {}
    value = 0.0
    left, before = 0, -1
    # What each hit brings: its term, and the pair that it makes with the hit beside it.
    keys: list[tuple[str, tuple[str, str] | None]] = []
    for right, index in enumerate(hits):
        term = folded[index]
        pair = (folded[before], term) if before >= 0 and before == index - 1 else None
        before = index
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
        end = spans[index][2] - width
        while left < right:
            term, pair = keys[left]
            count = counts[term]
            others = 0 if pair is None else counts[pair]
            if end <= spans[hits[left]][1] and (count == 1 or others == 1):
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
            best, best_value = (hits[left], index), value
    return best


def _worth(term: str) -> float:
    return 0.1 if term in LIGHT else 1.0


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


def _marks(
    hits: list[int],
    folded: list[str],
    spans: list[tuple[str, int, int]],
    pairs: set[tuple[str, str]],
    start: int,
    end: int,
) -> list[tuple[int, int]]:
    """Spans to mark: terms of the query, neighbours joined; stop words only as part of a pair of the query."""
    marks: list[tuple[int, int]] = []
    held = set(hits)
    for index in hits:
        _, a, b = spans[index]
        if a < start or b > end:
            continue
        before = index - 1 in held and (folded[index - 1], folded[index]) in pairs
        after = index + 1 in held and (folded[index], folded[index + 1]) in pairs
        if folded[index] in LIGHT and not (before or after):
            continue
        if marks and before and marks[-1][1] == spans[index - 1][2]:
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
