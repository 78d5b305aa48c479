"""Citations of one text together: short forms, what stands for another one, `Luật này`, and laws chosen by the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from archive.citations import find_citations
from archive.citations.model import Citation
from archive.records import Record
from archive.resolving import MemoryHoldings, resolve, resolve_all
from tests.archive import sample_records as r
from tests.archive.sample_records import cite, record

HELD = MemoryHoldings(r.ALL)
LAW = "Luật Tổ chức chính quyền địa phương"


def answers(text: str, held: MemoryHoldings = HELD, on: str = "") -> list[tuple[str, str]]:
    """(status, day of issue of the document or "") for each citation of a text."""
    found = resolve_all(find_citations(text), held, on=date.fromisoformat(on) if on else None)
    return [(a.status, a.record.issued.isoformat() if a.record and a.record.issued else "") for a in found]


SHORT_FORMS = [
    # text | status and day of each citation
    ("Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ. Theo Quyết định số 749/QĐ-TTg,",
     "resolved 2020-06-03, resolved 2020-06-03"),
    ("Quyết định số 749/QĐ-TTg ngày 05/9/2023 của Thủ tướng Chính phủ. Theo Quyết định số 749/QĐ-TTg,",
     "not_held, not_held"),
    ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ; sau đó Nghị định 30, ", "resolved 2020-03-05,"
     " resolved 2020-03-05"),
    # what was cited in full is not held: the held one of that sequence is not meant
    ("Nghị định số 30/2012/NĐ-CP ngày 12/4/2012 của Chính phủ; sau đó Nghị định 30, ", "not_held, not_held"),
    ("Luật Đất đai năm 2003 và Điều 5 Luật Đất đai", "not_held, not_held"),
    ("Luật Đất đai năm 2003, Luật Đất đai năm 2024 và Điều 5 Luật Đất đai", "not_held, resolved 2024-01-18, ambiguous"),
    ("Luật Đất đai năm 2024 và Điều 5 Luật Đất đai", "resolved 2024-01-18, resolved 2024-01-18"),
    ("Chỉ thị số 16/CT-TTg ngày 31/3/2020 của Thủ tướng Chính phủ; Chỉ thị 16 của Thủ tướng Chính phủ",
     "resolved 2020-03-31, resolved 2020-03-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHORT_FORMS, ids=lambda x: x[:60])
def test_short_forms(text: str, expected: str) -> None:
    assert ", ".join(" ".join(each).strip() for each in answers(text)) == expected


def test_a_document_cited_with_its_date_before_is_no_doubt_after() -> None:
    text = "Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ; Quyết định số 749/QĐ-TTg"
    assert [a.doubts for a in resolve_all(find_citations(text), HELD)] == [(), ()]
    (alone,) = resolve_all(find_citations("Quyết định số 749/QĐ-TTg"), HELD)
    assert [(doubt.field, doubt.grave) for doubt in alone.doubts] == [("issued", False)]


def decree(text: str, start: int, **said: object) -> Citation:
    """A citation at a place of its text."""
    return replace(cite(text, **{"type": "Nghị định", **said}), start=start, end=start + len(text))


def test_what_stands_for_another_has_its_answer_and_its_own_pinpoint() -> None:
    first = decree("Nghị định số 30/2020/NĐ-CP ngày 15/3/2020", 0, number="30/2020/NĐ-CP", issued="2020-03-15")
    second = decree("Nghị định số 110/2004/NĐ-CP", 50, number="110/2004/NĐ-CP")
    above = decree("khoản 2 Điều 5 Nghị định trên", 90, pinpoint="dieu:5/khoan:2", antecedent=0, flags=("anaphora",))
    chain = decree("Nghị định nói trên", 130, antecedent=90, flags=("anaphora",))
    found = resolve_all([first, second, above, chain], HELD)
    assert [a.record for a in found] == [r.ND30, r.ND110, r.ND30, r.ND30]
    assert [a.citation for a in found] == [first, second, above, chain]
    # the wrong date is the first mention's mistake
    assert [len(a.mismatches) for a in found] == [1, 0, 0, 0]


def test_what_stands_for_what_is_open_stays_open() -> None:
    open_one = decree("Chỉ thị số 16/CT-TTg", 0, type="Chỉ thị", number="16/CT-TTg")
    absent = decree("Nghị định số 99/2021/NĐ-CP", 30, number="99/2021/NĐ-CP")
    stand_ins = [decree("Chỉ thị trên", 60, antecedent=0), decree("Nghị định đó", 80, antecedent=30)]
    found = resolve_all([open_one, absent, *stand_ins], HELD)
    assert [a.status for a in found] == ["ambiguous", "not_held", "ambiguous", "not_held"]
    assert found[2].candidates == found[0].candidates


def test_what_stands_for_nothing_that_is_there_is_a_question() -> None:
    lost = decree("Nghị định trên", 40, antecedent=7)
    ring = [decree("Nghị định trên", 0, antecedent=20), decree("Nghị định trên", 20, antecedent=0)]
    assert [a.status for a in resolve_all([lost], HELD)] == ["ambiguous"]
    assert [a.status for a in resolve_all(ring, HELD)] == ["ambiguous", "ambiguous"]


def test_the_document_itself() -> None:
    own = cite("khoản 2 Điều này", type="SELF", pinpoint="dieu:this/khoan:2")
    quoted = replace(own, nested=True)
    assert resolve(own, HELD).status == "not_held"
    assert resolve(own, HELD, own=r.ND30).record == r.ND30
    assert [a.record for a in resolve_all([own, quoted], HELD, own=r.ND30)] == [r.ND30, None]


ON_THE_DAY = [
    # text | day | status and number
    (LAW, "", "ambiguous"),
    (LAW, "2020-05-01", "resolved 77/2015/QH13"),
    (LAW, "2025-02-28", "resolved 77/2015/QH13"),
    (LAW, "2025-03-01", "resolved 65/2025/QH15"),
    (LAW, "2025-06-15", "resolved 65/2025/QH15"),
    (LAW, "2025-06-16", "resolved 72/2025/QH15"),
    (LAW, "2015-07-01", "ambiguous"),
    (f"{LAW} năm 2025", "2025-05-01", "resolved 65/2025/QH15"),
    (f"{LAW} năm 2025", "2026-05-01", "resolved 72/2025/QH15"),
    (f"{LAW} năm 2015", "2026-05-01", "resolved 77/2015/QH13"),
    (f"{LAW} ngày 19 tháng 02 năm 2025", "2026-05-01", "resolved 65/2025/QH15"),
    ("Luật Khiếu nại", "2020-01-01", "resolved 02/2011/QH13"),
    # passed only later: a law of 1998 or of 2005 is meant, that is not held
    ("Luật Khiếu nại", "2006-01-01", "not_held"),
    ("Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn", "2026-01-01", "resolved 34/2007/PL-UBTVQH11"),
]


@pytest.mark.parametrize(("text", "day", "expected"), ON_THE_DAY)
def test_laws_by_name_alone_on_a_day(text: str, day: str, expected: str) -> None:
    on = date.fromisoformat(day) if day else None
    (answer,) = resolve_all(find_citations(text), HELD, on=on)
    assert f"{answer.status} {answer.record.number if answer.record else ''}".strip() == expected
    assert not any(doubt.grave for doubt in answer.doubts)


def test_the_choice_by_day_says_so() -> None:
    (answer,) = resolve_all(find_citations(LAW), HELD, on=date(2026, 1, 1))
    (doubt,) = answer.doubts
    assert "01/01/2026" in doubt.vi
    assert "72/2025/QH15" in doubt.vi
    (plain,) = resolve_all(find_citations(f"{LAW} ngày 16/6/2025"), HELD, on=date(2026, 1, 1))
    assert plain.doubts == ()


def test_the_only_one_known_but_over_is_said() -> None:
    (answer,) = resolve_all(
        find_citations("Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn"), HELD, on=date(2026, 1, 1)
    )
    assert [doubt.field for doubt in answer.doubts] == ["issued"]


@pytest.mark.parametrize(
    ("unknown", "day"),
    [
        (replace(r.L45, effective=None), "2014-09-01"),
        (replace(r.L45, expired=None, status="KXD"), "2026-01-01"),
        (replace(r.L31, effective=None), "2026-01-01"),
        (replace(r.L31, effective=None), "2024-02-01"),
    ],
)
def test_a_day_that_is_not_known_never_chooses(unknown: Record, day: str) -> None:
    held = MemoryHoldings([unknown, r.L31 if unknown.id == r.L45.id else r.L45])
    assert answers("Luật Đất đai", held, day) == [("ambiguous", "")]


def test_two_laws_in_force_at_once_are_a_question() -> None:
    twin = record("Luật", "99/2024/QH15", "2024-06-01", "Quốc hội", "Luật Đất đai", effective="2024-09-01")
    assert answers("Luật Đất đai", MemoryHoldings([r.L31, twin]), "2026-01-01") == [("ambiguous", "")]


GIA_2012 = record("Luật", "11/2012/QH13", "2012-06-20", "Quốc hội", "Luật Giá", status="KXD")
ND01 = record(
    "Nghị định", "01/2022/NĐ-CP", "2022-01-04", "Chính phủ", "Sửa đổi Nghị định số 65/2018/NĐ-CP", status="KXD"
)
IN_TITLES = [
    # text | status and day of each citation
    # the law of today was cited in full and is not held: the decree of 2024 is about it
    ("Luật Giá số 16/2023/QH15; Nghị định số 85/2024/NĐ-CP ngày 10/7/2024 của Chính phủ quy định chi tiết một điều của "
     "Luật Giá;", "not_held, not_held, not_held"),
    # a decree of 2013 cannot be
    ("Luật Giá số 16/2023/QH15; Nghị định số 177/2013/NĐ-CP ngày 14/11/2013 của Chính phủ quy định chi tiết một điều "
     "của Luật Giá;", "not_held, not_held, ambiguous"),
    ("Luật Giá số 11/2012/QH13; Nghị định số 177/2013/NĐ-CP ngày 14/11/2013 của Chính phủ quy định chi tiết một điều "
     "của Luật Giá;", "resolved 2012-06-20, not_held, resolved 2012-06-20"),
    # nor can the law of 2012 be meant in 2003
    ("Luật Giá số 11/2012/QH13; Nghị định số 170/2003/NĐ-CP ngày 25/12/2003 của Chính phủ quy định chi tiết một điều "
     "của Luật Giá;", "resolved 2012-06-20, not_held, ambiguous"),
    # alone: of its time nothing is known
    ("Nghị định số 85/2024/NĐ-CP ngày 10/7/2024 của Chính phủ quy định chi tiết một số điều của Luật Giá;",
     "not_held, ambiguous"),
    ("Điều 5 Luật Giá", "resolved 2012-06-20"),
    # the number of two decrees of one year: the one above has another day and title than the one held
    ("Nghị định số 01/2022/NĐ-CP ngày 30/11/2022 của Chính phủ quy định chức năng của Bộ Quốc phòng; theo Nghị "
     "định số 01/2022/NĐ-CP", "resolved 2022-01-04, ambiguous"),
    ("Nghị định số 01/2022/NĐ-CP ngày 05/01/2022 của Chính phủ; theo Nghị định số 01/2022/NĐ-CP",
     "resolved 2022-01-04, resolved 2022-01-04"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), IN_TITLES, ids=lambda x: x[:40])
def test_named_in_the_title_of_another(text: str, expected: str) -> None:
    held = MemoryHoldings([GIA_2012, ND01])
    assert ", ".join(" ".join(each).strip() for each in answers(text, held)) == expected
