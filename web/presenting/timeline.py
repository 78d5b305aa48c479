"""Validity through time as a list: each stretch of days with its state, what it rests on, and which one is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from archive.dates import format_short
from archive.records import Record
from archive.validity import STATE_NAMES, Interval, timeline
from web.languages import pick
from web.presenting.badges import Badge, certainty_text, state_look


@dataclass(frozen=True)
class Stretch:
    """One interval of a timeline. `days` in words; `now` whether the day asked for is in it.

    `acts` are the documents of the archive that the evidence speaks of: name and id; `start` its first day.
    """

    badge: Badge
    days: str
    now: bool
    evidence: str
    acts: tuple[tuple[str, int], ...]
    start: date | None = None


def stretches(record: Record, on: date) -> list[Stretch]:
    """The whole timeline of a document, the earliest first."""
    return [_stretch(each, on) for each in timeline(record)]


def telling(found: Sequence[Stretch]) -> bool:
    """True where a timeline says more than that nothing is known."""
    return len(found) > 1 or any(each.badge.icon != "question" for each in found)


def _stretch(interval: Interval, on: date) -> Stretch:
    now = (interval.start is None or interval.start <= on) and (interval.end is None or on < interval.end)
    tone, icon = state_look(interval.state)
    name = pick(*STATE_NAMES[interval.state])
    label = name[:1].upper() + name[1:]
    if interval.state != "unknown" and interval.certainty != "sure":
        label = f"{label} · {certainty_text(interval.certainty)}"
        tone = tone if interval.certainty == "likely" else "warn"
    acting = {effect.by_named: effect.by for effect in interval.effects if effect.by}
    return Stretch(
        badge=Badge(tone, icon, label),
        days=_days(interval.start, interval.end),
        now=now,
        evidence=pick(interval.evidence_vi, interval.evidence_en),
        acts=tuple(acting.items())[:8],
        start=interval.start,
    )


def _days(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return str(_("Mọi thời điểm"))
    if start is None:
        return _("Trước %(end)s", end=format_short(end)) if end else ""
    if end is None:
        return str(_("Từ %(start)s", start=format_short(start)))
    return str(_("Từ %(start)s đến trước %(end)s", start=format_short(start), end=format_short(end)))
