"""What a draft says of itself in its head, and bodies that had ended on the day they are said to act."""

from __future__ import annotations

from datetime import date

import pytest

from archive.checking import drafted
from archive.offsets import cleaned
from tests.archive.test_checking_bases import ADMIN, BODY, L72, ND30, NORM, PARTY, block, check

BODIES = [
    # the head's bodies | signing day | which has ended
    ("ỦY BAN NHÂN DÂN\nTHỊ TRẤN PHÚ PHONG", "2025-06-30", []),
    ("ỦY BAN NHÂN DÂN\nTHỊ TRẤN PHÚ PHONG", "2025-07-01", ["ỦY BAN NHÂN DÂN\nTHỊ TRẤN PHÚ PHONG"]),
    ("UBND HUYỆN TÂY SƠN\nPHÒNG NỘI VỤ", "2026-01-01", ["UBND HUYỆN TÂY SƠN"]),
    ("HUYỆN ỦY TÂY SƠN", "2026-01-01", ["HUYỆN ỦY TÂY SƠN"]),
    ("HỘI ĐỒNG NHÂN DÂN\nHUYỆN TÂY SƠN", "2026-01-01", ["HỘI ĐỒNG NHÂN DÂN\nHUYỆN TÂY SƠN"]),
    ("ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ", "2026-01-01", []),
    ("ỦY BAN NHÂN DÂN\nPHƯỜNG ĐIỆN BIÊN PHỦ", "2026-01-01", []),
    ("ỦY BAN NHÂN DÂN\nĐẶC KHU PHÚ QUỐC", "2026-01-01", []),
    ("BỘ NỘI VỤ", "2026-01-01", []),
    ("ỦY BAN NHÂN DÂN\nHUYỆN TÂY SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", "2026-01-01",
     ["ỦY BAN NHÂN DÂN\nHUYỆN TÂY SƠN"]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "on", "expected"), BODIES)
def test_a_body_that_has_ended_issues_nothing(head: str, on: str, expected: list[str]) -> None:
    text = f"{head}\n\nSố:      /KH-UBND\n\nKẾ HOẠCH\nTriển khai công tác dân vận\n\n{block(L72, ND30)}{BODY}"
    found = [each for each in check(text, date.fromisoformat(on)) if each.verdict == "ended_body"]
    assert [each.text for each in found] == expected


ACTING = [
    ("Ủy ban nhân dân thị trấn xây dựng Kế hoạch như sau:", "2026-01-01", ["Ủy ban nhân dân thị trấn"]),
    ("Ủy ban nhân dân thị trấn xây dựng Kế hoạch như sau:", "2025-06-30", []),
    ("UBND huyện Tây Sơn ban hành Kế hoạch như sau:", "2026-01-01", ["UBND huyện Tây Sơn"]),
    ("Ủy ban nhân dân xã xây dựng Kế hoạch như sau:", "2026-01-01", []),
    ("Ủy ban nhân dân thành phố Hồ Chí Minh ban hành Kế hoạch như sau:", "2026-01-01", []),
    ("Các thôn báo cáo Ủy ban nhân dân thị trấn trước ngày 15.", "2026-01-01", []),
]


@pytest.mark.parametrize(("sentence", "on", "expected"), ACTING)
def test_the_acting_body_is_asked_where_there_is_no_head(sentence: str, on: str, expected: list[str]) -> None:
    text = f"KẾ HOẠCH\nTriển khai công tác dân vận\n\n{block(L72, ND30)}\n{sentence}{BODY}"
    found = [each for each in check(text, date.fromisoformat(on)) if each.verdict == "ended_body"]
    assert [each.text for each in found] == expected


CITED_BODIES = [
    ("Theo Kế hoạch số 09/KH-UBND ngày 03/8/2025 của Ủy ban nhân dân huyện Ba Khe.", 1),
    ("Theo Kế hoạch số 09/KH-UBND ngày 30/6/2025 của Ủy ban nhân dân huyện Ba Khe.", 0),
    ("Theo Kế hoạch số 08/KH-UBND ngày 03/3/2025 của Ủy ban nhân dân huyện Ba Khe.", 0),
    ("Theo Quyết định số 12/QĐ-UBND ngày 01/7/2025 của Ủy ban nhân dân thị trấn Phú Phong.", 1),
    ("Theo Quyết định số 12/QĐ-UBND ngày 01/7/2025 của Ủy ban nhân dân xã Phú Phong.", 0),
    ("Theo Kế hoạch số 09/KH-UBND của Ủy ban nhân dân huyện Ba Khe.", 0),
]


@pytest.mark.parametrize(("text", "count"), CITED_BODIES)
def test_documents_of_bodies_that_had_ended(text: str, count: int) -> None:
    found = [each for each in check(text) if each.verdict == "ended_body"]
    assert len(found) == count
    assert all(each.rule for each in found)


STYLES = [
    (ADMIN, ("Kế hoạch", "UBND", "admin", "ỦY BAN NHÂN DÂN XÃ SUỐI MƠ", "Triển khai công tác dân vận năm 2027")),
    (NORM, ("Thông tư", "BNV", "norm", "BỘ NỘI VỤ", "Quy định về công tác văn thư")),
    (PARTY, ("Kế hoạch", "ĐU", "party", "ĐẢNG ỦY XÃ SUỐI MƠ", "về công tác dân vận năm 2027")),
    ("Số: /KH-UBND\n\nPhú Phong, ngày tháng năm 2024\n\nKẾ HOẠCH Triển khai dân vận\n\n",
     ("Kế hoạch", "UBND", "admin", "", "Triển khai dân vận")),
    ("ỦY BAN NHÂN DÂN\nTỈNH SÔNG TRĂNG\n\nSố:    /2026/QĐ-UBND\n\nQUYẾT ĐỊNH\nBan hành Quy chế\n\n",
     ("Quyết định", "UBND", "norm", "ỦY BAN NHÂN DÂN TỈNH SÔNG TRĂNG", "Ban hành Quy chế")),
    ("QUYẾT ĐỊNH\nVề việc giao đất\n\n", ("Quyết định", "", "", "", "Về việc giao đất")),
    ("", ("", "", "", "", "")),
]  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), STYLES)
def test_what_a_draft_says_of_itself(head: str, expected: tuple[str, ...]) -> None:
    facts = drafted(cleaned(head + block(L72, ND30) + BODY).text)
    assert (facts.type, facts.organ, facts.style, facts.issuer, facts.subject) == expected
