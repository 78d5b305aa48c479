"""A comparison as a page shows it: changes numbered, unchanged stretches folded, long answers in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from archive.comparing import Comparison, Pair, Row
from archive.words_compared import Piece

AROUND = 1
"""Unchanged rows shown on either side of a change; longer stretches are folded."""
_PAGE_COST = 70_000
_ROW_COST = 900
_LETTER_COST = 1.6


@dataclass(frozen=True)
class ShownPair:
    """One row of the page. `number` counts the changes from 1, 0 where nothing changed; `moved`: its address did.

    `both` is the wording with what went and what came in place; `old`, `new` the two sides by themselves.
    """

    number: int
    kind: str
    label: str
    was: str
    before: Row | None
    after: Row | None
    both: Markup
    old: Markup
    new: Markup

    @property
    def moved(self) -> bool:
        """The provision has another address in the later text."""
        return bool(self.was)


@dataclass(frozen=True)
class Fold:
    """A stretch of `count` rows that are the same, from the one labelled `first` to `last`; `number` opens it."""

    number: int
    count: int
    first: str
    last: str


@dataclass(frozen=True)
class ShownComparison:
    """A page of it; `pages` in all."""

    rows: tuple[ShownPair | Fold, ...]
    page: int
    pages: int


def shown_comparison(found: Comparison, page: int, opened: int) -> ShownComparison:
    """Page `page` (from 1; the last where there are fewer), the fold numbered `opened` laid open, 0 none."""
    pages = list(_pages(list(_rows(found.pairs, opened))))
    page = min(max(1, page), max(1, len(pages)))
    return ShownComparison(tuple(pages[page - 1]) if pages else (), page, max(1, len(pages)))


def _rows(pairs: Sequence[Pair], opened: int) -> Iterator[ShownPair | Fold]:
    number = fold = 0
    groups = [(same, list(some)) for same, some in groupby(pairs, key=lambda pair: pair.kind == "same")]
    for place, (same, some) in enumerate(groups):
        if not same:
            for pair in some:
                number += 1
                yield _shown(pair, number)
            continue
        head = AROUND if place else 0
        tail = AROUND if place < len(groups) - 1 else 0
        folded = some[head : len(some) - tail]
        fold += 1
        if len(folded) <= 2 or fold == opened:
            yield from (_shown(pair, 0) for pair in some)
            continue
        yield from (_shown(pair, 0) for pair in some[:head])
        yield Fold(fold, len(folded), _label(folded[0].after), _label(folded[-1].after))
        yield from (_shown(pair, 0) for pair in some[len(some) - tail :] if tail)


def _pages(rows: Sequence[ShownPair | Fold]) -> Iterator[list[ShownPair | Fold]]:
    part: list[ShownPair | Fold] = []
    cost = 0.0
    for row in rows:
        size = _ROW_COST + (_LETTER_COST * (len(row.both) + len(row.old)) if isinstance(row, ShownPair) else 0)
        if part and cost + size > _PAGE_COST:
            yield part
            part, cost = [], 0.0
        part.append(row)
        cost += size
    if part:
        yield part


def _shown(pair: Pair, number: int) -> ShownPair:
    before, after = pair.before, pair.after
    if pair.kind == "changed":
        both = _marked(pair.pieces, ("same", "gone", "new"))
        old, new = _marked(pair.pieces, ("same", "gone")), _marked(pair.pieces, ("same", "new"))
    else:
        text = (after or before).text.strip() if (after or before) else ""  # type: ignore[union-attr]
        both = escape(text)
        if pair.kind != "same":
            both = Markup("<{0}>{1}</{0}>").format(Markup("del" if pair.kind == "gone" else "ins"), text)
        old = both if before is not None else Markup()
        new = both if after is not None else Markup()
    label, was = _label(after or before), _label(before)
    return ShownPair(
        number, pair.kind, label, "" if was == label or after is None else was, before, after, both, old, new
    )


def _label(row: Row | None) -> str:
    return row.label if row is not None else ""


_ELEMENTS = {"gone": "del", "new": "ins"}


def _marked(pieces: Sequence[Piece], kinds: Sequence[str]) -> Markup:
    """The pieces of these kinds put together, what went and what came marked as such."""
    parts: list[Markup] = []
    for piece in pieces:
        if piece.kind not in kinds:
            continue
        text = piece.before if piece.kind == "gone" or "new" not in kinds else piece.after
        element = _ELEMENTS.get(piece.kind)
        if element is None:
            parts.append(escape(text))
            continue
        # The white space behind the last word is between it and what follows, and stays unmarked.
        words = text.rstrip()
        parts.append(Markup("<{0}>{1}</{0}>{2}").format(Markup(element), words, text[len(words) :]))
        if piece.kind == "gone" and text == words and "new" in kinds:
            parts.append(Markup(" "))
    return Markup("").join(parts).strip()
