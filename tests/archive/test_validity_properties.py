"""What holds of validity whatever is known: one state a day, no gap, no `in_force` for want of knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.effects import Effect
from archive.records import Record
from archive.validity import STATE_NAMES, Interval, timeline, validity_at
from archive.validity.particular import is_consolidated
from archive.validity.stated import stated
from tests.archive.validity_records import ASKED, BARE, DAYS, EFFECTS, PLAIN, RECORDS, edges

pytestmark = pytest.mark.slow


RANK = ["sure", "likely", "doubtful"]
DEFINITE = {"in_force", "partly_expired"}


def around(days: list[date]) -> list[date]:
    """Each day with the one before and the one after, inside the calendar."""
    found = set(days)
    found |= {day - timedelta(1) for day in days if day > date.min}
    found |= {day + timedelta(1) for day in days if day < date.max}
    return sorted(found)


def interval_on(line: tuple[Interval, ...], on: date) -> Interval:
    hits = [each for each in line if (each.start or date.min) <= on and (each.end is None or on < each.end)]
    assert len(hits) == 1
    return hits[0]


@given(RECORDS, ASKED)
def test_the_line_covers_all_of_time(held: Record, path: str) -> None:
    line = timeline(held, path)
    assert line[0].start is None
    assert line[-1].end is None
    for one, following in pairwise(line):
        assert one.end is not None
        assert one.end == following.start
        assert (one.start or date.min) < one.end
        assert replace(one, start=None, end=None) != replace(following, start=None, end=None)


@given(RECORDS, ASKED, st.lists(DAYS, max_size=4))
def test_every_day_has_the_one_state_of_its_interval(held: Record, path: str, days: list[date]) -> None:
    line = timeline(held, path)
    for on in around([*days, *edges(held), *(each.start for each in line if each.start)]):
        found, said = validity_at(held, on, path), interval_on(line, on)
        assert found.state in STATE_NAMES
        assert found.certainty in RANK
        assert found.evidence_vi.endswith(".")
        assert found.evidence_en.endswith(".")
        for name in ("state", "certainty", "evidence_vi", "evidence_en", "by", "paths", "effects", "changes"):
            assert getattr(found, name) == getattr(said, name), (name, on)


@given(PLAIN, DAYS)
def test_without_effects_the_record_alone_speaks(held: Record, on: date) -> None:
    found, alone = validity_at(held, on), stated(held, on, held.expired)
    if is_consolidated(held):
        assert found.state in {alone.state, "unknown"}
        return
    assert (found.state, found.certainty, found.by) == (alone.state, alone.certainty, alone.by)
    assert found.evidence_vi.startswith(alone.vi)


@given(RECORDS, DAYS, ASKED)
def test_nothing_is_in_force_for_want_of_knowledge(held: Record, on: date, path: str) -> None:
    if validity_at(held, on, path).state not in DEFINITE:
        return
    assert held.issued is None or on >= held.issued
    assert held.expired is None or on < held.expired
    first_days = [held.effective, *(each.effective for each in held.parts)] if path else [held.effective]
    dated = held.as_of is not None and on >= held.as_of
    assert dated or any(day is not None and on >= day for day in first_days)
    said = held.status in {"CHL", "HHL1P", "CCHL"} and held.as_of is not None
    ends = [each.start for each in held.effects if each.kind in {"replaces", "repeals"} and not each.paths]
    assert said or held.expired is not None or any(end is not None for end in ends)


@given(RECORDS, DAYS, ASKED)
def test_an_end_however_doubtful_lets_in_force_stand_no_longer(held: Record, on: date, path: str) -> None:
    if validity_at(held, on, path).state not in DEFINITE:
        return
    for each in held.effects:
        if each.kind not in {"replaces", "repeals"} or each.paths:
            continue
        if each.start is not None:
            assert on < each.start
        elif each.by_issued is not None:
            assert on < each.by_issued
        else:
            assert held.as_of is not None
            assert on <= held.as_of


@given(RECORDS, st.sampled_from(["replaces", "repeals"]), DAYS, ASKED)
def test_an_unknown_day_never_yields_in_force(held: Record, kind: str, on: date, path: str) -> None:
    """With an end of unknown day and nothing else to go by, no day is in force."""
    undated = Effect(kind, 1, "Nghị định 50/2022/NĐ-CP")
    bare = replace(held, as_of=None, effects=(*held.effects, undated))
    assert validity_at(bare, on, path).state not in DEFINITE
    nothing = replace(bare, effective=None, expired=None, status="", parts=(), effects=held.effects)
    assert validity_at(nothing, on, path).state not in DEFINITE


@given(RECORDS, DAYS, ASKED, st.integers(0, 3), st.sampled_from(["likely", "doubtful"]))
def test_more_doubt_in_an_act_never_makes_it_surer(held: Record, on: date, path: str, which: int, worse: str) -> None:
    if which >= len(held.effects) or RANK.index(worse) <= RANK.index(held.effects[which].certainty):
        return
    effects = list(held.effects)
    effects[which] = replace(effects[which], certainty=worse)
    before, after = validity_at(held, on, path), validity_at(replace(held, effects=tuple(effects)), on, path)
    if before.state == "unknown":
        assert after.state == "unknown"
    if after.state != "unknown" or before.state == "unknown":
        assert RANK.index(after.certainty) >= RANK.index(before.certainty)
    if before.state == "expired":
        assert after.state in {"expired", "unknown"}


@given(RECORDS, DAYS, ASKED, st.sampled_from(["certainty", "status_certainty"]), st.sampled_from(RANK))
def test_more_doubt_in_the_record_never_makes_it_surer(
    held: Record, on: date, path: str, field: str, worse: str
) -> None:
    if getattr(held, field) not in RANK or RANK.index(worse) < RANK.index(getattr(held, field)):
        return
    before, after = validity_at(held, on, path), validity_at(replace(held, **{field: worse}), on, path)
    assert after.state == before.state
    assert RANK.index(after.certainty) >= RANK.index(before.certainty)


@given(RECORDS, DAYS, st.integers(1, 4000))
def test_what_is_over_by_a_known_day_stays_over(held: Record, on: date, days: int) -> None:
    later = min(on.toordinal() + days, date.max.toordinal())
    known = held.expired is not None or any(each.start is not None for each in held.effects)
    if known and validity_at(held, on).state == "expired":
        assert validity_at(held, date.fromordinal(later)).state == "expired"


@given(DAYS, DAYS, DAYS, DAYS, st.sampled_from(["replaces", "repeals"]), DAYS)
def test_replacing_is_never_symmetric(a: date, b: date, start_a: date, start_b: date, kind: str, on: date) -> None:
    """Two documents whose days of issue are known are never each ended by the other."""
    one = replace(BARE, id=1, issued=a, effective=a)
    other = replace(BARE, id=2, number="50/2022/NĐ-CP", issued=b, effective=b)
    one = replace(one, effects=(Effect(kind, 2, "Nghị định 50/2022/NĐ-CP", by_issued=b, start=start_a),))
    other = replace(other, effects=(Effect(kind, 1, "Nghị định 07/2020/NĐ-CP", by_issued=a, start=start_b),))
    assert not (validity_at(one, on).state == validity_at(other, on).state == "expired")


@given(st.permutations([0, 1, 2]), st.lists(EFFECTS, min_size=3, max_size=3), PLAIN, DAYS, ASKED)
def test_the_order_of_the_effects_decides_nothing(
    order: list[int], effects: list[Effect], held: Record, on: date, path: str
) -> None:
    one = validity_at(replace(held, effects=tuple(effects)), on, path)
    other = validity_at(replace(held, effects=tuple(effects[i] for i in order)), on, path)
    assert (one.state, one.certainty, one.paths) == (other.state, other.certainty, other.paths)
