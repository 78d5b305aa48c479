"""What bears on the validity of a document or one of its provisions: its facts, and the effects by what they do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from archive.effects import Effect, PartDays
from archive.records import Record
from archive.relations.model import KINDS
from archive.validity.ending import Ending, find_ending
from archive.validity.paths import relation

_PARTY_NUMBER = re.compile(r"^\d[\d.]*[A-Za-zĐđ]?\s*-\s*[A-Za-zĐđ]{2,4}i?\s*/")


@dataclass(frozen=True)
class Bearing:
    """`record` with the days of what is asked for; `path` "" is the whole document.

    `ending` is the end of the whole document, `own_ending` that of the provision by itself, for which `own` stands as
    a record. `suspending` and `own_suspending` pause it wholly; `changing` gives it a new text; `partial` acts on parts
    of it, and `parts` are those parts' own days. `falling`: what it guides fell.
    """

    record: Record
    path: str = ""
    ending: Ending | None = None
    own: Record | None = None
    own_ending: Ending | None = None
    suspending: tuple[Effect, ...] = ()
    own_suspending: tuple[Effect, ...] = ()
    changing: tuple[Effect, ...] = ()
    partial: tuple[Effect, ...] = ()
    parts: tuple[PartDays, ...] = ()
    falling: tuple[Effect, ...] = ()


def bearing_of(record: Record, path: str = "") -> Bearing:
    """Sort what is known of `record`; with a path, of that provision."""
    if not record.effects and not record.parts:
        return Bearing(record, path)
    ends, suspends, changes, partial, falls = [], [], [], [], []
    for effect in record.effects:
        does = KINDS[effect.kind].effect if effect.kind in KINDS else ""
        if does == "falls":
            if not is_party(record):
                falls.append(effect)
        elif effect.paths or does in ("expires_part", "suspends_part"):
            partial.append(effect)
        elif does == "expires":
            ends.append(effect)
        elif does == "suspends":
            suspends.append(effect)
        elif does == "changes":
            changes.append(effect)
    whole = Bearing(
        record,
        ending=find_ending(record, ends, falls),
        suspending=tuple(suspends),
        changing=tuple(changes),
        partial=tuple(each for each in partial if each.kind in KINDS and KINDS[each.kind].effect),
        parts=record.parts,
        falling=tuple(falls),
    )
    return _provision(whole, path) if path else whole


def is_party(record: Record) -> bool:
    """A document of the Party: outside the rules of normative documents (`domain/facts.md` section 3)."""
    return _PARTY_NUMBER.match(record.number) is not None


def _provision(whole: Bearing, path: str) -> Bearing:
    ends: list[Effect] = []
    suspends: list[Effect] = []
    changes = list(whole.changing)
    partial: list[Effect] = []
    for effect in whole.partial:
        kind = KINDS[effect.kind].effect
        touched, paths = _touched(effect, path)
        if not touched:
            continue
        if touched == "within":
            partial.append(replace(effect, paths=paths))
            continue
        if touched == "maybe":
            effect = replace(effect, certainty="doubtful")
        if kind == "changes":
            changes.append(effect)
        elif kind in ("suspends", "suspends_part"):
            suspends.append(effect)
        else:
            ends.append(effect)
    days = sorted(
        (each for each in whole.parts if relation(each.path, path) == "covers"), key=lambda each: len(each.path)
    )
    record, expired = _own_days(whole.record, days)
    # What the source says of the whole document (a status, a successor) is not said of the provision.
    own = replace(whole.record, effective=record.effective, expired=expired, status="", replaced_by=())
    return replace(
        whole,
        record=record,
        path=path,
        own=own,
        own_ending=find_ending(own, ends),
        own_suspending=tuple(suspends),
        changing=tuple(changes),
        partial=tuple(partial),
        parts=tuple(each for each in whole.parts if relation(each.path, path) == "within"),
    )


def _own_days(record: Record, days: Iterable[PartDays]) -> tuple[Record, date | None]:
    """The record with the provision's own first day (the nearest statement decides), and its own end."""
    effective, expired = record.effective, None
    by_path: dict[str, list[PartDays]] = {}
    for each in days:
        by_path.setdefault(each.path, []).append(each)
    for same in by_path.values():
        firsts = [each.effective for each in same if each.effective is not None]
        ends = [each.expired for each in same if each.expired is not None]
        # Two statements about one provision: in force only where both say so.
        effective = max(firsts) if firsts else effective
        expired = min([*ends, expired] if expired is not None else ends, default=None)
    return (record if effective == record.effective else replace(record, effective=effective)), expired


def _touched(effect: Effect, asked: str) -> tuple[str, tuple[str, ...]]:
    """The closest of its paths' relations, and the paths that have it. Without paths any provision may be meant."""
    if not effect.paths:
        return "maybe", ()
    found: dict[str, list[str]] = {}
    for path in effect.paths:
        found.setdefault(relation(path, asked), []).append(path)
    for closest in ("covers", "within", "maybe"):
        if closest in found:
            return closest, tuple(found[closest])
    return "", ()
