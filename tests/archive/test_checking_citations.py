"""Drafts with a fault planted in one citation, and what the check has to say of it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from archive.checking import VERDICT_NAMES, Finding, check_text
from archive.records import Record
from tests.archive import checking_records as c
from tests.archive import sample_records as r
from tests.archive.checking_records import HELD, ON, TITLES, Held, acts


def check(text: str, on: date = ON) -> list[Finding]:
    """The findings of citations."""
    return [each for each in check_text(text, HELD, on, TITLES) if each.kind == "citation"]


def told(finding: Finding) -> str:
    """`verdict(field field) > successor number`."""
    fields = f"({' '.join(each.field for each in finding.fields)})" if finding.fields else ""
    after = f" > {' '.join(each.number for each in finding.successors)}" if finding.successors else ""
    return f"{finding.verdict}{fields}{after}"


FAULTS = [
    # --- the number
    ("Theo Nghị định số 03/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.", "mismatch(number)"),
    ("Theo Nghị định số 79/2024/NĐ-CP ngày 20/6/2024 của Chính phủ quy định về quản lý chợ.", "mismatch(number)"),
    ("Theo Quyết định số 794/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt “Chương trình Chuyển đổi số "
     "quốc gia đến năm 2025, định hướng đến năm 2030”.", "mismatch(number)"),
    ("Theo Nghị định số 99/2021/NĐ-CP ngày 11/11/2021 của Chính phủ.", "not_held"),
    ("Theo Nghị quyết số 52-NQ/TW ngày 03/6/2013.", "not_held"),
    # --- the date
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư.", "mismatch(issued)"),
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 của Chính phủ về công tác văn thư.", "mismatch(issued)"),
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 30/02/2020 của Chính phủ.", "mismatch(issued)"),
    ("Theo Quyết định số 749/QĐ-TTg ngày 06/3/2020 của Thủ tướng Chính phủ.", "mismatch(issued)"),
    ("Theo Nghị quyết số 25-NQ/TW ngày 23/6/2013 của Ban Chấp hành Trung ương Đảng khóa XI.", "mismatch(issued)"),
    ("Theo Luật Thực hiện dân chủ ở cơ sở ngày 11 tháng 10 năm 2022.", "mismatch(issued)"),
    ("Theo Quyết định số 23-QĐ/TW ngày 03/7/2021 của Bộ Chính trị về việc ban hành Quy chế công tác dân vận của hệ "
     "thống chính trị.", "mismatch(issued)"),
    ("Theo Kế hoạch số 08/KH-UBND ngày 30/3/2025 của Ủy ban nhân dân huyện Ba Khe về phòng, chống cháy rừng năm "
     "2025.", "mismatch(issued)"),
    # --- the issuer
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Thủ tướng Chính phủ về công tác văn thư.",
     "mismatch(issuer)"),
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Bộ Nội vụ về công tác văn thư.", "mismatch(issuer)"),
    ("Theo Quyết định số 23-QĐ/TW ngày 30/7/2021 của Ban Bí thư.", "mismatch(issuer)"),
    ("Theo Thông tư số 08/2026/TT-BNV ngày 08/8/2026 của Bộ Tài chính.", "mismatch(issuer)"),
    ("Theo Kế hoạch số 15/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân xã Bến Trúc.", "not_held"),
    # --- the title
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về kiểm soát thủ tục hành chính.",
     "mismatch(title)"),
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư, lưu trữ.", "mismatch(title)"),
    ("Theo Nghị định số 78/2024/NĐ-CP ngày 20/6/2024 của Chính phủ quy định về quản lý bến xe.", "mismatch(title)"),
    ("Theo Nghị quyết số 25-NQ/TW ngày 03/6/2013 của Ban Chấp hành Trung ương Đảng khóa XI về đổi mới công tác mặt "
     "trận trong giai đoạn mới.", "mismatch(title)"),
    # --- the type
    ("Theo Quyết định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.", "mismatch(type)"),
    ("Theo Chỉ thị số 25-NQ/TW ngày 03/6/2013 của Ban Chấp hành Trung ương Đảng khóa XI.", "mismatch(type)"),
    ("Theo Quy định số 23-QĐ/TW ngày 30/7/2021 của Bộ Chính trị.", "mismatch(type)"),
    # --- several at once
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Bộ Nội vụ về công tác văn thư.", "mismatch(issued issuer)"),
    ("Theo Quyết định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư.", "mismatch(type issued)"),
    # --- which of several
    ("Theo Nghị quyết số 25-NQ/TW.", "ambiguous"),
    ("Theo Chỉ thị số 16/CT-TTg của Thủ tướng Chính phủ.", "ambiguous"),
    ("Theo Kế hoạch số 15/KH-UBND.", "ambiguous"),
    ("Theo Luật Tổ chức chính quyền địa phương năm 2025.", "ambiguous"),
    ("Theo Luật Đất đai.", "ambiguous"),
    ("Theo Chỉ thị số 16/CT-TTg ngày 16/5/2016 của Thủ tướng Chính phủ.", "doubtful"),
    # --- no longer in force
    ("Theo Nghị định số 110/2004/NĐ-CP ngày 08/4/2004 của Chính phủ.", "replaced > 30/2020/NĐ-CP"),
    ("Theo Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015.", "replaced > 72/2025/QH15"),
    ("Theo Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025.", "replaced > 72/2025/QH15"),
    ("Theo Luật Đất đai ngày 29 tháng 11 năm 2013.", "replaced > 31/2024/QH15"),
    ("Theo Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn ngày 20 tháng 4 năm 2007.", "replaced > 10/2022/QH15"),
    ("Theo Quyết định số 290-QĐ/TW ngày 25/02/2010 của Bộ Chính trị.", "replaced > 23-QĐ/TW"),
    ("Theo Nghị định số 20/2018/NĐ-CP ngày 01/02/2018 của Chính phủ.", "replaced > 22/2026/NĐ-CP"),
    ("Theo Nghị định số 21/2022/NĐ-CP ngày 01/3/2022 của Chính phủ.", "replaced > 22/2026/NĐ-CP"),
    ("Theo Nghị định số 33/2019/NĐ-CP ngày 03/3/2019 của Chính phủ.", "expired"),
    ("Theo Quyết định số 290-QĐ/TW ngày 25/02/2010 của Ban Bí thư.", "replaced(issuer) > 23-QĐ/TW"),
    ("Theo Nghị định số 20/2018/NĐ-CP ngày 11/02/2018 của Chính phủ quy định về hòa giải ở cơ sở.",
     "replaced(issued) > 22/2026/NĐ-CP"),
    # --- not in force yet, suspended
    ("Theo Nghị định số 50/2026/NĐ-CP ngày 10/10/2026 của Chính phủ.", "doubtful"),
    ("Theo Thông tư số 07/2023/TT-BNV ngày 06/6/2023 của Bộ Nội vụ.", "doubtful"),
    # --- articles, clauses and points
    ("Theo Điều 39 Nghị định số 30/2020/NĐ-CP.", "mismatch(pinpoint)"),
    ("Theo khoản 3 Điều 8 Nghị định số 30/2020/NĐ-CP.", "mismatch(pinpoint)"),
    ("Theo các Điều 36, 37 và 40 Nghị định số 30/2020/NĐ-CP.", "mismatch(pinpoint)"),
    ("Theo Điều 13 Nghị định số 20/2018/NĐ-CP.", "replaced(pinpoint) > 22/2026/NĐ-CP"),
    ("Theo Điều 9 Nghị định số 78/2024/NĐ-CP.", "expired"),
    ("Theo điểm a khoản 1 Điều 9 Nghị định số 78/2024/NĐ-CP.", "expired"),
    ("Theo Điều 8 và Điều 9 Nghị định số 78/2024/NĐ-CP.", "expired"),
    ("Theo khoản 3 Điều 8 Nghị định số 78/2024/NĐ-CP.", "expired > 40/2026/NĐ-CP"),
    ("Theo Điều 9 Nghị định số 78/2024/NĐ-CP ngày 21/6/2024 của Chính phủ.", "mismatch(issued)"),
    ("Theo Điều 12 Nghị định số 60/2024/NĐ-CP.", "doubtful"),
    # --- what is attached to a decision is not the decision
    ("Theo Điều 5 Quyết định số 31/2024/QĐ-UBND ngày 09/9/2024 của Ủy ban nhân dân tỉnh Sông Trăng.", "doubtful"),
    ("Theo khoản 2 Điều 5 Quyết định số 31/2024/QĐ-UBND ngày 09/9/2024 của Ủy ban nhân dân tỉnh Sông Trăng.",
     "doubtful"),
    ("Theo Điều 7 Quyết định số 32/2024/QĐ-UBND ngày 10/10/2024 của Ủy ban nhân dân tỉnh Sông Trăng.", "doubtful"),
    ("Theo Điều 21 Quyết định số 31/2024/QĐ-UBND ngày 09/9/2024 của Ủy ban nhân dân tỉnh Sông Trăng.",
     "mismatch(pinpoint)"),
    ("Theo Điều 21 Quy chế ban hành kèm theo Quyết định số 31/2024/QĐ-UBND ngày 09/9/2024 của Ủy ban nhân dân tỉnh "
     "Sông Trăng.", "mismatch(pinpoint)"),
    # --- short forms: their document is checked once, their provision each time
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 (sau đây gọi là Nghị định 30). Việc sao văn bản theo Điều 40 Nghị "
     "định 30.", "ok; mismatch(pinpoint)"),
    ("Theo Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 (sau đây gọi là Nghị định 30). Việc sao văn bản theo Điều 25 Nghị "
     "định 30. Nghị định 30 nêu rõ.", "mismatch(issued); ok"),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "expected"), FAULTS)
def test_a_planted_fault_is_told(draft: str, expected: str) -> None:
    assert "; ".join(told(each) for each in check(draft)) == expected


RIGHT = [
    # drafts with nothing to correct; only validity or what is amended may be remarked on
    "Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.",
    "Theo Nghị định số 30/2020/NĐ-CP.",
    "Theo Nghị định 30/2020/NĐ-CP của Chính phủ.",
    "Theo nghị định số 30/2020/NĐ-CP ngày 5 tháng 3 năm 2020 của Chính phủ về việc công tác văn thư.",
    "Theo khoản 2 Điều 8 Nghị định số 30/2020/NĐ-CP.",
    "Theo Điều 38 Nghị định số 30/2020/NĐ-CP.",
    "Theo Điều 10 Nghị định số 78/2024/NĐ-CP.",
    "Theo khoản 2 Điều 5 Nghị định số 78/2024/NĐ-CP.",
    "Theo Điều 6a Nghị định số 78/2024/NĐ-CP.",
    "Theo Điều 22 Nghị định số 78/2024/NĐ-CP.",
    "Theo Điều 11 Nghị định số 60/2024/NĐ-CP.",
    "Theo Nghị quyết số 25-NQ/TW ngày 03/6/2013 của BCH Trung ương Đảng (khóa XI).",
    "Theo Nghị quyết số 25-NQ/TW, ngày 12/3/2003 của Ban Chấp hành Trung ương về công tác tôn giáo.",
    "Theo Luật Tổ chức chính quyền địa phương ngày 16/6/2025.",
    "Theo Luật Khiếu nại năm 2011.",
    "Theo Luật Khiếu nại số 02/2011/QH13.",
    "Theo Bộ luật Dân sự.",
    "Theo Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam.",
    "Theo Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt “Chương trình Chuyển đổi số quốc "
    "gia đến năm 2025, định hướng đến năm 2030”.",
    "Theo Quyết định số 23-QĐ/TW ngày 30/7/2021 của Bộ Chính trị.",
    "Theo Điều 2 Quyết định số 31/2024/QĐ-UBND ngày 09/9/2024 của Ủy ban nhân dân tỉnh Sông Trăng.",
    "Theo Điều 5 Quy chế ban hành kèm theo Quyết định số 31/2024/QĐ-UBND ngày 09/9/2024 của Ủy ban nhân dân tỉnh Sông "
    "Trăng.",
    "Theo Kế hoạch số 15/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân xã Suối Mơ.",
    "Theo Kế hoạch số 08/KH-UBND ngày 03/3/2025 của Ủy ban nhân dân huyện Ba Khe.",
    "Theo Nghị quyết số 05-NQ/ĐU ngày 10/01/2026 của Đảng ủy xã Suối Mơ.",
    "Theo Luật này và khoản 2 Điều 99 Nghị định này.",
    "Theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 (sau đây gọi là Nghị định 30). Nghị định 30 nêu rõ trách nhiệm.",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư, Ủy ban nhân dân xã xây dựng "
    "Kế hoạch như sau:",
]  # fmt: skip


@pytest.mark.parametrize("draft", RIGHT)
def test_a_right_draft_has_nothing_to_correct(draft: str) -> None:
    found = check_text(draft, HELD, ON, TITLES, form=False)
    assert {each.verdict for each in found} <= {"ok"}
    assert not any(each.replacement for each in found)


def test_each_kind_of_finding_has_a_name_and_speaks_both_languages() -> None:
    for draft, _ in FAULTS:
        for each in check(draft):
            assert each.verdict in VERDICT_NAMES
            assert draft[each.start : each.end] == each.text
            assert re.search(r"[.…)]$", each.message_vi)
            assert re.search(r"[.…)]$", each.message_en)
            assert each.message_vi[0].isupper()
            assert each.message_en[0].isupper()


DAYS = [
    # on | Điều 9, repealed from 01/7/2026 | khoản 2 Điều 5, amended from 01/3/2026 | Thông tư 07, paused for a year
    ("2026-02-28", "ok", False, "ok"),
    ("2026-03-01", "ok", True, "ok"),
    ("2026-06-30", "ok", True, "ok"),
    ("2026-07-01", "expired", True, "ok"),
    ("2026-09-01", "expired", True, "doubtful"),
]


@pytest.mark.parametrize(("on", "repealed", "amended", "paused"), DAYS)
def test_provisions_are_judged_on_the_signing_day(on: str, repealed: str, amended: bool, paused: str) -> None:
    day = date.fromisoformat(on)
    (found,) = check("Theo Điều 9 Nghị định số 78/2024/NĐ-CP.", day)
    assert found.verdict == repealed
    (found,) = check("Theo khoản 2 Điều 5 Nghị định số 78/2024/NĐ-CP.", day)
    assert (found.verdict, any("15/2026/NĐ-CP" in doubt.vi for doubt in found.doubts)) == ("ok", amended)
    (found,) = check("Theo Thông tư số 07/2023/TT-BNV ngày 06/6/2023.", day)
    assert found.verdict == paused


def test_what_repealed_or_amended_a_provision_and_when_is_said() -> None:
    (found,) = check("Theo Điều 9 Nghị định số 78/2024/NĐ-CP.")
    assert "40/2026/NĐ-CP" in found.message_vi
    assert "01/7/2026" in found.message_vi
    assert "1 July 2026" in found.message_en
    (found,) = check("Theo Điều 5 Nghị định số 78/2024/NĐ-CP.")
    (doubt,) = found.doubts
    assert not doubt.grave
    assert "khoản 2 Điều 5" in doubt.vi
    assert "01/3/2026" in doubt.vi


def test_an_amendment_of_unknown_scope_is_only_a_question() -> None:
    old = _with(r.ND110, acts("amends", c.ND15, "2020-01-01"))
    old = Record(**{**old.__dict__, "expired": None, "status": "CHL", "replaced_by": ()})
    (found,) = check_text("Theo khoản 1 Điều 3 và Điều 5 Nghị định số 110/2004/NĐ-CP.", Held([old]), ON, TITLES)
    doubt, unread = found.doubts
    assert (found.verdict, doubt.grave, unread.grave) == ("ok", False, False)
    assert "chưa rõ khoản 1 Điều 3 và Điều 5 có bị sửa đổi không" in doubt.vi


def test_a_provision_of_a_document_without_its_text_is_not_said_to_be_there() -> None:
    record = Record(**{**r.ND110.__dict__, "expired": None, "status": "CHL", "replaced_by": ()})
    text = "Theo Điều 999 Nghị định số 110/2004/NĐ-CP."
    (found,) = check_text(text, Held([record]), ON, TITLES)
    assert found.verdict == "ok"
    assert any("chưa kiểm được Điều 999" in doubt.vi for doubt in found.doubts)
    assert "chưa kiểm được Điều 999" in found.message_vi
    held = Held([record], {record.id: frozenset({"dieu:1", "dieu:2"})})
    (found,) = check_text(text, held, ON, TITLES)
    assert found.verdict == "mismatch"


@pytest.mark.parametrize("printed", ["110/2004/ND-CP", "110/2004/NĐ/CP", "110/2004/NĐ-СР"])
def test_a_number_written_otherwise_is_understood_and_told(printed: str) -> None:
    record = Record(**{**r.ND110.__dict__, "expired": None, "status": "CHL", "replaced_by": ()})
    (found,) = check_text(f"Theo Nghị định số {printed} ngày 08/4/2004.", Held([record]), ON, TITLES)
    assert [each.field for each in found.fields] == ["number"]
    assert found.verdict == "mismatch"


@pytest.mark.parametrize("printed", ["110/2004/NĐ-CP", "110/2004/NĐ\u2011CP", "110 / 2004 / NĐ - CP"])
def test_a_number_written_right_is_not(printed: str) -> None:
    record = Record(**{**r.ND110.__dict__, "expired": None, "status": "CHL", "replaced_by": ()})
    (found,) = check_text(f"Theo Nghị định số {printed} ngày 08/4/2004.", Held([record]), ON, TITLES)
    assert found.verdict == "ok"


def test_what_one_act_did_to_several_provisions_is_told_once() -> None:
    (found,) = check("Theo khoản 1, khoản 2 Điều 5 và Điều 6a Nghị định số 78/2024/NĐ-CP.")
    assert [doubt.vi.split(" đã ")[0] for doubt in found.doubts] == ["Khoản 2 Điều 5", "Điều 6a"]


AMENDED = [
    "được sửa đổi, bổ sung năm 2026",
    "đã được sửa đổi, bổ sung một số điều theo Nghị định số 15/2026/NĐ-CP",
    "(được sửa đổi, bổ sung bởi Nghị định số 15/2026/NĐ-CP)",
    "(sửa đổi, bổ sung năm 2026)",
    ", sửa đổi bởi Nghị định số 15/2026/NĐ-CP",
]


@pytest.mark.parametrize("words", AMENDED)
def test_a_citation_that_names_the_amendment_is_not_told_of_it(words: str) -> None:
    found = check(f"Theo khoản 2 Điều 5 Nghị định số 78/2024/NĐ-CP {words}.")
    assert (found[0].citation.number, found[0].verdict, found[0].doubts) == ("78/2024/NĐ-CP", "ok", ())


CORRESPONDING = [
    # cited of 20/2018/NĐ-CP | in its successor's successor
    ("Điều 5", [("dieu:5", "dieu:9")]),
    ("khoản 2 Điều 5", [("dieu:5", "dieu:9")]),
    ("Điều 1 và Điều 5", [("dieu:1", "dieu:1"), ("dieu:5", "dieu:9")]),
    ("Điều 7", []),  # two articles bear its heading
    ("Điều 3", []),  # no heading
]


@pytest.mark.parametrize(("place", "expected"), CORRESPONDING)
def test_the_corresponding_provision_is_a_hint(place: str, expected: list[tuple[str, str]]) -> None:
    (found,) = check(f"Theo {place} Nghị định số 20/2018/NĐ-CP.")
    assert [(each.path, each.successor_path) for each in found.corresponding] == expected
    assert {each.document_id for each in found.corresponding} <= {c.ND22.id}
    assert (found.verdict, found.replacement) == ("replaced", "")
    assert ("cùng tên điều" in found.message_vi) == bool(expected)


def test_the_right_wording_of_what_is_attached_is_offered() -> None:
    (found,) = check("Theo Điều 5 Quyết định số 31/2024/QĐ-UBND của Ủy ban nhân dân tỉnh Sông Trăng.")
    assert found.suggestion == "Điều 5 Quy chế ban hành kèm theo Quyết định số 31/2024/QĐ-UBND"
    assert found.replacement == ""
    (found,) = check("Theo Điều 7 Quyết định số 32/2024/QĐ-UBND của Ủy ban nhân dân tỉnh Sông Trăng.")
    assert found.suggestion == ""
    assert "Quy chế" in found.message_vi
    assert "Quy định" in found.message_vi


NORM = "BỘ NỘI VỤ\n\nSố:     /2026/TT-BNV\n\nTHÔNG TƯ\nQuy định về thư viện\n\n"
NOT_YET = [
    # head | what is cited | on | verdict: a norm may be signed before its law is in force, not before it is made
    (NORM, "Nghị định số 50/2026/NĐ-CP ngày 10/10/2026 của Chính phủ", "2026-11-22", "ok"),
    (NORM, "Nghị định số 50/2026/NĐ-CP ngày 10/10/2026 của Chính phủ", "2026-10-09", "doubtful"),
    ("", "Nghị định số 50/2026/NĐ-CP ngày 10/10/2026 của Chính phủ", "2026-11-22", "doubtful"),
    (NORM, "Thông tư số 07/2023/TT-BNV ngày 06/6/2023 của Bộ Nội vụ", "2026-11-22", "doubtful"),
    # a law cited by its name alone is none that was made later
    ("", "Luật Thực hiện dân chủ ở cơ sở", "2022-11-09", "not_held"),
    ("", "Luật Thực hiện dân chủ ở cơ sở", "2022-11-10", "doubtful"),
    ("", "Luật Thực hiện dân chủ ở cơ sở", "2023-07-01", "ok"),
]


@pytest.mark.parametrize(("head", "cited", "on", "verdict"), NOT_YET)
def test_what_is_not_in_force_yet(head: str, cited: str, on: str, verdict: str) -> None:
    (found,) = check(f"{head}Căn cứ {cited};\n", date.fromisoformat(on))
    assert found.verdict == verdict


AMENDING = [
    # an act that has ended by itself may be named as what amended another one
    ("Luật Khiếu nại số 02/2011/QH13 được sửa đổi, bổ sung bởi Luật số 77/2015/QH13", ["ok", "ok"]),
    ("Luật Khiếu nại số 02/2011/QH13 đã được sửa đổi, bổ sung một số điều theo Luật số 45/2013/QH13, Luật số "
     "65/2025/QH15 và Luật số 77/2015/QH13", ["ok", "ok", "ok", "ok"]),
    ("Nghị định số 30/2020/NĐ-CP (được sửa đổi, bổ sung theo Nghị định số 20/2018/NĐ-CP ngày 01/02/2018 của Chính "
     "phủ)", ["ok", "ok"]),
    # but not where it is relied on itself
    ("Nghị định số 30/2020/NĐ-CP được sửa đổi, bổ sung năm 2026; Nghị định số 20/2018/NĐ-CP", ["ok", "replaced"]),
    ("Nghị định số 30/2020/NĐ-CP, mức hỗ trợ sửa đổi, bổ sung theo quy định tại Nghị định số 20/2018/NĐ-CP",
     ["ok", "replaced"]),
    ("việc sửa đổi, bổ sung danh sách hòa giải viên thực hiện theo trình tự của Nghị định số 20/2018/NĐ-CP",
     ["replaced"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), AMENDING)
def test_what_only_amended_another_document_need_not_stand(words: str, expected: list[str]) -> None:
    found = check(f"Theo {words}.")
    assert [each.verdict for each in found] == expected
    assert not any(each.replacement for each in found)


OWN = [
    "QUỐC HỘI\nLuật số: 10/2022/QH15\n\nLUẬT\nTHỰC HIỆN DÂN CHỦ Ở CƠ SỞ\n\nCăn cứ Hiến pháp;\n",
    "CHÍNH PHỦ\nNghị định số: 30/2020/NĐ-CP\n\nNGHỊ ĐỊNH\nVề công tác văn thư\n\nCăn cứ Hiến pháp;\n",
]


@pytest.mark.parametrize("text", OWN)
def test_a_drafts_own_number_and_name_are_no_citations(text: str) -> None:
    assert [each.citation.type for each in check(text)] == ["Hiến pháp"]


def test_what_a_clause_is_about_is_not_its_laws_title() -> None:
    (found,) = check("Theo khoản 1 Điều 3 Luật số 72/2025/QH15 về việc tổ chức lại chính quyền cấp xã.")
    assert found.verdict == "ok"


CHOICES = [
    # what is ambiguous | the documents offered, by number and date
    ("Nghị quyết số 25-NQ/TW", ["2026-08-22", "2013-06-03", "2008-07-25", "2003-03-12"]),
    ("Luật Đất đai", ["2024-01-18", "2013-11-29"]),
    ("khoản 2 Điều 5 Luật Đất đai", ["2024-01-18", "2013-11-29"]),
]


@pytest.mark.parametrize(("cited", "issued"), CHOICES)
def test_of_an_ambiguous_citation_every_meaning_can_be_put_in(cited: str, issued: list[str]) -> None:
    text = f"Theo {cited}."
    (found,) = check(text)
    assert found.verdict == "ambiguous"
    days = {record.id: str(record.issued) for record in c.ALL}
    offered = [days[each.document_id] for each in found.choices]
    # of 25-NQ/TW of 2026 and of the directive of 2016 we are not sure enough to write them
    assert offered == [day for day in issued if day != "2026-08-22"]
    for each in found.choices:
        (again,) = check(text[: found.start] + each.replacement + text[found.end :])
        assert again.record is not None
        assert again.record.id == each.document_id
        assert again.verdict in {"ok", "replaced"}


def _successors(record: Record, *others: Record) -> tuple[str, list[str]]:
    held = Held([record, *others])
    (found,) = check_text(f"Theo {record.type} số {record.number}.", held, ON, TITLES)
    return found.verdict, [each.number for each in found.successors]


def test_successors_rest_on_what_is_known() -> None:
    old = r.record(
        "Nghị định", "11/2010/NĐ-CP", "2010-01-01", "Chính phủ", "Về chợ", expired="2020-01-01", status="HHL"
    )
    new = r.record("Nghị định", "12/2020/NĐ-CP", "2019-12-01", "Chính phủ", "Về chợ", effective="2020-01-01")
    doubted = acts("replaces", new, "2020-01-01", certainty="doubtful")
    part = acts("replaces", new, "2020-01-01", "dieu:3")
    for effect in (doubted, part):
        assert _successors(_with(old, effect), new) == ("expired", [])
    assert _successors(_with(old, acts("replaces", new, "2020-01-01")), new) == ("replaced", ["12/2020/NĐ-CP"])
    # the successor is not held: replaced all the same
    assert _successors(_with(old, acts("replaces", new, "2020-01-01"))) == ("replaced", [])


@pytest.mark.parametrize(("status", "put_in"), [("HHL", True), ("", True), ("CHL", False)])
def test_a_successor_is_only_put_in_where_sources_agree(status: str, put_in: bool) -> None:
    new = r.record("Nghị định", "12/2020/NĐ-CP", "2019-12-01", "Chính phủ", "Về chợ", effective="2020-01-01")
    old = r.record("Nghị định", "11/2010/NĐ-CP", "2010-01-01", "Chính phủ", "Về chợ", effective="2010-01-01",
                   status=status)  # fmt: skip
    old = _with(old, acts("replaces", new, "2020-01-01"))
    text = "Căn cứ Nghị định số 11/2010/NĐ-CP ngày 01 tháng 01 năm 2010 của Chính phủ về chợ;"
    found = check_text(text, Held([old, new]), ON, TITLES)[0]
    assert (found.verdict, bool(found.suggestion), bool(found.replacement)) == ("replaced", True, put_in)


def _with(record: Record, effect: object) -> Record:
    return Record(**{**record.__dict__, "effects": (effect,)})


def test_a_ring_of_replacements_ends() -> None:
    one = r.record("Nghị định", "1/2001/NĐ-CP", "2001-01-01", "Chính phủ", "Về A", expired="2002-01-01", status="HHL",
                   replaced_by=("2/2002/NĐ-CP",))  # fmt: skip
    two = r.record("Nghị định", "2/2002/NĐ-CP", "2002-01-01", "Chính phủ", "Về A", expired="2003-01-01", status="HHL",
                   replaced_by=("1/2001/NĐ-CP",))  # fmt: skip
    assert _successors(one, two) == ("replaced", [])
