"""Resolution: what a citation was tied to."""

from __future__ import annotations

from dataclasses import dataclass

from archive.citations.model import Citation
from archive.doubts import Doubt
from archive.mismatches import FieldMismatch
from archive.records import Record


@dataclass(frozen=True)
class Resolution:
    """What a citation was tied to.

    `status`: resolved (`record` is the document; `mismatches` say in what the citation contradicts it), ambiguous
    (`candidates`, likeliest first; empty where the citation is too short to look anything up), not_held (`candidates`
    may hold near ones, none of which is meant). `doubts` say what in our own records keeps the answer from
    being certain.
    """

    citation: Citation
    status: str
    record: Record | None = None
    candidates: tuple[Record, ...] = ()
    mismatches: tuple[FieldMismatch, ...] = ()
    doubts: tuple[Doubt, ...] = ()
