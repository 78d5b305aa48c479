"""Tying the mentions of one text together: what points back (`Nghị định trên`) and defined short forms, to the
citation they stand for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from archive.citations.anaphora import antecedents, identity
from archive.citations.definitions import Definition, owner_of
from archive.citations.pinpoints import attachment_path
from archive.citations.relative import kin
from archive.citations.surroundings import Reading
from archive.document_types import type_named
from archive.folding import squeeze

# How far before its definition a citation may end, and how many are looked at.
_NEAR = 240
_MOST_NEAR = 24


def tied(readings: list[Reading], definitions: list[Definition], text: str) -> list[Reading]:
    """`readings` with their antecedents; mentions that turned out to mean no document are left out."""
    owners = _owners(readings, definitions, text)
    cited = antecedents(text, readings)
    kept = []
    for reading in readings:
        kind = reading.mark.kind
        if kind == "defined":
            if not _tie_defined(reading, owners):
                continue
        elif kind == "anaphora":
            meant, count = cited.of(reading.mark.start, reading.mark.type)
            if meant is not None:
                reading.antecedent = meant
                reading.mark.type = reading.mark.type or meant.mark.type
            elif "weak" in reading.mark.flags and count < 2:
                continue
            else:
                reading.mark.flags.append("anaphora_open")
        elif owners and kind in ("number", "law", "short"):
            _tie_repeated(reading, owners, text)
        kept.append(reading)
    return kept


@dataclass(frozen=True)
class _Owner:
    """A document that a short form was given to, from `start` on; `sure` False where it was given to others as well."""

    start: int
    reading: Reading
    sure: bool


def _owners(readings: list[Reading], definitions: list[Definition], text: str) -> dict[str, list[_Owner]]:
    """By short form: where it is defined, and for which citation."""
    owners: dict[str, list[_Owner]] = {}
    by_end = sorted(readings, key=lambda r: (r.end, -r.start))
    ends = [reading.end for reading in by_end]
    for definition in definitions:
        first = bisect_left(ends, definition.start - _NEAR)
        last = bisect_right(ends, definition.start)
        owner = owner_of(definition, by_end[max(first, last - _MOST_NEAR) : last], text)
        if owner is None:
            continue
        before = owners.setdefault(definition.term, [])
        sure = not before or (before[-1].sure and identity(before[-1].reading) == identity(owner))
        before.append(_Owner(definition.end, owner, sure))
    return owners


def _meant(term: str, position: int, owners: dict[str, list[_Owner]]) -> tuple[Reading | None, int]:
    given = owners.get(term, [])
    count = bisect_right(given, position, key=lambda owner: owner.start)
    if not count:
        return None, 0
    return (given[count - 1].reading if given[count - 1].sure else None), count


def _tie_defined(reading: Reading, owners: dict[str, list[_Owner]]) -> bool:
    meant, count = _meant(reading.mark.spelled, reading.mark.start, owners)
    if not count:
        return False
    reading.antecedent = meant
    if meant is None:
        reading.mark.flags.append("anaphora_open")
    else:
        reading.mark.type = meant.mark.type
        _into_attachment(reading)
    return True


def _into_attachment(reading: Reading) -> None:
    """`Điều 5 Quy chế`, the regulation being what a decision issues: the article is one of the attachment."""
    words = " ".join(reading.mark.spelled.split()[:2])
    prefix = attachment_path(words)
    if reading.pinpoint and prefix and kin(type_named(words) or "") != kin(reading.mark.type):
        reading.pinpoint = "|".join(f"{prefix}/{path}" for path in reading.pinpoint.split("|"))


def _tie_repeated(reading: Reading, owners: dict[str, list[_Owner]], text: str) -> None:
    """A citation that is a defined short form to the letter, and adds no fact that contradicts it."""
    mark = reading.mark
    printed = squeeze(text[mark.start : mark.end])
    whole = squeeze(text[mark.start : reading.end])
    dated = reading.issued is not None or (reading.year and not mark.number)
    if whole in owners:
        printed = whole
    elif printed not in owners or dated:
        return
    meant, _ = _meant(printed, mark.start, owners)
    if meant is None or meant is reading:
        return
    if mark.number and meant.mark.number and mark.number != meant.mark.number:
        return
    reading.antecedent = meant
    mark.flags.append("defined")
