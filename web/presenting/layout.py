"""A document laid out for reading: its parts, its outline, and where each provision is found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.provisions import Provision
from web.presenting.body import HEADED, Block, blocks_of, part_with, parts_of

_WHOLE_OUTLINE = 160


@dataclass(frozen=True)
class OutlineEntry:
    """One heading of the outline; `depth` from 0, `part` the part of the page it stands in, from 0."""

    provision: Provision
    depth: int
    part: int


@dataclass(frozen=True)
class Layout:
    """A document's text cut for the screen. `places` gives each path's provision."""

    text: str
    parts: tuple[tuple[Block, ...], ...]
    outline: tuple[OutlineEntry, ...]
    places: dict[str, Provision]

    def part_of(self, path: str) -> int:
        """The part a provision begins in; the first where there is no such provision."""
        provision = self.places.get(path)
        return part_with(self.parts, provision.start) if provision is not None and self.parts else 0

    def outline_for(self, part: int) -> list[OutlineEntry]:
        """The outline as a page shows it: whole while it is short, else articles only of the part being read."""
        if len(self.outline) <= _WHOLE_OUTLINE:
            return list(self.outline)
        return [
            entry
            for entry in self.outline
            if entry.part == part or entry.provision.kind in ("phan", "chuong", "phuluc", "kemtheo", "mau")
        ]


def lay_out(text: str, provisions: Sequence[Provision]) -> Layout:
    """Cut a document's text into parts and draw its outline."""
    blocks = blocks_of(text, provisions)
    parts = tuple(tuple(part) for part in parts_of(blocks))
    outline: list[OutlineEntry] = []
    above: list[Provision] = []
    for provision in sorted(provisions, key=lambda p: (p.start, -p.end)):
        if (provision.kind not in HEADED and not (provision.kind == "so" and provision.heading)) or provision.quoted:
            continue
        while above and above[-1].end <= provision.start:
            above.pop()
        outline.append(OutlineEntry(provision, len(above), part_with(parts, provision.start)))
        above.append(provision)
    return Layout(text, parts, tuple(outline), {p.path: p for p in provisions})
