"""What became of a document or provision since it was cited: replaced, repealed, suspended, amended, corrected.

A citation is tied to a document and to provisions of it. What no longer stands is always told; what was changed is told
where that was not known yet when the citation was made (`known`), so that nobody is warned of the amendment he cites.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from archive.checking.model import Corresponding
from archive.checking.provisions import ending_effect, expanded
from archive.checking.succeeding import acting_document, corresponding, successors, was_replaced
from archive.dates import format_english, format_short
from archive.effects import Effect
from archive.messages import named
from archive.pinpoint_wording import pinpoint_wording
from archive.records import Record
from archive.relations.model import ENDING
from archive.resolving import Holdings
from archive.validity import Validity, validity_at
from archive.wording import short_citation

TURNS: dict[str, tuple[str, str]] = {
    "replaced": ("đã bị thay thế", "replaced"),
    "repealed": ("đã bị bãi bỏ", "repealed"),
    "expired": ("đã hết hiệu lực", "no longer in force"),
    "suspended": ("đang bị đình chỉ, tạm ngưng", "suspended"),
    "amended": ("đã được sửa đổi, bổ sung", "amended"),
    "corrected": ("đã được đính chính", "corrected"),
}
"""What may have become of it, the gravest first → its name in Vietnamese and English."""

_OF_KIND = {
    "replaces": "replaced",
    "repeals": "repealed",
    "repeals_part": "repealed",
    "suspends": "suspended",
    "suspends_part": "suspended",
    "pauses": "suspended",
    "amends": "amended",
    "supplements": "amended",
    "corrects": "corrected",
}
_ORDER = tuple(TURNS)
GONE = frozenset({"replaced", "repealed", "expired", "suspended"})
"""After these the citation no longer holds; after the others its words may be other ones."""


@dataclass(frozen=True)
class Turn:
    """What became of a cited `record` (of its provisions `path`, "" the whole) by the day asked for.

    `kind` is a key of TURNS. `ahead`: it is known and comes only after that day. `since` its first day, None unknown.
    `by` names what did it, `actor` is that document where it is held. `successors` and `corresponding` as in a finding.
    `effects` are the acts that are told, by which it can be said to have been seen (`keys`).
    """

    record: Record
    path: str
    kind: str
    validity: Validity
    since: date | None = None
    ahead: bool = False
    by: str = ""
    actor: Record | None = None
    successors: tuple[Record, ...] = ()
    corresponding: tuple[Corresponding, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def gone(self) -> bool:
        """The citation does not hold on the day."""
        return self.kind in GONE and not self.ahead

    @property
    def vi(self) -> str:
        """A sentence that says it."""
        what = short_citation(self.record, self.path)
        state = TURNS[self.kind][0].replace("đã ", "sẽ ", 1) if self.ahead else TURNS[self.kind][0]
        state = state.replace("đang ", "sẽ ", 1) if self.ahead else state
        since = f" từ ngày {format_short(self.since)}" if self.since else ""
        return f"{what[:1].upper()}{what[1:]} {state}{since}{f' ({self.by})' if self.by else ''}."

    @property
    def en(self) -> str:
        """The same in English."""
        what = short_citation(self.record, self.path)
        verb = "will be" if self.ahead else "is"
        since = f" from {format_english(self.since)}" if self.since else ""
        return f"{what} {verb} {TURNS[self.kind][1]}{since}{f' ({self.by})' if self.by else ''}."


def key_of(effect: Effect) -> str:
    """What one act is known by: the same as long as the same document does the same to the same provisions."""
    return f"{effect.kind}:{effect.by or effect.by_named}:{'|'.join(effect.paths)}"


def keys(record: Record, corrections: Sequence[Effect] = (), before: date | None = None) -> frozenset[str]:
    """The acts on a record that are known now, or were by a day (issued no later)."""
    return frozenset(
        key_of(each)
        for each in (*record.effects, *corrections)
        if before is None or each.by_issued is None or each.by_issued <= before
    )


def turned(
    record: Record,
    path: str,
    holdings: Holdings,
    on: date,
    known: Collection[str] = frozenset(),
    corrections: Sequence[Effect] = (),
) -> Turn | None:
    """What there is to tell of a citation on the day `on`; None where it stands as it was cited.

    `known` are acts that need not be told (`key_of`), `corrections` those that only mend the print of the document.
    """
    paths = expanded(path)
    whole = validity_at(record, on)
    states = [whole] if whole.state == "expired" or not paths else [validity_at(record, on, each) for each in paths]
    ended = next((each for each in states if each.state == "expired"), None)
    if ended is not None:
        return _ended(record, path, ended, holdings, on)
    paused = next((each for each in states if each.state == "suspended"), None)
    if paused is not None:
        cause = next((each for each in reversed(paused.effects) if _OF_KIND.get(each.kind) == "suspended"), None)
        return _told(record, path, "suspended", paused, cause, holdings, on)
    fresh = [
        each
        for each in (*record.effects, *corrections)
        if each.kind in _OF_KIND
        and key_of(each) not in known
        and (each.confirmed or each.certainty != "doubtful")
        and _bears_on(each, paths)
    ]
    if not fresh:
        return None
    gravest = min(fresh, key=lambda each: (_ORDER.index(_kind_of(each, paths)), each.start or date.max))
    made = _told(record, path, _kind_of(gravest, paths), states[0], gravest, holdings, on)
    if made.kind in GONE and not made.ahead:
        return None  # by its own days it stands all the same: what the record says of them counts
    later = successors(record, holdings, gravest.start) if gravest.kind in ENDING and gravest.start else ()
    return _with(made, effects=tuple(fresh), successors=later)


def _kind_of(effect: Effect, paths: Sequence[str]) -> str:
    """A part taken out of what is cited as a whole is a change of it."""
    kind = _OF_KIND[effect.kind]
    covered = not effect.paths or any(_within(path, effect.paths) for path in paths)
    return kind if covered or kind not in GONE else "amended"


def _bears_on(effect: Effect, paths: Sequence[str]) -> bool:
    if not effect.paths or not paths:
        return True
    return any(_within(path, effect.paths) or any(_within(each, (path,)) for each in effect.paths) for path in paths)


def _within(path: str, above: Collection[str]) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in above)


def _ended(record: Record, path: str, state: Validity, holdings: Holdings, on: date) -> Turn:
    cause: Effect | None = None
    if state.path:
        cause = ending_effect(record, state.path, on)
        kind = _OF_KIND.get(cause.kind, "expired") if cause else "expired"
    else:
        whole = [each for each in record.effects if each.kind in ENDING and not each.paths]
        cause = max(whole, key=lambda each: (each.start or date.min, each.by), default=None)
        kind = "replaced" if was_replaced(record, on) else "repealed" if cause is not None else "expired"
    return _told(record, path, kind, state, cause, holdings, on)


def _told(
    record: Record, path: str, kind: str, state: Validity, cause: Effect | None, holdings: Holdings, on: date
) -> Turn:
    actor = acting_document(cause, holdings) if cause is not None else None
    by = named(actor) if actor is not None else cause.by_named if cause is not None else "; ".join(state.by)
    later = successors(record, holdings, on) if kind == "replaced" and not state.path else ()
    if state.path and actor is not None and cause is not None and cause.kind == "replaces":
        later = (actor,)
    same = corresponding(record, path, later[0], holdings) if path and len(later) == 1 else ()
    since = cause.start if cause is not None else state.until
    return Turn(
        record,
        path,
        kind,
        state,
        since,
        since is not None and since > on,
        by,
        actor,
        later,
        same,
        (cause,) if cause is not None else (),
    )


def _with(turn: Turn, *, effects: tuple[Effect, ...], successors: tuple[Record, ...]) -> Turn:
    return Turn(
        turn.record, turn.path, turn.kind, turn.validity, turn.since, turn.ahead, turn.by, turn.actor,
        turn.successors or successors, turn.corresponding, effects,
    )  # fmt: skip


def place_worded(turn: Turn) -> str:
    """The provision cited in words, "" the whole document."""
    return pinpoint_wording(turn.path)
