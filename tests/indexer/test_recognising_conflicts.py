"""Facts that contradict each other are asked about; two witnesses outweigh one; damaged headings are read or asked."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.recognising import REVIEW_BELOW, recognise

HEAD = """{letterhead}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{number}
{day}
{type_}
{title}
{basis}
{speaks}
Điều 1. Trồng cây
Việc trồng cây.
Điều 2. Hiệu lực
{effect}
"""


def text(**parts: str) -> str:
    """A heading with these parts in place of the usual ones."""
    usual = {
        "letterhead": "BỘ CÔNG THƯƠNG",
        "number": "Số: 54/2025/TT-BCT",
        "day": "Hà Nội, ngày 21 tháng 11 năm 2025",
        "type_": "THÔNG TƯ",
        "title": "Quy định việc trồng cây ở chợ",
        "basis": "Căn cứ Luật Cây xanh ngày 12 tháng 5 năm 2024;\nCăn cứ Nghị định số 4/2025/NĐ-CP ngày 03/3/2025;",
        "speaks": "Bộ trưởng Bộ Công Thương ban hành Thông tư quy định việc trồng cây ở chợ.",
        "effect": "Văn bản này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2026.",
    }
    return HEAD.format(**(usual | parts))


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({}, set()),
        ({"day": "Hà Nội, ngày 21 tháng 11 năm 2024"}, {"number", "issued"}),
        ({"number": "Số: 54/2024/TT-BCT"}, {"number", "issued"}),
        ({"number": "Số: 54/QĐ-BCT", "type_": "QUYẾT ĐỊNH", "day": "Hà Nội, ngày 21 tháng 11 năm 2024"}, {"issued"}),
        ({"number": "Số: 54/QĐ-BCT", "type_": "QUYẾT ĐỊNH", "day": "Hà Nội, ngày 21 tháng 5 năm 2025"}, set()),
        # One slip in a căn cứ is no reason to doubt the document's own day.
        ({"basis": "Căn cứ Luật A ngày 12 tháng 5 năm 2024;\nCăn cứ Luật B ngày 12 tháng 5 năm 2023;\n"
                   "Căn cứ Luật C ngày 12 tháng 12 năm 2025;"}, set()),
        ({"number": "Số: 97/2025/QĐ-UBND"}, {"number", "type"}),
        # The letterhead's ministry ended on 01/3/2025.
        ({"letterhead": "BỘ GIAO THÔNG VẬN TẢI", "number": "Số: 54/2025/TT-BGTVT",
          "speaks": "Bộ trưởng Bộ Giao thông vận tải ban hành Thông tư này."}, {"issuer"}),
        ({"letterhead": "ỦY BAN NHÂN DÂN\nHUYỆN BÌNH AN", "number": "Số: 5/QĐ-UBND", "type_": "QUYẾT ĐỊNH",
          "speaks": "Theo đề nghị của Trưởng phòng Nội vụ;"}, {"issuer"}),
        ({"letterhead": "ỦY BAN NHÂN DÂN\nHUYỆN BÌNH AN", "number": "Số: 5/QĐ-UBND", "type_": "QUYẾT ĐỊNH",
          "speaks": "Theo đề nghị của Trưởng phòng Nội vụ;", "day": "Bình An, ngày 21 tháng 5 năm 2025"}, set()),
    ],
)  # fmt: skip
def test_what_is_asked(parts: dict[str, str], asked: set[str]) -> None:
    found = recognise(text(**parts))
    below = {
        field
        for field in ("type", "number", "issued", "issuer", "title")
        if getattr(found, field).confidence < REVIEW_BELOW
    }
    assert below == asked
    assert bool(found.needs_review) is bool(asked)


@pytest.mark.parametrize(
    ("parts", "issuer", "note"),
    [
        # Number and body against a letterhead left over from another document.
        ({"letterhead": "BỘ XÂY DỰNG"}, "Bộ Công Thương", "conflict:letterhead:Bộ Xây dựng"),
        ({"letterhead": "CHÍNH PHỦ"}, "Bộ Công Thương", "conflict:letterhead:Chính phủ"),
        # Letterhead and body against the number.
        ({"number": "Số: 54/2025/TT-BXD"}, "Bộ Công Thương", ""),
        ({}, "Bộ Công Thương", ""),
    ],
)
def test_two_witnesses_outweigh_one(parts: dict[str, str], issuer: str, note: str) -> None:
    found = recognise(text(**parts))
    assert (found.issuer.value, found.issuer.note) == (issuer, note)
    assert found.issuer.confidence >= REVIEW_BELOW
    assert ("conflict:issuer" in found.number.note) is ("BXD" in parts.get("number", ""))


@pytest.mark.parametrize(
    ("line", "number", "note"),
    [
        ("Sổ: 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("Sô: 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("S6: 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("S0: 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("S ố : 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("Sỏ; 12 / QĐ - UBND", "12/QĐ-UBND", "repaired"),
        ("5ố: 12/QD-UBND", "12/QĐ-UBND", "repaired"),
        ("SỐ: 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("Số 12/QĐ-UBND", "12/QĐ-UBND", ""),
        ("Số:        /QĐ-UBND", None, "blank:/QĐ-UBND"),
        ("Số: ..... /QĐ-UBND", None, "blank:/QĐ-UBND"),
        ("Sổ:        /QĐ-UBND", None, "blank:/QĐ-UBND"),
        ("Số: …", None, "blank"),
        ("Số: 1Z{/QĐ-UBND", None, "unreadable"),
    ],
)
def test_damaged_number_lines(line: str, number: str | None, note: str) -> None:
    found = recognise(text(letterhead="ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA", number=line, type_="QUYẾT ĐỊNH", speaks=""))
    assert (found.number.value, found.number.note) == (number, note)
    assert found.issuer.value == "Ủy ban nhân dân xã Suối Hoa"
    assert (
        (found.number.confidence >= REVIEW_BELOW and number is not None) or "no_number" in found.needs_review or number
    )


@pytest.mark.parametrize(
    ("line", "day", "note"),
    [
        ("Suối Hoa, ngày 05 tháng 02 năm 2026", date(2026, 2, 5), ""),
        ("Suối Hoa, ngày O5 tháng 02 năm 2O26", date(2026, 2, 5), ""),
        ("Suối Hoa, ngày 3l tháng l2 năm 2025", date(2025, 12, 31), ""),
        ("Suối Hoa, ngày    tháng    năm 2026", None, "blank;year:2026"),
        ("Suối Hoa, ngày … tháng … năm …", None, "blank"),
        ("Suối Hoa, ngày.2{ thángØ{ năm 2026", None, "unreadable"),
        ("Suối Hoa, ngày Z1 tháng ⁄ năm 20?6", None, "unreadable"),
    ],
)
def test_damaged_date_lines(line: str, day: date | None, note: str) -> None:
    found = recognise(text(number="Số: 12/QĐ-BCT", type_="QUYẾT ĐỊNH", day=line, basis="Căn cứ Luật Cây xanh;"))
    assert (found.issued.value, found.issued.note) == (day, note)
    assert found.place.value == "Suối Hoa"
    if day is None:
        assert "no_date" in found.needs_review
        assert found.issued.start >= 0


@pytest.mark.parametrize(
    ("caption", "number", "issued"),
    [
        ("(Ban hành kèm theo Thông tư số 05/2030/TT-BNV ngày 12 tháng 3 năm 2030 của Bộ trưởng Bộ Nội vụ)",
         "05/2030/TT-BNV", date(2030, 3, 12)),
        ("(Kèm theo Thông tư số 05/2030/TT-BNV)", "05/2030/TT-BNV", None),
        ("(Ban hành kèm theo Quyết định số 05/QĐ-BNV ngày 12/3/2030)", None, None),
        ("Danh mục ban hành kèm theo Thông tư số 01/2020/TT-BNV ngày 12/3/2020 hết hiệu lực.", None, None),
    ],
)  # fmt: skip
def test_a_text_without_letterhead_is_named_by_its_annex(caption: str, number: str | None, issued: date | None) -> None:
    body = (
        "THÔNG TƯ\nQuy định về lập hồ sơ\nCăn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;\n"
        "Bộ trưởng Bộ Nội vụ ban hành Thông tư quy định về lập hồ sơ.\nĐiều 1. Phạm vi\nLập hồ sơ.\n"
        f"PHỤ LỤC\n{caption}\nMẫu bìa hồ sơ\n"
    )
    found = recognise(body)
    assert (found.number.value, found.issued.value) == (number, issued)
    assert found.issuer.value == "Bộ Nội vụ"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Thông tư có hiệu lực kể từ ngày 29 tháng 12 năm 2025.", date(2025, 12, 29)),
        ("Thông tư này có hiệu lực thi hành kể từ 31 tháng 12 năm 2025.", date(2025, 12, 31)),
        ("Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.", date(2026, 1, 5)),
        ("Thông tư này có hiệu lực thi hành kể từ ngày ký ban hành.", date(2025, 11, 21)),
    ],
)
def test_more_ways_to_tell_the_day_of_effect(sentence: str, day: date) -> None:
    assert recognise(text(effect=sentence)).effective.value == day


def test_a_heading_run_together_with_the_authority() -> None:
    found = recognise(
        text(
            letterhead="CHÍNH PHỦ", number="Số: 13/NQ-CP", type_="NGHỊ QUYẾT",
            title="VỀ VIỆC TRỒNG CÂY Ở CHỢ THEO ĐỀ ÁN CỦA BỘ TRƯỞNG BỘ CÔNG THƯƠNG CHÍNH PHỦ", speaks="",
        )
    )  # fmt: skip
    assert found.title.value == "Về việc trồng cây ở chợ theo đề án của Bộ trưởng Bộ Công Thương"
    ours = "VỀ VIỆC TRỒNG CÂY Ở CHỢ THEO ĐỀ ÁN CỦA CHÍNH PHỦ"
    found = recognise(text(letterhead="CHÍNH PHỦ", number="Số: 13/NQ-CP", type_="NGHỊ QUYẾT", title=ours, speaks=""))
    assert found.title.value == "Về việc trồng cây ở chợ theo đề án của Chính phủ"


def test_a_note_below_a_title_is_no_part_of_it() -> None:
    found = recognise(text(title="Quy định việc trồng cây ở chợ\n- Nội dung được hướng dẫn"))
    assert found.title.value == "Quy định việc trồng cây ở chợ"


def test_a_post_on_two_lines() -> None:
    signed = text() + "Nơi nhận:\n- Như trên.\nKT. TỔNG THANH TRA\nPHÓ TỔNG THANH TRA\nTHƯỜNG TRỰC\nLê Văn Mẫu\n"
    found = recognise(signed)
    assert (found.position.value, found.signer.value) == ("Phó Tổng Thanh tra thường trực", "Lê Văn Mẫu")
