"""What source notes of the national code say became of an article: a row for every shape."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.loaders.amendments import Changes, PartDay, read_changes
from corpus.loaders.source_notes import read_note
from tests.shared_data import needs_shared, shared

FROM = "có hiệu lực thi hành kể từ ngày 01/07/2023"

# kind, whole, acting number, own path, certainty
ONE_LAW = "20/2022/QH15"
CASES = [
    (f"có nội dung được sửa đổi bởi Điều 1 Luật số {ONE_LAW} {FROM}", [("amends", False, ONE_LAW, "dieu:1", "sure")]),
    (
        f"có nội dung được sửa đổi, có nội dung được bổ sung bởi Điều 1 Luật số {ONE_LAW} {FROM}",
        [("amends", False, ONE_LAW, "dieu:1", "sure"), ("supplements", False, ONE_LAW, "dieu:1", "sure")],
    ),
    # "Sửa đổi, bổ sung" in one breath is one deed.
    (
        f"có nội dung được sửa đổi, bổ sung bởi Điều 1 Luật số {ONE_LAW} {FROM}",
        [("amends", False, ONE_LAW, "dieu:1", "sure")],
    ),
    (
        f"được sửa đổi, bổ sung theo quy định tại khoản 3 Điều 1 của Luật số {ONE_LAW} {FROM}",
        [("amends", True, ONE_LAW, "dieu:1/khoan:3", "sure")],
    ),
    # The article itself, or something inside it.
    (f"được bổ sung bởi Điều 1 Luật số {ONE_LAW} {FROM}", [("supplements", True, ONE_LAW, "dieu:1", "sure")]),
    (f"bị bãi bỏ bởi Điều 2 Luật số {ONE_LAW} {FROM}", [("repeals_part", True, ONE_LAW, "dieu:2", "sure")]),
    (f"bị hủy bỏ bởi Điều 2 Luật số {ONE_LAW} {FROM}", [("repeals_part", True, ONE_LAW, "dieu:2", "sure")]),
    (f"có nội dung bị huỷ bỏ bởi Điều 2 Luật số {ONE_LAW} {FROM}",
     [("repeals_part", False, ONE_LAW, "dieu:2", "sure")]),
    (
        f"nội dung về phụ cấp tại khoản 2 Điều 3 được bãi bỏ theo quy định tại Điều 9 Luật số {ONE_LAW} {FROM}",
        [("repeals_part", False, ONE_LAW, "dieu:9", "sure")],
    ),
    (
        f"có nội dung hết hiệu lực theo quy định tại Điều 1 Luật số {ONE_LAW}, {FROM}",
        [("repeals_part", False, ONE_LAW, "dieu:1", "sure")],
    ),
    (f"bị ngưng hiệu lực bởi Điều 1 Luật số {ONE_LAW} {FROM}", [("pauses", True, ONE_LAW, "dieu:1", "sure")]),
    # Several provisions of one document: for one deed each has done it, for several it is not said which.
    (
        f"có nội dung được sửa đổi bởi Điều 1, Điều 3 Luật số {ONE_LAW} {FROM}",
        [("amends", False, ONE_LAW, "dieu:1", "sure"), ("amends", False, ONE_LAW, "dieu:3", "sure")],
    ),
    (
        f"có nội dung được sửa đổi, có nội dung bị bãi bỏ bởi Điều 1, Điều 2 Luật số {ONE_LAW} {FROM}",
        [("amends", False, ONE_LAW, "", "sure"), ("repeals_part", False, ONE_LAW, "", "sure")],
    ),
    (
        f"có nội dung được bãi bỏ theo quy định tại điểm đ khoản 2, khoản 4 Điều 23 Luật số {ONE_LAW} {FROM}",
        [
            ("repeals_part", False, ONE_LAW, "dieu:23/khoan:2/diem:đ", "sure"),
            ("repeals_part", False, ONE_LAW, "dieu:23/khoan:4", "sure"),
        ],
    ),
    (f"được sửa đổi bởi Mục 2 Thông tư số 8/2009/TT-BTC {FROM}", [("amends", True, "8/2009/TT-BTC", "muc:2", "sure")]),
    # Several documents: one deed is each one's; of several deeds only that it was changed is likely.
    (
        f"có nội dung được bổ sung bởi Điều 1 Luật số {ONE_LAW} {FROM}; Điều 4 Luật số 5/2024/QH15 có hiệu lực kể từ "
        "ngày 01 tháng 9 năm 2024",
        [("supplements", False, ONE_LAW, "dieu:1", "sure"), ("supplements", False, "5/2024/QH15", "dieu:4", "sure")],
    ),
    (
        f"được bổ sung, có nội dung bị bãi bỏ bởi Điều 1 Luật số {ONE_LAW} {FROM}; Điều 4, Điều 5 Luật số 5/2024/QH15 "
        f"{FROM}",
        [("amends", False, ONE_LAW, "dieu:1", "likely"), ("amends", False, "5/2024/QH15", "", "likely")],
    ),
    # Two groups of deeds and documents.
    (
        f"có nội dung được sửa đổi bởi Thông tư số 6/2006/TT-BTC hướng dẫn sửa đổi, bổ sung Thông tư số 1/1995/TT-BTC "
        f"ngày 5/9/1995, {FROM} và có nội dung được bổ sung bởi điểm 1, 2 Thông tư số 9/2008/TT-BTC, {FROM}",
        [
            ("amends", False, "6/2006/TT-BTC", "", "sure"),
            ("supplements", False, "9/2008/TT-BTC", "diem:1", "sure"),
            ("supplements", False, "9/2008/TT-BTC", "diem:2", "sure"),
        ],
    ),
    # Only the first document is the one that acts; a title names others, and the deeds of others.
    (
        "có nội dung được sửa đổi theo quy định tại Điều 1 Nghị định số 4/2009/NĐ-CP ngày 1 tháng 1 năm 2009 của Chính "
        f"phủ sửa đổi, bổ sung khoản 2 Điều 5 Nghị định số 8/2006/NĐ-CP về làng nghề, {FROM}",
        [("amends", False, "4/2009/NĐ-CP", "dieu:1", "sure")],
    ),
    # Slips of the edition.
    (f"có nội dung được sửa đổi bởi Điều 1 Thông tư số Thông tư số 7/2013/TT-BCT {FROM}",
     [("amends", False, "7/2013/TT-BCT", "dieu:1", "sure")]),
    (f"có nội dung được sửa đổi bởi Điều 1 Thông tư số tư số 7/2013/TT-BCT {FROM}",
     [("amends", False, "7/2013/TT-BCT", "dieu:1", "sure")]),
    (f"có nội dung được sửa đổi bởi Điều 1 Thông tư số 7 /2013/TT-BCT {FROM}",
     [("amends", False, "7/2013/TT-BCT", "dieu:1", "sure")]),
    (f"bị bãi bỏ theo quy định tại tại khoản 2 Điều 23 Luật Làng nghề số {ONE_LAW} {FROM}",
     [("repeals_part", True, ONE_LAW, "dieu:23/khoan:2", "sure")]),
    (f", được sửa đổi bởi Điều 1 Luật số {ONE_LAW} {FROM} )", [("amends", True, ONE_LAW, "dieu:1", "sure")]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), CASES)
def test_reads_who_did_what(said: str, expected: list[tuple[object, ...]]) -> None:
    read = read_changes(said)
    assert read.unread == ()
    assert [(c.kind, c.whole, c.by.number, c.own_path, c.certainty) for c in read.changes] == expected
    assert {c.effective for c in read.changes} <= {date(2023, 7, 1), date(2024, 9, 1)}
    assert all(c.effective is not None for c in read.changes)


def test_each_document_has_its_own_day() -> None:
    read = read_changes(
        "có nội dung được sửa đổi bởi Điều 1 Luật số 20/2022/QH15 có hiệu lực thi hành kể từ ngày 01/07/2023; Điều 4 "
        "Luật số 5/2024/QH15 có hiệu lực kể từ ngày 01 tháng 9 năm 2024; Điều 2 Luật số 6/2024/QH15"
    )
    assert [(c.by.number, c.effective) for c in read.changes] == [
        ("20/2022/QH15", date(2023, 7, 1)),
        ("5/2024/QH15", date(2024, 9, 1)),
        ("6/2024/QH15", None),
    ]


DAYS = [
    ("có hiệu lực thi hành đến ngày 31/12/2027", (PartDay(expired=date(2028, 1, 1)),)),
    ("có hiệu lực thi hành đến hết ngày 28/02/2027", (PartDay(expired=date(2027, 3, 1)),)),
    (
        "khoản 4, khoản 5 Điều này có hiệu lực thi hành từ ngày 01/01/2028",
        (PartDay("khoan:4", date(2028, 1, 1)), PartDay("khoan:5", date(2028, 1, 1))),
    ),
    (
        "các điểm a, đ khoản 1 có hiệu lực thi hành từ ngày 01/01/2023; Khoản 2 có hiệu lực từ ngày 01/07/2024",
        (
            PartDay("khoan:1/diem:a", date(2023, 1, 1)),
            PartDay("khoan:1/diem:đ", date(2023, 1, 1)),
            PartDay("khoan:2", date(2024, 7, 1)),
        ),
    ),
    # An article that was put in is in force from then on; one that was only added to is not.
    (f"được bổ sung bởi Điều 1 Luật số {ONE_LAW} {FROM}", (PartDay(effective=date(2023, 7, 1)),)),
    (f"có nội dung được bổ sung bởi Điều 1 Luật số {ONE_LAW} {FROM}", ()),
    ("", ()),
]


@pytest.mark.parametrize(("said", "expected"), DAYS)
def test_reads_days_of_its_own(said: str, expected: tuple[PartDay, ...]) -> None:
    assert read_changes(said).days == expected


UNREAD = [
    # Who did it is said, what was done is not.
    f"bởi Điều 1 Luật số {ONE_LAW} {FROM}",
    "có nội dung được bãi bỏ theo quy định tại khoản 2 Điều 23 Luật Làng nghề năm 2015",
    "Phụ lục II ban hành kèm theo Thông tư số 3/2012/TT-BTC có hiệu lực thi hành đến hết ngày 31/12/2027",
    f"Khoản 2 Điều 6 Thông tư số 3/2023/TT-BTC {FROM}",
    "lời lẽ khác hẳn",
]


@pytest.mark.parametrize("said", UNREAD)
def test_what_is_not_understood_is_kept_as_unread(said: str) -> None:
    read = read_changes(said)
    assert (read.changes, read.days) == ((), ())
    assert len(read.unread) == 1


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_nearly_all_notes_of_the_edition_are_read() -> None:
    from corpus.loaders.codified import read_edition

    edition = read_edition(shared("data", "phapdien", "articles.jsonl.xz"))
    said = [changes for article in edition if (changes := read_note(article.note).changes)]
    read: list[Changes] = [read_changes(one) for one in said]
    assert len(said) == 4_214
    assert sum(not one.unread for one in read) >= 4_205
    assert {change.kind for one in read for change in one.changes} == {
        "amends",
        "supplements",
        "repeals_part",
        "pauses",
    }
