"""Issuers: one name for each way of printing it, the issuer of a number, and whether two are one."""

from __future__ import annotations

import unicodedata

import pytest

from archive.agencies import (
    canonical_issuer,
    congress_term,
    issuer_of_number,
    same_issuer,
    system_of_issuer,
    system_of_number,
)

NAMES = [
    ("UBND xã A", "Ủy ban nhân dân xã A"),
    ("Uỷ ban nhân dân tỉnh Bình Phước", "Ủy ban nhân dân tỉnh Bình Phước"),
    ("ỦY BAN NHÂN DÂN XÃ EA SÚP", "Ủy ban nhân dân xã Ea Súp"),
    ("Ủy Ban Nhân Dân thị trấn Phú Phong", "Ủy ban nhân dân thị trấn Phú Phong"),
    ("UBND TP. Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
    ("UBND TPHCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
    ("UBND H. Tây Sơn", "Ủy ban nhân dân huyện Tây Sơn"),
    ("HĐND thành phố Huế", "Hội đồng nhân dân thành phố Huế"),
    ("Hội đồng nhân dân tỉnh Thanh Hóa khóa XIX", "Hội đồng nhân dân tỉnh Thanh Hóa"),
    ("HĐND xã A nhiệm kỳ 2026 - 2031", "Hội đồng nhân dân xã A"),
    ("Ủy ban thường vụ Quốc hội khóa XV", "Ủy ban Thường vụ Quốc hội"),
    ("CHÍNH PHỦ", "Chính phủ"),
    ("Chính phù", "Chính phủ"),
    ("Thủ tuớng Chính phủ", "Thủ tướng Chính phủ"),
    ("Thủ tướng", "Thủ tướng Chính phủ"),
    ("Bộ trưởng Bộ Y tế", "Bộ Y tế"),
    ("BỘ NỘI VỤ", "Bộ Nội vụ"),
    ("Bộ LĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
    ("Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
    ("Bộ GD&ĐT", "Bộ Giáo dục và Đào tạo"),
    ("Bộ Nông nghiệp & PTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
    ("Bộ NN&MT", "Bộ Nông nghiệp và Môi trường"),
    ("Thống đốc NHNN", "Ngân hàng Nhà nước Việt Nam"),
    ("Thống đốc Ngân hàng Nhà nước Việt Nam", "Ngân hàng Nhà nước Việt Nam"),
    ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "Văn phòng Chính phủ"),
    ("Chánh án TANDTC", "Tòa án nhân dân tối cao"),
    ("BCHTW Đảng (khóa XI)", "Ban Chấp hành Trung ương Đảng khóa XI"),
    ("Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam khoá XI", "Ban Chấp hành Trung ương Đảng khóa XI"),
    ("BCH Trung ương khóa IX", "Ban Chấp hành Trung ương Đảng khóa IX"),
    ("Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương"),
    ("Bộ Chính trị (khóa XIII)", "Bộ Chính trị"),
    ("Ban Bí thư Trung ương Đảng", "Ban Bí thư"),
    ("BCT", "Bộ Chính trị"),
    ("BTV Tỉnh ủy Thanh Hóa", "Ban Thường vụ Tỉnh ủy Thanh Hóa"),
    ("Ban Thường trực UBMTTQ Việt Nam xã Ea Súp", "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Ea Súp"),
    ("UBMTTQVN tỉnh A", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh A"),
    ("UBTWMTTQVN", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ("UBTVQH; Chính phủ; Đoàn Chủ tịch UBTWMTTQVN",
     "Ủy ban Thường vụ Quốc hội;Chính phủ;Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ("Trường THCS Phú Lâm", "Trường THCS Phú Lâm"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_canonical(text: str, name: str) -> None:
    assert canonical_issuer(text) == name
    assert canonical_issuer(name) == name
    assert canonical_issuer(unicodedata.normalize("NFD", text)) == name


@pytest.mark.parametrize(
    ("number", "issuer", "system"),
    [
        ("30/2020/NĐ-CP", "Chính phủ", "NN"),
        ("749/QĐ-TTg", "Thủ tướng Chính phủ", "NN"),
        ("10/2022/QH15", "Quốc hội", "NN"),
        ("01/2012/UBTVQH13", "Ủy ban Thường vụ Quốc hội", "NN"),
        ("34/2007/PL-UBTVQH11", "Ủy ban Thường vụ Quốc hội", "NN"),
        ("12/2025/L-CTN", "Chủ tịch nước", "NN"),
        ("05/2025/TT-BNV", "Bộ Nội vụ", "NN"),
        ("24/2014/TT-BTNMT", "Bộ Tài nguyên và Môi trường", "NN"),
        ("12/2025/TT-BNNMT", "Bộ Nông nghiệp và Môi trường", "NN"),
        ("11/2009/TT-BNN", "Bộ Nông nghiệp và Phát triển nông thôn", "NN"),
        ("06/2026/TT-BTC", "Bộ Tài chính", "NN"),
        ("06/2026/TT-BCT", "Bộ Công Thương", "NN"),
        ("55/2005/TTLT-BNV-VPCP", "Bộ Nội vụ;Văn phòng Chính phủ", "NN"),
        ("09/2008/NQLT-CP-UBTWMTTQVN", "Chính phủ;Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "NN"),
        ("15/KH-UBND", "Ủy ban nhân dân", "NN"),
        ("46/NQ-HĐND", "Hội đồng nhân dân", "NN"),
        ("123/UBND-VP", "Ủy ban nhân dân", "NN"),
        ("2663/VPCP-NC", "Văn phòng Chính phủ", "NN"),
        ("118/VBHN-VPQH", "Văn phòng Quốc hội", "NN"),
        ("64-CP", "Chính phủ", "NN"),
        ("217-HĐBT", "Hội đồng Bộ trưởng", "NN"),
        ("/KH-UBND", "Ủy ban nhân dân", "NN"),
        ("8011-CV/BTCTW", "Ban Tổ chức Trung ương", "DANG"),
        ("36-HD/VPTW", "Văn phòng Trung ương Đảng", "DANG"),
        ("05-NQ/ĐU", "Đảng ủy", "DANG"),
        ("12-CTr/TU", "", "DANG"),
        ("13/QĐ-MTTQ-BTT", "Ủy ban Mặt trận Tổ quốc Việt Nam", "MTTQ"),
        ("249/MTTQ-BTT", "Ủy ban Mặt trận Tổ quốc Việt Nam", "MTTQ"),
        ("21-KH/HNDT", "Hội Nông dân tỉnh", "DOANTHE"),
        ("12/KH-TLĐ", "Tổng Liên đoàn Lao động Việt Nam", "DOANTHE"),
        ("324/QĐ-KHVN", "", "NN"),
        ("không số", "", ""),
    ],
)
def test_issuer_of_number(number: str, issuer: str, system: str) -> None:
    assert issuer_of_number(number) == issuer
    assert system_of_number(number) == system


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("UBND xã A", "Ủy ban nhân dân xã A", True),
        ("UBND xã A", "UBND xã B", False),
        ("UBND xã A", "HĐND xã A", False),
        ("Ủy ban nhân dân", "Ủy ban nhân dân xã A", None),
        ("UBND xã A", "UBND xã A, huyện B", None),
        ("UBND tỉnh", "UBND tỉnh Thanh Hóa", None),
        ("Chủ tịch UBND tỉnh A", "UBND tỉnh A", None),
        ("Bộ trưởng Bộ Nội vụ", "Bộ Nội vụ", True),
        ("Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Môi trường", False),
        ("Chính phủ", "Thủ tướng Chính phủ", False),
        ("Bộ Chính trị", "Ban Bí thư", False),
        ("BCHTW Đảng (khóa XI)", "Ban Chấp hành Trung ương Đảng khóa XI", True),
        ("BCHTW Đảng (khóa XI)", "BCHTW Đảng (khóa IX)", False),
        ("Ban Chấp hành Trung ương", "BCHTW Đảng (khóa XI)", None),
        ("Trung ương Đảng", "Ban Bí thư", None),
        ("Bộ Chính trị;Ban Bí thư", "Bộ Chính trị", None),
        ("Bộ Nội vụ;Bộ Tài chính", "Bộ Tài chính; Bộ Nội vụ", True),
        ("Bộ Nội vụ;Bộ Tài chính", "Bộ Nội vụ;Bộ Y tế", False),
        ("Bộ Nội vụ", "", None),
    ],
)
def test_same_issuer(a: str, b: str, same: bool | None) -> None:
    assert same_issuer(a, b) is same
    assert same_issuer(b, a) is same


@pytest.mark.parametrize(
    ("text", "term"),
    [("BCHTW Đảng (khóa XI)", "XI"), ("Bộ Chính trị khoá XIII", "XIII"), ("Bộ Chính trị", ""), ("khoa học", "")],
)
def test_terms(text: str, term: str) -> None:
    assert congress_term(text) == term


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("Bộ Chính trị", "DANG"), ("Đảng ủy xã A", "DANG"), ("Tỉnh ủy Gia Lai", "DANG"), ("UBND xã A",
        "NN"), ("Bộ Nội vụ", "NN"),
        ("Ủy ban MTTQ Việt Nam xã A", "MTTQ"), ("Hội Nông dân tỉnh", "DOANTHE"), ("Công ty A", ""),
    ],
)  # fmt: skip
def test_system_of_issuer(name: str, system: str) -> None:
    assert system_of_issuer(name) == system
