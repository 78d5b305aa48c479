"""Putting an answer together: the document chosen with what contradicts it, and the order of candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from archive.citations.model import Citation
from archive.differences import Doubt, differences
from archive.evidence import Evidence
from archive.records import Record
from archive.resolving.model import Resolution


def resolved(
    citation: Citation, chosen: Evidence, rival: Record | None = None, doubts: tuple[Doubt, ...] = ()
) -> Resolution:
    """The document chosen; `rival` is another one that the title cited belongs to, `doubts` come behind its own."""
    mismatches, own = differences(citation, chosen)
    candidates = (chosen.record, rival) if rival is not None and rival.id != chosen.record.id else ()
    return Resolution(citation, "resolved", chosen.record, candidates, mismatches, own + doubts)


def newest(records: Iterable[Record]) -> tuple[Record, ...]:
    """The newest first, whatever order they were held in."""
    return tuple(sorted(records, key=lambda record: (-(record.issued or date.min).toordinal(), record.id)))


def likeliest(weighed: Sequence[Evidence], citation: Citation) -> tuple[Record, ...]:
    """By what agrees, then by nearness of the title, then the newest first."""

    def order(each: Evidence) -> tuple[int, float, int, int]:
        agreeing = sum(bool(answer) for answer in (each.issued, each.term, each.year, each.issuer))
        score = each.title.score if citation.title and (citation.number or citation.seq) else 0.0
        return -agreeing, -score, -(each.record.issued or date.min).toordinal(), each.record.id

    return tuple(each.record for each in sorted(weighed, key=order))
