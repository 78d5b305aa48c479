"""Parts of numbers, numbers in another style, slips of the pen: when they mean one document, and when they ask."""

from __future__ import annotations

import pytest

from archive.citations import find_citations
from archive.records import Record
from archive.resolving import MemoryHoldings, Resolution, resolve, resolve_all
from tests.archive import sample_records as r
from tests.archive.sample_records import cite, record

TTG, CP, BNV = "Thủ tướng Chính phủ", "Chính phủ", "Bộ Nội vụ"
ND30_2011 = record("Nghị định", "30/2011/NĐ-CP", "2011-04-29", CP, "Về công tác ở một nơi khác")
ND64 = record("Nghị định", "64-CP", "1993-09-27", CP, "Về việc giao đất nông nghiệp")
TT01 = record("Thông tư", "01/2011/TT-BNV", "2011-01-19", BNV, "Hướng dẫn thể thức văn bản")
TTLT55 = record(
    "Thông tư liên tịch", "55/2005/TTLT-BNV-VPCP", "2005-05-06", "Bộ Nội vụ;Văn phòng Chính phủ", "Hướng dẫn thể thức"
)
TT11_NN = record("Thông tư", "11/2009/TT-BNN", "2009-03-12", "Bộ Nông nghiệp và Phát triển nông thôn", "Về giống cây")
CT05 = record("Chỉ thị", "05-CT/TW", "2016-05-15", "Bộ Chính trị", "Về đẩy mạnh học tập và làm theo Bác")
CT05_TTG = record("Chỉ thị", "05/CT-TTg", "2023-02-23", TTG, "Về thúc đẩy sản xuất")
QD749_TINH = record("Quyết định", "749/QĐ-UBND", "2020-06-03", "Ủy ban nhân dân tỉnh Sông Trăng", "Về giao vốn")
QD45_NORM = record("Quyết định", "45/2018/QĐ-TTg", "2018-11-09", TTG, "Quy định chế độ họp")
QD45 = record("Quyết định", "45/QĐ-TTg", "2018-01-10", TTG, "Về việc thành lập hội đồng")
QDI11 = record("Quy định", "11-QĐi/TW", "2019-02-18", "Bộ Chính trị", "Về trách nhiệm của người đứng đầu cấp ủy")
ND78 = record("Nghị định", "78/2025/NĐ-CP", "2025-04-01", CP, "Quy định chi tiết một luật")
ND79 = record("Nghị định", "79/2025/NĐ-CP", "2025-04-01", CP, "Về kiểm tra văn bản")
NQ76_UB = record("Nghị quyết", "76/2025/UBTVQH15", "2025-04-14", "Ủy ban Thường vụ Quốc hội", "Về sắp xếp đơn vị")
MINE = (
    r.ND30, ND30_2011, ND64, TT01, TTLT55, TT11_NN, CT05, CT05_TTG, r.QD749, QD749_TINH, QD45_NORM, QD45, QDI11, r.PL34,
    ND78, ND79, NQ76_UB, r.CT18,
)  # fmt: skip
HELD = MemoryHoldings(MINE)


def only(text: str) -> Resolution:
    """The answer for the one citation of a text."""
    (answer,) = resolve_all(find_citations(text), HELD)
    return answer


PARTS = [
    # text | status | document or candidates, likeliest first
    ("NĐ30", "ambiguous", [r.ND30, ND30_2011]),
    ("Nghị định 30/2020", "resolved", [r.ND30]),
    ("Nghị định số 30 ngày 05/3/2020", "resolved", [r.ND30]),
    ("Nghị định số 30 ngày 06/3/2020", "not_held", [r.ND30, ND30_2011]),
    ("Nghị định 30 năm 2011", "resolved", [ND30_2011]),
    ("Chỉ thị 05 của Bộ Chính trị", "ambiguous", [CT05]),
    ("Chỉ thị 05 của Bộ Chính trị về đẩy mạnh học tập và làm theo Bác", "resolved", [CT05]),
    ("Chỉ thị 05 của Thủ tướng Chính phủ", "ambiguous", [CT05_TTG]),
    ("Chỉ thị 05 của Ban Bí thư", "ambiguous", [CT05]),
    # the day of two: only the issuer tells them apart
    ("Quyết định số 749 ngày 03/6/2020", "ambiguous", [r.QD749, QD749_TINH]),
    ("Quyết định số 749 ngày 03/6/2020 của Thủ tướng Chính phủ", "resolved", [r.QD749]),
    ("Quyết định số 749 ngày 04/6/2020 của Thủ tướng Chính phủ", "not_held", [r.QD749, QD749_TINH]),
    # a body counts decisions with and without the year apart: the year alone does not decide
    ("Quyết định số 45 năm 2018 của Thủ tướng Chính phủ", "ambiguous", [QD45_NORM, QD45]),
    ("Quyết định 45/2018 của Thủ tướng Chính phủ", "resolved", [QD45_NORM]),
    ("Thông tư 01/2011 của Bộ Nội vụ", "resolved", [TT01]),
    ("Thông tư 01 năm 2011 của Bộ Nội vụ", "resolved", [TT01]),
    ("Thông tư 01/2011", "ambiguous", [TT01]),
    ("Nghị định số 99 ngày 05/3/2020", "not_held", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "records"), PARTS, ids=lambda x: x if isinstance(x, str) else "")
