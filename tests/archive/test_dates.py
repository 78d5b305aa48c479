"""Dates: every spelling, days that do not exist, what is none, and how they are written."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import find_dates, format_long, format_short, parse_date

SPELLINGS = [
    ("ngày 05 tháng 3 năm 2020", "2020-03-05"),
    ("Ngày 5 tháng 03 năm 2020", "2020-03-05"),
    ("NGÀY 05 THÁNG 3 NĂM 2020", "2020-03-05"),
    ("05 tháng 3 năm 2020", "2020-03-05"),
    ("ngày 05 tháng 3, năm 2020", "2020-03-05"),
    ("ngày 05 tháng 3/2020", "2020-03-05"),
    ("ngày 2 tháng Chín năm 1945", "1945-09-02"),
    ("ngày mùng 3 tháng hai năm 1930", "1930-02-03"),
    ("ngày 05\u00a0tháng 3\nnăm 2020", "2020-03-05"),
    ("05/3/2020", "2020-03-05"),
    ("05/03/2020", "2020-03-05"),
    ("ngày 30-7-2021", "2021-07-30"),
    ("8.4.2020", "2020-04-08"),
    ("ngày 8 / 4 / 2020", "2020-04-08"),
    ("2020-03-05", "2020-03-05"),
    ("ngày 27/9/93", "1993-09-27"),
    ("ngày 01/02/07", "2007-02-01"),
    ("ngày 05/3–2020", "2020-03-05"),
    ("03/6/2O20", "2020-06-03"),
    ("O5/3/2O2O", "2020-03-05"),
    ("2l/9/2000", "2000-09-21"),
    ("ngày l2 tháng 3 năm 2OO8", "2008-03-12"),
    ("ngảy 05 thảng 3 nãm 2020", "2020-03-05"),
]
NONE = [
    "tháng 3 năm 2020", "năm 2020", "ngày tháng năm 2024", "45/13/2020", "30/2020", "0912.345-678", "1.2.3",
    "500.000.000",
    "12/2025/L-CTN", "ngày 32 tháng 3", "24/24/2020", "3/4 số hộ", "192.168.1.2020", "01/02/98", "ol/ol/olol",
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), SPELLINGS)
def test_spellings(text: str, iso: str) -> None:
    assert parse_date(text) == date.fromisoformat(iso)
    (found,) = find_dates(f"Hà Nội, {text}, về việc")
    assert found.value == date.fromisoformat(iso)
    assert parse_date(unicodedata.normalize("NFD", text)) == date.fromisoformat(iso)


@pytest.mark.parametrize("text", NONE)
def test_no_dates(text: str) -> None:
    assert find_dates(text) == []
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["31/02/2020", "ngày 31 tháng 4 năm 2021", "29/02/2023"])
def test_days_that_do_not_exist(text: str) -> None:
    (found,) = find_dates(text)
    assert (found.text, found.value) == (text, None)
    assert parse_date(text) is None


def test_more_than_a_date_is_no_date() -> None:
    assert parse_date("ngày 05/3/2020 của Chính phủ") is None
    assert parse_date("ngày 05/3/2020.") == date(2020, 3, 5)


def test_ranges_are_two_dates() -> None:
    assert [f.text for f in find_dates("01/01/2026-31/12/2026 và 1/2/2020 - 3/2/2020")] == [
        "01/01/2026", "31/12/2026", "1/2/2020", "3/2/2020",
    ]  # fmt: skip


def test_spans() -> None:
    text = unicodedata.normalize("NFD", "Số 30, ngày 05 tháng 3 năm 2020; hạn 01/7/2020.")
    found = find_dates(text)
    assert [text[f.start : f.end] for f in found] == [f.text for f in found]
    assert unicodedata.normalize("NFC", found[0].text) == "ngày 05 tháng 3 năm 2020"
    assert found[1].text == "01/7/2020"


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2013, 6, 3), "03/6/2013", "ngày 03 tháng 6 năm 2013"),
        (date(2000, 9, 21), "21/9/2000", "ngày 21 tháng 9 năm 2000"),
        (date(2026, 1, 20), "20/01/2026", "ngày 20 tháng 01 năm 2026"),
        (date(2010, 2, 25), "25/02/2010", "ngày 25 tháng 02 năm 2010"),
        (date(2020, 12, 1), "01/12/2020", "ngày 01 tháng 12 năm 2020"),
    ],
)
def test_written(day: date, short: str, long: str) -> None:
    assert (format_short(day), format_long(day)) == (short, long)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2099, 12, 31)))
def test_what_is_written_is_read(day: date) -> None:
    assert parse_date(format_short(day)) == day
    assert parse_date(format_long(day)) == day
    assert [f.value for f in find_dates(f"({format_long(day)}) - {format_short(day)};")] == [day, day]
