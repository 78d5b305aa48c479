"""Sentences and small documents of our own, with what they do to others: `kind number scope|scope`."""

from __future__ import annotations

RELATIONS: list[tuple[str, set[str]]] = [
    # --- a whole document ends
    ("Điều 9. Hiệu lực\nNghị định này thay thế Nghị định số 41/2012/NĐ-CP ngày 08 tháng 5 năm 2012 của Chính phủ về thư viện xã.", {"replaces 41/2012/NĐ-CP"}),
    ("Điều 4. Thông tư này có hiệu lực thi hành kể từ ngày 15 tháng 8 năm 2024 và thay thế Thông tư số 07/2015/TT-BNV.", {"replaces 07/2015/TT-BNV"}),
    ("Điều 4. Thông tư này có hiệu lực từ ngày 01/9/2024; thay thế Thông tư số 07/2015/TT-BNV và bãi bỏ Thông tư số 08/2016/TT-BNV.", {"replaces 07/2015/TT-BNV", "repeals 08/2016/TT-BNV"}),
    ("Điều 40. Hiệu lực thi hành\n2. Luật Thư viện số 77/2013/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.", {"replaces 77/2013/QH13"}),
    ("Điều 3. Các văn bản sau đây hết hiệu lực kể từ ngày Thông tư này có hiệu lực:\na) Thông tư số 01/2010/TT-BXD;\nb) Thông tư số 02/2011/TT-BXD ngày 03 tháng 3 năm 2011.", {"replaces 01/2010/TT-BXD", "replaces 02/2011/TT-BXD"}),
    ("Điều 1. Bãi bỏ toàn bộ các Quyết định sau đây:\n1. Quyết định số 12/2009/QĐ-UBND ngày 04 tháng 5 năm 2009;\n2. Quyết định số 13/2010/QĐ-UBND ngày 06 tháng 5 năm 2010.", {"repeals 12/2009/QĐ-UBND", "repeals 13/2010/QĐ-UBND"}),
    # --- a part
    ("Điều 8. Điều khoản thi hành\n2. Bãi bỏ Điều 5 và khoản 2 Điều 7 của Nghị định số 15/2018/NĐ-CP.", {"repeals_part 15/2018/NĐ-CP dieu:5|dieu:7/khoan:2"}),
    # --- amending
    ("Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 15/2018/NĐ-CP\n1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Cơ sở phải báo cáo hằng năm.”\n2. Bổ sung Điều 5a vào sau Điều 5 như sau:\n“Điều 5a. Báo cáo\nNghị định này thay thế Nghị định số 38/2012/NĐ-CP.”\n3. Bãi bỏ khoản 3 Điều 7.", {"amends 15/2018/NĐ-CP dieu:5/khoan:2", "supplements 15/2018/NĐ-CP dieu:5a", "repeals_part 15/2018/NĐ-CP dieu:7/khoan:3"}),
]  # fmt: skip

NEGATIVES: list[str] = [
    "Điều 2. Sở Nội vụ đề nghị bãi bỏ Quyết định số 12/2009/QĐ-UBND.",
    "Nghị định số 15/2018/NĐ-CP đã được sửa đổi, bổ sung bởi Nghị định số 155/2018/NĐ-CP được áp dụng đối với cơ sở.",
    "2. Thông tư này không thay thế Thông tư số 07/2015/TT-BNV.",
]
