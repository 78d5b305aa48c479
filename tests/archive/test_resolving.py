"""Resolving: which document a citation means, what contradicts it, and when the answer has to stay open."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.citations.model import Citation
from archive.evidence import shared_symbol
from archive.records import Record
from archive.resolving import MemoryHoldings, Resolution, resolve, resolve_all
from archive.resolving.partial import is_partial
from tests.archive import sample_records as r
from tests.archive.sample_records import cite

HELD = MemoryHoldings(r.ALL)
BCHTW = "Ban Chấp hành Trung ương Đảng"
TTG = "Thủ tướng Chính phủ"


def nq25(text: str, **said: object) -> Citation:
    """A citation of a 25-NQ/TW."""
    return cite(text, **{"type": "Nghị quyết", "number": "25-NQ/TW", "seq": "25", "system": "DANG", **said})


def ct16(text: str, **said: object) -> Citation:
    """A citation of a 16/CT-TTg."""
    return cite(text, **{"type": "Chỉ thị", "number": "16/CT-TTg", "seq": "16", "issuer": TTG, "system": "NN", **said})


def law(text: str, title: str, **said: object) -> Citation:
    """A citation of a law by its name."""
    return cite(text, **{"type": title.split(" ")[0], "title": title, "issuer": "Quốc hội", **said})


def civil(text: str, **said: object) -> Citation:
    """A citation of a Civil Code."""
    return law(text, "Bộ luật Dân sự", type="Bộ luật", **said)


def kh15(text: str, **said: object) -> Citation:
    """A citation of a commune's plan."""
    return cite(text, **{"type": "Kế hoạch", "number": "15/KH-UBND", "seq": "15", "issuer": "Ủy ban nhân dân", **said})


def summary(answer: Resolution) -> tuple[str, Record | None, str]:
    """Status, record, and the fields that contradict it."""
    return answer.status, answer.record, " ".join(m.field for m in answer.mismatches)


DAN_VAN = "về tăng cường và đổi mới sự lãnh đạo của Đảng đối với công tác dân vận trong tình hình mới"
GARBLED = "về “Tăng cường và đổi mới công tác dân vận của Đảng về công tác dân vận trong tình hình mới”"
CT_DAN_VAN = (
    "về tăng cường và đổi mới công tác dân vận trong cơ quan hành chính nhà nước, chính quyền các cấp trong "
    "tình hình mới"
)

