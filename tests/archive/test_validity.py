"""Validity at a date: intervals, dated statements, and never `in force` for want of knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Record
from archive.validity import STATE_NAMES, Validity, validity_at
from tests.archive import sample_records as r
from tests.archive.sample_records import AS_OF, day, record

BARE = record("Chỉ thị", "07/CT-UBND", "2020-03-10", "Ủy ban nhân dân tỉnh Sông Trăng", "Về phòng cháy", status="")
LAW = replace(BARE, effective=day("2020-06-01"))

CASES = [
    # record | on | state
    (r.L65, "2025-02-18", "not_yet"),  # not issued
    (r.L65, "2025-02-19", "not_yet"),  # issued, not in force
    (r.L65, "2025-02-28", "not_yet"),
    (r.L65, "2025-03-01", "in_force"),
    (r.L65, "2025-06-15", "in_force"),
    (r.L65, "2025-06-16", "expired"),
    (r.L65, "2030-01-01", "expired"),
    (r.L72, "2025-06-15", "not_yet"),
    (r.L72, "2025-06-16", "in_force"),
    (r.L72, "2026-11-22", "in_force"),
    (r.PL34, "2007-06-30", "not_yet"),
    (r.PL34, "2007-07-01", "in_force"),
    (r.PL34, "2023-06-30", "in_force"),
    (r.PL34, "2023-07-01", "expired"),
    (r.QD290, "2010-02-25", "in_force"),
    (r.QD290, "2021-07-29", "in_force"),
    (r.QD290, "2021-07-30", "expired"),
    (r.QD23, "2021-07-30", "in_force"),
    (r.CT18, "2024-01-01", "unknown"),  # not determined
    (r.CT18, "2000-09-20", "not_yet"),  # not even issued
    # in force as of a day, day of effect unknown
    (replace(BARE, status="CHL"), "2020-03-09", "not_yet"),
    (replace(BARE, status="CHL"), "2020-03-10", "unknown"),
    (replace(BARE, status="CHL"), "2026-11-21", "unknown"),
    (replace(BARE, status="CHL"), "2026-11-22", "in_force"),
    (replace(BARE, status="CHL"), "2026-12-22", "in_force"),
    (replace(BARE, status="CHL", as_of=None), "2026-12-22", "unknown"),
    (replace(BARE, status="CHL", issued=None), "2020-01-01", "unknown"),
    (replace(LAW, status="CHL"), "2020-06-01", "in_force"),
    (replace(LAW, status="CHL", as_of=None), "2021-06-01", "unknown"),
    # expired, day unknown
    (replace(BARE, status="HHL"), "2021-01-01", "unknown"),
    (replace(LAW, status="HHL"), "2021-01-01", "unknown"),
    (replace(LAW, status="HHL"), "2020-05-31", "not_yet"),
    (replace(LAW, status="HHL"), "2026-11-22", "expired"),
    (replace(LAW, status="HHL", as_of=None), "2026-11-22", "unknown"),
    # expired on a known day, day of effect unknown
    (r.ND110, "2019-01-01", "unknown"),
    (r.ND110, "2020-03-05", "expired"),
    # no status, but both days
    (replace(LAW, expired=day("2022-01-01")), "2021-12-31", "in_force"),
    (replace(LAW, expired=day("2022-01-01")), "2022-01-01", "expired"),
    (LAW, "2021-01-01", "unknown"),
    # partly expired
    (replace(LAW, status="HHL1P"), "2020-05-31", "not_yet"),
    (replace(LAW, status="HHL1P"), "2021-01-01", "partly_expired"),
    (replace(LAW, status="HHL1P"), "2026-11-22", "partly_expired"),
    (replace(BARE, status="HHL1P"), "2021-01-01", "unknown"),
    (replace(BARE, status="HHL1P"), "2026-11-22", "partly_expired"),
    # suspended
    (replace(LAW, status="NHL"), "2021-01-01", "unknown"),
    (replace(LAW, status="NHL"), "2026-11-22", "suspended"),
    (replace(LAW, status="NHL", expired=day("2027-01-01")), "2026-12-01", "suspended"),
    (replace(LAW, status="NHL", expired=day("2027-01-01")), "2027-01-01", "expired"),
    # not yet in force when the source spoke
    (replace(BARE, status="CCHL", effective=day("2027-03-01")), "2027-02-28", "not_yet"),
    (replace(BARE, status="CCHL", effective=day("2027-03-01")), "2027-03-01", "in_force"),
    (replace(BARE, status="CCHL"), "2026-11-22", "not_yet"),
    (replace(BARE, status="CCHL"), "2026-11-23", "unknown"),
    # the source lags behind its own day of expiry
    (replace(LAW, status="CHL", expired=day("2022-01-01")), "2026-11-22", "expired"),
    # effect dated before issue: never in force before it was issued
    (replace(BARE, status="CHL", effective=day("2020-01-01")), "2020-02-01", "not_yet"),
]


@pytest.mark.parametrize(("held", "on", "state"), CASES)
def test_state(held: Record, on: str, state: str) -> None:
    assert validity_at(held, date.fromisoformat(on)).state == state


def test_what_it_rests_on_is_said() -> None:
    held = replace(r.L72, source="công báo", status_certainty="sure")
    found = validity_at(held, AS_OF)
    assert (found.as_of, found.source, found.certainty) == (AS_OF, "công báo", "sure")
    assert "22/11/2026" in found.evidence_vi
    assert "công báo" in found.evidence_vi
    assert "2026-11-22" in found.evidence_en


def test_replacement_is_named() -> None:
    found = validity_at(r.QD290, date(2024, 1, 1))
    assert (found.until, found.by) == (date(2021, 7, 30), ("23-QĐ/TW",))
    assert "23-QĐ/TW" in found.evidence_vi


CERTAINTIES = [
    # record | on | certainty
    (replace(r.L72, status_certainty="sure"), "2026-11-22", "sure"),
    (replace(r.L72, status_certainty="sure"), "2026-11-23", "likely"),  # nobody looked since
    (replace(r.L72, status_certainty="likely"), "2026-11-22", "likely"),
    (replace(r.L72, status_certainty="sure", certainty="doubtful"), "2026-11-22", "doubtful"),
    (replace(r.L65, status_certainty="sure"), "2030-01-01", "sure"),  # what expired stays expired
    (replace(LAW, status="CHL", expired=day("2022-01-01")), "2026-11-22", "doubtful"),  # source contradicts itself
]


@pytest.mark.parametrize(("held", "on", "certainty"), CERTAINTIES)
def test_certainty(held: Record, on: str, certainty: str) -> None:
    assert validity_at(held, date.fromisoformat(on)).certainty == certainty


DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))
MAYBE = st.none() | DAYS
RECORDS = st.builds(
    replace,
    st.just(BARE),
    issued=MAYBE,
    effective=MAYBE,
    expired=MAYBE,
    as_of=MAYBE,
    status=st.sampled_from(["CHL", "HHL", "HHL1P", "NHL", "CCHL", "KXD", "", "???"]),
    certainty=st.sampled_from(["sure", "likely", "doubtful"]),
    status_certainty=st.sampled_from(["sure", "likely", "doubtful", ""]),
    source=st.sampled_from(["", "vbpl.vn"]),
    replaced_by=st.sampled_from([(), ("30/2020/NĐ-CP",)]),
)


@given(RECORDS, DAYS)
def test_exactly_one_state_with_its_ground(held: Record, on: date) -> None:
    found = validity_at(held, on)
    assert isinstance(found, Validity)
    assert found.state in STATE_NAMES
    assert found.certainty in {"sure", "likely", "doubtful"}
    assert found.evidence_vi.endswith(".")
    assert found.evidence_en.endswith(".")


@given(RECORDS, DAYS)
def test_nothing_is_in_force_for_want_of_knowledge(held: Record, on: date) -> None:
    if validity_at(held, on).state not in {"in_force", "partly_expired"}:
        return
    assert held.issued is None or on >= held.issued
    assert held.effective is None or on >= held.effective
    assert held.expired is None or on < held.expired
    said = held.status in {"CHL", "HHL1P", "CCHL"} and held.as_of is not None
    interval = held.effective is not None and held.expired is not None
    assert said or interval
    if held.effective is None:
        assert held.as_of is not None
        assert on >= held.as_of


@given(RECORDS, DAYS, st.integers(1, 4000))
def test_what_expired_on_a_known_day_stays_expired(held: Record, on: date, days: int) -> None:
    if held.expired is not None and validity_at(held, on).state == "expired":
        assert validity_at(held, on + timedelta(days)).state == "expired"


@given(RECORDS, DAYS, st.integers(1, 4000))
def test_what_was_in_force_is_not_yet_in_force_never_after(held: Record, on: date, days: int) -> None:
    if validity_at(held, on).state in {"in_force", "partly_expired", "expired", "suspended"}:
        assert validity_at(held, on + timedelta(days)).state != "not_yet"


@given(RECORDS, DAYS)
def test_certainty_is_never_better_than_the_record(held: Record, on: date) -> None:
    order = ["sure", "likely", "doubtful"]
    assert order.index(validity_at(held, on).certainty) >= order.index(held.certainty)
