"""Drafts of our own that the export is tried on, each right by the decree."""

from __future__ import annotations

from archive.drafting import DraftParts

_HEAD = {"parent": "UBND TỈNH AN BÌNH", "issuer": "ỦY BAN NHÂN DÂN\nXÃ LONG THẠNH", "place": "Long Thạnh"}
_DAY = "ngày 05 tháng 3 năm 2026"
_POWER = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
CLERKS = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_TASK = (
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã chủ trì, phối hợp với các phòng chuyên môn tham mưu tổ chức "
    "thực hiện nhiệm vụ được giao, báo cáo kết quả trước ngày 25 hằng tháng."
)
_WITH = "(Kèm theo Kế hoạch số 18/KH-UBND ngày 05 tháng 3 năm 2026\ncủa Ủy ban nhân dân xã Long Thạnh)"

PLAN = DraftParts(
    **_HEAD,
    number="18",
    symbol="KH-UBND",
    dated=_DAY,
    type="KẾ HOẠCH",
    title="Triển khai công tác dân vận chính quyền năm 2026 trên địa bàn xã Long Thạnh và nhiệm vụ của các ấp",
    bases=(_POWER, f"{CLERKS}."),
    body="\n".join(
        [
            "Ủy ban nhân dân xã Long Thạnh xây dựng Kế hoạch triển khai công tác dân vận năm 2026 như sau:",
            "I. MỤC ĐÍCH, YÊU CẦU",
            "1. Mục đích",
            "a) Nâng cao nhận thức về công tác dân vận theo Phụ lục I và Phụ lục II kèm theo Kế hoạch này;",
            "b) Kịp thời giải quyết kiến nghị của Nhân dân.",
            "2. Yêu cầu",
            "Việc triển khai phải cụ thể, đúng tiến độ, tiết kiệm.",
            "II. NỘI DUNG",
            *(f"{number}. {_TASK}" for number in range(1, 12)),
            "Trên đây là Kế hoạch triển khai công tác dân vận, yêu cầu các đơn vị tổ chức thực hiện./.",
        ]
    ),
    recipients=("UBND tỉnh (để báo cáo);", "TT. Đảng ủy, TT. HĐND xã;", "CT, các PCT UBND xã;", "Lưu: VT, VHXH."),
    authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
    position="PHÓ CHỦ TỊCH",
    signer="Nguyễn Văn Minh",
    annexes=(
        f"Phụ lục I\nDANH MỤC NHIỆM VỤ NĂM 2026\n{_WITH}\nTT | Nhiệm vụ | Đơn vị chủ trì\n"
        "1 | Đối thoại với Nhân dân | Văn phòng\n2 | Tiếp công dân định kỳ | Công an xã",
        f"Phụ lục II\nTIẾN ĐỘ THỰC HIỆN\n{_WITH}\n1. Quý I: ban hành Kế hoạch.\n2. Quý II: kiểm tra.",
    ),
)
LETTER = DraftParts(
    **_HEAD,
    number="25",
    symbol="UBND-VHXH",
    dated=_DAY,
    title="V/v tăng cường bảo đảm an toàn thực phẩm dịp Tết Trung thu",
    addressees=("Phòng Văn hóa - Xã hội;", "Công an xã;", "Trạm Y tế xã."),
    body="Ủy ban nhân dân xã yêu cầu:\n1. Phòng Văn hóa - Xã hội tuyên truyền.\n2. Công an xã kiểm tra./.",
    recipients=("Như trên;", "Lưu: VT, VHXH."),
    authority="TM. ỦY BAN NHÂN DÂN",
    position="CHỦ TỊCH",
    signer="Trần Thị Hoa",
)
DECISION = DraftParts(
    **_HEAD,
    number="07",
    symbol="QĐ-UBND",
    dated=_DAY,
    type="QUYẾT ĐỊNH",
    title="Về việc thành lập Ban Chỉ đạo chuyển đổi số",
    acting="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ LONG THẠNH",
    bases=(_POWER, f"{CLERKS};"),
    lead_out="Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.\nQUYẾT ĐỊNH:",
    body="Điều 1. Thành lập Ban Chỉ đạo chuyển đổi số xã Long Thạnh gồm các ông, bà có tên sau đây:\n"
    "1. Ông Nguyễn Văn An, Chủ tịch Ủy ban nhân dân xã, Trưởng ban.\nĐiều 2. Nhiệm vụ\n1. Chỉ đạo chung.\n"
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký./.",
    recipients=("Như Điều 3;", "Lưu: VT, VHXH."),
    position="CHỦ TỊCH",
    signer="Trần Thị Hoa",
)
RESOLUTION = DraftParts(
    party=True,
    parent="ĐẢNG BỘ TỈNH AN BÌNH",
    issuer="ĐẢNG ỦY XÃ LONG THẠNH",
    place="Long Thạnh",
    number="04",
    symbol="NQ/ĐU",
    dated=_DAY,
    type="NGHỊ QUYẾT",
    title="về công tác dân vận năm 2026",
    bases=("- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",),
    body="I. TÌNH HÌNH\n1. Ưu điểm\nCông tác dân vận có chuyển biến.\nII. MỤC TIÊU\n1. Đổi mới công tác dân vận.",
    recipients=("Tỉnh ủy (để báo cáo),", "Các chi bộ,", "Lưu Văn phòng Đảng ủy."),
    authority="T/M ĐẢNG ỦY",
    position="BÍ THƯ",
    signer="Lê Văn Bình",
)
