"""Two people in one draft: what each changed of the same earlier text, laid together paragraph by paragraph.

Whoever saves second gives what stood there when he began (`before`) and what he made of it (`mine`); `theirs` is what
stands there now. Changes in different paragraphs both go through. Of one paragraph that both changed neither wording is
taken: it is a clash, with all three, for a person to choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.drafting.parts import SEVERAL, DraftParts, parts_from_json, parts_json
from archive.words_compared import opcodes

Value = str | bool | tuple[str, ...]
Hunk = tuple[int, int, tuple[str, ...]]
_BY_LINE = frozenset({"body", "lead_out"})


@dataclass(frozen=True)
class Chunk:
    """Some paragraphs. `clash` False: `mine` is what stands, merged; True: both changed `before`, in two ways."""

    clash: bool
    before: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Clash:
    """A part in which two people changed the same place. `index` of the annex (0 for others); `chunks` are the whole
    part in order, so that a choice for each clash gives the whole part again."""

    name: str
    index: int
    chunks: tuple[Chunk, ...]

    @property
    def listed(self) -> bool:
        """The chunks are lines of a list, not paragraphs of one text."""
        return self.name in SEVERAL and self.name != "annexes"


def merge_lines(before: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Chunk]:
    """The chunks of what both changed, in order."""
    hunks = sorted(
        [(start, end, lines, True) for start, end, lines in _hunks(before, mine)]
        + [(start, end, lines, False) for start, end, lines in _hunks(before, theirs)],
        key=lambda hunk: (hunk[0], hunk[1]),
    )
    chunks: list[Chunk] = []
    place = 0
    at = 0
    while at < len(hunks):
        start, end = hunks[at][0], hunks[at][1]
        group = [hunks[at]]
        at += 1
        while at < len(hunks) and _meet(start, end, hunks[at]):
            group.append(hunks[at])
            end = max(end, hunks[at][1])
            at += 1
        if start > place:
            _keep(chunks, before[place:start])
        was = tuple(before[start:end])
        ours = _applied(before, start, end, [hunk for hunk in group if hunk[3]])
        others = _applied(before, start, end, [hunk for hunk in group if not hunk[3]])
        if others in (ours, was):
            _keep(chunks, ours)
        elif ours == was:
            _keep(chunks, others)
        else:
            chunks.append(Chunk(True, was, ours, others))
        place = end
    if place < len(before):
        _keep(chunks, before[place:])
    return chunks


def _meet(start: int, end: int, hunk: tuple[int, int, tuple[str, ...], bool]) -> bool:
    """Two changes touch the same paragraph, or put something in at the same place."""
    return hunk[0] < end or (hunk[0] == start and start == end == hunk[1])


def _keep(chunks: list[Chunk], lines: Sequence[str]) -> None:
    if not lines:
        return
    if chunks and not chunks[-1].clash:
        chunks[-1] = Chunk(False, (), (*chunks[-1].mine, *lines), ())
    else:
        chunks.append(Chunk(False, (), tuple(lines), ()))


def _applied(
    before: Sequence[str], start: int, end: int, hunks: Sequence[tuple[int, int, tuple[str, ...], bool]]
) -> tuple[str, ...]:
    out: list[str] = []
    place = start
    for begin, stop, lines, _ in hunks:
        out += [*before[place:begin], *lines]
        place = stop
    return (*out, *before[place:end])


def _hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[Hunk]:
    """What changed; a run of paragraphs that became as many others is as many changes."""
    for kind, i1, i2, j1, j2 in opcodes(before, after):
        if kind == "equal":
            continue
        if i2 - i1 == j2 - j1:
            for step in range(i2 - i1):
                yield i1 + step, i1 + step + 1, (after[j1 + step],)
        else:
            yield i1, i2, tuple(after[j1:j2])


def merge_parts(
    before: DraftParts, mine: DraftParts, theirs: DraftParts, names: Sequence[str]
) -> tuple[DraftParts, tuple[Clash, ...]]:
    """`theirs` with my changes of the parts named, and the clashes. A part with a clash stays as it is in `theirs`, of
    annexes only the one that has it."""
    merged = parts_json(theirs)
    clashes: list[Clash] = []
    for name in names:
        was, ours, others = (getattr(each, name) for each in (before, mine, theirs))
        if ours in (others, was):
            continue
        if others == was:
            merged[name] = ours
            continue
        value, found = _merge_value(name, was, ours, others)
        clashes += found
        merged[name] = value
    return parts_from_json(merged), tuple(clashes)


def _merge_value(name: str, was: Value, ours: Value, others: Value) -> tuple[Value, list[Clash]]:
    if isinstance(was, tuple) and isinstance(ours, tuple) and isinstance(others, tuple):
        if name == "annexes" and len(was) == len(ours) == len(others):
            texts: list[str] = []
            clashes: list[Clash] = []
            for index, three in enumerate(zip(was, ours, others, strict=True)):
                text, found = _merge_text(name, index, *three)
                texts.append(text)
                clashes += found
            return tuple(texts), clashes
        chunks = merge_lines(was, ours, others)
        if any(chunk.clash for chunk in chunks):
            return others, [Clash(name, 0, tuple(chunks))]
        return tuple(line for chunk in chunks for line in chunk.mine), []
    if name in _BY_LINE:
        return _merge_text(name, 0, str(was), str(ours), str(others))
    return others, [Clash(name, 0, (Chunk(True, (str(was),), (str(ours),), (str(others),)),))]


def _merge_text(name: str, index: int, was: str, ours: str, others: str) -> tuple[str, list[Clash]]:
    chunks = merge_lines(was.split("\n"), ours.split("\n"), others.split("\n"))
    if any(chunk.clash for chunk in chunks):
        return others, [Clash(name, index, tuple(chunks))]
    return "\n".join(line for chunk in chunks for line in chunk.mine), []
