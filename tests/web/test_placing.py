"""Evidence on the page, and lines that were read twice."""

from __future__ import annotations

import pytest

from archive.placing import LineReading, TextBox
from archive.stored import HowRead
from web.presenting.placing import Spot, read_value, same_value, spots, two_readings

TEXT = "Số: 409/QĐ-UBND\nĐồng Mẫu, ngày 21 tháng 01 năm 2026\n"
WORDS = (
    TextBox(0, 3, 1, 0.10, 0.10, 0.14, 0.12, 0.9),
    TextBox(4, 15, 1, 0.15, 0.10, 0.30, 0.12, 0.6),
    TextBox(16, 20, 1, 0.50, 0.10, 0.55, 0.12, 0.9),
    TextBox(21, 25, 1, 0.56, 0.10, 0.60, 0.12, 0.9),
    TextBox(26, 51, 1, 0.50, 0.13, 0.80, 0.15, 0.9),
)


def test_words_beside_each_other_are_one_rectangle_and_lines_are_two() -> None:
    how = HowRead(placed=WORDS)
    seen = {"number": {"start": 4, "end": 15}, "place": {"start": 16, "end": 51}, "signer": {"start": -1, "end": -1}}
    found = spots(how, seen, ("number", "place", "signer", "title"))
    assert found[0] == Spot("number", 1, 0.147, 0.097, 0.156, 0.026)
    assert [(each.field, each.left, each.width) for each in found[1:]] == [
        ("place", 0.497, 0.106),
        ("place", 0.497, 0.306),
    ]
    assert spots(HowRead(), seen, ("number",)) == []


def test_a_rectangle_stays_on_its_page() -> None:
    how = HowRead(placed=(TextBox(0, 3, 1, 0.0, 0.0, 1.0, 1.0), TextBox(3, 5, 2, 0.0, 0.999, 1.0, 1.0)))
    for each in spots(how, {"title": {"start": 0, "end": 5}}, ("title",)):
        assert each.left >= 0
        assert each.top >= 0
        assert each.left + each.width <= 1
        assert each.top + each.height <= 1


LINES = [
    ("number", "Số: 109/QĐ-UBND", "109/QĐ-UBND"),
    ("number", "02/2023/TB-LPQT", "02/2023/TB-LPQT"),
    ("number", "Số: ……", ""),
    ("issued", "Đồng Mẫu, ngày 21 tháng01 năm 2026", "21/01/2026"),
    ("issued", "ngày.2{ thángØ{ năm 2026", ""),
    ("signer", "Trần Thị Mẫu", ""),
]


@pytest.mark.parametrize(("field", "line", "value"), LINES)
def test_values_of_a_line(field: str, line: str, value: str) -> None:
    assert read_value(field, line) == value


def second(start: int, end: int, text: str) -> HowRead:
    return HowRead(placed=WORDS, seconds=(LineReading(start, end, 1, 0.1, 0.1, 0.3, 0.12, text, 0.8),))


ASKED = [
    # field, evidence, value in the field, second line, choices
    ("number", (4, 15), "409/QĐ-UBND", "Số: 109/QĐ-UBND", ["409/QĐ-UBND", "109/QĐ-UBND"]),
    ("number", (4, 15), "409/QĐ-UBND", "Số: 409/QĐ-UBND", None),
    ("number", (4, 15), "409/QĐ-UBND", "Số 409 / QD-UBND", None),
    ("number", (4, 15), "409/QĐ-UBND", "nhòe", None),
    ("number", None, "", "Số: 109/QĐ-UBND", ["409/QĐ-UBND", "109/QĐ-UBND"]),
    ("issued", None, "", "ngày 21 tháng 01 năm 2026", ["21/01/2026"]),
    ("issued", None, "", "ngày.2{ thángØ{ năm 2026", []),
    ("number", None, "", "Sá: 4Ø9 /QD", ["409/QĐ-UBND"]),
    ("signer", (4, 15), "Trần Thị Mẫu", "Trần Thị Mẩu", None),
]


@pytest.mark.parametrize(("field", "evidence", "value", "line", "choices"), ASKED)
def test_two_readings_are_a_question_only_where_they_differ(
    field: str, evidence: tuple[int, int] | None, value: str, line: str, choices: list[str] | None
) -> None:
    seen = {field: {"start": evidence[0], "end": evidence[1]}} if evidence else {}
    found = two_readings(second(0, 15, line), TEXT, field, seen, value)
    assert (None if found is None else [value for value, _ in found.choices]) == choices
    if found is not None:
        assert found.box == (880, 880, 3120, 1320)


def test_a_date_is_the_same_however_it_is_written() -> None:
    assert same_value("05/3/2020", "ngày 5 tháng 3 năm 2020")
    assert not same_value("05/3/2020", "06/3/2020")
