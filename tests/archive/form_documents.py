"""Right administrative documents of several kinds, written for these tests: each rule of form is broken in one of them.

The commune and all persons are invented; no document of an archive is needed, for form is checked from the words alone.
"""

from __future__ import annotations

PLAN = """\
ỦY BAN NHÂN DÂN
XÃ HÒA LẠC SƠN
Số: 07/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Lạc Sơn, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Tiếp công dân năm 2026

Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;
Căn cứ Nghị định số 64/2014/NĐ-CP ngày 26 tháng 6 năm 2014 của Chính phủ quy định chi tiết thi hành một số điều của \
Luật Tiếp công dân.
Ủy ban nhân dân xã Hòa Lạc Sơn ban hành Kế hoạch tiếp công dân năm 2026 như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Bảo đảm mọi công dân đến trụ sở được tiếp đúng lịch, đúng người có thẩm quyền.
2. Thực hiện đúng khoản 2 Điều 5 Luật Tiếp công dân; kết quả được công khai để Nhân dân giám sát.
II. NHIỆM VỤ
1. Chủ tịch Ủy ban nhân dân xã tiếp công dân vào thứ Hai, ngày 09 tháng 02 năm 2026 và các tuần sau theo lịch.
2. Các phòng chuyên môn thực hiện những việc sau:
a) Cử người dự buổi tiếp khi có nội dung thuộc lĩnh vực phụ trách.
b) Trả lời kiến nghị trong thời hạn đã hứa.
c) Báo cáo kết quả từ ngày 01/3/2026 đến ngày 31/3/2026 với Văn phòng.
d) Phối hợp với Công an xã giữ gìn trật tự nơi tiếp công dân.
đ) Lưu hồ sơ từng buổi tiếp.
e) Bố trí kinh phí 12.500.000 đồng, bằng 2,5% dự toán chi thường xuyên.
III. TỔ CHỨC THỰC HIỆN
Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã theo dõi, đôn đốc và báo cáo Chủ tịch Ủy ban nhân dân xã./.

Nơi nhận:
- UBND tỉnh An Bình (để b/c);
- Thường trực Đảng ủy, HĐND xã;
- Các phòng, Công an xã;
- Lưu: VT, VP.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Thị Thu Hà
"""

DECISION = """\
ỦY BAN NHÂN DÂN
XÃ HÒA LẠC SƠN
Số: 58/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Lạc Sơn, ngày 18 tháng 8 năm 2025

QUYẾT ĐỊNH
Về việc ban hành Quy chế tiếp công dân

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA LẠC SƠN
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;
Theo đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã.
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân của xã và Phụ lục về mẫu sổ.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng và các cơ quan, đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 3;
- UBND tỉnh An Bình (để b/c);
- Lưu: VT, VP.
CHỦ TỊCH
Trần Văn Bách

Phụ lục I
MẪU SỔ TIẾP CÔNG DÂN
(Kèm theo Quyết định số 58/QĐ-UBND ngày 18 tháng 8 năm 2025 của Chủ tịch Ủy ban nhân dân xã Hòa Lạc Sơn)
1. Sổ ghi theo thứ tự ngày tiếp.
2. Sổ lưu tại Văn phòng.

Phụ lục II
MẪU GIẤY HẸN
(Kèm theo Quyết định số 58/QĐ-UBND ngày 18 tháng 8 năm 2025 của Chủ tịch Ủy ban nhân dân xã Hòa Lạc Sơn)
1. Giấy hẹn ghi rõ ngày, giờ.
2. Giấy hẹn lập hai bản.
"""

LETTER = """\
UBND TỈNH AN BÌNH
SỞ NỘI VỤ
Số: 803/SNV-VTLT
V/v hướng dẫn nộp hồ sơ vào lưu trữ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Bình, ngày 14 tháng 9 năm 2026

Kính gửi:
- Văn phòng Ủy ban nhân dân tỉnh;
- Ủy ban nhân dân các xã, phường.
Thực hiện Luật Lưu trữ, Sở Nội vụ đề nghị các cơ quan, đơn vị rà soát hồ sơ đã kết thúc và lập mục lục nộp lưu.
1. Hồ sơ giấy được chỉnh lý trước khi nộp.
2. Hồ sơ điện tử nộp qua hệ thống quản lý văn bản.
Sở Nội vụ đề nghị các cơ quan, đơn vị quan tâm thực hiện./.

Nơi nhận:
- Như trên;
- Giám đốc Sở (để b/c);
- Lưu: VT, VTLT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Phạm Quốc Định
"""

RESOLUTION = """\
HỘI ĐỒNG NHÂN DÂN
XÃ HÒA LẠC SƠN
Số: 09/NQ-HĐND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Lạc Sơn, ngày 19 tháng 12 năm 2025

NGHỊ QUYẾT
Về nhiệm vụ năm 2026

HỘI ĐỒNG NHÂN DÂN XÃ HÒA LẠC SƠN
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Xét Tờ trình số 46/TTr-UBND ngày 01 tháng 12 năm 2025 của Ủy ban nhân dân xã.
QUYẾT NGHỊ:
Chương I
NHIỆM VỤ
Điều 1. Tán thành các chỉ tiêu chủ yếu năm 2026.
Điều 2. Tán thành danh mục công trình.
Chương II
THI HÀNH
Điều 3. Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết này.
Nghị quyết đã được Hội đồng nhân dân xã thông qua ngày 19 tháng 12 năm 2025./.

Nơi nhận:
- Thường trực HĐND tỉnh (để b/c);
- Đại biểu HĐND xã;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Thị Mai
"""

PARTY = """\
ĐẢNG BỘ TỈNH AN BÌNH
ĐẢNG ỦY
XÃ HÒA LẠC SƠN
*
Số 04-NQ/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa Lạc Sơn, ngày 28 tháng 4 năm 2026

NGHỊ QUYẾT
về công tác dân vận
- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
- Căn cứ Quyết định số 23-QĐ/TW, ngày 30/7/2021 của Bộ Chính trị về Quy chế công tác dân vận,
Ban Chấp hành Đảng bộ xã ban hành Nghị quyết như sau:
I. MỤC TIÊU
1. Mỗi chi bộ thôn có một mô hình dân vận.
2. Cấp ủy viên dự sinh hoạt chi bộ thôn.
Nghị quyết này phổ biến đến chi bộ./.

Nơi nhận:
- Ban Thường vụ Tỉnh ủy (để báo cáo),
- Các chi bộ,
- Lưu Văn phòng Đảng ủy.
T/M ĐẢNG ỦY
BÍ THƯ
Phạm Quốc Định
"""

RIGHT: dict[str, str] = {
    "plan": PLAN, "decision": DECISION, "letter": LETTER, "resolution": RESOLUTION, "party": PARTY,
}  # fmt: skip
