"""The documents inside one file: the document itself, the regulation it promulgates, its annexes.

Each has its own numbering, so each is a scope of its own, with its own end (`Nơi nhận` and signature stay outside).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.layout.attestation import find_attestation
from indexer.layout.closing import Closing, find_closings
from indexer.layout.lines import Line
from indexer.structure.attachments import NATIONAL, Head, find_heads, first_line
from indexer.structure.markers import Marker

# The gazette's own last page.
_COLOPHON = re.compile(r"VĂN PHÒNG CHÍNH PHỦ XUẤT BẢN\b.*", re.DOTALL)
_LEFTOVER = 120
"""Letters of text after a signature, and under no heading, that are worth a unit of their own."""


@dataclass(frozen=True)
class Scope:
    """`prefix` begins every path in it: "" for the document itself, `phuluc:I`, `kemtheo:quy-che`.

    `text[start:end]` is the whole, `title_end` where its heading ends, `body_end` where its closing begins. `label`
    and `heading` as in Provision.
    """

    prefix: str
    kind: str
    label: str
    heading: str
    start: int
    end: int
    body_end: int
    title_end: int


def find_scopes(
    text: str, lines: Sequence[Line], markers: Sequence[Marker], quoted: Callable[[int], bool]
) -> list[Scope]:
    """The scopes of a text in order; the first is always the document itself."""
    closings = find_closings(text, skip=quoted)
    heads = find_heads(text, lines, markers, quoted, closings)
    first_head = heads[0].start if heads else len(text)
    closing = _own_closing(closings, markers, first_head)
    main_end = first_head
    body_end = closing.start if closing else first_head
    attestation = find_attestation(text)
    if attestation is not None:
        body_end = min(body_end, attestation.start)
    if closing is not None and closing.end < first_head:
        gap = _COLOPHON.sub("", text[closing.end : first_head])
        if _letters(gap) >= _LEFTOVER and not (heads and NATIONAL.search(gap) and _letters(gap) < 400):
            start = closing.end + len(gap) - len(gap.lstrip())
            heads.insert(0, Head(start, "phuluc", "khong-so", "Phụ lục", first_line(gap), start))
            main_end = start
    scopes = [Scope("", "", "", "", 0, main_end, min(body_end, main_end), 0)]
    taken: dict[str, int] = {}
    for place, head in enumerate(heads):
        end = heads[place + 1].start if place + 1 < len(heads) else len(text)
        prefix = f"{head.kind}:{head.value}"
        taken[prefix] = taken.get(prefix, 0) + 1
        if taken[prefix] > 1:
            prefix = f"{prefix}~{taken[prefix]}"
        inner = None
        if head.kind == "kemtheo":
            inner = _own_closing(
                [c for c in closings if head.start < c.start < end],
                [m for m in markers if head.start < m.start < end],
                end,
            )
        stop = inner.start if inner else end
        scopes.append(
            Scope(prefix, head.kind, head.label, head.heading, head.start, end, stop, min(head.title_end, stop))
        )
    return scopes


def _own_closing(closings: Sequence[Closing], markers: Sequence[Marker], limit: int) -> Closing | None:
    """The first closing before `limit` after which the numbering of articles does not simply go on."""
    articles = [m for m in markers if m.kind == "dieu" and not m.quoted and m.firm]
    for closing in closings:
        if closing.start >= limit:
            break
        before = [m.key[0] for m in articles if m.start < closing.start]
        after = next((m.key[0] for m in articles if closing.end <= m.start < limit), 0)
        if before and after == before[-1] + 1 and after > 1:
            continue
        return closing
    return None


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)
