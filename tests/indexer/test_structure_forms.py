"""Annexes and the forms in them, each numbered for itself. Texts are our own."""

from __future__ import annotations

import pytest

from archive.provisions import Provision
from indexer.structure import missing_articles, segment

CIRCULAR = """THÔNG TƯ
Quy định việc trồng cây
Căn cứ Luật Cây xanh;
Điều 1. Phạm vi
1. Thông tư này quy định việc trồng cây.
Điều 2. Hiệu lực
Thông tư này có hiệu lực từ ngày ký.
Nơi nhận:
- Lưu: VT.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Trần Thị Mẫu

PHỤ LỤC I
DANH MỤC CÂY
(Ban hành kèm theo Thông tư số 01/2026/TT-BNNMT)
1. Cây sấu.
2. Cây me.

PHỤ LỤC II
CÁC BIỂU MẪU
(Ban hành kèm theo Thông tư số 01/2026/TT-BNNMT)
STT
Tên mẫu
Mẫu số 01
Đơn xin trồng cây
Mẫu số 02
Quyết định cho phép trồng cây
Mẫu số 03/TC
Biên bản kiểm tra

Mẫu số 01
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
ĐƠN XIN TRỒNG CÂY
1. Họ và tên: ……………
2. Nơi ở: ……………
Mẫu số 02
ỦY BAN NHÂN DÂN ……
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
QUYẾT ĐỊNH
Điều 1. Cho phép ông (bà) …… trồng cây.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
Mẫu số 03/TC. Biên bản kiểm tra
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BIÊN BẢN
I. THÀNH PHẦN
1. Ông …… chức vụ ……
II. NỘI DUNG
Kiểm tra vườn cây.
"""


def by_path(text: str) -> dict[str, Provision]:
    return {p.path: p for p in segment(text)}


def test_forms_of_an_annex_have_their_own_addresses() -> None:
    found = by_path(CIRCULAR)
    assert list(found) == [
        "dieu:1",
        "dieu:1/khoan:1",
        "dieu:2",
        "phuluc:I",
        "phuluc:I/so:1",
        "phuluc:I/so:2",
        "phuluc:II",
        "phuluc:II/mo_dau",
        "phuluc:II/mau:01",
        "phuluc:II/mau:01/so:1",
        "phuluc:II/mau:01/so:2",
        "phuluc:II/mau:02",
        "phuluc:II/mau:02/dieu:1",
        "phuluc:II/mau:02/dieu:2",
        "phuluc:II/mau:03-TC",
        "phuluc:II/mau:03-TC/la_ma:I",
        "phuluc:II/mau:03-TC/la_ma:I/so:1",
        "phuluc:II/mau:03-TC/la_ma:II",
    ]
    form = found["phuluc:II/mau:02/dieu:1"]
    assert form.label == "Điều 1 Mẫu số 02 Phụ lục II"
    assert found["phuluc:II/mau:03-TC"].heading == "Biên bản kiểm tra"
    assert missing_articles(list(found.values())) == []
    units = [p for p in found.values() if p.unit]
    assert [p.path for p in units if p.path.startswith("phuluc:II")] == [
        "phuluc:II/mo_dau",
        "phuluc:II/mau:01",
        "phuluc:II/mau:02",
        "phuluc:II/mau:03-TC",
    ]


def test_articles_that_begin_again_in_an_annex_are_all_there() -> None:
    text = (
        "Điều 1. Một\nx.\nPHỤ LỤC\nMẪU QUYẾT ĐỊNH\n(Kèm theo Thông tư số 01/2026/TT-BNV)\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Cho phép.\nĐiều 2. Thi hành.\nQUYẾT ĐỊNH:\nĐiều 1. Thu hồi.\nĐiều 2. Thi hành.\n"
        "Điều 3. Hiệu lực.\n"
    )
    assert [p.path for p in segment(text) if p.kind == "dieu"] == [
        "dieu:1",
        "phuluc:khong-so/dieu:1",
        "phuluc:khong-so/dieu:2",
        "phuluc:khong-so/dieu:1~2",
        "phuluc:khong-so/dieu:2~2",
        "phuluc:khong-so/dieu:3",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Mẫu số 01 ban hành kèm theo Thông tư này.",
        "Mẫu số 01, Mẫu số 02 dùng cho hộ gia đình.",
        "Biểu 5 tấn quả một năm;",
        "Mẫu đơn xin trồng cây",
    ],
)
def test_words_about_forms_begin_none(line: str) -> None:
    annex = f"PHỤ LỤC I\nVƯỜN CÂY\n(Kèm theo Thông tư này)\n1. Trồng cây theo\n{line}\n{'Chăm cây. ' * 50}\n"
    text = f"Điều 1. Một\nx.\n{annex}"
    assert not any(p.kind == "mau" for p in segment(text))
