"""What stands between the archive's values and a page: marks, blocks, headings."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from archive.provisions import Provision
from indexer.snippets import Snippet
from web.presenting.body import PART_COST, blocks_of, heading_lines, paragraphs, parts_of
from web.presenting.marking import Mark, apart, with_marks
from web.presenting.results import marked


def mark(start: int, end: int) -> Mark:
    return Mark(start, end, Markup("["), Markup("]"))


@pytest.mark.parametrize(
    ("text", "places", "start", "end", "shown"),
    [
        ("abc def", [], 0, 7, "abc def"),
        ("abc def", [(4, 7)], 0, 7, "abc [def]"),
        ("a<b&c", [(1, 2)], 0, 5, "a[&lt;]b&amp;c"),
        ("abcdef", [(1, 3), (2, 5)], 0, 6, "a[bc]def"),
        ("abcdef", [(1, 3), (1, 5)], 0, 6, "a[bcde]f"),
        ("abcdef", [(1, 5)], 2, 4, "[cd]"),
        ("abcdef", [(0, 1), (5, 6)], 2, 4, "cd"),
        ("abc", [(2, 2)], 0, 3, "abc"),
    ],
)
def test_marks(text: str, places: list[tuple[int, int]], start: int, end: int, shown: str) -> None:
    assert with_marks(text, start, end, apart(mark(*place) for place in places)) == shown


@pytest.mark.parametrize(
    ("snippet", "shown"),
    [
        (Snippet("thử việc", ((0, 3),)), "<mark>thử</mark> việc"),
        (Snippet("<b>", ((0, 1),)), "<mark>&lt;</mark>b&gt;"),
        (Snippet("abc", ((0, 2), (1, 3))), "<mark>ab</mark>c"),
        (Snippet("", ()), ""),
    ],
)
def test_snippets(snippet: Snippet, shown: str) -> None:
    assert marked(snippet) == shown


TEXT = (
    "Lời nói đầu\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Một.\n2. Hai.\nLời cuối điều.\nĐiều 2. Không tên\nXong."
)
UNITS = [
    Provision("mo_dau", "mo_dau", "Phần mở đầu", "", 0, TEXT.index("Chương")),
    Provision("chuong:I", "chuong", "Chương I", "QUY ĐỊNH CHUNG", TEXT.index("Chương"), len(TEXT)),
    Provision("dieu:1", "dieu", "Điều 1", "Phạm vi", TEXT.index("Điều 1"), TEXT.index("Điều 2")),
    Provision("dieu:1/khoan:1", "khoan", "khoản 1 Điều 1", "", TEXT.index("1. Một"), TEXT.index("2. Hai")),
    Provision("dieu:1/khoan:2", "khoan", "khoản 2 Điều 1", "", TEXT.index("2. Hai"), TEXT.index("Lời cuối")),
    Provision("dieu:2", "dieu", "Điều 2", "", TEXT.index("Điều 2"), len(TEXT)),
]


def test_blocks_hold_each_word_once_under_its_own_provision() -> None:
    blocks = blocks_of(TEXT, UNITS)
    assert "".join(TEXT[b.start : b.end] for b in blocks) == TEXT
    assert [(b.provision.path if b.provision else None, TEXT[b.start : b.end].strip()[:9]) for b in blocks] == [
        ("mo_dau", "Lời nói đ"),
        ("chuong:I", "Chương I\n"),
        ("dieu:1", "Điều 1. P"),
        ("dieu:1/khoan:1", "1. Một."),
        ("dieu:1/khoan:2", "2. Hai."),
        (None, "Lời cuối "),
        ("dieu:2", "Điều 2. K"),
    ]


def test_headings_are_told_from_sentences() -> None:
    heads = {
        block.provision.path: heading_lines(TEXT, block, paragraphs(TEXT, block.start, block.end))
        for block in blocks_of(TEXT, UNITS)
        if block.provision
    }
    assert heads == {"mo_dau": 0, "chuong:I": 2, "dieu:1": 1, "dieu:1/khoan:1": 0, "dieu:1/khoan:2": 0, "dieu:2": 1}


def test_a_text_without_structure_is_cut_between_paragraphs() -> None:
    text = "Một đoạn văn bản thường.\n" * 20_000
    whole = [Provision("toan_van", "toan_van", "Toàn văn", "", 0, len(text))]
    parts = parts_of(blocks_of(text, whole))
    assert len(parts) > 3
    assert "".join(text[b.start : b.end] for part in parts for b in part) == text
    assert all(sum(b.cost for b in part) <= PART_COST for part in parts)
    assert [b.anchor for part in parts for b in part].count(True) == 1
    assert all(text[part[0].start :].lstrip("\n").startswith("Một đoạn") for part in parts)


def test_one_endless_line_is_cut_too() -> None:
    text = "x" * 200_000
    blocks = blocks_of(text, [])
    assert "".join(text[b.start : b.end] for b in blocks) == text
    assert len(blocks) > 5


def test_nothing_at_all() -> None:
    assert parts_of(blocks_of("", [])) == []
    assert parts_of(blocks_of("\n \n", [])) == []
