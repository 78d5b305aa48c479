"""Source notes of the national code: which article of which document."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.loaders.codified import split_heading
from corpus.loaders.grouping import document_key
from corpus.loaders.source_notes import read_note

EFFECT = ", có hiệu lực thi hành kể từ ngày 01/03/2019"

# unit, label, type, number, title, issued, issuer
NOTES = [
    (
        f"(Điều 1 Luật số 12/2018/QH14 Luật Làng nghề ngày 20/11/2018 của Quốc hội{EFFECT})",
        ("Điều", "1", "Luật", "12/2018/QH14", "Luật Làng nghề", date(2018, 11, 20), "Quốc hội"),
    ),
    (f"(Điều 7 Nghị định số 15/2018/NĐ-CP{EFFECT})", ("Điều", "7", "Nghị định", "15/2018/NĐ-CP", "", None, "")),
    (f"(Điều 41a Bộ Luật số 100/2015/QH13{EFFECT})", ("Điều", "41a", "Bộ luật", "100/2015/QH13", "", None, "")),
    # Another document's day inside the title is not this document's.
    (
        "(Điều 1 Thông tư số 40/2020/TT-BTC Hướng dẫn Nghị định số 174/2016/NĐ-CP ngày 30/12/2016 của Chính phủ về kế "
        f"toán ngày 15/05/2020 của Bộ Tài chính{EFFECT})",
        (
            "Điều",
            "1",
            "Thông tư",
            "40/2020/TT-BTC",
            "Hướng dẫn Nghị định số 174/2016/NĐ-CP ngày 30/12/2016 của Chính phủ về kế toán",
            date(2020, 5, 15),
            "Bộ Tài chính",
        ),
    ),
    # Spaces, small letters, words and marks inside the number.
    (f"(Điều 2 Thông tư số 17 /2018/TT-BTNMT{EFFECT})", ("Điều", "2", "Thông tư", "17/2018/TT-BTNMT", "", None, "")),
    (f"(Điều 2 Nghị định số 85/2017/nđ-cp{EFFECT})", ("Điều", "2", "Nghị định", "85/2017/NĐ-CP", "", None, "")),
    (f"(Điều 2 Thông tư số TT 07/2023/TT-BXD{EFFECT})", ("Điều", "2", "Thông tư", "07/2023/TT-BXD", "", None, "")),
    (f"(Điều 2 Thông tư số '56/2020/TT-BCT{EFFECT})", ("Điều", "2", "Thông tư", "56/2020/TT-BCT", "", None, "")),
    (f"((Điều 3 Thông tư số 60 TC/TCT{EFFECT}))", ("Điều", "3", "Thông tư", "60 TC/TCT", "", None, "")),
    (
        f"(Điều 1 Thông tư số liên tịch 21/2008/TTLT- BQP-BTC{EFFECT})",
        ("Điều", "1", "Thông tư liên tịch", "21/2008/TTLT-BQP-BTC", "", None, ""),
    ),
    (f"(Điều 4 Nghị định số 73-CP{EFFECT})", ("Điều", "4", "Nghị định", "73-CP", "", None, "")),
    (f"(Mục IV Thông tư số 124/2007/TT-BTC{EFFECT})", ("Mục", "IV", "Thông tư", "124/2007/TT-BTC", "", None, "")),
    (f"(27 Nghị định số 70/2015/NĐ-CP{EFFECT})", ("Điều", "27", "Nghị định", "70/2015/NĐ-CP", "", None, "")),
    (f"(Điều Thông tư số 135/2017/TT-BTC{EFFECT})", ("Điều", "", "Thông tư", "135/2017/TT-BTC", "", None, "")),
    (
        f"(Điều 1 Pháp lệnh số Không số Về Hàm ngoại giao ngày 31/05/1995 của Uỷ ban Thường vụ Quốc hội{EFFECT})",
        ("Điều", "1", "Pháp lệnh", "", "Về Hàm ngoại giao", date(1995, 5, 31), "Uỷ ban Thường vụ Quốc hội"),
    ),
    (f"(Điều 2 Pháp lệnh Về Hàm ngoại giao{EFFECT})", ("Điều", "2", "Pháp lệnh", "", "Về Hàm ngoại giao", None, "")),
]


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_reads_a_note(note: str, expected: tuple[object, ...]) -> None:
    read = read_note(note)
    assert read.readable
    found = (read.unit, read.label, read.type, read.number, read.title, read.issued, read.issuer)
    assert found == expected
    assert read.effective == date(2019, 3, 1)


@pytest.mark.parametrize(
    "note", ["", "(Thông tư này có hiệu lực thi hành kể từ ngày 01/01/2020. Bãi bỏ)", "(Danh mục tại Điều 7)"]
)
def test_a_sentence_is_no_reference(note: str) -> None:
    assert not read_note(note).readable


@pytest.mark.parametrize(
    ("rest", "changes"),
    [
        ("", ""),
        (
            ", có nội dung được bổ sung bởi Điều 1 Luật số 2/2021/QH15 có hiệu lực thi hành kể từ ngày 01/12/2021",
            "có nội dung được bổ sung bởi Điều 1 Luật số 2/2021/QH15 có hiệu lực thi hành kể từ ngày 01/12/2021",
        ),
        (", bị bãi bỏ bởi Điều 2 Luật số 4/2014/QH13 )", "bị bãi bỏ bởi Điều 2 Luật số 4/2014/QH13"),
    ],
)
def test_keeps_what_the_note_says_of_amendments(rest: str, changes: str) -> None:
    assert read_note(f"(Điều 7 Luật số 23/2004/QH11{EFFECT}{rest})").changes == changes


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bộ luật số 100/2015/QH13", "Luật số 100/2015/QH13", True),
        ("Luật số 100/2015/QH13", "Nghị quyết số 100/2015/QH13", False),
        ("Thông tư số 89-TC/TCT", "Thông tư số 89/TC-TCT", True),
        ("Thông tư số 6/2020/TT-BNV", "Thông tư số 06/2020/TT-BNV", True),
        ("Pháp lệnh Về Hàm ngoại giao", "Pháp lệnh số Không số Về Hàm ngoại giao", True),
        ("Nghị quyết số 01/2016/NQ", "Nghị quyết số 01/2016/NQ-HĐTP", False),
    ],
)
def test_notes_of_one_document_have_one_key(one: str, other: str, same: bool) -> None:
    keys = [document_key(read_note(f"(Điều 2 {text}{EFFECT})")) for text in (one, other)]
    assert (keys[0] == keys[1]) is same


def test_an_old_number_used_again_is_another_document() -> None:
    keys = {
        document_key(read_note(f"(Điều 1 Nghị định số 73-CP, có hiệu lực thi hành kể từ ngày {day})"))
        for day in ("25/10/1993", "30/07/1994")
    }
    assert len(keys) == 2


def test_a_number_without_its_end_names_no_document() -> None:
    assert document_key(read_note(f"(Điều 1 Nghị quyết số 01/2016/NQ{EFFECT})")) == ""


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Điều 36.3.LQ.1. Thanh niên", ("36.3.LQ.1", "Thanh niên")),
        ("Điều 14.3.NĐ.5.10. Trách nhiệm", ("14.3.NĐ.5.10", "Trách nhiệm")),
        ("Điều 35.8.LQ.68a. Chức năng", ("35.8.LQ.68a", "Chức năng")),
        ("Điều 23.5.PL.1.", ("23.5.PL.1", "")),
        ("Điều 41a. Quỹ", ("", "Điều 41a. Quỹ")),
        ("Điều 1.10.TT.3.2. 1. Mở đầu", ("1.10.TT.3.2", "1. Mở đầu")),
    ],
)
def test_splits_the_code_label_off_a_heading(heading: str, expected: tuple[str, str]) -> None:
    assert split_heading(heading) == expected
