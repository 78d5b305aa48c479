"""Bodies on a day: levels, the end of districts, 63 provinces into 34, ministries, numbers counted anew."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.agencies import same_issuer
from archive.agency_calendar import (
    TWO_LEVELS,
    begun_again,
    changes,
    is_local,
    level_of,
    provinces,
    standing,
    succession,
)

EVE = TWO_LEVELS - timedelta(days=1)

LEVELS = [
    ("Chính phủ", "central"),
    ("Thủ tướng Chính phủ", "central"),
    ("Bộ Nội vụ", "central"),
    ("Bộ Lao động - Thương binh và Xã hội", "central"),
    ("Bộ Chính trị", "central"),
    ("Ban Tổ chức Trung ương", "central"),
    ("Bảo hiểm xã hội Việt Nam", "central"),
    ("Quốc hội;Chính phủ", "central"),
    ("Chính phủ;UBND tỉnh Gia Lai", ""),
    ("UBND tỉnh Gia Lai", "province"),
    ("UBND TP. Hồ Chí Minh", "province"),
    ("HĐND thành phố Hải Phòng", "province"),
    ("Tỉnh ủy Sông Trăng", "province"),
    ("Thành ủy Hà Nội", "province"),
    ("Thành ủy Thành phố Hồ Chí Minh", "province"),
    ("Sở Tài chính", "province"),
    ("Bộ Chỉ huy quân sự tỉnh Gia Lai", "province"),
    ("Tỉnh đoàn Gia Lai", "province"),
    ("UBND thành phố Vinh", "district"),
    ("Thành ủy Vinh", "district"),
    ("UBND huyện Tây Sơn", "district"),
    ("UBND quận 1", "district"),
    ("Ủy ban nhân dân thị xã An Nhơn", "district"),
    ("Phòng Lao động - Thương binh và Xã hội huyện Tây Sơn", "district"),
    ("Huyện ủy Tây Sơn", "district"),
    ("UBND xã A, huyện B, tỉnh C", "commune"),
    ("Đảng ủy xã Ea Súp", "commune"),
    ("Hội đồng nhân dân phường B", "commune"),
    ("UBND thị trấn Phú Phong", "commune"),
    ("UBND đặc khu Phú Quốc", "commune"),
    ("Ban Thường trực Ủy ban MTTQ Việt Nam xã Ea Súp", "commune"),
    ("Hợp tác xã Suối Mơ", ""),
    ("Trường Đại học Luật", ""),
    ("Ủy ban nhân dân", ""),
    ("", ""),
]


@pytest.mark.parametrize(("issuer", "level"), LEVELS)
def test_level(issuer: str, level: str) -> None:
    assert level_of(issuer) == level
    assert is_local(issuer) == (level in {"province", "district", "commune"})


STANDING = [
    # issuer | day | state | a piece of the rule
    ("UBND huyện Tây Sơn", "2025-06-30", "stands", ""),
    ("UBND huyện Tây Sơn", "2025-07-01", "ended", "72/2025/QH15"),
    ("Phòng Nội vụ huyện Tây Sơn", "2025-07-01", "ended", "72/2025/QH15"),
    ("Ban Dân vận Huyện ủy Tây Sơn", "2026-03-01", "ended", "72/2025/QH15"),
    ("Quận ủy 1", "2025-07-01", "ended", "72/2025/QH15"),
    ("UBND thành phố Vinh", "2025-08-01", "ended", "72/2025/QH15"),
    ("UBND thị trấn Phú Phong", "2025-06-30", "stands", ""),
    ("UBND thị trấn Phú Phong", "2025-07-01", "ended", "72/2025/QH15"),
    # a school or hospital that bears a district's name goes on
    ("Trường Trung học phổ thông huyện Tây Sơn", "2026-01-01", "unknown", ""),
    ("Trung tâm Y tế huyện Tây Sơn", "2026-01-01", "unknown", ""),
    ("UBND đặc khu Phú Quốc", "2025-06-30", "not_yet", "72/2025/QH15"),
    ("UBND đặc khu Phú Quốc", "2025-07-01", "stands", ""),
    ("UBND xã Suối Mơ", "2025-06-30", "stands", ""),
    ("UBND xã Suối Mơ", "2025-07-01", "stands", ""),
    ("UBND tỉnh Bình Dương", "2025-06-30", "stands", ""),
    ("UBND tỉnh Bình Dương", "2025-07-01", "ended", "202/2025/QH15"),
    ("Tỉnh ủy Bà Rịa - Vũng Tàu", "2026-01-01", "ended", "202/2025/QH15"),
    ("UBND tỉnh Gia Lai", "2025-06-30", "stands", ""),
    ("UBND tỉnh Gia Lai", "2025-07-01", "stands", "202/2025/QH15"),
    ("UBND tỉnh Nghệ An", "2026-01-01", "stands", ""),
    ("UBND tỉnh Thừa Thiên Huế", "2024-12-31", "stands", ""),
    ("UBND tỉnh Thừa Thiên - Huế", "2025-01-01", "ended", ""),
    ("UBND thành phố Huế", "2025-01-01", "stands", ""),
    # a city of its province before
    ("UBND thành phố Huế", "2020-01-01", "unknown", ""),
    ("UBND tỉnh Hà Tây", "2008-08-01", "ended", ""),
    ("UBND tỉnh Sông Trăng", "2026-01-01", "unknown", ""),
    ("Bộ LĐTBXH", "2025-02-28", "stands", ""),
    ("Bộ LĐTBXH", "2025-03-01", "ended", "176/2025/QH15"),
    ("Bộ NN&MT", "2025-02-28", "not_yet", "176/2025/QH15"),
    ("Bộ Dân tộc và Tôn giáo", "2025-03-01", "stands", ""),
    ("Bộ Thủy sản", "2008-01-01", "ended", ""),
    ("Hội đồng Bộ trưởng", "1987-11-14", "stands", ""),
    ("Ban Dân vận Trung ương", "2026-01-01", "ended", ""),
    ("Sở Giao thông vận tải tỉnh Nghệ An", "2025-04-01", "ended", "45/2025/NĐ-CP"),
    # our row of these is doubtful: nothing is said against them
    ("Ban Dân vận Tỉnh ủy", "2026-01-01", "unknown", ""),
    ("Bộ Tài chính", "2026-01-01", "stands", ""),
    ("Bộ Tài chính;Bộ Kế hoạch và Đầu tư", "2026-01-01", "ended", "176/2025/QH15"),
    ("Ủy ban nhân dân", "2026-01-01", "unknown", ""),
    ("Công ty Suối Mơ", "2026-01-01", "unknown", ""),
]


@pytest.mark.parametrize(("issuer", "day", "state", "rule"), STANDING)
def test_standing(issuer: str, day: str, state: str, rule: str) -> None:
    on = date.fromisoformat(day)
    answer = standing(issuer, on)
    assert answer.state == state, answer
    assert rule in answer.rule
    assert answer.vi.endswith(".")
    assert answer.en.endswith(".")
    if state == "ended":
        assert answer.to is not None
        assert answer.to <= on
    if state == "not_yet":
        assert answer.from_ is not None
        assert answer.from_ > on


FOLLOWED = [
    ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính", "2025-03-01"),
    ("Bộ TN&MT", "Bộ NN&MT", "2025-03-01"),
    ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ", "2025-03-01"),
    ("UBND tỉnh Bình Phước", "UBND tỉnh Đồng Nai", "2025-07-01"),
    ("UBND tỉnh Quảng Nam", "UBND thành phố Đà Nẵng", "2025-07-01"),
    ("HĐND tỉnh Bình Dương", "HĐND Thành phố Hồ Chí Minh", "2025-07-01"),
    ("Tỉnh ủy Hải Dương", "Thành ủy Hải Phòng", "2025-07-01"),
    ("UBND tỉnh Bình Định", "Chủ tịch UBND tỉnh Gia Lai", "2025-07-01"),
    ("Sở Tài nguyên và Môi trường tỉnh Nghệ An", "Sở Nông nghiệp và Môi trường tỉnh Nghệ An", "2025-03-01"),
    ("Ban Dân vận Trung ương", "Ban Tuyên giáo và Dân vận Trung ương", "2025-02-03"),
]


@pytest.mark.parametrize(("earlier", "later", "day"), FOLLOWED)
def test_who_followed_whom(earlier: str, later: str, day: str) -> None:
    found = succession(earlier, later)
    assert found is not None
    assert found == succession(later, earlier)
    assert found.day == date.fromisoformat(day)
    # two bodies, never one
    assert same_issuer(earlier, later) is False


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("UBND tỉnh Bình Phước", "UBND tỉnh Gia Lai"),
        ("UBND tỉnh Bình Phước", "HĐND tỉnh Đồng Nai"),
        ("Bộ Nội vụ", "Bộ Tài chính"),
        ("UBND tỉnh Gia Lai", "UBND tỉnh Gia Lai"),
        ("", "Bộ Nội vụ"),
    ],
)
def test_who_did_not(a: str, b: str) -> None:
    assert succession(a, b) is None


ANEW = [
    ("UBND xã Suối Mơ", True),
    ("Đảng ủy phường B", True),
    ("UBND tỉnh Gia Lai", True),
    ("HĐND Thành phố Hồ Chí Minh", True),
    ("UBND tỉnh Nghệ An", False),
    ("UBND thành phố Hà Nội", False),
    ("UBND tỉnh Bình Định", False),
    ("UBND huyện Tây Sơn", False),
    ("UBND thị trấn Phú Phong", False),
    ("UBND đặc khu Phú Quốc", False),
    ("Ủy ban nhân dân xã", False),
    ("Chính phủ", False),
]


@pytest.mark.parametrize(("issuer", "anew"), ANEW)
def test_numbers_counted_anew(issuer: str, anew: bool) -> None:
    assert begun_again(issuer, EVE, TWO_LEVELS) == (TWO_LEVELS if anew else None)
    assert begun_again(issuer, TWO_LEVELS, EVE) == begun_again(issuer, EVE, TWO_LEVELS)
    assert begun_again(issuer, EVE, date(2024, 1, 1)) is None
    assert begun_again(issuer, TWO_LEVELS, date(2026, 1, 1)) is None


def test_63_provinces_became_34() -> None:
    before = [row for row in provinces() if row.covers(EVE)]
    after = [row for row in provinces() if row.covers(TWO_LEVELS)]
    assert (len(before), len(after)) == (63, 34)
    assert Counter(row.kind for row in after) == {"tỉnh": 28, "thành phố": 6}
    merged = [row for row in before if row.to == TWO_LEVELS]
    assert len(merged) == 52
    assert {name for row in merged for name in row.became} == {row.name for row in after if row.from_ == TWO_LEVELS}
    assert Counter(name for row in merged for name in row.became).most_common()[-1][1] >= 2


def test_no_name_has_two_lives_at_once() -> None:
    for rows in (provinces(), changes()):
        for row in rows:
            for day in filter(None, (row.from_, row.to)):
                assert sum(other.covers(day) for other in rows if other.name == row.name) <= 1, row


NAMES = st.sampled_from([name for name, *_ in LEVELS + STANDING + FOLLOWED + ANEW if name])
DAYS = st.dates(date(1960, 1, 1), date(2035, 12, 31))


@given(NAMES, DAYS, DAYS)
def test_what_has_ended_stays_ended(issuer: str, first: date, second: date) -> None:
    earlier, later = sorted((first, second))
    before, after = standing(issuer, earlier), standing(issuer, later)
    assert not (before.state == "ended" and after.state in {"stands", "not_yet"})
    assert not (before.state == "stands" and after.state == "not_yet")
