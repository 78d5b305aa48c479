"""Citations by number in running text: spans, facts behind the number, lists, damage, and what is none."""

from __future__ import annotations

import pytest

from tests.archive.citation_cases import check, read_case

NUMBERS = [
    # the word of the date misread
    ("theo ⟦Thông tư số 09/2021/TT-BTC ngàỵ 05/3/2021⟧;", "Thông tư | 09/2021/TT-BTC | Bộ Tài chính | 2021-03-05"),
    # ministries, old and new
    ("⟦Thông tư số 05/2025/TT-BNV ngày 14 tháng 5 năm 2025 của Bộ trưởng Bộ Nội vụ quy định nghiệp vụ lưu"
        " trữ tài liệu lưu trữ số⟧.",
     "Thông tư | 05/2025/TT-BNV | Bộ Nội vụ | 2025-05-14 | quy định nghiệp vụ lưu trữ tài liệu lưu trữ số"),
    ("theo ⟦Thông tư số 12/2025/TT-BNNMT ngày 19/6/2025 của Bộ Nông nghiệp và Môi trường⟧;",
     "Thông tư | 12/2025/TT-BNNMT | Bộ Nông nghiệp và Môi trường | 2025-06-19"),
    ("⟦Thông tư 24/2014/TT-BTNMT ngày 19-5-2014 của Bộ Tài nguyên và Môi trường quy định về hồ sơ địa chính⟧",
     "Thông tư | 24/2014/TT-BTNMT | Bộ Tài nguyên và Môi trường | 2014-05-19 | quy định về hồ sơ địa chính"),
    ("⟦Thông tư số 03/2025/TT-BDTTG của Bộ Dân tộc và Tôn giáo⟧ có hiệu"
        " lực", "Thông tư | 03/2025/TT-BDTTG | Bộ Dân tộc và Tôn giáo"),
    ("⟦Thông tư số 09/2021/TT-BLĐTBXH⟧", "Thông tư | 09/2021/TT-BLĐTBXH | Bộ Lao động - Thương binh và Xã hội"),
    ("⟦Thông tư số 22/2021/TT-BGDĐT ngày 20 tháng 7 năm"
        " 2021⟧", "Thông tư | 22/2021/TT-BGDĐT | Bộ Giáo dục và Đào tạo | 2021-07-20"),
    ("⟦Thông tư số 39/2016/TT-NHNN ngày 30/12/2016 của Thống đốc Ngân hàng Nhà nước Việt Nam⟧",
     "Thông tư | 39/2016/TT-NHNN | Ngân hàng Nhà nước Việt Nam | 2016-12-30"),
    ("⟦Thông tư số 04/2021/TT-TTCP của Tổng Thanh tra Chính phủ⟧", "Thông tư | 04/2021/TT-TTCP | Thanh tra Chính phủ"),
    ("⟦Quyết định số 17/2002/QĐ-BNN⟧", "Quyết định | 17/2002/QĐ-BNN | Bộ Nông nghiệp và Phát triển nông thôn"),
    ("⟦Nghị quyết số 02/2018/NQ-HĐTP ngày 15 tháng 5 năm 2018 của Hội đồng Thẩm phán Tòa án nhân dân tối cao⟧",
     "Nghị quyết | 02/2018/NQ-HĐTP | Hội đồng Thẩm phán Tòa án nhân dân tối cao | 2018-05-15"),
    ("⟦Quyết định số 1989/QĐ-BGDĐT⟧ ngày", "Quyết định | 1989/QĐ-BGDĐT | Bộ Giáo dục và Đào tạo"),
    ("⟦Thông tư 40/2017/TT-BTC ngày 28/4/2017 của Bộ Tài chính⟧ (sau đây gọi là Thông"
        " tư)", "Thông tư | 40/2017/TT-BTC | Bộ Tài chính | 2017-04-28"),
    ("⟦Văn bản hợp nhất số 12/VBHN-BNV ngày 03/02/2025 của Bộ Nội"
        " vụ⟧", "Văn bản hợp nhất | 12/VBHN-BNV | Bộ Nội vụ | 2025-02-03"),
    # State, central
    ("⟦Nghị quyết số 131/NQ-CP ngày 06/10/2022 của Chính phủ về đẩy mạnh cải cách thủ tục hành chính⟧",
     "Nghị quyết | 131/NQ-CP | Chính phủ | 2022-10-06 | về đẩy mạnh cải cách thủ tục hành chính"),
    ("⟦Công điện số 71/CĐ-TTg ngày 23/5/2025 của Thủ tướng Chính"
        " phủ⟧", "Công điện | 71/CĐ-TTg | Thủ tướng Chính phủ | 2025-05-23"),
    ("⟦Nghị quyết số 96/2019/QH14 của Quốc hội⟧", "Nghị quyết | 96/2019/QH14 | Quốc hội"),
    ("⟦Lệnh số 05/2024/L-CTN⟧", "Lệnh | 05/2024/L-CTN | Chủ tịch nước"),
    ("⟦Quyết định 1088/QĐ-CTN ngày 10 tháng 10 năm 2024 của Chủ tịch"
        " nước⟧", "Quyết định | 1088/QĐ-CTN | Chủ tịch nước | 2024-10-10"),
    ("⟦Nghị quyết liên tịch số 72/2025/NQLT-CP-ĐCTUBTWMTTQVN⟧", "Nghị quyết liên tịch | 72/2025/NQLT-CP-ĐCTUBTWMTTQVN"),
    ("⟦Nghị quyết số 66.7/2025/NQ-CP ngày 15/11/2025 của Chính"
        " phủ⟧", "Nghị quyết | 66.7/2025/NQ-CP | Chính phủ | 2025-11-15"),
    ("⟦Nghị định của Chính phủ số 30/2020/NĐ-CP ngày 05/3/2020 về công tác văn thư⟧",
     "Nghị định | 30/2020/NĐ-CP | Chính phủ | 2020-03-05 | về công tác văn thư"),
    ("⟦Nghị định số 13/CP của Chính phủ⟧ ban hành", "Nghị định | 13-CP | Chính phủ"),
    ("⟦Quyết định số 34-TTg ngày 20 tháng 01 năm 1995⟧", "Quyết định | 34-TTg | Thủ tướng Chính phủ | 1995-01-20"),
    ("⟦Sắc lệnh số 53/SL ngày 20 tháng 10 năm 1945⟧", "Sắc lệnh | 53-SL | Chủ tịch nước | 1945-10-20"),
    # provinces and communes
    ("⟦Quyết định số 12/2024/QĐ-UBND ngày 15 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh Đắk Lắk ban hành Quy"
        " định về phân cấp quản lý⟧;",
     "Quyết định | 12/2024/QĐ-UBND | Ủy ban nhân dân tỉnh Đắk Lắk | 2024-03-15 "
     "| ban hành Quy định về phân cấp quản lý"),
    ("⟦Kế hoạch số 210/KH-UBND ngày 31/12/2025 của UBND tỉnh Bà Rịa - Vũng Tàu về cải cách hành chính năm 2026⟧",
     "Kế hoạch | 210/KH-UBND | Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu | 2025-12-31 | về cải cách hành chính năm 2026"),
    ("⟦Nghị quyết số 27/NQ-HĐND ngày 19/12/2025 của HĐND xã Ea H'leo khóa"
        " II⟧", "Nghị quyết | 27/NQ-HĐND | Hội đồng nhân dân xã Ea H'leo | 2025-12-19"),
    ("⟦Công văn số 4521/UBND-KGVX ngày 10/7/2025 của UBND Thành phố Hồ Chí Minh V/v tăng cường công tác"
        " tiếp công dân⟧.",
     "Công văn | 4521/UBND-KGVX | Ủy ban nhân dân Thành phố Hồ Chí Minh | 2025-07-10 "
     "| V/v tăng cường công tác tiếp công dân"),
    ("⟦Tờ trình số 12/TTr-UBND ngày 05/01/2026 của UBND phường Điện Biên"
        " Phủ⟧", "Tờ trình | 12/TTr-UBND | Ủy ban nhân dân phường Điện Biên Phủ | 2026-01-05"),
    ("⟦Thông báo số 33/TB-VPCP ngày 12/02/2026 của Văn phòng Chính"
        " phủ⟧", "Thông báo | 33/TB-VPCP | Văn phòng Chính phủ | 2026-02-12"),
    ("⟦Quyết định số 505/QĐ-UBND của Chủ tịch UBND huyện Krông Bông⟧",
     "Quyết định | 505/QĐ-UBND | Chủ tịch Ủy ban nhân dân huyện Krông Bông"),
    ("⟦Hướng dẫn số 07/HD-SNV ngày 15/01/2026 của Sở Nội vụ tỉnh Gia"
        " Lai⟧", "Hướng dẫn | 07/HD-SNV | Sở Nội vụ tỉnh Gia Lai | 2026-01-15"),
    ("thực hiện ⟦văn bản số 88/UBND-NC⟧ và các văn bản khác", "Công văn | 88/UBND-NC | Ủy ban nhân dân"),
    ("⟦Báo cáo số 639/BC-UBPLTP15 ngày 09/7/2025 của Thường trực Ủy ban Pháp luật và Tư pháp⟧",
     "Báo cáo | 639/BC-UBPLTP15 | Thường trực Ủy ban Pháp luật và Tư pháp | 2025-07-09"),
    # Party, Front, unions
    ("⟦Chỉ thị số 35-CT/TW ngày 26/5/2014 của Bộ Chính trị về tăng cường sự lãnh đạo của Đảng đối với công"
        " tác tiếp công dân⟧",
     "Chỉ thị | 35-CT/TW | Bộ Chính trị | 2014-05-26 "
     "| về tăng cường sự lãnh đạo của Đảng đối với công tác tiếp công dân"),
    ("⟦Nghị quyết số 43-NQ/TW ngày 24/11/2023 của Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XIII⟧",
     "Nghị quyết | 43-NQ/TW | Ban Chấp hành Trung ương Đảng khóa XIII | 2023-11-24"),
    ("⟦Nghị quyết số 19-NQ/TW của Hội nghị Trung ương 6 (khóa"
        " XII)⟧", "Nghị quyết | 19-NQ/TW | Ban Chấp hành Trung ương Đảng khóa XII"),
    ("⟦Quy định số 22-QĐ/TW ngày 28 tháng 7 năm 2021 của Ban Chấp hành Trung"
        " ương⟧", "Quy định | 22-QĐ/TW | Ban Chấp hành Trung ương | 2021-07-28"),
    ("⟦Quyết định số 45-QĐ/TU ngày 02/3/2026 của Ban Thường vụ Tỉnh ủy Thanh"
        " Hóa⟧", "Quyết định | 45-QĐ/TU | Ban Thường vụ Tỉnh ủy Thanh Hóa | 2026-03-02"),
    ("⟦Kế hoạch số 18-KH/ĐU ngày 05/02/2026 của Đảng ủy xã Phú"
        " Lâm⟧", "Kế hoạch | 18-KH/ĐU | Đảng ủy xã Phú Lâm | 2026-02-05"),
    ("⟦Hướng dẫn số 03-HD/BTGDVTW ngày 10/4/2025 của Ban Tuyên giáo và Dân vận Trung ương⟧",
     "Hướng dẫn | 03-HD/BTGDVTW | Ban Tuyên giáo và Dân vận Trung ương | 2025-04-10"),
    ("⟦Thông tri số 02-TT/TW⟧", "Thông tri | 02-TT/TW | Trung ương Đảng"),
    ("⟦Chương trình hành động số 07-CTr/HU⟧", "Chương trình | 07-CTr/HU | Huyện ủy"),
    ("⟦Công văn số 812-CV/VPTU⟧ của", "Công văn | 812-CV/VPTU | Văn phòng Tỉnh ủy"),
    ("⟦Hướng dẫn số 52/HD-MTTW-BTT ngày 20/6/2025 của Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam⟧",
     "Hướng dẫn | 52/HD-MTTW-BTT | Ban Thường trực Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam | 2025-06-20"),
    ("⟦Kế hoạch số 15/KH-TLĐ⟧", "Kế hoạch | 15/KH-TLĐ | Tổng Liên đoàn Lao động Việt Nam"),
    ("⟦Nghị quyết số"
        " 05-NQ/TWĐTN⟧", "Nghị quyết | 05-NQ/TWĐTN | Ban Chấp hành Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
    # joint
    ("⟦Thông tư liên tịch số 01/2020/TTLT-BCA-BQP-TANDTC-VKSNDTC ngày 01/6/2020 của Bộ Công an, Bộ Quốc"
        " phòng, Tòa án nhân dân tối cao, "
     "Viện kiểm sát nhân dân tối cao⟧;",
     "Thông tư liên tịch | 01/2020/TTLT-BCA-BQP-TANDTC-VKSNDTC "
     "| Bộ Công an;Bộ Quốc phòng;Tòa án nhân dân tối cao;Viện kiểm sát nhân dân tối cao | 2020-06-01"),
    ("⟦Thông tư liên tịch số 27/2015/TTLT/BKHCN-BTC của Bộ Khoa học và Công nghệ - Bộ Tài chính⟧",
     "Thông tư liên tịch | 27/2015/TTLT-BKHCN-BTC | Bộ Khoa học và Công nghệ;Bộ Tài chính"),
    ("⟦Kết luận số 09-KL/TW của Bộ Chính trị, Ban Bí thư⟧, các ngành", "Kết luận | 09-KL/TW | Bộ Chính trị;Ban Bí thư"),
    # order and wording
    ("⟦Nghị định số 78/2025/NĐ-CP của Chính phủ ngày 01/4/2025⟧", "Nghị định | 78/2025/NĐ-CP | Chính phủ | 2025-04-01"),
    ("⟦Nghị định số 78/2025/NĐ-CP, ngày 01/4/2025, của Chính"
        " phủ⟧", "Nghị định | 78/2025/NĐ-CP | Chính phủ | 2025-04-01"),
    ("⟦Nghị định số 78/2025/NĐ-CP (ngày 01/4/2025)⟧ quy định", "Nghị định | 78/2025/NĐ-CP | Chính phủ | 2025-04-01"),
    ("⟦Nghị định 78/2025/NĐ-CP ban hành ngày 01/4/2025⟧", "Nghị định | 78/2025/NĐ-CP | Chính phủ | 2025-04-01"),
    ("⟦Chỉ thị số 16/CT-TTg năm 2017⟧", "Chỉ thị | 16/CT-TTg | Thủ tướng Chính phủ"),
    ("⟦QĐ 749/QĐ-TTg⟧ ngày hôm nay", "Quyết định | 749/QĐ-TTg | Thủ tướng Chính phủ"),
    ("xem ⟦30/2020/NĐ-CP⟧.", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦nghị định số 30/2020/NĐ-CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦NGHỊ ĐỊNH SỐ 30/2020/NĐ-CP NGÀY 05 THÁNG 3 NĂM 2020 CỦA CHÍNH"
        " PHỦ⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ | 2020-03-05"),
]  # fmt: skip

DAMAGED = [
    ("⟦Quyết đinh số 2O25/QĐ-TTg⟧", "Quyết định | 2025/QĐ-TTg | Thủ tướng Chính phủ"),
    ("⟦Nghị dịnh số 59/2O23/ND-CP ngày l4/8/2023⟧", "Nghị định | 59/2023/NĐ-CP | Chính phủ | 2023-08-14"),
    ("⟦Thông tu số O5/2025/TT-BNV⟧", "Thông tư | 05/2025/TT-BNV | Bộ Nội vụ"),
    ("⟦Chỉ thi sô 18/2000/CT-TTG⟧", "Chỉ thị | 18/2000/CT-TTg | Thủ tướng Chính phủ"),
    ("⟦Luật số 64/2025/QHI5⟧", "Luật | 64/2025/QH15 | Quốc hội"),
    ("⟦Nghị quyết số 76/2025/UBTVQHl5⟧", "Nghị quyết | 76/2025/UBTVQH15 | Ủy ban Thường vụ Quốc hội"),
    ("⟦Nghị quyết số 25-NQ/T.Ư⟧", "Nghị quyết | 25-NQ/TW | Ban Chấp hành Trung ương"),
    ("⟦Nghị quyết số 25-NQ/TƯ ngảy 03/6/2013⟧", "Nghị quyết | 25-NQ/TW | Ban Chấp hành Trung ương | 2013-06-03"),
    ("⟦Nghị quyết số 12/NQ-HDND⟧", "Nghị quyết | 12/NQ-HĐND | Hội đồng nhân dân"),
    ("⟦Kế hoạch số 15/KH-UBNĐ⟧", "Kế hoạch | 15/KH-UBND | Ủy ban nhân dân"),
    ("⟦Thông báo số 12/TBUBND⟧", "Thông báo | 12/TB-UBND | Ủy ban nhân dân"),
    ("⟦Quyết định số 44/QĐUBND⟧", "Quyết định | 44/QĐ-UBND | Ủy ban nhân dân"),
    ("⟦Nghị quyết số 25/NQ-TW⟧", "Nghị quyết | 25-NQ/TW | Ban Chấp hành Trung ương"),
    ("⟦Nghị định số 30 / 2020 / NĐ - CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Nghị định số 30/2020/\nNĐ-CP ngày 05\ntháng 3 năm 2020 của\nChính"
        " phủ⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ | 2020-03-05"),
    ("⟦Nghị định số\n30/2020/NĐ-CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Nghị định\u00a0số\u00a030/2020/NĐ\u2011CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Quyết định số 06/Q\u00d0\u2013TTg⟧", "Quyết định | 06/QĐ-TTg | Thủ tướng Chính phủ"),
    ("⟦Thông tư số 06/2026/TT-BT\u0421⟧", "Thông tư | 06/2026/TT-BTC | Bộ Tài chính"),
    ("⟦Thông tư số 06/2026/\u0422\u0422-\u0412\u0422\u0421⟧", "Thông tư | 06/2026/TT-BTC | Bộ Tài chính"),
    ("⟦Nghi\u0323 đi\u0323nh sô\u0301 30/2020/NĐ-CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Nghị định số\u200b 30/2020/NĐ\u200b-CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Nghị định số126/2020/NĐ-CP⟧đề nghị", "Nghị định | 126/2020/NĐ-CP | Chính phủ"),
    ("⟦Thông tư số 131/2012/TT-BTCngày 13/8/2012⟧", "Thông tư | 131/2012/TT-BTC | Bộ Tài chính | 2012-08-13"),
    ("⟦Quyết định số 1.234/QĐ-UBND⟧", "Quyết định | 1234/QĐ-UBND | Ủy ban nhân dân"),
    ("⟦Thông tư số: 111/1998/TT/BTC⟧", "Thông tư | 111/1998/TT-BTC | Bộ Tài chính"),
    ("⟦Quyết định số 167/BYT-QĐ ngày 04 tháng 02 năm 1997 của Bộ Y"
        " tế⟧", "Quyết định | 167/BYT-QĐ | Bộ Y tế | 1997-02-04"),
]  # fmt: skip

LISTS = [
    ("các ⟦Nghị định: số 45/2020/NĐ-CP⟧, ⟦số 61/2018/NĐ-CP⟧ và ⟦số 42/2022/NĐ-CP⟧",
     "Nghị định | 45/2020/NĐ-CP "
     "| Chính phủ", "Nghị định | 61/2018/NĐ-CP | Chính phủ", "Nghị định | 42/2022/NĐ-CP | Chính phủ"),
    ("⟦Nghị định số 45/2020/NĐ-CP⟧;"
        " ⟦61/2018/NĐ-CP⟧", "Nghị định | 45/2020/NĐ-CP | Chính phủ", "Nghị định | 61/2018/NĐ-CP | Chính phủ"),
    ("các Thông tư số ⟦01⟧,"
        " ⟦02/2011/TT-BNV⟧", "Thông tư | 01/2011/TT-BNV | Bộ Nội vụ", "Thông tư | 02/2011/TT-BNV | Bộ Nội vụ"),
    ("các Kết luận số ⟦114⟧, ⟦120⟧ và ⟦43-KL/TW⟧ của Bộ Chính"
        " trị", "Kết luận | 114-KL/TW | Bộ Chính trị", "Kết luận | 120-KL/TW | Bộ Chính trị",
     "Kết luận | 43-KL/TW | Bộ Chính trị"),
    ("⟦Quyết định số 43/2001/QĐ-BGDĐT ngày 09/11/2001⟧, ⟦số 03/2002/QĐ-BGDĐT ngày 24/01/2002⟧ và ⟦số"
        " 47/2002/QĐ-BGDĐT ngày 19/11/2002⟧",
     "Quyết định | 43/2001/QĐ-BGDĐT | … | 2001-11-09", "Quyết định | 03/2002/QĐ-BGDĐT | … | 2002-01-24",
     "Quyết định | 47/2002/QĐ-BGDĐT | … | 2002-11-19"),
    ("⟦Kế hoạch số 15/KH-UBND⟧ và ⟦Kế hoạch số 16/KH-UBND của UBND xã A⟧",
     "Kế hoạch | 15/KH-UBND | Ủy ban nhân dân xã A", "Kế hoạch | 16/KH-UBND | Ủy ban nhân dân xã A"),
    ("⟦Nghị quyết số 18-NQ/TW⟧, ⟦Nghị quyết số 19-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XII⟧",
     "Nghị quyết | 18-NQ/TW "
     "| Ban Chấp hành Trung ương Đảng khóa XII", "Nghị quyết | 19-NQ/TW | Ban Chấp hành Trung ương Đảng khóa XII"),
    ("⟦Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư⟧ và ⟦Thông tư số 05/2025/TT-BNV của Bộ Nội vụ⟧",
     "Nghị định | 30/2020/NĐ-CP | Chính phủ | | về công tác văn thư", "Thông tư | 05/2025/TT-BNV | Bộ Nội vụ"),
    ("⟦Luật số 35/2018/QH14⟧, ⟦Luật số 98/2025/QH15⟧ và ⟦Nghị định số 9/2020/NĐ-CP⟧",
     "Luật | 35/2018/QH14 | Quốc hội", "Luật | 98/2025/QH15 | Quốc hội", "Nghị định | 9/2020/NĐ-CP | Chính phủ"),
]  # fmt: skip

SHORT = [
    ("Theo ⟦Nghị định 59/2023⟧ thì", "Nghị định | 59/2023/NĐ-CP | Chính phủ"),
    ("⟦NĐ 30⟧ có nêu", "Nghị định | | Chính phủ"),
    ("⟦Nghị định số 30⟧, các xã", "Nghị định | | Chính phủ"),
    ("⟦Chỉ thị số 16 của Thủ tướng Chính phủ⟧", "Chỉ thị | 16/CT-TTg | Thủ tướng Chính phủ"),
    ("⟦Nghị quyết 57 của Bộ Chính trị về đột phá phát triển khoa"
        " học⟧", "Nghị quyết | 57-NQ/TW | Bộ Chính trị | | về đột phá phát triển khoa học"),
    ("⟦Thông tư 01/2011 của Bộ Nội vụ⟧", "Thông tư | 01/2011/TT-BNV | Bộ Nội vụ"),
    ("⟦Nghị định 30 năm 2020 của Chính phủ⟧", "Nghị định | … | Chính phủ"),
    ("⟦Nghị quyết Trung ương 4 (khóa XII)⟧ về", "Nghị quyết | | Ban Chấp hành Trung ương"),
    ("⟦Nghị quyết Hội nghị Trung ương 8 khóa XIII⟧", "Nghị quyết | | Ban Chấp hành Trung ương"),
    ("⟦Nghị quyết Hội nghị lần thứ bảy Ban Chấp hành Trung ương Đảng khóa"
        " XI⟧", "Nghị quyết | | Ban Chấp hành Trung ương"),
    ("⟦NQ TW 7 khóa XI⟧", "Nghị quyết | | Ban Chấp hành Trung ương"),
    ("⟦Kết luận Hội nghị Trung ương 6 khóa XIII⟧", "Kết luận | | Ban Chấp hành Trung ương"),
    ("⟦Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng⟧", "Nghị quyết | | Đại hội Đảng"),
    ("⟦Nghị quyết Đại hội XIV⟧ đã nêu", "Nghị quyết | | Đại hội Đảng"),
    ("⟦30.2020.NĐ-CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦18_2000_CT_TTg⟧", "Chỉ thị | 18/2000/CT-TTg | Thủ tướng Chính phủ"),
    ("⟦thong tu 01 2011 tt bnv⟧", "Thông tư | 01/2011/TT-BNV | Bộ Nội vụ"),
    ("⟦Luật số 10 năm 2022⟧", "Luật | … | Quốc hội"),
    ("⟦Thông báo Kết luận số 12-TB/TU⟧", "Thông báo | 12-TB/TU"),
    ("⟦Luật 64/2025⟧", "Luật | 64/2025/QH15 | Quốc hội"),
]  # fmt: skip

HEADERS = [
    ("⟦Số: 12/NQ-HĐND⟧\nPhú Lâm, ngày 20 tháng 12 năm 2025", "Nghị quyết | 12/NQ-HĐND | Hội đồng nhân dân"),
    ("UBND XÃ A\n⟦Số: 05/BC-UBND⟧\tXã A, ngày 03 tháng 6 năm 2026", "Báo cáo | 05/BC-UBND | Ủy ban nhân dân"),
    ("⟦Số 05-NQ/ĐU⟧", "Nghị quyết | 05-NQ/ĐU | Đảng ủy"),
    ("⟦Số: 30/2020/NĐ-CP⟧", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Số:…/QĐ-UBND⟧", "Quyết định | /QĐ-UBND | Ủy ban nhân dân"),
    ("⟦Số: ......./KH-UBND⟧", "Kế hoạch | /KH-UBND | Ủy ban nhân dân"),
    ("⟦Số       -KH/ĐU⟧", "Kế hoạch | -KH/ĐU | Đảng ủy"),
    ("**⟦Số: /KH-UBND⟧**", "Kế hoạch | /KH-UBND | Ủy ban nhân dân"),
    ("⟦Luật số: 137/2025/QH15⟧\n\nLUẬT", "Luật | 137/2025/QH15 | Quốc hội"),
]  # fmt: skip

TITLES = [
    ("⟦Quyết định số 23-QĐ/TW ngày 30/7/2021 của Bộ Chính trị về việc ban hành Quy chế công tác dân vận⟧; các đơn vị",
     "… | … | … | … | về việc ban hành Quy chế công tác dân vận"),
    ("⟦Nghị định số 1/2030/NĐ-CP của Chính phủ quy định chi tiết một số điều⟧ được sửa đổi, bổ sung bởi"
        " ⟦Nghị định số 2/2031/NĐ-CP⟧",
     "… | … | … | | quy định chi tiết một số điều", "Nghị định | 2/2031/NĐ-CP | Chính phủ"),
    ("⟦Nghị định số 1/2030/NĐ-CP ngày 02/01/2030 của Chính phủ về hòa giải⟧ hết hiệu lực kể từ ngày",
     "… | … | … | 2030-01-02 | về hòa giải"),
    ("⟦Chỉ thị số 05/CT-UBND ngày 02/01/2026 của UBND xã A về phòng, chống cháy,\nnổ mùa khô⟧\nĐiều 2.",
     "… | … | … | 2026-01-02 | về phòng, chống cháy, nổ mùa khô"),
    ("⟦Chỉ thị số 05/CT-UBND ngày 02/01/2026 của UBND xã A về phòng cháy⟧\n- Các đơn"
        " vị", "… | … | … | 2026-01-02 | về phòng cháy"),
    ("(⟦Quyết định số 9/QĐ-UBND ngày 02/01/2026 của UBND xã A về khen thưởng⟧)"
        " và", "… | … | … | 2026-01-02 | về khen thưởng"),
    ("⟦Quyết định số 9/QĐ-UBND ngày 02/01/2026 của UBND xã A về việc phê duyệt Đề án “Dân vận khéo” giai"
        " đoạn 2026 - 2030⟧.",
     "… | … | … | … | về việc phê duyệt Đề án “Dân vận khéo” giai đoạn 2026 - 2030"),
    ("⟦Nghị định số 30/2020/NĐ-CP⟧ quy định như sau: a) văn thư", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Nghị định số 30/2020/NĐ-CP của Chính phủ⟧ quy định tại phụ lục", "Nghị định | 30/2020/NĐ-CP | Chính phủ"),
    ("⟦Kế hoạch số 3/KH-UBND ngày 02/01/2026 của UBND xã A thực hiện công tác dân"
        " vận⟧".replace("⟦", "Căn cứ ⟦", 1) + ";",
     "… | … | … | … | thực hiện công tác dân vận"),
    ("⟦Nghị định số 79/2025/NĐ-CP của Chính phủ về kiểm tra, rà soát, hệ thống hóa⟧, trong đó"
        " giao", "… | … | … | | về kiểm tra, rà soát, hệ thống hóa"),
    ("⟦Thông tư số 7/2030/TT-BNV ngày 01/02/2030 của Bộ Nội vụ sửa đổi, bổ sung một số điều của ⟦Thông tư"
        " số 6/2029/TT-BNV⟧ và ⟦Thông tư số 5/2028/TT-BNV⟧⟧.",
     "Thông tư | 7/2030/TT-BNV | Bộ Nội vụ | 2030-02-01 "
     "| …", "Thông tư | 6/2029/TT-BNV | Bộ Nội vụ", "Thông tư | 5/2028/TT-BNV | Bộ Nội vụ"),
]  # fmt: skip

NONE = [
    "Mẫu số 01/CK-NSNN ban hành kèm theo", "Biểu số 01/SCT-BCT: Báo cáo chỉ số", "QCVN 01:2010/BYT", "TCVN 6909:2001",
    "mẫu số 27/TB-ĐKT", "số điện thoại 024-3804.3861", "lúc 7/30 sáng", "tỷ lệ 12/15-NN",
    "từ ngày 01/01/2026 đến ngày 31/12/2026",
    "nhiệm kỳ 2021 - 2026", "Tổ 5, thôn 3/2, xã A", "đường 3/2 và đường 30/4", "xe 47C-123.45 do ông A lái",
    "cao 1,65m/30kg",
    "Hội Luật gia xã và Đoàn Luật sư tỉnh", "theo quy định của pháp luật", "kỷ luật lao động",
    "tuân thủ Hiến pháp và pháp luật",
    "Điều 5. Tổ chức thực hiện", "1. Khoản thu 3 triệu đồng", "mã hồ sơ 000.00.12/H47", "Sổ 01-SCN",
    "13-2017-TT-BNNPTNT.docx",
    "Nghị quyết của Đảng và chính sách của Nhà"
    " nước", "các chỉ thị, nghị quyết của cấp trên", "Kế hoạch 5 năm 2026 - 2030",
    "Quy định này nhằm bảo vệ trẻ em", "kế hoạch số 1 của tổ", "Điều này cho thấy sự quan tâm",
    "dự thảo Luật Đất đai (sửa đổi)",
    "thửa đất số 15, tờ bản đồ số 12/BĐ-DC", "lô CT1-12/QH", "số nhà 25/CP", "phòng 12/NĐ", "bản án số 12/2020/HS-ST",
    "tài khoản số 123/NH-ABC", "xã A đạt 19/19 tiêu chí NTM", "Báo cáo quý 2/2026", "Quốc lộ 14-TL8", "Đề án 06",
    "giai đoạn 2021-2025/2026-2030", "Chương trình 135 và Dự án 661", "ông Trần Văn A, số CCCD 012345678901",
    "đạt 98/100-A",
]  # fmt: skip


@pytest.mark.parametrize("row", NUMBERS + DAMAGED + LISTS + SHORT + HEADERS + TITLES, ids=lambda row: row[0][:60])
def test_found(row: tuple[str, ...]) -> None:
    check(read_case(*row))


@pytest.mark.parametrize("text", NONE)
def test_nothing_found(text: str) -> None:
    check(read_case(text))
