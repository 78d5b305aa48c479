"""Laws cited by title, pinpoints before any document, and references to the document itself."""

from __future__ import annotations

from datetime import date

import pytest

from archive.citations import Gazetteer, TitleEntry, find_citations
from archive.citations.pinpoints import find_pinpoints
from tests.archive.citation_cases import check, read_case

QH = "Quốc hội"
LAWS = [
    ("theo ⟦Luật Đất đai năm 2024⟧ thì", "Luật | | Quốc hội | | Luật Đất đai"),
    ("⟦Luật Đất đai 2013⟧, ⟦Luật Nhà ở 2014⟧ và ⟦Luật Hộ"
        " tịch⟧.", "Luật | | Quốc hội | | Luật Đất đai", "Luật | | Quốc hội | | Luật Nhà ở",
     "Luật | | Quốc hội | | Luật Hộ tịch"),
    ("Căn cứ ⟦Luật Hòa giải ở cơ sở ngày 20 tháng 6 năm"
        " 2013⟧;", "Luật | | Quốc hội | 2013-06-20 | Luật Hòa giải ở cơ sở"),
    ("Căn cứ ⟦Luật Hoà giải ở cơ sở ngày 20/6/2013⟧;", "Luật | | Quốc hội | 2013-06-20 | Luật Hoà giải ở cơ sở"),
    ("⟦Luật Phòng, chống thiên tai số 33/2013/QH13⟧", "Luật | 33/2013/QH13 | Quốc hội | | Luật Phòng, chống thiên tai"),
    ("⟦Luật Thi đua, khen thưởng số 06/2022/QH15 ngày"
        " 15/6/2022⟧", "Luật | 06/2022/QH15 | Quốc hội | 2022-06-15 | Luật Thi đua, khen thưởng"),
    ("⟦Luật Thi đua khen thưởng⟧ hiện hành", "Luật | | Quốc hội | | Luật Thi đua khen thưởng"),
    ("⟦Luật Quản lí thuế⟧ quy định", "Luật | | Quốc hội | | Luật Quản lí thuế"),
    ("⟦Luật sửa đổi, bổ sung một số điều của Luật Tiếp công dân, Luật Khiếu nại, Luật Tố cáo ngày 10 tháng"
        " 12 năm 2025⟧;",
     "Luật | | Quốc hội | 2025-12-10 "
     "| Luật sửa đổi, bổ sung một số điều của Luật Tiếp công dân, Luật Khiếu nại, Luật Tố cáo"),
    ("⟦Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức số 52/2019/QH14⟧",
     "Luật | 52/2019/QH14 | Quốc hội | "
     "| Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức"),
    ("⟦Luật Cán bộ, công chức⟧, ⟦Luật Viên chức⟧, các nghị"
        " định", "Luật | | Quốc hội | | Luật Cán bộ, công chức", "Luật | | Quốc hội | | Luật Viên chức"),
    ("⟦Bộ luật Lao động năm 2019⟧", "Bộ luật | | Quốc hội | | Bộ luật Lao động"),
    ("⟦Bộ luật Hình sự năm 2015 (được sửa đổi, bổ sung năm 2017)⟧", "Bộ luật | | Quốc hội | | Bộ luật Hình sự"),
    ("⟦Pháp lệnh Cựu chiến binh ngày"
        " 07/10/2005⟧", "Pháp lệnh | | Ủy ban Thường vụ Quốc hội | 2005-10-07 | Pháp lệnh Cựu chiến binh"),
    ("⟦Pháp lệnh Ưu đãi người có công với cách mạng số 02/2020/UBTVQH14⟧",
     "Pháp lệnh | 02/2020/UBTVQH14 | Ủy ban Thường vụ Quốc hội | | Pháp lệnh Ưu đãi người có công với cách mạng"),
    ("⟦khoản 1 Điều 14 Hiến pháp năm 2013⟧", "Hiến pháp | | Quốc hội | | Hiến pháp | dieu:14/khoan:1"),
    ("Căn cứ ⟦Hiến pháp nước Cộng hoà xã hội chủ nghĩa Việt"
        " Nam⟧;", "Hiến pháp | | Quốc hội | | Hiến pháp nước Cộng hoà xã hội chủ nghĩa Việt Nam"),
    ("⟦Luật Phát triển đô thị vệ tinh năm 2031⟧", "Luật | | Quốc hội | | Luật Phát triển đô thị vệ tinh"),
    ("⟦Điều 7 Luật Kinh tế tuần hoàn⟧ quy định", "Luật | | Quốc hội | | Luật Kinh tế tuần hoàn | dieu:7"),
    ("⟦Luật Ban hành văn bản quy phạm\npháp luật ngày 19 tháng 02 năm"
        " 2025⟧", "Luật | | Quốc hội | 2025-02-19 | Luật Ban hành văn bản quy phạm pháp luật"),
    ("⟦Bộ luật Dân sự (số 91/2015/QH13)⟧", "Bộ luật | 91/2015/QH13 | Quốc hội | | Bộ luật Dân sự"),
    ("⟦Luật Thanh tra số 11/2022/QH15⟧ và ⟦Luật số"
        " 84/2025/QH15⟧", "Luật | 11/2022/QH15 | Quốc hội | | Luật Thanh tra", "Luật | 84/2025/QH15 | Quốc hội"),
    ("⟦khoản 3 Điều 5 BLHS năm 2015⟧", "Bộ luật | | Quốc hội | | Bộ luật Hình sự | dieu:5/khoan:3"),
    ("theo ⟦bộ luật hình sự⟧", "Bộ luật | | Quốc hội | | bộ luật hình sự"),
    ("⟦Nghị định số 64/2014/NĐ-CP ngày 26 tháng 6 năm 2014 của Chính phủ quy định chi tiết thi hành một số"
        " điều của ⟦Luật Tiếp công dân⟧⟧;",
     "Nghị định | 64/2014/NĐ-CP | Chính phủ | 2014-06-26 "
     "| quy định chi tiết thi hành một số điều của Luật Tiếp công dân", "Luật | | Quốc hội | | Luật Tiếp công dân"),
    ("⟦Luật số 97/2025/QH15 sửa đổi, bổ sung một số điều của ⟦Luật Mặt trận Tổ quốc Việt Nam⟧⟧.",
     "Luật | 97/2025/QH15 | Quốc hội | "
     "| sửa đổi, bổ sung một số điều của Luật Mặt trận Tổ quốc Việt"
     " Nam", "Luật | | Quốc hội | | Luật Mặt trận Tổ quốc Việt Nam"),
]  # fmt: skip

