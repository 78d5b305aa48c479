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
    owner = np.repeat(np.arange(len(ends)), sizes)
    at = np.arange(len(flat)) - np.repeat(ends - sizes, sizes)
    asked = _places(flat, names)
    titles = np.full(len(ends), np.iinfo(np.int64).max)
    marks = np.flatnonzero(flat == FIELD_MARK)
    titles[owner[marks]] = at[marks]
    asked[at >= titles[owner]] = -1
    hits = np.flatnonzero(asked >= 0)
    paired = _paired(asked, owner, hits, names, list(pairs))
    worth = np.array(list(pairs.values()) or [0.0])
    blocks = sizes // _BLOCK + 1
    first = np.cumsum(blocks) - blocks
    block = first[owner] + at // _BLOCK
    # The query's syllables stand first among the names; the others are only parts of pairs.
    counted = hits[asked[hits] < len(syllables)]
    stretch[order] = _best(
        (block[counted], asked[counted]),
        np.array(list(syllables.values())),
        (block[paired[0]], paired[1]),
        worth,
        blocks,
    )
    run[order] = _runs(paired, owner, worth, len(ends))
    return stretch, run


def _places(flat: NDArray[np.uint32], names: list[str]) -> NDArray[np.int64]:
    """Which of some names stands at each place, -1 where none does."""
    hashes = np.array([syllable_hash(name) for name in names], dtype=np.uint32)
    by_hash = np.argsort(hashes)
    place = np.minimum(np.searchsorted(hashes[by_hash], flat), len(names) - 1)
    return np.where(hashes[by_hash][place] == flat, by_hash[place], -1)


def _paired(asked: NDArray[np.int64], owner: Ids, hits: Ids, names: list[str], pairs: list[str]) -> Found:
    """Where a pair of the query begins, and which."""
    number = {name: place for place, name in enumerate(names)}
    table = np.full((len(names), len(names)), -1)
    for place, pair in enumerate(pairs):
        one, other = pair.split(JOINT, 1)
        table[number[one], number[other]] = place
    starts = hits[:-1][(np.diff(hits) == 1) & (np.diff(owner[hits]) == 0)]
    which = table[asked[starts], asked[starts + 1]]
    return starts[which >= 0], which[which >= 0]


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
    best = np.zeros(len(blocks))
    np.maximum.at(best, owner, together @ weights)
    return best


def _runs(paired: Found, owner: Ids, worth: Shares, count: int) -> Shares:
    """The longest run of pairs of each entry, as a share of all of the query's."""
    starts, which = paired
    best = np.zeros(count)
    if not len(starts):
        return best
    begins = np.concatenate([[True], (np.diff(starts) != 1) | (np.diff(owner[starts]) != 0)])
    sums = np.bincount(np.cumsum(begins) - 1, worth[which])
    np.maximum.at(best, owner[starts[begins]], sums)
    return np.minimum(best / max(worth.sum(), 1e-9), 1.0)
