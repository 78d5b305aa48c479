"""Structure of texts as they really come: read wrongly, wrapped, with their quotation marks lost. Texts are our own."""

from __future__ import annotations

import random

import pytest

from benchmarks.article_scan import scan_articles, scan_clauses
from benchmarks.structure_damage import DAMAGES
from indexer.structure import missing_articles, segment
from tests.indexer.test_structure import AMENDING, DECISION, LAW

LONG_LAW = "Chương I\nQUY ĐỊNH CHUNG\n" + "".join(
    f"Điều {n}. Việc thứ {n} của vườn cây\n1. Người trồng cây thứ {n} chăm cây theo quy định của pháp luật về vườn cây "
    f"và theo Điều {n + 1} Luật này.\n2. Cơ quan quản lý vườn cây kiểm tra việc trồng cây theo quy định tại khoản 1.\n"
    for n in range(1, 24)
)
LONG_AMENDING = (
    "".join(
        f"Điều {n}. Sửa đổi, bổ sung Điều {n + 20}\n“Điều {n + 20}. Việc của vườn\n1. Trồng “cây ăn quả” trong vườn.\n"
        f"2. Chăm cây.”.\n"
        for n in range(1, 16)
    )
    + "Điều 16. Hiệu lực thi hành\nNghị định này có hiệu lực từ ngày 01 tháng 01 năm 2031.\n"
)
TEXTS = {"law": LAW, "long law": LONG_LAW, "amending": AMENDING, "amending, article by article": LONG_AMENDING}


def own(text: str) -> list[str]:
    return [p.path for p in segment(text) if p.kind == "dieu" and not p.quoted]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_articles_survive(name: str, damage: str) -> None:
    expected = own(TEXTS[name])
    for seed in range(6):
        assert own(DAMAGES[damage](TEXTS[name], random.Random(seed))) == expected


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Điều 2.", "2"),
        ("Diều 2.", "2"),
        ("Điểu 2.", "2"),
        ("Đỉều 2.", "2"),
        ("Điêu 2.", "2"),
        ("Đièu 2:", "2"),
        ("ĐIÊU 2.", "2"),
        ("Điều2.", "2"),
        ("Điều 2 .", "2"),
        ("Điều 2,", "2"),
        ("Điều 2", "2"),
        ("Điều 02.", "2"),
        ("„Điều 2.", None),
        ("Điều 2 Luật này quy định", None),
        ("Điều 2 của Luật", None),
        ("Điều 2, Điều 3 và", None),
        ("Điều 2 Nghị định số 30/2020/NĐ-CP về", None),
        ("Điều 2/QĐ", None),
        ("Diễu 2 hành", None),
        ("Điều kiện 2.", None),
    ],
)
def test_labels(label: str, number: str | None) -> None:
    text = f"Điều 1. Một\nx.\n{label} Hai\ny."
    assert own(text) == ["dieu:1"] + [f"dieu:{number}"] * (number is not None)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["l", "2"], ["1", "2"]),
        (["I", "2"], ["1", "2"]),
        (["9", "1O", "ll", "l2"], ["9", "10", "11", "12"]),
        (["9", "10", "11", "I2"], ["9", "10", "11", "12"]),
        (["I", "II", "III", "IV"], ["1", "2", "3", "4"]),
        (["5", "5a", "5b", "6"], ["5", "5a", "5b", "6"]),
    ],
)
def test_numbers_read_wrongly_and_roman(numbers: list[str], expected: list[str]) -> None:
    text = "".join(f"Điều {number}. Việc\nx.\n" for number in numbers)
    assert own(text) == [f"dieu:{number}" for number in expected]