def test_part_of_a_number(text: str, status: str, records: list[Record]) -> None:
    answer = only(text)
    assert answer.status == status, answer
    if status == "resolved":
        assert [answer.record] == records
        assert answer.mismatches == ()
        assert "number" in [doubt.field for doubt in answer.doubts]
    else:
        assert set(answer.candidates) == set(records)


def test_a_doubtful_record_is_never_chosen_by_a_part() -> None:
    for certainty in ("doubtful", "unconfirmed"):
        doubtful = record("Quyết định", "749/QĐ-TTg", "2020-06-03", TTG, "Về một việc", certainty=certainty)
        (citation,) = find_citations("Quyết định số 749 ngày 03/6/2020 của Thủ tướng Chính phủ")
        answer = resolve(citation, MemoryHoldings([doubtful]))
        assert (answer.status, answer.candidates) == ("ambiguous", (doubtful,))


STYLES = [
    # text | record it means, contradicting fields; or None and the candidates
    ("Pháp lệnh số 34/2007/UBTVQH11", r.PL34, "number"),
    ("Pháp lệnh số 34/2007/UBTVQH11 ngày 20/4/2007", r.PL34, "number"),
    ("Nghị quyết số 34/2007/UBTVQH11", None, ""),
    ("Pháp lệnh số 34/2007/UBTVQH12", None, ""),
    ("Nghị quyết số 76/2025/NQ-UBTVQH15", NQ76_UB, "number"),
    ("Quy định số 11-QĐ/TW ngày 18/02/2019 của Bộ Chính trị", QDI11, "number"),
    ("Quy định số 11-QĐ/TW của Bộ Chính trị", None, "11-QĐi/TW"),
    ("Quyết định số 11-QĐ/TW ngày 18/02/2019 của Bộ Chính trị", None, ""),
    ("Thông tư liên tịch số 55/2005/TTLT-VPCP-BNV ngày 06/5/2005", TTLT55, "number"),
    ("Thông tư số 11/2009/TT-BNNPTNT", TT11_NN, "number"),
    ("Thông tư số 11/2009/TT-BTC", None, ""),
    ("Nghị định số 64/1993/NĐ-CP ngày 27/9/1993", ND64, "number"),
    ("Nghị định số 64/1993/NĐ-CP", None, "64-CP"),
    ("Nghị định số 30-CP ngày 05/3/1993", None, ""),
    ("Nghị định số 30/2012/NĐ-CP", None, ""),
]


@pytest.mark.parametrize(("text", "meant", "said"), STYLES, ids=lambda x: x if isinstance(x, str) else "")
def test_another_style_of_the_number(text: str, meant: Record | None, said: str) -> None:
    answer = only(text)
    assert answer.record == meant, answer
    if meant is not None:
        assert " ".join(m.field for m in answer.mismatches) == said
    else:
        assert answer.status == "not_held"
        assert " ".join(each.number for each in answer.candidates) == said


SLIPS = [
    # text | candidates: one slip away, of the same type and day
    ("Nghị định số 87/2025/NĐ-CP ngày 01/4/2025", "78/2025/NĐ-CP"),
    ("Nghị định số 77/2025/NĐ-CP ngày 01/4/2025", "78/2025/NĐ-CP 79/2025/NĐ-CP"),
    ("Nghị định số 78/2024/NĐ-CP ngày 01/4/2025", "78/2025/NĐ-CP"),
    ("Nghị định số 178/2025/NĐ-CP ngày 01/4/2025", "78/2025/NĐ-CP"),
    ("Nghị định số 78/2026/NĐ-CP ngày 02/4/2026", ""),
    ("Nghị định số 77/2025/NĐ-CP", ""),
    ("Thông tư số 78/2025/TT-BNV ngày 01/4/2025", ""),
    ("Nghị định số 77/2025/NĐ-CP ngày 01/4/2025 của Chính phủ về hội nhập kinh tế quốc tế", ""),
]


@pytest.mark.parametrize(("text", "numbers"), SLIPS)
def test_one_slip_away_is_a_candidate_and_no_answer(text: str, numbers: str) -> None:
    answer = only(text)
    assert answer.status == "not_held"
    assert sorted(each.number for each in answer.candidates) == numbers.split()


def test_a_number_one_slip_away_with_the_whole_title_is_wrong() -> None:
    text = "Nghị định số 77/2025/NĐ-CP ngày 01/4/2025 của Chính phủ về kiểm tra văn bản"
    answer = only(text)
    assert (answer.record, [m.field for m in answer.mismatches]) == (ND79, ["number"])


def test_by_seq_of_both_holdings_means_the_same() -> None:
    assert [x.number for x in HELD.by_seq("Nghị định", "030")] == ["30/2020/NĐ-CP", "30/2011/NĐ-CP"]
    assert [x.number for x in HELD.by_seq("Nghị định", "30", "2011")] == ["30/2011/NĐ-CP"]
    assert [x.number for x in HELD.by_seq("Nghị định", "64", "1993")] == ["64-CP"]
    assert not HELD.by_seq("Nghị định", "")
    assert not HELD.by_seq("", "30")
    assert not HELD.by_seq("Thông tư", "30")


def test_a_citation_with_its_own_sequence_left_out() -> None:
    answer = resolve(cite("Pháp lệnh số 34/2007/UBTVQH11", type="Pháp lệnh", number="34/2007/UBTVQH11"), HELD)
    assert answer.record == r.PL34