RESOLVED = [
    # citation | record | fields that contradict it
    (nq25("Nghị quyết số 25-NQ/TW ngày 03/6/2013", issued="2013-06-03"), r.NQ25_2013, ""),
    (nq25("Nghị quyết số 25-NQ/TW ngày 12/3/2003", issued="2003-03-12"), r.NQ25_2003, ""),
    (nq25("NQ 25-NQ/TW (khóa XI)", term="XI"), r.NQ25_2013, ""),
    (nq25("Nghị quyết số 25-NQ/TW của BCHTW Đảng khóa X", issuer=f"{BCHTW} khóa X"), r.NQ25_2008, ""),
    (nq25("Nghị quyết số 25-NQ/TW về công tác tôn giáo", title="về công tác tôn giáo"), r.NQ25_2003, ""),
    (nq25("Nghị quyết số 25-NQ/TW về công tác dân vận", title="về công tác dân vận"), r.NQ25_2013, ""),
    (nq25(f"Nghị quyết số 25-NQ/TW ngày 23/6/2013 của BCHTW Đảng (khóa XI) {GARBLED}", issued="2013-06-23", term="XI",
          issuer=f"{BCHTW} khóa XI", title=GARBLED), r.NQ25_2013, "issued title"),
    (nq25(f"Nghị quyết số 25-NQ/TW ngày 03/5/2013 {DAN_VAN}", issued="2013-05-03", title=DAN_VAN),
     r.NQ25_2013, "issued"),
    (nq25("Nghị quyết số 25-NQ/TW ngày 13/6/2013 của BCHTW khóa XI", issued="2013-06-13", term="XI",
          issuer=f"{BCHTW} khóa XI"), r.NQ25_2013, "issued"),
    (nq25("Nghị quyết số 25-NQ/TW ngày 03/6/2013 của BCHTW Đảng khóa X", issued="2013-06-03", term="X",
          issuer=f"{BCHTW} khóa X"), r.NQ25_2013, "issuer"),
    (ct16("Chỉ thị số 16/CT-TTg ngày 31/3/2020 của TTg", issued="2020-03-31"), r.CT16_2020, ""),
    (ct16("Chỉ thị số 16/CT-TTg ngày 23/4/2026 của TTg về an toàn thực phẩm", issued="2026-04-23",
          title="về an toàn thực phẩm"), r.CT16_2026, ""),
    (ct16(f"Chỉ thị số 16/CT-TTg ngày 16/5/2016 {CT_DAN_VAN}", issued="2016-05-16", title=CT_DAN_VAN), r.CT16_2016, ""),
    (ct16(f"Chỉ thị số 16/CT-TTg ngày 16/5/2018 {CT_DAN_VAN}", issued="2018-05-16", title=CT_DAN_VAN), r.CT16_2016, ""),
    (ct16("Chỉ thị số 16/CT-TTg ngày 16/5/2018", issued="2018-05-16"), r.CT16_2016, ""),
    (ct16("chi thi 16 nam 2016 ve dan van", title="dân vận", flags=("year:2016",)), r.CT16_2016, ""),
    (ct16("Chỉ thị 16/CT-TTg năm 2020", flags=("year:2020",)), r.CT16_2020, ""),
    (cite("Nghị định số 30/2020/NĐ-CP", type="Nghị định", number="30/2020/NĐ-CP", issuer="Chính phủ"), r.ND30, ""),
    (cite("Nghị định số 30/2020/NĐ-CP ngày 15/3/2020", type="Nghị định", number="30/2020/NĐ-CP", issued="2020-03-15"),
     r.ND30, "issued"),
    (cite("Quyết định số 30/2020/NĐ-CP", type="Quyết định", number="30/2020/NĐ-CP"), r.ND30, "type"),
    (cite("Nghị định số 30/2020/NĐ-CP của Thủ tướng Chính phủ", type="Nghị định", number="30/2020/NĐ-CP", issuer=TTG),
     r.ND30, "issuer"),
    (cite("Nghị định số 30/2020/NĐ-CP về kiểm soát thủ tục hành chính", type="Nghị định", number="30/2020/NĐ-CP",
          title="về kiểm soát thủ tục hành chính"), r.ND30, "title"),
    (cite("Quyết định số 749/QĐ-TTg ngày 13/6/2020", type="Quyết định", number="749/QĐ-TTg", issued="2020-06-13"),
     r.QD749, "issued"),
    (cite("Quyết định số 399-QĐ/TW", type="Quyết định", number="399-QĐ/TW"), r.QD399, "type"),
    (cite("QĐ số 399-QĐ/TW", type="Quyết định", number="399-QĐ/TW"), r.QD399, ""),
    # a year in the number leaves no room for another document of that number
    (cite("Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 về kiểm soát thủ tục", type="Nghị định", number="30/2020/NĐ-CP",
          issued="2021-03-05", title="về kiểm soát thủ tục"), r.ND30, "issued title"),
    # `của Quy chế` is no issuer; the one here was read off the number
    (cite("Điều 5 của Quy chế ban hành kèm theo Quyết định số 290-QĐ/TW", type="Quyết định", number="290-QĐ/TW",
          issuer="Ban Chấp hành Trung ương"), r.QD290, ""),
    (cite("Luật số 202/2025/QH15 ngày 12/6/2025", type="Luật", number="202/2025/QH15", issued="2025-06-12"),
     r.NQ202, "type"),
    (cite("Nghị định số 03/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư", type="Nghị định",
          number="03/2020/NĐ-CP", issued="2020-03-05", issuer="Chính phủ", title="về công tác văn thư"),
     r.ND30, "number"),
    (law("Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025", "Luật Tổ chức chính quyền địa phương",
         issued="2025-06-16"), r.L72, ""),
    (law("Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025", "Luật Tổ chức chính quyền địa phương",
         issued="2025-02-19"), r.L65, ""),
    (law("Luật Tổ chức chính quyền địa phương năm 2015", "Luật Tổ chức chính quyền địa phương", year_in_number="2015"),
     r.L77, ""),
    (law("Luật Đất đai 2024", "Luật Đất đai", year_in_number="2024"), r.L31, ""),
    (law("Luật Khiếu nại", "Luật Khiếu nại"), r.L02, ""),
    (law("Luật Khiếu nại ngày 11 tháng 12 năm 2011", "Luật Khiếu nại", issued="2011-12-11"), r.L02, "issued"),
    # the day and month of the law in a year beside; a day at which it had been passed and nothing took its place since
    (civil("Bộ luật Dân sự ngày 24 tháng 11 năm 2016", issued="2016-11-24"), r.BL91, "issued"),
    (civil("Bộ luật Dân sự ngày 24 tháng 11 năm 2014", issued="2014-11-24"), r.BL91, "issued"),
    (civil("Bộ luật Dân sự ngày 05 tháng 3 năm 2018", issued="2018-03-05"), r.BL91, "issued"),
    (law("Luật Đất đai ngày 18 tháng 01 năm 2023", "Luật Đất đai", issued="2023-01-18"), r.L31, "issued"),
    (law("Luật Khiếu nại 2012", "Luật Khiếu nại", year_in_number="2012"), r.L02, "issued"),
    (law("Hiến pháp năm 2013", "Hiến pháp", type="Hiến pháp", year_in_number="2013"), r.HP, ""),
    (law("Luật Dân sự số 91/2015/QH13", "Luật Dân sự", number="91/2015/QH13"), r.BL91, "type"),
    (law("Luật Thực hiện dân chủ ở xã số 10/2022/QH15", "Luật Thực hiện dân chủ ở xã", number="10/2022/QH15"),
     r.L10, "title"),
    (law("Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn ngày 20 tháng 4 năm 2007",
         "Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn", type="Pháp lệnh", issued="2007-04-20"), r.PL34, ""),
    (kh15("Kế hoạch số 15/KH-UBND của UBND xã Suối Mơ", issuer="Ủy ban nhân dân xã Suối Mơ"), r.KH15_SUOI, ""),
    (kh15("Kế hoạch số 15/KH-UBND ngày 10/02/2026", issued="2026-02-10"), r.KH15_DOI, ""),
    (cite("Quyết định số 19/2021/QĐ-UBND", type="Quyết định", number="19/2021/QĐ-UBND", issuer="Ủy ban nhân dân"),
     r.QD19_SUOI, ""),
    # two names of one committee; another organ of one body
    (cite("Nghị quyết số 05-NQ/ĐU của Đảng ủy xã Suối Mơ", type="Nghị quyết", number="05-NQ/ĐU", system="DANG",
          issuer="Đảng ủy xã Suối Mơ"), r.NQ05_DU, ""),
    (cite("Chương trình số 12-CTr/TU của Tỉnh ủy Sông Trăng", type="Chương trình", number="12-CTr/TU", system="DANG",
          issuer="Tỉnh ủy Sông Trăng"), r.CTR12_TU, "issuer"),
    (cite("Nghị quyết Trung ương 7 khóa XI về dân vận", type="Nghị quyết", plenum="7", term="XI", title="dân vận",
          issuer="Ban Chấp hành Trung ương"), r.NQ25_2013, ""),
    (cite("Kết luận số 43-KL/TW ngày 07/01/2019 của Bộ Chính trị về tiếp tục thực hiện Nghị quyết số 25-NQ/TW",
          type="Kết luận", number="43-KL/TW", issued="2019-01-07", issuer="Bộ Chính trị",
          title="về tiếp tục thực hiện Nghị quyết số 25-NQ/TW"), r.KL43, ""),
]  # fmt: skip


