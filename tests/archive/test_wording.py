"""Wording under Nghị định 30/2020/NĐ-CP: bases, citations, pinpoints and the order of bases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Record
from archive.wording import (
    basis_block,
    basis_line,
    full_citation,
    order_bases,
    pinpoint_wording,
    short_citation,
)
from tests.archive import sample_records as r
from tests.archive.sample_records import record

CP, TTG = "Chính phủ", "Thủ tướng Chính phủ"

FULL = [
    (r.ND30, "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"),
    (r.L72, "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"),
    (r.PL34, "Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn ngày 20 tháng 4 năm 2007"),
    (r.BL91, "Bộ luật Dân sự ngày 24 tháng 11 năm 2015"),
    (r.HP, "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam ngày 28 tháng 11 năm 2013"),
    (record("Luật", "65/2006/QH11", "2006-06-29", "Quốc hội", "Luật sư"), "Luật Luật sư ngày 29 tháng 6 năm 2006"),
    (r.NQ25_2013,
     "Nghị quyết số 25-NQ/TW ngày 03 tháng 6 năm 2013 của Ban Chấp hành Trung ương Đảng khóa XI về tăng cường và đổi "
     "mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới"),
    (r.QD290,
     "Quyết định số 290-QĐ/TW ngày 25 tháng 02 năm 2010 của Bộ Chính trị về việc ban hành Quy chế công tác dân vận của "
     "hệ thống chính trị"),
    (record("Nghị định", "59/2023/NĐ-CP", "2023-08-14", CP,
            "Quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở"),
     "Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính phủ quy định chi tiết một số điều của Luật Thực "
     "hiện dân chủ ở cơ sở"),
    (record("Nghị định", "154/2020/NĐ-CP", "2020-12-31", CP,
            "Sửa đổi, bổ sung một số điều của Nghị định số 34/2016/NĐ-CP"),
     "Nghị định số 154/2020/NĐ-CP ngày 31 tháng 12 năm 2020 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định "
     "số 34/2016/NĐ-CP"),
    (record("Nghị quyết", "76/NQ-CP", "2021-07-15", CP,
            "Ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030"),
     "Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính "
     "nhà nước giai đoạn 2021 - 2030"),
    (r.QD749,
     'Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt "Chương trình Chuyển đổi số '
     'quốc gia đến năm 2025, định hướng đến năm 2030"'),
    (record("Thông tư liên tịch", "55/2005/TTLT-BNV-VPCP", "2005-05-06", "Bộ Nội vụ; Văn phòng Chính phủ",
            "Hướng dẫn về thể thức và kỹ thuật trình bày văn bản"),
     "Thông tư liên tịch số 55/2005/TTLT-BNV-VPCP ngày 06 tháng 5 năm 2005 của Bộ Nội vụ và Văn phòng Chính phủ hướng "
     "dẫn về thể thức và kỹ thuật trình bày văn bản"),
    (record("Quyết định", "6/QĐ-TTg", "2022-01-06", TTG, "Về Đề án 06"),
     "Quyết định số 06/QĐ-TTg ngày 06 tháng 01 năm 2022 của Thủ tướng Chính phủ về Đề án 06"),
    (r.KH15_SUOI,
     "Kế hoạch số 15/KH-UBND ngày 20 tháng 01 năm 2026 của Ủy ban nhân dân xã Suối Mơ về triển khai công tác dân vận "
     "năm 2026"),
    (record("Kế hoạch", "16/KH-UBND", "2026-01-21", "UBND xã Suối Mơ", "Luật Căn cước: tuyên truyền năm 2026"),
     "Kế hoạch số 16/KH-UBND ngày 21 tháng 01 năm 2026 của Ủy ban nhân dân xã Suối Mơ về Luật Căn cước: tuyên truyền "
     "năm 2026"),
    (record("Kế hoạch", "17/KH-UBND", "2026-01-22", "UBND xã Suối Mơ", "UBND xã tiếp công dân"),
     "Kế hoạch số 17/KH-UBND ngày 22 tháng 01 năm 2026 của Ủy ban nhân dân xã Suối Mơ về UBND xã tiếp công dân"),
    (record("Nghị quyết", "18-NQ/TW", "2017-10-25", "Ban Chấp hành Trung ương Đảng khóa XII",
            "Một số vấn đề về tiếp tục đổi mới tổ chức bộ máy"),
     "Nghị quyết số 18-NQ/TW ngày 25 tháng 10 năm 2017 của Ban Chấp hành Trung ương Đảng khóa XII một số vấn đề về "
     "tiếp tục đổi mới tổ chức bộ máy"),
    (record("Nghị định", "27/2016/NĐ-CP", "2016-04-06", CP, "Nghị định quy định chế độ đối với hạ sĩ quan"),
     "Nghị định số 27/2016/NĐ-CP ngày 06 tháng 4 năm 2016 của Chính phủ quy định chế độ đối với hạ sĩ quan"),
    (record("Quyết định", "2774/1999/QĐ-BYT", "1999-09-13", "Bộ Y tế", "BAN HÀNH QUY TRÌNH BẢO QUẢN"),
     "Quyết định số 2774/1999/QĐ-BYT ngày 13 tháng 9 năm 1999 của Bộ Y tế BAN HÀNH QUY TRÌNH BẢO QUẢN"),
    # what is not known is left out
    (r.CT16_2026, "Chỉ thị số 16/CT-TTg ngày 23 tháng 4 năm 2026 của Thủ tướng Chính phủ"),
    (r.NQ25_2026, "Nghị quyết số 25-NQ/TW ngày 22 tháng 8 năm 2026 của Bộ Chính trị"),
    (replace(r.ND30, issued=None), "Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư"),
    (replace(r.ND30, issuer=""), "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về công tác văn thư"),
    (replace(r.ND30, title=""), "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"),
    (replace(r.KH15_SUOI, number="", issued=None),
     "Kế hoạch của Ủy ban nhân dân xã Suối Mơ về triển khai công tác dân vận năm 2026"),
    (replace(r.L72, issued=None), "Luật Tổ chức chính quyền địa phương"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "expected"), FULL, ids=lambda x: getattr(x, "number", None))
def test_full_citation(held: Record, expected: str) -> None:
    assert full_citation(held) == expected
    assert basis_line(held) == f"Căn cứ {expected};"


SHORT = [
    (r.ND30, "", "Nghị định số 30/2020/NĐ-CP"),
    (r.ND30, "dieu:5/khoan:2/diem:a", "điểm a khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP"),
    (r.L72, "", "Luật Tổ chức chính quyền địa phương"),
    (r.L72, "dieu:5", "Điều 5 Luật Tổ chức chính quyền địa phương"),
    (r.KH15_SUOI, "la_ma:II/so:1/diem:a", "điểm a khoản 1 Mục II Kế hoạch số 15/KH-UBND"),
    (r.QD290, "kemtheo:quy-che/dieu:5", "Điều 5 Quy chế ban hành kèm theo Quyết định số 290-QĐ/TW"),
    (r.ND30, "phuluc:VI", "Phụ lục VI ban hành kèm theo Nghị định số 30/2020/NĐ-CP"),
    (replace(r.KH15_SUOI, number=""), "",
     "Kế hoạch ngày 20 tháng 01 năm 2026 của Ủy ban nhân dân xã Suối Mơ về triển khai công tác dân vận năm 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("held", "pinpoint", "expected"), SHORT)
def test_short_citation(held: Record, pinpoint: str, expected: str) -> None:
    assert short_citation(held, pinpoint) == expected


def test_full_citation_with_a_pinpoint() -> None:
    assert full_citation(r.L72, "dieu:5/khoan:2") == (
        "khoản 2 Điều 5 Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    )


PINPOINTS = [
    ("dieu:5", "Điều 5"),
    ("dieu:5/khoan:2", "khoản 2 Điều 5"),
    ("dieu:5/khoan:2/diem:đ", "điểm đ khoản 2 Điều 5"),
    ("dieu:5a/khoan:1/diem:a1", "điểm a1 khoản 1 Điều 5a"),
    ("phan:I/chuong:XII/muc:5/dieu:103/khoan:2/diem:a", "điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I"),
    ("chuong:iii/muc:1/tieumuc:1/dieu:24", "Điều 24 Tiểu mục 1 Mục 1 Chương III"),
    ("dieu:24/khoan:1/diem:a|dieu:24/khoan:1/diem:b|dieu:24/khoan:1/diem:c", "điểm a, b và c khoản 1 Điều 24"),
    ("dieu:15/khoan:2/diem:d|dieu:15/khoan:2/diem:đ", "điểm d và đ khoản 2 Điều 15"),
    ("dieu:3/khoan:2|dieu:5|dieu:9/khoan:1/diem:b", "khoản 2 Điều 3, Điều 5 và điểm b khoản 1 Điều 9"),
    ("dieu:12/khoan:1|dieu:12/khoan:3|dieu:15", "khoản 1 và 3 Điều 12 và Điều 15"),
    ("dieu:15-19", "từ Điều 15 đến Điều 19"),
    ("la_ma:II", "Mục II"),
    ("la_ma:ii/so:1/diem:a", "điểm a khoản 1 Mục II"),
    ("phuluc:I/phan:I/muc:II/khoan:6/diem:a", "điểm a khoản 6 Mục II Phần I Phụ lục I ban hành kèm theo"),
    ("phuluc:I|phuluc:II", "Phụ lục I và Phụ lục II ban hành kèm theo"),
    ("phuluc:III/mau:17", "Mẫu số 17 Phụ lục III ban hành kèm theo"),
    ("kemtheo:quy-che/dieu:3", "Điều 3 Quy chế ban hành kèm theo"),
    ("dieu:3/khoan:1/doan:2", "đoạn 2 khoản 1 Điều 3"),
    ("dieu:this/khoan:2", "khoản 2 Điều này"),
    ("dieu:5~2", "Điều 5"),
    ("mo_dau", "phần mở đầu"),
    ("toan_van", ""),
    ("", ""),
]


@pytest.mark.parametrize(("path", "expected"), PINPOINTS)
def test_pinpoint_wording(path: str, expected: str) -> None:
    assert pinpoint_wording(path) == expected


@given(st.text(alphabet="dieukhoanmaphulcst_:/|~-0123456789IVX", max_size=40))
def test_any_path_has_words_or_none(path: str) -> None:
    assert pinpoint_wording(path).strip() == pinpoint_wording(path)


def test_order_of_bases() -> None:
    expected = [r.HP, r.L72, r.L10, r.ND110, r.ND30, r.CT18, r.NQ25_2013, r.QD23, r.QD749, r.CT16_2020, r.KH15_SUOI]
    assert order_bases(reversed(expected)) == expected


def test_party_body_puts_party_documents_first() -> None:
    expected = [r.L72, r.NQ25_2013, r.L10, r.ND30]
    assert order_bases(reversed(expected), party_first=True) == expected


def test_law_that_amends_an_organisation_law_gives_power_too() -> None:
    amending = record(
        "Luật", "47/2019/QH14", "2019-11-22", "Quốc hội",
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
    )  # fmt: skip
    assert order_bases([r.L02, amending, r.L77]) == [r.L77, amending, r.L02]


@given(st.lists(st.sampled_from(r.ALL), unique=True, max_size=8))
def test_order_is_stable_and_loses_nothing(records: list[Record]) -> None:
    ordered = order_bases(records)
    assert sorted(each.id for each in ordered) == sorted(each.id for each in records)
    assert order_bases(ordered) == ordered


def test_basis_block() -> None:
    assert basis_block([r.L72, r.ND30]) == (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n"
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư."
    )
    assert basis_block([r.L72], last=";") == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
    assert basis_block([]) == ""
