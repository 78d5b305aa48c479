"""What a typed query is read as."""

from __future__ import annotations

import pytest

from indexer.query import has_content, points_as_typed, understand

QUERIES = [
    # query, route, pinpoint, title left, year, canonical number
    ("18/2000/CT-TTg", "number", "", "18/2000/CT-TTg", "", "18/2000/CT-TTg"),
    ("25-NQ/TW", "number", "", "25-NQ/TW", "", "25-NQ/TW"),
    ("khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP", "number", "dieu:5/khoan:2", None, "", "30/2020/NĐ-CP"),
    ("nd 30 2020 dieu 5 khoan 2 diem a", "number", "dieu:5/khoan:2/diem:a", None, None, "30/2020/NĐ-CP"),
    ("Điều 25 Bộ luật Lao động", "words", "dieu:25", "Bộ luật Lao động", "", ""),
    ("Bộ luật Lao động, Điều 25", "words", "dieu:25", "Bộ luật Lao động", "", ""),
    ("Điều 25 của Bộ luật Lao động", "words", "dieu:25", "Bộ luật Lao động", "", ""),
    ("luat dat dai 2024 dieu 79", "words", "dieu:79", "luat dat dai", "2024", ""),
    ("Luật Đất đai năm 2024", "words", "", "Luật Đất đai", "2024", ""),
    ("điểm đ khoản 1 điều 8 luật đất đai", "words", "dieu:8/khoan:1/diem:đ", "luật đất đai", "", ""),
    ("điểm d khoản 1 điều 8 luật đất đai", "words", "dieu:8/khoan:1/diem:d", "luật đất đai", "", ""),
    ("điểm a Điều 8 Luật Đất đai", "words", "dieu:8/diem:a", "Luật Đất đai", "", ""),
    ("khoản 2a Điều 5a Luật Đất đai", "words", "dieu:5a/khoan:2a", "Luật Đất đai", "", ""),
    ("Điều 5 khoản 2", "words", "dieu:5/khoan:2", "", "", ""),
    ("điều 79", "words", "dieu:79", "", "", ""),
    ("công tác dân vận", "words", "", "công tác dân vận", "", ""),
    ("kế hoạch dân vận 2024", "words", "", "kế hoạch dân vận", "2024", ""),
    ("giai đoạn 2021-2030", "words", "", None, None, ""),
    # Two articles, ranges and lists are not one provision.
    ("từ Điều 5 đến Điều 8 Luật Đất đai", "words", "", "từ Điều 5 đến Điều 8 Luật Đất đai", "", ""),
    ("Điều 5, Điều 6 Luật Đất đai", "words", "", "Điều 5, Điều 6 Luật Đất đai", "", ""),
    ("điều kiện 5 năm", "words", "", "điều kiện 5 năm", "", ""),
    # The codes' short names are spelled out, but not in a number.
    ("điều 117 BLDS", "words", "dieu:117", "Bộ luật Dân sự", "", ""),
    ("điểm a khoản 1 Điều 36 BLLĐ 2019", "words", "dieu:36/khoan:1/diem:a", "Bộ luật Lao động", "2019", ""),
    ("dieu 25 blld", "words", "dieu:25", "Bộ luật Lao động", "", ""),
    ("Điều 8 BLTTHS", "words", "dieu:8", "Bộ luật Tố tụng hình sự", "", ""),
    ("Đ.35 BLLĐ", "words", "dieu:35", "Bộ luật Lao động", "", ""),
    ("k.2 Đ.84 Luật Đất đai", "words", "dieu:84/khoan:2", "Luật Đất đai", "", ""),
    # As clerks note it: letters for words, beside a document alone.
    ("Đ35 BLLĐ", "words", "dieu:35", "Bộ luật Lao động", "", ""),
    ("d35 blld", "words", "dieu:35", "Bộ luật Lao động", "", ""),
    ("k2 đ5 nđ 30/2020", "number", "dieu:5/khoan:2", None, "", "30/2020/NĐ-CP"),
    ("K2Đ5 NĐ30", "number", "dieu:5/khoan:2", None, "", ""),
    ("k2d5 nd 30 2020", "number", "dieu:5/khoan:2", None, None, "30/2020/NĐ-CP"),
    ("đak2đ5 nđ 30/2020", "number", "dieu:5/khoan:2/diem:a", None, "", "30/2020/NĐ-CP"),
    ("đ 8 k 1 điểm a nđ 30/2020", "number", "dieu:8/khoan:1/diem:a", None, "", "30/2020/NĐ-CP"),
    ("luật đất đai 2024 đ79", "words", "dieu:79", "luật đất đai", "2024", ""),
    ("vitamin d3", "words", "", "vitamin d3", "", ""),
    ("nhà ở khu đ5", "words", "", "nhà ở khu đ5", "", ""),
    ("bằng lái d 5 năm luật giao thông", "words", "", "bằng lái d 5 năm luật giao thông", "", ""),
    ("12/BC-BLDS", None, "", "12/BC-BLDS", "", None),
    ("Luật Đất đai (1993)", "words", "", "Luật Đất đai", "1993", ""),
    ("Luật Đất đai ngày 14/7/1993", "words", "", "Luật Đất đai", "", ""),
    ("Luật Đất đai ngày 14 tháng 7 năm 1993", "words", "", "Luật Đất đai", "", ""),
    ("", "words", "", "", "", ""),
    ("   ", "words", "", "", "", ""),
    ("???", "words", "", "???", "", ""),
]