PINNED = [
    ("⟦Điều 5, Điều 6 Nghị định số 30/2020/NĐ-CP⟧", "… | … | … | | | dieu:5+dieu:6"),
    ("⟦khoản 2 Điều 8 của Nghị định số 30/2020/NĐ-CP ngày 05/3/2020⟧", "… | … | … | 2020-03-05 | | dieu:8/khoan:2"),
    ("⟦các điểm a, c và đ khoản 1 Điều 3 Thông tư số"
        " 05/2025/TT-BNV⟧", "… | … | … | | | dieu:3/khoan:1/diem:a+dieu:3/khoan:1/diem:c+dieu:3/khoan:1/diem:đ"),
    ("⟦Điều 3 và Điều 4 Chương II Quy chế ban hành kèm theo Quyết định số 23-QĐ/TW⟧",
     "… | 23-QĐ/TW | … | | | kemtheo:quy-che/chuong:II/dieu:4+…"),
    ("⟦khoản 1 Điều 9 Quy định về phân cấp ban hành kèm theo Quyết định số"
        " 12/2024/QĐ-UBND⟧", "… | … | … | | | kemtheo:quy-dinh/dieu:9/khoan:1"),
    ("⟦Phụ lục I Nghị định số 30/2020/NĐ-CP⟧", "… | … | … | | | phuluc:I"),
    ("⟦Phụ lục II, III ban hành kèm theo Nghị định số 30/2020/NĐ-CP⟧", "… | … | … | | | phuluc:II+phuluc:III"),
    ("⟦Mục 2 Chương III Nghị định số 30/2020/NĐ-CP⟧", "… | … | … | | | chuong:III/muc:2"),
    ("⟦điểm 2.1 khoản 2 Mục I Phần II Thông tư số 26/2014/TT-BTNMT⟧", "… | … | … | | | phan:II/muc:I/khoan:2/diem:2.1"),
    ("⟦từ khoản 2 đến khoản 4 Điều 6 Luật Cư trú⟧", "… | … | … | | … | dieu:6/khoan:2-4"),
    ("⟦Điêu 5 Nghị định số 30/2020/NĐ-CP⟧", "… | … | … | | | dieu:5"),
    ("⟦điềm b khoàn 2 Điều 5 Nghị định số 30/2020/NĐ-CP⟧", "… | … | … | | | dieu:5/khoan:2/diem:b"),
    ("⟦khoản 3 Điều này⟧", "SELF | | | | | dieu:this/khoan:3"),
    ("⟦Điều 7 của Thông tư này⟧", "SELF | | | | | dieu:7"),
    ("⟦Phụ lục II ban hành kèm theo Nghị định này⟧", "SELF | | | | | phuluc:II"),
    ("⟦điểm a, b khoản 2 Điều 4 Quy chế này⟧", "SELF | | | | | dieu:4/khoan:2/diem:a+dieu:4/khoan:2/diem:b"),
    ("⟦khoản 1 Điều 5 Nghị định số 30/2020/NĐ-CP⟧ và ⟦Điều 6 Thông tư"
        " này⟧", "… | … | … | | | dieu:5/khoan:1", "SELF | | | | | dieu:6"),
]  # fmt: skip

