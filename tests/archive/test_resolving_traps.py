"""Traps: where the number agrees and the document is another one, or the number differs and it is the same."""

from __future__ import annotations

import pytest

from archive.citations import find_citations
from archive.records import Record
from archive.resolving import MemoryHoldings, Resolution, resolve_all
from tests.archive import sample_records as r
from tests.archive.sample_records import record

UBND, HDND, TTG = "Ủy ban nhân dân", "Hội đồng nhân dân", "Thủ tướng Chính phủ"
QD19_NUI = record("Quyết định", "19/2021/QĐ-UBND", "2021-07-05", f"{UBND} tỉnh Núi Xanh", "Về giá đất")
# one name, two bodies: before and after 01/7/2025
BEFORE = record("Quyết định", "15/QĐ-UBND", "2025-03-10", f"{UBND} xã Hạ Long", "Về giao nhiệm vụ quý I")
AFTER = record("Quyết định", "15/QĐ-UBND", "2025-09-12", f"{UBND} xã Hạ Long", "Về kiện toàn ban chỉ đạo")
NORM_OLD = record("Quyết định", "05/2025/QĐ-UBND", "2025-02-20", f"{UBND} tỉnh Gia Lai", "Quy định giá nước sạch")
NORM_NGHE = record("Quyết định", "06/2025/QĐ-UBND", "2025-02-21", f"{UBND} tỉnh Nghệ An", "Quy định giá dịch vụ")
BP = record("Quyết định", "20/2021/QĐ-UBND", "2021-05-04", f"{UBND} tỉnh Bình Phước", "Về phân cấp quản lý")
TT12 = record(
    "Thông tư", "12/2020/TT-BNNPTNT", "2020-11-09", "Bộ Nông nghiệp và Phát triển nông thôn", "Về thủy sản"
)  # fmt: skip
TTLT = record(
    "Thông tư liên tịch", "143/2013/TTLT-BTC-BGDĐT", "2013-10-23", "Bộ Tài chính;Bộ Giáo dục và Đào tạo", "Về học bổng"
)  # fmt: skip
HD = record("Hướng dẫn", "12/HD-UBND", "2026-01-12", f"{UBND} xã Suối Mơ", "Về xét tặng danh hiệu")
QDI08 = record("Quy định", "08-QĐi/TW", "2018-10-25", "Ban Chấp hành Trung ương Đảng", "Về trách nhiệm nêu gương")
L202 = record("Luật", "203/2025/QH15", "2025-06-16", "Quốc hội", "Luật Một việc")
QD06_2022 = record(
    "Quyết định", "06/QĐ-TTg", "2022-01-06", TTG, "Phê duyệt Đề án phát triển ứng dụng dữ liệu về dân cư"
)
TWICE = record("Chỉ thị", "40-CT/TW", "2014-11-22", "Ban Bí thư", "Về tín dụng chính sách xã hội")

MORE = (
    QD19_NUI, BEFORE, AFTER, NORM_OLD, NORM_NGHE, BP, TT12, TTLT, HD, QDI08, L202, QD06_2022, TWICE,
)  # fmt: skip
HELD = MemoryHoldings([*r.ALL, *MORE])


def only(text: str) -> Resolution:
    """The answer for the first citation of a text."""
    return resolve_all(find_citations(text), HELD)[0]


