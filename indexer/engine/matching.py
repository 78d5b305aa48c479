"""Which entries hold what a query requires: all its syllables, a phrase, a part in a field."""

from __future__ import annotations

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


class Holder(Protocol):
    """What must be known of an index to tell which entries hold a term."""

    def holders(self, field: str, term: str) -> Ids | None:
        """Numbers of the entries that hold a term, ascending; None where there is none."""

    def sequences(self, numbers: Ids) -> tuple[NDArray[np.uint32], Ids]:
        """Hashed syllables of some entries (`counting.CountedBatch.sequences`), one after the other, and where each
        one's end."""


def _having(columns: Holder, places: tuple[str, ...], term: str, count: int) -> Mask:
    has = np.zeros(count, dtype=bool)
    for place in places:
        found = columns.holders(place, term)
        if found is not None:
            has[found] = True
    return has


def _all(columns: Holder, places: tuple[str, ...], terms: tuple[str, ...], count: int) -> Mask:
    whole = np.ones(count, dtype=bool)
    for term in terms:
        whole &= _having(columns, places, term, count)
        if not whole.any():
            break
    return whole


def _weighty(terms: Terms) -> tuple[str, ...]:
    return tuple(term for term in terms.syllables if term not in LIGHT) or terms.syllables


def whole(columns: Holder, query: Query, count: int) -> Mask:
    """Entries that hold every syllable of the query in text, title or number, stop words apart; of each group, all
    those of one of its wordings."""
    held = _all(columns, _ANYWHERE, _weighty(query.single if query.groups else query.terms), count)
    for group in query.groups:
        ways = [_all(columns, _ANYWHERE, _weighty(terms), count) for terms, _ in group]
        if ways:
            held &= np.logical_or.reduce(ways)
    return held


def satisfying(columns: Holder, requirement: Requirement, count: int) -> Mask:
    """Entries that hold one of a requirement's wordings."""
    ways = [_holding(columns, stream, requirement, count) for stream in requirement.streams]
    return np.logical_or.reduce(ways)


def _holding(columns: Holder, stream: tuple[str, ...], requirement: Requirement, count: int) -> Mask:
    field = requirement.field
    syllables = tuple(dict.fromkeys(term for term in stream if term))
    if not requirement.exact or field == "number":
        return _all(columns, _PLACES[field], syllables, count)
    pairs = tuple(dict.fromkeys(f"{a}{JOINT}{b}" for a, b in pairwise(stream) if a and b))
    # A phrase has its syllables in the text or in the title, never some here and some there.
    inside = ("syllables", "title") if not field else _PLACES[field]
    held = _all(columns, _PAIR_PLACES[field], pairs, count) if pairs else _all(columns, inside, syllables, count)
    if len(stream) == 1 or (len(stream) == 2 and pairs):
        return held
    wanted = np.array([syllable_hash(term) if term else 0 for term in stream], dtype=np.uint32)
    numbers = np.flatnonzero(held)
    sure = np.zeros(count, dtype=bool)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        sure[some[_in_order(columns, some, wanted, field)]] = True
    return sure


_AT_ONCE = 4_000


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
