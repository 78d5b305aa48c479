"""How far what is in a register has been dealt with: báo cáo tình hình giải quyết văn bản đến, văn bản đi.

Drawn from what Nghị định 30/2020/NĐ-CP, Phụ lục VI, keeps of an entry: whom it went to, its deadline, its state of
handling and the steps that led there. What nobody wrote down stays unsaid and is counted as that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from archive.register_entries import ENDED, IN, REGISTERED, Entry

NOBODY = ""
"""The name of those entries that say nobody deals with them."""


@dataclass(frozen=True)
class Tally:
    """Entries of one name. `total` = `done` + `none` + `going` + `unsaid`; `late` of the done, `overdue` of
    the rest."""

    name: str
    total: int
    done: int
    late: int
    none: int
    going: int
    unsaid: int
    overdue: int


@dataclass(frozen=True)
class Report:
    """What became of the entries of a register: in all, by who deals with them, by type; `entries` in their order,
    `waiting` those not dealt with, the earliest deadline first, those without one last."""

    on: date
    whole: Tally
    handled: tuple[Tally, ...]
    types: tuple[tuple[str, int], ...]
    entries: tuple[Entry, ...]
    waiting: tuple[Entry, ...]


def report(entries: Iterable[Entry], direction: str, on: date) -> Report:
    """The report of a day on entries of a register; numbers reserved, cancelled or masked are no documents."""
    counted = tuple(each for each in entries if each.state == REGISTERED)
    by: dict[str, list[Entry]] = {}
    for each in counted:
        by.setdefault(dealing_with(each, direction), []).append(each)
    handled = sorted((_tally(name, those, on) for name, those in by.items()), key=lambda one: (-one.total, one.name))
    waiting = [each for each in counted if each.facts.progress not in ENDED and _is_to_be_dealt_with(each, direction)]
    return Report(
        on=on,
        whole=_tally("", counted, on),
        handled=tuple(handled),
        types=tuple(sorted(Counter(each.facts.type for each in counted).items(), key=lambda one: (-one[1], one[0]))),
        entries=counted,
        waiting=tuple(sorted(waiting, key=lambda each: (each.facts.due or date.max, each.number, each.suffix))),
    )


def dealing_with(entry: Entry, direction: str) -> str:
    """Who deals with an entry: the person named, else the unit it went to (incoming) or that keeps its copy."""
    facts = entry.facts
    unit = facts.recipients if direction == IN else facts.kept_by
    return facts.handler or next(iter(unit.splitlines()), NOBODY)


def done_on(entry: Entry) -> date | None:
    """The day on which somebody wrote that it is dealt with; None where it is not, or was entered as that at once."""
    if entry.facts.progress != "done":
        return None
    for step in reversed(entry.trace[1:]):
        if step.get("to", {}).get("progress") == "done":
            return datetime.fromisoformat(step["at"]).replace(tzinfo=UTC).astimezone().date()
    return None


def _is_to_be_dealt_with(entry: Entry, direction: str) -> bool:
    """An outgoing document waits for nothing unless it says so."""
    return direction == IN or bool(entry.facts.progress) or entry.facts.due is not None


def _tally(name: str, entries: Sequence[Entry], on: date) -> Tally:
    states = Counter(each.facts.progress for each in entries)
    return Tally(
        name=name,
        total=len(entries),
        done=states["done"],
        late=sum(_is_late(each) for each in entries),
        none=states["none"],
        going=states["new"] + states["working"],
        unsaid=states[""],
        overdue=sum(each.overdue(on) for each in entries),
    )


def _is_late(entry: Entry) -> bool:
    done, due = done_on(entry), entry.facts.due
    return done is not None and due is not None and done > due
