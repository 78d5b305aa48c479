"""A small office's archive for the web tests: our own texts, real numbers, dates and titles."""

from __future__ import annotations

import io
from datetime import date

from docx import Document as Docx

from archive.documents import Archive
from archive.stored import NewDocument
from indexer.engine.base import Engine
from indexer.indexing import index_documents
from indexer.structure import segment

LABOUR = """BỘ LUẬT
LAO ĐỘNG

Chương III
HỢP ĐỒNG LAO ĐỘNG

Điều 24. Thử việc
1. Hai bên có thể thỏa thuận nội dung thử việc ngay trong hợp đồng hoặc trong một hợp đồng riêng.
2. Không áp dụng thử việc với hợp đồng dưới 01 tháng.

Điều 25. Thời gian thử việc
Thời gian thử việc tối đa tùy công việc, mỗi công việc chỉ thử một lần:
1. Người quản lý doanh nghiệp: tối đa 180 ngày.
2. Công việc khác:
a) Cần trình độ cao đẳng trở lên: tối đa 60 ngày;
b) Cần trình độ trung cấp: tối đa 30 ngày;
đ) Còn lại: tối đa 06 ngày làm việc.

Điều 26. Tiền lương thử việc
Tiền lương thử việc do hai bên thỏa thuận.
Văn bản theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.
"""

PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG MẪU
Số: 15/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Mẫu, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Trồng cây chắn sóng dọc bờ kênh năm 2026

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Ủy ban nhân dân xã xây dựng Kế hoạch trồng cây chắn sóng như sau:
I. MỤC ĐÍCH
1. Giữ bờ kênh không sạt lở trong mùa lũ.
2. Mỗi thôn nhận chăm sóc một đoạn bờ kênh.
II. TỔ CHỨC THỰC HIỆN
Các thôn báo cáo kết quả trước ngày 30 tháng 11 năm 2026./.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Thị Mẫu
"""

WRONG_DATE = "Nghị định số 30/2020/NĐ-CP ngày 15/3/2020 của Chính phủ về công tác văn thư"
RIGHT = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
DRAFT = f"""KẾ HOẠCH
Sắp xếp lại kho lưu trữ năm 2026

Căn cứ {WRONG_DATE};
Căn cứ Chỉ thị số 18/2000/CT-TTg ngày 21/9/2000 của Thủ tướng Chính phủ về tăng cường công tác dân vận;

Ủy ban nhân dân xã xây dựng Kế hoạch như sau.
"""

_CENTRAL = "Ban Chấp hành Trung ương Đảng khóa"
CATALOGUE = (
    NewDocument(
        origin="test:nd30",
        type="Nghị định",
        number="30/2020/NĐ-CP",
        issued=date(2020, 3, 5),
        issuer="Chính phủ",
        title="Về công tác văn thư",
        effective=date(2020, 3, 5),
        status="CHL",
        status_certainty="sure",
        as_of=date(2026, 11, 1),
        source="Công báo",
    ),
    NewDocument(
        origin="test:ct18",
        type="Chỉ thị",
        number="18/2000/CT-TTg",
        issued=date(2000, 9, 21),
        issuer="Thủ tướng Chính phủ",
        title="Về tăng cường công tác dân vận",
        source="danh mục",
    ),
    NewDocument(
        origin="test:nq25-xi",
        type="Nghị quyết",
        number="25-NQ/TW",
        issued=date(2013, 6, 3),
        issuer=f"{_CENTRAL} XI",
        title="Về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới",
        certainty="doubtful",
        note="ngày ký chưa đối chiếu bản chính",
    ),
    NewDocument(
        origin="test:nq25-x",
        type="Nghị quyết",
        number="25-NQ/TW",
        issued=date(2008, 7, 25),
        issuer=f"{_CENTRAL} X",
        title="Về tăng cường sự lãnh đạo của Đảng đối với công tác thanh niên",
    ),
    NewDocument(
        origin="test:pl34",
        type="Pháp lệnh",
        number="34/2007/PL-UBTVQH11",
        issued=date(2007, 4, 20),
        issuer="Ủy ban Thường vụ Quốc hội",
        title="Thực hiện dân chủ ở xã, phường, thị trấn",
        effective=date(2007, 7, 1),
        expired=date(2023, 7, 1),
        status="HHL",
        as_of=date(2026, 11, 1),
        source="danh mục",
    ),
)


def long_law(articles: int = 400) -> str:
    """The text of an invented law far too long for one page."""
    lines = ["LUẬT", "Ao làng", ""]
    for number in range(1, articles + 1):
        if number % 50 == 1:
            lines += [f"Chương {_roman(number // 50 + 1)}", f"PHẦN VIỆC SỐ {number // 50 + 1}"]
        lines.append(f"Điều {number}. Việc thứ {number} của ao làng")
        lines += [
            f"{k}. Người giữ ao thứ {number} làm việc {k} mỗi ngày, đúng giờ, đủ người, đủ nước." for k in (1, 2, 3)
        ]
    return "\n".join(lines) + "\n"


def _roman(number: int) -> str:
    return ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number]


def fill(archive: Archive, engine: Engine) -> dict[str, int]:
    """File everything; gives the documents' ids by a short name."""
    ids = {new.origin.removeprefix("test:"): archive.add(new).document_id for new in CATALOGUE}
    ids["labour"] = _with_text(
        archive,
        NewDocument(
            origin="test:labour",
            type="Bộ luật",
            number="45/2019/QH14",
            issued=date(2019, 11, 20),
            issuer="Quốc hội",
            title="Bộ luật Lao động",
            effective=date(2021, 1, 1),
            text=LABOUR,
        ),
    )
    ids["sample"] = _with_text(
        archive,
        NewDocument(
            origin="test:sample",
            type="Kế hoạch",
            number="15/KH-UBND",
            issued=date(2025, 2, 3),
            issuer="Ủy ban nhân dân xã Hòa Lạc Sơn",
            title="Trồng cây năm 2025",
            sample=True,
            text=PLAN.replace("2026", "2025"),
        ),
    )
    ids["long"] = _with_text(
        archive,
        NewDocument(origin="test:long", type="Luật", number="99/2024/QH15", title="Ao làng", text=long_law()),
    )
    index_documents(archive, engine, ids.values())
    return ids


def _with_text(archive: Archive, new: NewDocument) -> int:
    provisions = segment(new.text, new.type)
    links = archive.read_links(new, provisions)
    return archive.add(new, provisions, links.resolutions, statements=links.statements).document_id


def docx_of(text: str) -> bytes:
    """The text as a DOCX file, a paragraph a line."""
    document = Docx()
    for line in text.splitlines():
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
