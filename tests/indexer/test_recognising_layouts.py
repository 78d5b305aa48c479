"""Layouts beside the usual State one: Party, Front, joint issuers, congresses, minutes, letters, drafts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from indexer.recognising import recognise


class Case(NamedTuple):
    """A text and the facts that it must give."""

    name: str
    text: str
    type: str
    number: str | None
    issued: date | None
    issuer: str | None
    title: str | None
    signer: str | None
    position: str | None
    authority: str | None


CASES = [
    Case(
        "letterhead of a ministry spread with blanks, number and day written into wide gaps",
        "BỘ XÂY DỰNG                                 CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "     -*-                                         Độc lập - Tự do - Hạnh phúc\n"
        "SỐ:            57      /2001/TT-BXD                 ------------------------\n"
        "                                   Hà Nội, ngày    18    tháng    9    năm 2001\n\n\n"
        "THÔNG TƯ\n\nHướng dẫn quản lý nhà ở\n\n\nCăn cứ Nghị định số 10/1998/NĐ-CP ngày 23/1/1998 của Chính phủ;\n"
        "1. Nội dung.\n",
        "Thông tư", "57/2001/TT-BXD", date(2001, 9, 18), "Bộ Xây dựng", "Hướng dẫn quản lý nhà ở", None, None, None,
    ),
    Case(
        "amending decision that names in its title what the changed rules came with",
        "QUYẾT ĐỊNH\nCỦA BỘ TRƯỞNG BỘ Y TẾ SỐ 88/2003/QĐ-BYT\nNGÀY 12 THÁNG 5 NĂM 2003 VỀ VIỆC SỬA ĐỔI, BỔ SUNG\n"
        "QUY CHẾ TRỰC BỆNH VIỆN\nBAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ 19/2001/QĐ-BYT\n"
        "NGÀY 20 THÁNG 12 NĂM 2001 CỦA BỘ TRƯỞNG BỘ Y TẾ\n\nBỘ TRƯỞNG BỘ Y TẾ\n\n"
        "Căn cứ Nghị định số 68/CP ngày 11 tháng 10 năm 1993 của Chính phủ;\nQUYẾT ĐỊNH:\nĐiều 1. Sửa đổi Điều 2.\n",
        "Quyết định", "88/2003/QĐ-BYT", date(2003, 5, 12), "Bộ Y tế",
        "Về việc sửa đổi, bổ sung quy chế trực bệnh viện ban hành kèm theo Quyết định số 19/2001/QĐ-BYT "
        "ngày 20 tháng 12 năm 2001 của Bộ trưởng Bộ Y tế", None, None, None,
    ),
    Case(
        "form of a spreadsheet: the table's unit and head are no title",
        "HỢP TÁC XÃ SUỐI HOA\tBiểu 7\nPHƯƠNG ÁN VAY VỐN TRỒNG RỪNG\n(theo quy định của ngân hàng)\n"
        "Đơn vị tính: đồng\nSTT\tBên giao\tBên nhận\n1\tÔng X\tY\n",
        "Phương án", None, None, "Hợp tác xã Suối Hoa", "Vay vốn trồng rừng (theo quy định của ngân hàng)",
        None, None, None,
    ),
    Case(
        "Party plan of a commune, 05-HD/VPTW",
        "ĐẢNG BỘ TỈNH BÌNH AN\tĐẢNG CỘNG SẢN VIỆT NAM\nĐẢNG ỦY XÃ SUỐI HOA\n*\tSuối Hoa, ngày 09 tháng 9 năm 2026\n"
        "Số 12-KH/ĐU\n\nKẾ HOẠCH\nthực hiện Chỉ thị số 30-CT/TW của Bộ Chính trị\n-----\n"
        "- Căn cứ Chỉ thị số 30-CT/TW ngày 18/02/1998 của Bộ Chính trị,\nBan Thường vụ Đảng ủy xây dựng Kế hoạch:\n"
        "I- MỤC ĐÍCH\n1. Nâng cao.\nNơi nhận:\n- Tỉnh ủy,\n- Lưu Văn phòng Đảng ủy.\n"
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC\nHồ Văn Mẫu\n",
        "Kế hoạch", "12-KH/ĐU", date(2026, 9, 9), "Đảng ủy xã Suối Hoa",
        "Thực hiện Chỉ thị số 30-CT/TW của Bộ Chính trị", "Hồ Văn Mẫu", "Phó Bí thư thường trực", "T/M BAN THƯỜNG VỤ",
    ),
    Case(
        "Party letter",
        "TỈNH ỦY BÌNH AN\nBAN DÂN VẬN\n*\nSố 45-CV/BDVTU\nvề việc rà soát mô hình dân vận khéo\n"
        "ĐẢNG CỘNG SẢN VIỆT NAM\nBình An, ngày 03 tháng 4 năm 2024\nKính gửi: Ban Dân vận các huyện ủy\n"
        "Ban Dân vận đề nghị rà soát.\nNơi nhận:\n- Như trên,\n- Lưu.\nK/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nLý Thị Mẫu\n",
        "Công văn", "45-CV/BDVTU", date(2024, 4, 3), "Ban Dân vận Tỉnh ủy Bình An",
        "Về việc rà soát mô hình dân vận khéo", "Lý Thị Mẫu", "Phó Trưởng ban", "K/T TRƯỞNG BAN",
    ),
    Case(
        "resolution of a Party congress",
        "ĐẢNG BỘ XÃ SUỐI HOA\nĐẠI HỘI ĐẠI BIỂU LẦN THỨ I\nNHIỆM KỲ 2025 - 2030\n*\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Suối Hoa, ngày 08 tháng 8 năm 2025\nNGHỊ QUYẾT\nĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ XÃ SUỐI HOA LẦN THỨ I\n-----\n"
        "Đại hội đại biểu Đảng bộ xã Suối Hoa lần thứ I, sau khi thảo luận,\nQUYẾT NGHỊ:\nI- Tán thành Báo cáo.\n"
        "T/M ĐOÀN CHỦ TỊCH\nBÍ THƯ ĐẢNG ỦY\nPhạm Văn Mẫu\n",
        "Nghị quyết", None, date(2025, 8, 8), "Đại hội đại biểu Đảng bộ xã Suối Hoa lần thứ I",
        "Đại hội đại biểu Đảng bộ xã Suối Hoa lần thứ I",
        "Phạm Văn Mẫu", "Bí thư Đảng ủy", "T/M ĐOÀN CHỦ TỊCH",
    ),
    Case(
        "resolution of a plenum",
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 91-NQ/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 03 tháng 6 năm 2027\n"
        "NGHỊ QUYẾT\nHỘI NGHỊ LẦN THỨ BẢY BAN CHẤP HÀNH TRUNG ƯƠNG KHÓA XIV\nvề trồng cây\n-----\nI- TÌNH HÌNH\n"
        "1. Đã làm.\nT/M BAN CHẤP HÀNH TRUNG ƯƠNG\nTỔNG BÍ THƯ\nLê Văn Mẫu\n",
        "Nghị quyết", "91-NQ/TW", date(2027, 6, 3), "Ban Chấp hành Trung ương", None, "Lê Văn Mẫu", "Tổng Bí thư",
        "T/M BAN CHẤP HÀNH TRUNG ƯƠNG",
    ),
    Case(
        "joint plan of the Front and the committee",
        "ỦY BAN NHÂN DÂN XÃ SUỐI HOA - ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ SUỐI HOA\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 01/KHPH-UBND-MTTQ\n"
        "Suối Hoa, ngày 12 tháng 3 năm 2026\nKẾ HOẠCH\nPhối hợp trồng cây năm 2026\nI. MỤC ĐÍCH\n1. Trồng cây.\n",
        "Kế hoạch", "01/KHPH-UBND-MTTQ", date(2026, 3, 12),
        "Ủy ban nhân dân xã Suối Hoa;Ủy ban Mặt trận Tổ quốc Việt Nam xã Suối Hoa", "Phối hợp trồng cây năm 2026",
        None, None, None,
    ),
    Case(
        "joint circular on two lines",
        "BỘ NỘI VỤ - BỘ TÀI CHÍNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 08/2012/TTLT-BNV-BTC\n"
        "Hà Nội, ngày 07 tháng 5 năm 2012\nTHÔNG TƯ LIÊN TỊCH\nHướng dẫn phụ cấp trồng cây\nCăn cứ Luật Cây xanh;\n"
        "Điều 1. Phạm vi\nTrồng cây.\nKT. BỘ TRƯỞNG BỘ TÀI CHÍNH\nTHỨ TRƯỞNG\nLê Văn Mẫu\n",
        "Thông tư liên tịch", "08/2012/TTLT-BNV-BTC", date(2012, 5, 7), "Bộ Nội vụ;Bộ Tài chính",
        "Hướng dẫn phụ cấp trồng cây", "Lê Văn Mẫu", "Thứ trưởng", "KT. BỘ TRƯỞNG BỘ TÀI CHÍNH",
    ),
    Case(
        "minutes",
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 03/BB-UBND\nSuối Hoa, ngày 20 tháng 5 năm 2026\nBIÊN BẢN\nHọp xét công nhận gia đình văn hóa năm 2026\n"
        "Hôm nay, vào lúc 8 giờ, tại trụ sở, gồm có:\n1. Ông Lê Văn Mẫu, chủ trì.\n"
        "CHỦ TỌA\nLê Văn Mẫu\nTHƯ KÝ\nĐỗ Thị Mẫu\n",
        "Biên bản", "03/BB-UBND", date(2026, 5, 20), "Ủy ban nhân dân xã Suối Hoa",
        "Họp xét công nhận gia đình văn hóa năm 2026", None, None, None,
    ),
    Case(
        "letter signed by order",
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 88/UBND-VP\nV/v tăng cường phòng cháy\nSuối Hoa, ngày 01 tháng 6 năm 2026\nKính gửi: Các thôn.\n"
        "Đề nghị các thôn kiểm tra.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTUQ. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nVõ Văn Mẫu\n",
        "Công văn", "88/UBND-VP", date(2026, 6, 1), "Ủy ban nhân dân xã Suối Hoa", "Về việc tăng cường phòng cháy",
        "Võ Văn Mẫu", "Chánh Văn phòng", "TUQ. CHỦ TỊCH",
    ),
    Case(
        "acting head",
        "SỞ NỘI VỤ\nTỈNH BÌNH AN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/QĐ-SNV\n"
        "Bình An, ngày 05 tháng 6 năm 2026\nQUYẾT ĐỊNH\nVề việc trồng cây\nĐiều 1. Trồng cây.\n"
        "Nơi nhận:\n- Lưu: VT.\nQ. GIÁM ĐỐC\nVõ Văn Mẫu\n",
        "Quyết định", "9/QĐ-SNV", date(2026, 6, 5), "Sở Nội vụ tỉnh Bình An", "Về việc trồng cây", "Võ Văn Mẫu", None,
        "Q. GIÁM ĐỐC",
    ),
    Case(
        "draft without number",
        "DỰ THẢO\nỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: ……/QĐ-UBND\n"
        "Suối Hoa, ngày … tháng … năm 2026\nQUYẾT ĐỊNH\nVề việc trồng cây\nĐiều 1. Trồng cây.\n",
        "Quyết định", None, None, "Ủy ban nhân dân xã Suối Hoa", "Về việc trồng cây", None, None, None,
    ),
    Case(
        "heading spaced out by OCR",
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\nCỘNG  HÒA  XÃ  HỘI  CHỦ  NGHĨA  VIỆT  NAM\nĐộc lập  -  Tự do  -  Hạnh phúc\n"
        "Sổ : 21 / KH - UBND\nSuối Hoa , ngày 05  tháng  6  năm 2026\nKÉ HOẠCH\nTrồng cây năm 2026\n"
        "I. MỤC ĐÍCH\n1. Trồng.\n",
        "Kế hoạch", "21/KH-UBND", date(2026, 6, 5), "Ủy ban nhân dân xã Suối Hoa", "Trồng cây năm 2026", None, None,
        None,
    ),
    Case(
        "district before 01/7/2025",
        "UBND HUYỆN BÌNH SƠN\nPHÒNG NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 7/BC-PNV\n"
        "Bình Sơn, ngày 05 tháng 6 năm 2024\nBÁO CÁO\nKết quả trồng cây\nI. KẾT QUẢ\n1. Đã trồng.\n",
        "Báo cáo", "7/BC-PNV", date(2024, 6, 5), "Phòng Nội vụ huyện Bình Sơn", "Kết quả trồng cây", None, None, None,
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_layouts(case: Case) -> None:
    found = recognise(case.text)
    assert (found.type.value, found.number.value, found.issued.value) == (case.type, case.number, case.issued)
    if case.issuer is not None:
        assert found.issuer.value == case.issuer
    if case.title is not None:
        assert found.title.value == case.title
    assert found.signer.value == case.signer
    if case.position is not None:
        assert found.position.value == case.position
    assert found.authority.value == case.authority


@pytest.mark.parametrize(
    ("text", "title", "of"),
    [
        ("Phụ lục II\nBIỂU MẪU TRỒNG CÂY\n(Kèm theo Quyết định số 15/QĐ-UBND ngày 05/6/2026 của UBND xã)\nI. MẪU\n",
         "Biểu mẫu trồng cây", "15/QĐ-UBND"),
        ("PHỤ LỤC\nDANH MỤC CÂY\nTRỒNG Ở XÃ\n(Ban hành kèm theo Thông tư số 05/2030/TT-BNV\nngày 12/3/2030)\n",
         "Danh mục cây trồng ở xã", "05/2030/TT-BNV"),
    ],
)  # fmt: skip
def test_an_annex_is_not_the_document(text: str, title: str, of: str) -> None:
    found = recognise(text)
    assert (found.title.value, found.number.note) == (title, f"annex_of:{of}")
    assert (found.type.value, found.number.value, found.issued.value, found.issuer.value) == (None,) * 4
    assert found.needs_review[0] == "annex"


@pytest.mark.parametrize("line", ["QUYẾT NGHỊ:", "KTNN VÀ CÁC ĐƠN VỊ", "TLĐ LAO ĐỘNG", "QUẢN LÝ NHÀ NƯỚC"])
def test_a_word_that_begins_like_an_authority_is_none(line: str) -> None:
    head = "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\nSố: 3/KH-UBND\nKẾ HOẠCH\nTrồng cây\nI. VIỆC\n1. Làm.\n"
    found = recognise(f"{head}{line}\n2. Làm.\n")
    assert (found.authority.value, found.position.value) == (None, None)
