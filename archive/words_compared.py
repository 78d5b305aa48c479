"""Two wordings of one stretch of text, word by word: what stayed, what went, what came.

Every piece keeps the white space that follows its words, so that the pieces put together give both texts exactly.
Footnote marks (`[12]`), which consolidated texts put behind what was amended, are no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

from archive.folding import nfc

_TOKEN = re.compile(r"\[\d{1,3}\]|\w+|[^\w\s]")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_MOST_FOR_DIFFLIB = 1_000_000
"""Words of one side times words of the other up to which difflib's more readable answer costs some milliseconds."""

Code = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """`kind`: same, gone or new. `before`, `after` cut the two texts; a piece that is gone has no `after`, a new one
    no `before`; of one that is the same they may differ in white space and footnote marks."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class Words:
    """A text as its words. `keys` are what is compared; `spans` cut the text, each up to the next word's begin."""

    text: str
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def words_of(text: str) -> Words:
    """The words and marks of a text; a footnote mark belongs to the word before it."""
    keys: list[str] = []
    starts: list[int] = []
    for match in _TOKEN.finditer(text):
        if keys and _FOOTNOTE.fullmatch(match[0]):
            continue
        keys.append(nfc(match[0]))
        starts.append(match.start())
    if starts:
        starts[0] = 0
    ends = [*starts[1:], len(text)][: len(starts)]
    return Words(text, tuple(keys), tuple(zip(starts, ends, strict=True)))


def squeezed(text: str) -> str:
    """The text as it is compared at first sight: without footnote marks, all white space alike."""
    return nfc(" ".join(_FOOTNOTE.sub(" ", text).split()))


def compare_words(before: Words, after: Words) -> tuple[Piece, ...]:
    """The pieces of two texts in order; neighbours are of different kinds, what went stands before what came."""
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in readable(list(opcodes(before.keys, after.keys)), before.keys):
        gone, came = _cut(before, i1, i2), _cut(after, j1, j2)
        if kind == "equal":
            pieces.append(Piece("same", gone, came))
            continue
        if gone:
            pieces.append(Piece("gone", gone, ""))
        if came:
            pieces.append(Piece("new", "", came))
    return tuple(pieces)


def _cut(words: Words, first: int, last: int) -> str:
    return words.text[words.spans[first][0] : words.spans[last - 1][1]] if last > first else ""


def opcodes(before: Sequence[str], after: Sequence[str]) -> Iterator[Code]:
    """Opcodes as difflib has them, the common beginning and end taken off first: most changes are small."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield ("equal", 0, head, 0, head)
    if a or b:
        if len(a) * len(b) <= _MOST_FOR_DIFFLIB:
            inner: list[Code] = list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())
        else:
            inner = [
                (each.tag, each.src_start, each.src_end, each.dest_start, each.dest_end) for each in Indel.opcodes(a, b)
            ]
        yield from ((kind, i1 + head, i2 + head, j1 + head, j2 + head) for kind, i1, i2, j1, j2 in inner)
    if tail:
        yield ("equal", len(before) - tail, len(before), len(after) - tail, len(after))


def readable(codes: Sequence[Code], keys: Sequence[str]) -> list[Code]:
    """The same with neighbouring changes joined, also over a lone word or mark that happens to be in both: five words
    that became five others are read as that, not as ten little changes."""
    joined: list[Code] = []
    for place, code in enumerate(codes):
        kind, i1, i2, j1, j2 = code
        if kind == "equal" and 0 < place < len(codes) - 1 and _is_chance(codes, place, keys):
            kind = "replace"
        if kind != "equal" and joined and joined[-1][0] != "equal":
            _, first, _, begin, _ = joined[-1]
            joined[-1] = ("replace", first, i2, begin, j2)
        else:
            joined.append(("equal" if kind == "equal" else "replace", i1, i2, j1, j2))
    return joined


def _is_chance(codes: Sequence[Code], place: int, keys: Sequence[str]) -> bool:
    _, i1, i2, _, _ = codes[place]
    if sum(key[0].isalnum() for key in keys[i1:i2]) > 1:
        return False
    sides = [max(code[2] - code[1], code[4] - code[3]) for code in (codes[place - 1], codes[place + 1])]
    return min(sides) >= 2 and sum(sides) >= 5
