"""Text with stretches of it marked: citations that lead to their documents, findings, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Mark:
    """A stretch of text and the markup that goes before and behind it."""

    start: int
    end: int
    before: Markup
    after: Markup


def apart(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order without those that overlap an earlier or, at the same place, a longer one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.end > mark.start and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return kept


def with_marks(text: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    """`text[start:end]` escaped, with the marks that touch it; a mark that runs over an edge is cut there.

    `marks` as `apart` gives them.
    """
    pieces: list[Markup] = []
    cursor = start
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        begin, stop = max(mark.start, start), min(mark.end, end)
        pieces += [escape(text[cursor:begin]), mark.before, escape(text[begin:stop]), mark.after]
        cursor = stop
    pieces.append(escape(text[cursor:end]))
    return Markup("").join(pieces)
