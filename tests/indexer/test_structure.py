"""Structure: articles, clauses and points; plans and directives; annexes; quotations. Texts here are our own."""

from __future__ import annotations

from indexer.structure import missing_articles, segment

LAW = """QUỐC HỘI

LUẬT
CÂY XANH

Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Cây xanh.

Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định việc trồng cây theo quy định tại khoản 2
Điều 5 Luật này và văn bản khác.
Điều 2. Giải thích từ ngữ
1. Cây là cây.
2. Vườn gồm:
a) Vườn nhà;
đ) Vườn trường.
Chương II
ĐIỀU KHOẢN THI HÀNH
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2030.

CHỦ TỊCH QUỐC HỘI
Nguyễn Văn Mẫu
"""


def paths(text: str, type: str = "") -> list[str]:
    return [p.path for p in segment(text, type)]


def test_a_law() -> None:
    assert paths(LAW) == [
        "mo_dau",
        "chuong:I",
        "dieu:1",
        "dieu:2",
        "dieu:2/khoan:1",
        "dieu:2/khoan:2",
        "dieu:2/khoan:2/diem:a",
        "dieu:2/khoan:2/diem:đ",
        "chuong:II",
        "dieu:3",
    ]
    assert missing_articles(segment(LAW)) == []