RESOLVED = [
    # text | record | contradicting fields | fields doubted, grave ones with !
    # letters that look alike, and marks that OCR loses
    ("Chỉ thị số 18/2000/СТ-ТТg", r.CT18, "", ""),  # Cyrillic С, Т
    ("Chỉ thị số 18/2000/CΤ-TTg", r.CT18, "", ""),  # Greek Τ
    ("Nghị định số 30/2020/NÐ-СР ngày 05/3/2020", r.ND30, "", ""),  # Eth, Cyrillic С, Р
    ("Nghi dinh so 30/2020/ND-CP", r.ND30, "", ""),
    ("Quyết định số 6/QĐ-TTg ngày 06/01/2022", QD06_2022, "", ""),
    # QĐ is Quyết định or Quy định in the Party's numbers
    ("Quy định số 399-QĐ/TW ngày 09/01/2026 của Ban Bí thư", r.QD399, "", ""),
    ("Quyết định số 399-QĐ/TW ngày 09/01/2026 của Ban Bí thư", r.QD399, "type", ""),
    ("Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị", r.QD290, "", ""),
    ("Quy định số 08-QĐ/TW ngày 25/10/2018 của Ban Chấp hành Trung ương", QDI08, "number", ""),
    # the same number in two provinces: the issuer is part of the key
    ("Quyết định số 19/2021/QĐ-UBND của UBND tỉnh Núi Xanh", QD19_NUI, "", ""),
    ("Quyết định số 19/2021/QĐ-UBND ngày 01/6/2021", r.QD19_SUOI, "", "issuer!"),
    # one name before and after the communes were formed anew
    ("Quyết định số 15/QĐ-UBND ngày 10/3/2025 của UBND xã Hạ Long", BEFORE, "", ""),
    ("Quyết định số 15/QĐ-UBND ngày 12/9/2025 của UBND xã Hạ Long", AFTER, "", ""),
    ("Quyết định số 15/QĐ-UBND ngày 11/3/2025 của UBND xã Hạ Long", BEFORE, "issued", ""),
    ("Quyết định số 05/2025/QĐ-UBND của UBND tỉnh Gia Lai", NORM_OLD, "", "issuer!"),
    ("Quyết định số 06/2025/QĐ-UBND của UBND tỉnh Nghệ An", NORM_NGHE, "", ""),
    # a ministry that took over another one's work did not issue its documents
    ("Thông tư số 12/2020/TT-BNNPTNT của Bộ Nông nghiệp và Môi trường", TT12, "issuer", "issuer"),
    # joint documents
    ("Thông tư liên tịch số 143/2013/TTLT-BTC-BGDĐT của Bộ Tài chính và Bộ Giáo dục và Đào tạo", TTLT, "", ""),
    ("Thông tư liên tịch số 143/2013/TTLT-BGDĐT-BTC ngày 23/10/2013", TTLT, "number", ""),
    ("Thông tư liên tịch số 143/2013/TTLT-BTC-BGDĐT của Bộ Tài chính", TTLT, "", ""),
    # laws and resolutions of the National Assembly share one shape of number
    ("Nghị quyết số 202/2025/QH15 ngày 12/6/2025 của Quốc hội", r.NQ202, "", ""),
    ("Luật số 202/2025/QH15 ngày 12/6/2025", r.NQ202, "type", ""),
    # number and date right, type word wrong
    ("Thông tư số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ", r.ND30, "type", ""),
    ("Nghị quyết số 16/CT-TTg ngày 31/3/2020 của Thủ tướng Chính phủ", r.CT16_2020, "type", ""),
    # a slip in the day, with everything else right
    ("Nghị quyết số 25-NQ/TW ngày 23/6/2013 của Ban Chấp hành Trung ương Đảng khóa XI", r.NQ25_2013, "issued", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant", "wrong", "doubted"), RESOLVED, ids=lambda x: x if isinstance(x, str) else "")
def test_resolved(text: str, meant: Record, wrong: str, doubted: str) -> None:
    answer = only(text)
    assert (answer.status, answer.record) == ("resolved", meant)
    assert " ".join(m.field for m in answer.mismatches) == wrong
    told = [f"{doubt.field}{'!' * doubt.grave}" for doubt in answer.doubts]
    assert " ".join(told) == doubted, [doubt.vi for doubt in answer.doubts]


OPEN = [
    # text | status | candidates in any order
    ("Nghị quyết số 25-NQ/TW", "ambiguous", [r.NQ25_2003, r.NQ25_2008, r.NQ25_2013, r.NQ25_2026]),
    ("Chỉ thị số 16/CT-TTg", "ambiguous", [r.CT16_2016, r.CT16_2017, r.CT16_2020, r.CT16_2026]),
    ("Chỉ thị số 16/СТ-ТТg", "ambiguous", [r.CT16_2016, r.CT16_2017, r.CT16_2020, r.CT16_2026]),
    ("Nghị quyết số 25-NQ/TW ngày 03/6/2014", "ambiguous", [r.NQ25_2003, r.NQ25_2008, r.NQ25_2013, r.NQ25_2026]),
    ("Quyết định số 19/2021/QĐ-UBND", "ambiguous", [r.QD19_SUOI, QD19_NUI]),
    ("Quyết định số 19/2021/QĐ-UBND của UBND tỉnh Bến Mây", "not_held", [r.QD19_SUOI, QD19_NUI]),
    ("Quyết định số 15/QĐ-UBND của UBND xã Hạ Long", "ambiguous", [BEFORE, AFTER]),
    ("Quyết định số 15/QĐ-UBND ngày 30/6/2025 của UBND xã Hạ Long", "resolved", []),
    # the province of today took over the old one's work, and is another body
    ("Quyết định số 20/2021/QĐ-UBND của UBND tỉnh Đồng Nai", "not_held", [BP]),
    ("Quyết định số 05/2025/QĐ-UBND ngày 20/8/2025 của UBND tỉnh Gia Lai", "not_held", [NORM_OLD]),
    ("Quyết định số 05/2025/QĐ-UBND ngày 20/8/2025 của UBND tỉnh Gia Lai quy định giá nước sạch", "not_held",
     [NORM_OLD]),
    # d and đ are two letters
    ("Hướng dẫn số 12/HĐ-UBND của UBND xã Suối Mơ", "not_held", []),
    # laws made anew under their old names
    ("Luật Đất đai", "ambiguous", [r.L31, r.L45]),
    ("Luật Đất đai năm 2003", "not_held", [r.L31, r.L45]),
    ("Luật Khiếu nại ngày 02 tháng 12 năm 1998", "not_held", [r.L02]),
    # a law and a resolution of one number's shape
    ("Nghị quyết số 203/2025/QH15", "not_held", [L202]),
    ("Luật số 202/2025/QH15", "not_held", [r.NQ202]),
    # the number was used again: another term, another year, another title
    ("Chỉ thị số 40-CT/TW ngày 02/4/2004", "not_held", [TWICE]),
    ("Chỉ thị số 40-CT/TW về việc xây dựng, nâng cao chất lượng đội ngũ nhà giáo", "not_held", [TWICE]),
    ("Quyết định số 06/QĐ-TTg ngày 05/01/2021", "not_held", [QD06_2022]),
    ("Chỉ thị số 40-CT/TW của Ban Bí thư khóa IX", "not_held", [TWICE]),
    ("Nghị quyết số 25-NQ/TW khóa XII", "not_held", [r.NQ25_2003, r.NQ25_2008, r.NQ25_2013, r.NQ25_2026]),
    # the title belongs to another number
    ("Luật Khiếu nại số 10/2022/QH15", "ambiguous", [r.L10, r.L02]),
    ("Nghị quyết Trung ương 7 khóa XI", "ambiguous", [r.NQ24_2013, r.NQ25_2013]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "candidates"), OPEN, ids=lambda x: x if isinstance(x, str) else "")
def test_open(text: str, status: str, candidates: list[Record]) -> None:
    answer = only(text)
    assert answer.status == status, answer
    assert {each.number + str(each.issued) for each in answer.candidates} == {
        each.number + str(each.issued) for each in candidates
    }


def test_a_day_before_the_communes_were_formed_anew_means_the_body_of_before() -> None:
    answer = only("Quyết định số 15/QĐ-UBND ngày 30/6/2025 của UBND xã Hạ Long")
    assert (answer.record, [m.field for m in answer.mismatches]) == (BEFORE, ["issued"])


def test_what_the_old_body_became_is_said() -> None:
    (doubt,) = only("Thông tư số 12/2020/TT-BNNPTNT của Bộ Nông nghiệp và Môi trường").doubts
    for part in ("Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường", "01/3/2025"):
        assert part in doubt.vi


@pytest.mark.parametrize("held", [[BEFORE], [AFTER]])
def test_without_a_date_one_of_two_bodies_of_one_name_is_in_doubt(held: list[Record]) -> None:
    (answer,) = resolve_all(
        find_citations("Quyết định số 15/QĐ-UBND của UBND xã Hạ Long"), MemoryHoldings(held)
    )  # fmt: skip
    assert answer.record == held[0]
    assert [doubt.field for doubt in answer.doubts if doubt.grave] == ["issuer"]