@pytest.mark.parametrize(("citation", "expected", "fields"), RESOLVED, ids=lambda x: getattr(x, "text", None))
def test_resolved(citation: Citation, expected: Record, fields: str) -> None:
    assert summary(resolve(citation, HELD)) == ("resolved", expected, fields)


OPEN = [
    # citation | candidates, likeliest first
    (ct16("Chỉ thị số 16/CT-TTg"), [r.CT16_2026, r.CT16_2020, r.CT16_2017, r.CT16_2016]),
    (ct16("Chỉ thị số 16/CT-TTg ngày 20/3/2020", issued="2020-03-20"),
     [r.CT16_2020, r.CT16_2026, r.CT16_2017, r.CT16_2016]),
    (nq25("Nghị quyết số 25-NQ/TW", issuer="Ban Chấp hành Trung ương"),
     [r.NQ25_2026, r.NQ25_2013, r.NQ25_2008, r.NQ25_2003]),
    (nq25("Nghị quyết số 25-NQ/TW ngày 01/01/2012", issued="2012-01-01"),
     [r.NQ25_2026, r.NQ25_2013, r.NQ25_2008, r.NQ25_2003]),
    # the date says religion, the title says dân vận
    (nq25(f"Nghị quyết số 25-NQ/TW ngày 12/3/2003 {DAN_VAN}", issued="2003-03-12", title=DAN_VAN),
     [r.NQ25_2003, r.NQ25_2013, r.NQ25_2008, r.NQ25_2026]),
    # the term says XI, the title is that of khóa IX
    (nq25("Nghị quyết số 25-NQ/TW (khóa XI) về công tác tôn giáo", term="XI", title="về công tác tôn giáo"),
     [r.NQ25_2013, r.NQ25_2003, r.NQ25_2008, r.NQ25_2026]),
    # only the issuer narrows, and that record is less than sure
    (nq25("Nghị quyết số 25-NQ/TW của Bộ Chính trị", issuer="Bộ Chính trị"),
     [r.NQ25_2026, r.NQ25_2013, r.NQ25_2008, r.NQ25_2003]),
    (law("Luật Đất đai", "Luật Đất đai"), [r.L31, r.L45]),
    (law("Luật Tổ chức chính quyền địa phương năm 2025", "Luật Tổ chức chính quyền địa phương", year_in_number="2025"),
     [r.L72, r.L65]),
    (law("Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2025", "Luật Tổ chức chính quyền địa phương",
         issued="2025-06-19"), [r.L72, r.L65, r.L77]),
    (kh15("Kế hoạch số 15/KH-UBND"), [r.KH15_DOI, r.KH15_SUOI]),
    (cite("Nghị quyết Trung ương 7 khóa XI", type="Nghị quyết", plenum="7", term="XI"), [r.NQ25_2013, r.NQ24_2013]),
    (cite("NĐ30", type="Nghị định", seq="30", issuer="Chính phủ"), [r.ND30]),
    (cite("NĐ31", type="Nghị định", seq="31", issuer="Chính phủ"), []),
]  # fmt: skip