PATHS = [
    ("điểm a khoản 1, điểm b khoản 2 Điều 5", "dieu:5/khoan:1/diem:a dieu:5/khoan:2/diem:b"),
    ("Điều 5 khoản 2 điểm a", "dieu:5/khoan:2/diem:a"),
    ("khoản 3 các Điều 5, 6 và 7", "dieu:5/khoan:3 dieu:6/khoan:3 dieu:7/khoan:3"),
    ("các điều từ 15 đến 19", "dieu:15-19"),
    ("Điều 15 - 19", "dieu:15-19"),
    ("Điều 15 đến Điều 19", "dieu:15-19"),
    ("các Điều 4, 5, từ Điều 8 đến Điều 10", "dieu:4 dieu:5 dieu:8-10"),
    ("điểm d và điểm đ khoản 1 Điều 2", "dieu:2/khoan:1/diem:d dieu:2/khoan:1/diem:đ"),
    ("điểm c khoản 1 và khoản 2 Điều 62", "dieu:62/khoan:1/diem:c dieu:62/khoan:2"),
    ("Điều 9 và Phụ lục II", "dieu:9 phuluc:II"),
    ("tiết a điểm 2 khoản 1 Điều 3", "dieu:3/khoan:1/diem:2/tiet:a"),
    ("đoạn 1 khoản 2 Điều 4", "dieu:4/khoan:2/doan:1"),
    ("Điều 5a", "dieu:5a"),
    ("Mẫu số 03 Phụ lục IV", "phuluc:IV/mau:03"),
    ("điểm cầu số 3", ""),
    ("điều kiện 2 phòng", ""),
    ("khoản 500.000 đồng", ""),
    ("mục tiêu 5 năm", ""),
    ("phần lớn", ""),
]


@pytest.mark.parametrize("row", LAWS, ids=lambda row: row[0][:60])
def test_laws(row: tuple[str, ...]) -> None:
    check(read_case(*row))


@pytest.mark.parametrize("row", PINNED, ids=lambda row: row[0][:60])
def test_pinned(row: tuple[str, ...]) -> None:
    if "+…" in row[1]:
        case = read_case(row[0], row[1].rsplit("|", 1)[0] + "| …")
        paths = check(case)[0].pinpoint.split("|")
        assert paths == ["kemtheo:quy-che/chuong:II/dieu:3", "kemtheo:quy-che/chuong:II/dieu:4"]
    else:
        check(read_case(*row))


@pytest.mark.parametrize(("phrase", "paths"), PATHS)
def test_paths(phrase: str, paths: str) -> None:
    found = find_pinpoints(phrase)
    assert " ".join(path for pin in found for path in pin.paths) == paths


@pytest.mark.parametrize(
    ("text", "year", "flags"),
    [
        ("Luật Khiếu nại năm 2011", "2011", ()),
        (
            "Luật Ban hành văn bản quy phạm pháp luật năm 2015 (sửa đổi, bổ sung năm 2020)",
            "2015",
            ("amended_year:2020",),
        ),
        (
            "Bộ luật Hình sự năm 2015, được sửa đổi, bổ sung năm 2017, 2025",
            "2015",
            ("amended_year:2017", "amended_year:2025"),
        ),
        ("Luật Cư trú số 68/2020/QH14", "2020", ()),
    ],
)
def test_years(text: str, year: str, flags: tuple[str, ...]) -> None:
    (citation,) = find_citations(text)
    assert (citation.text, citation.year_in_number, citation.flags) == (text, year, flags)


def test_gazetteer_takes_the_longest_title() -> None:
    book = Gazetteer(
        [
            TitleEntry("Luật", "Cây xanh", "1/2031/QH17", date(2031, 1, 1)),
            TitleEntry("Luật", "Luật Cây xanh, mặt nước và vỉa hè", "2/2031/QH17", date(2031, 1, 2)),
        ]
    )
    text = "theo Luật Cây xanh, mặt nước và vỉa hè thì các xã phải làm"
    assert [c.title for c in find_citations(text, book)] == ["Luật Cây xanh, mặt nước và vỉa hè"]
    assert [c.title for c in find_citations("Luật cây xanh, các xã", book)] == ["Luật cây xanh"]


def test_gazetteer_ends_a_title_that_a_clause_follows() -> None:
    book = Gazetteer([TitleEntry("Chỉ thị", "Về phòng cháy rừng", "9/CT-TTg", date(2031, 1, 1))])
    text = "Chỉ thị số 9/CT-TTg của Thủ tướng Chính phủ về phòng cháy rừng, các thôn cử người trực"
    assert find_citations(text, book)[0].title == "về phòng cháy rừng"
