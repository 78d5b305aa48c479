"""The window shown of a hit, and what is marked in it."""

from __future__ import annotations

import time

import pytest

from indexer.analysis import syllables
from indexer.snippets import WIDTH, Snippet, snippet

LONG = (
    "Thời gian thử việc do hai bên thỏa thuận căn cứ vào tính chất và mức độ phức tạp của công việc nhưng chỉ được "
    "thử việc một lần đối với một công việc và bảo đảm điều kiện sau đây:\n\n"
    "1. Không quá 180 ngày đối với công việc của người quản lý doanh nghiệp;\n"
    "2. Không quá 60 ngày đối với công việc có chức danh nghề nghiệp cần trình độ chuyên môn từ cao đẳng trở lên;\n"
    "3. Không quá 30 ngày đối với công việc có chức danh cần trình độ trung cấp, công nhân kỹ thuật, nhân viên "
    "nghiệp vụ;\n4. Không quá 06 ngày làm việc đối với công việc khác."
)


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.highlights]


CASES = [
    ("người quản lý doanh nghiệp", "180 ngày", ["người quản lý doanh nghiệp"]),
    ("nhân viên nghiệp vụ", "trung cấp", ["nhân viên nghiệp vụ"]),
    ("trình độ trung cấp", "công nhân kỹ thuật", ["trình độ trung cấp"]),
    ("kĩ thuật", "công nhân", ["kỹ thuật"]),
    ("thoả thuận", "hai bên", ["thỏa thuận"]),
    ("6 ngày làm việc", "khác", ["06 ngày làm việc"]),
]


@pytest.mark.parametrize(("query", "near", "marks"), CASES)
def test_window_and_marks(query: str, near: str, marks: list[str]) -> None:
    found = snippet(LONG, syllables(query))
    assert near in found.text
    assert set(marks) <= set(marked(found))
    assert len(found.text) <= WIDTH + 20


def test_terms_far_apart_show_where_most_of_them_are() -> None:
    found = snippet(LONG, syllables("thử việc người quản lý doanh nghiệp"))
    assert "người quản lý doanh nghiệp" in found.text


def test_stop_words_are_not_marked_alone() -> None:
    found = snippet("Trách nhiệm của các cơ quan và của người dân", syllables("của các người dân"))
    assert marked(found) == ["của các", "người dân"]


def test_offsets_hold_over_squeezed_space() -> None:
    found = snippet("a\n\n\tb   thử\n việc  \n của xã", syllables("thử việc"))
    assert found.text == "a b thử việc của xã"
    assert marked(found) == ["thử việc"]


def test_text_left_out_is_told_by_dots() -> None:
    found = snippet(LONG, syllables("cao đẳng"))
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert snippet("ngắn gọn", syllables("gọn")) == Snippet("ngắn gọn", ((5, 8),))


@pytest.mark.parametrize("text", ["", "   ", "…", "x" * 1000, "một " * 200])
@pytest.mark.parametrize("terms", [[], ["một"], ["khác"]])
def test_any_text_gives_a_snippet(text: str, terms: list[str]) -> None:
    found = snippet(text, terms)
    assert len(found.text) <= max(WIDTH + 20, 1000)
    assert all(0 <= a < b <= len(found.text) for a, b in found.highlights)


def test_words_are_never_cut() -> None:
    words = set(LONG.split())
    for query in ("thử việc", "cao đẳng", "doanh nghiệp", "công việc khác", "không có"):
        assert set(snippet(LONG, syllables(query)).text.strip("… ").split()) <= words | {"…"}


def test_marks_ascend_and_stay_apart() -> None:
    found = snippet(LONG, syllables("công việc có chức danh nghề nghiệp cần trình độ"))
    flat = [place for mark in found.highlights for place in mark]
    assert flat == sorted(flat)
    assert len(set(flat)) == len(flat)


def test_quick_enough_for_a_page() -> None:
    """Two milliseconds a hit on one core; ten times that here, for slow machines."""
    terms = syllables("thời gian thử việc tối đa của người quản lý doanh nghiệp")
    snippet(LONG, terms)
    began = time.thread_time()
    for _ in range(20):
        snippet(LONG, terms)
    assert (time.thread_time() - began) / 20 < 0.02


@pytest.mark.parametrize(
    ("text", "query", "marks"),
    [
        ("mua bán/cho thuê nhà;đất", "cho thuê đất", ["cho thuê", "đất"]),
        ("về “thử việc” (thử  việc)", "thử việc", ["thử việc", "thử việc"]),
        ("của\n\nngười và của người", "của người", ["người", "của người"]),
        ("cấp, đất cấp", "cấp đất", ["cấp", "đất", "cấp"]),
        ("Cấp\nđất – đất cấp", "cấp đất", ["Cấp đất", "đất", "cấp"]),
    ],
)
def test_pairs_stand_side_by_side_whatever_is_joined_to_them(text: str, query: str, marks: list[str]) -> None:
    assert marked(snippet(text, syllables(query))) == marks
