"""Validity as intervals that cover all of time, and the one that a day falls into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from archive.records import Record
from archive.validity.bearing import Bearing, bearing_of
from archive.validity.deciding import decide
from archive.validity.ending import FALLS_WITH_GUIDED
from archive.validity.model import Answer, Interval, Validity
from archive.validity.particular import CITABLE_SINCE, CONTINUES_SINCE, ended_body, is_consolidated
from archive.validity.wording import ground_of, said_by


def validity_at(record: Record, on: date, path: str = "") -> Validity:
    """The state of `record`, or of its provision `path`, on the day `on`: exactly one.

    `unknown` wherever neither the record nor what other documents do to it says more.
    """
    bearing = bearing_of(record, path)
    answer = decide(bearing, on)
    source_vi, source_en = said_by(record, answer)
    source, as_of = ground_of(record, answer)
    return Validity(
        state=answer.state,
        on=on,
        as_of=as_of,
        source=source,
        certainty=answer.certainty,
        evidence_vi=f"{answer.vi}{source_vi}.",
        evidence_en=f"{answer.en}{source_en}.",
        until=_until(bearing),
        by=answer.by,
        path=path,
        paths=answer.paths,
        effects=answer.effects,
        changes=answer.changes,
        ends=answer.ends,
    )


def timeline(record: Record, path: str = "") -> tuple[Interval, ...]:
    """The states of `record`, or of its provision, from the first (start None) to the last (end None).

    No gap, no overlap; neighbours differ in state, certainty or ground. Each agrees with `validity_at` on all its days.
    """
    bearing = bearing_of(record, path)
    found: list[Interval] = []
    last = _interval(record, decide(bearing, date.min))
    for day in sorted(set(_edges(bearing)) - {date.min}):
        following = _interval(record, decide(bearing, day))
        if following != replace(last, start=None):
            found.append(replace(last, end=day))
            last = replace(following, start=day)
    return (*found, last)


def _until(bearing: Bearing) -> date | None:
    """The first day without force, where known and not contradicted: of the provision, or of the whole before that."""
    whole = bearing.ending.settled if bearing.ending is not None else bearing.record.expired
    if bearing.own is None:
        return whole
    own = bearing.own_ending.settled if bearing.own_ending is not None else bearing.own.expired
    return min((day for day in (whole, own) if day is not None), default=None)


def _interval(record: Record, answer: Answer) -> Interval:
    source_vi, source_en = said_by(record, answer)
    return Interval(
        state=answer.state,
        start=None,
        end=None,
        certainty=answer.certainty,
        evidence_vi=f"{answer.vi}{source_vi}.",
        evidence_en=f"{answer.en}{source_en}.",
        by=answer.by,
        paths=answer.paths,
        effects=answer.effects,
        changes=answer.changes,
    )


def _edges(bearing: Bearing) -> Iterator[date]:
    """Every day on which the answer may change."""
    for day in _days(bearing):
        if day is not None:
            yield day


def _days(bearing: Bearing) -> Iterator[date | None]:
    record = bearing.record
    yield from (record.issued, record.effective, record.expired, record.as_of)
    if record.as_of is not None and record.as_of < date.max:
        yield record.as_of + timedelta(1)
    if bearing.own is not None:
        yield bearing.own.expired
    for effect in record.effects:
        yield from (effect.by_issued, effect.start, effect.until)
    for part in record.parts:
        yield from (part.effective, part.expired)
    if record.effects:
        yield from (CONTINUES_SINCE, FALLS_WITH_GUIDED)
    if is_consolidated(record):
        yield CITABLE_SINCE
    body = ended_body(record)
    if body is not None:
        yield body.to