@pytest.mark.parametrize(("citation", "candidates"), OPEN, ids=lambda x: getattr(x, "text", None))
def test_ambiguous(citation: Citation, candidates: list[Record]) -> None:
    answer = resolve(citation, HELD)
    assert (answer.status, answer.record) == ("ambiguous", None)
    assert set(answer.candidates) == set(candidates)
    assert answer.candidates[:1] == tuple(candidates[:1])


NOT_HELD = [
    cite("Nghị định số 99/2021/NĐ-CP", type="Nghị định", number="99/2021/NĐ-CP"),
    cite("Quyết định số 19/2021/QĐ-UBND của UBND tỉnh Núi Xanh", type="Quyết định", number="19/2021/QĐ-UBND",
         issuer="Ủy ban nhân dân tỉnh Núi Xanh"),
    kh15("Kế hoạch số 15/KH-UBND ngày 20/01/2026 của UBND xã Bến Lội", issued="2026-01-20",
         issuer="Ủy ban nhân dân xã Bến Lội"),
    cite("Nghị quyết số 05-NQ/ĐU của Đảng ủy xã Bến Lội", type="Nghị quyết", number="05-NQ/ĐU", system="DANG",
         issuer="Đảng ủy xã Bến Lội"),
    # the number of another term, with another title: it was used again
    cite("Chỉ thị số 33-CT/TW ngày 03/01/2014 của Bộ Chính trị về kê khai và kiểm soát việc kê khai tài sản",
         type="Chỉ thị", number="33-CT/TW", issued="2014-01-03", issuer="Bộ Chính trị", system="DANG",
         title="về kê khai và kiểm soát việc kê khai tài sản"),
    # without a title too: another year, another term
    cite("Chỉ thị số 33-CT/TW ngày 03/01/2014", type="Chỉ thị", number="33-CT/TW", issued="2014-01-03", system="DANG"),
    cite("Quyết định số 749/QĐ-TTg ngày 03/6/2023", type="Quyết định", number="749/QĐ-TTg", issued="2023-06-03"),
    # the number of a law and of a resolution look alike
    cite("Nghị quyết số 10/2022/QH15", type="Nghị quyết", number="10/2022/QH15"),
    cite("Luật số 202/2025/QH15", type="Luật", number="202/2025/QH15"),
    law("Luật Biển Việt Nam", "Luật Biển Việt Nam"),
    # made anew under the old name: what is held is the older one
    law("Luật Khiếu nại ngày 11 tháng 11 năm 2025", "Luật Khiếu nại", issued="2025-11-11"),
    civil("Bộ luật Dân sự ngày 14 tháng 6 năm 2005", issued="2005-06-14"),
    civil("Bộ luật Dân sự ngày 24 tháng 11 năm 2025", issued="2025-11-24"),
    law("Luật Đất đai ngày 26 tháng 11 năm 2003", "Luật Đất đai", issued="2003-11-26"),
    law("Luật Đất đai năm 2003", "Luật Đất đai", year_in_number="2003"),
    cite("khoản 2 Điều này", type="SELF", pinpoint="dieu:this/khoan:2"),
    cite("Nghị quyết Trung ương 4 khóa XI", type="Nghị quyết", plenum="4", term="XI"),
]  # fmt: skip


