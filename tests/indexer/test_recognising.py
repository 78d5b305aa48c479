"""What documents say of themselves. The samples are our own: invented bodies, real layouts."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from archive.folding import nfc
from benchmarks.facts import ADJUDICATED, agrees, difference, read_records, read_verdicts, recorded
from benchmarks.facts import FIELDS as FACTS
from indexer.recognising import Fact, Recognised, recognise
from indexer.text import repair_text
from tests.shared_data import needs_shared, shared

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI HOA
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: 15/KH-UBND

Suối Hoa, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Thực hiện công tác dân vận chính quyền năm 2026

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21/9/2000 của Thủ tướng Chính phủ về tăng cường công tác dân vận;
Theo đề nghị của Trưởng phòng Văn hóa - Xã hội xã,
Ủy ban nhân dân xã ban hành Kế hoạch thực hiện công tác dân vận chính quyền năm 2026 như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao trách nhiệm của cán bộ, công chức.

Nơi nhận:
- UBND tỉnh (b/c);
- Thường trực Đảng ủy xã;
- Lưu: VT, VHXH.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Thị Mẫu
"""

TWO_COLUMNS = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BÌNH AN\tĐộc lập - Tự do - Hạnh phúc
SỞ NỘI VỤ
Số: 1234/QĐ-SNV\tBình An, ngày 12 tháng 10 năm 2025

QUYẾT ĐỊNH
VỀ VIỆC BAN HÀNH QUY CHẾ LÀM VIỆC CỦA SỞ NỘI VỤ TỈNH BÌNH AN

GIÁM ĐỐC SỞ NỘI VỤ
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận:\tGIÁM ĐỐC
- Như Điều 2;
- Lưu: VT.\tLê Văn Mẫu
"""

RUN_TOGETHER = """CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 900/2030/NĐ-CP Hà Nội, ngày 05 tháng 3 năm 2030
NGHỊ ĐỊNH
Quy định chi tiết một số điều của Luật Cây xanh về bảo vệ
cây cổ thụ và vườn ươm
Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;
Chính phủ ban hành Nghị định quy định chi tiết một số điều của Luật Cây xanh.
Điều 1. Phạm vi điều chỉnh
Nghị định này có hiệu lực thi hành từ ngày 20 tháng 4 năm 2030.
TM. CHÍNH PHỦ
THỦ TƯỚNG
(Đã ký)
Nguyễn Văn Mẫu
"""

PARTY = """ĐẢNG BỘ TỈNH BÌNH AN
ĐẢNG ỦY XÃ SUỐI HOA
*
Số 127-CTr/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Suối Hoa, ngày 03 tháng 6 năm 2026

CHƯƠNG TRÌNH
thực hiện Nghị quyết số 25-NQ/TW về công tác dân vận
-----
- Căn cứ Nghị quyết số 25-NQ/TW ngày 03/6/2013 của Ban Chấp hành Trung ương khóa XI;
Ban Thường vụ Đảng ủy xây dựng Chương trình như sau:
I- MỤC TIÊU
1. Giữ vững lòng tin.

Nơi nhận:
- Ban Thường vụ Tỉnh ủy,
- Lưu Văn phòng Đảng ủy.

T/M BAN THƯỜNG VỤ
BÍ THƯ
Phạm Văn Mẫu
"""

LETTER = """UBND XÃ SUỐI HOA
PHÒNG VĂN HÓA - XÃ HỘI\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/VHXH-TTCS
V/v rà soát hương ước, quy ước
của các thôn\tSuối Hoa, ngày 11 tháng 8 năm 2025

Kính gửi: Trưởng các thôn.