@pytest.mark.parametrize(
    "effect",
    [
        "Điều 3 Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 3, Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 3\nQuyết định này có hiệu lực kể từ ngày ký.",
    ],
)
def test_a_last_article_without_its_stop(effect: str) -> None:
    text = f"Điều 1. Công nhận 05 hòa giải viên.\nĐiều 2. Giao Công chức Tư pháp theo dõi.\n{effect}\n"
    assert own(text) == ["dieu:1", "dieu:2", "dieu:3"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "trồng cây theo mẫu tại\nPhụ lục kèm theo Thông tư này.",
        "trồng cây theo danh mục cây trong vườn quy định tại\nPhụ lục I ban hành kèm theo Thông tư này.",
        "trồng cây theo quy định của pháp luật về vườn cây và\nĐiều 9. Việc khác.",
        "trồng cây theo quy định của\nChương II Luật này.",
    ],
)
def test_a_wrapped_reference_begins_nothing(wrapped: str) -> None:
    text = f"Điều 1. Một\nNgười dân trong xã {wrapped}\nĐiều 2. Hai\nChăm cây.\n"
    assert [p.path for p in segment(text)] == ["dieu:1", "dieu:2"]


def test_a_table_of_contents_without_its_heading() -> None:
    rows = "".join(f"Điều {n}. Việc thứ {n} {'.' * 12} {n + 3}\n" for n in range(1, 4))
    body = "".join(f"Điều {n}. Việc thứ {n}\nTrồng cây.\n" for n in range(1, 4))
    found = segment(f"Chương I {'…' * 4} 3\n{rows}\nChương I\nCHUNG\n{body}")
    assert [p.path for p in found if p.kind != "mo_dau"] == ["chuong:I", "dieu:1", "dieu:2", "dieu:3"]
    assert missing_articles(found) == []


@pytest.mark.parametrize(
    ("formula", "closed"),
    [("“Mã vườn = số cây x 2", ""), ("như sau: “Mã vườn = số cây", ""), ("“Cây” là", "”")],
)
def test_an_open_mark_that_quotes_no_unit_swallows_nothing(formula: str, closed: str) -> None:
    text = f"Điều 1. Một\n{formula}\nx.\nĐiều 2. Hai\ny.{closed}\nĐiều 3. Ba\nz.\n"
    assert own(text) == ["dieu:1", "dieu:2", "dieu:3"]


def test_quoted_by_any_marks() -> None:
    for opening, closing in (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'), ("”", "“"), ("‘‘", "’’"), ("''", "''")):
        quoted = f"{opening}Điều 2. Hai\n1. x.\nĐiều 3. Ba\ny.{closing}.\n"
        text = f"Điều 1. Sửa đổi Luật Cây\n1. Sửa Điều 2 và Điều 3:\n{quoted}"
        text += "2. Bãi bỏ Điều 9.\nĐiều 2. Hiệu lực\nTừ ngày ký.\n"
        found = [(p.path, p.quoted) for p in segment(text)]
        assert found == [
            ("dieu:1", False),
            ("dieu:1/khoan:1", False),
            ("dieu:1/khoan:1/dieu:2", True),
            ("dieu:1/khoan:1/dieu:2/khoan:1", True),
            ("dieu:1/khoan:1/dieu:3", True),
            ("dieu:1/khoan:2", False),
            ("dieu:2", False),
        ], opening


@pytest.mark.parametrize(
    ("text", "numberings", "strays"),
    [
        (LAW, [["1", "2", "3", "3a"]], ()),
        (AMENDING, [["1", "2"]], ()),
        (DECISION, [["1", "2"], ["1", "2"]], ()),
        ("Điều 1. A\nx\nĐiều 4. D\n", [["1"]], ("4",)),
    ],
)
def test_the_scan_that_the_segmenter_is_held_against(
    text: str, numberings: list[list[str]], strays: tuple[str, ...]
) -> None:
    found = scan_articles(text)
    assert ([one.labels for one in found.numberings], found.strays) == (numberings, strays)


def test_the_scan_of_clauses() -> None:
    assert scan_clauses("1. Một\na) x\n2. Hai “y”\n“3. z”\n2a. w\n3.5 tấn\n3. Ba") == [1, 2, 2, 3]