@pytest.mark.parametrize("citation", NOT_HELD, ids=lambda x: x.text)
def test_not_held(citation: Citation) -> None:
    answer = resolve(citation, HELD)
    assert (answer.status, answer.record) == ("not_held", None)


DOUBTS = [
    # citation | fields doubted, grave ones with !
    (ct16("Chỉ thị số 16/CT-TTg ngày 16/5/2016", issued="2016-05-16"), "issued!"),
    (ct16("Chỉ thị số 16/CT-TTg ngày 16/5/2018", issued="2018-05-16"), "issued!"),
    (ct16("Chỉ thị số 16/CT-TTg ngày 23/4/2026 về thực phẩm", issued="2026-04-23", title="về thực phẩm"),
     "record title"),
    (ct16("Chỉ thị số 16/CT-TTg ngày 31/3/2020", issued="2020-03-31"), ""),
    (cite("Hướng dẫn số 05-HD/VPTW ngày 12/01/2026", type="Hướng dẫn", number="05-HD/VPTW", issued="2026-01-12"),
     "issued!"),
    (cite("Hướng dẫn số 05-HD/VPTW ngày 27/5/2026", type="Hướng dẫn", number="05-HD/VPTW", issued="2026-05-27"),
     "record"),
    (cite("Quyết định số 19/2021/QĐ-UBND", type="Quyết định", number="19/2021/QĐ-UBND", issuer="Ủy ban nhân dân"),
     "issuer!"),
    (cite("Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 về kiểm soát thủ tục", type="Nghị định", number="30/2020/NĐ-CP",
          issued="2021-03-05", title="về kiểm soát thủ tục"), "record!"),
    (cite("Chỉ thị số 18/2000/CT-TTg", type="Chỉ thị", number="18/2000/CT-TTg"), ""),
    (cite("Chỉ thị số 18/2000/CT-TTg về phòng cháy", type="Chỉ thị", number="18/2000/CT-TTg", title="về phòng cháy"),
     "title! record!"),
]  # fmt: skip


