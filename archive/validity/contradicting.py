"""Two documents that are each said to have ended the other: one of the two statements is wrong."""

from __future__ import annotations

from archive.records import Record
from archive.relations.model import ENDING


def contradictory(a: Record, b: Record) -> bool:
    """Whether the effects on `a` say that `b` ended it wholly, and those on `b` that `a` did.

    Where both days of issue are known, `validity_at` sees by itself that an older document ends no younger one. Where
    they are not, neither statement may stand alone: whoever holds both records shows both, and asks.
    """
    return _ended_by(a, b) and _ended_by(b, a)


def _ended_by(record: Record, by: Record) -> bool:
    return by.id != 0 and any(
        effect.kind in ENDING and not effect.paths and effect.by == by.id for effect in record.effects
    )
