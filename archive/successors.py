"""What stands in place of a document that has ended, along the chain of replacements."""

from __future__ import annotations

from datetime import date

from archive.evidence import admissible
from archive.numbers import parse_number
from archive.records import Record
from archive.resolving import Holdings
from archive.validity import validity_at

_LONGEST_CHAIN = 8


def successors_of(record: Record, holdings: Holdings, on: date) -> tuple[Record, ...]:
    """What replaced a document and stands on the day `on`, along the chain of replacements; () where it is not held.

    From the relations of the archive and from what the record's source says. A doubtful replacement has no successor.
    """
    found: list[Record] = []
    open_ones, seen = [record], {record.id}
    for _ in range(_LONGEST_CHAIN):
        following = [new for each in open_ones for new in _replacing(each, holdings) if new.id not in seen]
        following = list({new.id: new for new in following}.values())
        if not following:
            break
        seen.update(each.id for each in following)
        open_ones = []
        for each in following:
            ended = validity_at(each, on).state == "expired"
            (open_ones if ended and (each.replaced_by or each.effects) else found).append(each)
    return tuple(found)


def _replacing(record: Record, holdings: Holdings) -> list[Record]:
    by_id = getattr(holdings, "by_id", None)
    acting: list[Record] = []
    for effect in record.effects:
        if effect.kind == "replaces" and not effect.paths and effect.certainty != "doubtful" and by_id is not None:
            new = by_id(effect.by)
            acting += [new] if new is not None else []
    for number in record.replaced_by:
        acting += _by_number(number, holdings)
    return acting


def _by_number(number: str, holdings: Holdings) -> list[Record]:
    """The one document a source names by number alone; none where several bear the number."""
    records = admissible(holdings.by_number(number)) if parse_number(number) else ()
    return list(records) if len(records) == 1 else []