@pytest.mark.parametrize(("citation", "doubted"), DOUBTS, ids=lambda x: getattr(x, "text", None))
def test_doubts(citation: Citation, doubted: str) -> None:
    answer = resolve(citation, HELD)
    assert answer.status == "resolved"
    assert " ".join(d.field + "!" * d.grave for d in answer.doubts) == doubted
    assert all(d.vi.endswith(".") and d.en.endswith(".") for d in answer.doubts)


def test_a_record_at_odds_with_its_own_number_refutes_nothing() -> None:
    held = MemoryHoldings([replace(r.ND30, issued=r.day("2002-03-05"))])
    citation = cite("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", type="Nghị định", number="30/2020/NĐ-CP",
                    issued="2020-03-05")  # fmt: skip
    answer = resolve(citation, held)
    assert (answer.status, answer.mismatches) == ("resolved", ())
    assert [(d.field, d.grave) for d in answer.doubts] == [("issued", True)]


def test_a_law_named_for_another_number_names_the_law_meant() -> None:
    answer = resolve(law("Luật Khiếu nại số 10/2022/QH15", "Luật Khiếu nại", number="10/2022/QH15"), HELD)
    assert (answer.status, answer.candidates) == ("ambiguous", (r.L10, r.L02))


def test_a_doubt_names_the_days_and_the_reason() -> None:
    (doubt,) = resolve(ct16("Chỉ thị số 16/CT-TTg ngày 16/5/2016", issued="2016-05-16"), HELD).doubts
    for part in ("16/5/2016", "16/5/2018", "hiểu biết chung"):
        assert part in doubt.vi
    for part in ("2016-05-16", "2018-05-16", "general knowledge", "signed 16/5/2018"):
        assert part in doubt.en


def test_a_title_of_another_document_names_it() -> None:
    answer = resolve(
        cite(f"Nghị quyết số 24-NQ/TW ngày 03/6/2013 {DAN_VAN}", type="Nghị quyết", number="24-NQ/TW",
             issued="2013-06-03", title=DAN_VAN), HELD,
    )  # fmt: skip
    assert (answer.status, answer.candidates) == ("ambiguous", (r.NQ24_2013, r.NQ25_2013))


UNREAD = replace(r.ND30, id=9001, issued=r.day("2020-05-03"), certainty="unconfirmed")
NOWHERE = r.record("Quyết định", "88/QĐ-UBND", "2026-03-03", "Ủy ban nhân dân", "Về giao nhiệm vụ")
SAMPLE = replace(r.KH15_DOI, id=9002, sample=True)
UNRELIABLE = [
    # held | citation | status, contradicted fields, grave doubts
    ([UNREAD], {"number": "30/2020/NĐ-CP"}, ("resolved", "", "record")),
    ([UNREAD], {"number": "30/2020/NĐ-CP", "issued": "2020-03-05"}, ("resolved", "", "record")),
    ([UNREAD, r.ND30], {"number": "30/2020/NĐ-CP"}, ("resolved", "", "")),
    ([UNREAD, r.ND30], {"number": "30/2020/NĐ-CP", "issued": "2020-05-03"}, ("resolved", "issued", "")),
    ([SAMPLE], {"number": "15/KH-UBND", "issuer": "Ủy ban nhân dân xã Đồi Thông"}, ("resolved", "", "record")),
    ([SAMPLE, r.KH15_SUOI], {"number": "15/KH-UBND", "issuer": "Ủy ban nhân dân xã Suối Mơ"}, ("resolved", "", "")),
    ([NOWHERE], {"number": "88/QĐ-UBND"}, ("resolved", "", "issuer")),
    ([NOWHERE], {"number": "88/QĐ-UBND", "issuer": "Ủy ban nhân dân"}, ("resolved", "", "issuer")),
    ([NOWHERE], {"number": "88/QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh Núi Xanh", "issued": "2026-03-03"},
     ("resolved", "", "issuer")),
]  # fmt: skip


