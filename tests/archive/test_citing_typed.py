"""What is typed into the citation box."""

from __future__ import annotations

import pytest

from archive.citing.typed import parse_typed


@pytest.mark.parametrize(
    ("line", "words", "pinpoint"),
    [
        ("nd 30 2020", "nd 30 2020", ""),
        ("k2 đ5 nd 30 2020", "nd 30 2020", "dieu:5/khoan:2"),
        ("nd 30/2020 k2 đ5", "nd 30/2020", "dieu:5/khoan:2"),
        ("d5 k2 luat luu tru", "luat luu tru", "dieu:5/khoan:2"),
        ("điểm a khoản 2 Điều 5 của Nghị định 30/2020/NĐ-CP", "Nghị định 30/2020/NĐ-CP", "dieu:5/khoan:2/diem:a"),
        ("a k2 đ5 luật đất đai", "luật đất đai", "dieu:5/khoan:2/diem:a"),
        ("đak2đ5 luật đất đai", "luật đất đai", "dieu:5/khoan:2/diem:a"),
        ("đ.5 k.2 luật lưu trữ", "luật lưu trữ", "dieu:5/khoan:2"),
        ("khoản 2a điều 5 nghị định 30", "nghị định 30", "dieu:5/khoan:2a"),
        ("muc II k3 25-NQ/TW", "25-NQ/TW", "la_ma:II/so:3"),
        ("chương ii luật đất đai", "luật đất đai", "chuong:II"),
        ("phụ lục i nd 30", "nd 30", "phuluc:I"),
        ("kh 12", "kh 12", ""),
        ("kế hoạch 12/KH-UBND", "kế hoạch 12/KH-UBND", ""),
        ("đa dạng sinh học", "đa dạng sinh học", ""),
        ("ban đ 5", "ban", "dieu:5"),
    ],
)
def test_document_and_provision(line: str, words: str, pinpoint: str) -> None:
    typed = parse_typed(line)
    assert (typed.words, typed.pinpoint) == (words, pinpoint)


def test_a_toneless_point_may_be_two() -> None:
    typed = parse_typed("diem d khoan 1 dieu 7 luat luu tru")
    assert typed.pinpoints == ("dieu:7/khoan:1/diem:d", "dieu:7/khoan:1/diem:đ")
    assert typed.among({"dieu:7/khoan:1/diem:đ"}) == "dieu:7/khoan:1/diem:đ"
    assert typed.among(set()) == "dieu:7/khoan:1/diem:d"
    assert parse_typed("điểm d khoản 1 điều 7 luật lưu trữ").pinpoints == ("dieu:7/khoan:1/diem:d",)
