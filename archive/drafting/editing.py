"""A change of the whole text carried into the parts: corrections know only places in the text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from archive.drafting.composing import Composed, Span, composed
from archive.drafting.parts import DraftParts, parts_from_json, parts_json
from archive.drafting.reading import parts_of

Edit = tuple[int, int, str]
"""(start, end, what comes in its place), places in the text of `composed`."""


def edited(parts: DraftParts, edits: Iterable[Edit]) -> DraftParts | None:
    """The parts after all edits, which must not overlap; None where one reaches over parts so that it cannot be told
    what of it belongs to which, and reading the new text would change a word of it."""
    ordered = sorted(edits, reverse=True)
    for later, earlier in pairwise(ordered):
        if earlier[1] > later[0]:
            raise ValueError("edits overlap")
    whole = composed(parts)
    made = parts
    for edit in ordered:
        one = _one(made, whole, edit)
        if one is None:
            break
        made = one
    else:
        return made
    text = whole.text
    for start, end, words in ordered:
        text = text[:start] + words + text[end:]
    read = parts_of(text)
    return read if composed(read).text == text else None


def _one(parts: DraftParts, whole: Composed, edit: Edit) -> DraftParts | None:
    """One edit, all later ones being in already: the spans before it still stand."""
    start, end, words = edit
    first, last = whole.at(start), whole.at(end)
    if first is None or last is None or first.name != last.name:
        return None
    value = getattr(parts, first.name)
    if isinstance(value, str):
        return _with(parts, first.name, _spliced(value, first, start, end, words))
    if first.index == last.index:
        lines = _spliced(value[first.index], first, start, end, words)
        new = (lines,) if first.name == "annexes" else tuple(lines.split("\n"))
    elif start == first.start and end == last.end:
        new = tuple(words.split("\n"))
    else:
        return None
    return _with(parts, first.name, (*value[: first.index], *new, *value[last.index + 1 :]))


def _with(parts: DraftParts, name: str, value: object) -> DraftParts:
    return parts_from_json({**parts_json(parts), name: value})


def _spliced(value: str, span: Span, start: int, end: int, words: str) -> str:
    return value[: start - span.start] + words + value[end - span.start :]