@pytest.mark.parametrize(("held", "said", "expected"), UNRELIABLE)
def test_what_nobody_vouches_for(held: list[Record], said: dict[str, str], expected: tuple[str, str, str]) -> None:
    text = " ".join(["Văn bản số", said["number"], f"của {said['issuer']}" if "issuer" in said else ""]).strip()
    answer = resolve(cite(text, **said), MemoryHoldings(held))
    grave = " ".join(d.field for d in answer.doubts if d.grave)
    assert (answer.status, " ".join(m.field for m in answer.mismatches), grave) == expected


def test_half_a_party_number_is_a_question() -> None:
    citation = nq25("Nghị quyết 25 của Ban Chấp hành Trung ương", flags=("truncated",))
    answer = resolve(citation, MemoryHoldings([r.NQ25_2013]))
    assert (answer.status, answer.candidates) == ("ambiguous", (r.NQ25_2013,))


def test_short_mention_of_what_is_not_held() -> None:
    said = {"type": "Quyết định", "number": "749/QĐ-TTg"}
    other = cite("Quyết định số 749/QĐ-TTg ngày 03/6/2023", issued="2023-06-03", **said)
    held = cite("Quyết định số 749/QĐ-TTg ngày 03/6/2020", issued="2020-06-03", **said)
    short = cite("Quyết định số 749/QĐ-TTg", **said)
    assert [a.status for a in resolve_all([other, short], HELD)] == ["not_held", "not_held"]
    assert [a.status for a in resolve_all([short, other], HELD)] == ["resolved", "not_held"]
    assert [a.status for a in resolve_all([other, held, short], HELD)] == ["not_held", "resolved", "ambiguous"]


def test_mismatch_places() -> None:
    text = "Nghị quyết số 25-NQ/TW ngày 23/6/2013 của BCHTW Đảng (khóa X) về công tác dân vận trong tình hình mới"
    citation = nq25(
        text, issued="2013-06-23", printed_date="23/6/2013", issuer=f"{BCHTW} khóa X", term="X", title=DAN_VAN
    )
    answer = resolve(citation, MemoryHoldings([r.NQ25_2013]))
    shown = {m.field: text[m.start : m.end] for m in answer.mismatches}
    assert shown == {"issued": "23/6/2013", "issuer": "BCHTW Đảng (khóa X)"}


def test_short_mention_means_the_one_cited_in_full_before() -> None:
    full = ct16("Chỉ thị số 16/CT-TTg ngày 31/3/2020", issued="2020-03-31")
    short = ct16("Chỉ thị số 16/CT-TTg")
    assert [a.record for a in resolve_all([full, short], HELD)] == [r.CT16_2020, r.CT16_2020]
    assert [a.status for a in resolve_all([short, full], HELD)] == ["ambiguous", "resolved"]
    two = [full, ct16("Chỉ thị số 16/CT-TTg ngày 04/5/2017", issued="2017-05-04"), short]
    assert [a.status for a in resolve_all(two, HELD)] == ["resolved", "resolved", "ambiguous"]


def test_law_by_name_means_the_one_cited_with_its_number_before() -> None:
    full = law("Luật Đất đai số 31/2024/QH15", "Luật Đất đai", number="31/2024/QH15")
    name = law("Điều 5 Luật Đất đai", "Luật Đất đai", pinpoint="dieu:5")
    assert [a.record for a in resolve_all([full, name], HELD)] == [r.L31, r.L31]
    older = law("Luật Đất đai năm 2013", "Luật Đất đai", year_in_number="2013")
    assert [a.status for a in resolve_all([full, older, name], HELD)] == ["resolved", "resolved", "ambiguous"]