Thực hiện Nghị định số 61/2023/NĐ-CP, Phòng đề nghị các thôn rà soát.
Nơi nhận:
- Như trên;
- Lưu: VT.
TRƯỞNG PHÒNG
Đỗ Thị Mẫu
"""

LAW = """QUỐC HỘI
Luật số: 901/2030/QH17
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
LUẬT
CÂY XANH ĐÔ THỊ
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Cây xanh đô thị.
Điều 1. Phạm vi điều chỉnh
Luật này quy định về cây.
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2031.
Luật này được Quốc hội khóa XVII, kỳ họp thứ 2 thông qua ngày 20 tháng 11 năm 2030.
CHỦ TỊCH QUỐC HỘI
Nguyễn Thị Mẫu
"""

UNACCENTED = """BO NOI VU
CONG HOA XA HOI CHU NGHIA VIET NAM
Doc lap - Tu do - Hanh phuc
So: 07/2031/TT-BNV
Ha Noi, ngay 02 thang 4 nam 2031
THONG TU
Huong dan cong tac van thu
Can cu Nghi dinh so 30/2020/ND-CP;
"""

BARE = """THÔNG TƯ
Quy định về lập hồ sơ
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Bộ trưởng Bộ Nội vụ ban hành Thông tư quy định về lập hồ sơ.
Điều 1. Phạm vi
Thông tư này quy định về lập hồ sơ.
"""

OLD_STYLE = """NGHỊ ĐỊNH
CỦA CHÍNH PHỦ SỐ 98/1999/NĐ-CP NGÀY 14 THÁNG 8 NĂM 1999
VỀ VIỆC TRỒNG CÂY Ở XÃ
CHÍNH PHỦ
Căn cứ Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992;
Điều 1. Trồng cây.
"""

DRAFT = """UBND THỊ TRẤN MẪU ĐƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
DỰ THẢO
Số:       /BC-UBND\tMẫu Đơn, ngày    tháng    năm 2024
**BÁO CÁO**
**Kết quả thực hiện Quy chế dân chủ ở cơ sở năm 2024**
I. KẾT QUẢ
1. Đã làm.
"""

JOINT = """BỘ TƯ PHÁP - BỘ CÔNG AN - BỘ NỘI VỤ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 03/2031/TTLT-BTP-BCA-BNV\tHà Nội, ngày 09 tháng 5 năm 2031
THÔNG TƯ LIÊN TỊCH
Quy định việc phối hợp trồng cây
Căn cứ Luật Cây xanh;
"""

WEB_TEXT = """BỘ TÀI CHÍNH
-------
\t CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
\t
Số: 77 /2031/TT-BTС\t Hà Nội, ngày 3l tháng 12 năm 2O31 \t
THÔNG TƯ
Sửa đổi, bổ sung một số điều của Thông tư số 11/2030/TT-BTC
ngày 12 tháng 3 năm 2030 của Bộ trưởng Bộ Tài chính quy định về phí trồng cây;
phí chăm cây
____________
Căn cứ Luật Phí và lệ phí số 97/2015/QH13;
"""


@pytest.mark.parametrize(
    ("text", "type_", "number", "issued", "issuer", "title"),
    [
        (PLAN, "Kế hoạch", "15/KH-UBND", date(2026, 2, 5), "Ủy ban nhân dân xã Suối Hoa",
         "Thực hiện công tác dân vận chính quyền năm 2026"),
        (TWO_COLUMNS, "Quyết định", "1234/QĐ-SNV", date(2025, 10, 12), "Sở Nội vụ tỉnh Bình An",
         "Về việc ban hành quy chế làm việc của Sở Nội vụ tỉnh Bình An"),
        (RUN_TOGETHER, "Nghị định", "900/2030/NĐ-CP", date(2030, 3, 5), "Chính phủ",
         "Quy định chi tiết một số điều của Luật Cây xanh về bảo vệ cây cổ thụ và vườn ươm"),
        (PARTY, "Chương trình", "127-CTr/ĐU", date(2026, 6, 3), "Đảng ủy xã Suối Hoa",
         "Thực hiện Nghị quyết số 25-NQ/TW về công tác dân vận"),
        (LETTER, "Công văn", "45/VHXH-TTCS", date(2025, 8, 11), "Phòng Văn hóa - Xã hội xã Suối Hoa",
         "Về việc rà soát hương ước, quy ước của các thôn"),
        (LAW, "Luật", "901/2030/QH17", date(2030, 11, 20), "Quốc hội", "Luật Cây xanh đô thị"),
        (UNACCENTED, "Thông tư", "07/2031/TT-BNV", date(2031, 4, 2), "Bộ Nội vụ", "Huong dan cong tac van thu"),
        (BARE, "Thông tư", None, None, "Bộ Nội vụ", "Quy định về lập hồ sơ"),
        (OLD_STYLE, "Nghị định", "98/1999/NĐ-CP", date(1999, 8, 14), "Chính phủ", "Về việc trồng cây ở xã"),
        (DRAFT, "Báo cáo", None, None, "Ủy ban nhân dân thị trấn Mẫu Đơn",
         "Kết quả thực hiện Quy chế dân chủ ở cơ sở năm 2024"),
        (JOINT, "Thông tư liên tịch", "03/2031/TTLT-BTP-BCA-BNV", date(2031, 5, 9), "Bộ Tư pháp;Bộ Công an;Bộ Nội vụ",
         "Quy định việc phối hợp trồng cây"),
        (WEB_TEXT, "Thông tư", "77/2031/TT-BTC", date(2031, 12, 31), "Bộ Tài chính",
         "Sửa đổi, bổ sung một số điều của Thông tư số 11/2030/TT-BTC ngày 12 tháng 3 năm 2030 của Bộ trưởng "
         "Bộ Tài chính quy định về phí trồng cây; phí chăm cây"),
    ],
    ids=["plan", "two columns", "run together", "party", "letter", "law", "unaccented", "bare", "old style", "draft",
         "joint", "web text"],
)  # fmt: skip
def test_the_facts_of_the_opening(
    text: str, type_: str, number: str | None, issued: date | None, issuer: str, title: str
) -> None:
    found = recognise(text)
    assert (found.type.value, found.number.value, found.issued.value) == (type_, number, issued)
    assert (found.issuer.value, found.title.value) == (issuer, title)


ALL = [PLAN, TWO_COLUMNS, RUN_TOGETHER, PARTY, LETTER, LAW, UNACCENTED, BARE, OLD_STYLE, DRAFT, JOINT, WEB_TEXT]


@pytest.mark.parametrize("text", ALL)
def test_evidence_lies_in_the_text(text: str) -> None:
    found = recognise(text)
    for name in Recognised.__dataclass_fields__:
        fact = getattr(found, name)
        if isinstance(fact, Fact) and fact.value is not None:
            assert 0 <= fact.start < fact.end <= len(text), name
            assert 0 < fact.confidence <= 1, name
            assert text[fact.start : fact.end].strip(), name


@pytest.mark.parametrize(
    ("text", "signer", "position", "authority", "recipients"),
    [
        (PLAN, "Trần Thị Mẫu", "Phó Chủ tịch", "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH", 3),
        (TWO_COLUMNS, "Lê Văn Mẫu", "Giám đốc", None, 2),
        (RUN_TOGETHER, "Nguyễn Văn Mẫu", "Thủ tướng", "TM. CHÍNH PHỦ", 0),
        (PARTY, "Phạm Văn Mẫu", "Bí thư", "T/M BAN THƯỜNG VỤ", 2),
        (LETTER, "Đỗ Thị Mẫu", "Trưởng phòng", None, 2),
        (LAW, "Nguyễn Thị Mẫu", "Chủ tịch Quốc hội", None, 0),
        (BARE, None, None, None, 0),
    ],
)
def test_the_signature(
    text: str, signer: str | None, position: str | None, authority: str | None, recipients: int
) -> None:
    found = recognise(text)
    assert (found.signer.value, found.position.value, found.authority.value) == (signer, position, authority)
    assert len(found.recipients.value or ()) == recipients


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (PLAN, ()),
        (RUN_TOGETHER, ()),
        (LAW, ()),
        (DRAFT, ("draft", "no_number", "no_date")),
        (BARE, ("no_number", "no_date")),
        ("", ("no_type", "no_number", "no_date", "no_issuer", "no_title")),
        ("Một đoạn văn không phải văn bản.", ("no_type", "no_number", "no_date", "no_issuer", "no_title")),
    ],
)
def test_what_a_person_must_look_at(text: str, reasons: tuple[str, ...]) -> None:
    assert recognise(text).needs_review == reasons


def test_a_blank_number_keeps_its_symbol_and_a_blank_date_its_year() -> None:
    found = recognise(DRAFT)
    assert found.draft
    assert found.symbol == "/BC-UBND"
    assert found.number.note == "blank:/BC-UBND"
    assert found.issued.note == "blank;year:2024"
    assert found.place.value == "Mẫu Đơn"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Quyết định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2026.", date(2026, 7, 1)),
        ("Quyết định này có hiệu lực kể từ ngày 15/8/2026 và thay thế Quyết định số 3/QĐ-UBND.", date(2026, 8, 15)),
        ("Quyết định này có hiệu lực kể từ ngày ký.", date(2026, 2, 5)),
        ("Quyết định này có hiệu lực thi hành từ ngày ký ban hành.", date(2026, 2, 5)),
        ("Nghị định số 30/2020/NĐ-CP có hiệu lực thi hành từ ngày 05 tháng 3 năm 2020.", None),
        ("“Quyết định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2020.”", None),
    ],
)
def test_the_day_of_effect(sentence: str, day: date | None) -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\nSố: 16/QĐ-UBND\nSuối Hoa, ngày 05 tháng 02 năm 2026\nQUYẾT ĐỊNH\n"
        "Về việc trồng cây\n"
        f"Căn cứ Luật Cây xanh;\nĐiều 1. Trồng cây.\nĐiều 2. Thi hành\n{sentence}\n"
    )
    assert recognise(text).effective.value == day


@pytest.mark.parametrize(
    ("mark", "secrecy", "urgency"),
    [
        ("MẬT", "MẬT", None),
        ("TỐI MẬT", "TỐI MẬT", None),
        ("Tuyệt mật", "TUYỆT MẬT", None),
        ("HỎA TỐC", None, "HỎA TỐC"),
        ("KHẨN", None, "KHẨN"),
        ("", None, None),
    ],
)
@pytest.mark.parametrize("after", [False, True], ids=["in the letterhead", "after the heading"])
def test_marks(mark: str, secrecy: str | None, urgency: str | None, after: bool) -> None:
    lines = PLAN.split("\n")
    place = lines.index("KẾ HOẠCH") + (2 if after else -1)
    lines.insert(place, mark)
    found = recognise("\n".join(lines))
    assert (found.secrecy.value, found.urgency.value) == (secrecy, urgency)
    assert found.title.value == "Thực hiện công tác dân vận chính quyền năm 2026"


def test_a_word_in_running_text_is_no_mark() -> None:
    assert recognise(PLAN.replace("1. Mục đích\n", "1. Mục đích\nMẬT\n")).secrecy.value is None


def test_the_basis_block() -> None:
    wrapped = PLAN.replace("của Thủ tướng Chính phủ về tăng", "của Thủ tướng\nChính phủ về tăng")
    for text in (PLAN, wrapped):
        found = recognise(text)
        bases = [text[b.start : b.end] for b in found.bases]
        assert [b[:14] for b in bases] == ["Căn cứ Luật Tổ", "Căn cứ Chỉ thị"]
        assert [b[-9:] for b in bases] == ["ăm 2025;", "dân vận;"] or all(b.endswith(";") for b in bases)
        assert (found.basis_start, found.basis_end) == (found.bases[0].start, found.bases[-1].end)


@pytest.mark.parametrize(
    ("letterhead", "number", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH", "3/KH-UBND", "Ủy ban nhân dân xã Hòa Bình"),
        ("UBND HUYỆN EA SÚP\nPHÒNG NỘI VỤ", "3/KH-PNV", "Phòng Nội vụ huyện Ea Súp"),
        ("HỘI ĐỒNG NHÂN DÂN\nPHƯỜNG 5", "3/KH-HĐND", "Hội đồng nhân dân phường 5"),
        ("THÀNH ỦY BÌNH AN\nBAN DÂN VẬN\n*", "3-KH/BDVTU", "Ban Dân vận Thành ủy Bình An"),
        ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nXÃ SUỐI HOA\nBAN THƯỜNG TRỰC", "3/KH-MTTQ-BTT",
         "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Suối Hoa"),
        ("BỘ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG", "3/KH-BNNMT", "Bộ Nông nghiệp và Môi trường"),
        ("NGÂN HÀNG NHÀ NƯỚC\nVIỆT NAM", "3/KH-NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("VĂN PHÒNG\nCHÍNH PHỦ", "3/KH-VPCP", "Văn phòng Chính phủ"),
        ("ỦY BAN THƯỜNG VỤ\nQUỐC HỘI", "3/KH-UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\n*", "3-KH/TW", "Ban Chấp hành Trung ương"),
        ("BỘ CHÍNH TRỊ\n*", "3-KH/TW", "Bộ Chính trị"),
        ("TỈNH ỦY BÌNH AN\n*", "3-KH/TU", "Tỉnh ủy Bình An"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG TIỂU HỌC LÊ LỢI", "3/KH-THLL", "Trường Tiểu học Lê Lợi"),
        ("CHỦ TỊCH NƯỚC", "3/KH-CTN", "Chủ tịch nước"),
    ],
)  # fmt: skip
def test_issuers_of_letterheads(letterhead: str, number: str, issuer: str) -> None:
    text = (
        f"{letterhead}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: {number}\n"
        "Bình An, ngày 02 tháng 4 năm 2026\nKẾ HOẠCH\nTrồng cây\nI. VIỆC\n1. Làm.\n"
    )
    assert recognise(text).issuer.value == issuer


@pytest.mark.parametrize(
    ("letterhead", "number", "issuer", "review"),
    [
        ("BỘ GIAO THÔNG VẬN TẢI", "54/2025/TT-BCT", "Bộ Giao thông vận tải", True),
        ("CHÍNH PHỦ", "30/2025/QĐ-TTg", "Thủ tướng Chính phủ", False),
        ("BỘ CÔNG THƯƠNG", "54/2025/TT-BCT", "Bộ Công Thương", False),
    ],
)
def test_a_letterhead_that_the_number_contradicts_is_shown(
    letterhead: str, number: str, issuer: str, review: bool
) -> None:
    text = (
        f"{letterhead}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: {number}\nHà Nội, ngày 02 tháng 4 năm 2025\n"
        f"{'QUYẾT ĐỊNH' if 'QĐ' in number else 'THÔNG TƯ'}\nVề trồng cây\nĐiều 1. Trồng cây.\n"
    )
    found = recognise(text)
    assert found.issuer.value == issuer
    assert ("low_confidence:issuer" in found.needs_review) is review


def test_the_issuer_of_a_text_without_letterhead_comes_from_what_there_is() -> None:
    text = (
        "Số: /KH-UBND\n\nSuối Hoa, ngày tháng năm 2024\n\nKẾ HOẠCH Trồng cây năm 2024\n\n"
        "Ủy ban nhân dân thị trấn xây dựng Kế hoạch trồng cây năm 2024, như sau:\n\nI. MỤC ĐÍCH\n\n1. Trồng.\n\n"
        "**TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**\n\nTrần Thị Mẫu"
    )
    found = recognise(text)
    assert found.issuer.value == "Ủy ban nhân dân thị trấn Suối Hoa"
    assert found.issuer.confidence < 0.7
    assert found.needs_review == ("draft", "no_number", "no_date", "low_confidence:issuer")
    assert (found.title.value, found.signer.value) == ("Trồng cây năm 2024", "Trần Thị Mẫu")


def test_a_consolidated_text_is_what_its_attestation_says() -> None:
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTHÔNG TƯ\nHướng dẫn trồng cây\n"
        "Thông tư số 13/2030/TT-BNV ngày 30 tháng 6 năm 2030 của Bộ trưởng Bộ Nội vụ hướng dẫn trồng cây, có hiệu lực\n"
        "từ ngày 15 tháng 8 năm 2030, được sửa đổi, bổ sung bởi:\nThông tư số 12/2031/TT-BNV ngày 14/11/2031.\n"
        "Căn cứ Luật Cây xanh;\nĐiều 1. Trồng cây\nTrồng cây./.\nBỘ NỘI VỤ\nSố: 470/VBHN-BNV\n"
        "XÁC THỰC VĂN BẢN HỢP NHẤT\nHà Nội, ngày 10 tháng 02 năm 2032\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nLê Văn Mẫu\n"
    )
    found = recognise(text)
    assert (found.type.value, found.type.note) == ("Văn bản hợp nhất", "of:Thông tư")
    assert (found.number.value, found.issued.value) == ("470/VBHN-BNV", date(2032, 2, 10))
    assert (found.issuer.value, found.title.value) == ("Bộ Nội vụ", "Hướng dẫn trồng cây")
    assert (found.signer.value, found.effective.value, found.needs_review) == ("Lê Văn Mẫu", None, ())


SEED_BASES = 3
"""Căn cứ lines of the real town plan in ../shared/data/seed."""


@needs_shared
@pytest.mark.shared
def test_the_real_plan_of_a_town() -> None:
    [path] = shared("data", "seed").glob("*.txt")
    text = nfc(path.read_text(encoding="utf-8"))
    found = recognise(text)
    assert (found.type.value, found.number.value, found.symbol) == ("Kế hoạch", None, "/KH-UBND")
    assert (found.issued.value, found.issued.note) == (None, "blank;year:2024")
    assert found.title.value == "Triển khai thực hiện công tác dân vận chính quyền năm 2024"
    assert (found.place.value, found.issuer.value) == ("Phú Phong", "Ủy ban nhân dân thị trấn Phú Phong")
    assert found.draft
    assert found.needs_review == ("draft", "no_number", "no_date", "low_confidence:issuer")
    assert len(found.bases) == SEED_BASES
    assert (found.signer.value, len(found.recipients.value)) == ("Nguyễn Trung Hậu", 9)


@needs_shared
@pytest.mark.shared
@pytest.mark.slow
def test_real_documents_against_their_metadata() -> None:
    """441 recent documents of the national database, read from their text alone.

    Every difference was looked at (`tests/labelled/vbpl_facts.csv`): a new one, or a sure fact that is wrong, fails.
    """
    verdicts = read_verdicts(ADJUDICATED)
    differ: dict[tuple[str, str], bool] = {}
    counts: Counter[str] = Counter()
    for record in read_records(shared("data", "vbpl", "documents.jsonl.xz")):
        text = repair_text(record["text"] or "")
        if not (record["title"] and text):
            continue
        found = recognise(text)
        counts["signer"] += found.signer.value is not None
        counts["effective"] += found.effective.value is not None
        counts["sure"] += not found.needs_review
        for field in FACTS:
            if recorded(record, field) and not agrees(found, record, field):
                differ[record["item"], field] = difference(found, record, field).asked
    assert set(differ) - set(verdicts) == set()
    assert {key for key, asked in differ.items() if verdicts[key] == "ours" and not asked} == set()
    assert {key for key, asked in differ.items() if verdicts[key] == "absent" and not asked} == set()
    floors = {"signer": 430, "effective": 432, "sure": 420}
    assert {name: counts[name] for name in floors if counts[name] < floors[name]} == {}


def test_a_paragraph_below_the_title_is_no_title() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ BÌNH AN\nSố: 04/CT-UBND\nBình An, ngày 05 tháng 9 năm 2026\nCHỈ THỊ\n"
        "Về tăng cường quản lý chợ dân sinh\n"
        "Chín tháng qua, các chợ trên địa bàn xã hoạt động ổn định, người mua đông hơn năm trước nhưng rác thải chưa "
        "được thu gom kịp thời và việc lấn chiếm lối đi còn xảy ra. Ban quản lý chợ chưa kiểm tra thường xuyên.\n"
        "1. Ban quản lý chợ\nBố trí lại các quầy hàng trước ngày 30 tháng 9.\n"
    )
    assert recognise(text).title.value == "Về tăng cường quản lý chợ dân sinh"
