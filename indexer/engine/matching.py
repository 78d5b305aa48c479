"""Which entries hold what a query requires: all its syllables, a phrase, a part in a field.

A search begins with the entries of the rarest term and looks the others up for those only; phrases are looked for in
the texts that hold all their pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import LIGHT
from indexer.engine.counting import FIELD_MARK, JOINT, syllable_hash
from indexer.engine.documents import Ids, Mask
from indexer.engine.parsing import Query, Requirement, Terms

_ANYWHERE = ("syllables", "title", "number")
_PLACES = {
    "": _ANYWHERE,
    "text": ("syllables",),
    "title": ("title",),
    "heading": ("heading",),
    "number": ("number",),
}
_PAIR_PLACES = {"": ("bigrams", "title"), "text": ("bigrams",), "title": ("title",), "heading": ("heading",)}
_AT_ONCE = 4_000


class Holder(Protocol):
    """What must be known of an index to tell which entries hold a term."""

    def holders(self, field: str, term: str) -> Ids | None:
        """Numbers of the entries that hold a term, ascending; None where there is none."""

    def holds(self, field: str, term: str, numbers: Ids) -> Mask:
        """Which of some entries (ascending) hold a term."""

    def holder_count(self, field: str, term: str) -> int:
        """How many entries hold a term."""

    def sequences(self, numbers: Ids) -> tuple[NDArray[np.uint32], Ids]:
        """Hashed syllables of some entries (`counting.CountedBatch.sequences`), one after the other, and where each
        one's end."""


def _all(columns: Holder, places: tuple[str, ...], terms: Sequence[str], among: Mask | None = None) -> Ids:
    """Entries (of those `among`) that hold every term in one of the places."""
    nothing = np.empty(0, dtype=np.int64)
    by_rarity = sorted((sum(columns.holder_count(place, term) for place in places), term) for term in terms)
    if not by_rarity or not by_rarity[0][0]:
        return nothing
    first = [found for place in places if (found := columns.holders(place, by_rarity[0][1])) is not None]
    numbers = _together(first if among is None else [found[among[found]] for found in first])
    for _, term in by_rarity[1:]:
        if not len(numbers):
            break
        held = columns.holds(places[0], term, numbers)
        for place in places[1:]:
            held |= columns.holds(place, term, numbers)
        numbers = numbers[held]
    return numbers


def _together(parts: Sequence[Ids]) -> Ids:
    """Ascending numbers put together, each once."""
    if len(parts) < 2:
        return parts[0] if parts else np.empty(0, dtype=np.int64)
    numbers = np.concatenate(parts)
    # A stable sort merges what is in order already; the table of hashes of `np.unique` costs ten times as much.
    numbers.sort(kind="stable")
    kept = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=kept[1:])
    return numbers[kept]


def _weighty(terms: Terms) -> tuple[str, ...]:
    return tuple(term for term in terms.syllables if term not in LIGHT) or terms.syllables


def whole(columns: Holder, query: Query, among: Mask | None = None) -> Ids:
    """Entries (of those `among`) that hold every syllable of the query in text, title or number, stop words apart; of
    each group, all those of one of its wordings."""
    held: Ids | None = None
    if query.single.syllables or not query.groups:
        held = _all(columns, _ANYWHERE, _weighty(query.single if query.groups else query.terms), among)
    for group in query.groups:
        ways = [_all(columns, _ANYWHERE, _weighty(terms), among) for terms, _ in group]
        own = _together(ways)
        held = own if held is None else np.intersect1d(held, own, assume_unique=True)
    return held if held is not None else np.empty(0, dtype=np.int64)


def satisfying(columns: Holder, requirement: Requirement) -> Ids:
    """Entries that hold one of a requirement's wordings, ascending."""
    return _together([_holding(columns, stream, requirement) for stream in requirement.streams])


def _holding(columns: Holder, stream: tuple[str, ...], requirement: Requirement) -> Ids:
    field = requirement.field
    syllables = tuple(dict.fromkeys(term for term in stream if term))
    if not requirement.exact or field == "number":
        return _all(columns, _PLACES[field], syllables)
    pairs = tuple(dict.fromkeys(f"{a}{JOINT}{b}" for a, b in pairwise(stream) if a and b))
    # A phrase has its syllables in the text or in the title, never some here and some there.
    inside = ("syllables", "title") if not field else _PLACES[field]
    held = _all(columns, _PAIR_PLACES[field], pairs) if pairs else _all(columns, inside, syllables)
    if len(stream) == 1 or (len(stream) == 2 and pairs) or not len(held):
        return held
    wanted = np.array([syllable_hash(term) if term else 0 for term in stream], dtype=np.uint32)
    portions = [held[start : start + _AT_ONCE] for start in range(0, len(held), _AT_ONCE)]
    return np.concatenate([some[_in_order(columns, some, wanted, field)] for some in portions])


def _in_order(columns: Holder, numbers: Ids, wanted: NDArray[np.uint32], field: str) -> Mask:
    """Which of some entries have the hashed phrase; a heading stands in the text."""
    flat, ends = columns.sequences(numbers)
    found = np.zeros(len(numbers), dtype=bool)
    if len(flat) < len(wanted):
        return found
    last = len(flat) - len(wanted) + 1
    places = np.flatnonzero(flat[:last] == wanted[0])
    for step in range(1, len(wanted)):
        places = places[flat[places + step] == wanted[step]]
    entry = np.searchsorted(ends, places, side="right")
    inside = places + len(wanted) <= ends[entry]
    if field:
        marks = np.flatnonzero(flat == FIELD_MARK)
        # One mark in each entry, in order.
        inside &= (places > marks[entry]) if field == "title" else (places < marks[entry])
    found[entry[inside]] = True
    return found