SHARED = [
    # number | issuer of the record | whether only the issuer tells whose document it is
    ("15/KH-UBND", "Ủy ban nhân dân xã Suối Mơ", True),
    ("46/NQ-HĐND", "Hội đồng nhân dân tỉnh Sông Trăng", True),
    ("05-NQ/ĐU", "Ban Chấp hành Đảng bộ xã Suối Mơ", True),
    ("12-CTr/TU", "Ban Thường vụ Tỉnh ủy Sông Trăng", True),
    ("25-NQ/TW", "Bộ Chính trị", False),
    ("30/2020/NĐ-CP", "Chính phủ", False),
    ("16/CT-TTg", "Thủ tướng Chính phủ", False),
    ("143/2013/TTLT-BTC-BGDĐT", "Bộ Tài chính và Bộ Giáo dục và Đào tạo", False),
    ("11/2016/UBTVQH13", "Quốc hội", False),
    ("36-HD/VPTW", "Văn phòng Trung ương Đảng", False),
]


@pytest.mark.parametrize(("number", "issuer", "shared"), SHARED)
def test_shared_symbol(number: str, issuer: str, shared: bool) -> None:
    assert shared_symbol(number, issuer) is shared


def test_leading_zero_is_the_same_number() -> None:
    held = MemoryHoldings([r.record("Quyết định", "06/QĐ-TTg", "2022-01-06", TTG, "Phê duyệt Đề án")])
    assert resolve(cite("Quyết định số 6/QĐ-TTg", type="Quyết định", number="6/QĐ-TTg"), held).status == "resolved"


def test_d_and_đ_are_different_numbers() -> None:
    held = MemoryHoldings([replace(r.ND30, number="12/KH-HĐND")])
    assert resolve(cite("12/KH-HDND", number="12/KH-HDND"), held).status != "ambiguous"


RECORDS = st.lists(st.sampled_from(r.ALL), max_size=12, unique=True)
CITATIONS = st.sampled_from([c for c, *_ in RESOLVED] + [c for c, _ in OPEN] + NOT_HELD)


@given(RECORDS, CITATIONS)
def test_answers_are_consistent(records: list[Record], citation: Citation) -> None:
    answer = resolve(citation, MemoryHoldings(records))
    assert (answer.record is not None) == (answer.status == "resolved")
    assert answer.status in {"resolved", "ambiguous", "not_held"}
    assert set(answer.candidates) <= set(records)
    if answer.status == "ambiguous":
        assert not answer.mismatches
        assert len(answer.candidates) != 1 or citation.plenum or is_partial(citation)
    if answer.record is not None and citation.issued and answer.record.issued:
        told = {m.field for m in answer.mismatches} | {d.field for d in answer.doubts if d.grave}
        assert citation.issued == answer.record.issued or "issued" in told or "record" in told


@given(st.permutations(r.ALL), CITATIONS)
def test_order_of_what_is_held_does_not_matter(records: list[Record], citation: Citation) -> None:
    answer, again = resolve(citation, MemoryHoldings(records)), resolve(citation, HELD)
    assert (answer.status, answer.record) == (again.status, again.record)


@pytest.mark.slow
def test_a_hundred_thousand_citations_take_less_than_a_minute() -> None:
    many = [c for c, *_ in RESOLVED] + [c for c, _ in OPEN] + NOT_HELD
    numbered = [replace(c, number=f"{n}/QĐ-UBND", seq=str(n)) for n in range(1000) for c in many[:5]]
    started = time.process_time()
    answers = resolve_all((many * (95_000 // len(many) + 1) + numbered)[:100_000], HELD)
    assert len(answers) == 100_000
    assert time.process_time() - started < 60
