"""Two texts compared: aligned by provision, word by word inside, nothing lost."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.comparing import LONG_ROW, compare_texts
from archive.words_compared import compare_words, words_of
from indexer.structure import segment

BEFORE = """QUYẾT ĐỊNH
Điều 1. Phạm vi
1. Quyết định này quy định việc giữ sạch bờ ao của các thôn trong xã.
2. Quyết định này không áp dụng với ao của gia đình.

Điều 2. Thời gian
Mỗi thôn dọn bờ ao một lần trong tháng, vào ngày chủ nhật đầu tiên.

Điều 3. Hiệu lực
Quyết định này có hiệu lực từ ngày 01 tháng 3 năm 2025.
"""
AFTER = """QUYẾT ĐỊNH
Điều 1. Phạm vi
1. Quyết định này quy định việc giữ sạch bờ ao, bờ kênh của các thôn trong xã.
2. Quyết định này không áp dụng với ao của gia đình.

Điều 2. Thời gian
Mỗi thôn dọn bờ ao hai lần[1] trong tháng, vào ngày chủ nhật đầu tiên.

Điều 2a. Kinh phí
Xã chi tiền nước uống và găng tay cho người dọn.

Điều 3. Hiệu lực
Quyết định này có hiệu lực từ ngày 01 tháng 3 năm 2025.
"""


def told(before: str, after: str) -> list[tuple[str, str, str]]:
    """What is not the same: kind, the address before, the address after."""
    found = compare_texts(before, segment(before), after, segment(after))
    return [
        (pair.kind, pair.before.path if pair.before else "", pair.after.path if pair.after else "")
        for pair in found.pairs
        if pair.kind != "same"
    ]


def test_changes_are_found_at_their_provisions() -> None:
    assert told(BEFORE, AFTER) == [
        ("changed", "dieu:1/khoan:1", "dieu:1/khoan:1"),
        ("changed", "dieu:2", "dieu:2"),
        ("new", "", "dieu:2a"),
    ]
    found = compare_texts(BEFORE, segment(BEFORE), AFTER, segment(AFTER))
    changed = [pair for pair in found.pairs if pair.kind == "changed"]
    assert [[(p.kind, (p.before or p.after).strip()) for p in pair.pieces if p.kind != "same"] for pair in changed] == [
        [("new", ", bờ kênh")],
        [("gone", "một"), ("new", "hai")],
    ]
    assert found.counts == {"same": 4, "changed": 2, "gone": 0, "new": 1}
    assert found.words_gone == 1


def test_a_renumbered_provision_is_the_same_one() -> None:
    after = BEFORE.replace("Điều 3. Hiệu lực", "Điều 4. Hiệu lực").replace(
        "Điều 2. Thời gian", "Điều 2. Tiền\nXã góp năm triệu đồng mua chổi.\n\nĐiều 3. Thời gian"
    )
    assert told(BEFORE, after) == [
        ("new", "", "dieu:2"),
        ("changed", "dieu:2", "dieu:3"),
        ("changed", "dieu:3", "dieu:4"),
    ]


def test_footnotes_and_line_breaks_are_no_difference() -> None:
    assert told(BEFORE, BEFORE.replace("một lần trong", "một lần[12]\ntrong").replace("bờ ao của", "bờ  ao của")) == []


def test_texts_without_anything_in_common_are_not_paired() -> None:
    other = "Điều 1. Chợ\nChợ họp buổi sáng, người bán tự mang bàn ghế, tự thu gom rác sau phiên."
    assert {kind for kind, _, _ in told(BEFORE, other)} == {"gone", "new"}


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("Xã làm ao.", "Xã làm ao.", [("same", "Xã làm ao.")]),
        ("", "Mới cả.", [("new", "Mới cả.")]),
        ("Cũ cả.", "", [("gone", "Cũ cả.")]),
        # A lone word that is in both by chance does not break what became something else.
        ("nộp đủ và tới tận xã", "vét ao và về thôn", [("gone", "nộp đủ và tới tận xã"), ("new", "vét ao và về thôn")]),
        ("tối đa 30 ngày", "tối đa 60 ngày", [("same", "tối đa "), ("gone", "30 "), ("new", "60 "), ("same", "ngày")]),
    ],
)  # fmt: skip
def test_words(before: str, after: str, wanted: list[tuple[str, str]]) -> None:
    assert [(p.kind, p.before or p.after) for p in compare_words(words_of(before), words_of(after))] == wanted


_TEXTS = st.lists(st.sampled_from(["ao ", "bờ ", "1. ", "\n", "Điều 2. ", "[3]", ", ", "xã", " ", "đ) "]), max_size=60)


@given(_TEXTS, _TEXTS)
def test_the_pieces_are_both_texts(one: list[str], two: list[str]) -> None:
    before, after = "".join(one), "".join(two)
    pieces = compare_words(words_of(before), words_of(after))
    if words_of(before).keys:
        assert "".join(p.before for p in pieces) == before
    if words_of(after).keys:
        assert "".join(p.after for p in pieces) == after


@given(_TEXTS, _TEXTS)
def test_every_row_of_both_sides_stands_once_and_in_order(one: list[str], two: list[str]) -> None:
    before, after = "".join(one), "".join(two)
    found = compare_texts(before, segment(before), after, segment(after))
    for side, text in (("before", before), ("after", after)):
        rows = [row for pair in found.pairs if (row := getattr(pair, side)) is not None]
        assert rows == sorted(rows, key=lambda row: row.start)
        assert all(a.end <= b.start for a, b in itertools.pairwise(rows))
        shown = "".join(row.text for row in rows)
        # A row of nothing but a footnote mark has no word to show.
        assert [c for c in shown if c.isalpha()] == [c for c in text if c.isalpha()]


def test_a_long_unbroken_text_is_compared_by_paragraph() -> None:
    lines = [f"Dòng {n} nói về việc số {n} của thôn, làm đủ, làm đúng, làm sạch." for n in range(LONG_ROW)]
    changed = [line.replace("làm sạch", "làm gọn") if n == 7 else line for n, line in enumerate(lines)]
    found = compare_texts("\n".join(lines), (), "\n".join(changed), ())
    assert found.counts["changed"] == 1
    assert found.counts["same"] == LONG_ROW - 1


def test_a_thousand_provisions_take_less_than_a_second() -> None:
    """Counted in the processor's time: the machine may be busy."""
    before = "\n".join(
        f"Điều {n}. Việc {n}\n1. Người giữ ao {n} làm việc đó mỗi ngày, đúng giờ.\n2. Việc {n} xong thì báo thôn."
        for n in range(1, 501)
    )
    after = before.replace("mỗi ngày, đúng giờ", "mỗi tuần, đúng giờ", 200).replace("Điều 250. Việc 250\n", "")
    units = segment(before), segment(after)
    began = time.process_time()
    found = compare_texts(before, units[0], after, units[1])
    assert time.process_time() - began < 15
    assert len(units[0]) > 1000
    assert 200 <= found.changes <= 205
