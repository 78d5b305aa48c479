"""What of a unit is embedded: its heading under its document's title, its opening, and windows over a long one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Record
from archive.stored import StoredUnit
from indexer.embedding.base import Embedder
from indexer.snippets import without_head

HEADING, OPENING, WINDOW = 0, 1, 2
"""Kinds of vectors."""
_TITLE_WORDS = 24


@dataclass(frozen=True)
class Passage:
    """A stretch of a unit to embed. `unit` as in `indexer.engine.base.Entry`; `place` its number among the windows."""

    unit: int
    kind: int
    place: int
    text: str

    @property
    def digest(self) -> bytes:
        """Eight bytes that tell whether the text is still the same."""
        return hashlib.blake2b(self.text.encode(), digest_size=8).digest()


def passages_of(record: Record, units: list[StoredUnit], embedder: Embedder) -> Iterator[Passage]:
    """Everything of one document that is embedded; of one without text, its title."""
    title = " ".join(record.title.split()[:_TITLE_WORDS])
    if not units:
        yield Passage(-record.id, HEADING, 0, f"{record.type} {record.number}: {record.title}".strip())
        return
    for unit in units:
        yield from unit_passages(unit.id, title, unit.heading, without_head(unit), embedder)


def unit_passages(unit: int, title: str, heading: str, body: str, embedder: Embedder) -> Iterator[Passage]:
    """Everything of one unit that is embedded. `body` is its text without label and heading."""
    heading = " ".join(heading.split())
    if heading:
        yield Passage(unit, HEADING, 0, f"{heading}\n{title}" if title else heading)
    opening, *windows = embedder.windows(body, heading)
    yield Passage(unit, OPENING, 0, opening)
    for place, text in enumerate(windows):
        yield Passage(unit, WINDOW, place, text)
