"""Values of validity at a date: states, intervals, answers, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.effects import Effect

STATE_NAMES: dict[str, tuple[str, str]] = {
    "not_yet": ("chưa có hiệu lực", "not yet in force"),
    "in_force": ("còn hiệu lực", "in force"),
    "partly_expired": ("hết hiệu lực một phần", "partly expired"),
    "suspended": ("ngưng hiệu lực", "suspended"),
    "expired": ("hết hiệu lực", "expired"),
    "unknown": ("chưa xác định hiệu lực", "validity not known"),
}
"""State → its name in Vietnamese (as vbpl.vn has it) and English."""

CERTAINTY = ("sure", "likely", "doubtful")
"""How sure an answer is, the best first."""

OPEN = ("in_force", "partly_expired", "suspended", "unknown")
"""States in which the document is issued, may have been in force, and is not known to be over."""


@dataclass(frozen=True)
class Validity:
    """`state` of a document or provision on the day `on` (a key of STATE_NAMES).

    `as_of`, `source`: whose statement it rests on and of which day; `certainty` sure, likely or doubtful;
    `evidence_vi`, `evidence_en` say what is known, in a sentence each; `until` the first day without
    force, where known and not contradicted; `by` names what ended, changed or suspended it, as the source gives it.
    `path` is the provision that was asked for, "" the whole document. `paths`: in `partly_expired` the provisions that
    fell away, are suspended or have a new text; in `in_force` those that are not yet in force; in `not_yet` those that
    are already. `effects`: the acts of other documents that bear on the answer; `changes`: those of them that gave
    a new text; `ends`: the first day on which this state no longer holds, where known.
    """

    state: str
    on: date
    as_of: date | None
    source: str
    certainty: str
    evidence_vi: str
    evidence_en: str
    until: date | None = None
    by: tuple[str, ...] = ()
    path: str = ""
    paths: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    changes: tuple[Effect, ...] = ()
    ends: date | None = None


@dataclass(frozen=True)
class Interval:
    """A state that holds from `start` (None: ever since) until before `end` (None: on and on), with its ground.

    The other fields are those of `Validity` on any of its days.
    """

    state: str
    start: date | None
    end: date | None
    certainty: str
    evidence_vi: str
    evidence_en: str
    by: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    changes: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A state with its ground, before it is said of a day. `vi`, `en` are clauses without a full stop.

    `source`, `as_of` are those of the ground where it is not the record's own source, else "" and None.
    """

    state: str
    vi: str
    en: str
    certainty: str
    source: str = ""
    as_of: date | None = None
    by: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    changes: tuple[Effect, ...] = ()
    ends: date | None = None


def worst(*certainties: str) -> str:
    """The least sure of them; facts that nobody confirmed are worth no more than doubtful ones; none known: likely."""
    found = -1
    for each in certainties:
        rank = _RANK.get(each, -1)
        if rank > found:
            found = rank
    return CERTAINTY[found] if found >= 0 else "likely"


def best(*certainties: str) -> str:
    """The surest of them: two grounds that agree are as good as the better one."""
    return CERTAINTY[min((_RANK.get(each, 1) for each in certainties), default=1)]


_RANK = {"sure": 0, "likely": 1, "doubtful": 2, "unconfirmed": 2}
