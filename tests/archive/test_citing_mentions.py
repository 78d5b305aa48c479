"""First mentions in full, later ones short, when text was moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.citations import find_citations
from archive.citing.mentions import mention_edits, put
from archive.records import Record
from archive.resolving import MemoryHoldings, Resolution, resolve_all

ND30 = Record(1, "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), "Chính phủ", "Về công tác văn thư")
LT = Record(2, "Luật", "33/2024/QH15", date(2024, 6, 21), "Quốc hội", "Luật Lưu trữ")
TT1 = Record(3, "Chỉ thị", "16/CT-TTg", date(2020, 3, 31), "Thủ tướng Chính phủ", "Về các biện pháp cấp bách")
TT2 = Record(4, "Chỉ thị", "16/CT-TTg", date(2017, 5, 4), "Thủ tướng Chính phủ", "Về năng lực tiếp cận")
HELD = MemoryHoldings([ND30, LT, TT1, TT2])
SHORT = "Nghị định số 30/2020/NĐ-CP"
FULL = f"{SHORT} ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"


def resolving(text: str) -> Sequence[Resolution]:
    return resolve_all(find_citations(text), HELD)


def ordered(text: str) -> str:
    return put(text, mention_edits(text, resolving))


def test_the_first_mention_was_moved_behind_the_second() -> None:
    moved = f"Mẫu theo khoản 1 Điều 8 {SHORT}.\nThể thức theo Điều 5 {FULL}.\nSao lưu theo {SHORT}.\n"
    assert ordered(moved) == (
        f"Mẫu theo khoản 1 Điều 8 {FULL}.\nThể thức theo Điều 5 {SHORT}.\nSao lưu theo {SHORT}.\n"
    )


def test_what_is_in_order_stays() -> None:
    text = f"Thể thức theo {FULL}; mẫu theo {SHORT} và Luật Lưu trữ.\n"
    assert ordered(text) == text
    moved = f"Mẫu theo {SHORT}. Thể thức theo {FULL}."
    assert ordered(ordered(moved)) == ordered(moved)


def test_the_bases_name_it_first() -> None:
    text = f"KẾ HOẠCH\nVề hồ sơ\n\nCăn cứ {FULL}.\n\nThể thức theo {FULL}; mẫu theo {SHORT}.\n"
    after = ordered(text)
    assert f"Căn cứ {FULL}." in after
    assert f"Thể thức theo {SHORT}; mẫu theo {SHORT}.\n" in after


def test_a_law_named_again_loses_its_date() -> None:
    text = "Theo Luật Lưu trữ ngày 21 tháng 6 năm 2024; nộp theo Điều 9 Luật Lưu trữ ngày 21 tháng 6 năm 2024."
    assert ordered(text) == "Theo Luật Lưu trữ ngày 21 tháng 6 năm 2024; nộp theo Điều 9 Luật Lưu trữ."


def test_quotations_are_left_alone() -> None:
    text = f"Theo {FULL}. Công văn viết: “thực hiện {FULL}”."
    assert ordered(text) == text
    text = f"Công văn viết: “thực hiện {SHORT}”. Nay theo {FULL}."
    assert ordered(text) == text


def test_a_number_that_would_become_ambiguous_keeps_its_date() -> None:
    text = (
        "Chỉ thị số 16/CT-TTg ngày 31 tháng 3 năm 2020 của Thủ tướng Chính phủ về các biện pháp cấp bách và Chỉ thị số "
        "16/CT-TTg ngày 04 tháng 5 năm 2017 của Thủ tướng Chính phủ về năng lực tiếp cận. Theo Chỉ thị số 16/CT-TTg "
        "ngày 31 tháng 3 năm 2020 của Thủ tướng Chính phủ về các biện pháp cấp bách."
    )
    assert ordered(text) == text


def test_what_contradicts_the_record_is_for_the_check() -> None:
    text = "Theo Nghị định số 30/2020/NĐ-CP ngày 15 tháng 3 năm 2020; mẫu theo Nghị định số 30/2020/NĐ-CP."
    assert ordered(text) == text
