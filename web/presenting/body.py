"""A document's text as blocks, one for each provision's own words, and cut into parts a browser opens at once.

A code of 700 articles is more than a megabyte of page; nobody reads it in one piece. A part holds about sixty
kilobytes and begins at a heading where it can. Every provision keeps its own anchor, the provision's path.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.provisions import Provision

PART_COST = 60_000
_BLOCK_COST = 420
_LETTER_COST = 1.45
_LONGEST_BLOCK = 30_000
HEADED = frozenset({"phan", "chuong", "muc", "tieumuc", "dieu", "la_ma", "phuluc", "kemtheo", "mau"})
_OPENS_PART = frozenset({"phan", "chuong", "dieu", "la_ma", "phuluc", "kemtheo", "mau"})
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Block:
    """The words that belong to one provision itself, not to one below it; `provision` None between provisions.

    `start`, `end` cut the document's text. A very long provision has several blocks; only the first is its `anchor`.
    """

    provision: Provision | None
    start: int
    end: int
    anchor: bool = True

    @property
    def cost(self) -> float:
        """About how many bytes of page it makes."""
        return _BLOCK_COST + (self.end - self.start) * _LETTER_COST


@dataclass(frozen=True)
class Paragraph:
    """A stretch of text shown as one paragraph."""

    start: int
    end: int


def blocks_of(text: str, provisions: Sequence[Provision]) -> list[Block]:
    """The whole text as blocks in order: nothing is left out, nothing stands twice."""
    ordered = sorted(provisions, key=lambda p: (p.start, -p.end))
    blocks: list[Block] = []
    cursor = 0
    for place, provision in enumerate(ordered):
        if provision.start > cursor:
            blocks += _cut(text, None, cursor, provision.start)
        begin = max(cursor, provision.start)
        following = ordered[place + 1].start if place + 1 < len(ordered) else len(text)
        end = max(begin, min(provision.end, following))
        blocks += _cut(text, provision, begin, end)
        cursor = end
    if cursor < len(text):
        blocks += _cut(text, None, cursor, len(text))
    return blocks


def _cut(text: str, provision: Provision | None, start: int, end: int) -> Iterator[Block]:
    if provision is None and not text[start:end].strip():
        return
    first = True
    while end - start > _LONGEST_BLOCK:
        middle = text.rfind("\n", start + 1, start + _LONGEST_BLOCK)
        if middle <= start:
            middle = text.rfind(" ", start + 1, start + _LONGEST_BLOCK)
        if middle <= start:
            middle = start + _LONGEST_BLOCK
        yield Block(provision, start, middle, anchor=first)
        start, first = middle, False
    yield Block(provision, start, end, anchor=first)


def parts_of(blocks: Sequence[Block], budget: float = PART_COST) -> list[list[Block]]:
    """The blocks in parts of at most about `budget` bytes of page, cut before a heading where there is one."""
    parts: list[list[Block]] = []
    part: list[Block] = []
    cost = 0.0
    for place, block in enumerate(blocks):
        opens = block.anchor and block.provision is not None and block.provision.kind in _OPENS_PART
        unit = _unit_cost(blocks, place) if opens else block.cost
        if part and (cost + block.cost > budget or (opens and cost > budget / 3 and cost + unit > budget)):
            parts.append(part)
            part, cost = [], 0.0
        part.append(block)
        cost += block.cost
    if part:
        parts.append(part)
    return parts


def _unit_cost(blocks: Sequence[Block], place: int) -> float:
    """The cost of an article with all below it."""
    unit = blocks[place].provision
    assert unit is not None
    total = 0.0
    for block in blocks[place:]:
        if block.start >= unit.end:
            break
        total += block.cost
    return total


def part_with(parts: Sequence[Sequence[Block]], offset: int) -> int:
    """Which part holds a place in the text, from 0."""
    starts = [part[0].start for part in parts]
    return max(0, bisect_right(starts, offset) - 1)


def paragraphs(text: str, start: int, end: int) -> list[Paragraph]:
    """The lines of a stretch of text, which are its paragraphs; blank ones and the white space round them left out."""
    found = []
    for line in _LINE.finditer(text, start, end):
        words = line.group().strip()
        if words:
            begin = line.start() + line.group().index(words)
            found.append(Paragraph(begin, begin + len(words)))
    return found


def heading_lines(text: str, block: Block, lines: Sequence[Paragraph]) -> int:
    """How many of a block's first paragraphs are its label and heading (`Chương I` / `QUY ĐỊNH CHUNG` are two)."""
    unit = block.provision
    if unit is None or not block.anchor or unit.kind not in HEADED or not lines:
        return 0
    wanted = " ".join(unit.heading.split())
    if not wanted:
        return 1
    for count in range(1, min(4, len(lines)) + 1):
        so_far = " ".join(text[lines[0].start : lines[count - 1].end].split())
        if wanted in so_far:
            # An article whose first sentence runs on in the same line has no heading line of its own.
            return count if so_far.endswith(wanted) else 0
    return 1