@pytest.mark.parametrize(("query", "route", "pinpoint", "title", "year", "number"), QUERIES)
def test_understand(
    query: str, route: str | None, pinpoint: str, title: str | None, year: str | None, number: str | None
) -> None:
    """None: not what this line is about."""
    asked = understand(query)
    assert asked.pinpoint == pinpoint
    assert route is None or asked.route == route
    assert number is None or (asked.number.number if asked.number else "") == number
    assert title is None or asked.title == title
    assert year is None or asked.year == year


PHRASES = [
    ('"thời gian thử việc" tối đa', ("thời gian thử việc",)),
    ("“dân vận khéo”", ("dân vận khéo",)),
    ('"Điều 25" "Bộ luật Lao động"', ("Điều 25", "Bộ luật Lao động")),
    ('"18/2000/CT-TTg"', ("18/2000/CT-TTg",)),
    ('không đóng "ngoặc', ()),
    ('""', ()),
]


@pytest.mark.parametrize(("query", "phrases"), PHRASES)
def test_quoted_phrases_are_taken_as_they_are(query: str, phrases: tuple[str, ...]) -> None:
    asked = understand(query)
    assert asked.phrases == phrases
    assert (asked.route == "phrase") == bool(phrases)


def test_words_beside_a_number() -> None:
    assert understand("chi thi 16 nam 2016 ve dan van").rest == "dan van"
    assert understand("công tác dân vận").rest == ""


@pytest.mark.parametrize("query", ["a" * 5000, "Điều " * 500, '"' * 99, "1/" * 300, "\x00\ufffe", "Điều 99999999999"])
def test_nothing_typed_makes_it_fail(query: str) -> None:
    assert understand(query).route in ("words", "number", "phrase")


@pytest.mark.parametrize(("query", "pinpoints"), [
    ("diem d khoan 1 dieu 36 bo luat lao dong", ("dieu:36/khoan:1/diem:d", "dieu:36/khoan:1/diem:đ")),
    ("dieu 36 khoan 1 diem d luat dat dai", ("dieu:36/khoan:1/diem:d", "dieu:36/khoan:1/diem:đ")),
    ("diem a khoan 1 dieu 36 luat dat dai", ("dieu:36/khoan:1/diem:a",)),
    ("điểm d khoản 1 Điều 36 Luật Đất đai", ("dieu:36/khoan:1/diem:d",)),
    ("diem đ khoan 1 dieu 36 luat dat dai", ("dieu:36/khoan:1/diem:đ",)),
    ("luật đất đai", ()),
])  # fmt: skip
def test_a_toneless_point_d_may_be_either(query: str, pinpoints: tuple[str, ...]) -> None:
    assert understand(query).pinpoints == pinpoints


def test_a_restored_point_is_as_typed() -> None:
    assert points_as_typed("điểm đ khoản 1 điều 36 luật đất đai") == "điểm d khoản 1 điều 36 luật đất đai"
    assert points_as_typed("điểm đến của đoàn") == "điểm đến của đoàn"


@pytest.mark.parametrize(("query", "content"), [
    (".*(?:[a-z]+)+$", False), ("?!…", False), ("", False), ("và của", False), ("x y", False),
    ("đất", True), ("ý", True), ("5", True), ("NQ-CP", True), ("c++ đất", True), ("dat", True),
])  # fmt: skip
def test_has_content(query: str, content: bool) -> None:
    assert has_content(query) == content
