"""How close together a query's words stand in a text: in its best stretch, and in the longest run of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexer.engine.counting import FIELD_MARK, JOINT, syllable_hash
from indexer.engine.documents import Ids
from indexer.engine.matching import Holder

Shares = NDArray[np.float64]
Found = tuple[Ids, NDArray[np.int64]]
"""Where something stands, and what."""

_AT_ONCE = 512
_BLOCK = 16
_BLOCKS = 4
"""A stretch is as many blocks of so many syllables: about a clause."""


def nearness(
    columns: Holder, numbers: Ids, syllables: Mapping[str, float], pairs: Mapping[str, float]
) -> tuple[Shares, Shares]:
    """Of some entries (in any order): what share of the query their best stretch has, and what share of its pairs their
    longest run, 0 to 1. `syllables` and `pairs` of the query with their rarities; titles are not looked at."""
    stretch, run = np.zeros(len(numbers)), np.zeros(len(numbers))
    names = list(dict.fromkeys([*syllables, *(part for pair in pairs for part in pair.split(JOINT, 1))]))
    if not len(numbers) or not names:
        return stretch, run
    order = np.argsort(numbers, kind="stable")
    flat, ends = columns.sequences(numbers[order])
    sizes = np.diff(ends, prepend=0)
    hits, which = _places(flat, names)
    # Looked up the other way round there are fewer of them.
    owner = np.repeat(np.arange(len(ends)), np.diff(np.searchsorted(hits, ends), prepend=0))
    marks = np.flatnonzero(flat == FIELD_MARK)
    titles = ends.copy()
    titles[np.searchsorted(ends, marks, side="right")] = marks
    inside = hits < titles[owner]
    hits, which, owner = hits[inside], which[inside], owner[inside]
    paired = _paired(hits, which, owner, names, list(pairs))
    worth = np.array(list(pairs.values()) or [0.0])
    blocks = sizes // _BLOCK + 1
    first = np.cumsum(blocks) - blocks
    block = first[owner] + (hits - (ends - sizes)[owner]) // _BLOCK
    # The query's syllables stand first among the names; the others are only parts of pairs.
    counted = which < len(syllables)
    stretch[order] = _best(
        (block[counted], which[counted]),
        np.array(list(syllables.values())),
        (block[paired[0]], paired[1]),
        worth,
        blocks,
    )
    run[order] = _runs((hits[paired[0]], paired[1]), owner[paired[0]], worth, len(ends))
    return stretch, run


def _places(flat: NDArray[np.uint32], names: list[str]) -> Found:
    """Where one of some names stands, and which."""
    hashes = np.array([syllable_hash(name) for name in names], dtype=np.uint32)
    # By the lower half of its bits a hash finds the only name it may be: a search in so few costs ten times as much.
    lower = (hashes & 0xFFFF).astype(np.int64)
    if len(np.unique(lower)) < len(names):
        by_hash = np.argsort(hashes)
        place = np.minimum(np.searchsorted(hashes[by_hash], flat), len(names) - 1)
        held = np.flatnonzero(hashes[by_hash][place] == flat)
        return held, by_hash[place[held]]
    table = np.full(0x10000, len(names), dtype=np.int16)
    table[lower] = np.arange(len(names))
    # A cast to fewer bits keeps the lower ones; clipping leaves out the look whether each is inside the table.
    found = table.take(flat.astype(np.uint16), mode="clip")
    held = np.flatnonzero(found < len(names))
    which = found.take(held).astype(np.int64)
    same = hashes.take(which) == flat.take(held)
    return held[same], which[same]


def _paired(hits: Ids, which: Ids, owner: Ids, names: list[str], pairs: list[str]) -> Found:
    """Which of the hits begin a pair of the query, and which pair."""
    number = {name: place for place, name in enumerate(names)}
    table = np.full((len(names), len(names)), -1)
    for place, pair in enumerate(pairs):
        one, other = pair.split(JOINT, 1)
        table[number[one], number[other]] = place
    starts = np.flatnonzero((np.diff(hits) == 1) & (np.diff(owner) == 0))
    found = table[which[starts], which[starts + 1]]
    return starts[found >= 0], found[found >= 0]


def _best(term: Found, terms: Shares, pair: Found, pairs: Shares, blocks: Ids) -> Shares:
    """The best stretch of each entry: half of it by its syllables, half by its pairs."""
    count = int(blocks.sum())
    held = np.zeros((count, len(terms) + len(pairs)), dtype=bool)
    held[term[0], term[1]] = True
    held[pair[0], len(terms) + pair[1]] = True
    owner = np.repeat(np.arange(len(blocks)), blocks)
    together = held.copy()
    for step in range(1, _BLOCKS):
        same = owner[step:] == owner[:-step]
        together[:-step] |= held[step:] & same[:, None]
    weights = np.concatenate([terms / max(terms.sum(), 1e-9), pairs / max(pairs.sum(), 1e-9)]) / 2
    # Every entry has a block.
    # In portions: as numbers of 64 bits all of it would be megabytes.
    worth = [together[begin : begin + _AT_ONCE] @ weights for begin in range(0, count, _AT_ONCE)]
    best: Shares = np.maximum.reduceat(np.concatenate(worth), np.cumsum(blocks) - blocks)
    return np.maximum(best, 0.0)


def _runs(paired: Found, owner: Ids, worth: Shares, count: int) -> Shares:
    """The longest run of pairs of each entry, as a share of all of the query's; `owner` the entry of each pair."""
    starts, which = paired
    best = np.zeros(count)
    if not len(starts):
        return best
    begins = np.concatenate([[True], (np.diff(starts) != 1) | (np.diff(owner) != 0)])
    sums = np.bincount(np.cumsum(begins) - 1, worth[which])
    np.maximum.at(best, owner[begins], sums)
    return np.minimum(best / max(worth.sum(), 1e-9), 1.0)
