"""Two texts compared provision by provision, and inside each pair word by word.

A document and its consolidated text, two copies of one document, last year's plan and this year's: the rows of both
are aligned in order. Rows that read the same hold the frame; between them rows that say nearly the same, or stand at
one address, are pairs. Nothing is left out: put together, the rows of a side are its whole text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from archive.provisions import Provision
from archive.words_compared import Piece, Words, compare_words, squeezed, words_of

LONG_ROW = 400
"""Words of a provision from which on it is compared paragraph by paragraph."""
_SHORT = 5
_MOST_PAIRS = 12_000
"""Rows of one side times rows of the other up to which every pair is looked at."""
_RUN = 5
_RARE = 3
_ALIKE = 0.5
_SAME_PLACE = 0.25
_LINE = re.compile(r"[^\n]*\n?")
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Row:
    """A provision's own words, or one paragraph of a long one. `text` is what `start`, `end` cut of the side's text;
    `plain` the same as it is compared at first sight."""

    path: str
    label: str
    start: int
    end: int
    text: str
    plain: str

    @cached_property
    def words(self) -> Words:
        """The text as its words."""
        return words_of(self.text)


@dataclass(frozen=True)
class Pair:
    """`kind`: same, changed, gone (only `before`) or new (only `after`); `pieces` of a changed one, else ()."""

    kind: str
    before: Row | None
    after: Row | None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The pairs in reading order, how many there are of each kind, and how many words went and came."""

    pairs: tuple[Pair, ...]
    counts: dict[str, int]
    words_gone: int
    words_new: int

    @property
    def changes(self) -> int:
        """How many rows are not the same."""
        return len(self.pairs) - self.counts["same"]


def compare_texts(
    before: str, before_units: Sequence[Provision], after: str, after_units: Sequence[Provision]
) -> Comparison:
    """What became of `before` in `after`."""
    pairs = [_pair(a, b) for a, b in _aligned(rows_of(before, before_units), rows_of(after, after_units))]
    gone = sum(_size(piece.before) for pair in pairs for piece in pair.pieces if piece.kind == "gone")
    new = sum(_size(piece.after) for pair in pairs for piece in pair.pieces if piece.kind == "new")
    gone += sum(_count(pair.before.words) for pair in pairs if pair.kind == "gone" and pair.before)
    new += sum(_count(pair.after.words) for pair in pairs if pair.kind == "new" and pair.after)
    kinds = Counter(pair.kind for pair in pairs)
    return Comparison(tuple(pairs), {kind: kinds[kind] for kind in ("same", "changed", "gone", "new")}, gone, new)


def rows_of(text: str, units: Sequence[Provision]) -> list[Row]:
    """The text cut at every provision's begin and end; rows without a word are left out."""
    ordered = sorted(units, key=lambda unit: (unit.start, -unit.end))
    edges = sorted({0, len(text), *(unit.start for unit in ordered), *(unit.end for unit in ordered)})
    rows: list[Row] = []
    open_units: list[Provision] = []
    place = 0
    for start, end in itertools.pairwise(edges):
        while open_units and open_units[-1].end <= start:
            open_units.pop()
        while place < len(ordered) and ordered[place].start <= start:
            if ordered[place].end > start:
                open_units.append(ordered[place])
            place += 1
        unit = open_units[-1] if open_units else None
        rows += _cut(text, start, end, unit.path if unit else "", unit.label if unit else "")
    return rows


def _cut(text: str, start: int, end: int, path: str, label: str) -> Iterator[Row]:
    whole = text[start:end]
    plain = squeezed(whole)
    if plain.count(" ") < LONG_ROW:
        if _WORD.search(plain):
            yield Row(path, label, start, end, whole, plain)
        return
    for line in _LINE.finditer(text, start, end):
        plain = squeezed(line[0])
        if _WORD.search(plain):
            yield Row(path, label, line.start(), line.end(), line[0], plain)


def _aligned(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pairs in reading order; between two rows that are in both texts, what went stands before what came."""
    matcher = SequenceMatcher(None, [_key(row) for row in before], [_key(row) for row in after], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(before[i1:i2], after[j1:j2], strict=True)
        else:
            yield from _within(before[i1:i2], after[j1:j2])


def _key(row: Row) -> Hashable:
    """What makes two rows the same. A few words (`(được bãi bỏ)`) are the same only at the same address."""
    return (row.path, row.plain) if row.plain.count(" ") < _SHORT else row.plain


def _within(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pairs among rows of which none is the same: those that gain most together, in order."""
    if not before or not after:
        yield from ((row, None) for row in before)
        yield from ((None, row) for row in after)
        return
    if len(before) * len(after) > _MOST_PAIRS:
        yield from _between(before, after)
        return
    bags = [Counter(row.words.keys) for row in after]
    gains = [
        [_gain(row, bag, other, other_bag) for other, other_bag in zip(after, bags, strict=True)]
        for row, bag in ((row, Counter(row.words.keys)) for row in before)
    ]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], gains[i][j] + best[i + 1][j + 1] if gains[i][j] else 0.0)
    i = j = 0
    while i < len(before) and j < len(after):
        if gains[i][j] and best[i][j] == gains[i][j] + best[i + 1][j + 1]:
            yield before[i], after[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield before[i], None
            i += 1
        else:
            yield None, after[j]
            j += 1
    yield from ((row, None) for row in before[i:])
    yield from ((None, row) for row in after[j:])


def _gain(row: Row, bag: Counter[str], other: Row, other_bag: Counter[str]) -> float:
    """How much it speaks for two rows being one: the share of words in both; 0 where they are not."""
    size = len(row.words.keys) + len(other.words.keys)
    common = sum(min(count, other_bag[word]) for word, count in bag.items() if word in other_bag)
    share = 2 * common / size
    same_place = bool(row.path) and row.path == other.path
    if share < (_SAME_PLACE if same_place else _ALIKE):
        return 0.0
    return share + (0.5 if same_place else 0.0)


def _between(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """As `_within` for stretches too long to look at every pair: rows that share rare runs of words part them first."""
    i = j = 0
    for at, other in [*_anchors(before, after), (len(before), len(after))]:
        part, others = before[i:at], after[j:other]
        if len(part) * len(others) <= _MOST_PAIRS:
            yield from _within(part, others)
        else:
            yield from _by_address(part, others)
        if at < len(before):
            yield before[at], after[other]
        i, j = at + 1, other + 1


def _anchors(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[int, int]]:
    """Places of rows that are surely pairs, rising on both sides."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(before):
        for run in _runs(row):
            holders[run].append(at)
    found: list[tuple[int, int]] = []
    for other, row in enumerate(after):
        votes = Counter(at for run in _runs(row) for at in holders.get(run, ()) if len(holders[run]) <= _RARE)
        for at, _ in votes.most_common(1):
            bags = Counter(before[at].words.keys), Counter(row.words.keys)
            if _gain(before[at], bags[0], row, bags[1]) >= _ALIKE:
                found.append((other, at))
    return [(at, other) for other, at in _rising(found)]


def _runs(row: Row) -> set[tuple[str, ...]]:
    words = row.words.keys
    return {words[i : i + _RUN] for i in range(len(words) - _RUN + 1)}


def _rising(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs (in order of the first) whose second rises too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, at) in enumerate(found):
        spot = bisect_left(tails, at)
        before.append(ends[spot - 1] if spot else -1)
        tails[spot : spot + 1] = [at]
        ends[spot : spot + 1] = [place]
    chain: list[tuple[int, int]] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(found[place])
        place = before[place]
    return chain[::-1]


def _by_address(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    matcher = SequenceMatcher(None, [row.path for row in before], [row.path for row in after], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True) if kind == "equal" else ():
            bags = Counter(before[i].words.keys), Counter(after[j].words.keys)
            if _gain(before[i], bags[0], after[j], bags[1]):
                yield before[i], after[j]
            else:
                yield from ((before[i], None), (None, after[j]))
        if kind != "equal":
            yield from ((row, None) for row in before[i1:i2])
            yield from ((None, row) for row in after[j1:j2])


def _pair(before: Row | None, after: Row | None) -> Pair:
    if before is None or after is None:
        return Pair("new" if before is None else "gone", before, after)
    if before.plain == after.plain or before.words.keys == after.words.keys:
        return Pair("same", before, after)
    return Pair("changed", before, after, compare_words(before.words, after.words))


def _count(words: Words) -> int:
    return sum(key[0].isalnum() for key in words.keys)


def _size(text: str) -> int:
    return _count(words_of(text))
